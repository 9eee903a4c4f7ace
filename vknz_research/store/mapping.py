"""Which value lives in which table, and how a row becomes a value."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Final, TypeVar

from sqlalchemy import Table

from vknz_research.model.adjudication import Adjudication, Decision, Suggestion
from vknz_research.model.codes import Code
from vknz_research.model.codings import (
    Coder,
    Coding,
    Doubt,
    Excerpt,
    Memo,
    MemoLink,
)
from vknz_research.model.cycles import (
    AgendaItem,
    AttentionLook,
    AttentionPoint,
    LearningGoal,
    Observation,
    Step,
    Trajectory,
    Viewing,
    ViewingAnswer,
)
from vknz_research.model.design import DesignEntry
from vknz_research.model.people import Consent, Participant
from vknz_research.model.privacy import (
    FeedbackItem,
    FeedbackPermission,
    Identifier,
    Publication,
    Withdrawal,
)
from vknz_research.model.queries import SmartCode
from vknz_research.model.recordings import Recording
from vknz_research.model.rounds import Assignment, Opening, Round, RoundCoding
from vknz_research.model.sources import Revision, Source, Voice
from vknz_research.store import tables

Value = (
    Adjudication
    | AgendaItem
    | Assignment
    | AttentionLook
    | AttentionPoint
    | Code
    | Coder
    | Coding
    | Consent
    | Decision
    | DesignEntry
    | Doubt
    | Excerpt
    | FeedbackItem
    | FeedbackPermission
    | Identifier
    | LearningGoal
    | Memo
    | MemoLink
    | Observation
    | Opening
    | Participant
    | Publication
    | Recording
    | Round
    | RoundCoding
    | SmartCode
    | Source
    | Step
    | Suggestion
    | Trajectory
    | Viewing
    | ViewingAnswer
    | Voice
    | Withdrawal
)
V = TypeVar("V", bound=Value | Revision)

KEPT: Final[Mapping[type[Any], Table]] = {
    Coder: tables.coder,
    Participant: tables.participant,
    Consent: tables.consent,
    DesignEntry: tables.design_entry,
    Source: tables.source,
    Voice: tables.voice,
    Code: tables.code,
    Coding: tables.coding,
    Memo: tables.memo,
    MemoLink: tables.memo_link,
    Excerpt: tables.excerpt,
    Doubt: tables.doubt,
    Round: tables.coding_round,
    Assignment: tables.assignment,
    Opening: tables.opening,
    RoundCoding: tables.round_coding,
    Adjudication: tables.adjudication,
    Decision: tables.decision,
    Suggestion: tables.suggestion,
    Identifier: tables.identifier,
    FeedbackItem: tables.feedback_item,
    FeedbackPermission: tables.feedback_permission,
    Withdrawal: tables.withdrawal,
    Publication: tables.publication,
    Recording: tables.recording,
    Trajectory: tables.trajectory,
    Step: tables.step,
    Viewing: tables.viewing,
    ViewingAnswer: tables.viewing_answer,
    Observation: tables.observation,
    LearningGoal: tables.learning_goal,
    SmartCode: tables.smart_code,
    AgendaItem: tables.agenda_item,
    AttentionPoint: tables.attention_point,
    AttentionLook: tables.attention_look,
}
TABLES: Final[Mapping[type[Any], Table]] = {**KEPT, Revision: tables.revision}
CLASS_OF: Final[Mapping[str, type[Any]]] = {t.name: c for c, t in KEPT.items()}


def to_row(value: Value | Revision) -> dict[str, Any]:
    """Return a value as a row."""
    return {f.name: getattr(value, f.name) for f in fields(value)}


def from_row(cls: type[V], row: Mapping[str, Any]) -> V:
    """Return a row as a value."""
    return cls(**row)
