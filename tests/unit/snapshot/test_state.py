from hypothesis import given
from hypothesis import strategies as st

from vknz_research.model.codings import Coding
from vknz_research.model.sources import Source, Turn
from vknz_research.model.text import MASK
from vknz_research.snapshot.state import Document, is_visible, mask_turns

TEXT = "An: ja hoor\nBo: nee 👍\nAn: goed\n"
SPANS = [(4, 11), (16, 21), (26, 30)]
TURNS = [Turn(a, b) for a, b in SPANS]
SOURCE = Source("s", "bron", "b.txt", "", "txt", "o", "r")


def document(hidden: list[bool]) -> Document:
    who = [
        None if is_hidden else name
        for is_hidden, name in zip(hidden, "aba", strict=True)
    ]
    text = mask_turns(TEXT, TURNS, hidden)
    starts = [turn.start for turn in TURNS]
    return Document(SOURCE, text, "h", TURNS, who, starts, is_masked=any(hidden))


def coding(start: int, end: int) -> Coding:
    return Coding("1", "s", "r", "c", "k", start, end, "h")


def test_a_mask_hides_words_and_label_and_keeps_every_offset() -> None:
    masked = mask_turns(TEXT, TURNS, [False, True, False])

    assert len(masked) == len(TEXT)
    assert masked[:11] == TEXT[:11]
    assert masked[21:] == TEXT[21:]
    assert set(masked[11:21]) == {MASK, "\n", " "}


@given(st.lists(st.booleans(), min_size=3, max_size=3))
def test_only_hidden_turns_change(hidden: list[bool]) -> None:
    masked = mask_turns(TEXT, TURNS, hidden)

    for (start, end), is_hidden in zip(SPANS, hidden, strict=True):
        assert (masked[start:end] == TEXT[start:end]) is not is_hidden


def test_a_passage_that_touches_a_mask_is_not_visible() -> None:
    found = document([False, True, False])

    assert is_visible(found, coding(4, 11))
    assert not is_visible(found, coding(4, 17))
    assert not is_visible(found, coding(12, 14))
    assert is_visible(found, coding(26, 30))
    assert is_visible(document([False] * 3), coding(0, 30))


def test_an_offset_lies_in_a_turn_or_between_turns() -> None:
    found = document([False] * 3)

    assert [found.turn_at(n) for n in (0, 4, 10, 11, 15, 16, 30)] == [
        None, 0, 0, None, None, 1, None,
    ]  # fmt: skip


def test_all_who_speak_in_a_passage_are_found() -> None:
    found = document([False] * 3)

    assert found.speakers_within(4, 11) == {"a"}
    assert found.speakers_within(12, 18) == {"b"}
    assert found.speakers_within(5, 17) == {"a", "b"}
    assert found.speakers_within(11, 16) == set()
    assert found.speakers_within(0, 4) == set()
