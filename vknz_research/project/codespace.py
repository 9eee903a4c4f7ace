"""The code space of a view as a widget: points with their passages behind them."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

from vknz_research.language import current_language, say

if TYPE_CHECKING:
    from vknz_research.analysis.view import View
    from vknz_research.widgets.codespace import CodeSpaceView

MOST: Final = 60  # passages in the list
GREY: Final = "#868c94"


def show_code_space(view: "View", root: str = "4r") -> "CodeSpaceView":
    """Return the code space of a view, coloured by the codes below `root`.

    A lasso, a click or a colour of the legend shows the passages; those of people who
    may not be quoted are counted and stay without words.
    """
    import numpy as np  # noqa: PLC0415

    from vknz_research.analysis.figures.marks import read_book  # noqa: PLC0415
    from vknz_research.analysis.figures.space import draw_space  # noqa: PLC0415
    from vknz_research.analysis.figures.style import Style  # noqa: PLC0415
    from vknz_research.analysis.query import quote  # noqa: PLC0415
    from vknz_research.analysis.space import AXES, place_passages  # noqa: PLC0415
    from vknz_research.widgets.codespace import (  # noqa: PLC0415 - Jupyter
        Cloud,
        CodeSpaceView,
        Group,
    )

    space, book = place_passages(view, root), read_book(view.codes, Style())
    said = quote(view, space.passages)
    marks = [book[code] for code in space.groups]
    groups = [Group(m.code, m.name, m.letters, m.colour, m.stroke) for m in marks]
    groups.append(
        Group("", say(nl="andere codes", en="other codes"), "", GREY, "solid")
    )
    numbers = {group.code: number for number, group in enumerate(groups)}

    def tell(points: Sequence[int]) -> list[dict[str, Any]]:
        return [_tell(said.iloc[n], book) for n in list(points)[:MOST]]

    def lie_flat(choose: Callable[[Iterable[int]], None]) -> Any:
        return _Flat(draw_space(space, book).figure, choose)

    cloud = Cloud(
        space.passages[list(AXES)].to_numpy(dtype=float),
        space.passages["group"].map(numbers).to_numpy(dtype=np.int64),
        groups,
    )
    told = round(100 * sum(space.shares))
    note = say(
        nl=f"De drie assen vertellen samen {told}\u202f% van het verband tussen "
        "bronnen en codes. Wat dicht bij elkaar ligt, deelt codes of gezelschap; de "
        "assen zelf betekenen niets.",
        en=f"The three axes tell {told}\u202f% of the relation between sources and "
        "codes. What lies near shares codes or company; the axes mean nothing.",
    )
    return CodeSpaceView(cloud, tell, lie_flat, current_language(), note)


def _tell(row: Any, book: Any) -> dict[str, Any]:
    named = [book[code].name if code in book else code for code in row["codes"]]
    place = row["source_code"] if isinstance(row["source_code"], str) else row["source"]
    return {"text": row["text"], "place": str(place), "codes": named}


class _Flat:
    """A figure of plotly in which a lasso or a click chooses points."""

    def __init__(self, figure: Any, choose: Callable[[Iterable[int]], None]) -> None:
        import plotly.graph_objects as go  # noqa: PLC0415

        self.widget = go.FigureWidget(figure)
        self.widget.update_layout(showlegend=False)  # the panel beside it has one
        self.choose = choose
        self.loop: Any = None
        self.found: set[int] = set()
        for trace in self.widget.data:
            trace.on_selection(self.pick)
            trace.on_click(self.pick_one)

    def pick(self, trace: Any, points: Any, loop: Any) -> None:
        """Add what one loop chose: each trace tells its own part of it."""
        corners = (tuple(loop.xs or ()), tuple(loop.ys or ())) if loop else None
        if corners != self.loop:
            self.loop, self.found = corners, set()
        self.found |= {int(trace.customdata[n]) for n in points.point_inds}
        self.choose(self.found)

    def pick_one(self, trace: Any, points: Any, _state: Any) -> None:
        """Choose the point that was clicked."""
        if points.point_inds:
            self.choose([int(trace.customdata[n]) for n in points.point_inds])

    def mark(self, chosen: Sequence[int]) -> None:
        """Let what is not chosen fade, seen from both sides."""
        wanted = set(chosen)
        with self.widget.batch_update():
            for trace in self.widget.data:
                own = [n for n, p in enumerate(trace.customdata) if int(p) in wanted]
                trace.selectedpoints = own if wanted else None
