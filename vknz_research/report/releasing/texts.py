"""The text of a source as a release holds it: role codes, no tokens of persons."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from vknz_research.model.text import MASK

HIDDEN: Final = "[niet vrijgegeven]"
_MONTHS: Final = (
    "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|"
    "december"
)
# `[Persoon 3]` is one person in the whole study; `[persoon]` is nobody.
_TOKEN = re.compile(r"\[(?P<name>[^\W\d][^\]\[\d]*?)\s*\d+\]")
_DATE = re.compile(
    rf"\b\d{{1,2}}\s+(?:{_MONTHS})(?:\s+\d{{4}})?\b|\b(?:{_MONTHS})\s+\d{{4}}\b"
    r"|\b\d{1,2}[-/]\d{1,2}[-/]\d{2,4}\b|\b\d{4}-\d{2}-\d{2}\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A turn as a snapshot has it; `role` is the code under which it is told.

    No role code: nobody may read it. An empty one: it has no speaker, as a heading.
    """

    start: int
    end: int
    kind: str
    role: str | None


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the old text and the stretch of the new one that stands for it."""

    start: int
    end: int
    new_start: int
    new_end: int
    is_same: bool


@dataclass(frozen=True, slots=True)
class NewTurn:
    """A turn of a release; `speaker` is None where it is hidden or has none."""

    start: int
    end: int
    kind: str
    role: str | None
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A text made anew, its turns, and where the old words went."""

    text: str
    turns: Sequence[NewTurn]
    pieces: Sequence[Piece]
    hidden: Sequence[tuple[int, int]]

    def move(self, start: int, end: int) -> tuple[int, int] | None:
        """Return where a passage went; None when something of it is hidden."""
        if any(a < end and start < b for a, b in self.hidden):
            return None
        inside = [p for p in self.pieces if p.start < end and start < p.end]
        if not inside:
            return None
        first, last = inside[0], inside[-1]
        begin = first.new_start + max(0, start - first.start) * first.is_same
        stop = last.new_end - max(0, last.end - end) * last.is_same
        return begin, stop


def find_tokens(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield what stands for one person, place or day, and what takes its place.

    >>> [new for _, _, new in find_tokens("[Persoon 3] kwam op 3 mei 2031 langs")]
    ['[persoon]', '[datum]']
    """
    found = [
        (m.start(), m.end(), f"[{m['name'].lower()}]") for m in _TOKEN.finditer(text)
    ]
    found += [(m.start(), m.end(), "[datum]") for m in _DATE.finditer(text)]
    last = 0
    for start, end, new in sorted(found):
        if start >= last:
            yield start, end, new
            last = end


def clean_text(text: str) -> str:
    """Return a text without tokens that stand for one person, place or day."""
    made, at = "", 0
    for start, end, new in find_tokens(text):
        made += text[at:start] + new
        at = end
    return made + text[at:]


def rewrite_text(text: str, turns: Sequence[Spoken]) -> Rewritten:
    """Make the text of a source anew from its turns: a paragraph each.

    Turns that may not be read become one mark, however many and however long they were.
    """
    made = _Page()
    for turn in turns:
        said = text[turn.start : turn.end]
        if turn.role is None or MASK in said:
            made.hide(turn)
        else:
            made.tell(turn, said)
    return Rewritten("".join(made.parts), made.turns, made.pieces, made.hidden)


class _Page:
    """A text that is being written."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.at = 0
        self.turns: list[NewTurn] = []
        self.pieces: list[Piece] = []
        self.hidden: list[tuple[int, int]] = []

    def write(self, text: str) -> None:
        self.parts.append(text)
        self.at += len(text)

    def hide(self, turn: Spoken) -> None:
        self.hidden.append((turn.start, turn.end))
        if self.turns and self.turns[-1].is_hidden:
            return
        begin = self.at
        self.write(HIDDEN)
        self.turns.append(NewTurn(begin, self.at, "speech", None, is_hidden=True))
        self.write("\n\n")

    def tell(self, turn: Spoken, said: str) -> None:
        if turn.role:
            self.write(f"{turn.role}: ")
        begin, last = self.at, 0
        for start, end, new in find_tokens(said):
            self._copy(turn, said[last:start], last)
            self._keep(turn, (start, end), new)
            last = end
        self._copy(turn, said[last:], last)
        told = NewTurn(begin, self.at, turn.kind, turn.role, is_hidden=False)
        self.turns.append(told)
        self.write("\n\n")

    def _copy(self, turn: Spoken, said: str, at: int) -> None:
        if said:
            self._keep(turn, (at, at + len(said)), said, is_same=True)

    def _keep(
        self, turn: Spoken, place: tuple[int, int], new: str, *, is_same: bool = False
    ) -> None:
        begin = self.at
        self.write(new)
        start, end = (turn.start + point for point in place)
        self.pieces.append(Piece(start, end, begin, self.at, is_same))
