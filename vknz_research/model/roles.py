"""Who may do what: the roles of people who log in, and the pages open to each.

A role says what somebody sees in the dashboard. What participants are to one another
(klant, klantmanager, …) stands in `model/people.py`.
"""

from typing import Final

OVERVIEW: Final = "overview"
SOURCES: Final = "sources"
CODING: Final = "coding"
THEMES: Final = "themes"
PERSPECTIVES: Final = "perspectives"
PASSAGES: Final = "passages"
AGREEMENT: Final = "agreement"
CONSENT: Final = "consent"
FEEDBACK: Final = "feedback"
PSEUDONYMS: Final = "pseudonyms"
REPORTS: Final = "reports"
BUILDING: Final = "building"
PUBLIC_REPORTS: Final = "public_reports"
OWN_FEEDBACK: Final = "own_feedback"
TRAJECTORIES: Final = "trajectories"
TRAJECTORY: Final = "trajectory"

RESEARCHER: Final = "researcher"
EVALUATOR: Final = "evaluator"
STUDENT: Final = "student"
KLANTMANAGER: Final = "klantmanager"
LEIDINGGEVENDE: Final = "leidinggevende"

# In each role the first page is where one arrives; a student has none: a release is
# for students, and the study itself is not.
MAY: Final[dict[str, tuple[str, ...]]] = {
    RESEARCHER: (
        *(CODING, OVERVIEW, SOURCES, THEMES, PERSPECTIVES, PASSAGES),
        *(TRAJECTORIES, TRAJECTORY, AGREEMENT),
        *(PSEUDONYMS, CONSENT, FEEDBACK, REPORTS, BUILDING),
    ),
    EVALUATOR: (
        *(OVERVIEW, THEMES, PERSPECTIVES, PASSAGES),
        *(AGREEMENT, REPORTS, BUILDING),
    ),
    STUDENT: (),
    KLANTMANAGER: (OWN_FEEDBACK,),
    LEIDINGGEVENDE: (PUBLIC_REPORTS,),
}
ROLES: Final = tuple(MAY)
# Roles of one person in the study: what is theirs hangs on who they are in it.
OF_A_PARTICIPANT: Final = frozenset({KLANTMANAGER})


def may(role: str, page: str) -> bool:
    """Say whether somebody in a role may open a page; an unknown role may nothing.

    >>> may("klantmanager", "own_feedback"), may("klantmanager", "coding")
    (True, False)
    """
    return page in MAY.get(role, ())
