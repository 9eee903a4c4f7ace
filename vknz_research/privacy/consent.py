"""Rules of consent: pure functions on what participants said.

Missing is no: a source is in quarantine until everybody in it, but for researchers,
gave what is needed to analyse it. A purpose that was refused or withdrawn forbids.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from vknz_research.model.people import Consent, Participant
from vknz_research.model.sources import Source, Voice

# Without these two, nothing of a participant may be analysed at all.
NEEDED_TO_ANALYSE: Final = frozenset({"interview", "coding"})
# Without these two, nothing of a recorded talk of klant and klantmanager.
NEEDED_OF_RECORDING: Final = frozenset({"recording", "coding"})
RECORDED_KINDS: Final = frozenset({"opname", "gesprek"})
RESEARCHER: Final = "onderzoeker"
# Quotations that were published already: whom to ask stood in the publication.
PUBLISHED: Final = "excerpts"


def list_forbidden(consents: Iterable[Consent], purposes: Iterable[str]) -> set[str]:
    """Return ids of participants who refused or withdrew one of the purposes."""
    wanted = set(purposes)
    return {
        c.participant_id for c in consents if c.purpose in wanted and c.state != "given"
    }


def list_given(consents: Iterable[Consent], purpose: str) -> set[str]:
    """Return ids of participants who gave a purpose; missing is no."""
    return {
        c.participant_id for c in consents if (c.purpose, c.state) == (purpose, "given")
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


def list_not_quotable(
    consents: Iterable[Consent], participants: Iterable[Participant] = ()
) -> set[str]:
    """Return ids of participants who may be counted but not quoted.

    Of `participants` those count as not quotable of whom nothing is recorded.
    """
    listed = list(consents)
    given = list_given(listed, "quotation")
    asked = {p.id for p in participants if p.role != RESEARCHER}
    return list_forbidden(listed, NEEDED_TO_ANALYSE | {"quotation"}) | (asked - given)


def name_needed(source: Source) -> frozenset[str]:
    """Return the purposes without which a source may not be analysed.

    >>> sorted(name_needed(Source("1", "a", "a", "", "txt", "o", "r")))
    ['coding', 'interview']
    """
    is_recorded = source.kind in RECORDED_KINDS
    return NEEDED_OF_RECORDING if is_recorded else NEEDED_TO_ANALYSE


def find_missing(
    sources: Iterable[Source],
    voices: Iterable[Voice],
    participants: Iterable[Participant],
    consents: Iterable[Consent],
) -> dict[str, dict[str, frozenset[str]]]:
    """Say what is missing: source id -> participant id -> purposes not given.

    A source in which nobody is known misses consent of nobody in particular: it stands
    there with an empty mapping. Sources that are complete are not listed. Who withdrew
    is heard until the words are gone: from then on the others of a group can be again.
    """
    roles = {p.id: p.role for p in participants}
    given: Mapping[str, set[str]] = defaultdict(set)
    for c in consents:
        if c.state == "given":
            given[c.participant_id].add(c.purpose)
    heard: Mapping[str, set[str]] = defaultdict(set)
    for voice in voices:
        heard[voice.source_id].add(voice.participant_id)
    found: dict[str, dict[str, frozenset[str]]] = {}
    for source in sources:
        if source.format == PUBLISHED:
            continue
        needed, people = name_needed(source), heard[source.id]
        missing = {
            who: frozenset(needed - given[who])
            for who in sorted(people)
            if roles.get(who) != RESEARCHER and needed - given[who]
        }
        if missing or not people:
            found[source.id] = missing
    return found
