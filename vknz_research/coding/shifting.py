"""Shifting the time codes of turns, and of the cues in them. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from vknz_research.errors import NudgeError
from vknz_research.model.sources import Cue, Turn


def shift_turns(
    turns: Sequence[Turn],
    recording: int,
    shift_ms: int,
    first: int = 1,
    *,
    only: bool = False,
) -> list[Turn]:
    """Return turns with other times, from turn `first` (from 1) on or that one only.

    No turn may come before the recording or pass another one. Where one turn ended when
    the next began, it still does.

    >>> turns = [Turn(0, 2, begin_ms=0, end_ms=900), Turn(3, 5, begin_ms=900)]
    >>> [(t.begin_ms, t.end_ms) for t in shift_turns(turns, 1, 100, 2)]
    [(0, 1000), (1000, None)]
    """
    timed = [
        at
        for at, t in enumerate(turns)
        if t.recording == recording and t.begin_ms is not None
    ]
    chosen = {at for at in timed if at + 1 >= first}
    if only:
        chosen = {at for at in chosen if at + 1 == first}
    moved = list(turns)
    for at in chosen:
        moved[at] = _shift(turns[at], shift_ms)
    _join_edges(turns, moved, timed, chosen)
    _need_order(moved, timed, shift_ms)
    return moved


def _shift(turn: Turn, shift_ms: int) -> Turn:
    begin, end = turn.begin_ms, turn.end_ms
    return replace(
        turn,
        begin_ms=None if begin is None else begin + shift_ms,
        end_ms=None if end is None else end + shift_ms,
    )


def _join_edges(
    old: Sequence[Turn], moved: list[Turn], timed: Sequence[int], chosen: set[int]
) -> None:
    """Let turns that met at a shifted edge meet there again, and none overlap newly."""
    for one, after in pairwise(timed):
        if (one in chosen) == (after in chosen):
            continue
        end, begin = moved[one].end_ms, moved[after].begin_ms
        if end is None or begin is None:
            continue
        has_met = old[one].end_ms == old[after].begin_ms
        was_apart = (old[one].end_ms or 0) <= (old[after].begin_ms or 0)
        if has_met or (was_apart and end > begin):
            moved[one] = replace(moved[one], end_ms=begin)


def _need_order(moved: Sequence[Turn], timed: Sequence[int], shift_ms: int) -> None:
    last = 0
    for at in timed:
        begin, end = moved[at].begin_ms, moved[at].end_ms
        is_turned = end is not None and begin is not None and end < begin
        if begin is None or begin < last or is_turned:
            raise NudgeError(shift=shift_ms, turn=at + 1)
        last = begin


def shift_cues(
    cues: Sequence[Cue], old: Sequence[Turn], moved: Sequence[Turn]
) -> list[Cue]:
    """Return the cues of turns, each shifted as its turn was."""
    found: list[Cue] = []
    at = 0
    for cue in cues:
        while at < len(old) - 1 and old[at].end <= cue.start:
            at += 1
        before, after = (old[at].begin_ms, moved[at].begin_ms) if old else (None, None)
        shift = (after or 0) - (before or 0)
        found.append(_shift_cue(cue, shift))
    return found


def _shift_cue(cue: Cue, shift: int) -> Cue:
    begin, end = cue.begin_ms, cue.end_ms
    return replace(
        cue,
        begin_ms=None if begin is None else begin + shift,
        end_ms=None if end is None else end + shift,
    )
