"""What was decided to protect people: identifiers, feedback, withdrawals, publications.

None of these values but the wording of feedback holds words of a participant.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from vknz_research.errors import InvalidSpanError, UnknownValueError

OUTCOMES: Final = ("replace", "generalise", "keep")
FEEDBACK_MODES: Final = ("none", "anonymous", "named")
PERMISSION_STATES: Final = ("open", "used", "closed")
WITHDRAWAL_STATES: Final = ("open", "done")
PUBLICATION_KINDS: Final = ("report", "release")


def _refuse_unknown(value: str, known: tuple[str, ...], field: str) -> None:
    if value not in known:
        raise UnknownValueError(value=value, field=field, known=", ".join(known))


@dataclass(frozen=True, slots=True)
class Identifier:
    """What was decided about a place that may say who somebody is.

    `start` and `end` are code points in the text `revision_id`, on which it was
    decided. `form_hmac` is a keyed hash of the words, so that the same words get the
    same answer; the words themselves are only in the vault.
    """

    id: str
    source_id: str
    revision_id: str
    start: int
    end: int
    category: str
    outcome: str
    token: str | None
    form_hmac: str
    reason: str | None
    coder_id: str

    def __post_init__(self) -> None:
        """Refuse outcomes that do not exist and places that are none."""
        _refuse_unknown(self.outcome, OUTCOMES, "identifier.outcome")
        if not 0 <= self.start < self.end:
            raise InvalidSpanError(start=self.start, end=self.end)


@dataclass(frozen=True, slots=True)
class FeedbackItem:
    """Something a klant said of a klantmanager, in the words to be passed on.

    `participant_id` is the klant, `recipient_id` the klantmanager.
    """

    id: str
    source_id: str
    participant_id: str
    recipient_id: str
    wording: str
    position: int


@dataclass(frozen=True, slots=True)
class FeedbackPermission:
    """What a klant allows with one item: for this recipient, in exactly these words.

    Each passing-on uses it up; another wording closes it.
    """

    id: str
    item_id: str
    recipient_id: str
    mode: str
    wording_hmac: str
    date: str | None
    asked_by: str | None
    state: str

    def __post_init__(self) -> None:
        """Refuse modes and states that do not exist."""
        _refuse_unknown(self.mode, FEEDBACK_MODES, "feedback_permission.mode")
        _refuse_unknown(self.state, PERMISSION_STATES, "feedback_permission.state")


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """One withdrawal: of whom, from which purposes, and which sources it touched.

    It is `open` until the scan of all bytes was clean. `label_hmac` is a keyed hash of
    the label that the participant had, so that asking again finds what was done.
    """

    id: str
    participant_id: str
    purposes: Mapping[str, Any]
    sources: Mapping[str, Any]
    label_hmac: str
    state: str
    at: str

    def __post_init__(self) -> None:
        """Refuse states that do not exist."""
        _refuse_unknown(self.state, WITHDRAWAL_STATES, "withdrawal.state")


@dataclass(frozen=True, slots=True)
class Publication:
    """A report or release that was made public, and what was noted on it since.

    It is not changed by a withdrawal: `marks` say what went, and when.
    """

    id: str
    file_hash: str
    snapshot_hash: str
    name: str
    kind: str
    at: str
    doi: str | None
    marks: Mapping[str, Any]

    def __post_init__(self) -> None:
        """Refuse kinds that do not exist."""
        _refuse_unknown(self.kind, PUBLICATION_KINDS, "publication.kind")
