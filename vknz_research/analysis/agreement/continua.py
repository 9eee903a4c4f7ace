"""The unitizing family on plain segments: a length and (coder, start, end, code)."""

from collections.abc import Hashable, Iterable, Sequence

import numpy as np

from vknz_research.analysis.agreement.unitizing import (
    Continuum,
    Segment,
    Totals,
    find_cu,
    find_ku,
    find_u,
    find_u_binary,
    sum_continuum,
    total_sums,
)
from vknz_research.errors import InvalidSpanError

Codes = dict[Hashable, int]


def u_alpha(
    length: int,
    segments: Iterable[Segment],
    *,
    coders: Sequence[Hashable] = (),
    unit: int = 1,
) -> float | None:
    """Return Krippendorff's u_alpha of coders on one continuum, or None if undefined.

    Parameters
    ----------
    length
        Length of the continuum, a whole number; what follows the last unit counts.
    segments
        (coder, start, end, code), half-open, in the same whole numbers.
    coders
        All coders, also those without a segment; empty: those in `segments`.
    unit
        The smallest length that can be told apart, in those numbers (see the module).

    Examples
    --------
    >>> one, two = (1, 2, 5, "a"), (2, 2, 5, "a")
    >>> u_alpha(60, [one, two])
    1.0
    """
    totals, _ = sum_segments(length, segments, coders)
    return as_float(find_u(totals, unit))


def u_alpha_binary(
    length: int,
    segments: Iterable[Segment],
    *,
    coders: Sequence[Hashable] = (),
    unit: int = 1,
) -> float | None:
    """Return u_alpha of unit or gap, whatever the code; see `u_alpha`."""
    totals, _ = sum_segments(length, segments, coders)
    return as_float(find_u_binary(totals, unit))


def cu_alpha(
    length: int, segments: Iterable[Segment], *, coders: Sequence[Hashable] = ()
) -> float | None:
    """Return u_alpha of the codes where units of two coders meet; see `u_alpha`."""
    totals, _ = sum_segments(length, segments, coders)
    return as_float(find_cu(totals))


def ku_alpha(
    length: int,
    segments: Iterable[Segment],
    code: Hashable,
    *,
    coders: Sequence[Hashable] = (),
) -> float | None:
    """Return u_alpha of one code where units of two coders meet; see `u_alpha`."""
    totals, codes = sum_segments(length, segments, coders)
    return as_float(find_ku(totals, codes[code])) if code in codes else None


def sum_segments(
    length: int, segments: Iterable[Segment], coders: Sequence[Hashable] = ()
) -> tuple[Totals, Codes]:
    """Return the sums of one continuum, and the number of each code."""
    listed = list(segments)
    found = coders or list(dict.fromkeys(segment[0] for segment in listed))
    names = dict.fromkeys(segment[3] for segment in listed)
    codes: Codes = {name: number for number, name in enumerate(names)}
    if len(found) < 2:
        return total_sums([]), codes
    return total_sums([sum_continuum(lay_out(length, listed, found, codes))]), codes


def lay_out(
    length: int,
    segments: Iterable[Segment],
    coders: Sequence[Hashable],
    codes: Codes,
) -> Continuum:
    """Put the segments of each coder in reading order; refuse what overlaps."""
    # By column: a tuple for each segment would make the collector of Python look at
    # all of them again and again, which grows faster than the work itself.
    listed = list(segments)
    place = {coder: at for at, coder in enumerate(coders)}
    who = np.array([place.get(s[0], -1) for s in listed], dtype=np.int64)
    start = np.array([s[1] for s in listed], dtype=np.int64)
    end = np.array([s[2] for s in listed], dtype=np.int64)
    code = np.array([codes[s[3]] for s in listed], dtype=np.int64)
    spans = []
    for at in range(len(coders)):
        own = np.flatnonzero(who == at)
        own = own[np.argsort(start[own], kind="stable")]
        _check(start[own], end[own], length)
        spans.append((start[own], end[own], code[own]))
    return Continuum(length, spans)


def _check(start: np.ndarray, end: np.ndarray, length: int) -> None:
    wrong = (start < 0) | (end <= start) | (end > length)
    wrong[1:] |= start[1:] < end[:-1]
    if wrong.any():
        at = int(np.flatnonzero(wrong)[0])
        raise InvalidSpanError(start=int(start[at]), end=int(end[at]))


def as_float(value: object) -> float | None:
    """Return a fraction as a number; None stays None."""
    return None if value is None else float(value)  # type: ignore[arg-type]
