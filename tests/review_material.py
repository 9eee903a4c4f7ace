"""A long transcript with invented names, and a review of it without the word lists."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from vknz_research.coding.find import find_source
from vknz_research.coding.reviewing import (
    Decided,
    Drafts,
    ReviewSession,
    Steps,
)
from vknz_research.model.sources import Revision
from vknz_research.project import Study

NAMES = ("Fatima", "Zoë", "Beer", "Oeverstad", "Jan-Willem", "Ömer")
BSN = "111222333"
SENTENCE = "ik dacht toen dat het ook anders kon en dat wij daar samen over spraken 👍"
CATEGORIES = {
    "person": "persoon",
    "name": "naam",
    "bsn": "burgerservicenummer",
    "unique": "uniek",
}
REASONS = {"capital": "mogelijk: hoofdletter", "checked": "getal dat klopt"}


@dataclass(frozen=True)
class Place:
    """A place that is proposed."""

    start: int
    end: int
    category: str
    reason: str
    decision: str | None = None
    token: str | None = None


def write_transcript(words: int) -> str:
    """Write a transcript of at least so many words; a name in every other turn."""
    turns: list[str] = []
    count = 0
    while count < words:
        number = len(turns)
        name = NAMES[(number // 2) % len(NAMES)]
        named = f", zei {name}" if number % 2 else ""
        speaker = "Interviewer" if number % 3 == 0 else "Klant"
        turns.append(f"{speaker}: Ja {SENTENCE} {SENTENCE}{named}.")
        count += len(turns[-1].split())
    turns.append(f"Klant: Mijn nummer is {BSN}, dank.")
    return "\n\n".join(turns) + "\n"


@dataclass
class Review:
    """A session on a study, with what was applied."""

    study: Study
    applied: list[tuple[str, str, Sequence[Decided]]] = field(default_factory=list)
    unlocked: list[str] = field(default_factory=list)
    drafts: Drafts = field(default_factory=Drafts)

    @property
    def session(self) -> ReviewSession:
        """A new session, as a page that is loaded anew gets."""
        steps = Steps(
            self.propose,
            self.apply,
            self.unlocked.append,
            CATEGORIES,
            REASONS,
            frozenset({"unique"}),
        )
        return ReviewSession(self.study.store, "NvD", steps, self.drafts)

    def propose(self, source: str) -> list[Place]:
        """Propose each of the names, and the number."""
        with self.study.store.read() as reader:
            found = find_source(reader, source)
            text = reader.all(Revision, id=found.revision_id)[0].text
        names = re.finditer("|".join(NAMES), text)
        made = [Place(m.start(), m.end(), "name", "capital") for m in names]
        numbers = re.finditer(BSN, text)
        return [*made, *(Place(m.start(), m.end(), "bsn", "checked") for m in numbers)]

    def apply(self, coder: str, source: str, decided: Sequence[Decided]) -> None:
        """Remember what was to be applied."""
        self.applied.append((coder, source, decided))

    def ask(self, act: str, **args: Any) -> Any:
        """Ask a new session; return the result."""
        answer = self.session.handle({"id": "1", "act": act, "args": args})
        assert answer["ok"], answer
        return answer["result"]

    def refuse(self, act: str, **args: Any) -> str:
        """Ask what is refused; return which refusal."""
        answer = self.session.handle({"id": "1", "act": act, "args": args})
        assert not answer["ok"], answer
        return str(answer["error"]["kind"])
