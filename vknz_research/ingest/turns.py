"""Turns in running text: `Naam: tekst`, time codes, headings and prose.

A text is a transcript when at least two of its lines have a speaker label and these
are no rarity in it (a time code vouches for a label by itself). In a transcript a turn
runs to the next label or heading, over empty lines; what comes before the first is
narration. In any other text each paragraph is narration.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from vknz_research.ingest.headers import WINDOW, Header, find_end_mark, read_header
from vknz_research.ingest.labels import is_name, is_notice
from vknz_research.ingest.paragraphs import (
    Shape,
    find_paragraphs,
    iterate_lines,
    trim_span,
)
from vknz_research.model.sources import Span, Turn

_FEWEST = 2
_SHARE_OF_REPEATED = 0.1
_SHARE_OF_SINGLE = 0.5

Headings = Mapping[int, Span]
"""The headings of a text: where their line begins, and the words themselves."""


@dataclass(slots=True)
class _Line:
    start: int
    end: int
    header: Header | None


@dataclass(slots=True)
class _Open:
    """A turn that is being read."""

    speaker: str | None
    begin_ms: int | None
    start: int
    end: int
    awaits_name: bool = False
    end_ms: int | None = None


def find_turns(
    text: str, shape: Shape = "blank", headings: Headings | None = None
) -> list[Turn]:
    """Return the turns of a text in order; they never overlap."""
    titles = headings or {}
    lines = _read_lines(text, titles)
    accepts = _judge_headers(lines, text, shape)
    builder = _Builder(text, shape)
    for line in lines:
        if line.start in titles:
            builder.add_heading(titles[line.start])
        elif line.header and accepts(line.header):
            builder.open_turn(line, line.header)
        else:
            builder.add_line(line)
    builder.close()
    return _chain_times(builder.turns)


def _read_lines(text: str, titles: Headings) -> list[_Line]:
    """Return the lines that are not empty, each with its head if it has one."""
    return [
        _Line(start, end, _find_header(text, start, end, titles))
        for start, end in iterate_lines(text)
        if start < end
    ]


def _find_header(text: str, start: int, end: int, titles: Headings) -> Header | None:
    if start in titles or text.find(":", start, min(end, start + WINDOW)) < 0:
        return None
    return read_header(text[start : min(end, start + WINDOW)])


def _judge_headers(
    lines: Sequence[_Line], text: str, shape: Shape
) -> Callable[[Header], bool]:
    """Decide which heads are those of turns, looking at all of them together."""
    heads = [line.header for line in lines if line.header]
    heads = [h for h in heads if not (h.speaker and is_notice(h.speaker))]
    sure = [h for h in heads if h.is_sure]
    counts = Counter(h.speaker for h in heads if h.speaker)
    labelled = sum(counts.values())
    if not sure and labelled < _FEWEST:
        timed = [h for h in heads if h.speaker is None]
        return lambda head: head.speaker is None and len(timed) >= _FEWEST
    if not sure:
        is_repeated = max(counts.values()) >= _FEWEST
        share = _SHARE_OF_REPEATED if is_repeated else _SHARE_OF_SINGLE
        if labelled < share * len(find_paragraphs(text, shape)):
            return lambda _: False
    return lambda head: not (head.speaker and is_notice(head.speaker))


class _Builder:
    """Keeps the turn that is open, so that each line lands in exactly one turn."""

    def __init__(self, text: str, shape: Shape) -> None:
        self.turns: list[Turn] = []
        self._text = text
        self._shape = shape
        self._open: _Open | None = None
        self._prose: tuple[int, int] | None = None

    def add_heading(self, span: Span) -> None:
        """Close what is open and add a heading."""
        self.close()
        self.turns.append(Turn(span.start, span.end, "heading"))

    def open_turn(self, line: _Line, header: Header) -> None:
        """Close what is open and begin the turn of a head."""
        begin, speaker = header.begin_ms, header.speaker
        waiting = self._open
        if waiting and begin is None and self._is_empty(waiting):
            begin = waiting.begin_ms
        if waiting and speaker is None and not header.names_next:
            speaker = waiting.speaker
        self.close()
        start = line.start + header.speech
        self._open = _Open(speaker, begin, start, start, header.names_next)
        self._extend(self._open, line)

    def add_line(self, line: _Line) -> None:
        """Add a line without a head to what is open."""
        if self._open is None:
            first = self._prose[0] if self._prose else line.start
            self._prose = (first, line.end)
        elif self._open.awaits_name and self._take_name(self._open, line):
            self._open.start = self._open.end = line.end
        else:
            self._extend(self._open, line)

    def close(self) -> None:
        """Turn what is open into turns."""
        if self._prose:
            self.turns.extend(self._narrate(*self._prose))
        if self._open:
            self.turns.extend(self._speak(self._open))
        self._open = self._prose = None

    def _is_empty(self, turn: _Open) -> bool:
        return trim_span(self._text, turn.start, turn.end) is None

    def _take_name(self, turn: _Open, line: _Line) -> bool:
        name = self._text[line.start : line.end].strip()
        turn.awaits_name = not name
        if name and is_name(name):
            turn.speaker = name
            return True
        return False

    def _extend(self, turn: _Open, line: _Line) -> None:
        first = max(turn.start, line.start, line.end - WINDOW)
        mark = find_end_mark(self._text[first : line.end])
        if mark is None:
            if trim_span(self._text, max(turn.start, line.start), line.end):
                turn.end = line.end
            return
        turn.end = max(turn.end, first + mark[0]) if mark[0] else turn.end
        turn.end_ms = mark[1]

    def _speak(self, turn: _Open) -> Iterable[Turn]:
        span = trim_span(self._text, turn.start, turn.end)
        if span is None:
            return []
        begin, end = turn.begin_ms, turn.end_ms
        made = Turn(span.start, span.end, "speech", turn.speaker, begin, end)
        return [made]

    def _narrate(self, start: int, end: int) -> Iterable[Turn]:
        for span in find_paragraphs(self._text[start:end], self._shape):
            yield Turn(start + span.start, start + span.end, "narration")


def _chain_times(turns: Sequence[Turn]) -> list[Turn]:
    """Let a turn without an end stop at the next, and begin at the end before it."""
    chained = list(turns)
    spoken = [place for place, turn in enumerate(turns) if turn.kind == "speech"]
    for here, after in pairwise(spoken):
        turn, follower = chained[here], chained[after]
        if turn.end_ms is None and turn.begin_ms is not None and follower.begin_ms:
            if follower.begin_ms >= turn.begin_ms:
                chained[here] = replace(turn, end_ms=follower.begin_ms)
        elif turn.end_ms is not None and follower.begin_ms is None:
            chained[after] = replace(follower, begin_ms=turn.end_ms)
    return chained
