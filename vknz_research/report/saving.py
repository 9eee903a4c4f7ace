"""Saving figures of an analysis as SVG or PNG, without a network."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from vknz_research.errors import NoBrowserError, UnknownValueError
from vknz_research.report.blocks import Column, Figure, Table
from vknz_research.report.stills import draw_stills, make_pngs

if TYPE_CHECKING:
    from vknz_research.analysis.figures import Drawn

WIDTH_PX: Final = 900
KINDS: Final = (".svg", ".png")


def save(drawn: "Drawn", path: str | Path, *, width_px: int = WIDTH_PX) -> Path:
    """Save a figure as SVG or PNG, by the ending of the name; return where.

    The machine's own browser draws it. PNG is twice as sharp as the screen.
    """
    return save_all({path: drawn}, width_px=width_px)[0]


def save_all(
    figures: "Mapping[str | Path, Drawn]", *, width_px: int = WIDTH_PX
) -> list[Path]:
    """Save figures, with one start of the browser for all of them."""
    paths = [Path(path) for path in figures]
    for path in paths:
        if path.suffix not in KINDS:
            known = ", ".join(KINDS)
            raise UnknownValueError(value=path.suffix, field="path", known=known)
    blocks = [
        _make_block(drawn, str(number)) for number, drawn in enumerate(figures.values())
    ]
    svgs = draw_stills(blocks, width_px)
    if svgs is None:
        raise NoBrowserError
    names = {str(number): path for number, path in enumerate(paths)}
    pngs = make_pngs({n: svgs[n] for n, path in names.items() if path.suffix == ".png"})
    for name, path in names.items():
        path.write_bytes(pngs.get(name, svgs[name]))
    return paths


def _make_block(drawn: "Drawn", anchor: str) -> Figure:
    table = Table(None, "", (Column("-"),), (), anchor)
    figure = json.loads(drawn.figure.to_json())
    return Figure(anchor, "", drawn.alt, figure, table, anchor, drawn.height_px)
