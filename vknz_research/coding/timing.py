"""The time of codings that were made on text, and whether both anchors agree."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from vknz_research.model.codings import Coding
from vknz_research.model.cycles import Observation
from vknz_research.model.recordings import Moment
from vknz_research.model.sources import Span, Turn
from vknz_research.model.text import hash_text
from vknz_research.model.timeline import Unit, find_moment, find_span, list_units
from vknz_research.store.unit import Reader

FEW: Final = 3  # as many codings are quicker timed one by one


def read_units(reader: Reader, revision_id: str) -> list[Unit]:
    """Return the timed units of a text; none where it has no times."""
    turns = reader.turns(revision_id)
    if all(turn.begin_ms is None for turn in turns):
        return []
    return list_units(turns, reader.cues(revision_id))


def read_units_near(reader: Reader, revision_id: str, span: Span) -> list[Unit]:
    """Return the timed units that a passage touches, without reading all of them."""
    place = revision_id, span.start, span.end
    turns = [_end_turn(reader, revision_id, t) for t in reader.turns_within(*place)]
    if all(turn.begin_ms is None for turn in turns):
        return []
    return list_units(turns, reader.cues_within(*place))


def _end_turn(reader: Reader, revision_id: str, turn: Turn) -> Turn:
    """Let a turn without end last until the next one of its recording begins."""
    begin, end = turn.begin_ms, turn.end_ms
    if begin is None or (end is not None and end > begin):
        return turn
    following = reader.next_begin(revision_id, turn.recording, begin)
    return replace(turn, end_ms=following)


def time_coding(coding: Coding, units: Sequence[Unit]) -> Coding:
    """Return a coding made on text with the time of its words; others as they are."""
    if coding.anchor == "time":
        return coding
    near = _list_near(units, coding.start, coding.end)
    moment = find_moment(near, Span(coding.start, coding.end))
    if moment is None:
        return replace(coding, recording=None, begin_ms=None, end_ms=None, anchor=None)
    return replace(
        coding,
        recording=moment.recording,
        begin_ms=moment.begin_ms,
        end_ms=moment.end_ms,
        anchor="text",
    )


def time_seen(seen: Observation, units: Sequence[Unit]) -> Observation:
    """Return an observation of which both places agree: the other follows the leading.

    One that was made on time keeps it, and gets the words that are heard in it; where
    nothing is, it keeps its words, and those lead from then on.
    """
    if seen.anchor == "time" and seen.begin_ms is not None and seen.end_ms is not None:
        own = Moment(seen.recording or 1, seen.begin_ms, seen.end_ms)
        if _touched(units, seen) == _heard(units, own):
            return seen
        span = find_span(units, own)
        if span is not None:
            return replace(seen, start=span.start, end=span.end)
    moment = find_moment(units, Span(seen.start, seen.end))
    if moment is None:
        return replace(seen, recording=None, begin_ms=None, end_ms=None, anchor=None)
    return replace(
        seen,
        recording=moment.recording,
        begin_ms=moment.begin_ms,
        end_ms=moment.end_ms,
        anchor="text",
    )


def _list_near(units: Sequence[Unit], start: int, end: int) -> Sequence[Unit]:
    """Return the units around a passage; units follow each other in the text."""
    first = max(0, bisect_right(units, start, key=lambda unit: unit.start) - 1)
    last = bisect_right(units, end, key=lambda unit: unit.start)
    return units[first:last]


def time_codings(reader: Reader, codings: Sequence[Coding]) -> list[Coding]:
    """Give codings that were made on text the time of their words."""
    if len(codings) <= FEW:
        return [_time_near(reader, coding) for coding in codings]
    units = {key: read_units(reader, key) for key in {c.revision_id for c in codings}}
    return [time_coding(c, units[c.revision_id]) for c in codings]


def _time_near(reader: Reader, coding: Coding) -> Coding:
    if coding.anchor == "time":
        return coding
    span = Span(coding.start, coding.end)
    return time_coding(coding, read_units_near(reader, coding.revision_id, span))


def is_in_step(coding: Coding, units: Sequence[Unit]) -> bool:
    """Say whether the words and the time of a coding belong together.

    The time of one made on text is that of its words. Of one made on time, the words
    are all that is heard in it, and nothing else.
    """
    moment = find_moment(units, Span(coding.start, coding.end))
    if coding.begin_ms is None or coding.end_ms is None or coding.recording is None:
        return moment is None
    own = Moment(coding.recording, coding.begin_ms, coding.end_ms)
    if coding.anchor == "text":
        return moment == own
    return _touched(units, coding) == _heard(units, own)


def _touched(units: Sequence[Unit], placed: Coding | Observation) -> list[Unit]:
    return [u for u in units if u.start < placed.end and u.end > placed.start]


def _heard(units: Sequence[Unit], moment: Moment) -> list[Unit]:
    """Return the units from the first one to the last one that are heard."""
    heard = [
        at
        for at, u in enumerate(units)
        if u.recording == moment.recording
        and u.begin_ms < moment.end_ms
        and u.end_ms > moment.begin_ms
    ]
    return list(units[heard[0] : heard[-1] + 1]) if heard else []


def keep_in_step(
    pairs: Sequence[tuple[Coding, Coding]], text: str, units: Sequence[Unit]
) -> list[tuple[Coding, Coding]]:
    """Let both anchors of codings agree in a new text: pairs of before and after.

    What was made on text gets the time of its words, what was made on time the words
    that are heard in it, unless another coding stands there.
    """
    taken = {_key(new) for _, new in pairs}
    kept: list[tuple[Coding, Coding]] = []
    for old, new in pairs:
        made = _follow(new, text, units)
        if _key(made) != _key(new):
            if _key(made) in taken:
                made = time_coding(replace(new, anchor=None), units)
            taken.add(_key(made))
        kept.append((old, made))
    return kept


def _follow(coding: Coding, text: str, units: Sequence[Unit]) -> Coding:
    if coding.anchor != "time" or is_in_step(coding, units):
        return time_coding(coding, units)
    times = coding.recording or 1, coding.begin_ms or 0, coding.end_ms or 0
    span = find_span(units, Moment(*times))
    if span is None:
        return time_coding(replace(coding, anchor=None), units)
    words = hash_text(text[span.start : span.end])
    return replace(coding, start=span.start, end=span.end, text_hash=words)


def _key(coding: Coding) -> tuple[str, str, int, int]:
    return coding.code_id, coding.coder_id, coding.start, coding.end
