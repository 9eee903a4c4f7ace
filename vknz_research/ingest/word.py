"""Word documents (docx), among them the transcripts that Teams and Zoom make.

Read are the paragraphs of the body in order, with those in tables and text boxes;
insertions that are tracked count, deletions do not. Not read are headers, footers,
notes and comments.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final

from vknz_research.ingest import refusal
from vknz_research.ingest.archive import open_archive
from vknz_research.ingest.document import Paragraph, compose_document
from vknz_research.model.sources import Reading

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SIGNS: Final = {
    f"{_W}tab": "\t",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "-",
}
_SKIPPED: Final = frozenset({f"{_W}p", f"{_W}del", f"{_W}moveFrom", f"{_W}pPr"})
_HEADING_STYLES = ("heading", "kop ", "title", "titel", "subtitle")


def read_docx(name: str, data: bytes) -> list[Reading]:
    """Read a Word document."""
    open_archive(name, data).close()
    document = _open_document(name, data)
    return [compose_document("docx", name, _list_paragraphs(document))]


def _open_document(name: str, data: bytes) -> Any:
    from docx import Document  # noqa: PLC0415 - heavy, and only needed here
    from docx.opc.exceptions import OpcError  # noqa: PLC0415 - the same
    from lxml.etree import LxmlError  # noqa: PLC0415 - the same

    try:
        return Document(BytesIO(data))
    except (OpcError, LxmlError, KeyError, ValueError, AttributeError) as error:
        raise refusal.DAMAGED.of(name) from error


def _list_paragraphs(document: Any) -> Iterator[Paragraph]:
    headings = _list_heading_styles(document)
    for element in document.element.body.iter(f"{_W}p"):
        if any(parent.tag == _FALLBACK for parent in element.iterancestors()):
            continue  # the same text box once more, for older programs
        style = element.find(f"{_W}pPr/{_W}pStyle")
        is_heading = style is not None and style.get(f"{_W}val") in headings
        yield "".join(_list_words(element)), is_heading


def _list_heading_styles(document: Any) -> set[str]:
    return {
        style.style_id
        for style in document.styles
        if (style.name or "").lower().startswith(_HEADING_STYLES)
    }


def _list_words(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag not in _SKIPPED and child.tag != _FALLBACK:
            yield from _list_words(child)
