"""What was made public: recorded, so that a withdrawal names it and leaves it alone."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from vknz_research.errors import MissingFileError
from vknz_research.model.privacy import Publication
from vknz_research.project.study import Study


@dataclass(frozen=True, slots=True)
class Release:
    """How something was made public; without date it was today."""

    name: str | None = None
    date: str | None = None
    doi: str | None = None


def publish_file(study: Study, file: Path, how: Release) -> Publication:
    """Record that a file is public; one that is recorded already is returned."""
    if not file.is_file():
        raise MissingFileError(file=study.path.name, missing=file.name)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    today = datetime.now().astimezone().date().isoformat()
    with study.store.begin("vknz", "publish") as work:
        known = work.first(Publication, file_hash=digest)
        if known is not None:
            return known
        made = Publication(
            str(uuid4()),
            digest,
            find_snapshot(file),
            how.name or file.name,
            "report",
            how.date or today,
            how.doi,
            {"marks": []},
        )
        work.add(made)
        work.facts = {"publication": made.id}
    return made


def find_snapshot(file: Path) -> str:
    """Return the hash of the snapshot that a report was made from, or nothing."""
    for beside in sorted(file.parent.glob("*.json")):
        try:
            facts: Any = json.loads(beside.read_text(encoding="utf-8"))
            if file.name in facts["files"]:
                return str(facts["snapshot"]["hash"])
        except (ValueError, KeyError, TypeError):
            continue  # another file of JSON
    return ""


def list_publications(study: Study) -> list[Publication]:
    """List what was made public, the oldest first."""
    with study.store.read() as reader:
        return sorted(reader.all(Publication), key=lambda p: (p.at, p.id))
