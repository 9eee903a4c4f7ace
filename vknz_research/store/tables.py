"""The tables of the store.

Three groups: *kept* tables hold what researchers change, and each change of a row is
recorded; *content* tables hold texts and original files, written once and never
changed; the *history* tables hold the acts themselves. Meaning, type and privacy class
of every column stand in `data_dictionary/tables/`.
"""

from sqlalchemy import (
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)

from vknz_research.store.columns import (
    JsonText,
    metadata,
    moment_columns,
    write_json,
)
from vknz_research.store.columns import id_column as _id
from vknz_research.store.columns import refer_to as _to
from vknz_research.store.cycletables import (
    agenda_item,
    attention_look,
    attention_point,
    learning_goal,
    observation,
    recording,
    step,
    trajectory,
    viewing,
    viewing_answer,
)

__all__ = [
    "JsonText",
    "agenda_item",
    "attention_look",
    "attention_point",
    "learning_goal",
    "metadata",
    "observation",
    "recording",
    "step",
    "trajectory",
    "viewing",
    "viewing_answer",
    "write_json",
]

setting = Table(
    "setting",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

# --- content: written once ---------------------------------------------------------
original = Table(
    "original",
    metadata,
    _id(),
    Column("sha256", Text, nullable=False, index=True),
    Column("data", LargeBinary, nullable=False),
)
revision = Table(
    "revision",
    metadata,
    _id(),
    Column("source_id", Text, nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("text_hash", Text, nullable=False),
    Column("length", Integer, nullable=False),
    Column("kind", Text, nullable=False, server_default="original"),
)
turn = Table(
    "turn",
    metadata,
    Column("revision_id", Text, ForeignKey("revision.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("speaker", Text),
    Column("begin_ms", Integer),
    Column("end_ms", Integer),
    Column("recording", Integer, nullable=False),
    Column("addressee", Text),
)
cue = Table(
    "cue",
    metadata,
    Column("revision_id", Text, ForeignKey("revision.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("begin_ms", Integer),
    Column("end_ms", Integer),
)

# --- kept: every change of a row is recorded -----------------------------------------
coder = Table(
    "coder",
    metadata,
    _id(),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False, server_default="person"),
)
participant = Table(
    "participant",
    metadata,
    _id(),
    Column("label", Text, nullable=False),
    Column("role", Text),
    Column("age_band", Text),
    Column("gender", Text),
)
consent = Table(
    "consent",
    metadata,
    _id(),
    _to("participant", "participant_id"),
    Column("purpose", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("date", Text),
    Column("letter", Text),
    Column("asked_by", Text),
    UniqueConstraint("participant_id", "purpose"),
)
design_entry = Table(
    "design_entry",
    metadata,
    _id(),
    Column("source_code", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("phase", Integer),
    Column("role", Text, nullable=False),
    Column("participants", Integer, nullable=False),
    Column("sources", Integer, nullable=False),
)
source = Table(
    "source",
    metadata,
    _id(),
    Column("name", Text, nullable=False),
    Column("file", Text, nullable=False),
    Column("part", Text, nullable=False),
    Column("format", Text, nullable=False),
    _to("original", "original_id"),
    _to("revision", "revision_id"),
    Column("source_code", Text),
    Column("kind", Text),
    Column("phase", Integer),
    Column("perspective", Text),
    Column("date", Text),
    Column("keep_until", Text),
    Column("municipality", Text),
)
voice = Table(
    "voice",
    metadata,
    _id(),
    _to("source", "source_id"),
    Column("speaker", Text, nullable=False),
    _to("participant", "participant_id"),
    UniqueConstraint("source_id", "speaker"),
)
code = Table(
    "code",
    metadata,
    _id(),
    Column("path", Text, nullable=False, unique=True),
    Column("letters", Text, nullable=False),
    Column("colour", Text, nullable=False),
    Column("stroke", Text, nullable=False),
    Column("form", Text, nullable=False),
    Column("shortcut", Text),
    Column("position", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("texts", JsonText, nullable=False),
    Column("defined", Integer, nullable=False, server_default="1"),
)
coding = Table(
    "coding",
    metadata,
    _id(),
    _to("source", "source_id"),
    _to("revision", "revision_id"),
    _to("code", "code_id"),
    _to("coder", "coder_id"),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text_hash", Text, nullable=False),
    Column("code_revision", Integer, nullable=False),
    *moment_columns(),
    Column("anchor", Text),
    UniqueConstraint("source_id", "start", "end", "code_id", "coder_id"),
)
smart_code = Table(
    "smart_code",
    metadata,
    _id(),
    Column("name", Text, nullable=False, unique=True),
    Column("query", Text, nullable=False),
    _to("coder", "coder_id", nullable=True),
)
memo = Table(
    "memo",
    metadata,
    _id(),
    Column("kind", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
    _to("coder", "coder_id", nullable=True),
    Column("section", Text),
    Column("language", Text, nullable=False),
)
memo_link = Table(
    "memo_link",
    metadata,
    _id(),
    _to("memo", "memo_id"),
    Column("target_kind", Text, nullable=False),
    Column("target_id", Text, nullable=False, index=True),
    Column("start", Integer),
    Column("end", Integer),
)
excerpt = Table(
    "excerpt",
    metadata,
    _id(),
    Column("key", Text, nullable=False, unique=True),
    Column("section", Text, nullable=False),
    _to("source", "source_id"),
    _to("revision", "revision_id"),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text_hash", Text, nullable=False),
    Column("edited", Text),
    Column("label", Text),
    Column("speaker_role", Text),
    Column("position", Integer, nullable=False),
)

doubt = Table(
    "doubt",
    metadata,
    _id(),
    Column("target_kind", Text, nullable=False),
    Column("target_id", Text, nullable=False, index=True),
    Column("reason", Text, nullable=False),
    _to("revision", "revision_id"),
    Column("old_start", Integer, nullable=False),
    Column("old_end", Integer, nullable=False),
)

# --- several coders: rounds, what was handed in, and what was decided ----------------
coding_round = Table(
    "coding_round",
    metadata,
    _id(),
    Column("number", Integer, nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("is_blind", Integer, nullable=False),
)
assignment = Table(
    "assignment",
    metadata,
    _id(),
    _to("coding_round", "round_id"),
    _to("source", "source_id"),
    _to("coder", "coder_id"),
    Column("state", Text, nullable=False),
    UniqueConstraint("round_id", "source_id", "coder_id"),
)
opening = Table(
    "opening",
    metadata,
    _id(),
    _to("coding_round", "round_id"),
    _to("source", "source_id"),
    UniqueConstraint("round_id", "source_id"),
)
round_coding = Table(
    "round_coding",
    metadata,
    _id(),
    _to("coding_round", "round_id"),
    _to("source", "source_id"),
    _to("revision", "revision_id"),
    _to("coder", "coder_id"),
    # No reference: the code may go, what was handed in stays as it was.
    Column("code_id", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("code_revision", Integer, nullable=False),
)
adjudication = Table(
    "adjudication",
    metadata,
    _id(),
    Column("source_id", Text, ForeignKey("source.id"), nullable=False, unique=True),
    Column("coders", JsonText, nullable=False),
    Column("state", Text, nullable=False),
)
decision = Table(
    "decision",
    metadata,
    _id(),
    _to("adjudication", "adjudication_id"),
    Column("key", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("sides", JsonText, nullable=False),
    Column("result", JsonText, nullable=False),
    Column("decided_by", JsonText, nullable=False),
    Column("reason", Text, nullable=False),
    _to("revision", "revision_id"),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("at", Text, nullable=False),
    UniqueConstraint("adjudication_id", "key"),
)
suggestion = Table(
    "suggestion",
    metadata,
    _id(),
    _to("source", "source_id"),
    _to("revision", "revision_id"),
    Column("code_id", Text, nullable=False, index=True),
    _to("coder", "coder_id"),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text_hash", Text, nullable=False),
    Column("state", Text, nullable=False),
)

# --- people: what protects them ------------------------------------------------------
identifier = Table(
    "identifier",
    metadata,
    _id(),
    _to("source", "source_id"),
    _to("revision", "revision_id"),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("category", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("token", Text),
    Column("form_hmac", Text, nullable=False, index=True),
    Column("reason", Text),
    _to("coder", "coder_id"),
)
feedback_item = Table(
    "feedback_item",
    metadata,
    _id(),
    _to("source", "source_id"),
    _to("participant", "participant_id"),
    _to("participant", "recipient_id"),
    Column("wording", Text, nullable=False),
    Column("position", Integer, nullable=False),
)
feedback_permission = Table(
    "feedback_permission",
    metadata,
    _id(),
    _to("feedback_item", "item_id"),
    _to("participant", "recipient_id"),
    Column("mode", Text, nullable=False),
    Column("wording_hmac", Text, nullable=False),
    Column("date", Text),
    Column("asked_by", Text),
    Column("state", Text, nullable=False),
)
withdrawal = Table(
    "withdrawal",
    metadata,
    _id(),
    _to("participant", "participant_id"),
    Column("purposes", JsonText, nullable=False),
    Column("sources", JsonText, nullable=False),
    Column("label_hmac", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("at", Text, nullable=False),
)
publication = Table(
    "publication",
    metadata,
    _id(),
    Column("file_hash", Text, nullable=False, unique=True),
    Column("snapshot_hash", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("doi", Text),
    Column("marks", JsonText, nullable=False),
)

# --- history: acts, in a chain -------------------------------------------------------
event = Table(
    "event",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False, unique=True),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("target_seq", Integer),
    Column("facts", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Column("origin", Text),
)
change = Table(
    "change",
    metadata,
    Column("event_seq", Integer, ForeignKey("event.seq"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("table_name", Text, nullable=False),
    Column("row_id", Text, nullable=False, index=True),
    Column("before", Text),
    Column("after", Text),
)
reason = Table(
    "reason",
    metadata,
    Column("event_seq", Integer, ForeignKey("event.seq"), primary_key=True),
    Column("text", Text, nullable=False),
)
# The acts of which a withdrawal erased what they changed: undo passes over them.
erasure = Table(
    "erasure",
    metadata,
    Column("event_seq", Integer, ForeignKey("event.seq"), primary_key=True),
    Column("withdrawal_id", Text, nullable=False),
)
