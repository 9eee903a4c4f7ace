"""Lightly edited quotations out of which words were cut: made whole again.

An edit stands in square brackets; what is skipped is `[...]`. Words that a withdrawal
took away are skipped words, wherever they stood.
"""

import re
from typing import Final

GONE: Final = ("[ingetrokken]", "[withdrawn]")  # in either language
SKIPPED: Final = "[...]"
_GONE: Final = "\x00"
_WITHIN: Final = re.compile(rf"\[[^\[\]]*{_GONE}[^\[\]]*\]")
_BESIDE: Final = re.compile(rf"\S*{_GONE}\S*")
_AGAIN: Final = re.compile(rf"{_GONE}(?:\s+{_GONE})+")


def close_cut(text: str) -> str:
    """Return an edited quotation in which each cut is a skipped part.

    Half words beside a cut go with it, and so does an edit that was cut in.

    >>> close_cut("een mini-[[ingetrokken]eerwijzer] voor haar")
    'een [...] voor haar'
    """
    marked = text
    for mark in GONE:
        marked = marked.replace(mark, _GONE)
    if marked == text:
        return text
    while (closed := _WITHIN.sub(_GONE, marked)) != marked:
        marked = closed
    marked = _AGAIN.sub(_GONE, _BESIDE.sub(_GONE, marked))
    if _has_open_end(marked):
        return SKIPPED
    return marked.replace(_GONE, SKIPPED)


def _has_open_end(text: str) -> bool:
    """Say whether a bracket was cut away whose other half is still there."""
    depth = 0
    for sign in text:
        depth += {"[": 1, "]": -1}.get(sign, 0)
        if depth not in {0, 1}:
            return True
    return depth != 0
