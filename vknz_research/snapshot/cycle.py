"""The rows of a snapshot on the reflection cycle: steps, observations, points.

No klantmanager is among them: points are counted over all trajectories, and never by
person.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from vknz_research.model.cycles import (
    AttentionLook,
    AttentionPoint,
    LearningGoal,
    Observation,
    Step,
    Trajectory,
)
from vknz_research.model.people import Consent
from vknz_research.model.privacy import FeedbackItem, FeedbackPermission
from vknz_research.privacy.feedback import covers, may_pass
from vknz_research.reflection.viewings import read_viewed
from vknz_research.snapshot.schemas import SCHEMAS
from vknz_research.snapshot.state import Document, People
from vknz_research.store.unit import Reader

Rows = list[dict[str, Any]]
KEYS: Final = {
    "steps": "step_id",
    "observations": "observation_id",
    "learning_goals": "goal_id",
    "attention_points": "point_id",
    "attention_looks": "look_id",
}


def read_cycle(
    reader: Reader, documents: Mapping[str, Document], people: People
) -> dict[str, Rows]:
    """Read the tables of the cycle; observations of closed sources are left out.

    Of a trajectory of somebody who withdrew only stays that its steps were made.
    """
    shown = {t.id: t.name for t in reader.all(Trajectory) if not _of(t) & people.hidden}
    points = reader.all(AttentionPoint)
    of_point = {point.id: point.trajectory_id for point in points}
    seen = [
        one
        for one in reader.all(Observation)
        if one.source_id in documents
        and read_viewed(reader, one.source_id).is_shared(one.coder_id)
    ]
    looks = reader.all(AttentionLook)
    return {
        "steps": [
            _hide_step(row, documents, shown)
            for row in _list_rows("steps", sorted(reader.all(Step), key=_order_step))
        ],
        "observations": _list_rows(
            "observations",
            sorted(seen, key=lambda o: (o.source_id, o.start, o.end, o.id)),
        ),
        "permitted": list(_list_permitted(reader, documents)),
        "learning_goals": [
            _hide(row, "body", is_hidden=row["trajectory_id"] not in shown)
            for row in _list_rows(
                "learning_goals", sorted(reader.all(LearningGoal), key=_order_point)
            )
        ],
        "attention_points": [
            _hide(row, "body", is_hidden=row["trajectory_id"] not in shown)
            for row in _list_rows("attention_points", sorted(points, key=_order_point))
        ],
        "attention_looks": [
            _hide(
                row,
                "effect",
                "wording",
                is_hidden=of_point[row["point_id"]] not in shown,
            )
            for row in _list_rows(
                "attention_looks", sorted(looks, key=lambda x: (x.point_id, x.round))
            )
        ],
    }


def _list_permitted(
    reader: Reader, documents: Mapping[str, Document]
) -> Iterable[dict[str, Any]]:
    """Give what klanten let say under their own voice, in exactly those words."""
    consents = reader.all(Consent)
    salt = bytes.fromhex(reader.setting("salt") or "")
    said = reader.all(FeedbackPermission, mode="named", state={"open", "used"})
    for item in sorted(reader.all(FeedbackItem), key=lambda i: (i.position, i.id)):
        is_let = any(p.item_id == item.id and covers(p, item, salt) for p in said)
        is_shown = item.source_id in documents and may_pass(
            consents, item.participant_id
        )
        if is_let and is_shown:
            yield {
                "feedback_id": item.id,
                "source_id": item.source_id,
                "wording": item.wording,
            }


def _of(trajectory: Trajectory) -> set[str]:
    return {trajectory.klantmanager_id, trajectory.klant_id or ""}


def _order_step(step: Step) -> tuple[str, int, int]:
    return step.trajectory_id, step.round, step.position


def _order_point(point: AttentionPoint | LearningGoal) -> tuple[str, int, int, str]:
    return point.trajectory_id, point.round, point.position, point.id


def _list_rows(name: str, values: Iterable[Any]) -> Rows:
    return [
        {
            column: getattr(value, "id" if column == KEYS[name] else column, None)
            for column in SCHEMAS[name]
        }
        for value in values
    ]


def _hide(row: dict[str, Any], *names: str, is_hidden: bool) -> dict[str, Any]:
    return {**row, **dict.fromkeys(names)} if is_hidden else row


def _hide_step(
    row: dict[str, Any], documents: Mapping[str, Document], shown: Mapping[str, str]
) -> dict[str, Any]:
    """Name the trajectory, and leave out a source that is not in the snapshot."""
    name = shown.get(row["trajectory_id"])
    row = _hide(row, "source_id", is_hidden=row["source_id"] not in documents)
    return _hide({**row, "trajectory": name}, "reason", is_hidden=name is None)
