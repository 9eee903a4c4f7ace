"""One theme from all perspectives: what each says of it, and the others do not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from vknz_research.analysis.cooccurrence import count_together
from vknz_research.analysis.crosstab import crosstab
from vknz_research.analysis.passages import select_codings
from vknz_research.analysis.query import write_code, write_value
from vknz_research.analysis.silence import (
    find_silence,
    list_perspectives,
    name_people,
    say_silence,
)
from vknz_research.errors import UnknownThingError
from vknz_research.language import say

if TYPE_CHECKING:
    from vknz_research.analysis.view import View


@dataclass(frozen=True, slots=True)
class Side:
    """What one perspective says of a theme: in how many passages and sources of all."""

    perspective: str
    passages: int
    sources: int
    total: int
    query: str


@dataclass(frozen=True, slots=True)
class Contrast:
    """A theme from all perspectives, in their fixed order.

    `parts` counts the passages of the codes right below the theme per perspective,
    `beside` those in which another code goes with it. `only` names the parts that one
    perspective speaks of and no other; `shared` those of which all who are heard speak.
    """

    code: str
    sides: tuple[Side, ...]
    parts: pd.DataFrame
    beside: pd.DataFrame
    only: Mapping[str, tuple[str, ...]]
    shared: tuple[str, ...]
    sentences: tuple[str, ...]

    def query(self, row: str, perspective: str) -> str:
        """Return the query behind a cell of `parts` or `beside`."""
        if row in self.beside.index and row not in self.parts.index:
            return f"{write_code(self.code)} EN {_ask(row, perspective)}"
        return _ask(row, perspective)


def contrast(view: "View", code: str) -> Contrast:
    """Set the perspectives side by side on one theme."""
    if code not in set(view.codes["code"]):
        raise UnknownThingError(kind="code", name=code, list="codes")
    found = find_silence(view, [code])
    heard = list_perspectives(found["perspective"])
    sides = tuple(
        Side(voice, int(passages), int(spoken), int(total), _ask(code, voice))
        for _, voice, total, spoken, passages, _ in found.astype(object).to_numpy()
    )
    own = select_codings(view.codings, code=code)
    parts = _count_parts(own, code, heard)
    speaking = [side.perspective for side in sides if side.passages]
    return Contrast(
        code,
        sides,
        parts,
        _count_beside(view.codings, code, heard),
        _find_only(parts, speaking),
        _find_shared(parts, speaking),
        tuple(_tell(found, sides)),
    )


def _ask(code: str, perspective: str) -> str:
    return f"{write_code(code)} EN {write_value('perspective', perspective)}"


def _count_parts(own: pd.DataFrame, code: str, heard: Sequence[str]) -> pd.DataFrame:
    table = crosstab(own, "perspective")
    deep = code.count("/") + 1
    rows = [
        name
        for name in map(str, table.index)
        if name.count("/") == deep and name.startswith(code + "/")
    ]
    return table.reindex(index=rows, columns=list(heard), fill_value=0)


def _count_beside(
    codings: pd.DataFrame, code: str, heard: Sequence[str]
) -> pd.DataFrame:
    """Count passages in which another code goes with the theme, per perspective."""
    columns: dict[str, pd.Series[int]] = {}
    for voice in heard:
        table = count_together(select_codings(codings, perspectives=[voice]))
        if code in table.index:
            others = [name for name in table.index if not _is_kin(str(name), code)]
            columns[voice] = table[code][others]
    made = pd.DataFrame(columns).reindex(columns=list(heard)).fillna(0).astype(int)
    made = made[(made.sum(axis=1) > 0).to_numpy()]
    made.index.name = "code"
    return made.sort_index()


def _is_kin(one: str, other: str) -> bool:
    """Say whether one code lies above the other, or is it."""
    return f"{one}/".startswith(f"{other}/") or f"{other}/".startswith(f"{one}/")


def _find_only(
    parts: pd.DataFrame, speaking: Sequence[str]
) -> Mapping[str, tuple[str, ...]]:
    said = parts > 0
    alone = said[(said.sum(axis=1) == 1).to_numpy()]
    return {
        voice: tuple(map(str, alone.index[alone[voice].to_numpy()]))
        for voice in speaking
        if len(speaking) > 1
    }


def _find_shared(parts: pd.DataFrame, speaking: Sequence[str]) -> tuple[str, ...]:
    if len(speaking) < 2:
        return ()
    every = (parts[list(speaking)] > 0).all(axis=1)
    return tuple(map(str, parts.index[every.to_numpy()]))


def _tell(found: pd.DataFrame, sides: Sequence[Side]) -> list[str]:
    said = []
    for side, asked in zip(sides, found["asked"], strict=True):
        if side.passages == 0:
            said.append(_capital(say_silence(side.perspective, asked)))
        elif side.sources == 1:
            who = name_people(side.perspective)
            said.append(
                say(
                    nl=f"Bij {who} steunt dit op één gesprek of vragenlijst.",
                    en=f"For {who} this rests on one conversation or questionnaire.",
                )
            )
    return said


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
