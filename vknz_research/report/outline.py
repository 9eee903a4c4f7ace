"""What must be known of all blocks before one is set: contents, anchors, links back."""

from collections.abc import Mapping, Sequence
from typing import Any

from vknz_research.report.blocks import (
    Block,
    Figure,
    Heading,
    Notes,
    Quotation,
    Table,
)
from vknz_research.report.fragments import Setting
from vknz_research.report.labels import get_words
from vknz_research.report.meta import ReportMeta

CONTENTS_DEPTH = 2


def list_contents(blocks: Sequence[Block]) -> list[Heading]:
    """Return the headings that stand in the table of contents."""
    found = (block for block in blocks if isinstance(block, Heading))
    return [h for h in found if h.level <= CONTENTS_DEPTH and h.anchor]


def find_anchors(blocks: Sequence[Block]) -> frozenset[str]:
    """Return everything a link can point to."""
    return frozenset(name for block in blocks for name in _anchors_of(block) if name)


def _anchors_of(block: Block) -> list[str]:
    if isinstance(block, Table):
        return [block.anchor, *block.row_anchors]
    if isinstance(block, Heading | Quotation):
        return [block.anchor]
    if isinstance(block, Notes):
        return [note.anchor for note in block.items]
    if isinstance(block, Figure):
        return [block.anchor, *_anchors_of(block.table)]
    return []


def find_origins(blocks: Sequence[Block]) -> Mapping[str, str]:
    """Return, for each place in the appendix, the quotation that points to it."""
    quotations = [block for block in blocks if isinstance(block, Quotation)]
    return {f"plaats-{q.key}": q.anchor for q in reversed(quotations) if q.anchor}


def make_setting(blocks: Sequence[Block], meta: ReportMeta) -> Setting:
    """Return what each fragment must know of the whole report."""
    words = get_words(meta.language)
    return Setting(words, find_anchors(blocks), find_origins(blocks))


def list_figures(blocks: Sequence[Any]) -> list[Figure]:
    """Return the figures in order."""
    return [block for block in blocks if isinstance(block, Figure)]
