"""Participants and their consent."""

from dataclasses import dataclass
from typing import Final

from vknz_research.errors import UnknownValueError

PURPOSES: Final = (
    "recording",
    "viewing",
    "interview",
    "coding",
    "quotation",
    "feedback",
    "student_release",
    "deposit",
    "reuse",
)
STATES: Final = ("given", "refused", "withdrawn")
ROLE_PERSPECTIVES: Final = {
    "klant": "klant",
    "klantmanager": "klantmanager",
    "werkregisseur": "klantmanager",
    "leidinggevende": "leidinggevende",
    "beleidsmedewerker": "beleid",
    "teamcoach": "beleid",
    "beleidsmedewerker en teamcoach": "beleid",
    "onderzoeker": "onderzoek",
}


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who takes part in the study, under the label used in transcripts."""

    id: str
    label: str
    role: str | None = None
    age_band: str | None = None
    gender: str | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """What all who are asked in a file said yes to, with one letter."""

    purposes: tuple[str, ...]
    letter: str
    date: str | None = None
    asked_by: str | None = None

    def __post_init__(self) -> None:
        """Refuse purposes that do not exist."""
        for purpose in self.purposes:
            if purpose not in PURPOSES:
                known = ", ".join(PURPOSES)
                raise UnknownValueError(value=purpose, field="purpose", known=known)


@dataclass(frozen=True, slots=True)
class Consent:
    """What one participant said about one purpose, and when."""

    id: str
    participant_id: str
    purpose: str
    state: str
    date: str | None = None
    letter: str | None = None
    asked_by: str | None = None

    def __post_init__(self) -> None:
        """Refuse purposes and states that do not exist."""
        for value, known, name in (
            (self.purpose, PURPOSES, "purpose"),
            (self.state, STATES, "state"),
        ):
            if value not in known:
                raise UnknownValueError(value=value, field=name, known=", ".join(known))


def role_perspective(role: str | None) -> str | None:
    """Return the perspective from which somebody in this role speaks.

    >>> role_perspective("teamcoach")
    'beleid'
    """
    return ROLE_PERSPECTIVES.get(role, role) if role else None
