"""Each block as pieces of a Word file."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any, Final

from vknz_research.report.blocks import (
    Block,
    CodeCard,
    Facts,
    Figure,
    Heading,
    Note,
    Notes,
    Notice,
    Paragraph,
    Part,
    Passages,
    Quotation,
    Response,
    Table,
)
from vknz_research.report.colours import safe_colour, safe_stroke
from vknz_research.report.docx_maker import WIDTH_TWIPS, Maker
from vknz_research.report.docx_styles import BOX, style_id
from vknz_research.report.docx_tables import (
    make_caption,
    make_facts,
    make_grid,
    make_numbered,
)
from vknz_research.report.docx_xml import (
    Element,
    make,
    make_cell,
    make_paragraph,
    make_row,
    make_run,
    make_table,
)
from vknz_research.report.labels import name_chapter
from vknz_research.report.markup import Listing, Node, Para, Run, read_markdown

_UNDERLINES: Final = {
    "solid": "thick",
    "double": "double",
    "dashed": "dash",
    "dotted": "dotted",
}
_CARD_FACTS: Final = ("definition", "when_to_use", "when_not", "example")


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
    if run.is_note and is_link:
        return _note_number(maker, run)
    marks = (make("w:b") if run.is_strong else None, make("w:i") if run.is_em else None)
    made = make_run(run.text, style, *(mark for mark in marks if mark is not None))
    return maker.link(run.target, made) if run.target else made


def _note_number(maker: Maker, run: Run) -> Element:
    raised = make_run(
        run.text, "Crossreference", make("w:vertAlign", val="superscript")
    )
    word = f"{maker.setting.words['note']} {run.text}"
    return maker.link(str(run.target), raised, word)


def _notes(maker: Maker, block: Notes) -> list[Element]:
    title = make_paragraph(
        style_id("Notes heading"), make_run(maker.setting.words["notes"])
    )
    return [title, *(_note(maker, note) for note in block.items)]


def _note(maker: Maker, note: Note) -> Element:
    runs = [
        _run(maker, run)
        for node in read_markdown(note.markdown)
        if isinstance(node, Para)
        for run in node.runs
    ]
    number = make_run(f"{note.number}\u2002")
    return make_paragraph(
        style_id("Note text"), *maker.mark(note.anchor), number, *runs
    )


def _response(maker: Maker, block: Response) -> list[Element]:
    """Return a box with room to write in."""
    words = maker.setting.words
    style = style_id("Table text")
    title = f"{words['response_to']} ‘{block.title}’"
    marks = [f"☐ {words[f'response_{name}']}" for name in ("yes", "partly", "no")]
    lines = [
        make_paragraph(style, make_run(title, None, make("w:b"))),
        make_paragraph(style, make_run("   ".join(marks))),
        make_paragraph(style, make_run(words["response_text"])),
        *(make_paragraph(style) for _ in range(5)),
    ]
    box = make_table(
        BOX, [WIDTH_TWIPS], [make_row(make_cell(WIDTH_TWIPS, *lines))], title, "0400"
    )
    return [box, make_paragraph(style_id("Table note"))]


def _quotation(maker: Maker, block: Quotation) -> list[Element]:
    said = [_part(maker, block, part) for part in block.parts]
    pieces = [make_run("‘"), *said, make_run("’")]
    if block.source_code:
        source = make_run(block.source_code, style_id("Source code"))
        target = f"plaats-{block.key}"
        pieces += [make_run("\u00a0"), maker.link(target, source, block.place)]
    return [make_paragraph("Quote", *maker.mark(block.anchor), *pieces)]


def _part(maker: Maker, block: Quotation, part: Part) -> Element:
    if part.kind == "plain":
        return make_run(part.text)
    run = make_run(part.text, "Edit")
    if not part.original:
        return run
    word = maker.setting.words["left_out" if part.kind == "elision" else "original"]
    return maker.link(f"plaats-{block.key}", run, f"{word}: {part.original}")


def _figure(maker: Maker, block: Figure) -> list[Element]:
    label = f"{maker.setting.words['figure']} {block.number}"
    made = [make_caption(maker, label, block.caption, block.anchor)]
    picture = maker.pictures.get(block.anchor)
    if picture:
        made.append(_picture(maker, picture, block))
    behind = f"{maker.setting.words['table_behind']} {block.number}"
    after = make_paragraph(style_id("Table note"))
    return [*made, make_grid(maker, block.table, behind), after]


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


def _notice(maker: Maker, block: Notice) -> list[Element]:  # noqa: ARG001
    return [make_paragraph("Notice", make_run(block.text))]


def _passages(maker: Maker, block: Passages) -> list[Element]:
    if block.label:
        return []
    asked = make_run(f"{maker.setting.words['asked']} ")
    return [make_paragraph("Notice", asked, make_run(block.query, "CodeText"))]


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
    Table: make_numbered,
    Figure: _figure,
    Facts: _facts,
    Notice: _notice,
    Passages: _passages,
    Notes: _notes,
    Response: _response,
    CodeCard: _code_card,
}
