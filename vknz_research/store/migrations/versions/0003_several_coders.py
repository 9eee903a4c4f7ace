"""Rounds of coding, what was handed in, adjudication, and acts of other copies.

Coders from before are persons: no other kind existed.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the kind of a coder, the origin of an act, and seven tables."""
    kind = sa.Column("kind", sa.Text(), nullable=False, server_default="person")
    op.add_column("coder", kind)
    op.add_column("event", sa.Column("origin", sa.Text()))
    _add_rounds()
    _add_adjudication()
    _add_suggestions()


def _add_rounds() -> None:
    op.create_table(
        "coding_round",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("is_blind", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coding_round")),
        sa.UniqueConstraint("number", name=op.f("uq_coding_round_number")),
    )
    op.create_table(
        "assignment",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("round_id", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("coder_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        *_refer("assignment", round_id="coding_round", source_id="source"),
        *_refer("assignment", coder_id="coder"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
        sa.UniqueConstraint(
            "round_id", "source_id", "coder_id", name=op.f("uq_assignment_round_id")
        ),
    )
    _index("assignment", "round_id", "source_id", "coder_id")
    op.create_table(
        "opening",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("round_id", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        *_refer("opening", round_id="coding_round", source_id="source"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opening")),
        sa.UniqueConstraint("round_id", "source_id", name=op.f("uq_opening_round_id")),
    )
    _index("opening", "round_id", "source_id")
    op.create_table(
        "round_coding",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("round_id", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("revision_id", sa.Text(), nullable=False),
        sa.Column("coder_id", sa.Text(), nullable=False),
        sa.Column("code_id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("code_revision", sa.Integer(), nullable=False),
        *_refer("round_coding", round_id="coding_round", source_id="source"),
        *_refer("round_coding", revision_id="revision", coder_id="coder"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_coding")),
    )
    _index("round_coding", "round_id", "source_id", "revision_id", "coder_id")


def _add_adjudication() -> None:
    op.create_table(
        "adjudication",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("coders", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        *_refer("adjudication", source_id="source"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adjudication")),
        sa.UniqueConstraint("source_id", name=op.f("uq_adjudication_source_id")),
    )
    op.create_table(
        "decision",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("adjudication_id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("sides", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("revision_id", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        *_refer("decision", adjudication_id="adjudication", revision_id="revision"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint(
            "adjudication_id", "key", name=op.f("uq_decision_adjudication_id")
        ),
    )
    _index("decision", "adjudication_id", "revision_id")


def _add_suggestions() -> None:
    op.create_table(
        "suggestion",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("revision_id", sa.Text(), nullable=False),
        sa.Column("code_id", sa.Text(), nullable=False),
        sa.Column("coder_id", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("text_hash", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        *_refer("suggestion", source_id="source", revision_id="revision"),
        *_refer("suggestion", coder_id="coder"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion")),
    )
    _index("suggestion", "source_id", "revision_id", "code_id", "coder_id")


def _refer(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}")
        )
        for column, other in columns.items()
    ]


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)
