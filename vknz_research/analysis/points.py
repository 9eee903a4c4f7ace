"""Which kinds of aandachtspunten are taken up: over all trajectories, of nobody."""

from typing import Final

import pandas as pd

from vknz_research.errors import ByPersonError
from vknz_research.language import say
from vknz_research.model.cyclewords import WORDS, name_value

BY: Final = ("kind", "theme", "code")
COUNTED: Final = ("tried", "kept", "changed", "dropped")
DEEP: Final = 2  # steps of a code path: 4r/reflectie


def count_points(
    points: pd.DataFrame, looks: pd.DataFrame, by: str = "kind", *, k: int = 5
) -> pd.DataFrame:
    """Count points and what came of them, by kind, theme or code of the 4R.

    `named` is how many points there are; of these `tried` were tried, wholly or partly,
    and `kept`, `changed` or `dropped` when they were last looked back on. A cell of
    fewer than `k` is left empty, and so is one that would tell such a cell. Asking
    by trajectory or person is refused.
    """
    if by not in BY:
        raise ByPersonError(by=by, known=", ".join(BY))
    rows = _join(points, looks)
    rows[by] = rows[by].astype("object")
    if by == "code":
        rows["code"] = rows["code"].map(_shorten, na_action="ignore")
    known = rows[rows[by].notna()]
    grouped = known.groupby(by, sort=True)
    table = grouped[list(COUNTED)].sum().astype("Int64")
    table.insert(0, "named", grouped.size().astype("Int64"))
    return suppress(table, k)


def _shorten(path: str) -> str:
    return "/".join(path.split("/")[:DEEP])


def _join(points: pd.DataFrame, looks: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each point: was it tried, and its last outcome."""
    seen = looks.assign(
        tried=looks["tried"].astype("object").isin(["yes", "partly"]),
        outcome=looks["outcome"].astype("object"),
    ).sort_values("round", kind="stable")
    was = seen.groupby("point_id")["tried"].any()
    last = seen.dropna(subset=["outcome"]).groupby("point_id")["outcome"].last()
    rows = points.copy()
    rows["tried"] = rows["point_id"].isin(was[was].index)
    outcome = rows["point_id"].map(last)
    for name in COUNTED[1:]:
        rows[name] = outcome.eq(name)
    return rows


HEADS: Final = {
    "named": ("benoemd", "named"),
    "tried": ("geprobeerd", "tried"),
    "kept": ("gehouden", "kept"),
    "changed": ("veranderd", "changed"),
    "dropped": ("losgelaten", "let go"),
}


def show_points(table: pd.DataFrame, k: int) -> pd.DataFrame:
    """Return counts as they are read: in words, and what is left out says why."""
    few = say(nl=f"minder dan {k}", en=f"fewer than {k}")
    shown = table.astype("object").where(table.notna(), few)
    shown.index = pd.Index(
        [name_value(name) if name in WORDS else name for name in map(str, shown.index)]
    )
    return shown.rename(
        columns={name: say(nl=n, en=e) for name, (n, e) in HEADS.items()}
    )


def suppress(table: pd.DataFrame, k: int) -> pd.DataFrame:
    """Leave out each count under `k`, and each that tells one by what is left.

    >>> made = pd.DataFrame({"named": [9, 3], "tried": [7, 3]}, index=["a", "b"])
    >>> suppress(made, 3).loc["a"].isna().tolist()
    [False, True]
    """
    named = table["named"]
    shown = table.astype("Int64").copy()
    for column in table.columns:
        rest = named - table[column]
        is_small = (table[column] > 0) & (table[column] < k)
        tells = (rest > 0) & (rest < k)
        shown.loc[is_small | tells, column] = pd.NA
    shown.loc[named < k] = pd.NA
    return shown
