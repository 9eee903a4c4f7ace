"""One copy of a study as merging reads it: rows, texts, and acts the other lacks."""

import hashlib
import json
from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select

from vknz_research.store import tables
from vknz_research.store.events import Change, Event
from vknz_research.store.mapping import CLASS_OF, KEPT, from_row, to_row
from vknz_research.store.merging.facets import Key, Row
from vknz_research.store.unit import IN_ONE_QUESTION, Reader

MERGE = "merge"


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row before and after an act, with the columns that it has today."""

    table: str
    row_id: str
    before: Row | None
    after: Row | None


@dataclass(frozen=True, slots=True)
class Act:
    """An act that the other copy does not know, as it was recorded."""

    event: Event
    changes: tuple[Change, ...]
    why: str | None

    @property
    def facts(self) -> dict[str, Any]:
        """Return the facts of the act."""
        found: dict[str, Any] = json.loads(self.event.facts)
        return found


@dataclass(frozen=True, slots=True)
class Text:
    """A revision of a source; `number` counts within the copy where it was made.

    `times` is a hash of its time codes: texts with the same words may differ in them.
    """

    id: str
    source_id: str
    number: int
    text: str
    text_hash: str
    times: str = ""


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of a study: its rows by table and id, and its acts unknown elsewhere.

    `ids` are all ids that its rows ever had, `known` those of all its acts. `same`
    says which ids an earlier merge made one; `decided` what earlier merges decided.
    """

    study: str
    rows: Mapping[Key, Row]
    texts: Mapping[str, Text]
    originals: Mapping[str, str]
    acts: tuple[Act, ...]
    known: Set[str]
    ids: Set[str]
    same: Mapping[str, str]
    decided: Set[str]


def list_acts(reader: Reader) -> set[str]:
    """List the ids of all acts of a copy."""
    return set(reader.connection.execute(select(tables.event.c.id)).scalars())


def read_copy(reader: Reader, elsewhere: Set[str]) -> Copy:
    """Read a copy; `elsewhere` are the ids of the acts that the other copy has."""
    link = reader.connection
    same, decided = _read_merges(reader)
    made = select(tables.change.c.row_id).distinct()
    rows = _read_rows(reader)
    return Copy(
        study=reader.setting("study_id") or "",
        rows=rows,
        texts=_read_texts(reader),
        originals={
            row[0]: row[1]
            for row in link.execute(
                select(tables.original.c.id, tables.original.c.sha256)
            )
        },
        acts=_read_acts(reader, elsewhere),
        known=list_acts(reader),
        ids={*link.execute(made).scalars(), *(row_id for _, row_id in rows)},
        same=same,
        decided=decided,
    )


def _read_rows(reader: Reader) -> dict[Key, Row]:
    return {
        (table.name, row["id"]): plain(dict(row))
        for table in KEPT.values()
        for row in reader.connection.execute(select(table)).mappings()
    }


def plain(row: Row) -> Row:
    """Return a row whose JSON columns are plain dicts, to compare and to change."""
    return {
        name: json.loads(tables.write_json(value))
        if isinstance(value, Mapping)
        else value
        for name, value in row.items()
    }


def _read_texts(reader: Reader) -> dict[str, Text]:
    names = [name for name in Text.__dataclass_fields__ if name != "times"]
    rows = reader.connection.execute(select(*(tables.revision.c[n] for n in names)))
    times = _hash_times(reader)
    texts = (Text(*row) for row in rows)
    return {text.id: replace(text, times=times.get(text.id, "")) for text in texts}


def _hash_times(reader: Reader) -> dict[str, str]:
    """Return a hash of the time codes of each text that has them."""
    found: dict[str, Any] = {}
    for table in (tables.turn, tables.cue):
        columns = table.c.revision_id, table.c.number, table.c.begin_ms, table.c.end_ms
        asked = select(*columns).where(table.c.begin_ms.is_not(None))
        rows = reader.connection.execute(asked.order_by(*columns[:2]))
        for revision_id, *times in rows:
            made = found.setdefault(revision_id, hashlib.sha256())
            made.update(f"{table.name} {times};".encode())
    return {revision_id: made.hexdigest() for revision_id, made in found.items()}


def _read_merges(reader: Reader) -> tuple[dict[str, str], set[str]]:
    asked = select(tables.event.c.facts).where(tables.event.c.act == MERGE)
    same: dict[str, str] = {}
    decided: set[str] = set()
    for facts in map(json.loads, reader.connection.execute(asked).scalars()):
        same |= facts.get("same", {})
        decided |= {item[2] for item in facts.get("decided", [])}
    return same, decided


def _read_acts(reader: Reader, elsewhere: Set[str]) -> tuple[Act, ...]:
    events = [e for e in reader.events_after(0) if e.id not in elsewhere]
    seqs = [event.seq for event in events]
    changes = reader.changes_by_act(seqs)
    reasons: dict[int, str] = {}
    table = tables.reason
    for at in range(0, len(seqs), IN_ONE_QUESTION):
        some = table.c.event_seq.in_(seqs[at : at + IN_ONE_QUESTION])
        found = reader.connection.execute(
            select(table.c.event_seq, table.c.text).where(some)
        )
        reasons |= {row[0]: row[1] for row in found}
    return tuple(Act(e, tuple(changes[e.seq]), reasons.get(e.seq)) for e in events)


def read_changes(act: Act, same: Mapping[str, str]) -> list[RowChange]:
    """Return what an act changed, with today's columns and today's ids."""
    return [
        RowChange(
            item.table_name,
            same.get(item.row_id, item.row_id),
            _read_row(item.table_name, item.before, same),
            _read_row(item.table_name, item.after, same),
        )
        for item in act.changes
    ]


def _read_row(table: str, written: str | None, same: Mapping[str, str]) -> Row | None:
    if written is None:
        return None
    row: Row = to_row(from_row(CLASS_OF[table], json.loads(written)))
    named: Row = rename_ids(plain(row), same)
    return named


def rename_ids(value: Any, same: Mapping[str, str]) -> Any:
    """Return a row, or what stands in one, with other ids in place of some."""
    if not same:
        return value
    if isinstance(value, Mapping):
        return {name: rename_ids(item, same) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [rename_ids(item, same) for item in value]
    return same.get(value, value) if isinstance(value, str) else value


def rename_copy(copy: Copy, same: Mapping[str, str]) -> Copy:
    """Return a copy in which ids that mean the same are the same."""
    if not same:
        return copy
    rows = {
        (table, same.get(row_id, row_id)): rename_ids(row, same)
        for (table, row_id), row in copy.rows.items()
    }
    texts = {
        same.get(key, key): replace(
            text,
            id=same.get(key, key),
            source_id=same.get(text.source_id, text.source_id),
        )
        for key, text in copy.texts.items()
    }
    ids = copy.ids | {same[row_id] for row_id in copy.ids & same.keys()}
    return replace(copy, rows=rows, texts=texts, ids=ids)
