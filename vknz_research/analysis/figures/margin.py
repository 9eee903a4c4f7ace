"""The margin of one source, laid flat: who speaks, and which codes run where."""

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from vknz_research.analysis.crosstab import sort_codes
from vknz_research.analysis.figures.drawn import Drawn
from vknz_research.analysis.figures.marks import (
    PATTERNS,
    Mark,
    label_codes,
    mark_of,
    read_book,
)
from vknz_research.analysis.figures.style import PLAIN, Style, make_safe, make_template
from vknz_research.analysis.figures.words import WHOLE, name_group
from vknz_research.analysis.profile import list_spans
from vknz_research.analysis.query import write_code, write_value
from vknz_research.analysis.silence import list_perspectives

if TYPE_CHECKING:
    from vknz_research.analysis.view import View

LANE_PX: Final = 22
TICKS: Final = 8
SPOKEN: Final = ("speech", "answer")


def draw_margin(view: "View", source_id: str, style: Style = PLAIN) -> Drawn:
    """Return a source from beginning to end: speakers on top, a lane for each code.

    Codes in the order of the codebook, each with letters, hue and fill; one stripe is
    one passage of the code or one below it. `customdata` of a stripe is its query,
    source, start and end.
    """
    import plotly.graph_objects as go  # noqa: PLC0415 - a third of a second

    book = read_book(view.codes, style)
    table = _list_passages(view, source_id)
    codes = list(dict.fromkeys(table["code"]))
    lanes = _list_speakers(view, source_id)
    figure = go.Figure()
    for lane, (_, turns) in enumerate(lanes):
        figure.add_trace(_draw_turns(go, turns, lane, style))
    for lane, code in enumerate(codes, len(lanes)):
        own = table[(table["code"] == code).to_numpy()]
        figure.add_trace(_draw_stripes(go, own, lane, mark_of(book, code, style)))
    names = [name_group(name, "perspective", style) for name, _ in lanes]
    names += label_codes(codes, book, style)
    _dress(figure, (view, source_id), names, style)
    counted = table.groupby("code", sort=False).size().reindex(codes, fill_value=0)
    labels = label_codes(codes, book, style, WHOLE)
    shown = pd.DataFrame(
        {style.say("passages", "passages"): counted.to_numpy()}, labels
    )
    asked = pd.DataFrame(
        {shown.columns[0]: [_ask(view, source_id, code) for code in codes]}, labels
    )
    shown.index.name = asked.index.name = "code"
    return Drawn(figure, _tell(view, source_id, shown, style), shown, asked)


def _list_passages(view: "View", source_id: str) -> pd.DataFrame:
    """List the passages of each code that is used here, what lies below it too."""
    used = set(
        view.codings["code"][(view.codings["source_id"] == source_id).to_numpy()]
    )
    spans = list_spans(view, source_id, with_below=True)
    names = np.array(spans.names, dtype=object)
    rows = pd.DataFrame(
        {
            "code": names[spans.code] if len(spans.code) else [],
            "source_id": source_id,
            "start": spans.start,
            "end": spans.end,
        }
    )
    rows = rows[rows["code"].isin(used).to_numpy()]
    rank = {code: place for place, code in enumerate(sort_codes(view.codes)["code"])}
    order = rows["code"].map(rank).fillna(len(rank))
    rows["query"] = [_ask(view, source_id, str(code)) for code in rows["code"]]
    return rows.assign(order=order).sort_values(["order", "code", "start"])


def _ask(view: "View", source_id: str, code: str) -> str:
    name = view.sources.set_index("source_id")["source"][source_id]
    return f"{write_code(code)} EN {write_value('source', name)}"


def _list_speakers(view: "View", source_id: str) -> list[tuple[str, pd.DataFrame]]:
    turns = view.all_turns
    own = turns[(turns["source_id"] == source_id).to_numpy()]
    own = own[
        own["kind"].isin(SPOKEN).to_numpy() & own["perspective"].notna().to_numpy()
    ]
    names = list_perspectives(own["perspective"])
    return [(name, own[(own["perspective"] == name).to_numpy()]) for name in names]


def _draw_turns(go: Any, turns: pd.DataFrame, lane: int, style: Style) -> Any:
    return go.Bar(
        orientation="h",
        base=turns["start"].to_numpy(),
        x=(turns["end"] - turns["start"]).to_numpy(),
        y=[lane] * len(turns),
        width=0.35,
        marker={"color": style.colour("edge"), "line": {"width": 0}},
        hovertemplate=style.say("beurt", "turn") + " %{customdata}<extra></extra>",
        customdata=turns["turn"].astype(object).to_numpy(),
    )


def _draw_stripes(go: Any, passages: pd.DataFrame, lane: int, mark: Mark) -> Any:
    shape = PATTERNS.get(mark.stroke, "")
    columns = ["query", "source_id", "start", "end"]
    return go.Bar(
        orientation="h",
        name=make_safe(mark.label),
        base=passages["start"].to_numpy(),
        x=(passages["end"] - passages["start"]).to_numpy(),
        y=[lane] * len(passages),
        width=0.62,
        marker={
            "color": mark.colour,
            "line": {"color": mark.colour, "width": 1.5},
            "pattern": {
                "shape": shape,
                "fillmode": "replace",
                "fgcolor": mark.colour,
                "size": 6 if shape != "." else 4,
                "solidity": 0.55 if shape != "." else 0.4,
            },
        },
        customdata=passages[columns].to_numpy(dtype=object),
        hovertemplate=make_safe(mark.label)
        + "<br>%{customdata[2]}–%{customdata[3]}<extra></extra>",
    )


def _dress(
    figure: Any, place: tuple["View", str], names: list[str], style: Style
) -> None:
    view, source_id = place
    values, words, title = _mark_ticks(view, source_id, style)
    figure.update_layout(
        template=make_template(style),
        barmode="overlay",
        height=70 + LANE_PX * max(len(names), 2),
        margin={"t": 44},
        xaxis={
            "range": [0, len(view.texts[source_id])],
            "side": "top",
            "tickvals": values,
            "ticktext": words,
            "title": {"text": title},
            "zeroline": False,
        },
        yaxis={
            "range": [len(names) - 0.5, -0.5],
            "tickvals": list(range(len(names))),
            "ticktext": [make_safe(name) for name in names],
            "showgrid": False,
            "zeroline": False,
        },
    )


def _mark_ticks(
    view: "View", source_id: str, style: Style
) -> tuple[list[int], list[str], str]:
    """Return where ticks stand and what they say: minutes where known, else turns."""
    turns = view.all_turns[(view.all_turns["source_id"] == source_id).to_numpy()]
    turns = turns.sort_values("start")
    step = max(1, -(-len(turns) // TICKS))
    some: Any = turns.iloc[::step]
    times = pd.to_numeric(some["begin_ms"], errors="coerce")
    if len(some) and times.notna().all() and times.is_monotonic_increasing:
        seconds = (times // 1000).astype(int)
        words = [f"{number // 60}:{number % 60:02d}" for number in seconds]
        title = style.say("minuten", "minutes")
    else:
        words = [str(number) for number in some["turn"]]
        title = style.say("beurt", "turn")
    return [int(start) for start in some["start"]], words, title


def _tell(view: "View", source_id: str, shown: pd.DataFrame, style: Style) -> str:
    name = view.sources.set_index("source_id")["source"][source_id]
    parts = [f"{code} {number}" for code, number in shown.iloc[:, 0].items()]
    head = style.say(
        f"{name}: de codes van begin tot eind.",
        f"{name}: the codes from beginning to end.",
    )
    none = style.say("Nog niets gecodeerd.", "Nothing coded yet.")
    listed = ", ".join(parts)
    tail = style.say(f"Passages: {listed}.", f"Passages: {listed}.") if parts else none
    return f"{head} {tail}"
