"""The unitizing family against its definition, position by position, in fractions."""

from fractions import Fraction
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from vknz_research.analysis.agreement.continua import sum_segments
from vknz_research.analysis.agreement.unitizing import (
    find_cu,
    find_ku,
    find_u,
    find_u_binary,
)

Spans = list[tuple[int, int, str]]


@st.composite
def continua(draw: st.DrawFn) -> tuple[int, list[Spans]]:
    """Two to four coders who cut a short continuum; some code nothing."""
    length = draw(st.integers(1, 24))
    coders = []
    for _ in range(draw(st.integers(2, 4))):
        cuts = sorted(draw(st.sets(st.integers(0, length), max_size=8)))
        codes = draw(
            st.lists(
                st.sampled_from(["", "a", "b", "c"]),
                min_size=len(cuts),
                max_size=len(cuts),
            )
        )
        pairs = zip(cuts, cuts[1:], codes, strict=False)
        coders.append([(s, e, c) for s, e, c in pairs if c])
    return length, coders


def name_segments(coders: list[Spans]) -> list[tuple[int, int, int, str]]:
    return [(n, *unit) for n, units in enumerate(coders) for unit in units]


def find_family(length: int, coders: list[Spans], **options: int) -> dict[str, object]:
    names = list(range(len(coders)))
    totals, codes = sum_segments(length, name_segments(coders), names)
    return {
        "u": find_u(totals, **options),
        "bar": find_u_binary(totals, **options),
        "cu": find_cu(totals),
        **{code: find_ku(totals, number) for code, number in codes.items()},
    }


def lay_positions(length: int, units: Spans) -> list[tuple[object, str]]:
    """Say of each position in which segment it lies; each gap position is its own."""
    line: list[tuple[object, str]] = [(("gap", at), "") for at in range(length)]
    for start, end, code in units:
        for at in range(start, end):
            line[at] = ((start, end), code)
    return line


def define(  # noqa: C901 - the definition in one piece
    length: int, coders: list[Spans], *, only_units: bool, code: str = ""
) -> object:
    """Return 1 - D_o / D_e from all pairs of positions, as the definition has it.

    With `only_units` a position counts per pair of coders, where both have a unit.
    """
    lines = [lay_positions(length, units) for units in coders]
    observed: dict[tuple[str, str], Fraction] = {}
    drawn: list[tuple[object, str, Fraction]] = []  # segment, code, weight
    share = Fraction(1, len(coders) - 1)
    own: dict[str, Fraction] = {}
    for one, other in permutations(range(len(coders)), 2):
        inside: dict[object, int] = {}
        for at in range(length):
            (segment, first), (_, second) = lines[one][at], lines[other][at]
            if only_units and not (first and second):
                continue
            observed[first, second] = observed.get((first, second), Fraction(0)) + share
            drawn.append((segment, first, share))
            inside[one, segment, first] = inside.get((one, segment, first), 0) + 1
        for (_, _, value), size in inside.items():
            own[value] = own.get(value, Fraction(0)) + share * size * size
    total = sum(observed.values(), Fraction(0))
    margin: dict[str, Fraction] = {}
    for (value, _), amount in observed.items():
        margin[value] = margin.get(value, Fraction(0)) + amount
    left = total * total - sum(own.values(), Fraction(0))

    def expect(c: str, k: str) -> Fraction:
        return total * (margin[c] * margin[k] - (own[c] if c == k else 0)) / left

    if total == 0 or left <= 0:
        return "nothing to compare"
    if not code:
        apart = total - sum(v for (c, k), v in observed.items() if c == k)
        chance = sum(expect(c, k) for c in margin for k in margin if c != k)
    else:
        if code not in margin:
            return "nothing to compare"
        apart = sum(v for (c, k), v in observed.items() if c == code and k != code)
        chance = sum(expect(code, k) for k in margin if k != code)
        whole = sum(expect(code, k) for k in margin)
        if whole <= 0:  # its only units can meet nothing but each other
            return "nothing to compare"
        apart, chance = apart * whole, chance * margin[code]
    return None if chance == 0 else 1 - apart / chance


def define_bar(length: int, coders: list[Spans]) -> object:
    """Return the same for unit or gap: units keep their borders, codes do not count."""
    lines = [lay_positions(length, units) for units in coders]
    share = Fraction(1, len(coders) - 1)
    apart = sum(
        (
            share
            for a, b in permutations(lines, 2)
            for x, y in zip(a, b, strict=True)
            if x[1] == "" and y[1] != ""
        ),
        Fraction(0),
    )
    total = len(coders) * length
    gaps = sum(value == "" for line in lines for _, value in line)
    own = gaps + sum((e - s) ** 2 for units in coders for s, e, _ in units)
    left = total * total - own
    if left == 0:
        return "nothing to compare"
    chance = Fraction(total * gaps * (total - gaps), left)
    return None if chance == 0 else 1 - apart / chance


def same(found: object, defined: object) -> bool:
    return found == defined or (found is None and defined == "nothing to compare")


@settings(max_examples=400, deadline=None)
@given(continua())
def test_each_coefficient_is_exactly_its_definition(
    drawn: tuple[int, list[Spans]],
) -> None:
    length, coders = drawn
    found = find_family(length, coders)
    assert same(found["u"], define(length, coders, only_units=False))
    assert same(found["bar"], define_bar(length, coders))
    assert same(found["cu"], define(length, coders, only_units=True))
    for code in {code for units in coders for _, _, code in units}:
        assert same(found[code], define(length, coders, only_units=True, code=code))


@settings(max_examples=100, deadline=None)
@given(continua(), st.integers(2, 1000))
def test_a_finer_unit_of_length_changes_nothing(
    drawn: tuple[int, list[Spans]], times: int
) -> None:
    length, coders = drawn
    finer = [[(s * times, e * times, c) for s, e, c in units] for units in coders]

    assert find_family(length * times, finer, unit=times) == find_family(length, coders)
    # What looks at intersections only needs not even be told.
    told, untold = (
        find_family(length * times, finer, **o) for o in ({"unit": times}, {})
    )
    assert {k: v for k, v in told.items() if k not in ("u", "bar")} == {
        k: v for k, v in untold.items() if k not in ("u", "bar")
    }


@settings(max_examples=100, deadline=None)
@given(continua())
def test_reading_backwards_changes_nothing(drawn: tuple[int, list[Spans]]) -> None:
    length, coders = drawn
    turned = [[(length - e, length - s, c) for s, e, c in units] for units in coders]
    assert find_family(length, turned) == find_family(length, coders)


@settings(max_examples=100, deadline=None)
@given(continua())
def test_other_names_for_codes_change_nothing(drawn: tuple[int, list[Spans]]) -> None:
    length, coders = drawn
    names = {"a": "c", "b": "a", "c": "b"}
    other = [[(s, e, names[c]) for s, e, c in units] for units in coders]
    found, renamed = find_family(length, coders), find_family(length, other)
    assert {names.get(k, k): v for k, v in found.items()} == renamed


@settings(max_examples=100, deadline=None)
@given(continua())
def test_the_order_of_coders_changes_nothing(drawn: tuple[int, list[Spans]]) -> None:
    length, coders = drawn
    assert find_family(length, coders[::-1]) == find_family(length, coders)


@settings(max_examples=100, deadline=None)
@given(continua(), st.integers(2, 4))
def test_coders_who_do_the_same_agree_fully(
    drawn: tuple[int, list[Spans]], number: int
) -> None:
    length, coders = drawn
    found = find_family(length, [coders[0]] * number)
    assert set(found.values()) <= {None, Fraction(1)}


def test_a_continuum_of_a_film_in_milliseconds_is_exact() -> None:
    # Six hours: squares of lengths go beyond what a double holds exactly.
    hours = 6 * 3_600_000
    coders = [
        [(1, hours - 1, "a")],
        [(2, hours // 2 + 1, "a"), (hours // 2 + 1, hours, "b")],
    ]
    assert find_family(hours, coders)["cu"] == define_long(coders)


def define_long(coders: list[Spans]) -> Fraction:
    ((start, end, _),) = coders[0]
    met = [(min(end, e) - max(start, s), c) for s, e, c in coders[1]]
    total = 2 * sum(size for size, _ in met)
    own = (total // 2) ** 2 + sum(size * size for size, _ in met)
    a = total // 2 + met[0][0]
    b = met[1][0]
    chance = Fraction(total * 2 * a * b, total * total - own)
    return 1 - Fraction(2 * met[1][0]) / chance
