"""Identifiers, feedback of klanten, withdrawals, publications, and what was erased.

Texts from before are as they came or corrected by hand; nothing was pseudonymised.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the kind of a text, the end date of a source, and six tables."""
    kind = sa.Column("kind", sa.Text(), nullable=False, server_default="original")
    op.add_column("revision", kind)
    op.execute("UPDATE revision SET kind = 'edited' WHERE number > 1")
    op.add_column("source", sa.Column("keep_until", sa.Text()))
    _add_identifiers()
    _add_feedback()
    _add_withdrawals()


def _add_identifiers() -> None:
    op.create_table(
        "identifier",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("revision_id", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("token", sa.Text()),
        sa.Column("form_hmac", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("coder_id", sa.Text(), nullable=False),
        *_refer("identifier", source_id="source", revision_id="revision"),
        *_refer("identifier", coder_id="coder"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identifier")),
    )
    _index("identifier", "source_id", "revision_id", "form_hmac", "coder_id")


def _add_feedback() -> None:
    op.create_table(
        "feedback_item",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("participant_id", sa.Text(), nullable=False),
        sa.Column("recipient_id", sa.Text(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        *_refer("feedback_item", source_id="source"),
        *_refer("feedback_item", participant_id="participant"),
        *_refer("feedback_item", recipient_id="participant"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_item")),
    )
    _index("feedback_item", "source_id", "participant_id", "recipient_id")
    op.create_table(
        "feedback_permission",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Text(), nullable=False),
        sa.Column("recipient_id", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("wording_hmac", sa.Text(), nullable=False),
        sa.Column("date", sa.Text()),
        sa.Column("asked_by", sa.Text()),
        sa.Column("state", sa.Text(), nullable=False),
        *_refer("feedback_permission", item_id="feedback_item"),
        *_refer("feedback_permission", recipient_id="participant"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_permission")),
    )
    _index("feedback_permission", "item_id", "recipient_id")


def _add_withdrawals() -> None:
    op.create_table(
        "withdrawal",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("participant_id", sa.Text(), nullable=False),
        sa.Column("purposes", sa.Text(), nullable=False),
        sa.Column("sources", sa.Text(), nullable=False),
        sa.Column("label_hmac", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        *_refer("withdrawal", participant_id="participant"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_withdrawal")),
    )
    _index("withdrawal", "participant_id")
    op.create_table(
        "publication",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("file_hash", sa.Text(), nullable=False),
        sa.Column("snapshot_hash", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("doi", sa.Text()),
        sa.Column("marks", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
        sa.UniqueConstraint("file_hash", name=op.f("uq_publication_file_hash")),
    )
    op.create_table(
        "erasure",
        sa.Column("event_seq", sa.Integer(), nullable=False),
        sa.Column("withdrawal_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_seq"], ["event.seq"], name=op.f("fk_erasure_event_seq")
        ),
        sa.PrimaryKeyConstraint("event_seq", name=op.f("pk_erasure")),
    )


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
