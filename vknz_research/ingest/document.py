"""The paragraphs of an office document, joined to one text with its headings."""

from collections.abc import Iterable, Sequence

from vknz_research.errors import EmptyFileError
from vknz_research.ingest.composition import Composition
from vknz_research.ingest.paragraphs import trim_span
from vknz_research.ingest.units import make_reading
from vknz_research.model.sources import Reading, Span

Paragraph = tuple[str, bool]
"""The words of a paragraph, and whether it is a heading."""


def compose_document(
    suffix: str, name: str, paragraphs: Iterable[Paragraph]
) -> Reading:
    """Return the reading of a document from its paragraphs, in their order."""
    text = Composition()
    placed: list[tuple[Span, bool]] = []
    for words, is_heading in paragraphs:
        span = text.add(words)
        if span:
            placed.append((span, is_heading))
    if not text.text.strip():
        raise EmptyFileError(file=name)
    headings = _trim_headings(text.text, placed)
    return make_reading(suffix, text.text, shape="line", headings=headings)


def _trim_headings(text: str, placed: Sequence[tuple[Span, bool]]) -> dict[int, Span]:
    """Return the headings that take one line, by where that line begins."""
    found: dict[int, Span] = {}
    for span, is_heading in placed:
        trimmed = trim_span(text, span.start, span.end) if is_heading else None
        if trimmed and "\n" not in text[span.start : span.end]:
            found[span.start] = trimmed
    return found
