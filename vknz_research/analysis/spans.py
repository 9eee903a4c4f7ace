"""Stretches of text as arrays: codes rolled up, passages joined, overlaps counted.

One sorted sweep for all that counts: no loop over codings, codes or sources.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from vknz_research.model.codes import parent_path

Numbers = np.ndarray[Any, Any]
_LAGS: Final = 64  # neighbours looked at one by one before the rest is written out
_PAIRS: Final = 1_000_000  # pairs of stretches in memory at once


@dataclass(frozen=True, slots=True)
class Spans:
    """Stretches of text in reading order, each with its code.

    `code` counts in `names`; `row` says of which row of the frame it (first) is.
    """

    names: tuple[str, ...]
    code: Numbers
    source: Numbers
    start: Numbers
    end: Numbers
    row: Numbers

    def take(self, at: Numbers) -> "Spans":
        """Return some of them, in the order asked."""
        parts = (self.code, self.source, self.start, self.end, self.row)
        return Spans(self.names, *(part[at] for part in parts))


def read_spans(codings: pd.DataFrame, *, with_below: bool = True) -> Spans:
    """Return codings as spans in reading order; `with_below` once for each code above.

    >>> rows = [("a", 5, 9, "4r/reflectie/steun"), ("a", 0, 3, "4r/routine")]
    >>> made = pd.DataFrame(rows, columns=["source_id", "start", "end", "code"])
    >>> spans = read_spans(made)
    >>> [spans.names[code] for code in spans.code], spans.start.tolist()
    (['4r/routine', '4r/reflectie/steun', '4r/reflectie'], [0, 5, 5])
    """
    paths = codings["code"].astype("category")
    own = paths.cat.codes.to_numpy().astype(np.int64)
    source = codings["source_id"].astype("category").cat.codes.to_numpy()
    source = source.astype(np.int64)
    start = codings["start"].to_numpy(dtype=np.int64)
    end = codings["end"].to_numpy(dtype=np.int64)
    row = sort_places(source, start)
    row = row[own[row] >= 0]
    names = [str(name) for name in paths.cat.categories]
    code = own[row]
    if with_below:
        names, lines, counts = list_above(names)
        first = np.cumsum(counts) - counts
        many = counts[code]
        place = np.arange(int(many.sum())) - np.repeat(np.cumsum(many) - many, many)
        code, row = np.repeat(first[code], many) + place, np.repeat(row, many)
        code = lines[code]
    return Spans(tuple(names), code, source[row], start[row], end[row], row)


def list_above(names: list[str]) -> tuple[list[str], Numbers, Numbers]:
    """Return all codes, and for each name itself and those above it, end to end.

    A framework is no code: its name has no slash.
    """
    known = {name: number for number, name in enumerate(names)}
    lines: list[int] = []
    counts: list[int] = []
    for name in names:
        path: str | None = name
        before = len(lines)
        while path is not None and ("/" in path or path == name):
            lines.append(known.setdefault(path, len(known)))
            path = parent_path(path)
        counts.append(len(lines) - before)
    return list(known), np.array(lines, np.int64), np.array(counts, np.int64)


def sort_places(source: Numbers, start: Numbers) -> Numbers:
    """Return the order of reading: by source, then by start; ties as they stood."""
    place = _join(source, start)
    if not len(place) or (place[1:] >= place[:-1]).all():
        return np.arange(len(place))
    bits = len(place).bit_length()
    if int(place.max()).bit_length() + bits < 63:
        # Sorting numbers is quicker than sorting places of numbers.
        packed = (place << bits) | np.arange(len(place))
        packed.sort()
        return packed & ((1 << bits) - 1)
    return np.argsort(place, kind="stable")


def _join(outer: Numbers, inner: Numbers) -> Numbers:
    """Return one number per pair that sorts as the pair does; neither is negative."""
    width = int(inner.max(initial=0)) + 1
    joined: Numbers = outer.astype(np.int64) * width + inner
    return joined


def join_passages(spans: Spans, group: Numbers | None = None) -> Spans:
    """Join the spans of a code that overlap; with `group` those of a group.

    Spans stand in reading order; the result by group, then in reading order. Stretches
    that only touch are two passages.
    """
    of = spans.code if group is None else group
    if not len(of):
        return spans
    order = _sort_groups(of)
    width = int(spans.end.max()) + 1
    # Places comparable over sources and groups, so that one sweep does for all.
    base = of * ((int(spans.source.max()) + 1) * width) + spans.source * width
    reach = np.maximum.accumulate((base + spans.end)[order])
    first = np.ones(len(order), dtype=bool)
    first[1:] = (base + spans.start)[order][1:] >= reach[:-1]
    at = np.flatnonzero(first)
    last = np.append(at[1:], len(order)) - 1
    made = spans.take(order[at])
    made.end[:] = reach[last] - base[order[at]]
    return made


def _sort_groups(group: Numbers) -> Numbers:
    """Sort by group and nothing else; numbers of 16 bits are sorted by counting."""
    is_small = len(group) and int(group.max()) < 2**15
    return np.argsort(group.astype(np.int16) if is_small else group, kind="stable")


def count_passages(codings: pd.DataFrame) -> int:
    """Count the passages of all codings together.

    >>> made = {"source_id": ["a"] * 3, "start": [0, 2, 8], "end": [4, 6, 9]}
    >>> count_passages(pd.DataFrame(made))
    2
    """
    spans = read_spans(codings.assign(code="all"), with_below=False)
    return len(join_passages(spans).code)


def count_overlaps(spans: Spans) -> Numbers:
    """Count pairs of different spans that share a sign, by the codes of the two.

    `spans` stand in reading order. Symmetric; two spans of one code count once.
    """
    width = int(spans.end.max(initial=0)) + 1
    place = spans.source * width
    until = np.searchsorted(place + spans.start, place + spans.end)
    above = count_pairs_until(spans.code, until, len(spans.names))
    both = above + above.T
    np.fill_diagonal(both, np.diag(above))
    return both


def count_pairs_until(
    code: Numbers, until: Numbers, size: int, weights: Numbers | None = None
) -> Numbers:
    """Count pairs of codes at `i` and `j` for all `i < j < until[i]`.

    With `weights` a pair counts for as much as the first of it weighs. Neighbours are
    met one lag at a time, for the memory is then read in order; the few that reach far
    are written out.
    """
    counts = np.zeros(size * size, dtype=np.int64)
    small = code.astype(np.int32)
    alive = np.arange(len(code))
    for lag in range(1, _LAGS):
        alive = alive[until[alive] > alive + lag]
        if not len(alive):
            return counts.reshape(size, size)
        pair = small[alive] * size + small[alive + lag]
        counts += _count(pair, counts.size, weights, alive)
    for first, second in write_pairs(alive, alive + _LAGS, until[alive]):
        pair = small[first] * size + small[second]
        counts += _count(pair, counts.size, weights, first)
    return counts.reshape(size, size)


def _count(pair: Numbers, size: int, weights: Numbers | None, at: Numbers) -> Numbers:
    if weights is None:
        return np.bincount(pair, minlength=size)
    return np.bincount(pair, weights[at], minlength=size).astype(np.int64)


def write_pairs(
    first: Numbers, low: Numbers, high: Numbers
) -> Iterator[tuple[Numbers, Numbers]]:
    """Give pairs `(first, j)` for all `low <= j < high`, not too many at a time.

    >>> low, high = np.array([1, 5]), np.array([3, 6])
    >>> for first, second in write_pairs(np.array([7, 8]), low, high):
    ...     print(first.tolist(), second.tolist())
    [7, 7, 8] [1, 2, 5]
    """
    many = np.maximum(high - low, 0)
    total = np.cumsum(many)
    at = 0
    while at < len(first):
        before = int(total[at - 1]) if at else 0
        stop = max(int(np.searchsorted(total, before + _PAIRS, "right")), at + 1)
        part = many[at:stop]
        began = np.cumsum(part) - part
        ahead = np.arange(int(part.sum())) - np.repeat(began, part)
        yield np.repeat(first[at:stop], part), np.repeat(low[at:stop], part) + ahead
        at = stop
