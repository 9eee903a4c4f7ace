"""Snapshots: an immutable, hashed state of a study, as Parquet files and frames."""

from vknz_research.snapshot.frames import Snapshot, open_snapshot

__all__ = ["Snapshot", "open_snapshot"]
