"""To which sources each row of a store belongs: whose words it holds, or hangs on.

A row belongs to the sources it names, to those of the rows it refers to, and to those
whose words are quoted in it. So what belongs to a source can be left out as a whole.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from sqlalchemy import Table, select

from vknz_research.model.codes import IN_VIVO
from vknz_research.store import tables
from vknz_research.store.unit import Reader

Owners = frozenset[str]
Row = dict[str, Any]
Quoted = Callable[[str], Owners]
NOBODY: Final[Owners] = frozenset()
# Words of researchers, in which a source may be quoted.
_FREE: Final[Mapping[str, tuple[str, ...]]] = {
    "memo": ("title", "body"),
    "code": ("texts",),
    "reason": ("text",),
    "change": ("before", "after"),
    "coding_round": ("title",),
    "publication": ("name",),
    "trajectory": ("name",),
    "step": ("reason",),
    "smart_code": ("name", "query"),
    "learning_goal": ("body",),
    "agenda_item": ("body",),
    "attention_point": ("body",),
    "attention_look": ("effect", "wording"),
}
_LAST: Final = ("memo_link", "doubt", "memo", "change", "reason")


def list_owned(reader: Reader, quoted: Quoted) -> Iterator[tuple[Owners, str, Row]]:
    """Give every row of a store: the sources it belongs to, its table, its columns."""
    found = _Belonging(reader, quoted)
    ordered = [t for t in tables.metadata.sorted_tables if t.name not in _LAST]
    for table in ordered:
        for row in found.read(table):
            yield found.own(table, row), table.name, row
    yield from found.list_linked()
    yield from found.list_history()


class _Belonging:
    def __init__(self, reader: Reader, quoted: Quoted) -> None:
        self.reader = reader
        self.quoted = quoted
        self.by_id: dict[str, Owners] = {}
        self.of_original = self._find_originals()

    def read(self, table: Table) -> Iterator[Row]:
        asked = self.reader.connection.execute(select(table)).mappings()
        for row in asked:
            yield dict(row)

    def _find_originals(self) -> dict[str, Owners]:
        """Return whose files the originals are, also of an import that was undone."""
        found: dict[str, Owners] = {}
        gone = tables.change.c.table_name == "source"
        written = self.reader.connection.execute(
            select(tables.change.c.before, tables.change.c.after).where(gone)
        )
        states = [json.loads(text) for pair in written for text in pair if text]
        for row in (*self.read(tables.source), *states):
            own = found.get(row["original_id"], NOBODY)
            found[row["original_id"]] = own | {row["id"]}
        return found

    def own(self, table: Table, row: Row) -> Owners:
        """Return what a row belongs to, and remember it."""
        if table.name == "original":
            made = self.of_original.get(row["id"], NOBODY)
        elif table.name == "source":
            made = frozenset({row["id"]})
        else:
            made = self._refers(table, row) | self._quotes(table, row)
        if "id" in row and table.name != "event":
            self.by_id[row["id"]] = made
        return made

    def _refers(self, table: Table, row: Row) -> Owners:
        if table.name in {"event", "erasure", "setting"}:
            return NOBODY
        made = {row["source_id"]} if row.get("source_id") else set()
        for column in table.c:
            for key in column.foreign_keys:
                if key.column.table.name != "event":
                    made |= self.by_id.get(row[column.name] or "", NOBODY)
        return frozenset(made)

    def _quotes(self, table: Table, row: Row) -> Owners:
        if table.name == "code" and not row["path"].startswith(f"{IN_VIVO}/"):
            return NOBODY  # a definition is nobody's words
        columns = _FREE.get(table.name, ())
        written = [row[name] for name in columns if row[name]]
        texts = [t if isinstance(t, str) else tables.write_json(t) for t in written]
        return self.quoted("\n".join(texts)) if texts else NOBODY

    def list_linked(self) -> Iterator[tuple[Owners, str, Row]]:
        """Give memos with their links, and doubts, which name what they are about."""
        links = list(self.read(tables.memo_link))
        memos = list(self.read(tables.memo))
        for row in memos:
            own = [x for x in links if x["memo_id"] == row["id"]]
            about = self._about(x["target_id"] for x in own)
            self.by_id[row["id"]] = self._quotes(tables.memo, row) | about
            yield self.by_id[row["id"]], "memo", row
        for row in links:
            self.by_id[row["id"]] = self._about([row["memo_id"], row["target_id"]])
            yield self.by_id[row["id"]], "memo_link", row
        for row in self.read(tables.doubt):
            yield self._about([row["target_id"], row["revision_id"]]), "doubt", row

    def _about(self, ids: Iterable[str]) -> Owners:
        found = [self.by_id.get(row_id, NOBODY) for row_id in ids]
        return NOBODY.union(*found)

    def list_history(self) -> Iterator[tuple[Owners, str, Row]]:
        """Give what acts wrote, also about rows that are gone, and their reasons."""
        changes = list(self.read(tables.change))
        for row in changes:  # rows that are gone still say where they belonged
            own = self._about(_list_names(row)) | self._about([row["row_id"]])
            named = {n for n in _list_names(row) if n in self.of_source}
            self.by_id[row["row_id"]] = own | named
        of_event: dict[int, Owners] = {}
        for row in changes:
            own = self._about([row["row_id"], *_list_names(row)])
            own |= self._quotes(tables.change, row)
            seq = row["event_seq"]
            of_event[seq] = of_event.get(seq, NOBODY) | own
            yield own, "change", row
        for row in self.read(tables.reason):
            own = of_event.get(row["event_seq"], NOBODY)
            yield own | self._quotes(tables.reason, row), "reason", row

    @property
    def of_source(self) -> frozenset[str]:
        """Return the ids of all sources."""
        return NOBODY.union(*self.of_original.values())


def _list_names(row: Row) -> list[str]:
    """List what the row before and after an act named: ids among other things."""
    states = [json.loads(text) for text in (row["before"], row["after"]) if text]
    return [v for state in states for v in state.values() if isinstance(v, str)]
