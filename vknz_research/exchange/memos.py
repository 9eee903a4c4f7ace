"""Memos as Markdown files with a YAML heading."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from vknz_research.errors import TableError
from vknz_research.exchange.tables import make_absent


class MemoFileError(TableError):
    """A memo file has no readable heading."""

    nl = "{file}: de kop tussen twee regels --- is geen geldige YAML met kind en title."
    en = (
        "{file}: the heading between two lines --- is no valid YAML with kind and "
        "title."
    )


@dataclass(frozen=True, slots=True)
class MemoFile:
    """A memo as it stands in a file."""

    heading: Mapping[str, Any]
    body: str


def read_memo(path: Path) -> MemoFile:
    """Read a memo: `---`, YAML with at least kind and title, `---`, Markdown."""
    try:
        text = path.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        raise make_absent(path) from error
    except UnicodeDecodeError as error:
        raise MemoFileError(file=path.name) from error
    parts = text.split("---\n", 2)
    if len(parts) != 3 or parts[0].strip():
        raise MemoFileError(file=path.name)
    try:
        heading = yaml.safe_load(parts[1])
    except yaml.YAMLError as error:
        raise MemoFileError(file=path.name) from error
    if not isinstance(heading, dict) or not {"kind", "title"} <= heading.keys():
        raise MemoFileError(file=path.name)
    return MemoFile(heading, parts[2].strip() + "\n")
