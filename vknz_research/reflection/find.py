"""Finding trajectories, their steps and what hangs on them."""

from collections.abc import Mapping
from typing import Any, TypeVar

from vknz_research.coding.consent import find_open_source
from vknz_research.coding.find import find_participant
from vknz_research.errors import (
    EmptyWordsError,
    NoConversationError,
    NoRoundError,
    UnknownThingError,
    WrongParticipantError,
)
from vknz_research.model.cycles import (
    AttentionPoint,
    LearningGoal,
    Observation,
    Step,
    Trajectory,
    ViewingAnswer,
)
from vknz_research.model.people import Participant, role_perspective
from vknz_research.model.sources import Source
from vknz_research.store.unit import Reader

Kept = TypeVar("Kept", LearningGoal, Observation, AttentionPoint, ViewingAnswer)
KINDS: Mapping[type[Any], str] = {
    LearningGoal: "leervraag",
    Observation: "observatie",
    AttentionPoint: "aandachtspunt",
    ViewingAnswer: "antwoord",
}


def find_trajectory(reader: Reader, wanted: str) -> Trajectory:
    """Find a trajectory by id or by name."""
    found = reader.first(Trajectory, id=wanted)
    found = found or reader.first(Trajectory, name=wanted)
    if found is None:
        raise UnknownThingError(kind="traject", name=wanted, list="trajectory")
    return found


def list_steps(reader: Reader, trajectory: Trajectory, number: int) -> list[Step]:
    """List the steps of one conversation of a trajectory in their order."""
    steps = reader.all(Step, trajectory_id=trajectory.id, round=number)
    if not steps:
        raise NoRoundError(trajectory=trajectory.name, round=number)
    return sorted(steps, key=lambda step: (step.position, step.id))


def list_rounds(reader: Reader, trajectory: Trajectory) -> list[int]:
    """List the conversations of a trajectory by number."""
    return sorted({s.round for s in reader.all(Step, trajectory_id=trajectory.id)})


def find_step(reader: Reader, trajectory: Trajectory, number: int, kind: str) -> Step:
    """Find a step of a conversation by its kind."""
    for step in list_steps(reader, trajectory, number):
        if step.kind == kind:
            return step
    raise UnknownThingError(kind="stap", name=kind, list="trajectory")


def find_conversation(reader: Reader, trajectory: Trajectory, wanted: str) -> Source:
    """Find the source of a recorded conversation of a trajectory; refuse another one.

    What a klant says in an interview is not played to anybody else.
    """
    source = find_open_source(reader, wanted)
    steps = reader.all(Step, trajectory_id=trajectory.id, source_id=source.id)
    if not any(step.kind == "recording" for step in steps):
        raise NoConversationError(source=source.name, trajectory=trajectory.name)
    return source


def list_coders(step: Step) -> list[str]:
    """Return the ids of who is on a step."""
    return list((step.coders or {}).get("ids", ()))


def find_kept(reader: Reader, cls: type[Kept], wanted: str) -> Kept:
    """Find a goal, an observation, a point or an answer by its id."""
    found = reader.first(cls, id=wanted)
    if found is None:
        raise UnknownThingError(kind=KINDS[cls], name=wanted, list="trajectory")
    return found


def find_person(reader: Reader, wanted: str, role: str) -> Participant:
    """Find a klant or a klantmanager by label or id; refuse somebody else."""
    found = find_participant(reader, wanted)
    if role_perspective(found.role) != role:
        raise WrongParticipantError(role=role)
    return found


def need_words(body: str) -> str:
    """Return words without blanks round them; refuse none."""
    if not body.strip():
        raise EmptyWordsError
    return body.strip()
