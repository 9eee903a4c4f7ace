"""Shares of a table of counts, and a plain warning where there is too little."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from vknz_research.language import say

ENOUGH: Final = 20  # passages; of fewer no percentage is given
BOLD: Final = 5  # from this number on a count is more than a chance
MANY_NAMES: Final = 4


@dataclass(frozen=True, slots=True)
class Shares:
    """Counts with the share of each in its row and in its column.

    A share is missing where what it is a share of is fewer than 20.
    """

    counts: pd.DataFrame
    of_rows: pd.DataFrame
    of_columns: pd.DataFrame


def add_shares(counts: pd.DataFrame, *, enough: int = ENOUGH) -> Shares:
    """Return the shares of counts within rows and within columns.

    A code in the table counts what lies below it too, so the total of a column is that
    of the codes that have none above them in the table.

    >>> table = pd.DataFrame({"klant": [5, 1], "beleid": [20, 2]}, index=["x/p", "x/q"])
    >>> shares = add_shares(table)
    >>> shares.of_rows.loc["x/p"].tolist()
    [0.2, 0.8]
    >>> shares.of_columns["klant"].isna().all(), shares.of_rows.loc["x/q"].isna().all()
    (np.True_, np.True_)
    """
    values = counts.to_numpy(dtype=float)
    rows = values.sum(axis=1, keepdims=True)
    columns = values[mark_top(counts.index)].sum(axis=0, keepdims=True)
    return Shares(
        counts,
        _divide(counts, rows, enough),
        _divide(counts, columns, enough),
    )


def mark_top(paths: pd.Index) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Say of each code whether none above it is there too."""
    known = {str(path) for path in paths}

    def has_above(path: str) -> bool:
        parts = path.split("/")
        return any("/".join(parts[:n]) in known for n in range(1, len(parts)))

    return np.array([not has_above(str(path)) for path in paths], dtype=bool)


def _divide(
    counts: pd.DataFrame,
    base: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
    k: int,
) -> pd.DataFrame:
    enough = np.where(base >= k, base, np.nan)
    shares = counts.to_numpy(dtype=float) / enough
    return pd.DataFrame(shares, index=counts.index, columns=counts.columns)


def tell_small(counts: pd.DataFrame, *, enough: int = ENOUGH) -> list[str]:
    """Say in sentences where a table rests on too little to read a share from it.

    >>> table = pd.DataFrame({"klant": [3], "beleid": [40]}, index=["x/p"])
    >>> tell_small(table)
    ['Van klant zijn er 3 passages: te weinig voor een aandeel.']
    """
    if counts.empty:
        return [say(nl="Er zijn geen passages.", en="There are no passages.")]
    totals = counts[mark_top(counts.index)].sum(axis=0)
    said = [
        _tell_column(str(name), int(total))
        for name, total in totals.items()
        if total < enough
    ]
    few = counts.index[(counts.sum(axis=1) < BOLD).to_numpy()]
    if len(few):
        said.append(_tell_rows([str(name) for name in few]))
    return said


def _tell_column(name: str, total: int) -> str:
    if total == 1:
        return say(
            nl=f"Van {name} is er 1 passage: te weinig voor een aandeel.",
            en=f"There is 1 passage of {name}: too few for a share.",
        )
    return say(
        nl=f"Van {name} zijn er {total} passages: te weinig voor een aandeel.",
        en=f"There are {total} passages of {name}: too few for a share.",
    )


def _tell_rows(names: list[str]) -> str:
    if len(names) > MANY_NAMES:
        return say(
            nl=f"{len(names)} codes hebben minder dan {BOLD} passages: lees ze, tel ze "
            "niet.",
            en=f"{len(names)} codes have fewer than {BOLD} passages: read them, do not "
            "count them.",
        )
    listed = ", ".join(names)
    return say(
        nl=f"Minder dan {BOLD} passages: {listed}. Lees ze, tel ze niet.",
        en=f"Fewer than {BOLD} passages: {listed}. Read them, do not count them.",
    )
