"""The frame round each page: a bar with the pages of one's role, and who one is."""

from importlib.resources import files
from typing import Any

import panel as pn

from vknz_research.dashboard.pages import PAGES, list_pages, name_role
from vknz_research.dashboard.users import Visitor
from vknz_research.language import current_language, say
from vknz_research.model.roles import RESEARCHER


def frame_page(title: str, visitor: Visitor, here: str, pane: Any) -> Any:
    """Return a page of the study called `title`, with a pane below the bar."""
    folder = files("vknz_research.dashboard") / "templates"
    page = pn.Template((folder / "page.html").read_text(encoding="utf-8"))
    page.add_panel("workbench", pane)
    facts = next(one for one in PAGES if one.name == here)
    role = "" if visitor.role == RESEARCHER else f" · {name_role(visitor.role)}"
    variables: dict[str, Any] = {
        "language": current_language(),
        "study_title": title,
        "who": visitor.name + role,
        "here": here,
        "page_title": facts.title,
        "pages": [
            {"name": one.name, "path": one.path, "title": one.title}
            for one in list_pages(visitor.role)
            if one.in_bar
        ],
        "pages_label": say(nl="Pagina’s", en="Pages"),
        "more": say(nl="Meer", en="More"),
        "skip": say(nl="Naar de inhoud", en="Skip to content"),
        "bar_script": (folder / "bar.js").read_text(encoding="utf-8"),
        "leave": say(nl="Uitloggen", en="Log out"),
    }
    for name, value in variables.items():
        page.add_variable(name, value)
    return page
