"""Joining two copies of a study: which rows come of it, and what is left to decide."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID, uuid4, uuid5

from vknz_research.coding.carrying import carry_place, find_edits
from vknz_research.coding.edits import Edit
from vknz_research.coding.retiming import FindUnits, retime_rows, units_of
from vknz_research.model.codings import DOUBT_KINDS
from vknz_research.model.text import hash_text
from vknz_research.store import Store
from vknz_research.store.merging.copies import (
    MERGE,
    Copy,
    Text,
    list_acts,
    read_changes,
    read_copy,
)
from vknz_research.store.merging.facets import (
    EXISTS,
    PLACE,
    Key,
    Row,
    hash_value,
    split_row,
)
from vknz_research.store.merging.mend import Joint, Notice, mend_rows
from vknz_research.store.merging.rule import Choose, Clash, Joined, Side, join_row
from vknz_research.store.merging.same import find_same
from vknz_research.store.merging.touches import Touched, find_touched
from vknz_research.store.merging.write import append_acts, change_rows, copy_content
from vknz_research.store.unit import Reader, UnitOfWork

_FAMILY = UUID("0b1c8a52-3f0e-5f43-9d8d-9f3a6f4f3c77")
Turns = Sequence[tuple[int, int]]
FindTurns = Callable[[str], Turns]
Look = tuple[FindTurns, FindUnits]  # where turns stand in a text, and when they are
Decision = tuple[str, str, str, list[str]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What joining two copies gives: the same from either side.

    `clashes` are left to decide (then `rows` are not final), `settled` those that were
    decided now. `same` says which ids became another id, `decided` what another merge
    must take over: table, id, proof, facets.
    """

    rows: dict[Key, Row]
    clashes: list[Clash]
    settled: list[Clash]
    notices: list[Notice]
    same: dict[str, str]
    decided: list[Decision]


@dataclass(slots=True)
class _Half:
    """One copy on its way into the other; `carried` are its rows in the final texts.

    `unsure` are passages whose place in the final text is uncertain, with their doubt.
    """

    copy: Copy
    touched: Mapping[Key, Touched]
    texts: Mapping[str, frozenset[str]]
    carried: dict[Key, Row] = field(default_factory=dict)
    unsure: dict[Key, Row] = field(default_factory=dict)

    def side(self, key: Key, finals: Mapping[str, str]) -> Side:
        """Return this copy's state of a row."""
        row = self.copy.rows.get(key)
        source = _source_of(key, row)
        is_native = source is None or self.revision(source) == finals.get(source)
        carried = self.carried.get(key, row)
        texts = self.texts.get(key[1], frozenset())
        return Side(row, carried, self.touched.get(key), is_native, texts)

    def revision(self, source_id: str) -> str | None:
        """Return the text of a source in this copy."""
        row = self.copy.rows.get(("source", source_id))
        return None if row is None else str(row["revision_id"])


_PLACED: Final = frozenset({"coding", "excerpt", "memo_link", "observation"})


def _source_of(key: Key, row: Row | None) -> str | None:
    """Return the source in whose text a row has its place."""
    if row is None or key[0] not in _PLACED:
        return None
    if key[0] != "memo_link":
        return str(row["source_id"])
    is_placed = row["target_kind"] == "source" and row["start"] is not None
    return row["target_id"] if is_placed else None


class _Joining:
    """Joins two copies, and remembers what was decided on the way."""

    def __init__(self, ours: Copy, theirs: Copy, choose: Choose, look: Look) -> None:
        first, second, self.same = find_same(ours, theirs)
        self.choose, self.find_turns, self.find_units = choose, *look
        self.moved: set[Key] = set()
        self.halves = (
            _make_half(first, second.decided, self.same),
            _make_half(second, first.decided, self.same),
        )
        self.texts: dict[str, Text] = {**second.texts, **first.texts}
        self.joined: dict[Key, Joined] = {}
        self.settled: dict[str, Clash] = {}
        self.top = 1 + max(
            (
                r["revision"]
                for c in (first, second)
                for k, r in c.rows.items()
                if k[0] == "code"
            ),
            default=0,
        )

    def run(self) -> Outcome:
        """Join all rows."""
        finals = self._join_sources()
        for half in self.halves:
            self._carry(half, finals)
        for key in self._list_keys():
            self.joined[key] = self._join(key, finals)
        rows = {k: j.row for k, j in self.joined.items() if j.row is not None}
        joint = self._make_joint(dict(rows))
        mend_rows(joint)
        self._add_doubts(joint)
        for row_id in joint.loose:
            self._prove(joint, row_id)
        retime_rows(joint.rows, self.moved, self._text, self.find_units)
        return Outcome(
            joint.rows,
            [clash for joined in self.joined.values() for clash in joined.open],
            list(self.settled.values()),
            joint.notices,
            self.same,
            self._list_decided(rows, joint.rows),
        )

    def _list_keys(self) -> Iterable[Key]:
        first, second = (half.copy.rows for half in self.halves)
        return sorted(first.keys() | second.keys())

    def _join_sources(self) -> dict[str, str]:
        finals: dict[str, str] = {}
        for key in self._list_keys():
            if key[0] == "source":
                row = self._join(key, {}).row
                if row is not None:
                    finals[key[1]] = row["revision_id"]
                else:
                    present = (half.revision(key[1]) for half in self.halves)
                    finals[key[1]] = next(r for r in present if r is not None)
        return finals

    def _join(self, key: Key, finals: Mapping[str, str]) -> Joined:
        ours, theirs = (half.side(key, finals) for half in self.halves)
        joined = join_row(key, ours, theirs, self._choose)
        if joined.row and "defined" in joined.decided and key[0] == "code":
            # Nobody coded under the definition as it was decided: all are looked at.
            joined.row |= {"revision": self.top, "defined": self.top}
        return joined

    def _choose(self, clash: Clash) -> str | None:
        chosen = self.choose(clash)
        if chosen is not None:
            self.settled[clash.id] = clash
        return chosen

    # --- texts -----------------------------------------------------------------------
    def _carry(self, half: _Half, finals: Mapping[str, str]) -> None:
        edits: dict[str, list[Edit]] = {}
        for key, row in half.copy.rows.items():
            source = _source_of(key, row)
            if source is None or source not in finals:
                continue
            was, becomes = half.revision(source), finals[source]
            if was is None or was == becomes:
                continue
            if source not in edits:
                edits[source] = self._find_edits(was, becomes)
            self._carry_row(half, key, row, (was, becomes), edits[source])

    def _text(self, revision_id: str) -> str:
        return self.texts[revision_id].text

    def _find_edits(self, was: str, becomes: str) -> list[Edit]:
        old, new = self.texts[was].text, self.texts[becomes].text
        return find_edits(old, new, self.find_turns(was), self.find_turns(becomes))

    def _carry_row(
        self,
        half: _Half,
        key: Key,
        row: Row,
        revisions: tuple[str, str],
        edits: Sequence[Edit],
    ) -> None:
        was, becomes = revisions
        landing = carry_place(edits, row["start"], row["end"])
        moved = row | {"start": landing.start, "end": landing.end}
        if "revision_id" in row:
            words = self.texts[becomes].text[landing.start : landing.end]
            moved["revision_id"] = becomes
            if "text_hash" in row:
                moved["text_hash"] = hash_text(words)
        half.carried[key] = moved
        self.moved.add(key)
        if landing.reason and key[0] in DOUBT_KINDS:
            half.unsure[key] = {
                "id": str(uuid5(_FAMILY, f"{key[1]} {was} {becomes}")),
                "target_kind": key[0],
                "target_id": key[1],
                "reason": landing.reason,
                "revision_id": was,
                "old_start": row["start"],
                "old_end": row["end"],
            }

    def _add_doubts(self, joint: Joint) -> None:
        """Keep the passages that carrying made uncertain on the list to look at."""
        known = {r["target_id"] for k, r in joint.rows.items() if k[0] == "doubt"}
        for half, other in (self.halves, self.halves[::-1]):
            for key, doubt in half.unsure.items():
                row = joint.rows.get(key)
                place = _place(key, half.carried[key])
                if row is None or key[1] in known or _place(key, row) != place:
                    continue
                twin = other.carried.get(key, other.copy.rows.get(key))
                if twin is None or key in other.unsure or _place(key, twin) != place:
                    joint.rows["doubt", doubt["id"]] = doubt
                    known.add(key[1])

    def _prove(self, joint: Joint, coding_id: str) -> None:
        """Give a coding that had to step aside the hash of where it stands now."""
        row = joint.rows.get(("coding", coding_id))
        if row is not None:
            words = self.texts[row["revision_id"]].text[row["start"] : row["end"]]
            joint.rows["coding", coding_id] = row | {"text_hash": hash_text(words)}

    # --- what was decided ------------------------------------------------------------
    def _make_joint(self, rows: dict[Key, Row]) -> Joint:
        for key, joined in self.joined.items():
            if key[0] == "decision" and "decision" in joined.lost:
                _drop_results(rows, joined)
        sides = [{**half.copy.rows, **half.carried} for half in self.halves]
        dismissed = {k for k, j in self.joined.items() if j.row is None and j.decided}
        loose = {
            key[1]: len(self.texts[half.carried[key]["revision_id"]].text)
            for half in self.halves
            for key in half.unsure
            if key[0] == "coding"
        }
        removed = {
            k: act for half in self.halves for k, act in _list_removed(half, self.same)
        }
        return Joint(rows, (sides[0], sides[1]), removed, dismissed, loose)

    def _list_decided(
        self, rows: Mapping[Key, Row], final: Mapping[Key, Row]
    ) -> list[Decision]:
        """List the facets that did not simply come from one copy."""
        found: dict[Key, set[str]] = {
            key: set(joined.decided)
            for key, joined in self.joined.items()
            if joined.decided
        }
        for key in rows.keys() | final.keys():
            before, after = rows.get(key), final.get(key)
            if before != after:
                found.setdefault(key, set()).update(
                    _list_differences(key, before, after)
                )
        return [
            (*key, _make_proof(key, sorted(names), final.get(key)), sorted(names))
            for key, names in sorted(found.items())
        ]


def _make_half(
    copy: Copy, decided_elsewhere: Iterable[str], same: Mapping[str, str]
) -> _Half:
    touched = find_touched(copy.acts, same, set(decided_elsewhere))
    texts: dict[str, set[str]] = {}
    for act in copy.acts:
        if act.event.act == MERGE:
            continue
        for change in read_changes(act, same):
            for row in (change.before, change.after):
                if change.table == "source" and row is not None:
                    texts.setdefault(change.row_id, set()).add(row["revision_id"])
    return _Half(copy, touched, {key: frozenset(ids) for key, ids in texts.items()})


def _list_removed(half: _Half, same: Mapping[str, str]) -> Iterator[tuple[Key, str]]:
    for act in half.copy.acts:
        for change in act.changes:
            if change.after is None:
                key = change.table_name, same.get(change.row_id, change.row_id)
                yield key, act.event.id


def _drop_results(rows: dict[Key, Row], joined: Joined) -> None:
    """Take away what a decision that was not taken put into the consensus layer."""
    lost = joined.lost["decision"]["result"].get("codings", [])
    kept = {
        coding
        for key, row in rows.items()
        if key[0] == "decision"
        for coding in row["result"].get("codings", [])
    }
    for coding_id in lost:
        if coding_id not in kept:
            rows.pop(("coding", coding_id), None)


def _place(key: Key, row: Row) -> object:
    return split_row(key[0], row)[PLACE]


def _list_differences(key: Key, before: Row | None, after: Row | None) -> set[str]:
    if before is None or after is None:
        return {EXISTS, *split_row(key[0], after)}
    first, second = split_row(key[0], before), split_row(key[0], after)
    return {n for n in {**first, **second} if first.get(n) != second.get(n)}


def _make_proof(key: Key, names: list[str], row: Row | None) -> str:
    return hash_value([*key, names, row]) + hash_value([row, names])


def join_copies(ours: Copy, theirs: Copy, choose: Choose, look: Look) -> Outcome:
    """Join two copies of a study, each read with the acts that the other lacks.

    `choose` returns the name of the choice for a clash, or None to leave it open.
    """
    return _Joining(ours, theirs, choose, look).run()


@dataclass(frozen=True, slots=True)
class Counted:
    """How much the other copy brings: acts and by whom, rows by what became of them."""

    acts: int
    people: list[str]
    added: int
    changed: int
    removed: int
    is_new: bool


def count_outcome(ours: Copy, theirs: Copy, outcome: Outcome) -> Counted:
    """Count what joining would write into our copy."""
    before, after = ours.rows, outcome.rows
    added = len(after.keys() - before.keys())
    removed = len(before.keys() - after.keys())
    changed = sum(key in before and before[key] != row for key, row in after.items())
    acts = [act for act in theirs.acts if act.event.act != MERGE]
    is_known = theirs.decided <= ours.decided and not outcome.decided
    return Counted(
        acts=len(acts),
        people=list(dict.fromkeys(act.event.actor for act in acts)),
        added=added,
        changed=changed,
        removed=removed,
        is_new=bool(acts or added or removed or changed or not is_known),
    )


def _write(
    work: UnitOfWork,
    other: Reader,
    copies: tuple[Copy, Copy],
    outcome: Outcome,
    who: tuple[str, bytes],
) -> None:
    (ours, theirs), (actor, salt) = copies, who
    work.event_id = str(uuid4())
    copy_content(work, other, outcome.same)
    append_acts(work, other, theirs.acts, work.event_id, salt)
    change_rows(work, ours.rows, outcome.rows)
    work.facts = {
        "study": theirs.study,
        "acts": len(theirs.acts),
        "settled": len(outcome.settled),
        "same": {k: v for k, v in outcome.same.items() if k not in ours.same},
        "decided": outcome.decided,
    }
    # Also where no row changes: from now on the acts of the other are known here.
    work.write_event(actor, MERGE, None, salt)
    work.changes, work.facts = [], {}


def _turns_of(*readers: Reader) -> FindTurns:
    def find_turns(revision_id: str) -> Turns:
        found = (reader.turn_places(revision_id) for reader in readers)
        return next((turns for turns in found if turns), [])

    return find_turns


def merge_stores(
    store: Store, other: Store, actor: str, choose: Choose, *, keep: bool = True
) -> tuple[Outcome, Counted]:
    """Join another copy into a store, in one act; return the outcome and counts.

    Nothing is written when a clash is left open, when nothing is new, or without
    `keep`. The other store is only read.
    """
    opened = store.begin(actor, MERGE) if keep else store.read()
    with opened as work, other.read() as reader:
        theirs = read_copy(reader, list_acts(work))
        ours = read_copy(work, list_acts(reader))
        look = _turns_of(work, reader), units_of(work, reader)
        outcome = join_copies(ours, theirs, choose, look)
        counted = count_outcome(ours, theirs, outcome)
        if counted.is_new and not outcome.clashes and isinstance(work, UnitOfWork):
            _write(work, reader, (ours, theirs), outcome, (actor, store.salt))
    return outcome, counted
