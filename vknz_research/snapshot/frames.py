"""Reading a snapshot: Parquet files as pandas frames, checked against the manifest."""

import hashlib
import json
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from vknz_research.errors import ChangedSnapshotError, NoSnapshotError

if TYPE_CHECKING:
    import pandas as pd

MANIFEST: Final = "manifest.json"
HASH_IN_NAME: Final = 12
NEEDED: Final = frozenset({"name", "hash", "title", "frozen_at", "files"})
# Columns that may be empty: pandas would make floating-point numbers of them.
WHOLE: Final = frozenset({"phase", "begin_ms", "end_ms", "turn", "coded_order"})
# What snapshots from before several coders were told apart do not say.
BEFORE: Final[Mapping[str, Mapping[str, Any]]] = {
    "coders": {"kind": "person"},
    "sources": {"is_adjudicated": False, "municipality": None},
    "codings": {"coded_order": None},
}
SINCE: Final = frozenset(
    {
        *("rounds", "assignments", "round_codings", "decisions"),
        *("steps", "observations", "attention_points", "attention_looks"),
        *("permitted", "learning_goals", "smart_codes"),
    }
)
WHOLE_WHERE_EMPTY: Final = frozenset({"start", "end"})


class Snapshot:
    """An immutable state of a study; each table is a frame, read on first use."""

    def __init__(self, path: Path, manifest: dict[str, Any]) -> None:
        self.path = path
        self.manifest = manifest

    @property
    def name(self) -> str:
        """Return the name that was given when it was frozen."""
        return str(self.manifest["name"])

    @property
    def hash(self) -> str:
        """Return the hash over the contents."""
        return str(self.manifest["hash"])

    @property
    def title(self) -> str:
        """Return the title of the study."""
        return str(self.manifest["title"])

    def verify(self) -> None:
        """Raise when any table is not what the hash in the folder's name stands for.

        The file hashes of the manifest show damage; only the contents show that
        somebody changed a table and the manifest with it.
        """
        import pyarrow.parquet  # noqa: PLC0415 - not needed to look at a frame

        from vknz_research.snapshot.contents import (  # noqa: PLC0415 - Arrow
            hash_content,
            hash_contents,
        )

        found: dict[str, str] = {}
        for name in self.manifest["files"]:
            try:
                table = pyarrow.parquet.read_table(self.path / name)
            except (OSError, pyarrow.ArrowException) as error:
                raise ChangedSnapshotError(file=name, path=self.path) from error
            found[name.removesuffix(".parquet")] = hash_content(table)
        made = hash_contents(found)
        if made != self.hash or not self.path.resolve().name.endswith(
            made[:HASH_IN_NAME]
        ):
            raise ChangedSnapshotError(file=MANIFEST, path=self.path)

    def read(self, table: str, **options: Any) -> "pd.DataFrame":
        """Read a table as a frame; `options` go to `pandas.read_parquet` (filters)."""
        import pandas as pd  # noqa: PLC0415 - half a second that opening does not need

        path = self.path / f"{table}.parquet"
        stated = self.manifest["files"].get(path.name)
        if stated is None and table in SINCE:
            return _make_empty(table)
        if stated is None or not path.exists():
            raise ChangedSnapshotError(file=path.name, path=self.path)
        if hashlib.sha256(path.read_bytes()).hexdigest() != stated["sha256"]:
            raise ChangedSnapshotError(file=path.name, path=self.path)
        frame = pd.read_parquet(path, **options)
        whole = [c for c in frame.columns if c in WHOLE]
        whole += [
            c for c in frame.columns if c in WHOLE_WHERE_EMPTY and frame[c].hasnans
        ]
        for column, value in BEFORE.get(table, {}).items():
            if column not in frame.columns:
                frame[column] = value
        return frame.astype(dict.fromkeys(whole, "Int64"))

    @cached_property
    def sources(self) -> "pd.DataFrame":
        """Sources: one row per document, with its place in the design."""
        return self.read("sources")

    @cached_property
    def turns(self) -> "pd.DataFrame":
        """Turns: one row per unit of a text, with who speaks."""
        return self.read("turns")

    @cached_property
    def participants(self) -> "pd.DataFrame":
        """Participants who speak in the sources."""
        return self.read("participants")

    @cached_property
    def consent(self) -> "pd.DataFrame":
        """Consent per participant and purpose."""
        return self.read("consent")

    @cached_property
    def coders(self) -> "pd.DataFrame":
        """Coders."""
        return self.read("coders")

    @cached_property
    def codes(self) -> "pd.DataFrame":
        """The codebook: one row per code, by path."""
        return self.read("codes")

    @cached_property
    def codings(self) -> "pd.DataFrame":
        """Codings: one row each, with place, speaker, code and coder."""
        return self.read("codings")

    @cached_property
    def memos(self) -> "pd.DataFrame":
        """Memos with their text."""
        return self.read("memos")

    @cached_property
    def memo_links(self) -> "pd.DataFrame":
        """What each memo is about."""
        return self.read("memo_links")

    @cached_property
    def excerpts(self) -> "pd.DataFrame":
        """Quotations chosen for the report."""
        return self.read("excerpts")

    @cached_property
    def design(self) -> "pd.DataFrame":
        """The source codes of the study's design."""
        return self.read("design")

    @cached_property
    def steps(self) -> "pd.DataFrame":
        """Steps of the reflection cycle, with the trajectory they are of."""
        return self.read("steps")

    @cached_property
    def observations(self) -> "pd.DataFrame":
        """What researchers saw in conversations, at which place."""
        return self.read("observations")

    @cached_property
    def permitted(self) -> "pd.DataFrame":
        """What klanten let pass on under their own voice, in exactly those words."""
        return self.read("permitted")

    @cached_property
    def attention_points(self) -> "pd.DataFrame":
        """Points of attention, without whose they are."""
        return self.read("attention_points")

    @cached_property
    def attention_looks(self) -> "pd.DataFrame":
        """What later conversations show of points of attention."""
        return self.read("attention_looks")

    @cached_property
    def learning_goals(self) -> "pd.DataFrame":
        """Doubts and goals brought into reflection, without whose they are."""
        return self.read("learning_goals")

    @cached_property
    def smart_codes(self) -> "pd.DataFrame":
        """Questions that are kept under a name."""
        return self.read("smart_codes")

    @cached_property
    def rounds(self) -> "pd.DataFrame":
        """Rounds of coding, by number."""
        return self.read("rounds")

    @cached_property
    def assignments(self) -> "pd.DataFrame":
        """Who codes which source in which round, and whether it was handed in."""
        return self.read("assignments")

    @cached_property
    def round_codings(self) -> "pd.DataFrame":
        """Codings as they were handed in, per round."""
        return self.read("round_codings")

    @cached_property
    def decisions(self) -> "pd.DataFrame":
        """What was decided where coders differed."""
        return self.read("decisions")

    @cached_property
    def texts(self) -> dict[str, str]:
        """The text of each source, by source_id."""
        frame = self.read("texts")
        return dict(zip(frame["source_id"], frame["text"], strict=True))


def _make_empty(table: str) -> "pd.DataFrame":
    """Return a table that an older snapshot does not have."""
    import pyarrow as pa  # noqa: PLC0415 - only for older snapshots

    from vknz_research.snapshot.schemas import SCHEMAS  # noqa: PLC0415 - Arrow

    empty: pd.DataFrame = pa.schema(SCHEMAS[table].items()).empty_table().to_pandas()
    return empty


def open_snapshot(path: str | Path) -> Snapshot:
    """Open a snapshot folder."""
    folder = Path(path)
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, json.JSONDecodeError) as error:
        raise NoSnapshotError(path=folder) from error
    if not isinstance(manifest, dict) or not manifest.keys() >= NEEDED:
        raise NoSnapshotError(path=folder)
    return Snapshot(folder, manifest)
