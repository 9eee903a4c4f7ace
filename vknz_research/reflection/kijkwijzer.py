"""The Kijkwijzer (viewing guide): its parts and questions, read from the dictionary."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from vknz_research.errors import UnknownValueError


@dataclass(frozen=True, slots=True)
class Question:
    """A question, for a fragment or for the whole conversation."""

    id: str
    about: str
    texts: Mapping[str, str]
    theme: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Questions that belong together, in the order in which they are asked."""

    id: str
    names: Mapping[str, str]
    questions: Sequence[Question]


@dataclass(frozen=True, slots=True)
class Guide:
    """The whole Kijkwijzer."""

    sections: Sequence[Section]

    def need(self, question: str) -> Question:
        """Return a question by its id; refuse one that is not asked."""
        every = {q.id: q for section in self.sections for q in section.questions}
        if question not in every:
            known = ", ".join(every)
            raise UnknownValueError(value=question, field="question", known=known)
        return every[question]

    def shape(self, language: str) -> list[dict[str, Any]]:
        """Return sections and questions in a language, for the player."""
        return [
            {
                "id": section.id,
                "name": section.names[language],
                "questions": [
                    {"id": q.id, "text": q.texts[language], "for": q.about}
                    for q in section.questions
                ],
            }
            for section in self.sections
        ]


@cache
def read_guide(path: Path) -> Guide:
    """Read the Kijkwijzer of the data dictionary; once."""
    found = yaml.safe_load(path.read_text(encoding="utf-8"))
    parts = sorted(found["parts"], key=lambda part: int(part["order"]))
    return Guide([_read_section(part) for part in parts])


def _read_section(part: Mapping[str, Any]) -> Section:
    questions = [
        Question(q["id"], q["for"], {"nl": q["nl"], "en": q["en"]}, q.get("theme"))
        for q in part["questions"]
    ]
    return Section(part["id"], part["name"], questions)
