"""Finding whole words in a text, as they are typed or in all their forms."""

import re
import unicodedata
from collections.abc import Iterator, Sequence, Set
from functools import lru_cache
from typing import Final

# A letter may carry its accent as a sign of its own.
_TOKEN: Final = re.compile(r"[^\W_][\w\u0300-\u036f]*")
_LANGUAGES: Final = ("nl", "en")


def find_words(text: str, query: str) -> list[tuple[int, int]]:
    """Find a word or phrase, whatever its capitals.

    >>> find_words("Ja, dat ja-woord. Jaar.", "ja")
    [(0, 2), (8, 10)]
    """
    return _find_phrase(lower(text), [{word} for word in lower(query).split()])


def find_forms(text: str, query: str) -> list[tuple[int, int]]:
    """Find a word or phrase in all forms of its words."""
    small = lower(text)
    words = lower(query).split()
    asked = [{word} | list_lemmas(word) for word in words]
    forms: list[set[str]] = [{word} for word in words]
    for token in set(_TOKEN.findall(small)):
        lemmas = list_lemmas(token)
        for wanted, found in zip(asked, forms, strict=True):
            if lemmas & wanted:
                found.add(token)
    return _find_phrase(small, forms)


def lower(text: str) -> str:
    """Return a text in small letters, each in the place of its capital."""
    small = text.lower()
    if len(small) == len(text):
        return small
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


@lru_cache(maxsize=200_000)
def list_lemmas(token: str) -> frozenset[str]:
    """Return a word in small letters with the words of which it may be a form.

    >>> "luisteren" in list_lemmas("geluisterd")
    True
    """
    from simplemma import lemmatize  # noqa: PLC0415 - a second for its word lists

    word = unicodedata.normalize("NFC", token)
    return frozenset({word, lemmatize(word, lang=_LANGUAGES).lower()})


def _find_phrase(text: str, words: Sequence[Set[str]]) -> list[tuple[int, int]]:
    if not words:
        return []
    rest = re.compile("".join(rf"\s+(?:{_write_either(f)})" for f in words[1:]))
    found = {
        (at, ended.end())
        for form in words[0]
        for at in _list_places(text, form)
        if (ended := rest.match(text, at + len(form)))
        and _is_whole(text, at, ended.end())
    }
    return sorted(found)


def _write_either(forms: Set[str]) -> str:
    """Return a pattern for any of these words, the longest first."""
    return "|".join(map(re.escape, sorted(forms, key=len, reverse=True)))


def _list_places(text: str, form: str) -> Iterator[int]:
    at = text.find(form)
    while at >= 0:
        yield at
        at = text.find(form, at + 1)


def _is_whole(text: str, start: int, end: int) -> bool:
    """Say whether a stretch neither begins nor ends within a word."""
    cut_before = start > 0 and _is_letter(text[start]) and _is_letter(text[start - 1])
    cut_after = end < len(text) and _is_letter(text[end - 1]) and _is_letter(text[end])
    return not cut_before and not cut_after


def _is_letter(char: str) -> bool:
    """Say whether a sign belongs to a word: letters, digits, accents on letters."""
    return char.isalnum() or char == "_" or unicodedata.category(char)[0] == "M"
