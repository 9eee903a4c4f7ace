"""Heat maps of counts: one ink-blue ramp, the number in each cell, a click opens it."""

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from vknz_research.analysis.figures.drawn import Drawn
from vknz_research.analysis.figures.marks import (
    Book,
    dress_names,
    label_codes,
    order_codes,
)
from vknz_research.analysis.figures.style import (
    LEAST,
    PLAIN,
    Style,
    ink_on,
    make_safe,
    make_template,
    mix,
    shade,
)
from vknz_research.analysis.figures.words import (
    WHOLE,
    Ask,
    ask_all,
    ask_cell,
    frame,
    label_columns,
    tell_most,
)
from vknz_research.analysis.shares import BOLD

if TYPE_CHECKING:
    import plotly.graph_objects as go

ROW_PX: Final = 26
HEAD_PX: Final = 44
SLANTED_PX: Final = 150  # room for the names of codes above columns
SLANT: Final = -50
WIDE: Final = 6  # columns; more have slanted names


def draw_heatmap(
    counts: pd.DataFrame,
    book: Book | None = None,
    style: Style = PLAIN,
    *,
    ask: Ask | None = None,
    title: str = "",
) -> Drawn:
    """Return a heat map of a table of counts: codes against groups or codes.

    Numbers from 5 on are bold; of nothing a dot is drawn. `ask` makes the query of a
    cell where that is not plainly a code and a group (`ask_following`, `ask_turn`).
    """
    import plotly.graph_objects as go  # noqa: PLC0415 - a third of a second

    known = book or {}
    counts = order_codes(counts, known)
    rows = label_codes(counts.index, known, style)
    columns = label_columns(counts, known, style)
    queries = ask_all(counts, ask or ask_cell(str(counts.columns.name or "")))
    values = counts.to_numpy()
    figure = go.Figure(
        _make_cells(go, values, queries, style, top=values.max(initial=0))
    )
    write_numbers(figure, values, style, values.max(initial=0))
    is_wide = len(columns) > WIDE
    figure.update_layout(
        template=make_template(style),
        title={"text": make_safe(title)} if title else None,
        height=_height(len(rows), is_wide=is_wide, has_title=bool(title)),
        margin={"t": (HEAD_PX if title else 8) + (SLANTED_PX if is_wide else HEAD_PX)},
        yaxis={
            "autorange": "reversed",
            "tickvals": list(range(len(rows))),
            "ticktext": dress_names(list(counts.index), rows),
            "showgrid": False,
            "zeroline": False,
        },
        xaxis={
            "side": "top",
            "tickvals": list(range(len(columns))),
            "ticktext": [make_safe(column) for column in columns],
            "tickangle": SLANT if is_wide else 0,
            "showgrid": False,
            "zeroline": False,
        },
    )
    rows = label_codes(counts.index, known, style, WHOLE)
    columns = label_columns(counts, known, style, WHOLE)
    return Drawn(
        figure,
        _tell(values, rows, columns, style),
        frame(values, rows, columns),
        frame(queries, rows, columns),
    )


def _height(rows: int, *, is_wide: bool, has_title: bool) -> int:
    head = SLANTED_PX if is_wide else HEAD_PX
    return 24 + head + ROW_PX * max(rows, 1) + (HEAD_PX if has_title else 0)


def _make_cells(
    go: Any, values: Any, queries: list[list[str]], style: Style, *, top: float
) -> "go.Heatmap":
    return go.Heatmap(
        z=values,
        zmin=0,
        zmax=max(top, 1),
        customdata=np.array(queries, dtype=object),
        colorscale=make_ramp(style),
        showscale=False,
        xgap=2,
        ygap=2,
        hovertemplate="%{customdata}<br>%{z}<extra></extra>",
    )


def make_ramp(style: Style) -> list[tuple[float, str]]:
    """Return the ramp of counts: nothing is paper, one is seen, the rest even.

    >>> make_ramp(PLAIN)[0], make_ramp(PLAIN)[-1]
    ((0, '#ffffff'), (1, '#1f3a5f'))
    """
    low = mix(style.paper, style.colour("accent"), LEAST)
    return [(0, style.paper), (1e-9, low), (1, style.colour("accent"))]


def write_numbers(
    figure: Any,
    values: Any,
    style: Style,
    top: int,
    axes: tuple[str, str] = ("x", "y"),
) -> None:
    """Write each number in its cell, in the ink that reads on its shade.

    All at once: plotly checks all annotations again for each that is added.
    """
    made = list(figure.layout.annotations)
    for row, column in np.ndindex(values.shape):
        number = int(values[row, column])
        quiet = style.colour("ink3")
        ink = ink_on(shade(number, top, style)) if number else quiet
        made.append(
            {
                "x": column,
                "y": row,
                "xref": axes[0],
                "yref": axes[1],
                "text": write_number(number),
                "showarrow": False,
                "font": {"color": ink, "size": 12},
            }
        )
    figure.layout.annotations = made


def write_number(number: int) -> str:
    """Write a count: bold from 5 on, a dot for none.

    >>> write_number(0), write_number(4), write_number(5)
    ('·', '4', '<b>5</b>')
    """
    if number == 0:
        return "·"
    return f"<b>{number}</b>" if number >= BOLD else str(number)


def _tell(values: Any, rows: list[str], columns: list[str], style: Style) -> str:
    cells = [
        (int(values[r, c]), f"{row} × {column}")
        for r, row in enumerate(rows)
        for c, column in enumerate(columns)
        if row != column
    ]
    empty = int((values == 0).sum())
    head = style.say(
        f"Heatmap van {len(rows)} codes tegen {len(columns)} kolommen.",
        f"Heat map of {len(rows)} codes against {len(columns)} columns.",
    )
    tail = style.say(f"Lege cellen: {empty}.", f"Empty cells: {empty}.")
    return " ".join([head, tell_most(cells, style), *([tail] if empty else [])])


def draw_crosstab(table: pd.DataFrame, title: str) -> "go.Figure":
    """Return a heat map of a crosstab with its numbers in the cells."""
    return draw_heatmap(table, title=title).figure
