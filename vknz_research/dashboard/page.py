"""The page *Coderen*: the workbench for one coder."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import panel as pn

from vknz_research.dashboard.component import WorkbenchPane
from vknz_research.dashboard.frame import frame_page
from vknz_research.dashboard.pages import guard
from vknz_research.dashboard.stand import Stand
from vknz_research.language import current_language
from vknz_research.model.roles import CODING
from vknz_research.project.workbench import make_session

SOURCE: Final = "bron"
EDGES: Final = ("van", "tot")
MEMO: Final = "memo"


def make_page(stand: Stand) -> Any:
    """Return the page for one coder: a session of their own, on this study."""
    given = pn.state.session_args
    session = make_session(stand.study, stand.visitor.name)
    pane = WorkbenchPane(
        guard(session.handle, stand.admits, stand.visitor),
        language=current_language(),
        opens=_read_first(given, SOURCE),
        place=read_place(given),
        memo=_read_first(given, MEMO),
        sizing_mode="stretch_both",
    )
    return frame_page(stand.study.title, stand.visitor, CODING, pane)


def read_place(given: Mapping[str, Sequence[bytes]]) -> str:
    """Return the passage that an address names, or nothing.

    >>> read_place({"van": [b"120"], "tot": [b"340"]}), read_place({"van": [b"-1"]})
    ('120-340', '')
    """
    edges = [_read_first(given, name) for name in EDGES]
    return "-".join(edges) if all(edge.isdecimal() for edge in edges) else ""


def _read_first(given: Mapping[str, Sequence[bytes]], name: str) -> str:
    values = given.get(name) or [b""]
    return values[0].decode("utf-8", "replace")
