"""From a passage of text to a stretch of a recording, and back. Pure.

A unit is a cue, or a turn that has no cues. A passage takes the time of all units that
it touches, a stretch of time the words of all units that it overlaps: no precision is
made up that the transcript has not.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from vknz_research.model.recordings import Moment
from vknz_research.model.sources import Cue, Span, Turn


@dataclass(frozen=True, slots=True)
class Unit:
    """Words with a time: code points, and milliseconds in a recording."""

    start: int
    end: int
    recording: int
    begin_ms: int
    end_ms: int


def list_units(turns: Sequence[Turn], cues: Sequence[Cue] = ()) -> list[Unit]:
    """List the units of a text in reading order.

    A turn without end lasts until the next unit of its recording begins, the last one
    until a second after it began.
    """
    found = list(_list_begun(turns, cues))
    units: list[Unit] = []
    for at, (span, recording, begin, end) in enumerate(found):
        later = (b for _, r, b, _ in found[at + 1 :] if r == recording and b > begin)
        last = next(later, begin + 1_000) if end is None or end <= begin else end
        units.append(Unit(span.start, span.end, recording, begin, last))
    return units


def _list_begun(
    turns: Sequence[Turn], cues: Sequence[Cue]
) -> Iterator[tuple[Span, int, int, int | None]]:
    timed = [cue for cue in cues if cue.begin_ms is not None]
    at = 0
    for turn in turns:
        own: list[Cue] = []
        while at < len(timed) and timed[at].start < turn.end:
            if timed[at].start >= turn.start:
                own.append(timed[at])
            at += 1
        for cue in own:
            if cue.begin_ms is not None:
                span = Span(cue.start, cue.end)
                yield span, turn.recording, cue.begin_ms, cue.end_ms
        if not own and turn.begin_ms is not None:
            span = Span(turn.start, turn.end)
            yield span, turn.recording, turn.begin_ms, turn.end_ms


def find_moment(units: Iterable[Unit], span: Span) -> Moment | None:
    """Return when a passage is said, or None where nothing of it has a time.

    A passage over two recordings has the time of its words in the first.

    >>> units = [Unit(0, 4, 1, 0, 900), Unit(5, 9, 1, 900, 2000)]
    >>> find_moment(units, Span(2, 6))
    Moment(recording=1, begin_ms=0, end_ms=2000)
    """
    touched = [u for u in units if u.start < span.end and u.end > span.start]
    own = [u for u in touched if u.recording == touched[0].recording]
    if not own:
        return None
    begin, end = min(u.begin_ms for u in own), max(u.end_ms for u in own)
    return Moment(own[0].recording, begin, end)


def find_span(units: Iterable[Unit], moment: Moment) -> Span | None:
    """Return the words of a stretch of a recording, or None where there are none.

    >>> units = [Unit(0, 4, 1, 0, 900), Unit(5, 9, 1, 900, 2000)]
    >>> find_span(units, Moment(1, 950, 1000))
    Span(start=5, end=9)
    """
    heard = [
        u
        for u in units
        if u.recording == moment.recording
        and u.begin_ms < moment.end_ms
        and u.end_ms > moment.begin_ms
    ]
    if not heard:
        return None
    return Span(min(u.start for u in heard), max(u.end for u in heard))
