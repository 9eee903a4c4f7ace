"""Placeholders in memos: numbers and quotations reach the text by machine."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from vknz_research.analysis.passages import merge_passages, select_codings
from vknz_research.errors import PlaceholderError
from vknz_research.language import Language
from vknz_research.report.labels import format_count

_FOUND = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_QUOTE = re.compile(
    r"^[ \t]*\{\{\s*quote\s+(?P<key>[^\s}]+)\s*\}\}[ \t]*$", re.MULTILINE
)
COUNTED: Final = ("sources", "passages", "participants", "words")
KEYS: Final = ("code", "perspective", "phase", "role", "source_code")


@dataclass(frozen=True, slots=True)
class Material:
    """The frames that numbers are computed from, filtered as the report is.

    `whole` is the same without the filter: a number that names its own phase,
    perspective, role or source code is of that, whatever the report is about.
    """

    sources: pd.DataFrame
    turns: pd.DataFrame
    participants: pd.DataFrame
    codings: pd.DataFrame
    codes: Sequence[str]
    language: Language = "nl"
    whole: "Material | None" = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a memo: text, or the key of a quotation."""

    text: str
    quote: str | None = None


def split_memo(body: str) -> Iterator[Piece]:
    """Cut a memo into text and the quotations between it."""
    at = 0
    for found in _QUOTE.finditer(body):
        text = body[at : found.start()].strip()
        if text:
            yield Piece(text)
        yield Piece("", found["key"])
        at = found.end()
    rest = body[at:].strip()
    if rest:
        yield Piece(rest)


def fill_numbers(text: str, material: Material, memo: str) -> str:
    """Return the text with `{{count …}}` computed; raise when that cannot be."""

    def compute(found: "re.Match[str]") -> str:
        words = found[1].split()
        if len(words) < 2 or words[0] != "count":
            raise PlaceholderError(memo=memo, placeholder=found[0])
        try:
            number = count(words[1], _read_keys(words[2:]), material)
            return format_count(number, material.language)
        except (KeyError, ValueError) as error:
            raise PlaceholderError(memo=memo, placeholder=found[0]) from error

    filled = _FOUND.sub(compute, text)
    if "{{" in filled or "}}" in filled:
        raise PlaceholderError(memo=memo, placeholder="{{ … }}")
    return filled


def _read_keys(words: Sequence[str]) -> dict[str, str]:
    pairs = dict(word.split("=", 1) for word in words)
    unknown = set(pairs) - set(KEYS)
    if unknown:
        raise KeyError(*unknown)
    return pairs


def count(what: str, keys: dict[str, str], material: Material) -> int:
    """Count sources, passages, participants or words.

    With a code it counts where that code (or one below it) was given; without, all.
    Words are counted of whole turns, so not with a code.
    """
    if what not in COUNTED:
        raise KeyError(what)
    if material.whole is not None and keys.keys() - {"code"}:
        material = material.whole
    equal: dict[str, Any] = {k: v for k, v in keys.items() if k != "code"}
    if "phase" in equal:
        equal["phase"] = int(equal["phase"])
    _check_values(equal, material)
    if "code" in keys:
        if keys["code"] not in material.codes:
            raise KeyError(keys["code"])
        chosen = select_codings(material.codings, code=keys["code"], **equal)
        return _count_coded(what, chosen)
    return _count_all(what, equal, material)


def _check_values(equal: dict[str, Any], material: Material) -> None:
    """Refuse a phase, perspective, role or source code that is nowhere in the study."""
    for key, value in equal.items():
        frame = material.sources if key in {"phase", "source_code"} else material.turns
        if value not in set(frame[key].dropna()):
            raise KeyError(value)


def _count_coded(what: str, codings: pd.DataFrame) -> int:
    if what == "sources":
        return int(codings["source_id"].nunique())
    if what == "participants":
        return int(codings["participant_id"].nunique())
    if what == "passages":
        return len(merge_passages(codings))
    raise KeyError(what)


def _count_all(what: str, equal: dict[str, Any], material: Material) -> int:
    turns = material.turns.merge(
        material.sources[["source_id", "phase", "source_code"]], on="source_id"
    )
    turns = select_codings(turns, **equal)
    if what == "participants":
        return int(turns["participant_id"].nunique())
    if what == "sources":
        return int(turns["source_id"].nunique())
    if what == "words":
        return int(turns["words"].sum())
    return len(merge_passages(select_codings(material.codings, **equal)))
