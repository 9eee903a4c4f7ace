"""Names by their capitals: Dutch gives none to common nouns. Pure.

A word with a capital that does not begin an utterance may be a name, whatever the
word. At the beginning of an utterance every word has one: there it is offered when it
is a known name, when no dictionary has it, or when it stands elsewhere with a capital.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

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

_LETTER = r"[^\W\d_]"
_MARK = "[̀-ͯ]"
_WORD = re.compile(
    rf"['’](?:s|t|n)(?:-{_LETTER}(?:{_LETTER}|{_MARK})*)*(?!\w)"
    rf"|{_LETTER}(?:{_LETTER}|{_MARK})*(?:['’-]{_LETTER}(?:{_LETTER}|{_MARK})*)*"
)
_ENDS = frozenset('.?!…:\n\u2028\u2029"“”„«»()[]')
_SHORT: Final = frozenset(
    ["mr", "dr", "drs", "dhr", "mw", "mevr", "mej", "prof", "st", "ing", "ir", "ds"]
)
_PARTICLES: Final = frozenset(
    [
        "van", "de", "der", "den", "het", "'t", "t", "ten", "ter", "te", "el", "al",
        "bin", "ibn", "ben", "bint", "da", "dos", "do", "du", "di", "del", "della",
        "von", "zu", "la", "le", "les", "des", "in", "op", "aan", "'s", "d",
    ]
)  # fmt: skip
# Such a run of small words before a capital belongs to a surname.
_RUNS: Final = frozenset(
    [
        ("van", "der"), ("van", "den"), ("van", "de"), ("van", "'t"), ("van", "het"),
        ("op", "den"), ("op", "de"), ("op", "'t"), ("in", "'t"), ("in", "de"),
        ("aan", "de"), ("der",), ("den",), ("ten",), ("ter",), ("von",), ("el",),
        ("al",), ("bin",), ("ibn",), ("da",), ("dos",), ("del",), ("di",), ("du",),
        ("la",), ("le",), ("'t",), ("des",), ("van",), ("de",), ("te",), ("d",),
    ]
)  # fmt: skip
_SURNAME_RUNS: Final = _RUNS - {
    ("in", "de"), ("op", "de"), ("aan", "de"), ("van",), ("de",), ("te",), ("des",),
    ("'t",), ("van", "de"), ("van", "het"), ("le",), ("la",), ("d",),
}  # fmt: skip
_OPENERS: Final = frozenset(
    [
        "de", "het", "van", "'t", "ten", "ter", "el", "al", "den", "der", "la", "le",
        "von", "di", "da", "du", "sint", "st", "eerste", "tweede", "derde", "oude",
        "nieuwe", "grote", "kleine", "lange", "korte", "onze", "lieve", "op", "in",
    ]
)  # fmt: skip
_HOUSE = re.compile(
    r" (?:nr\.? ?|nummer )?(\d{1,4}(?: ?[a-zA-Z](?!\w))?(?:-\d{1,4}|-[a-zA-Z](?!\w))?)"
    r"(?!\w|[.,]\d| ?(?:jaar|euro|keer|uur|maanden|dagen|weken|procent|%))"
)
_DRAWN = re.compile(r"(.)\1\1")  # jaaaa, ohhhh
_STREET = re.compile(
    r"(?:straat|laan|weg|plein|kade|gracht|singel|dijk|steeg|dreef|plantsoen|hof|pad|"
    r"boulevard|park|markt|wal|burg|akker|werf|haven)$"
)
_BEFORE_PLACE = frozenset(["in", "naar", "uit", "vanuit", "te", "bij", "richting"])
_BEFORE_STREET = frozenset(["op", "aan", "de", "het", "adres"])
_VERBS: Final = frozenset(
    [
        "zei", "zegt", "zeg", "belde", "belt", "heeft", "had", "is", "was", "kwam",
        "komt", "ging", "gaat", "wil", "wilde", "kan", "kon", "vond", "vindt", "denkt",
        "dacht", "werkt", "werkte", "woont", "woonde", "wist", "weet", "heet", "doet",
        "deed", "vroeg", "vraagt", "gaf", "geeft", "kreeg", "krijgt", "liet", "laat",
        "hielp", "helpt", "zag", "ziet", "moest", "moet", "zou", "zal", "bleef", "zat",
        "stond", "nam", "vertelde", "vertelt", "stuurde", "snapt", "snapte", "mag",
        "mocht", "lachte", "huilde", "zit", "staat", "ligt", "liep", "loopt", "sprak",
    ]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word:
    """A word at its place; `is_first` where an utterance begins with it."""

    start: int
    end: int
    text: str
    folded: str
    is_first: bool

    @property
    def has_capital(self) -> bool:
        """Say whether any of its letters is a capital."""
        return self.text != self.text.lower()


@dataclass(frozen=True, slots=True)
class NameHit:
    """A name that may be one: its place, what kind of name, and why."""

    start: int
    end: int
    category: str
    reason: str


def list_words(text: str, start: int, end: int) -> list[Word]:
    """Return the words of an utterance, knowing where sentences begin in it."""
    words: list[Word] = []
    at, last = start, ""
    for found in _WORD.finditer(text, start, end):
        gap = text[at : found.start()]
        is_first = not words or _ends_sentence(gap, last)
        last, at = found[0], found.end()
        words.append(Word(found.start(), at, last, fold(last), is_first))
    return words


def _ends_sentence(gap: str, last: str) -> bool:
    if not _ENDS & set(gap):
        return False
    if gap.strip() == "." and (len(last) == 1 or last.lower() in _SHORT):
        return len(last) == 1 and last.islower()
    if gap.strip() in {"(", ")", "),"}:
        return False
    return bool(_ENDS & set(re.sub(r"\d[\d.,:]*\d|\[|\]", "", gap)))


def find_names(
    text: str, words: Sequence[Word], known: frozenset[str]
) -> list[NameHit]:
    """Return what may be names in an utterance, longest forms first joined to one.

    `known` holds folded words that stand elsewhere in the source as a name.
    """
    hits: list[NameHit] = []
    at = 0
    while at < len(words):
        stop = _read_chain(text, words, at, known)
        if stop is None:
            at += 1
            continue
        hits.append(_describe(text, words, at, stop))
        at = stop
    return hits


def list_evidence(words: Sequence[Word]) -> set[str]:
    """Return folded words that stand with a capital where none is needed."""
    return {
        word.folded
        for word in words
        if not word.is_first and word.has_capital and _may_name(word)
        if not word.text.isupper()
    }


def _may_name(word: Word) -> bool:
    """Say whether a word with a capital, within a sentence, may be a name."""
    if len(word.text) == 1 or is_plain(word.text):
        return False
    if word.folded in read_words("function"):
        return False
    is_shouted = word.text.isupper() and is_word(word.text)
    return not is_shouted or word.folded in first_names()


def _is_title(words: Sequence[Word], at: int) -> bool:
    """Say whether a word of address or kin stands right before."""
    return at > 0 and words[at - 1].folded in read_words("titles")


def _begins(text: str, words: Sequence[Word], at: int, known: frozenset[str]) -> bool:
    """Say whether a name begins at this word, by itself."""
    word = words[at]
    if not word.has_capital:
        return False
    if _is_title(words, at) and not word.is_first:
        return word.folded not in read_words("function") or len(word.text) == 1
    if not _may_name(word) or word.folded in read_kinds():
        return False
    return not word.is_first or _begins_utterance(text, words, at, known)


def _begins_utterance(
    text: str, words: Sequence[Word], at: int, known: frozenset[str]
) -> bool:
    """Say whether the first word of an utterance is a name."""
    word = words[at]
    if word.folded in read_words("titles") or _DRAWN.search(word.folded):
        return False
    if word.folded in known or word.folded in read_words("countries"):
        return True
    is_name = word.folded in first_names() or word.folded in places()
    if not is_listed(word.text):
        return is_name or not (is_word(word.text) or is_english(word.text))
    return word.folded in first_names() and _acts(text, words, at)


def _acts(text: str, words: Sequence[Word], at: int) -> bool:
    """Say whether a word that is a name and a noun is used as a name here.

    'Roos zei', 'Storm, kom', 'Bloem en Noor': a noun would have an article.
    """
    if at + 1 == len(words):
        return False
    after = words[at + 1]
    if after.folded in _VERBS or text[words[at].end] == ",":
        return True
    return after.folded == "en" and words[min(at + 2, len(words) - 1)].has_capital


def _read_chain(
    text: str, words: Sequence[Word], at: int, known: frozenset[str]
) -> int | None:
    """Return where the name that begins at this word stops, or None."""
    word = words[at]
    if not _begins(text, words, at, known) and not _opens(text, words, at):
        return None
    stop = at + 1
    while stop < len(words):
        step = _next_in_chain(text, words, stop)
        if not step:
            break
        stop += step
    is_letter = stop == at + 1 and len(word.text) == 1
    return None if is_letter and not _is_title(words, at) else stop


def _opens(text: str, words: Sequence[Word], at: int) -> bool:
    """Say whether this word with a capital belongs to a name right after it.

    'De Regenboog', 'Tweede Oosterparklaan', 'J. Harmsen', 'Stichting Hoop'; at the
    beginning of an utterance only what may be (part of) a name.
    """
    word = words[at]
    if not word.has_capital or at + 1 == len(words):
        return False
    if len(word.text) == 1:
        return _is_initials(text, words, at)
    after = words[at + 1]
    if after.is_first or not _may_follow(text, word, after) or not _may_name(after):
        return False
    if word.folded in _OPENERS:
        return after.has_capital and not word.is_first
    return after.has_capital and _may_open(word)


def _may_open(word: Word) -> bool:
    """Say whether a name may begin with this word, if another part of it follows."""
    if word.folded in read_words("function"):
        return False
    if word.folded in read_kinds():
        return True
    is_name = word.folded in first_names() or word.folded in surnames()
    return is_name and not (word.is_first and word.folded in read_words("plain"))


def _is_initials(text: str, words: Sequence[Word], at: int) -> bool:
    """Say whether letters with points lead to a name: 'J. van Dam', 'J.P. Harmsen'."""
    here = at
    while here < len(words) and len(words[here].text) == 1 and words[here].has_capital:
        if text[words[here].end : words[here].end + 1] != ".":
            return False
        here += 1
    while here < len(words) and words[here].folded in _PARTICLES:
        here += 1
    return here < len(words) and words[here].has_capital and not words[here].is_first


def _may_follow(text: str, word: Word, after: Word) -> bool:
    """Say whether only a blank, or the point of an initial, stands between."""
    gap = text[word.end : after.start]
    if gap in {" ", "\u00a0", "-"}:
        return True
    return len(word.text) == 1 and gap in {".", ". "}


def _next_in_chain(text: str, words: Sequence[Word], stop: int) -> int:
    """Return how many words further the name goes on; 0 where it ends."""
    last, here = words[stop - 1], words[stop]
    if not _may_follow(text, last, here) or here.is_first:
        return 0
    if here.has_capital:
        goes_on = _may_name(here) or here.folded in _OPENERS or len(here.text) == 1
        is_kind = here.folded in read_kinds()
        return int(goes_on or is_kind or _is_amid(text, words, stop))
    return _join_particles(text, words, stop)


def _is_amid(text: str, words: Sequence[Word], at: int) -> bool:
    """Say whether a plain word stands amid a name: 'Bureau Jeugdzorg Haaglanden'."""
    if at + 1 == len(words) or words[at].folded in read_words("function"):
        return False
    after = words[at + 1]
    is_name = after.has_capital and not after.is_first and _may_name(after)
    return is_name and _may_follow(text, words[at], after)


def _join_particles(text: str, words: Sequence[Word], stop: int) -> int:
    """Join small words to a name when a capital comes after: 'van der Velden'."""
    for count in (2, 1):
        last = stop + count
        if last >= len(words) or not words[last].has_capital or words[last].is_first:
            continue
        run = tuple(word.folded for word in words[stop:last])
        pairs = pairwise(words[stop - 1 : last + 1])
        if not all(_may_follow(text, a, b) for a, b in pairs):
            continue
        if run in _SURNAME_RUNS and _may_name(words[last]):
            return count + 1
        whole = fold(text[words[stop - 1].start : words[last].end])
        if whole in places() or _is_surname(words, stop, last, run):
            return count + 1
    return 0


def _is_surname(
    words: Sequence[Word], stop: int, last: int, run: tuple[str, ...]
) -> bool:
    """Say whether small words that are often no part of a name are one here.

    'Jan van Dam', 'Marijke van het Hof', but not 'Jumbo in de Leyweg'.
    """
    if run not in _RUNS or not _is_person_before(words, stop):
        return False
    if words[last].folded in surnames():
        return True
    return run in {("de",), ("van",)} and not _STREET.search(words[last].folded)


def _is_person_before(words: Sequence[Word], stop: int) -> bool:
    """Say whether a first name stands before: 'Anneke de Groot', 'Jan van Dam'."""
    return words[stop - 1].folded in first_names() or len(words[stop - 1].text) == 1


def _describe(text: str, words: Sequence[Word], at: int, stop: int) -> NameHit:
    """Return the name with what belongs to it, its kind, and why it is offered."""
    chain = words[at:stop]
    start, end = chain[0].start, chain[-1].end
    house = _HOUSE.match(text, end)
    is_street = bool(_STREET.search(chain[-1].folded))
    before = words[at - 1].folded if at else ""
    if house and (is_street or (before in _BEFORE_STREET and not _is_year(house[1]))):
        return NameHit(start, house.end(1), "address", "street")
    found = _find_kind(text, words, at, stop)
    if found:
        kind, start, end = found
        return NameHit(start, end, kind, "kind")
    if _is_title(words, at):
        return NameHit(start, end, "person", "title")
    category, reason = _judge(text, chain, before, is_street=is_street)
    return NameHit(start, end, category, reason)


def _is_year(number: str) -> bool:
    return number.isdigit() and 1900 <= int(number) <= 2100


def _judge(
    text: str, chain: Sequence[Word], before: str, *, is_street: bool
) -> tuple[str, str]:
    whole = fold(text[chain[0].start : chain[-1].end])
    first = chain[0].folded in first_names()
    last = any(word.folded in surnames() for word in chain)
    where = before in _BEFORE_PLACE
    rules = (
        (whole in read_words("countries"), "country", "country"),
        (whole in places() and (where or not first), "place", "place"),
        (first, "person", "name"),
        (is_street and len(whole) > 6, "address", "street"),
        (last, "person", "name"),
        (chain[0].is_first, "name", "unknown"),
        (where and before != "bij", "place", "capital"),
    )
    for holds, category, reason in rules:
        if holds:
            return category, reason
    return "name", "capital"


def _find_kind(
    text: str, words: Sequence[Word], at: int, stop: int
) -> tuple[str, int, int] | None:
    """Return what kind of body it is, with the place of it and the word for it.

    'basisschool De Tjalk', 'Alfrink College', 'Al-Fath moskee'.
    """
    first, last = at, stop
    if at and not words[at].is_first and _is_kind(words[at - 1]):
        first -= _may_follow(text, words[at - 1], words[at])
    if stop < len(words) and not words[stop].is_first and _is_kind(words[stop]):
        last += _may_follow(text, words[stop - 1], words[stop])
    found = (read_kinds().get(word.folded) for word in words[first:last])
    kind = next((kind for kind in found if kind and kind != "address"), None)
    return (kind, words[first].start, words[last - 1].end) if kind else None


def _is_kind(word: Word) -> bool:
    return read_kinds().get(word.folded, "address") != "address"


def widen_particles(text: str, words: Sequence[Word], hit: NameHit) -> NameHit:
    """Take initials and 'van der' before a surname into it."""
    at = next(i for i, word in enumerate(words) if word.start >= hit.start)
    first = at
    while first and words[first - 1].folded in _PARTICLES and not words[first].is_first:
        first -= 1
    run = tuple(word.folded for word in words[first:at])
    if run and _is_title(words, first):
        return NameHit(words[first].start, hit.end, "person", "title")
    if run not in _SURNAME_RUNS:
        first = at
    while first and _is_initial(text, words[first - 1], words[first]):
        first -= 1
    return NameHit(words[first].start, hit.end, hit.category, hit.reason)


def _is_initial(text: str, word: Word, after: Word) -> bool:
    gap = text[word.end : after.start]
    return len(word.text) == 1 and gap in {".", ". "}


def share_of_capitals(words: Iterator[Word] | Sequence[Word]) -> float:
    """Return which share of the words has a capital; 1.0 where there are no words."""
    total = capitals = 0
    for word in words:
        total += 1
        capitals += word.has_capital
    return capitals / total if total else 1.0
