"""Taking a snapshot: store -> Parquet files and a manifest, named by their hash."""

import hashlib
import io
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
import pyarrow.csv
import pyarrow.parquet

from vknz_research.errors import SnapshotNameError
from vknz_research.snapshot.rows import read_tables
from vknz_research.store import Store
from vknz_research.version import VERSION

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
HASH_IN_NAME: Final = 12
_NAME = re.compile(r"^[\w][\w.-]{0,63}$")


def take_snapshot(store: Store, folder: Path, name: str, title: str) -> Path:
    """Write a snapshot under `folder` and return its path.

    The hash is over the contents of all tables, not over time, name or machine: the
    same state gives the same hash, and a snapshot that is there already is left alone.
    """
    if not _NAME.match(name) or name.endswith("."):
        raise SnapshotNameError(name=name)
    with store.read() as reader:
        tables = read_tables(reader)
        head = reader.head()
        study_id = reader.setting("study_id")
    contents = {key: hash_content(table) for key, table in tables.items()}
    made = hashlib.sha256(json.dumps(contents, sort_keys=True).encode()).hexdigest()
    target = folder / f"{name}-{made[:HASH_IN_NAME]}"
    if (target / MANIFEST).exists():
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
        **_describe(tables),
    }
    _write(target, tables, contents, manifest)
    return target


def hash_content(table: pa.Table) -> str:
    """Return SHA-256 over the table as CSV: the same with any version of Parquet."""
    plain = table.cast(_plain_schema(table.schema))
    stream = io.BytesIO()
    pyarrow.csv.write_csv(plain, stream)
    return hashlib.sha256(stream.getbuffer()).hexdigest()


def _plain_schema(schema: pa.Schema) -> pa.Schema:
    return pa.schema(
        [
            pa.field(f.name, f.type.value_type if _is_dictionary(f) else f.type)
            for f in schema
        ]
    )


def _is_dictionary(field: pa.Field) -> bool:
    return bool(pa.types.is_dictionary(field.type))


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
    half.mkdir(parents=True)
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
    text = json.dumps(manifest, indent=1, ensure_ascii=False, sort_keys=True)
    (half / MANIFEST).write_text(text + "\n", encoding="utf-8")
    for path in half.iterdir():
        with path.open("rb+") as stream:
            os.fsync(stream.fileno())
    if target.exists():
        shutil.rmtree(target)
    half.rename(target)
