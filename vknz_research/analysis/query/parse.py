"""Reading a question: from what was typed to the parts it is made of."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from vknz_research.analysis.query.names import (
    AND,
    ANY,
    COLUMNS,
    LINK_WORDS,
    MOST_VALUES,
    NOT,
    OR,
    SMART,
    Vocabulary,
)
from vknz_research.analysis.query.tree import (
    REACH,
    Both,
    Coded,
    Condition,
    Either,
    Link,
    Linked,
    Negated,
    Part,
    Query,
    Worded,
    is_condition,
)
from vknz_research.errors import QueryError, UnknownSmartCodeError

_TOKEN: Final = re.compile(
    r"""(?P<blank>\s+)
    |(?P<open>\()|(?P<close>\))
    |(?P<forms>~(?:"[^"]*"|[^\s()"]+))
    |(?P<field>[\w-]+:(?:(?:"[^"]*"|[^\s(),"]+)(?:,\s*(?:"[^"]*"|[^\s(),"]+))*)?)
    |(?P<quoted>"[^"]*")
    |(?P<bracket>\[[^\]]*\])
    |(?P<word>[^\s()"\[\]]+)""",
    re.VERBOSE,
)
_VALUE: Final = re.compile(r'"([^"]*)"|([^\s,"]+)')
_REACHES: Final = re.compile(r"(?:\[(\d+)\]|(\d+))$")
_FIELDS: Final = {word: name for name, words in COLUMNS.items() for word in words}
_LINKS: Final[dict[str, Link]] = {
    word: link for link, words in LINK_WORDS.items() for word in words
}
_DEEPEST: Final = 50  # parentheses, NIET, relations and smart codes in each other
_MOST: Final = 500  # codes, words and conditions, those of smart codes too


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    at: int


def parse(text: str, words: Vocabulary) -> Query:
    """Read a question; what cannot be read says where and what to type.

    >>> parse("reflectie EN fase:2", Vocabulary({"4r/reflectie": ()})).root.parts[1]
    Condition(column='phase', values=(2,))
    """
    reader = _Reader(_cut(text), words, ())
    root = reader.read_all()
    return Query(text, root)


def _cut(text: str) -> list[_Token]:
    plain = text.translate(str.maketrans("“”„", '"""'))
    tokens: list[_Token] = []
    at = 0
    while at < len(plain):
        found = _TOKEN.match(plain, at)
        if found is None:
            raise _refuse(
                at,
                "een aanhalingsteken of haak wordt niet gesloten",
                "a quotation mark or bracket is not closed",
            )
        if found.lastgroup != "blank":
            tokens.append(_Token(str(found.lastgroup), found[0], at))
        at = found.end()
    return _join_reaches(tokens)


def _join_reaches(tokens: Sequence[_Token]) -> list[_Token]:
    """Let the number after before and after be part of the word: VOOR 3, VOOR [3]."""
    joined: list[_Token] = []
    for token in tokens:
        last = joined[-1] if joined else None
        is_reach = _REACHES.fullmatch(token.text)
        if last and last.kind == "word" and is_reach and _is_before(last.text):
            joined[-1] = _Token("word", last.text + token.text, last.at)
        else:
            joined.append(token)
    return joined


def _is_before(word: str) -> bool:
    return _LINKS.get(word.casefold()) in {"before", "after"}


def _refuse(at: int, reason_nl: str, reason_en: str) -> QueryError:
    return QueryError(at=at + 1, reason_nl=reason_nl, reason_en=reason_en)


class _Reader:
    """Reads tokens from left to right; OF binds loosest, then EN, then relations."""

    def __init__(
        self, tokens: Sequence[_Token], words: Vocabulary, inside: tuple[str, ...]
    ) -> None:
        self.tokens = tokens
        self.words = words
        self.inside = inside
        self.at = 0
        self.deep = 0
        self.read = [0]  # parts that were read, here and in smart codes

    def read_all(self) -> Part:
        if not self.tokens:
            raise _refuse(
                0,
                "typ een code, zoals 4r/reflectie, of woorden tussen aanhalingstekens",
                "type a code, such as 4r/reflectie, or words in quotation marks",
            )
        part = self.read_either()
        left = self.peek()
        if left is not None:
            raise _refuse(
                left.at,
                f"hier past {left.text!r} niet; zet er EN, OF of een relatie voor",
                f"{left.text!r} does not fit here; put AND, OR or a relation before it",
            )
        return part

    def peek(self) -> _Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def take(self, words: Sequence[str]) -> bool:
        token = self.peek()
        if token and token.kind == "word" and token.text.casefold() in words:
            self.at += 1
            return True
        return False

    def end(self) -> int:
        last = self.tokens[-1]
        return last.at + len(last.text)

    def read_either(self) -> Part:
        start = self.peek()
        parts = self.read_several(OR, self.read_both)
        if len(parts) == 1:
            return parts[0]
        kinds = {is_condition(part) for part in parts}
        if len(kinds) == 2 or any(_is_bare_not(part) for part in parts):
            raise _refuse(
                start.at if start else 0,
                "bij OF staan aan beide kanten passages, of aan beide een voorwaarde",
                "OR has passages on both sides, or a condition on both",
            )
        return Either(tuple(parts))

    def read_both(self) -> Part:
        parts = self.read_several(AND, self.read_linked)
        return parts[0] if len(parts) == 1 else Both(tuple(parts))

    def read_several(
        self, words: Sequence[str], read: Callable[[], Part]
    ) -> list[Part]:
        parts = [read()]
        while self.take(words):
            parts.append(read())
        return parts

    def read_linked(self) -> Part:
        deep, left = self.deep, self.read_single()
        while (found := self.read_link()) is not None:
            link, reach, at = found
            self.go_deeper(at)
            right = self.read_single()
            if any(is_condition(p) or _is_bare_not(p) for p in (left, right)):
                raise _refuse(
                    at,
                    "een relatie staat tussen passages: een code of woorden",
                    "a relation stands between passages: a code or words",
                )
            left = Linked(link, left, right, reach)
        self.deep = deep
        return left

    def go_deeper(self, at: int) -> None:
        self.deep += 1
        self.read[0] += 1
        if self.deep > _DEEPEST or self.read[0] > _MOST:
            raise _refuse(
                at,
                "er staat te veel in elkaar; maak de vraag korter",
                "there is too much within each other; make the question shorter",
            )

    def read_link(self) -> tuple[Link, int, int] | None:
        token = self.peek()
        if token is None or token.kind != "word":
            return None
        word = token.text.casefold()
        reach = _REACHES.search(word)
        stem = word[: reach.start()] if reach else word
        link = _LINKS.get(stem)
        if link is None or (reach and not _is_before(stem)):
            return None
        self.at += 1
        number = int(reach[1] or reach[2]) if reach else REACH
        return link, number, token.at

    def read_single(self) -> Part:
        token = self.peek()
        if token and self.take(NOT):
            self.go_deeper(token.at)
            part = Negated(self.read_single())
            self.deep -= 1
            return part
        if token is None:
            raise _refuse(
                self.end(),
                "de vraag is niet af; er hoort nog iets achter",
                "the question is not finished; something is missing here",
            )
        self.at += 1
        self.read[0] += 1
        if self.read[0] > _MOST:
            raise _refuse(
                token.at,
                "de vraag is te lang; stel haar in delen",
                "the question is too long; ask it in parts",
            )
        readers: dict[str, Callable[[_Token], Part]] = {
            "open": self.read_group,
            "forms": lambda t: self.read_words(t, t.text[1:], in_all_forms=True),
            "quoted": lambda t: self.read_words(t, t.text, in_all_forms=False),
            "field": self.read_field,
            "bracket": lambda t: self.read_code(t, t.text[1:-1]),
            "word": lambda t: self.read_code(t, t.text),
        }
        if token.kind not in readers:
            raise _refuse(
                token.at,
                "dit haakje heeft geen begin",
                "this parenthesis has no beginning",
            )
        return readers[token.kind](token)

    def read_group(self, token: _Token) -> Part:
        self.go_deeper(token.at)
        part = self.read_either()
        self.deep -= 1
        after = self.peek()
        if after is None or after.kind != "close":
            raise _refuse(
                token.at,
                "dit haakje wordt niet gesloten",
                "this parenthesis is not closed",
            )
        self.at += 1
        return part

    def read_words(self, token: _Token, text: str, *, in_all_forms: bool) -> Part:
        words = text.strip('"').strip()
        if not words:
            raise _refuse(
                token.at, "hier staan geen woorden", "there are no words here"
            )
        return Worded(words, in_all_forms)

    def read_code(self, token: _Token, word: str) -> Part:
        if word == ANY:
            return Coded()
        found = self.words.resolve(word)
        if len(found) == 1:
            return Coded(found)
        listed = ", ".join(found or self.words.suggest(word))
        if found:
            raise _refuse(
                token.at,
                f"{word!r} kan van alles zijn; kies uit {listed}",
                f"{word!r} can mean several codes; choose of {listed}",
            )
        raise _refuse(
            token.at,
            f"er is geen code {word!r}"
            + (f"; bedoel je {listed}?" if listed else "")
            + " Zet woorden uit de tekst tussen aanhalingstekens.",
            f"there is no code {word!r}"
            + (f"; do you mean {listed}?" if listed else "")
            + " Put words of the text in quotation marks.",
        )

    def read_field(self, token: _Token) -> Part:
        name, _, given = token.text.partition(":")
        values = [a or b for a, b in _VALUE.findall(given)]
        column = _FIELDS.get(name.casefold())
        if not values:
            raise _refuse(
                token.at,
                f"achter {name}: hoort een waarde",
                f"a value belongs behind {name}:",
            )
        if name.casefold() in SMART:
            return self.read_smart(token, values[0])
        if column is None:
            known = ", ".join(words[0] for words in COLUMNS.values())
            raise _refuse(
                token.at,
                f"{name}: is geen kenmerk; kies uit {known}, {SMART[0]}",
                f"{name}: is no attribute; choose of {known}, {SMART[0]}",
            )
        if column == "phase" and not all(value.isdecimal() for value in values):
            raise _refuse(
                token.at, "een fase is een getal", "a phase is a whole number"
            )
        meant = [self.read_value(token, column, value) for value in values]
        return Condition(column, tuple(map(int, meant) if column == "phase" else meant))

    def read_value(self, token: _Token, column: str, word: str) -> str:
        found = self.words.find_value(column, word)
        if found is not None:
            return found
        known = self.words.values[column]
        listed = ", ".join(known[:MOST_VALUES]) or "-"
        more = " …" if len(known) > MOST_VALUES else ""
        raise _refuse(
            token.at,
            f"{word!r} komt niet voor; kies uit {listed}{more}",
            f"{word!r} is not there; choose of {listed}{more}",
        )

    def read_smart(self, token: _Token, name: str) -> Part:
        asked = self.words.smart.get(name)
        if asked is None:
            known = ", ".join(sorted(self.words.smart)) or "-"
            raise UnknownSmartCodeError(name=name, known=known)
        if name in self.inside or len(self.inside) >= _DEEPEST:
            raise _refuse(
                token.at,
                f"slimme code {name!r} verwijst naar zichzelf",
                f"smart code {name!r} refers to itself",
            )
        inner = _Reader(_cut(asked), self.words, (*self.inside, name))
        inner.deep, inner.read = self.deep, self.read
        return inner.read_all()


def _is_bare_not(part: Part) -> bool:
    """Say whether a part only says which passages are not meant."""
    return isinstance(part, Negated) and not is_condition(part)
