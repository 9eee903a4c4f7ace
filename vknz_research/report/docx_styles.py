"""The styles of the Word file: the design's two voices as real, named styles."""

from dataclasses import dataclass
from typing import Any, Final

from vknz_research.report.colours import LIGHT
from vknz_research.report.docx_xml import make
from vknz_research.report.meta import ReportMeta

SERIF: Final = "Georgia"
SANS: Final = "Arial"
MONO: Final = "Consolas"
TABLE: Final = "Rapporttabel"
FACTS: Final = "Rapportfeiten"
BOX: Final = "Reactievak"
LANGUAGES: Final = {"nl": "nl-NL", "en": "en-GB"}


@dataclass(frozen=True, slots=True)
class Look:
    """How a paragraph style looks: sizes in points, spacing before and after."""

    font: str = SERIF
    size: float = 10.5
    before: float = 0
    after: float = 0
    line: float = 1.45
    colour: str = LIGHT["ink"]
    is_bold: bool = False
    left: float = 0
    keeps: bool = False


_INK2: Final = LIGHT["ink2"]
_INK3: Final = LIGHT["ink3"]
# fmt: off
_PARAGRAPHS: Final = {
    "Normal": Look(after=6),
    "Title": Look(SANS, 30, 150, 10, 1.1, is_bold=True),
    "Subtitle": Look(SERIF, 14, 0, 220, 1.3, _INK2),
    "Chapter label": Look(SANS, 10, 24, 4, 1.2, _INK3, keeps=True),
    "Heading 1": Look(SANS, 20, 0, 16, 1.15, is_bold=True, keeps=True),
    "Heading 2": Look(SANS, 12.5, 20, 6, 1.2, is_bold=True, keeps=True),
    "Heading 3": Look(SANS, 10.5, 14, 4, 1.2, is_bold=True, keeps=True),
    "Lead": Look(SERIF, 13, 0, 12, 1.4),
    "Quote": Look(SERIF, 10.5, 6, 8, 1.45, left=20),
    "Caption": Look(SANS, 9, 16, 5, 1.3, _INK2, keeps=True),
    "Notice": Look(SANS, 9, 6, 10, 1.35, _INK2),
    "Notes heading": Look(SANS, 9.5, 22, 4, 1.25, is_bold=True, keeps=True),
    "Note text": Look(SERIF, 9.5, 0, 3, 1.35),
    "Table note": Look(SANS, 8.5, 3, 12, 1.3, _INK2),
    "Table text": Look(SANS, 8.5, 2, 2, 1.2),
    "Picture": Look(SANS, 8.5, 0, 6, 1.0, keeps=True),
    "Code name": Look(SANS, 10.5, 14, 3, 1.2, is_bold=True, keeps=True),
    "Contents": Look(SANS, 20, 24, 14, 1.15, is_bold=True),
    "toc 1": Look(SANS, 9.5, 8, 2, 1.25, is_bold=True),
    "toc 2": Look(SANS, 9.5, 0, 2, 1.25, _INK2, left=0),
    "List Bullet": Look(after=3), "List Bullet 2": Look(after=3),
    "List Number": Look(after=3), "List Number 2": Look(after=3),
    "Header": Look(SANS, 8, 0, 0, 1.2, _INK3),
    "Footer": Look(SANS, 8, 0, 0, 1.2, _INK3),
}
_RUNS: Final = {
    "Edit": (None, None, _INK3), "Source code": (SANS, 8.5, _INK2),
    "Code text": (MONO, 8.5, None), "Cross reference": (None, None, LIGHT["accent"]),
    "Chapter number": (None, None, _INK3),
}
# fmt: on


def set_styles(document: Any, meta: ReportMeta) -> None:
    """Give a document all styles of a report, and its language."""
    for name, look in _PARAGRAPHS.items():
        _set_paragraph(_find(document, name, kind=1), look)
    for name, (font, size, colour) in _RUNS.items():
        _set_run(_find(document, name, kind=2), font, size, colour)
    for name in ("toc 1", "toc 2"):
        _set_tabs(document.styles[name])
    _set_language(document, LANGUAGES[meta.language])
    styles = document.styles.element
    for name, has_header in ((TABLE, True), (FACTS, False)):
        styles.append(_make_table_style(name, has_header=has_header))
    styles.append(_make_box_style())


def style_id(name: str) -> str:
    """Return the id under which a style of ours stands in the file."""
    return name.replace(" ", "")


def _find(document: Any, name: str, *, kind: int) -> Any:
    if name in document.styles:
        return document.styles[name]
    return document.styles.add_style(name, kind)


def _set_paragraph(style: Any, look: Look) -> None:
    from docx.shared import Pt  # noqa: PLC0415 - slow to import

    _clear(style, "w:pPr", ("w:pBdr", "w:contextualSpacing"))
    _clear(style, "w:rPr", ("w:spacing", "w:kern", "w:i", "w:iCs", "w:b", "w:bCs"))
    _set_run(style, look.font, look.size, look.colour)
    style.font.bold = look.is_bold
    shape = style.paragraph_format
    shape.space_before, shape.space_after = Pt(look.before), Pt(look.after)
    shape.line_spacing, shape.keep_with_next = look.line, look.keeps
    if look.left:
        shape.left_indent = Pt(look.left)


def _set_tabs(style: Any) -> None:
    """Give a line of the contents its place for the number and for the page."""
    from docx.enum.text import WD_TAB_ALIGNMENT  # noqa: PLC0415
    from docx.shared import Mm  # noqa: PLC0415

    tabs = style.paragraph_format.tab_stops
    tabs.add_tab_stop(Mm(11))
    tabs.add_tab_stop(Mm(148), WD_TAB_ALIGNMENT.RIGHT)


def _clear(style: Any, part: str, tags: tuple[str, ...]) -> None:
    """Take the default template's own taste out of a style."""
    from docx.oxml.ns import qn  # noqa: PLC0415

    for tag in tags:
        for found in style.element.findall(f"{qn(part)}/{qn(tag)}"):
            found.getparent().remove(found)


def _set_run(
    style: Any, font: str | None, size: float | None, colour: str | None
) -> None:
    from docx.shared import Pt, RGBColor  # noqa: PLC0415

    if font:
        style.font.name = font
        fonts = style.element.rPr.rFonts
        fonts.attrib.clear()
        for name in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(_qualify(name), font)
    if size:
        style.font.size = Pt(size)
    if colour:
        style.font.color.rgb = RGBColor.from_string(colour[1:].upper())


def _qualify(name: str) -> str:
    from docx.oxml.ns import qn  # noqa: PLC0415

    found: str = qn(f"w:{name}")
    return found


def _set_language(document: Any, language: str) -> None:
    """Set the language of every style, and let Word break words."""
    for mark in document.styles.element.iter(_qualify("lang")):
        mark.set(_qualify("val"), language)
    settings = document.settings.element
    settings.find(_qualify("defaultTabStop")).addnext(make("w:autoHyphenation", val=1))
    for mark in settings.iter(_qualify("themeFontLang")):
        mark.set(_qualify("val"), language)


def _make_table_style(name: str, *, has_header: bool) -> Any:
    line: dict[str, Any] = {
        "val": "single",
        "sz": 4,
        "space": 0,
        "color": LIGHT["line"][1:].upper(),
    }
    borders = make("w:tblBorders", make("w:bottom", **line), make("w:insideH", **line))
    margins = make(
        "w:tblCellMar",
        make("w:left", w=0, type="dxa"),
        make("w:right", w=115, type="dxa"),
    )
    header = make(
        "w:tblStylePr",
        make("w:rPr", make("w:b")),
        make("w:tcPr", make("w:tcBorders", make("w:bottom", **_strong(line)))),
        type="firstRow",
    )
    return make(
        "w:style",
        make("w:name", val=name),
        make("w:basedOn", val="TableNormal"),
        make("w:uiPriority", val=99),
        make("w:tblPr", borders if has_header else None, margins),
        header if has_header else None,
        type="table",
        customStyle=1,
        styleId=name,
    )


def _make_box_style() -> Any:
    """Return the style of a box to write in: a line all round, and air inside."""
    line: dict[str, Any] = {
        "val": "single",
        "sz": 4,
        "space": 0,
        "color": _INK3[1:].upper(),
    }
    sides = ("top", "left", "bottom", "right")
    borders = make("w:tblBorders", *(make(f"w:{side}", **line) for side in sides))
    air = (make(f"w:{side}", w=140, type="dxa") for side in sides)
    return make(
        "w:style",
        make("w:name", val=BOX),
        make("w:basedOn", val="TableNormal"),
        make("w:uiPriority", val=99),
        make("w:tblPr", borders, make("w:tblCellMar", *air)),
        type="table",
        customStyle=1,
        styleId=BOX,
    )


def _strong(line: dict[str, Any]) -> dict[str, Any]:
    return {**line, "sz": 6, "color": _INK2[1:].upper()}
