"""Crosstabs: codes against perspectives, phases, sources or anything else."""

from typing import Any, Literal

import numpy as np
import pandas as pd

from vknz_research.analysis.passages import merge_passages
from vknz_research.model.codes import parent_path
from vknz_research.model.sources import PERSPECTIVES
from vknz_research.privacy.assessment import (
    ASSESSED,
    PERSONAL,
    refuse_per_person,
    refuse_personal,
)

Unit = Literal["codings", "passages", "sources"]


def crosstab(
    codings: pd.DataFrame, by: str, *, unit: Unit = "passages", with_below: bool = True
) -> pd.DataFrame:
    """Count codes (rows) against another column (columns).

    `unit` says what is counted: single codings, passages (codings that overlap are
    one), or sources in which the code occurs. With `with_below` a code counts what lies
    below it too. Codes and groups that do not occur have no row or column, nor
    have codings whose group is not known; phases come in order, perspectives in their
    fixed order, the rest by name. Groups that are klantmanagers are refused: nothing
    here sets one beside another.
    """
    _refuse_assessment(codings, by)
    known = codings[codings[by].notna()]
    rows = _roll_up(known) if with_below else known
    if rows.empty:
        return pd.DataFrame(index=pd.Index([], name="code"))
    if unit == "passages":
        grouped = rows.groupby(["code", by], observed=True, sort=False)
        rows = pd.concat([merge_passages(group) for _, group in grouped])
    elif unit == "sources":
        rows = rows.drop_duplicates(["code", by, "source_id"])
    table = _count(rows["code"], rows[by])
    if by != "perspective":
        return table
    fixed = [name for name in PERSPECTIVES if name in table.columns]
    return table[[*fixed, *(name for name in table.columns if name not in fixed)]]


def _refuse_assessment(codings: pd.DataFrame, by: str) -> None:
    """Refuse to count by who a klantmanager is, under whatever name of the column."""
    if "perspective" not in codings.columns:
        refuse_personal([by])
        return
    is_asked = codings["perspective"].isin([ASSESSED]).to_numpy()
    if not is_asked.any():
        return
    refuse_personal([by])
    if pd.api.types.is_numeric_dtype(codings[by]):
        return
    groups = codings[by][is_asked].dropna().unique()
    for name in sorted(PERSONAL & set(codings.columns)):
        refuse_per_person(set(groups), set(codings[name][is_asked].dropna().unique()))


def _roll_up(codings: pd.DataFrame) -> pd.DataFrame:
    """Return the codings once more for each code above theirs."""
    layers = [codings]
    paths = [str(path) for path in codings["code"].astype("category").cat.categories]
    above = {path: parent_path(path) for path in paths}
    while True:
        # A framework is no code: its name has no slash.
        known = {p: a for p, a in above.items() if a is not None and "/" in a}
        if not known:
            return pd.concat(layers, ignore_index=True) if layers[1:] else codings
        layer = codings[codings["code"].isin(list(known))]
        layers.append(layer.assign(code=layer["code"].astype(object).map(known)))
        above = {p: parent_path(a) for p, a in known.items()}


def count_pairs(rows: "pd.Series[Any]", columns: "pd.Series[Any]") -> pd.DataFrame:
    """Count how often values come together: numpy on the codes of categories.

    What says who somebody is cannot be counted against anything.
    """
    refuse_personal([str(rows.name), str(columns.name)])
    return _count(rows, columns)


def _count(rows: "pd.Series[Any]", columns: "pd.Series[Any]") -> pd.DataFrame:
    row, column = rows.astype("category"), columns.astype("category")
    row_names, column_names = row.cat.categories, column.cat.categories
    row_codes, column_codes = row.cat.codes.to_numpy(), column.cat.codes.to_numpy()
    is_there = (row_codes >= 0) & (column_codes >= 0)
    flat = row_codes[is_there].astype(np.int64) * len(column_names)
    flat += column_codes[is_there]
    size = len(row_names) * len(column_names)
    counts = np.bincount(flat, minlength=size).reshape(
        len(row_names), len(column_names)
    )
    table = pd.DataFrame(
        counts,
        index=pd.Index(row_names.astype(object), name=rows.name),
        columns=pd.Index(column_names.astype(object), name=columns.name),
    )
    table = table.loc[table.sum(axis=1) > 0, table.sum(axis=0) > 0]
    return table.sort_index().sort_index(axis=1)


def sort_codes(codes: pd.DataFrame) -> pd.DataFrame:
    """Return the codebook in the order of its tree, as its frameworks give it."""
    place = dict(zip(codes["code"], codes["position"], strict=True))

    def rank(path: str) -> tuple[object, ...]:
        framework, *parts = path.split("/")
        above = [framework]
        ranks: list[object] = [framework]
        for part in parts:
            above.append(part)
            ranks += [int(place.get("/".join(above), 0)), part]
        return tuple(ranks)

    order = sorted(
        range(len(codes)), key=lambda row: rank(str(codes["code"].iloc[row]))
    )
    return codes.iloc[order]


def count_sources_by_depth(
    codings: pd.DataFrame, sources: pd.DataFrame, *, at_length: int = 3
) -> pd.DataFrame:
    """Say per perspective in how many sources a theme is discussed, named, or absent.

    Discussed is `at_length` passages or more, named is fewer. A source counts for each
    perspective from which somebody speaks in it; `sources` has one row for each pair of
    source_id and perspective.
    """
    passages = merge_passages(codings)
    found = passages.groupby(["source_id", "perspective"], observed=True).size()
    pairs = pd.MultiIndex.from_frame(sources[["source_id", "perspective"]])
    number = found.reindex(pairs, fill_value=0).to_numpy()
    frame = pd.DataFrame(
        {
            "perspective": sources["perspective"].to_numpy(),
            "discussed": number >= at_length,
            "named": (number > 0) & (number < at_length),
            "absent": number == 0,
            "passages": number,
        }
    )
    return frame.groupby("perspective", observed=True).sum()
