"""Observations: what a researcher saw at a place, in text and in time."""

from dataclasses import dataclass, replace
from uuid import uuid4

from vknz_research.coding.anchors import find_words
from vknz_research.coding.consent import find_open_source
from vknz_research.coding.find import ensure_coder, read_passage
from vknz_research.coding.playing import need_playable
from vknz_research.coding.timing import read_units, time_seen
from vknz_research.errors import BadMessageError, NotYoursError
from vknz_research.model.codings import Coder
from vknz_research.model.cycles import AgendaItem, Observation
from vknz_research.model.recordings import Moment
from vknz_research.model.sources import Source, Span
from vknz_research.reflection.find import find_kept, need_words
from vknz_research.reflection.viewings import ensure_viewing, read_viewed
from vknz_research.store import Store
from vknz_research.store.unit import Reader, UnitOfWork


@dataclass(frozen=True, slots=True)
class Seen:
    """An observation as somebody notes it: at a passage, or at a stretch of time."""

    kind: str
    body: str
    span: Span | None = None
    moment: Moment | None = None
    theme: str | None = None
    part: str | None = None
    ask_klant: str | None = None
    ask_klantmanager: str | None = None
    id: str | None = None


def observe(store: Store, actor: str, source: str, seen: Seen) -> Observation:
    """Note an observation, or change one of one's own.

    Of the two places one is given; the other follows from the times of the text.
    """
    act = "change-observation" if seen.id else "observe"
    with store.begin(actor, act) as work:
        coder = ensure_coder(work, actor)
        found = find_open_source(work, source)
        old = _find_own(work, seen.id, coder) if seen.id else None
        if seen.moment:
            need_playable(work, found)
        if old is None and not read_viewed(work, found.id).is_open:
            ensure_viewing(work, found, coder)
        made = make_observation(work, found, coder, seen, old)
        if old:
            work.replace(made)
        else:
            work.add(made)
        work.facts = {"observation": made.id, "start": made.start, "end": made.end}
    return made


def make_observation(
    reader: Reader,
    source: Source,
    coder: Coder,
    seen: Seen,
    old: Observation | None = None,
) -> Observation:
    """Return an observation with both its places."""
    span = seen.span or (Span(old.start, old.end) if old else None)
    if seen.moment and (seen.span is None):
        span = find_words(reader, source, seen.moment)
    if span is None:
        raise BadMessageError(act="observe")
    read_passage(reader, source, span)
    made = Observation(
        old.id if old else str(uuid4()),
        source.id,
        source.revision_id,
        coder.id,
        span.start,
        span.end,
        seen.kind,
        need_words(seen.body),
        seen.theme or None,
        seen.part or None,
        (seen.ask_klant or "").strip() or None,
        (seen.ask_klantmanager or "").strip() or None,
    )
    if seen.moment is None:
        return _keep_time(
            made, old, time_seen(made, read_units(reader, made.revision_id))
        )
    return replace(
        made,
        recording=seen.moment.recording,
        begin_ms=seen.moment.begin_ms,
        end_ms=seen.moment.end_ms,
        anchor="time" if seen.span is None else "text",
    )


def _keep_time(
    made: Observation, old: Observation | None, timed: Observation
) -> Observation:
    """Let an observation whose words stay where they are keep its own time."""
    if old is None or (old.start, old.end) != (made.start, made.end):
        return timed
    return replace(
        made,
        recording=old.recording,
        begin_ms=old.begin_ms,
        end_ms=old.end_ms,
        anchor=old.anchor,
    )


def remove_observation(store: Store, actor: str, observation_id: str) -> None:
    """Take an observation of one's own away; the agenda keeps its words."""
    with store.begin(actor, "remove-observation") as work:
        old = _find_own(work, observation_id, ensure_coder(work, actor))
        hangs = work.all(AgendaItem, observation_id=old.id)
        work.replace(*(replace(item, observation_id=None) for item in hangs))
        work.remove(old)
        work.facts = {"observation": old.id}


def _find_own(work: UnitOfWork, observation_id: str, coder: Coder) -> Observation:
    old = find_kept(work, Observation, observation_id)
    if old.coder_id != coder.id:
        raise NotYoursError(coding=old.id, coder=coder.name)
    return old


def list_seen(reader: Reader, source_id: str, coder_id: str) -> list[Observation]:
    """List the observations of a source that a researcher may see, by place.

    Those of somebody who still looks alone are not among them.
    """
    viewed = read_viewed(reader, source_id)
    found = reader.all(Observation, source_id=source_id)
    shown = [o for o in found if viewed.shows(o.coder_id, coder_id)]
    return sorted(shown, key=lambda o: (o.start, o.end, o.id))
