"""The figure of a section: in how many sources each perspective speaks about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from vknz_research.analysis.crosstab import count_sources_by_depth
from vknz_research.language import Language
from vknz_research.report.blocks import Column, Figure, Table
from vknz_research.report.contents import Section

DISCUSSED_FROM: Final = 3
DEPTHS: Final = ("discussed", "named", "absent")
NAMES: Final = {
    "klant": ("Klanten", "Clients"),
    "klantmanager": ("Klantmanagers", "Case managers"),
    "leidinggevende": ("Leidinggevenden", "Managers"),
    "beleid": ("Beleid en coaches", "Policy and coaches"),
    "onderzoek": ("Onderzoekers", "Researchers"),
}
DEPTH_NAMES: Final = {
    "discussed": ("besproken", "discussed"),
    "named": ("genoemd", "mentioned"),
    "absent": ("niet", "absent"),
}
EDGE: Final = "#868c94"
PAPER: Final = "#ffffff"
ROW_PX: Final = 34
BASE_PX: Final = 74
BLOCK: Final = 0.78


@dataclass(frozen=True, slots=True)
class Speaking:
    """Counts per perspective, in fixed order: discussed, named, absent, passages."""

    counts: pd.DataFrame
    language: Language

    def name(self, perspective: str) -> str:
        """Return how a perspective is called in the plural."""
        return name_perspective(perspective, self.language)

    def silent(self) -> list[str]:
        """List the perspectives that say nothing about it."""
        none = self.counts["discussed"] + self.counts["named"] == 0
        return [str(p) for p in self.counts.index[none]]


def name_perspective(perspective: str, language: Language) -> str:
    """Return the perspective in the plural, as rows and sentences call it."""
    nl, en = NAMES.get(perspective, (perspective, perspective))
    return en if language == "en" else nl


def count_speaking(
    codings: pd.DataFrame,
    pairs: pd.DataFrame,
    order: Sequence[str],
    language: Language,
) -> Speaking:
    """Count for a section's codings in how many sources each perspective speaks."""
    counts = count_sources_by_depth(codings, pairs, at_length=DISCUSSED_FROM)
    there = [p for p in order if p in counts.index]
    return Speaking(counts.reindex(there), language)


def make_figure(section: Section, name: str, colour: str, speaking: Speaking) -> Figure:
    """Return the figure of a section: one block is one source."""
    number, anchor = str(section.figure), f"f-{section.figure}"
    nl = speaking.language == "nl"
    caption = (
        f"Bronnen waarin ‘{name}’ ter sprake komt, per perspectief. "
        f"Eén blokje is één bron; besproken is {DISCUSSED_FROM} passages of meer."
        if nl
        else f"Sources in which ‘{name}’ comes up, by perspective. One block is "
        f"one source; discussed is {DISCUSSED_FROM} passages or more."
    )
    return Figure(
        number=number,
        caption=caption,
        alt=_describe(name, speaking),
        figure=_draw(colour, speaking),
        table=_make_table(speaking, anchor),
        anchor=anchor,
        height_px=BASE_PX + ROW_PX * max(1, len(speaking.counts)),
    )


def _describe(name: str, speaking: Speaking) -> str:
    nl = speaking.language == "nl"
    parts = [f"{name}."]
    for perspective, row in speaking.counts.iterrows():
        spoken, total = _spoken(row)
        who = speaking.name(str(perspective))
        parts.append(
            f"{who}: in {spoken} van de {total} bronnen."
            if nl
            else f"{who}: in {spoken} of {total} sources."
        )
    return " ".join(parts)


def _spoken(row: "pd.Series[Any]") -> tuple[int, int]:
    spoken = int(row["discussed"] + row["named"])
    return spoken, spoken + int(row["absent"])


def _make_table(speaking: Speaking, anchor: str) -> Table:
    index = speaking.language == "en"
    first = ("Perspectief", "Perspective")[index]
    last = ("passages", "passages")[index]
    columns = [Column(first)]
    columns += [Column(DEPTH_NAMES[d][index], is_number=True) for d in DEPTHS]
    rows = [
        (
            speaking.name(str(perspective)),
            *[str(int(row[d])) for d in DEPTHS],
            str(int(row["passages"])),
        )
        for perspective, row in speaking.counts.iterrows()
    ]
    return Table(
        None,
        "",
        (*columns, Column(last, is_number=True)),
        tuple(rows),
        f"{anchor}-tabel",
    )


def _draw(colour: str, speaking: Speaking) -> dict[str, Any]:
    """Return the figure as plain JSON: rows of blocks, full, hatched and open."""
    names = [speaking.name(str(p)) for p in speaking.counts.index]
    index = speaking.language == "en"
    traces = [_trace(depth, colour, speaking, names, index=index) for depth in DEPTHS]
    widest = max(
        (sum(_spoken_all(row)) for _, row in speaking.counts.iterrows()), default=1
    )
    layout = {
        "barmode": "overlay",
        "bargap": 0.42,
        "xaxis": {
            "visible": False,
            "range": [-0.2, max(widest + 2.4, 14)],
            "fixedrange": True,
        },
        "yaxis": {
            "autorange": "reversed",
            "categoryorder": "array",
            "categoryarray": names,
            "fixedrange": True,
            "ticks": "",
            "showgrid": False,
        },
        "legend": {"orientation": "h", "x": 0, "y": -0.08, "yanchor": "top"},
        "margin": {"l": 132, "r": 8, "t": 6, "b": 34},
        "annotations": [
            _total(row, name, index=index)
            for name, (_, row) in zip(names, speaking.counts.iterrows(), strict=True)
        ],
    }
    return {"data": traces, "layout": layout}


def _spoken_all(row: "pd.Series[Any]") -> tuple[int, ...]:
    return tuple(int(row[depth]) for depth in DEPTHS)


def _trace(
    depth: str, colour: str, speaking: Speaking, names: Sequence[str], *, index: bool
) -> dict[str, Any]:
    base: list[int] = []
    rows: list[str] = []
    for name, (_, row) in zip(names, speaking.counts.iterrows(), strict=True):
        before = sum(int(row[d]) for d in DEPTHS[: DEPTHS.index(depth)])
        base += range(before, before + int(row[depth]))
        rows += [name] * int(row[depth])
    is_open = depth == "absent"
    return {
        "type": "bar",
        "orientation": "h",
        "name": DEPTH_NAMES[depth][index],
        "x": [BLOCK] * len(base),
        "base": base,
        "y": rows,
        "marker": {
            "color": PAPER if depth != "discussed" else colour,
            "line": {"color": EDGE if is_open else colour, "width": 1.2},
            **({"pattern": _hatch(colour)} if depth == "named" else {}),
        },
        "hovertemplate": f"%{{y}}: {DEPTH_NAMES[depth][index]}<extra></extra>",
    }


def _hatch(colour: str) -> dict[str, Any]:
    return {
        "shape": "/",
        "fgcolor": colour,
        "bgcolor": PAPER,
        "size": 5,
        "solidity": 0.4,
    }


def _total(row: "pd.Series[Any]", name: str, *, index: bool) -> dict[str, Any]:
    spoken, total = _spoken(row)
    text = f"{spoken} of {total}" if index else f"{spoken} van {total}"
    return {
        "x": total + 0.15,
        "y": name,
        "text": text,
        "showarrow": False,
        "xanchor": "left",
        "font": {"size": 12},
    }
