"""A small view made of marks, and a plain way to answer a question about it.

The plain way goes over all pairs of marks, one by one, and knows no sorting.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from vknz_research.analysis.query.tree import (
    Both,
    Coded,
    Condition,
    Either,
    Linked,
    Negated,
    Part,
    is_condition,
)
from vknz_research.analysis.view import Choice, View

SOURCES = ("b", "a")  # not in the order of the alphabet
CODES = ("x/a", "x/a/deep", "x/b", "y/c")
TURN = 10  # characters in a turn
LENGTH = 60
CODERS = ("NvD", "TK")
PEOPLE = ("p", "q")
CATEGORIES = ("source_id", "source", "perspective", "code", "coder", "participant_id")


@dataclass(frozen=True)
class Mark:
    source: str
    start: int
    end: int
    code: str
    coder: str

    @property
    def turn(self) -> int:
        return self.start // TURN + 1

    @property
    def speaker(self) -> str:
        return speaker_of(self.turn)

    @property
    def perspective(self) -> str:
        return "klant" if self.speaker == "p" else "klantmanager"

    @property
    def phase(self) -> int:
        return phase_of(self.source)


def speaker_of(turn: int) -> str:
    return PEOPLE[turn % 3 == 0]


def phase_of(source: str) -> int:
    return 1 + SOURCES.index(source)


def make_view(marks: Sequence[Mark]) -> View:
    rows = [
        {
            "source_id": m.source,
            "source": m.source,
            "source_code": f"I{m.phase}/K",
            "kind": "interview",
            "phase": m.phase,
            "perspective": m.perspective,
            "role": m.perspective,
            "participant_id": m.speaker,
            "code": m.code,
            "coder": m.coder,
            "start": m.start,
            "end": m.end,
            "turn": m.turn,
            "begin_ms": None,
            "is_quotable": True,
        }
        for m in marks
    ]
    columns = ["source_id", "source", "source_code", "kind", "phase", "perspective"]
    columns += ["role", "participant_id", "code", "coder", "start", "end", "turn"]
    frame = pd.DataFrame(rows, columns=[*columns, "begin_ms", "is_quotable"])
    codings = frame.astype(
        {
            **dict.fromkeys(CATEGORIES, "category"),
            **dict.fromkeys(("phase", "turn", "begin_ms"), "Int64"),
            **dict.fromkeys(("start", "end"), "int64"),
            "is_quotable": bool,
        }
    )
    sources = pd.DataFrame(
        {
            "source_id": SOURCES,
            "source": SOURCES,
            "source_code": [f"I{phase_of(s)}/K" for s in SOURCES],
            "kind": "interview",
            "phase": pd.array([phase_of(s) for s in SOURCES], "Int64"),
            "municipality": ["Oever", "Dam"],
        }
    )
    people = pd.DataFrame(
        {
            "participant_id": PEOPLE,
            "age_band": ["20-29", "30-39"],
            "gender": ["v", "m"],
            "is_quotable": True,
        }
    )
    codes = pd.DataFrame({"code": CODES, "parent": "x", "position": 1})
    texts = {s: "".join("abcdefghi "[n % 10] for n in range(LENGTH)) for s in SOURCES}
    turns = make_turns()
    return View(Choice(), codings, turns, sources, codes, people, texts, {}, turns)


def make_turns() -> pd.DataFrame:
    rows = [
        {
            "source_id": source,
            "turn": number,
            "start": TURN * (number - 1),
            "end": TURN * number - 1,
            "kind": "speech",
            "participant_id": speaker_of(number),
            "role": "klant",
            "perspective": "klant" if speaker_of(number) == "p" else "klantmanager",
            "begin_ms": None,
        }
        for source in SOURCES
        for number in range(1, LENGTH // TURN + 1)
    ]
    return pd.DataFrame(rows)


@dataclass(frozen=True)
class Found:
    """A passage, with what is known of its first word."""

    source: str
    start: int
    end: int
    turn: int
    speaker: str


def answer(part: Part, marks: Sequence[Mark]) -> list[tuple[str, int, int]]:
    """Answer a question the plain way: source, start and end, in reading order."""
    found = join(look(part, marks, ()))
    found.sort(key=lambda f: (SOURCES.index(f.source), f.start))
    return [(f.source, f.start, f.end) for f in found]


def join(found: Sequence[Found]) -> list[Found]:
    """Join what overlaps: two at a time, until nothing overlaps any more."""
    left = sorted(found, key=lambda f: (f.source, f.start, f.end))
    made: list[Found] = []
    for one in left:
        touched = [m for m in made if touches(m, one)]
        if touched:
            made[made.index(touched[0])] = replace(
                touched[0], end=max(touched[0].end, one.end)
            )
        else:
            made.append(one)
    return made


def touches(one: Found, other: Found) -> bool:
    return (
        one.source == other.source and one.start < other.end and other.start < one.end
    )


def look(part: Part, marks: Sequence[Mark], under: tuple[Part, ...]) -> list[Found]:
    if isinstance(part, Coded):
        return [
            Found(m.source, m.start, m.end, m.turn, m.speaker)
            for m in marks
            if not part.paths
            or any((m.code + "/").startswith(p + "/") for p in part.paths)
            if all(holds(c, m) for c in under)
        ]
    if isinstance(part, Either) and not is_condition(part):
        return [f for one in part.parts for f in look(one, marks, under)]
    if isinstance(part, Linked):
        left = join(look(part.left, marks, under))
        right = join(look(part.right, marks, ()))
        return [f for f in left if any(stands(part, f, g) for g in right)]
    parts = part.parts if isinstance(part, Both) else (part,)
    return look_both(parts, marks, under)


def look_both(
    parts: Sequence[Part], marks: Sequence[Mark], under: tuple[Part, ...]
) -> list[Found]:
    limits = (*under, *(p for p in parts if is_condition(p)))
    absent = [p.part for p in parts if isinstance(p, Negated) and not is_condition(p)]
    present = [p for p in parts if not is_condition(p) and not isinstance(p, Negated)]
    found = join(look((present or [Coded()])[0], marks, limits))
    for part in present[1:]:
        other = join(look(part, marks, limits))
        found = [cut(f, g) for f in found for g in other if touches(f, g)]
    for part in absent:
        other = join(look(part, marks, ()))
        found = [f for f in found if not any(touches(f, g) for g in other)]
    return found


def cut(one: Found, other: Found) -> Found:
    later = other if other.start > one.start else one
    return replace(later, end=min(one.end, other.end))


def stands(part: Linked, f: Found, g: Found) -> bool:
    if f.source != g.source:
        return False
    return {
        "overlaps": touches(f, g),
        "inside": g.start <= f.start and f.end <= g.end,
        "before": f.end <= g.start and g.turn - f.turn <= part.reach,
        "after": g.end <= f.start and f.turn - g.turn <= part.reach,
        "turn": f.turn == g.turn,
        "speaker": f.speaker == g.speaker,
    }[part.link]


def holds(part: Part, mark: Mark) -> bool:
    if isinstance(part, Negated):
        return not holds(part.part, mark)
    if isinstance(part, Both):
        return all(holds(one, mark) for one in part.parts)
    if isinstance(part, Either):
        return any(holds(one, mark) for one in part.parts)
    assert isinstance(part, Condition)
    value = {
        "perspective": mark.perspective,
        "phase": mark.phase,
        "coder": mark.coder,
        "age_band": "20-29" if mark.speaker == "p" else "30-39",
        "municipality": ["Oever", "Dam"][mark.phase - 1],
    }[part.column]
    return value in part.values  # noqa: PD011 - no frame
