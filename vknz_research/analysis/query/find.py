"""Answering a question: the passages that it asks for, in reading order."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from typing import Any, Final

import numpy as np
import pandas as pd

from vknz_research.analysis.passages import mark_within, merge_passages
from vknz_research.analysis.query.names import Vocabulary
from vknz_research.analysis.query.parse import parse
from vknz_research.analysis.query.relations import (
    Stretches,
    mark_linked,
    mark_overlapping,
    pair_overlaps,
)
from vknz_research.analysis.query.tree import (
    Both,
    Coded,
    Condition,
    Either,
    Linked,
    Negated,
    Part,
    Query,
    Worded,
    is_condition,
)
from vknz_research.analysis.view import View
from vknz_research.model.words import find_forms, find_words

COLUMNS: Final = (
    *("source_id", "source", "source_code", "kind", "phase", "perspective"),
    *("role", "participant_id", "turn", "start", "end", "begin_ms", "is_quotable"),
)
_MARK: Final = (*COLUMNS, "coder")
_OF_PERSON: Final = ("age_band", "gender")
Conditions = tuple[Part, ...]


def find(view: View, asked: str | Query) -> pd.DataFrame:
    """Return the passages that a question asks for, one row each, in reading order.

    Columns: those of `COLUMNS`, and `codings`, the number of codings that make the
    passage. Codings that overlap are one passage, whoever made them. A condition holds
    for each coding, not for the passage that they make together.
    """
    query = asked if isinstance(asked, Query) else parse(asked, vocabulary_of(view))
    return find_in(view, query.root)


def vocabulary_of(view: View) -> Vocabulary:
    """Return the words in which a view can be asked."""
    return Vocabulary.of(view.codes, view.smart, view.values)


def find_in(view: View, root: Part) -> pd.DataFrame:
    """Return the passages of a question that was read already."""
    finder = _Finder(view)
    merged = finder.merge(finder.find(root, ()))
    return merged[[*COLUMNS, "codings"]].reset_index(drop=True)


def quote(view: View, passages: pd.DataFrame) -> pd.DataFrame:
    """Return passages with their words; those who may not be quoted have none."""
    rows = zip(
        passages["source_id"],
        passages["start"],
        passages["end"],
        passages["is_quotable"],
        strict=True,
    )
    words = [view.texts[str(s)][a:b] if may else "" for s, a, b, may in rows]
    return passages.assign(text=words)


@dataclass(frozen=True)
class _Finder:
    """Finds the parts of one question on one view."""

    view: View

    @cached_property
    def ranks(self) -> dict[str, int]:
        ids = self.view.sources["source_id"]
        return {str(name): rank for rank, name in enumerate(ids)}

    def find(self, part: Part, under: Conditions) -> pd.DataFrame:
        """Return the marks of a part, each of which is under all conditions."""
        if isinstance(part, Coded):
            return self.keep(self.list_codings(part), under)
        if isinstance(part, Worded):
            return self.keep(self.list_words(part), under)
        if isinstance(part, Either) and not is_condition(part):
            found = [self.find(one, under) for one in part.parts]
            return pd.concat([_loosen(frame) for frame in found], ignore_index=True)
        if isinstance(part, Linked):
            return self.find_linked(part, under)
        parts = part.parts if isinstance(part, Both) else (part,)
        return self.find_both(parts, under)

    def keep(self, marks: pd.DataFrame, under: Conditions) -> pd.DataFrame:
        if not under:
            return marks
        holds = [self.holds(condition, marks) for condition in under]
        kept: pd.DataFrame = marks.loc[reduce(np.logical_and, holds)]
        return kept

    def list_codings(self, part: Coded) -> pd.DataFrame:
        codings = self.view.codings
        if not part.paths:
            return codings[list(_MARK)]
        marked = [mark_within(codings["code"], path) for path in part.paths]
        return codings.loc[reduce(np.logical_or, marked), list(_MARK)]

    def list_words(self, part: Worded) -> pd.DataFrame:
        look: Callable[[str, str], list[tuple[int, int]]]
        look = find_forms if part.in_all_forms else find_words
        rows: list[dict[str, Any]] = []
        for source_id, turns in self.turns_by_source.items():
            starts = turns["start"].to_numpy()
            for start, end in look(self.view.texts[source_id], part.words):
                at = int(np.searchsorted(starts, start, "right")) - 1
                if at >= 0 and end <= turns["end"].iloc[at]:
                    rows.append({"start": start, "end": end, "row": turns.index[at]})
        hits = pd.DataFrame(rows, columns=["start", "end", "row"])
        around = self.spoken.drop(columns=["start", "end"])
        found = around.loc[hits["row"]].reset_index(drop=True)
        placed = found.assign(start=hits["start"], end=hits["end"])
        return placed.astype({"start": "int64", "end": "int64"})[list(_MARK)]

    @cached_property
    def spoken(self) -> pd.DataFrame:
        """The turns of participants with the columns of a mark; coders none."""
        view = self.view
        own = ["source", "source_code", "kind", "phase"]
        sources = view.sources.set_index("source_id")[own].astype(object)
        turns = view.turns.drop(columns="kind").join(sources, on="source_id")
        closed = view.participants.loc[
            ~view.participants["is_quotable"].astype(bool), "participant_id"
        ]
        return turns.assign(
            is_quotable=~turns["participant_id"].isin(closed), coder=None
        ).reset_index(drop=True)

    @cached_property
    def turns_by_source(self) -> Mapping[str, pd.DataFrame]:
        grouped = self.spoken.groupby("source_id", sort=False, observed=True)
        return {str(name): frame.sort_values("start") for name, frame in grouped}

    def find_both(self, parts: Sequence[Part], under: Conditions) -> pd.DataFrame:
        """Return what passages share, less what must not be there."""
        limits = (*under, *(part for part in parts if is_condition(part)))
        rest = [part for part in parts if not is_condition(part)]
        not_these = [part.part for part in rest if isinstance(part, Negated)]
        these = [part for part in rest if not isinstance(part, Negated)] or [Coded()]
        if len(these) == 1 and not not_these:
            return self.find(these[0], limits)
        found = self.merge(self.find(these[0], limits))
        for part in these[1:]:
            found = self.share(found, self.merge(self.find(part, limits)))
        for absent in not_these:
            other = self.merge(self.find(absent, ()))
            is_free = ~mark_overlapping(self.spans(found), self.spans(other))
            found = found.loc[is_free]
        return found

    def find_linked(self, part: Linked, under: Conditions) -> pd.DataFrame:
        """Return the left passages; the conditions are about these."""
        left = self.merge(self.find(part.left, under))
        right = self.merge(self.find(part.right, ()))
        if part.link == "speaker":
            is_meant = _mark_speakers(left, right)
        else:
            spans = self.spans(left), self.spans(right)
            is_meant = mark_linked(part.link, *spans, part.reach)
        kept: pd.DataFrame = left.loc[is_meant]
        return kept

    def share(self, one: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
        """Return the words that passages of both kinds share.

        What is known of a passage is known of its first word, so that comes from
        whichever begins last.
        """
        left, right = pair_overlaps(self.spans(one), self.spans(other))
        a, b = _loosen(one).iloc[left], _loosen(other).iloc[right]
        is_later = b["start"].to_numpy() > a["start"].to_numpy()
        columns = list(_MARK)
        # Taken from one frame: pandas cannot write some columns into others of theirs.
        rows = np.arange(len(a)) + np.where(is_later, len(a), 0)
        both = pd.concat([a[columns], b[columns]], ignore_index=True)
        made: pd.DataFrame = both.iloc[rows].reset_index(drop=True)
        quotable = a["is_quotable"].to_numpy(bool) & b["is_quotable"].to_numpy(bool)
        ends = np.minimum(a["end"].to_numpy(), b["end"].to_numpy())
        return made.assign(end=ends, is_quotable=quotable)

    def merge(self, marks: pd.DataFrame) -> pd.DataFrame:
        """Join marks that overlap, in the order of the sources."""
        if marks.empty:
            return marks.assign(codings=pd.Series(dtype="int64"))[[*_MARK, "codings"]]
        merged = merge_passages(marks.drop(columns="codings", errors="ignore"))
        spans = self.spans(merged)
        return merged.iloc[np.lexsort((spans.start, spans.source))]

    def spans(self, frame: pd.DataFrame) -> Stretches:
        return Stretches.of(frame, self.ranks)

    def holds(self, part: Part, marks: pd.DataFrame) -> Any:
        """Say of each mark whether a condition holds."""
        if isinstance(part, Negated):
            return ~self.holds(part.part, marks)
        if isinstance(part, Both | Either):
            join = np.logical_and if isinstance(part, Both) else np.logical_or
            return reduce(join, [self.holds(one, marks) for one in part.parts])
        if isinstance(part, Condition):
            return self.fits(part, marks)
        return np.ones(len(marks), dtype=bool)

    def fits(self, condition: Condition, marks: pd.DataFrame) -> Any:
        values = self.column(condition.column, marks)
        found = values.isin(list(condition.values))
        if condition.column == "coder":  # words have no coder: that says nothing
            found = found | values.isna()
        return found.to_numpy(dtype=bool, na_value=False)

    def column(self, name: str, marks: pd.DataFrame) -> "pd.Series[Any]":
        if name in _OF_PERSON:
            people = self.view.participants.set_index("participant_id")[name]
            return marks["participant_id"].astype(object).map(people.astype(object))
        if name == "municipality":
            sources = self.view.sources.set_index("source_id")[name]
            return marks["source_id"].astype(object).map(sources.astype(object))
        return marks[name]


def _mark_speakers(one: pd.DataFrame, other: pd.DataFrame) -> Any:
    columns = ["source_id", "participant_id"]
    spoken = pd.MultiIndex.from_frame(other[columns].astype(object).dropna())
    asked = pd.MultiIndex.from_frame(one[columns].astype(object))
    return asked.isin(spoken) & one["participant_id"].notna().to_numpy()


def _loosen(frame: pd.DataFrame) -> pd.DataFrame:
    """Let categories be plain values, so that frames of any origin can be joined."""
    return frame.astype(
        {c: object for c in frame.columns if frame[c].dtype == "category"}
    )
