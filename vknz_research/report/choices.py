"""What a parameters file chooses: its name, and quotations, memos, figures by section.

Here it is read and written; whether it is there, the report itself finds out.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from vknz_research.errors import ParameterError, ReportNameError

PICK_KEYS: Final = frozenset({"key", "edited"})
_NAME: Final = re.compile(r"[a-z0-9à-ÿ][a-z0-9à-ÿ_-]{0,59}")


@dataclass(frozen=True, slots=True)
class Pick:
    """A quotation that was chosen; `edited` is its reading here, if it is another."""

    key: str
    edited: str | None = None


def is_name(name: str) -> bool:
    """Say whether a composed report can be called this: its files are called after it.

    >>> is_name("projectgroep"), is_name("../elders")
    (True, False)
    """
    return _NAME.fullmatch(name) is not None


def check_name(name: str) -> str:
    """Return the name of a composed report; refuse one that could leave its folder."""
    if not is_name(name):
        raise ReportNameError(name=name)
    return name


def read_picks(given: object) -> tuple[tuple[str, tuple[Pick, ...]], ...]:
    """Read the quotations of each section: keys, or a key with an edited reading.

    >>> read_picks({"4r/reflectie": ["C1", {"key": "C2", "edited": "[T]oen"}]})[0][1][1]
    Pick(key='C2', edited='[T]oen')
    """
    sections = _read_sections("quotations", given)
    made = [
        (name, tuple(_read_pick(item) for item in items)) for name, items in sections
    ]
    keys = [pick.key for _, picks in made for pick in picks]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise ParameterError(
            key="quotations",
            value=", ".join(twice),
            known_nl="een citaat staat op één plek; haal het elders weg",
            known_en="a quotation stands in one place; take it away elsewhere",
        )
    return tuple(made)


def _read_pick(item: object) -> Pick:
    if isinstance(item, str) and item:
        return Pick(item)
    if not isinstance(item, Mapping) or not set(item) <= PICK_KEYS:
        raise _refuse("quotations", item)
    key, edited = item.get("key"), item.get("edited")
    if not isinstance(key, str) or not key:
        raise _refuse("quotations.key", key)
    if edited is not None and not isinstance(edited, str):
        raise _refuse("quotations.edited", edited)
    return Pick(key, edited or None)


def write_picks(
    picks: Sequence[tuple[str, Sequence[Pick]]],
) -> dict[str, list[str | dict[str, str]]]:
    """Return the quotations of each section as a file holds them."""
    return {section: [_write_pick(p) for p in chosen] for section, chosen in picks}


def _write_pick(pick: Pick) -> str | dict[str, str]:
    return {"key": pick.key, "edited": pick.edited} if pick.edited else pick.key


def read_names(given: object) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Read the titles of the memos of each section.

    >>> read_names({"4r/reflectie": ["Veilig terugkijken"]})
    (('4r/reflectie', ('Veilig terugkijken',)),)
    """
    found = _read_sections("memos", given)
    return tuple((name, tuple(map(_read_title, items))) for name, items in found)


def _read_title(item: object) -> str:
    if isinstance(item, str) and item:
        return item
    raise _refuse("memos", item)


def read_flags(given: object) -> tuple[str, ...]:
    """Read for which sections the figure is off.

    >>> read_flags({"4r/reflectie": False, "4r/richting": True})
    ('4r/reflectie',)
    """
    if given in (None, (), {}):
        return ()
    if not isinstance(given, Mapping):
        raise _refuse("figures", given)
    for section, flag in given.items():
        if not isinstance(flag, bool):
            raise _refuse(f"figures.{section}", flag)
    return tuple(str(section) for section, flag in given.items() if not flag)


def _read_sections(key: str, given: object) -> list[tuple[str, Sequence[object]]]:
    if given in (None, (), {}):
        return []
    if not isinstance(given, Mapping):
        raise _refuse(key, given)
    for items in given.values():
        if not isinstance(items, list | tuple):
            raise _refuse(key, items)
    return [(str(name), items) for name, items in given.items()]


def _refuse(key: str, value: object) -> ParameterError:
    examples: Mapping[str, str] = {
        "quotations": '4r/reflectie: [C74, {key: C77, edited: "[T]oen"}]',
        "memos": "4r/reflectie: [titel]",
    }
    example = examples.get(key.split(".", maxsplit=1)[0], "4r/reflectie: false")
    known: dict[str, Any] = {
        "known_nl": f"schrijf het zo: {example}",
        "known_en": f"write it so: {example}",
    }
    return ParameterError(key=key, value=type(value).__name__, **known)
