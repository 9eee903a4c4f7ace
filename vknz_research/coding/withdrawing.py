"""Withdrawal as an act in the store: what goes, and that it went.

Which files go with it, and the search for what is left, is the matter of the project.
"""

import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final
from uuid import uuid4

from vknz_research.errors import UnknownThingError
from vknz_research.model.codings import Coding, Excerpt
from vknz_research.model.people import PURPOSES, Consent, Participant
from vknz_research.model.privacy import FeedbackItem, FeedbackPermission, Withdrawal
from vknz_research.model.sources import Revision, Source, Voice
from vknz_research.privacy.consent import (
    NEEDED_TO_ANALYSE,
    RESEARCHER,
    name_needed,
)
from vknz_research.store import Store
from vknz_research.store.erasing import WITHDRAWN, Cut, list_lost, list_stretches
from vknz_research.store.unit import Reader, UnitOfWork

ALL: Final = "all"
GONE_LABEL: Final = "ingetrokken"


@dataclass(frozen=True, slots=True)
class WithdrawalPlan:
    """What a withdrawal takes away: sources whole and in part, and what is in them."""

    participant_id: str
    label: str
    purposes: tuple[str, ...]
    cuts: tuple[Cut, ...]
    names: Mapping[str, str] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def erases(self) -> bool:
        """Say whether words go, or only what may be done with them."""
        return bool(self.cuts)


def list_purposes(wanted: Iterable[str]) -> tuple[str, ...]:
    """Return the purposes that are meant; `all` is every one."""
    listed = list(wanted)
    return PURPOSES if ALL in listed else tuple(p for p in PURPOSES if p in listed)


def plan_withdrawal(
    reader: Reader, label: str, wanted: Iterable[str]
) -> WithdrawalPlan:
    """Say what would go when somebody withdraws from some purposes, or from all."""
    person = find_person(reader, label)
    purposes = list_purposes(wanted)
    cuts = list_cuts(reader, person.id, purposes)
    sources = {s.id: s.name for s in reader.all(Source, id={c.source_id for c in cuts})}
    return WithdrawalPlan(
        person.id, person.label, purposes, cuts, sources, _count(reader, cuts, person)
    )


def find_person(reader: Reader, label: str) -> Participant:
    """Find a participant by label or id, also one whose label was taken away."""
    found = reader.first(Participant, label=label)
    found = found or reader.first(Participant, id=label)
    done = reader.first(Withdrawal, label_hmac=hash_label(reader, label))
    if found is None and done is not None:
        found = reader.first(Participant, id=done.participant_id)
    if found is None:
        raise UnknownThingError(kind="deelnemer", name=label, list="people")
    return found


def hash_label(reader: Reader, label: str) -> str:
    """Return a keyed hash of a label, under which a withdrawal is found again."""
    salt = bytes.fromhex(reader.setting("salt") or "")
    return hmac.new(salt, f"label\n{label}".encode(), sha256).hexdigest()


def list_cuts(
    reader: Reader, participant_id: str, purposes: Iterable[str]
) -> tuple[Cut, ...]:
    """List what goes from which sources, when somebody withdraws from purposes.

    Words go from a source when a purpose is withdrawn without which it may not be
    analysed; all of it, when nobody else but researchers speaks in it.
    """
    wanted, cuts = set(purposes), []
    roles = {p.id: p.role for p in reader.all(Participant)}
    own = reader.all(Voice, participant_id=participant_id)
    for source in reader.all(Source, id={voice.source_id for voice in own}):
        if source.format == WITHDRAWN or not wanted & name_needed(source):
            continue
        voices = reader.all(Voice, source_id=source.id)
        others = {v.participant_id for v in voices} - {participant_id}
        is_whole = all(roles[who] == RESEARCHER for who in others)
        labels = frozenset(v.speaker for v in own if v.source_id == source.id)
        cuts.append(Cut(source.id, is_whole, labels))
    return tuple(sorted(cuts, key=lambda cut: cut.source_id))


def _count(reader: Reader, cuts: Sequence[Cut], person: Participant) -> dict[str, int]:
    made = {"sources": sum(cut.is_whole for cut in cuts), "parts": 0, "words": 0}
    made |= {"codings": 0, "quotations": 0}
    for cut in cuts:
        source = reader.all(Source, id=cut.source_id)[0]
        text = reader.all(Revision, id=source.revision_id)[0].text
        spans = list_stretches(text, reader.turns(source.revision_id), cut)
        made["parts"] += not cut.is_whole
        made["words"] += sum(len(text[start:end].split()) for start, end in spans)
        codings = reader.all(Coding, source_id=source.id)
        excerpts = reader.all(Excerpt, source_id=source.id)
        made["codings"] += sum(_is_within(c.start, c.end, spans) for c in codings)
        made["quotations"] += sum(_is_within(e.start, e.end, spans) for e in excerpts)
    made["feedback"] = reader.count(FeedbackItem, participant_id=person.id)
    return made


def _is_within(start: int, end: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start < last and end > first for first, last in spans)


def begin_withdrawal(store: Store, plan: WithdrawalPlan, date: str) -> Withdrawal:
    """Record a withdrawal: from here on nothing new shows what was withdrawn.

    One that is recorded already is returned as it is. Permissions for feedback close.
    """
    with store.begin("vknz", "withdraw") as work:
        known = _find_known(work, plan)
        if known is not None:
            return known
        made = Withdrawal(
            str(uuid4()),
            plan.participant_id,
            {"purposes": list(plan.purposes)},
            _describe_cuts(work, plan.cuts),
            hash_label(work, plan.label),
            "open",
            datetime.now(UTC).isoformat(timespec="microseconds"),
        )
        work.add(made)
        _write_consent(work, plan, date)
        _close_feedback(work, plan)
        work.facts = {"withdrawal": made.id, "purposes": list(plan.purposes)}
    return made


def _find_known(work: UnitOfWork, plan: WithdrawalPlan) -> Withdrawal | None:
    """Find an earlier withdrawal from the same, of which nothing was given again."""
    given = {
        c.purpose
        for c in work.all(Consent, participant_id=plan.participant_id)
        if c.state != "withdrawn"
    }
    wanted = set(plan.purposes)
    for old in work.all(Withdrawal, participant_id=plan.participant_id):
        is_same = wanted <= set(old.purposes["purposes"]) and not given & wanted
        if is_same and (old.state == "open" or not plan.cuts):
            return old
    return None


def _describe_cuts(work: UnitOfWork, cuts: Sequence[Cut]) -> dict[str, Any]:
    """Return cuts without names, so that they can be made again in another copy."""
    return {
        "ids": [cut.source_id for cut in cuts],
        "lost": list_lost(work) if cuts else [],
        "whole": [cut.source_id for cut in cuts if cut.is_whole],
        "speakers": {
            cut.source_id: sorted(hash_label(work, label) for label in cut.speakers)
            for cut in cuts
            if not cut.is_whole
        },
    }


def list_cuts_again(reader: Reader, done: Withdrawal) -> tuple[Cut, ...]:
    """List what a withdrawal still has to take out of this copy of the study."""
    again = list_cuts(reader, done.participant_id, done.purposes["purposes"])
    found = {cut.source_id: cut for cut in again}
    whole = set(done.sources.get("whole", ()))
    hidden = done.sources.get("speakers", {})
    for source in reader.all(Source, id=set(done.sources["ids"])):
        if source.id in whole and _has_text(reader, source):
            found[source.id] = Cut(source.id, is_whole=True)
        elif source.id in hidden:
            labels = _find_labels(reader, source.id, set(hidden[source.id]))
            if labels:
                found[source.id] = Cut(source.id, is_whole=False, speakers=labels)
    return tuple(found[key] for key in sorted(found))


def _has_text(reader: Reader, source: Source) -> bool:
    states = reader.all(Revision, source_id=source.id)
    return source.format != WITHDRAWN or any(state.text for state in states)


def _find_labels(reader: Reader, source_id: str, wanted: set[str]) -> frozenset[str]:
    labels = {
        turn.speaker or ""
        for state in reader.all(Revision, source_id=source_id)
        for turn in reader.turns(state.id)
    }
    return frozenset(x for x in labels if hash_label(reader, x) in wanted)


def _write_consent(work: UnitOfWork, plan: WithdrawalPlan, date: str) -> None:
    known = {
        c.purpose: c for c in work.all(Consent, participant_id=plan.participant_id)
    }
    for purpose in plan.purposes:
        old = known.get(purpose)
        if old is None:
            new = Consent(str(uuid4()), plan.participant_id, purpose, "withdrawn", date)
            work.add(new)
        elif old.state != "withdrawn":
            work.replace(replace(old, state="withdrawn", date=date))


def _close_feedback(work: UnitOfWork, plan: WithdrawalPlan) -> None:
    if "feedback" not in plan.purposes:
        return
    own = {i.id for i in work.all(FeedbackItem, participant_id=plan.participant_id)}
    for said in work.all(FeedbackPermission, item_id=own):
        if said.state != "closed":
            work.replace(replace(said, state="closed"))


def record_noted(store: Store, noted: Withdrawal) -> bool:
    """Record a withdrawal, if this copy of the study has not heard of it."""
    with store.begin("vknz", "withdraw") as work:
        person = work.first(Participant, id=noted.participant_id)
        if person is None or work.first(Withdrawal, id=noted.id):
            return False
        work.add(noted)
        purposes = tuple(noted.purposes["purposes"])
        found = WithdrawalPlan(person.id, person.label, purposes, ())
        _write_consent(work, found, noted.at[:10])
        _close_feedback(work, found)
        work.facts = {"withdrawal": noted.id, "purposes": list(purposes)}
    return True


def end_withdrawal(store: Store, done: Withdrawal) -> None:
    """Record that a withdrawal is complete: the search of all bytes found nothing."""
    with store.begin("vknz", "end-withdrawal") as work:
        work.replace(replace(done, state="done"))
        work.facts = {"withdrawal": done.id}


def list_withdrawals(reader: Reader, state: str | None = None) -> list[Withdrawal]:
    """List the withdrawals, the oldest first."""
    found = (
        reader.all(Withdrawal) if state is None else reader.all(Withdrawal, state=state)
    )
    return sorted(found, key=lambda w: (w.at, w.id))


def list_only_noted(reader: Reader) -> dict[str, list[str]]:
    """List who withdrew, but whose words are still here: label -> purposes.

    So it is with what an older version recorded, or what came from another copy.
    """
    found: dict[str, list[str]] = {}
    labels = {p.id: p.label for p in reader.all(Participant)}
    for said in reader.all(Consent, state="withdrawn"):
        found.setdefault(said.participant_id, []).append(said.purpose)
    return {
        labels[who]: sorted(purposes)
        for who, purposes in sorted(found.items())
        if list_cuts(reader, who, purposes)
    }


def is_whole(reader: Reader, participant_id: str) -> bool:
    """Say whether somebody withdrew from all there was, and gave nothing again."""
    said = reader.all(Consent, participant_id=participant_id)
    states = {c.state for c in said}
    return "withdrawn" in states and "given" not in states


def needs_erasing(purposes: Iterable[str]) -> bool:
    """Say whether words can go with these purposes."""
    return bool(set(purposes) & (NEEDED_TO_ANALYSE | {"recording"}))
