"""Codes, their place in the codebook, and frameworks that bring codes along."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID, uuid5

from vknz_research.errors import InvalidPathError

_PART = r"\w(?:[\w. -]*[\w.])?"  # letters of any script, no blank at either end
_PATH = re.compile(f"{_PART}(?:/{_PART})*")
IN_VIVO: Final = "in-vivo"
MEANING: Final = ("definition", "when_to_use", "when_not", "example")
_FAMILY = UUID("6f2f2f3e-2d5a-5b0e-9a63-6b0c5f3c1f10")


@dataclass(frozen=True, slots=True)
class Code:
    """A code: its path in the tree, its marks, and what it means.

    `texts` maps a language to name, definition, when_to_use, when_not and example.
    `revision` is the revision of the codebook in which it last changed in any way,
    `defined` the one in which what it means last changed.
    """

    id: str
    path: str
    letters: str = ""
    colour: str = "#6b7178"
    stroke: str = "solid"
    form: str = "filled"
    shortcut: str | None = None
    position: int = 0
    revision: int = 1
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    defined: int = 1

    def __post_init__(self) -> None:
        """Refuse paths that cannot be typed or shown."""
        if not _PATH.fullmatch(self.path) or self.path != self.path.lower():
            raise InvalidPathError(path=self.path)

    def name(self, language: str = "nl") -> str:
        """Return the name in a language, else in Dutch, else the end of the path."""
        for wanted in (language, "nl"):
            found = self.texts.get(wanted, {}).get("name")
            if found:
                return found
        return self.path.rsplit("/", 1)[-1]


def has_same_meaning(one: Code, other: Code) -> bool:
    """Say whether two states of a code are defined alike, whatever their names.

    >>> has_same_meaning(Code("1", "a"), Code("1", "b", texts={"nl": {"name": "B"}}))
    True
    """
    return _list_meaning(one) == _list_meaning(other)


def _list_meaning(code: Code) -> set[tuple[str, str, str]]:
    return {
        (language, field, texts[field])
        for language, texts in code.texts.items()
        for field in MEANING
        if texts.get(field)
    }


def make_code_id(path: str) -> str:
    """Return the id of a framework's code: the same in every study.

    >>> make_code_id("4r/richting") == make_code_id("4r/richting")
    True
    """
    return str(uuid5(_FAMILY, path))


def parent_path(path: str) -> str | None:
    """Return the path one step up, or None at the top.

    >>> parent_path("4r/richting/focus")
    '4r/richting'
    """
    return path.rsplit("/", 1)[0] if "/" in path else None


def is_within(path: str, ancestor: str) -> bool:
    """Say whether a path is the ancestor itself or lies below it.

    >>> is_within("4r/routine/klantrelatie", "4r/routine")
    True
    """
    return path == ancestor or path.startswith(ancestor + "/")
