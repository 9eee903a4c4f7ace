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

from vknz_research.privacy.numbers import find_checked
from vknz_research.privacy.parts import UNREAD, Part, decode, list_parts
from vknz_research.privacy.register import LIKE_ENOUGH, fold_same
from vknz_research.privacy.wordlists import fold, is_listed

# Parts whose bytes are no words of anybody: a packed picture, a font.
_BINARY: Final = 0.03
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_RUN = re.compile(rb"[\x20-\x7e\xc3-\xc5\x80-\xbf]{6,}")
_ENDS = ("!text", "!values", "!strings")
_PACKED = re.compile(rb"[A-Za-z0-9+/=_-]{200,}")
# Signs that nobody sees: a soft hyphen, a joiner of no width.
_UNSEEN: Final = dict.fromkeys((0xAD, *range(0x200B, 0x2010), 0x2060, 0xFEFF))
_FUZZY: Final = 6
# The hash of a snapshot as reports print it, in groups of four, also over two lines.
_HASH = re.compile(r"(?<![^\W_])[0-9a-f]{4}(?:\s[0-9a-f]{4}){3,}(?![^\W_])")
_CAPITALISED = re.compile(r"(?<![^\W_])(?=[^\W\d_a-z])[^\W\d_]{5,40}(?![^\W_])")


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


Search = Callable[[str], Iterable[tuple[int, str]]]


def scan_file(path: Path, register_forms: Sequence[str] = ()) -> list[Residue]:
    """Return where a file, with all that is packed in it, says who somebody is."""
    return list(scan_parts(list_parts(path), make_search(register_forms)))


def scan_parts(parts: Iterable[Part], search: Search) -> Iterator[Residue]:
    """Give the residue in the parts of a file.

    What could be unpacked is judged by what was in it: its own bytes are no words.
    """
    waiting: Part | None = None
    for part in parts:
        if waiting and not part.name.startswith(f"{waiting.name}!"):
            yield from scan_part(waiting, search)
        waiting = None
        if part.name == UNREAD or part.name.endswith(_ENDS):
            yield from scan_part(part, search)
        else:
            waiting = part
    if waiting:
        yield from scan_part(waiting, search)


def scan_part(part: Part, search: Search) -> Iterator[Residue]:
    """Give the residue in one part of a file."""
    if part.name == UNREAD:
        yield Residue(part.data.decode("utf-8", "replace"), "unread", 0)
        return
    text = _read_words(part.data).translate(_UNSEEN)
    for start, category in sorted({*_find_numbers(text), *search(text)}):
        yield Residue(part.name, category, start)


def count_residue(path: Path, found: Iterable[Residue]) -> list[Found]:
    """Return residue counted by part and category."""
    counts = Counter((residue.part, residue.category) for residue in found)
    return [Found(path, part, kind, n) for (part, kind), n in sorted(counts.items())]


def _read_words(data: bytes) -> str:
    """Return the words in bytes; of a picture or a font the runs of letters in it.

    What is packed in a text as base64 is a part by itself.
    """
    sample = data[:65_536]
    odd = sum(byte < 9 or 13 < byte < 32 for byte in sample)
    if odd > len(sample) * _BINARY and not sample.startswith(_WIDE):
        return b"\n".join(_RUN.findall(data)).decode("utf-8", "replace")
    return decode(_PACKED.sub(b" ", data))[0]


def _find_numbers(text: str) -> Iterator[tuple[int, str]]:
    hashes = [found.span() for found in _HASH.finditer(text) if _is_hash(found[0])]
    for hit in find_checked(text):
        is_within = any(start <= hit.start < end for start, end in hashes)
        if not is_within and _is_alone(text, hit.start, hit.end):
            yield hit.start, hit.category


def _is_hash(found: str) -> bool:
    """Say whether groups of four are a hash: numbers alone are none."""
    return not set(found).isdisjoint("abcdef")


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

    like: set[str] = set()
    for word in {found[0] for found in _CAPITALISED.finditer(text)}:
        folded = fold(word)
        if folded in exact:
            continue
        best = process.extractOne(
            folded, long, scorer=fuzz.ratio, score_cutoff=LIKE_ENOUGH
        )
        if best and not is_listed(word):
            like.add(word)
    for found in _CAPITALISED.finditer(text) if like else ():
        if found[0] in like:
            yield found.start(), "register"
