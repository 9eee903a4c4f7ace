"""What went out of a study, or lies ready to: recorded, and looked over."""

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from vknz_research.errors import ReleaseError
from vknz_research.model.exports import EXPORT_PURPOSES
from vknz_research.model.privacy import Publication
from vknz_research.project.release import Release, verify_release
from vknz_research.project.study import Study
from vknz_research.store.verify import Finding

APPROVALS: Final = "approvals.json"
FACTS: Final = "disclosure.json"
KEYS: Final = ("role", "phase", "gender", "age_band")
# What a page would load by itself; a link that a person follows is none.
LOADS: Final = re.compile(
    rb"<(?:script|img|iframe|source)[^>]+src=[\"']?(?:https?:)?//"
    rb"|<link[^>]+href=[\"']?(?:https?:)?//|url\([\"']?(?:https?:)?//"
)


def record_release(study: Study, release: Release) -> Publication:
    """Record a release that was given out, so that a withdrawal names it."""
    facts = json.loads((release.path / FACTS).read_text(encoding="utf-8"))
    with study.store.begin("vknz", "publish") as work:
        known = work.first(Publication, file_hash=release.hash)
        if known is not None:
            return known
        made = Publication(
            str(uuid4()),
            release.hash,
            str(facts["snapshot"]),
            release.path.name,
            "release",
            datetime.now().astimezone().date().isoformat(),
            None,
            {"marks": []},
        )
        work.add(made)
        work.facts = {"publication": made.id}
    return made


def check_outgoing(study: Study) -> Iterator[Finding]:
    """Find what lies in the study to go out, and is not as was promised."""
    for approvals in sorted(study.path.rglob(APPROVALS)):
        yield from _check_release(study, approvals.parent)
    for file in sorted((study.path / "reports").glob("*.json")):
        yield from _check_purpose(study, file)
    for page in sorted((study.path / "reports").glob("*.html")):
        if LOADS.search(page.read_bytes()):
            yield Finding(
                "I30",
                "error",
                _name(study, page),
                "deze bladzijde haalt iets van het netwerk",
                "this page loads something from the network",
                "maak haar opnieuw met `vknz report`",
                "make it again with `vknz report`",
            )


def _name(study: Study, path: Path) -> str:
    return path.relative_to(study.path).as_posix()


def _check_release(study: Study, folder: Path) -> Iterator[Finding]:
    """Look a release over: approved as it is, and without small groups."""
    try:
        verify_release(folder)
    except ReleaseError as error:
        yield Finding(
            "I18",
            "warning",
            _name(study, folder),
            f"uitgifte is niet goedgekeurd of gewijzigd ({type(error).__name__})",
            f"release is not approved, or was changed ({type(error).__name__})",
            "keur haar goed met `vknz release approve`, of verwijder de map",
            "approve it with `vknz release approve`, or remove the folder",
        )
    small = _count_small(folder)
    if small:
        yield Finding(
            "I19",
            "error",
            _name(study, folder),
            f"{small} combinatie(s) van rol, fase, gender en leeftijd onder k",
            f"{small} combination(s) of role, phase, gender and age below k",
            "verwijder de map en maak de uitgifte opnieuw",
            "remove the folder and make the release again",
        )


def _count_small(folder: Path) -> int:
    try:
        k = int(json.loads((folder / FACTS).read_text(encoding="utf-8"))["k"])
        text = (folder / "data" / "people.csv").read_text(encoding="utf-8")
    except (OSError, ValueError, KeyError):
        return 0  # what is missing was told above
    rows = csv.DictReader(text.splitlines())
    shared = Counter(tuple(row.get(key) for key in KEYS) for row in rows)
    return sum(number < k for number in shared.values())


def _check_purpose(study: Study, file: Path) -> Iterator[Finding]:
    """Find a report that does not say what it is for."""
    try:
        facts: Any = json.loads(file.read_text(encoding="utf-8"))
    except ValueError:
        facts = None
    is_report = isinstance(facts, dict) and "report" in facts
    if is_report and facts.get("purpose") not in EXPORT_PURPOSES:
        yield Finding(
            "I13",
            "warning",
            _name(study, file),
            "dit rapport zegt niet waarvoor het is en nooit voor",
            "this report does not say what it is for and never for",
            "maak het opnieuw met `vknz report`",
            "make it again with `vknz report`",
        )
