"""The study as notebooks and commands use it: short ways to every stage."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from vknz_research.analysis.attribution import Attribution, audit_attribution
from vknz_research.coding import acts, codebook, memos
from vknz_research.coding.consent import (
    find_open_source,
    list_closed,
    list_shown_codes,
)
from vknz_research.coding.desk import Suggesting
from vknz_research.coding.find import find_code, find_coder, find_source
from vknz_research.coding.memos import Target
from vknz_research.coding.plans import MergePlan
from vknz_research.model.codes import Code, is_within
from vknz_research.model.codings import Coding, Excerpt, Memo
from vknz_research.model.design import DesignEntry
from vknz_research.model.people import Consent, Participant
from vknz_research.model.sources import Revision, Source, Span, Turn
from vknz_research.project.settings import Settings
from vknz_research.store import Store
from vknz_research.store.events import Event
from vknz_research.store.store import LogEntry

if TYPE_CHECKING:
    import pandas as pd

    from vknz_research.analysis.view import Choice, View
    from vknz_research.snapshot import Snapshot
    from vknz_research.widgets.player import Player
    from vknz_research.widgets.pseudonyms import IdentifierReview
    from vknz_research.widgets.still import Transcript
    from vknz_research.widgets.workbench import Workbench


class CoderLayer:
    """One coder at work: every method is one act on that coder's own layer."""

    def __init__(self, store: Store, name: str) -> None:
        self.store = store
        self.name = name

    def code(self, source: str, path: str, start: int, end: int) -> Coding:
        """Give a code to a passage (code points, half-open)."""
        request = acts.Request(self.name, source, path, Span(start, end))
        return acts.code_passage(self.store, request)

    def code_in_vivo(self, source: str, start: int, end: int) -> Coding:
        """Give a passage a code that is named after its own words."""
        return acts.code_in_vivo(self.store, self.name, source, Span(start, end))

    def uncode(self, coding_id: str, why: str | None = None) -> None:
        """Take a coding away."""
        acts.uncode(self.store, self.name, coding_id, why)

    def recode(self, coding_id: str, path: str) -> Coding:
        """Give a coded passage another code."""
        return acts.recode(self.store, self.name, coding_id, path)

    def add_code(self, path: str, name: str | None = None) -> Code:
        """Add a code to the codebook."""
        texts = {"nl": {"name": name}} if name else {}
        return codebook.add_code(self.store, self.name, path, texts)

    def move_code(self, path: str, new_path: str) -> list[Code]:
        """Give a code, with all below it, another place or name."""
        return codebook.move_code(self.store, self.name, path, new_path)

    def merge_codes(self, source: str, target: str) -> MergePlan:
        """Fold one code into another."""
        return codebook.merge_codes(self.store, self.name, source, target)

    def split_code(self, path: str, into: dict[str, Sequence[str]]) -> list[Code]:
        """Give chosen codings of a code new codes: new path -> coding ids."""
        return codebook.split_code(self.store, self.name, path, into)

    def remove_code(self, path: str) -> None:
        """Take an unused code out of the codebook."""
        codebook.remove_code(self.store, self.name, path)

    def memo(
        self,
        title: str,
        body: str,
        *,
        kind: str = "theoretical",
        section: str | None = None,
        about: Iterable[Target] = (),
    ) -> Memo:
        """Write a memo; `about` holds (kind, id) or ("source", id, start, end)."""
        memo = Memo("", kind, title, body, section=section)
        return memos.add_memo(self.store, self.name, memo, list(about))

    def change_memo(self, memo_id: str, title: str, body: str) -> Memo:
        """Give a memo another title and text."""
        return memos.change_memo(self.store, self.name, memo_id, title, body)

    def remove_memo(self, memo_id: str) -> None:
        """Take a memo away."""
        memos.remove_memo(self.store, self.name, memo_id)


class Study:
    """A study that is open: sources, codebook, codings, and what to do with them."""

    def __init__(
        self, path: Path, settings: Settings, store: Store, key: bytes | None = None
    ) -> None:
        self.path = path
        self.settings = settings
        self.store = store
        self.key = key  # of the database, to look through its bytes after a withdrawal

    def __enter__(self) -> "Study":
        """Use the study in a with block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let go of the store."""
        self.close()

    def close(self) -> None:
        """Let go of the store."""
        self.store.close()

    @property
    def title(self) -> str:
        """Return the title of the study."""
        return self.settings.title

    @property
    def suggesting(self) -> Suggesting | None:
        """Return how suggestions are made, or None where they are off."""
        found = self.settings
        model = Path(found.model) if found.model else None
        return Suggesting(model) if found.suggestions else None

    @property
    def sources(self) -> list[Source]:
        """List the sources by name."""
        with self.store.read() as reader:
            return sorted(reader.all(Source), key=lambda s: (s.name, s.id))

    @property
    def codebook(self) -> list[Code]:
        """List the codes by path."""
        with self.store.read() as reader:
            return sorted(list_shown_codes(reader), key=lambda c: c.path)

    @property
    def participants(self) -> list[Participant]:
        """List the participants by label."""
        with self.store.read() as reader:
            return sorted(reader.all(Participant), key=lambda p: (p.label, p.id))

    @property
    def consents(self) -> list[Consent]:
        """List what participants said about each purpose."""
        with self.store.read() as reader:
            return reader.all(Consent)

    @property
    def design(self) -> list[DesignEntry]:
        """List the source codes of the design."""
        with self.store.read() as reader:
            return sorted(reader.all(DesignEntry), key=lambda d: d.source_code)

    def source(self, name: str) -> Source:
        """Find a source by id, name or file name."""
        with self.store.read() as reader:
            return find_source(reader, name)

    def text(self, name: str) -> str:
        """Return the text of a source."""
        with self.store.read() as reader:
            found = find_open_source(reader, name)
            return reader.all(Revision, id=found.revision_id)[0].text

    def turns(self, name: str) -> list[Turn]:
        """List the turns of a source."""
        with self.store.read() as reader:
            return reader.turns(find_open_source(reader, name).revision_id)

    def codings(
        self, coder: str | None = None, code: str | None = None
    ) -> list[Coding]:
        """List codings in reading order, of one coder, and of one code and below.

        Those in a source that is in quarantine are not among them.
        """
        with self.store.read() as reader:
            wanted: dict[str, object] = {}
            if coder is not None:
                wanted["coder_id"] = find_coder(reader, coder).id
            if code is not None:
                path = find_code(reader, code).path
                below = [c.id for c in reader.all(Code) if is_within(c.path, path)]
                wanted["code_id"] = set(below)
            closed = list_closed(reader)
            every = reader.all(Coding, **wanted)
            found = [c for c in every if c.source_id not in closed]
            return sorted(found, key=lambda c: (c.source_id, c.start, c.end, c.id))

    def coder(self, name: str) -> CoderLayer:
        """Return the layer of a coder, to work in."""
        return CoderLayer(self.store, name)

    def view(self, choice: "Choice | None" = None) -> "View":
        """Return what an analysis looks at, of the study as it is now."""
        from vknz_research.analysis.view import choose  # noqa: PLC0415 - pandas
        from vknz_research.snapshot.live import read_live  # noqa: PLC0415 - Arrow

        return choose(read_live(self.store, self.path, self.title), choice)

    def passages(self, query: str, choice: "Choice | None" = None) -> "pd.DataFrame":
        """Return the passages that a question asks for, with their words.

        Words of those who may not be quoted are left out; their passages count.
        """
        from vknz_research.analysis.query import find, quote  # noqa: PLC0415 - pandas

        view = self.view(choice)
        return quote(view, find(view, query))

    def workbench(
        self,
        coder: str,
        source: str = "",
        *,
        at: tuple[int, int] | None = None,
        blind: bool = False,
    ) -> "Workbench":
        """Return the widget to code in as this coder, opened on a source or a passage.

        `at` is the passage: from where to where, in code points.
        """
        from vknz_research.project.workbench import show_workbench  # noqa: PLC0415 - Jupyter

        return show_workbench(self, coder, source, at=at, blind=blind)

    def player(self, coder: str, trajectory: str = "", number: int = 1) -> "Player":
        """Return the player, opened on a conversation of a trajectory or on the board.

        Recordings play from a door on this machine that is open as long as it is there.
        """
        from vknz_research.project.player import show_player  # noqa: PLC0415 - Jupyter

        return show_player(self, coder, trajectory, number)

    def review_identifiers(self, coder: str, source: str = "") -> "IdentifierReview":
        """Return the widget to decide about names and numbers in, as this coder."""
        from vknz_research.project.reviewing import show_review  # noqa: PLC0415 - Jupyter

        return show_review(self, coder, source)

    def undo(self, actor: str = "vknz") -> Event:
        """Take back the last act; return the act that was taken back."""
        return self.store.undo(actor)

    def redo(self, actor: str = "vknz") -> Event:
        """Do the last act that was taken back again; return that act."""
        return self.store.redo(actor)

    def log(self) -> list[LogEntry]:
        """List all acts, oldest first."""
        return self.store.log()

    def audit_attribution(self) -> Attribution:
        """Say which quotations have a label that does not fit."""
        with self.store.read() as reader:
            return audit_attribution(reader.all(Excerpt), reader.all(DesignEntry))

    def transcript(
        self, source: str, coder: str | None = None, purpose: str = "onderzoek"
    ) -> "Transcript":
        """Make the coded transcript of a source, to show or to write as HTML."""
        from vknz_research.project.transcript import (  # noqa: PLC0415 - Arrow
            make_transcript,
        )

        return make_transcript(self.store, source, coder, purpose)

    def freeze(self, name: str) -> "Snapshot":
        """Take a snapshot under this name and open it."""
        from vknz_research.project.pseudonyms import (  # noqa: PLC0415 - word lists
            count_undecided,
        )
        from vknz_research.snapshot import open_snapshot  # noqa: PLC0415 - Arrow
        from vknz_research.snapshot.take import take_snapshot  # noqa: PLC0415 - Arrow

        folder = self.path / "snapshots"
        flags = count_undecided(self)
        return open_snapshot(take_snapshot(self.store, folder, name, self.title, flags))
