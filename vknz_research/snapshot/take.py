"""Taking a snapshot: store -> Parquet files and a manifest, named by their hash."""

import hashlib
import json
import os
import re
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet

from vknz_research.errors import SnapshotError, SnapshotNameError
from vknz_research.snapshot.contents import hash_content, hash_contents
from vknz_research.snapshot.frames import HASH_IN_NAME, MANIFEST, open_snapshot
from vknz_research.snapshot.rows import read_tables
from vknz_research.store import Store
from vknz_research.version import VERSION

FORMAT: Final = 1
_NAME = re.compile(r"\w[\w.-]{0,63}")


def take_snapshot(
    store: Store, folder: Path, name: str, title: str, open_flags: int | None = None
) -> Path:
    """Write a snapshot under `folder` and return its path.

    `open_flags` is how many places that may say who somebody is are undecided.

    The hash is over the contents of all tables, not over time, name or machine: the
    same state gives the same hash, and a snapshot that is there already is left alone.
    """
    if not _NAME.fullmatch(name) or name.endswith("."):
        raise SnapshotNameError(name=name)
    with store.read() as reader:
        tables = read_tables(reader)
        head = reader.head()
        study_id = reader.setting("study_id")
    contents = {key: hash_content(table) for key, table in tables.items()}
    made = hash_contents(contents)
    target = folder / f"{name}-{made[:HASH_IN_NAME]}"
    if _is_whole(target):
        _note_flags(target, open_flags)
        return target
    manifest = {
        "format": FORMAT,
        "name": name,
        "hash": made,
        "title": title,
        "study_id": study_id,
        "frozen_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "package_version": VERSION,
        "event_head": {"seq": head[0], "hash": head[1]},
        "open_flags": open_flags,
        **_describe(tables),
    }
    _write(target, tables, contents, manifest)
    return target


def _note_flags(target: Path, open_flags: int | None) -> None:
    """Keep in a snapshot that is there already what was decided since."""
    path = target / MANIFEST
    manifest = json.loads(path.read_text(encoding="utf-8"))
    if manifest.get("open_flags") != open_flags:
        half = path.with_name(f".{path.name}-{uuid4().hex[:8]}")
        _write_manifest(half, {**manifest, "open_flags": open_flags})
        half.chmod(0o600)
        half.replace(path)


def _write_manifest(path: Path, manifest: Mapping[str, Any]) -> None:
    text = json.dumps(manifest, indent=1, ensure_ascii=False, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8")


def _is_whole(target: Path) -> bool:
    """Say whether the snapshot is there and undamaged; a damaged one is made again."""
    if not (target / MANIFEST).exists():
        return False
    try:
        open_snapshot(target).verify()
    except SnapshotError:
        return False
    return True


def _describe(tables: Mapping[str, pa.Table]) -> dict[str, Any]:
    states = tables["consent"].select(["purpose", "state"]).to_pylist()
    counts: dict[str, dict[str, int]] = {}
    for row in states:
        per = counts.setdefault(row["purpose"], {})
        per[row["state"]] = per.get(row["state"], 0) + 1
    return {
        "codebook_revision": max(tables["codes"]["revision"].to_pylist(), default=0),
        "coders": sorted(tables["coders"]["name"].to_pylist()),
        "consent": counts,
    }


def _write(
    target: Path,
    tables: Mapping[str, pa.Table],
    contents: Mapping[str, str],
    manifest: dict[str, Any],
) -> None:
    """Write in a folder of its own first: a half snapshot never has the name."""
    half = target.with_name(f".{target.name}-{uuid4().hex[:8]}")
    half.mkdir(parents=True, mode=0o700)
    files: dict[str, Any] = {}
    for key, table in tables.items():
        path = half / f"{key}.parquet"
        pyarrow.parquet.write_table(table, path, compression="zstd")
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        files[path.name] = {
            "sha256": sha256,
            "content": contents[key],
            "rows": table.num_rows,
        }
    manifest["files"] = files
    _write_manifest(half / MANIFEST, manifest)
    for path in half.iterdir():
        path.chmod(0o600)
        with path.open("rb+") as stream:
            os.fsync(stream.fileno())
    _move_in(half, target)


def _move_in(half: Path, target: Path) -> None:
    """Give a snapshot its name; another process may have made the same meanwhile."""
    if target.exists() and not _is_whole(target):
        shutil.rmtree(target)
    try:
        half.rename(target)
    except OSError:
        if not _is_whole(target):
            raise
        shutil.rmtree(half)
