"""Marking a light edit: brackets round every word that is not of the speaker.

`compare_edit` judges an edit; here the brackets are put so that it can.
"""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final

from vknz_research.report.quotations import ELISION, fold_blanks

_WORDS: Final = re.compile(r"\[[^\]]*\][^\s\[]*|[^\s\[]+|\[")
_SKIPPED: Final = re.compile(r"\[(?:\.{3}|…)\]([.,;:!?]+)")
_DOTS: Final = frozenset({"...", "…"})


def mark_edit(original: str, typed: str) -> str | None:
    """Return the reading with brackets round every change; None when there is none.

    >>> mark_edit("nou toen ik ’m aanzette ja", "Toen ik de opname aanzette")
    '[...] [T]oen ik [de opname] aanzette [...]'
    """
    old = fold_blanks(original).split()
    new = _WORDS.findall(fold_blanks(typed))
    if not new or " ".join(old) == " ".join(new):
        return None
    matcher = SequenceMatcher(
        None, [_level(w) for w in old], [_level(_strip(w)) for w in new], autojunk=False
    )
    parts: list[str] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            parts.extend(map(_mark_capital, old[a:b], new[c:d]))
        elif kind == "delete":
            parts.append(ELISION)
        else:
            parts.extend(_bracket(new[c:d]))
    marked = " ".join(_join_elisions(parts))
    return None if marked == " ".join(old) else marked


def _level(word: str) -> str:
    """Return a word with a small first letter: a capital alone is no other word."""
    return word[:1].lower() + word[1:]


def _strip(word: str) -> str:
    return word.replace("[", "").replace("]", "")


def _mark_capital(stood: str, typed: str) -> str:
    bare = _strip(typed)
    return stood if stood == bare else f"[{bare[0]}]{stood[1:]}"


def _bracket(words: Sequence[str]) -> Iterator[str]:
    """Give words that are not of the speaker in brackets; an elision stays one."""
    run: list[str] = []
    for word in words:
        bare = _strip(word)
        if skipped := _SKIPPED.fullmatch(word):
            yield from _close(run)
            run = []
            yield ELISION + skipped[1]
        elif bare in _DOTS:
            yield from _close(run)
            run = []
            yield ELISION
        elif bare:
            run.append(bare)
    yield from _close(run)


def _close(run: Sequence[str]) -> Iterator[str]:
    if run:
        yield f"[{' '.join(run)}]"


def _join_elisions(parts: Sequence[str]) -> Iterator[str]:
    """Give one elision where several stand together."""
    for place, part in enumerate(parts):
        if part != ELISION or place == 0 or parts[place - 1] != ELISION:
            yield part
