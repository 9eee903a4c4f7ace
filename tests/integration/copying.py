"""A copy of a store, row by row, as a colleague's laptop has it."""

from pathlib import Path

from sqlalchemy import select

from vknz_research.store import Store, tables
from vknz_research.store.refill import refill_store


def copy_store(store: Store, path: Path, key: bytes | None = None) -> None:
    """Write all rows of a store to a new SQLite file."""
    with refill_store(path, key) as fill, store.read() as reader:
        for table in tables.metadata.sorted_tables:
            for row in reader.connection.execute(select(table)).mappings():
                fill(table.name, dict(row))
