"""The disclosure report: what was done against recognition, and what stays weak."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from vknz_research.privacy.disclosure import Person, count_people, find_small
from vknz_research.report.releasing.frames import Contents
from vknz_research.report.releasing.people import Cast

RARE_LENGTH: Final = 10
MOST: Final = 200
# Words that make a person the only one of a kind; a person judges each of them.
TRIGGERS: Final = re.compile(
    r"\b(?:enige|eerste|tweeling\w*|drieling\w*|voormalig\w*|oprichter|voorzitter|"
    r"directeur|burgemeester|wethouder|kampioen\w*|rolstoel\w*|zeldza\w+)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\b\d{3,}\b")
_NAME = re.compile(r"(?<![.!?:…’'\"-] )(?<!^)(?<!\n)\b[A-ZÀ-Þ][a-zà-ÿ]{2,}\b")
_WORD = re.compile(rf"[^\W\d_]{{{RARE_LENGTH},}}")
REASONS: Final[Mapping[str, tuple[str, str]]] = {
    "group": ("weinig sprekers in dit soort gesprek", "few speakers in this setting"),
    "trigger": ("woord dat iemand de enige maakt", "a word that singles somebody out"),
    "number": ("getal van drie of meer cijfers", "a number of three digits or more"),
    "name": ("hoofdletter midden in een zin", "a capital within a sentence"),
    "rare": ("lang woord dat één keer voorkomt", "a long word that occurs once"),
}


@dataclass(frozen=True, slots=True)
class Risk:
    """A passage by which somebody could be recognised, and why."""

    source: str
    turn: int
    reason: str
    words: str


def find_risks(contents: Contents, cast: Cast, k: int) -> list[Risk]:
    """List passages that a person should read before approving."""
    turns = _list_spoken(contents)
    words = Counter(w.lower() for _, _, text in turns for w in _WORD.findall(text))
    small = _list_small_settings(contents, cast, k)
    found: list[Risk] = []
    for source, turn, text in turns:
        if source in small:
            found.append(Risk(source, turn, "group", text))
        found += _find_words(source, turn, text, words)
    return found


def _find_words(
    source: str, turn: int, text: str, words: Mapping[str, int]
) -> Iterator[Risk]:
    for reason, pattern in (
        ("trigger", TRIGGERS),
        ("number", _NUMBER),
        ("name", _NAME),
    ):
        for match in pattern.finditer(text):
            yield Risk(source, turn, reason, _around(text, match.start(), match.end()))
    for match in _WORD.finditer(text):
        if words[match[0].lower()] == 1:
            yield Risk(source, turn, "rare", match[0])


def _around(text: str, start: int, end: int) -> str:
    return text[max(0, start - 30) : end + 30].strip()


def _list_spoken(contents: Contents) -> list[tuple[str, int, str]]:
    """List what participants say: name of the source, number of the turn, words."""
    names = {row["source_id"]: str(row["source"]) for row in contents.tables["sources"]}
    texts = {row["source_id"]: str(row["text"]) for row in contents.tables["texts"]}
    return [
        (
            names[row["source_id"]],
            int(row["turn"]),
            texts[row["source_id"]][row["start"] : row["end"]],
        )
        for row in contents.tables["turns"]
        if row["role"] not in {None, "O"}
    ]


def _list_small_settings(contents: Contents, cast: Cast, k: int) -> set[str]:
    """List sources of a code in which fewer than k people speak, all together."""
    speakers = contents.speakers
    by_code: dict[str, set[str]] = {}
    for row in contents.tables["sources"]:
        heard = speakers[str(row["source_id"])] & cast.roles.keys()
        by_code.setdefault(str(row["source_code"]), set()).update(heard)
    few = {code for code, people in by_code.items() if len(people) < k}
    return {
        str(row["source"])
        for row in contents.tables["sources"]
        if row["source_code"] in few
    }


def make_facts(
    contents: Contents, cast: Cast, k: int, tables: Mapping[str, str]
) -> dict[str, Any]:
    """Return the disclosure report as facts; of those who were left out only counts."""
    risks = find_risks(contents, cast, k)
    shared = count_people(cast.rows)
    people = [p for p in cast.people if p.id in cast.roles]
    return {
        "k": k,
        "people_who_allowed": len({p.id for p in cast.people}),
        "people_in_release": len(cast.roles),
        "people_left_out_as_too_few": len({p.id for p in cast.hidden}),
        "unique_combinations_before": sum(
            number == 1 for number in count_people(cast.people).values()
        ),
        "combinations_below_k_before": len(find_small(cast.people, k)),
        "combinations_below_k": len(find_small(cast.rows, k)),
        "smallest_combination": min(shared.values(), default=0),
        "combinations": [
            dict(
                zip(("role", "phase", "gender", "age_band"), key, strict=True),
                people=number,
            )
            for key, number in sorted(shared.items(), key=str)
        ],
        "suppressed": {
            "age_bands": _count_blank(cast.kept, cast.rows, "age_band"),
            "genders": _count_blank(cast.kept, cast.rows, "gender"),
            "phases": _count_blank(people, cast.kept, "phase"),
            "sources_left_out": contents.sources_left_out,
            "codings_left_out": contents.codings_left_out,
            "cells": {
                name: text.replace("\n", ",").split(",").count("x")
                for name, text in tables.items()
                if name.endswith(".csv")
            },
        },
        "risks": dict.fromkeys(REASONS, 0)
        | dict(Counter(risk.reason for risk in risks)),
        "quotations_at_risk": [
            {"source": r.source, "turn": r.turn, "reason": r.reason, "words": r.words}
            for r in _choose_risks(risks)
        ],
    }


def _choose_risks(risks: list[Risk]) -> list[Risk]:
    """Return at most so many of each reason: the report is to be read."""
    seen: Counter[str] = Counter()
    chosen = []
    for risk in risks:
        seen[risk.reason] += 1
        if seen[risk.reason] <= MOST:
            chosen.append(risk)
    return chosen


def _count_blank(before: Iterable[Person], after: Iterable[Person], field: str) -> int:
    had = sum(getattr(p, field) is not None for p in before)
    return had - sum(getattr(p, field) is not None for p in after)
