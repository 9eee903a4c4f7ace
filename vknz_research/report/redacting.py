"""Words outside quotations: what an edited reading replaced is not shown there either.

A passage may share words with a quotation that was lightly edited, to leave out a name
for one. Where it does, it shows the reading that was edited, or no words at all.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from vknz_research.report.quotations import (
    ELISION,
    Chosen,
    compare_edit,
    fold_blanks,
)

LEFT_OUT: Final = ELISION
FEW: Final = 3  # words; of a longer stretch a capital may be that of a sentence
_NAME: Final = re.compile(r"\b[A-ZÀ-Þ][\w’'-]{2,}")
_INSIDE: Final = re.compile(r"(?<=[\w,;:] )[A-ZÀ-Þ][\w’'-]{2,}")


@dataclass(frozen=True, slots=True)
class Hidden:
    """A stretch of a source that an edit replaced, and what it reads now."""

    start: int
    end: int
    reading: str


def list_hidden(chosen: Chosen) -> list[Hidden]:
    """Return what the edits of a quotation replaced, as places in its source.

    A reading that cannot be told from its original hides all of it.

    >>> chosen = Chosen(
    ...     "C1", "s", "i", 10, 25, "ja  Anna zegt zo", "", "ja [zij] zegt zo", "", None
    ... )
    >>> list_hidden(chosen)
    [Hidden(start=14, end=18, reading='[zij]')]
    """
    if not chosen.edited:
        return []
    parts = compare_edit(chosen.quote, chosen.edited)
    if parts is None:
        return [Hidden(chosen.start, chosen.end, LEFT_OUT)]
    places, folded = _map_places(chosen.quote)
    found: list[Hidden] = []
    at = 0
    for part in parts:
        words = fold_blanks(part.text if part.original is None else part.original)
        if part.original is None and part.kind != "plain":
            continue  # added by the editor: it stands for no words
        place = folded.find(words, at)
        if place < 0:
            return [Hidden(chosen.start, chosen.end, LEFT_OUT)]
        at = place + len(words)
        if part.kind != "plain" and words:
            start, end = places[place], places[at - 1] + 1
            found.append(
                Hidden(chosen.start + start, chosen.start + end, part.text.strip())
            )
    return found


def _map_places(text: str) -> tuple[list[int], str]:
    """Return text with its blanks folded, and where each sign of it stood."""
    kept = [
        (place, " " if sign.isspace() else sign)
        for place, sign in enumerate(text)
        if not sign.isspace() or (place and not text[place - 1].isspace())
    ]
    return [place for place, _ in kept], "".join(sign for _, sign in kept)


class Redacted:
    """The words of sources, with what edits replaced in the reading of the edit."""

    def __init__(self, quotations: Iterable[Chosen]) -> None:
        found: dict[str, list[Hidden]] = {}
        for chosen in quotations:
            found.setdefault(chosen.source_id, []).extend(list_hidden(chosen))
        self._hidden = {source: _join(places) for source, places in found.items()}

    def read(self, source_id: str, start: int, end: int, text: str) -> str:
        """Return the words from start to end of a source, whose text is given.

        >>> Redacted([]).read("s", 3, 7, "ja, zeker")
        ' zek'
        """
        touched = list(self._find(source_id, start, end))
        pieces: list[str] = []
        at = start
        for hidden in touched:
            pieces += [text[at : max(at, hidden.start)], hidden.reading]
            at = max(at, hidden.end)
        made = "".join([*pieces, text[at:end]])
        # The same name may be said again a little further on.
        said = (text[one.start : one.end] for one in touched)
        return _leave_out(made, {name for words in said for name in _list_names(words)})

    def _find(self, source_id: str, start: int, end: int) -> Iterator[Hidden]:
        places = self._hidden.get(source_id, ())
        first = bisect_left(places, start + 1, key=lambda one: one.end)
        for hidden in places[first:]:
            if hidden.start >= end:
                return
            yield hidden


def _list_names(words: str) -> list[str]:
    """Return what may be a name in a stretch that was replaced."""
    pattern = _NAME if len(words.split()) <= FEW else _INSIDE
    return list(pattern.findall(words))


def _leave_out(text: str, names: set[str]) -> str:
    """Return words without those that a replaced stretch called by a name."""
    return _NAME.sub(lambda word: LEFT_OUT if word[0] in names else word[0], text)


def _join(places: Sequence[Hidden]) -> list[Hidden]:
    """Return stretches in order; those that share words are one."""
    joined: list[Hidden] = []
    for place in sorted(places, key=lambda one: (one.start, -one.end)):
        if joined and place.start < joined[-1].end:
            last = joined[-1]
            is_inside = place.end <= last.end
            reading = last.reading if is_inside else LEFT_OUT
            joined[-1] = Hidden(last.start, max(last.end, place.end), reading)
        else:
            joined.append(place)
    return joined
