"""Choosing a passage of the study as a quotation, and editing it lightly."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import uuid4

import pandas as pd

from vknz_research.analysis.passages import merge_passages, select_codings
from vknz_research.coding.consent import find_open_source
from vknz_research.coding.find import find_code, hash_passage
from vknz_research.coding.places import speaker_role_at
from vknz_research.errors import NotQuotableError, UnknownThingError
from vknz_research.model.codings import Excerpt
from vknz_research.model.sources import Span
from vknz_research.project.study import Study
from vknz_research.report.marking import mark_edit
from vknz_research.snapshot import Snapshot
from vknz_research.store.unit import Reader

MOST: Final = 60  # passages in one answer
LEAD: Final = "C"


@dataclass(frozen=True, slots=True)
class Search:
    """What passages are looked for; an empty one leaves that free."""

    code: str = ""
    perspective: str = ""
    words: str = ""
    offset: int = 0


def find_passages(snapshot: Snapshot, search: Search) -> dict[str, Any]:
    """Return coded passages that may be quoted, in reading order, with their words."""
    found = select_codings(
        snapshot.codings,
        code=search.code or None,
        perspectives=[search.perspective] if search.perspective else (),
    )
    quotable = found[found["is_quotable"].astype(bool)]
    passages = merge_passages(quotable)
    texts = snapshot.texts
    rows = [_describe(row, texts) for row in passages.itertuples()]
    wanted = search.words.casefold()
    rows = [row for row in rows if wanted in row["quote"].casefold()]
    here = rows[search.offset : search.offset + MOST]
    closed = len(merge_passages(found)) - len(passages)
    return {"total": len(rows), "passages": here, "closed": max(closed, 0)}


def _describe(row: Any, texts: Mapping[str, str]) -> dict[str, Any]:
    def text(value: object) -> str | None:
        return None if pd.isna(value) else str(value)  # type: ignore[call-overload]

    return {
        "sourceId": str(row.source_id),
        "source": str(row.source),
        "label": text(row.source_code),
        "perspective": text(row.perspective),
        "code": str(row.code),
        "start": int(row.start),
        "end": int(row.end),
        "quote": texts[str(row.source_id)][int(row.start) : int(row.end)],
    }


@dataclass(frozen=True, slots=True)
class Place:
    """Where a quotation is taken from."""

    source_id: str
    start: int
    end: int


def choose_quotation(
    study: Study, actor: str, snapshot: Snapshot, place: Place, section: str
) -> str:
    """Make a passage a quotation of a section and return its key.

    One that is there already, at the same place, is not made twice.
    """
    _need_quotable(snapshot, place)
    with study.store.read() as reader:
        known = reader.all(Excerpt, source_id=place.source_id)
        for one in known:
            if (one.start, one.end) == (place.start, place.end):
                return one.key
        excerpt = _make_excerpt(reader, place, section)
    with study.store.begin(actor, "import-excerpts") as work:
        work.add(excerpt)
        work.facts = {"excerpts": 1, "codings": 0}
    return excerpt.key


def _need_quotable(snapshot: Snapshot, place: Place) -> None:
    turns = snapshot.turns
    here = turns[
        (turns["source_id"] == place.source_id)
        & (turns["start"] < place.end)
        & (turns["end"] > place.start)
    ]
    people = snapshot.participants.set_index("participant_id")["is_quotable"]
    speakers = here["participant_id"].dropna()
    if here.empty or not all(bool(people.get(who, False)) for who in speakers):
        names = snapshot.sources.set_index("source_id")["source"]
        name = str(names.get(place.source_id, "?"))
        raise NotQuotableError(source=name, start=place.start, end=place.end)


def _make_excerpt(reader: Reader, place: Place, section: str) -> Excerpt:
    source = find_open_source(reader, place.source_id)
    span = Span(place.start, place.end)
    return Excerpt(
        id=str(uuid4()),
        key=_next_key(reader),
        section=find_code(reader, section).path,
        source_id=source.id,
        revision_id=source.revision_id,
        start=place.start,
        end=place.end,
        text_hash=hash_passage(reader, source, span),
        edited=None,
        label=source.source_code,
        speaker_role=speaker_role_at(reader, source, place.start),
        position=len(reader.all(Excerpt)) + 1,
    )


def _next_key(reader: Reader) -> str:
    numbers = [
        int(excerpt.key.removeprefix(LEAD))
        for excerpt in reader.all(Excerpt)
        if excerpt.key.removeprefix(LEAD).isdecimal()
    ]
    return f"{LEAD}{max(numbers, default=0) + 1}"


def edit_quotation(snapshot: Snapshot, key: str, typed: str) -> str | None:
    """Return the marked reading of what was typed; None where nothing is edited."""
    rows = snapshot.excerpts[snapshot.excerpts["key"] == key]
    if rows.empty:
        raise UnknownThingError(kind="citaat", name=key, list="excerpts")
    row = rows.iloc[0]
    quote, own = str(row["quote"]), row["edited"]
    # The words as they were said, where the quotation has an edit of its own.
    return mark_edit(quote, typed) or (quote if isinstance(own, str) else None)
