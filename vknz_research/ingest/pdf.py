"""PDF: the text of the pages, without the page numbers at their edges.

Hyphens at the ends of lines stay as they are: whether one belongs to the word is the
researcher's to say. Tabs, which some programs put between all words, become blanks.
"""

import re
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from vknz_research.errors import EmptyFileError
from vknz_research.ingest import refusal
from vknz_research.ingest.decoding import clean_text
from vknz_research.ingest.units import make_reading
from vknz_research.model.sources import Reading

_PAGE_NUMBER = re.compile(
    r"\W*(?:(?:pagina|page|blz\.?|p\.?)\s*)?(\d{1,4})(?:\s*(?:/|van|of)\s*\d{1,4})?\W*$",
    re.IGNORECASE,
)
# What pypdf lets through on damaged files, besides errors of its own.
_DAMAGE = (
    ArithmeticError, AssertionError, AttributeError, LookupError, OSError,
    RecursionError, TypeError, ValueError, NotImplementedError,
)  # fmt: skip


def read_pdf(name: str, data: bytes) -> list[Reading]:
    """Read the text of a PDF."""
    pages = [
        clean_text(page.replace("\t", " ")).strip() for page in _extract(name, data)
    ]
    text = "\n\n".join(page for page in drop_numbers(pages) if page)
    if not text.strip():
        raise EmptyFileError(file=name)
    return [make_reading("pdf", text, shape="wrapped")]


def drop_numbers(pages: Sequence[str]) -> list[str]:
    r"""Take a page number off the first or last line, where all pages count up.

    >>> drop_numbers(["1/2\nJa", "2/2\nNee"])
    ['Ja', 'Nee']
    """
    lines = [page.split("\n") for page in pages]
    for place in (0, -1):
        numbers = [_read_number(page[place]) if page else None for page in lines]
        if len(pages) > 1 and _count_up(numbers):
            for page in lines:
                del page[place]
    return ["\n".join(page).strip() for page in lines]


def _read_number(line: str) -> int | None:
    found = _PAGE_NUMBER.match(line)
    return int(found[1]) if found else None


def _count_up(numbers: Sequence[int | None]) -> bool:
    first = numbers[0]
    if first is None:
        return False
    return list(numbers) == list(range(first, first + len(numbers)))


def _extract(name: str, data: bytes) -> list[str]:
    from pypdf import PdfReader  # noqa: PLC0415 - heavy, and only needed here
    from pypdf.errors import PyPdfError  # noqa: PLC0415 - the same

    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not _unlock(reader):
            raise refusal.LOCKED.of(name)
        return [page.extract_text() for page in reader.pages]
    except (PyPdfError, *_DAMAGE) as error:
        raise refusal.DAMAGED.of(name) from error


def _unlock(reader: Any) -> bool:
    """Try the empty password: many a PDF is locked against printing only."""
    return bool(reader.decrypt(""))
