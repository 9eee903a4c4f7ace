"""Municipalities of sources, and questions that are kept under a name."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the municipality to sources, and the table of smart codes."""
    op.add_column("source", sa.Column("municipality", sa.Text()))
    op.create_table(
        "smart_code",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("coder_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["coder_id"], ["coder.id"], name=op.f("fk_smart_code_coder_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_smart_code")),
        sa.UniqueConstraint("name", name=op.f("uq_smart_code_name")),
    )
    op.create_index(op.f("ix_smart_code_coder_id"), "smart_code", ["coder_id"])
