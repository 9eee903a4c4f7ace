"""What figures call groups, and how they tell in words what they show."""

from collections.abc import Callable, Sequence
from typing import Any, Final

import pandas as pd

from vknz_research.analysis.figures.marks import Book, label_codes
from vknz_research.analysis.figures.style import MOST, Style
from vknz_research.analysis.query import write_code, write_value
from vknz_research.analysis.query.names import COLUMNS

Ask = Callable[[str, object], str]
HEADS: Final = {
    "klant": ("Klanten", "Klanten"),
    "klantmanager": ("Klantmanagers", "Klantmanagers"),
    "leidinggevende": ("Leidinggevenden", "Managers"),
    "beleid": ("Beleid en coaches", "Policy and coaches"),
    "onderzoek": ("Onderzoek", "Research"),
}
WHOLE: Final = 200  # signs; in tables and in words names stand whole
SOME: Final = 4  # rows that the words of a figure name


def name_group(value: object, by: str, style: Style) -> str:
    """Return what a column of a figure is called.

    >>> name_group(2, "phase", Style()), name_group("klant", "perspective", Style())
    ('Fase 2', 'Klanten')
    """
    if by == "phase":
        return f"{style.say('Fase', 'Phase')} {value}"
    return style.say(*HEADS.get(str(value), (str(value), str(value))))


def ask_cell(by: str) -> Ask:
    """Return what makes the query of a cell: a code and a group, or two codes.

    >>> ask_cell("phase")("4r/routine", 2), ask_cell("code")("x/a", "x/b")
    ('4r/routine EN fase:2', 'x/a EN x/b')
    """
    if by in COLUMNS:
        return lambda row, group: f"{write_code(row)} EN {write_value(by, group)}"
    return ask_both


def ask_both(row: str, column: object) -> str:
    """Return the query of two codes that share words.

    >>> ask_both("x/a", "x/a")
    'x/a'
    """
    other = str(column)
    if row == other:
        return write_code(row)
    return f"{write_code(row)} EN {write_code(other)}"


def ask_turn(row: str, column: object) -> str:
    """Return the query of passages of a code in whose turn another begins."""
    return f"{write_code(row)} ZELFDE-BEURT {write_code(str(column))}"


def ask_following(within: int) -> Ask:
    """Return what makes the query of a code that another follows.

    >>> ask_following(3)("x/a", "x/b")
    'x/a VOOR3 x/b'
    """

    def ask(row: str, column: object) -> str:
        return f"{write_code(row)} VOOR{within} {write_code(str(column))}"

    return ask


def ask_all(counts: pd.DataFrame, ask: Ask) -> list[list[str]]:
    """Return the query of each cell."""
    return [
        [ask(str(row), column) for column in counts.columns] for row in counts.index
    ]


def label_columns(
    counts: pd.DataFrame, book: Book, style: Style, most: int = MOST
) -> list[str]:
    """Return what the columns of a table are called: codes, or groups."""
    by = str(counts.columns.name or "")
    if by == "code":
        return label_codes(counts.columns, book, style, most)
    return [name_group(value, by, style) for value in counts.columns]


def tell_most(cells: Sequence[tuple[int, str]], style: Style) -> str:
    """Say which cells count most, in words.

    >>> tell_most([(3, "steun bij klanten"), (0, "routine bij klanten")], Style())
    'De meeste: steun bij klanten (3).'
    """
    ranked = sorted((cell for cell in cells if cell[0]), key=lambda c: (-c[0], c[1]))
    if not ranked:
        return style.say("Er zijn geen passages.", "There are no passages.")
    listed = ", ".join(f"{name} ({number})" for number, name in ranked[:SOME])
    return style.say(f"De meeste: {listed}.", f"Most: {listed}.")


def frame(values: Any, rows: Sequence[str], columns: Sequence[str]) -> pd.DataFrame:
    """Return a table by the names that people read."""
    index = pd.Index(list(rows), name="code", dtype=object)
    return pd.DataFrame(values, index=index, columns=list(columns))
