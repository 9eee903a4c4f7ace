"""Frames: crosstabs and passages at a million codings."""

import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.timing import Result, at_most
from vknz_research.analysis.crosstab import count_pairs, crosstab
from vknz_research.analysis.passages import merge_passages, select_codings

ROWS = 1_000_000


def make_codings(rows: int) -> pd.DataFrame:
    """Make codings as a snapshot holds them: categoricals and whole numbers."""
    random = np.random.default_rng(7)
    codes = [f"4r/r{n}/c{m}" for n in range(4) for m in range(15)]
    start = random.integers(0, 60_000, rows)
    return pd.DataFrame(
        {
            "source_id": pd.Categorical.from_codes(
                random.integers(0, 200, rows), [f"s{n}" for n in range(200)]
            ),
            "code": pd.Categorical.from_codes(random.integers(0, 60, rows), codes),
            "perspective": pd.Categorical.from_codes(
                random.integers(0, 4, rows), ["beleid", "klant", "km", "leiding"]
            ),
            "phase": random.integers(1, 4, rows),
            "start": start,
            "end": start + random.integers(20, 200, rows),
        }
    )


def floor_counts(codings: pd.DataFrame) -> np.ndarray:
    """Count pairs with nothing but numpy on the codes."""
    flat = codings["code"].cat.codes.to_numpy().astype(np.int64) * 4
    flat += codings["perspective"].cat.codes.to_numpy()
    return np.bincount(flat, minlength=240)


def cold(path: Path) -> None:
    """Read the file and make the first crosstab."""
    frame = pd.read_parquet(path)
    count_pairs(frame["code"], frame["perspective"])


def cold_pandas(path: Path) -> None:
    """Do the same with pandas alone."""
    frame = pd.read_parquet(path)
    pd.crosstab(frame["code"], frame["perspective"])


def measure() -> list[Result]:
    """Measure against pandas and against numpy."""
    codings = make_codings(ROWS)
    small = codings.head(100_000)
    one = codings[codings["code"] == "4r/r1/c3"]
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "codings.parquet"
        codings.to_parquet(path)
        return [
            at_most(
                "crosstab of codings, 1,000,000",
                (
                    lambda: count_pairs(codings["code"], codings["perspective"]),
                    lambda: pd.crosstab(codings["code"], codings["perspective"]),
                ),
                "pandas.crosstab",
                1,
            ),
            at_most(
                "the same",
                (
                    lambda: count_pairs(codings["code"], codings["perspective"]),
                    lambda: floor_counts(codings),
                ),
                "numpy bincount",
                4,
            ),
            at_most(
                "crosstab with passages merged and codes rolled up, 100,000",
                (
                    lambda: crosstab(small, "perspective"),
                    lambda: pd.crosstab(small["code"], small["perspective"]),
                ),
                "pandas.crosstab without either",
                40,
            ),
            at_most(
                "passages of a code with a filter, 1,000,000",
                (
                    lambda: select_codings(codings, code="4r/r1/c3", phases=[2]),
                    lambda: codings[
                        (codings["code"] == "4r/r1/c3") & (codings["phase"] == 2)
                    ],
                ),
                "pandas mask",
                3,
            ),
            at_most(
                "merging overlapping codings of a code (16,700)",
                (
                    lambda: merge_passages(one),
                    lambda: one.sort_values(["source_id", "start"]),
                ),
                "sorting alone",
                6,
            ),
            at_most(
                "cold read and first crosstab, 1,000,000",
                (lambda: cold(path), lambda: cold_pandas(path)),
                "pandas",
                1,
            ),
        ]
