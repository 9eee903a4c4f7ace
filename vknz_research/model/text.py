"""Canonical text and its offsets.

Offsets are Unicode code points, half-open `[start, end)`. Browsers and some other
programs count UTF-16 units: the two functions here are the only border between them.
"""

import hashlib
import re
from typing import Final

from vknz_research.errors import TextError

MASK: Final = "█"  # in the place of each sign that may not be read
_SEEN = re.compile(r"\S")
_LINE_ENDS = re.compile("\r\n?")
_FORBIDDEN = re.compile("[\x00\ud800-\udfff]")


def make_canonical(text: str) -> str:
    r"""Return the text as it is stored: no BOM, line ends as LF, otherwise untouched.

    Nothing is normalised: a combining accent stays one. NUL and lone surrogates are
    refused, since no file format of the field can carry them.

    >>> make_canonical("\ufeffja\r\nnee\r")
    'ja\nnee\n'
    """
    found = _FORBIDDEN.search(text)
    if found:
        what = "NUL" if found[0] == "\x00" else "een halve surrogaat / lone surrogate"
        raise TextError(what=what, place=found.start())
    return _LINE_ENDS.sub("\n", text.removeprefix("\ufeff"))


def to_utf16(text: str, point: int) -> int:
    """Return the UTF-16 offset of a code point offset."""
    return point + sum(1 for char in text[:point] if char > "\uffff")


def from_utf16(text: str, unit: int) -> int:
    """Return the code point offset of a UTF-16 offset.

    An offset in the middle of a surrogate pair counts as before that character.
    """
    seen = 0
    for point, char in enumerate(text):
        seen += 2 if char > "\uffff" else 1
        if seen > unit:
            return point
    return len(text)


def hash_text(text: str) -> str:
    """Return the first 16 hexadecimal digits of SHA-256 over the text as UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def mask_words(text: str) -> str:
    """Return a text in which nothing can be read, as long as it was.

    >>> mask_words("ja, goed")
    '███ ████'
    """
    return _SEEN.sub(MASK, text)
