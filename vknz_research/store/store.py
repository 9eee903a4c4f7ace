"""The store: opens a database, and is the only way to change it."""

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from uuid import uuid4

from sqlalchemy import Engine, insert, select

from vknz_research.errors import NothingToUndoError, StudyExistsError
from vknz_research.store import tables
from vknz_research.store.connect import (
    check_integrity,
    connect_server,
    connect_sqlite,
    translated_errors,
)
from vknz_research.store.events import Change, Event
from vknz_research.store.history import replay
from vknz_research.store.mapping import KEPT
from vknz_research.store.migrate import (
    bring_up_to_date,
    create_tables,
    read_version,
)
from vknz_research.store.tables import write_json
from vknz_research.store.unit import Reader, UnitOfWork


@dataclass(frozen=True, slots=True)
class LogEntry:
    """An event as a person reads it, with the reason that was given."""

    event: Event
    why: str | None


class Store:
    """Keeps one promise: what is acknowledged is kept with its event, or not at all."""

    def __init__(self, engine: Engine, salt: bytes) -> None:
        self.engine = engine
        self._salt = salt

    @contextmanager
    def begin(
        self, actor: str, act: str, why: str | None = None
    ) -> Iterator[UnitOfWork]:
        """Do one act: nothing is kept unless the block ends well.

        An act that changes nothing leaves no event.
        """
        with (
            translated_errors(),
            self.engine.connect().execution_options(writes=True) as connection,
            connection.begin(),
        ):
            if self.engine.dialect.name == "postgresql":
                connection.exec_driver_sql("LOCK TABLE event IN EXCLUSIVE MODE")
            work = UnitOfWork(connection)
            yield work
            if work.changes:
                work.write_event(actor, act, why, self._salt)

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """Read one state of the store."""
        with (
            translated_errors(),
            self.engine.connect() as connection,
            connection.begin(),
        ):
            yield Reader(connection)

    def log(self) -> list[LogEntry]:
        """List all acts, oldest first."""
        joined = tables.event.outerjoin(tables.reason)
        asked = select(tables.event, tables.reason.c.text).select_from(joined)
        with self.read() as reader:
            rows = reader.connection.execute(asked.order_by(tables.event.c.seq))
            return [LogEntry(Event(*row[:-1]), row[-1]) for row in rows]

    def changes(self, seq: int) -> list[Change]:
        """List what an act changed, in order."""
        with self.read() as reader:
            return _changes_of(reader, seq)

    def undo(self, actor: str) -> Event:
        """Take back the last act that stands; return that act."""
        return self._step(actor, "undo")

    def redo(self, actor: str) -> Event:
        """Do the last act that was taken back again; return that act."""
        return self._step(actor, "redo")

    def _step(self, actor: str, act: Literal["undo", "redo"]) -> Event:
        with self.begin(actor, act) as work:
            seq = _next_step(work, act)
            made = _last_event_about(work, seq)
            work.restore(seq, _changes_of(work, made))
            work.target_seq = seq
            row = work.connection.execute(
                select(tables.event).where(tables.event.c.seq == seq)
            ).one()
            return Event(*row)

    def state_hash(self) -> str:
        """Return one hash over all rows that researchers can change."""
        made = hashlib.sha256()
        with self.read() as reader:
            for table in KEPT.values():
                rows = reader.connection.execute(select(table).order_by(table.c.id))
                for row in rows.mappings():
                    made.update((table.name + write_json(dict(row))).encode())
        return made.hexdigest()

    def close(self) -> None:
        """Let go of the file."""
        self.engine.dispose()


def _next_step(work: UnitOfWork, act: str) -> int:
    log = work.connection.execute(
        select(tables.event.c.seq, tables.event.c.act, tables.event.c.target_seq)
    )
    stacks = replay((row[0], row[1], row[2]) for row in sorted(log))
    stack = stacks.done if act == "undo" else stacks.undone
    if not stack:
        verbs = {
            "undo": ("ongedaan te maken", "undo"),
            "redo": ("opnieuw te doen", "redo"),
        }
        what_nl, what_en = verbs[act]
        raise NothingToUndoError(what_nl=what_nl, what_en=what_en)
    return stack[-1]


def _last_event_about(work: UnitOfWork, seq: int) -> int:
    asked = select(tables.event.c.seq).where(
        (tables.event.c.seq == seq) | (tables.event.c.target_seq == seq)
    )
    found: int = max(work.connection.execute(asked).scalars())
    return found


def _changes_of(reader: Reader, seq: int) -> list[Change]:
    table = tables.change
    asked = select(table.c.table_name, table.c.row_id, table.c.before, table.c.after)
    ordered = asked.where(table.c.event_seq == seq).order_by(table.c.number)
    return [Change(*row) for row in reader.connection.execute(ordered)]


def _connect(url_or_path: str | Path, key: bytes | None) -> Engine:
    if isinstance(url_or_path, Path):
        return connect_sqlite(url_or_path, key)
    return connect_server(url_or_path)


def create_store(where: str | Path, key: bytes | None = None) -> Store:
    """Make an empty store in a new SQLite file, or in a PostgreSQL database by URL."""
    with translated_errors():
        engine = _connect(where, key)
        if read_version(engine) is not None:
            raise StudyExistsError(path=engine.url.render_as_string())
        create_tables(engine)
        salt = secrets.token_bytes(32)
        with engine.connect().execution_options(writes=True) as link, link.begin():
            rows: list[dict[str, Any]] = [
                {"key": "study_id", "value": str(uuid4())},
                {"key": "salt", "value": salt.hex()},
            ]
            link.execute(insert(tables.setting), rows)
    return Store(engine, salt)


def open_store(where: str | Path, key: bytes | None = None) -> Store:
    """Open a store; raise when it is newer, damaged, or the key does not fit."""
    with translated_errors():
        engine = _connect(where, key)
        check_integrity(engine, Path(where) if isinstance(where, Path) else Path())
        bring_up_to_date(engine, where)
        with engine.connect() as link:
            asked = select(tables.setting.c.value).where(tables.setting.c.key == "salt")
            salt = bytes.fromhex(link.execute(asked).scalar_one())
    return Store(engine, salt)
