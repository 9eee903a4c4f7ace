"""The code space drawn flat: for paper, and for a browser that cannot draw depth."""

from typing import Any, Final

import pandas as pd

from vknz_research.analysis.figures.drawn import Drawn
from vknz_research.analysis.figures.marks import SYMBOLS, Book, Mark, mark_of
from vknz_research.analysis.figures.style import (
    PLAIN,
    Style,
    make_safe,
    make_template,
    shorten,
)
from vknz_research.analysis.query import write_code
from vknz_research.analysis.space import CodeSpace

PLANES: Final = (("x", "y"), ("x", "z"))
HEIGHT_PX: Final = 460


def draw_space(
    space: CodeSpace, book: Book | None = None, style: Style = PLAIN
) -> Drawn:
    """Return the code space seen from two sides; a point is a passage.

    `customdata` of a point is the number of its row in `space.passages`.
    """
    from plotly.subplots import make_subplots  # noqa: PLC0415 - a third of a second

    figure = make_subplots(rows=1, cols=len(PLANES), horizontal_spacing=0.05)
    marks = [*(mark_of(book or {}, g, style) for g in space.groups), _other(style)]
    for mark in marks:
        own = space.passages[space.passages["group"] == mark.code]
        for number, plane in enumerate(PLANES, start=1):
            figure.add_trace(
                _draw_group(own, mark, plane, style, is_first=number == 1),
                row=1,
                col=number,
            )
    _dress(figure, space, style)
    return Drawn(figure, _tell(space, marks, style), *_count(space, marks, style))


def _other(style: Style) -> Mark:
    said = style.say("andere codes", "other codes")
    return Mark("", "", said, style.colour("edge"), "solid", is_outlined=True)


def _draw_group(
    own: pd.DataFrame,
    mark: Mark,
    plane: tuple[str, str],
    style: Style,
    *,
    is_first: bool,
) -> Any:
    import plotly.graph_objects as go  # noqa: PLC0415

    symbol = SYMBOLS.get(mark.stroke, "circle")
    return go.Scatter(
        x=own[plane[0]],
        y=own[plane[1]],
        mode="markers",
        name=make_safe(mark.label),
        legendgroup=mark.code,
        showlegend=is_first,
        customdata=own.index.to_numpy(),
        text=[make_safe(shorten(str(name), 40)) for name in own["source"]],
        hovertemplate="%{text}<extra>%{fullData.name}</extra>",
        marker={
            "symbol": f"{symbol}-open" if mark.is_outlined else symbol,
            "color": mark.colour,
            "size": 7,
            "line": {"color": style.paper, "width": 0 if mark.is_outlined else 0.8},
        },
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 0.18}},
    )


def _dress(figure: Any, space: CodeSpace, style: Style) -> None:
    names = {
        axis: style.say(f"as {n} ({share:.0%})", f"axis {n} ({share:.0%})").replace(
            "%", "\u202f%"
        )
        for n, (axis, share) in enumerate(
            zip("xyz", space.shares, strict=True), start=1
        )
    }
    figure.update_layout(
        template=make_template(style),
        height=HEIGHT_PX,
        dragmode="lasso",
        showlegend=True,
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
    )
    for number, (across, up) in enumerate(PLANES, start=1):
        axis = {"showticklabels": False, "zeroline": True}
        figure.update_xaxes(title_text=names[across], row=1, col=number, **axis)
        figure.update_yaxes(title_text=names[up], row=1, col=number, **axis)


def _count(
    space: CodeSpace, marks: list[Mark], style: Style
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Count points by colour; those without an R have no question of their own."""
    head = style.say("passages", "passages")
    sizes = space.passages["group"].value_counts()
    numbers = [int(sizes.get(mark.code, 0)) for mark in marks]
    rows = [mark.label for mark in marks]
    asked = [_ask(space, n) for n in range(len(marks))]
    return (
        pd.DataFrame({head: numbers}, index=rows),
        pd.DataFrame({head: asked}, index=rows),
    )


def _ask(space: CodeSpace, place: int) -> str:
    """Return the question for passages of one colour: earlier colours go first."""
    before = " OF ".join(write_code(group) for group in space.groups[:place])
    if place == len(space.groups):
        return f"* EN NIET ({before})" if before else "*"
    own = f"* OVERLAPT {write_code(space.groups[place])}"
    return f"{own} EN NIET ({before})" if before else own


def _tell(space: CodeSpace, marks: list[Mark], style: Style) -> str:
    count = space.passages["group"].value_counts()
    listed = ", ".join(f"{m.name} {int(count.get(m.code, 0))}" for m in marks)
    told = sum(space.shares)
    return style.say(
        f"Coderuimte van {len(space.passages)} passages: {listed}. De drie assen "
        f"vertellen samen {told:.0%} van wat de tabel van bronnen en codes vertelt.",
        f"Code space of {len(space.passages)} passages: {listed}. The three axes tell "
        f"{told:.0%} of what the table of sources and codes tells.",
    )
