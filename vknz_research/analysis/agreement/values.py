"""Coefficients on plain values: coders x units, NaN or None where missing.

Each function returns a number, or None where the coefficient is undefined; `judge` says
also why, and on how many units.
"""

from collections.abc import Hashable
from typing import Any

import numpy as np

from vknz_research.analysis.agreement import nominal
from vknz_research.analysis.agreement.counts import (
    MISSING,
    Floats,
    Patterns,
    count_patterns,
)
from vknz_research.analysis.agreement.distances import (
    Level,
    SetDistance,
    alpha_distance,
    measure_levels,
    measure_sets,
)
from vknz_research.analysis.agreement.nominal import MEASURES, Measure
from vknz_research.analysis.agreement.outcomes import Coefficient, Reason, explain


def percent(values: Any) -> float | None:
    """Return percent agreement as a share from 0 to 1 (`nominal.share_agreeing`)."""
    return _point(nominal.share_agreeing, count_patterns(values))


def holsti(values: Any) -> float | None:
    """Return Holsti's CR, 2M / (N1 + N2); the mean over pairs with more coders."""
    return _point(nominal.holsti, count_patterns(values))


def cohen(values: Any) -> float | None:
    """Return Cohen's kappa; with more than two coders Light's, the mean over pairs."""
    return _point(nominal.cohen, count_patterns(values))


def fleiss(values: Any) -> float | None:
    """Return Fleiss' kappa over the units that every coder judged."""
    return _point(nominal.fleiss, count_patterns(values))


def brennan_prediger(values: Any) -> float | None:
    """Return Brennan and Prediger's kappa_n (Bennett's S), q the values used."""
    return _point(nominal.brennan_prediger, count_patterns(values))


def scott(values: Any) -> float | None:
    """Return Scott's pi of two coders; None with another number."""
    return _point(nominal.scott, count_patterns(values))


def ac1(values: Any) -> float | None:
    """Return Gwet's AC1, for any number of coders and with missing values."""
    return _point(nominal.ac1, count_patterns(values))


def alpha_nominal(values: Any) -> float | None:
    """Return Krippendorff's alpha for names.

    >>> alpha_nominal([["a", "b", "b", None], ["a", "b", "a", "a"]])
    0.4444444444444444
    """
    return _point(nominal.alpha_nominal, count_patterns(values))


def alpha(values: Any, level: Level = "nominal") -> float | None:
    """Return Krippendorff's alpha; `level` is nominal, ordinal, interval or ratio."""
    patterns = count_patterns(values)
    if level == "nominal":
        return _point(nominal.alpha_nominal, patterns)
    return _by_distance(patterns, measure_levels(patterns, level))


def alpha_binary(values: Any, code: Hashable = 1) -> float | None:
    """Return Krippendorff's alpha of one code: given or not.

    `values` are codes or sets of codes; a set gives the code when it holds it. Without
    `code` they are yes and no: True or 1, False or 0.
    """
    return _point(nominal.alpha_nominal, split_code(count_patterns(values), code))


def alpha_multi(values: Any, distance: SetDistance = "jaccard") -> float | None:
    """Return Krippendorff's alpha of sets of codes, by Jaccard's distance or MASI.

    Values are sets (or single codes); an empty set is a value, None is missing. This is
    alpha with a distance between sets, not the coefficient of Krippendorff & Craggs
    (2016) for multi-valued data.
    """
    patterns = count_patterns(_freeze(values))
    return _by_distance(patterns, measure_sets(patterns.categories, distance))


def judge(name: str, values: Any) -> Coefficient:
    """Return a coefficient by name with the number of units, or the reason of None."""
    patterns = count_patterns(values)
    value = _point(MEASURES[name], patterns)
    n = count_paired(patterns)
    if value is not None:
        return Coefficient(name, value, n=n)
    reason = find_reason(name, patterns)
    return Coefficient(name, None, n=n, note=explain(reason), reason=reason)


def find_reason(name: str, patterns: Patterns) -> Reason:
    """Say why a coefficient over units has no value."""
    if patterns.coders < 2:
        return "one_coder"
    if name == "scott" and patterns.coders != 2:
        return "two_coders"
    counted = patterns.is_paired
    if name == "fleiss":
        counted = patterns.values == patterns.coders
    return "one_code" if (patterns.weights * counted).sum() else "no_units"


def count_paired(patterns: Patterns) -> int:
    """Return the number of units with two values or more."""
    return int(patterns.weights[patterns.is_paired].sum())


def split_code(patterns: Patterns, code: Hashable) -> Patterns:
    """Return the same judgements as given (1) or not (0) of one code."""
    gives = np.array([_gives(value, code) for value in patterns.categories] + [False])
    rows = np.where(patterns.rows == MISSING, MISSING, gives[patterns.rows].astype(int))
    return Patterns(rows.astype(np.int64), patterns.weights, (False, True))


def _gives(value: Hashable, code: Hashable) -> bool:
    return code in value if isinstance(value, frozenset) else value == code


def find_point(measure: Measure, patterns: Patterns) -> float | None:
    """Return a coefficient of the patterns as they were counted."""
    if patterns.coders < 2 or not len(patterns.rows):
        return None
    return as_number(measure(patterns, patterns.weights[None, :]))


_point = find_point


def _by_distance(patterns: Patterns, distance: Floats) -> float | None:
    if patterns.coders < 2 or not len(patterns.rows):
        return None
    return as_number(alpha_distance(patterns, patterns.weights[None, :], distance))


def as_number(found: Floats) -> float | None:
    """Return the only number of an array; None for NaN."""
    value = float(found[0])
    return None if np.isnan(value) else value


def _freeze(values: Any) -> np.ndarray:
    rows = [
        [
            v if v is None or isinstance(v, str) or not np.iterable(v) else frozenset(v)
            for v in row
        ]
        for row in values
    ]
    frozen = np.empty((len(rows), len(rows[0]) if rows else 0), dtype=object)
    for at, row in enumerate(rows):
        frozen[at, :] = row
    return frozen
