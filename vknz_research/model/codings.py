"""Codings, coders, memos and excerpts: what researchers add to sources."""

from dataclasses import dataclass
from typing import Final

from vknz_research.errors import InvalidSpanError, UnknownValueError
from vknz_research.model.recordings import ANCHORS

MEMO_KINDS: Final = (
    "report",
    "theoretical",
    "methodological",
    "reflexive",
    "description",
    "membercheck",
)
CODER_KINDS: Final = ("person", "consensus", "suggestion")
DOUBT_KINDS: Final = ("coding", "memo_link", "excerpt")
DOUBT_REASONS: Final = (
    "edge",  # its begin or end lay within the words that were replaced
    "gone",  # all of its words were replaced
)
TARGET_KINDS: Final = ("study", "source", "code", "coding", "participant", "memo")


@dataclass(frozen=True, slots=True)
class Coder:
    """Somebody, or something, with a layer of codings of its own.

    Only a `person` counts in agreement: the consensus is what persons decided, and
    suggestions are nobody's judgement.
    """

    id: str
    name: str
    kind: str = "person"

    def __post_init__(self) -> None:
        """Refuse kinds that do not exist."""
        if self.kind not in CODER_KINDS:
            known = ", ".join(CODER_KINDS)
            raise UnknownValueError(value=self.kind, field="coder.kind", known=known)


@dataclass(frozen=True, slots=True)
class Coding:
    """One coder gave one code to one passage.

    Offsets are code points in revision `revision_id`; `text_hash` proves the passage;
    `code_revision` tells under which definition of the code it was made. In a source
    with times it also has a place in a recording; `anchor` is which of the two leads.
    """

    id: str
    source_id: str
    revision_id: str
    code_id: str
    coder_id: str
    start: int
    end: int
    text_hash: str
    code_revision: int = 1
    recording: int | None = None
    begin_ms: int | None = None
    end_ms: int | None = None
    anchor: str | None = None

    def __post_init__(self) -> None:
        """Refuse what is no passage."""
        if not 0 <= self.start < self.end:
            raise InvalidSpanError(start=self.start, end=self.end)
        if self.anchor not in {None, *ANCHORS}:
            raise UnknownValueError(
                value=str(self.anchor), field="coding.anchor", known=", ".join(ANCHORS)
            )


@dataclass(frozen=True, slots=True)
class Memo:
    """A note of a researcher; `section` is the part of the report it is the text of."""

    id: str
    kind: str
    title: str
    body: str
    coder_id: str | None = None
    section: str | None = None
    language: str = "nl"

    def __post_init__(self) -> None:
        """Refuse kinds that do not exist."""
        if self.kind not in MEMO_KINDS:
            known = ", ".join(MEMO_KINDS)
            raise UnknownValueError(value=self.kind, field="memo.kind", known=known)


@dataclass(frozen=True, slots=True)
class MemoLink:
    """What a memo is about: anything in the study, or a passage of a source."""

    id: str
    memo_id: str
    target_kind: str
    target_id: str
    start: int | None = None
    end: int | None = None

    def __post_init__(self) -> None:
        """Refuse targets that do not exist."""
        if self.target_kind not in TARGET_KINDS:
            known = ", ".join(TARGET_KINDS)
            raise UnknownValueError(
                value=self.target_kind, field="memo_link.target_kind", known=known
            )


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A passage chosen as a quotation for a section of the report.

    `edited` is the lightly edited reading, with its changes in square brackets, or
    None where it is quoted as it stands. `label` is the source code printed behind it,
    `speaker_role` the role that the text gives to whoever said it.
    """

    id: str
    key: str
    section: str
    source_id: str
    revision_id: str
    start: int
    end: int
    text_hash: str
    edited: str | None = None
    label: str | None = None
    speaker_role: str | None = None
    position: int = 0


@dataclass(frozen=True, slots=True)
class Doubt:
    """A passage whose place an edit of the text made uncertain, until confirmed.

    `old_start` and `old_end` are its place before the edit, in revision `revision_id`.
    """

    id: str
    target_kind: str
    target_id: str
    reason: str
    revision_id: str
    old_start: int
    old_end: int

    def __post_init__(self) -> None:
        """Refuse targets and reasons that do not exist."""
        for value, known, name in (
            (self.target_kind, DOUBT_KINDS, "doubt.target_kind"),
            (self.reason, DOUBT_REASONS, "doubt.reason"),
        ):
            if value not in known:
                raise UnknownValueError(value=value, field=name, known=", ".join(known))
