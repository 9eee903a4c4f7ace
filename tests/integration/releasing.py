"""A snapshot that is ready to be released: of the demo study, with tokens for names."""

import re
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet

from vknz_research.snapshot import open_snapshot
from vknz_research.snapshot.contents import hash_content, hash_contents
from vknz_research.snapshot.frames import HASH_IN_NAME
from vknz_research.snapshot.take import _write


def make_token(name: str, number: int) -> str:
    """Return a token as long as the name, so that all places stay true."""
    return f"[{('Persoon' * 3)[: len(name) - 3]}{number % 10}]"


def write_snapshot(
    old: Path, folder: Path, texts: dict[str, str] | None = None, **facts: object
) -> Path:
    """Write a snapshot again with other texts, all pseudonymised; facts in its manifest."""
    opened = open_snapshot(old)
    tables = {
        Path(name).stem: pyarrow.parquet.read_table(old / name)
        for name in opened.manifest["files"]
    }
    rows = tables["texts"].to_pylist()
    kind = facts.pop("kind", "pseudonymised")
    for row in rows:
        row["text"] = (texts or {}).get(row["source_id"], row["text"])
        row["kind"] = kind
    tables["texts"] = pa.Table.from_pylist(rows, tables["texts"].schema)
    contents = {name: hash_content(table) for name, table in tables.items()}
    made = hash_contents(contents)
    target = folder / f"v1-{made[:HASH_IN_NAME]}"
    manifest = {**opened.manifest, "hash": made, "open_flags": 0, **facts}
    _write(target, tables, contents, manifest)
    return target


def make_ready(old: Path, folder: Path, **facts: object) -> Path:
    """Return the snapshot with a token for each name of a participant."""
    opened = open_snapshot(old)
    people = opened.participants
    names = [n for n in people["label"][people["role"] != "onderzoeker"] if len(n) > 3]
    tokens = {name: make_token(name, number) for number, name in enumerate(names)}
    pattern = re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))))
    texts = {
        source: pattern.sub(lambda m: tokens[m[0]], text)
        for source, text in opened.texts.items()
    }
    return write_snapshot(old, folder, texts, **facts)
