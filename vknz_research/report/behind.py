"""The passages behind a number: its question, and in the project the words."""

from collections.abc import Iterator
from typing import Any, Protocol

import pandas as pd

from vknz_research.analysis.query import find
from vknz_research.analysis.view import View
from vknz_research.language import Language
from vknz_research.report.blocks import Passage, Passages
from vknz_research.report.labels import format_count


class Told(Protocol):
    """A report, as far as it can tell what stands behind a number."""

    @property
    def view(self) -> View:
        """Return what the report is about."""

    @property
    def language(self) -> Language:
        """Return the language of the report."""

    @property
    def is_internal(self) -> bool:
        """Say whether only the project reads it."""

    def say(self, nl: str, en: str) -> str:
        """Return the sentence in the language of the report."""

    def read(self, source_id: str, start: int, end: int) -> str:
        """Return words, without what an edited reading replaced."""

    def tell_time(self, begin_ms: Any) -> str | None:
        """Return a time in a recording."""


def show_behind(report: Told, query: str, label: str = "") -> Passages:
    """Return the passages that a question counts, as a block.

    The words are for readers within the project: outside it only what was chosen and
    edited as a quotation is shown, and the question tells whoever has the data.
    """
    found = find(report.view, query)
    total = format_count(len(found), report.language)
    many = "passage" if len(found) == 1 else "passages"
    title = f"{label}: {total} {many}" if label else f"{total} {many}"
    rows = tuple(_list_words(report, found)) if report.is_internal else ()
    return Passages(title, query, rows, label)


def _list_words(report: Told, found: pd.DataFrame) -> Iterator[Passage]:
    closed = report.say("mag niet worden geciteerd", "may not be quoted")
    columns = ("source", "source_code", "begin_ms", "source_id", "is_quotable")
    rows = zip(*(found[name].astype(object) for name in columns), strict=True)
    spans = zip(found["start"].tolist(), found["end"].tolist(), strict=True)
    for (source, code, begin_ms, source_id, may), (start, end) in zip(
        rows, spans, strict=True
    ):
        name = code if isinstance(code, str) else source
        place = " · ".join(p for p in (str(name), report.tell_time(begin_ms)) if p)
        words = report.read(str(source_id), start, end) if may else f"({closed})"
        yield Passage(place, words)
