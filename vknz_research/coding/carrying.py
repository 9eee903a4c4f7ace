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
    if old == new:
        return
    first, second = _PIECES.findall(old), _PIECES.findall(new)
    if max(len(first), len(second)) > _LONG:
        yield Edit(offset, offset + len(old), new, offset)
        return
    places = _list_places(first)
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal":
            words = "".join(second[c:d])
            yield Edit(offset + places[a], offset + places[b], words, offset)


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
