"""Adjudication: deciding where coders differ, into a consensus layer.

The layers of the coders are never changed. The consensus layer holds what all have
alike and what was decided; each decision keeps who took it, why, and what differed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final
from uuid import uuid4

from vknz_research.coding.acts import remove_codings
from vknz_research.coding.comparing import (
    UNDECIDED,
    Comparison,
    read_comparison,
)
from vknz_research.coding.consent import find_open_source
from vknz_research.coding.find import (
    ensure_layer,
    hash_passage,
    need_code,
)
from vknz_research.coding.timing import time_codings
from vknz_research.errors import (
    MissingReasonError,
    SettledConsensusError,
    StaleCaseError,
    TooFewCodersError,
    UndecidedError,
    UnknownThingError,
    UnknownValueError,
)
from vknz_research.language import say
from vknz_research.model.adjudication import OUTCOMES, Adjudication, Decision
from vknz_research.model.codes import Code
from vknz_research.model.codings import Coding
from vknz_research.model.comparison import AGREED, Case, Mark
from vknz_research.model.sources import Source, Span
from vknz_research.store import Store
from vknz_research.store.unit import UnitOfWork

Place = tuple[str, int, int]
NEED_REASON: Final = frozenset({"neither", "other", "left"})
BORDER_RULES: Final = ("overlap", "union", "coder")


@dataclass(frozen=True, slots=True)
class Ruling:
    """What was decided: the outcome, by whom, why.

    `side` is the id of the coder whose coding it becomes; `places` are the codings of
    an outcome `other`, as (code id, start, end).
    """

    outcome: str
    by: Sequence[str]
    reason: str = ""
    side: str | None = None
    places: Sequence[Place] = ()


def decide(
    store: Store,
    actor: str,
    where: tuple[str, Sequence[str]],
    key: str,
    ruling: Ruling,
) -> Decision:
    """Decide about one difference in a source (name or id, ids of the coders).

    A decision that was there is replaced. A difference that changed since it was shown
    is refused with StaleCaseError.
    """
    _check(ruling)
    with store.begin(actor, "decide", ruling.reason or None) as work:
        comparison = _begin(work, *where)
        _refuse_settled(comparison)
        case = _find_case(comparison, key)
        made = _settle(work, comparison, case, ruling)
        _bring_up_to_date(work, where, comparison.source)
        work.facts = {"decision": made.id, "source": comparison.source.id}
    return made


def decide_borders(
    store: Store,
    actor: str,
    where: tuple[str, Sequence[str]],
    rule: str,
    ruling: Ruling,
) -> int:
    """Decide about all undecided differences of borders in a source; count them.

    `rule` is overlap (the words that all marked; where there are none, nothing is
    decided), union (from the first to the last that anybody marked) or coder (as
    `ruling.side` has them).
    """
    if rule not in BORDER_RULES:
        known = ", ".join(BORDER_RULES)
        raise UnknownValueError(value=rule, field="rule", known=known)
    with store.begin(actor, "decide-borders", ruling.reason or None) as work:
        comparison = _begin(work, *where)
        _refuse_settled(comparison)
        count = 0
        for case in comparison.differences:
            if case.kind != "borders" or comparison.state_of(case) != UNDECIDED:
                continue
            one = _rule_border(case, rule, ruling)
            if one is not None:
                _check(one)
                _settle(work, comparison, case, one)
                count += 1
        _bring_up_to_date(work, where, comparison.source)
        work.facts = {"source": comparison.source.id, "count": count}
    return count


def _rule_border(case: Case, rule: str, ruling: Ruling) -> Ruling | None:
    if rule == "coder":
        return replace(ruling, outcome="side")
    code_id = case.marks[0].code_id
    start, end = case.start, case.end
    if rule == "overlap":
        start = max(mark.start for mark in case.marks)
        end = min(mark.end for mark in case.marks)
    if start >= end:
        return None
    reason = ruling.reason or say(nl=f"grenzen: {rule}", en=f"borders: {rule}")
    return replace(
        ruling, outcome="other", places=[(code_id, start, end)], reason=reason
    )


def reopen(store: Store, actor: str, decision_id: str, reason: str) -> None:
    """Take a decision back; what it put in the consensus goes, the log keeps it."""
    _need_reason(reason, say(nl="heropenen", en="reopening"))
    with store.begin(actor, "reopen-decision", reason) as work:
        found = work.first(Decision, id=decision_id)
        if found is None:
            kind = say(nl="besluit", en="decision")
            raise UnknownThingError(kind=kind, name=decision_id, list="compare")
        begun = work.all(Adjudication, id=found.adjudication_id)[0]
        work.remove(found)
        work.replace(replace(begun, state="open"))
        source = find_open_source(work, begun.source_id)
        _bring_up_to_date(work, (source.id, begun.coders["ids"]), source)
        work.facts = {"source": source.id, "decision": found.id}


def finish(
    store: Store,
    actor: str,
    where: tuple[str, Sequence[str]],
    by: Sequence[str],
    reason: str = "",
) -> Mapping[str, int]:
    """Settle the consensus of a source; refuse while something is undecided.

    Reports use the consensus of sources that were settled. Returns how many cases were
    alike, decided and left open.
    """
    _need_names(by)
    with store.begin(actor, "finish-adjudication", reason or None) as work:
        comparison = _begin(work, *where)
        _refuse_settled(comparison)
        counts = comparison.count()
        undecided = counts["undecided"] + counts["changed"]
        if undecided:
            source_name = comparison.source.name
            raise UndecidedError(source=source_name, count=undecided)
        _bring_up_to_date(work, where, comparison.source)
        begun = work.all(Adjudication, source_id=comparison.source.id)[0]
        work.replace(replace(begun, state="done"))
        work.facts = {"source": comparison.source.id, "by": list(by), **counts}
    return counts


def reopen_adjudication(store: Store, actor: str, source: str, reason: str) -> None:
    """Let the consensus of a source be worked on again."""
    _need_reason(reason, say(nl="heropenen", en="reopening"))
    with store.begin(actor, "reopen-adjudication", reason) as work:
        found = find_open_source(work, source)
        begun = work.first(Adjudication, source_id=found.id)
        if begun is None:
            kind = say(nl="consensus van bron", en="consensus of source")
            raise UnknownThingError(kind=kind, name=found.name, list="compare")
        work.replace(replace(begun, state="open"))
        work.facts = {"source": found.id}


def _begin(work: UnitOfWork, source: str, coder_ids: Sequence[str]) -> Comparison:
    """Return the comparison of a source, begun where it was not."""
    found = find_open_source(work, source)
    comparison = read_comparison(work, found, coder_ids)
    ids = {"ids": sorted(coder.id for coder in comparison.coders)}
    begun = comparison.adjudication
    if begun is None:
        begun = Adjudication(str(uuid4()), found.id, ids)
        work.add(begun)
    else:
        work.replace(replace(begun, coders=ids))
    return replace(comparison, adjudication=begun)


def _refuse_settled(comparison: Comparison) -> None:
    begun = comparison.adjudication
    if begun is not None and begun.state == "done":
        raise SettledConsensusError(source=comparison.source.name)


def _find_case(comparison: Comparison, key: str) -> Case:
    for case in comparison.differences:
        if case.key == key:
            return case
    raise StaleCaseError(source=comparison.source.name)


def _settle(
    work: UnitOfWork, comparison: Comparison, case: Case, ruling: Ruling
) -> Decision:
    """Write a decision and the codings that follow from it."""
    begun = comparison.adjudication
    if begun is None:
        raise StaleCaseError(source=comparison.source.name)
    before = comparison.decided.get(case.key)
    work.remove(*([before] if before else []), *comparison.find_old(case))
    places = _list_places(comparison, case, ruling)
    codings = _ensure_codings(work, comparison.source, places)
    made = Decision(
        str(uuid4()),
        begun.id,
        case.key,
        case.kind,
        ruling.outcome,
        {"codings": [_shape_side(mark) for mark in case.marks]},
        {"codings": [coding.id for coding in codings], "side": _name_side(ruling)},
        {"names": list(ruling.by)},
        ruling.reason.strip(),
        comparison.source.revision_id,
        case.start,
        case.end,
        datetime.now(UTC).isoformat(timespec="seconds"),
    )
    work.add(made)
    return made


def _name_side(ruling: Ruling) -> str | None:
    return ruling.side if ruling.outcome == "side" else None


def _shape_side(mark: Mark) -> dict[str, Any]:
    names = ("id", "coder_id", "code_id", "start", "end")
    return {name: getattr(mark, name) for name in names}


def _list_places(comparison: Comparison, case: Case, ruling: Ruling) -> list[Place]:
    if ruling.outcome == "both":
        return [mark.place for mark in case.marks]
    if ruling.outcome == "other":
        return list(ruling.places)
    if ruling.outcome == "side":
        if ruling.side not in {coder.id for coder in comparison.coders}:
            kind = say(nl="codeur", en="coder")
            raise UnknownThingError(kind=kind, name=ruling.side, list="codings")
        return [mark.place for mark in case.marks if mark.coder_id == ruling.side]
    return []


def _ensure_codings(
    work: UnitOfWork, source: Source, places: Iterable[Place]
) -> list[Coding]:
    """Return the codings of the consensus layer at these places, made where missing."""
    layer = ensure_layer(work, "consensus")
    known = {
        (coding.code_id, coding.start, coding.end): coding
        for coding in work.all(Coding, source_id=source.id, coder_id=layer.id)
    }
    found: list[Coding] = []
    for place in dict.fromkeys(places):
        if place not in known:
            known[place] = _make_coding(work, source, layer.id, place)
            work.add(known[place])
        found.append(known[place])
    return found


def _make_coding(
    work: UnitOfWork, source: Source, layer_id: str, place: Place
) -> Coding:
    code: Code = need_code(work, place[0])
    span = Span(place[1], place[2])
    made = Coding(
        str(uuid4()),
        source.id,
        source.revision_id,
        code.id,
        layer_id,
        span.start,
        span.end,
        hash_passage(work, source, span),
        code.revision,
    )
    return time_codings(work, [made])[0]


def _bring_up_to_date(
    work: UnitOfWork, where: tuple[str, Sequence[str]], source: Source
) -> None:
    """Let the consensus layer of a source hold what is agreed or decided now."""
    comparison = read_comparison(work, source, where[1])
    agreed = [c.marks[0].place for c in comparison.cases if c.kind == AGREED]
    kept = {coding.id for coding in _ensure_codings(work, source, agreed)}
    for one in comparison.decided.values():
        kept.update(one.result["codings"])
    layer = ensure_layer(work, "consensus")
    codings = work.all(Coding, source_id=source.id, coder_id=layer.id)
    remove_codings(work, [coding for coding in codings if coding.id not in kept])


def _check(ruling: Ruling) -> None:
    _need_names(ruling.by)
    if ruling.outcome not in OUTCOMES:
        known = ", ".join(OUTCOMES)
        raise UnknownValueError(value=ruling.outcome, field="outcome", known=known)
    if ruling.outcome in NEED_REASON:
        _need_reason(ruling.reason, say(nl="dit besluit", en="this decision"))
    if ruling.outcome == "other" and not ruling.places:
        what = say(nl="codering", en="coding")
        raise TooFewCodersError(least=1, what=what, found=0)


def _need_reason(reason: str, what: str) -> None:
    if not reason.strip():
        raise MissingReasonError(what=what)


def _need_names(by: Sequence[str]) -> None:
    if not any(name.strip() for name in by):
        what = say(nl="naam van wie besloot", en="name of who decided")
        raise TooFewCodersError(least=1, what=what, found=0)
