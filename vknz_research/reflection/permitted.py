"""Which feedback of klanten may stand on an agenda, and passing it on with one.

Named feedback belongs to the trajectory of that klant. Anonymous feedback stands on
every agenda of its recipient, so that it points to no conversation.
"""

from collections.abc import Sequence
from dataclasses import replace

from vknz_research.coding.feedback import is_anonymous, pass_on
from vknz_research.model.cycles import AgendaItem, Step, Trajectory
from vknz_research.model.people import Consent
from vknz_research.model.privacy import FeedbackItem, FeedbackPermission
from vknz_research.privacy.feedback import ANONYMOUS, covers, may_pass
from vknz_research.reflection.find import find_trajectory
from vknz_research.store import Store
from vknz_research.store.unit import Reader

Permitted = list[tuple[FeedbackItem, FeedbackPermission]]


def list_permitted(
    reader: Reader, where: tuple[Trajectory, int], salt: bytes, k: int
) -> Permitted:
    """List what may be told at a reflection conversation, with the permission.

    Passing on uses a permission up: it holds on for the agenda with which that was.
    """
    trajectory, number = where
    items = reader.all(AgendaItem, trajectory_id=trajectory.id, round=number)
    here = {item.feedback_id for item in items if item.passed}
    return [
        (item, permission)
        for item, permission in _list_standing(reader, trajectory, salt, k)
        if permission.state == "open" or item.id in here
    ]


def _list_standing(
    reader: Reader, trajectory: Trajectory, salt: bytes, k: int
) -> Permitted:
    consents = reader.all(Consent)
    found: Permitted = []
    items = reader.all(FeedbackItem, recipient_id=trajectory.klantmanager_id)
    for item in sorted(items, key=lambda i: (i.position, i.id)):
        permission = _find_permission(reader, item, salt)
        if permission is None or not may_pass(consents, item.participant_id):
            continue
        if permission.mode == ANONYMOUS:
            is_right = is_anonymous(reader, item, k)
        else:
            is_right = _is_of(reader, item, trajectory)
        if is_right:
            found.append((item, permission))
    return found


def _find_permission(
    reader: Reader, item: FeedbackItem, salt: bytes
) -> FeedbackPermission | None:
    """Find a permission for the words as they are; one that is open comes first."""
    found = reader.all(FeedbackPermission, item_id=item.id, state={"open", "used"})
    found.sort(key=lambda permission: permission.state != "open")
    standing = (p for p in found if covers(p, item, salt))
    return next(standing, None)


def _is_of(reader: Reader, item: FeedbackItem, trajectory: Trajectory) -> bool:
    if trajectory.klant_id is not None:
        return item.participant_id == trajectory.klant_id
    steps = reader.all(Step, trajectory_id=trajectory.id)
    return item.source_id in {step.source_id for step in steps}


def pass_agenda(store: Store, actor: str, trajectory: str, number: int, k: int) -> int:
    """Pass on the feedback of an agenda that is shown to its klantmanager.

    Each permission that is still open is used up by it; return how many were.
    """
    with store.read() as reader:
        found = find_trajectory(reader, trajectory)
        items = reader.all(AgendaItem, trajectory_id=found.id, round=number)
        wanted = {item.feedback_id for item in items}
        still = [
            item.id
            for item, permission in list_permitted(
                reader, (found, number), store.salt, k
            )
            if item.id in wanted and permission.state == "open"
        ]
    for item_id in still:
        pass_on(store, actor, item_id, k)
    if still:
        _mark_passed(store, actor, (found, number), still)
    return len(still)


def _mark_passed(
    store: Store, actor: str, where: tuple[Trajectory, int], passed: Sequence[str]
) -> None:
    """Remember with which agenda the feedback was passed on: it stands on no other."""
    trajectory, number = where
    with store.begin(actor, "pass-feedback") as work:
        items = work.all(
            AgendaItem,
            trajectory_id=trajectory.id,
            round=number,
            feedback_id=set(passed),
        )
        work.replace(*(replace(item, passed=1) for item in items))
        work.facts = {"trajectory": trajectory.id, "round": number}
