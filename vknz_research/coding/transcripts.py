"""Transcripts made in the study: typed in the player, or heard by a recogniser.

The first time one is written it becomes a source, after that a new text of it: what was
coded moves along.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import uuid4

from vknz_research.coding.carrying import find_edits
from vknz_research.coding.find import find_source
from vknz_research.coding.playing import FORBIDDING, STATES, find_obstacle
from vknz_research.coding.replacing import (
    move_codings,
    move_excerpts,
    move_links,
)
from vknz_research.coding.sources import Arrival, add_voices, insert_sources
from vknz_research.coding.textedit import move_seen
from vknz_research.errors import (
    RecordingConsentError,
    TranscriptError,
    UnknownThingError,
)
from vknz_research.model.codings import Doubt
from vknz_research.model.people import Consent, Participant
from vknz_research.model.sources import (
    Cue,
    InventoryEntry,
    Reading,
    Revision,
    Source,
    Turn,
    Voice,
)
from vknz_research.model.text import hash_text
from vknz_research.store import Store
from vknz_research.store.unit import Reader, UnitOfWork

ACT: Final = "write-transcript"
PLAYER: Final = "player"  # the format of a source that was made here
LONGEST_NAME: Final = 200


@dataclass(frozen=True, slots=True)
class Piece:
    """A turn with its words; its cues count from the beginning of the turn."""

    words: str
    turn: Turn
    cues: tuple[Cue, ...] = ()


def keep_transcript(
    store: Store,
    actor: str,
    wanted: str,
    pieces: Sequence[Piece],
    kind: str | None = "gesprek",
) -> Source:
    """Keep a transcript under a name, or as a new text of a source made here.

    The pieces are those of one recording: turns of other recordings stay.
    """
    with store.begin(actor, ACT) as work:
        found = find_written(work, wanted)
        if found is None:
            made = _begin_source(work, wanted, pieces, kind)
        else:
            made = _write_again(work, found, pieces)
        work.facts = {"sources": [made.id], "revision": made.revision_id}
    return made


def find_written(reader: Reader, wanted: str) -> Source | None:
    """Find the source that is written on; None where it is new.

    Refused is one that was read from a file: that is corrected in the workbench.
    """
    try:
        found = find_source(reader, wanted)
    except UnknownThingError:
        return None
    if found.format != PLAYER:
        raise TranscriptError(
            what=found.name,
            reason_nl="deze bron is uit een bestand gelezen: verbeter haar op de "
            "pagina Coderen, of geef het transcript een andere naam.",
            reason_en="this source was read from a file: correct it on the page "
            "Coding, or give the transcript another name.",
        )
    return found


def list_pieces(text: str, turns: Iterable[Turn], cues: Sequence[Cue]) -> list[Piece]:
    """Return a text as pieces."""
    return [
        Piece(
            text[turn.start : turn.end],
            turn,
            tuple(
                replace(cue, start=cue.start - turn.start, end=cue.end - turn.start)
                for cue in cues
                if turn.start <= cue.start and cue.end <= turn.end
            ),
        )
        for turn in turns
    ]


def compose_pieces(pieces: Sequence[Piece]) -> tuple[str, list[Turn], list[Cue]]:
    """Return pieces as a text with its turns and cues, a line each."""
    turns: list[Turn] = []
    cues: list[Cue] = []
    at = 0
    for piece in pieces:
        end = at + len(piece.words)
        turns.append(replace(piece.turn, start=at, end=end))
        cues += [
            replace(cue, start=at + cue.start, end=at + cue.end) for cue in piece.cues
        ]
        at = end + 1
    return "\n".join(piece.words for piece in pieces), turns, cues


def _find_known(reader: Reader, pieces: Sequence[Piece]) -> dict[str, str]:
    """Return the roles of speakers who are people of the study under that very label.

    Who types a known label means that person: then a withdrawal finds these words too.
    """
    labels = {piece.turn.speaker for piece in pieces if piece.turn.speaker}
    known = reader.all(Participant, label=labels) if labels else []
    return {person.label: person.role for person in known if person.role}


def _begin_source(
    work: UnitOfWork, name: str, pieces: Sequence[Piece], kind: str | None
) -> Source:
    shown = " ".join(name.split())
    if not 0 < len(shown) <= LONGEST_NAME:
        raise TranscriptError(
            what=shown[:20],
            reason_nl=f"een naam heeft 1 tot {LONGEST_NAME} tekens.",
            reason_en=f"a name has 1 to {LONGEST_NAME} characters.",
        )
    text, turns, cues = compose_pieces(pieces)
    reading = Reading(PLAYER, text, tuple(turns), tuple(cues))
    file = f"{shown}.json"
    entry = InventoryEntry(file, kind=kind, participants=_find_known(work, pieces))
    arrival = Arrival(file, _write_original(pieces), [reading], entry)
    return insert_sources(work, arrival)[0]


def _write_original(pieces: Sequence[Piece]) -> bytes:
    """Return a transcript as a file that can be imported, as recognisers write it."""
    segments: list[dict[str, Any]] = [
        {
            "start": None if p.turn.begin_ms is None else p.turn.begin_ms / 1000,
            "end": None if p.turn.end_ms is None else p.turn.end_ms / 1000,
            "speaker": p.turn.speaker,
            "text": p.words,
        }
        for p in pieces
    ]
    return json.dumps({"segments": segments}, ensure_ascii=False).encode()


def _write_again(work: UnitOfWork, source: Source, pieces: Sequence[Piece]) -> Source:
    """Give a source a new text; what stands in the old one moves along.

    One that waits for consent can be written on, one that somebody refused cannot.
    """
    refused = find_obstacle(work, source)
    if refused in FORBIDDING:
        nl, en = STATES[refused]
        raise RecordingConsentError(source=source.name, state=nl, state_en=en)
    old = work.all(Revision, id=source.revision_id)[0]
    turns, cues = work.turns(old.id), work.cues(old.id)
    written = {piece.turn.recording for piece in pieces}
    others = [t for t in turns if t.recording not in written]
    whole = [*list_pieces(old.text, others, cues), *pieces]
    whole.sort(key=lambda piece: piece.turn.recording)
    text, new_turns, new_cues = compose_pieces(whole)
    if (text, new_turns, new_cues) == (old.text, turns, cues):
        return source
    number = work.count(Revision, source_id=source.id) + 1
    new = Revision(
        str(uuid4()), source.id, number, text, hash_text(text), len(text), "edited"
    )
    work.keep_text(new, new_turns, new_cues)
    _move_all(work, source, (old, turns), (new, new_turns))
    made = replace(source, revision_id=new.id)
    work.replace(made)
    _name_voices(work, made, turns, new_turns)
    return made


def _move_all(
    work: UnitOfWork,
    source: Source,
    before: tuple[Revision, Sequence[Turn]],
    after: tuple[Revision, Sequence[Turn]],
) -> None:
    old, new = before[0], after[0]
    places = [[(t.start, t.end) for t in turns] for _, turns in (before, after)]
    plan = find_edits(old.text, new.text, places[0], places[1])
    doubts: list[Doubt] = [
        *move_codings(work, old, new, plan),
        *move_links(work, source, old, plan),
        *move_excerpts(work, old, new, plan),
    ]
    move_seen(work, new, plan)
    known = {doubt.target_id for doubt in work.all(Doubt)}
    work.add(*[doubt for doubt in doubts if doubt.target_id not in known])


def _name_voices(
    work: UnitOfWork, source: Source, before: Sequence[Turn], after: Sequence[Turn]
) -> None:
    """Say who is behind new labels.

    A label in the place of another is the same person, called otherwise: who is asked
    for consent once, and withdraws from what stands under both.
    """
    voices = {v.speaker: v for v in work.all(Voice, source_id=source.id)}
    now = dict.fromkeys(t.speaker for t in after if t.speaker)
    gone = {t.speaker for t in before if t.speaker and t.speaker not in now}
    renamed = find_renamed(before, after, gone & set(voices))
    new = [label for label in now if label not in voices]
    if not renamed and len(gone) == len(new) == 1:
        renamed = {new[0]: sorted(gone)}
    for label, olds in renamed.items():
        person = voices.get(label, voices[olds[0]]).participant_id
        if label in new:
            work.add(Voice(str(uuid4()), source.id, label, person))
        for other in (voices[old] for old in olds):
            if not work.count(Consent, participant_id=other.participant_id):
                work.replace(replace(other, participant_id=person))
    left = [label for label in new if label not in renamed]
    if left:
        people = {p.label: p for p in work.all(Participant)}
        add_voices(work, source, left, ({}, people))


def find_renamed(
    before: Iterable[Turn], after: Iterable[Turn], gone: set[str]
) -> dict[str, list[str]]:
    """Return of which labels another took the place, the most common first.

    Turns are the same where they begin at the same moment.

    >>> old = [Turn(0, 2, speaker="S1", begin_ms=5), Turn(3, 4, speaker="S2")]
    >>> now = [Turn(0, 2, speaker="Greet", begin_ms=5)]
    >>> find_renamed(old, now, {"S1", "S2"})
    {'Greet': ['S1']}
    """
    at = {(t.recording, t.begin_ms): t.speaker for t in after}
    found: dict[str, Counter[str]] = {}
    for turn in before:
        is_timed = turn.begin_ms is not None
        label = at.get((turn.recording, turn.begin_ms)) if is_timed else None
        if turn.speaker in gone and turn.speaker and label:
            found.setdefault(label, Counter())[turn.speaker] += 1
    taken: set[str] = set()
    renamed: dict[str, list[str]] = {}
    for label, counts in sorted(found.items()):
        olds = [old for old, _ in counts.most_common() if old not in taken]
        taken.update(olds)
        renamed |= {label: olds} if olds else {}
    return renamed
