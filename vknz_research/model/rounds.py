"""Rounds of coding: who codes which sources, and what each coder handed in."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from vknz_research.errors import InvalidSpanError, UnknownValueError

ASSIGNMENT_STATES: Final = ("open", "done")


@dataclass(frozen=True, slots=True)
class Round:
    """One round of coding: the same sources are coded by several, and then compared.

    In a blind round nobody who codes a source sees the layers of the others in it
    before all who are assigned to it have handed in.
    """

    id: str
    number: int
    title: str
    is_blind: int = 1


@dataclass(frozen=True, slots=True)
class Assignment:
    """One coder codes one source in one round."""

    id: str
    round_id: str
    source_id: str
    coder_id: str
    state: str = "open"

    def __post_init__(self) -> None:
        """Refuse states that do not exist."""
        if self.state not in ASSIGNMENT_STATES:
            raise UnknownValueError(
                value=self.state,
                field="assignment.state",
                known=", ".join(ASSIGNMENT_STATES),
            )


@dataclass(frozen=True, slots=True)
class Opening:
    """A decision to compare the layers of a source before all have handed in."""

    id: str
    round_id: str
    source_id: str


@dataclass(frozen=True, slots=True)
class RoundCoding:
    """A coding as it was when its coder handed it in; never changed afterwards.

    `code` is the path of the code at that moment: the code may be renamed, or folded
    into another one, without changing what was handed in.
    """

    id: str
    round_id: str
    source_id: str
    revision_id: str
    coder_id: str
    code_id: str
    code: str
    start: int
    end: int
    code_revision: int = 1

    def __post_init__(self) -> None:
        """Refuse what is no passage."""
        if not 0 <= self.start < self.end:
            raise InvalidSpanError(start=self.start, end=self.end)


def list_closed(
    rounds: Iterable[Round],
    assignments: Iterable[Assignment],
    openings: Iterable[Opening],
) -> dict[tuple[str, str], set[str]]:
    """Say which layers may not be compared yet: (round, source) -> who is not done.

    Only a blind round closes anything, and only while somebody who is assigned has not
    handed in; a decision to open it ends that.

    >>> one = [Assignment("1", "r", "s", "A", "done"), Assignment("2", "r", "s", "B")]
    >>> list_closed([Round("r", 1, "")], one, [])
    {('r', 's'): {'B'}}
    >>> list_closed([Round("r", 1, "")], one, [Opening("1", "r", "s")])
    {}
    """
    blind = {one.id for one in rounds if one.is_blind}
    opened = {(one.round_id, one.source_id) for one in openings}
    closed: dict[tuple[str, str], set[str]] = {}
    for one in assignments:
        place = (one.round_id, one.source_id)
        if one.round_id in blind and one.state == "open" and place not in opened:
            closed.setdefault(place, set()).add(one.coder_id)
    return closed
