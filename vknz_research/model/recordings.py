"""Recordings of conversations, and stretches of time in them."""

from dataclasses import dataclass
from typing import Final

from vknz_research.errors import InvalidMomentError, UnknownValueError

STORAGES: Final = (
    "sealed",  # kept in the study, encrypted
    "reference",  # stays where it is, known by its hash
)
MEDIA_TYPES: Final = {
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".mp3": "audio/mpeg",
    ".wav": "audio/wav",
    ".m4a": "audio/mp4",
}
ANCHORS: Final = ("text", "time")


@dataclass(frozen=True, slots=True)
class Moment:
    """A stretch of a recording in milliseconds, half-open.

    `recording` counts from 1 within the source.
    """

    recording: int
    begin_ms: int
    end_ms: int

    def __post_init__(self) -> None:
        """Refuse what is no stretch of time."""
        if self.recording < 1 or not 0 <= self.begin_ms < self.end_ms:
            raise InvalidMomentError(begin=self.begin_ms, end=self.end_ms)


@dataclass(frozen=True, slots=True)
class Recording:
    """The file of one recording of a source.

    `number` is the recording of the turns that it belongs to, from 1. `place` is where
    a referenced file lies; `secret` opens a sealed one. Sizes are bytes.
    """

    id: str
    source_id: str
    number: int
    name: str
    file: str
    media_type: str
    sha256: str
    size: int
    storage: str
    has_picture: int
    duration_ms: int | None = None
    place: str | None = None
    secret: str | None = None

    def __post_init__(self) -> None:
        """Refuse ways of keeping and kinds of media that do not exist."""
        if self.storage not in STORAGES:
            raise UnknownValueError(
                value=self.storage, field="recording.storage", known=", ".join(STORAGES)
            )
        if self.media_type not in MEDIA_TYPES.values():
            known = ", ".join(MEDIA_TYPES.values())
            raise UnknownValueError(
                value=self.media_type, field="recording.media_type", known=known
            )
