"""The unitizing family on sources: units of coders, with or without overlap.

A coder's codings of one code that overlap are one unit; codings that touch stay two.
Where a coder gave several codes to the same words, the text is cut at their borders,
and each piece has the set of codes as its value. Per code, the units of that code stay
whole, and u_alpha is that of its own continuum: this code or a gap. Sources lie side by
side.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
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
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for start, end, mark in sorted(rows, key=lambda row: row[:2]):
        spans = found[mark.code]
        if end <= start:
            continue
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


def sum_values(
    sheets: Iterable[Sheet], coders: Sequence[str], labels: dict[frozenset[str], int]
) -> list[Sums]:
    """Return the sums of each source over all codes; `labels` numbers the values."""
    return [
        sum_continuum(
            Continuum(
                sheet.ruler.length,
                [
                    _as_arrays(
                        (start, end, labels.setdefault(codes, len(labels)))
                        for start, end, codes in cut_units(sheet, coder)
                    )
                    for coder in _list_present(sheet, coders)
                ],
            )
        )
        for sheet in sheets
    ]


def sum_code(
    sheets: Iterable[Sheet], coders: Sequence[str], code: str
) -> tuple[list[Sums], list[Sums]]:
    """Return the sums of one code: against gaps, and against all other codes."""
    alone, beside = [], []
    for sheet in sheets:
        own, both = [], []
        for coder in _list_present(sheet, coders):
            whole = [(s, e, OWN) for s, e in merge_codes(sheet, coder).get(code, [])]
            rest = [
                (start, end, OTHER)
                for start, end, codes in cut_units(sheet, coder)
                if code not in codes
            ]
            own.append(_as_arrays(whole))
            both.append(_as_arrays(sorted(whole + rest)))
        alone.append(sum_continuum(Continuum(sheet.ruler.length, own)))
        beside.append(sum_continuum(Continuum(sheet.ruler.length, both)))
    return alone, beside


def _list_present(sheet: Sheet, coders: Sequence[str]) -> list[str]:
    return [coder for coder in coders if coder in sheet.part.coders]


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
