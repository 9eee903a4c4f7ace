"""Inventories: which file is what, and which source codes the design has."""

from pathlib import Path

from vknz_research.exchange.tables import Row, read_rows
from vknz_research.model.codes import make_code_id
from vknz_research.model.design import DesignEntry
from vknz_research.model.sources import InventoryEntry


def read_inventory(path: Path) -> list[InventoryEntry]:
    """Read what an inventory says per file.

    Columns: file, and as far as known source_code, kind, phase, perspective, date,
    participants (`Samira=klantmanager;Interviewer=onderzoeker`).
    """
    entries: dict[str, InventoryEntry] = {}
    for row in read_rows(path, ("file",)):
        entry = _read_entry(row)
        if entry.file in entries:
            raise row.error(
                nl=f"{entry.file} staat er twee keer in",
                en=f"{entry.file} is in it twice",
            )
        entries[entry.file] = entry
    return list(entries.values())


def _read_entry(row: Row) -> InventoryEntry:
    return InventoryEntry(
        file=row.need("file"),
        source_code=row.get("source_code"),
        kind=row.get("kind"),
        phase=row.number("phase") if row.get("phase") else None,
        perspective=row.get("perspective"),
        date=row.get("date"),
        participants=_read_participants(row),
    )


def _read_participants(row: Row) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in (row.get("participants") or "").split(";"):
        if not part.strip():
            continue
        label, _, role = part.partition("=")
        if not label.strip() or not role.strip():
            raise row.error(
                nl="participants moet zijn: naam=rol;naam=rol",
                en="participants must be: name=role;name=role",
            )
        found[label.strip()] = role.strip()
    return found


def read_design(path: Path) -> list[DesignEntry]:
    """Read the source codes of a design.

    Columns: source_code, kind, phase, role, participants, sources.
    """
    needed = ("source_code", "kind", "phase", "role", "participants", "sources")
    return [
        DesignEntry(
            id=make_code_id(f"design/{row.need('source_code')}"),
            source_code=row.need("source_code"),
            kind=row.need("kind"),
            phase=row.number("phase") if row.get("phase") else None,
            role=row.need("role"),
            participants=row.number("participants"),
            sources=row.number("sources"),
        )
        for row in read_rows(path, needed)
    ]
