"""The register: which words are of one person, place or body, and their token.

It lies in the vault only, in pieces: each round of decisions adds one, so that nobody
needs the passphrase to add. Matching takes no notice of capitals and accents, and
finds what a typist or a machine misheard.
"""

import json
import re
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Final, Protocol

from vknz_research.privacy.capitals import Word, list_words
from vknz_research.privacy.proposals import Proposal
from vknz_research.privacy.wordlists import fold, is_listed

NAME: Final = "register"
LIKE_ENOUGH: Final = 82  # rapidfuzz's ratio, of forms that are long enough
SHORTEST: Final = 5
_JOINED = frozenset(["van", "de", "der", "den", "het", "'t", "ten", "ter", "el", "al"])


class Kept(Protocol):
    """An open vault."""

    def read(self, name: str) -> bytes | None:
        """Return what is kept under a name."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One person, place or body: its token, and all forms in which it was named."""

    entity_id: str
    category: str
    token: str
    forms: tuple[str, ...]


@dataclass(frozen=True)
class Register:
    """All entries; `match` finds them in a text."""

    entries: tuple[Entry, ...] = ()

    @property
    def forms(self) -> list[str]:
        """List all forms."""
        return [form for entry in self.entries for form in entry.forms]

    def to_json(self) -> bytes:
        """Return the register as it is kept."""
        entries = [asdict(entry) for entry in self.entries]
        return json.dumps({"entries": entries}, ensure_ascii=False).encode()

    @classmethod
    def from_json(cls, data: bytes) -> "Register":
        """Read a register, or a piece of one."""
        entries = json.loads(data)["entries"]
        return cls(tuple(Entry(**{**e, "forms": tuple(e["forms"])}) for e in entries))

    def join(self, others: Iterable["Register"]) -> "Register":
        """Return one register in which each token stands once, with all its forms."""
        by_token: dict[str, Entry] = {}
        for entry in [*self.entries, *(e for other in others for e in other.entries)]:
            known = by_token.get(entry.token, entry)
            forms = tuple(dict.fromkeys([*known.forms, *entry.forms]))
            by_token[entry.token] = Entry(
                known.entity_id, known.category, known.token, forms
            )
        return Register(tuple(by_token.values()))

    @cached_property
    def _exact(self) -> dict[str, Entry]:
        """All forms by their folded words, and names within longer ones."""
        found: dict[str, Entry] = {}
        for entry in self.entries:
            for form in entry.forms:
                found.setdefault(_spell(form), entry)
        for entry in self.entries:
            if entry.category in {"person", "name"}:
                for part in _list_parts(entry.forms):
                    found.setdefault(part, entry)
        return found

    @cached_property
    def _long(self) -> list[str]:
        return [form for form in self._exact if len(form) >= SHORTEST]

    def match(self, text: str) -> Iterator[Proposal]:
        """Give where a form stands in a text, whatever its capitals, or misheard.

        >>> jan = Entry("1", "person", "[Persoon 1]", ("Agnieszka",))
        >>> [hit.reason for hit in Register((jan,)).match("met agnieszka, Agnjeska")]
        ['register', 'misheard']
        """
        if not self.entries:
            return
        words = list_words(text, 0, len(text))
        yield from self._match_exact(text, words)
        for word in words:
            entry = self._find_like(word)
            if entry:
                yield Proposal(word.start, word.end, entry.category, "misheard")

    def _match_exact(self, text: str, words: Sequence[Word]) -> Iterator[Proposal]:
        longest = max(form.count(" ") for form in self._exact) + 1
        for at in range(len(words)):
            for count in range(min(longest, len(words) - at), 0, -1):
                start, end = words[at].start, words[at + count - 1].end
                entry = self._exact.get(_spell(text[start:end]))
                if entry and _is_name(words[at : at + count]):
                    yield Proposal(start, end, entry.category, "register")
                    break
        for form, entry in self._exact.items():
            if any(char.isdigit() for char in form):
                yield from _match_number(text, form, entry)

    def _find_like(self, word: Word) -> Entry | None:
        """Find the entry of which a word may be a misheard form."""
        if len(word.text) < SHORTEST or word.folded in self._exact:
            return None
        if not word.has_capital and is_listed(word.text):
            return None
        from rapidfuzz import fuzz, process  # noqa: PLC0415 - only with a register

        best = process.extractOne(
            word.folded, self._long, scorer=fuzz.ratio, score_cutoff=LIKE_ENOUGH
        )
        return self._exact[best[0]] if best else self._find_by_sound(word)

    def _find_by_sound(self, word: Word) -> Entry | None:
        return self._by_sound.get(sound(word.folded))

    @cached_property
    def _by_sound(self) -> dict[str, Entry]:
        spoken = {sound(form): self._exact[form] for form in self._long}
        return {key: entry for key, entry in spoken.items() if len(key) >= 4}


def _spell(form: str) -> str:
    return " ".join(fold(form).replace("-", " ").split())


def _list_parts(forms: Iterable[str]) -> Iterator[str]:
    """Give the names within names, less particles and common words."""
    for form in forms:
        parts = _spell(form).split()
        for part in parts if len(parts) > 1 else ():
            if len(part) > 3 and part not in _JOINED and not is_listed(part):
                yield part


def _is_name(words: Sequence[Word]) -> bool:
    """Say whether words may be a name: one that is a common word needs a capital."""
    return any(word.has_capital or not is_listed(word.text) for word in words)


def _match_number(text: str, form: str, entry: Entry) -> Iterator[Proposal]:
    """Give where a form with digits stands, however its digits are grouped."""
    dense = re.sub(r"[\s.-]", "", form)
    pattern = r"[\s.-]?".join(map(re.escape, dense))
    for found in re.finditer(rf"(?<!\w){pattern}(?!\w)", fold_same(text)):
        yield Proposal(*found.span(), entry.category, "register")


def fold_same(text: str) -> str:
    """Return a text without capitals and accents, each letter at its place."""
    if text.isascii():
        return text.lower()
    plain = {ord(char): fold(char) for char in set(text)}
    return text.translate({at: to for at, to in plain.items() if len(to) == 1})


_SOUNDS: Final = (
    (r"sch|sh|sj|ś|ş|š", "s"), (r"cz|tsj|ch|kh|gh", "g"), (r"ph", "f"), (r"th", "t"),
    (r"ck|q|c(?![ei])|x", "k"), (r"[cz]", "s"), (r"ij|y|j|ie|i", "i"),
    (r"ou|oe|w|u", "u"), (r"v", "f"), (r"d\b", "t"),
    (r"[aeo]", ""), (r"h", ""), (r"(.)\1+", r"\1"),
)  # fmt: skip


def sound(form: str) -> str:
    """Return about how a name sounds, so that spellings of it fall together.

    >>> sound("yusuf") == sound("joesoef"), sound("fatima") == sound("fatma")
    (True, False)
    """
    heard = form.replace(" ", "")
    for pattern, letter in _SOUNDS:
        heard = re.sub(pattern, letter, heard)
    return heard


def make_piece(entries: Iterable[tuple[str, str, str]]) -> Register:
    """Return a piece of the register of (category, token, form)."""
    grouped: dict[tuple[str, str], list[str]] = {}
    for category, token, form in entries:
        forms = grouped.setdefault((category, token), [])
        if form not in forms:
            forms.append(form)
    made = [
        Entry(secrets.token_hex(8), category, token, tuple(forms))
        for (category, token), forms in grouped.items()
    ]
    return Register(tuple(made))


def read_register(vault: Kept, names: Iterable[str]) -> Register:
    """Read the register from an open vault; `names` are those of all that is in it."""
    pieces: list[Register] = []
    for name in names:
        if name == NAME or name.startswith(f"{NAME}/"):
            data = vault.read(name)
            if data is not None:
                pieces.append(Register.from_json(data))
    return Register().join(pieces)
