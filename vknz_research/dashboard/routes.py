"""Which page is made for whom, at which path, and the files of reports."""

from collections.abc import Callable
from typing import Any, Final

import panel as pn

from vknz_research.dashboard.agreement import make_agreement_page
from vknz_research.dashboard.consent import make_consent_page
from vknz_research.dashboard.feedback import (
    make_feedback_page,
    make_own_feedback_page,
)
from vknz_research.dashboard.login import Door, find_user
from vknz_research.dashboard.page import make_page
from vknz_research.dashboard.pages import PAGES, PageFacts, name_role
from vknz_research.dashboard.pseudonyms import make_review_page
from vknz_research.dashboard.reports import (
    FILES,
    ReportHandler,
    make_public_page,
    make_reports_page,
)
from vknz_research.dashboard.stand import Stand
from vknz_research.errors import NoLoginError, NotAllowedError
from vknz_research.model import roles
from vknz_research.project import Study

MAKERS: Final[dict[str, Callable[[Stand], Any]]] = {
    roles.CODING: make_page,
    roles.AGREEMENT: make_agreement_page,
    roles.PSEUDONYMS: make_review_page,
    roles.CONSENT: make_consent_page,
    roles.FEEDBACK: make_feedback_page,
    roles.OWN_FEEDBACK: make_own_feedback_page,
    roles.REPORTS: make_reports_page,
    roles.PUBLIC_REPORTS: make_public_page,
}


def list_routes(study: Study, door: Door, secret: str) -> dict[str, Any]:
    """Return what makes each page, by its path."""
    return {page.path: _make_route(study, door, secret, page) for page in PAGES}


def list_files(study: Study, door: Door) -> list[Any]:
    """Return what answers for the files of reports."""
    return [(rf"{FILES}/(.+)", ReportHandler, {"folder": study.path, "door": door})]


def _make_route(
    study: Study, door: Door, secret: str, page: PageFacts
) -> Callable[[], Any]:
    # Panel only calls what is a function by itself.
    def show() -> Any:
        name = find_user(door, secret, pn.state.cookies)
        if name is None:
            raise NoLoginError(path=study.path)
        return MAKERS[page.name](make_stand(study, door, name, page.name))

    return show


def make_stand(study: Study, door: Door, name: str, page: str) -> Stand:
    """Return somebody before a page; refuse who may not open it."""
    visitor, mark = door.find(name), door.mark(name)
    if visitor is None:
        raise NoLoginError(path=study.path)
    if not roles.may(visitor.role, page):
        raise NotAllowedError(role=name_role(visitor.role))
    return Stand(study, visitor, lambda: mark is not None and door.mark(name) == mark)
