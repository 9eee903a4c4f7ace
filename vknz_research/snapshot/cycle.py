"""The rows of a snapshot on the reflection cycle: steps, observations, points.

No klantmanager and no words of a point are among them: points are counted over all
trajectories, and never by person.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from vknz_research.model.cycles import (
    AttentionLook,
    AttentionPoint,
    Observation,
    Step,
)
from vknz_research.snapshot.schemas import SCHEMAS
from vknz_research.snapshot.state import Document
from vknz_research.store.unit import Reader

Rows = list[dict[str, Any]]
KEYS: Final = {
    "steps": "step_id",
    "observations": "observation_id",
    "attention_points": "point_id",
    "attention_looks": "look_id",
}


def read_cycle(reader: Reader, documents: Mapping[str, Document]) -> dict[str, Rows]:
    """Read the tables of the cycle; observations of closed sources are left out."""
    steps = sorted(
        reader.all(Step), key=lambda s: (s.trajectory_id, s.round, s.position)
    )
    seen = [o for o in reader.all(Observation) if o.source_id in documents]
    seen.sort(key=lambda o: (o.source_id, o.start, o.end, o.id))
    points = reader.all(AttentionPoint)
    points.sort(key=lambda p: (p.trajectory_id, p.round, p.position, p.id))
    looks = sorted(reader.all(AttentionLook), key=lambda x: (x.point_id, x.round))
    return {
        "steps": [_hide(row, documents) for row in _list_rows("steps", steps)],
        "observations": _list_rows("observations", seen),
        "attention_points": _list_rows("attention_points", points),
        "attention_looks": _list_rows("attention_looks", looks),
    }


def _list_rows(name: str, values: Iterable[Any]) -> Rows:
    return [
        {
            column: getattr(value, "id" if column == KEYS[name] else column)
            for column in SCHEMAS[name]
        }
        for value in values
    ]


def _hide(row: dict[str, Any], documents: Mapping[str, Document]) -> dict[str, Any]:
    """Leave out which source a step is about where that one is not in the snapshot."""
    is_known = row["source_id"] in documents
    return row if is_known else {**row, "source_id": None}
