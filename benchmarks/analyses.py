"""Analyses: crosstabs, overlap and passages of a code at a million codings and more.

Growth is measured at 1e5 and 1e6, and at 1e7 where VKNZ_BENCH_LARGE is set: by parts,
each in a process that tells how much memory it took.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.timing import Result, at_most, compare
from vknz_research.analysis.cooccurrence import count_together
from vknz_research.analysis.crosstab import crosstab
from vknz_research.analysis.parts import add_tables
from vknz_research.analysis.passages import merge_passages, select_codings
from vknz_research.analysis.sequence import count_following

ROWS = 1_000_000
PER_SOURCE = 5_000
LARGE = "VKNZ_BENCH_LARGE"
CODES = [f"4r/r{n}/c{m}" for n in range(4) for m in range(15)]
MEMORY_MB = 1024


def make_codings(rows: int, seed: int = 7) -> pd.DataFrame:
    """Make codings as a snapshot holds them: in reading order, of one density.

    More codings are more sources, not more codings of a source.
    """
    random = np.random.default_rng(seed)
    sources = max(1, rows // PER_SOURCE)
    names = [f"s{seed}-{n}" for n in range(sources)]
    start = random.integers(0, 60_000, rows)
    voices = ["beleid", "klant", "klantmanager", "leidinggevende"]
    made = {
        "source_id": pd.Categorical.from_codes(
            random.integers(0, sources, rows), names
        ),
        "code": pd.Categorical.from_codes(random.integers(0, 60, rows), CODES),
        "perspective": pd.Categorical.from_codes(random.integers(0, 4, rows), voices),
        "phase": random.integers(1, 4, rows),
        "start": start,
        "end": start + random.integers(20, 200, rows),
        "turn": start // 150,
    }
    return pd.DataFrame(made).sort_values(["source_id", "start"], ignore_index=True)


def sweep(codings: pd.DataFrame) -> np.ndarray:
    """Count overlapping pairs by code with nothing but numpy: sort, reach, count."""
    source = codings["source_id"].cat.codes.to_numpy().astype(np.int64)
    start, end = codings["start"].to_numpy(), codings["end"].to_numpy()
    order = np.lexsort((start, source))
    width = int(end.max()) + 1
    begin = (source * width + start)[order]
    code = codings["code"].cat.codes.to_numpy().astype(np.int64)[order]
    until = np.searchsorted(begin, (source * width + end)[order])
    many = until - np.arange(len(begin)) - 1
    first = np.repeat(np.arange(len(begin)), many)
    ahead = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
    pair = code[first] * len(CODES) + code[first + ahead + 1]
    counts = np.bincount(pair, minlength=len(CODES) ** 2)
    square = counts.reshape(len(CODES), len(CODES))
    return square + square.T


def overlap(codings: pd.DataFrame) -> pd.DataFrame:
    """Count what the bare sweep counts."""
    return count_together(codings, unit="codings", with_below=False)


def within(work: str, run: object, limit_s: float) -> Result:
    """Measure against a limit of its own, not against anybody."""
    ours_s, _ = compare(run, lambda: None, 7)  # type: ignore[arg-type]
    goal = f"≤ {limit_s * 1000:g} ms"
    return Result(work, ours_s, "limit", limit_s, goal, ours_s <= limit_s)


def list_passages(codings: pd.DataFrame) -> pd.DataFrame:
    """List the passages of a code, of one phase."""
    return merge_passages(select_codings(codings, code="4r/r1/c3", phases=[2]))


def measure() -> list[Result]:
    """Measure against numpy, pandas, and DuckDB where it is."""
    codings = make_codings(ROWS)
    pandas_cross = lambda: pd.crosstab(codings["code"], codings["perspective"])  # noqa: E731
    results = [
        within(
            "crosstab of single codings, codes rolled up, 1,000,000",
            lambda: crosstab(codings, "perspective", unit="codings"),
            0.060,
        ),
        at_most(
            "the same",
            (lambda: crosstab(codings, "perspective", unit="codings"), pandas_cross),
            "pandas.crosstab, not rolled up",
            1,
        ),
        at_most(
            "crosstab of passages, merged and rolled up, 1,000,000",
            (lambda: crosstab(codings, "perspective"), pandas_cross),
            "pandas.crosstab without either",
            10,
            rounds=5,
        ),
        within(
            "passages of a code with a filter, merged, 1,000,000",
            lambda: list_passages(codings),
            0.020,
        ),
        at_most(
            "co-occurrence by overlap, codings, 1,000,000",
            (lambda: overlap(codings), lambda: sweep(codings)),
            "bare numpy sweep",
            2,
            rounds=5,
        ),
        at_most(
            "co-occurrence by overlap, passages merged and rolled up, 1,000,000",
            (lambda: count_together(codings), lambda: sweep(codings)),
            "bare numpy sweep of codings",
            2,
            rounds=5,
        ),
        at_most(
            "what follows within 3 turns, passages rolled up, 100,000",
            (
                lambda: count_following(codings.head(ROWS // 10)),
                lambda: sweep(codings.head(ROWS // 10)),
            ),
            "bare numpy sweep of overlaps",
            10,
            rounds=3,
        ),
        *_measure_peer(codings),
        *_measure_growth(codings),
    ]
    return results + (_measure_large() if os.environ.get(LARGE) else [])


def _measure_peer(codings: pd.DataFrame) -> list[Result]:
    if find_spec("duckdb") is None:
        return []
    import duckdb

    connection = duckdb.connect()
    connection.register("codings", codings)

    def ask() -> object:
        return connection.execute(
            "SELECT code, perspective, count(*) FROM codings GROUP BY ALL"
        ).fetchall()

    ours_s, other_s = compare(
        lambda: crosstab(codings, "perspective", unit="codings"), ask, 7
    )
    work = "crosstab of single codings, 1,000,000"
    return [Result(work, ours_s, "DuckDB, its table ready", other_s, "–", None)]


def _measure_growth(codings: pd.DataFrame) -> list[Result]:
    """Compare ten times as many with ten times the time."""
    small = make_codings(ROWS // 10)
    works = {
        "crosstab of passages": lambda frame: crosstab(frame, "perspective"),
        "co-occurrence of passages": count_together,
    }
    return [
        at_most(
            f"growth of {name}: 1,000,000",
            (lambda run=run: run(codings), lambda run=run: run(small)),  # type: ignore[misc]
            "100,000 (of which more fits in the cache)",
            20,
            rounds=3,
        )
        for name, run in works.items()
    ]


def _measure_large() -> list[Result]:
    """Measure ten million by parts of a million, each of whole sources."""
    with tempfile.TemporaryDirectory() as place:
        for part in range(10):
            make_codings(ROWS, part).to_parquet(Path(place) / f"{part}.parquet")
        runs = {
            name: _run_apart(name, place) for name in ("crosstab", "overlap", "sweep")
        }
    swept = runs["sweep"]["seconds"]
    return [
        _make_large("crosstab", runs, "limit", 4.0, 1),
        _make_large("co-occurrence by overlap", runs, "bare sweep by parts", swept, 2),
    ]


def _make_large(
    name: str,
    runs: dict[str, dict[str, float]],
    other: str,
    against: float,
    times: float,
) -> Result:
    run = runs["overlap" if "overlap" in name else "crosstab"]
    used = round(run["megabytes"])
    is_met = run["seconds"] <= times * against and used <= MEMORY_MB
    work = f"{name}, 10,000,000 by parts, read from disk, in {used} MB"
    goal = f"≤ {times:g}×, ≤ {MEMORY_MB} MB"
    return Result(work, run["seconds"], other, against, goal, is_met)


def _run_apart(name: str, place: str) -> dict[str, float]:
    made = subprocess.run(
        [sys.executable, "-m", "benchmarks.analyses", name, place],
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, float] = json.loads(made.stdout)
    return found


def run_parts(name: str, place: Path) -> dict[str, float]:
    """Count all parts of a folder, and say how long and how much memory it took."""
    import resource

    works = {
        "crosstab": lambda frame: crosstab(frame, "perspective", unit="codings"),
        "overlap": overlap,
        "sweep": lambda frame: pd.DataFrame(sweep(frame)),
    }
    columns = ["source_id", "code", "perspective", "start", "end"]
    started = time.perf_counter()
    tables = (
        works[name](pd.read_parquet(path, columns=columns))
        for path in sorted(place.glob("*.parquet"))
    )
    add_tables(tables)
    seconds = time.perf_counter() - started
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "megabytes": most}


if __name__ == "__main__":
    print(json.dumps(run_parts(sys.argv[1], Path(sys.argv[2]))))
