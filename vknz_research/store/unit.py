"""Reading, and the unit of work: one act, one transaction, one event."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from itertools import groupby
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    and_,
    bindparam,
    func,
    insert,
    select,
    true,
)
from sqlalchemy.exc import IntegrityError

from vknz_research.errors import UndoConflictError
from vknz_research.model.sources import Cue, Revision, Turn
from vknz_research.store import tables
from vknz_research.store.events import (
    FIRST_HASH,
    Change,
    Event,
    digest_changes,
    make_event,
)
from vknz_research.store.mapping import (
    CLASS_OF,
    TABLES,
    V,
    Value,
    from_row,
    to_row,
)
from vknz_research.store.tables import write_json

IN_ONE_QUESTION: Final = 500
ORIGIN: Final = "origin"  # an act that is done here comes from nowhere else


class Reader:
    """Reads values of the store within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def all(self, cls: type[V], **wanted: object) -> list[V]:
        """List the values whose columns equal what is given, by id.

        A set of values asks for any of them.
        """
        table = TABLES[cls]
        rows = self.connection.execute(
            select(table)
            .where(and_(true(), *[_match(table, *pair) for pair in wanted.items()]))
            .order_by(table.c.id)
        )
        return [from_row(cls, dict(row)) for row in rows.mappings()]

    def first(self, cls: type[V], **equal: object) -> V | None:
        """Find one value, or None."""
        table = TABLES[cls]
        wanted = [table.c[name] == value for name, value in equal.items()]
        row = self.connection.execute(select(table).where(*wanted).limit(1))
        found = row.mappings().first()
        return None if found is None else from_row(cls, dict(found))

    def last_known(self, cls: type[V], row_id: str) -> V | None:
        """Find a value by id, also one that was taken away: as it was last."""
        found = self.first(cls, id=row_id)
        if found is not None:
            return found
        table = tables.change
        asked = select(table.c.before, table.c.after).where(
            table.c.row_id == row_id, table.c.table_name == TABLES[cls].name
        )
        last = asked.order_by(table.c.event_seq.desc(), table.c.number.desc())
        row = self.connection.execute(last.limit(1)).first()
        text = row and (row[1] or row[0])
        return from_row(cls, json.loads(text)) if text else None

    def taken_away(self, cls: type[V]) -> list[V]:
        """List values that an act took away, as they were then; some came back."""
        table = tables.change
        asked = select(table.c.before).where(
            table.c.table_name == TABLES[cls].name,
            table.c.after.is_(None),
            table.c.before.is_not(None),
        )
        rows = self.connection.execute(asked).scalars()
        return [from_row(cls, json.loads(row)) for row in rows]

    def list_first_made(self, cls: type[Any]) -> list[str]:
        """List the ids of values that are there, in the order in which they came."""
        table, change = TABLES[cls], tables.change
        came = func.min(change.c.event_seq)
        asked = (
            select(change.c.row_id)
            .join(table, table.c.id == change.c.row_id)
            .where(change.c.table_name == table.name, change.c.before.is_(None))
            .group_by(change.c.row_id)
            .order_by(came, func.min(change.c.number), change.c.row_id)
        )
        return list(self.connection.execute(asked).scalars())

    def count(self, cls: type[Any], **equal: object) -> int:
        """Count values."""
        table = TABLES[cls]
        wanted = [table.c[name] == value for name, value in equal.items()]
        asked = select(func.count()).select_from(table).where(and_(true(), *wanted))
        return self.connection.execute(asked).scalar_one()

    def turns(self, revision_id: str) -> list[Turn]:
        """List the turns of a text in order."""
        return [Turn(**row) for row in self._units(tables.turn, revision_id)]

    def turn_places(self, revision_id: str) -> list[tuple[int, int]]:
        """List where the turns of a text begin and end, in order."""
        table = tables.turn
        asked = select(table.c.start, table.c.end)
        ordered = asked.where(table.c.revision_id == revision_id)
        rows = self.connection.execute(ordered.order_by(table.c.number))
        return [(row[0], row[1]) for row in rows]

    def turn_at(self, revision_id: str, place: int) -> Turn | None:
        """Return the turn in which a place lies, or the first one after it."""
        table = tables.turn
        columns = [c for c in table.c if c.name not in {"revision_id", "number"}]
        asked = select(*columns).where(
            table.c.revision_id == revision_id, table.c.end > place
        )
        row = self.connection.execute(asked.order_by(table.c.number).limit(1))
        found = row.mappings().first()
        return None if found is None else Turn(**found)

    def cues(self, revision_id: str) -> list[Cue]:
        """List the timed stretches of a text in order."""
        return [Cue(**row) for row in self._units(tables.cue, revision_id)]

    def turns_within(self, revision_id: str, start: int, end: int) -> list[Turn]:
        """List the turns that a passage touches, in order."""
        return [
            Turn(**row) for row in self._units(tables.turn, revision_id, start, end)
        ]

    def cues_within(self, revision_id: str, start: int, end: int) -> list[Cue]:
        """List the timed stretches that a passage touches, in order."""
        return [Cue(**row) for row in self._units(tables.cue, revision_id, start, end)]

    def next_begin(self, revision_id: str, recording: int, begin_ms: int) -> int | None:
        """Return when the next turn of a recording begins, or None at the last one."""
        table = tables.turn
        asked = select(func.min(table.c.begin_ms)).where(
            table.c.revision_id == revision_id,
            table.c.recording == recording,
            table.c.begin_ms > begin_ms,
        )
        found: int | None = self.connection.execute(asked).scalar_one_or_none()
        return found

    def _units(
        self, table: Table, revision_id: str, *within: int
    ) -> Iterable[dict[str, Any]]:
        columns = [c for c in table.c if c.name not in {"revision_id", "number"}]
        asked = select(*columns).where(table.c.revision_id == revision_id)
        if within:
            asked = asked.where(table.c.start < within[1], table.c.end > within[0])
        rows = self.connection.execute(asked.order_by(table.c.number))
        return (dict(row) for row in rows.mappings())

    def passage(self, revision_id: str, start: int, end: int) -> tuple[str, int]:
        """Return the words of a passage, and the length of the whole text."""
        table = tables.revision
        asked = select(
            func.substr(table.c.text, start + 1, end - start), table.c.length
        )
        row = self.connection.execute(asked.where(table.c.id == revision_id)).one()
        return row[0], row[1]

    def text_lengths(self) -> dict[str, int]:
        """Return the length of each text, by revision id."""
        table = tables.revision
        rows = self.connection.execute(select(table.c.id, table.c.length))
        return {row[0]: row[1] for row in rows}

    def count_codings(
        self, coder_id: str | None = None, code_ids: set[str] | None = None
    ) -> dict[str, int]:
        """Return the number of codings of each code, or of some, by one coder."""
        column = tables.coding.c.code_id
        asked = select(column, func.count()).group_by(column)
        if coder_id is not None:
            asked = asked.where(tables.coding.c.coder_id == coder_id)
        if code_ids is not None:
            asked = asked.where(column.in_(code_ids))
        return {row[0]: row[1] for row in self.connection.execute(asked)}

    def count_stale(self) -> int:
        """Count the codings from before the present definition of their code."""
        joined = tables.coding.join(tables.code)
        old = tables.coding.c.code_revision < tables.code.c.defined
        asked = select(func.count()).select_from(joined).where(old)
        return self.connection.execute(asked).scalar_one()

    def originals(self, sha256: str) -> list[str]:
        """List the ids of original files with this hash."""
        asked = select(tables.original.c.id).where(tables.original.c.sha256 == sha256)
        return list(self.connection.execute(asked).scalars())

    def original_data(self, original_id: str) -> bytes:
        """Return the bytes of an original file."""
        asked = select(tables.original.c.data).where(
            tables.original.c.id == original_id
        )
        return bytes(self.connection.execute(asked).scalar_one())

    def setting(self, key: str) -> str | None:
        """Return a setting of the store."""
        asked = select(tables.setting.c.value).where(tables.setting.c.key == key)
        return self.connection.execute(asked).scalar_one_or_none()

    def head(self) -> tuple[int, str]:
        """Return number and hash of the last event."""
        asked = select(tables.event.c.seq, tables.event.c.hash)
        last = asked.order_by(tables.event.c.seq.desc()).limit(1)
        row = self.connection.execute(last).first()
        return (0, FIRST_HASH) if row is None else (row[0], row[1])

    def event(self, seq: int) -> Event:
        """Return one act of the log."""
        asked = select(tables.event).where(tables.event.c.seq == seq)
        return Event(*self.connection.execute(asked).one())

    def events_after(self, seq: int) -> list[Event]:
        """List the acts after number `seq`, oldest first."""
        asked = select(tables.event).where(tables.event.c.seq > seq)
        rows = self.connection.execute(asked.order_by(tables.event.c.seq))
        return [Event(*row) for row in rows]

    def changes_of(self, seq: int) -> list[Change]:
        """List what an act changed, in order."""
        return self.changes_by_act([seq])[seq]

    def changes_by_act(self, seqs: Sequence[int]) -> dict[int, list[Change]]:
        """List what acts changed, each in order, by the number of the act."""
        table = tables.change
        found: dict[int, list[Change]] = {seq: [] for seq in seqs}
        names = ("event_seq", "table_name", "row_id", "before", "after")
        asked = select(*[table.c[name] for name in names])
        for at in range(0, len(seqs), IN_ONE_QUESTION):
            some = table.c.event_seq.in_(seqs[at : at + IN_ONE_QUESTION])
            ordered = asked.where(some).order_by(table.c.event_seq, table.c.number)
            for row in self.connection.execute(ordered):
                found[row[0]].append(Change(*row[1:]))
        return found


class UnitOfWork(Reader):
    """Changes rows and remembers how each was before; the store commits it."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self.changes: list[Change] = []
        self.facts: dict[str, Any] = {}
        self.target_seq: int | None = None
        self.event_id: str | None = None

    def add(self, *values: Value) -> None:
        """Insert values."""
        for cls, group in groupby(values, type):
            rows = [to_row(value) for value in group]
            self.connection.execute(insert(TABLES[cls]), rows)
            name = TABLES[cls].name
            self.changes += [
                Change(name, row["id"], None, write_json(row)) for row in rows
            ]

    def replace(self, *values: Value) -> None:
        """Update values by their id; one that is as it was is no change."""
        for value in values:
            table, row = TABLES[type(value)], to_row(value)
            before = self._row(table, value.id)
            if write_json(before) == write_json(row):
                continue
            self.connection.execute(
                table.update().where(table.c.id == value.id).values(row)
            )
            self.changes.append(
                Change(table.name, value.id, write_json(before), write_json(row))
            )

    def exchange(self, pairs: Sequence[tuple[Value, Value]]) -> None:
        """Update values that were read within this act: (as it was, as it becomes).

        In the order given, since some places can be taken only once another is left.
        """
        for cls, group in groupby(pairs, lambda pair: type(pair[1])):
            table = TABLES[cls]
            rows = [(to_row(old), to_row(new)) for old, new in group]
            columns = [c.name for c in table.c if c.name != "id"]
            update = table.update().where(table.c.id == bindparam("its_id"))
            values = update.values({name: bindparam(f"new_{name}") for name in columns})
            said = [
                {f"new_{n}": new[n] for n in columns} | {"its_id": new["id"]}
                for _, new in rows
            ]
            self.connection.execute(values, said)
            self.changes += [
                Change(table.name, new["id"], write_json(old), write_json(new))
                for old, new in rows
            ]

    def remove(self, *values: Value) -> None:
        """Delete values."""
        for cls, group in groupby(values, type):
            table, rows = TABLES[cls], [to_row(value) for value in group]
            ids = [row["id"] for row in rows]
            for at in range(0, len(ids), IN_ONE_QUESTION):
                some = ids[at : at + IN_ONE_QUESTION]
                self.connection.execute(table.delete().where(table.c.id.in_(some)))
            self.changes += [
                Change(table.name, row["id"], write_json(row), None) for row in rows
            ]

    def _row(self, table: Table, row_id: str) -> Mapping[str, Any] | None:
        asked = select(table).where(table.c.id == row_id)
        found = self.connection.execute(asked).mappings().first()
        return None if found is None else dict(found)

    def keep_original(self, original_id: str, sha256: str, data: bytes) -> None:
        """Keep the bytes of a file."""
        row = {"id": original_id, "sha256": sha256, "data": data}
        self.connection.execute(insert(tables.original), [row])

    def keep_text(
        self, revision: Revision, turns: Sequence[Turn], cues: Sequence[Cue]
    ) -> None:
        """Keep a text with its units."""
        self.connection.execute(insert(tables.revision), [to_row(revision)])
        for table, units in ((tables.turn, turns), (tables.cue, cues)):
            if units:
                self.connection.execute(
                    insert(table),
                    [_unit_row(revision.id, n, u) for n, u in _count(units)],
                )

    def restore(self, seq: int, changes: Sequence[Change]) -> None:
        """Put rows back as they were before the act `seq`, last change first.

        Changes of one kind that follow each other go together: an act on 100,000 rows
        is a few hundred questions and not as many.
        """
        for _, group in groupby(reversed(changes), key=_kind_of_change):
            items = list(group)
            is_twice = len({item.row_id for item in items}) < len(items)
            size = 1 if is_twice else IN_ONE_QUESTION
            for at in range(0, len(items), size):
                self._restore_some(seq, items[at : at + size])

    def _restore_some(self, seq: int, items: Sequence[Change]) -> None:
        cls = CLASS_OF[items[0].table_name]
        table = TABLES[cls]
        asked = select(table).where(table.c.id.in_([item.row_id for item in items]))
        rows = self.connection.execute(asked).mappings()
        now = {row["id"]: write_json(dict(row)) for row in rows}
        for item in items:
            if now.get(item.row_id) != _as_now(cls, item.after):
                raise UndoConflictError(seq=seq, table=table.name, row=item.row_id)
        try:
            self._put_back(cls, items)
        except IntegrityError as error:
            # Something that came later hangs on one of these rows.
            row = items[0].row_id
            raise UndoConflictError(seq=seq, table=table.name, row=row) from error

    def _put_back(self, cls: type[Any], items: Sequence[Change]) -> None:
        before = [from_row(cls, json.loads(i.before)) for i in items if i.before]
        after = [from_row(cls, json.loads(i.after)) for i in items if i.after]
        if not after:
            self.add(*before)
        elif not before:
            self.remove(*after)
        else:
            self.exchange(list(zip(after, before, strict=True)))

    def write_event(self, actor: str, act: str, why: str | None, salt: bytes) -> Event:
        """Write the event with its changes, in the transaction of the effect."""
        counts: dict[str, int] = {}
        for item in self.changes:
            counts[item.table_name] = counts.get(item.table_name, 0) + 1
        facts = {**self.facts, "changes": counts}
        digest = digest_changes(salt, self.changes)
        place = (self.target_seq, self.event_id)
        made = make_event(self.head(), (actor, act), facts, digest, *place)
        row = {f.name: getattr(made, f.name) for f in fields(made) if f.name != ORIGIN}
        self.connection.execute(insert(tables.event), [row])
        if self.changes:
            self.connection.execute(
                insert(tables.change),
                [_change_row(made.seq, n, c) for n, c in enumerate(self.changes)],
            )
        if why:
            note = {"event_seq": made.seq, "text": why}
            self.connection.execute(insert(tables.reason), [note])
        return made


def _as_now(cls: type[Any], row: str | None) -> str | None:
    """Return a recorded row with the columns that later versions added to it."""
    return row and write_json(to_row(from_row(cls, json.loads(row))))


def _kind_of_change(item: Change) -> tuple[str, str]:
    if item.after is None:
        return item.table_name, "add"
    return item.table_name, "remove" if item.before is None else "replace"


def _match(table: Table, column: str, value: object) -> ColumnElement[bool]:
    if isinstance(value, set | frozenset):
        return table.c[column].in_(value)
    return table.c[column] == value


def _count(units: Sequence[Turn | Cue]) -> Iterable[tuple[int, Turn | Cue]]:
    return enumerate(units, start=1)


def _unit_row(revision_id: str, number: int, unit: Turn | Cue) -> dict[str, Any]:
    fields = unit.__dataclass_fields__
    values = {name: getattr(unit, name) for name in fields}
    return {"revision_id": revision_id, "number": number, **values}


def _change_row(seq: int, number: int, item: Change) -> dict[str, Any]:
    return {
        "event_seq": seq,
        "number": number,
        "table_name": item.table_name,
        "row_id": item.row_id,
        "before": item.before,
        "after": item.after,
    }
