"""Whether a recording may be played: everybody who is heard in it must say so."""

from vknz_research.errors import RecordingConsentError
from vknz_research.model.people import Consent, Participant
from vknz_research.model.sources import Source, Voice
from vknz_research.privacy.consent import RESEARCHER
from vknz_research.store.erasing import WITHDRAWN
from vknz_research.store.unit import Reader

PURPOSE = "recording"
STATES = {
    "withdrawn": ("ingetrokken", "withdrawn"),
    "refused": ("geweigerd", "refused"),
    "missing": ("nog niet gegeven", "not given yet"),
}
FORBIDDING = frozenset({"withdrawn", "refused"})


def find_obstacle(reader: Reader, source: Source) -> str | None:
    """Return why a recording of a source may not be played, or None if it may.

    It is `withdrawn`, `refused` or `missing`; what weighs most is told.
    """
    if source.format == WITHDRAWN:
        return "withdrawn"
    heard = {v.participant_id for v in reader.all(Voice, source_id=source.id)}
    people = [p for p in reader.all(Participant, id=heard) if p.role != RESEARCHER]
    said = {
        c.participant_id: c.state
        for c in reader.all(Consent, participant_id=heard)
        if c.purpose == PURPOSE
    }
    states = {said.get(p.id, "missing") for p in people} or {"missing"}
    return next((state for state in STATES if state in states), None)


def need_playable(reader: Reader, source: Source) -> None:
    """Refuse to play a recording without the consent of all who are heard in it."""
    found = find_obstacle(reader, source)
    if found is not None:
        nl, en = STATES[found]
        raise RecordingConsentError(source=source.name, state=nl, state_en=en)
