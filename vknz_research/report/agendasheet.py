"""The agenda of a reflection conversation on one page: HTML, DOCX and PDF."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from html import escape
from pathlib import Path
from typing import Any, Final

from vknz_research.report.glyphs import show_missing
from vknz_research.report.pdf import STANDARD, find_families
from vknz_research.report.templates import find_templates

STYLE: Final = "agenda.typ"
LOOK: Final = "agenda.css"
MARKS: Final = {"own": "□", "observation": "○", "klant": "●"}
_SANS: Final = ("Segoe UI", "Helvetica Neue", "Liberation Sans", "Arial")
_ALWAYS: Final = "DejaVu Sans Mono"
_ROOMY, _FULL, _CROWDED = 12, 20, 28  # points on the page, by which it is set smaller
_SIZES: Final = ((_ROOMY, 11.0), (_FULL, 9.5), (_CROWDED, 8.5))
_SMALLEST: Final = 7.5
_FRAGMENT_TWIPS: Final = (400, 7000, 1600)
INK: Final = "1C1E21"


@dataclass(frozen=True, slots=True)
class Row:
    """A point: whose it is, its words, a note, its fragment as `06:04–06:30`."""

    pillar: str
    body: str
    note: str = ""
    fragment: str = ""


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A part of the conversation; `empty` is told where it has no points."""

    name: str
    rows: Sequence[Row] = ()
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The page: `purpose` is what it is for and never for; `pillars` id and name."""

    title: str
    subtitle: str
    language: str
    purpose: str
    pillars: Sequence[tuple[str, str]]
    parts: Sequence[SheetPart] = field(default_factory=tuple)


def pick_size(sheet: Sheet) -> float:
    """Return the size of the letters with which the points fit on one page.

    >>> pick_size(Sheet("", "", "nl", "", [], [SheetPart("", [Row("own", "x")])]))
    11.0
    """
    lines = sum(1 + len(row.body) // 80 for part in sheet.parts for row in part.rows)
    return next((size for most, size in _SIZES if lines <= most), _SMALLEST)


def write_html(sheet: Sheet, path: Path, templates: Path | None = None) -> None:
    """Write the page as one HTML file that asks for nothing else."""
    style = (templates or find_templates()) / LOOK
    body = "\n".join(_list_html(sheet))
    path.write_text(
        f'<!DOCTYPE html>\n<html lang="{sheet.language}"><head><meta charset="utf-8">'
        f"<title>{escape(sheet.title)}</title>"
        f"<style>{style.read_text(encoding='utf-8')}</style></head>"
        f"<body>{body}</body></html>\n",
        encoding="utf-8",
        newline="\n",
    )


def _list_html(sheet: Sheet) -> list[str]:
    pillars = "".join(
        f'<li><span class="teken {key}"></span>{escape(name)}</li>'
        for key, name in sheet.pillars
    )
    parts = [text for part in sheet.parts for text in _part_html(part)]
    return [
        f"<header><h1>{escape(sheet.title)}</h1>",
        f'<p class="onder">{escape(sheet.subtitle)}</p>',
        f'<ul class="zuilen">{pillars}</ul></header><main>',
        *parts,
        f"</main><footer>{escape(sheet.purpose)}</footer>",
    ]


def _part_html(part: SheetPart) -> list[str]:
    rows = "".join(_row_html(row) for row in part.rows)
    shown = f"<ol>{rows}</ol>" if rows else f'<p class="leeg">{escape(part.empty)}</p>'
    return [f"<section><h2>{escape(part.name)}</h2>", shown, "</section>"]


def _row_html(row: Row) -> str:
    note = f"<small>{escape(row.note)}</small>" if row.note else ""
    return (
        f'<li class="{row.pillar}"><span class="teken {row.pillar}"></span>'
        f"<p>{escape(_quote(row))}{note}</p><time>{escape(row.fragment)}</time></li>"
    )


def _quote(row: Row) -> str:
    return f"‘{row.body}’" if row.pillar == "klant" else row.body


def write_pdf(sheet: Sheet, path: Path, templates: Path | None = None) -> None:
    """Write the page as a PDF that can be read aloud."""
    import typst  # noqa: PLC0415 - loads fonts

    style = (templates or find_templates()) / STYLE
    made = typst.compile(
        style.read_bytes(),
        format="pdf",
        sys_inputs={"agenda": json.dumps(_describe(sheet), ensure_ascii=False)},
        pdf_standards=[STANDARD],
    )
    path.write_bytes(made)


def _describe(sheet: Sheet) -> dict[str, Any]:
    families = find_families()
    pillars = [{"id": key, "name": name} for key, name in sheet.pillars]
    sans = [name for name in (*_SANS, _ALWAYS) if name in families]
    data = {**asdict(sheet), "pillars": pillars, "sans": sans, "size": pick_size(sheet)}
    shown: dict[str, Any] = show_missing(data)
    return shown


def write_docx(sheet: Sheet, path: Path, templates: Path | None = None) -> None:
    """Write the page as a Word file with real headings."""
    del templates
    from docx import Document  # noqa: PLC0415 - slow to import
    from docx.shared import Mm, Pt  # noqa: PLC0415

    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin = section.bottom_margin = Mm(18)
    normal = document.styles["Normal"]
    normal.font.size = Pt(pick_size(sheet))
    normal.font.name = "Arial"
    for level in (1, 2):
        _set_heading(document.styles[f"Heading {level}"])
    normal.paragraph_format.space_after = Pt(2)
    document.core_properties.title = sheet.title
    document.core_properties.author = ""
    document.core_properties.comments = sheet.purpose
    document.core_properties.language = sheet.language
    _fill_docx(document, sheet)
    document.save(str(path))


def _fill_docx(document: Any, sheet: Sheet) -> None:
    from docx.shared import Twips  # noqa: PLC0415

    document.add_heading(sheet.title, 1)
    document.add_paragraph(sheet.subtitle)
    told = (f"{MARKS[key]} {name}" for key, name in sheet.pillars)
    document.add_paragraph("     ".join(told))
    for part in sheet.parts:
        document.add_heading(part.name, 2)
        if not part.rows:
            document.add_paragraph(part.empty)
            continue
        table = document.add_table(rows=0, cols=len(_FRAGMENT_TWIPS))
        table.autofit = False
        for column, width in zip(table.columns, _FRAGMENT_TWIPS, strict=True):
            column.width = Twips(width)
        for row in part.rows:
            _fill_row(table.add_row().cells, row)
    document.sections[0].footer.paragraphs[0].text = sheet.purpose


def _fill_row(cells: Any, row: Row) -> None:
    from docx.shared import Twips  # noqa: PLC0415

    for cell, width in zip(cells, _FRAGMENT_TWIPS, strict=True):
        cell.width = Twips(width)
    cells[0].text = MARKS[row.pillar]
    cells[1].text = _quote(row)
    if row.note:
        cells[1].add_paragraph(row.note).runs[0].italic = True
    cells[2].text = row.fragment


WRITERS: Final[Mapping[str, Callable[..., None]]] = {
    "html": write_html,
    "docx": write_docx,
    "pdf": write_pdf,
}


def _set_heading(style: Any) -> None:
    """Let a heading have the ink and letters of the page: colours are for codes."""
    from docx.oxml.ns import qn  # noqa: PLC0415 - only for this format
    from docx.shared import RGBColor  # noqa: PLC0415

    style.font.name = "Arial"
    style.font.color.rgb = RGBColor.from_string(INK)
    fonts = style.element.rPr.rFonts
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
