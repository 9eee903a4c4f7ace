"""Saturation drawn: how many codes and facets there were after each source."""

from typing import Any, Final

import numpy as np
import pandas as pd

from vknz_research.analysis.figures.drawn import Drawn
from vknz_research.analysis.figures.style import PLAIN, Style, make_safe, make_template
from vknz_research.analysis.query import write_value

HEIGHT_PX: Final = 340
DASHES: Final = {"codes": "solid", "facets": "dot"}


def draw_saturation(trace: pd.DataFrame, style: Style = PLAIN) -> Drawn:
    """Return how codes and facets grew over sources, in the order coded.

    `trace` is made by `trace_saturation`. The line of codes is whole, that of facets
    dotted; both are named at their end. These numbers count no passages: `customdata`
    opens what a source says, and there are no `queries`.
    """
    import plotly.graph_objects as go  # noqa: PLC0415 - a third of a second

    names = {
        "codes": style.say("codes", "codes"),
        "facets": style.say("facetten", "facets"),
    }
    figure = go.Figure()
    places = list(range(1, len(trace) + 1))
    asked = [f"* EN {write_value('source', name)}" for name in trace["source"]]
    for column, dash in DASHES.items():
        figure.add_trace(_draw_line(go, trace, column, dash, (names, asked, style)))
        if places:
            _name_end(figure, len(places), trace, (column, names[column]), style)
    figure.update_layout(
        template=make_template(style),
        height=HEIGHT_PX,
        margin={"r": 90},
        xaxis={
            "tickvals": places,
            "ticktext": [make_safe(str(name)) for name in trace["source"]],
            "tickangle": -50,
            "showgrid": False,
        },
        yaxis={
            "rangemode": "tozero",
            "title": {"text": style.say("tot dan toe", "so far")},
        },
    )
    return Drawn(figure, _tell(trace, style), _make_table(trace, style), pd.DataFrame())


def _draw_line(
    go: Any,
    trace: pd.DataFrame,
    column: str,
    dash: str,
    said: tuple[dict[str, str], list[str], Style],
) -> Any:
    names, asked, style = said
    fresh = trace[f"new_{column}"].to_numpy()
    return go.Scatter(
        x=list(range(1, len(trace) + 1)),
        y=trace[f"all_{column}"].to_numpy(),
        name=names[column],
        mode="lines+markers",
        line={"color": style.colour("accent"), "dash": dash, "width": 2, "shape": "hv"},
        marker={"size": 6, "color": style.colour("accent")},
        customdata=list(zip(asked, fresh, strict=True)),
        hovertemplate="%{x}: %{y} "
        + names[column]
        + style.say(", nieuw: ", ", new: ")
        + "%{customdata[1]}<extra></extra>",
    )


def _name_end(
    figure: Any, at: int, trace: pd.DataFrame, column: tuple[str, str], style: Style
) -> None:
    figure.add_annotation(
        x=at,
        y=int(trace[f"all_{column[0]}"].iloc[-1]),
        text=column[1],
        showarrow=False,
        xanchor="left",
        xshift=10,
        font={"size": 12, "color": style.colour("ink")},
    )


def _make_table(trace: pd.DataFrame, style: Style) -> pd.DataFrame:
    heads = {
        "codes": style.say("codes", "codes"),
        "new_codes": style.say("nieuwe codes", "new codes"),
        "all_codes": style.say("codes tot dan", "codes so far"),
        "new_facets": style.say("nieuwe facetten", "new facets"),
        "all_facets": style.say("facetten tot dan", "facets so far"),
    }
    index = pd.Index(trace["source"].astype(str), name=style.say("bron", "source"))
    return trace[list(heads)].rename(columns=heads).set_index(index)


def _tell(trace: pd.DataFrame, style: Style) -> str:
    if trace.empty:
        return style.say("Nog niets gecodeerd.", "Nothing coded yet.")
    at = int(np.flatnonzero(trace["new_codes"].to_numpy() > 0)[-1])
    last, since = trace["source"].iloc[at], len(trace) - 1 - at
    codes = int(trace["all_codes"].iloc[-1])
    return style.say(
        f"Na {len(trace)} bronnen zijn er {codes} codes. De laatste nieuwe code kwam "
        f"in {last}; daarna volgden nog {since} bronnen.",
        f"After {len(trace)} sources there are {codes} codes. The last new code came "
        f"in {last}; {since} sources followed.",
    )
