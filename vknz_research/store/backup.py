"""A copy of a store that is whole, also while others write."""

import os
from pathlib import Path
from uuid import uuid4

from sqlalchemy import insert, select

from vknz_research.errors import StoreFailedError
from vknz_research.store import tables
from vknz_research.store.connect import connect_sqlite, translated_errors
from vknz_research.store.migrate import create_tables
from vknz_research.store.store import Store

ROWS_AT_ONCE = 1000


def copy_store(store: Store, target: Path) -> None:
    """Write the store to a new SQLite file, under its name only when it is whole.

    An encrypted store gives an encrypted copy with the same key. A PostgreSQL store
    gives a plain SQLite file.
    """
    half = target.with_name(f".{target.name}-{uuid4().hex[:8]}")
    with translated_errors():
        if store.engine.dialect.name == "sqlite":
            # Not through a transaction: SQLite refuses VACUUM in one.
            _vacuum_into(store, half)
        else:
            _copy_rows(store, half)
    with half.open("rb+") as stream:
        os.fsync(stream.fileno())
    half.chmod(0o600)
    half.replace(target)


def _vacuum_into(store: Store, half: Path) -> None:
    link = store.engine.raw_connection()
    try:
        link.cursor().execute("VACUUM INTO ?", (str(half),))
    except store.engine.dialect.loaded_dbapi.Error as error:
        half.unlink(missing_ok=True)
        raise StoreFailedError(reason=str(error)) from error
    finally:
        link.close()


def _copy_rows(store: Store, path: Path) -> None:
    engine = connect_sqlite(path, None)
    create_tables(engine)
    with (
        store.engine.connect() as source,
        engine.connect().execution_options(writes=True) as link,
        link.begin(),
    ):
        for table in tables.metadata.sorted_tables:
            rows = source.execute(select(table)).mappings()
            while some := rows.fetchmany(ROWS_AT_ONCE):
                link.execute(insert(table), [dict(row) for row in some])
    with engine.connect() as link:
        link.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
