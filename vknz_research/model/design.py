"""The design of a study: which source codes there are, and what they stand for."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_PATTERN = re.compile(r"^(?P<kind>[A-Za-z]+?)(?P<phase>\d)/(?P<perspective>\w+)$")


@dataclass(frozen=True, slots=True)
class DesignEntry:
    """One source code of the design, such as F3/MT, with the role of who speaks."""

    id: str
    source_code: str
    kind: str
    phase: int | None
    role: str
    participants: int
    sources: int


@dataclass(frozen=True, slots=True)
class SourceCode:
    """A source code taken apart: kind letter, phase, perspective."""

    text: str
    kind: str | None
    phase: int | None
    perspective: str | None
    is_known: bool


def parse_source_code(text: str, design: Iterable[DesignEntry] = ()) -> SourceCode:
    """Take a source code apart and say whether the study's design has it.

    >>> parse_source_code("F3/MT")
    SourceCode(text='F3/MT', kind='F', phase=3, perspective='MT', is_known=False)
    """
    wanted = text.strip()
    known = {entry.source_code for entry in design}
    found = _PATTERN.match(wanted)
    if not found:
        return SourceCode(wanted, None, None, None, wanted in known)
    return SourceCode(
        wanted,
        found["kind"],
        int(found["phase"]),
        found["perspective"],
        wanted in known,
    )
