"""The layout of a case report: which lines are one block, and what opens it.

A block is a paragraph that a time code opens (`00.13 De klantmanager: …`), a heading
that announces a recording or a part, or a paragraph of prose. Scanned reports break
paragraphs where the page does: a line that begins in lower case, or follows one that
ends in the middle of a sentence without a capital after it, goes on with the block.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from vknz_research.ingest.paragraphs import (
    Shape,
    ends_sentence,
    find_paragraphs,
    iterate_lines,
    trim_span,
)
from vknz_research.model.sources import Span

Opening = Literal["timed", "heading", "prose"]

TIME = re.compile(
    r"(?P<minutes>\d{1,3})(?P<sign>[.:])(?P<seconds>[0-5]\d)\.?(?=\s)\s+"
    r"(?!minu|uur\b|euro\b|en\b|tot\b|[-–—%])"
)
_MONTHS = (
    "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|"
    "december"
)
DATE = re.compile(rf"\(?(\d{{1,2}} (?:{_MONTHS}) \d{{4}})\)?\.?$", re.IGNORECASE)
RECORDING = re.compile(
    r"(?:[IVX]+\.? |\d+\. )?(?:(?:Video|Opname|Gespreksopname)(?: \d+)?"
    r"|(?:\w+ )?(?:gespreksopname|video-?opname)(?: \d+)?)$",
    re.IGNORECASE,
)
_PART = re.compile(r"(?:Gespreksverslag|Hoofdvragen\b[^.?!]{0,60})$")


@dataclass(slots=True)
class Block:
    """Lines that belong together; `words` is where they begin after a time code."""

    opening: Opening
    start: int
    end: int
    words: int
    begin_ms: int | None = None


def find_blocks(text: str, shape: Shape) -> list[Block]:
    """Return the blocks of a case report in order."""
    blocks: list[Block] = []
    for line, is_first in _list_lines(text, shape):
        block = _open_block(text, line)
        last = blocks[-1] if blocks else None
        if block.opening == "prose" and last and _goes_on(text, last, line, is_first):
            last.end = line.end
        else:
            blocks.append(block)
    return blocks


def _list_lines(text: str, shape: Shape) -> Iterator[tuple[Span, bool]]:
    """Yield each line, and whether a paragraph or a page begins with it."""
    for paragraph in find_paragraphs(text, shape):
        words = text[paragraph.start : paragraph.end]
        for start, end in iterate_lines(words):
            line = trim_span(words, start, end)
            if line:
                is_indented = words[start].isspace()
                span = Span(paragraph.start + line.start, paragraph.start + line.end)
                yield span, start == 0 or is_indented


def _open_block(text: str, line: Span) -> Block:
    words = text[line.start : line.end]
    found = TIME.match(words)
    if found:
        begin = (int(found["minutes"]) * 60 + int(found["seconds"])) * 1000
        first = line.start + found.end()
        return Block("timed", line.start, line.end, first, begin)
    opening: Opening = "heading" if is_heading(words) else "prose"
    return Block(opening, line.start, line.end, line.start)


def is_heading(line: str) -> bool:
    """Say whether a line announces a recording or a part of the report.

    >>> is_heading("(18 maart 2021)."), is_heading("Video 2"), is_heading("Hij lacht.")
    (True, True, False)
    """
    if DATE.match(line):
        return True
    is_title = not line[:1].islower() and (RECORDING.match(line) or _PART.match(line))
    return bool(is_title)


def _goes_on(text: str, last: Block, line: Span, is_first: bool) -> bool:  # noqa: FBT001 - private
    begins_low = text[line.start].islower()
    if last.opening == "heading":
        return begins_low
    if not is_first or begins_low:
        return True
    is_cut = not ends_sentence(text[max(last.start, last.end - 9) : last.end])
    return is_cut and not text[line.start].isupper() and text[line.start].isalnum()
