"""Words in context: each place where participants say something, and what is around."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from vknz_research.analysis.words import place_sources
from vknz_research.model.words import find_forms, find_words

if TYPE_CHECKING:
    from vknz_research.analysis.view import View

WIDTH: Final = 60  # signs on either side
COLUMNS: Final = (
    "source_id",
    "source",
    "source_code",
    "perspective",
    "role",
    "turn",
    "start",
    "end",
    "before",
    "found",
    "after",
    "is_quotable",
)


def list_contexts(
    view: "View", words: str, *, lemma: bool = False, width: int = WIDTH
) -> pd.DataFrame:
    """List where participants say a word or phrase, in reading order.

    Whole words, whatever their capitals; with `lemma` in all forms of each word. What
    stands `before` and `after` is of the same turn, at most `width` signs. Of who may
    not be quoted the place is counted and the words are left out.
    """
    rows = [
        _make_row(view, turn, span, width)
        for turn, span in _find_all(view, words, lemma=lemma)
    ]
    found = pd.DataFrame(rows, columns=["participant_id", *COLUMNS])
    people = view.participants.set_index("participant_id")["is_quotable"]
    allowed = found["participant_id"].map(people.astype(object))
    refused = (allowed == False).to_numpy(dtype=bool)  # noqa: E712 - nobody is no refusal
    found["is_quotable"] = ~refused
    found.loc[refused, ["before", "found", "after"]] = ""
    return found[list(COLUMNS)]


def _find_all(
    view: "View", words: str, *, lemma: bool
) -> Iterator[tuple[Any, tuple[int, int]]]:
    """Give each hit with the turn that it lies in, in reading order."""
    look = find_forms if lemma else find_words
    sources = view.sources.set_index("source_id")[["source", "source_code"]]
    turns = view.turns.join(sources.astype(object), on="source_id")
    by_source = dict(list(turns.groupby(turns["source_id"].astype(object))))
    for source_id in place_sources(view):
        spoken = by_source.get(source_id, turns.iloc[:0]).sort_values("start")
        starts = spoken["start"].to_numpy()
        records: list[Any] = list(spoken.itertuples(index=False))
        for start, end in look(view.texts[source_id], words) if records else ():
            at = int(np.searchsorted(starts, start, "right")) - 1
            if at >= 0 and end <= records[at].end:
                yield records[at], (start, end)


def _make_row(
    view: "View", turn: Any, span: tuple[int, int], width: int
) -> dict[str, Any]:
    start, end = span
    text = view.texts[str(turn.source_id)]
    names = ("source_id", "source", "source_code", "perspective", "role", "turn")
    return {
        "participant_id": turn.participant_id,
        **{name: getattr(turn, name) for name in names},
        "start": start,
        "end": end,
        "before": text[max(turn.start, start - width) : start].replace("\n", " "),
        "found": text[start:end],
        "after": text[end : min(turn.end, end + width)].replace("\n", " "),
    }
