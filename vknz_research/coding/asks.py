"""What the workbench asks for: the study, a source, what is new, hits, passages."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from vknz_research.coding import preview
from vknz_research.coding.consent import (
    find_open_source,
    list_closed,
    list_open,
    list_shown_codes,
)
from vknz_research.coding.deltas import (
    View,
    list_hidden_memos,
    read_doubts,
    shape_memos,
)
from vknz_research.coding.desk import Desk
from vknz_research.coding.find import need_code
from vknz_research.coding.messages import Args
from vknz_research.coding.paths import place_under
from vknz_research.coding.search import MOST_HITS, QUESTION, place_hits, search
from vknz_research.coding.shapes import (
    Json,
    shape_code,
    shape_coder,
    shape_coding,
    shape_document,
    shape_source,
)
from vknz_research.coding.stale import list_stale, sort_codings
from vknz_research.errors import UnknownThingError
from vknz_research.model.codes import MEANING, Code
from vknz_research.model.codings import Coder, Coding, Doubt, Memo
from vknz_research.model.people import Participant
from vknz_research.model.sources import Revision, Source, Turn, Voice
from vknz_research.store.recall import find_next_undo, list_last_codes
from vknz_research.store.unit import Reader

CONTEXT: Final = 60
RECENT: Final = 12


def open_study(desk: Desk, view: View, args: Args) -> Json:
    """Give everything that the first picture needs, in one answer."""
    with desk.store.read() as reader:
        sources = list_open(reader)
        wanted = args.maybe("source")
        first = find_open_source(reader, wanted) if wanted else choose_first(sources)
        codes = list_shown_codes(reader)
        known = {code.id for code in codes}
        recent = list_last_codes(reader, desk.coder_id, RECENT)
        made: Json = {
            "study": {"id": reader.setting("study_id"), "title": desk.title},
            "coder": {"id": desk.coder_id, "name": desk.coder},
            "coders": [shape_coder(c) for c in reader.all(Coder)],
            "people": [{"id": p.id, "label": p.label} for p in reader.all(Participant)],
            "language": desk.language,
            "blind": desk.blind,
            "suggests": desk.suggesting is not None,
            "hidden": sorted(view.hidden),
            "head": reader.head()[0],
            "sources": [shape_source(source) for source in sources],
            "closed": len(list_closed(reader)),
            "codes": [shape_code(c, desk.language) for c in codes],
            "counts": view.count(reader),
            "memos": shape_memos(reader, _read_memos(reader, view)),
            "recent": [code_id for code_id in recent if code_id in known],
            "source": shape_open(reader, view, first) if first else None,
        }
    made["last"] = find_last(desk)
    return made


def choose_first(sources: Iterable[Source]) -> Source | None:
    """Return the source that is opened when none is named: the first by phase."""
    ordered = sorted(sources, key=lambda s: (s.phase or 99, s.name, s.id))
    return ordered[0] if ordered else None


def shape_open(reader: Reader, view: View, source: Source) -> Json:
    """Return a source with its turns and the codings that are shown."""
    wanted: dict[str, object] = {"source_id": source.id}
    if not view.others or source.id in view.hidden:
        wanted["coder_id"] = view.coder_id
    codings = reader.all(Coding, **wanted)
    codes = {code.id: code for code in reader.all(Code)}
    doubts = read_doubts(reader, {coding.id for coding in codings})
    shown = [shape_coding(coding, codes, doubts) for coding in codings]
    return {**shape_document(reader, source), "codings": shown}


def open_source(desk: Desk, view: View, args: Args) -> Json:
    """Give one source."""
    with desk.store.read() as reader:
        return shape_open(reader, view, find_open_source(reader, args.text("source")))


def find_last(desk: Desk) -> Json | None:
    """Return the act of this coder that undo would take back, in words."""
    found = find_next_undo(desk.store, desk.coder)
    if found is None:
        return None
    return desk.describe(found, desk.store.changes(found.seq))


def measure_progress(desk: Desk, view: View, args: Args) -> dict[str, int]:
    """Return per source the share of participants' turns that is coded, in percents."""
    del args
    with desk.store.read() as reader:
        return measure_shares(reader, view.coder_id)


def measure_shares(reader: Reader, coder_id: str) -> dict[str, int]:
    """Return per source the share of participants' turns that a coder coded (%)."""
    by_source: dict[str, list[Coding]] = {}
    for coding in reader.all(Coding, coder_id=coder_id):
        by_source.setdefault(coding.source_id, []).append(coding)
    askers = _list_askers(reader)
    return {
        source.id: share_coded(
            [
                turn
                for turn in reader.turns(source.revision_id)
                if turn.kind in {"speech", "answer"}
                and (source.id, turn.speaker) not in askers
            ],
            by_source[source.id],
        )
        for source in reader.all(Source, id=set(by_source))
    }


def _list_askers(reader: Reader) -> set[tuple[str, str | None]]:
    asking = {p.id for p in reader.all(Participant, role="onderzoeker")}
    return {
        (voice.source_id, voice.speaker)
        for voice in reader.all(Voice)
        if voice.participant_id in asking
    }


def share_coded(turns: list[Turn], codings: Iterable[Coding]) -> int:
    """Return how many of the turns hold a coding, in whole percents.

    >>> share_coded([Turn(0, 5), Turn(6, 9)], [Coding("", "", "", "", "", 1, 3, "")])
    50
    """
    starts = [turn.start for turn in turns]
    hit: set[int] = set()
    for coding in codings:
        at = max(bisect_right(starts, coding.start) - 1, 0)
        while at < len(turns) and turns[at].start < coding.end:
            if turns[at].end > coding.start:
                hit.add(at)
            at += 1
    return round(100 * len(hit) / len(turns)) if turns else 0


def search_texts(desk: Desk, view: View, args: Args) -> Json:
    """Find passages to look at and to code."""
    del view
    scope = None if args.text("scope") == "all" else args.text("scope")
    asked, mode = args.text("query"), args.text("mode")
    is_question = mode == QUESTION and desk.asking is not None
    found = desk.asking(asked, scope) if is_question and desk.asking else []
    with desk.store.read() as reader:
        if is_question:
            hits = place_hits(reader, found)
        else:
            hits = search(reader, asked, mode, None if scope is None else [scope])
        names = {source.id: source.name for source in reader.all(Source)}
    made = [
        {
            "source": hit.source_id,
            "source_name": names[hit.source_id],
            "revision": hit.revision_id,
            "start": hit.start,
            "end": hit.end,
            "before": hit.before,
            "text": hit.text,
            "after": hit.after,
        }
        for hit in hits
    ]
    return {"hits": made, "more": len(hits) >= MOST_HITS}


def list_passages(desk: Desk, view: View, args: Args) -> Json:
    """Give the passages of a code with their words."""
    with desk.store.read() as reader:
        code = reader.first(Code, id=args.text("code"))
        if code is None:
            raise UnknownThingError(kind="code", name=args.text("code"), list="codes")
        wanted: dict[str, object] = {"code_id": code.id}
        if not view.others:
            wanted["coder_id"] = view.coder_id
        found = sort_codings(reader.all(Coding, **wanted))
        closed = list_closed(reader)
        shown = [
            c
            for c in found
            if c.source_id not in closed and view.shows(c.coder_id, c.source_id)
        ]
        return {"passages": shape_passages(reader, shown)}


def shape_passages(reader: Reader, codings: list[Coding]) -> list[Json]:
    """Return codings as passages: their words and what stands round them."""
    names = {source.id: source.name for source in reader.all(Source)}
    coders = {coder.id: coder.name for coder in reader.all(Coder)}
    needed = {coding.revision_id for coding in codings}
    texts = {r.id: r.text for r in reader.all(Revision, id=needed)} if needed else {}
    return [
        {
            "coding": c.id,
            "code": c.code_id,
            "source": c.source_id,
            "source_name": names[c.source_id],
            "coder": coders[c.coder_id],
            "start": c.start,
            "end": c.end,
            "text": texts[c.revision_id][c.start : c.end],
            "before": texts[c.revision_id][max(0, c.start - CONTEXT) : c.start],
            "after": texts[c.revision_id][c.end : c.end + CONTEXT],
        }
        for c in codings
    ]


def list_work(desk: Desk, view: View, args: Args) -> Json:
    """Give the own codings to look at again, and why."""
    del args
    with desk.store.read() as reader:
        stale, doubtful, reasons = _find_work(reader, view)
        paths = {code.id: code.path for code in reader.all(Code)}
        old = _read_old(reader, list(reasons.values()))
        return {
            "stale": [
                {**row, "code_path": paths[row["code"]], "reason": "definition"}
                for row in shape_passages(reader, stale)
            ],
            "doubts": [
                {
                    **row,
                    "code_path": paths[row["code"]],
                    "reason": reasons[row["coding"]].reason,
                    "old_text": old[reasons[row["coding"]].id],
                }
                for row in shape_passages(reader, doubtful)
            ],
        }


def _find_work(
    reader: Reader, view: View
) -> tuple[list[Coding], list[Coding], dict[str, Doubt]]:
    doubts = {d.target_id: d for d in reader.all(Doubt, target_kind="coding")}
    doubtful = reader.all(Coding, id=set(doubts)) if doubts else []
    stale = [c for c in list_stale(reader) if c.coder_id == view.coder_id]
    closed = list_closed(reader)
    stale = [c for c in stale if c.source_id not in closed]
    own = [c for c in doubtful if c.coder_id == view.coder_id]
    own = [c for c in own if c.source_id not in closed]
    return stale, sort_codings(own), doubts


def _read_old(reader: Reader, doubts: list[Doubt]) -> dict[str, str]:
    return {
        doubt.id: reader.passage(doubt.revision_id, doubt.old_start, doubt.old_end)[0]
        for doubt in doubts
    }


def count_work(desk: Desk, view: View, args: Args) -> Json:
    """Count what is on the work list."""
    del args
    with desk.store.read() as reader:
        stale, doubtful, _ = _find_work(reader, view)
    return {"n": len(stale) + len(doubtful)}


def list_memos(desk: Desk, view: View, args: Args) -> Json:
    """Give the memos that hold the words asked for, or all."""
    query = (args.maybe("query") or "").casefold().split()
    with desk.store.read() as reader:
        memos = [
            memo
            for memo in _read_memos(reader, view)
            if all(word in f"{memo.title} {memo.body}".casefold() for word in query)
        ]
        return {"memos": shape_memos(reader, memos)}


def _read_memos(reader: Reader, view: View) -> list[Memo]:
    memos = [memo for memo in reader.all(Memo) if view.reads(memo.coder_id)]
    hidden = list_hidden_memos(reader, view, memos)
    return [memo for memo in memos if memo.id not in hidden]


def plan(desk: Desk, view: View, args: Args) -> Json:
    """Say what an act on the codebook would change; while blind not whose."""
    kind = args.text("kind")
    if kind == "split":
        return list_passages(desk, replace(view, others=not desk.blind), args)
    with desk.store.read() as reader:
        made = PLANS[kind](reader, desk, args) if kind in PLANS else {}
    is_blind = desk.blind or bool(view.hidden)
    return {k: v for k, v in made.items() if not (is_blind and k == "coders")}


def _path(reader: Reader, args: Args, name: str = "code") -> str:
    return need_code(reader, args.text(name)).path


def _plan_merge(reader: Reader, desk: Desk, args: Args) -> Json:
    del desk
    source, target = _path(reader, args, "source"), _path(reader, args, "target")
    return preview.preview_merge(reader, source, target)


def _plan_move(reader: Reader, desk: Desk, args: Args) -> Json:
    del desk
    above = _path(reader, args, "parent") if args.maybe("parent") else None
    path = _path(reader, args)
    return preview.preview_move(reader, path, place_under(path, above))


def _plan_remove(reader: Reader, desk: Desk, args: Args) -> Json:
    del desk
    return preview.preview_remove(reader, _path(reader, args))


def _plan_change(reader: Reader, desk: Desk, args: Args) -> Json:
    texts = args.named("texts", MEANING) if "texts" in args.given else {}
    code_id = args.text("code")
    return preview.preview_change(reader, code_id, texts, desk.language)


Plan = Callable[[Reader, Desk, Args], Json]
PLANS: Final[Mapping[str, Plan]] = {
    "merge": _plan_merge,
    "move": _plan_move,
    "remove": _plan_remove,
    "change": _plan_change,
}
Ask = Callable[[Desk, View, Args], Any]
ASKS: Final[Mapping[str, Ask]] = {
    "open": open_study,
    "source": open_source,
    "progress": measure_progress,
    "search": search_texts,
    "passages": list_passages,
    "worklist": list_work,
    "work-count": count_work,
    "memos": list_memos,
    "plan": plan,
}
