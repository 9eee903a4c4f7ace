import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vknz_research.coding.patterns import find_pattern
from vknz_research.errors import PatternError, SlowPatternError
from vknz_research.model.words import find_forms, find_words, lower

WORDS = "Ja, jaar; JA\u0301! ja_nee — 👨‍👩‍👧 ja\nja-ja"


def shown(text: str, places: list[tuple[int, int]]) -> list[str]:
    return [text[start:end] for start, end in places]


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        (WORDS, "ja", ["Ja", "ja", "ja", "ja"]),
        ("cafe\u0301 cafe café", "cafe", ["cafe"]),
        ("cafe\u0301 cafe café", "café", ["café"]),
        ("Dat was  goed, dat\nwas goeder", "dat was", ["Dat was", "dat\nwas"]),
        ("Dat was  goed, dat\nwas goeder", "WAS goed", ["was  goed"]),
        ("goed! goed", "goed!", ["goed!"]),
        ("İstanbul en ISTANBUL", "istanbul", ["ISTANBUL"]),
        ("a.b axb", "a.b", ["a.b"]),
        ("zo'n huis", "zo'n", ["zo'n"]),
        ("iets", "", []),
        ("שלום, ja שלום", "שלום", ["שלום", "שלום"]),
    ],
)
def test_whole_words_are_found_as_typed_whatever_their_capitals(
    text: str, query: str, found: list[str]
) -> None:
    places = find_words(text, query)

    assert [t.split() for t in shown(text, places)] == [t.split() for t in found]


@given(st.text("aAbB ,é\u0301İ👨\n", max_size=40), st.sampled_from(["a", "ab", "b a"]))
def test_words_are_found_where_a_plain_pattern_finds_them(
    text: str, query: str
) -> None:
    letter = r"[\w\u0301]"
    plain = r"\s+".join(query.split())
    wanted = re.compile(rf"(?<!{letter})(?={plain}(?!{letter}))", re.IGNORECASE)

    assert [at for at, _ in find_words(text, query)] == [
        m.start() for m in wanted.finditer(text)
    ]


@given(st.text(max_size=30))
def test_small_letters_stand_where_their_capitals_stood(text: str) -> None:
    assert len(lower(text)) == len(text)


TALK = "Luisteren! Zij luisterde, hij heeft geluisterd; luistert u? De lijsters niet."


def test_a_verb_is_found_in_all_its_forms() -> None:
    forms = ["Luisteren", "luisterde", "geluisterd", "luistert"]

    assert shown(TALK, find_forms(TALK, "luisteren")) == forms
    assert shown(TALK, find_forms(TALK, "geluisterd")) == forms


def test_forms_are_found_in_english_and_in_phrases() -> None:
    text = "She listened to the children. Hij heeft goed geluisterd."

    assert shown(text, find_forms(text, "listen")) == ["listened"]
    assert shown(text, find_forms(text, "goed luisteren")) == ["goed geluisterd"]
    assert shown(text, find_forms(text, "child")) == ["children"]


def test_a_pattern_is_searched_turn_by_turn() -> None:
    text = "An: ja hoor\nBo: Ja, 👨‍👩‍👧 jawel"
    turns = [(4, 11), (16, len(text))]

    found = find_pattern("^ja|ja\\w+$", [(text, turns), ("", [])], 9)

    assert [shown(text, found[0]), found[1]] == [["ja", "Ja", "jawel"], []]


def test_a_pattern_stops_at_the_most_that_was_asked_for() -> None:
    assert find_pattern("a", [("aaaa", [(0, 4)])], 3) == [[(0, 1), (1, 2), (2, 3)]]


def test_what_has_no_length_is_not_found() -> None:
    assert find_pattern("x*", [("axa", [(0, 3)])], 9) == [[(1, 2)]]


@pytest.mark.parametrize("pattern", ["(", "a{99999999999}", "*", "(" * 3000])
def test_a_wrong_pattern_is_refused_without_repeating_it(pattern: str) -> None:
    with pytest.raises(PatternError) as caught:
        find_pattern(pattern, [("a", [(0, 1)])], 9)

    assert pattern not in caught.value.facts.values()


def test_a_pattern_that_runs_away_is_stopped_within_two_seconds() -> None:
    text = "a" * 5000 + "!"
    begun = time.monotonic()

    with pytest.raises(SlowPatternError):
        find_pattern("(a+)+$", [(text, [(0, len(text))])], 9)

    assert time.monotonic() - begun <= 2
