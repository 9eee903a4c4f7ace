"""Texts are cut into units that can be coded."""

from hypothesis import given
from hypothesis import strategies as st

from vknz_research.coding.suggestunits import LONG, cut_units
from vknz_research.model.sources import Turn


def cut(text: str, *turns: Turn) -> list[str]:
    return [unit.text for unit in cut_units("s", "r", text, turns)]


def test_a_turn_is_a_unit_without_the_blanks_round_it() -> None:
    text = "An: ja 👍 goed. \n"

    units = cut_units("s", "r", text, [Turn(3, len(text))])

    assert [(u.start, u.text) for u in units] == [(4, "ja 👍 goed.")]


def test_headings_and_questions_to_a_person_are_no_units() -> None:
    assert cut("kop vraag", Turn(0, 3, "heading"), Turn(4, 9, "question")) == []


def test_a_long_turn_is_cut_into_its_sentences_and_short_ones_go_along() -> None:
    one, two = "Dit is " + "lang " * 40 + "hè?", "En dit " + "ook " * 60 + "."
    text = f"{one} Ja. {two}"

    assert cut(text, Turn(0, len(text))) == [f"{one} Ja.", two]


@given(st.text(alphabet="ab.?! \n👍", min_size=1, max_size=3 * LONG))
def test_units_lie_in_their_turn_one_after_the_other_and_leave_no_word_out(
    text: str,
) -> None:
    units = cut_units("s", "r", text, [Turn(0, len(text))])

    assert all(text[u.start : u.end] == u.text != "" for u in units)
    ends = [0, *(unit.end for unit in units)]
    gaps = [text[e : u.start] for e, u in zip(ends, units, strict=False)]
    assert all(not gap.strip() for gap in [*gaps, text[ends[-1] :]])
