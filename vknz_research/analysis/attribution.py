"""The attribution audit: whether each label fits the design and the speaker."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from vknz_research.model.people import role_perspective


class Quoted(Protocol):
    """A quotation with the source code printed behind it."""

    @property
    def key(self) -> str:
        """Return the id that people use for it."""

    @property
    def label(self) -> str | None:
        """Return the source code printed behind it."""

    @property
    def speaker_role(self) -> str | None:
        """Return the role that the text gives to the speaker."""


class Designed(Protocol):
    """A source code of the design with the role of who speaks."""

    @property
    def source_code(self) -> str:
        """Return the source code."""

    @property
    def role(self) -> str:
        """Return the role."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Ids of quotations whose label does not fit, by what is wrong with it."""

    unknown_code: Sequence[str]
    role_mismatch: Sequence[str]
    unlabelled: Sequence[str]

    @property
    def is_clean(self) -> bool:
        """Say whether nothing was found."""
        return not (self.unknown_code or self.role_mismatch or self.unlabelled)


def audit_attribution(
    quotations: Iterable[Quoted], design: Iterable[Designed]
) -> Attribution:
    """Find quotations without a label, with an unknown one, or of another role."""
    roles = {entry.source_code: entry.role for entry in design}
    unknown: list[str] = []
    mismatch: list[str] = []
    unlabelled: list[str] = []
    for quotation in sorted(quotations, key=lambda q: q.key):
        if not quotation.label:
            unlabelled.append(quotation.key)
        elif quotation.label not in roles:
            unknown.append(quotation.key)
        elif not fits_role(quotation.speaker_role, roles[quotation.label]):
            mismatch.append(quotation.key)
    return Attribution(unknown, mismatch, unlabelled)


def fits_role(stated: str | None, designed: str) -> bool:
    """Say whether a speaker's role can be the one that the design gives.

    >>> fits_role("teamcoach", "beleidsmedewerker en teamcoach")
    True
    >>> fits_role("klant", "klantmanager")
    False
    """
    if stated is None:
        return True
    return stated == designed or role_perspective(stated) == role_perspective(designed)
