"""How a plotly figure is dressed: one quiet face for screen, paper and stills."""

from collections.abc import Mapping
from typing import Any, Final

from vknz_research.report.colours import LIGHT

FONT: Final = "Segoe UI, Liberation Sans, Helvetica Neue, Arial, sans-serif"
_CLEAR: Final = "rgba(0,0,0,0)"
_AXIS: Final[Mapping[str, Any]] = {
    "automargin": True,
    "gridcolor": LIGHT["line"],
    "linecolor": LIGHT["edge"],
    "zerolinecolor": LIGHT["line"],
    "ticks": "outside",
    "ticklen": 6,
    "tickcolor": _CLEAR,
    "title": {"font": {"size": 12, "color": LIGHT["ink2"]}, "standoff": 8},
}
_TEMPLATE: Final[Mapping[str, Any]] = {
    "layout": {
        "font": {"family": FONT, "size": 12, "color": LIGHT["ink2"]},
        "paper_bgcolor": _CLEAR,
        "plot_bgcolor": _CLEAR,
        "colorway": [LIGHT[n] for n in ("ink2", "edge", "line", "accent")],
        "margin": {"l": 8, "r": 12, "t": 8, "b": 8},
        "xaxis": _AXIS,
        "yaxis": _AXIS,
        "hoverlabel": {"font": {"family": FONT, "size": 12}},
        "bargap": 0.35,
        "legend": {
            "orientation": "h",
            "x": 0,
            "y": 1.02,
            "yanchor": "bottom",
            "traceorder": "normal",
        },
    }
}


def dress_figure(
    figure: Mapping[str, Any], height_px: int, width_px: int | None = None
) -> dict[str, Any]:
    """Return a figure with our face under its own wishes, and a size.

    A figure that brings a template keeps it. No title: the caption says it.
    """
    layout = dict(figure.get("layout", {}))
    if not layout.get("template"):
        layout["template"] = _TEMPLATE
    layout.pop("width", None)
    layout.pop("title", None)
    layout["height"] = height_px
    size = {"width": width_px} if width_px else {"autosize": True}
    return {"data": figure.get("data", []), "layout": {**layout, **size}}
