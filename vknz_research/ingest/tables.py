"""Tables of text (csv) as rows, whatever their delimiter."""

import csv
from collections.abc import Sequence
from io import StringIO
from itertools import islice

from vknz_research.ingest import refusal

_DELIMITERS = (",", ";", "\t")
_SAMPLE = 50

Row = tuple[int, list[str]]
"""The line on which a row begins, and its cells."""


def read_rows(name: str, text: str) -> list[Row]:
    """Return the rows of a table that hold anything, with the line they begin on."""
    delimiter = find_delimiter(text)
    rows: list[Row] = []
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((line, cells))
            line = reader.line_num + 1
    except csv.Error as error:
        raise refusal.DAMAGED.of(name) from error
    return rows


def find_delimiter(text: str) -> str:
    r"""Return the delimiter that gives rows of one width, and the widest of those.

    >>> find_delimiter("nr;Wat ging goed, en wat niet?\n1;alles\n")
    ';'
    """
    return max(_DELIMITERS, key=lambda delimiter: _score(text, delimiter))


def _score(text: str, delimiter: str) -> tuple[float, int]:
    try:
        reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
        rows = [row for row in islice(reader, _SAMPLE) if row]
    except csv.Error:
        return (0.0, 0)
    return _measure(rows)


def _measure(rows: Sequence[Sequence[str]]) -> tuple[float, int]:
    width = len(rows[0]) if rows else 0
    if width <= 1:
        return (0.0, width)
    return (sum(len(row) == width for row in rows) / len(rows), width)
