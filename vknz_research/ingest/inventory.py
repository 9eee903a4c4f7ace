"""The two tables a researcher makes: the inventory of files and the design."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from vknz_research.errors import InvalidRowError, MissingColumnsError
from vknz_research.ingest import refusal
from vknz_research.ingest.decoding import decode_text
from vknz_research.ingest.tables import read_rows
from vknz_research.model.codes import make_code_id
from vknz_research.model.design import DesignEntry
from vknz_research.model.sources import InventoryEntry

_INVENTORY_NEEDS: Final = ("file",)
_DESIGN_NEEDS: Final = (
    "source_code",
    "kind",
    "phase",
    "role",
    "participants",
    "sources",
)


def read_inventory(path: Path) -> list[InventoryEntry]:
    """Read what a study knows of its files: code, phase, perspective, participants."""
    entries: list[InventoryEntry] = []
    seen: set[str] = set()
    for row in _read_table(path, _INVENTORY_NEEDS):
        entry = _make_inventory_entry(row)
        if entry.file.casefold() in seen:
            raise row.refuse(
                "het bestand staat er dubbel in", "the file is in it twice"
            )
        seen.add(entry.file.casefold())
        entries.append(entry)
    return entries


def read_design(path: Path) -> list[DesignEntry]:
    """Read which source codes the design of a study has, and what they stand for."""
    entries: list[DesignEntry] = []
    seen: set[str] = set()
    for row in _read_table(path, _DESIGN_NEEDS):
        entry = _make_design_entry(row)
        if entry.source_code in seen:
            nl, en = "de broncode staat er dubbel in", "the source code is in it twice"
            raise row.refuse(nl, en)
        seen.add(entry.source_code)
        entries.append(entry)
    return entries


class _TableRow:
    """A row that can refuse itself: it knows its file and line."""

    def __init__(self, file: str, line: int, cells: Mapping[str, str]) -> None:
        self._file = file
        self._line = line
        self._cells = cells

    def get(self, column: str) -> str | None:
        """Return what stands in a column, or None if it is empty or absent."""
        return self._cells.get(column, "").strip() or None

    def need(self, column: str) -> str:
        """Return what stands in a column, which must be something."""
        value = self.get(column)
        if value is None:
            raise self.refuse(f"kolom {column} is leeg", f"column {column} is empty")
        return value

    def get_number(self, column: str) -> int | None:
        """Return the whole number in a column, or None if it is empty."""
        value = self.get(column)
        if value is None:
            return None
        if not (value.isascii() and value.isdigit() and len(value) < 10):
            nl = f"kolom {column} is geen geheel getal"
            raise self.refuse(nl, f"column {column} is not a whole number")
        return int(value)

    def refuse(self, nl: str, en: str) -> InvalidRowError:
        """Return the error that refuses this row."""
        return InvalidRowError(
            file=self._file,
            line=self._line,
            reason_nl=f"{nl}. Verbeter de regel; er is niets geïmporteerd.",
            reason_en=f"{en}. Correct the row; nothing was imported.",
        )


def _read_table(path: Path, needed: tuple[str, ...]) -> Iterator[_TableRow]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise refusal.ABSENT.of(path.name) from error
    rows = read_rows(path.name, decode_text(path.name, data).text)
    header = [cell.strip().lower() for cell in rows[0][1]]
    missing = [column for column in needed if column not in header]
    if missing:
        raise MissingColumnsError(
            file=path.name, missing=", ".join(missing), needed=", ".join(needed)
        )
    for line, cells in rows[1:]:
        yield _TableRow(path.name, line, dict(zip(header, cells, strict=False)))


def _make_inventory_entry(row: _TableRow) -> InventoryEntry:
    return InventoryEntry(
        file=row.need("file"),
        source_code=row.get("source_code"),
        kind=row.get("kind"),
        phase=row.get_number("phase"),
        perspective=row.get("perspective"),
        date=row.get("date"),
        participants=_read_participants(row),
    )


def _read_participants(row: _TableRow) -> dict[str, str]:
    """Take `Naam=rol;Naam=rol` apart; an error never repeats a name."""
    found: dict[str, str] = {}
    pieces = [p for p in (row.get("participants") or "").split(";") if p.strip()]
    for number, piece in enumerate(pieces, start=1):
        name, _, role = (part.strip() for part in piece.rpartition("="))
        if not name or not role:
            nl = f"deelnemer {number} is niet geschreven als Naam=rol"
            raise row.refuse(nl, f"participant {number} is not written as Naam=rol")
        if name in found:
            nl = f"deelnemer {number} staat er dubbel in"
            raise row.refuse(nl, f"participant {number} is in it twice")
        found[name] = role
    return found


def _make_design_entry(row: _TableRow) -> DesignEntry:
    source_code = row.need("source_code")
    return DesignEntry(
        id=make_code_id("design/" + source_code),
        source_code=source_code,
        kind=row.need("kind"),
        phase=row.get_number("phase"),
        role=row.need("role"),
        participants=row.get_number("participants") or 0,
        sources=row.get_number("sources") or 0,
    )
