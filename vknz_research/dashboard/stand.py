"""What a page is made for: a study, who looks at it, and whether they still may."""

from collections.abc import Callable
from dataclasses import dataclass

from vknz_research.dashboard.users import Visitor
from vknz_research.project import Study


@dataclass(frozen=True, slots=True)
class Stand:
    """Somebody before a page of a study; `admits` says whether they still may."""

    study: Study
    visitor: Visitor
    admits: Callable[[], bool]
