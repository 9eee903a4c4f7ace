"""Searching the texts: whole words, all forms of words, or a pattern.

What is found lies within one turn; labels and times between turns are not searched.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from vknz_research.coding.consent import find_open_source, list_open
from vknz_research.coding.patterns import find_pattern
from vknz_research.errors import UnknownValueError
from vknz_research.model.sources import Revision, Source
from vknz_research.model.words import find_forms, find_words
from vknz_research.store.unit import Reader

MOST_HITS: Final = 5000
CONTEXT: Final = 60
QUESTION: Final = "ask"
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found, with what stands before and after it in its turn."""

    source_id: str
    revision_id: str
    start: int
    end: int
    before: str
    text: str
    after: str


def search(
    reader: Reader, query: str, mode: str, source_ids: Sequence[str] | None = None
) -> list[Hit]:
    """Find passages, in the order of sources by name and of their text.

    Modes: word (whole words whatever their capitals, accents as typed; several words
    are a phrase), lemma (all forms of the words, Dutch and English), regex (Python's,
    whatever the capitals; `^` and `$` are begin and end of a turn). After `MOST_HITS`
    the search stops.
    """
    if mode not in FINDERS:
        raise UnknownValueError(value=mode, field="mode", known=", ".join(FINDERS))
    sources = _list_sources(reader, source_ids)
    if not query.strip() or not sources:
        return []
    hits: list[Hit] = []
    for hit in FINDERS[mode](reader, sources, query):
        hits.append(hit)
        if len(hits) == MOST_HITS:
            break
    return hits


def _list_sources(reader: Reader, wanted: Sequence[str] | None) -> list[Source]:
    if wanted is None:
        found = list_open(reader)
    else:
        found = [find_open_source(reader, name) for name in dict.fromkeys(wanted)]
    return sorted(found, key=lambda s: (s.name, s.id))


def _read_texts(reader: Reader, sources: Sequence[Source]) -> Mapping[str, str]:
    ids = {source.revision_id for source in sources}
    return {r.id: r.text for r in reader.all(Revision, id=ids)}


def _search_words(
    reader: Reader, sources: Sequence[Source], query: str
) -> Iterator[Hit]:
    texts = _read_texts(reader, sources)
    for source in sources:
        text = texts[source.revision_id]
        yield from _hits_in(reader, source, text, find_words(text, query))


def _search_lemmas(
    reader: Reader, sources: Sequence[Source], query: str
) -> Iterator[Hit]:
    texts = _read_texts(reader, sources)
    for source in sources:
        text = texts[source.revision_id]
        yield from _hits_in(reader, source, text, find_forms(text, query))


def _search_pattern(
    reader: Reader, sources: Sequence[Source], query: str
) -> Iterator[Hit]:
    texts = _read_texts(reader, sources)
    searched = [
        (texts[s.revision_id], reader.turn_places(s.revision_id)) for s in sources
    ]
    for source, (text, turns), found in zip(
        sources, searched, find_pattern(query, searched, MOST_HITS), strict=True
    ):
        yield from _make_hits(source, text, turns, found)


FINDERS: Final = {
    "word": _search_words,
    "lemma": _search_lemmas,
    "regex": _search_pattern,
}


def place_hits(reader: Reader, found: Sequence[tuple[str, int, int]]) -> list[Hit]:
    """Return passages that a question found, with what stands around them."""
    sources = {source.id: source for source in list_open(reader)}
    texts = _read_texts(reader, list(sources.values()))
    hits: list[Hit] = []
    for source_id, start, end in found[:MOST_HITS]:
        source = sources.get(source_id)
        if source is not None:
            text = texts[source.revision_id]
            around = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
            hits.append(
                Hit(
                    source_id,
                    source.revision_id,
                    start,
                    end,
                    around[0].rsplit("\n", 1)[-1],
                    text[start:end],
                    around[1].split("\n", 1)[0],
                )
            )
    return hits


def _hits_in(
    reader: Reader, source: Source, text: str, found: Sequence[Place]
) -> Iterator[Hit]:
    if found:
        turns = reader.turn_places(source.revision_id)
        yield from _make_hits(source, text, turns, found)


def _make_hits(
    source: Source, text: str, turns: Sequence[Place], found: Sequence[Place]
) -> Iterator[Hit]:
    """Return what was found that lies within one turn."""
    starts = [start for start, _ in turns]
    for start, end in found:
        index = bisect_right(starts, start) - 1
        if index < 0 or end > turns[index][1]:
            continue
        first, last = turns[index]
        yield Hit(
            source.id,
            source.revision_id,
            start,
            end,
            text[max(first, start - CONTEXT) : start],
            text[start:end],
            text[end : min(last, end + CONTEXT)],
        )
