"""What may say who somebody is in a text: proposals, of which a person decides. Pure.

Rules come in order of certainty: numbers by their checks, the register of the study,
names by title, list and capital, words that point at somebody. What overlaps becomes
one proposal, of the most certain kind.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from vknz_research.language import say
from vknz_research.privacy.capitals import (
    NameHit,
    Word,
    find_names,
    list_evidence,
    list_words,
    share_of_capitals,
    widen_particles,
)
from vknz_research.privacy.lowercase import find_lower, find_streets
from vknz_research.privacy.numbers import NumberHit, find_ages, find_numbers
from vknz_research.privacy.triggers import find_indirect
from vknz_research.privacy.wordlists import is_word

Place = tuple[int, int]
FEWEST_CAPITALS: Final = 0.005
FEWEST_WORDS: Final = 40
INDIRECT: Final = frozenset(["age", "country", "unique", "illness"])
REASONS: Final = {
    "checked": ("getal dat klopt", "number that passes its check"),
    "number": ("mogelijk: lang getal of nummer", "possible: long number"),
    "register": ("staat in het register", "stands in the register"),
    "misheard": ("lijkt op het register", "resembles the register"),
    "title": ("naam achter een aanspreekvorm", "name behind a form of address"),
    "kind": ("naam van een instelling of bedrijf", "name of a body or firm"),
    "street": ("straat", "street"),
    "place": ("staat in de lijst van plaatsen", "in the list of places"),
    "name": ("staat in de lijst van namen", "in the list of names"),
    "deduce": ("gevonden door deduce", "found by deduce"),
    "country": (
        "land: zegt waar iemand vandaan komt",
        "country: where somebody is from",
    ),
    "capital": ("mogelijk: hoofdletter", "possible: capital"),
    "again": ("mogelijk: elders met hoofdletter", "possible: elsewhere with a capital"),
    "unknown": ("mogelijk: staat in geen woordenboek", "possible: in no dictionary"),
    "age": ("leeftijd", "age"),
    "trigger": ("wijst misschien iemand aan", "may point at somebody"),
}
CATEGORIES: Final = {
    "person": ("persoon", "person"),
    "name": ("naam", "name"),
    "place": ("plaats", "place"),
    "address": ("adres", "address"),
    "postcode": ("postcode", "postcode"),
    "organisation": ("organisatie", "organisation"),
    "school": ("school", "school"),
    "institution": ("instelling", "institution"),
    "phone": ("telefoonnummer", "phone number"),
    "email": ("e-mailadres", "e-mail address"),
    "url": ("webadres", "web address"),
    "bsn": ("burgerservicenummer", "citizen service number"),
    "iban": ("bankrekening", "bank account"),
    "plate": ("kenteken", "number plate"),
    "number": ("nummer", "number"),
    "birth": ("geboortedatum", "date of birth"),
    "date": ("datum", "date"),
    "age": ("leeftijd", "age"),
    "country": ("land", "country"),
    "unique": ("enig in zijn soort", "one of a kind"),
    "illness": ("zeldzame ziekte", "rare illness"),
}
_NUMBERED = re.compile(r"\[[^\W\d][\w -]{0,40} \d{1,4}\]")
_ORDER: Final = {reason: rank for rank, reason in enumerate(REASONS)}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A place in a text that may say who somebody is, and why it is offered."""

    start: int
    end: int
    category: str
    reason: str

    @property
    def is_direct(self) -> bool:
        """Say whether it names somebody by itself."""
        return self.category not in INDIRECT

    @property
    def is_possible(self) -> bool:
        """Say whether no check and no list vouches for it."""
        return REASONS[self.reason][1].startswith("possible")


class Known(Protocol):
    """What is known of the people of the study: their register."""

    def match(self, text: str) -> Iterable[Proposal]:
        """Give the places where a form in the register stands, also misheard."""


def describe_reason(reason: str) -> str:
    """Return why something is offered, in the language of the interface."""
    nl, en = REASONS[reason]
    return say(nl=nl, en=en)


def propose(
    text: str,
    utterances: Sequence[Place],
    register: Known | None = None,
    more: Sequence[Proposal] = (),
    tokens: Iterable[str] = (),
) -> list[Proposal]:
    """Return what may identify in a text, in order, none overlapping another.

    `utterances` are the turns: labels of speakers before them are left alone. `more`
    holds what another program found in the same text. `tokens` stand in the place of
    words already, as all in square brackets with a number do.

    >>> propose("bel Fatima op 06-48213377", [(0, 25)])
    [Proposal(start=4, end=10, category='person', reason='name'), \
Proposal(start=14, end=25, category='phone', reason='checked')]
    """
    text = _blank_tokens(text, tokens)
    spoken = [list_words(text, start, end) for start, end in utterances]
    is_poor = (
        share_of_capitals([w for words in spoken for w in words]) < FEWEST_CAPITALS
    )
    known = frozenset(word for words in spoken for word in list_evidence(words))
    found = list(more)
    for (start, end), words in zip(utterances, spoken, strict=True):
        found += _find_in(text[start:end], start)
        found += [
            _of_name(h) for h in _find_by_words(text, words, known, is_poor=is_poor)
        ]
    if register is not None:
        found += _match_register(text, utterances, register)
    return merge(found)


def _blank_tokens(text: str, tokens: Iterable[str]) -> str:
    """Return a text of the same length without the tokens that stand in it."""
    blank = _NUMBERED.sub(lambda found: "_" * len(found[0]), text)
    for token in tokens:
        if token:
            blank = blank.replace(token, "_" * len(token))
    return blank


def has_few_capitals(text: str, utterances: Sequence[Place]) -> bool:
    """Say whether a text has so few capitals that names hide in it.

    Of a few words nobody can say.
    """
    words = [w for start, end in utterances for w in list_words(text, start, end)]
    return len(words) >= FEWEST_WORDS and share_of_capitals(words) < FEWEST_CAPITALS


def _find_by_words(
    text: str,
    words: Sequence[Word],
    known: frozenset[str],
    *,
    is_poor: bool,
) -> Iterator[NameHit]:
    for hit in find_names(text, words, known):
        yield widen_particles(text, words, hit)
    for hit in find_lower(text, words, is_poor=is_poor):
        yield widen_particles(text, words, hit)
    for word in words:
        if word.folded in known and not word.has_capital and not is_word(word.text):
            yield NameHit(word.start, word.end, "name", "again")


def _find_in(text: str, offset: int) -> Iterator[Proposal]:
    """Give what is found in the text of one utterance without cutting it in words."""
    for hit in find_numbers(text):
        yield _of_number(hit, offset)
    for hit in find_ages(text):
        yield Proposal(hit.start + offset, hit.end + offset, "age", "age")
    for name in (*find_streets(text), *find_indirect(text)):
        yield replace(_of_name(name), start=name.start + offset, end=name.end + offset)


def _of_number(hit: NumberHit, offset: int) -> Proposal:
    reason = "checked" if hit.is_checked else "number"
    return Proposal(hit.start + offset, hit.end + offset, hit.category, reason)


def _of_name(hit: NameHit) -> Proposal:
    return Proposal(hit.start, hit.end, hit.category, hit.reason)


def _match_register(
    text: str, utterances: Sequence[Place], register: Known
) -> Iterator[Proposal]:
    for start, end in utterances:
        for hit in register.match(text[start:end]):
            yield replace(hit, start=hit.start + start, end=hit.end + start)


def merge(found: Iterable[Proposal]) -> list[Proposal]:
    """Join proposals that overlap to one, of the most certain kind.

    >>> merge([Proposal(0, 5, "name", "capital"), Proposal(3, 9, "phone", "checked")])
    [Proposal(start=0, end=9, category='phone', reason='checked')]
    """
    joined: list[Proposal] = []
    for hit in sorted(set(found), key=lambda h: (h.start, h.end, _ORDER[h.reason])):
        if not joined or hit.start >= joined[-1].end:
            joined.append(hit)
            continue
        last = joined.pop()
        best = min(last, hit, key=lambda h: _ORDER[h.reason])
        joined.append(replace(best, start=last.start, end=max(last.end, hit.end)))
    return joined
