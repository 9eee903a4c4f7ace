"""Which codes go together: in the same words, or in the same turn."""

from typing import Any, Literal

import numpy as np
import pandas as pd

from vknz_research.analysis.spans import (
    Spans,
    count_overlaps,
    count_pairs_until,
    join_passages,
    read_spans,
    sort_places,
)

By = Literal["overlap", "turn"]
Unit = Literal["passages", "codings"]


def count_together(
    codings: pd.DataFrame,
    by: By = "overlap",
    *,
    unit: Unit = "passages",
    with_below: bool = True,
) -> pd.DataFrame:
    """Count how often each two codes go together; codes against codes.

    By overlap: the stretches that passages of both share, the same either way round.
    By turn: the passages of the row in whose turn one of the column begins too. With
    `unit="codings"` overlapping codings of a code are not joined first. On the diagonal
    stands how often the code itself occurs. A code counts what lies below it too.

    >>> rows = [("a", 1, 0, 9, "x/p"), ("a", 1, 5, 12, "x/q"), ("a", 2, 20, 30, "x/q")]
    >>> columns = ["source_id", "turn", "start", "end", "code"]
    >>> table = count_together(pd.DataFrame(rows, columns=columns))
    >>> int(table.loc["x/p", "x/q"]), int(table.loc["x/q", "x/q"])
    (1, 2)
    """
    spans = read_spans(codings, with_below=with_below)
    if unit == "passages":
        spans = join_passages(spans)
        spans = spans.take(sort_places(spans.source, spans.start))
    own = np.bincount(spans.code, minlength=len(spans.names))
    if by == "overlap":
        counts = count_overlaps(spans)
        np.fill_diagonal(counts, own)
    else:
        counts = _count_in_turns(spans, codings["turn"])
    return _name(counts, spans.names, own > 0)


def _count_in_turns(spans: Spans, turns: "pd.Series[Any]") -> "np.ndarray[Any, Any]":
    """Count spans of one code in whose turn another begins."""
    turn = pd.to_numeric(turns).astype("Int64").fillna(-1).to_numpy(np.int64)[spans.row]
    is_known = np.flatnonzero(turn >= 0)
    known, size = spans.take(is_known), len(spans.names)
    cell = known.source * (int(turn.max(initial=0)) + 1) + turn[is_known]
    # One row for each code in each turn, with how many passages it stands for.
    one, weights = np.unique(cell * size + known.code, return_counts=True)
    place, code = one // size, one % size
    until = np.searchsorted(place, place, "right")
    counts = count_pairs_until(code, until, size, weights)
    back = np.searchsorted(place, place)
    turned = len(place) - back[::-1]
    counts += count_pairs_until(code[::-1], turned, size, weights[::-1])
    np.fill_diagonal(counts, np.bincount(spans.code, minlength=size))
    return counts


def _name(
    counts: "np.ndarray[Any, Any]", names: tuple[str, ...], occurs: Any
) -> pd.DataFrame:
    kept = np.flatnonzero(occurs)
    order = kept[np.argsort(np.array([names[n] for n in kept], dtype=object))]
    index = pd.Index([names[n] for n in order], name="code", dtype=object)
    return pd.DataFrame(counts[np.ix_(order, order)], index=index, columns=index)


def list_together(table: pd.DataFrame, *, at_least: int = 1) -> pd.DataFrame:
    """List pairs of codes that go together, the most frequent first.

    Pairs of a code and one below it are left out: they go together by definition.

    >>> names = ["x/p", "x/p/a", "x/q"]
    >>> rows = [[3, 2, 1], [2, 2, 0], [1, 0, 4]]
    >>> list_together(pd.DataFrame(rows, names, names)).to_dict("records")
    [{'code': 'x/p', 'other': 'x/q', 'number': 1}]
    """
    names = [str(name) for name in table.index]
    values = table.to_numpy()
    rows = [
        (one, other, int(values[i, j]))
        for i, one in enumerate(names)
        for j, other in enumerate(names[i + 1 :], i + 1)
        if values[i, j] >= at_least and not other.startswith(one + "/")
    ]
    rows.sort(key=lambda row: (-row[2], row[0], row[1]))
    return pd.DataFrame(rows, columns=["code", "other", "number"])
