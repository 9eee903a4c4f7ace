"""Rounds of coding: who codes what, blind until all have handed in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import uuid4

from vknz_research.coding.consent import find_open_source
from vknz_research.coding.find import ensure_coder
from vknz_research.coding.stale import list_stale
from vknz_research.errors import (
    AssignedAlreadyError,
    ClosedComparisonError,
    ComparedRoundError,
    HandedInError,
    MissingReasonError,
    NotAssignedError,
    TooFewCodersError,
    UnknownThingError,
)
from vknz_research.language import say
from vknz_research.model.codes import Code
from vknz_research.model.codings import Coder, Coding
from vknz_research.model.rounds import (
    Assignment,
    Opening,
    Round,
    RoundCoding,
    list_closed,
)
from vknz_research.model.sources import Source
from vknz_research.store import Store
from vknz_research.store.unit import Reader, UnitOfWork


@dataclass(frozen=True, slots=True)
class Plan:
    """A round as somebody asks for it: names of sources and of coders."""

    title: str
    sources: Sequence[str]
    coders: Sequence[str]
    is_blind: bool = True


def start_round(store: Store, actor: str, plan: Plan) -> Round:
    """Begin a round in which these coders each code all these sources."""
    coders = list(dict.fromkeys(plan.coders))
    _need_some(coders, 1, say(nl="codeurs", en="coders"))
    _need_some(plan.sources, 1, say(nl="bronnen", en="sources"))
    with store.begin(actor, "start-round") as work:
        number = 1 + max((one.number for one in work.all(Round)), default=0)
        title = plan.title.strip() or say(nl=f"Ronde {number}", en=f"Round {number}")
        made = Round(str(uuid4()), number, title, int(plan.is_blind))
        work.add(made)
        sources = {find_open_source(work, name).id: name for name in plan.sources}
        people = [ensure_coder(work, name) for name in coders]
        work.add(
            *[
                Assignment(str(uuid4()), made.id, source_id, coder.id)
                for source_id in sources
                for coder in people
            ]
        )
        work.facts = {"round": made.id, "number": number}
    return made


def list_sources_to_recode(reader: Reader) -> list[str]:
    """List the ids of sources with codings from before a new definition."""
    return list(dict.fromkeys(coding.source_id for coding in list_stale(reader)))


def assign(store: Store, actor: str, number: int, source: str, coder: str) -> None:
    """Let one more coder code a source in a round that was begun."""
    with store.begin(actor, "assign") as work:
        found, who = find_open_source(work, source), ensure_coder(work, coder)
        wanted = {
            "round_id": find_round(work, number).id,
            "source_id": found.id,
            "coder_id": who.id,
        }
        if work.first(Assignment, **wanted):
            raise AssignedAlreadyError(coder=coder, source=found.name, number=number)
        work.add(Assignment(str(uuid4()), **wanted))


def hand_in(store: Store, actor: str, assignment_id: str) -> Assignment:
    """Hand in the own layer of a source: it is kept as it is now, for this round."""
    with store.begin(actor, "hand-in") as work:
        found = _need_own(work, assignment_id, actor)
        if found.state == "done":
            raise _refuse_state(work, found, say(nl="al ingeleverd", en="handed in"))
        done = replace(found, state="done")
        work.replace(done)
        work.add(*_copy_layer(work, found))
        work.facts = _facts(work, found)
    return done


def take_back(store: Store, actor: str, assignment_id: str, reason: str) -> None:
    """Take back what was handed in, as long as nobody could compare it."""
    _need_reason(reason, say(nl="terugnemen", en="taking it back"))
    with store.begin(actor, "take-back", reason) as work:
        found = _need_own(work, assignment_id, actor)
        if found.state == "open":
            raise _refuse_state(
                work, found, say(nl="nog niet ingeleverd", en="not handed in yet")
            )
        place = (found.round_id, found.source_id)
        is_blind = work.all(Round, id=found.round_id)[0].is_blind
        if is_blind and place not in read_closed(work):
            source = find_open_source(work, found.source_id)
            number = work.all(Round, id=found.round_id)[0].number
            raise ComparedRoundError(source=source.name, number=number)
        work.remove(
            *work.all(
                RoundCoding,
                round_id=found.round_id,
                source_id=found.source_id,
                coder_id=found.coder_id,
            )
        )
        work.replace(replace(found, state="open"))
        work.facts = _facts(work, found)


def open_comparison(
    store: Store, actor: str, round_id: str, source: str, reason: str
) -> None:
    """Let the layers of a source be compared before all have handed in."""
    _need_reason(reason, say(nl="eerder openen", en="opening it early"))
    with store.begin(actor, "open-comparison", reason) as work:
        found = find_open_source(work, source)
        if (round_id, found.id) in read_closed(work):
            work.add(Opening(str(uuid4()), round_id, found.id))
            work.facts = {"source": found.id, "round": round_id}


def read_closed(reader: Reader) -> dict[tuple[str, str], set[str]]:
    """Say which layers may not be compared yet: (round, source) -> coder ids."""
    return list_closed(reader.all(Round), reader.all(Assignment), reader.all(Opening))


def list_hidden(reader: Reader, coder_id: str) -> frozenset[str]:
    """List the sources in which this coder may not see the layers of others.

    Those are the sources that the coder codes in a blind round that is not over; who
    has handed in stays blind until all have.
    """
    own = reader.all(Assignment, coder_id=coder_id)
    if not own:
        return frozenset()
    closed = read_closed(reader)
    return frozenset(
        one.source_id for one in own if (one.round_id, one.source_id) in closed
    )


def list_pending(reader: Reader, source_id: str) -> list[str]:
    """List who has to hand in before the layers of a source may be compared."""
    names = {coder.id: coder.name for coder in reader.all(Coder)}
    closed = read_closed(reader)
    late = {
        who for place, them in closed.items() if place[1] == source_id for who in them
    }
    return sorted(names[who] for who in late)


def refuse_closed(reader: Reader, source: Source) -> None:
    """Refuse to compare layers that are still blind, whoever asks."""
    pending = list_pending(reader, source.id)
    if pending:
        raise ClosedComparisonError(source=source.name, coders=", ".join(pending))


def find_round(reader: Reader, number: int) -> Round:
    """Find a round by its number."""
    found = reader.first(Round, number=number)
    if found is None:
        kind = say(nl="ronde", en="round")
        raise UnknownThingError(kind=kind, name=number, list="progress")
    return found


def find_assignment(reader: Reader, source: str, coder: str) -> Assignment:
    """Find the assignment of a coder to a source in the last round that has it."""
    found = find_open_source(reader, source)
    who = reader.first(Coder, name=coder)
    own = reader.all(Assignment, source_id=found.id, coder_id=who.id) if who else []
    if not own:
        raise NotAssignedError(coder=coder, source=found.name)
    numbers = {one.id: one.number for one in reader.all(Round)}
    return max(own, key=lambda one: numbers[one.round_id])


def _copy_layer(work: UnitOfWork, one: Assignment) -> list[RoundCoding]:
    paths = {code.id: code.path for code in work.all(Code)}
    layer = work.all(Coding, source_id=one.source_id, coder_id=one.coder_id)
    return [
        RoundCoding(
            str(uuid4()),
            one.round_id,
            one.source_id,
            coding.revision_id,
            one.coder_id,
            coding.code_id,
            paths[coding.code_id],
            coding.start,
            coding.end,
            coding.code_revision,
        )
        for coding in layer
    ]


def _need_own(reader: Reader, assignment_id: str, actor: str) -> Assignment:
    found = reader.first(Assignment, id=assignment_id)
    if found is None:
        kind = say(nl="toewijzing", en="assignment")
        raise UnknownThingError(kind=kind, name=assignment_id, list="progress")
    coder = reader.all(Coder, id=found.coder_id)[0]
    if coder.name != actor:
        source = find_open_source(reader, found.source_id)
        raise NotAssignedError(coder=actor, source=source.name)
    return found


def _refuse_state(reader: Reader, one: Assignment, state: str) -> HandedInError:
    coder = reader.all(Coder, id=one.coder_id)[0].name
    source = find_open_source(reader, one.source_id).name
    number = reader.all(Round, id=one.round_id)[0].number
    return HandedInError(coder=coder, source=source, number=number, state=state)


def _facts(reader: Reader, one: Assignment) -> dict[str, object]:
    number = reader.all(Round, id=one.round_id)[0].number
    return {"source": one.source_id, "number": number}


def _need_reason(reason: str, what: str) -> None:
    if not reason.strip():
        raise MissingReasonError(what=what)


def _need_some(named: Iterable[str], least: int, what: str) -> None:
    found = len(list(named))
    if found < least:
        raise TooFewCodersError(least=least, what=what, found=found)
