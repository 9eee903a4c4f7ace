"""Smart codes: questions to the codings that are kept under a name."""

import re
from dataclasses import dataclass

from vknz_research.errors import InvalidPathError

_NAME = re.compile(r"\w(?:[\w. -]*[\w.])?")


@dataclass(frozen=True, slots=True)
class SmartCode:
    """A question in the query language, kept under a name.

    It holds no passages: each time it is asked, it finds what is there then.
    """

    id: str
    name: str
    query: str
    coder_id: str | None = None

    def __post_init__(self) -> None:
        """Refuse names that cannot be typed in a question."""
        if not _NAME.fullmatch(self.name):
            raise InvalidPathError(path=self.name)
