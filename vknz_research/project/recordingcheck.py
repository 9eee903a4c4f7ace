"""Findings on recordings: without their file, changed, or files without a recording."""

from collections.abc import Iterator
from pathlib import Path

from vknz_research.model.recordings import Recording
from vknz_research.privacy.sealing import HALF, SEALED, STRIP, WORKPLACE
from vknz_research.project.recordings import (
    MEDIA,
    MISSING,
    OK,
    check_place,
    list_recordings,
    sealed_path,
    strip_path,
)
from vknz_research.project.study import Study
from vknz_research.store.verify import Finding


def check_recordings(study: Study) -> Iterator[Finding]:
    """Find recordings without their file, and files without a recording."""
    known: set[Path] = set()
    for one in list_recordings(study):
        paths = (sealed_path(study, one), strip_path(study, one))
        known.update(paths)
        state = check_place(study, one)
        if state != OK:
            yield _find_lost(one, state)
    media = study.path / MEDIA
    for path in sorted([*media.glob(WORKPLACE + "*"), *media.glob("*/*")]):
        if path.name.startswith(WORKPLACE):
            yield _find_work(study, path)
        if path not in known and path.suffix in {SEALED, STRIP, HALF}:
            yield _find_stray(study, path)


def _find_lost(recording: Recording, state: str) -> Finding:
    is_missing = state == MISSING
    return Finding(
        "R1",
        "warning",
        f"recording {recording.id}",
        "het bestand is er niet meer, of is verplaatst"
        if is_missing
        else "het bestand is niet meer hetzelfde als toen het werd gekoppeld",
        "the file is gone, or was moved"
        if is_missing
        else "the file is not the same as when it was linked",
        f"koppel het opnieuw met `vknz recording STUDIE relink {recording.id} BESTAND`",
        f"link it again with `vknz recording STUDY relink {recording.id} FILE`",
    )


def _find_stray(study: Study, path: Path) -> Finding:
    inner = path.relative_to(study.path).as_posix()
    return Finding(
        "R2",
        "notice",
        inner,
        "bij dit bestand hoort geen opname (meer): losgekoppeld, of half gekoppeld",
        "no recording belongs to this file (any more): unlinked, or half linked",
        "maak het loskoppelen ongedaan, of gooi het bestand weg",
        "undo the unlinking, or throw the file away",
    )


def _find_work(study: Study, path: Path) -> Finding:
    inner = path.relative_to(study.path).as_posix()
    return Finding(
        "R3",
        "warning",
        inner,
        "een spraakherkenner werd afgebroken: hier kan geluid in de open lucht liggen",
        "a recogniser was broken off: there may be sound in the open here",
        "gooi de map weg, als er nu geen `vknz transcribe` loopt",
        "throw the folder away, unless `vknz transcribe` runs just now",
    )
