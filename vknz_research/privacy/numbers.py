"""Numbers that say who somebody is, each told by its own check. Pure.

A burgerservicenummer passes the eleven check, an IBAN is 1 modulo 97; what has the
form but fails the check is no such number. Spoken and sloppy forms are found as well,
where words around them say what they are.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

MONTHS: Final = (
    "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|"
    "december"
)
# Blanks that look like a space: Word and PDF put them within numbers.
_BLANKS: Final = dict.fromkeys((0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F), " ")
_UNITS = "een|één|twee|drie|vier|vijf|zes|zeven|acht|negen"
_TEENS = (
    "tien|elf|twaalf|dertien|veertien|vijftien|zestien|zeventien|achttien|negentien"
)
_TENS = "twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig"
_JOINED = (
    r"(?:een|één|twee|tweeën?|drie|drieën?|vier|vijf|zes|zeven|acht|negen)"
    r"(?:en|ën)(?:twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig)"
)
NUMBER_WORD: Final = rf"(?:{_JOINED}|{_TEENS}|{_TENS}|{_UNITS})"
_DIGIT_WORD = r"(?:nul|één|een|twee|drie|vier|vijf|zes|zeven|acht|negen|dubbel \w+)"
_IBAN_LENGTHS: Final = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "BA": 20, "BE": 16, "BG": 22, "CH": 21,
    "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24, "FI": 18, "FR": 27,
    "GB": 22, "GE": 22, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IS": 26,
    "IT": 27, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MA": 28, "MC": 27, "MD": 24,
    "ME": 22, "MK": 19, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24,
    "RS": 22, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "TN": 24, "TR": 26, "UA": 29,
    "XK": 20,
}  # fmt: skip
_SIDECODES: Final = (
    "LL-NN-NN", "NN-NN-LL", "NN-LL-NN", "LL-NN-LL", "LL-LL-NN", "NN-LL-LL",
    "NN-LLL-N", "N-LLL-NN", "LL-NNN-L", "L-NNN-LL", "LLL-NN-L", "L-NN-LLL",
    "N-LL-NNN", "NNN-LL-N",
)  # fmt: skip
_AFTER_YEAR = re.compile(
    "en|is|in|ik|je|of|te|we|ze|er|al|om|op|zo|nu|me|af|an|as|at|bv|ca|de|do|du|el|et|"
    "eu|ga|he|hé|hè|ho|ie|ja|jb|km|kg|la|ma|mm|nr|oh|ok|po|ps|ra|re|st|sv|tb|to|ts|tv|"
    "uw|va|wc|wo"
)  # what may stand behind a year, and not end a postcode


@dataclass(frozen=True, slots=True)
class NumberHit:
    """A number at a place; `is_checked` where its form or its check leaves no doubt."""

    start: int
    end: int
    category: str
    is_checked: bool = True


def is_bsn(digits: str) -> bool:
    """Say whether nine digits pass the eleven check.

    >>> is_bsn("999921575"), is_bsn("999921576"), is_bsn("000000000")
    (True, False, False)
    """
    if len(digits) != 9 or len(set(digits)) == 1:
        return False
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(w * int(d) for w, d in zip(weights, digits, strict=True)) % 11 == 0


def is_iban(text: str) -> bool:
    """Say whether letters and digits are an IBAN: length of the country, modulo 97.

    >>> is_iban("NL13 TEST 0123 4567 89"), is_iban("NL14TEST0123456789")
    (True, False)
    """
    dense = re.sub(r"[\s.-]", "", text).upper()
    if _IBAN_LENGTHS.get(dense[:2]) != len(dense) or not dense[2:4].isdigit():
        return False
    moved = dense[4:] + dense[:4]
    if not moved.isascii() or not moved.isalnum():
        return False
    return int("".join(str(int(char, 36)) for char in moved)) % 97 == 1


def _spell_sidecodes(separator: str) -> str:
    codes = (
        code.replace("-", separator).replace("L", "[A-Za-z]").replace("N", r"\d")
        for code in _SIDECODES
    )
    return "|".join(codes)


_EMAIL = re.compile(
    r"[\w.!#$%&*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+"
    r"|[\w.-]+ (?:apenstaartje|at) [\w-]+ (?:punt|dot) (?:nl|com|org|net|eu|be|de)\b",
    re.IGNORECASE,
)
_URL = re.compile(
    r"https?://[^\s<>\"'‘’“”]+|(?<![\w@])www\.[^\s<>\"'‘’“”]+"
    r"|(?<![\w@.-])(?:[\w-]+\.)+(?:nl|com|org|net|eu|be|example|info|nu)\b(?:/[^\s<>\"']*)?",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w@.])@\w{3,}")
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ .-]?[A-Za-z0-9]){8,30}")
_NINE = re.compile(r"(?<![\w.,+-])\d(?:[ .-]?\d){8}(?![\w]|[.,-]\d)")
_GROUPS = re.compile(r"\d{9}|\d{3}([ .-])\d{3}\1\d{3}|\d{4}([ .-])\d{2}\2\d{3}")
_BSN_WORD = re.compile(r"bsn|burgerservice|sofi", re.IGNORECASE)
_POSTCODE = re.compile(
    r"(?<![\w.,-])[1-9]\d{3}( ?)(?!S[ADS]\b)([A-Za-z]{2})\b(?![-'’])"
)
_PLATE = re.compile(rf"(?<![\w-])(?:{_spell_sidecodes('-')})(?![\w-])")
_LOOSE_PLATE = re.compile(
    rf"(?<![\w-])(?:{_spell_sidecodes(' ')}|{_spell_sidecodes('')})(?![\w-])"
)
_PHONE = re.compile(
    r"(?<![\w+.,])(?:"
    r"(?:\+|00)31[ -]?(?:\(0\)[ -]?)?[1-9](?:[ .-]?\d){8}"
    r"|\(0\d{1,3}\) ?-? ?\d(?:[ .-]?\d){5,7}"
    r"|0[1-9](?:(?: ?[-–/.] ?| )?\d){8}"
    r"|(?:\+|00)[1-9]\d{0,2}(?:[ -]?\d){7,12}"
    r")(?![\w]|[.,]\d)"
)
_SPOKEN_PHONE = re.compile(
    rf"\b{_DIGIT_WORD}(?:[ ,]+{_DIGIT_WORD}){{5,}}\b", re.IGNORECASE
)
_MONTH = rf"(?:{MONTHS}|jan|feb|mrt|apr|jun|jul|aug|sept?|okt|nov|dec)"
_DAY = rf"(?:[0-3]?\d(?:e|ste|de)?|{NUMBER_WORD}(?:de|ste)?|eerste|derde)"
_YEAR = r"(?:(?:19|20)\d\d|['’]\d\d)"
_DATE = re.compile(
    rf"(?<![\w-])(?:{_DAY}\s+{_MONTH}\b\.?(?:\s+{_YEAR}|\s+(?:negentien|twintig|"
    rf"tweeduizend)\s?\w+)?|[0-3]?\d([-/.])[01]?\d\1(?:(?:19|20)\d\d|['’]?\d\d)"
    r"|(?:19|20)\d\d-[01]\d-[0-3]\d|(?:[0-3]?\d)[-/](?:0?[1-9]|1[0-2])[-/]['’]\d\d)"
    r"(?![\w-])",
    re.IGNORECASE,
)
_BORN = re.compile(
    r"(?:geboren|geboortedatum|geboortedag|verjaar\w*|verjaardag|jarig|geb\.|"
    r"\b(?:ben|bent|is) van)\b[^.?!\n]{0,25}$",
    re.IGNORECASE,
)
_BIRTH_YEAR = re.compile(
    rf"\b(?:geboren (?:ben )?(?:in|uit|anno)|(?:ben|bent|is) van|geboortejaar(?: is)?)"
    rf" ({_YEAR})\b",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"\b(?P<label>[\w-]*(?:nummer|dossier|zaak|kenmerk|polis|bsn|code|pasje|nr\.?))\b"
    r"(?P<between>[^\d.?!\n<>\"=]{0,24}?)"
    r"(?P<value>(?<![\d,])(?:[A-Za-z]{1,4}[-./]?)?\d[\d./ -]{2,}\d)(?![\d])",
    re.IGNORECASE,
)
_CLIENT = re.compile(
    r"klant|cli[eë]nt|dossier|zaak|polis|kenmerk|personeel|relatie|registratie|pati[eë]nt|"
    r"lidmaatschap|aanvraag|beschikking|besluit|inschrijf|document|paspoort|rijbewijs|"
    r"vreemdeling|burgerservice|bsn|sofi|pas|student|leerling|referentie|kaart|^nr",
    re.IGNORECASE,
)
_LONG = re.compile(r"(?<![\w.,+-])\d{6,}(?![\w]|[.,-]\d)")
_MONEY = re.compile(
    r"\s*(?:euro|gulden|eur\b|€|,-|procent|%|mensen|inwoners)", re.IGNORECASE
)
_PLATE_WORD = re.compile(r"kenteken|nummerbord|nummerplaat|auto", re.IGNORECASE)
_PHONE_WORD = re.compile(
    r"(?:\bbel|tele|mobiel|nummer|nul zes|06|thuis)[^.?!\n]{0,30}$", re.IGNORECASE
)
_SHORT_PHONE = re.compile(r"(?<![\w.,+-])\d{2,3}[ -]\d{2,3}[ -]\d{2,4}(?![\w-]|[.,]\d)")
_AGE = re.compile(
    rf"(?<![\w-])(?:(?P<old>(?:\d{{1,3}}|{NUMBER_WORD})(?:[ -]jarige?|jarige?)\b"
    rf"|(?:\d{{1,3}}|{NUMBER_WORD}) jaar (?:oud|jong)\b)"
    rf"|(?:(?<=ben )|(?<=bent )|(?<=is )|(?<=was )|(?<=word )|(?<=wordt )|(?<=werd )|"
    rf"(?<=met )|(?<=dochter van )|(?<=zoon van )|(?<=kind van )|(?<=man van )|"
    rf"(?<=vrouw van )|(?<=jongen van )|(?<=meisje van ))"
    rf"(?P<plain>(?:\d{{1,2}}|{NUMBER_WORD})(?: jaar)?)"
    r"(?=[,.;!?\n]|$| (?:en|nu|inmiddels|geworden|hè|hoor|nemen|maanden oud)\b))",
    re.IGNORECASE,
)
_BARE_AGE = re.compile(r"(?<=, )(\d\d)(?=[.!?]?\s*$)")


def find_checked(text: str) -> list[NumberHit]:
    """Return only numbers of which form or check leaves no doubt, in order.

    These may be in no text that is marked pseudonymised, and in no export.
    """
    hits = _find_by(_CHECKED, text)
    return [hit for hit in hits if hit.is_checked]


def find_numbers(text: str) -> list[NumberHit]:
    """Return the numbers in a text that identify, in order; none within another.

    >>> [(hit.category, hit.start) for hit in find_numbers("bel 06-48213377, 2712 AB")]
    [('phone', 4), ('postcode', 17)]
    """
    return _find_by(_FINDERS, text)


Finder = Callable[[str], Iterator[NumberHit]]


def _find_by(finders: Sequence[Finder], text: str) -> list[NumberHit]:
    text = text.translate(_BLANKS)
    found: list[NumberHit] = []
    taken: list[tuple[int, int]] = []
    for finder in finders:
        for hit in finder(text):
            if all(hit.end <= start or end <= hit.start for start, end in taken):
                taken.append((hit.start, hit.end))
                found.append(hit)
    return sorted(found, key=lambda hit: hit.start)


def _find_emails(text: str) -> Iterator[NumberHit]:
    for found in _EMAIL.finditer(text):
        yield NumberHit(*found.span(), "email")


def _find_urls(text: str) -> Iterator[NumberHit]:
    for found in _URL.finditer(text):
        end = found.start() + len(found[0].rstrip(".,;:!?)]}'\""))
        yield NumberHit(found.start(), end, "url")
    for found in _HANDLE.finditer(text):
        yield NumberHit(*found.span(), "url", is_checked=False)


def _find_ibans(text: str) -> Iterator[NumberHit]:
    for found in _IBAN.finditer(text):
        for end in range(found.end(), found.start() + 14, -1):
            if text[end - 1].isalnum() and is_iban(text[found.start() : end]):
                yield NumberHit(found.start(), end, "iban")
                break


def _find_bsns(text: str) -> Iterator[NumberHit]:
    """Give nine digits that pass the check, in groups as people write them.

    Other groups count only where words before them say what they are.
    """
    for found in _NINE.finditer(text):
        if not is_bsn(re.sub(r"\D", "", found[0])):
            continue
        before = text[max(0, found.start() - 40) : found.start()]
        if _GROUPS.fullmatch(found[0]) or _BSN_WORD.search(before):
            yield NumberHit(*found.span(), "bsn")


def _find_phones(text: str) -> Iterator[NumberHit]:
    for found in _PHONE.finditer(text):
        if 9 <= sum(map(str.isdigit, found[0])) <= 15:
            yield NumberHit(*found.span(), "phone")
    for found in _SPOKEN_PHONE.finditer(text):
        yield NumberHit(*found.span(), "phone", is_checked=False)


def _find_dates(text: str) -> Iterator[NumberHit]:
    for found in _DATE.finditer(text):
        is_birth = _BORN.search(text[max(0, found.start() - 45) : found.start()])
        yield NumberHit(*found.span(), "birth" if is_birth else "date")
    for found in _BIRTH_YEAR.finditer(text):
        yield NumberHit(*found.span(1), "birth")


def _find_plates(text: str) -> Iterator[NumberHit]:
    for found in _PLATE.finditer(text):
        yield NumberHit(*found.span(), "plate")


def _find_loose_plates(text: str) -> Iterator[NumberHit]:
    """Give plates without their dashes."""
    for found in _LOOSE_PLATE.finditer(text):
        named = _PLATE_WORD.search(text[max(0, found.start() - 30) : found.start()])
        if named or (found[0].isupper() and not _POSTCODE.fullmatch(found[0])):
            yield NumberHit(*found.span(), "plate", is_checked=bool(named))


def _find_postcodes(text: str) -> Iterator[NumberHit]:
    for found in _POSTCODE.finditer(text):
        if found[2].isupper() or _is_lower_postcode(found):
            yield NumberHit(*found.span(), "postcode")


def _is_lower_postcode(found: re.Match[str]) -> bool:
    """Say whether a postcode without capitals is one; '2019 en' is none."""
    return found[2].islower() and not _AFTER_YEAR.fullmatch(found[2])


def _find_labelled(text: str) -> Iterator[NumberHit]:
    """Give numbers behind a word that names them: klantnummer, dossier."""
    for found in _LABELLED.finditer(text):
        if (
            not _CLIENT.search(found["label"])
            and "nummer" not in found["label"].lower()
        ):
            continue
        digits = sum(map(str.isdigit, found["value"]))
        if digits > 3 and not _MONEY.match(text, found.end("value")):
            sure = bool(_CLIENT.search(found["label"]))
            yield NumberHit(*found.span("value"), "number", is_checked=sure)


def _find_loose(text: str) -> Iterator[NumberHit]:
    """Give numbers that no rule knows and that are too long for an amount."""
    for found in _LONG.finditer(text):
        if not _MONEY.match(text, found.end()):
            yield NumberHit(*found.span(), "number", is_checked=False)
    for found in _SHORT_PHONE.finditer(text):
        if _PHONE_WORD.search(text[max(0, found.start() - 40) : found.start()]):
            yield NumberHit(*found.span(), "phone", is_checked=False)


def find_ages(text: str) -> list[NumberHit]:
    """Return ages of people; lengths of time are left alone.

    >>> [hit.start for hit in find_ages("ik ben 47, en werk al 20 jaar")]
    [7]
    """
    found = [
        m.span("old") if m["old"] else m.span("plain") for m in _AGE.finditer(text)
    ]
    found += [match.span(1) for match in _BARE_AGE.finditer(text)]
    found = [(start, end) for start, end in found if text[start:end].lower() != "een"]
    return [NumberHit(start, end, "age") for start, end in found]


_CHECKED: Final[tuple[Finder, ...]] = (
    _find_emails,
    _find_ibans,
    _find_phones,
    _find_bsns,
    _find_plates,
    _find_labelled,
)
_FINDERS: Final[tuple[Finder, ...]] = (
    _find_emails,
    _find_urls,
    _find_ibans,
    _find_dates,
    _find_phones,
    _find_bsns,
    _find_plates,
    _find_loose_plates,
    _find_labelled,
    _find_postcodes,
    _find_loose,
)
