"""Bringing what was read from files into the study, with speakers as participants."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import uuid4

from vknz_research.language import say
from vknz_research.model.people import Consent, Given, Participant
from vknz_research.model.sources import (
    InventoryEntry,
    Reading,
    Revision,
    Source,
    Voice,
)
from vknz_research.model.text import hash_text
from vknz_research.privacy.consent import PUBLISHED
from vknz_research.store import Store
from vknz_research.store.unit import Reader, UnitOfWork

NO_ENTRY = InventoryEntry("")
NOBODY: Final = ""  # the label of turns that name no speaker
RESEARCHER: Final = "onderzoeker"
# Whoever has one of these labels asks the questions, also where no inventory says so.
ASKING: Final = frozenset(
    {"interviewer", "moderator", "onderzoeker", "gespreksleider", "researcher"}
)


@dataclass(frozen=True, slots=True)
class Arrival:
    """One file as it arrives: name, bytes, and what its reader made of it.

    `consent` is what all who speak in it gave, unless its inventory says what.
    """

    file: str
    data: bytes
    readings: Sequence[Reading]
    entry: InventoryEntry = NO_ENTRY
    consent: Given | None = None


def find_arrived(reader: Reader, data: bytes) -> list[Source]:
    """List the sources that were made from exactly these bytes before."""
    sha256 = hashlib.sha256(data).hexdigest()
    found = [
        source
        for original_id in reader.originals(sha256)
        for source in reader.all(Source, original_id=original_id)
    ]
    return sorted(found, key=lambda source: source.name)


def add_sources(store: Store, actor: str, arrival: Arrival) -> list[Source]:
    """Keep the sources of one file, in one act."""
    with store.begin(actor, "import") as work:
        sources = insert_sources(work, arrival)
        work.facts = {
            "sources": [source.id for source in sources],
            "bytes": len(arrival.data),
        }
    return sources


def insert_sources(work: UnitOfWork, arrival: Arrival) -> list[Source]:
    """Keep the sources of one file within an act that is under way."""
    original_id = str(uuid4())
    sha256 = hashlib.sha256(arrival.data).hexdigest()
    work.keep_original(original_id, sha256, arrival.data)
    people = {p.label: p for p in work.all(Participant)}
    return [
        _insert_source(work, arrival, reading, (original_id, people))
        for reading in arrival.readings
    ]


def _insert_source(
    work: UnitOfWork,
    arrival: Arrival,
    reading: Reading,
    origin: tuple[str, dict[str, Participant]],
) -> Source:
    original_id, people = origin
    source = _make_source(arrival, reading, original_id)
    text = Revision(
        source.revision_id,
        source.id,
        1,
        reading.text,
        hash_text(reading.text),
        len(reading.text),
    )
    work.keep_text(text, reading.turns, reading.cues)
    heard = reading.speakers or tuple(arrival.entry.participants) or (NOBODY,)
    heard = () if reading.format == PUBLISHED else heard
    work.add(source)
    cast = add_voices(work, source, heard, (arrival.entry.participants, people))
    said = arrival.entry.consent or arrival.consent
    if said is not None:
        _add_consent(work, cast.values(), said)
    return source


def add_voices(
    work: UnitOfWork,
    source: Source,
    speakers: Sequence[str],
    known: tuple[Mapping[str, str], dict[str, Participant]],
) -> dict[str, Participant]:
    """Say who is behind speaker labels of a source; return who, by label.

    `known` are the roles of names that an inventory gives, and the participants by
    label, to which the new ones are added.
    """
    roles, people = known
    cast = _plan_cast(speakers, source, roles, people)
    new = [p for p in dict.fromkeys(cast.values()) if p.label not in people]
    people |= {p.label: p for p in new}
    work.add(*new)
    work.add(
        *[
            Voice(str(uuid4()), source.id, label, person.id)
            for label, person in cast.items()
        ]
    )
    return cast


def _add_consent(work: UnitOfWork, people: Iterable[Participant], said: Given) -> None:
    """Keep what people gave; what somebody said before, whatever it was, stands."""
    asked = {p.id for p in people if p.role != RESEARCHER}
    known = {
        (c.participant_id, c.purpose) for c in work.all(Consent, participant_id=asked)
    }
    facts = (said.date, said.letter, said.asked_by)
    work.add(
        *[
            Consent(str(uuid4()), who, purpose, "given", *facts)
            for who in sorted(asked)
            for purpose in said.purposes
            if (who, purpose) not in known
        ]
    )


def _make_source(arrival: Arrival, reading: Reading, original_id: str) -> Source:
    entry, stem = arrival.entry, arrival.file.rsplit(".", 1)[0]
    return Source(
        id=str(uuid4()),
        name=f"{stem} {reading.part}".strip(),
        file=arrival.file,
        part=reading.part,
        format=reading.format,
        original_id=original_id,
        revision_id=str(uuid4()),
        source_code=entry.source_code,
        kind=entry.kind,
        phase=entry.phase,
        perspective=entry.perspective,
        date=entry.date,
        municipality=entry.municipality,
    )


def _plan_cast(
    speakers: Sequence[str],
    source: Source,
    roles: Mapping[str, str],
    people: Mapping[str, Participant],
) -> dict[str, Participant]:
    """Say who is behind each speaker label.

    A name that the inventory gives is one person in the whole study. Any other label,
    such as 'Respondent', may be somebody else in each source: it gets one of its own.
    """
    cast: dict[str, Participant] = {}
    for speaker in speakers:
        role = RESEARCHER if speaker.casefold() in ASKING else None
        if speaker in roles:
            made = Participant(str(uuid4()), speaker, roles[speaker])
            cast[speaker] = people.get(speaker, made)
        else:
            # Nobody is named: somebody must be asked, whoever it is.
            shown = speaker or say(nl="Onbekend", en="Unknown")
            label = _free_label(f"{shown} ({source.name})", people)
            cast[speaker] = Participant(str(uuid4()), label, role)
    return cast


def _free_label(wanted: str, people: Mapping[str, Participant]) -> str:
    """Return a label that nobody has: two files may have the same name."""
    tries = (wanted, *(f"{wanted} {number}" for number in range(2, len(people) + 3)))
    return next(label for label in tries if label not in people)
