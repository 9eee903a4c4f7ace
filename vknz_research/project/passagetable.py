"""Passages as the text of a CSV file, to be read in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from vknz_research.errors import ResidueError
from vknz_research.exchange.tables import guard_cell
from vknz_research.privacy.numbers import find_checked

NAME: Final = "passages.csv"


def render_passages(
    columns: Sequence[str], rows: Iterable[Mapping[str, Any]], file: str = NAME
) -> str:
    """Return a table of passages; refused where a number says who somebody is.

    No cell is a formula, whatever somebody said.
    """
    picked = [[row[name] for name in columns] for row in rows]
    _refuse_numbers(_write([columns, *picked]), file)  # as it was said
    return _write([columns, *[map(guard_cell, cells) for cells in picked]])


def _write(rows: Iterable[Iterable[object]]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()


def _refuse_numbers(text: str, file: str) -> None:
    hits = find_checked(text)
    if hits:
        raise ResidueError(
            file=file, part="passages", category=hits[0].category, count=len(hits)
        )
