"""Recall and precision of the proposals, on sentences written before the rules."""

import re
import statistics
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from vknz_research.privacy.proposals import Proposal, propose

SENTENCES = Path(__file__).with_name("sentences.yml")
_MARK = re.compile(r"\{(~?)(\w+)\|([^}]*)\}")
_LABEL = re.compile(r"(?:\[[\d:]+\] )?[A-Z]\w+: ")


@dataclass(frozen=True)
class Marked:
    """An identifier as it was marked; `core` are the places that must be covered."""

    start: int
    end: int
    category: str
    is_direct: bool
    core: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Sentence:
    """A text with its utterances and what identifies in it."""

    text: str
    utterances: tuple[tuple[int, int], ...]
    marked: tuple[Marked, ...]

    @property
    def words(self) -> int:
        return sum(len(self.text[s:e].split()) for s, e in self.utterances)

    def lower(self) -> "Sentence":
        """Return the same without a capital; the places stay."""
        small = "".join(c.lower() if len(c.lower()) == 1 else c for c in self.text)
        return Sentence(small, self.utterances, self.marked)


@dataclass
class Score:
    """What was found, and what was offered for nothing."""

    marked: int = 0
    found: int = 0
    offered: int = 0
    right: int = 0
    words: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    by_category: dict[str, list[int]] = field(
        default_factory=lambda: defaultdict(lambda: [0, 0])
    )

    @property
    def per_thousand(self) -> float:
        return 1000 * self.offered / self.words

    @property
    def recall(self) -> float:
        return self.found / self.marked

    @property
    def precision(self) -> float:
        return self.right / self.offered


@dataclass(frozen=True)
class Figure:
    """One row of the table: a figure, and the least that it must be."""

    what: str
    value: float
    goal: float | None

    def as_row(self) -> str:
        """Return it as a row of a Markdown table."""
        if self.goal is None:
            value = f"{self.value:.0f}" if self.value > 1 else f"{self.value:.3f}"
            return f"| {self.what} | {value} | – | – |"
        met = "yes" if self.value >= self.goal else "**no**"
        return f"| {self.what} | {self.value:.3f} | ≥ {self.goal} | {met} |"


def read_sentences(path: Path = SENTENCES) -> list[Sentence]:
    """Read the marked sentences."""
    groups = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [read_sentence(line) for lines in groups.values() for line in lines]


def read_sentence(marked: str) -> Sentence:
    """Take the marks out of a sentence, and keep where they were.

    What must be covered of an identifier are its words with a capital or a digit;
    where it has none, all its words.
    """
    text, found, at = "", [], 0
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()]
        words = [*re.finditer(r"\S*\w\S*", mark[3])]
        core = [w for w in words if w[0] != w[0].lower() or re.search(r"\d", w[0])]
        places = tuple(
            (len(text) + w.start(), len(text) + len(w[0].rstrip(".,")) + w.start())
            for w in core or words
        )
        end = len(text) + len(mark[3])
        found.append(Marked(len(text), end, mark[2], not mark[1], places))
        text += mark[3]
        at = mark.end()
    text += marked[at:]
    return Sentence(text, tuple(_find_utterances(text)), tuple(found))


def _find_utterances(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for line in text.splitlines(keepends=True):
        label = _LABEL.match(line)
        start = at + (label.end() if label else 0)
        yield start, at + len(line.rstrip("\n"))
        at += len(line)


def score(sentences: Sequence[Sentence], *, direct: bool | None = True) -> Score:
    """Count what is found; each sentence stands alone."""
    total = Score()
    for sentence in sentences:
        offered = propose(sentence.text, sentence.utterances)
        count(total, sentence, offered, direct=direct)
    return total


def count(
    total: Score,
    sentence: Sentence,
    offered: Sequence[Proposal],
    *,
    direct: bool | None,
) -> None:
    total.words += sentence.words
    for marked in sentence.marked:
        if direct is not None and marked.is_direct != direct:
            continue
        is_found = all(
            any(hit.start <= start and end <= hit.end for hit in offered)
            for start, end in marked.core
        )
        total.marked += 1
        total.found += is_found
        total.by_category[marked.category][0] += is_found
        total.by_category[marked.category][1] += 1
        if not is_found:
            total.missed.append(sentence.text[marked.start : marked.end])
    for hit in offered:
        is_right = any(hit.start < m.end and m.start < hit.end for m in sentence.marked)
        total.offered += 1
        total.right += is_right
        if not is_right:
            total.wrong.append(f"{sentence.text[hit.start : hit.end]} ({hit.reason})")


def measure() -> list[Figure]:
    """Return recall, precision and flags, as written and in lower case."""
    written = read_sentences()
    figures: list[Figure] = []
    for name, sentences in (
        ("as written", written),
        ("all in lower case", [sentence.lower() for sentence in written]),
    ):
        direct = score(sentences)
        pointing = score(sentences, direct=False)
        goals = (0.97, 0.9) if name == "as written" else (None, None)
        figures += [
            Figure(f"direct identifiers found, {name}", direct.recall, goals[0]),
            Figure(f"proposals that are one, {name}", direct.precision, goals[1]),
            Figure(f"indirect identifiers found, {name}", pointing.recall, None),
            Figure(f"proposals per 1,000 words, {name}", direct.per_thousand, None),
        ]
    return figures


def measure_time() -> float:
    """Return the seconds that 10,000 words take, once the lists are read."""
    text = " ".join(sentence.text for sentence in read_sentences())
    text = " ".join((text * 9).split()[:10_000])
    propose(text[:500], [(0, 500)])
    times: list[float] = []
    for _ in range(5):
        began = time.perf_counter()
        propose(text, [(0, len(text))])
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def print_figures() -> None:
    """Print the figures, and what is found of each kind."""
    print("| what | measured | goal | met |")
    print("| --- | --- | --- | --- |")
    for figure in measure():
        print(figure.as_row(), flush=True)
    taken = measure_time()
    met = "yes" if taken <= 2 else "**no**"
    print(f"| 10,000 words | {taken:.2f} s | ≤ 2 s | {met} |")
    print()
    print("| kind | found, as written | found, in lower case | marked |")
    print("| --- | --- | --- | --- |")
    written = read_sentences()
    upper = score(written, direct=None).by_category
    lower = score([s.lower() for s in written], direct=None).by_category
    for kind, (found, marked) in sorted(upper.items(), key=lambda item: -item[1][1]):
        print(f"| {kind} | {found} | {lower[kind][0]} | {marked} |", flush=True)
