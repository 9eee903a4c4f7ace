"""Codes that go together, as a ring of codes with chords, and as streams."""

import math
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from vknz_research.analysis.cooccurrence import list_together
from vknz_research.analysis.figures.drawn import Drawn
from vknz_research.analysis.figures.marks import (
    SYMBOLS,
    Book,
    label_codes,
    mark_of,
    order_codes,
)
from vknz_research.analysis.figures.style import (
    PLAIN,
    Style,
    make_safe,
    make_template,
    say_empty,
)
from vknz_research.analysis.figures.words import ask_both, tell_most

MOST: Final = 40  # pairs that are drawn; more is a tangle
RADIUS_PX: Final = 150
AROUND_PX: Final = 22  # of the ring for each code
GAP_PX: Final = 20  # between the ring and a name
SIGN_PX: Final = 6.3
STREAM_PX: Final = 28
BENDS: Final = 24  # points of a chord
BACK: Final = math.pi / 2


def draw_network(
    together: pd.DataFrame,
    book: Book | None = None,
    style: Style = PLAIN,
    *,
    at_least: int = 2,
    most: int = MOST,
) -> Drawn:
    """Return codes in a ring, in the order of the codebook, with chords for pairs.

    The thicker a chord, the more passages share both codes. Codes that go with no
    other are left out, and so are pairs of fewer than `at_least`; of more than `most`
    pairs the most frequent are drawn.
    """
    import plotly.graph_objects as go  # noqa: PLC0415 - a third of a second

    known = book or {}
    together = order_codes(together.rename_axis(columns="code"), known)
    pairs = list_together(together, at_least=at_least).head(most)
    codes = _list_codes(together, pairs)
    places = {code: _place(n, len(codes)) for n, code in enumerate(codes)}
    labels = label_codes(codes, known, style)
    top = int(pairs["number"].max()) if len(pairs) else 1
    figure = go.Figure()
    for one, other, number in pairs.iloc[::-1].itertuples(index=False):
        ends = places[one], places[other]
        query = ask_both(str(one), other)
        figure.add_trace(_draw_chord(go, ends, (int(number), top), query, style))
    sizes = [int(together.loc[[code], [code]].to_numpy()[0, 0]) for code in codes]
    figure.add_trace(
        _draw_codes(go, codes, sizes, list(places.values()), (known, style))
    )
    _name_codes(figure, labels, list(places.values()), style)
    _dress_ring(figure, labels, style)
    return Drawn(figure, *_tell(pairs, (known, style), kind="ring"))


def _list_codes(together: pd.DataFrame, pairs: pd.DataFrame) -> list[str]:
    used = {*pairs["code"], *pairs["other"]}
    return [str(code) for code in together.index if code in used]


def _place(number: int, many: int) -> tuple[float, float, float]:
    """Return where a code stands in the ring, clockwise from the top, and its angle."""
    angle = BACK - 2 * math.pi * (number + 0.5) / max(many, 1)
    return math.cos(angle), math.sin(angle), angle


def _draw_chord(
    go: Any,
    ends: Sequence[tuple[float, float, float]],
    number: tuple[int, int],
    query: str,
    style: Style,
) -> Any:
    count, top = number
    (x, y, _), (u, v, _) = ends
    way = np.linspace(0, 1, BENDS)
    pull = 2 * way * (1 - way) * 0.25  # towards the middle of the ring
    across = (1 - way) ** 2 * x + way**2 * u + pull * (x + u)
    down = (1 - way) ** 2 * y + way**2 * v + pull * (y + v)
    return go.Scatter(
        x=across,
        y=down,
        mode="lines",
        line={"width": 1 + 9 * count / top, "color": style.colour("accent")},
        opacity=0.25 + 0.55 * count / top,
        customdata=[query] * BENDS,
        hovertemplate=f"%{{customdata}}<br>{count}<extra></extra>",
    )


def _draw_codes(
    go: Any,
    codes: Sequence[str],
    sizes: Sequence[int],
    places: Sequence[tuple[float, float, float]],
    looks: tuple[Book, Style],
) -> Any:
    marks = [mark_of(looks[0], code, looks[1]) for code in codes]
    top = max(sizes, default=1) or 1
    return go.Scatter(
        x=[place[0] for place in places],
        y=[place[1] for place in places],
        mode="markers",
        marker={
            "color": [mark.colour for mark in marks],
            "symbol": [SYMBOLS.get(mark.stroke, "circle") for mark in marks],
            "size": [9 + 17 * math.sqrt(size / top) for size in sizes],
            "opacity": 1,
            "line": {"color": looks[1].paper, "width": 1.5},
        },
        customdata=[ask_both(code, code) for code in codes],
        text=[
            f"{make_safe(mark.label)}<br>{size}"
            for mark, size in zip(marks, sizes, strict=True)
        ],
        hovertemplate="%{text}<extra></extra>",
        cliponaxis=False,
    )


def _name_codes(
    figure: Any,
    labels: Sequence[str],
    places: Sequence[tuple[float, float, float]],
    style: Style,
) -> None:
    """Write names outside the ring, turned so that none stands upside down."""
    for label, (x, y, angle) in zip(labels, places, strict=True):
        is_right = x >= 0
        turn = -math.degrees(angle)
        figure.add_annotation(
            x=x,
            y=y,
            text=make_safe(label),
            textangle=turn if is_right else turn + 180,
            showarrow=False,
            xanchor="center",
            yanchor="middle",
            xshift=math.cos(angle) * (GAP_PX + SIGN_PX * len(label) / 2),
            yshift=math.sin(angle) * (GAP_PX + SIGN_PX * len(label) / 2),
            font={"size": 12, "color": style.colour("ink")},
        )


def _dress_ring(figure: Any, labels: Sequence[str], style: Style) -> None:
    """Give the ring room for its names, whose size does not change with it."""
    radius = max(RADIUS_PX, AROUND_PX * len(labels) / (2 * math.pi))
    longest = max((len(label) for label in labels), default=0)
    half = radius + 2 * GAP_PX + SIGN_PX * longest
    bare = {"visible": False, "range": [-half / radius, half / radius]}
    figure.update_layout(
        template=make_template(style),
        height=int(2 * half),
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        hovermode="closest",
        xaxis={**bare, "constrain": "domain"},
        yaxis={**bare, "scaleanchor": "x"},
    )


def draw_sankey(
    together: pd.DataFrame,
    book: Book | None = None,
    style: Style = PLAIN,
    *,
    left: str = "4r",
    right: str = "kernelementen",
    at_least: int = 1,
    most: int = MOST,
) -> Drawn:
    """Return which codes of one framework go with which of another, as streams.

    Only the deepest codes of each are drawn, since a code counts what lies below it.
    """
    import plotly.graph_objects as go  # noqa: PLC0415 - a third of a second

    known = book or {}
    sides = [_list_deepest(together, framework) for framework in (left, right)]
    pairs = pd.DataFrame(
        [
            (one, other, int(together.loc[[one], [other]].to_numpy()[0, 0]))
            for one in sides[0]
            for other in sides[1]
        ],
        columns=["code", "other", "number"],
    )
    pairs = pairs[(pairs["number"] >= at_least).to_numpy()]
    pairs = pairs.sort_values("number", ascending=False, kind="stable").head(most)
    codes = [
        *(code for code in sides[0] if code in set(pairs["code"])),
        *(code for code in sides[1] if code in set(pairs["other"])),
    ]
    # A stream of nothing is more than plotly can draw.
    traces = [_draw_streams(go, pairs, codes, (known, style))] if len(pairs) else []
    figure = go.Figure(traces)
    ends = max(pairs["code"].nunique(), pairs["other"].nunique(), 3)
    figure.update_layout(
        template=make_template(style),
        height=60 + STREAM_PX * int(ends),
        margin={"l": 8, "r": 8, "t": 16, "b": 16},
    )
    if not traces:
        say_empty(figure, style)
    return Drawn(figure, *_tell(pairs, (known, style), kind="stream"))


def _list_deepest(together: pd.DataFrame, framework: str) -> list[str]:
    """List codes of a framework, or below a code, that have none below them."""
    own = [str(c) for c in together.index if str(c).startswith(framework + "/")]
    return [code for code in own if not any(o.startswith(code + "/") for o in own)]


def _draw_streams(
    go: Any, pairs: pd.DataFrame, codes: list[str], looks: tuple[Book, Style]
) -> Any:
    book, style = looks
    marks = [mark_of(book, code, style) for code in codes]
    at = {code: number for number, code in enumerate(codes)}
    asked = [
        ask_both(str(c), o) for c, o in zip(pairs["code"], pairs["other"], strict=True)
    ]
    return go.Sankey(
        arrangement="fixed",
        node={
            "label": [make_safe(label) for label in label_codes(codes, book, style)],
            "color": [mark.colour for mark in marks],
            "line": {"width": 0},
            "pad": 10,
            "thickness": 14,
            "hovertemplate": "%{label}<br>%{value}<extra></extra>",
        },
        link={
            "source": [at[str(code)] for code in pairs["code"]],
            "target": [at[str(code)] for code in pairs["other"]],
            "value": pairs["number"].tolist(),
            "color": _see_through(style),
            "customdata": asked,
            "hovertemplate": "%{customdata}<br>%{value}<extra></extra>",
        },
        textfont={"color": style.colour("ink"), "size": 12, "shadow": "none"},
    )


def _see_through(style: Style) -> str:
    hexed = style.colour("accent")
    parts = ", ".join(str(int(hexed[n : n + 2], 16)) for n in (1, 3, 5))
    return f"rgba({parts}, 0.28)"


def _tell(
    pairs: pd.DataFrame, looks: tuple[Book, Style], *, kind: str
) -> tuple[str, pd.DataFrame, pd.DataFrame]:
    """Return the words, the table and the queries of pairs of codes."""
    book, style = looks
    columns = [style.say("code", "code"), style.say("andere code", "other code")]
    index = pd.MultiIndex.from_arrays(
        [
            [mark_of(book, str(code), style).label for code in pairs[name]]
            for name in ("code", "other")
        ],
        names=columns,
    )
    head = style.say("passages", "passages")
    numbers = pd.DataFrame({head: pairs["number"].to_numpy()}, index)
    rows = zip(pairs["code"], pairs["other"], strict=True)
    asked = pd.DataFrame({head: [ask_both(str(a), b) for a, b in rows]}, index)
    cells = [
        (int(number), style.say(f"{a} met {b}", f"{a} with {b}"))
        for (a, b), number in zip(index, numbers[head], strict=True)
    ]
    words = {
        "ring": ("Netwerk van codes", "Network of codes"),
        "stream": ("Stromen tussen codes", "Streams between codes"),
    }
    first = style.say(
        f"{words[kind][0]}: {len(pairs)} paren die samen voorkomen.",
        f"{words[kind][1]}: {len(pairs)} pairs that go together.",
    )
    return f"{first} {tell_most(cells, style)}", numbers, asked
