"""Cells: the units of all sources, with what each coder gave to each of them.

Where the unit is a character or a millisecond, stretches between two borders are one
cell that weighs as much as it is long: nothing is ever counted position by position.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from vknz_research.analysis.agreement.counts import (
    MISSING,
    Floats,
    Ints,
    Patterns,
    number_columns,
)
from vknz_research.analysis.agreement.layout import Sheet
from vknz_research.analysis.agreement.selection import Mark

BLOCKS: Final = 50  # most blocks of turns that a source is cut into
Value = frozenset[str]


@dataclass(frozen=True)
class Cells:
    """What coders gave, as patterns, and how much of each lies in which group.

    Attributes
    ----------
    patterns
        Over all sources; categories are sets of code paths, the empty set for none.
    by_group
        Groups x patterns: how many units. A group is a block of turns of a source.
    sources
        Per group the place of its source in the list of sheets.
    """

    patterns: Patterns
    by_group: Floats
    sources: Ints

    def select(self, coders: Sequence[int]) -> "Cells":
        """Return the cells of some of the coders."""
        return Cells(self.patterns.select(coders), self.by_group, self.sources)

    def shrink(self, rows: Ints, categories: tuple[Hashable, ...]) -> "Cells":
        """Return the cells with other values, and equal patterns taken together."""
        index, size = number_columns(rows.T, len(categories))
        spread = np.zeros((len(index), size))
        spread[np.arange(len(index)), index] = 1
        by_group = self.by_group @ spread
        found = rows[_find_first(index, size)]
        patterns = Patterns(found, by_group.sum(axis=0), categories)
        return Cells(patterns, by_group, self.sources)


class Book:
    """Numbers for sets of codes: the same set always gets the same number."""

    def __init__(self) -> None:
        self.codes: dict[str, int] = {}
        self.sets: dict[tuple[int, ...], int] = {(): 0}

    def number(self, code: str) -> int:
        """Return the number of a code."""
        return self.codes.setdefault(code, len(self.codes))

    def name_sets(self) -> tuple[Value, ...]:
        """Return all sets by their number."""
        names = list(self.codes)
        return tuple(frozenset(names[c] for c in found) for found in self.sets)


def fill_cells(
    sheets: Sequence[Sheet], coders: Sequence[str], *, by_turns: bool = False
) -> Cells:
    """Judge every unit of every source: the set of codes that each coder gave there.

    Groups are the sources, or with `by_turns` blocks of turns in them.
    """
    book = Book()
    rows: list[Ints] = []
    weights: list[Ints] = []
    groups: list[Ints] = []
    sources: list[int] = []
    for place, sheet in enumerate(sheets):
        start, end, weight, block = cut_cells(sheet)
        rows.append(_judge(sheet, coders, (start, end), book))
        weights.append(weight)
        block = block if by_turns else np.zeros_like(block)
        groups.append(block + len(sources))
        sources += [place] * (int(block.max(initial=-1)) + 1)
    categories = book.name_sets()
    if not rows:
        none = np.zeros((0, len(coders)), dtype=np.int64)
        empty = Patterns(none, np.zeros(0), categories)
        return Cells(empty, np.zeros((0, 0)), np.zeros(0, dtype=np.int64))
    return _count_cells(
        np.concatenate(rows, axis=1),
        np.concatenate(weights),
        (np.concatenate(groups), np.array(sources, dtype=np.int64)),
        categories,
    )


def _count_cells(
    codes: Ints,
    weights: Ints,
    grouped: tuple[Ints, Ints],
    categories: tuple[Value, ...],
) -> Cells:
    group, sources = grouped
    index, size = number_columns(codes, len(categories))
    flat = np.bincount(
        group * size + index, weights=weights, minlength=len(sources) * size
    )
    by_group = flat.reshape(len(sources), size).astype(np.float64)
    found = codes[:, _find_first(index, size)].T
    return Cells(Patterns(found, by_group.sum(axis=0), categories), by_group, sources)


def _find_first(index: Ints, size: int) -> Ints:
    first = np.zeros(size, dtype=np.int64)
    first[index[::-1]] = np.arange(len(index))[::-1]
    return first


def cut_cells(sheet: Sheet) -> tuple[Ints, Ints, Ints, Ints]:
    """Return start, end, weight and block of turns of each cell of a source."""
    if sheet.spans is not None:
        start, end = sheet.spans
        weight = np.ones(len(start), dtype=np.int64)
    else:
        marks = _place_marks(sheet, sheet.part.marks)
        edges = np.concatenate([marks.ravel(), sheet.cuts, [0, sheet.ruler.length]])
        edges = np.unique(edges)
        start, end = edges[:-1], edges[1:]
        weight = end - start
    turn = np.searchsorted(sheet.cuts, start, side="right")
    turn = np.maximum(turn - 1, 0) if len(sheet.cuts) else turn
    size = max(1, -(-len(sheet.cuts) // BLOCKS))
    # Blocks are numbered as they come, so that none is empty.
    block = np.unique(turn // size, return_inverse=True)[1]
    return start, end, weight, block.astype(np.int64)


def _place_marks(sheet: Sheet, marks: Iterable[Mark]) -> Ints:
    found = np.array([(m.start, m.end) for m in marks], dtype=np.int64).reshape(-1, 2)
    return np.stack([sheet.ruler.place(side) for side in found.T], axis=1)


def _judge(
    sheet: Sheet, coders: Sequence[str], cells: tuple[Ints, Ints], book: Book
) -> Ints:
    start, end = cells
    rows = np.full((len(coders), len(start)), MISSING, dtype=np.int64)
    for row, coder in enumerate(coders):
        if coder not in sheet.part.coders:
            continue
        marks = [m for m in sheet.part.marks if m.coder == coder]
        rows[row] = 0
        placed = _place_marks(sheet, marks)
        # What lies wholly in a stretch that is left out has no length any more.
        placed[placed[:, 1] <= placed[:, 0]] = 0
        first = np.searchsorted(end, placed[:, 0], side="right")
        last = np.searchsorted(start, placed[:, 1], side="left")
        found: dict[int, set[int]] = {}
        for mark, low, high in zip(marks, first.tolist(), last.tolist(), strict=True):
            code = book.number(mark.code)
            for cell in range(low, high):
                found.setdefault(cell, set()).add(code)
        for cell, given in found.items():
            key = tuple(sorted(given))
            rows[row, cell] = book.sets.setdefault(key, len(book.sets))
    return rows
