"""Small pieces of WordprocessingML: paragraphs, runs, links, tables, pictures' names.

Text is only ever given as text to lxml, which escapes it.
"""

from functools import cache
from typing import Any, Final

from vknz_research.report.markup import printable

Element = Any
_SPACE: Final = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}


def make(tag: str, *children: Element | None, **attributes: str | int) -> Element:
    """Return an element such as `w:p`; attribute `val` becomes `w:val`."""
    element = _parser().makeelement(_qualify(tag), nsmap=_SPACE)
    for name, value in attributes.items():
        element.set(_qualify(f"w:{name}"), str(value))
    element.extend([child for child in children if child is not None])
    return element


@cache
def _parser() -> Any:
    """Return the parser whose elements know python-docx's shortcuts."""
    from docx.oxml.parser import oxml_parser  # noqa: PLC0415 - slow to import

    return oxml_parser


@cache
def _qualify(name: str) -> str:
    """Return a name as lxml wants it; ours are all of one namespace."""
    return f"{{{_SPACE['w']}}}{name.removeprefix('w:')}"


def make_run(text: str, style: str | None = None, *more: Element) -> Element:
    """Return a run of text in a character style; `more` goes into its properties."""
    properties = make("w:rPr", make("w:rStyle", val=style) if style else None, *more)
    run = make("w:r", properties if len(properties) else None)
    for place, line in enumerate(printable(text).split("\n")):
        if place:
            run.append(make("w:br"))
        run.append(_make_text(line))
    return run


def _make_text(text: str) -> Element:
    element = make("w:t")
    element.text = text
    element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return element


def make_paragraph(style: str, *children: Element | None, **flags: int) -> Element:
    """Return a paragraph in a style; flags are properties such as keepNext=1."""
    marks = (make(f"w:{name}", val=value) for name, value in flags.items())
    properties = make("w:pPr", make("w:pStyle", val=style), *marks)
    return make("w:p", properties, *children)


def make_link(target: str, *runs: Element, tooltip: str | None = None) -> Element:
    """Return a link to a bookmark."""
    link = make("w:hyperlink", *runs, anchor=target, history=1)
    if tooltip:
        link.set(_qualify("w:tooltip"), printable(tooltip)[:255])
    return link


def make_bookmark(name: str, number: int) -> tuple[Element, Element]:
    """Return the begin and end of a bookmark."""
    begin = make("w:bookmarkStart", id=number, name=name)
    return begin, make("w:bookmarkEnd", id=number)


def make_field(
    instruction: str, *shown: Element, is_dirty: bool = False
) -> list[Element]:
    """Return the runs of a field that Word computes again when it is dirty."""
    code = make("w:instrText")
    code.text = f" {instruction} "
    return [
        _make_mark("begin", is_dirty=is_dirty),
        make("w:r", code),
        _make_mark("separate"),
        *shown,
        _make_mark("end"),
    ]


def _make_mark(kind: str, *, is_dirty: bool = False) -> Element:
    dirty = {"dirty": "1"} if is_dirty else {}
    return make("w:r", make("w:fldChar", fldCharType=kind, **dirty))


def make_cell(width: int, *paragraphs: Element, span: int = 1) -> Element:
    """Return a cell of a table; width in twentieths of a point."""
    spanning = make("w:gridSpan", val=span) if span > 1 else None
    properties = make("w:tcPr", make("w:tcW", w=width, type="dxa"), spanning)
    return make("w:tc", properties, *paragraphs)


def make_row(*cells: Element, is_header: bool = False) -> Element:
    """Return a row that stays whole; a header row is repeated on each page."""
    marks = make("w:trPr", make("w:cantSplit"))
    if is_header:
        marks.append(make("w:tblHeader"))
    return make("w:tr", marks, *cells)


def make_table(
    style: str, widths: list[int], rows: list[Element], description: str, look: str
) -> Element:
    """Return a table in a style; the description is for screen readers."""
    properties = make(
        "w:tblPr",
        make("w:tblStyle", val=style),
        make("w:tblW", w=sum(widths), type="dxa"),
        make("w:tblLayout", type="fixed"),
        make("w:tblLook", val=look),
        make("w:tblCaption", val=printable(description)[:255]),
    )
    grid = make("w:tblGrid", *(make("w:gridCol", w=width) for width in widths))
    return make("w:tbl", properties, grid, *rows)
