"""The unitizing family on sources: units of coders, with or without overlap.

A coder's codings of one code that overlap are one unit; codings that touch stay two.
Where a coder gave several codes to the same words, the text is cut at their borders,
and each piece has the set of codes as its value. Per code, the units of that code stay
whole, and u_alpha is that of its own continuum: this code or a gap. Sources lie side by
side.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from vknz_research.analysis.agreement.bootstrap import Interval, find_interval
from vknz_research.analysis.agreement.counts import Floats, Ints
from vknz_research.analysis.agreement.layout import Sheet
from vknz_research.analysis.agreement.nominal import divide
from vknz_research.analysis.agreement.unitizing import (
    Continuum,
    Sums,
    sum_continuum,
)

OWN: Final = 0
OTHER: Final = 1
Piece = tuple[int, int, frozenset[str]]  # start, end, codes


def cut_units(sheet: Sheet, coder: str) -> list[Piece]:
    """Return the units of a coder in a source, in reading order, without overlap."""
    units = [
        (start, end, frozenset([code]))
        for code, spans in merge_codes(sheet, coder).items()
        for start, end in spans
    ]
    units.sort(key=lambda unit: unit[:2])
    if all(one[1] <= other[0] for one, other in pairwise(units)):
        return units
    return _cut_overlap(units)


def merge_codes(sheet: Sheet, coder: str) -> dict[str, list[tuple[int, int]]]:
    """Return per code the units of a coder on the continuum; what overlaps is one."""
    marks = [m for m in sheet.part.marks if m.coder == coder]
    starts = sheet.ruler.place(np.array([m.start for m in marks], dtype=np.int64))
    ends = sheet.ruler.place(np.array([m.end for m in marks], dtype=np.int64))
    rows = zip(starts.tolist(), ends.tolist(), marks, strict=True)
    found: dict[str, list[tuple[int, int]]] = {}
    for start, end, mark in sorted(rows, key=lambda row: row[:2]):
        if end <= start:
            continue
        spans = found.setdefault(mark.code, [])
        if spans and start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return found


def _cut_overlap(units: Sequence[Piece]) -> list[Piece]:
    edges = sorted({edge for start, end, _ in units for edge in (start, end)})
    place = {edge: at for at, edge in enumerate(edges)}
    given: list[set[str]] = [set() for _ in edges]
    for start, end, codes in units:
        for at in range(place[start], place[end]):
            given[at] |= codes
    return [
        (edges[at], edges[at + 1], frozenset(codes))
        for at, codes in enumerate(given)
        if codes
    ]


@dataclass(frozen=True, slots=True)
class Line:
    """The units of the coders of one source, laid out once for all codes.

    `whole` is per coder per code, `pieces` per coder without overlap.
    """

    length: int
    whole: tuple[Mapping[str, Sequence[tuple[int, int]]], ...]
    pieces: tuple[Sequence[Piece], ...]

    @property
    def codes(self) -> set[str]:
        """Return the codes that anybody gave in this source."""
        return {code for spans in self.whole for code in spans}


def lay_lines(sheets: Iterable[Sheet], coders: Sequence[str]) -> list[Line]:
    """Lay out the units of the coders that are there in each source."""
    lines = []
    for sheet in sheets:
        there = [coder for coder in coders if coder in sheet.part.coders]
        whole = tuple(merge_codes(sheet, coder) for coder in there)
        pieces = tuple(cut_units(sheet, coder) for coder in there)
        lines.append(Line(sheet.ruler.length, whole, pieces))
    return lines


def sum_values(lines: Iterable[Line], labels: dict[frozenset[str], int]) -> list[Sums]:
    """Return the sums of each source over all codes; `labels` numbers the values."""
    return [
        _sum_spans(
            line.length,
            (
                [
                    (start, end, labels.setdefault(codes, len(labels)))
                    for start, end, codes in pieces
                ]
                for pieces in line.pieces
            ),
        )
        for line in lines
    ]


def sum_without(lines: Iterable[Line]) -> list[tuple[Sums, Sums]]:
    """Return the sums of each source for a code that nobody gave there."""
    return [(_sum_alone(line, ""), _sum_beside(line, "")) for line in lines]


def sum_code(
    lines: Sequence[Line], without: Sequence[tuple[Sums, Sums]], code: str
) -> tuple[list[Sums], list[Sums]]:
    """Return the sums of one code: against gaps, and against all other codes.

    `without` is made by `sum_without`: most codes are in few sources.
    """
    alone, beside = [], []
    for line, (gaps, others) in zip(lines, without, strict=True):
        is_there = code in line.codes
        alone.append(_sum_alone(line, code) if is_there else gaps)
        beside.append(_sum_beside(line, code) if is_there else others)
    return alone, beside


def _sum_alone(line: Line, code: str) -> Sums:
    own = ([(s, e, OWN) for s, e in whole.get(code, [])] for whole in line.whole)
    return _sum_spans(line.length, own)


def _sum_beside(line: Line, code: str) -> Sums:
    both = []
    for whole, pieces in zip(line.whole, line.pieces, strict=True):
        own = [(start, end, OWN) for start, end in whole.get(code, [])]
        rest = [(start, end, OTHER) for start, end, c in pieces if code not in c]
        both.append(sorted(own + rest))
    return _sum_spans(line.length, both)


def _sum_spans(length: int, coders: Iterable[Sequence[tuple[int, int, int]]]) -> Sums:
    return sum_continuum(Continuum(length, [_as_arrays(units) for units in coders]))


def _as_arrays(units: Iterable[tuple[int, int, int]]) -> tuple[Ints, Ints, Ints]:
    array = np.array(list(units), dtype=np.int64).reshape(-1, 3)
    return array[:, 0], array[:, 1], array[:, 2]


def resample_family(listed: Sequence[Sums], drawn: Floats) -> Mapping[str, Interval]:
    """Return the interval of each coefficient when whole sources are drawn.

    `ku_alpha` is that of label `OWN`.
    """
    size = 1 + max(
        (code for sums in listed for code in (*sums.lengths, *sums.pairs)), default=0
    )
    parts = np.array([sums.parts for sums in listed], dtype=np.float64)
    total, gap, squares, same_gap = (
        drawn @ np.array([getattr(sums, name) for sums in listed], dtype=np.float64)
        for name in ("total", "gap", "unit_squares", "same_gap")
    )
    same_gap = drawn @ (np.array([s.same_gap for s in listed]) / parts)
    lengths = drawn @ _as_table([s.lengths for s in listed], size)
    same, pairs, met_squares = (
        drawn @ (_as_table([getattr(s, name) for s in listed], size) / parts[:, None])
        for name in ("same", "pairs", "squares")
    )
    left = total**2 - squares - gap
    chance = total * (total**2 - gap**2 - (lengths**2).sum(axis=1))
    apart = total - same_gap - same.sum(axis=1)
    met = pairs.sum(axis=1)
    met_left = met**2 - met_squares.sum(axis=1)
    met_chance = met * (met**2 - (pairs**2).sum(axis=1))
    own, own_left = pairs[:, OWN], pairs[:, OWN] * met - met_squares[:, OWN]
    own_chance = own**2 * (met - own)
    found = {
        "u_alpha": (apart, left, chance),
        "u_alpha_binary": (gap - same_gap, left, total * gap * (total - gap)),
        "cu_alpha": (met - same.sum(axis=1), met_left, met_chance),
        "ku_alpha": (own - same[:, OWN], own_left, own_chance),
    }
    return {name: find_interval(_finish(*terms)) for name, terms in found.items()}


def _as_table(rows: Sequence[Mapping[int, int]], size: int) -> Floats:
    table = np.zeros((len(rows), size))
    for at, row in enumerate(rows):
        for code, value in row.items():
            table[at, code] = value
    return table


def _finish(apart: Floats, left: Floats, chance: Floats) -> Floats:
    return np.where(left > 0, 1 - divide(apart * left, chance), np.nan)
