"""What the workbench asks for where several coders work: comparisons, assignments."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from vknz_research.coding.asks import CONTEXT, measure_shares
from vknz_research.coding.comparing import Comparison, read_comparison
from vknz_research.coding.consent import find_open_source
from vknz_research.coding.deltas import View, shape_memos
from vknz_research.coding.desk import Desk
from vknz_research.coding.messages import Args
from vknz_research.coding.rounds import (
    list_pending,
    list_sources_to_recode,
    read_closed,
)
from vknz_research.coding.shapes import Json
from vknz_research.errors import TooFewCodersError
from vknz_research.model.adjudication import Adjudication, Decision
from vknz_research.model.codings import Coder, Coding, Memo, MemoLink
from vknz_research.model.comparison import Case, Mark
from vknz_research.model.rounds import Assignment, Round
from vknz_research.model.sources import Revision, Source
from vknz_research.store.unit import Reader


def compare_source(desk: Desk, view: View, args: Args) -> Json:
    """Give the differences between the coders of a source, and what was decided."""
    wanted = args.texts("coders") if "coders" in args.given else []
    with desk.store.read() as reader:
        source = find_open_source(reader, args.text("source"))
        begun = reader.first(Adjudication, source_id=source.id)
        made: Json = {
            "source": source.id,
            "pending": list_pending(reader, source.id),
            "candidates": [],
            "adjudication": begun and {"id": begun.id, "state": begun.state},
            "coders": [],
            "counts": dict.fromkeys(
                ("agreed", "undecided", "decided", "left", "changed"), 0
            ),
            "cases": [],
        }
        made["open"] = not made["pending"] and not view.blind
        if not made["open"]:
            return made
        made["candidates"] = _list_candidates(reader, source)
        try:
            found = read_comparison(reader, source, wanted)
        except TooFewCodersError:
            return made
        made["coders"] = [{"id": c.id, "name": c.name} for c in found.coders]
        made["counts"] = found.count()
        made["cases"] = _shape_cases(reader, found)
        return made


def _list_candidates(reader: Reader, source: Source) -> list[Json]:
    """List the persons who coded a source, to choose from."""
    used = {coding.coder_id for coding in reader.all(Coding, source_id=source.id)}
    persons = sorted(reader.all(Coder, kind="person"), key=lambda c: c.name)
    return [{"id": c.id, "name": c.name} for c in persons if c.id in used]


def _shape_cases(reader: Reader, found: Comparison) -> list[Json]:
    text = reader.all(Revision, id=found.source.revision_id)[0].text
    memos = _read_memos(reader, found)
    made: list[Json] = []
    for case in found.differences:
        turn = reader.turn_at(found.source.revision_id, case.start)
        decision = found.decided.get(case.key)
        old = found.find_old(case)
        made.append(
            {
                "key": case.key,
                "kind": case.kind,
                "start": case.start,
                "end": case.end,
                "state": found.state_of(case),
                "text": text[case.start : case.end],
                "before": text[max(0, case.start - CONTEXT) : case.start],
                "after": text[case.end : case.end + CONTEXT],
                "speaker": turn.speaker if turn else None,
                "begin_ms": turn.begin_ms if turn else None,
                "sides": _shape_sides(found.coders, case, memos),
                "decision": decision and _shape_decision(reader, decision),
                "old": _shape_decision(reader, old[0]) if old else None,
            }
        )
    return made


def _read_memos(reader: Reader, found: Comparison) -> dict[str, list[Json]]:
    """Return the memos about each coding, and about a passage, by coder and target."""
    ids = {mark.id for case in found.differences for mark in case.marks}
    links = [
        link
        for link in reader.all(MemoLink)
        if link.target_id in ids
        or (link.target_id == found.source.id and link.start is not None)
    ]
    about = {link.memo_id for link in links}
    memos = reader.all(Memo, id=about) if about else []
    by_target: dict[str, list[Json]] = {}
    for shape in shape_memos(reader, memos):
        for link in shape["links"]:
            by_target.setdefault(link["id"], []).append(shape)
    return by_target


def _shape_sides(
    coders: Sequence[Coder], case: Case, memos: Mapping[str, list[Json]]
) -> list[Json]:
    return [
        {
            "coder": coder.id,
            "name": coder.name,
            "codings": [_shape_mark(m) for m in case.marks if m.coder_id == coder.id],
            "memos": _find_memos(coder, case, memos),
        }
        for coder in coders
    ]


def _shape_mark(mark: Mark) -> Json:
    return {"id": mark.id, "code": mark.code_id, "start": mark.start, "end": mark.end}


def _find_memos(
    coder: Coder, case: Case, memos: Mapping[str, list[Json]]
) -> list[Json]:
    """List what a coder wrote about the own codings, or about these words."""
    own = {mark.id for mark in case.marks if mark.coder_id == coder.id}
    found: dict[str, Json] = {}
    for target, shapes in memos.items():
        for shape in shapes:
            is_there = target in own or (
                shape["coder"] == coder.name
                and any(_touches(link, case) for link in shape["links"])
            )
            if is_there:
                found[shape["id"]] = shape
    return list(found.values())


def _touches(link: Mapping[str, Any], case: Case) -> bool:
    if link["start"] is None:
        return False
    return bool(link["start"] < case.end and link["end"] > case.start)


def _shape_decision(reader: Reader, decision: Decision) -> Json:
    ids = set(decision.result["codings"])
    codings = reader.all(Coding, id=ids) if ids else []
    return {
        "id": decision.id,
        "outcome": decision.outcome,
        "side": decision.result.get("side"),
        "by": list(decision.decided_by["names"]),
        "reason": decision.reason,
        "result": [
            {"code": c.code_id, "start": c.start, "end": c.end} for c in codings
        ],
        "at": decision.at,
    }


def list_assignments(desk: Desk, view: View, args: Args) -> Json:
    """Give who codes which sources in which round, and how far each is."""
    del args
    with desk.store.read() as reader:
        return {**read_assignments(reader), "own": view.coder_id}


def read_assignments(reader: Reader) -> Json:
    """Return rounds, and who codes what in them with the share that is coded (%).

    `to_recode` holds the sources with codings from before a new definition.
    """
    rounds = sorted(reader.all(Round), key=lambda one: one.number)
    numbers = {one.id: one.number for one in rounds}
    closed = read_closed(reader)
    coders = {coder.id: coder.name for coder in reader.all(Coder)}
    sources = {source.id: source.name for source in reader.all(Source)}
    assignments = sorted(
        reader.all(Assignment),
        key=lambda a: (numbers[a.round_id], sources[a.source_id], coders[a.coder_id]),
    )
    shares = {
        coder_id: measure_shares(reader, coder_id)
        for coder_id in {one.coder_id for one in assignments}
    }
    return {
        "to_recode": list_sources_to_recode(reader),
        "rounds": [
            {
                "id": one.id,
                "number": one.number,
                "title": one.title,
                "blind": bool(one.is_blind),
            }
            for one in rounds
        ],
        "assignments": [
            {
                "id": one.id,
                "round": one.round_id,
                "source": one.source_id,
                "source_name": sources[one.source_id],
                "coder": one.coder_id,
                "coder_name": coders[one.coder_id],
                "state": one.state,
                "coded": shares[one.coder_id].get(one.source_id, 0),
                "open": (one.round_id, one.source_id) not in closed,
            }
            for one in assignments
        ],
    }


Ask = Callable[[Desk, View, Args], Any]
ASKS: Final[Mapping[str, Ask]] = {
    "comparison": compare_source,
    "assignments": list_assignments,
}
