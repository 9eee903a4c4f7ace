"""The words of the query language, and what the codes and columns are called in it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from vknz_research.analysis.query.tree import Link
from vknz_research.model.codes import is_within

if TYPE_CHECKING:
    import pandas as pd

# The Dutch word first: that is how the interface writes a question.
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "perspective": ("perspectief", "perspective"),
    "phase": ("fase", "phase"),
    "role": ("rol", "role"),
    "age_band": ("leeftijd", "age"),
    "gender": ("geslacht", "gender"),
    "kind": ("soort", "kind"),
    "source": ("bron", "source"),
    "source_code": ("broncode", "source-code"),
    "municipality": ("gemeente", "municipality"),
    "coder": ("codeur", "coder"),
}
SMART: Final = ("slim", "smart")
AND: Final = ("en", "and")
OR: Final = ("of", "or")
NOT: Final = ("niet", "not")
LINK_WORDS: Final[Mapping[Link, tuple[str, ...]]] = {
    "overlaps": ("overlapt", "overlaps"),
    "inside": ("binnen", "inside"),
    "before": ("voor", "before"),
    "after": ("na", "after"),
    "turn": ("zelfde-beurt", "same-turn"),
    "speaker": ("zelfde-spreker", "same-speaker"),
}
ANY: Final = "*"
PLURALS: Final = ("en", "s", "n")
MOST_VALUES: Final = 12  # of a column, in the sentence of an error
_PLAIN: Final = re.compile(r"[\w./-]+")
_SUGGESTED: Final = 3


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The codes of a study, their names, and the smart codes with their questions."""

    names: Mapping[str, tuple[str, ...]]
    smart: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        codes: "pd.DataFrame",
        smart: Mapping[str, str] | None = None,
        values: Mapping[str, Sequence[str]] | None = None,
    ) -> "Vocabulary":
        """Return the vocabulary of a codebook, and of the values of columns."""
        named = [codes[c] for c in ("name_nl", "name_en") if c in codes.columns]
        rows = zip(codes["code"], *named, strict=True)
        names = {
            str(path): tuple(str(n) for n in given if isinstance(n, str))
            for path, *given in rows
        }
        return cls(names, smart or {}, values or {})

    def resolve(self, word: str) -> tuple[str, ...]:
        """Return the codes that a word can mean: one if it is clear, none if unknown.

        >>> book = Vocabulary({"4r/reflectie": ("Reflectie",), "4r/routine": ()})
        >>> book.resolve("reflectie"), book.resolve("4r"), book.resolve("x")
        (('4r/reflectie',), ('4r',), ())
        """
        wanted = word.casefold()
        if any(is_within(path, wanted) for path in self.names):
            return (wanted,)
        ends = [p for p in self.names if p.endswith("/" + wanted)]
        called = [p for p, ns in self.names.items() if wanted in _fold(ns)]
        return tuple(ends or called)

    def find_value(self, column: str, word: str) -> str | None:
        """Return the value that a word means: in any capitals, one or more of them.

        Where the values of a column are not known every word is one.

        >>> book = Vocabulary({}, {}, {"perspective": ("klant", "klantmanager")})
        >>> book.find_value("perspective", "Klanten"), book.find_value("role", "x")
        ('klant', 'x')
        """
        known = self.values.get(column)
        if known is None:
            return word
        folded = {value.casefold(): value for value in known}
        wanted = word.casefold()
        ends = [wanted, *(wanted.removesuffix(end) for end in PLURALS)]
        return next((folded[one] for one in ends if one in folded), None)

    def suggest(self, word: str) -> list[str]:
        """Return codes that look like a word."""
        ends = {path.rsplit("/", 1)[-1]: path for path in self.names}
        near = get_close_matches(word.casefold(), [*self.names, *ends], _SUGGESTED)
        return list(dict.fromkeys(ends.get(one, one) for one in near))


def _fold(words: Iterable[str]) -> set[str]:
    return {word.casefold() for word in words}


def write_code(path: str) -> str:
    """Return a code as a question names it.

    >>> write_code("4r/routine"), write_code("in-vivo/zo is het")
    ('4r/routine', '[in-vivo/zo is het]')
    """
    return path if _PLAIN.fullmatch(path) else f"[{path}]"


def write_value(column: str, *values: object) -> str:
    """Return a condition as it is typed.

    >>> write_value("perspective", "klant"), write_value("source", "F3-K 1")
    ('perspectief:klant', 'bron:"F3-K 1"')
    """
    written = [_write_word(str(value)) for value in values]
    return f"{COLUMNS[column][0]}:{','.join(written)}"


def _write_word(word: str) -> str:
    return word if _PLAIN.fullmatch(word) else f'"{word}"'
