"""What follows what: codes that begin soon after another ends."""

from typing import Final

import numpy as np
import pandas as pd

from vknz_research.analysis.spans import (
    Numbers,
    Spans,
    join_passages,
    read_spans,
    sort_places,
)

WITHIN: Final = 3  # turns


def count_following(
    codings: pd.DataFrame, within: int = WITHIN, *, with_below: bool = True
) -> pd.DataFrame:
    """Count the passages of a code (row) that another (column) follows.

    It follows where it begins at or after the end of the passage, in the same source,
    and at most `within` turns after the turn in which the passage begins. Each
    passage counts once for a code, however often that follows. Passages that lie in
    no turn are left out.

    >>> rows = [("a", 1, 0, 9, "x/p"), ("a", 2, 12, 20, "x/q"), ("a", 9, 90, 95, "x/q")]
    >>> columns = ["source_id", "turn", "start", "end", "code"]
    >>> table = count_following(pd.DataFrame(rows, columns=columns), within=3)
    >>> int(table.loc["x/p", "x/q"]), int(table.loc["x/q", "x/q"])
    (1, 0)
    """
    spans = join_passages(read_spans(codings, with_below=with_below))
    spans = spans.take(sort_places(spans.source, spans.start))
    turn = pd.to_numeric(codings["turn"]).astype("Int64").fillna(-1)
    turns = turn.to_numpy(np.int64)[spans.row]
    spans, turns = spans.take(np.flatnonzero(turns >= 0)), turns[turns >= 0]
    low, high = _find_reach(spans, turns, within)
    size = len(spans.names)
    counts = np.zeros((size, size), dtype=np.int64)
    for code in np.unique(spans.code):
        # How many of this code stand before each place: any in reach, or none.
        before = np.concatenate([[0], np.cumsum(spans.code == code, dtype=np.int32)])
        is_followed = before[high] > before[low]
        counts[:, code] = np.bincount(spans.code[is_followed], minlength=size)
    return _name_codes(counts, spans)


def _find_reach(spans: Spans, turns: Numbers, within: int) -> tuple[Numbers, Numbers]:
    """Return the first and the last passage that may follow each, half-open."""
    width = int(max(spans.end.max(initial=0), turns.max(initial=0) + within)) + 1
    place = spans.source * width
    low = np.searchsorted(place + spans.start, place + spans.end)
    # Turns only rise within a source, so those in reach stand together.
    high = np.searchsorted(place + turns, place + turns + within, "right")
    return low, np.maximum(low, high)


def _name_codes(counts: Numbers, spans: Spans) -> pd.DataFrame:
    kept = np.unique(spans.code)
    order = sorted(kept, key=lambda number: spans.names[number])
    index = pd.Index([spans.names[n] for n in order], name="code", dtype=object)
    return pd.DataFrame(counts[np.ix_(order, order)], index=index, columns=index)
