"""What of a study may be in a snapshot: all there is, less what consent forbids."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from vknz_research.model.codings import Coding, Excerpt
from vknz_research.model.people import Consent, Participant
from vknz_research.model.sources import Revision, Source, Turn, Voice
from vknz_research.model.text import MASK, hash_text, mask_words
from vknz_research.privacy.consent import list_not_analysable, list_not_quotable
from vknz_research.store.unit import Reader

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
    text_kind: str = "original"

    def turn_at(self, start: int) -> int | None:
        """Return the index of the turn in which an offset lies, or None."""
        index = bisect_right(self.starts, start) - 1
        if index < 0 or start >= self.turns[index].end:
            return None
        return index

    def speakers_within(self, start: int, end: int) -> set[str]:
        """Return the participants of whom something stands in a passage."""
        first = max(0, bisect_right(self.starts, start) - 1)
        last = bisect_left(self.starts, end)
        pairs = zip(self.turns[first:last], self.speakers[first:last], strict=True)
        return {who for turn, who in pairs if who and turn.end > start}


def read_people(reader: Reader) -> People:
    """Read the participants and what they do not allow."""
    consents = reader.all(Consent)
    by_id = {p.id: p for p in reader.all(Participant)}
    silent = list_not_quotable(consents, by_id.values())
    return People(by_id, list_not_analysable(consents), silent)


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
    hidden = [who in people.hidden for who in speakers]
    text = mask_turns(revision.text, turns, hidden)
    shown = [
        (_without_speaker(turn) if who in people.hidden else turn, who)
        for turn, who in zip(turns, speakers, strict=True)
    ]
    return Document(
        source,
        text,
        hash_text(text),
        [turn for turn, _ in shown],
        [None if who in people.hidden else who for _, who in shown],
        [turn.start for turn in turns],
        is_masked=MASK in text,
        text_kind=revision.kind,
    )


def _is_hidden(participants: Iterable[str], people: People) -> bool:
    """Say whether all who speak here, but for researchers, hid themselves."""
    others = [p for p in participants if people.by_id[p].role != RESEARCH]
    return bool(others) and all(p in people.hidden for p in others)


def _without_speaker(turn: Turn) -> Turn:
    return replace(turn, speaker=None, begin_ms=None, end_ms=None)


def mask_turns(text: str, turns: Sequence[Turn], hidden: Sequence[bool]) -> str:
    r"""Return the text with hidden turns made unreadable, length kept.

    What stands before a turn is its label and time, so that goes with it.

    >>> mask_turns("An: ja\nBo: nee", [Turn(4, 6), Turn(11, 14)], [False, True])
    'An: ja\n███ ███'
    """
    pieces: list[str] = []
    at = 0
    for turn, is_hidden in zip(turns, hidden, strict=True):
        stretch = text[at : turn.end]
        pieces.append(mask_words(stretch) if is_hidden else stretch)
        at = turn.end
    return "".join([*pieces, text[at:]])


def is_visible(document: Document, item: Coding | Excerpt) -> bool:
    """Say whether nothing of a passage is masked."""
    return not document.is_masked or MASK not in document.text[item.start : item.end]
