"""Sources, what a reader makes of a file, and the units of a text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from vknz_research.errors import InvalidSpanError, UnknownValueError
from vknz_research.model.people import Given

TURN_KINDS: Final = (
    "speech",  # somebody talks
    "answer",  # a respondent's answer to a question of a questionnaire
    "narration",  # prose of the researcher between turns
    "observation",  # what a researcher saw in the recording
    "question",  # a researcher's question to klant or klantmanager
    "heading",  # a title, a question of a questionnaire, the name of a recording
)
REVISION_KINDS: Final = ("original", "edited", "pseudonymised")
# Kinds of sources of the video-reflection cycle, which are no data of the evaluation
# unless the design gives them a source code.
CYCLE_KINDS: Final = ("opname", "gesprek", "klantgesprek", "reflectiegesprek")
PERSPECTIVES: Final = ("klant", "klantmanager", "leidinggevende", "beleid", "onderzoek")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text in code points, half-open."""

    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse what is no stretch of text."""
        if not 0 <= self.start < self.end:
            raise InvalidSpanError(start=self.start, end=self.end)


@dataclass(frozen=True, slots=True)
class Turn:
    """A unit of a source: what one speaker says at a stretch, or a piece of prose.

    `start` and `end` are code points in the canonical text; times are milliseconds
    from the start of the recording, or None. `recording` counts from 1 within the
    document. `addressee` is whom a researcher's question is for.
    """

    start: int
    end: int
    kind: str = "speech"
    speaker: str | None = None
    begin_ms: int | None = None
    end_ms: int | None = None
    recording: int = 1
    addressee: str | None = None

    def __post_init__(self) -> None:
        """Refuse kinds that do not exist and spans that are none."""
        if self.kind not in TURN_KINDS:
            known = ", ".join(TURN_KINDS)
            raise UnknownValueError(value=self.kind, field="turn.kind", known=known)
        if not 0 <= self.start < self.end:
            raise InvalidSpanError(start=self.start, end=self.end)


@dataclass(frozen=True, slots=True)
class Cue:
    """A timed stretch of a turn, as subtitles have: code points and milliseconds."""

    start: int
    end: int
    begin_ms: int | None
    end_ms: int | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader makes of (a part of) a file: canonical text and its units.

    `part` tells sources of one file apart: the respondent in a questionnaire; it is
    empty where a file is one source. `recordings` names the recordings in order.
    """

    format: str
    text: str
    turns: Sequence[Turn]
    cues: Sequence[Cue] = ()
    part: str = ""
    recordings: Sequence[str] = ()
    warnings: Sequence[str] = ()

    @property
    def speakers(self) -> tuple[str, ...]:
        """Return the labels of those who speak, in the order in which they begin."""
        return tuple(dict.fromkeys(t.speaker for t in self.turns if t.speaker))


@dataclass(frozen=True, slots=True)
class Source:
    """A document of the study: a conversation, an interview, a questionnaire."""

    id: str
    name: str
    file: str
    part: str
    format: str
    original_id: str
    revision_id: str
    source_code: str | None = None
    kind: str | None = None
    phase: int | None = None
    perspective: str | None = None
    date: str | None = None
    keep_until: str | None = None
    municipality: str | None = None


@dataclass(frozen=True, slots=True)
class Revision:
    """One state of the text of a source; only a withdrawal takes words out of it.

    Offsets stay true then: what is taken out becomes a mask of the same length.
    """

    id: str
    source_id: str
    number: int
    text: str
    text_hash: str
    length: int
    kind: str = "original"

    def __post_init__(self) -> None:
        """Refuse kinds that do not exist."""
        if self.kind not in REVISION_KINDS:
            known = ", ".join(REVISION_KINDS)
            raise UnknownValueError(value=self.kind, field="revision.kind", known=known)


@dataclass(frozen=True, slots=True)
class Voice:
    """Who is behind a speaker label of a source."""

    id: str
    source_id: str
    speaker: str
    participant_id: str


@dataclass(frozen=True, slots=True)
class InventoryEntry:
    """What an inventory says of one file; `participants` maps label to role.

    `consent` is what all of them, but researchers, gave.
    """

    file: str
    source_code: str | None = None
    kind: str | None = None
    phase: int | None = None
    perspective: str | None = None
    date: str | None = None
    participants: Mapping[str, str] = field(default_factory=dict)
    consent: Given | None = None
    municipality: str | None = None
