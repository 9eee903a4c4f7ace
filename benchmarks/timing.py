"""Timing two ways of doing a thing in turns, so that both meet the same machine."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Result:
    """One row of the table: ours against a floor or peer, as a ratio.

    `is_met` is None where the row is there to compare and nothing was promised.
    """

    work: str
    ours_s: float
    other: str
    other_s: float
    goal: str
    is_met: bool | None

    @property
    def ratio(self) -> float:
        """Return how many times the other takes ours."""
        return self.ours_s / self.other_s


def compare(
    ours: Callable[[], object], other: Callable[[], object], rounds: int
) -> tuple[float, float]:
    """Return the median seconds of both, run in turns."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for kept, run in zip(times, (ours, other), strict=True):
            started = time.perf_counter()
            run()
            kept.append(time.perf_counter() - started)
    return statistics.median(times[0]), statistics.median(times[1])


def at_most(
    work: str,
    runs: tuple[Callable[[], object], Callable[[], object]],
    other: str,
    most: float,
    rounds: int = 7,
) -> Result:
    """Measure; the goal is to take at most `most` times the other."""
    ours_s, other_s = compare(*runs, rounds)
    is_met = ours_s <= most * other_s
    return Result(work, ours_s, other, other_s, f"≤ {most:g}×", is_met)


def print_table(results: Sequence[Result]) -> None:
    """Print the results as a Markdown table."""
    print("| work | ours | against | its time | ratio | goal | met |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for r in results:
        met = {True: "yes", False: "**no**", None: "–"}[r.is_met]
        print(
            f"| {r.work} | {_say(r.ours_s)} | {r.other} | {_say(r.other_s)} "
            f"| {r.ratio:.2f} | {r.goal} | {met} |",
            flush=True,
        )


def _say(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.2f} ms"
