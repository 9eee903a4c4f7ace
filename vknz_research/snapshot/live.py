"""The study as it is now, as frames: what a snapshot would hold, not frozen."""

from typing import TYPE_CHECKING, Any, Final

from vknz_research.snapshot.frames import WHOLE, WHOLE_WHERE_EMPTY, Snapshot
from vknz_research.snapshot.rows import read_tables
from vknz_research.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd
    import pyarrow as pa

NAME: Final = "live"


class LiveSnapshot(Snapshot):
    """A snapshot in memory: the same frames, less what consent forbids, no hash."""

    def __init__(
        self, path: "Path", manifest: dict[str, Any], tables: "dict[str, pa.Table]"
    ) -> None:
        super().__init__(path, manifest)
        self.tables = tables

    def read(self, table: str, **options: Any) -> "pd.DataFrame":
        """Return a table as a frame; `options` go to `pyarrow.Table.to_pandas`."""
        frame: pd.DataFrame = self.tables[table].to_pandas(**options)
        whole = [c for c in frame.columns if c in WHOLE]
        whole += [
            c for c in frame.columns if c in WHOLE_WHERE_EMPTY and frame[c].hasnans
        ]
        return frame.astype(dict.fromkeys(whole, "Int64"))

    def verify(self) -> None:
        """Do nothing: what was never written cannot be damaged."""


def read_live(store: Store, path: "Path", title: str) -> LiveSnapshot:
    """Read the study as it is now; `path` is the folder of the study."""
    with store.read() as reader:
        tables = read_tables(reader)
        head = reader.head()
    manifest = {
        "name": NAME,
        "hash": "",
        "title": title,
        "frozen_at": "",
        "files": {},
        "event_head": {"seq": head[0], "hash": head[1]},
    }
    return LiveSnapshot(path, manifest, tables)
