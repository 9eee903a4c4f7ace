"""Which coders and sources can be compared, and what is left out and why.

A coder counts in a source when something says that the coder read it: a coding there,
with whatever code, or an assignment that was handed in. Somebody who coded nothing in a
source and was not assigned to it did not say "nothing here": that source is left out
for that coder. A source with fewer than two such coders is left out, and one of which
the comparison is still closed (somebody who is assigned has not handed in) too. Only
persons count: the consensus and suggestions are no second opinion.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vknz_research.errors import UnknownThingError
from vknz_research.language import say

if TYPE_CHECKING:
    import pandas as pd


Assigned = dict[str, list[tuple[str, bool, bool]]]  # coder, handed in, may compare


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that does not count: what, which, why, and a sentence."""

    what: str
    name: str
    reason: str
    note: str

    def to_dict(self) -> dict[str, str]:
        """Return the row as JSON has it."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Mark:
    """One coding: who gave which code from where to where (code points, half-open)."""

    source_id: str
    coder: str
    code: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Part:
    """One source that is compared: its coders, and what they coded in it."""

    source_id: str
    name: str
    characters: int
    coders: tuple[str, ...]
    marks: tuple[Mark, ...]
    is_now: bool = True


@dataclass(frozen=True, slots=True)
class Selection:
    """What is compared: coders in order, parts in order of name, and the rest."""

    coders: tuple[str, ...]
    parts: tuple[Part, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for.

    Attributes
    ----------
    coders
        Names; empty for every person who coded.
    codes
        Code paths, each with all below it; empty for all.
    level
        Roll sub-codes up to so many parts below the framework; None leaves them.
    round
        Number of a round: codings as they were handed in then; None for those of now.
    """

    coders: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    level: int | None = None
    round: int | None = None


def select_parts(frames: Any, wanted: Wanted) -> Selection:
    """Choose the sources and coders that can be compared."""
    _refuse_unknown(frames, wanted)
    marks: dict[str, list[Mark]] = {}
    for mark in _read_marks(frames, wanted):
        marks.setdefault(mark.source_id, []).append(mark)
    readers = _list_readers(frames, wanted)
    given = {name for names in readers.values() for name in names}
    persons = _list_persons(frames)
    known = given | persons | _list_assigned(frames)
    for name in wanted.coders:
        if name not in known:
            kind = say(nl="codeur", en="coder")
            raise UnknownThingError(kind=kind, name=name, list="codings")
    named = tuple(dict.fromkeys(wanted.coders)) or sorted(given)
    coders = tuple(name for name in named if name in persons)
    left = [_leave_coder(name) for name in named if name not in persons]
    parts: list[Part] = []
    assigned = _read_assignments(frames, wanted)
    uneven = _list_uneven(frames, wanted)
    for row in _list_sources(frames, wanted, assigned):
        there = readers.get(row[0], set()) | _list_done(assigned, row[0])
        part = _make_part(row, marks.get(row[0], []), coders, there)
        reason = _find_reason(part, assigned)
        if reason is None and row[0] in uneven:
            reason = "other_texts"
        if reason:
            left.append(_leave_source(part.name, reason))
            continue
        parts.append(part)
        left += [_leave_layer(part.name, c) for c in coders if c not in part.coders]
    used = {c for part in parts for c in part.coders}
    shown = tuple(c for c in coders if c in used or not used)
    return Selection(shown, tuple(parts), tuple(left))


def _check_round(frames: Any, wanted: Wanted) -> None:
    """Refuse a round that was never begun."""
    if wanted.round is None:
        return
    names = ("rounds", "assignments", "round_codings")
    tables = [getattr(frames, name, None) for name in names]
    known = {int(n) for table in tables if table is not None for n in table["number"]}
    if wanted.round not in known:
        kind = say(nl="ronde", en="round")
        raise UnknownThingError(kind=kind, name=wanted.round, list="progress")


def roll_up(path: str, level: int | None) -> str:
    """Return the path to a level below the framework.

    >>> roll_up("4r/reflectie/veiligheid", 1)
    '4r/reflectie'
    """
    return path if level is None else "/".join(path.split("/")[: level + 1])


def _find_codings(frames: Any, wanted: Wanted) -> Any:
    if wanted.round is None:
        return frames.codings
    table = frames.round_codings
    return table[(table["number"] == wanted.round).to_numpy()]


def _list_readers(frames: Any, wanted: Wanted) -> dict[str, set[str]]:
    """Return per source who coded there, whatever codes are asked for."""
    table = _find_codings(frames, wanted)[["source_id", "coder"]].drop_duplicates()
    readers: dict[str, set[str]] = {}
    for source, coder in table.astype(object).itertuples(index=False):
        readers.setdefault(str(source), set()).add(str(coder))
    return readers


def _read_marks(frames: Any, wanted: Wanted) -> Iterable[Mark]:
    table = _find_codings(frames, wanted)
    names = ("source_id", "coder", "code", "start", "end")
    columns = [table[name].astype(object) for name in names]
    for source, coder, code, start, end in zip(*columns, strict=True):
        if not wanted.codes or any(_is_within(str(code), c) for c in wanted.codes):
            path = roll_up(str(code), wanted.level)
            yield Mark(str(source), str(coder), path, int(start), int(end))


def _is_within(path: str, code: str) -> bool:
    return path == code or path.startswith(code + "/")


def _refuse_unknown(frames: Any, wanted: Wanted) -> None:
    """Refuse a round or a code that is not there: a slip of the pen is no outcome."""
    _check_round(frames, wanted)
    codes = getattr(frames, "codes", None)
    if codes is None:
        return
    for code in wanted.codes:
        if not any(_is_within(str(path), code) for path in codes["code"]):
            raise UnknownThingError(kind="code", name=code, list="codes")


def _list_persons(frames: Any) -> set[str]:
    table = getattr(frames, "coders", None)
    if table is None:
        return {str(name) for name in frames.codings["coder"].unique()}
    if "kind" not in table.columns:
        return {str(name) for name in table["name"]}
    return {str(n) for n in table["name"][(table["kind"] == "person").to_numpy()]}


def _read_assignments(frames: Any, wanted: Wanted) -> Assigned:
    """Return per source who has it, who handed it in, and whether it is open."""
    table: pd.DataFrame | None = getattr(frames, "assignments", None)
    if table is None:
        return {}
    if wanted.round is not None:
        table = table[(table["number"] == wanted.round).to_numpy()]
    names = ("source_id", "coder", "state", "is_open")
    found: Assigned = {}
    columns = [table[name].astype(object) for name in names]
    for source, coder, state, is_open in zip(*columns, strict=True):
        row = (str(coder), state == "done", bool(is_open))
        found.setdefault(str(source), []).append(row)
    return found


def _list_assigned(frames: Any) -> set[str]:
    table = getattr(frames, "assignments", None)
    return set() if table is None else {str(name) for name in table["coder"]}


def _list_done(assigned: Assigned, source_id: str) -> set[str]:
    return {coder for coder, is_done, _ in assigned.get(source_id, []) if is_done}


def _list_sources(
    frames: Any, wanted: Wanted, assigned: Assigned
) -> list[tuple[str, str, int, bool]]:
    table = frames.sources
    ids, names = table["source_id"].astype(str), table["source"].astype(str)
    lengths = table["characters"].astype(int)
    rows = zip(ids, names, lengths, strict=True)
    listed = sorted((name, one, length) for one, name, length in rows)
    if wanted.round is None:
        return [(one, name, length, True) for name, one, length in listed]
    then = _read_lengths(frames, wanted.round)
    return [
        (one, name, then.get(one, length), then.get(one, length) == length)
        for name, one, length in listed
        if one in then or one in assigned
    ]


def _read_lengths(frames: Any, number: int) -> dict[str, int]:
    table = frames.round_codings
    table = table[(table["number"] == number).to_numpy()]
    pairs = zip(table["source_id"].astype(str), table["characters"], strict=True)
    return {source: int(length) for source, length in pairs}


def _list_uneven(frames: Any, wanted: Wanted) -> set[str]:
    """List the sources of which a round holds layers on texts of other lengths."""
    if wanted.round is None:
        return set()
    table = _find_codings(frames, wanted)[["source_id", "characters"]]
    ids = table.drop_duplicates()["source_id"].astype(str)
    return set(ids[ids.duplicated()])


def _make_part(
    row: tuple[str, str, int, bool],
    marks: Sequence[Mark],
    coders: Sequence[str],
    there: set[str],
) -> Part:
    source_id, name, characters, is_now = row
    inside = [m for m in marks if m.coder in coders]
    return Part(
        source_id=source_id,
        name=name,
        characters=characters,
        coders=tuple(c for c in coders if c in there),
        marks=tuple(inside),
        is_now=is_now,
    )


def _find_reason(part: Part, assigned: Assigned) -> str | None:
    if not all(is_open for _, _, is_open in assigned.get(part.source_id, [])):
        return "not_done"
    if not part.coders:
        return "not_coded"
    return "one_coder" if len(part.coders) < 2 else None


def _leave_source(name: str, reason: str) -> LeftOut:
    note = {
        "not_done": say(
            nl="Nog niet vergelijken: niet iedereen heeft deze bron ingeleverd.",
            en="Not compared yet: not everybody has handed this source in.",
        ),
        "other_texts": say(
            nl="De tekst is tussen het inleveren door gewijzigd: plaatsen zijn niet te "
            "vergelijken.",
            en="The text was edited between handing in: places cannot be compared.",
        ),
        "not_coded": say(
            nl="Niemand heeft deze bron gecodeerd.", en="Nobody coded this source."
        ),
        "one_coder": say(
            nl="Maar één codeur heeft deze bron gecodeerd.",
            en="Only one coder coded this source.",
        ),
    }[reason]
    return LeftOut("source", name, reason, note)


def _leave_coder(name: str) -> LeftOut:
    note = say(
        nl="Geen persoon: telt niet mee als codeur.",
        en="Not a person: does not count as a coder.",
    )
    return LeftOut("coder", name, "not_a_person", note)


def _leave_layer(source: str, coder: str) -> LeftOut:
    note = say(
        nl=f"{coder} codeerde hier niets en leverde geen opdracht in: telt niet mee. "
        "Is de bron wel gelezen, lever dan de opdracht in.",
        en=f"{coder} coded nothing here and handed nothing in: does not count here. "
        "If the source was read, hand the assignment in.",
    )
    return LeftOut("layer", f"{source} · {coder}", "no_codings", note)
