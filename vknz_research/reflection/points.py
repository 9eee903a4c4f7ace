"""Aandachtspunten (points of attention): named, tried, looked back on."""

from dataclasses import dataclass, replace
from uuid import uuid4

from vknz_research.coding.find import find_code
from vknz_research.coding.playing import need_playable
from vknz_research.errors import NoRoundError
from vknz_research.model.cycles import AttentionLook, AttentionPoint, Trajectory
from vknz_research.model.recordings import Moment
from vknz_research.reflection.find import (
    find_conversation,
    find_kept,
    find_trajectory,
    list_steps,
    need_words,
)
from vknz_research.reflection.trajectories import advance
from vknz_research.store import Store
from vknz_research.store.unit import Reader, UnitOfWork


@dataclass(frozen=True, slots=True)
class Point:
    """An aandachtspunt as it is noted; `code` is the path of a code of the 4R."""

    body: str
    kind: str = "other"
    theme: str | None = None
    code: str | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """What a later conversation shows of a point."""

    point: str
    tried: str
    effect: str | None = None
    outcome: str | None = None
    wording: str | None = None
    source: str | None = None
    moment: Moment | None = None


def set_point(
    store: Store, actor: str, trajectory: str, number: int, point: Point
) -> AttentionPoint | None:
    """Note an aandachtspunt or change one; without words it is taken away."""
    with store.begin(actor, "add-point") as work:
        found = find_trajectory(work, trajectory)
        steps = list_steps(work, found, number)
        work.facts = {"trajectory": found.id, "round": number}
        old = find_kept(work, AttentionPoint, point.id) if point.id else None
        if old and not point.body.strip():
            work.remove(*work.all(AttentionLook, point_id=old.id))
            work.remove(old)
            return None
        made = AttentionPoint(
            old.id if old else str(uuid4()),
            found.id,
            old.round if old else number,
            need_words(point.body),
            point.kind,
            point.theme or None,
            find_code(work, point.code).path if point.code else None,
            old.position if old else work.count(AttentionPoint, trajectory_id=found.id),
        )
        if old:
            work.replace(made)
        else:
            work.add(made)
            advance(work, steps, "points", "busy")
    return made


def look_back(
    store: Store, actor: str, trajectory: str, number: int, look: Look
) -> AttentionLook:
    """Say what a conversation shows of a point that was named before it."""
    with store.begin(actor, "look-back") as work:
        found = find_trajectory(work, trajectory)
        steps = list_steps(work, found, number)
        point = find_kept(work, AttentionPoint, look.point)
        if point.round >= number or point.trajectory_id != found.id:
            raise NoRoundError(trajectory=found.name, round=point.round + 1)
        made = _make_look(work, point, number, look)
        if work.first(AttentionLook, id=made.id):
            work.replace(made)
        else:
            work.add(made)
        is_done = not list_unseen(work, found, number)
        advance(work, steps, "lookback", "done" if is_done else "busy")
        work.facts = {"trajectory": found.id, "round": number, "point": point.id}
    return made


def _make_look(
    work: UnitOfWork, point: AttentionPoint, number: int, look: Look
) -> AttentionLook:
    trajectory = find_trajectory(work, point.trajectory_id)
    source = find_conversation(work, trajectory, look.source) if look.source else None
    moment = look.moment if source else None
    if source and moment:
        need_playable(work, source)
    old = work.first(AttentionLook, point_id=point.id, round=number)
    made = AttentionLook(
        old.id if old else str(uuid4()),
        point.id,
        number,
        look.tried,
        (look.effect or "").strip() or None,
        look.outcome or None,
        (look.wording or "").strip() or None,
        source.id if source else None,
    )
    if moment is None:
        return made
    return replace(
        made,
        recording=moment.recording,
        begin_ms=moment.begin_ms,
        end_ms=moment.end_ms,
    )


def list_points(
    reader: Reader, trajectory: Trajectory
) -> list[tuple[AttentionPoint, list[AttentionLook]]]:
    """List the points of a trajectory in order, each with what was seen later."""
    points = reader.all(AttentionPoint, trajectory_id=trajectory.id)
    ordered = sorted(points, key=lambda p: (p.round, p.position, p.id))
    looks = reader.all(AttentionLook, point_id={p.id for p in points})
    return [
        (
            point,
            sorted((x for x in looks if x.point_id == point.id), key=lambda x: x.round),
        )
        for point in ordered
    ]


def list_unseen(
    reader: Reader, trajectory: Trajectory, number: int
) -> list[AttentionPoint]:
    """List the points that still stand, and on which a conversation did not look."""
    return [
        point
        for point, looks in list_points(reader, trajectory)
        if point.round < number
        and all(look.round != number for look in looks)
        and not any(x.outcome == "dropped" and x.round < number for x in looks)
    ]
