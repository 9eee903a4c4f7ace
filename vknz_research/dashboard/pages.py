"""The pages of the dashboard: where each stands, what it is called, who may open it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from vknz_research.dashboard.users import Visitor
from vknz_research.errors import NotAllowedError, VknzError
from vknz_research.language import say
from vknz_research.model import roles

Handle = Callable[[Mapping[str, Any]], dict[str, Any]]
# What Bokeh answers below the path of a page, besides the page itself.
LINES: Final = ("/ws", "/metadata", "/autoload.js")


@dataclass(frozen=True, slots=True)
class PageFacts:
    """A page: its name, as the roles know it, its path, and its title.

    The page of one thing is reached from a list of them and stands in no bar.
    """

    name: str
    path: str
    nl: str
    en: str
    in_bar: bool = True

    @property
    def title(self) -> str:
        """Return the title in the language of the interface."""
        return say(nl=self.nl, en=self.en)


PAGES: Final = (
    PageFacts(roles.OVERVIEW, "/overzicht", "Overzicht", "Overview"),
    PageFacts(roles.SOURCES, "/bronnen", "Bronnen", "Sources"),
    PageFacts(roles.CODING, "/", "Coderen", "Coding"),
    PageFacts(roles.THEMES, "/themas", "Thema’s (4R)", "Themes (4R)"),
    PageFacts(roles.PERSPECTIVES, "/perspectieven", "Perspectieven", "Perspectives"),
    PageFacts(roles.PASSAGES, "/passages", "Passages", "Passages"),
    PageFacts(roles.AGREEMENT, "/overeenstemming", "Overeenstemming", "Agreement"),
    PageFacts(roles.TRAJECTORIES, "/trajecten", "Trajecten", "Trajectories"),
    PageFacts(roles.TRAJECTORY, "/traject", "Traject", "Trajectory", in_bar=False),
    PageFacts(roles.PSEUDONYMS, "/pseudonimiseren", "Pseudonimiseren", "Pseudonymise"),
    PageFacts(roles.CONSENT, "/toestemming", "Toestemming", "Consent"),
    PageFacts(roles.FEEDBACK, "/terugkoppeling", "Terugkoppeling", "Feedback"),
    PageFacts(
        roles.OWN_FEEDBACK,
        "/mijn-terugkoppeling",
        "Mijn terugkoppeling",
        "My feedback",
    ),
    PageFacts(roles.REPORTS, "/rapporten", "Rapporten", "Reports"),
    PageFacts(
        roles.BUILDING, "/rapport-maken", "Rapport maken", "Make a report", in_bar=False
    ),
    PageFacts(roles.PUBLIC_REPORTS, "/openbaar", "Rapporten", "Reports"),
)
ROLE_WORDS: Final = {
    roles.RESEARCHER: ("onderzoeker", "researcher"),
    roles.EVALUATOR: ("evaluator", "evaluator"),
    roles.STUDENT: ("student", "student"),
    roles.KLANTMANAGER: ("klantmanager", "klantmanager"),
    roles.LEIDINGGEVENDE: ("leidinggevende", "leidinggevende"),
}


def name_role(role: str) -> str:
    """Return how the interface calls a role."""
    nl, en = ROLE_WORDS[role]
    return say(nl=nl, en=en)


def list_pages(role: str) -> list[PageFacts]:
    """List the pages that a role may open, in the order of the bar."""
    return [page for page in PAGES if roles.may(role, page.name)]


def find_home(role: str) -> str | None:
    """Return where somebody in a role arrives: the first page of that role."""
    paths = {page.name: page.path for page in PAGES}
    return next((paths[n] for n in roles.MAY.get(role, ()) if n in paths), None)


def find_page(path: str) -> PageFacts | None:
    """Return the page to which a request goes: the page itself, or one of its lines.

    >>> find_page("/overeenstemming/ws").name, find_page("/ws").name
    ('agreement', 'coding')
    """
    for line in LINES:
        if path.endswith(line):
            path = path[: -len(line)]
            break
    wanted = path.rstrip("/") or "/"
    return next((page for page in PAGES if page.path == wanted), None)


def guard(handle: Handle, admits: Callable[[], bool], visitor: Visitor) -> Handle:
    """Return what answers messages only as long as `admits` says so.

    A page stays open in a browser when somebody's password, role or place among the
    users changes: each message is asked about anew.
    """

    def answer(message: Mapping[str, Any]) -> dict[str, Any]:
        if admits():
            return handle(message)
        error = NotAllowedError(role=name_role(visitor.role))
        number = message.get("id") if isinstance(message, Mapping) else None
        return refuse(number, error)

    return answer


def refuse(number: object, error: VknzError) -> dict[str, Any]:
    """Return a refusal as every page of ours reads it."""
    told = {"kind": type(error).__name__, "message": str(error), "facts": {}}
    return {"id": number, "ok": False, "message": str(error), "error": told}
