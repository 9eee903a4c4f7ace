"""What a page is made for: a study, who looks at it, and whether they still may."""

from collections.abc import Callable
from dataclasses import dataclass

from vknz_research.dashboard.users import Visitor
from vknz_research.project import Study
from vknz_research.project.mediadoor import MediaKey


@dataclass(frozen=True, slots=True)
class Stand:
    """Somebody before a page of a study; `admits` says whether they still may.

    `media` gives the addresses of recordings, where there is a server for them.
    """

    study: Study
    visitor: Visitor
    admits: Callable[[], bool]
    media: MediaKey | None = None
