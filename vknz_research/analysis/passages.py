"""Passages: which words carry a code, over all coders, counted once."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from vknz_research.snapshot import Snapshot


def select_codings(
    codings: pd.DataFrame,
    *,
    code: str | None = None,
    phases: Sequence[int] = (),
    perspectives: Sequence[str] = (),
    **equal: Any,
) -> pd.DataFrame:
    """Return the codings of a code and all below it, and of the groups given.

    An empty sequence leaves that column free. `equal` compares any other column.
    """
    if code is not None:
        codings = codings[mark_within(codings["code"], code)]
    for column, values in (("phase", phases), ("perspective", perspectives)):
        if values:
            codings = codings[codings[column].isin(list(values)).to_numpy()]
    for column, value in equal.items():
        is_equal = (codings[column] == value).fillna(value=False)
        codings = codings[is_equal.to_numpy(dtype=bool)]
    return codings


def mark_within(paths: "pd.Series[Any]", code: str) -> "np.ndarray[Any, Any]":
    """Say of each code path whether it is the code or lies below it.

    Works on the categories, not on the rows: fast with a million codings.
    """
    category = paths.astype("category")
    names = category.cat.categories
    is_wanted = np.array(
        [name == code or str(name).startswith(code + "/") for name in names], dtype=bool
    )
    codes = category.cat.codes.to_numpy()
    if not len(is_wanted):
        return np.zeros(len(paths), dtype=bool)
    marked: np.ndarray[Any, Any] = is_wanted[codes] & (codes >= 0)
    return marked


def merge_passages(codings: pd.DataFrame) -> pd.DataFrame:
    """Join codings that overlap in one source into passages.

    Returns one row per passage, in reading order: source_id, start, end (code points),
    and the other columns of the first coding in it. Two coders who mark the same words
    with other borders make one passage, which may be quoted where each of them may.
    """
    if codings.empty:
        return codings.copy()
    ordered = codings.sort_values(["source_id", "start", "end"], kind="stable")
    source = ordered["source_id"].astype("category").cat.codes.to_numpy()
    start, end = ordered["start"].to_numpy(), ordered["end"].to_numpy()
    first = find_first(source, start, end)
    group = np.cumsum(first) - 1
    last = np.maximum.reduceat(end, np.flatnonzero(first))
    merged = ordered[first].copy()
    merged["end"] = last
    if "is_quotable" in merged.columns:
        may = ordered["is_quotable"].to_numpy(dtype=bool)
        merged["is_quotable"] = np.logical_and.reduceat(may, np.flatnonzero(first))
    merged["codings"] = np.bincount(group)
    return merged.reset_index(drop=True)


def find_first(
    source: "np.ndarray[Any, Any]",
    start: "np.ndarray[Any, Any]",
    end: "np.ndarray[Any, Any]",
) -> "np.ndarray[Any, Any]":
    """Mark spans that overlap none before them in their source; spans are sorted."""
    # Ends made comparable over sources: each source gets a range of its own.
    width = int(end.max()) + 1
    reach = np.maximum.accumulate(source.astype(np.int64) * width + end)
    place = source.astype(np.int64) * width + start
    first = np.ones(len(start), dtype=bool)
    first[1:] = (source[1:] != source[:-1]) | (place[1:] >= reach[:-1])
    return first


def list_quotes(snapshot: "Snapshot", codings: pd.DataFrame) -> pd.DataFrame:
    """Return passages with their words; those who may not be quoted have none."""
    passages = merge_passages(codings[codings["is_quotable"]])
    texts = snapshot.texts
    words = [
        texts[str(source)][start:end]
        for source, start, end in zip(
            passages["source_id"], passages["start"], passages["end"], strict=True
        )
    ]
    columns = [
        "source",
        "source_code",
        "phase",
        "perspective",
        "role",
        "begin_ms",
        "start",
        "end",
    ]
    return passages[columns].assign(quote=words)
