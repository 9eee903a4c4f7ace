"""Saturation: what each next source added that was not coded before."""

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from vknz_research.analysis.spans import (
    join_passages,
    read_spans,
    sort_places,
    write_pairs,
)

if TYPE_CHECKING:
    from vknz_research.analysis.view import View

FACETS: Final = ("opbrengst", "voorwaarde", "drempel")
COLUMNS: Final = (
    "order",
    "source_id",
    "source",
    "codes",
    "new_codes",
    "all_codes",
    "facets",
    "new_facets",
    "all_facets",
)


def trace_saturation(view: "View") -> pd.DataFrame:
    """Say of each source, in the order coded, which codes and facets it added.

    A source stands where its first coding was made; where a snapshot does not say when
    that was, sources stand by phase and name, and `order` is missing. A facet is a
    code of which something says what it yields, needs or what holds it back: a passage
    that overlaps one of a code that ends in opbrengst, voorwaarde or drempel. `all_…`
    is how many there were by then.
    """
    sources = view.sources[["source_id", "source", "phase"]].astype(object)
    ranks = _rank_sources(view.codings)
    ordered = sources.assign(order=sources["source_id"].map(ranks)).sort_values(
        ["order", "phase", "source"], na_position="last"
    )
    ordered["order"] = ordered["order"].astype("Int64")
    codes, facets = _list_codes(view.codings), _list_facets(view.codings)
    for name, found in (("codes", codes), ("facets", facets)):
        many, new = _count_new(list(ordered["source_id"]), found)
        ordered[name], ordered[f"new_{name}"] = many, new
        ordered[f"all_{name}"] = np.cumsum(np.array(new, dtype=int))
    coded = ordered[(ordered["codes"] > 0).to_numpy()]
    return coded[list(COLUMNS)].reset_index(drop=True)


def _rank_sources(codings: pd.DataFrame) -> "dict[str, int]":
    if "coded_order" not in codings.columns:
        return {}
    source = codings["source_id"].astype(object)
    first = codings["coded_order"].groupby(source).min().dropna()
    return {str(name): int(rank) for name, rank in first.items()}


Found = dict[str, set[tuple[str, ...]]]


def _list_codes(codings: pd.DataFrame) -> Found:
    pairs = codings[["source_id", "code"]].astype(object).drop_duplicates()
    found: Found = {}
    for source, code in pairs.itertuples(index=False):
        found.setdefault(str(source), set()).add((str(code),))
    return found


def _list_facets(codings: pd.DataFrame) -> Found:
    """List pairs of a code and what a passage says of it, per source."""
    spans = join_passages(read_spans(codings, with_below=False))
    spans = spans.take(sort_places(spans.source, spans.start))
    ending = [name.rpartition("/")[2] for name in spans.names]
    is_facet = np.array([end in FACETS for end in ending], dtype=bool)
    source = codings["source_id"].astype(object).to_numpy()[spans.row]
    width = int(spans.end.max(initial=0)) + 1
    place = spans.source * width
    until = np.searchsorted(place + spans.start, place + spans.end)
    here = np.arange(len(until))
    found: Found = {}
    for first, second in write_pairs(here, here + 1, until):
        for one, other in ((first, second), (second, first)):
            at = is_facet[spans.code[other]] & ~is_facet[spans.code[one]]
            for i, j in zip(one[at], other[at], strict=True):
                pair = (spans.names[spans.code[i]], ending[spans.code[j]])
                found.setdefault(str(source[i]), set()).add(pair)
    for i in np.flatnonzero(is_facet[spans.code]):
        name = spans.names[spans.code[i]]
        found.setdefault(str(source[i]), set()).add(tuple(name.rsplit("/", 1)))
    return found


def _count_new(sources: list[str], found: Found) -> tuple[list[int], list[int]]:
    """Count what each source has, and what of it no source before had.

    >>> _count_new(["a", "b"], {"a": {("x",)}, "b": {("x",), ("y",)}})
    ([1, 2], [1, 1])
    """
    seen: set[tuple[str, ...]] = set()
    many, new = [], []
    for source in sources:
        here = found.get(source, set())
        many.append(len(here))
        new.append(len(here - seen))
        seen |= here
    return many, new
