"""Tables in CSV: rows with their line number, checked for the columns they need."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from vknz_research.errors import (
    InvalidRowError,
    MissingColumnsError,
    UnreadableFileError,
)

# What begins a formula in a spreadsheet, and what it skips before one.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table and where it stands."""

    file: str
    line: int
    cells: dict[str, str]

    def get(self, column: str) -> str | None:
        """Return a cell without blanks round it, or None when it is empty."""
        return (self.cells.get(column) or "").strip() or None

    def raw(self, column: str) -> str:
        """Return a cell as it stands, line ends as LF."""
        return (self.cells.get(column) or "").replace("\r\n", "\n")

    def need(self, column: str) -> str:
        """Return a cell that may not be empty."""
        found = self.get(column)
        if found is None:
            raise self.error(nl=f"{column} is leeg", en=f"{column} is empty")
        return found

    def number(self, column: str) -> int:
        """Return a cell as a whole number."""
        try:
            return int(self.need(column))
        except ValueError as error:
            raise self.error(
                nl=f"{column} is geen heel getal", en=f"{column} is not a whole number"
            ) from error

    def occurrence(self) -> int:
        """Return which occurrence of a quotation is meant: the first, if not said."""
        return self.number("occurrence") if self.get("occurrence") else 1

    def error(self, *, nl: str, en: str) -> InvalidRowError:
        """Make the error that says what is wrong with this row."""
        return InvalidRowError(
            file=self.file, line=self.line, reason_nl=nl, reason_en=en
        )


def read_rows(path: Path, needed: Sequence[str]) -> list[Row]:
    """Read a CSV file with a heading; comma, semicolon or tab, UTF-8 or Windows."""
    text = _load_text(path)
    heading = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=heading.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        reader.fieldnames = [n.strip().lower() for n in reader.fieldnames or ()]
        _check_columns(path.name, reader.fieldnames, needed)
        return [
            Row(path.name, reader.line_num, {k: v or "" for k, v in row.items() if k})
            for row in reader
            if any(row.values())
        ]
    except csv.Error as error:
        raise UnreadableFileError(
            file=path.name,
            reason_nl="de tabel is beschadigd; bewaar haar opnieuw als CSV (UTF-8).",
            reason_en="the table is damaged; save it as CSV (UTF-8) again.",
        ) from error


def _check_columns(file: str, found: Iterable[str], needed: Sequence[str]) -> None:
    there = set(found)
    missing = [name for name in needed if name not in there]
    if missing:
        raise MissingColumnsError(
            file=file, missing=", ".join(missing), needed=", ".join(needed)
        )


def write_rows(
    path: Path, heading: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    """Write a CSV file (UTF-8, comma, LF)."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(heading)
        writer.writerows(rows)


def guard_cell(value: object) -> object:
    """Return a cell that a spreadsheet shows as words, and never computes.

    >>> guard_cell("=1+1"), guard_cell("- ja"), guard_cell(-1)
    ("'=1+1", "'- ja", -1)
    """
    is_formula = isinstance(value, str) and value.startswith(_FORMULA)
    return f"'{value}" if is_formula else value


def make_absent(path: Path) -> UnreadableFileError:
    """Make the error that says that a file cannot be opened."""
    return UnreadableFileError(
        file=path.name,
        reason_nl="dit bestand is er niet, of mag niet worden gelezen.",
        reason_en="this file is not there, or may not be read.",
    )


def _load_text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise make_absent(path) from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")
