"""What the player shows of one source: turns, codings, observations, who speaks."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from vknz_research.coding.rounds import list_hidden
from vknz_research.coding.shapes import Json
from vknz_research.coding.timing import time_codings
from vknz_research.model.codes import Code
from vknz_research.model.codings import Coder, Coding
from vknz_research.model.cycles import Viewing
from vknz_research.model.recordings import Recording
from vknz_research.model.sources import Revision, Source, Turn
from vknz_research.reflection.kijkwijzer import Guide
from vknz_research.reflection.observations import list_seen
from vknz_research.reflection.shapes import (
    read_names,
    shape_answers,
    shape_moment,
    shape_observation,
)
from vknz_research.reflection.viewings import list_answers, read_viewed
from vknz_research.store.unit import Reader


def shape_turns(reader: Reader, source: Source) -> list[Json]:
    """Return the turns of a source with their words and times."""
    text = reader.all(Revision, id=source.revision_id)[0].text
    return [
        {
            "n": number,
            "start": turn.start,
            "end": turn.end,
            "kind": turn.kind,
            "speaker": turn.speaker,
            "text": text[turn.start : turn.end],
            "begin": turn.begin_ms,
            "finish": turn.end_ms,
            "recording": turn.recording,
            "addressee": turn.addressee,
        }
        for number, turn in enumerate(reader.turns(source.revision_id), start=1)
    ]


def shape_codings(
    reader: Reader, source: Source, coder_id: str, language: str
) -> list[Json]:
    """Return the codings that a coder may see, each with its place in time."""
    hidden = source.id in list_hidden(reader, coder_id)
    viewed = read_viewed(reader, source.id)
    kinds = {c.id: c for c in reader.all(Coder) if c.kind != "suggestion"}
    codes = {c.id: c for c in reader.all(Code)}
    found = [
        coding
        for coding in reader.all(Coding, source_id=source.id)
        if coding.coder_id in kinds
        and (coding.coder_id == coder_id or not hidden)
        and viewed.shows(coding.coder_id, coder_id)
    ]
    found.sort(key=lambda c: (c.start, c.end, c.id))
    return [
        {
            "id": coding.id,
            **_shape_marks(codes[coding.code_id], language),
            "start": coding.start,
            "end": coding.end,
            **shape_moment(coding),
            "coder": kinds[coding.coder_id].name,
        }
        for coding in time_codings(reader, found)
    ]


def _shape_marks(code: Code, language: str) -> Json:
    return {
        "code": code.path,
        "name": code.name(language),
        "letters": code.letters,
        "colour": code.colour,
        "stroke": code.stroke,
        "form": code.form,
    }


def measure_speaking(
    turns: Sequence[Turn], durations: Sequence[int]
) -> tuple[list[Json], int]:
    """Return how long each speaks, in the order in which they begin, and the silence.

    Only within one conversation: it is never laid beside another. Pure.
    """
    spoken: dict[str, int] = {}
    heard = 0
    for turn in turns:
        if turn.speaker and turn.begin_ms is not None and turn.end_ms is not None:
            length = max(0, turn.end_ms - turn.begin_ms)
            spoken[turn.speaker] = spoken.get(turn.speaker, 0) + length
            heard += length
    ends = [turn.end_ms or turn.begin_ms or 0 for turn in turns]
    whole = sum(durations) or max(ends, default=0)
    shares = [{"speaker": who, "ms": length} for who, length in spoken.items()]
    return shares, max(0, whole - heard)


def end_turns(turns: Sequence[Turn]) -> list[Turn]:
    """Let turns without end last until the next one of their recording begins. Pure."""
    made: list[Turn] = []
    following: dict[int, int] = {}
    for turn in reversed(turns):
        begin, end = turn.begin_ms, turn.end_ms
        if begin is not None and end is None:
            turn = replace(turn, end_ms=following.get(turn.recording))  # noqa: PLW2901
        if begin is not None:
            following[turn.recording] = begin
        made.append(turn)
    return made[::-1]


def shape_speaking(reader: Reader, source: Source) -> Json:
    """Return who speaks how long in a source."""
    turns = end_turns(reader.turns(source.revision_id))
    linked = reader.all(Recording, source_id=source.id)
    lengths = [one.duration_ms or 0 for one in linked]
    shares, silence = measure_speaking(turns, lengths)
    return {"shares": shares, "silence": silence}


def shape_seen(reader: Reader, source: Source, coder_id: str) -> list[Json]:
    """Return the observations that a researcher may see."""
    names = read_names(reader)
    seen = list_seen(reader, source.id, coder_id)
    return [shape_observation(one, names, coder_id) for one in seen]


def shape_viewing(
    reader: Reader, source: Source | None, coder_id: str, guide: Guide, language: str
) -> dict[str, Any]:
    """Return the Kijkwijzer: one's own answers, and the others' once all handed in."""
    made: dict[str, Any] = {
        "sections": guide.shape(language),
        "mine": [],
        "state": "open",
        "others": None,
        "agreed": [],
        "waiting": [],
    }
    if source is None:
        return made
    viewed = read_viewed(reader, source.id)
    own = viewed.viewings.get(coder_id)
    agreed = reader.first(Viewing, source_id=source.id, kind="agreed")
    coders = {c.id: c.name for c in reader.all(Coder)}
    made["mine"] = shape_answers(list_answers(reader, own))
    made["state"] = own.state if own else "open"
    made["waiting"] = sorted(coders[one] for one in viewed.waiting if one in coders)
    if viewed.is_open:
        made["agreed"] = shape_answers(list_answers(reader, agreed))
        made["others"] = [
            {
                "coder": coders[one],
                "answers": shape_answers(list_answers(reader, viewing)),
            }
            for one, viewing in sorted(viewed.viewings.items())
            if one != coder_id
        ]
    return made
