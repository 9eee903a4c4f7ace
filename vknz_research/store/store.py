"""The store: opens a database, and is the only way to change it."""

import hashlib
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal
from uuid import uuid4

from sqlalchemy import Engine, insert, select

from vknz_research.errors import (
    BusyErasureError,
    NothingToUndoError,
    RequestDoneError,
    StudyExistsError,
    UndoConflictError,
)
from vknz_research.store import tables
from vknz_research.store.connect import (
    check_integrity,
    connect_server,
    connect_sqlite,
    translated_errors,
)
from vknz_research.store.events import Change, Event
from vknz_research.store.footprint import find_footprint
from vknz_research.store.history import Logged, list_between, replay
from vknz_research.store.mapping import KEPT
from vknz_research.store.migrate import (
    bring_up_to_date,
    create_tables,
    read_version,
)
from vknz_research.store.tables import write_json
from vknz_research.store.unit import Reader, UnitOfWork

Step = Literal["undo", "redo"]
Joins = Callable[[Event, Event], bool]
IN_WORDS: Final = {
    "undo": ("ongedaan te maken", "undo"),
    "redo": ("opnieuw te doen", "redo"),
}


@dataclass(frozen=True, slots=True)
class LogEntry:
    """An event as a person reads it, with the reason that was given."""

    event: Event
    why: str | None


class Store:
    """Keeps one promise: what is acknowledged is kept with its event, or not at all."""

    def __init__(
        self,
        engine: Engine,
        salt: bytes,
        request: str | None = None,
        since: int = 0,
    ) -> None:
        self.engine = engine
        self._salt = salt
        self._request = request
        self._since = since

    def for_request(self, request: str, since: int = 0) -> "Store":
        """Return the same store, whose acts name the request that asked for them.

        A request leads to one act: one that was done after number `since` is refused.
        """
        return Store(self.engine, self._salt, request, since)

    def find_request(self, request: str) -> Event | None:
        """Find the act that a request led to, or None when it was not done."""
        with self.read() as reader:
            return _find_request(reader, request)

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
            if self._request and _find_request(work, self._request, self._since):
                raise RequestDoneError
            yield work
            self._write(work, actor, act, why)

    def _write(
        self, work: UnitOfWork, actor: str, act: str, why: str | None = None
    ) -> None:
        """Write the act that is under way, if it changed something."""
        if work.changes:
            if self._request is not None:
                work.facts = {**work.facts, "request": self._request}
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

    @property
    def salt(self) -> bytes:
        """Return the key of the digests in the chain."""
        return self._salt

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
            return reader.changes_of(seq)

    def changes_since(self, seq: int) -> list[tuple[Event, list[Change]]]:
        """List the acts after number `seq`, oldest first, each with its changes.

        Acts that a merge brought are history: the merge itself says what changed here.
        """
        with self.read() as reader:
            events = [e for e in reader.events_after(seq) if e.origin is None]
            found = reader.changes_by_act([event.seq for event in events])
        return [(event, found[event.seq]) for event in events]

    def undo(
        self, actor: str, of: str | None = None, joins: Joins | None = None
    ) -> Event:
        """Take back the last act that stands, of one person if asked; return it.

        The act that comes after goes along, where it `joins` the first: both, or none.
        """
        return self._step(actor, "undo", of, joins)

    def redo(
        self, actor: str, of: str | None = None, joins: Joins | None = None
    ) -> Event:
        """Do the act that was taken back last again, of one person if asked."""
        return self._step(actor, "redo", of, joins)

    def _step(
        self, actor: str, act: Step, of: str | None, joins: Joins | None
    ) -> Event:
        with self.begin(actor, act) as work:
            seq = _find_step(work, act, of)
            if seq is None:
                what_nl, what_en = IN_WORDS[act]
                raise NothingToUndoError(what_nl=what_nl, what_en=what_en)
            taken = _restore(work, seq, act)
            if joins is not None:
                self._write(work, actor, act)
                work.changes, work.facts = [], {}
                along = _find_step(work, act, of)
                if along is not None and joins(taken, work.event(along)):
                    _restore(work, along, act)
            return taken

    def state_hash(self) -> str:
        """Return one hash over all rows that researchers can change."""
        made = hashlib.sha256()
        with self.read() as reader:
            for table in KEPT.values():
                rows = reader.connection.execute(select(table).order_by(table.c.id))
                for row in rows.mappings():
                    made.update((table.name + write_json(dict(row))).encode())
        return made.hexdigest()

    def compact(self) -> None:
        """Let nothing of what was deleted stay in the files of the database.

        Deleted places are overwritten as they come free (`secure_delete`); here the WAL
        is brought in and emptied. Raises while somebody else reads it.
        """
        if self.engine.dialect.name != "sqlite":
            self._vacuum_server()
            return
        link = self.engine.raw_connection()
        try:
            cursor = link.cursor()
            # Written anew, so that nothing rests on how pages were put in order.
            cursor.execute("VACUUM")
            busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            link.close()
        if busy and busy[0]:
            raise BusyErasureError

    def _vacuum_server(self) -> None:
        """Write the tables of a server anew, without the rows of before."""
        with self.engine.connect() as link:
            free = link.execution_options(isolation_level="AUTOCOMMIT")
            free.exec_driver_sql("VACUUM FULL")

    def close(self) -> None:
        """Let go of the file."""
        self.engine.dispose()


def _find_request(reader: Reader, request: str, since: int = 0) -> Event | None:
    wanted = f'"request":{write_json(request)}'
    likely = tables.event.c.facts.contains(wanted, autoescape=True)
    asked = select(tables.event).where(tables.event.c.seq > since, likely)
    # LIKE of SQLite does not tell capitals from small letters.
    events = (Event(*row) for row in reader.connection.execute(asked))
    return next((e for e in events if wanted in e.facts), None)


def _find_step(reader: Reader, act: Step, of: str | None) -> int | None:
    stacks = replay(read_log(reader))
    return stacks.next_undo(of) if act == "undo" else stacks.next_redo(of)


def _restore(work: UnitOfWork, seq: int, act: Step) -> Event:
    log = read_log(work)
    _refuse_clash(work, seq, list_between(log, seq, redo=act == "redo"))
    made = max(at for at, _, target, _ in log if seq in {at, target})
    work.restore(seq, work.changes_of(made))
    work.target_seq = seq
    return work.event(seq)


def read_log(reader: Reader) -> list[Logged]:
    """List the acts as history replays them: those that were done in this copy.

    An act that a withdrawal erased stands for good.
    """
    columns = [tables.event.c[name] for name in ("seq", "act", "target_seq", "actor")]
    erased = select(tables.erasure.c.event_seq)
    asked = select(*columns).where(
        tables.event.c.origin.is_(None), tables.event.c.seq.not_in(erased)
    )
    rows = reader.connection.execute(asked.order_by(tables.event.c.seq))
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def _refuse_clash(work: UnitOfWork, seq: int, crossed: list[int]) -> None:
    """Refuse to take an act out of the middle when acts after it hang on it."""
    if not crossed:
        return
    earlier = find_footprint(work.changes_of(seq))
    for changes in work.changes_by_act(crossed).values():
        clash = earlier.find_clash(find_footprint(changes))
        if clash:
            raise UndoConflictError(seq=seq, table=clash[0], row=clash[1])


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
