"""The reports that were made: what lies in `reports/`, and for which audience."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

REPORTS: Final = "reports"
PUBLIC: Final = "public"


@dataclass(frozen=True, slots=True)
class MadeReport:
    """A report as its provenance tells of it, with the hash of each of its files."""

    name: str
    audience: str
    language: str
    snapshot: str
    made_at: str
    files: dict[str, str]

    @property
    def is_public(self) -> bool:
        """Say whether it was made for readers outside the project."""
        return self.audience == PUBLIC


def list_reports(folder: Path, *, public_only: bool = False) -> list[MadeReport]:
    """List the reports of the study in a folder, the last one first."""
    found = [_read_report(path) for path in (folder / REPORTS).glob("*.json")]
    made = [one for one in found if one and (one.is_public or not public_only)]
    return sorted(made, key=lambda one: (one.made_at, one.name), reverse=True)


def _read_report(path: Path) -> MadeReport | None:
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
        parameters: dict[str, Any] = facts["parameters"]
        made = datetime.fromtimestamp(path.stat().st_mtime).astimezone()
        return MadeReport(
            str(facts["report"]),
            str(parameters["audience"]),
            str(parameters["language"]),
            str(facts["snapshot"]["name"]),
            made.isoformat(timespec="minutes"),
            {str(name): str(digest) for name, digest in facts["files"].items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None  # a file that is no provenance stands for no report


def read_report(folder: Path, name: str, *, public_only: bool = False) -> bytes | None:
    """Return a file of a report; None for one that is not there or was changed.

    What is read is what its provenance vouches for, and nothing else in the folder.
    """
    for report in list_reports(folder, public_only=public_only):
        if name in report.files:
            path = folder / REPORTS / name
            data = path.read_bytes() if path.is_file() else b""
            digest = hashlib.sha256(data).hexdigest()
            return data if digest == report.files[name] else None
    return None
