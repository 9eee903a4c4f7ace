"""Words that are known: Dutch words, names, places; each list read when first needed.

Our own lists stand in `lists/`. Names and places are those of the package deduce,
read as data from where it is installed; without it those lists are empty. Dutch and
English words are those of simplemma.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from vknz_research.privacy.numbers import NUMBER_WORD

_NUMBER = re.compile(NUMBER_WORD)
_LOOKUP: Final = "data/lookup/src"
_PREFIXES = ("on", "her", "mede", "over", "ver", "be", "ge", "super", "mega", "anti")
_SUFFIXES = frozenset(
    [
        "af", "op", "in", "uit", "om", "aan", "toe", "mee", "los", "over", "heid",
        "heden", "ing", "ingen", "baar", "bare", "loos", "loze", "lijk", "lijke", "je",
        "jes", "tje", "tjes", "pje", "pjes", "achtig", "achtige", "matig", "matige",
    ]
)  # fmt: skip
_PEOPLE_ENDS = (
    "", "e", "en", "s", "se", "sen", "er", "ers", "n", "es", "a", "je", "tje",
    "talig", "talige",
)  # fmt: skip


def fold(text: str) -> str:
    """Return a text without capitals and accents, to compare forms with.

    >>> fold("Yıldırım"), fold("Ayşe"), fold("CAFÉ")
    ('yildirim', 'ayse', 'cafe')
    """
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(char for char in parts if not unicodedata.combining(char))
    return kept.replace("ı", "i").replace("ł", "l").replace("ø", "o").replace("’", "'")


@cache
def read_words(name: str) -> frozenset[str]:
    """Return the words of one of our own lists, folded."""
    return frozenset(fold(word) for line in _read_lines(name) for word in line.split())


@cache
def read_kinds() -> dict[str, str]:
    """Return words that say what kind of body stands beside them, with that kind."""
    return {
        fold(word): kind
        for kind, _, words in (line.partition(":") for line in _read_lines("kinds"))
        for word in words.split()
    }


def _read_lines(name: str) -> Iterator[str]:
    text = files("vknz_research.privacy").joinpath(f"lists/{name}.txt")
    for line in text.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line


@cache
def first_names() -> frozenset[str]:
    """Return first names, folded."""
    return _read_lookup("names/lst_first_name")


@cache
def surnames() -> frozenset[str]:
    """Return surnames and what follows the particles in them, folded."""
    plain = _read_lookup("names/lst_surname")
    return plain | _read_lookup("names/lst_interfix_surname")


@cache
def places() -> frozenset[str]:
    """Return names of towns, municipalities and regions, folded; also of two words."""
    base = "locations/lst_placename"
    known = _read_lookup(f"{base}/lst_residence") | _read_lookup(f"{base}/lst_province")
    known |= _read_lookup(f"{base}/lst_municipality")
    return known | _read_lookup(f"{base}/lst_region")


def _read_lookup(name: str) -> frozenset[str]:
    found = find_spec("deduce")  # finds the folder without starting deduce
    if found is None or found.origin is None:
        return frozenset()
    folder = Path(found.origin).parent / _LOOKUP / name
    lines: set[str] = set()
    for path in sorted(folder.glob("items.txt")):
        lines.update(path.read_text(encoding="utf-8").splitlines())
    # A place has its province behind it: 'Zeelberg (Li)'.
    return frozenset(fold(line.partition(" (")[0].strip()) for line in lines if line)


@lru_cache(maxsize=100_000)
def is_word(token: str) -> bool:
    """Say whether a token is a Dutch word, or is made of Dutch ones.

    >>> is_word("gesprek"), is_word("spreekkamerverhaal"), is_word("Tesfay")
    (True, True, False)
    """
    if is_people(token) or _NUMBER.fullmatch(token.lower()):
        return True
    pieces = [piece for piece in _read_lower(token).split("-") if piece]
    return all(is_listed(piece) or _is_compound(piece) for piece in pieces)


@lru_cache(maxsize=100_000)
def is_listed(token: str) -> bool:
    """Say whether a token stands in the dictionary, other than as a name.

    >>> is_listed("Groothuis"), is_listed("jan"), is_listed("huizen")
    (False, False, True)
    """
    from simplemma import is_known, lemmatize  # noqa: PLC0415 - a second for its lists

    word = _read_lower(token)
    if fold(word) in read_words("function"):
        return True
    return any(
        is_known(form, lang="nl") and lemmatize(form, lang="nl")[:1].islower()
        for form in {word, word.removesuffix("'s")}
        if form
    )


def _read_lower(token: str) -> str:
    return token.lower().replace("’", "'").strip("'-")


@lru_cache(maxsize=100_000)
def _is_compound(word: str) -> bool:
    """Say whether a word falls apart in known ones, with an s between or not."""
    if any(word.startswith(p) and is_listed(word[len(p) :]) for p in _PREFIXES):
        return True
    return any(
        (word[cut:] in _SUFFIXES or (len(word) - cut > 3 and _is_tail(word[cut:])))
        and (is_listed(head) or is_listed(head.removesuffix("s")) or _is_compound(head))
        for cut in range(4, len(word) - 1)
        for head in [word[:cut]]
    )


def _is_tail(word: str) -> bool:
    return is_listed(word) or (len(word) > 5 and is_english(word))


@lru_cache(maxsize=100_000)
def is_english(token: str) -> bool:
    """Say whether a token is an English word; half of the loanwords here are."""
    from simplemma import is_known, lemmatize  # noqa: PLC0415 - a second for its lists

    word = token.lower()
    return is_known(word, lang="en") and lemmatize(word, lang="en")[:1].islower()


def is_people(token: str) -> bool:
    """Say whether a token is a nationality, a people or a language.

    >>> is_people("Turkse"), is_people("Nederlands-Turks"), is_people("Fatima")
    (True, True, False)
    """
    return all(_is_one_people(piece) for piece in fold(token).split("-"))


def _is_one_people(piece: str) -> bool:
    known = read_words("peoples")
    return any(
        piece.endswith(end) and piece[: len(piece) - len(end)] in known
        for end in _PEOPLE_ENDS
    )


def is_plain(token: str) -> bool:
    """Say whether a capital on this token says nothing: Wmo, Kerst, Turkse."""
    folded = fold(token)
    plain = read_words("plain")
    if folded in plain or is_people(token):
        return True
    head, _, tail = token.partition("-")  # 'UWV-gesprek', 'Wmo-loket'
    return tail != "" and tail.islower() and (fold(head) in plain or is_people(head))
