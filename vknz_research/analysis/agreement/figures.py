"""Figures of agreement in plotly: intervals per code, confusion, overlap, calibration.

Controls and marks are grey and ink-blue; colour belongs to the codes, and is given
where a figure shows them.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from vknz_research.analysis.agreement.selection import Part
from vknz_research.language import current_language, say

if TYPE_CHECKING:
    import plotly.graph_objects as go

INK: Final = "#1c1e21"
GREY: Final = "#666c74"
LINE: Final = "#dddfe2"
PAPER: Final = "#ffffff"
ACCENT: Final = "#1f3a5f"
SANS: Final = '"Segoe UI", "Liberation Sans", Arial, sans-serif'
ROW_PX: Final = 22
LANE_PX: Final = 20
CONVENTIONS: Final = (0.667, 0.8)
WORDS: Final = 12  # of the words under the pointer


def draw_codes(ranked: pd.DataFrame) -> "go.Figure":
    """Return alpha of each code with its interval, the shakiest on top.

    `ranked` is made by `confusion.rank_shaky`; codes without a value are not drawn.
    """
    import plotly.graph_objects as go  # noqa: PLC0415 - a third of a second

    shown = ranked[ranked["value"].notna()]
    value = shown["value"].to_numpy(dtype=float)
    low = shown["low"].astype(float).fillna(shown["value"]).to_numpy(dtype=float)
    high = shown["high"].astype(float).fillna(shown["value"]).to_numpy(dtype=float)
    figure = go.Figure(
        go.Scatter(
            x=value,
            y=shown["code"].astype(str).tolist(),
            mode="markers",
            marker={"color": ACCENT, "size": 8},
            error_x={
                "type": "data",
                "symmetric": False,
                "array": np.maximum(high - value, 0),
                "arrayminus": np.maximum(value - low, 0),
                "color": ACCENT,
                "thickness": 1.5,
                "width": 0,
            },
            customdata=shown["code"].astype(str).tolist(),
            hovertemplate="%{y}<br>α %{x:.3f}<extra></extra>",
        )
    )
    _draw_conventions(figure)
    figure.update_layout(
        **_dress(110 + ROW_PX * len(shown)),
        xaxis={
            "title": {"text": say(nl="alfa, met interval", en="alpha, with interval")},
            "range": [min(-0.1, float(low.min(initial=0)) - 0.05), 1.05],
            "gridcolor": LINE,
            "zerolinecolor": GREY,
        },
        yaxis={"autorange": "reversed", "automargin": True, "gridcolor": LINE},
    )
    return figure


def draw_rounds(rounds: pd.DataFrame) -> "go.Figure":
    """Return agreement per round of coding, with the revision of the codebook.

    `rounds` is made by `coderstyle.measure_rounds`.
    """
    import plotly.graph_objects as go  # noqa: PLC0415 - a third of a second

    shown = rounds[rounds["value"].notna()]
    value = shown["value"].to_numpy(dtype=float)
    low = shown["low"].astype(float).fillna(shown["value"]).to_numpy(dtype=float)
    high = shown["high"].astype(float).fillna(shown["value"]).to_numpy(dtype=float)
    names = [
        f"{row.number}. {row.title}<br>"
        + say(nl="codeboek, revisie", en="codebook, revision")
        + f" {row.code_revision}"
        for row in shown.itertuples()
    ]
    figure = go.Figure(
        go.Scatter(
            x=names,
            y=value,
            mode="lines+markers",
            line={"color": ACCENT, "width": 1.5},
            marker={"color": ACCENT, "size": 9},
            error_y={
                "type": "data",
                "symmetric": False,
                "array": np.maximum(high - value, 0),
                "arrayminus": np.maximum(value - low, 0),
                "color": ACCENT,
                "thickness": 1.5,
                "width": 6,
            },
            hovertemplate="%{x}<br>α %{y:.3f}<extra></extra>",
        )
    )
    figure.update_layout(
        **_dress(320),
        yaxis={
            "title": {"text": say(nl="alfa", en="alpha")},
            "range": [min(0.0, float(low.min(initial=0))), 1.02],
            "gridcolor": LINE,
        },
        xaxis={"type": "category", "automargin": True},
    )
    return figure


def draw_confusion(table: pd.DataFrame) -> "go.Figure":
    """Return a heat map of characters by the codes that a pair of coders gave.

    `table` is made by `confusion.count_confusion`. What both gave (the diagonal) is
    left blank: it would drown the rest. The shade is of the logarithm.
    """
    import plotly.graph_objects as go  # noqa: PLC0415 - a third of a second

    values = table.to_numpy(dtype=float, copy=True)
    values[np.eye(len(values), dtype=bool)] = np.nan
    values[values == 0] = np.nan
    names = [str(name) for name in table.index]
    figure = go.Figure(
        go.Heatmap(
            z=np.log10(values),
            customdata=values,
            x=names,
            y=names,
            colorscale=[[0, "#e3e8ef"], [1, ACCENT]],
            showscale=False,
            xgap=1,
            ygap=1,
            hoverongaps=False,
            hovertemplate="%{y}<br>%{x}<br>%{customdata:d} "
            + say(nl="tekens", en="characters")
            + "<extra></extra>",
        )
    )
    figure.update_layout(
        **_dress(260 + ROW_PX * len(names)),
        yaxis={"autorange": "reversed", "automargin": True, "tickfont": {"size": 11}},
        xaxis={"tickangle": -60, "automargin": True, "tickfont": {"size": 11}},
    )
    return figure


def draw_overlap(
    part: Part, colours: Mapping[str, str], *, text: str = ""
) -> "go.Figure":
    """Return where each coder coded in one source: a strip per coder, within each code.

    `colours` is by code path; `text`, if given, shows words under the pointer.
    """
    import plotly.graph_objects as go  # noqa: PLC0415 - a third of a second

    codes = sorted({mark.code for mark in part.marks})
    lanes = [(code, coder) for code in codes for coder in part.coders]
    figure = go.Figure()
    for code in codes:
        marks = [mark for mark in part.marks if mark.code == code]
        figure.add_trace(
            go.Bar(
                orientation="h",
                base=[mark.start for mark in marks],
                x=[mark.end - mark.start for mark in marks],
                y=[lanes.index((code, mark.coder)) for mark in marks],
                width=0.7,
                name=code,
                marker={
                    "color": colours.get(code, GREY),
                    "line": {"color": INK, "width": 0.5},
                },
                customdata=[
                    [mark.coder, mark.start, mark.end, _cut(text, mark.start, mark.end)]
                    for mark in marks
                ],
                hovertemplate="%{customdata[0]} · "
                + code
                + "<br>%{customdata[1]}–%{customdata[2]}<br>%{customdata[3]}"
                + "<extra></extra>",
                showlegend=False,
            )
        )
    figure.update_layout(
        **_dress(90 + LANE_PX * len(lanes)),
        barmode="overlay",
        xaxis={
            "range": [0, part.characters],
            "title": {"text": say(nl="teken", en="character")},
            "gridcolor": LINE,
            "side": "top",
        },
        yaxis={
            "tickmode": "array",
            "tickvals": list(range(len(lanes))),
            "ticktext": _name_lanes(lanes),
            "range": [len(lanes) - 0.5, -0.5],
            "automargin": True,
            "tickfont": {"size": 11},
        },
    )
    return figure


def _name_lanes(lanes: Sequence[tuple[str, str]]) -> list[str]:
    """Name the code at its first lane only."""
    seen: set[str] = set()
    names = []
    for code, coder in lanes:
        names.append(coder if code in seen else f"{code}  {coder}")
        seen.add(code)
    return names


def _cut(text: str, start: int, end: int) -> str:
    words = text[start:end].split()
    more = " …" if len(words) > WORDS else ""
    plain = " ".join(words[:WORDS]) + more
    # plotly reads a small HTML in hover texts.
    return plain.replace("&", "&amp;").replace("<", "&lt;")


def _draw_conventions(figure: Any) -> None:
    for border in CONVENTIONS:
        written = f"{border:.3f}"
        if current_language() == "nl":
            written = written.replace(".", ",")
        figure.add_vline(
            x=border,
            line={"color": GREY, "width": 1, "dash": "dot"},
            annotation={"text": written, "font": {"size": 11, "color": GREY}},
            annotation_position="top",
        )


def _dress(height: int) -> dict[str, Any]:
    return {
        "font": {"family": SANS, "color": INK, "size": 12},
        "plot_bgcolor": PAPER,
        "paper_bgcolor": PAPER,
        "margin": {"l": 8, "r": 16, "t": 36, "b": 8},
        "height": height,
        "separators": ",." if current_language() == "nl" else ".,",
        "showlegend": False,
    }
