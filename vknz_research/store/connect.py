"""Opening the database right: SQLite (plain or encrypted) or PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlalchemy.pool import QueuePool

from vknz_research.errors import (
    DamagedStoreError,
    StoreAddressError,
    StoreBusyError,
    StoreFailedError,
    StoreUnreachableError,
    WrongPassphraseError,
)

# Before this version WAL can lose a reset; see the notes of SQLite 3.51.3.
SAFE_WAL: Final = (3, 51, 3)
PRAGMAS: Final = (
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
    "recursive_triggers=ON",
    "busy_timeout=10000",
)


def connect_sqlite(path: Path, key: bytes | None) -> Engine:
    """Return an engine on a SQLite file; `key` is the raw 32-byte key, or None.

    One driver serves plain and encrypted files, since it brings a current SQLite.
    """
    from sqlcipher3 import dbapi2  # noqa: PLC0415 - not needed for PostgreSQL

    def open_file() -> Any:
        raw = dbapi2.connect(
            str(path), isolation_level=None, check_same_thread=False, timeout=10
        )
        if key is not None:
            raw.execute("PRAGMA cipher_log_level = NONE")
            raw.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        _prepare(raw, path, dbapi2)
        return raw

    engine = create_engine(
        "sqlite+pysqlite://",
        module=dbapi2,
        creator=open_file,
        # The pool for a file: two acts of one thread are two connections.
        poolclass=QueuePool,
        hide_parameters=True,  # what an act writes are participants' words
    )
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare(raw: Any, path: Path, dbapi2: Any) -> None:
    mode = "WAL" if dbapi2.sqlite_version_info >= SAFE_WAL else "DELETE"
    try:
        for pragma in PRAGMAS:
            raw.execute(f"PRAGMA {pragma}")
        raw.execute("SELECT count(*) FROM sqlite_master").fetchone()
        raw.execute(f"PRAGMA journal_mode={mode}")
    except dbapi2.OperationalError as error:
        raw.close()
        if "locked" in str(error):
            raise StoreBusyError from error
        raise StoreFailedError(reason=str(error)) from error
    except dbapi2.DatabaseError as error:
        raw.close()
        raise WrongPassphraseError(path=path) from error


def _begin_sqlite(connection: Connection) -> None:
    # A plain BEGIN that reads and then writes gets BUSY at once when another writes.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def change_key(path: Path, old: bytes, new: bytes) -> None:
    """Give an encrypted file another key; every page is written anew."""
    engine = connect_sqlite(path, old)
    link = engine.raw_connection()
    try:
        cursor = link.cursor()
        cursor.execute("PRAGMA journal_mode=DELETE")  # rekeying a WAL leaves old pages
        cursor.execute(f"PRAGMA rekey = \"x'{new.hex()}'\"")
    finally:
        link.close()
        engine.dispose()


def connect_server(url: str) -> Engine:
    """Return an engine on a PostgreSQL database, for teams."""
    try:
        return create_engine(
            url,
            isolation_level="REPEATABLE READ",
            pool_pre_ping=True,
            hide_parameters=True,
        )
    except (ArgumentError, ImportError) as error:
        raise StoreAddressError from error


def check_integrity(engine: Engine, path: Path) -> None:
    """Raise when SQLite finds its own file damaged."""
    if engine.dialect.name != "sqlite":
        return
    with engine.connect() as connection:
        found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
    if found != "ok":
        raise DamagedStoreError(path=path, what=found)


@contextmanager
def translated_errors() -> Iterator[None]:
    """Turn what the database says into what a person can do.

    The words of the driver are kept as the cause; they name tables and files only.
    """
    try:
        yield
    except OperationalError as error:
        text = str(error.orig)
        if "locked" in text or "busy" in text or "could not serialize" in text:
            raise StoreBusyError from error
        if "connection" in text and "server" in text:
            raise StoreUnreachableError from error
        raise StoreFailedError(reason=text.splitlines()[0]) from error
    except DBAPIError as error:
        kind = type(error.orig).__name__
        raise StoreFailedError(reason=kind) from error
