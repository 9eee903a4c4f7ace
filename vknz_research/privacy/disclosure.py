"""Small groups: who could be recognised by a combination, and which numbers tell it.

Pure, and of the standard library only: a release takes this file along, so that what
was suppressed in its tables can be followed where nothing else is installed.
"""

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import heappop, heappush
from itertools import count
from typing import Final

DEFAULT_K: Final = 5
Key = tuple[Hashable, ...]
Node = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of a participant in one phase; None where it is not said."""

    id: str
    role: str
    phase: int | None = None
    gender: str | None = None
    age_band: str | None = None

    @property
    def key(self) -> Key:
        """Return the combination by which somebody could be recognised."""
        return (self.role, self.phase, self.gender, self.age_band)


def count_people(people: Iterable[Person]) -> Counter[Key]:
    """Count the different persons of each combination."""
    seen = {(p.key, p.id) for p in people}
    return Counter(key for key, _ in seen)


def find_small(people: Iterable[Person], k: int = DEFAULT_K) -> set[Key]:
    """Return the combinations that fewer than k persons share."""
    return {key for key, number in count_people(people).items() if number < k}


Group = tuple[str, int | None]


def drop_phases(
    people: Sequence[Person],
    k: int = DEFAULT_K,
    together: Iterable[Collection[Group]] = (),
) -> list[Person]:
    """Return those of whom role and phase may be told.

    Where fewer than k share a role in a phase, the phase goes, of the small phases
    first and then of all phases of that role; a role that fewer than k have in the
    whole study goes out altogether. `together` lists which (role, phase) speak in one
    source: when one of them loses its phase, the source does, and so do the others.
    """
    sizes = Counter(role for role, _ in {(p.role, p.id) for p in people})
    kept = [p for p in people if sizes[p.role] >= k]
    nameless: set[Group] = set()
    while True:
        found = nameless | _list_nameless(kept, k, nameless)
        for groups in together:
            if found & set(groups):
                found |= set(groups)
        if found == nameless:
            break
        nameless = found
    return [
        replace(p, phase=None) if (p.role, p.phase) in nameless else p for p in kept
    ]


def _list_nameless(
    people: Sequence[Person], k: int, before: Collection[Group]
) -> set[Group]:
    """Return the (role, phase) of which the phase may not be told."""
    groups = Counter((role, phase) for role, phase, _ in {_place(p) for p in people})
    found = {group for group, number in groups.items() if number < k} | {*before}
    without = Counter(
        role
        for role, _ in {(p.role, p.id) for p in people if (p.role, p.phase) in found}
    )
    return found | {group for group in groups if 0 < without[group[0]] < k}


def _place(person: Person) -> tuple[str, int | None, str]:
    return person.role, person.phase, person.id


def generalise(people: Sequence[Person], k: int = DEFAULT_K) -> list[Person]:
    """Return people of whom each combination is shared by k of them or more.

    Step by step, and only where it is needed: the age band goes, then the gender, then
    the same for all who share role and phase; who is still in a small group goes out.
    """
    told = list(people)
    for blank in ({"age_band": None}, {"age_band": None, "gender": None}):
        small = find_small(told, k)
        told = [replace(p, **blank) if p.key in small else p for p in told]  # type: ignore[arg-type]
    groups = {(p.role, p.phase) for p in told if p.key in find_small(told, k)}
    told = [
        replace(p, age_band=None, gender=None) if (p.role, p.phase) in groups else p
        for p in told
    ]
    small = find_small(told, k)
    return [p for p in told if p.key not in small]


# --- secondary suppression -----------------------------------------------------------
@dataclass(slots=True)
class Arc:
    """A number of a table as a flow between two of its sums.

    In a table with totals what goes into a row comes out in its cells, and what goes
    into a column comes out in its total: a number can be computed from the others
    exactly when no circle through it can be made of numbers that are not told.
    """

    tail: Node
    head: Node
    value: int
    is_hidden: bool


Cell = tuple[str | None, str | None]
Place = tuple[str, str | None, str | None]
Table = Mapping[str, Mapping[str, int]]
OUT: Final[Node] = ("all", "out")
IN: Final[Node] = ("all", "in")


class Flow:
    """The numbers of one or two tables about the same rows, as arcs."""

    def __init__(self, k: int) -> None:
        self.k = k
        self.arcs: list[Arc] = []
        self.places: list[list[Place]] = []

    def add(self, ends: tuple[Node, Node], value: int, *places: Place) -> None:
        """Add a number that stands in these cells; it is hidden when it is small."""
        self.arcs.append(Arc(*ends, value, 0 < value < self.k))
        self.places.append(list(places))


def plan_suppression(
    tables: Mapping[str, Table], k: int = DEFAULT_K
) -> dict[str, set[Cell]]:
    """Say which cells of one or two tables about the same rows may not be told.

    `tables` is name -> row -> column -> number. The cell (row, None) is a row's total,
    (None, column) a column's, (None, None) the total of all. Hidden is each number
    from 1 up to k, and as many others as it takes that from no sum can be computed what
    a hidden number is, nor that it is below k. That something does not occur is told:
    it is nobody, and whoever knows the design knows most of it.
    """
    flow = make_flow(tables, k)
    hide_more(flow.arcs, k)
    hidden: dict[str, set[Cell]] = {name: set() for name in tables}
    for arc, places in zip(flow.arcs, flow.places, strict=True):
        for name, row, column in places if arc.is_hidden else ():
            hidden[name].add((row, column))
    return hidden


def make_flow(tables: Mapping[str, Table], k: int) -> Flow:
    """Return the numbers of tables as arcs, with the cells in which each one stands.

    The first table hangs behind the rows and the second before them, so that both
    share the totals of the rows and the total of all.
    """
    flow = Flow(k)
    names = list(tables)
    rows = list(dict.fromkeys(row for table in tables.values() for row in table))
    for side, name in enumerate(names):
        _add_cells(flow, side, name, (tables[name], rows))
    first = tables[names[0]]
    for row in rows:
        begin = ("row in", row) if len(names) > 1 else OUT
        total = sum(first.get(row, {}).values())
        flow.add((begin, ("row", row)), total, *[(n, row, None) for n in names])
    grand = sum(sum(cells.values()) for cells in first.values())
    flow.add((IN, OUT), grand, *[(name, None, None) for name in names])
    return flow


def _add_cells(
    flow: Flow, side: int, name: str, content: tuple[Table, Sequence[str]]
) -> None:
    table, rows = content
    for column in dict.fromkeys(c for cells in table.values() for c in cells):
        node = (f"column {side}", column)
        total = sum(cells.get(column, 0) for cells in table.values())
        flow.add((node, IN) if side == 0 else (OUT, node), total, (name, None, column))
        for row in rows:
            number = table.get(row, {}).get(column, 0)
            ends = (("row", row), node) if side == 0 else (node, ("row in", row))
            flow.add(ends, number, (name, row, column))


def hide_more(arcs: Sequence[Arc], k: int) -> None:
    """Hide further numbers until each hidden one could as well be k or more."""
    links = _link_arcs(arcs)
    while True:
        open_ones = [a for a in arcs if a.is_hidden and not _is_safe(a, links, k)]
        if not open_ones:
            return
        for arc in open_ones:
            for found in _find_circle(arc, links, k) or ():
                found.is_hidden = True


Links = Mapping[Node, Sequence[tuple[Arc, Node, bool]]]


def _link_arcs(arcs: Iterable[Arc]) -> Links:
    links: dict[Node, list[tuple[Arc, Node, bool]]] = {}
    for arc in arcs:
        if arc.value == 0:  # is told, so nothing can be made up with it
            continue
        links.setdefault(arc.tail, []).append((arc, arc.head, True))
        links.setdefault(arc.head, []).append((arc, arc.tail, False))
    return links


def _is_safe(arc: Arc, links: Links, k: int) -> bool:
    found = _find_circle(arc, links, k)
    return found is not None and all(other.is_hidden for other in found)


def _find_circle(arc: Arc, links: Links, k: int) -> list[Arc] | None:
    """Return the numbers that would make up for a larger `arc`, cheapest first.

    Along an arc a number grows and has no end; against it a number shrinks, and cannot
    shrink by more than it is.
    """
    more = max(1, k - arc.value)
    queue: list[tuple[int, int, Node]] = [(0, 0, arc.head)]
    cost, came = {arc.head: 0}, dict[Node, tuple[Arc, Node]]()
    ties = count(1)
    while queue:
        so_far, _, node = heappop(queue)
        if node == arc.tail:
            return _walk_back(came, arc)
        for other, end, grows in links[node]:
            if other is arc or not (grows or other.value >= more):
                continue
            total = so_far + (0 if other.is_hidden else other.value + 1)
            if total < cost.get(end, total + 1):
                cost[end], came[end] = total, (other, node)
                heappush(queue, (total, next(ties), end))
    return None


def _walk_back(came: Mapping[Node, tuple[Arc, Node]], arc: Arc) -> list[Arc]:
    found: list[Arc] = []
    node = arc.tail
    while node != arc.head:
        other, node = came[node]
        found.append(other)
    return found
