"""Correcting the text of a source after coding: all that stands in it moves along."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import uuid4

from vknz_research.coding.consent import find_open_source
from vknz_research.coding.edits import (
    Edit,
    Landing,
    find_turn,
    place_after,
    plan_codings,
    plan_cues,
    plan_turns,
    sort_moves,
)
from vknz_research.coding.find import refuse_stale
from vknz_research.coding.timing import keep_in_step, read_units, time_seen
from vknz_research.errors import EditCrossesTurnError
from vknz_research.model.codings import Coding, Doubt, Excerpt, MemoLink
from vknz_research.model.cycles import Observation
from vknz_research.model.sources import Revision, Source, Span
from vknz_research.model.text import hash_text, make_canonical
from vknz_research.store import Store
from vknz_research.store.unit import UnitOfWork


@dataclass(frozen=True, slots=True)
class EditResult:
    """The text after an edit, and what became of the passages in it.

    `moved` counts codings that begin or end elsewhere now; `doubtful` are the ids of
    codings to be confirmed, `doubts` those with links of memos and quotations.
    """

    revision: Revision
    moved: int
    doubtful: list[str]
    doubts: list[Doubt]


def edit_text(
    store: Store,
    actor: str,
    source: str,
    revision_id: str,
    span: Span | tuple[int, int],
    text: str,
) -> EditResult:
    """Replace words of a source, within one turn; equal begin and end insert.

    The text becomes a new revision. Codings, links of memos and chosen quotations move
    along; what the edit made uncertain is kept as near as possible and listed.
    """
    start, end = (span.start, span.end) if isinstance(span, Span) else span
    edit = Edit(start, end, make_canonical(text))
    with store.begin(actor, "edit-text") as work:
        found = find_open_source(work, source)
        refuse_stale(found, revision_id)
        old = work.all(Revision, id=revision_id)[0]
        if old.text[start:end] == edit.text and 0 <= start <= end <= old.length:
            return EditResult(old, 0, [], [])
        edit = _place_edit(work, found, edit)
        new = _keep_revision(work, old, edit)
        moved, doubts = _move_codings(work, old, new, edit)
        doubts += _move_links(work, found, old, edit)
        doubts += _move_excerpts(work, old, new, edit)
        move_seen(work, new, [edit])
        work.replace(replace(found, revision_id=new.id))
        known = {doubt.target_id for doubt in work.all(Doubt)}
        work.add(*[doubt for doubt in doubts if doubt.target_id not in known])
        work.facts = {
            "source": found.id,
            "revision": new.id,
            "start": start,
            "end": end,
            "length": len(edit.text),
            "moved": moved,
            "doubts": len(doubts),
        }
    doubtful = [d.target_id for d in doubts if d.target_kind == "coding"]
    return EditResult(new, moved, doubtful, doubts)


def _place_edit(work: UnitOfWork, source: Source, edit: Edit) -> Edit:
    """Return an edit that knows its turn; refuse one that does not stay in a turn."""
    turns = work.turns(source.revision_id)
    index = find_turn(turns, edit)
    if index is None:
        raise EditCrossesTurnError(start=edit.start, end=edit.end, source=source.id)
    return replace(edit, turn_start=turns[index].start)


def _keep_revision(work: UnitOfWork, old: Revision, edit: Edit) -> Revision:
    """Keep the new text with its turns."""
    text = edit.apply(old.text)
    new = Revision(
        str(uuid4()),
        old.source_id,
        work.count(Revision, source_id=old.source_id) + 1,
        text,
        hash_text(text),
        len(text),
    )
    turns = work.turns(old.id)
    cues = plan_cues(work.cues(old.id), edit)
    work.keep_text(new, plan_turns(turns, edit), cues)
    return new


def _move_codings(
    work: UnitOfWork, old: Revision, new: Revision, edit: Edit
) -> tuple[int, list[Doubt]]:
    codings = work.all(Coding, source_id=old.source_id)
    landed = plan_codings(codings, edit, new.length)
    units = read_units(work, new.id)
    moves = keep_in_step(
        [(coding, land_coding(coding, at, new)) for coding, at in landed],
        new.text,
        units,
    )
    work.exchange(sort_moves(moves, new.length))
    moved = sum((c.start, c.end) != (at.start, at.end) for c, at in landed)
    return moved, [
        _make_doubt("coding", (c.id, c.start, c.end), old, landing.reason)
        for c, landing in landed
        if landing.reason
    ]


def land_coding(
    coding: Coding, landing: Landing | tuple[int, int], new: Revision
) -> Coding:
    """Return a coding at its place in a new text."""
    at = landing if isinstance(landing, tuple) else (landing.start, landing.end)
    words = hash_text(new.text[at[0] : at[1]])
    return replace(coding, revision_id=new.id, start=at[0], end=at[1], text_hash=words)


def move_seen(work: UnitOfWork, new: Revision, edits: Sequence[Edit]) -> None:
    """Let observations stand where they stood, after edits given last first."""
    units = read_units(work, new.id)
    pairs: list[tuple[Observation, Observation]] = []
    for seen in work.all(Observation, source_id=new.source_id):
        start, end = seen.start, seen.end
        for edit in edits:
            landing = place_after(edit, start, end)
            start, end = landing.start, landing.end
        placed = replace(seen, revision_id=new.id, start=start, end=end)
        pairs.append((seen, time_seen(placed, units)))
    work.exchange(pairs)


def _make_doubt(
    kind: str, was: tuple[str, int, int], old: Revision, reason: str
) -> Doubt:
    target_id, start, end = was
    return Doubt(str(uuid4()), kind, target_id, reason, old.id, start, end)


def _move_links(
    work: UnitOfWork, source: Source, old: Revision, edit: Edit
) -> list[Doubt]:
    """Move the passages of the text that memos are about."""
    doubts: list[Doubt] = []
    links = work.all(MemoLink, target_kind="source", target_id=source.id)
    pairs: list[tuple[MemoLink, MemoLink]] = []
    for link in links:
        if link.start is None or link.end is None:
            continue
        landing = place_after(edit, link.start, link.end)
        pairs.append((link, replace(link, start=landing.start, end=landing.end)))
        if landing.reason:
            was = (link.id, link.start, link.end)
            doubts.append(_make_doubt("memo_link", was, old, landing.reason))
    work.exchange([(a, b) for a, b in pairs if a != b])
    return doubts


def _move_excerpts(
    work: UnitOfWork, old: Revision, new: Revision, edit: Edit
) -> list[Doubt]:
    excerpts = work.all(Excerpt, source_id=old.source_id)
    landed = [(e, place_after(edit, e.start, e.end)) for e in excerpts]
    work.exchange([(e, _land(e, at, new)) for e, at in landed])
    return [
        _make_doubt("excerpt", (e.id, e.start, e.end), old, at.reason)
        for e, at in landed
        if at.reason
    ]


def _land(excerpt: Excerpt, landing: Landing, new: Revision) -> Excerpt:
    return replace(
        excerpt,
        revision_id=new.id,
        start=landing.start,
        end=landing.end,
        text_hash=hash_text(new.text[landing.start : landing.end]),
    )
