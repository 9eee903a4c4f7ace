"""What klantmanagers want to learn, beside what they took along: of nobody by name."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import pandas as pd

from vknz_research.analysis.cooccurrence import count_together
from vknz_research.analysis.points import suppress
from vknz_research.analysis.query import write_code, write_value
from vknz_research.errors import ByPersonError
from vknz_research.model.codes import is_within

if TYPE_CHECKING:
    from vknz_research.analysis.view import View

BY: Final = ("kind", "theme", "code")
GOALS: Final = "4r/richting/leerdoelen"
QUESTIONNAIRES: Final = ("V2/KM",)
DEEP: Final = 2  # steps of a code path: 4r/reflectie
PREFIX: Final = {"theme": "themas/", "code": "4r/"}


def set_against(
    view: "View",
    goals: pd.DataFrame,
    points: pd.DataFrame,
    by: str = "code",
    *,
    source_codes: Sequence[str] = QUESTIONNAIRES,
    k: int = 5,
) -> pd.DataFrame:
    """Set learning goals beside aandachtspunten, by kind, theme or R.

    `goals` and `points` are the tables learning_goals and attention_points of the
    snapshot. `named` counts the points; `with_goal` and `with_doubt` those of a round
    to which a learning goal, or a doubt, was brought. `said` counts the passages of
    questionnaires on learning goals that also carry the theme or the R; by kind there
    are none. Fewer than `k` is left empty, and so is what would tell it.
    """
    if by not in BY:
        raise ByPersonError(by=by, known=", ".join(BY))
    table = suppress(_count_points(goals, points, by), k)
    if by == "kind":
        return table
    said = _count_said(view, PREFIX[by], source_codes)
    rows = sorted({*map(str, table.index), *said})
    table = table.reindex(rows)
    table["said"] = pd.array(
        [said[row] if said.get(row, 0) >= k else pd.NA for row in rows], dtype="Int64"
    )
    table.index.name = by
    return table


def _count_points(goals: pd.DataFrame, points: pd.DataFrame, by: str) -> pd.DataFrame:
    rounds = ["trajectory_id", "round"]
    rows = points[[*rounds, by]].astype(object)
    if by == "code":
        rows[by] = rows[by].map(_shorten, na_action="ignore")
    for kind in ("goal", "doubt"):
        brought = goals[(goals["kind"] == kind).to_numpy(dtype=bool)]
        known = set(brought[rounds].itertuples(index=False, name=None))
        places = rows[rounds].itertuples(index=False, name=None)
        rows[f"with_{kind}"] = [place in known for place in places]
    grouped = rows[rows[by].notna()].groupby(by, sort=True)
    table = grouped[["with_goal", "with_doubt"]].sum().astype("Int64")
    table.insert(0, "named", grouped.size().astype("Int64"))
    return table


def _shorten(path: str) -> str:
    return "/".join(path.split("/")[:DEEP])


def _count_said(
    view: "View", prefix: str, source_codes: Sequence[str]
) -> dict[str, int]:
    """Count the passages on learning goals that carry each theme or R too."""
    codings = view.codings
    asked = codings[
        codings["source_code"].isin(list(source_codes)).to_numpy(dtype=bool)
    ]
    table = count_together(asked)
    if GOALS not in table.index:
        return {}
    row = table[GOALS]
    return {
        str(name): int(row[name])
        for name in table.index
        if str(name).startswith(prefix)
        and str(name).count("/") < DEEP
        and not is_within(GOALS, str(name))
        and row[name]
    }


def ask_said(row: str, source_codes: Sequence[str] = QUESTIONNAIRES) -> str:
    """Return the query behind `said`.

    >>> ask_said("4r/reflectie")
    '4r/richting/leerdoelen EN 4r/reflectie EN broncode:V2/KM'
    """
    where = write_value("source_code", *source_codes)
    return f"{GOALS} EN {write_code(row)} EN {where}"
