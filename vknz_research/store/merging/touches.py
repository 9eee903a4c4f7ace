"""What the acts that one copy has for itself touched, row by row. Pure."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from typing import Any

from vknz_research.store.merging.copies import MERGE, Act, RowChange, read_changes
from vknz_research.store.merging.facets import (
    EXISTS,
    PLACE,
    Facets,
    Key,
    Row,
    split_row,
)


@dataclass(slots=True)
class Touch:
    """One facet of a row: its value before, and who touched it last.

    `is_plain` says that all who touched it are acts of this copy, so that a facet that
    is as it was before was not changed at all.
    """

    base: Any
    at: str
    act_id: str
    actor: str
    is_plain: bool


@dataclass(slots=True)
class Touched:
    """What was touched of one row; `made` are its facets when it was first made."""

    facets: dict[str, Touch] = field(default_factory=dict)
    made: Facets | None = None

    def list_changed(self, now: Facets | None) -> set[str]:
        """List the facets that are not as they were before; None is no row."""
        current = {EXISTS: now is not None, **(now or {})}
        return {
            name
            for name, touch in self.facets.items()
            if not touch.is_plain or current.get(name) != touch.base
        }

    def last(self, name: str) -> Touch | None:
        """Return who touched a facet last, or else any facet of the row."""
        found = self.facets.get(name)
        return found or max(
            self.facets.values(), key=lambda t: (t.at, t.act_id), default=None
        )


def find_touched(
    acts: Iterable[Act], same: Mapping[str, str], decided_elsewhere: Set[str]
) -> dict[Key, Touched]:
    """Return what acts touched; of a merge only what it decided counts.

    All else that a merge changed came from acts that are in the log themselves.
    """
    found: dict[Key, Touched] = {}
    for act in acts:
        if act.event.act == MERGE:
            _take_decisions(found, act, same, decided_elsewhere)
            continue
        changes = read_changes(act, same)
        moved = list(_list_moved(changes))
        for change in changes:
            key = (change.table, change.row_id)
            _take_change(found.setdefault(key, Touched()), act, change, moved)
    return found


def _take_decisions(
    found: dict[Key, Touched],
    act: Act,
    same: Mapping[str, str],
    decided_elsewhere: Set[str],
) -> None:
    for table, row_id, token, names in act.facts.get("decided", []):
        if token in decided_elsewhere:
            continue
        row = found.setdefault((table, same.get(row_id, row_id)), Touched())
        for name in names:
            _touch(row, act, name, None, is_plain=False)


def _list_moved(changes: Iterable[RowChange]) -> Iterable[str]:
    """List the sources that got another text: what stands in them moved along."""
    for item in changes:
        is_both = item.table == "source" and item.before and item.after
        if is_both and _text_of(item.before) != _text_of(item.after):
            yield item.row_id


def _text_of(row: Row | None) -> str | None:
    return None if row is None else str(row["revision_id"])


def _take_change(
    row: Touched, act: Act, change: RowChange, moved: Iterable[str]
) -> None:
    before = split_row(change.table, change.before)
    after = split_row(change.table, change.after)
    is_plain = act.event.origin is None
    if change.before is None or change.after is None:
        if EXISTS not in row.facets and change.before is None:
            row.made = after
        _touch(row, act, EXISTS, change.before is not None, is_plain=is_plain)
    for name in dict.fromkeys([*before, *after]):
        if before.get(name) == after.get(name):
            continue
        if name == PLACE and _went_along(change, moved):
            continue
        _touch(row, act, name, before.get(name), is_plain=is_plain)


def _went_along(change: RowChange, moved: Iterable[str]) -> bool:
    """Say whether a place only followed the text under it."""
    row = change.after if change.before else None
    return row is not None and row.get("source_id", row.get("target_id")) in set(moved)


def _touch(row: Touched, act: Act, name: str, base: Any, *, is_plain: bool) -> None:
    event = act.event
    known = row.facets.get(name)
    if known is None:
        row.facets[name] = Touch(base, event.at, event.id, event.actor, is_plain)
        return
    known.is_plain = known.is_plain and is_plain
    if (event.at, event.id) > (known.at, known.act_id):
        known.at, known.act_id, known.actor = event.at, event.id, event.actor
