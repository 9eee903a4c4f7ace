"""Acts on feedback of a klant to a klantmanager: note, permit, pass on, take back.

Each act checks what `privacy/feedback.py` says, in the unit of work that changes it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final
from uuid import uuid4

from vknz_research.coding.consent import need_open
from vknz_research.coding.find import find_participant, find_source
from vknz_research.errors import (
    EmptyWordingError,
    NoFeedbackConsentError,
    NoPermissionError,
    NotSpeakingError,
    TooFewKlantenError,
    TracedWordingError,
    UnknownThingError,
    WrongParticipantError,
)
from vknz_research.model.people import Consent, Participant, role_perspective
from vknz_research.model.privacy import FeedbackItem, FeedbackPermission
from vknz_research.model.sources import Revision, Source, Voice
from vknz_research.privacy.feedback import (
    ANONYMOUS,
    NONE,
    Trace,
    covers,
    find_traces,
    hash_wording,
    list_klanten,
    may_pass,
)
from vknz_research.store import Store
from vknz_research.store.unit import Reader, UnitOfWork

RESEARCHER: Final = "onderzoeker"
TRACE_WORDS: Final[dict[Trace, tuple[str, str]]] = {
    "name": ("een naam", "a name"),
    "date": ("een datum of tijd", "a date or time"),
    "conversation": ("welk gesprek het was", "which conversation it was"),
    "quote": ("een lang letterlijk citaat", "a long literal quotation"),
}


@dataclass(frozen=True, slots=True)
class Note:
    """Something to pass on: from where, of whom, to whom, and in which words."""

    source: str
    klant: str
    recipient: str
    wording: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a klant answered: how it may be passed on, when, and who asked."""

    mode: str
    date: str | None = None
    asked_by: str | None = None


def add_item(store: Store, actor: str, note: Note) -> FeedbackItem:
    """Note what a klant said of a klantmanager; nothing is passed on by that."""
    with store.begin(actor, "add-feedback") as work:
        source = find_source(work, note.source)
        need_open(work, [source])
        klant = _find_role(work, note.klant, "klant")
        recipient = _find_role(work, note.recipient, "klantmanager")
        if work.first(Voice, source_id=source.id, participant_id=klant.id) is None:
            raise NotSpeakingError(source=source.name)
        made = FeedbackItem(
            str(uuid4()),
            source.id,
            klant.id,
            recipient.id,
            _need_words(note.wording),
            work.count(FeedbackItem),
        )
        work.add(made)
        work.facts = {"item": made.id}
    return made


def edit_wording(store: Store, actor: str, item_id: str, wording: str) -> FeedbackItem:
    """Word an item otherwise: what was permitted for the former words is closed."""
    with store.begin(actor, "edit-feedback") as work:
        old = find_item(work, item_id)
        new = replace(old, wording=_need_words(wording))
        if new != old:
            work.replace(new)
            _close(work, work.all(FeedbackPermission, item_id=old.id))
        work.facts = {"item": new.id}
    return new


def permit(
    store: Store, actor: str, item_id: str, answer: Answer, k: int
) -> FeedbackPermission:
    """Keep what the klant answered for exactly these words and this recipient.

    What was permitted before is closed. Anonymous is refused where `k` klanten or more
    could not have said it, or where the words lead to somebody.
    """
    with store.begin(actor, "permit-feedback") as work:
        item = find_item(work, item_id)
        if answer.mode != NONE:
            _need_consent(work, item)
        if answer.mode == ANONYMOUS:
            need_anonymous(work, item, k)
        _close(work, work.all(FeedbackPermission, item_id=item.id))
        made = FeedbackPermission(
            str(uuid4()),
            item.id,
            item.recipient_id,
            answer.mode,
            hash_wording(store.salt, item.id, item.recipient_id, item.wording),
            answer.date,
            answer.asked_by,
            "open" if answer.mode != NONE else "closed",
        )
        work.add(made)
        work.facts = {"item": item.id, "mode": answer.mode}
    return made


def pass_on(store: Store, actor: str, item_id: str, k: int) -> FeedbackPermission:
    """Show an item to its recipient: uses up the permission, which must be open."""
    with store.begin(actor, "pass-feedback") as work:
        item = find_item(work, item_id)
        _need_consent(work, item)
        found = [
            permission
            for permission in work.all(FeedbackPermission, item_id=item.id)
            if permission.state == "open" and covers(permission, item, store.salt)
        ]
        if not found:
            raise NoPermissionError
        if found[0].mode == ANONYMOUS:
            need_anonymous(work, item, k)
        used = replace(found[0], state="used")
        work.replace(used)
        work.facts = {"item": item.id, "mode": used.mode}
    return used


def take_back(store: Store, actor: str, item_id: str) -> None:
    """Show an item to nobody any more: its permissions are closed."""
    with store.begin(actor, "remove-feedback") as work:
        item = find_item(work, item_id)
        _close(work, work.all(FeedbackPermission, item_id=item.id))
        work.facts = {"item": item.id}


def remove_item(store: Store, actor: str, item_id: str) -> None:
    """Take an item away, with what was permitted."""
    with store.begin(actor, "remove-feedback") as work:
        item = find_item(work, item_id)
        work.remove(*work.all(FeedbackPermission, item_id=item.id))
        work.remove(item)
        work.facts = {"item": item.id}


def close_permissions(work: UnitOfWork, participant_id: str) -> int:
    """Close all that a klant permitted, within a withdrawal; return how many."""
    items = {item.id for item in work.all(FeedbackItem, participant_id=participant_id)}
    found = work.all(FeedbackPermission, item_id=items) if items else []
    return _close(work, found)


def _close(work: UnitOfWork, permissions: Iterable[FeedbackPermission]) -> int:
    still = [p for p in permissions if p.state != "closed"]
    work.replace(*(replace(p, state="closed") for p in still))
    return len(still)


def find_item(reader: Reader, item_id: str) -> FeedbackItem:
    """Find an item by its id."""
    found = reader.first(FeedbackItem, id=item_id)
    if found is None:
        raise UnknownThingError(kind="terugkoppeling", name=item_id, list="feedback")
    return found


def need_anonymous(reader: Reader, item: FeedbackItem, k: int) -> None:
    """Refuse what would not be anonymous."""
    klanten = list_klanten(
        item.recipient_id,
        reader.all(Participant),
        reader.all(Consent, purpose="feedback"),
        reader.all(Voice),
        reader.all(FeedbackItem, recipient_id=item.recipient_id),
    )
    if len(klanten) < k:
        raise TooFewKlantenError(k=k)
    traces = _find_traces(reader, item)
    if traces:
        told = [TRACE_WORDS[trace] for trace in traces]
        raise TracedWordingError(
            what_nl=", ".join(nl for nl, _ in told),
            what_en=", ".join(en for _, en in told),
        )


def is_anonymous(reader: Reader, item: FeedbackItem, k: int) -> bool:
    """Say whether an item can be passed on without saying who it is from."""
    try:
        need_anonymous(reader, item, k)
    except (TooFewKlantenError, TracedWordingError):
        return False
    return True


def _find_traces(reader: Reader, item: FeedbackItem) -> list[Trace]:
    """Look for names, and for what was said wherever the klant speaks."""
    heard = {v.source_id for v in reader.all(Voice, participant_id=item.participant_id)}
    conversations = reader.all(Source, id=heard | {item.source_id})
    texts = reader.all(Revision, source_id={s.id for s in conversations})
    named = [p.label for p in reader.all(Participant) if p.role != RESEARCHER]
    places = [n for s in conversations for n in (s.name, s.source_code or "") if n]
    return find_traces(item.wording, named, places, [t.text for t in texts])


def _find_role(reader: Reader, wanted: str, role: str) -> Participant:
    found = find_participant(reader, wanted)
    if role_perspective(found.role) != role:
        raise WrongParticipantError(role=role)
    return found


def _need_consent(reader: Reader, item: FeedbackItem) -> None:
    said = reader.all(Consent, participant_id=item.participant_id)
    if not may_pass(said, item.participant_id):
        raise NoFeedbackConsentError


def _need_words(wording: str) -> str:
    if not wording.strip():
        raise EmptyWordingError
    return wording.strip()
