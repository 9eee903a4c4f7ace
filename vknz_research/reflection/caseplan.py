"""Reading a case report as a trajectory: its parts by date, fragments, points. Pure.

Conversations are the parts with time codes. A part with main questions is a reflection
conversation; one before it an interview; one after the last is the update.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from vknz_research.model.sources import Turn
from vknz_research.model.timeline import list_units

_MONTHS: Final = (
    "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|"
    "december"
)
_DATE: Final = re.compile(rf"\b(\d{{1,2}}) ({_MONTHS}) (\d{{4}})\b", re.IGNORECASE)
_QUESTIONS: Final = re.compile(r"hoofdvragen\b", re.IGNORECASE)
_NO_INTERVIEW: Final = re.compile(r"[^.]*\bgeen (?:\w+ )?interview\b[^.]*\.")
_FEEDBACK: Final = re.compile(r"feedback van\b", re.IGNORECASE)
_THEMES: Final = (
    ("echtheid:", "themas/echtheid"),
    ("gezamenlijk doel:", "themas/gezamenlijk-doel"),
    ("interventielogica:", "themas/interventielogica"),
)
_FRAGMENTS: Final = re.compile(r"[^.?!]*\bfragment(?:en)?\b.*", re.IGNORECASE)
_STRETCH: Final = re.compile(
    r"(\d{1,2})(?:[:.]?([0-5]\d))?\s*[-–—]+\s*(\d{1,2})(?:[:.]?([0-5]\d))?"
)
_POINT: Final = re.compile(
    r"\b(?:tips?(?: is)?(?: om|:)|aandachtspunt(?:en)?(?: is| zijn|:)(?: om)?"
    r"|neemt zich voor(?: om)?|neemt (?:als aandachtspunt )?mee(?: om|:|,)?"
    r"|gaat (?:in het volgende gesprek )?(?:uit)?proberen(?: om|:)?)\s+([^.?!]+)",
    re.IGNORECASE,
)
_BULLET: Final = re.compile(r"(?:^|\s)[.·•-]\s+")
_LABEL: Final = re.compile(r"^Vraag (?:voor|aan) [^:]{1,40}:\s*", re.IGNORECASE)
_KLANT: Final = re.compile(r"\bcli[eé]nt\b|\bklant\b", re.IGNORECASE)
_MANAGER: Final = re.compile(r"\bklantmanager\b", re.IGNORECASE)


@dataclass(slots=True)
class Part:
    """A part of the report under one date; `first` and `last` are turns, half-open."""

    date: str
    first: int
    last: int
    kind: str = "interview"


@dataclass(frozen=True, slots=True)
class Seen:
    """An observation block: the turn that it is about, and its questions."""

    turn: int
    body: str
    ask_klant: str | None
    ask_klantmanager: str | None


@dataclass(frozen=True, slots=True)
class Question:
    """A main question with its fragments (recording, begin, end in milliseconds)."""

    body: str
    theme: str | None
    fragments: Sequence[tuple[int, int, int]] = ()


@dataclass(slots=True)
class CaseRound:
    """A conversation with what followed on it, until the next one."""

    conversation: Part
    interview: Part | None = None
    reflection: Part | None = None
    skipped: str | None = None
    seen: list[Seen] = field(default_factory=list)
    agenda: list[Question] = field(default_factory=list)
    points: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class CasePlan:
    """The trajectory in a case report; `withheld` counts feedback left in the text."""

    rounds: Sequence[CaseRound]
    update: Part | None
    withheld: int


def plan_case(text: str, turns: Sequence[Turn]) -> CasePlan:
    """Return the trajectory in a case report; one without rounds is none."""
    rounds: list[CaseRound] = []
    update: Part | None = None
    for part in _list_parts(text, turns):
        if part.kind == "conversation":
            rounds.append(CaseRound(part, seen=_list_seen(text, turns, part)))
        elif rounds and part.kind == "reflection":
            _add_reflection(text, turns, rounds[-1], part)
        elif rounds and rounds[-1].reflection is None:
            rounds[-1].interview = part
        elif rounds:
            update = part
    held = [r.reflection for r in rounds if r.reflection]
    withheld = sum(
        bool(_FEEDBACK.match(text[turns[n].start :]))
        for part in held
        for n in range(part.first, part.last)
    )
    return CasePlan(rounds, update, withheld)


def _list_parts(text: str, turns: Sequence[Turn]) -> list[Part]:
    parts: list[Part] = []
    for number, turn in enumerate(turns):
        words = text[turn.start : turn.end]
        found = _DATE.search(words) if turn.kind == "heading" else None
        if found:
            if parts:
                parts[-1].last = number
            parts.append(Part(_write_date(found), number, len(turns)))
        elif parts and turn.kind == "heading" and _QUESTIONS.match(words):
            parts[-1].kind = "reflection"
        elif parts and turn.begin_ms is not None and parts[-1].kind == "interview":
            parts[-1].kind = "conversation"
    return parts


def _write_date(found: re.Match[str]) -> str:
    month = _MONTHS.split("|").index(found[2].lower()) + 1
    return f"{found[3]}-{month:02d}-{int(found[1]):02d}"


def _add_reflection(
    text: str, turns: Sequence[Turn], made: CaseRound, part: Part
) -> None:
    made.reflection = part
    questions, report, is_before = [], [], True
    is_asked = False
    for turn in turns[part.first + 1 : part.last]:
        words = " ".join(text[turn.start : turn.end].split())
        if turn.kind == "heading":
            is_before, is_asked = False, bool(_QUESTIONS.match(words))
        elif is_asked:
            questions.append(words)
        elif is_before:
            found = _NO_INTERVIEW.search(words)
            made.skipped = found[0].strip() if found else made.skipped
        else:
            report.append(words)
    made.agenda = plan_questions(questions, measure_recordings(turns, made))
    made.points = [p for words in report for p in find_points(words)]


def measure_recordings(turns: Sequence[Turn], made: CaseRound) -> dict[int, int]:
    """Return how long each recording of a conversation is, as far as is written."""
    part = made.conversation
    own = turns[part.first : part.last]
    timed = {turn.recording for turn in own if turn.begin_ms is not None}
    lengths: dict[int, int] = {}
    for unit in list_units(own):
        if unit.recording in timed:
            last = max(lengths.get(unit.recording, 0), unit.end_ms)
            lengths[unit.recording] = last
    return lengths


def plan_questions(
    paragraphs: Sequence[str], lengths: dict[int, int]
) -> list[Question]:
    """Return the main questions; a fragment belongs to the question before it.

    Feedback of the klant is left out: it comes on an agenda by permission only. All
    fragments of one conversation are in the recording that is long enough for them.
    """
    found: list[tuple[str, str | None, list[tuple[int, int]]]] = []
    theme: str | None = None
    for words in paragraphs:
        if _FEEDBACK.match(words):
            continue
        stretches = find_stretches(words)
        body = _FRAGMENTS.sub("", words).strip() if stretches else words
        theme = _find_theme(body) or theme
        if body:
            found.append((_drop_theme(body), theme, stretches))
        elif found:
            found[-1][2].extend(stretches)
    every = [one for _, _, some in found for one in some]
    number = choose_recording(every, lengths)
    return [
        Question(body, about, [(number, begin, end) for begin, end in some])
        for body, about, some in found
    ]


def _find_theme(words: str) -> str | None:
    low = words.lower()
    return next((path for name, path in _THEMES if low.startswith(name)), None)


def _drop_theme(words: str) -> str:
    name = next((n for n, _ in _THEMES if words.lower().startswith(n)), "")
    body = _BULLET.sub(" ", words[len(name) :]).strip()
    return body[:1].upper() + body[1:]


def find_stretches(words: str) -> list[tuple[int, int]]:
    """Return the fragments that a sentence names, in milliseconds.

    >>> find_stretches("Fragment 16:30 — 1645 laten zien.")
    [(990000, 1005000)]
    >>> find_stretches("Terugkijken fragment minuut 11-14.")
    [(660000, 840000)]
    """
    found = _FRAGMENTS.search(words)
    if not found:
        return []
    stretches = [
        (_read_time(m[1], m[2]), _read_time(m[3], m[4]))
        for m in _STRETCH.finditer(found[0])
    ]
    return [(begin, end) for begin, end in stretches if begin < end]


def _read_time(minutes: str, seconds: str | None) -> int:
    return (int(minutes) * 60 + int(seconds or 0)) * 1000


def choose_recording(
    stretches: Sequence[tuple[int, int]], lengths: dict[int, int]
) -> int:
    """Return the first recording in which all fragments begin, else the longest.

    >>> choose_recording([(15_000, 75_000), (90_000, 99_000)], {2: 82_000, 3: 900_000})
    3
    """
    latest = max((begin for begin, _ in stretches), default=0)
    fitting = (n for n, length in sorted(lengths.items()) if latest < length)
    longest = max(lengths, key=lengths.__getitem__, default=1)
    return next(fitting, longest)


def find_points(words: str) -> list[str]:
    """Return what is given or taken along, as points.

    >>> find_points("Zij geven als tip om vaker stil te zijn. Hij knikt.")
    ['Vaker stil te zijn']
    """
    bodies = (found[1].strip(" ,;:") for found in _POINT.finditer(words))
    return [body[:1].upper() + body[1:] for body in bodies if body]


def _list_seen(text: str, turns: Sequence[Turn], part: Part) -> list[Seen]:
    """Return the blocks of a conversation, each about the timed turn before it."""
    made: list[Seen] = []
    block: list[Turn] = []
    about = _first_timed(turns, part)
    for number in range(part.first, part.last):
        turn = turns[number]
        if turn.kind in {"observation", "question"}:
            if turn.kind == "observation" and any(t.kind == "question" for t in block):
                made.append(_make_seen(text, about, block))
                block = []
            block.append(turn)
            continue
        if block:
            made.append(_make_seen(text, about, block))
            block = []
        about = number if turn.begin_ms is not None else about
    if block:
        made.append(_make_seen(text, about, block))
    return made


def _first_timed(turns: Sequence[Turn], part: Part) -> int:
    timed = (n for n in range(part.first, part.last) if turns[n].begin_ms is not None)
    return next(timed, part.first)


def _make_seen(text: str, about: int, block: Sequence[Turn]) -> Seen:
    told: dict[str, list[str]] = {"body": [], "klant": [], "klantmanager": []}
    for turn in block:
        words = " ".join(text[turn.start : turn.end].split())
        told[_find_addressee(turn, words)].append(_LABEL.sub("", words))
    every = [w for words in _in_order(told) for w in words]
    return Seen(
        about,
        " ".join(told["body"]) or every[0],
        " ".join(told["klant"]) or None,
        " ".join(told["klantmanager"]) or None,
    )


def _in_order(told: dict[str, list[str]]) -> Iterator[list[str]]:
    yield from (told["body"], told["klant"], told["klantmanager"])


def _find_addressee(turn: Turn, words: str) -> str:
    if turn.kind == "observation":
        return "body"
    if turn.addressee in {"klant", "klantmanager"}:
        return turn.addressee
    if _MANAGER.search(words):
        return "klantmanager"
    return "klant" if _KLANT.search(words) else "body"
