"""The marks of codes in figures: hue, letters and stroke, never one of them alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from vknz_research.analysis.figures.palette import LIGHT, dark_twin, safe_colour
from vknz_research.analysis.figures.style import Style, shorten

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
    """Return the marks of all codes, in the language and the colours of a style."""
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


def label_codes(codes: Iterable[object], book: Book, style: Style) -> list[str]:
    """Return the labels of codes: different for each, and short enough.

    Of two codes with one label, the path tells them apart.
    """
    paths = [str(code) for code in codes]
    labels = [shorten(mark_of(book, path, style).label) for path in paths]
    return [
        label if labels.count(label) == 1 else shorten(f"{label} ({path})", 60)
        for label, path in zip(labels, paths, strict=True)
    ]
