"""Which page is made for whom, at which path, and the files of reports."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import panel as pn
from tornado.web import RequestHandler

from vknz_research.dashboard.agendas import FILES as AGENDA_FILES
from vknz_research.dashboard.agendas import AgendaHandler
from vknz_research.dashboard.agreement import make_agreement_page
from vknz_research.dashboard.building import make_building_page
from vknz_research.dashboard.consent import make_consent_page
from vknz_research.dashboard.feedback import (
    make_feedback_page,
    make_own_feedback_page,
)
from vknz_research.dashboard.login import (
    COOKIE,
    DAYS,
    Door,
    find_user,
    read_cookie,
)
from vknz_research.dashboard.looking import make_looking_page
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
from vknz_research.dashboard.trajectories import (
    make_trajectories_page,
    make_trajectory_page,
)
from vknz_research.errors import NoLoginError, NotAllowedError
from vknz_research.model import roles
from vknz_research.project import Study
from vknz_research.project.mediadoor import PATTERN, MediaHandler, MediaKey

MAKERS: Final[dict[str, Callable[[Stand], Any]]] = {
    roles.CODING: make_page,
    **{
        name: make_looking_page(name)
        for name in (
            *(roles.OVERVIEW, roles.SOURCES, roles.THEMES),
            *(roles.PERSPECTIVES, roles.PASSAGES),
        )
    },
    roles.TRAJECTORIES: make_trajectories_page,
    roles.TRAJECTORY: make_trajectory_page,
    roles.AGREEMENT: make_agreement_page,
    roles.PSEUDONYMS: make_review_page,
    roles.CONSENT: make_consent_page,
    roles.FEEDBACK: make_feedback_page,
    roles.OWN_FEEDBACK: make_own_feedback_page,
    roles.REPORTS: make_reports_page,
    roles.BUILDING: make_building_page,
    roles.PUBLIC_REPORTS: make_public_page,
}


@dataclass(frozen=True, slots=True)
class Entrance:
    """How people come in: the door, the secret of cookies, the key of recordings."""

    door: Door
    secret: str
    media: MediaKey


def list_routes(study: Study, entrance: Entrance) -> dict[str, Any]:
    """Return what makes each page, by its path."""
    return {page.path: _make_route(study, entrance, page) for page in PAGES}


def list_files(study: Study, entrance: Entrance) -> list[Any]:
    """Return what answers for the files of reports, and for recordings."""
    door = entrance.door
    played = {
        "study": study,
        "key": entrance.media,
        "admits": lambda handler: may_play(door, handler),
    }
    given = {"folder": study.path, "door": door}
    return [
        (rf"{FILES}/(.+)", ReportHandler, given),
        (rf"{AGENDA_FILES}/(.+)", AgendaHandler, given),
        (PATTERN, MediaHandler, played),
    ]


def may_play(door: Door, handler: RequestHandler) -> bool:
    """Say whether who asks for a recording is logged in and may see sources."""
    who = read_cookie(door, handler.get_signed_cookie(COOKIE, max_age_days=DAYS))
    visitor = door.find(who) if who else None
    return visitor is not None and roles.may(visitor.role, roles.CODING)


def _make_route(study: Study, entrance: Entrance, page: PageFacts) -> Callable[[], Any]:
    # Panel only calls what is a function by itself.
    def show() -> Any:
        name = find_user(entrance.door, entrance.secret, pn.state.cookies)
        if name is None:
            raise NoLoginError(path=study.path)
        return MAKERS[page.name](make_stand(study, entrance, name, page.name))

    return show


def make_stand(study: Study, entrance: Entrance, name: str, page: str) -> Stand:
    """Return somebody before a page; refuse who may not open it."""
    door = entrance.door
    visitor, mark = door.find(name), door.mark(name)
    if visitor is None:
        raise NoLoginError(path=study.path)
    if not roles.may(visitor.role, page):
        raise NotAllowedError(role=name_role(visitor.role))

    def admits() -> bool:
        return mark is not None and door.mark(name) == mark

    return Stand(study, visitor, admits, entrance.media)
