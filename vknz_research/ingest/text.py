"""Plain text and Markdown: the text is the file as it stands."""

import re

from vknz_research.ingest.decoding import decode_text
from vknz_research.ingest.paragraphs import iterate_lines, trim_span
from vknz_research.ingest.units import make_reading
from vknz_research.model.sources import Reading, Span

_HEADING = re.compile(r"#{1,6}[ \t]+(?=\S)")


def read_txt(name: str, data: bytes) -> list[Reading]:
    """Read a plain text."""
    decoded = decode_text(name, data)
    return [make_reading("txt", decoded.text, warnings=decoded.warnings)]


def read_markdown(name: str, data: bytes) -> list[Reading]:
    """Read a Markdown text, whose `# titles` are headings."""
    decoded = decode_text(name, data)
    headings = find_headings(decoded.text)
    return [
        make_reading("md", decoded.text, headings=headings, warnings=decoded.warnings)
    ]


def find_headings(text: str) -> dict[int, Span]:
    """Return the headings of a Markdown text by the place where their line begins."""
    found: dict[int, Span] = {}
    for start, end in iterate_lines(text):
        mark = _HEADING.match(text, start, end)
        span = trim_span(text, mark.end(), end) if mark else None
        if span:
            found[start] = span
    return found
