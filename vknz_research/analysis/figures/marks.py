"""The marks of codes in figures: hue, letters and stroke, never one of them alone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from vknz_research.analysis.crosstab import sort_codes
from vknz_research.analysis.figures.palette import LIGHT, dark_twin, safe_colour
from vknz_research.analysis.figures.style import MOST, Style, make_safe, shorten

# How plotly fills a bar in each stroke of a code.
PATTERNS: Final[Mapping[str, str]] = {
    "solid": "",
    "double": "-",
    "dashed": "/",
    "dotted": ".",
}
SYMBOLS: Final[Mapping[str, str]] = {
    "solid": "circle",
    "double": "square",
    "dashed": "diamond",
    "dotted": "triangle-up",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """How a code is marked: its letters, name, colour and stroke."""

    code: str
    letters: str
    name: str
    colour: str
    stroke: str = "solid"
    is_outlined: bool = False

    @property
    def label(self) -> str:
        """Return letters and name, as a code stands beside a figure."""
        parts = [part for part in (self.letters, self.name) if part]
        return " · ".join(parts)


Book = Mapping[str, Mark]


def read_book(codes: pd.DataFrame, style: Style) -> Book:
    """Return the marks of all codes, in the order of the codebook.

    In the language and the colours of a style.
    """
    codes = sort_codes(codes)
    names = codes[f"name_{style.say('nl', 'en')}"].where(
        lambda column: column.notna() & (column != ""), codes["name_nl"]
    )
    columns = ("code", "letters", "colour", "stroke", "form")
    rows: Any = zip(
        names, *(codes[name].astype(object) for name in columns), strict=True
    )
    return {
        str(code): Mark(
            code=str(code),
            letters=_plain(letters),
            name=_plain(name) or str(code).rpartition("/")[2],
            colour=_dye(_plain(colour), style),
            stroke=_plain(stroke) or "solid",
            is_outlined=form == "outlined",
        )
        for name, code, letters, colour, stroke, form in rows
    }


def _plain(value: object) -> str:
    return "" if value is None or value != value else str(value)  # noqa: PLR0124 - NaN


def _dye(colour: str, style: Style) -> str:
    return dark_twin(colour) if style.theme == "dark" else safe_colour(colour)


def mark_of(book: Book, code: str, style: Style) -> Mark:
    """Return the marks of a code; one that the codebook does not have is grey."""
    grey = style.colour("me") if style.theme == "dark" else LIGHT["me"]
    return book.get(code) or Mark(code, "", code, grey)


def label_codes(
    codes: Iterable[object], book: Book, style: Style, most: int = MOST
) -> list[str]:
    """Return the labels of codes: different for each, and short enough.

    Of two codes with one label, the path tells them apart.
    """
    paths = [str(code) for code in codes]
    labels = [shorten(mark_of(book, path, style).label, most) for path in paths]
    return [
        label if labels.count(label) == 1 else f"{label} ({path})"
        for label, path in zip(labels, paths, strict=True)
    ]


def order_codes(table: pd.DataFrame, book: Book) -> pd.DataFrame:
    """Return a table with its codes in the order of the codebook.

    Codes that the book does not have stay where they are, at the end.
    """
    rank = {code: number for number, code in enumerate(book)}

    def place(code: object) -> int:
        return rank.get(str(code), len(rank))

    rows = sorted(table.index, key=place)
    if table.columns.name == "code":
        return table.loc[rows, sorted(table.columns, key=place)]
    return table.loc[rows]


def dress_names(codes: Sequence[object], labels: Sequence[str]) -> list[str]:
    """Return labels as plotly shows them; a code with others below it is bold.

    >>> dress_names(["x/p", "x/p/q"], ["P", "Q"])
    ['<b>P</b>', 'Q']
    """
    paths = [str(code) for code in codes]
    above = {path.rpartition("/")[0] for path in paths}
    return [
        f"<b>{make_safe(label)}</b>" if path in above else make_safe(label)
        for path, label in zip(paths, labels, strict=True)
    ]
