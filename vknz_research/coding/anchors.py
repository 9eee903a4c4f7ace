"""Places of codings in time: beside their words, kept in step with them.

Of the two anchors one leads. Where a passage was pointed out in the text, its time is
that of the turns or cues that it touches; where a stretch of the recording was pointed
out, its words are those of the turns or cues that it overlaps.
"""

from dataclasses import dataclass, replace
from uuid import uuid4

from vknz_research.coding.acts import make_coding, refuse_same, set_moment
from vknz_research.coding.consent import find_open_source
from vknz_research.coding.edits import sort_moves
from vknz_research.coding.find import ensure_coder, find_code, refuse_stale
from vknz_research.coding.playing import need_playable
from vknz_research.coding.shifting import shift_cues, shift_turns
from vknz_research.coding.timing import keep_in_step, read_units, time_seen
from vknz_research.errors import EmptyMomentError, UntimedSourceError
from vknz_research.model.codings import Coding, Excerpt
from vknz_research.model.cycles import Observation
from vknz_research.model.recordings import Moment
from vknz_research.model.sources import Revision, Source, Span
from vknz_research.model.timeline import find_span
from vknz_research.store import Store
from vknz_research.store.unit import Reader, UnitOfWork


@dataclass(frozen=True, slots=True)
class Shift:
    """By how much time codes of one recording are shifted, and from which turn.

    Turns count from 1 within the source; `only` shifts that one turn and leaves those
    that follow where they are.
    """

    recording: int
    shift_ms: int
    turn: int = 1
    only: bool = False


@dataclass(frozen=True, slots=True)
class Nudged:
    """The text with its new times; how many codings got another time or other words."""

    revision: Revision
    retimed: int
    reworded: int


def find_words(reader: Reader, source: Source, moment: Moment) -> Span:
    """Return the words of a stretch of a recording; refuse where there are none."""
    units = read_units(reader, source.revision_id)
    if not units:
        raise UntimedSourceError(source=source.name)
    span = find_span(units, moment)
    if span is None:
        raise EmptyMomentError(
            begin=moment.begin_ms, end=moment.end_ms, recording=moment.recording
        )
    return span


def code_moment(
    store: Store, actor: str, source: str, moment: Moment, path: str
) -> Coding:
    """Give a code to a stretch of a recording, and with it to what is said there."""
    with store.begin(actor, "code-moment") as work:
        coder = ensure_coder(work, actor)
        found = find_open_source(work, source)
        need_playable(work, found)
        code = find_code(work, path)
        span = find_words(work, found, moment)
        made = make_coding(work, (found, code, coder), span)
        coding = set_moment(made, moment)
        refuse_same(work, coding, actor, code)
        work.add(coding)
        work.facts = {"coding": coding.id, "start": coding.start, "end": coding.end}
    return coding


def nudge(
    store: Store, actor: str, source: str, revision_id: str, shift: Shift
) -> Nudged:
    """Shift time codes; the words stay, and both anchors of each coding agree after it.

    A coding made on text gets the new time of its words, one made on time the words
    that are heard there now; where nothing is, it keeps its words.
    """
    with store.begin(actor, "nudge") as work:
        found = find_open_source(work, source)
        refuse_stale(found, revision_id)
        old = work.all(Revision, id=revision_id)[0]
        turns, cues = work.turns(old.id), work.cues(old.id)
        moved = shift_turns(
            turns, shift.recording, shift.shift_ms, shift.turn, only=shift.only
        )
        number = work.count(Revision, source_id=found.id) + 1
        new = replace(old, id=str(uuid4()), number=number, kind=_next_kind(old))
        work.keep_text(new, moved, shift_cues(cues, turns, moved))
        pairs = _follow(work, old, new)
        work.replace(replace(found, revision_id=new.id))
        retimed = sum(_time_of(a) != _time_of(b) for a, b in pairs)
        reworded = sum((a.start, a.end) != (b.start, b.end) for a, b in pairs)
        work.facts = {
            "source": found.id,
            "revision": new.id,
            "recording": shift.recording,
            "shift": shift.shift_ms,
            "turn": shift.turn,
        }
    return Nudged(new, retimed, reworded)


def _next_kind(old: Revision) -> str:
    return "edited" if old.kind == "original" else old.kind


def _time_of(coding: Coding) -> tuple[int | None, int | None]:
    return coding.begin_ms, coding.end_ms


def _follow(
    work: UnitOfWork, old: Revision, new: Revision
) -> list[tuple[Coding, Coding]]:
    """Put codings and observations on the new times."""
    units = read_units(work, new.id)
    codings = work.all(Coding, source_id=old.source_id)
    moved = [(c, replace(c, revision_id=new.id)) for c in codings]
    placed = keep_in_step(moved, new.text, units)
    work.exchange(sort_moves(placed, new.length))
    seen = work.all(Observation, source_id=old.source_id)
    work.exchange([(o, time_seen(replace(o, revision_id=new.id), units)) for o in seen])
    quoted = work.all(Excerpt, source_id=old.source_id)
    work.exchange([(x, replace(x, revision_id=new.id)) for x in quoted])
    return placed
