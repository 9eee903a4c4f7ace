"""The units that suggestions are about: turns, sentences of long turns. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from vknz_research.model.codings import Coding
from vknz_research.model.sources import Turn

LONG: Final = 400  # characters; a turn beyond this is cut into its sentences
SHORT: Final = 40  # a sentence below this goes with the one before
_SENTENCE: Final = re.compile(r"\S.*?(?:[.!?…]+[\"'’”)]*(?=\s)|$)", re.DOTALL)
SPOKEN: Final = frozenset({"speech", "answer", "narration", "observation"})


@dataclass(frozen=True, slots=True)
class Unit:
    """A passage that could be coded: its place in a revision, and its words."""

    source_id: str
    revision_id: str
    start: int
    end: int
    text: str


def cut_units(
    source_id: str, revision_id: str, text: str, turns: Iterable[Turn]
) -> list[Unit]:
    """Cut a text into units, in reading order; headings and questions are none.

    Places are code points in the revision.
    """
    return [
        Unit(source_id, revision_id, start, end, text[start:end])
        for turn in turns
        if turn.kind in SPOKEN
        for start, end in _cut_turn(text, turn)
    ]


def _cut_turn(text: str, turn: Turn) -> Iterator[tuple[int, int]]:
    words = text[turn.start : turn.end]
    start = turn.start + len(words) - len(words.lstrip())
    end = turn.start + len(words.rstrip())
    if start >= end:
        return
    if end - start <= LONG:
        yield start, end
        return
    yield from _join_short([m.span() for m in _SENTENCE.finditer(text, start, end)])


def _join_short(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and end - start < SHORT:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def is_coded(unit: Unit, codings: Iterable[Coding]) -> bool:
    """Say whether a coding covers at least half of a unit, or lies half in it.

    >>> unit = Unit("s", "r", 10, 20, "")
    >>> is_coded(unit, [Coding("1", "s", "r", "c", "A", 16, 40, "")])
    False
    >>> is_coded(unit, [Coding("1", "s", "r", "c", "A", 12, 18, "")])
    True
    """
    return any(
        2 * (min(unit.end, c.end) - max(unit.start, c.start))
        >= min(unit.end - unit.start, c.end - c.start)
        for c in codings
        if c.end > unit.start and c.start < unit.end
    )
