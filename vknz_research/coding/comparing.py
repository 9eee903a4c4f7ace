"""A source as several coded it: its cases, and what was decided about each."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from vknz_research.coding.rounds import list_pending, refuse_closed
from vknz_research.errors import TooFewCodersError, UnknownThingError
from vknz_research.language import say
from vknz_research.model.adjudication import Adjudication, Decision
from vknz_research.model.codings import Coder, Coding
from vknz_research.model.comparison import AGREED, Case, Mark, compare
from vknz_research.model.sources import Source
from vknz_research.store.unit import Reader

UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Comparison:
    """The layers of coders in one source, laid side by side.

    `decided` maps the key of a case to what was decided about it as it is now; `void`
    holds decisions about cases that are not as they were, and those whose outcome left
    the consensus meanwhile.
    """

    source: Source
    coders: Sequence[Coder]
    cases: Sequence[Case]
    adjudication: Adjudication | None = None
    decided: dict[str, Decision] = field(default_factory=dict)
    void: Sequence[Decision] = ()

    @property
    def differences(self) -> list[Case]:
        """List the cases in which the coders differ."""
        return [case for case in self.cases if case.kind != AGREED]

    def find_old(self, case: Case) -> list[Decision]:
        """List decisions about this case from before one of its codings changed."""
        ids = {mark.id for mark in case.marks}
        return [
            one
            for one in self.void
            if ids & {side["id"] for side in one.sides["codings"]}
        ]

    def state_of(self, case: Case) -> str:
        """Return `decided`, `left`, `changed` (since it was decided) or `undecided`."""
        found = self.decided.get(case.key)
        if found is not None:
            return "left" if found.outcome == "left" else "decided"
        return "changed" if self.find_old(case) else UNDECIDED

    def count(self) -> dict[str, int]:
        """Count the cases by their state."""
        differences = self.differences
        counts = dict.fromkeys(("undecided", "decided", "left", "changed"), 0)
        for case in differences:
            counts[self.state_of(case)] += 1
        return {"agreed": len(self.cases) - len(differences), **counts}


def read_comparison(
    reader: Reader, source: Source, coder_ids: Sequence[str] = ()
) -> Comparison:
    """Compare the layers of a source; refuse while they are blind.

    Without `coder_ids` they are those of the comparison that was begun, else all
    persons who coded the source.
    """
    refuse_closed(reader, source)
    begun = reader.first(Adjudication, source_id=source.id)
    coders = choose_coders(reader, source, coder_ids, begun)
    wanted = {coder.id for coder in coders}
    codings = reader.all(Coding, source_id=source.id, coder_id=wanted)
    cases = compare(map(make_mark, codings), [coder.id for coder in coders])
    known = {case.key for case in cases if case.kind != AGREED}
    made = reader.all(Decision, adjudication_id=begun.id) if begun else []
    there = {coding.id for coding in _list_consensus(reader, source)}
    decided = {
        one.key: one
        for one in made
        if one.key in known and there.issuperset(one.result["codings"])
    }
    void = [one for one in made if decided.get(one.key) is not one]
    return Comparison(source, coders, cases, begun, decided, void)


def _list_consensus(reader: Reader, source: Source) -> list[Coding]:
    layer = reader.first(Coder, kind="consensus")
    coder_id = layer.id if layer else ""
    return reader.all(Coding, source_id=source.id, coder_id=coder_id)


def list_outdated(reader: Reader) -> list[str]:
    """List the sources, by name, whose settled consensus is not up to date any more.

    Something is to be decided again, or what all have alike is not what it holds.
    """
    names = []
    for begun in reader.all(Adjudication, state="done"):
        source = reader.all(Source, id=begun.source_id)[0]
        if list_pending(reader, source.id):
            continue  # coded again, blind: looked at when that is over
        found = read_comparison(reader, source, begun.coders["ids"])
        counts = found.count()
        held = _list_consensus(reader, source)
        places = {(c.code_id, c.start, c.end) for c in held}
        alike = {c.marks[0].place for c in found.cases if c.kind == AGREED}
        if counts["undecided"] or counts["changed"] or not alike <= places:
            names.append(source.name)
    return sorted(names)


def choose_coders(
    reader: Reader,
    source: Source,
    coder_ids: Sequence[str],
    begun: Adjudication | None,
) -> list[Coder]:
    """Return the coders to compare, by name; refuse fewer than two."""
    persons = {coder.id: coder for coder in reader.all(Coder, kind="person")}
    if coder_ids:
        wanted = set(coder_ids)
    elif begun is not None:
        wanted = set(begun.coders["ids"])
    else:
        wanted = {c.coder_id for c in reader.all(Coding, source_id=source.id)}
        wanted &= persons.keys()
    unknown = sorted(wanted - persons.keys())
    if unknown:
        kind = say(nl="codeur", en="coder")
        raise UnknownThingError(kind=kind, name=unknown[0], list="codings")
    if len(wanted) < 2:
        what = say(nl="codeurs van deze bron", en="coders of this source")
        raise TooFewCodersError(least=2, what=what, found=len(wanted))
    return sorted((persons[one] for one in wanted), key=lambda c: (c.name, c.id))


def make_mark(coding: Coding) -> Mark:
    """Return a coding as a comparison sees it."""
    return Mark(
        coding.start,
        coding.end,
        coding.code_id,
        coding.coder_id,
        coding.id,
        coding.text_hash,
    )
