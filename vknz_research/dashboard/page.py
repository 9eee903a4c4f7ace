"""The page *Coderen*: the workbench for one coder."""

from typing import Any

from vknz_research.dashboard.component import WorkbenchPane
from vknz_research.dashboard.frame import frame_page
from vknz_research.dashboard.pages import guard
from vknz_research.dashboard.stand import Stand
from vknz_research.language import current_language
from vknz_research.model.roles import CODING
from vknz_research.project.workbench import make_session


def make_page(stand: Stand) -> Any:
    """Return the page for one coder: a session of their own, on this study."""
    session = make_session(stand.study, stand.visitor.name)
    pane = WorkbenchPane(
        guard(session.handle, stand.admits, stand.visitor),
        language=current_language(),
        sizing_mode="stretch_both",
    )
    return frame_page(stand.study.title, stand.visitor, CODING, pane)
