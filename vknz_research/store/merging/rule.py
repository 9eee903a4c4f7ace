"""What becomes of one row that two copies have changed. Pure, and the same either way.

A facet that only one side changed is taken from that side. Where both did, a few facets
settle by themselves (numbers of revisions, the strictest consent); all else is a clash
for a person to decide.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from vknz_research.model.codes import MEANING
from vknz_research.store.merging.facets import (
    EXISTS,
    Facets,
    Key,
    Row,
    build_row,
    hash_value,
    split_row,
)
from vknz_research.store.merging.touches import Touch, Touched
from vknz_research.store.tables import write_json

GONE: Final = "-"  # the choice that a row is not there


@dataclass(frozen=True, slots=True)
class Side:
    """A row in one copy: as it is there, as it stands in the text that goes on.

    `is_native` says that its copy has that text; `texts` are the revisions that the
    row, when it is a source, ever pointed to.
    """

    row: Row | None
    carried: Row | None
    touched: Touched | None
    is_native: bool = True
    texts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the two values of a clash, named by its hash, and who left it so.

    `value` is the facet itself, or None where the row is not there.
    """

    name: str
    actor: str
    at: str
    act_id: str
    value: Any = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Clash:
    """A facet of a row that both copies changed, to different values."""

    key: Key
    facet: str
    choices: tuple[Choice, Choice]

    @property
    def id(self) -> str:
        """Return what names the clash: the same whichever copy is joined to which."""
        names = [choice.name for choice in self.choices]
        return hash_value([*self.key, self.facet, *names])


Choose = Callable[[Clash], str | None]


@dataclass(slots=True)
class Joined:
    """The row after joining, with the facets that were decided, or left undecided.

    `lost` holds the value of each decided facet that was not taken.
    """

    row: Row | None
    decided: set[str] = field(default_factory=set)
    open: list[Clash] = field(default_factory=list)
    lost: Facets = field(default_factory=dict)


def join_row(key: Key, ours: Side, theirs: Side, choose: Choose) -> Joined:
    """Join the two states of one row; either may be None."""
    if ours.carried == theirs.carried:
        return Joined(ours.carried)
    changed = _changed(key, ours, theirs)
    if ours.row is None or theirs.row is None:
        return _join_gone(key, (ours, theirs), changed, choose)
    made = Joined(None)
    facets = [split_row(key[0], side.carried) for side in (ours, theirs)]
    result: Facets = {}
    for name in dict.fromkeys([*facets[0], *facets[1]]):
        values = facets[0].get(name), facets[1].get(name)
        result[name] = _join_facet(
            key, name, values, (ours, theirs), changed, choose, made
        )
    if key[0] == "code" and any(_is_meaning(name) for name in made.decided):
        made.decided |= {"defined", "revision"}
    made.row = build_row(*key, result)
    return made


def _changed(key: Key, ours: Side, theirs: Side) -> tuple[set[str], set[str]]:
    """List what each side changed; of a row made twice, since it was alike."""
    first, second = (
        side.touched.list_changed(_split(key, side)) if side.touched else set()
        for side in (ours, theirs)
    )
    made = [side.touched.made if side.touched else None for side in (ours, theirs)]
    if made[0] is not None and made[1] is not None:
        alike = {n for n in made[0] if made[0].get(n) == made[1].get(n)}
        now = [_split(key, side) or {} for side in (ours, theirs)]
        first -= {n for n in alike if now[0].get(n) == made[0].get(n)}
        second -= {n for n in alike if now[1].get(n) == made[1].get(n)}
    return first, second


def _split(key: Key, side: Side) -> Facets | None:
    return None if side.row is None else split_row(key[0], side.row)


# Rows that only say something about another: nobody has to be asked to let them go.
_LIGHT: Final = frozenset({"doubt", "memo_link"})


def _join_gone(
    key: Key,
    sides: tuple[Side, Side],
    changed: tuple[set[str], set[str]],
    choose: Choose,
) -> Joined:
    """Join a row that one side has and the other has not."""
    here = 0 if sides[0].row is not None else 1
    kept = sides[here].carried
    if EXISTS not in changed[1 - here]:
        return Joined(kept)
    if not changed[here] or key[0] in _LIGHT:
        return Joined(None)
    values = [_original(key, s) if s.row else None for s in sides]
    clash = _make_clash(key, EXISTS, values, sides)
    chosen = choose(clash)
    if chosen is None:
        return Joined(kept, open=[clash])
    row = None if chosen == GONE else kept
    return Joined(row, decided={EXISTS})


def _original(key: Key, side: Side) -> Facets:
    return split_row(key[0], side.row)


def _join_facet(
    key: Key,
    name: str,
    values: tuple[Any, Any],
    sides: tuple[Side, Side],
    changed: tuple[set[str], set[str]],
    choose: Choose,
    made: Joined,
) -> Any:
    ours, theirs = values
    if ours == theirs:
        return ours
    is_ours, is_theirs = name in changed[0], name in changed[1]
    if is_ours != is_theirs:
        return ours if is_ours else theirs
    if not is_ours and sides[0].is_native != sides[1].is_native:
        return ours if sides[0].is_native else theirs
    settled, value = _settle(key[0], name, values, sides)
    if settled:
        return value
    original = [_original(key, side).get(name) for side in sides]
    clash = _make_clash(key, name, original, sides)
    chosen = choose(clash)
    if chosen is None:
        made.open.append(clash)
        chosen = clash.choices[0].name
    else:
        made.decided.add(name)
    taken = 0 if hash_value(original[0]) == chosen else 1
    made.lost[name] = values[1 - taken]
    return values[taken]


def _make_clash(
    key: Key, name: str, values: list[Any], sides: tuple[Side, Side]
) -> Clash:
    choices: list[Choice] = []
    for value, side in zip(values, sides, strict=True):
        last = side.touched.last(name) if side.touched else None
        last = last or Touch(None, "", "", "", is_plain=True)
        chosen = GONE if name == EXISTS and value is None else hash_value(value)
        choices.append(Choice(chosen, last.actor, last.at, last.act_id, value))
    first, second = sorted(choices, key=lambda choice: choice.name)
    return Clash(key, name, (first, second))


def choose_newest(clash: Clash) -> str:
    """Choose what was done last; at one moment, what the ids of the acts say."""
    return max(clash.choices, key=lambda c: (c.at, c.act_id, c.name)).name


# --- what settles by itself ----------------------------------------------------------
_STRICT: Final = {"withdrawn": 2, "refused": 1, "given": 0}


def _settle(
    table: str, name: str, values: tuple[Any, Any], sides: tuple[Side, Side]
) -> tuple[bool, Any]:
    """Return whether two values settle by themselves, and the value."""
    facet = f"{table}.{name}"
    if facet == "source.revision_id":
        return _settle_text(values, sides)
    is_new = all(s.touched is not None and s.touched.made is not None for s in sides)
    value = None
    if facet in _SETTLED:
        value = _SETTLED[facet](values)
    elif facet == "coding.code" and values[0]["code_id"] == values[1]["code_id"]:
        value = max(values, key=lambda v: v["code_revision"])
    elif facet == "decision.decision" and _is_one_ruling(*values):
        value = max(values, key=lambda v: (v["at"], write_json(v)))
    elif is_new and None in values:
        value = values[0] if values[1] is None else values[1]
    return value is not None, value


def _is_one_ruling(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> bool:
    return all(ours[name] == theirs[name] for name in ("outcome", "result"))


def _strictness(consent: Mapping[str, Any]) -> tuple[int, str, str]:
    """Rank what somebody said about a purpose: what forbids most goes on."""
    return _STRICT[consent["state"]], consent["date"] or "", write_json(consent)


def _settle_text(
    values: tuple[str, str], sides: tuple[Side, Side]
) -> tuple[bool, str | None]:
    """Take the text of the side that has had the text of the other before."""
    is_older = [values[at] in sides[1 - at].texts for at in (0, 1)]
    if is_older[0] == is_older[1]:
        return False, None
    return True, values[1] if is_older[0] else values[0]


def _pick_strictest(values: tuple[Any, Any]) -> Any:
    return max(values, key=_strictness)


def _unite_coders(values: tuple[Any, Any]) -> Any:
    return {"ids": sorted({one for value in values for one in value["ids"]})}


# Numbers of revisions: the highest. What a file was called does not matter where the
# text is the same. A consensus that is settled on one side only is open.
_SETTLED: Final[Mapping[str, Callable[[tuple[Any, Any]], Any]]] = {
    "code.revision": max,
    "code.defined": max,
    "code.position": max,
    "excerpt.position": max,
    "source.original_id": min,
    "source.file": min,
    "source.part": min,
    "source.format": min,
    "adjudication.coders": _unite_coders,
    "adjudication.state": max,  # open, done
    "consent.consent": _pick_strictest,
}


def _is_meaning(name: str) -> bool:
    return name.startswith("texts.") and name.rsplit(".", 1)[-1] in MEANING
