"""Where sentences end, by rule: no model, the same on every machine.

A sentence ends after . ! ? or … (with closing quotes or brackets) and a blank, when
what follows does not begin with a small letter; and at the end of a line. A full stop
after an abbreviation or a single letter ends nothing. Dutch and English abbreviations
are known; others end a sentence too early, for all coders alike.
"""

import re
from typing import Final

ABBREVIATIONS: Final = frozenset(
    re.split(
        r"\s+",
        "a.d.h.v a.u.b bijv bv ca cf dhr dr drs d.w.z e.d e.g enz etc evt excl "
        "fig i.e i.p.v incl ing i.v.m jl max m.b.t m.b.v mej mevr min mln mr mrs "
        "ms m.n n.a.v nl no nr nrs o.a o.b.v o.i.d o.l.v p prof resp s.v.p st "
        "t.a.v t.b.v t.g.v t.n.v t.o.v tel vgl vs z.g zgn z.o.z",
    )
)
_END: Final = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s)|\n")
_LAST_WORD: Final = re.compile(r"(\S+)$")
_LOWER: Final = re.compile(r"\s*[\"'“‘«(\[]*[a-zà-öø-ÿ]")


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Return the sentences of a text: start and end, without blanks around.

    >>> split_sentences("Ja. Dat kan, bijv. morgen. Goed?")
    [(0, 3), (4, 26), (27, 32)]
    """
    found: list[tuple[int, int]] = []
    at = 0
    for match in _END.finditer(text):
        if _ends_sentence(text, match):
            _keep(found, text, at, match.end())
            at = match.end()
    _keep(found, text, at, len(text))
    return found


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    mark = match.group()
    if mark == "\n":
        return True
    if _LOWER.match(text, match.end()):
        return False
    if mark != ".":
        return True
    before = _LAST_WORD.search(text, max(0, match.start() - 30), match.start())
    word = before.group(1).lower().lstrip("(\"'“‘") if before else ""
    return word not in ABBREVIATIONS and not (len(word) == 1 and word.isalpha())


def _keep(found: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    stretch = text[start:end]
    stripped = stretch.strip()
    if stripped:
        begin = start + len(stretch) - len(stretch.lstrip())
        found.append((begin, begin + len(stripped)))
