"""Trajectories and the steps of their conversations: begin, bring up to date, skip."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final
from uuid import uuid4

from vknz_research.coding.consent import find_open_source
from vknz_research.coding.find import ensure_coder
from vknz_research.errors import (
    NoInterviewConsentError,
    StepReasonError,
    TrajectoryExistsError,
    UnknownValueError,
)
from vknz_research.language import say
from vknz_research.model.cycles import STEP_STATES, Step, Trajectory
from vknz_research.model.people import Consent
from vknz_research.reflection.find import (
    find_person,
    find_step,
    find_trajectory,
    list_rounds,
    list_steps,
    need_words,
)
from vknz_research.store import Store
from vknz_research.store.unit import Reader, UnitOfWork

FIRST: Final = ("recording", "analysis", "interview", "agenda", "reflection", "points")
LATER: Final = ("recording", "analysis", "lookback", *FIRST[2:])


@dataclass(frozen=True, slots=True)
class StepChange:
    """What somebody says of a step; None leaves it as it is."""

    kind: str
    state: str | None = None
    date: str | None = None
    reason: str | None = None
    coders: Sequence[str] | None = None
    source: str | None = None
    position: int | None = None


def make_steps(trajectory_id: str, number: int) -> list[Step]:
    """Return the steps of a conversation; one after the first looks back."""
    kinds = FIRST if number == 1 else LATER
    return [
        Step(str(uuid4()), trajectory_id, number, kind, position)
        for position, kind in enumerate(kinds, start=1)
    ]


def add_trajectory(
    store: Store, actor: str, name: str, klantmanager: str, klant: str | None = None
) -> Trajectory:
    """Begin a trajectory of a klantmanager, with its first conversation."""
    with store.begin(actor, "add-trajectory") as work:
        made = insert_trajectory(work, name, klantmanager, klant)
        work.add(*make_steps(made.id, 1))
        work.facts = {"trajectory": made.id, "round": 1}
    return made


def insert_trajectory(
    work: UnitOfWork, name: str, klantmanager: str, klant: str | None = None
) -> Trajectory:
    """Add a trajectory without its steps."""
    if work.first(Trajectory, name=need_words(name)):
        raise TrajectoryExistsError(name=name.strip())
    manager = find_person(work, klantmanager, "klantmanager")
    other = find_person(work, klant, "klant").id if klant else None
    made = Trajectory(str(uuid4()), name.strip(), manager.id, other)
    work.add(made)
    return made


def add_round(store: Store, actor: str, trajectory: str) -> int:
    """Begin the next conversation of a trajectory; return its number."""
    with store.begin(actor, "add-trajectory") as work:
        found = find_trajectory(work, trajectory)
        number = max(list_rounds(work, found), default=0) + 1
        work.add(*make_steps(found.id, number))
        work.facts = {"trajectory": found.id, "round": number}
    return number


def change_step(
    store: Store, actor: str, trajectory: str, number: int, change: StepChange
) -> Step:
    """Bring a step up to date: how far it is, when, who is on it, of which source."""
    with store.begin(actor, "change-step") as work:
        found = find_trajectory(work, trajectory)
        step = find_step(work, found, number, change.kind)
        filled = _fill(work, step, change)
        steps = list_steps(work, found, number)
        allowed = may_interview(work, found)
        made = plan_step(steps, filled, change.position, allowed=allowed)
        work.replace(*made)
        work.facts = {"trajectory": found.id, "round": number, "step": step.kind}
    return next(one for one in made if one.id == step.id)


def link_written(
    store: Store, actor: str, trajectory: str, number: int, source_id: str
) -> None:
    """Let a transcript that is being written be that of a conversation without one."""
    with store.begin(actor, "change-step") as work:
        found = find_trajectory(work, trajectory)
        step = find_step(work, found, number, "recording")
        if step.source_id is None:
            work.replace(replace(step, source_id=source_id))
        work.facts = {"trajectory": found.id, "round": number, "step": step.kind}


def _fill(work: UnitOfWork, step: Step, change: StepChange) -> Step:
    """Return a step with what is said of it; nothing is checked between steps yet."""
    if change.state is not None and change.state not in STEP_STATES:
        known = ", ".join(STEP_STATES)
        raise UnknownValueError(value=change.state, field="step.state", known=known)
    coders = step.coders
    if change.coders is not None:
        coders = {"ids": [ensure_coder(work, name).id for name in change.coders]}
    source = find_open_source(work, change.source).id if change.source else None
    return replace(
        step,
        state=change.state or step.state,
        date=_check_date(change.date) or step.date,
        reason=(change.reason or "").strip() or step.reason,
        coders=coders,
        source_id=source or step.source_id,
    )


def _check_date(written: str | None) -> str | None:
    if not written:
        return None
    try:
        return datetime.date.fromisoformat(written).isoformat()
    except ValueError:
        raise UnknownValueError(
            value=written, field="step.date", known="2031-04-05"
        ) from None


def plan_step(
    steps: Sequence[Step], changed: Step, position: int | None, *, allowed: bool
) -> list[Step]:
    """Return the steps as they become, or refuse. Pure.

    Skipping, moving, and finishing a step before one that is to be done first need a
    reason; an interview needs the consent of the klant (`allowed`).
    """
    before = next(step for step in steps if step.id == changed.id)
    if changed.kind == "interview" and not allowed:
        changed = _judge_interview(before, changed)
    order = [step for step in steps if step.id != changed.id]
    at = before.position if position is None else max(1, min(position, len(steps)))
    order.insert(at - 1, changed)
    is_moved = [s.id for s in order] != [s.id for s in steps]
    is_early = changed.state == "done" != before.state and any(
        s.state == "open" for s in order[: at - 1]
    )
    is_skipped = changed.state == "skipped"
    if (is_moved or is_early or is_skipped) and not changed.reason:
        raise StepReasonError
    return [replace(step, position=n) for n, step in enumerate(order, start=1)]


def _judge_interview(before: Step, changed: Step) -> Step:
    """Refuse an interview without consent; where it is skipped, that is the reason."""
    if changed.state in {"busy", "done"} and changed.state != before.state:
        raise NoInterviewConsentError
    if changed.state != "skipped" or before.state == "skipped":
        return changed
    why = say(
        nl="Geen toestemming van de klant voor een interview.",
        en="No consent of the klant to an interview.",
    )
    return replace(changed, reason=" ".join(filter(None, (why, changed.reason))))


def may_interview(reader: Reader, trajectory: Trajectory) -> bool:
    """Say whether the klant of a trajectory gave consent to an interview."""
    if trajectory.klant_id is None:
        return False
    said = reader.all(Consent, participant_id=trajectory.klant_id, purpose="interview")
    return any(consent.state == "given" for consent in said)


def advance(work: UnitOfWork, steps: Iterable[Step], kind: str, state: str) -> None:
    """Bring a step further within another act; never back, and none that is skipped."""
    order = ("open", "busy", "done")
    for step in steps:
        if step.kind != kind or step.state not in order:
            continue
        if order.index(step.state) < order.index(state):
            work.replace(replace(step, state=state))


def list_steps_of(reader: Reader, source_id: str) -> list[Step]:
    """List the steps of the conversation whose recording a source is."""
    found: list[Step] = []
    for step in reader.all(Step, source_id=source_id, kind="recording"):
        found += reader.all(Step, trajectory_id=step.trajectory_id, round=step.round)
    return found
