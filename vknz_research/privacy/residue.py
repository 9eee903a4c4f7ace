"""What a finished file still holds of who somebody is; never which words.

All parts of a file are searched, unpacked: for numbers that pass their checks, and for
the forms in the register, whatever their capitals and accents, and misheard.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from vknz_research.privacy.capitals import list_words
from vknz_research.privacy.numbers import find_numbers
from vknz_research.privacy.parts import UNREAD, Part, decode, list_parts
from vknz_research.privacy.register import LIKE_ENOUGH, SHORTEST, fold_same
from vknz_research.privacy.wordlists import fold, is_listed

# Numbers of which the form or the check leaves no doubt.
CATEGORIES: Final = frozenset(["bsn", "iban", "phone", "email", "plate", "number"])
# Parts whose bytes are no words of anybody: a packed picture, a font.
_BINARY: Final = 0.3
_PACKED = re.compile(rb"[A-Za-z0-9+/=_-]{200,}")
_FUZZY: Final = 6
_LONGEST_TOKEN: Final = 40


@dataclass(frozen=True, slots=True)
class Residue:
    """A place in a part of a file that says who somebody is."""

    part: str
    category: str
    offset: int


@dataclass(frozen=True, slots=True)
class Found:
    """How often a kind of residue stands in a part of a file."""

    file: Path
    part: str
    category: str
    count: int


def scan_file(path: Path, register_forms: Sequence[str] = ()) -> list[Residue]:
    """Return where a file, with all that is packed in it, says who somebody is."""
    search = make_search(register_forms)
    return [residue for part in list_parts(path) for residue in scan_part(part, search)]


def count_residue(path: Path, found: Iterable[Residue]) -> list[Found]:
    """Return residue counted by part and category."""
    counts = Counter((residue.part, residue.category) for residue in found)
    return [Found(path, part, kind, n) for (part, kind), n in sorted(counts.items())]


def scan_part(
    part: Part, search: Callable[[str], Iterable[tuple[int, str]]]
) -> Iterator[Residue]:
    """Give the residue in one part of a file."""
    if part.name == UNREAD:
        yield Residue(part.data.decode("utf-8", "replace"), "unread", 0)
        return
    text = _read_words(part.data)
    if text is None:
        return
    for start, category in _find_numbers(text):
        yield Residue(part.name, category, start)
    for start, category in search(text):
        yield Residue(part.name, category, start)


def _read_words(data: bytes) -> str | None:
    """Return the words in bytes; None where they are those of a picture or a font.

    What is packed in it as base64 is a part by itself.
    """
    sample = data[:65_536]
    odd = sum(byte < 9 or 13 < byte < 32 for byte in sample)
    if sample and odd / len(sample) > _BINARY / 10 and not _is_wide(sample):
        return None
    text, _ = decode(_PACKED.sub(b" ", data))
    return text


def _is_wide(sample: bytes) -> bool:
    return sample.startswith((b"\xff\xfe", b"\xfe\xff"))


def _find_numbers(text: str) -> Iterator[tuple[int, str]]:
    for hit in find_numbers(text):
        is_sure = hit.is_checked and hit.category in CATEGORIES
        if is_sure and _is_alone(text, hit.start, hit.end):
            yield hit.start, hit.category


def _is_alone(text: str, start: int, end: int) -> bool:
    """Say whether a number stands by itself, and is no piece of a code or a figure."""
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    return before not in set("#-_/.=") and after not in set("-_/=")


def make_search(forms: Sequence[str]) -> Callable[[str], Iterator[tuple[int, str]]]:
    """Return what finds the forms of the register in a text, with their places."""
    spelled = {_spell(form) for form in forms if len(_spell(form)) > 1}
    words = [f for f in spelled if re.fullmatch(r"[^\W\d_]+(?: [^\W\d_]+)*", f)]
    others = spelled - set(words)
    long = sorted({w for w in words if len(w) >= _FUZZY and " " not in w})
    pattern = _make_pattern(words, others)

    def search(text: str) -> Iterator[tuple[int, str]]:
        if pattern is None:
            return
        for found in pattern.finditer(fold_same(text)):
            if not _is_common(found[0], text[found.start() : found.end()]):
                yield found.start(), "register"
        yield from _find_misheard(text, long, spelled)

    return search


def _spell(form: str) -> str:
    return " ".join(fold(form).split())


def _make_pattern(
    words: Iterable[str], others: Iterable[str]
) -> "re.Pattern[str] | None":
    forms = sorted([*words, *others], key=len, reverse=True)
    if not forms:
        return None
    joined = "|".join(re.escape(form).replace(r"\ ", r"[\s_-]+") for form in forms)
    return re.compile(rf"(?<![^\W_])(?:{joined})(?:s|'s)?(?![^\W_])")


def _is_common(folded: str, written: str) -> bool:
    """Say whether this is a word of the language, written as one: roos, hoop."""
    return written.islower() and " " not in folded and is_listed(folded)


def _find_misheard(
    text: str, long: Sequence[str], exact: set[str]
) -> Iterator[tuple[int, str]]:
    """Give words with a capital that resemble a form but are none."""
    if not long:
        return
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only with a register

    judged: dict[str, bool] = {}
    for word in list_words(text, 0, len(text)):
        if not word.has_capital or not SHORTEST <= len(word.text) <= _LONGEST_TOKEN:
            continue
        folded = word.folded
        if folded not in judged:
            like = process.extractOne(
                folded, long, scorer=fuzz.ratio, score_cutoff=LIKE_ENOUGH
            )
            judged[folded] = (
                bool(like) and folded not in exact and not is_listed(folded)
            )
        if judged[folded]:
            yield word.start, "register"
