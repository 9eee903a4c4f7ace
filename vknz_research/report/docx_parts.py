"""Each block as pieces of a Word file."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from itertools import count
from typing import Any, Final

from vknz_research.report.blocks import (
    Block,
    CodeCard,
    Facts,
    Figure,
    Heading,
    Notice,
    Paragraph,
    Part,
    Quotation,
    Table,
)
from vknz_research.report.colours import LIGHT, safe_colour, safe_stroke
from vknz_research.report.docx_styles import FACTS, TABLE, style_id
from vknz_research.report.docx_xml import (
    Element,
    make,
    make_bookmark,
    make_cell,
    make_link,
    make_paragraph,
    make_row,
    make_run,
    make_table,
)
from vknz_research.report.fragments import Setting
from vknz_research.report.labels import name_chapter
from vknz_research.report.markup import Listing, Node, Para, Run, read_markdown
from vknz_research.report.widths import SHORT, plan_widths

WIDTH_TWIPS: Final = 8390  # 148 mm, the text on an A4 with our margins
_TWIPS_A_SIGN: Final = 100
_UNDERLINES: Final = {
    "solid": "thick",
    "double": "double",
    "dashed": "dash",
    "dotted": "dotted",
}
_CARD_FACTS: Final = ("definition", "when_to_use", "when_not", "example")


@dataclass(frozen=True, slots=True)
class Maker:
    """What pieces of a Word file need: document, links, pictures, running numbers."""

    document: Any
    setting: Setting
    pictures: Mapping[str, bytes]
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    names: dict[str, str] = field(default_factory=dict)

    def bookmark(self, anchor: str) -> str:
        """Return the name of an anchor as Word allows it."""
        return self.names.setdefault(anchor, f"_vknz{len(self.names) + 1}")

    def mark(self, anchor: str | None) -> tuple[Element, ...]:
        """Return a bookmark for an anchor, or nothing."""
        if not anchor:
            return ()
        return make_bookmark(self.bookmark(anchor), next(self.numbers))

    def link(self, anchor: str, run: Element, tooltip: str | None = None) -> Element:
        """Return the run as a link, or as it is when the anchor leads nowhere."""
        if not self.setting.has(anchor):
            return run
        return make_link(self.bookmark(anchor), run, tooltip=tooltip)


def make_parts(maker: Maker, block: Block) -> list[Element]:
    """Return the paragraphs and tables of a block."""
    return _MAKERS[type(block)](maker, block)


def _heading(maker: Maker, block: Heading) -> list[Element]:
    style = f"Heading{block.level}"
    mark = maker.mark(block.anchor)
    if block.level > 1:
        label = f"{block.number}\u2002" if block.number else ""
        return [make_paragraph(style, *mark, make_run(label + block.text))]
    small = name_chapter(block.number, maker.setting.words)
    if not small:
        return [_break_before(style, *mark, make_run(block.text))]
    label = _break_before(style_id("Chapter label"), make_run(small))
    return [label, make_paragraph(style, *mark, make_run(block.text))]


def _break_before(style: str, *children: Element) -> Element:
    return make_paragraph(style, *children, pageBreakBefore=1)


def _paragraph(maker: Maker, block: Paragraph) -> list[Element]:
    style = "Lead" if block.is_lead else "Normal"
    return _nodes(maker, read_markdown(block.markdown), style)


def _nodes(maker: Maker, nodes: Sequence[Node], style: str) -> list[Element]:
    made: list[Element] = []
    for node in nodes:
        if isinstance(node, Para):
            runs = (_run(maker, run) for run in node.runs)
            made.append(make_paragraph(style, *runs))
        else:
            made.extend(_listing(maker, node, depth=1))
    return made


def _listing(maker: Maker, node: Listing, *, depth: int) -> Iterator[Element]:
    kind = "ListNumber" if node.is_ordered else "ListBullet"
    style = kind + ("2" if depth > 1 else "")
    fresh = _start_numbering(maker, style) if node.is_ordered else None
    for item in node.items:
        for part in item:
            if isinstance(part, Listing):
                yield from _listing(maker, part, depth=depth + 1)
            else:
                paragraph = make_paragraph(style, *(_run(maker, r) for r in part.runs))
                if fresh:
                    _number(paragraph, fresh)
                yield paragraph


def _start_numbering(maker: Maker, style: str) -> int:
    """Return a numbering that begins at 1 again, made of that of the style."""
    numbering = maker.document.part.numbering_part.element
    known = maker.document.styles.element.get_by_id(style).pPr.numPr.numId.val
    abstract = numbering.num_having_numId(known).abstractNumId.val
    made = numbering.add_num(abstract)
    made.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(made.numId)


def _number(paragraph: Element, number: int) -> None:
    level = make("w:ilvl", val=0)
    paragraph.pPr.append(make("w:numPr", level, make("w:numId", val=number)))


def _run(maker: Maker, run: Run) -> Element:
    is_link = run.target is not None and maker.setting.has(run.target)
    style = "CodeText" if run.is_code else ("Crossreference" if is_link else None)
    marks = (make("w:b") if run.is_strong else None, make("w:i") if run.is_em else None)
    made = make_run(run.text, style, *(mark for mark in marks if mark is not None))
    return maker.link(run.target, made) if run.target else made


def _quotation(maker: Maker, block: Quotation) -> list[Element]:
    said = [_part(maker, block, part) for part in block.parts]
    pieces = [make_run("‘"), *said, make_run("’")]
    if block.source_code:
        source = make_run(block.source_code, style_id("Source code"))
        target = f"plaats-{block.key}"
        pieces += [make_run(" "), maker.link(target, source, block.place)]
    return [make_paragraph("Quote", *maker.mark(block.anchor), *pieces)]


def _part(maker: Maker, block: Quotation, part: Part) -> Element:
    if part.kind == "plain":
        return make_run(part.text)
    run = make_run(part.text, "Edit")
    if not part.original:
        return run
    word = maker.setting.words["left_out" if part.kind == "elision" else "original"]
    return maker.link(f"plaats-{block.key}", run, f"{word}: {part.original}")


def _caption(maker: Maker, label: str, caption: str, anchor: str) -> Element:
    bold = make_run(f"{label}. ", None, make("w:b"), _ink()) if label else None
    return make_paragraph("Caption", *maker.mark(anchor), bold, make_run(caption))


def _ink() -> Element:
    return make("w:color", val=LIGHT["ink"][1:].upper())


def _table(maker: Maker, block: Table) -> list[Element]:
    word = maker.setting.words["table"]
    label = f"{word} {block.number}" if block.number else ""
    caption = _caption(maker, label, block.caption, block.anchor)
    note = block.note or ""
    after = make_paragraph(style_id("Table note"), make_run(note))
    return [caption, _grid(maker, block, f"{label} {block.caption}".strip()), after]


def _grid(maker: Maker, block: Table, description: str) -> Element:
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


def _figure(maker: Maker, block: Figure) -> list[Element]:
    label = f"{maker.setting.words['figure']} {block.number}"
    made = [_caption(maker, label, block.caption, block.anchor)]
    picture = maker.pictures.get(block.anchor)
    if picture:
        made.append(_picture(maker, picture, block))
    behind = f"{maker.setting.words['table_behind']} {block.number}"
    after = make_paragraph(style_id("Table note"))
    return [*made, _grid(maker, block.table, behind), after]


def _picture(maker: Maker, picture: bytes, block: Figure) -> Element:
    from docx.shared import Twips  # noqa: PLC0415 - slow to import

    part = maker.document.part
    inline = part.new_pic_inline(BytesIO(picture), width=Twips(WIDTH_TWIPS))
    inline.docPr.set("descr", block.alt)
    inline.docPr.set("name", f"{maker.setting.words['figure']} {block.number}")
    return make_paragraph("Picture", make("w:r", make("w:drawing", inline)))


def _facts(maker: Maker, block: Facts) -> list[Element]:  # noqa: ARG001
    marks = (*block.is_code, *[False] * len(block.pairs))
    rows = [
        (name, make_run(value, "CodeText" if mark else None))
        for (name, value), mark in zip(block.pairs, marks, strict=False)
    ]
    return [make_facts(rows), make_paragraph(style_id("Table note"))]


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


def _notice(maker: Maker, block: Notice) -> list[Element]:  # noqa: ARG001
    return [make_paragraph("Notice", make_run(block.text))]


def _code_card(maker: Maker, block: CodeCard) -> list[Element]:
    name = make_paragraph(
        style_id("Code name"),
        _code_mark(block),
        make_run(f"  {block.name}  "),
        make_run(block.path, "CodeText", make("w:b", val=0)),
    )
    known = ((maker.setting.words[key], getattr(block, key)) for key in _CARD_FACTS)
    rows = [(label, make_run(value)) for label, value in known if value]
    return [name, make_facts(rows), make_paragraph(style_id("Table note"))]


def _code_mark(block: CodeCard) -> Element:
    """Return the letters with hue and stroke; filled or boxed tells the framework."""
    colour = safe_colour(block.colour)[1:].upper()
    stroke = _UNDERLINES[safe_stroke(block.stroke)]
    line = make("w:u", val=stroke, color=colour)
    if block.form == "outlined":
        frame = make("w:bdr", val="single", sz=4, space=0, color=colour)
        return make_run(f" {block.letters} ", None, line, frame)
    shade = make("w:shd", val="clear", color="auto", fill=_tint(colour))
    return make_run(f" {block.letters} ", None, line, shade)


def _tint(colour: str) -> str:
    parts = (int(colour[i : i + 2], 16) for i in (0, 2, 4))
    return "".join(f"{round(255 - (255 - part) * 0.17):02X}" for part in parts)


_MAKERS: Final[Mapping[type[Block], Callable[[Maker, Any], list[Element]]]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Quotation: _quotation,
    Table: _table,
    Figure: _figure,
    Facts: _facts,
    Notice: _notice,
    CodeCard: _code_card,
}
