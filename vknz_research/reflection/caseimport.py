"""Making a trajectory of a case report that was imported: one act."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import uuid4

from vknz_research.coding.anchors import find_words
from vknz_research.coding.consent import find_open_source
from vknz_research.coding.find import ensure_coder
from vknz_research.errors import EmptyMomentError, NoCaseError, UntimedSourceError
from vknz_research.model.codings import Coder
from vknz_research.model.cycles import (
    AgendaItem,
    AttentionPoint,
    Observation,
    Step,
    Trajectory,
)
from vknz_research.model.people import Participant
from vknz_research.model.recordings import Moment
from vknz_research.model.sources import Revision, Source, Span, Turn, Voice
from vknz_research.reflection.agenda import order_items
from vknz_research.reflection.caseplan import (
    CasePlan,
    CaseRound,
    Part,
    Question,
    plan_case,
)
from vknz_research.reflection.observations import Seen, make_observation
from vknz_research.reflection.trajectories import insert_trajectory, make_steps
from vknz_research.store import Store
from vknz_research.store.unit import UnitOfWork

ROLES = ("klantmanager", "klant")


@dataclass(frozen=True, slots=True)
class CaseImport:
    """What was made of a case report."""

    trajectory: Trajectory
    rounds: int
    observations: int
    agenda: int
    fragments: int
    points: int
    withheld: int
    lost: int


def import_case(store: Store, actor: str, source: str, name: str = "") -> CaseImport:
    """Make one trajectory of a case report: conversations, interview, reflections.

    Feedback of the klant stays in the text: it comes on an agenda by permission only.
    """
    with store.begin(actor, "import-case") as work:
        found = find_open_source(work, source)
        text = work.all(Revision, id=found.revision_id)[0].text
        turns = work.turns(found.revision_id)
        plan = plan_case(text, turns)
        people = _name_roles(work, found)
        if not plan.rounds or "klantmanager" not in people:
            raise NoCaseError(source=found.name)
        made = insert_trajectory(
            work, name or found.name, people["klantmanager"], people.get("klant")
        )
        coder = ensure_coder(work, actor)
        rows = _CaseRows(work, made, found, coder, turns)
        rows.add(plan)
        work.facts = {"trajectory": made.id, "rounds": len(plan.rounds)}
    return rows.tell(plan)


def _name_roles(work: UnitOfWork, source: Source) -> dict[str, str]:
    """Return who is klantmanager and klant: the speakers of a case report say so."""
    voices = {v.speaker: v for v in work.all(Voice, source_id=source.id)}
    people: dict[str, str] = {}
    for role in ROLES:
        if role not in voices:
            continue
        who = work.all(Participant, id=voices[role].participant_id)[0]
        if who.role is None:
            work.replace(replace(who, role=role))
        people[role] = who.id
    return people


class _CaseRows:
    """Adds the rows of one trajectory, and counts them."""

    def __init__(
        self,
        work: UnitOfWork,
        made: Trajectory,
        source: Source,
        coder: Coder,
        turns: Sequence[Turn],
    ) -> None:
        self.work = work
        self.made = made
        self.source = source
        self.coder = coder
        self.turns = turns
        self.observations: list[Observation] = []
        self.agenda: list[AgendaItem] = []
        self.points: list[AttentionPoint] = []
        self.lost = 0

    def add(self, plan: CasePlan) -> None:
        for number, one in enumerate(plan.rounds, start=1):
            self.work.add(*self._list_steps(one, number))
            self.observations += self._list_observations(one)
            self.agenda += order_items(self._list_agenda(one, number))
            self.points += self._list_points(one, number)
        if plan.update:
            number = len(plan.rounds) + 1
            step = Step(str(uuid4()), self.made.id, number, "lookback", 1)
            self.work.add(self._fill(step, plan.update))
        self.work.add(*self.observations)
        self.work.add(*self.agenda)
        self.work.add(*self.points)

    def tell(self, plan: CasePlan) -> CaseImport:
        return CaseImport(
            self.made,
            len(plan.rounds),
            len(self.observations),
            len(self.agenda),
            sum(item.begin_ms is not None for item in self.agenda),
            len(self.points),
            plan.withheld,
            self.lost,
        )

    def _list_steps(self, one: CaseRound, number: int) -> Iterator[Step]:
        parts = {
            "recording": one.conversation,
            "interview": one.interview,
            "agenda": one.reflection,
            "reflection": one.reflection,
            "points": one.reflection if one.points else None,
        }
        for step in make_steps(self.made.id, number):
            part = parts.get(step.kind)
            if part:
                yield self._fill(step, part)
            elif step.kind == "analysis" and one.seen:
                yield replace(step, state="done", coders={"ids": []})
            elif step.kind == "interview" and one.skipped:
                yield replace(step, state="skipped", reason=one.skipped)
            else:
                yield step

    def _fill(self, step: Step, part: Part) -> Step:
        return replace(step, state="done", date=part.date, source_id=self.source.id)

    def _list_observations(self, one: CaseRound) -> Iterator[Observation]:
        for seen in one.seen:
            turn = self.turns[seen.turn]
            noted = Seen(
                "other",
                seen.body,
                Span(turn.start, turn.end),
                ask_klant=seen.ask_klant,
                ask_klantmanager=seen.ask_klantmanager,
            )
            yield make_observation(self.work, self.source, self.coder, noted)

    def _list_agenda(self, one: CaseRound, number: int) -> Iterator[AgendaItem]:
        place = 0
        for question in one.agenda:
            for item in self._list_items(question, number):
                place += 1
                yield replace(item, position=place)

    def _list_items(self, question: Question, number: int) -> Iterator[AgendaItem]:
        item = AgendaItem(
            "",
            self.made.id,
            number,
            "observation" if question.theme else "own",
            "unintended" if question.theme else "went_well",
            0,
            question.body,
            question.theme,
        )
        known = [f for f in question.fragments if self._is_written(f)]
        self.lost += len(question.fragments) - len(known)
        if not known:
            yield replace(item, id=str(uuid4()))
        for at, (recording, begin, end) in enumerate(known):
            body = question.body if at == 0 else _shorten(question.body)
            yield replace(
                item,
                id=str(uuid4()),
                body=body,
                source_id=self.source.id,
                recording=recording,
                begin_ms=begin,
                end_ms=end,
            )

    def _is_written(self, fragment: tuple[int, int, int]) -> bool:
        """Say whether a fragment leads to turns."""
        try:
            find_words(self.work, self.source, Moment(*fragment))
        except (EmptyMomentError, UntimedSourceError):
            return False
        return True

    def _list_points(self, one: CaseRound, number: int) -> Iterator[AttentionPoint]:
        for place, body in enumerate(one.points):
            made = AttentionPoint(str(uuid4()), self.made.id, number, body)
            yield replace(made, position=place)


def _shorten(body: str) -> str:
    """Return the first question of a point, for its other fragments."""
    return body.split("?", maxsplit=1)[0] + "?" if "?" in body else body
