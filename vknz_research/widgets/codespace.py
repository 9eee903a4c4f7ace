"""The code space in three dimensions: points to turn, and a list of what they say.

Drawn by ipyvolume 0.6, round its faults: the figure itself is shown and not its
container, a selection is coloured by colours and not by its own mark, and markers are
solids. Where a browser cannot draw depth, a flat figure takes its place. Words travel
as messages and never as traits: traits are saved in the notebook's file.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

import anywidget
import ipywidgets
import numpy as np
import traitlets

from vknz_research.widgets.bundle import join_parts, join_styles

PANEL_JS: Final = join_parts("dom.js", "dialog.js", "desk.js", "codespace.js")
PANEL_CSS: Final = join_styles(
    "tokens.css", "panels.css", "desk.css", "codespace.css"
).replace(":host {", ".vk-host {")
SOLIDS: Final = ("sphere", "box", "diamond", "diamond", "sphere")
WIDTH_PX: Final = 520
HEIGHT_PX: Final = 480
DISTANCE: Final = 1.6  # of the camera, in widths of the cloud
SIZE: Final = 2.4
SIZE_OTHER: Final = 1.3
FADED: Final = 0.82  # how far towards paper what is not chosen goes
PAPER: Final = (1.0, 1.0, 1.0)
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Group:
    """Points of one colour: name, letters, colour (`#rrggbb`), stroke."""

    code: str
    name: str
    letters: str
    colour: str
    stroke: str


@dataclass(frozen=True)
class Cloud:
    """Points (n × 3), the number of the group of each, and the groups."""

    points: Any
    group: Any
    groups: Sequence[Group]


class Flat(Protocol):
    """A flat figure that chooses points, and shows which are chosen."""

    widget: ipywidgets.Widget

    def mark(self, chosen: Sequence[int]) -> None:
        """Show which points are chosen; none is all."""


class SpacePanel(anywidget.AnyWidget):
    """The legend and the list of quotations beside the points."""

    _esm = PANEL_JS
    _css = PANEL_CSS
    host = traitlets.Unicode("jupyterlab").tag(sync=True)
    language = traitlets.Unicode("nl").tag(sync=True)
    source = traitlets.Unicode("").tag(sync=True)

    def __init__(self, answer: Callable[[Row], Row], **traits: Any) -> None:
        super().__init__(**traits)
        self._answer = answer
        self.on_msg(self._hear)

    def _hear(self, _widget: object, message: Row, _buffers: Any) -> None:
        self.send(self._answer(message))


class CodeSpaceView(ipywidgets.Box):  # type: ignore[misc]
    """Points to turn; a lasso (Ctrl and drag), a click or the legend chooses some.

    `tell` gives for the numbers of chosen points what the list shows of them; `flat`
    makes the figure for browsers that cannot draw depth.
    """

    def __init__(
        self,
        cloud: Cloud,
        tell: Callable[[Sequence[int]], list[Row]],
        flat: Callable[[Callable[[Iterable[int]], None]], Flat],
        language: str = "nl",
        note: str = "",
    ) -> None:
        self.cloud = cloud
        self.chosen: list[int] = []
        self._tell, self._flat, self._note = tell, flat, note
        self._lying: Flat | None = None
        self._is_shown = False
        self.figure, self._scatters = _draw(cloud)
        self._listen()
        self.panel = SpacePanel(self._answer, language=language)
        self.panel.layout = ipywidgets.Layout(flex="1 1 260px", min_width="260px")
        super().__init__([self.panel], layout=_abreast())

    def _listen(self) -> None:
        self.figure.on_selection(self._lasso)
        for number, scatter in self._scatters.items():
            scatter.observe(self._click(number), names="clicked_index")

    def choose(self, points: Iterable[int]) -> None:
        """Choose points by number; none is all."""
        self.chosen = sorted({int(n) for n in points})
        for number, scatter in self._scatters.items():
            scatter.color = self._colours(number)
        if self._lying is not None:
            self._lying.mark(self.chosen)
        self.panel.send({"news": self._list(self.chosen)})

    def _colours(self, number: int) -> Any:
        own = np.flatnonzero(self.cloud.group == number)
        colours = np.tile(
            [*_channels(self.cloud.groups[number].colour), 1.0], (len(own), 1)
        )
        if self.chosen:
            is_other = ~np.isin(own, self.chosen)
            faded = colours[is_other, :3] * (1 - FADED) + np.array(PAPER) * FADED
            colours[is_other, :3] = faded
        return colours

    def _lasso(self, data: Row) -> None:
        """Choose what lies within a loop on the screen."""
        import shapely  # noqa: PLC0415 - only when somebody draws

        if data.get("type") != "lasso" or len(data.get("device") or ()) < 3:
            return
        loop = shapely.Polygon(data["device"]).buffer(0)
        x, y, z = self.cloud.points.T
        across, up = np.asarray(self.figure.project(x, y, z))
        self.choose(
            np.flatnonzero(shapely.contains_xy(loop, across.ravel(), up.ravel()))
        )

    def _click(self, number: int) -> Callable[[Any], None]:
        own = np.flatnonzero(self.cloud.group == number)

        def choose_one(change: Any) -> None:
            index = change["new"]
            if index is not None and 0 <= index < len(own):
                self.choose([int(own[index])])

        return choose_one

    def _answer(self, message: Row) -> Row:
        """Answer the panel: its start, a group of the legend, or nothing chosen."""
        act, args = message.get("act"), message.get("args") or {}
        if act == "open":
            # Only a browser knows what it can draw: until it says so, no points show.
            self._show_points(in_depth=args.get("depth") is not False)
            result = self._list(self.chosen)
        else:
            wanted = args.get("group")
            is_group = isinstance(wanted, int) and wanted in range(
                len(self.cloud.groups)
            )
            self.choose(np.flatnonzero(self.cloud.group == wanted) if is_group else [])
            result = self._list(self.chosen)
        return {"id": message.get("id"), "ok": True, "result": result}

    def _show_points(self, *, in_depth: bool) -> None:
        if self._is_shown:
            return
        self._is_shown = True
        if in_depth:
            self.children = (self.figure, self.panel)
            return
        self._scatters = {}
        self._lying = self._flat(self.choose)
        self.children = (self._lying.widget, self.panel)

    def _list(self, points: Sequence[int]) -> Row:
        count = np.bincount(self.cloud.group, minlength=len(self.cloud.groups))
        groups = [
            {
                "letters": g.letters,
                "name": g.name,
                "code": g.code,
                "colour": g.colour,
                "stroke": g.stroke,
                "count": int(count[n]),
            }
            for n, g in enumerate(self.cloud.groups)
        ]
        return {
            "groups": groups,
            "total": len(points),
            "all": len(self.cloud.points),
            "rows": self._tell(points),
            "note": self._note,
        }


def _abreast() -> ipywidgets.Layout:
    """Lay points and words side by side, one below the other where that is narrow."""
    return ipywidgets.Layout(
        display="flex", flex_flow="row wrap", align_items="flex-start"
    )


def _draw(cloud: Cloud) -> tuple[Any, dict[int, Any]]:
    import ipyvolume as ipv  # noqa: PLC0415 - a second, only where points are shown

    figure = ipv.figure(width=WIDTH_PX, height=HEIGHT_PX)
    ipv.style.use("minimal")
    scatters: dict[int, Any] = {}
    for number, group in enumerate(cloud.groups):
        own = cloud.points[cloud.group == number]
        if len(own):
            scatters[number] = ipv.scatter(
                *own.T,
                color=_paint(group, len(own)),
                size=SIZE if group.code else SIZE_OTHER,
                marker=SOLIDS[number % len(SOLIDS)],
                description=group.name,
            )
    if len(cloud.points):
        low, high = cloud.points.min(axis=0), cloud.points.max(axis=0)
        ipv.xlim(low[0], high[0])
        ipv.ylim(low[1], high[1])
        ipv.zlim(low[2], high[2])
        ipv.view(azimuth=25, elevation=15, distance=DISTANCE)
    return figure, scatters


def _paint(group: Group, points: int) -> Any:
    """Return the colour of a group for each of its points, with opacity."""
    return np.tile([*_channels(group.colour), 1.0], (points, 1))


def _channels(colour: str) -> tuple[float, float, float]:
    """Return red, green and blue from 0 to 1.

    >>> _channels("#ff0033")
    (1.0, 0.0, 0.2)
    """
    red, green, blue = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    return red, green, blue
