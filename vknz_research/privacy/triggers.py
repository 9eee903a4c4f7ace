"""Words that make somebody recognisable without a name: the only one, a rare illness.

No rule finds all of these; who reads a source looks for them. Pure.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from vknz_research.privacy.capitals import NameHit
from vknz_research.privacy.numbers import NUMBER_WORD
from vknz_research.privacy.wordlists import fold, read_words

_PERSON = (
    r"(?:man|vrouw|mens|persoon|mannelijke|vrouwelijke|klant|jongen|meisje|die|van|met|"
    r"uit|hier|in|\w+(?:er|ster|eur|euse|ant|ent|ist|iste|baas|leider|leidster|coach))"
)
_NOBODY = (
    r"(?:keer|manier|kwartier|zomer|winter|kamer|nummer|moment|cent|kilometer|meter)"
)
_UNIQUE: Final = (
    r"\b(?:de|het|als|zijn|haar|onze|'t) "
    r"(?:enige|eerste|jongste|oudste|laatste|langste|bekendste)\b"
    rf"(?= {_PERSON}\b)(?! {_NOBODY}\b)(?! (?:in|van) de (?:rij|dag|week|maand|tijd)\b)"
    r"(?: (?:mannelijke|vrouwelijke|zwarte|blinde|dove))?"
    r"(?: \w+(?:er|ster|ant|ent)\b)?",
    r"\bals enige\b",
    r"\b(?:een|de|mijn) (?:tweeling|drieling|vierling)(?:broer|zus)?\b"
    r"|\b(?:tweeling|drieling|vierling)(?:broers?|zus|zussen)?\b",
    rf"\b(?:{NUMBER_WORD}|[4-9]|1\d)(?<!een)(?<!één)(?<!twee)(?<!drie) kinderen\b",
    r"\bin de krant\b|\bop (?:tv|televisie|het nieuws|de radio) (?:geweest|was|kwam)",
    r"\b(?:wethouder|burgemeester|raadslid|gemeenteraadslid|minister|kamerlid|"
    r"ambassadeur|profvoetballer|olympi\w+|wereldkampioen\w*|nederlands kampioen\w*|"
    r"astronaut|rechter|imam van|dominee van|pastoor van|koster|klokkenluider|"
    r"glasblazer|stadsdichter)\b",
    r"\b(?:bekende nederlander|bekend van)\b",
    r"\b(?:moord(?:zaak)?|gijzeling|familiedrama|schietpartij|steekpartij)\b",
    r"\b(?:rolstoel|geleidehond|kunstbeen|prothese|dwerg|albino)\b",
)
_PATTERNS = [re.compile(pattern, re.IGNORECASE) for pattern in _UNIQUE]
_ILLNESS_OF = re.compile(
    r"\b(?:de )?(?:ziekte|syndroom|aandoening) van [^\W\d_]+(?:-[^\W\d_]+)?"
    r"|\b[^\W\d_]{3,}(?: |-)?syndroom\b|\bzeldzame (?:ziekte|aandoening)\b",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def find_indirect(text: str) -> Iterator[NameHit]:
    """Give places that may point at somebody to those who know more.

    >>> [hit.category for hit in find_indirect("ik was de enige vrouw, een tweeling")]
    ['unique', 'unique']
    """
    for pattern in _PATTERNS:
        for found in pattern.finditer(text):
            yield NameHit(*found.span(), "unique", "trigger")
    for found in _ILLNESS_OF.finditer(text):
        yield NameHit(*found.span(), "illness", "trigger")
    for found in _TOKEN.finditer(text):
        if fold(found[0]) in _illnesses():
            yield NameHit(*found.span(), "illness", "trigger")


@cache
def _illnesses() -> frozenset[str]:
    return read_words("indirect")
