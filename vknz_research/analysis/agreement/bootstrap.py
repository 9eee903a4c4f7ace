"""Bootstrap intervals: what a coefficient would be with other sources of the same kind.

Whole sources are drawn with replacement, because units of one conversation are not
independent; with fewer than five sources, blocks of turns. A replicate is a row of
weights over patterns, so a thousand of them are one multiplication. Intervals are
percentiles, 2.5 to 97.5 (Efron & Tibshirani 1993, *An Introduction to the Bootstrap*,
ch. 13); replicates in which the coefficient is undefined do not count, and where more
than half are, there is no interval.
"""

from functools import lru_cache
from typing import Any, Final

import numpy as np

from vknz_research.analysis.agreement.counts import Floats, count_patterns
from vknz_research.analysis.agreement.nominal import MEASURES

REPLICATES: Final = 1_000
SEED: Final = 2026
SOURCES: Final = 5  # fewest sources to draw from
TURNS: Final = 10  # fewest blocks of turns to draw from
TAILS: Final = (2.5, 97.5)

Interval = tuple[float | None, float | None]


@lru_cache(maxsize=64)
def draw_groups(number: int, replicates: int, seed: int) -> Floats:
    """Draw groups with replacement: replicates x groups, how often each was drawn."""
    random = np.random.default_rng(seed)
    drawn = random.multinomial(number, np.full(number, 1 / number), size=replicates)
    return np.asarray(drawn, dtype=np.float64)


def find_interval(found: Floats) -> Interval:
    """Return the percentiles of the replicates in which a coefficient is defined."""
    known = found[~np.isnan(found)]
    if len(known) * 2 < len(found) or not len(known):
        return None, None
    low, high = np.percentile(known, TAILS)
    return float(low), float(high)


def resample_units(
    name: str, values: Any, replicates: int = REPLICATES, seed: int = SEED
) -> Interval:
    """Return the interval of a coefficient on plain values, drawing single units.

    Only where units are independent: for sources with turns use `measure`.
    """
    patterns = count_patterns(values)
    total = int(patterns.weights.sum())
    if patterns.coders < 2 or not total:
        return None, None
    random = np.random.default_rng(seed)
    drawn = random.multinomial(total, patterns.weights / total, size=replicates)
    return find_interval(MEASURES[name](patterns, drawn.astype(np.float64)))
