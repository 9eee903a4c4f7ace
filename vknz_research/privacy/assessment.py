"""Never assessment: no count, rank or score that sets klantmanagers side by side."""

from collections.abc import Collection, Iterable
from typing import Final

from vknz_research.errors import NoAssessmentError

# How columns and options are called that say who somebody is.
PERSONAL: Final = frozenset(
    {
        "klantmanager",
        "label",
        "participant",
        "participant_id",
        "participants",
        "person",
        "recipient",
        "recipient_id",
        "speaker",
    }
)
ASSESSED: Final = "klantmanager"


def refuse_personal(names: Iterable[str]) -> None:
    """Refuse a grouping by who somebody is, by its name alone."""
    if PERSONAL & {str(name).strip().lower() for name in names}:
        raise NoAssessmentError


def refuse_per_person(values: Collection[object], persons: Collection[object]) -> None:
    """Refuse groups that are klantmanagers, whatever the column is called.

    `persons` are the ids and labels of klantmanagers among what is counted.
    """
    if not set(persons).isdisjoint(values):
        raise NoAssessmentError
