"""Inventories: which file is what, and which source codes the design has."""

from collections.abc import Sequence
from pathlib import Path

from vknz_research.exchange.tables import Row, read_rows
from vknz_research.model.codes import make_code_id
from vknz_research.model.design import DesignEntry
from vknz_research.model.people import PURPOSES, Given
from vknz_research.model.sources import InventoryEntry


def read_inventory(path: Path) -> list[InventoryEntry]:
    """Read what an inventory says per file.

    Columns: file, and as far as known source_code, kind, phase, perspective, date,
    municipality, participants (`Samira=klantmanager;Interviewer=onderzoeker`).
    """
    rows = read_rows(path, ("file",))
    _refuse_twice(rows, "file")
    return [_read_entry(row) for row in rows]


def _refuse_twice(rows: Sequence[Row], column: str) -> None:
    """Refuse a name that stands twice; on some systems B.txt is b.txt."""
    seen: set[str] = set()
    for row in rows:
        name = row.need(column)
        if name.casefold() in seen:
            raise row.error(
                nl=f"{name} staat er twee keer in", en=f"{name} is in it twice"
            )
        seen.add(name.casefold())


def _read_entry(row: Row) -> InventoryEntry:
    return InventoryEntry(
        file=row.need("file"),
        source_code=row.get("source_code"),
        kind=row.get("kind"),
        phase=_read_phase(row),
        perspective=row.get("perspective"),
        date=row.get("date"),
        participants=_read_participants(row),
        consent=_read_consent(row),
        municipality=row.get("municipality"),
    )


def _read_consent(row: Row) -> Given | None:
    purposes = [p.strip() for p in (row.get("consent") or "").split(";")]
    if not any(purposes):
        return None
    return Given(
        tuple(PURPOSES if purposes == ["all"] else purposes),
        row.need("letter"),
        row.get("consent_date"),
        row.get("asked_by"),
    )


def _read_phase(row: Row) -> int | None:
    if not row.get("phase"):
        return None
    phase = row.number("phase")
    if phase < 1:
        raise row.error(nl="phase begint bij 1", en="phase begins at 1")
    return phase


def _read_participants(row: Row) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in (row.get("participants") or "").split(";"):
        if not part.strip():
            continue
        label, _, role = part.partition("=")
        if not label.strip() or not role.strip() or label.strip() in found:
            raise row.error(
                nl="participants moet zijn: naam=rol;naam=rol, elke naam één keer",
                en="participants must be: name=role;name=role, each name once",
            )
        found[label.strip()] = role.strip()
    return found


def read_design(path: Path) -> list[DesignEntry]:
    """Read the source codes of a design.

    Columns: source_code, kind, phase, role, participants, sources.
    """
    needed = ("source_code", "kind", "phase", "role", "participants", "sources")
    rows = read_rows(path, needed)
    _refuse_twice(rows, "source_code")
    return [
        DesignEntry(
            id=make_code_id(f"design/{row.need('source_code')}"),
            source_code=row.need("source_code"),
            kind=row.need("kind"),
            phase=_read_phase(row),
            role=row.need("role"),
            participants=row.number("participants"),
            sources=row.number("sources"),
        )
        for row in rows
    ]
