"""Speaker labels: what stands before a colon and may be a name.

A label has at most 40 characters and five words, begins with a capital, a digit, a
letter of a script without capitals or `[`, and holds no punctuation of a sentence.
Points are possible only in initials and titles (`P. Jansen`, `Mevr. De Vries`).
"""

import re
from typing import Final

LONGEST: Final = 40
_MOST_WORDS = 5
_NOT_IN_LABEL = re.compile(r"[.,;:!?…“”\"«»<>|=/\\{}\n\t]|https?$")
_POINTED = re.compile(
    r"\b(?:[^\W\d_]|dhr|mevr|mw|mej|dr|drs|ir|ing|prof|mr|mrs|ms|st|resp|nr)\.",
    re.IGNORECASE,
)
# Words that open a remark in running text; they are nobody's name.
_NOTICES: Final = frozenset({
    "let op", "nb", "ps", "noot", "opmerking", "opm", "note", "datum", "date",
    "tip", "bron", "source", "duur", "duration", "locatie", "location", "onderwerp",
    "subject", "titel", "title", "conclusie", "samenvatting", "aanwezig", "kortom",
    "voorbeeld", "bijvoorbeeld", "example", "transcript", "bestand", "file",
    "project", "plaats", "tijd", "transcribent", "geluidsbestand", "start", "einde",
})  # fmt: skip


def is_label(text: str) -> bool:
    """Say whether a text may be the name of a speaker.

    >>> is_label("Mevr. De Vries"), is_label("want dat zei hij")
    (True, False)
    """
    if not 0 < len(text) <= LONGEST or text != text.strip():
        return False
    if not _can_begin(text[0]) or len(text.split()) > _MOST_WORDS:
        return False
    return not _NOT_IN_LABEL.search(_POINTED.sub("", text))


def is_name(text: str) -> bool:
    """Say whether a text may name a speaker where a time code vouches for it.

    >>> is_name("Hurst, Peter (gast)"), is_name("Dat was om")
    (True, True)
    """
    return is_label(text.replace(",", ""))


def is_notice(label: str) -> bool:
    """Say whether a label opens a remark (`Let op: …`) instead of naming somebody."""
    return label.casefold().rstrip(".") in _NOTICES


def _can_begin(char: str) -> bool:
    return char == "[" or char.isdigit() or (char.isalpha() and not char.islower())
