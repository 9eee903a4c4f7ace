"""First tables of a study, and the guard round its history."""

from alembic import op

from vknz_research.store.tables import metadata

revision = "0001"
down_revision = None

SQLITE = """
CREATE TRIGGER event_no_{verb_lower} BEFORE {verb} ON event
BEGIN SELECT RAISE(ABORT, 'the history of a study cannot be changed'); END
"""
POSTGRES_FUNCTION = """
CREATE FUNCTION vknz_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the history of a study cannot be changed'; END $$
"""
POSTGRES = """
CREATE TRIGGER event_no_change BEFORE UPDATE OR DELETE ON event
FOR EACH ROW EXECUTE FUNCTION vknz_refuse()
"""


def upgrade() -> None:
    """Make the tables; refuse UPDATE and DELETE on the chain of events."""
    bind = op.get_bind()
    metadata.create_all(bind)
    if bind.dialect.name == "postgresql":
        op.execute(POSTGRES_FUNCTION)
        op.execute(POSTGRES)
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(SQLITE.format(verb=verb, verb_lower=verb.lower()))
