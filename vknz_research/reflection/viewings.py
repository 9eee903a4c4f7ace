"""The Kijkwijzer of a conversation: each answers alone, then side by side, then agreed.

Nobody sees what another one answered until all who began have handed in, and at least
two.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import uuid4

from vknz_research.coding.consent import find_open_source
from vknz_research.coding.find import ensure_coder, ensure_layer
from vknz_research.coding.playing import need_playable
from vknz_research.errors import (
    EmptyViewingError,
    NotComparableError,
    NotYoursError,
    ViewingHandedInError,
    ViewingOverError,
)
from vknz_research.model.codings import Coder
from vknz_research.model.cycles import Viewing, ViewingAnswer
from vknz_research.model.recordings import Moment
from vknz_research.model.sources import Source
from vknz_research.reflection.find import find_kept, list_coders
from vknz_research.reflection.kijkwijzer import Guide
from vknz_research.reflection.trajectories import advance, list_steps_of
from vknz_research.store import Store
from vknz_research.store.unit import Reader, UnitOfWork

ENOUGH = 2  # researchers, of whom each looked alone


@dataclass(frozen=True, slots=True)
class Said:
    """An answer as somebody gives it: to which question, about which fragment."""

    question: str
    body: str
    moment: Moment | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Viewed:
    """Where the viewing of a source stands: own viewings, and on whom it waits."""

    viewings: Mapping[str, Viewing]
    waiting: Collection[str]

    @property
    def is_open(self) -> bool:
        """Say whether the answers of all may be laid side by side."""
        return is_comparable(self.viewings.values(), self.waiting)

    def shows(self, coder_id: str, to: str) -> bool:
        """Say whether what one researcher saw may be seen by another.

        Whoever did not begin a Kijkwijzer of the source did not look independently.
        """
        return coder_id == to or self.is_open or coder_id not in self.viewings

    def is_shared(self, coder_id: str) -> bool:
        """Say whether what a researcher saw may go where all can read it.

        Not while another researcher still looks alone.
        """
        is_alone = coder_id in self.viewings and set(self.waiting) - {coder_id}
        return self.is_open or not is_alone


def is_comparable(viewings: Iterable[Viewing], waiting: Collection[str]) -> bool:
    """Say whether all have handed in, and enough of them. Pure."""
    handed = [v for v in viewings if v.state == "handed_in"]
    return len(handed) >= ENOUGH and not waiting


def read_viewed(reader: Reader, source_id: str) -> Viewed:
    """Return who looks at a source, and who has not handed in yet."""
    own = {v.coder_id: v for v in reader.all(Viewing, source_id=source_id, kind="own")}
    asked = {
        coder
        for step in list_steps_of(reader, source_id)
        if step.kind == "analysis" and step.state != "skipped"
        for coder in list_coders(step)
    }
    done = {c for c, v in own.items() if v.state == "handed_in"}
    return Viewed(own, sorted((asked | set(own)) - done))


def ensure_viewing(work: UnitOfWork, source: Source, coder: Coder) -> Viewing:
    """Find the open viewing of a researcher, or begin one; refuse a closed one."""
    found = work.first(Viewing, source_id=source.id, coder_id=coder.id, kind="own")
    if found is None:
        if read_viewed(work, source.id).is_open:
            raise ViewingOverError(source=source.name)
        found = Viewing(str(uuid4()), source.id, coder.id)
        work.add(found)
        advance(work, list_steps_of(work, source.id), "analysis", "busy")
    if found.state == "handed_in":
        raise ViewingHandedInError(source=source.name)
    return found


def answer(
    store: Store, actor: str, source: str, guide: Guide, said: Said
) -> ViewingAnswer | None:
    """Answer a question of the Kijkwijzer; an empty answer takes it away."""
    with store.begin(actor, "answer-viewing") as work:
        coder = ensure_coder(work, actor)
        found = find_open_source(work, source)
        if said.moment:
            need_playable(work, found)
        viewing = ensure_viewing(work, found, coder)
        question = guide.need(said.question).id
        work.facts = {"source": found.id, "question": question}
        return _put(work, viewing, replace(said, question=question), actor)


def _put(
    work: UnitOfWork, viewing: Viewing, said: Said, actor: str
) -> ViewingAnswer | None:
    old = _find_old(work, viewing, said, actor)
    moment = said.moment
    made = ViewingAnswer(
        old.id if old else str(uuid4()),
        viewing.id,
        said.question,
        said.body.strip(),
        moment.recording if moment else None,
        moment.begin_ms if moment else None,
        moment.end_ms if moment else None,
    )
    if not made.body:
        if old:
            work.remove(old)
        return None
    if old:
        work.replace(made)
    else:
        work.add(made)
    return made


def _find_old(
    work: UnitOfWork, viewing: Viewing, said: Said, actor: str
) -> ViewingAnswer | None:
    """Return the answer that is given anew: by its id, or that of the whole."""
    if said.id:
        old = find_kept(work, ViewingAnswer, said.id)
        if old.viewing_id != viewing.id:
            raise NotYoursError(coding=old.id, coder=actor)
        return old
    same = work.all(ViewingAnswer, viewing_id=viewing.id, question=said.question)
    whole = (a for a in same if a.begin_ms is None)
    return None if said.moment else next(whole, None)


def hand_in(store: Store, actor: str, source: str) -> Viewing:
    """Hand in one's own Kijkwijzer of a source; from then on it stays as it is."""
    with store.begin(actor, "hand-in-viewing") as work:
        coder = ensure_coder(work, actor)
        found = find_open_source(work, source)
        old = ensure_viewing(work, found, coder)
        if not work.count(ViewingAnswer, viewing_id=old.id):
            raise EmptyViewingError(source=found.name)
        made = replace(old, state="handed_in")
        work.replace(made)
        if read_viewed(work, found.id).is_open:
            advance(work, list_steps_of(work, found.id), "analysis", "done")
        work.facts = {"source": found.id}
    return made


def agree(
    store: Store, actor: str, source: str, guide: Guide, said: Said
) -> ViewingAnswer | None:
    """Keep what researchers agreed on a question, after each handed in."""
    with store.begin(actor, "agree-viewing") as work:
        found = find_open_source(work, source)
        need_comparable(work, found)
        question = guide.need(said.question).id
        layer = ensure_layer(work, "consensus")
        viewing = work.first(Viewing, source_id=found.id, kind="agreed")
        if viewing is None:
            viewing = Viewing(str(uuid4()), found.id, layer.id, "agreed")
            work.add(viewing)
        work.facts = {"source": found.id, "question": question}
        return _put(work, viewing, Said(question, said.body), actor)


def need_comparable(reader: Reader, source: Source) -> None:
    """Refuse a comparison while somebody still looks alone."""
    if not read_viewed(reader, source.id).is_open:
        raise NotComparableError(source=source.name)


def list_answers(reader: Reader, viewing: Viewing | None) -> list[ViewingAnswer]:
    """List the answers of a viewing by question and fragment."""
    if viewing is None:
        return []
    found = reader.all(ViewingAnswer, viewing_id=viewing.id)
    return sorted(found, key=lambda a: (a.question, a.begin_ms or -1, a.id))
