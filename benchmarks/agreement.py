"""Agreement: units against `krippendorff` and a bare count, a continuum by size."""

from itertools import pairwise

import krippendorff
import numpy as np

from benchmarks.timing import Result, at_most, compare
from vknz_research.analysis.agreement import alpha_nominal, resample_units
from vknz_research.analysis.agreement.continua import sum_segments
from vknz_research.analysis.agreement.unitizing import (
    find_cu,
    find_ku,
    find_u,
    find_u_binary,
)

UNITS = 1_000_000
FEWER = 100_000
CODES = 8
REPLICATES = 1_000
SIZES = (1_000, 10_000, 100_000)
Segment = tuple[int, int, int, int]


def make_values(coders: int, units: int) -> np.ndarray:
    """Make coders who agree on two thirds of the units."""
    random = np.random.default_rng(7)
    truth = random.integers(0, CODES, units)
    noise = random.integers(0, CODES, (coders, units))
    return np.where(random.random((coders, units)) < 2 / 3, truth, noise)


def floor_count(values: np.ndarray) -> np.ndarray:
    """Count which values come together, with nothing but numpy."""
    index = values[0]
    for row in values[1:]:
        index = index * CODES + row
    return np.bincount(index, minlength=CODES ** len(values))


def floor_bootstrap(values: np.ndarray) -> np.ndarray:
    """Draw counts of patterns, and take the share of pairs that agree."""
    counts = floor_count(values)
    random = np.random.default_rng(7)
    drawn = random.multinomial(counts.sum(), counts / counts.sum(), size=REPLICATES)
    return np.percentile(drawn @ np.arange(len(counts)), [2.5, 97.5])


def make_segments(number: int, coders: int = 3) -> tuple[int, list[Segment]]:
    """Make units of coders on one continuum, ten long on average, half of it gaps."""
    random = np.random.default_rng(number)
    length = number * 20
    found: list[Segment] = []
    for coder in range(coders):
        cuts = np.sort(random.choice(length, 2 * number, replace=False)).tolist()
        codes = random.integers(0, CODES, number).tolist()
        spans = zip(cuts[::2], cuts[1::2], codes, strict=True)
        found += [(coder, start, end, code) for start, end, code in spans]
    return length, found


def measure_family(length: int, segments: list[Segment]) -> list[object]:
    """Compute the whole family, as a caller would."""
    totals, codes = sum_segments(length, segments)
    by_code = [find_ku(totals, number) for number in codes.values()]
    return [find_u(totals), find_u_binary(totals), find_cu(totals), *by_code]


def floor_sweep(length: int, segments: list[Segment]) -> int:
    """Sweep over sorted borders in plain Python; sum only on what all pairs agree."""
    events: list[tuple[int, int, int]] = [(length, 0, -1)]
    for coder, start, end, code in segments:
        events += [(start, coder, code), (end, coder, -1)]
    # An end comes before a start in the same place.
    events.sort()
    now = [-1, -1, -1]
    agreed = 0
    for (at, coder, code), (following, _, _) in pairwise(events):
        now[coder] = code
        size = following - at
        if size:
            one, two, three = now
            agreed += size * ((one == two) + (one == three) + (two == three))
    return agreed


def measure() -> list[Result]:
    """Measure: counts, bootstrap, and the family at three sizes."""
    results = []
    for coders in (2, 3):
        values = make_values(coders, UNITS)
        results += measure_counts(values, coders)
    fewer = make_values(3, FEWER)
    runs = (
        lambda: resample_units("alpha_nominal", fewer, REPLICATES),
        lambda: floor_bootstrap(fewer),
    )
    work = f"bootstrap of α, {REPLICATES:,} replicates of {FEWER:,} units × 3 coders"
    results.append(at_most(work, runs, "drawing alone", 5))
    ours_s = results[-1].ours_s
    results.append(Result(work, ours_s, "the goal", 0.2, "≤ 1×", ours_s <= 0.2))
    return results + measure_sizes()


def measure_counts(values: np.ndarray, coders: int) -> list[Result]:
    """Measure nominal α on a million units."""
    work = f"nominal α, {UNITS:,} units × {coders} coders"
    numbers = values.astype(float)
    ours_s, peer_s = compare(
        lambda: alpha_nominal(values),
        lambda: krippendorff.alpha(numbers, level_of_measurement="nominal"),
        3,
    )
    runs = (lambda: alpha_nominal(values), lambda: floor_count(values))
    # The promise on the peer is about two coders.
    is_met = ours_s * 200 <= peer_s if coders == 2 else None
    goal = "≤ 1/200" if coders == 2 else "–"
    return [
        Result(work, ours_s, "krippendorff", peer_s, goal, is_met),
        at_most(work, runs, "counting alone", 3, rounds=15),
    ]


def measure_sizes() -> list[Result]:
    """Measure the unitizing family at three sizes, and how it grows."""
    results: list[Result] = []
    times = []
    for size in SIZES:
        length, segments = make_segments(size)
        work = f"uα, ∣uα, cuα, (k)uα of {size:,} segments × 3 coders"
        runs = (
            lambda length=length, segments=segments: measure_family(length, segments),
            lambda length=length, segments=segments: floor_sweep(length, segments),
        )
        results.append(at_most(work, runs, "sorted sweep in plain Python", 3, rounds=5))
        times.append(results[-1].ours_s)
    for before, after, size in zip(times, times[1:], SIZES[1:], strict=False):
        # n log n: ten times as many take 10 · log(10 n) / log(n), up to 13.3 times.
        work = f"growth to {size:,} segments"
        most = 10 * np.log(size) / np.log(size / 10)
        is_met = bool(after <= most * before)
        goal = f"≤ {most:.1f}×"
        results.append(Result(work, after, "a tenth", before, goal, is_met))
    return results
