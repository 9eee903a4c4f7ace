"""Looking a codebook over before it is used: what is missing, taken or unclear."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from vknz_research.exchange.dictionary import POINTER
from vknz_research.language import say
from vknz_research.model.codes import Code, parent_path

STROKES: Final = ("solid", "double", "dashed", "dotted")
FORMS: Final = ("filled", "outlined")
FIELDS: Final = ("name", "definition", "when_to_use", "when_not", "example")
LEAST_CONTRAST: Final = 3.0
_HEX = re.compile(r"#[0-9a-fA-F]{6}")


def list_doubts(codes: Sequence[Code], others: Iterable[Code]) -> list[str]:
    """Say in sentences what is not right yet in codes, beside those that are there."""
    paths = {code.path for code in codes}
    elsewhere = [code for code in others if code.path not in paths]
    known = paths | {code.path for code in elsewhere}
    taken = {code.letters: code.path for code in elsewhere if code.letters}
    return [
        f"{code.path}: {doubt}"
        for code in codes
        for doubt in (
            *_doubt_marks(code, taken),
            *_doubt_texts(code),
            *_doubt_pointers(code, known),
        )
    ]


def _doubt_marks(code: Code, taken: Mapping[str, str]) -> Iterator[str]:
    is_main = parent_path(code.path) == code.path.split("/", 1)[0]
    if is_main and code.letters in taken:
        yield say(
            nl=f"letters {code.letters} zijn al van {taken[code.letters]}",
            en=f"letters {code.letters} are of {taken[code.letters]} already",
        )
    for name, value, known in (
        ("stroke", code.stroke, STROKES),
        ("form", code.form, FORMS),
    ):
        if value not in known:
            listed = ", ".join(known)
            yield say(
                nl=f"{name} {value!r} kan niet; kies uit {listed}",
                en=f"{name} {value!r} is not possible; choose of {listed}",
            )
    if (
        not _HEX.fullmatch(code.colour)
        or measure_contrast(code.colour) < LEAST_CONTRAST
    ):
        yield say(
            nl=f"colour {code.colour} is geen #rrggbb, of te licht op wit papier",
            en=f"colour {code.colour} is no #rrggbb, or too light on white paper",
        )


def _doubt_texts(code: Code) -> Iterator[str]:
    dutch = code.texts.get("nl", {})
    missing = [name for name in FIELDS if not dutch.get(name)]
    if missing:
        listed = ", ".join(missing)
        yield say(nl=f"geen {listed} in het Nederlands", en=f"no {listed} in Dutch")


def _doubt_pointers(code: Code, known: set[str]) -> Iterator[str]:
    texts = " ".join(t.get("when_not", "") for t in code.texts.values())
    for path in dict.fromkeys(POINTER.findall(texts)):
        if path not in known:
            yield say(
                nl=f"→ {path} verwijst naar een code die er niet is",
                en=f"→ {path} points to a code that is not there",
            )


def measure_contrast(colour: str) -> float:
    """Return the contrast of a colour (#rrggbb) with white, by WCAG 2.2: 1 to 21.

    >>> round(measure_contrast("#000000")), round(measure_contrast("#ffffff"))
    (21, 1)
    """
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    )
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
