"""Shifting time codes: by how much, of which turns, and what it may not do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vknz_research.coding.shifting import shift_cues, shift_turns
from vknz_research.errors import NudgeError
from vknz_research.model.recordings import Moment
from vknz_research.model.sources import Cue, Span, Turn
from vknz_research.model.timeline import find_moment, find_span, list_units

TURNS = [
    Turn(0, 9, "speech", "A", 1_000, 2_000),
    Turn(10, 19, "observation"),
    Turn(20, 29, "speech", "B", 2_000, 3_500),
    Turn(30, 39, "speech", "A", 4_000, None),
    Turn(40, 49, "speech", "A", 500, 900, recording=2),
]


def times(turns: list[Turn]) -> list[tuple[int | None, int | None]]:
    return [(t.begin_ms, t.end_ms) for t in turns]


def test_all_turns_of_one_recording_shift_and_the_other_stays() -> None:
    moved = shift_turns(TURNS, 1, -1_000)

    assert times(moved) == [
        (0, 1_000),
        (None, None),
        (1_000, 2_500),
        (3_000, None),
        (500, 900),
    ]


def test_from_a_turn_on_what_met_before_it_meets_it_again() -> None:
    moved = shift_turns(TURNS, 1, 125, 3)

    assert times(moved)[:4] == [
        (1_000, 2_125),
        (None, None),
        (2_125, 3_625),
        (4_125, None),
    ]


def test_one_turn_alone_leaves_what_follows() -> None:
    moved = shift_turns(TURNS, 1, 7, 3, only=True)

    assert times(moved)[2:] == [(2_007, 3_507), (4_000, None), (500, 900)]


def test_a_turn_that_runs_into_the_next_is_cut_there() -> None:
    moved = shift_turns(TURNS, 1, 600, 3, only=True)

    assert times(moved)[2] == (2_600, 4_000)


@pytest.mark.parametrize(
    ("shift", "first", "only"),
    [(-1_001, 1, False), (2_001, 3, True), (-1_001, 3, False)],
)
def test_no_turn_passes_another_or_the_beginning(
    shift: int,
    first: int,
    only: bool,
) -> None:
    with pytest.raises(NudgeError):
        shift_turns(TURNS, 1, shift, first, only=only)


@given(st.integers(-900, 900), st.integers(1, 5))
def test_shifting_back_gives_the_times_of_before(shift: int, first: int) -> None:
    try:
        there = shift_turns(TURNS, 1, shift, first)
        back = shift_turns(there, 1, -shift, first)
    except NudgeError:
        return

    assert [t.begin_ms for t in back] == [t.begin_ms for t in TURNS]


def test_cues_shift_as_their_turn_does() -> None:
    cues = [Cue(0, 4, 1_000, 1_400), Cue(5, 9, 1_400, 2_000), Cue(20, 29, 2_000, 3_500)]

    moved = shift_cues(cues, TURNS, shift_turns(TURNS, 1, 50, 3))

    assert [c.begin_ms for c in moved] == [1_000, 1_400, 2_050]


def test_a_passage_without_time_has_no_moment() -> None:
    units = list_units(TURNS)

    assert find_moment(units, Span(12, 15)) is None
    assert find_moment(units, Span(12, 25)) == find_moment(units, Span(20, 29))


def test_a_turn_without_end_lasts_until_the_next_or_a_second() -> None:
    units = list_units(TURNS)

    assert [(u.begin_ms, u.end_ms) for u in units if u.start == 30] == [(4_000, 5_000)]


def test_a_turn_without_end_is_not_ended_by_another_recording() -> None:
    units = list_units(
        [
            Turn(0, 9, "speech", "A", 0, None),
            Turn(10, 19, "speech", "B", 400, 900, recording=2),
            Turn(20, 29, "speech", "A", 5_000, 6_000),
        ]
    )

    assert (units[0].begin_ms, units[0].end_ms) == (0, 5_000)


def test_a_passage_over_two_recordings_has_the_time_in_the_first() -> None:
    moment = find_moment(list_units(TURNS), Span(32, 45))

    assert moment == Moment(1, 4_000, 5_000)


@given(st.integers(0, 48), st.integers(1, 10))
def test_the_words_of_the_time_of_a_passage_hold_the_passage(
    start: int, length: int
) -> None:
    units = list_units(TURNS)
    span = Span(start, min(49, start + length))
    moment = find_moment(units, span)
    if moment is None:
        return

    words = find_span(units, moment)

    assert words is not None
    timed = [u for u in units if u.start < span.end and u.end > span.start]
    own = [u for u in timed if u.recording == timed[0].recording]
    assert words.start <= min(u.start for u in own)
    assert words.end >= max(u.end for u in own)
