"""Where passages of one text stand in another text of the same source. Pure.

Two copies of a study may each hold another text of a source. The texts are compared
turn by turn, since an edit never leaves its turn, and what differs is taken as edits.
"""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from vknz_research.coding.edits import Edit, Landing, place_after

_PIECES = re.compile(r"\w+|\s+|[^\w\s]")
_LONG = 4_000  # pieces beyond this are compared as one


def find_edits(
    old: str,
    new: str,
    turns: Sequence[tuple[int, int]],
    others: Sequence[tuple[int, int]],
) -> list[Edit]:
    """Return the edits that make the old text the new one, last first.

    `turns` and `others` are where the turns of either text begin and end.

    >>> find_edits("ja, goet.", "ja, goed!", [(0, 9)], [(0, 9)])
    [Edit(start=4, end=9, text='goed!', turn_start=0)]
    """
    if old == new:
        return []
    pairs = list(zip(turns, others, strict=False))
    if len(turns) != len(others) or not _is_alike_between(old, new, pairs):
        pairs = [((0, len(old)), (0, len(new)))]
    found = [
        edit
        for (start, end), (begin, stop) in pairs
        for edit in _compare(old[start:end], new[begin:stop], start)
    ]
    return found[::-1]


def _is_alike_between(
    old: str, new: str, pairs: list[tuple[tuple[int, int], tuple[int, int]]]
) -> bool:
    """Say whether all that differs lies within turns."""
    at, to = 0, 0
    for (start, end), (begin, stop) in pairs:
        if old[at:start] != new[to:begin]:
            return False
        at, to = end, stop
    return old[at:] == new[to:]


def _compare(old: str, new: str, offset: int) -> Iterator[Edit]:
    first, second = _PIECES.findall(old), _PIECES.findall(new)
    head = _count_alike(first, second)
    tail = _count_alike(first[head:][::-1], second[head:][::-1])
    places = _list_places(first)
    first, second = first[head : len(first) - tail], second[head : len(second) - tail]
    for a, b, c, d in _list_differences(first, second):
        words = "".join(second[c:d])
        start, end = places[head + a], places[head + b]
        yield Edit(offset + start, offset + end, words, offset)


def _count_alike(first: Sequence[str], second: Sequence[str]) -> int:
    """Count the pieces with which both begin."""
    pairs = enumerate(zip(first, second, strict=False))
    most = min(len(first), len(second))
    return next((at for at, (one, other) in pairs if one != other), most)


def _list_differences(
    first: Sequence[str], second: Sequence[str]
) -> Iterator[tuple[int, int, int, int]]:
    if max(len(first), len(second)) > _LONG:
        yield 0, len(first), 0, len(second)
    elif first or second:
        matcher = SequenceMatcher(None, first, second, autojunk=False)
        codes = matcher.get_opcodes()
        yield from ((a, b, c, d) for tag, a, b, c, d in codes if tag != "equal")


def _list_places(pieces: Sequence[str]) -> list[int]:
    places = [0]
    for piece in pieces:
        places.append(places[-1] + len(piece))
    return places


def carry_place(edits: Sequence[Edit], start: int, end: int) -> Landing:
    """Return where a passage stands after edits, given last first.

    >>> carry_place([Edit(4, 8, "good"), Edit(0, 0, "Oh, ")], 9, 10)
    Landing(start=13, end=14, reason=None)
    """
    reason = None
    for edit in edits:
        landing = place_after(edit, start, end)
        start, end = landing.start, landing.end
        reason = reason or landing.reason
    return Landing(start, end, reason)
