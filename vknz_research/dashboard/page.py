"""The page *Coderen*: a bar with who you are, and the workbench below it."""

from importlib.resources import files
from typing import Any

import panel as pn

from vknz_research.dashboard.component import WorkbenchPane
from vknz_research.language import current_language, say
from vknz_research.project import Study
from vknz_research.project.workbench import make_session


def make_page(study: Study, coder: str) -> Any:
    """Return the page for one coder: a session of their own, on this study."""
    session = make_session(study, coder)
    pane = WorkbenchPane(
        session.handle, language=current_language(), sizing_mode="stretch_both"
    )
    folder = files("vknz_research.dashboard") / "templates"
    page = pn.Template((folder / "page.html").read_text(encoding="utf-8"))
    page.add_panel("workbench", pane)
    for name, value in _describe(study, coder).items():
        page.add_variable(name, value)
    return page


def _describe(study: Study, coder: str) -> dict[str, str]:
    return {
        "language": current_language(),
        "study_title": study.title,
        "coder": coder,
        "here": "coding",
        "page_title": say(nl="Coderen", en="Coding"),
        "coding": say(nl="Coderen", en="Coding"),
        "agreement": say(nl="Overeenstemming", en="Agreement"),
        "leave": say(nl="Uitloggen", en="Log out"),
    }
