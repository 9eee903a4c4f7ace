"""Filling a new store with rows that were kept elsewhere, all of them or none."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select

from vknz_research.store import tables
from vknz_research.store.connect import connect_sqlite, translated_errors
from vknz_research.store.events import Change, digest_changes
from vknz_research.store.migrate import create_tables

Fill = Callable[[str, dict[str, Any]], None]
AT_ONCE = 500


@contextmanager
def refill_store(path: Path, key: bytes | None) -> Iterator[Fill]:
    """Make a store at `path`; what is given while this is open is in it at the end.

    Acts of which something is missing are named as erased: they stand for good.
    """
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    yield lambda name, row: rows[name].append(row)
    with translated_errors():
        engine = connect_sqlite(path, key)
        create_tables(engine)
        with engine.connect().execution_options(writes=True) as link, link.begin():
            for table in tables.metadata.sorted_tables:
                listed = rows.get(table.name, [])
                for at in range(0, len(listed), AT_ONCE):
                    link.execute(insert(table), listed[at : at + AT_ONCE])
            _name_erased(link)
        with engine.connect() as link:
            link.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        engine.dispose()
    path.chmod(0o600)


def _name_erased(link: Connection) -> None:
    """Name the acts whose changes are not all there any more."""
    setting, change, event = tables.setting, tables.change, tables.event
    asked = select(setting.c.value).where(setting.c.key == "salt")
    salt = bytes.fromhex(link.execute(asked).scalar_one())
    found: dict[int, list[Change]] = defaultdict(list)
    rows = link.execute(select(change).order_by(change.c.event_seq, change.c.number))
    for row in rows.mappings():
        facts = (row["table_name"], row["row_id"], row["before"], row["after"])
        found[row["event_seq"]].append(Change(*facts))
    known = set(link.execute(select(tables.erasure.c.event_seq)).scalars())
    stated = link.execute(select(event.c.seq, event.c.digest, event.c.target_seq)).all()
    lost = {s for s, digest, _ in stated if digest_changes(salt, found[s]) != digest}
    before: set[int] = set()
    while before != lost:
        before = set(lost)
        for seq, _, target in stated:
            if target is not None and {seq, target} & lost:
                lost |= {seq, target}
    new = [{"event_seq": s, "withdrawal_id": ""} for s in sorted(lost - known)]
    if new:
        link.execute(insert(tables.erasure), new)
