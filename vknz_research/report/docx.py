"""The report as a Word file with real styles, links and a table of contents."""

import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from vknz_research.report.blocks import Block, Heading
from vknz_research.report.docx_maker import WIDTH_TWIPS, Maker
from vknz_research.report.docx_parts import make_parts
from vknz_research.report.docx_styles import LANGUAGES, set_styles, style_id
from vknz_research.report.docx_tables import make_facts
from vknz_research.report.docx_xml import (
    Element,
    make,
    make_field,
    make_link,
    make_paragraph,
    make_run,
)
from vknz_research.report.labels import front_facts
from vknz_research.report.markup import printable
from vknz_research.report.meta import ReportMeta, file_date
from vknz_research.report.outline import list_contents, make_setting
from vknz_research.report.stills import make_pngs

_MARGINS_MM: Final = {"top": 28, "bottom": 28, "left": 32, "right": 30}
_TEMPLATE_STOPS: Final = (4320, 8640)  # twips
_EARLIEST: Final = 1980  # a zip file knows no year before


def write_docx(
    blocks: Sequence[Block],
    meta: ReportMeta,
    stills: Mapping[str, bytes] | None,
    path: Path,
) -> None:
    """Write the blocks as DOCX; without stills the tables stand for the figures."""
    from docx import Document  # noqa: PLC0415 - slow to import

    document = Document()
    set_styles(document, meta)
    _set_page(document, meta)
    _set_properties(document, meta)
    pictures = make_pngs(stills or {})
    maker = Maker(document, make_setting(blocks, meta), pictures)
    parts = [*_front(meta), *_contents(maker, blocks)]
    for block in blocks:
        parts.extend(make_parts(maker, block))
    _fill(document, parts)
    path.write_bytes(_pack(document, meta))


def _fill(document: Any, parts: Sequence[Element]) -> None:
    body = document.element.body
    last = body.sectPr
    for part in parts:
        last.addprevious(part)


def _front(meta: ReportMeta) -> list[Element]:
    facts = [(name, make_run(value)) for name, value in front_facts(meta)]
    made = [make_paragraph("Title", make_run(meta.title))]
    if meta.subtitle:
        made.append(make_paragraph("Subtitle", make_run(meta.subtitle)))
    return [*made, make_facts(facts), make_paragraph(style_id("Table note"))]


def _contents(maker: Maker, blocks: Sequence[Block]) -> list[Element]:
    """Return the native field, its entries filled in; Word can update it."""
    heads = list_contents(blocks)
    if not heads:
        return []
    title = make_paragraph(
        "Contents", make_run(maker.setting.words["contents"]), pageBreakBefore=1
    )
    lines = [_entry(maker, head) for head in heads]
    field = make_field('TOC \\o "1-2" \\h \\z \\u')
    begin, end = field[:-1], field[-1]
    for place, run in enumerate(begin):
        lines[0].insert(1 + place, run)
    lines[-1].append(end)
    return [title, *lines]


def _entry(maker: Maker, head: Heading) -> Element:
    number = make_run(head.number or "", style_id("Chapter number"))
    tab = make("w:r", make("w:tab"))
    name = maker.bookmark(head.anchor)
    page = make_field(f"PAGEREF {name} \\h", make_run(""), is_dirty=True)
    last = make("w:r", make("w:tab"))
    link = make_link(name, number, tab, make_run(head.text), last, *page)
    return make_paragraph(f"toc{head.level}", link)


def _set_page(document: Any, meta: ReportMeta) -> None:
    from docx.shared import Mm  # noqa: PLC0415

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for side, size in _MARGINS_MM.items():
        setattr(section, f"{side}_margin", Mm(size))
    section.different_first_page_header_footer = True
    words = f"{_label(meta)} {meta.snapshot_name}"
    tab = make("w:r", make("w:tab"))
    page = make_field("PAGE", make_run("2"))
    chapter = make_field('STYLEREF "Heading 1"', make_run(""))
    head = [make_run(meta.title), make("w:r", make("w:tab")), *chapter]
    _set_line(section.header, "Header", head)
    _set_line(section.footer, "Footer", [make_run(words), tab, *page])


def _label(meta: ReportMeta) -> str:
    from vknz_research.report.labels import get_words  # noqa: PLC0415

    return get_words(meta.language)["snapshot"]


def _set_line(part: Any, style: str, runs: Sequence[Element]) -> None:
    element = part.paragraphs[0]._p
    # The template's own stops would take the first tab.
    cleared = (make("w:tab", val="clear", pos=pos) for pos in _TEMPLATE_STOPS)
    tabs = make("w:tabs", *cleared, make("w:tab", val="right", pos=WIDTH_TWIPS))
    properties = make("w:pPr", make("w:pStyle", val=style), tabs)
    for child in list(element):
        element.remove(child)
    element.extend([properties, *runs])


def _set_properties(document: Any, meta: ReportMeta) -> None:
    properties = document.core_properties
    moment = file_date(meta).replace(tzinfo=None)
    properties.title = printable(meta.title)[:255]
    properties.subject = printable(meta.subtitle)[:255]
    properties.author = properties.last_modified_by = "vknz-research"
    properties.language = LANGUAGES[meta.language]
    properties.created = properties.modified = moment
    properties.comments = ""
    properties.revision = 1


def _pack(document: Any, meta: ReportMeta) -> bytes:
    """Return the file with one date for all its parts, so that it can be compared."""
    raw, made = BytesIO(), BytesIO()
    document.save(raw)
    moment = file_date(meta)
    stamp = (max(moment.year, _EARLIEST), *moment.timetuple()[1:6])
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, stamp)
            is_picture = name.endswith(".png")
            entry.compress_type = (
                zipfile.ZIP_STORED if is_picture else zipfile.ZIP_DEFLATED
            )
            new.writestr(entry, old.read(name))
    return made.getvalue()
