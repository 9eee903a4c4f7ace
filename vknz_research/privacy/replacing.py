"""Putting tokens in the place of words, and the words back. Pure.

A token says what kind of thing stood there and which one: `[Persoon 3]`. Its number is
given out in an order that has nothing to do with the words. What was replaced is kept
in a log that gives back the same text, to the letter.
"""

import hashlib
import hmac
import json
import re
import secrets
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Final

from vknz_research.errors import ReplacementLogError
from vknz_research.privacy.wordlists import fold

# What a category is called within a token; the text of a study is Dutch.
NAMES: Final = {
    "person": "Persoon",
    "name": "Naam",
    "place": "Plaats",
    "address": "Adres",
    "postcode": "Postcode",
    "organisation": "Organisatie",
    "school": "School",
    "institution": "Instelling",
    "phone": "Telefoon",
    "email": "E-mail",
    "url": "Website",
    "bsn": "BSN",
    "iban": "Rekening",
    "plate": "Kenteken",
    "number": "Nummer",
    "birth": "Geboortedatum",
    "date": "Datum",
    "age": "Leeftijd",
    "country": "Land",
    "unique": "Omschrijving",
    "illness": "Aandoening",
}
# What words become when they are made more general, unless somebody says otherwise.
GENERAL: Final = {
    "person": "[iemand]",
    "name": "[naam]",
    "place": "[gemeente]",
    "address": "[adres]",
    "postcode": "[postcode]",
    "organisation": "[werkgever]",
    "school": "[school]",
    "institution": "[instelling]",
    "birth": "[geboortedatum]",
    "date": "[datum]",
    "age": "[leeftijd]",
    "country": "[land van herkomst]",
    "unique": "[omschrijving]",
    "illness": "[aandoening]",
}
NEVER_KEPT: Final = frozenset(["bsn"])
_TOKEN = re.compile(r"\[([^\[\]\n]{1,60})\]")
_NUMBERED = re.compile(r"\[([^\[\]\n]+) (\d+)\]")


@dataclass(frozen=True, slots=True)
class Replacement:
    """Words between `start` and `end` that become a token."""

    start: int
    end: int
    token: str


@dataclass(frozen=True, slots=True)
class Logged:
    """A token at its place in the new text, and the words that stood there."""

    start: int
    token: str
    form: str


def is_token(text: str) -> bool:
    """Say whether this can stand in a text as a token: in square brackets, one line."""
    return bool(_TOKEN.fullmatch(text))


def hash_form(salt: bytes, form: str) -> str:
    """Return a keyed hash of words, whatever their capitals and accents."""
    spaced = " ".join(fold(unicodedata.normalize("NFC", form)).split())
    return hmac.new(salt, spaced.encode(), hashlib.sha256).hexdigest()


def choose_tokens(
    wanted: Iterable[tuple[str, str]], used: Iterable[str]
) -> dict[tuple[str, str], str]:
    """Give each (category, form) a token that no other has.

    The order is drawn, so that a number tells nothing of name or place in the text.
    """
    highest: dict[str, int] = {}
    for token in used:
        found = _NUMBERED.fullmatch(token)
        if found:
            highest[found[1]] = max(highest.get(found[1], 0), int(found[2]))
    order = sorted(set(wanted))
    secrets.SystemRandom().shuffle(order)
    tokens: dict[tuple[str, str], str] = {}
    for category, form in order:
        name = NAMES.get(category, category.capitalize())
        highest[name] = highest.get(name, 0) + 1
        tokens[category, form] = f"[{name} {highest[name]}]"
    return tokens


def replace_words(
    text: str, replacements: Sequence[Replacement]
) -> tuple[str, list[Logged]]:
    """Return the text with tokens in it, and the log that undoes it.

    >>> replace_words("bij Jan in Delft", [Replacement(4, 7, "[Persoon 2]")])
    ('bij [Persoon 2] in Delft', [Logged(start=4, token='[Persoon 2]', form='Jan')])
    """
    pieces: list[str] = []
    log: list[Logged] = []
    at = length = 0
    for one in sorted(replacements, key=lambda r: r.start):
        pieces += [text[at : one.start], one.token]
        length += one.start - at
        log.append(Logged(length, one.token, text[one.start : one.end]))
        length += len(one.token)
        at = one.end
    return "".join([*pieces, text[at:]]), log


def restore_words(text: str, log: Sequence[Logged], source: str = "") -> str:
    """Return the text as it was before its words were replaced.

    >>> restore_words("bij [Persoon 2]!", [Logged(4, "[Persoon 2]", "Jan")])
    'bij Jan!'
    """
    pieces: list[str] = []
    at = 0
    for entry in sorted(log, key=lambda e: e.start):
        end = entry.start + len(entry.token)
        if entry.start < at or text[entry.start : end] != entry.token:
            raise ReplacementLogError(
                source=source,
                reason_nl="tekst en logboek horen niet bij elkaar",
                reason_en="text and log do not belong together",
            )
        pieces += [text[at : entry.start], entry.form]
        at = end
    return "".join([*pieces, text[at:]])


def write_log(log: Sequence[Logged], facts: Mapping[str, str]) -> bytes:
    """Return a replacement log as it is kept in the vault."""
    entries = [asdict(entry) for entry in log]
    return json.dumps({**facts, "entries": entries}, ensure_ascii=False).encode()


def read_log(data: bytes) -> list[Logged]:
    """Read a replacement log."""
    return [Logged(**entry) for entry in json.loads(data)["entries"]]
