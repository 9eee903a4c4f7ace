"""Where a coder works: the study's store, whose layer it is, in which language."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from vknz_research.coding.deltas import View
from vknz_research.coding.describe import describe_event
from vknz_research.coding.rounds import list_hidden
from vknz_research.coding.shapes import Json
from vknz_research.model.codings import Coder
from vknz_research.store import Store
from vknz_research.store.events import Change, Event


@dataclass(frozen=True, slots=True)
class Suggesting:
    """How suggestions are made: `model` is the folder of an embedding model, if any."""

    model: Path | None = None


# Answers a question in the query language, in all sources or one: id, start and end.
Asking = Callable[[str, str | None], Sequence[tuple[str, int, int]]]


class Desk:
    """One coder in one study; several browser windows may look at it at once.

    `title` is the name of the study. Somebody new is known as a coder from the
    first act on. In a `blind` session the layers of others are
    never given, whatever the browser asks. Suggestions are off where `suggesting` is
    None, and questions where `asking` is.
    """

    def __init__(
        self,
        store: Store,
        coder: str,
        *,
        title: str = "",
        language: Literal["nl", "en"] = "nl",
        blind: bool = False,
        suggesting: Suggesting | None = None,
        asking: Asking | None = None,
    ) -> None:
        self.store = store
        self.coder = coder
        self.title = title
        self.language = language
        self.blind = blind
        self.suggesting = suggesting
        self.asking = asking

    @property
    def coder_id(self) -> str:
        """Return the id of the coder, or nothing before the first act stands."""
        with self.store.read() as reader:
            known = reader.first(Coder, name=self.coder)
        return known.id if known else ""

    def view(self, message: Mapping[str, Any]) -> View:
        """Say whose layers a message may see."""
        others = bool(message.get("others")) and not self.blind
        with self.store.read() as reader:
            known = reader.first(Coder, name=self.coder)
            coder_id = known.id if known else ""
            hidden = list_hidden(reader, coder_id)
        return View(coder_id, self.language, others, self.blind, hidden)

    def describe(self, event: Event, changes: Sequence[Change]) -> Json:
        """Return an act in words, for the status line."""
        with self.store.read() as reader:
            words = describe_event(reader, event, changes, self.language)
        return {"seq": event.seq, "words": words}
