"""Crosstabs: codes against perspectives, phases, sources or anything else."""

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd

from vknz_research.analysis.passages import merge_passages
from vknz_research.analysis.spans import Numbers, join_passages, list_above, read_spans
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
    column = codings[by].astype("category")
    groups = column.cat.categories
    group = column.cat.codes.to_numpy()
    is_known = group >= 0
    if not is_known.any():
        return pd.DataFrame(index=pd.Index([], name="code"))
    if not is_known.all():
        codings, group = codings[is_known], group[is_known]
    count = _count_codings if unit == "codings" else _count_units
    names, counts = count(codings, group, unit, with_below=with_below)
    table = _make_table(counts, pd.Index(names, name="code"), groups.rename(by))
    if by != "perspective":
        return table
    fixed = [name for name in PERSPECTIVES if name in table.columns]
    return table[[*fixed, *(name for name in table.columns if name not in fixed)]]


def _count_codings(
    codings: pd.DataFrame, group: Numbers, _unit: Unit, *, with_below: bool
) -> tuple[Sequence[str], Numbers]:
    """Count single codings: first each code, then what lies below it."""
    paths = codings["code"].astype("category")
    names = [str(name) for name in paths.cat.categories]
    code, width = paths.cat.codes.to_numpy(), int(group.max()) + 1
    cell = code.astype(np.int64) * width + group
    own = np.bincount(cell[code >= 0], minlength=len(names) * width)
    own = own.reshape(len(names), width)
    if not with_below:
        return names, own
    known, lines, many = list_above(names)
    counts = np.zeros((len(known), width), dtype=np.int64)
    np.add.at(counts, lines, np.repeat(own, many, axis=0))
    return known, counts


def _count_units(
    codings: pd.DataFrame, group: Numbers, unit: Unit, *, with_below: bool
) -> tuple[Sequence[str], Numbers]:
    """Count passages or sources of each code in each group."""
    spans = read_spans(codings, with_below=with_below)
    group = group.astype(np.int64)
    width = int(group.max()) + 1
    cell = spans.code * width + group[spans.row]
    size = len(spans.names) * width
    if unit == "passages":
        spans = join_passages(spans, cell)
        cell = spans.code * width + group[spans.row]
    elif unit == "sources":
        cell = np.unique(spans.source * size + cell) % size
    counts = np.bincount(cell, minlength=size)
    return spans.names, counts.reshape(len(spans.names), width)


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
    return _make_table(
        counts, row_names.rename(rows.name), column_names.rename(columns.name)
    )


def _make_table(counts: Numbers, rows: pd.Index, columns: pd.Index) -> pd.DataFrame:
    """Return the rows and columns in which something stands, in order."""
    row, column = np.flatnonzero(counts.any(axis=1)), np.flatnonzero(counts.any(axis=0))
    table = pd.DataFrame(
        counts[np.ix_(row, column)],
        index=rows.astype(object)[row],
        columns=columns.astype(object)[column],
    )
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
