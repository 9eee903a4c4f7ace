"""What a question is made of, after it was read.

A part either stands for passages (codes, words, and what is put together of them), or
is a condition on passages (who speaks, in which phase). Pure values.
"""

from dataclasses import dataclass
from typing import Final, Literal

Link = Literal["overlaps", "inside", "before", "after", "turn", "speaker"]
LINKS: Final[tuple[Link, ...]] = (
    *("overlaps", "inside", "before", "after", "turn", "speaker"),
)
REACH: Final = 1  # turns, where a question says before or after and no number


@dataclass(frozen=True, slots=True)
class Coded:
    """Passages with any of these codes; no path at all is any code."""

    paths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Worded:
    """Places where words stand, as typed or in all their forms."""

    words: str
    in_all_forms: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """A column that must have one of these values."""

    column: str
    values: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Negated:
    """What must not be: a condition, or passages that share no word."""

    part: "Part"


@dataclass(frozen=True, slots=True)
class Both:
    """All of these: the words that passages share, under the conditions."""

    parts: "tuple[Part, ...]"


@dataclass(frozen=True, slots=True)
class Either:
    """Any of these."""

    parts: "tuple[Part, ...]"


@dataclass(frozen=True, slots=True)
class Linked:
    """The left passages that stand in some relation to a right one.

    `reach` is a number of turns, for before and after.
    """

    link: Link
    left: "Part"
    right: "Part"
    reach: int = REACH


Part = Coded | Worded | Condition | Negated | Both | Either | Linked


@dataclass(frozen=True, slots=True)
class Query:
    """A question as it was typed, and what it is made of."""

    text: str
    root: Part


def is_condition(part: Part) -> bool:
    """Say whether a part limits passages and stands for none itself.

    >>> is_condition(Negated(Condition("phase", (1,)))), is_condition(Coded())
    (True, False)
    """
    if isinstance(part, Negated):
        return is_condition(part.part)
    if isinstance(part, Both | Either):
        return all(is_condition(one) for one in part.parts)
    return isinstance(part, Condition)
