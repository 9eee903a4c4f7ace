"""Replacing many passages of a text at once: one new revision, all in it moves along.

A coding wholly within replaced words stands on the token after it, and is listed to
be looked at again; none is dropped.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import uuid4

from vknz_research.coding.edits import (
    Edit,
    find_turn,
    place_after,
    plan_codings,
    plan_cues,
    plan_turns,
    sort_moves,
)
from vknz_research.coding.find import ensure_coder, find_source, refuse_stale
from vknz_research.coding.textedit import land_coding, move_seen
from vknz_research.coding.timing import keep_in_step, read_units
from vknz_research.errors import EditCrossesTurnError
from vknz_research.model.codings import Coding, Doubt, Excerpt, MemoLink
from vknz_research.model.privacy import Identifier
from vknz_research.model.sources import Cue, Revision, Source, Turn
from vknz_research.model.text import hash_text
from vknz_research.privacy.replacing import Replacement, replace_words
from vknz_research.store import Store
from vknz_research.store.unit import UnitOfWork

ACT = "pseudonymise"


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided about a place: all of an identifier but who and which id."""

    start: int
    end: int
    category: str
    outcome: str
    token: str | None
    form_hmac: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Replaced:
    """What one act did to a source; `revision` is None where nothing was replaced."""

    source_id: str
    revision: Revision | None
    replaced: int
    kept: int
    doubts: list[Doubt]


def apply_decisions(
    store: Store,
    actor: str,
    at: tuple[str, str],
    decided: Sequence[Decided],
    new_id: str | None = None,
    *,
    is_done: bool = False,
) -> Replaced:
    """Keep decisions on places of one source; those that replace make a new text.

    `at` is the source and the text on which was decided. `new_id` is the id that the
    new text gets. A text that `is_done` is marked so, also when nothing is replaced.
    """
    source_id, revision_id = at
    edits = [
        Replacement(d.start, d.end, d.token)
        for d in decided
        if d.outcome != "keep" and d.token
    ]
    with store.begin(actor, ACT) as work:
        source = find_source(work, source_id)
        refuse_stale(source, revision_id)
        coder = ensure_coder(work, actor)
        work.add(
            *[
                Identifier(
                    str(uuid4()), source.id, revision_id, d.start, d.end, d.category,
                    d.outcome, d.token, d.form_hmac, d.reason, coder.id,
                )
                for d in decided
            ]
        )  # fmt: skip
        if edits or is_done:
            new, doubts = _replace(work, source, edits, new_id)
        else:
            new, doubts = None, []
        work.facts = {
            "source": source.id,
            "revision": new.id if new else revision_id,
            "replaced": len(edits),
            "kept": len(decided) - len(edits),
            "doubts": len(doubts),
        }
    return Replaced(source.id, new, len(edits), len(decided) - len(edits), doubts)


def _replace(
    work: UnitOfWork, source: Source, edits: Sequence[Replacement], new_id: str | None
) -> tuple[Revision | None, list[Doubt]]:
    old = work.all(Revision, id=source.revision_id)[0]
    turns = work.turns(old.id)
    plan = _plan_edits(source, turns, edits)
    new = _keep_revision(work, old, turns, plan, (edits, new_id or str(uuid4())))
    doubts = [
        *move_codings(work, old, new, plan),
        *move_links(work, source, old, plan),
        *move_excerpts(work, old, new, plan),
    ]
    move_seen(work, new, plan)
    work.replace(replace(source, revision_id=new.id))
    known = {doubt.target_id for doubt in work.all(Doubt)}
    doubts = [doubt for doubt in doubts if doubt.target_id not in known]
    work.add(*doubts)
    return new, doubts


def _plan_edits(
    source: Source, turns: Sequence[Turn], edits: Sequence[Replacement]
) -> list[Edit]:
    """Return the edits, last first, so that each counts in the text as it was."""
    plan: list[Edit] = []
    ordered = sorted(edits, key=lambda e: e.start, reverse=True)
    for one, after in zip(ordered, [None, *ordered], strict=False):
        edit = Edit(one.start, one.end, one.token)
        index = find_turn(turns, edit)
        if index is None or (after and one.end > after.start):
            raise EditCrossesTurnError(start=one.start, end=one.end, source=source.id)
        plan.append(replace(edit, turn_start=turns[index].start))
    return plan


def _keep_revision(
    work: UnitOfWork,
    old: Revision,
    turns: Sequence[Turn],
    plan: Sequence[Edit],
    made: tuple[Sequence[Replacement], str],
) -> Revision:
    """Keep the new text with its turns and timed stretches."""
    edits, new_id = made
    text, _ = replace_words(old.text, edits)
    number = work.count(Revision, source_id=old.source_id) + 1
    new = Revision(
        id=new_id,
        source_id=old.source_id,
        number=number,
        text=text,
        text_hash=hash_text(text),
        length=len(text),
        kind="pseudonymised",
    )
    moved: list[Turn] = list(turns)
    cues: list[Cue] = work.cues(old.id)
    for edit in plan:
        moved, cues = plan_turns(moved, edit), plan_cues(cues, edit)
    work.keep_text(new, moved, cues)
    return new


def move_codings(
    work: UnitOfWork, old: Revision, new: Revision, plan: Sequence[Edit]
) -> list[Doubt]:
    """Move the codings of a text to the next one; return what became uncertain."""
    codings = work.all(Coding, source_id=old.source_id)
    reasons: dict[str, str] = {}
    landed = codings
    for edit in plan:
        steps = plan_codings(landed, edit, new.length)
        reasons |= {c.id: at.reason for c, at in steps if at.reason}
        landed = [replace(c, start=at.start, end=at.end) for c, at in steps]
    places = {c.id: (c.start, c.end) for c in landed}
    units = read_units(work, new.id)
    placed = [(c, land_coding(c, places[c.id], new)) for c in codings]
    moves = keep_in_step(placed, new.text, units)
    work.exchange(sort_moves(moves, new.length))
    return [
        _make_doubt("coding", (c.id, c.start, c.end), old, reasons[c.id])
        for c in codings
        if c.id in reasons
    ]


def _make_doubt(
    kind: str, was: tuple[str, int, int], old: Revision, reason: str
) -> Doubt:
    target_id, start, end = was
    return Doubt(str(uuid4()), kind, target_id, reason, old.id, start, end)


def _carry(plan: Sequence[Edit], start: int, end: int) -> tuple[int, int, str | None]:
    reason: str | None = None
    for edit in plan:
        landing = place_after(edit, start, end)
        start, end, reason = landing.start, landing.end, landing.reason or reason
    return start, end, reason


def move_links(
    work: UnitOfWork, source: Source, old: Revision, plan: Sequence[Edit]
) -> list[Doubt]:
    """Move the passages of the text that memos are about."""
    doubts: list[Doubt] = []
    pairs: list[tuple[MemoLink, MemoLink]] = []
    for link in work.all(MemoLink, target_kind="source", target_id=source.id):
        if link.start is None or link.end is None:
            continue
        start, end, reason = _carry(plan, link.start, link.end)
        pairs.append((link, replace(link, start=start, end=end)))
        if reason:
            was = (link.id, link.start, link.end)
            doubts.append(_make_doubt("memo_link", was, old, reason))
    work.exchange([(a, b) for a, b in pairs if a != b])
    return doubts


def move_excerpts(
    work: UnitOfWork, old: Revision, new: Revision, plan: Sequence[Edit]
) -> list[Doubt]:
    """Move the chosen quotations of a text; return what became uncertain."""
    doubts: list[Doubt] = []
    pairs: list[tuple[Excerpt, Excerpt]] = []
    for excerpt in work.all(Excerpt, source_id=old.source_id):
        start, end, reason = _carry(plan, excerpt.start, excerpt.end)
        words = hash_text(new.text[start:end])
        moved = replace(excerpt, start=start, end=end, text_hash=words)
        pairs.append((excerpt, replace(moved, revision_id=new.id)))
        if reason:
            was = (excerpt.id, excerpt.start, excerpt.end)
            doubts.append(_make_doubt("excerpt", was, old, reason))
    work.exchange(pairs)
    return doubts
