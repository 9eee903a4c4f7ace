"""The page *Pseudonimiseren*: the review of proposals, served by Panel."""

from typing import Any

from vknz_research.dashboard.frame import frame_page
from vknz_research.dashboard.pages import guard
from vknz_research.dashboard.pane import DeskPane, join_page
from vknz_research.dashboard.stand import Stand
from vknz_research.language import current_language
from vknz_research.model.roles import PSEUDONYMS
from vknz_research.project.reviewing import make_review
from vknz_research.widgets.bundle import join_styles
from vknz_research.widgets.pseudonyms import PARTS


class ReviewPane(DeskPane):
    """Shows the review of one coder."""

    _esm = join_page(*PARTS)
    _stylesheets = [*DeskPane._stylesheets, join_styles("pseudonyms.css")]  # noqa: RUF012


def make_review_page(stand: Stand) -> Any:
    """Return the page for a researcher."""
    session = make_review(stand.study, stand.visitor.name)
    pane = ReviewPane(
        guard(session.handle, stand.admits, stand.visitor),
        language=current_language(),
        sizing_mode="stretch_both",
    )
    return frame_page(stand.study.title, stand.visitor, PSEUDONYMS, pane)
