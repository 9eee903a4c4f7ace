"""Writing transcripts: what was typed in the player becomes a source with times."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from vknz_research.coding.messages import is_whole
from vknz_research.coding.transcripts import Piece, keep_transcript, list_pieces
from vknz_research.errors import TranscriptError
from vknz_research.ingest.decoding import clean_text
from vknz_research.model.sources import Reading, Source, Turn
from vknz_research.project.study import Study

MOST_TURNS: Final = 20_000
LONGEST_TURN: Final = 100_000


def write_transcript(
    study: Study,
    actor: str,
    source: str,
    turns: Sequence[Mapping[str, Any]],
    *,
    recording: int = 1,
    kind: str | None = "gesprek",
) -> Source:
    """Keep what was typed: turns with `speaker`, `begin`, `finish` (ms) and `text`.

    `source` is a name, which makes a new source, or one that was made so before: its
    turns of this recording are replaced and what was coded moves along. Turns without
    words are left out. A new source is in quarantine until consent is recorded.
    """
    pieces = [
        piece
        for number, one in enumerate(turns[: MOST_TURNS + 1], start=1)
        if (piece := _read_turn(number, one, recording)) is not None
    ]
    if not pieces or len(turns) > MOST_TURNS:
        raise TranscriptError(
            what=source,
            reason_nl=f"een transcript heeft 1 tot {MOST_TURNS} beurten met tekst.",
            reason_en=f"a transcript has 1 to {MOST_TURNS} turns with text.",
        )
    return keep_transcript(study.store, actor, source, pieces, kind)


def keep_reading(
    study: Study, actor: str, source: str, reading: Reading, recording: int = 1
) -> Source:
    """Keep what a recogniser made, as what was typed is kept."""
    turns = [replace(turn, recording=recording) for turn in reading.turns]
    pieces = list_pieces(reading.text, turns, reading.cues)
    return keep_transcript(study.store, actor, source, pieces)


def _read_turn(number: int, one: Mapping[str, Any], recording: int) -> Piece | None:
    """Return a turn that was typed, or None where nothing was."""
    if not isinstance(one, Mapping):
        raise _refuse(number, "een beurt heeft velden.", "a turn has fields.")
    text, speaker = one.get("text", ""), one.get("speaker") or ""
    times = one.get("begin"), one.get("finish")
    if not isinstance(text, str) or not isinstance(speaker, str):
        raise _refuse(
            number, "tekst en spreker zijn tekst.", "text and speaker are text."
        )
    if len(text) > LONGEST_TURN:
        raise _refuse(
            number,
            f"een beurt heeft ten hoogste {LONGEST_TURN} tekens: splits haar.",
            f"a turn has at most {LONGEST_TURN} characters: split it.",
        )
    words = " ".join(clean_text(text).split())
    if not words:
        return None
    begin, end = (_read_time(number, time) for time in times)
    if begin is not None and end is not None and end < begin:
        raise _refuse(
            number, "het einde ligt voor het begin.", "its end is before its begin."
        )
    label = " ".join(clean_text(speaker).split()) or None
    turn = Turn(0, len(words), "speech", label, begin, end, recording)
    return Piece(words, turn)


def _read_time(number: int, time: Any) -> int | None:
    if time is None:
        return None
    if not is_whole(time) or time < 0:
        raise _refuse(
            number,
            "een tijd is een aantal milliseconden, 0 of meer.",
            "a time is a number of milliseconds, 0 or more.",
        )
    return int(time)


def _refuse(number: int, nl: str, en: str) -> TranscriptError:
    return TranscriptError(what=f"{number}", reason_nl=nl, reason_en=en)
