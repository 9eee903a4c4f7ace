"""The report as PDF/UA by typst: tagged, with contents, running heads and outline.

All text goes to typst as JSON and is set as strings, so nothing in it can be markup.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from vknz_research.report.blocks import (
    Block,
    CodeCard,
    Facts,
    Figure,
    Heading,
    Notes,
    Notice,
    Paragraph,
    Table,
    to_json,
)
from vknz_research.report.colours import safe_colour, safe_stroke
from vknz_research.report.glyphs import show_missing
from vknz_research.report.labels import front_facts, get_words, name_chapter
from vknz_research.report.markup import Node, Para, Run, read_markdown
from vknz_research.report.meta import ReportMeta, file_date
from vknz_research.report.outline import find_anchors, find_origins, list_contents
from vknz_research.report.templates import find_templates
from vknz_research.report.widths import plan_widths

STYLE: Final = "rapport.typ"
STANDARD: Final = "ua-1"
_SANS = ("Segoe UI", "Helvetica Neue", "Liberation Sans", "Arial", "DejaVu Sans")
_MONO = ("Cascadia Mono", "Menlo", "Consolas", "Liberation Mono", "DejaVu Sans Mono")
_REGIONS: Final = {"nl": "nl", "en": "gb"}
_ALWAYS: Final = "DejaVu Sans Mono"
_CARD_FACTS: Final = ("definition", "when_to_use", "when_not", "example")

Words = Mapping[str, str]


def write_pdf(
    blocks: Sequence[Block],
    meta: ReportMeta,
    stills: Mapping[str, bytes] | None,
    path: Path,
    *,
    templates: Path | None = None,
) -> None:
    """Write the blocks as a PDF; without stills the tables stand for the figures."""
    import typst  # noqa: PLC0415 - loads fonts

    style = (templates or find_templates()) / STYLE
    data = _describe(blocks, meta, stills or {}, find_families())
    made = typst.compile(
        style.read_bytes(),
        format="pdf",
        sys_inputs={"report": json.dumps(show_missing(data), ensure_ascii=False)},
        pdf_standards=[STANDARD],
        timestamp=file_date(meta),
    )
    path.write_bytes(made)


def find_families() -> frozenset[str]:
    """Return the names of the fonts that typst finds on this machine."""
    import typst  # noqa: PLC0415

    return frozenset(typst.Fonts().families())


def _pick(wanted: Sequence[str], families: frozenset[str]) -> list[str]:
    return [name for name in (*wanted, _ALWAYS) if name in families]


def _describe(
    blocks: Sequence[Block],
    meta: ReportMeta,
    stills: Mapping[str, bytes],
    families: frozenset[str],
) -> dict[str, Any]:
    words = get_words(meta.language)
    return {
        "meta": {
            "title": meta.title,
            "subtitle": meta.subtitle,
            "snapshot": meta.snapshot_name,
            "language": meta.language,
        },
        "region": _REGIONS[meta.language],
        "words": words,
        "sans": _pick(_SANS, families),
        "mono": _pick(_MONO, families),
        "facts": [_pair(name, value) for name, value in front_facts(meta)],
        "anchors": dict.fromkeys(sorted(find_anchors(blocks)), 1),
        "origins": dict(find_origins(blocks)),
        "has_contents": bool(list_contents(blocks)),
        "blocks": _keep_notices(
            _step_levels([_lower(block, words, stills) for block in blocks])
        ),
    }


def _step_levels(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Let headings go down one level at a time: PDF/UA knows no other."""
    last = 0
    for block in blocks:
        if block["kind"] == Heading.kind:
            last = block["level"] = min(block["level"], last + 1)
    return blocks


def _keep_notices(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Keep a remark on the page of the figure that it introduces."""
    for block, after in pairwise([*blocks, {"kind": ""}]):
        if block["kind"] == Notice.kind:
            block["is_kept"] = after["kind"] == Figure.kind
    return blocks


def _pair(name: str, value: str, *, is_code: bool = False) -> dict[str, Any]:
    return {"name": name, "value": value, "is_code": is_code}


def _lower(block: Block, words: Words, stills: Mapping[str, bytes]) -> dict[str, Any]:
    """Return the JSON of a block with what typst cannot work out itself."""
    if isinstance(block, Figure):
        return _lower_figure(block, stills)
    more = _MORE.get(type(block))
    return to_json(block) | (more(block, words) if more else {})


def _lower_figure(block: Figure, stills: Mapping[str, bytes]) -> dict[str, Any]:
    svg = stills.get(block.anchor)
    table = to_json(block.table) | _more_of_table(block.table, {})
    kept = {name: getattr(block, name) for name in ("number", "caption", "anchor")}
    shown = svg.decode("utf-8") if svg else None
    return {"kind": "figure", **kept, "alt": block.alt, "svg": shown, "table": table}


def _more_of_heading(block: Heading, words: Words) -> dict[str, Any]:
    return {"chapter": name_chapter(block.number, words) if block.level == 1 else ""}


def _more_of_paragraph(block: Paragraph, words: Words) -> dict[str, Any]:  # noqa: ARG001
    return {"nodes": [_lower_node(node) for node in read_markdown(block.markdown)]}


def _lower_node(node: Node) -> dict[str, Any]:
    if isinstance(node, Para):
        return {"kind": "para", "runs": [_lower_run(run) for run in node.runs]}
    items = [[_lower_node(part) for part in item] for item in node.items]
    return {"kind": "list", "is_ordered": node.is_ordered, "items": items}


def _lower_run(run: Run) -> dict[str, Any]:
    kept = {name: getattr(run, name) for name in Run.__slots__}
    return {**kept, "is_note": run.is_note}


def _more_of_notes(block: Notes, words: Words) -> dict[str, Any]:  # noqa: ARG001
    return {
        "items": [
            {
                "number": note.number,
                "anchor": note.anchor,
                "nodes": [_lower_node(node) for node in read_markdown(note.markdown)],
            }
            for note in block.items
        ]
    }


def _more_of_table(block: Table, words: Words) -> dict[str, Any]:  # noqa: ARG001
    return {"widths": plan_widths(block)}


def _more_of_facts(block: Facts, words: Words) -> dict[str, Any]:  # noqa: ARG001
    marks = (*block.is_code, *[False] * len(block.pairs))
    rows = zip(block.pairs, marks, strict=False)
    return {"pairs": [_pair(name, value, is_code=mark) for (name, value), mark in rows]}


def _more_of_card(block: CodeCard, words: Words) -> dict[str, Any]:
    known = ((words[key], getattr(block, key)) for key in _CARD_FACTS)
    return {
        "pairs": [_pair(name, value) for name, value in known if value],
        "colour": safe_colour(block.colour),
        "stroke": safe_stroke(block.stroke),
        "level": max(1, min(block.level, 4)),
    }


_MORE: Final[Mapping[type[Block], Callable[[Any, Words], dict[str, Any]]]] = {
    Heading: _more_of_heading,
    Paragraph: _more_of_paragraph,
    Table: _more_of_table,
    Facts: _more_of_facts,
    Notes: _more_of_notes,
    CodeCard: _more_of_card,
}
