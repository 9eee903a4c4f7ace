"""Coefficients that compare unit by unit, from the counts of patterns.

Each function takes `Patterns` and weights (replicates x patterns, so that a bootstrap
is one multiplication) and returns one number per replicate; NaN, inside this package
only, where the formula divides by zero.
"""

from collections.abc import Callable, Mapping
from itertools import combinations
from typing import Final

import numpy as np

from vknz_research.analysis.agreement.counts import Floats, Patterns

Measure = Callable[[Patterns, Floats], Floats]


def divide(above: Floats, below: Floats) -> Floats:
    """Divide; NaN where there is nothing to divide by."""
    result = np.full(np.shape(above), np.nan)
    np.divide(above, below, out=result, where=below != 0)
    return result


def share_agreeing(patterns: Patterns, weights: Floats) -> Floats:
    """Percent agreement: mean over units of the share of pairs of coders that agree.

    p_a = 1/n' sum_u sum_k r_uk (r_uk - 1) / (r_u (r_u - 1)), over the n' units with at
    least two values (Gwet 2014, *Handbook of Inter-Rater Reliability*, 4th ed., ch. 2).
    """
    paired = patterns.is_paired
    values = patterns.values[paired]
    share = patterns.agreeing[paired] / (values * (values - 1))
    kept = weights[:, paired]
    return divide(kept @ share, kept.sum(axis=1))


def holsti_pair(patterns: Patterns, weights: Floats) -> Floats:
    """Holsti's CR for two coders: 2M / (N1 + N2).

    M: units on which both gave the same value; N1, N2: units to which each gave one
    (Holsti 1969, *Content Analysis for the Social Sciences and Humanities*, p. 140).
    """
    first, second = patterns.rows.T
    same = (first == second) & (first >= 0)
    given = (first >= 0).astype(np.float64) + (second >= 0)
    return divide(2 * (weights @ same.astype(np.float64)), weights @ given)


def cohen_pair(patterns: Patterns, weights: Floats) -> Floats:
    """Cohen's kappa for two coders: (p_o - p_e) / (1 - p_e), p_e = sum_k p_1k p_2k.

    Over units that both judged (Cohen 1960, *Educational and Psychological Measurement*
    20, 37-46).
    """
    observed, margins = _pair_table(patterns, weights)
    expected = (margins[0] * margins[1]).sum(axis=1)
    return _correct(observed, expected)


def scott_pair(patterns: Patterns, weights: Floats) -> Floats:
    """Scott's pi for two coders: expected agreement from both coders' margins together.

    p_e = sum_k ((p_1k + p_2k) / 2)^2 (Scott 1955, *Public Opinion Quarterly* 19,
    321-325).
    """
    observed, margins = _pair_table(patterns, weights)
    expected = (((margins[0] + margins[1]) / 2) ** 2).sum(axis=1)
    return _correct(observed, expected)


def _pair_table(
    patterns: Patterns, weights: Floats
) -> tuple[Floats, tuple[Floats, Floats]]:
    both = (patterns.rows >= 0).all(axis=1)
    first, second = patterns.rows[both].T
    kept = weights[:, both]
    total = kept.sum(axis=1)
    size = np.arange(len(patterns.categories))
    margins = tuple(
        divide(
            kept @ (side[:, None] == size).astype(np.float64), total[:, None] + 0 * size
        )
        for side in (first, second)
    )
    same = kept @ (first == second).astype(np.float64)
    return divide(same, total), (margins[0], margins[1])


def _correct(observed: Floats, expected: Floats) -> Floats:
    # Sums of shares miss 1 by a rounding error when only one value was given.
    left = np.where(np.abs(1 - expected) < 1e-12, 0.0, 1 - expected)
    return divide(observed - expected, left)


def mean_of_pairs(patterns: Patterns, weights: Floats, measure: Measure) -> Floats:
    """Return the mean over all pairs of coders for which the coefficient is defined.

    For Cohen's kappa this is Light's (Light 1971, *Psychological Bulletin* 76,
    365-377).
    """
    pairs = combinations(range(patterns.coders), 2)
    found = np.stack([measure(patterns.select(pair), weights) for pair in pairs])
    known = ~np.isnan(found)
    return divide(np.where(known, found, 0).sum(axis=0), known.sum(axis=0) * 1.0)


def cohen(patterns: Patterns, weights: Floats) -> Floats:
    """Cohen's kappa; with more than two coders the mean over pairs (Light's kappa)."""
    return mean_of_pairs(patterns, weights, cohen_pair)


def holsti(patterns: Patterns, weights: Floats) -> Floats:
    """Holsti's CR; with more than two coders the mean over pairs."""
    return mean_of_pairs(patterns, weights, holsti_pair)


def scott(patterns: Patterns, weights: Floats) -> Floats:
    """Scott's pi of two coders; NaN with another number of coders."""
    if patterns.coders != 2:
        return np.full(len(weights), np.nan)
    return scott_pair(patterns, weights)


def fleiss(patterns: Patterns, weights: Floats) -> Floats:
    """Fleiss' kappa over the units that every coder judged.

    P_e = sum_k p_k^2 with p_k the share of all judgements that gave k (Fleiss 1971,
    *Psychological Bulletin* 76, 378-382).
    """
    whole = patterns.values == patterns.coders
    kept = weights[:, whole]
    total = kept.sum(axis=1)
    number = patterns.coders
    observed = divide(kept @ patterns.agreeing[whole], total * number * (number - 1))
    shares = divide(
        kept @ patterns.given[whole],
        np.outer(total, [number] * patterns.given.shape[1]),
    )
    return _correct(observed, (shares**2).sum(axis=1))


def brennan_prediger(patterns: Patterns, weights: Floats) -> Floats:
    """Brennan and Prediger's kappa_n, Bennett's S: all values are equally likely.

    (p_a - 1/q) / (1 - 1/q), q the values used by anybody (Brennan & Prediger 1981,
    *Educational and Psychological Measurement* 41, 687-699; Bennett, Alpert &
    Goldstein 1954, *Public Opinion Quarterly* 18, 303-308).
    """
    used = ((patterns.weights @ patterns.given) > 0).sum()
    if used < 2:
        return np.full(len(weights), np.nan)
    share: Floats = (share_agreeing(patterns, weights) - 1 / used) / (1 - 1 / used)
    return share


def ac1(patterns: Patterns, weights: Floats) -> Floats:
    """Gwet's AC1 for any number of coders, with missing values.

    p_e = 1/(q - 1) sum_k pi_k (1 - pi_k); pi_k is the mean over units with a value of
    the share of their values that is k (Gwet 2008, *British Journal of Mathematical and
    Statistical Psychology* 61, 29-48; with missing values: Gwet 2014, ch. 2).
    """
    used = ((patterns.weights @ patterns.given) > 0).sum()
    if used < 2:
        return np.full(len(weights), np.nan)
    some = patterns.values > 0
    kept = weights[:, some]
    shares = patterns.given[some] / patterns.values[some][:, None]
    pi = divide(kept @ shares, np.outer(kept.sum(axis=1), np.ones(shares.shape[1])))
    expected = (pi * (1 - pi)).sum(axis=1) / (used - 1)
    return _correct(share_agreeing(patterns, weights), expected)


def alpha_nominal(patterns: Patterns, weights: Floats) -> Floats:
    """Krippendorff's alpha for names.

    1 - (n - 1) (n - sum_c o_cc) / (n^2 - sum_c n_c^2). A unit with m values gives each
    of its ordered pairs the weight 1/(m - 1); units with one value are not pairable and
    leave both sides (Krippendorff 2011, *Computing Krippendorff's Alpha-Reliability*;
    2019, *Content Analysis*, 4th ed., ch. 12).
    """
    paired = patterns.is_paired
    kept, values = weights[:, paired], patterns.values[paired]
    total = kept @ values
    agreed = kept @ (patterns.agreeing[paired] / (values - 1))
    margins = kept @ patterns.given[paired]
    below = total**2 - (margins**2).sum(axis=1)
    return 1 - divide((total - 1) * (total - agreed), below)


MEASURES: Final[Mapping[str, Measure]] = {
    "percent": share_agreeing,
    "holsti": holsti,
    "cohen": cohen,
    "fleiss": fleiss,
    "brennan_prediger": brennan_prediger,
    "scott": scott,
    "ac1": ac1,
    "alpha_nominal": alpha_nominal,
}
