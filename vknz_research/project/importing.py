"""Importing files into a study: each is one act, and a bad file stops no other."""

from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from vknz_research.coding.consent import list_closed
from vknz_research.coding.sources import Arrival, add_sources, find_arrived
from vknz_research.errors import IngestError, MissingFileError, ModelError
from vknz_research.exchange.design import read_design, read_inventory
from vknz_research.ingest import load_bytes, read_bytes
from vknz_research.language import say
from vknz_research.model.design import DesignEntry
from vknz_research.model.people import Given
from vknz_research.model.sources import (
    PERSPECTIVES,
    InventoryEntry,
    Reading,
    Source,
)
from vknz_research.privacy.proposals import has_few_capitals
from vknz_research.project.study import Study

# What programs leave behind: hidden files, and locks of Word.
NOT_MEANT: Final = (".", "~$")
Progress = Callable[[int, int, str], None]


@dataclass(slots=True)
class ImportReport:
    """What became of each file."""

    imported: list[dict[str, Any]] = field(default_factory=list)
    skipped: list[dict[str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    failed: int = 0


def import_files(
    study: Study,
    paths: Sequence[Path],
    inventory: Path | None = None,
    progress: Progress | None = None,
    consent: Given | None = None,
) -> ImportReport:
    """Import files, or all files of folders, with what the inventory says.

    `consent` is what all who speak in them gave. Without it, and without a column
    consent in the inventory, sources are in quarantine until it is recorded.
    """
    files = [p for p in _list_files(paths) if not _is_same(p, inventory)]
    entries = _read_entries(inventory, files) if inventory else {}
    report = ImportReport()
    report.warnings += _doubt_inventory(entries.values(), {f.name for f in files})
    for number, file in enumerate(files, start=1):
        if progress:
            progress(number, len(files), file.name)
        entry = entries.get(file.name, InventoryEntry(file.name))
        _import_file(study, file, (entry, consent), report)
    with study.store.read() as reader:
        made = {entry["source_id"] for entry in report.imported}
        closed = len(made & list_closed(reader))
    if closed:
        report.warnings.append(_warn_closed(closed))
    return report


def _warn_closed(count: int) -> str:
    return say(
        nl=f"{count} bron(nen) in quarantaine: er is nog geen toestemming vastgelegd. "
        "Doe dat met `vknz consent` of de pagina Toestemming.",
        en=f"{count} source(s) in quarantine: consent was not recorded yet. Do that "
        "with `vknz consent` or the page Consent.",
    )


def _list_files(paths: Iterable[Path]) -> Iterable[Path]:
    for path in paths:
        if path.is_dir():
            yield from (
                p
                for p in sorted(path.iterdir())
                if p.is_file() and not p.name.startswith(NOT_MEANT)
            )
        else:
            yield path


def _is_same(path: Path, inventory: Path | None) -> bool:
    """Say whether a file is the inventory, which may lie between the sources."""
    return inventory is not None and path.resolve() == inventory.resolve()


def _read_entries(inventory: Path, files: Sequence[Path]) -> dict[str, InventoryEntry]:
    entries = {Path(entry.file).name: entry for entry in read_inventory(inventory)}
    given = {path.name for path in files}
    folders = {inventory.parent, *(path.parent for path in files)}
    for name in entries:
        is_there = name in given or any((folder / name).exists() for folder in folders)
        if not is_there:
            raise MissingFileError(file=inventory.name, missing=name)
    return entries


def _doubt_inventory(
    entries: Iterable[InventoryEntry], given: Set[str]
) -> Iterable[str]:
    """Say what in an inventory is possible, but probably not meant."""
    roles: dict[str, str] = {}
    named: set[str] = set()
    for entry in entries:
        name = Path(entry.file).name
        named.add(name)
        if entry.perspective and entry.perspective not in PERSPECTIVES:
            known = ", ".join(PERSPECTIVES)
            yield say(
                nl=f"{name}: perspectief {entry.perspective!r} is onbekend; gewoon "
                f"zijn {known}",
                en=f"{name}: perspective {entry.perspective!r} is unknown; usual are "
                f"{known}",
            )
        for label, role in entry.participants.items():
            if roles.setdefault(label, role) != role:
                yield say(
                    nl=f"{name}: deelnemer {label} heeft elders de rol {roles[label]}; "
                    "één naam is één persoon in de hele studie",
                    en=f"{name}: participant {label} has the role {roles[label]} "
                    "elsewhere; one name is one person in the whole study",
                )
    if named:
        yield from (
            say(
                nl=f"{name}: staat niet in de inventaris",
                en=f"{name}: is not in the inventory",
            )
            for name in sorted(given - named)
        )


def _import_file(
    study: Study,
    path: Path,
    said: tuple[InventoryEntry, Given | None],
    report: ImportReport,
) -> None:
    entry, consent = said
    try:
        data = load_bytes(path)
        with study.store.read() as reader:
            arrived = find_arrived(reader, data)
        if arrived:
            names = ", ".join(source.name for source in arrived[:3])
            reason = say(
                nl=f"is er al als {names}; er is niets veranderd",
                en=f"is there already as {names}; nothing was changed",
            )
            report.skipped.append({"file": path.name, "reason": reason})
            return
        readings = read_bytes(path.name, data)
    except (IngestError, ModelError) as error:
        _skip(report, path, str(error))
    else:
        arrival = Arrival(path.name, data, readings, entry, consent)
        sources = add_sources(study.store, "vknz", arrival)
        _report_sources(report, path.name, readings, sources, entry)


def _skip(report: ImportReport, path: Path, reason: str) -> None:
    shown = reason.removeprefix(f"{path.name}: ")
    report.skipped.append({"file": path.name, "reason": shown})
    report.failed += 1


def _report_sources(
    report: ImportReport,
    file: str,
    readings: Sequence[Reading],
    sources: Sequence[Source],
    entry: InventoryEntry,
) -> None:
    report.warnings += _doubt_labels(file, readings, entry)
    report.warnings += _doubt_capitals(file, readings)
    for reading, source in zip(readings, sources, strict=True):
        report.imported.append(
            {
                "file": file,
                "source_id": source.id,
                "name": source.name,
                "format": source.format,
                "characters": len(reading.text),
                "turns": len(reading.turns),
                "speakers": list(reading.speakers),
                "recordings": list(reading.recordings),
            }
        )
        report.warnings += [
            f"{file}: {warning.removeprefix(f'{file}: ')}"
            for warning in reading.warnings
        ]


def _doubt_labels(
    file: str, readings: Sequence[Reading], entry: InventoryEntry
) -> Iterable[str]:
    """Name the participants of the inventory who do not speak in the file."""
    heard = {speaker for reading in readings for speaker in reading.speakers}
    silent = sorted(set(entry.participants) - heard)
    if silent:
        listed = ", ".join(silent)
        yield say(
            nl=f"{file}: in de inventaris, maar niet aan het woord: {listed}",
            en=f"{file}: in the inventory, but does not speak: {listed}",
        )


def _doubt_capitals(file: str, readings: Sequence[Reading]) -> Iterable[str]:
    """Warn of a text in which no capital shows what is a name."""
    places = [(r.text, [(t.start, t.end) for t in r.turns]) for r in readings]
    if any(has_few_capitals(text, turns) for text, turns in places):
        yield say(
            nl=f"{file}: er staan bijna geen hoofdletters in, dus namen vallen niet "
            "op. Lees de tekst zelf na als je pseudonimiseert.",
            en=f"{file}: it has hardly any capitals, so that names do not stand out. "
            "Read the text yourself when you pseudonymise.",
        )


def import_design(study: Study, path: Path) -> int:
    """Bring the design of the study in: which source codes there are."""
    entries = read_design(path)
    with study.store.begin("vknz", "import-design") as work:
        known = {entry.source_code: entry for entry in work.all(DesignEntry)}
        new = [e for e in entries if e.source_code not in known]
        changed = [
            _with_id(e, known[e.source_code].id)
            for e in entries
            if e.source_code in known
        ]
        work.add(*[_with_id(e, str(uuid4())) for e in new])
        work.replace(*[e for e in changed if e != known[e.source_code]])
    return len(entries)


def _with_id(entry: DesignEntry, entry_id: str) -> DesignEntry:
    return DesignEntry(
        entry_id,
        entry.source_code,
        entry.kind,
        entry.phase,
        entry.role,
        entry.participants,
        entry.sources,
    )
