"""Rules of consent: pure functions on what participants said.

A purpose that was refused or withdrawn forbids. A participant of whom nothing is
recorded is not yet decided about: `vknz check` lists those.
"""

from collections.abc import Iterable

from vknz_research.model.people import Consent

# Without these two, nothing of a participant may be analysed at all.
NEEDED_TO_ANALYSE = frozenset({"interview", "coding"})


def list_forbidden(consents: Iterable[Consent], purposes: Iterable[str]) -> set[str]:
    """Return ids of participants who refused or withdrew one of the purposes."""
    wanted = set(purposes)
    return {
        c.participant_id for c in consents if c.purpose in wanted and c.state != "given"
    }


def is_overruled(said: Consent, old: Consent) -> bool:
    """Say whether what stands in a table is older than what was recorded before.

    Without both dates nobody knows: then what forbids counts.
    """
    if said.date and old.date:
        return said.date < old.date
    return said.state == "given" and old.state != "given"


def list_not_analysable(consents: Iterable[Consent]) -> set[str]:
    """Return ids of participants of whom nothing may be in a snapshot."""
    return list_forbidden(consents, NEEDED_TO_ANALYSE)


def list_not_quotable(consents: Iterable[Consent]) -> set[str]:
    """Return ids of participants who may be counted but not quoted."""
    return list_forbidden(consents, NEEDED_TO_ANALYSE | {"quotation"})
