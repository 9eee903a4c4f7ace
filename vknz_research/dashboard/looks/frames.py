"""The frames that the pages look at: of now or of a snapshot, read once for all."""

from collections.abc import Callable, Hashable, Sequence
from copy import copy
from typing import TYPE_CHECKING, Any, Final, TypeVar
from weakref import WeakKeyDictionary

from vknz_research.coding.rounds import list_hidden
from vknz_research.errors import UnknownValueError
from vknz_research.model.codings import Coder
from vknz_research.project import Study
from vknz_research.snapshot import Snapshot, open_snapshot
from vknz_research.snapshot.frames import MANIFEST
from vknz_research.snapshot.live import read_live

if TYPE_CHECKING:
    import pandas as pd

    from vknz_research.analysis.view import Choice, View

Kept = TypeVar("Kept")
MOST_KEPT: Final = 64
MOST_FRAMES: Final = 8


class Looked:
    """Frames with what was computed of them: each choice and question once."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._kept: dict[Hashable, Any] = {}

    def keep(self, key: Hashable, make: Callable[[], Kept]) -> Kept:
        """Return what `make` made for this key, now or before."""
        if key not in self._kept:
            if len(self._kept) >= MOST_KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[key] = make()
        made: Kept = self._kept[key]
        return made

    def view(self, choice: "Choice") -> "View":
        """Return the frames of a choice."""
        from vknz_research.analysis.view import choose  # noqa: PLC0415 - pandas

        return self.keep(("view", choice), lambda: choose(self.snapshot, choice))

    def find(self, choice: "Choice", query: str) -> "pd.DataFrame":
        """Return the passages that a query finds, in reading order."""
        from vknz_research.analysis.query import find  # noqa: PLC0415 - pandas

        return self.keep(
            ("find", choice, query), lambda: find(self.view(choice), query)
        )


class Shelf:
    """The frames of one study, shared by all who look at it on one server."""

    def __init__(self, study: Study) -> None:
        self.study = study
        self._frames: dict[Hashable, Looked] = {}

    def read(self, coder: str, name: str = "") -> Looked:
        """Return what a coder may see: the study as it is now, or a snapshot of it.

        While somebody codes a source blind, what others coded there is left out.
        """
        with self.study.store.read() as reader:
            head = reader.head()[0]
            found = reader.first(Coder, name=coder)
            hidden = list_hidden(reader, found.id) if found else frozenset()
        made = self._find_snapshot(name) if name else self._read_now(head)
        if not hidden:
            return made
        return self._keep(
            ("blind", name, head, coder, hidden),
            lambda: Looked(_leave_out(made.snapshot, hidden, coder)),
        )

    def list_snapshots(self) -> Sequence[dict[str, str]]:
        """List the snapshots, the last one first: name, short hash, and when."""
        found = []
        for path in (self.study.path / "snapshots").glob(f"*/{MANIFEST}"):
            facts = open_snapshot(path.parent).manifest
            found.append(
                {
                    "name": str(facts["name"]),
                    "hash": str(facts["hash"])[:4],
                    "at": str(facts["frozen_at"]),
                    "folder": path.parent.name,
                }
            )
        return sorted(found, key=lambda one: one["at"], reverse=True)

    def _read_now(self, head: int) -> Looked:
        study = self.study
        return self._keep(
            ("now", head),
            lambda: Looked(read_live(study.store, study.path, study.title)),
        )

    def _find_snapshot(self, name: str) -> Looked:
        known = {one["name"]: one for one in reversed(self.list_snapshots())}
        if name not in known:
            listed = ", ".join(known) or "-"
            raise UnknownValueError(value=name, field="momentopname", known=listed)
        folder = self.study.path / "snapshots" / known[name]["folder"]
        return self._keep(
            ("snapshot", folder.name), lambda: Looked(open_snapshot(folder))
        )

    def _keep(self, key: Hashable, make: Callable[[], Looked]) -> Looked:
        if key not in self._frames:
            if len(self._frames) >= MOST_FRAMES:
                del self._frames[next(iter(self._frames))]
            self._frames[key] = make()
        return self._frames[key]


def _leave_out(snapshot: Snapshot, hidden: frozenset[str], coder: str) -> Snapshot:
    """Return the frames less the codings of others in sources that are coded blind."""
    codings = snapshot.codings
    is_own = codings["coder"].astype(object) == coder
    is_hidden = codings["source_id"].astype(object).isin(hidden)
    seen = copy(snapshot)
    seen.__dict__["codings"] = codings[(is_own | ~is_hidden).to_numpy(dtype=bool)]
    return seen


_SHELVES: "WeakKeyDictionary[Study, Shelf]" = WeakKeyDictionary()


def find_shelf(study: Study) -> Shelf:
    """Return the frames of a study, the same for every page of it."""
    return _SHELVES.setdefault(study, Shelf(study))
