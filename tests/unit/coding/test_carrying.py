"""Passages are carried from one text of a source to another."""

from hypothesis import given
from hypothesis import strategies as st

from vknz_research.coding.carrying import carry_place, find_edits
from vknz_research.coding.edits import Landing

WORDS = st.lists(st.sampled_from(["ja", "nee", "é👍", "goed,", "  "]), max_size=12)


@given(old=WORDS, new=WORDS)
def test_the_edits_make_the_one_text_the_other(old: list[str], new: list[str]) -> None:
    one, other = " ".join(old), " ".join(new)
    text = one

    for edit in find_edits(one, other, [(0, len(one))], [(0, len(other))]):
        text = edit.apply(text)

    assert text == other


def test_words_that_both_texts_have_are_found_again_and_certain() -> None:
    old, new = "ja dat was goed, fijn", "ja dat was heel goed, en fijn"
    edits = find_edits(old, new, [(0, 21)], [(0, 29)])

    place = carry_place(edits, 11, 15)

    assert place == Landing(16, 20)
    assert old[11:15] == new[16:20] == "goed"


def test_only_what_an_edit_touches_in_a_long_turn_is_uncertain() -> None:
    old = "woord " * 9000
    new = "zin" + old[5:]
    edits = find_edits(old, new, [(0, len(old))], [(0, len(new))])

    assert carry_place(edits, 3, 11).reason == "edge"
    assert carry_place(edits, 6, 11) == Landing(4, 9)


def test_turns_that_do_not_answer_to_each_other_are_compared_as_a_whole() -> None:
    edits = find_edits("een\ntwee", "een\nx\ntwee", [(0, 3), (4, 8)], [(0, 3)])

    assert carry_place(edits, 4, 8) == Landing(6, 10)
