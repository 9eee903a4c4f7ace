"""Lines and paragraphs of a text as spans, trimmed and never empty."""

from collections.abc import Iterator
from typing import Final, Literal

from vknz_research.model.sources import Span

Shape = Literal["blank", "line", "wrapped"]
"""How a text shows its paragraphs.

An empty line between them (`blank`: plain text), each line one (`line`: word
processors), or nothing at all (`wrapped`: the lines of a PDF).
"""

ENDERS: Final = ".?!…"
_CLOSERS = "\"'”’»)]*_"
_SHORT_LINE = 0.85


def trim_span(text: str, start: int, end: int) -> Span | None:
    """Return the span without white space around it, or None if that is all of it."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None


def iterate_lines(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each line, without its line feed."""
    start = 0
    while (end := text.find("\n", start)) >= 0:
        yield start, end
        start = end + 1
    yield start, len(text)


def ends_sentence(text: str) -> bool:
    """Say whether a text ends as a sentence does, quotation marks aside.

    >>> ends_sentence("Ja, graag.”"), ends_sentence("want het")
    (True, False)
    """
    return text.rstrip().rstrip(_CLOSERS).endswith(tuple(ENDERS))


def find_paragraphs(text: str, shape: Shape = "blank") -> list[Span]:
    """Return the paragraphs of a text in order."""
    width = _measure_width(text) if shape == "wrapped" else 0
    found: list[Span] = []
    start: int | None = None
    stop = 0
    for begin, end in iterate_lines(text):
        line = trim_span(text, begin, end)
        if line is None or shape == "line":
            _close(text, start, stop, found)
            start = None
        if line is None:
            continue
        start, stop = line.start if start is None else start, line.end
        if shape == "wrapped" and _is_last_line(text, line, width):
            _close(text, start, stop, found)
            start = None
    _close(text, start, stop, found)
    return found


def _close(text: str, start: int | None, stop: int, found: list[Span]) -> None:
    span = None if start is None else trim_span(text, start, stop)
    if span:
        found.append(span)


def _is_last_line(text: str, line: Span, width: int) -> bool:
    is_short = line.end - line.start < _SHORT_LINE * width
    return is_short and ends_sentence(text[max(line.start, line.end - 9) : line.end])


def _measure_width(text: str) -> int:
    lengths = sorted(end - start for start, end in iterate_lines(text) if end > start)
    return lengths[len(lengths) * 9 // 10] if lengths else 0
