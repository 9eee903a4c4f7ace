"""Texts of a release: what goes, what stays, and where codings end up."""

import re

from hypothesis import given
from hypothesis import strategies as st

from vknz_research.report.releasing.people import band_age
from vknz_research.report.releasing.texts import (
    HIDDEN,
    Spoken,
    clean_text,
    rewrite_text,
)

WORDS = st.text(alphabet="abc dé\U0001f600.", min_size=1, max_size=12)
TOKENS = st.sampled_from(
    [
        "[Persoon 3]",
        "[Plaats 12]",
        "12 maart 2031",
        "mei 2031",
        "3-4-2031",
        "[gemeente]",
    ]
)
SAID = st.lists(st.one_of(WORDS, TOKENS), min_size=1, max_size=5).map(" ".join)
TURNS = st.lists(
    st.tuples(SAID, st.sampled_from(["K", "KM", "O", "", None])), min_size=1, max_size=6
)


def build(said: list[tuple[str, str | None]]) -> tuple[str, list[Spoken]]:
    text, turns = "", []
    for words, role in said:
        text += f"[00:01] Naam: {words}\n\n"
        end = len(text) - 2
        turns.append(Spoken(end - len(words), end, "speech", role))
    return text, turns


@given(TURNS)
def test_i18_no_token_of_one_person_place_or_day_is_left(
    said: list[tuple[str, str | None]],
) -> None:
    made = rewrite_text(*build(said))

    assert not re.search(r"\[[^\]]*\d|20\d\d|Naam|00:01", made.text)


@given(TURNS)
def test_i18_turns_stand_where_they_say_in_order(
    said: list[tuple[str, str | None]],
) -> None:
    made = rewrite_text(*build(said))
    stretches = [made.text[t.start : t.end] for t in made.turns]

    told = [clean_text(words) for words, role in said if role is not None]
    assert [
        x for x, t in zip(stretches, made.turns, strict=True) if not t.is_hidden
    ] == told
    assert {x for x, t in zip(stretches, made.turns, strict=True) if t.is_hidden} <= {
        HIDDEN
    }
    assert [t.role for t in made.turns if not t.is_hidden] == [
        role for _, role in said if role is not None
    ]


@given(TURNS, st.data())
def test_i18_a_passage_moves_with_its_words_or_not_at_all(
    said: list[tuple[str, str | None]], data: st.DataObject
) -> None:
    text, turns = build(said)
    made = rewrite_text(text, turns)
    turn = data.draw(st.sampled_from(turns))
    start = data.draw(st.integers(turn.start, turn.end - 1))
    end = data.draw(st.integers(start + 1, turn.end))

    place = made.move(start, end)

    if turn.role is None:
        assert place is None
    elif (
        place is not None
        and clean_text(text[turn.start : turn.end]) == text[turn.start : turn.end]
    ):
        assert made.text[slice(*place)] == text[start:end]


@given(TURNS)
def test_i18_a_passage_over_hidden_words_does_not_go_along(
    said: list[tuple[str, str | None]],
) -> None:
    text, turns = build(said)
    made = rewrite_text(text, turns)
    is_whole = all(turn.role is not None for turn in turns)

    assert (made.move(turns[0].start, turns[-1].end) is not None) == is_whole


def test_i18_how_much_is_hidden_is_not_told() -> None:
    one = rewrite_text(
        *build([("ja", "K"), ("x" * 90, None), ("y", None), ("nee", "K")])
    )
    other = rewrite_text(*build([("ja", "K"), ("z", None), ("nee", "K")]))

    assert one.text == other.text == f"K: ja\n\n{HIDDEN}\n\nK: nee\n\n"


def test_i18_words_that_a_snapshot_masked_stay_hidden() -> None:
    made = rewrite_text(*build([("███ ██", "K"), ("ja", "K")]))

    assert made.text == f"{HIDDEN}\n\nK: ja\n\n"


def test_i18_half_a_token_in_a_passage_becomes_the_whole_word() -> None:
    text, turns = build([("dat zei [Persoon 3] dus", "KM")])
    made = rewrite_text(text, turns)
    start = turns[0].start + len("dat zei [Per")

    place = made.move(start, turns[0].end)

    assert place is not None
    assert made.text[slice(*place)] == "[persoon] dus"


def test_i18_ages_are_told_in_bands_of_ten() -> None:
    found = [
        band_age(x) for x in ("19", "40-49", "60-67", "17 jaar", "", None, "25–28")
    ]

    assert found == ["10-19", "40-49", "60-69", None, None, None, "20-29"]
