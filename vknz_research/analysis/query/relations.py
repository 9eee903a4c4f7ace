"""Passages of two kinds set against each other: which touch, follow, lie within.

All functions take spans that are in reading order and overlap none of their own kind,
as `merge_passages` gives them. A sorted sweep: the cost grows with the number of spans,
not with the number of pairs.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from vknz_research.analysis.query.tree import Link

NO_TURN: Final = -1


@dataclass(frozen=True, slots=True)
class Stretches:
    """Stretches as numbers: source (rank), start, end, turn (-1 is none)."""

    source: Any
    start: Any
    end: Any
    turn: Any

    @classmethod
    def of(cls, frame: pd.DataFrame, ranks: "dict[str, int]") -> "Stretches":
        """Return the spans of a frame; `ranks` numbers the sources."""
        category = frame["source_id"].astype("category")
        # A frame of some sources still knows the names of all of them.
        names = category.cat.categories
        rank = np.array([ranks.get(str(name), -1) for name in names], np.int64)
        codes = category.cat.codes.to_numpy()
        source = rank[codes] if len(rank) else np.zeros(0, np.int64)
        turn = frame["turn"].astype("Int64").fillna(NO_TURN).to_numpy(np.int64)
        return cls(
            source,
            frame["start"].to_numpy(np.int64),
            frame["end"].to_numpy(np.int64),
            turn,
        )

    def __len__(self) -> int:
        """Return how many spans there are."""
        return len(self.start)

    def keys(self, width: int) -> tuple[Any, Any]:
        """Return starts and ends that are comparable over all sources."""
        base = self.source * width
        return base + self.start, base + self.end


def _width(one: Stretches, other: Stretches) -> int:
    ends = [int(s.end.max()) for s in (one, other) if len(s)]
    return max(ends, default=0) + 2


def pair_overlaps(one: Stretches, other: Stretches) -> tuple[Any, Any]:
    """Return the row numbers of all pairs that share at least one character."""
    width = _width(one, other)
    start, end = one.keys(width)
    starts, ends = other.keys(width)
    first = np.searchsorted(ends, start, "right")
    past = np.searchsorted(starts, end, "left")
    many = np.maximum(past - first, 0)
    left = np.repeat(np.arange(len(one)), many)
    offset = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
    return left, np.repeat(first, many) + offset


def mark_overlapping(one: Stretches, other: Stretches) -> Any:
    """Say of each span whether any of the others shares a character with it."""
    found = np.zeros(len(one), dtype=bool)
    found[pair_overlaps(one, other)[0]] = True
    return found


def mark_linked(link: Link, one: Stretches, other: Stretches, reach: int) -> Any:
    """Say of each span whether it stands in a relation to any of the others."""
    if not len(one) or not len(other):
        return np.zeros(len(one), dtype=bool)
    if link in {"before", "after"}:
        near = _mark_before if link == "before" else _mark_after
        return near(one, other, reach)
    plain = {"overlaps": mark_overlapping, "inside": _mark_inside}
    return plain.get(link, _mark_same_turn)(one, other)


def _mark_same_turn(one: Stretches, other: Stretches) -> Any:
    width = int(max(one.turn.max(), other.turn.max())) + 2
    found = np.isin(one.source * width + one.turn, other.source * width + other.turn)
    return found & (one.turn != NO_TURN)


def _mark_inside(one: Stretches, other: Stretches) -> Any:
    width = _width(one, other)
    start, end = one.keys(width)
    starts, ends = other.keys(width)
    at = np.searchsorted(starts, start, "right") - 1
    return (at >= 0) & (ends[np.maximum(at, 0)] >= end)


def _mark_before(one: Stretches, other: Stretches, reach: int) -> Any:
    """Ask only the first that begins after it: turns rise with places."""
    width, known = _width(one, other), other.turn != NO_TURN
    starts = other.keys(width)[0][known]
    at = np.searchsorted(starts, one.keys(width)[1], "left")
    return _is_near(one, other, known, at, reach)


def _mark_after(one: Stretches, other: Stretches, reach: int) -> Any:
    """Ask only the last that ends before it."""
    width, known = _width(one, other), other.turn != NO_TURN
    ends = other.keys(width)[1][known]
    at = np.searchsorted(ends, one.keys(width)[0], "right") - 1
    return _is_near(one, other, known, at, reach)


def _is_near(one: Stretches, other: Stretches, known: Any, at: Any, reach: int) -> Any:
    source, turn = other.source[known], other.turn[known]
    is_there = (at >= 0) & (at < len(source))
    if not len(source):
        return is_there
    place = np.clip(at, 0, len(source) - 1)
    is_same = is_there & (source[place] == one.source) & (one.turn != NO_TURN)
    return is_same & (np.abs(turn[place] - one.turn) <= reach)
