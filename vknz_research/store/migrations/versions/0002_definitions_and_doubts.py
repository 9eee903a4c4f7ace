"""In which revision a code was last defined; passages that an edit made uncertain.

Of codes from before, no definition is known to have changed after a coding was made.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the column `defined` to codes, and the table of doubts."""
    defined = sa.Column("defined", sa.Integer(), nullable=False, server_default="1")
    op.add_column("code", defined)
    op.create_table(
        "doubt",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("target_kind", sa.Text(), nullable=False),
        sa.Column("target_id", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("revision_id", sa.Text(), nullable=False),
        sa.Column("old_start", sa.Integer(), nullable=False),
        sa.Column("old_end", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_doubt_revision_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_doubt")),
    )
    for column in ("target_id", "revision_id"):
        op.create_index(op.f(f"ix_doubt_{column}"), "doubt", [column], unique=False)
