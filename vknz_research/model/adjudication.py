"""Adjudication: what coders decide where their codings differ, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from vknz_research.errors import UnknownValueError

ADJUDICATION_STATES: Final = ("open", "done")
DIFFERENCES: Final = (
    "missing",  # somebody gave the code, somebody else did not
    "borders",  # all gave the code, from or to another place
    "code",  # the same words got another code from each
)
OUTCOMES: Final = (
    "side",  # as one of the coders has it
    "both",  # as all of them have it
    "neither",  # as none of them has it: no coding
    "other",  # another span or another code
    "left",  # left open
)
SUGGESTION_STATES: Final = ("accepted", "rejected")


@dataclass(frozen=True, slots=True)
class Adjudication:
    """The layers of a source, laid side by side; `coders` is `{"ids": [...]}`."""

    id: str
    source_id: str
    coders: Mapping[str, Any] = field(default_factory=dict)
    state: str = "open"

    def __post_init__(self) -> None:
        """Refuse states that do not exist."""
        _need(self.state, ADJUDICATION_STATES, "adjudication.state")


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided about one difference, by whom and why.

    `key` tells the difference: it changes when one of the codings does. `sides` is
    `{"codings": [{id, coder_id, code_id, start, end}]}` as it was, `result` is
    `{"codings": [ids in the consensus layer]}`, `decided_by` is `{"names": [...]}`.
    `start` and `end` count in revision `revision_id`; `at` is ISO 8601 in UTC.
    """

    id: str
    adjudication_id: str
    key: str
    kind: str
    outcome: str
    sides: Mapping[str, Any]
    result: Mapping[str, Any]
    decided_by: Mapping[str, Any]
    reason: str
    revision_id: str
    start: int
    end: int
    at: str

    def __post_init__(self) -> None:
        """Refuse kinds and outcomes that do not exist."""
        _need(self.kind, DIFFERENCES, "decision.kind")
        _need(self.outcome, OUTCOMES, "decision.outcome")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a person answered to a suggested coding; suggestions are never stored."""

    id: str
    source_id: str
    revision_id: str
    code_id: str
    coder_id: str
    start: int
    end: int
    text_hash: str
    state: str

    def __post_init__(self) -> None:
        """Refuse answers that do not exist."""
        _need(self.state, SUGGESTION_STATES, "suggestion.state")


def _need(value: str, known: tuple[str, ...], name: str) -> None:
    if value not in known:
        raise UnknownValueError(value=value, field=name, known=", ".join(known))
