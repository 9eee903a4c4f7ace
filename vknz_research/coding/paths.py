"""Paths of codes in the tree: below another one, or at the top."""

import re
import unicodedata
from typing import Final

from vknz_research.errors import InvalidPathError

SLUG_CHARS: Final = 40


def make_slug(words: str) -> str:
    """Return the last part of a path for a code that is called by these words.

    >>> make_slug("Zonder oordeel, kijken!")
    'zonder-oordeel-kijken'
    """
    plain = unicodedata.normalize("NFC", words).lower()
    return re.sub(r"[\W_]+", "-", plain)[:SLUG_CHARS].strip("-")


def make_path(above: str | None, name: str) -> str:
    """Return the path of a new code of this name.

    >>> make_path("kernelementen", "  Zien wat je (nog) doet ")
    'kernelementen/zien-wat-je-nog-doet'
    """
    slug = make_slug(name)
    if not slug:
        raise InvalidPathError(path=name)
    return slug if above is None else f"{above}/{slug}"


def place_under(path: str, above: str | None) -> str:
    """Return the path of a code that is hung under another one, or at the top.

    >>> place_under("4r/routine/tijd", "4r/richting")
    '4r/richting/tijd'
    """
    last = path.rsplit("/", 1)[-1]
    return last if above is None else f"{above}/{last}"
