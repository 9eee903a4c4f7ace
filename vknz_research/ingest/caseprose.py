r"""What the prose between the timed paragraphs of a case report is.

The rule, for a paragraph inside a recording, first that fits:

1. it quotes speech in double quotation marks, or opens with somebody and a verb of
   telling or of course (`De klantmanager vraagt …`, `De cliënt geeft dan aan …`,
   `Ondertussen …`): **narration**, the conversation goes on;
2. it has lines broken by the layout: as wide as those of the timed paragraphs is
   narration, narrower is the box of an **observation**;
3. anything else is an observation.

Out of an observation come its **questions**, sentence by sentence: `Vraag voor de
klant: …` with an addressee, any other sentence that ends in a question mark without
(unless a colon stands before the question: that is a statement that quotes one).
Outside recordings all prose is narration, save for explicit `Vraag voor …`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from vknz_research.ingest.paragraphs import trim_span
from vknz_research.model.sources import Span

_CLIENT = r"cli[eéèëê]nte?|klant"
_ROLE = re.compile(
    rf"\b(?P<manager>klantmanager|werkregisseur)\b|\b(?P<client>{_CLIENT})\b"
    r"|\b(?P<both>beiden?)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(rf"(?:de\s+)?(?:klantmanager|{_CLIENT})\s*:\s*", re.IGNORECASE)
_QUOTED = re.compile(r"[\"“”„][^\"“”„]+[\"“”„]")
_SOMEBODY = rf"(?:(?:de|het)\s+)?(?:klantmanager|{_CLIENT}|hij|zij|ze|beiden)"
_TELLS = re.compile(
    rf"(?:{_SOMEBODY}\s+(?:zegt|vraagt|vertelt|antwoordt?|herhaalt|verwijst|zucht|"
    r"gooit|reageert|hervat|noemt|beaamt|knikt|lacht|bespreekt|somt|rekent|legt\b.*?\b"
    r"uit|geeft\b[^.?!]*?\baan)\b"
    r"|(?:ondertussen|daarna|vervolgens|intussen|daarop|even later)\b)",
    re.IGNORECASE | re.DOTALL,
)
_SENTENCE = re.compile(r"(?<![.?!…])[.?!…]++[\"”’')\]]*+(?=\s+[^\W\d_a-zà-ÿ]|\s*$)")
_ASKED = re.compile(
    rf"Vra(?:ag|gen)\s+(?:voor|aan)\s+(?:de\s+)?(?:(?P<manager>klantmanager)|{_CLIENT})"
    r"\s*:",
    re.IGNORECASE,
)
_WIDE = 0.92


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of prose of one kind."""

    span: Span
    kind: str
    addressee: str | None = None


def find_speaker(words: str) -> str | None:
    """Return who speaks or is described first in a timed paragraph.

    >>> find_speaker("De cliént: ja"), find_speaker("Beiden lachen.")
    ('klant', 'beiden')
    """
    found = _ROLE.search(words)
    if not found:
        return None
    if found["manager"]:
        return "klantmanager"
    return "klant" if found["client"] else "beiden"


def skip_label(words: str) -> int:
    """Return where the words begin after a label such as `De klantmanager:`."""
    found = _LABEL.match(words)
    return found.end() if found else 0


def judge_prose(text: str, span: Span, *, is_inside: bool, width: int) -> list[Passage]:
    """Return the passages of a paragraph of prose: the rule of this module."""
    words = text[span.start : span.end]
    is_narration = not is_inside or tells_course(words, width)
    kind = "narration" if is_narration else "observation"
    passages: list[Passage] = []
    addressee: str | None = None
    for sentence in _split_sentences(text, span):
        asked = _ASKED.match(text, sentence.start, sentence.end)
        if asked:
            addressee = "klantmanager" if asked["manager"] else "klant"
        elif is_narration or not _is_question(text[sentence.start : sentence.end]):
            addressee = None
            _add_prose(passages, Passage(sentence, kind))
            continue
        passages.append(Passage(sentence, "question", addressee))
    return passages


def tells_course(words: str, width: int) -> bool:
    """Say whether prose inside a recording tells its course, instead of observing."""
    if _QUOTED.search(words) or _TELLS.match(words):
        return True
    broken = words.split("\n")[:-1]  # the last line of a paragraph has any length
    return 0 < _WIDE * width < max(map(len, broken), default=0)


def _split_sentences(text: str, span: Span) -> Iterator[Span]:
    start = span.start
    stops = {found.end() for found in _SENTENCE.finditer(text, span.start, span.end)}
    asks = {found.start() for found in _ASKED.finditer(text, span.start, span.end)}
    for stop in sorted(stops | asks | {span.end}):
        sentence = trim_span(text, start, stop)
        if sentence:
            yield sentence
        start = max(start, stop)


def _is_question(sentence: str) -> bool:
    return sentence.rstrip("\"”’')] ").endswith("?") and ":" not in sentence


def _add_prose(passages: list[Passage], prose: Passage) -> None:
    if passages and passages[-1].kind == prose.kind:
        start = passages.pop().span.start
        prose = Passage(Span(start, prose.span.end), prose.kind)
    passages.append(prose)
