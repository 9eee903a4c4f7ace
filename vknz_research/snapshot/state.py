"""What of a study may be in a snapshot: all there is, less what consent forbids."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from vknz_research.model.codings import Coding, Excerpt
from vknz_research.model.people import Consent, Participant
from vknz_research.model.sources import Revision, Source, Turn, Voice
from vknz_research.privacy.consent import list_not_analysable, list_not_quotable
from vknz_research.store.unit import Reader

MASK: Final = "█"
RESEARCH: Final = "onderzoeker"


@dataclass(frozen=True, slots=True)
class People:
    """Participants of a study and what they do not allow."""

    by_id: dict[str, Participant]
    hidden: set[str]
    not_quotable: set[str]


@dataclass(frozen=True, slots=True)
class Document:
    """A source as a snapshot holds it: text, turns, and who speaks in each."""

    source: Source
    text: str
    text_hash: str
    turns: Sequence[Turn]
    speakers: Sequence[str | None]
    starts: Sequence[int]
    is_masked: bool

    def turn_at(self, start: int) -> int | None:
        """Return the index of the turn in which an offset lies, or None."""
        index = bisect_right(self.starts, start) - 1
        if index < 0 or start >= self.turns[index].end:
            return None
        return index


def read_people(reader: Reader) -> People:
    """Read the participants and what they do not allow."""
    consents = reader.all(Consent)
    by_id = {p.id: p for p in reader.all(Participant)}
    return People(by_id, list_not_analysable(consents), list_not_quotable(consents))


def read_document(reader: Reader, source: Source, people: People) -> Document | None:
    """Read a source, its hidden turns masked; None when nothing of it may be seen.

    A mask has the length of what it hides, so that all offsets stay true.
    """
    voices = {
        v.speaker: v.participant_id for v in reader.all(Voice, source_id=source.id)
    }
    if _is_hidden(voices.values(), people):
        return None
    revision = reader.all(Revision, id=source.revision_id)[0]
    turns = reader.turns(source.revision_id)
    speakers = [voices.get(turn.speaker or "") for turn in turns]
    hidden = [t for t, who in zip(turns, speakers, strict=True) if who in people.hidden]
    text = mask_turns(revision.text, hidden)
    shown = [
        (_without_speaker(turn) if who in people.hidden else turn, who)
        for turn, who in zip(turns, speakers, strict=True)
    ]
    return Document(
        source,
        text,
        revision.text_hash,
        [turn for turn, _ in shown],
        [None if who in people.hidden else who for _, who in shown],
        [turn.start for turn in turns],
        is_masked=bool(hidden),
    )


def _is_hidden(participants: Iterable[str], people: People) -> bool:
    """Say whether all who speak here, but for researchers, hid themselves."""
    others = [p for p in participants if people.by_id[p].role != RESEARCH]
    return bool(others) and all(p in people.hidden for p in others)


def _without_speaker(turn: Turn) -> Turn:
    return replace(turn, speaker=None, begin_ms=None, end_ms=None)


def mask_turns(text: str, turns: Iterable[Turn]) -> str:
    """Return the text with the given turns made unreadable, length kept.

    >>> mask_turns("ja nee ja", [Turn(3, 6)])
    'ja ███ ja'
    """
    for turn in turns:
        text = text[: turn.start] + MASK * (turn.end - turn.start) + text[turn.end :]
    return text


def is_visible(document: Document, item: Coding | Excerpt) -> bool:
    """Say whether nothing of a passage is masked."""
    return not document.is_masked or MASK not in document.text[item.start : item.end]
