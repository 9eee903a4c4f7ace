"""Bringing the outcome of joining into one copy, within one act."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Table, insert, select

from vknz_research.store import tables
from vknz_research.store.events import Change, chain_hash, digest_changes
from vknz_research.store.footprint import UNIQUE
from vknz_research.store.mapping import CLASS_OF
from vknz_research.store.merging.copies import Act
from vknz_research.store.merging.facets import Key, Row
from vknz_research.store.merging.mend import FOREIGN
from vknz_research.store.tables import write_json
from vknz_research.store.unit import IN_ONE_QUESTION, Reader, UnitOfWork

ORDER: Final = [t for t in tables.metadata.sorted_tables if t.name in CLASS_OF]
Rows = Mapping[Key, Row]


# --- texts and files -----------------------------------------------------------------
def copy_content(work: UnitOfWork, other: Reader, same: Mapping[str, str]) -> None:
    """Copy the files and texts that this copy lacks."""
    _copy_rows(work, other, tables.original, same)
    _copy_rows(work, other, tables.revision, same)


def _copy_rows(
    work: UnitOfWork, other: Reader, table: Table, same: Mapping[str, str]
) -> None:
    known = set(work.connection.execute(select(table.c.id)).scalars())
    theirs = other.connection.execute(select(table.c.id).order_by(table.c.id))
    for row_id in [row_id for row_id in theirs.scalars() if row_id not in known]:
        asked = select(table).where(table.c.id == row_id)
        row = dict(other.connection.execute(asked).mappings().one())
        if "source_id" in row:
            row["source_id"] = same.get(row["source_id"], row["source_id"])
        work.connection.execute(insert(table), [row])
        if table is tables.revision:
            _copy_units(work, other, row_id)


def _copy_units(work: UnitOfWork, other: Reader, revision_id: str) -> None:
    for table in (tables.turn, tables.cue):
        asked = select(table).where(table.c.revision_id == revision_id)
        rows = [dict(row) for row in other.connection.execute(asked).mappings()]
        if rows:
            work.connection.execute(insert(table), rows)


# --- acts ----------------------------------------------------------------------------
def append_acts(
    work: UnitOfWork, other: Reader, acts: Sequence[Act], origin: str, salt: bytes
) -> None:
    """Append acts of the other copy as history, with their changes and reasons.

    They keep id, time, person and facts, and get the next numbers of this chain.
    """
    table = tables.event
    theirs = {row[0]: row[1] for row in _list_numbers(other)}
    ours = {row[1]: row[0] for row in _list_numbers(work)}
    seq, previous = work.head()
    rows: list[dict[str, Any]] = []
    for act in acts:
        seq += 1
        event = act.event
        ours[event.id] = seq
        target = event.target_seq
        body = asdict(event) | {
            "seq": seq,
            "target_seq": target and ours.get(theirs[target]),
            "digest": digest_changes(salt, act.changes),
            "origin": origin,
        }
        del body["hash"]
        previous = chain_hash(previous, body)
        rows.append(body | {"hash": previous})
    _insert_many(work, table, rows)
    _insert_many(work, tables.change, _list_changes(acts, ours))
    reasons = [{"event_seq": ours[a.event.id], "text": a.why} for a in acts if a.why]
    _insert_many(work, tables.reason, reasons)


def _list_numbers(reader: Reader) -> Iterable[Any]:
    return reader.connection.execute(select(tables.event.c.seq, tables.event.c.id))


def _list_changes(
    acts: Iterable[Act], ours: Mapping[str, int]
) -> Iterator[dict[str, Any]]:
    for act in acts:
        for number, item in enumerate(act.changes):
            yield {"event_seq": ours[act.event.id], "number": number, **asdict(item)}


def _insert_many(
    work: UnitOfWork, table: Table, rows: Iterable[dict[str, Any]]
) -> None:
    listed = list(rows)
    for at in range(0, len(listed), IN_ONE_QUESTION):
        work.connection.execute(insert(table), listed[at : at + IN_ONE_QUESTION])


# --- rows ----------------------------------------------------------------------------
def change_rows(work: UnitOfWork, before: Rows, after: Rows) -> None:
    """Make the rows of this copy those that joining gave, and remember the changes.

    A row that leaves its unique place is taken out first and put back afterwards, with
    the rows that hang on it, so that at no moment two rows want one place.
    """
    gone = [key for key in before if key not in after]
    new = [key for key in after if key not in before]
    changed = [k for k, row in after.items() if k in before and before[k] != row]
    out = {*gone, *(k for k in changed if _leaves_place(k[0], before[k], after[k]))}
    out = _with_users(out, before)
    _delete(work, out)
    _insert(work, [*new, *(key for key in out if key in after)], after)
    _update(work, [key for key in changed if key not in out], after)
    work.changes += [
        Change(*key, _write(before.get(key)), _write(after.get(key)))
        for key in [*gone, *changed, *new]
    ]


def _write(row: Row | None) -> str | None:
    return None if row is None else write_json(row)


def _leaves_place(table: str, before: Row, after: Row) -> bool:
    columns = {column for names in UNIQUE[table] for column in names}
    return any(before[column] != after[column] for column in columns)


def _with_users(out: set[Key], rows: Rows) -> set[Key]:
    """Return rows with all that refer to them, and all that refer to those."""
    wanted = set(out)
    while wanted:
        wanted = {
            key
            for key, row in rows.items()
            if key not in out
            and any((t, row[column]) in wanted for column, t in FOREIGN[key[0]])
        }
        out = out | wanted
    return out


def _by_table(
    keys: Iterable[Key], tables_in_order: Iterable[Table]
) -> Iterator[tuple[Table, list[str]]]:
    ordered = sorted(keys)
    groups = {name: [k[1] for k in some] for name, some in groupby(ordered, _table)}
    for table in tables_in_order:
        if table.name in groups:
            yield table, groups[table.name]


def _table(key: Key) -> str:
    return key[0]


def _delete(work: UnitOfWork, keys: Iterable[Key]) -> None:
    for table, ids in _by_table(keys, reversed(ORDER)):
        for at in range(0, len(ids), IN_ONE_QUESTION):
            some = ids[at : at + IN_ONE_QUESTION]
            work.connection.execute(table.delete().where(table.c.id.in_(some)))


def _insert(work: UnitOfWork, keys: Iterable[Key], rows: Rows) -> None:
    for table, ids in _by_table(keys, ORDER):
        _insert_many(work, table, (rows[table.name, row_id] for row_id in ids))


def _update(work: UnitOfWork, keys: Iterable[Key], rows: Rows) -> None:
    for table, ids in _by_table(keys, ORDER):
        for row_id in ids:
            row = rows[table.name, row_id]
            work.connection.execute(
                table.update().where(table.c.id == row_id).values(row)
            )
