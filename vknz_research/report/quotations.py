"""Quotations: each at its place in the snapshot, and edited only between brackets."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from vknz_research.errors import QuotationError
from vknz_research.model.text import hash_text
from vknz_research.report.blocks import Part, Quotation

ELISION: Final = "[...]"
_BRACKETS = re.compile(r"(\[[^\]]*\])")
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Chosen:
    """A quotation as the snapshot holds it."""

    key: str
    source: str
    source_id: str
    start: int
    end: int
    quote: str
    text_hash: str
    edited: str | None
    label: str | None
    place: str | None


def check_place(chosen: Chosen, texts: Mapping[str, str]) -> None:
    """Raise when the words are not at their place in the snapshot."""
    words = texts.get(chosen.source_id, "")[chosen.start : chosen.end]
    if words != chosen.quote or hash_text(words) != chosen.text_hash:
        raise _refuse(
            chosen,
            "staat niet meer zo op zijn plaats in de momentopname",
            "is not at its place in the snapshot any more",
        )


def _refuse(chosen: Chosen, nl: str, en: str) -> QuotationError:
    return QuotationError(
        key=chosen.key,
        reason_nl=nl,
        reason_en=en,
        source=chosen.source,
        start=chosen.start,
        end=chosen.end,
    )


def make_quotation(chosen: Chosen) -> Quotation:
    """Return the block of a quotation; refuse an edit that changed other words."""
    parts = (
        compare_edit(chosen.quote, chosen.edited)
        if chosen.edited
        else [Part(fold_blanks(chosen.quote), "plain", None)]
    )
    if parts is None:
        raise _refuse(
            chosen,
            "is buiten de vierkante haken gewijzigd",
            "was changed outside the square brackets",
        )
    return Quotation(
        chosen.key, tuple(parts), chosen.label, chosen.place, f"c-{chosen.key}"
    )


def hide_originals(quotation: Quotation) -> Quotation:
    """Return a quotation without the words that its edits stand for."""
    parts = tuple(replace(part, original=None) for part in quotation.parts)
    return replace(quotation, parts=parts)


def fold_blanks(text: str) -> str:
    """Return the text with every run of blanks and line ends as one blank."""
    return _BLANKS.sub(" ", text).strip()


def compare_edit(original: str, edited: str) -> list[Part] | None:
    """Return the edited reading in parts, each edit with the words it stands for.

    None when a word outside brackets is not in the original, or not in its order.

    >>> [p.original for p in compare_edit("nou ik zag ’m", "[I]k zag [de opname]")]
    ['nou i', None, '’m']
    """
    pieces = [p for p in _BRACKETS.split(fold_blanks(edited)) if p]
    stood = _find_pieces(pieces, fold_blanks(original))
    if stood is None:
        return None
    return [
        _make_part(piece, words) for piece, words in zip(pieces, stood, strict=True)
    ]


def _find_pieces(pieces: Sequence[str], original: str) -> list[str] | None:
    """Return the words that each piece stands for, or None when one is not there.

    A bracket may stand for anything, so the first place where the next words are found
    is as good as any later one: each piece is looked for once.
    """
    stood: list[str] = []
    at, is_after_bracket = 0, False
    for number, piece in enumerate(pieces):
        if _BRACKETS.fullmatch(piece):
            stood.append("")
            is_after_bracket = True
            continue
        end = r"\Z" if number == len(pieces) - 1 else ""
        pattern = re.compile(_match_words(piece) + end)
        look = pattern.search if is_after_bracket else pattern.match
        found = look(original, at)
        if found is None:
            return None
        _put_before(stood, original[at : found.start()])
        stood.append(found[0])
        at, is_after_bracket = found.end(), False
    if at < len(original) and not is_after_bracket:
        return None
    _put_before(stood, original[at:])
    return stood


def _put_before(stood: list[str], words: str) -> None:
    """Give the words between two pieces to the bracket that stands there."""
    if words and stood:
        stood[-1] = words


def _match_words(piece: str) -> str:
    """Return the pattern of words between brackets.

    A word beside a bracket must be a word there too ('[...] gelijk' is not 'ongelijk'),
    unless the bracket is part of it ('[T]oen'). Only a blank may be anywhere.
    """
    if not piece.strip():
        return ""
    before = r"\s*(?<!\w)" if piece[0] == " " else ""
    after = r"(?!\w)\s*" if piece[-1] == " " else ""
    return f"{before}{re.escape(piece.strip())}{after}"


def _make_part(piece: str, stood: str) -> Part:
    if not _BRACKETS.fullmatch(piece):
        return Part(piece, "plain", None)
    return Part(piece, "elision" if piece == ELISION else "edit", stood.strip())
