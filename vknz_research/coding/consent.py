"""Whose consent is missing in the store, and which sources that closes.

A closed source is in quarantine: it is listed, it can be pseudonymised, and no more.
"""

from collections.abc import Iterable

from vknz_research.coding.find import find_source
from vknz_research.errors import QuarantineError
from vknz_research.model.codes import IN_VIVO, Code, is_within
from vknz_research.model.codings import Coding
from vknz_research.model.people import Consent, Participant
from vknz_research.model.sources import Source, Voice
from vknz_research.privacy.consent import find_missing, name_needed
from vknz_research.store.unit import Reader

Missing = dict[str, dict[str, frozenset[str]]]


def list_missing(reader: Reader) -> Missing:
    """Say what is missing, per closed source and participant."""
    return find_missing(
        reader.all(Source),
        reader.all(Voice),
        reader.all(Participant),
        reader.all(Consent),
    )


def list_closed(reader: Reader) -> set[str]:
    """Return the ids of the sources that are in quarantine."""
    return set(list_missing(reader))


def list_open(reader: Reader) -> list[Source]:
    """List the sources that are not in quarantine."""
    closed = list_closed(reader)
    return [source for source in reader.all(Source) if source.id not in closed]


def list_shown_codes(reader: Reader) -> list[Code]:
    """List the codes; none that was named after words in closed sources only."""
    codes, closed = reader.all(Code), list_closed(reader)
    if not closed:
        return codes
    used = {c.code_id for c in reader.all(Coding) if c.source_id not in closed}
    return [c for c in codes if c.id in used or not is_within(c.path, IN_VIVO)]


def find_open_source(reader: Reader, wanted: str) -> Source:
    """Find a source that may be searched, coded and shown; refuse a closed one."""
    source = find_source(reader, wanted)
    need_open(reader, [source])
    return source


def need_open(reader: Reader, sources: Iterable[Source]) -> None:
    """Refuse sources that are in quarantine."""
    listed = list(sources)
    voices = reader.all(Voice, source_id={source.id for source in listed})
    people = {voice.participant_id for voice in voices}
    missing = find_missing(
        listed,
        voices,
        reader.all(Participant, id=people),
        reader.all(Consent, participant_id=people),
    )
    for source in listed:
        if source.id in missing:
            wanted = set().union(*missing[source.id].values()) or name_needed(source)
            raise QuarantineError(
                source=source.name,
                count=max(1, len(missing[source.id])),
                purposes=", ".join(sorted(wanted)),
            )
