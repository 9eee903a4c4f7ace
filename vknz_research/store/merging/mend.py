"""Making joined rows whole again: what is used comes back, what is double is folded.

Row by row the joining is right; together rows may name one that the other side took
away, or want the same unique place. Pure, and the same whichever copy comes first.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from vknz_research.model.codes import parent_path
from vknz_research.store import tables
from vknz_research.store.footprint import UNIQUE
from vknz_research.store.mapping import CLASS_OF
from vknz_research.store.merging.copies import rename_ids
from vknz_research.store.merging.facets import Key, Row
from vknz_research.store.tables import write_json

LIGHT: Final = frozenset({"doubt", "memo_link"})
TARGETS: Final = frozenset(
    {"source", "code", "coding", "participant", "memo", "memo_link", "excerpt"}
)
# Where two things want one name, both stay and one gets another name.
NAMES: Final = {
    "code": "path",
    "excerpt": "key",
    "design_entry": "source_code",
    "coding_round": "number",
    "participant": "label",
}
# Rows that say the same twice or want one name, beside what the tables forbid.
TWICE: Final = {
    "participant": ("label",),
    "doubt": ("target_kind", "target_id"),
    "memo_link": ("memo_id", "target_kind", "target_id", "start", "end"),
}


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that joining did beside taking rows over: `kind` says what."""

    kind: str
    key: Key


@dataclass(slots=True)
class Joint:
    """Joined rows on their way to being whole.

    `sides` are the rows of both copies; `removed` says which act of a copy took a row
    away, `dismissed` which rows somebody chose to let go; `loose` are codings whose
    place is uncertain, so that they are kept apart from what they fall on.
    """

    rows: dict[Key, Row]
    sides: tuple[Mapping[Key, Row], Mapping[Key, Row]]
    removed: Mapping[Key, str] = field(default_factory=dict)
    dismissed: set[Key] = field(default_factory=set)
    loose: Mapping[str, int] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)

    def note(self, kind: str, key: Key) -> None:
        """Say once what was done to a row."""
        if Notice(kind, key) not in self.notices:
            self.notices.append(Notice(kind, key))


def mend_rows(joint: Joint) -> None:
    """Bring back what is used, drop what hangs in the air, fold what is double."""
    while _bring_back(joint) | _fold_double(joint) | _free_keys(joint):
        pass


FOREIGN: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    name: tuple(
        (column.name, key.column.table.name)
        for column in tables.metadata.tables[name].columns
        for key in column.foreign_keys
        if key.column.table.name in CLASS_OF
    )
    for name in CLASS_OF
}


def list_references(key: Key, row: Row) -> Iterator[Key]:
    """Give the rows that a row cannot do without."""
    for column, table in FOREIGN[key[0]]:
        if row[column] is not None:
            yield table, row[column]
    if key[0] in LIGHT and row["target_kind"] in TARGETS:
        yield row["target_kind"], row["target_id"]


def _bring_back(joint: Joint) -> bool:
    missing: dict[Key, list[Key]] = defaultdict(list)
    for key, row in joint.rows.items():
        for wanted in list_references(key, row):
            if wanted not in joint.rows:
                missing[wanted].append(key)
    for wanted, users in sorted(missing.items()):
        firm = [k for k in users if not _lets_go(joint, k, wanted)]
        for key in users:
            if key not in firm:
                joint.rows.pop(key, None)
        if firm:
            _restore_row(joint, wanted, firm)
    return bool(missing)


def _lets_go(joint: Joint, user: Key, wanted: Key) -> bool:
    """Say whether a row goes with what it is about, and does not bring it back."""
    if user[0] == "doubt":
        return True
    return user[0] in LIGHT and (
        wanted in joint.dismissed or not _find_states(joint, wanted)
    )


def _find_states(joint: Joint, key: Key) -> list[Row]:
    return [side[key] for side in joint.sides if key in side]


def _restore_row(joint: Joint, key: Key, users: Iterable[Key]) -> None:
    """Bring a row back, with what the same act took away and what hangs on it."""
    states = _find_states(joint, key)
    if not states:
        for user in users:
            joint.rows.pop(user, None)
        return
    joint.rows[key] = min(states, key=write_json)
    joint.note("back", key)
    act = joint.removed.get(key)
    if act is None:
        return
    for side in joint.sides:
        for other, row in side.items():
            is_along = joint.removed.get(other) == act and other not in joint.rows
            if is_along and key in list_references(other, row):
                joint.rows[other] = row
                joint.note("back", other)


# --- what is double ------------------------------------------------------------------
def _fold_double(joint: Joint) -> bool:
    found = False
    for table, columns in _list_unique():
        groups: dict[tuple[Any, ...], list[Key]] = defaultdict(list)
        for key, row in joint.rows.items():
            if key[0] == table:
                groups[tuple(row[c] for c in columns)].append(key)
        for _, keys in sorted(groups.items(), key=lambda item: repr(item[0])):
            if len(keys) > 1:
                found = True
                _settle_double(joint, table, sorted(keys))
    return found


def _free_keys(joint: Joint) -> bool:
    """Let of the codes that came to want one key under one parent the first have it."""
    before = [_find_shared(side) for side in joint.sides]
    found = False
    for wanted, keys in _find_shared(joint.rows).items():
        if any(wanted in shared for shared in before):
            continue  # it was so in a copy already
        for key in keys[1:]:
            joint.rows[key] = joint.rows[key] | {"shortcut": None}
            joint.note("keyless", key)
            found = True
    return found


def _find_shared(rows: Mapping[Key, Row]) -> dict[tuple[str | None, str], list[Key]]:
    """Return the keys of the keyboard that more codes under one parent have."""
    groups: dict[tuple[str | None, str], list[Key]] = defaultdict(list)
    codes = ((key, row) for key, row in rows.items() if key[0] == "code")
    for key, row in sorted(codes, key=lambda item: item[0]):
        if row["shortcut"] is not None:
            groups[parent_path(row["path"]), row["shortcut"]].append(key)
    return {wanted: keys for wanted, keys in groups.items() if len(keys) > 1}


def _list_unique() -> Iterator[tuple[str, tuple[str, ...]]]:
    for table in CLASS_OF:
        for columns in UNIQUE[table]:
            yield table, columns
    yield from TWICE.items()


def _settle_double(joint: Joint, table: str, keys: list[Key]) -> None:
    if table in NAMES:
        for key in keys[1:]:
            _rename(joint, key, NAMES[table])
            joint.note("renamed", key)
        return
    if table == "consent":
        keys.sort(key=lambda key: _strictness(joint.rows[key]))
    if table == "coding":
        keys.sort(key=lambda key: (key[1] in joint.loose, key))
        if keys[-1][1] in joint.loose and _step_aside(joint, keys[-1]):
            return
    for key in keys[1:]:
        _fold(joint, key, keys[0])


def _strictness(row: Row) -> tuple[int, str]:
    return ("withdrawn", "refused", "given").index(row["state"]), row["id"]


def _rename(joint: Joint, key: Key, column: str) -> None:
    row = joint.rows[key]
    taken = {r[column] for k, r in joint.rows.items() if k[0] == key[0]}
    if isinstance(row[column], int):
        joint.rows[key] = row | {column: max(taken) + 1}
        return
    number = 2
    while f"{row[column]}-{number}" in taken:
        number += 1
    joint.rows[key] = row | {column: f"{row[column]}-{number}"}


def _step_aside(joint: Joint, key: Key) -> bool:
    """Keep a coding whose place is uncertain apart by characters, if there are any."""
    row = joint.rows[key]
    rest = ("source_id", "code_id", "coder_id", "start")
    taken = {
        r["end"]
        for k, r in joint.rows.items()
        if k[0] == key[0] and all(r[name] == row[name] for name in rest)
    }
    ends = range(row["end"] + 1, joint.loose[key[1]] + 1)
    free = next((end for end in ends if end not in taken), None)
    if free is not None:
        joint.rows[key] = row | {"end": free}
    return free is not None


def _fold(joint: Joint, gone: Key, kept: Key) -> None:
    """Let what named one row name the other, which says the same."""
    del joint.rows[gone]
    same = {gone[1]: kept[1]}
    for key, row in joint.rows.items():
        if gone[1] in write_json(row):
            joint.rows[key] = rename_ids(row, same)
    if gone[0] not in LIGHT:
        joint.note("folded", gone)
