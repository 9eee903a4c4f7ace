"""Paths of new codes: from the name a person types to a place in the tree."""

import re
import unicodedata

from vknz_research.errors import CodeExistsError, InvalidPathError
from vknz_research.model.codes import Code
from vknz_research.store.unit import Reader

MOST_CHARS = 40


def make_slug(name: str) -> str:
    """Return the end of a path that stands for a name.

    >>> make_slug("  Zien wat je (nog) doet ")
    'zien-wat-je-nog-doet'
    """
    plain = unicodedata.normalize("NFC", name).lower()
    return re.sub(r"[\W_]+", "-", plain)[:MOST_CHARS].strip("-")


def make_path(reader: Reader, above: str | None, name: str) -> str:
    """Return a free path for a new code; a name that is taken there is refused."""
    slug = make_slug(name)
    if not slug:
        raise InvalidPathError(path=name)
    path = slug if above is None else f"{above}/{slug}"
    if reader.first(Code, path=path):
        raise CodeExistsError(path=path)
    return path


def place_under(path: str, above: str | None) -> str:
    """Return the path of a code that is hung under another one, or at the top.

    >>> place_under("4r/routine/tijd", "4r/richting")
    '4r/richting/tijd'
    """
    last = path.rsplit("/", 1)[-1]
    return last if above is None else f"{above}/{last}"
