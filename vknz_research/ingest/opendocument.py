"""OpenDocument texts (odt): paragraphs and headings of the body, in order.

Not read are comments, tracked deletions, notes, headers and footers.
"""

from collections.abc import Iterator
from typing import Any, Final
from zipfile import ZipFile

from vknz_research.ingest import refusal
from vknz_research.ingest.archive import open_archive, parse_xml, read_member
from vknz_research.ingest.document import Paragraph, compose_document
from vknz_research.model.sources import Reading

_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_PARAGRAPHS: Final = frozenset({f"{_TEXT}p", f"{_TEXT}h"})
_SKIPPED: Final = frozenset({
    f"{_OFFICE}annotation", f"{_TEXT}tracked-changes", f"{_TEXT}note",
})  # fmt: skip
_SIGNS: Final = {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}
_MANIFEST = "META-INF/manifest.xml"
_MOST_BLANKS = 1000


def read_odt(name: str, data: bytes) -> list[Reading]:
    """Read an OpenDocument text."""
    with open_archive(name, data) as archive:
        if _is_locked(name, archive):
            raise refusal.LOCKED.of(name)
        content = read_member(name, archive, "content.xml")
    root = parse_xml(name, content)
    return [compose_document("odt", name, _list_paragraphs(root))]


def _is_locked(name: str, archive: ZipFile) -> bool:
    if _MANIFEST not in archive.namelist():
        return False
    return b"encryption-data" in read_member(name, archive, _MANIFEST)


def _list_paragraphs(element: Any) -> Iterator[Paragraph]:
    for child in element:
        if child.tag in _PARAGRAPHS:
            yield "".join(_list_words(child)), child.tag == f"{_TEXT}h"
            for inner in child:  # text boxes stand inside a paragraph
                yield from _list_paragraphs(inner)
        elif child.tag not in _SKIPPED:
            yield from _list_paragraphs(child)


def _list_words(element: Any) -> Iterator[str]:
    """Yield the words of a paragraph; XML folds blanks, `text:s` stands for more."""
    yield _fold(element.text)
    for child in element:
        if child.tag == f"{_TEXT}s":
            yield " " * min(int(child.get(f"{_TEXT}c") or 1), _MOST_BLANKS)
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag not in _SKIPPED | _PARAGRAPHS and not _is_box(child):
            yield from _list_words(child)
        yield _fold(child.tail)


def _is_box(element: Any) -> bool:
    return any(True for tag in _PARAGRAPHS for _ in element.iter(tag))


def _fold(text: str | None) -> str:
    return (text or "").replace("\r", " ").replace("\n", " ").replace("\t", " ")
