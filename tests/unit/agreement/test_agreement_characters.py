"""Agreement on frames against the same, worked out character by character."""

from fractions import Fraction
from itertools import permutations

import pytest
from agreement_sample import TEXT, Fake, Row
from hypothesis import given, settings
from hypothesis import strategies as st

from vknz_research.analysis import agreement
from vknz_research.analysis.agreement import measure

CODES = ("k/a", "k/b", "k/c")
CODERS = ("AA", "BB", "CC")
LENGTH = len(TEXT)


@st.composite
def layers(draw: st.DrawFn) -> list[Row]:
    """Two or three coders who each code something; codings may overlap in any way."""
    rows: list[Row] = []
    for coder in CODERS[: draw(st.integers(2, 3))]:
        for _ in range(draw(st.integers(1, 5))):
            start = draw(st.integers(0, LENGTH - 1))
            end = draw(st.integers(start + 1, LENGTH))
            rows.append(("s", coder, draw(st.sampled_from(CODES)), start, end))
    return rows


def spread(rows: list[Row]) -> dict[str, list[frozenset[str]]]:
    """Return per coder the set of codes of each character."""
    lines: dict[str, list[set[str]]] = {}
    for _, coder, code, start, end in rows:
        line = lines.setdefault(coder, [set() for _ in range(LENGTH)])
        for at in range(start, end):
            line[at].add(code)
    return {coder: [frozenset(one) for one in line] for coder, line in lines.items()}


def units(rows: list[Row], code: str) -> list[set[int]]:
    """Return the places of each unit of a code; codings that overlap are one unit."""
    found: list[set[int]] = []
    for _, _, _, start, end in sorted(
        (r for r in rows if r[2] == code), key=lambda r: r[3]
    ):
        if found and start < max(found[-1]) + 1:
            found[-1] |= set(range(start, end))
        else:
            found.append(set(range(start, end)))
    return found


def define_ku(rows: list[Row], code: str) -> Fraction | None:
    lines = spread(rows)
    share = Fraction(1, len(lines) - 1)
    met = own = same = squares = Fraction(0)
    for one, other in permutations(lines, 2):
        there = {at for at, codes in enumerate(lines[other]) if codes}
        mine = [row for row in rows if row[1] == one]
        met += share * len({at for at, codes in enumerate(lines[one]) if codes} & there)
        for unit in units(mine, code):
            own += share * len(unit & there)
            squares += share * len(unit & there) ** 2
            same += share * sum(code in lines[other][at] for at in unit)
    left = own * met - squares
    chance = own * own * (met - own)
    return None if left <= 0 or chance == 0 else 1 - (own - same) * left / chance


@settings(max_examples=60, deadline=None)
@given(layers())
def test_measures_are_those_of_single_characters(rows: list[Row]) -> None:
    found = measure(Fake(rows), replicates=0)
    values = list(spread(rows).values())

    for name in ("percent", "cohen", "fleiss", "ac1", "alpha_nominal"):
        expected = getattr(agreement, name)(values)
        assert found.find(name).value == pytest.approx(expected, abs=1e-9), name
    for code in found.by_code:
        row = found.find("alpha_binary", code)
        expected = agreement.alpha_binary(values, code)
        assert row.value == pytest.approx(expected, abs=1e-9)
        given_to = sum(code in one for line in values for one in line)
        assert row.prevalence == pytest.approx(given_to / (LENGTH * len(values)))
    multi = agreement.alpha_multi(values)
    assert found.find("alpha_multi").value == pytest.approx(multi, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(layers())
def test_units_per_code_are_those_of_their_own_continuum(rows: list[Row]) -> None:
    found = measure(Fake(rows), replicates=0)
    coders = sorted({row[1] for row in rows})
    for code in found.by_code:
        segments = [
            (coder, min(unit), max(unit) + 1, code)
            for coder in coders
            for unit in units([row for row in rows if row[1] == coder], code)
        ]
        expected = agreement.u_alpha(LENGTH, segments, coders=coders)
        assert found.find("u_alpha", code).value == expected


@settings(max_examples=150, deadline=None)
@given(layers())
def test_ku_keeps_units_whole_where_codes_overlap(rows: list[Row]) -> None:
    found = measure(Fake(rows), replicates=0)
    for code in found.by_code:
        row, expected = found.find("ku_alpha", code), define_ku(rows, code)
        if expected is None:
            assert (row.value, row.reason is None) == (None, False)
        else:
            assert row.value == pytest.approx(float(expected), abs=1e-12)
