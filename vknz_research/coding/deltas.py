"""What changed since the browser last heard: own acts and those of others alike."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from vknz_research.coding.consent import list_closed, list_open, list_shown_codes
from vknz_research.coding.shapes import (
    Json,
    shape_code,
    shape_coder,
    shape_coding,
    shape_memo,
    shape_source,
)
from vknz_research.model.codes import Code
from vknz_research.model.codings import Coder, Coding, Doubt, Memo, MemoLink
from vknz_research.store.events import Change, Event
from vknz_research.store.unit import IN_ONE_QUESTION, Reader

# Beyond this the browser is better off asking for everything again.
MOST_CHANGES: Final = 3000

COMPARED: Final = ("coding_round", "assignment", "opening", "adjudication", "decision")

News = Sequence[tuple[Event, Sequence[Change]]]


@dataclass(frozen=True, slots=True)
class View:
    """Who looks, in which language, and at whose layers.

    In the sources of `hidden` the layers of others are not shown: they are coded blind.
    """

    coder_id: str
    language: str
    others: bool = False
    blind: bool = False
    hidden: frozenset[str] = frozenset()

    def shows(self, coder_id: str, source_id: str) -> bool:
        """Say whether codings of this coder in this source are shown."""
        is_seen = self.others and source_id not in self.hidden
        return is_seen or coder_id == self.coder_id

    def reads(self, coder_id: str | None) -> bool:
        """Say whether memos of this coder are shown; nobody's are for everybody."""
        return not self.blind or coder_id is None or coder_id == self.coder_id

    def count(self, reader: Reader, code_ids: set[str] | None = None) -> dict[str, int]:
        """Count the codings of codes, or of all codes, in the layers that are shown."""
        if not self.others:
            return reader.count_codings(self.coder_id, code_ids)
        counts = reader.count_codings(None, code_ids)
        for source_id in self.hidden:
            for coding in reader.all(Coding, source_id=source_id):
                if coding.code_id in counts and coding.coder_id != self.coder_id:
                    counts[coding.code_id] -= 1
        return {code_id: n for code_id, n in counts.items() if n}


@dataclass(slots=True)
class _Rows:
    """The state of each row before the first and after the last change."""

    before: dict[tuple[str, str], str | None] = field(default_factory=dict)
    after: dict[tuple[str, str], str | None] = field(default_factory=dict)

    def take(self, news: News) -> "_Rows":
        for _, changes in news:
            for change in changes:
                key = (change.table_name, change.row_id)
                self.before.setdefault(key, change.before)
                self.after[key] = change.after
        return self

    def of(self, table: str) -> list[tuple[str, Json | None, Json | None]]:
        """List (id, before, after) of the rows of a table that changed."""
        return [
            (key[1], _load(self.before[key]), _load(after))
            for key, after in self.after.items()
            if key[0] == table
        ]


def _load(row: str | None) -> Json | None:
    return None if row is None else json.loads(row)


def make_delta(reader: Reader, view: View, news: News) -> Json | None:
    """Return what a browser must change, or None when nothing happened."""
    if not news:
        return None
    if sum(len(changes) for _, changes in news) > MOST_CHANGES:
        return {"reload": True}
    rows = _Rows().take(news)
    made: Json = {"reload": _needs_reload(rows)}
    made |= _codings(reader, view, rows)
    if rows.of("code"):
        made["codes"] = [shape_code(c, view.language) for c in list_shown_codes(reader)]
    made |= _memos(reader, view, rows)
    if rows.of("source"):
        made["sources"] = [shape_source(source) for source in list_open(reader)]
    if any(rows.of(table) for table in COMPARED):
        made["comparison"] = True
    if rows.of("coder"):
        made["coders"] = [shape_coder(c) for c in reader.all(Coder)]
    return made


def _needs_reload(rows: _Rows) -> bool:
    # A text that was edited, or who speaks: the page is drawn anew.
    # What is blind may have been opened, or closed.
    drawn = (
        *("source", "voice", "participant", "consent"),
        *("assignment", "opening", "withdrawal"),
    )
    return any(rows.of(table) for table in drawn)


def _codings(reader: Reader, view: View, rows: _Rows) -> Json:
    changed = rows.of("coding")
    shown = {
        coding_id: row
        for coding_id, _, row in changed
        if row and view.shows(row["coder_id"], row["source_id"])
    }
    doubted = [row for _, old, new in rows.of("doubt") for row in (old, new) if row]
    doubtful = {row["target_id"] for row in doubted} - set(shown)
    # A code that changed may have made codings stale: they are all looked at again.
    stale = {code_id for code_id, _, new in rows.of("code") if new}
    found = [Coding(**row) for row in shown.values()]
    found += _again(reader, view, doubtful, stale, set(shown))
    used = {coding.code_id for coding in found}
    codes = {code.id: code for code in reader.all(Code, id=used)} if used else {}
    doubts = read_doubts(reader, {coding.id for coding in found})
    seen = [
        (coding_id, row)
        for coding_id, before, after in changed
        for row in (before, after)
        if row and view.shows(row["coder_id"], row["source_id"])
    ]
    gone = dict.fromkeys(coding_id for coding_id, _ in seen if coding_id not in shown)
    return {
        "codings": [shape_coding(coding, codes, doubts) for coding in found],
        "gone": list(gone),
        # As they are, not by how much they changed: two answers may tell of one act.
        "counts": _count_now(reader, view, {row["code_id"] for _, row in seen}),
    }


def _again(
    reader: Reader, view: View, ids: set[str], code_ids: set[str], known: set[str]
) -> list[Coding]:
    found = reader.all(Coding, id=ids) if ids else []
    found += reader.all(Coding, code_id=code_ids) if code_ids else []
    once = {coding.id: coding for coding in found if coding.id not in known}
    return [
        coding
        for coding in once.values()
        if view.shows(coding.coder_id, coding.source_id)
    ]


def _count_now(reader: Reader, view: View, code_ids: set[str]) -> dict[str, int]:
    return {**dict.fromkeys(code_ids, 0), **view.count(reader, code_ids)}


def _memos(reader: Reader, view: View, rows: _Rows) -> Json:
    changed = rows.of("memo")
    links = [row for _, old, new in rows.of("memo_link") for row in (old, new) if row]
    hidden = {
        memo_id
        for memo_id, *sides in changed
        if not all(view.reads(row["coder_id"]) for row in sides if row)
    }
    ids = {memo_id for memo_id, _, _ in changed} | {row["memo_id"] for row in links}
    memos = reader.all(Memo, id=ids - hidden) if ids - hidden else []
    hidden |= {memo.id for memo in memos if not view.reads(memo.coder_id)}
    hidden |= list_hidden_memos(reader, view, memos)
    return {
        "memos": shape_memos(reader, [m for m in memos if m.id not in hidden]),
        "memos_gone": sorted(ids - hidden - {memo.id for memo in memos}),
    }


def list_hidden_memos(reader: Reader, view: View, memos: Sequence[Memo]) -> set[str]:
    """List memos about a closed source, and of others about one that is coded blind.

    Also those that were about it, such as about a coding that was taken away, and those
    that are about such a memo.
    """
    if not memos:
        return set()
    ids = {memo.id for memo in memos}
    hidden = ids & _list_about(reader, frozenset(list_closed(reader)))
    ids -= {memo.id for memo in memos if memo.coder_id in {None, view.coder_id}}
    return hidden | (ids & _list_about(reader, view.hidden) if ids else set())


def _list_about(reader: Reader, source_ids: frozenset[str]) -> set[str]:
    if not source_ids:
        return set()
    links = [*reader.all(MemoLink), *reader.taken_away(MemoLink)]
    codings = reader.all(Coding, source_id=source_ids)
    codings += [c for c in reader.taken_away(Coding) if c.source_id in source_ids]
    about = source_ids | {coding.id for coding in codings}
    found: set[str] = set()
    while more := {link.memo_id for link in links if link.target_id in about} - found:
        found |= more
        about = about | more
    return found


def shape_memos(reader: Reader, memos: Sequence[Memo]) -> list[Json]:
    """Return memos with their links and the names of who wrote them."""
    names = {coder.id: coder.name for coder in reader.all(Coder)}
    ids = {memo.id for memo in memos}
    links: dict[str, list[MemoLink]] = {memo_id: [] for memo_id in ids}
    few = {"memo_id": ids} if len(ids) <= IN_ONE_QUESTION else {}
    for link in reader.all(MemoLink, **few) if ids else []:
        if link.memo_id in ids:
            links[link.memo_id].append(link)
    return [
        shape_memo(memo, links[memo.id], names.get(memo.coder_id or ""))
        for memo in memos
    ]


def read_doubts(reader: Reader, ids: set[str]) -> dict[str, str]:
    """Return for codings whose place is in doubt the reason."""
    if not ids:
        return {}
    few = {"target_id": ids} if len(ids) <= IN_ONE_QUESTION else {}
    doubts = reader.all(Doubt, **few)
    return {d.target_id: d.reason for d in doubts if d.target_id in ids}


def list_others(news: News, coder: str) -> list[str]:
    """List who else did something, in the order in which they began."""
    return list(dict.fromkeys(e.actor for e, _ in news if e.actor != coder))


def find_own(news: News, request: str) -> tuple[Event, Sequence[Change]] | None:
    """Find the act that a request led to."""
    for event, changes in reversed(news):
        if json.loads(event.facts).get("request") == request:
            return event, changes
    return None


def list_rows(changes: Sequence[Change], table: str) -> list[Any]:
    """Return the rows of a table that an act left or changed, as they are after it."""
    return [
        json.loads(change.after)
        for change in changes
        if change.table_name == table and change.after is not None
    ]
