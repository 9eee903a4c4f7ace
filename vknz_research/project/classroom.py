"""A study made of a release, so that students code it themselves and compare."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from vknz_research.coding.acts import Request, code_many
from vknz_research.coding.codebook import import_codes
from vknz_research.coding.sources import Arrival, add_sources
from vknz_research.exchange.codebook import read_frameworks
from vknz_research.model.people import PURPOSES, Consent, Participant
from vknz_research.model.sources import InventoryEntry, Reading, Span, Turn
from vknz_research.project.open import Ask, create_study
from vknz_research.project.release import Release, verify_release
from vknz_research.project.study import Study

if TYPE_CHECKING:
    import pandas as pd

ACTOR: Final = "vknz"
NEEDED: Final = ("interview", "coding", "quotation")
RESEARCH: Final = "onderzoek"


def make_study(release: Path, folder: Path, ask: Ask | None = None) -> Study:
    """Make a study of a release that was approved: texts, codebook, layers A and B.

    Consent is that of the release: it was asked before anything was passed on.
    """
    found = verify_release(release)
    title = f"Uitgifte {found.hash[:12]}"
    study = create_study(folder, title, ask=ask, frameworks=False)
    _add_codes(study, found.path)
    _add_texts(study, found.path)
    _add_consent(study, found)
    _add_layers(study, found.path)
    for notebook in sorted((found.path / "notebooks").glob("*.ipynb")):
        shutil.copyfile(notebook, folder / "notebooks" / notebook.name)
    return study


def _read(release: Path, name: str) -> "pd.DataFrame":
    import pandas as pd  # noqa: PLC0415 - only here

    frame = pd.read_parquet(release / "data" / f"{name}.parquet")
    return frame.astype(object).where(frame.notna(), None)


def _records(frame: "pd.DataFrame") -> Iterator[dict[str, Any]]:
    for row in frame.to_dict("records"):
        yield {str(key): value for key, value in row.items()}


def _add_codes(study: Study, release: Path) -> None:
    frameworks = read_frameworks(release / "codebook.yml")
    codes = [code for framework in frameworks for code in framework.codes]
    import_codes(study.store, ACTOR, codes, act="init")


def _add_texts(study: Study, release: Path) -> None:
    texts = {r["source_id"]: str(r["text"]) for r in _records(_read(release, "texts"))}
    turns = _read(release, "turns")
    views = turns[["role", "perspective"]].dropna().drop_duplicates()
    roles = {row["role"]: str(row["perspective"]) for row in _records(views)}
    for row in _records(_read(release, "sources")):
        text = texts[row["source_id"]]
        spoken = turns[turns["source_id"] == row["source_id"]]
        heard = {str(r) for r in spoken["role"].dropna()}
        entry = _make_entry(row, {role: roles[role] for role in sorted(heard)})
        reading = Reading("txt", text, [_make_turn(t) for t in _records(spoken)])
        arrival = Arrival(f"{row['source']}.txt", text.encode(), [reading], entry)
        add_sources(study.store, ACTOR, arrival)


def _make_entry(row: dict[str, Any], roles: dict[str, str]) -> InventoryEntry:
    return InventoryEntry(
        file=f"{row['source']}.txt",
        source_code=row["source_code"],
        kind=row["setting"],
        phase=row["phase"],
        perspective=row["perspective"],
        participants={
            role: "onderzoeker" if view == RESEARCH else view
            for role, view in roles.items()
        },
    )


def _make_turn(row: dict[str, Any]) -> Turn:
    return Turn(int(row["start"]), int(row["end"]), str(row["kind"]), row["role"])


def _add_consent(study: Study, release: Release) -> None:
    today = datetime.now(UTC).date().isoformat()
    letter = f"uitgifte {release.hash[:12]}"
    with study.store.begin(ACTOR, "import-consent") as work:
        given = [
            Consent(str(uuid4()), p.id, purpose, "given", today, letter, "LICENCE.md")
            for p in work.all(Participant)
            for purpose in PURPOSES
            if purpose in NEEDED
        ]
        work.add(*given)
        work.facts = {"consents": len(given)}


def _add_layers(study: Study, release: Path) -> None:
    """Bring in what the researchers coded: their own layers, not the consensus."""
    coders = _read(release, "coders")
    people = set(coders["coder"][coders["kind"] == "person"])
    requests = [
        Request(
            str(row["coder"]),
            str(row["source"]),
            str(row["code"]),
            Span(int(row["start"]), int(row["end"])),
        )
        for row in _records(_read(release, "codings"))
        if row["coder"] in people
    ]
    code_many(study.store, ACTOR, requests)
