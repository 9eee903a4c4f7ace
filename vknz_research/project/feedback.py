"""Feedback of klanten to klantmanagers, as commands and pages use it."""

from collections.abc import Iterator
from typing import Any

from vknz_research.coding import feedback
from vknz_research.coding.feedback import Answer, Note
from vknz_research.coding.find import find_participant
from vknz_research.errors import UnknownValueError, WrongParticipantError
from vknz_research.model.people import Consent, Participant, role_perspective
from vknz_research.model.privacy import FeedbackItem, FeedbackPermission
from vknz_research.model.sources import Source, Voice
from vknz_research.privacy.feedback import ANONYMOUS, covers, is_shown, may_pass
from vknz_research.project.records import is_date
from vknz_research.project.study import Study
from vknz_research.store.unit import Reader
from vknz_research.store.verify import Finding


def find_recipient(study: Study, label: str, role: str) -> str:
    """Return the id of the participant who logs in with a role that is theirs alone."""
    with study.store.read() as reader:
        found = find_participant(reader, label)
    if role_perspective(found.role) != role:
        raise WrongParticipantError(role=role)
    return found.id


def add_feedback(study: Study, actor: str, note: Note) -> str:
    """Note an item; return its id."""
    return feedback.add_item(study.store, actor, note).id


def edit_feedback(study: Study, actor: str, item_id: str, wording: str) -> None:
    """Word an item otherwise, which closes what was permitted."""
    feedback.edit_wording(study.store, actor, item_id, wording)


def permit_feedback(study: Study, actor: str, item_id: str, answer: Answer) -> None:
    """Keep what the klant answered."""
    if answer.date and not is_date(answer.date):
        raise UnknownValueError(value=answer.date, field="date", known="2031-04-05")
    feedback.permit(study.store, actor, item_id, answer, study.settings.k)


def pass_feedback(study: Study, actor: str, item_id: str) -> None:
    """Pass an item on to its klantmanager."""
    feedback.pass_on(study.store, actor, item_id, study.settings.k)


def take_back_feedback(study: Study, actor: str, item_id: str) -> None:
    """Show an item to nobody any more."""
    feedback.take_back(study.store, actor, item_id)


def remove_feedback(study: Study, actor: str, item_id: str) -> None:
    """Take an item away."""
    feedback.remove_item(study.store, actor, item_id)


def list_feedback(study: Study) -> list[dict[str, Any]]:
    """List all items for researchers, in the order in which they were noted."""
    with study.store.read() as reader:
        labels = {p.id: p.label for p in reader.all(Participant)}
        sources = {s.id: s.name for s in reader.all(Source)}
        permissions = reader.all(FeedbackPermission)
        consents = reader.all(Consent)
        items = sorted(reader.all(FeedbackItem), key=lambda i: (i.position, i.id))
        return [
            {
                "item": item.id,
                "source": sources[item.source_id],
                "klant": labels[item.participant_id],
                "recipient": labels[item.recipient_id],
                "wording": item.wording,
                "may": may_pass(consents, item.participant_id),
                **_tell_permission(study, item, permissions),
            }
            for item in items
        ]


def _tell_permission(
    study: Study, item: FeedbackItem, permissions: list[FeedbackPermission]
) -> dict[str, Any]:
    """Return the state of an item: unasked, refused, open, used or closed."""
    own = [p for p in permissions if p.item_id == item.id]
    for state in ("used", "open"):
        for found in own:
            if found.state == state and covers(found, item, study.store.salt):
                return {
                    "state": state,
                    "mode": found.mode,
                    "date": found.date,
                    "asked_by": found.asked_by,
                }
    refused = any(p.mode == "none" for p in own)
    state = "refused" if refused else "closed" if own else "unasked"
    return {"state": state, "mode": None, "date": None, "asked_by": None}


def list_choices(study: Study) -> dict[str, Any]:
    """Return what an item can be noted of: klanten by source, and klantmanagers."""
    with study.store.read() as reader:
        people = {p.id: p for p in reader.all(Participant)}
        sources = {s.id: s.name for s in reader.all(Source)}
        heard = {(voice.source_id, voice.participant_id) for voice in reader.all(Voice)}
    klanten = [
        {"source": sources[source], "source_id": source, "klant": people[who].label}
        | {"klant_id": who}
        for source, who in heard
        if who in people and role_perspective(people[who].role) == "klant"
    ]
    managers = [
        {"id": p.id, "label": p.label}
        for p in people.values()
        if role_perspective(p.role) == "klantmanager"
    ]
    return {
        "klanten": sorted(klanten, key=lambda row: (row["source"], row["klant"])),
        "recipients": sorted(managers, key=lambda row: str(row["label"])),
    }


def list_passed(study: Study, recipient_id: str) -> list[dict[str, Any]]:
    """List what was passed on to exactly this klantmanager, and nothing besides.

    An anonymous item has its words only. The order says nothing of who or when.
    """
    with study.store.read() as reader:
        labels = {p.id: p.label for p in reader.all(Participant)}
        permissions = reader.all(FeedbackPermission, recipient_id=recipient_id)
        consents = reader.all(Consent)
        items = reader.all(FeedbackItem, recipient_id=recipient_id)
        shown = [
            (item, permission)
            for item in items
            if (permission := is_shown(item, permissions, consents, study.store.salt))
            and _still_hides(study, reader, item, permission)
        ]
    rows = [
        {
            "wording": item.wording,
            "mode": permission.mode,
            "from": None
            if permission.mode == ANONYMOUS
            else labels[item.participant_id],
        }
        for item, permission in shown
    ]
    return sorted(rows, key=lambda row: str(row["wording"]).casefold())


def _still_hides(
    study: Study, reader: Reader, item: FeedbackItem, permission: FeedbackPermission
) -> bool:
    if permission.mode != ANONYMOUS:
        return True
    return feedback.is_anonymous(reader, item, study.settings.k)


def list_findings(study: Study) -> list[Finding]:
    """List permissions that do not hold (I9) and items that do not hide (I10)."""
    with study.store.read() as reader:
        return [*_find_open(study, reader), *_find_traced(study, reader)]


def _list_standing(
    reader: Reader,
) -> Iterator[tuple[FeedbackItem, FeedbackPermission]]:
    items = {item.id: item for item in reader.all(FeedbackItem)}
    for permission in reader.all(FeedbackPermission, state={"open", "used"}):
        yield items[permission.item_id], permission


def _find_open(study: Study, reader: Reader) -> Iterator[Finding]:
    consents = reader.all(Consent)
    for item, permission in _list_standing(reader):
        if covers(permission, item, study.store.salt) and may_pass(
            consents, item.participant_id
        ):
            continue
        yield Finding(
            "I9",
            "error",
            f"feedback_permission ({permission.id})",
            "open toestemming die niet (meer) voor deze woorden of deze klant geldt",
            "open permission that does not hold for these words or this klant",
            "neem de terugkoppeling terug met `vknz feedback STUDIE take-back`",
            "take the item back with `vknz feedback STUDY take-back`",
        )


def _find_traced(study: Study, reader: Reader) -> Iterator[Finding]:
    for item, permission in _list_standing(reader):
        if _still_hides(study, reader, item, permission):
            continue
        yield Finding(
            "I10",
            "error",
            f"feedback_item ({item.id})",
            "anonieme terugkoppeling die naar één klant kan leiden; wordt niet getoond",
            "anonymous feedback that may lead to one klant; it is not shown",
            "verwoord haar anders of neem haar terug met `vknz feedback`",
            "word it otherwise or take it back with `vknz feedback`",
        )
