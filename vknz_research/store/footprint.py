"""What an act touched, so that one act can be told to stand free of another.

Undo of one person takes an act out of the middle of history. That is safe only when the
acts that came after it neither changed the same rows, nor hang on rows that it made or
took away, nor took a key that it gives free.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Table, UniqueConstraint

from vknz_research.store import tables
from vknz_research.store.events import Change

Key = tuple[Any, ...]


@dataclass(slots=True)
class Footprint:
    """Rows and keys that were touched, ids made or removed, ids that are named."""

    touched: dict[Key, str] = field(default_factory=dict)
    made: set[str] = field(default_factory=set)
    named: dict[str, str] = field(default_factory=dict)

    def find_clash(self, later: "Footprint") -> tuple[str, str] | None:
        """Return table and row of the later act on which the earlier one cannot go."""
        for key in self.touched:
            if key in later.touched:
                return str(key[0]), later.touched[key]
        for made, named in ((self.made, later.named), (later.made, self.named)):
            for row_id in made & named.keys():
                return "row", named[row_id]
        return None


def find_footprint(changes: Iterable[Change]) -> Footprint:
    """Return what an act touched."""
    found = Footprint()
    for item in changes:
        table = tables.metadata.tables[item.table_name]
        rows = [json.loads(row) for row in (item.before, item.after) if row]
        found.touched[item.table_name, item.row_id] = item.row_id
        if len(rows) == 1:
            found.made.add(item.row_id)
        found.made |= _moved_text(item.table_name, rows)
        for row in rows:
            found.touched |= dict.fromkeys(_keys(table, row), item.row_id)
            for name, value in row.items():
                if name.endswith("_id") and value is not None:
                    found.named[value] = item.row_id
    return found


def _moved_text(table: str, rows: list[Mapping[str, Any]]) -> set[str]:
    """Return the ids on which places depend when a source gets another text."""
    if table != "source" or len({row["revision_id"] for row in rows}) == 1:
        return set()
    return {row["revision_id"] for row in rows} | {row["id"] for row in rows}


def _keys(table: Table, row: Mapping[str, Any]) -> Iterable[Key]:
    for columns in UNIQUE[table.name]:
        yield (table.name, columns, *[row.get(name) for name in columns])


def _unique(table: Table) -> list[tuple[str, ...]]:
    wholes = [
        tuple(column.name for column in constraint.columns)
        for constraint in table.constraints
        if isinstance(constraint, UniqueConstraint)
    ]
    return sorted(set(wholes))


UNIQUE: Final = {t.name: _unique(t) for t in tables.metadata.sorted_tables}
