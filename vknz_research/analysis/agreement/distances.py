"""Krippendorff's alpha with a distance: ordered values, and sets of codes."""

from collections.abc import Hashable, Sequence
from typing import Any, Final, Literal

import numpy as np

from vknz_research.analysis.agreement.counts import Floats, Patterns
from vknz_research.analysis.agreement.nominal import divide

Level = Literal["nominal", "ordinal", "interval", "ratio"]
SetDistance = Literal["jaccard", "masi"]
SUBSET: Final = 2 / 3  # Passonneau's weight where one set holds the other
CROSSING: Final = 1 / 3  # and where both have something of their own


def alpha_distance(patterns: Patterns, weights: Floats, distance: Floats) -> Floats:
    """Krippendorff's alpha for any distance between values: 1 - D_o / D_e.

    D_o = 1/n sum_ck o_ck d_ck and D_e = 1/(n (n - 1)) sum_ck n_c n_k d_ck; only units
    with two values or more count (Krippendorff 2011).

    Parameters
    ----------
    distance
        Categories x categories, zero on the diagonal.
    """
    paired = patterns.is_paired
    kept, values = weights[:, paired], patterns.values[paired]
    given = patterns.given[paired]
    apart = ((given @ distance) * given).sum(axis=1) / (values - 1)
    total, margins = kept @ values, kept @ given
    expected = ((margins @ distance) * margins).sum(axis=1)
    return 1 - divide((total - 1) * (kept @ apart), expected)


def measure_levels(patterns: Patterns, level: Level) -> Floats:
    """Return the squared distance between values of a level of measurement.

    nominal: 1 if different; ordinal: (sum of n_g from c to k - (n_c + n_k)/2)^2, n_g
    over pairable values; interval: (c - k)^2; ratio: ((c - k)/(c + k))^2
    (Krippendorff 2011).
    """
    if level == "nominal":
        return 1 - np.eye(len(patterns.categories))
    numbers = np.array(patterns.categories, dtype=np.float64)
    apart = numbers[:, None] - numbers[None, :]
    if level == "interval":
        return np.asarray(apart**2)
    if level == "ratio":
        both = numbers[:, None] + numbers[None, :]
        return np.asarray(np.nan_to_num(divide(apart, both)) ** 2)
    return _measure_ranks(patterns, numbers)


def _measure_ranks(patterns: Patterns, numbers: Floats) -> Floats:
    paired = patterns.is_paired
    margins = patterns.weights[paired] @ patterns.given[paired]
    order = np.argsort(numbers, kind="stable")
    middle = np.empty_like(margins)
    middle[order] = np.cumsum(margins[order]) - margins[order] / 2
    return np.asarray((middle[:, None] - middle[None, :]) ** 2)


def measure_sets(categories: Sequence[Hashable], distance: SetDistance) -> Floats:
    """Return the distance between sets of codes, 0 (same) to 1 (nothing shared).

    jaccard: 1 - |A & B| / |A | B|. masi: 1 - J M with M 1 for equal sets, 2/3 where one
    holds the other, 1/3 where both have something of their own, 0 where they share
    nothing (Passonneau 2006, *LREC*). Two empty sets are the same.
    """
    sets = [_as_set(value) for value in categories]
    codes = sorted({code for value in sets for code in value}, key=str)
    place = {code: at for at, code in enumerate(codes)}
    holds = np.zeros((len(sets), len(codes)))
    for at, value in enumerate(sets):
        holds[at, [place[code] for code in value]] = 1
    shared = holds @ holds.T
    size = holds.sum(axis=1)
    either = size[:, None] + size[None, :] - shared
    similar = np.where(either > 0, shared / np.where(either > 0, either, 1), 1.0)
    if distance == "masi":
        similar *= _weigh_overlap(shared, size)
    return np.asarray(1 - similar)


def _weigh_overlap(shared: Floats, size: Floats) -> Floats:
    smaller = np.minimum(size[:, None], size[None, :])
    equal = (shared == size[:, None]) & (shared == size[None, :])
    return np.where(
        equal,
        1.0,
        np.where(shared == 0, 0.0, np.where(shared == smaller, SUBSET, CROSSING)),
    )


def _as_set(value: Any) -> frozenset[Hashable]:
    if isinstance(value, frozenset | set | tuple | list):
        return frozenset(value)
    return frozenset([value])
