"""Tables of a Word file: numbered ones, those behind a figure, and lists of facts."""

from collections.abc import Sequence
from typing import Final

from vknz_research.report.blocks import Table
from vknz_research.report.colours import LIGHT
from vknz_research.report.docx_maker import WIDTH_TWIPS, Maker
from vknz_research.report.docx_styles import FACTS, TABLE, style_id
from vknz_research.report.docx_xml import (
    Element,
    make,
    make_cell,
    make_paragraph,
    make_row,
    make_run,
    make_table,
)
from vknz_research.report.widths import SHORT, plan_widths

_TWIPS_A_SIGN: Final = 100


def make_caption(maker: Maker, label: str, caption: str, anchor: str) -> Element:
    """Return the line above a table or figure, its name in bold."""
    bold = make_run(f"{label}. ", None, make("w:b"), _ink()) if label else None
    return make_paragraph("Caption", *maker.mark(anchor), bold, make_run(caption))


def _ink() -> Element:
    return make("w:color", val=LIGHT["ink"][1:].upper())


def make_numbered(maker: Maker, block: Table) -> list[Element]:
    """Return a table with its caption above and its note below."""
    word = maker.setting.words["table"]
    label = f"{word} {block.number}" if block.number else ""
    caption = make_caption(maker, label, block.caption, block.anchor)
    note = block.note or ""
    after = make_paragraph(style_id("Table note"), make_run(note))
    return [caption, make_grid(maker, block, f"{label} {block.caption}".strip()), after]


def make_grid(maker: Maker, block: Table, description: str) -> Element:
    """Return the rows of a table under a header that each page repeats."""
    widths = _plan_twips(block)
    head = [
        make_cell(width, _cell_text(column.name, is_number=column.is_number))
        for width, column in zip(widths, block.columns, strict=True)
    ]
    rows = [make_row(*head, is_header=True)]
    rows += [_row(maker, block, place, widths) for place in range(len(block.rows))]
    if not block.rows:
        empty = make_run(maker.setting.words["no_rows"], None, make("w:i"))
        cell = make_paragraph(style_id("Table text"), empty)
        rows.append(make_row(make_cell(sum(widths), cell, span=len(widths))))
    return make_table(TABLE, widths, rows, description, "0420")


def _row(maker: Maker, block: Table, place: int, widths: Sequence[int]) -> Element:
    anchor = block.row_anchors[place] if place < len(block.row_anchors) else ""
    cells: list[Element] = []
    for width, column, text in zip(
        widths, block.columns, block.rows[place], strict=True
    ):
        run = make_run(text)
        if anchor and not cells:
            origin = maker.setting.origins.get(anchor)
            run = maker.link(origin, run) if origin else run
            shown = make_paragraph(style_id("Table text"), *maker.mark(anchor), run)
        else:
            shown = _cell_text(text, is_number=column.is_number)
        cells.append(make_cell(width, shown))
    return make_row(*cells)


def _cell_text(text: str, *, is_number: bool) -> Element:
    made = make_paragraph(style_id("Table text"), make_run(text))
    if is_number:
        made.pPr.append(make("w:jc", val="right"))
    return made


def _plan_twips(block: Table) -> list[int]:
    """Return widths that fill the line: short columns whole, the others a share."""
    shares = plan_widths(block)
    needs = [
        0 if share else _TWIPS_A_SIGN * max(_longest(block, place), 5)
        for place, share in enumerate(shares)
    ]
    left = max(WIDTH_TWIPS - sum(needs), WIDTH_TWIPS // 4)
    total = sum(shares) or 1.0
    pairs = zip(needs, shares, strict=True)
    return [need or int(left * share / total) for need, share in pairs]


def _longest(block: Table, place: int) -> int:
    texts = (block.columns[place].name, *(row[place] for row in block.rows))
    return min(max(len(line) for text in texts for line in text.split("\n")) + 2, SHORT)


def make_facts(rows: Sequence[tuple[str, Element]]) -> Element:
    """Return names and values as a table without lines."""
    widths = [WIDTH_TWIPS // 4, WIDTH_TWIPS - WIDTH_TWIPS // 4]
    made = []
    for name, value in rows:
        quiet = make("w:color", val=LIGHT["ink2"][1:].upper())
        first = make_paragraph(style_id("Table text"), make_run(name, None, quiet))
        second = make_paragraph(style_id("Table text"), value)
        made.append(make_row(make_cell(widths[0], first), make_cell(widths[1], second)))
    return make_table(FACTS, widths, made, "", "0480")
