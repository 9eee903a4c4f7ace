"""Recordings, places of codings in time, and the video-reflection cycle."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
_MOMENT = ("recording", "begin_ms", "end_ms")


def upgrade() -> None:
    """Add times to codings, and the tables of recordings and of the cycle."""
    for name in _MOMENT:
        op.add_column("coding", sa.Column(name, sa.Integer()))
    op.add_column("coding", sa.Column("anchor", sa.Text()))
    _add_recordings()
    _add_trajectories()
    _add_viewing()
    _add_agenda()
    _add_points()


def _add_recordings() -> None:
    _create(
        "recording",
        "source_id> number# name file media_type sha256 size## storage has_picture# "
        "duration_ms#? place? secret?",
        unique=("source_id", "number"),
        source_id="source",
    )


def _add_trajectories() -> None:
    _create(
        "trajectory",
        "name klantmanager_id> klant_id>?",
        unique=("name",),
        klantmanager_id="participant",
        klant_id="participant",
    )
    _create(
        "step",
        "trajectory_id> round# kind position# state source_id>? date? coders? reason?",
        unique=("trajectory_id", "round", "kind"),
        trajectory_id="trajectory",
        source_id="source",
    )
    _create(
        "learning_goal",
        "trajectory_id> round# kind body position#",
        trajectory_id="trajectory",
    )


def _add_viewing() -> None:
    _create(
        "viewing",
        "source_id> coder_id> kind state",
        unique=("source_id", "coder_id", "kind"),
        source_id="source",
        coder_id="coder",
    )
    _create(
        "viewing_answer",
        "viewing_id> question body recording#? begin_ms#? end_ms#?",
        viewing_id="viewing",
    )
    _create(
        "observation",
        "source_id> revision_id> coder_id> start# end# kind body theme? part? "
        "ask_klant? ask_klantmanager? recording#? begin_ms#? end_ms#? anchor?",
        source_id="source",
        revision_id="revision",
        coder_id="coder",
    )


def _add_agenda() -> None:
    _create(
        "agenda_item",
        "trajectory_id> round# pillar part position# body theme? source_id>? "
        "recording#? begin_ms#? end_ms#? goal_id>? observation_id>? feedback_id>? "
        "passed#",
        trajectory_id="trajectory",
        source_id="source",
        goal_id="learning_goal",
        observation_id="observation",
        feedback_id="feedback_item",
    )


def _add_points() -> None:
    _create(
        "attention_point",
        "trajectory_id> round# body kind theme? code? position#",
        trajectory_id="trajectory",
    )
    _create(
        "attention_look",
        "point_id> round# tried effect? outcome? wording? source_id>? recording#? "
        "begin_ms#? end_ms#?",
        unique=("point_id", "round"),
        point_id="attention_point",
        source_id="source",
    )


def _create(
    table: str, columns: str, *, unique: tuple[str, ...] = (), **refers: str
) -> None:
    """Make a table of columns in words.

    `#` marks a number, `##` a large one, `>` what is indexed, `?` what may be empty.
    """
    made: list[sa.Column[Any]] = [sa.Column("id", sa.Text(), nullable=False)]
    indexed: list[str] = []
    for word in columns.split():
        name = word.rstrip("#>?")
        kind: sa.types.TypeEngine[Any] = sa.Text()
        if "#" in word:
            kind = sa.BigInteger() if "##" in word else sa.Integer()
        made.append(sa.Column(name, kind, nullable="?" in word))
        if ">" in word:
            indexed.append(name)
    ties = [
        sa.ForeignKeyConstraint(
            [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}")
        )
        for column, other in refers.items()
    ]
    key = sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))
    one = [
        sa.UniqueConstraint(*unique, name=op.f(f"uq_{table}_{name}"))
        for name in unique[:1]
    ]
    op.create_table(table, *made, *ties, key, *one)
    for column in indexed:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)
