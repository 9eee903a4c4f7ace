"""Figures of an analysis in plotly: one restrained style, words beside numbers."""

from typing import TYPE_CHECKING, Final

import pandas as pd

if TYPE_CHECKING:
    import plotly.graph_objects as go

INK: Final = "#1c1e21"
PAPER: Final = "#ffffff"
ACCENT: Final = "#1f3a5f"
SANS: Final = '"Segoe UI", "Liberation Sans", Arial, sans-serif'
ROW_PX: Final = 26


def draw_crosstab(table: pd.DataFrame, title: str) -> "go.Figure":
    """Return a heat map of a crosstab with its numbers in the cells.

    One hue from paper to ink-blue; the numbers stay readable on either.
    """
    import plotly.graph_objects as go  # noqa: PLC0415 - a third of a second

    values = table.to_numpy()
    top = values.max() if values.size else 1
    figure = go.Figure(
        go.Heatmap(
            z=values,
            x=[str(name) for name in table.columns],
            y=[str(name) for name in table.index],
            colorscale=[[0, PAPER], [1, ACCENT]],
            showscale=False,
            xgap=2,
            ygap=2,
            hovertemplate="%{y}<br>%{x}: %{z}<extra></extra>",
        )
    )
    for row, name in enumerate(table.index):
        for column, group in enumerate(table.columns):
            number = values[row, column]
            figure.add_annotation(
                x=str(group),
                y=str(name),
                text=str(number),
                showarrow=False,
                font={"color": PAPER if number > top / 2 else INK, "size": 12},
            )
    figure.update_layout(
        title={"text": title, "x": 0, "xanchor": "left"},
        font={"family": SANS, "color": INK, "size": 13},
        plot_bgcolor=PAPER,
        paper_bgcolor=PAPER,
        yaxis={"autorange": "reversed", "ticks": "", "automargin": True},
        xaxis={"side": "top", "ticks": ""},
        margin={"l": 8, "r": 8, "t": 72, "b": 8},
        height=110 + ROW_PX * len(table.index),
    )
    return figure
