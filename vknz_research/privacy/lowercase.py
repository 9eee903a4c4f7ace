"""Names without capitals, as poor speech recognition leaves them. Pure.

Without capitals only words can tell: a known name or place that is no Dutch word, a
word of address before it, a street with its number. In a source in which nearly
nothing has a capital, words that no dictionary has are offered too.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from vknz_research.privacy.capitals import NameHit, Word
from vknz_research.privacy.wordlists import (
    first_names,
    fold,
    is_english,
    is_listed,
    is_plain,
    is_word,
    places,
    read_kinds,
    read_words,
    surnames,
)

_PARTICLES: Final = frozenset(
    ["van", "de", "der", "den", "'t", "ten", "ter", "el", "al", "von", "di", "la"]
)
_ADDRESSED: Final = frozenset(
    ["mevrouw", "mevr", "mw", "meneer", "mijnheer", "dhr", "dokter", "dr", "juf", "mr",
     "oom", "ome", "tante", "imam", "pater", "dominee", "heet", "heette", "genaamd"]
)  # fmt: skip
_SOUNDS = re.compile(
    r"(.)\1\1|^(?:e+h*m*|u+h*m*|h+m*|m+h*m*|a+h+|o+h+|ha(?:ha)+|t+j+a+)$"
)
_SMALL = "de|het|aan|op|in|naar|van|bij|een|onze|mijn|die|deze|dat|uit|en|the|was|is"
_STREET = re.compile(
    rf"(?<![\w-])(?:(?!(?:{_SMALL}) )[^\W\d_]+ "
    rf"(?:(?!(?:{_SMALL}) )[^\W\d_]+ )?)?"
    r"[^\W\d_]{2,}(?:straat|laan|weg|plein|kade|gracht|singel|dijk|steeg|dreef|"
    r"plantsoen|hof|pad|boulevard|markt) (?:nr\.? |nummer )?"
    r"\d{1,4}(?: ?[a-z](?!\w))?(?:-\d{1,4})?(?![\w]|[.,]\d| (?:jaar|euro|keer|uur))",
    re.IGNORECASE,
)
_STREET_NAME = re.compile(
    r"(?:straat|laan|gracht|singel|plantsoen|dreef|steeg|kade|plein|boulevard)$"
)
_PREPOSITIONS = frozenset(["in", "naar", "uit", "vanuit", "te", "bij", "richting"])
_SHORTEST: Final = 4
_CALLS: Final = frozenset(
    ["tegen", "bel", "belde", "gebeld", "vroeg", "noem", "noemen"]
)
_NAMED: Final = frozenset(["stichting", "basisschool", "bakkerij", "kwekerij", "café"])


def find_streets(text: str) -> Iterator[NameHit]:
    """Give streets with a number, whatever their capitals."""
    for found in _STREET.finditer(text):
        yield NameHit(*found.span(), "address", "street")


def find_lower(text: str, words: Sequence[Word], *, is_poor: bool) -> list[NameHit]:
    """Return what may be names among words without capitals.

    `is_poor` says that the source has no capitals to go by.
    """
    hits: list[NameHit] = []
    at = 0
    while at < len(words):
        found = None if words[at].has_capital else _judge(words, at, is_poor=is_poor)
        if is_poor and found is None:
            found = _read_body(text, words, at)
        if found is None:
            at += 1
            continue
        count, category, reason = found
        last = words[at + count - 1]
        hits.append(NameHit(words[at].start, last.end, category, reason))
        at += count
    return hits


def _judge(
    words: Sequence[Word], at: int, *, is_poor: bool
) -> tuple[int, str, str] | None:
    """Return how many words make a name from here on, with its kind and reason."""
    word = words[at]
    before = words[at - 1].folded if at else ""
    if before in read_words("titles"):
        found = _after_title(words, at, before)
        if found:
            return found
    place = _read_place(words, at, before)
    if place:
        return place, "place", "place"
    if len(word.text) < 3 or is_listed(word.text) or is_plain(word.text):
        return _called(words, at, before) if is_poor else None
    if word.folded in read_words("titles") or word.folded in read_kinds():
        return None
    return _judge_unknown(words, at, is_poor=is_poor)


def _judge_unknown(
    words: Sequence[Word], at: int, *, is_poor: bool
) -> tuple[int, str, str] | None:
    """Judge a word that no Dutch dictionary has."""
    word = words[at]
    if word.folded in first_names():
        return 1 + _count_surname(words, at + 1), "person", "name"
    is_street = bool(_STREET_NAME.search(word.folded)) and len(word.text) > 8
    is_surname = word.folded in surnames() and len(word.text) > _SHORTEST
    rules = (
        (word.folded in read_words("countries"), "country", "country"),
        (is_poor and is_surname, "person", "name"),
        (is_poor and is_street, "address", "street"),
        (is_poor and not _is_common(word), "name", "unknown"),
    )
    return next(((1, kind, why) for holds, kind, why in rules if holds), None)


def _is_common(word: Word) -> bool:
    """Say whether a word is none by its make: short, a sound, a compound, English."""
    if len(word.text) < _SHORTEST or _SOUNDS.search(word.folded):
        return True
    return is_word(word.text) or is_english(word.text)


def _called(words: Sequence[Word], at: int, before: str) -> tuple[int, str, str] | None:
    """Judge a word that is a name and a noun, behind a verb that asks for somebody."""
    word = words[at]
    if before not in _CALLS or word.folded not in first_names():
        return None
    is_small = word.folded in read_words("function") or len(word.text) < _SHORTEST
    return None if is_small else (1, "person", "name")


def _read_body(
    text: str, words: Sequence[Word], at: int
) -> tuple[int, str, str] | None:
    """Judge a word for a kind of body with its name: 'bakkerij de gaper'."""
    kind = read_kinds().get(words[at].folded, "address")
    if kind == "address":
        return None
    count = 1
    while at + count < len(words) and words[at + count].folded in {"de", "het", "van"}:
        count += 1
    if at + count >= len(words) or not _are_joined(text, words[at : at + count + 1]):
        return None
    word = words[at + count]
    is_plain_word = word.folded in read_words("function") or is_plain(word.text)
    if is_plain_word or (count == 1 and is_word(word.text)):
        return None
    is_noun = count > 1 and is_word(word.text) and words[at].folded not in _NAMED
    return None if is_noun else (count + 1, kind, "kind")


def _are_joined(text: str, words: Sequence[Word]) -> bool:
    """Say whether only blanks stand between words."""
    return " ".join(w.text for w in words) == text[words[0].start : words[-1].end]


def _after_title(
    words: Sequence[Word], at: int, before: str
) -> tuple[int, str, str] | None:
    """Judge what stands behind a word of address or kin: particles, then a name."""
    count = 0
    while at + count < len(words) - 1 and _is_small(words[at + count]):
        count += 1
    word = words[at + count]
    if word.is_first or word.folded in read_words("function") or count > 3:
        return None
    known = word.folded in first_names() or word.folded in surnames()
    is_addressed = before in _ADDRESSED
    if not is_word(word.text):
        is_name = known or is_addressed or len(word.text) >= _SHORTEST
    else:
        is_name = known and is_addressed and (count > 0 or len(word.text) > 2)
    if not is_name or word.folded in read_words("titles") or word.has_capital:
        return None
    if count and not is_addressed:
        return None
    more = _count_surname(words, at + count + 1)
    return count + 1 + more, "person", "title"


def _is_small(word: Word) -> bool:
    return word.folded in _PARTICLES or len(word.text) == 1


def _count_surname(words: Sequence[Word], at: int) -> int:
    """Count the words from here on that may be the surname to a first name."""
    count = 0
    while at + count < len(words) - 1 and words[at + count].folded in _PARTICLES:
        count += 1
    if at + count >= len(words) or words[at + count].is_first:
        return 0
    word = words[at + count]
    if _gap(words, at) or word.has_capital or word.folded in read_words("function"):
        return 0
    is_known = word.folded in surnames() or word.folded in first_names()
    if count:
        return count + 1 if is_known or not is_word(word.text) else 0
    return int(is_known and not is_listed(word.text))


def _gap(words: Sequence[Word], at: int) -> bool:
    """Say whether more than a blank stands before this word."""
    return words[at].start - words[at - 1].end != 1


def _read_place(words: Sequence[Word], at: int, before: str) -> int:
    """Return how many words from here on are a place; 0 if none."""
    for count in (4, 3, 2):
        group = words[at : at + count]
        if len(group) < count or any(word.is_first for word in group[1:]):
            continue
        if " ".join(word.folded for word in group) in places():
            small = all(w.folded in read_words("function") for w in group)
            return 0 if small or before not in _PREPOSITIONS else count
    word = words[at]
    if word.folded not in places() or len(word.text) < _SHORTEST:
        return 0
    if word.folded in read_words("function") or is_plain(word.text):
        return 0
    return int(not is_listed(word.text) or _is_town(word.folded, before))


def _is_town(folded: str, before: str) -> bool:
    """Say whether a word that is also a common word is a town here."""
    return before in {"in", "naar", "uit", "vanuit"} and folded in _towns()


def _towns() -> frozenset[str]:
    return frozenset(map(fold, _LARGE))


# Towns whose name may look like a word, or fall apart in words.
_LARGE: Final = (
    "Zoetermeer", "Rotterdam", "Leiden", "Haarlem", "Delft", "Breda", "Gouda", "Assen",
    "Ede", "Hoorn", "Goes", "Almere", "Alphen", "Bergen", "Best", "Epe", "Heerenveen",
    "Hengelo", "Houten", "Huizen", "Kampen", "Katwijk", "Laren", "Meppel", "Naarden",
    "Nijkerk", "Oss", "Purmerend", "Schiedam", "Sneek", "Soest", "Tiel", "Venlo",
    "Vlaardingen", "Voorburg", "Wageningen", "Weert", "Weesp", "Zeist", "Zutphen",
    "Zwolle", "Rijswijk", "Wassenaar", "Pijnacker", "Nootdorp", "Waddinxveen",
    "Maassluis", "Spijkenisse", "Woerden", "Zaandam", "Beverwijk", "Heemskerk",
)  # fmt: skip
