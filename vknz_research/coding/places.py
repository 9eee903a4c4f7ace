"""Finding where quoted words stand in a source, and who says them."""

from bisect import bisect_right
from dataclasses import dataclass

from vknz_research.errors import QuoteNotFoundError
from vknz_research.model.people import Participant
from vknz_research.model.sources import Revision, Source, Span, Voice
from vknz_research.model.text import make_canonical
from vknz_research.store.unit import Reader


@dataclass(frozen=True, slots=True)
class Asked:
    """Words to be found, and which of their occurrences is meant (from 1)."""

    quote: str
    occurrence: int = 1


def find_quote(
    reader: Reader, source: Source, asked: Asked, row: tuple[str, int]
) -> Span:
    """Find the place of quoted words; `row` is file and line, for the error."""
    text = reader.all(Revision, id=source.revision_id)[0].text
    quote = make_canonical(asked.quote).strip()
    at = -1
    for _ in range(max(1, asked.occurrence)):
        at = text.find(quote, at + 1) if quote else -1
        if at < 0:
            raise QuoteNotFoundError(
                file=row[0],
                line=row[1],
                source=source.name,
                occurrence=asked.occurrence,
            )
    return Span(at, at + len(quote))


def speaker_role_at(reader: Reader, source: Source, start: int) -> str | None:
    """Return the role of who speaks at a place, as far as it is known."""
    turns = reader.turns(source.revision_id)
    index = bisect_right([turn.start for turn in turns], start) - 1
    if index < 0 or start >= turns[index].end or not turns[index].speaker:
        return None
    voice = reader.first(Voice, source_id=source.id, speaker=turns[index].speaker)
    if voice is None:
        return None
    person = reader.first(Participant, id=voice.participant_id)
    return person.role if person else None
