"""The pages *Trajecten*: the board of all trajectories, and the player of one."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import panel as pn

from vknz_research.dashboard.agendas import FILES
from vknz_research.dashboard.frame import frame_page
from vknz_research.dashboard.pages import guard
from vknz_research.dashboard.pane import DeskPane, join_page
from vknz_research.dashboard.stand import Stand
from vknz_research.language import current_language
from vknz_research.model.roles import TRAJECTORIES
from vknz_research.project.reflectiondesk import ReflectionDesk
from vknz_research.widgets.bundle import join_styles
from vknz_research.widgets.player import PARTS

WHICH: Final = "id"
ROUND: Final = "ronde"


class TrajectoriesPane(DeskPane):
    """Shows the board, or the conversation of a trajectory that it opens with."""

    _esm = join_page(*PARTS)
    _stylesheets = [*DeskPane._stylesheets, join_styles("player.css")]  # noqa: RUF012


def make_trajectories_page(stand: Stand) -> Any:
    """Return the board of all trajectories."""
    return _make_page(stand, "")


def make_trajectory_page(stand: Stand) -> Any:
    """Return the player of the trajectory that the address names."""
    return _make_page(stand, read_opening(pn.state.session_args))


def read_opening(given: Mapping[str, Sequence[bytes]]) -> str:
    """Return what to open, from the query of an address; nothing is the board.

    >>> read_opening({"id": [b"t-7"], "ronde": [b"2"]}), read_opening({})
    ('t-7/2', '')
    """
    which, number = (_read_first(given, name) for name in (WHICH, ROUND))
    if not which:
        return ""
    return f"{which}/{number if number.isdecimal() else 1}"


def _read_first(given: Mapping[str, Sequence[bytes]], name: str) -> str:
    values = given.get(name) or [b""]
    return values[0].decode("utf-8", "replace")


def _make_page(stand: Stand, opens: str) -> Any:
    url = stand.media.url if stand.media else None
    desk = ReflectionDesk(stand.study, stand.visitor.name, url, FILES)
    pane = TrajectoriesPane(
        guard(desk.handle, stand.admits, stand.visitor),
        language=current_language(),
        opens=opens,
        sizing_mode="stretch_both",
    )
    return frame_page(stand.study.title, stand.visitor, TRAJECTORIES, pane)
