"""Krippendorff's unitizing family: agreement on where units lie and what they are.

Coders cut one continuum (a text in characters, a recording in milliseconds) into units
with a code; what is between them is a gap. The family is that of Krippendorff, Mathet,
Bouvry & Widlöcher (2016), *On the reliability of unitizing textual continua: further
developments*, Quality & Quantity 50, 2347-2364:

- u_alpha: all segments, units and gaps, with their codes;
- u_alpha_binary (written with a bar): unit or gap, whatever the code;
- cu_alpha: the codes only, where units of two coders intersect;
- ku_alpha: one code against the others, where units of two coders intersect.

Let L be a length, m the number of coders, l_ck the length on which pairs of coders
have c and k, each pair weighing 1/(m - 1), and l.. their sum. Expected is what remains
when a unit is not paired with itself:

    u:  e_ck = l.. (l_c l_k - [c = k] S_c) / (l..^2 - sum S)
        S_c = sum over units of c of L^2, and for gaps of L
    cu: the same over intersections of units, with
        S_c = 1/(m - 1) sum over units g of c and other coders j of |g & units of j|^2

    alpha = 1 - (l.. - sum l_cc) / (l.. - sum e_cc)

A gap has no inner structure, so its positions count one by one (L, not L^2): therefore
the smallest length that can be told apart is part of the definition of the first two.
It is 1, a character or a millisecond, unless `unit` says otherwise; lengths in tenths
with `unit=10` give exactly the value of whole ones. The other two never depend on it.

All sums are whole numbers and the last step is done in fractions: no rounding.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

import numpy as np

from vknz_research.analysis.agreement.counts import Ints

Segment = tuple[Hashable, int, int, Hashable]  # coder, start, end, code
GAP: Final = -1


@dataclass(frozen=True, slots=True)
class Continuum:
    """The units of some coders on one continuum, as arrays in reading order.

    Attributes
    ----------
    length
        Length of the continuum.
    spans
        Per coder: start, end and code (a number from 0) of the units, which do not
        overlap; half-open.
    """

    length: int
    spans: Sequence[tuple[Ints, Ints, Ints]]


@dataclass(slots=True)
class Sums:
    """What the family needs of one continuum: whole numbers that can be added.

    `parts` is m - 1, by which lengths of pairs are divided. `pairs`, `same` and
    `squares` are per code, over ordered pairs of coders; `lengths` is per code, over
    coders.
    """

    parts: int
    total: int = 0
    gap: int = 0
    lengths: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    unit_squares: int = 0
    same_gap: int = 0
    same: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    pairs: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    squares: dict[int, int] = field(default_factory=lambda: defaultdict(int))


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums over all continua, as exact fractions."""

    total: Fraction
    gap: Fraction
    lengths: Mapping[int, Fraction]
    unit_squares: Fraction
    same_gap: Fraction
    same: Mapping[int, Fraction]
    pairs: Mapping[int, Fraction]
    squares: Mapping[int, Fraction]


def sum_continuum(continuum: Continuum) -> Sums:
    """Sweep one continuum: n log n in the number of units, whatever its length."""
    coders = len(continuum.spans)
    sums = Sums(parts=coders - 1, total=coders * continuum.length)
    for start, end, code in continuum.spans:
        size = end - start
        sums.unit_squares += int((size * size).sum())
        _add(sums.lengths, code, size)
    sums.gap = sums.total - sum(sums.lengths.values())
    if coders > 1:
        _sweep(continuum, sums)
    return sums


def _add(into: dict[int, int], code: Ints, amount: Ints) -> None:
    # Whole numbers to 2^53 are exact in bincount's floats; beyond, add them one by one.
    if not len(code):
        return
    if int(amount.max()) * len(amount) < 1 << 53:
        found = np.bincount(code, weights=amount)
        for at in np.flatnonzero(found):
            into[int(at)] += int(found[at])
        return
    for at, value in zip(code.tolist(), amount.tolist(), strict=True):
        into[at] += value


def _sweep(continuum: Continuum, sums: Sums) -> None:
    edges = _find_edges(continuum)
    sizes = np.diff(edges)
    labels, covered, places = [], [], []
    for start, end, code in continuum.spans:
        first, last = np.searchsorted(edges, start), np.searchsorted(edges, end)
        label = _label(len(sizes), first, last, code)
        reach = np.zeros(len(edges), dtype=np.int64)
        np.cumsum(np.where(label == GAP, 0, sizes), out=reach[1:])
        labels.append(label)
        covered.append(reach)
        places.append((first, last))
    for one in range(len(labels)):
        code = continuum.spans[one][2]
        first, last = places[one]
        for other in range(len(labels)):
            if other == one:
                continue
            met = covered[other][last] - covered[other][first]
            _add(sums.pairs, code, met)
            _add(sums.squares, code, met * met)
            if other > one:
                same = labels[one] == labels[other]
                _add_same(sums, labels[one][same], sizes[same])


def _find_edges(continuum: Continuum) -> Ints:
    parts = [side for start, end, _ in continuum.spans for side in (start, end)]
    edges: Ints = np.sort(
        np.concatenate([*parts, [0, continuum.length]]).astype(np.int64)
    )
    # Sorting is quicker here than np.unique, which puts everything in a hash table.
    is_new = np.append(True, edges[1:] > edges[:-1])
    return np.asarray(edges[is_new], dtype=np.int64)


def _label(size: int, first: Ints, last: Ints, code: Ints) -> Ints:
    """Return the code of each stretch between edges, -1 for a gap."""
    unit = np.zeros(size + 1, dtype=np.int64)
    unit[first] += 1
    index = np.cumsum(unit[:-1]) - 1
    label = np.full(size, GAP, dtype=np.int64)
    if len(code):
        inside = (index >= 0) & (np.arange(size) < last[index])
        label[inside] = code[index[inside]]
    return label


def _add_same(sums: Sums, label: Ints, sizes: Ints) -> None:
    is_gap = label == GAP
    sums.same_gap += 2 * int(sizes[is_gap].sum())
    _add(sums.same, label[~is_gap], 2 * sizes[~is_gap])


def total_sums(listed: Iterable[Sums]) -> Totals:
    """Add continua that lie side by side; nothing crosses from one to the next."""
    gap, total, unit_squares, same_gap = (Fraction(0) for _ in range(4))
    by_code: dict[str, dict[int, Fraction]] = {
        name: defaultdict(Fraction) for name in ("lengths", "same", "pairs", "squares")
    }
    for sums in listed:
        total, gap = total + sums.total, gap + sums.gap
        unit_squares += sums.unit_squares
        same_gap += Fraction(sums.same_gap, sums.parts)
        for name, into in by_code.items():
            parts = 1 if name == "lengths" else sums.parts
            for code, value in getattr(sums, name).items():
                into[code] += Fraction(value, parts)
    return Totals(
        total=total, gap=gap, unit_squares=unit_squares, same_gap=same_gap, **by_code
    )


def find_u(totals: Totals, unit: int = 1) -> Fraction | None:
    """Return u_alpha, or None when one value only was ever given."""
    size, gap = totals.total, totals.gap
    left = _drop_self(size, totals.unit_squares + gap * unit)
    chance = size * size - gap * gap - sum(v * v for v in totals.lengths.values())
    apart = size - totals.same_gap - sum(totals.same.values())
    return _finish(apart, left, size * chance)


def find_u_binary(totals: Totals, unit: int = 1) -> Fraction | None:
    """Return u_alpha_binary, or None when there are no gaps or no units."""
    size, gap = totals.total, totals.gap
    left = _drop_self(size, totals.unit_squares + gap * unit)
    return _finish(gap - totals.same_gap, left, size * gap * (size - gap))


def find_cu(totals: Totals) -> Fraction | None:
    """Return cu_alpha, or None when units never meet or carry one code only."""
    met, left = _find_met(totals)
    chance = met * met - sum(v * v for v in totals.pairs.values())
    return _finish(met - sum(totals.same.values()), left, met * chance)


def find_ku(totals: Totals, code: int) -> Fraction | None:
    """Return ku_alpha of a code, or None when it meets nothing, or nothing else."""
    met, left = _find_met(totals)
    own = totals.pairs.get(code, Fraction(0))
    apart = own - totals.same.get(code, Fraction(0))
    above = own * met - totals.squares.get(code, Fraction(0))
    return _finish(apart, above if left > 0 else left, own * own * (met - own))


def _find_met(totals: Totals) -> tuple[Fraction, Fraction]:
    met = sum(totals.pairs.values(), Fraction(0))
    return met, _drop_self(met, sum(totals.squares.values(), Fraction(0)))


def _drop_self(size: Fraction, squares: Fraction) -> Fraction:
    """Return how much can be paired by chance: all, less each unit with itself."""
    return size * size - squares


def _finish(apart: Fraction, left: Fraction, chance: Fraction) -> Fraction | None:
    # Nothing is left when the only units that meet could meet nothing but each other.
    return None if left <= 0 or chance == 0 else 1 - apart * left / chance
