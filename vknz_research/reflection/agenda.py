"""The agenda of a reflection conversation: from three pillars, in three parts.

First what went well, then unintended effects, then alternatives. Within a part come
the own questions of the klantmanager, then observations, then what the klant lets say.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from uuid import uuid4

from vknz_research.coding.consent import list_closed
from vknz_research.coding.find import ensure_coder
from vknz_research.coding.playing import find_obstacle, need_playable
from vknz_research.errors import EmptyAgendaError, NoPermissionError
from vknz_research.model.cycles import (
    PARTS,
    PILLARS,
    THEMES,
    AgendaItem,
    LearningGoal,
    Observation,
    Step,
    Trajectory,
)
from vknz_research.model.privacy import FeedbackItem
from vknz_research.model.recordings import Moment
from vknz_research.model.sources import Source
from vknz_research.reflection.find import (
    find_conversation,
    find_trajectory,
    list_steps,
    need_words,
)
from vknz_research.reflection.observations import list_seen
from vknz_research.reflection.permitted import list_permitted
from vknz_research.reflection.trajectories import advance
from vknz_research.reflection.viewings import read_viewed
from vknz_research.store import Store
from vknz_research.store.unit import Reader, UnitOfWork

PART_OF_GOAL: Final = {"doubt": "unintended", "goal": "alternative"}
PART_OF_FEEDBACK: Final = "unintended"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A point of the agenda as somebody edits it."""

    pillar: str
    part: str
    body: str
    id: str | None = None
    theme: str | None = None
    source: str | None = None
    moment: Moment | None = None
    feedback: str | None = None


@dataclass(frozen=True, slots=True)
class Pillars:
    """What an agenda is made of."""

    goals: Sequence[LearningGoal]
    observations: Sequence[Observation]
    feedback: Sequence[FeedbackItem]


def plan_agenda(
    trajectory: Trajectory, number: int, pillars: Pillars, old: Iterable[AgendaItem]
) -> list[AgendaItem]:
    """Return the agenda in its order; what stood on it stays as it was. Pure."""
    kept = list(old)
    known = {i.goal_id or i.observation_id or i.feedback_id for i in kept}
    made = [
        item
        for item in _list_made(trajectory, number, pillars)
        if (item.goal_id or item.observation_id or item.feedback_id) not in known
    ]
    return order_items([*kept, *made])


def _list_made(
    trajectory: Trajectory, number: int, pillars: Pillars
) -> Iterable[AgendaItem]:
    empty = AgendaItem("", trajectory.id, number, "own", "went_well", 0, "")
    for goal in pillars.goals:
        yield replace(
            empty,
            id=str(uuid4()),
            part=PART_OF_GOAL[goal.kind],
            body=goal.body,
            goal_id=goal.id,
        )
    for seen in pillars.observations:
        yield replace(
            empty,
            id=str(uuid4()),
            pillar="observation",
            part=seen.part or "unintended",
            body=seen.ask_klantmanager or seen.body,
            theme=seen.theme,
            source_id=seen.source_id,
            recording=seen.recording,
            begin_ms=seen.begin_ms,
            end_ms=seen.end_ms,
            observation_id=seen.id,
        )
    for item in pillars.feedback:
        yield replace(
            empty,
            id=str(uuid4()),
            pillar="klant",
            part=PART_OF_FEEDBACK,
            body=item.wording,
            feedback_id=item.id,
        )


def order_items(items: Iterable[AgendaItem]) -> list[AgendaItem]:
    """Give items their place: by part, as they stood, and new ones by pillar."""
    ordered = sorted(
        items,
        key=lambda i: (
            PARTS.index(i.part),
            i.position or len(PARTS) * 1000,
            PILLARS.index(i.pillar),
            THEMES.index(i.theme) if i.theme in THEMES else len(THEMES),
            i.begin_ms or 0,
        ),
    )
    return [replace(item, position=n) for n, item in enumerate(ordered, start=1)]


def make_agenda(
    store: Store, actor: str, trajectory: str, number: int, k: int
) -> list[AgendaItem]:
    """Make the agenda, or bring what is new onto the one that is there."""
    with store.begin(actor, "make-agenda") as work:
        found = find_trajectory(work, trajectory)
        steps = list_steps(work, found, number)
        coder = ensure_coder(work, actor)
        old = order_items(work.all(AgendaItem, trajectory_id=found.id, round=number))
        pillars = _read_pillars(work, (found, number), coder.id, store.salt, k)
        made = plan_agenda(found, number, pillars, old)
        if not made:
            raise EmptyAgendaError
        _put(work, found, number, made)
        advance(work, steps, "agenda", "busy")
        work.facts = {"trajectory": found.id, "round": number, "items": len(made)}
        return list_agenda(work, found, number, store.salt, k)


def _read_pillars(
    reader: Reader, where: tuple[Trajectory, int], coder_id: str, salt: bytes, k: int
) -> Pillars:
    trajectory, number = where
    goals = reader.all(LearningGoal, trajectory_id=trajectory.id, round=number)
    steps = list_steps(reader, trajectory, number)
    closed = list_closed(reader)
    sources = dict.fromkeys(
        s.source_id for s in steps if s.source_id and s.kind != "interview"
    )
    seen = [
        one
        for source_id in sources
        if source_id not in closed
        for one in list_seen(reader, source_id, coder_id)
        if one.part and read_viewed(reader, source_id).is_shared(one.coder_id)
    ]
    permitted = [
        item for item, _ in list_permitted(reader, (trajectory, number), salt, k)
    ]
    goals = sorted(goals, key=lambda g: (g.position, g.id))
    return Pillars(goals, seen, permitted)


def _put(
    work: UnitOfWork, trajectory: Trajectory, number: int, made: Sequence[AgendaItem]
) -> None:
    there = {
        i.id: i for i in work.all(AgendaItem, trajectory_id=trajectory.id, round=number)
    }
    kept = {item.id for item in made}
    work.remove(*(item for item in there.values() if item.id not in kept))
    work.replace(*(item for item in made if item.id in there))
    work.add(*(item for item in made if item.id not in there))


def change_agenda(
    store: Store,
    actor: str,
    where: tuple[str, int],
    wanted: Sequence[Wanted],
    k: int,
) -> list[AgendaItem]:
    """Put the agenda as somebody edited it, in that order within each part.

    Words of the klant stand on it exactly as they were permitted, or not at all; a
    fragment only where it may be played, and only of a conversation. What is out of
    sight just now stays as it is.
    """
    trajectory, number = where
    with store.begin(actor, "change-agenda") as work:
        found = find_trajectory(work, trajectory)
        list_steps(work, found, number)
        old = {
            i.id: i for i in work.all(AgendaItem, trajectory_id=found.id, round=number)
        }
        told = {
            item.id: item.wording
            for item, _ in list_permitted(work, (found, number), store.salt, k)
        }
        empty = AgendaItem("", found.id, number, "own", "went_well", 0, "")
        items = [
            _make_item(work, found, item, old.get(item.id or "", empty), told)
            for item in wanted
        ]
        placed = [replace(item, position=n) for n, item in enumerate(items, start=1)]
        shown = list_agenda(work, found, number, store.salt, k)
        hidden = old.keys() - {item.id for item in shown}
        made = order_items([*placed, *(old[key] for key in sorted(hidden))])
        _put(work, found, number, made)
        work.facts = {"trajectory": found.id, "round": number, "items": len(made)}
        return list_agenda(work, found, number, store.salt, k)


def _make_item(
    work: UnitOfWork,
    trajectory: Trajectory,
    item: Wanted,
    old: AgendaItem,
    told: Mapping[str, str],
) -> AgendaItem:
    feedback = old.feedback_id or item.feedback
    if item.pillar != "klant" and feedback:
        raise NoPermissionError
    if item.pillar == "klant" and told.get(feedback or "") != item.body.strip():
        raise NoPermissionError
    source = find_conversation(work, trajectory, item.source) if item.source else None
    moment = item.moment if source else None
    if source and moment:
        need_playable(work, source)
    if source and moment is None and find_obstacle(work, source):
        moment = old.moment  # it is only out of sight
    return replace(
        old,
        id=old.id or str(uuid4()),
        pillar=item.pillar,
        part=item.part,
        body=need_words(item.body),
        theme=item.theme or None,
        source_id=source.id if source else None,
        recording=moment.recording if moment else None,
        begin_ms=moment.begin_ms if moment else None,
        end_ms=moment.end_ms if moment else None,
        feedback_id=feedback if item.pillar == "klant" else None,
    )


def list_agenda(
    reader: Reader, trajectory: Trajectory, number: int, salt: bytes, k: int
) -> list[AgendaItem]:
    """List the agenda as it may be shown now.

    What a klant no longer lets say is not on it, and nothing tells that it was; nor is
    what rests on a closed source. A fragment that may not be played is a point without
    fragment.
    """
    told = {
        item.id: item.wording
        for item, _ in list_permitted(reader, (trajectory, number), salt, k)
    }
    closed = list_closed(reader)
    items = reader.all(AgendaItem, trajectory_id=trajectory.id, round=number)
    origins = {item.observation_id for item in items if item.observation_id}
    seen = {one.id: one for one in reader.all(Observation, id=origins)}
    items = [_follow(item, seen.get(item.observation_id or "")) for item in items]
    shown = [
        _hide_fragment(reader, item)
        for item in items
        if item.source_id not in closed
        and (item.pillar != "klant" or told.get(item.feedback_id or "") == item.body)
    ]
    return sorted(shown, key=lambda i: (i.position, i.id))


def _follow(item: AgendaItem, seen: Observation | None) -> AgendaItem:
    """Let the fragment of an observation be where the observation is now."""
    if seen is None or item.begin_ms is None:
        return item
    return replace(
        item, recording=seen.recording, begin_ms=seen.begin_ms, end_ms=seen.end_ms
    )


def _hide_fragment(reader: Reader, item: AgendaItem) -> AgendaItem:
    if item.source_id is None or item.begin_ms is None:
        return item
    source = reader.first(Source, id=item.source_id)
    if source is not None and find_obstacle(reader, source) is None:
        return item
    return replace(item, recording=None, begin_ms=None, end_ms=None)


def list_conversations(reader: Reader, trajectory: Trajectory) -> list[Step]:
    """List the steps of a trajectory that have a source."""
    steps = reader.all(Step, trajectory_id=trajectory.id)
    return [step for step in steps if step.source_id]
