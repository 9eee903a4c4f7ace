"""Small groups and small numbers: I19."""

from collections.abc import Mapping
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from vknz_research.privacy.disclosure import (
    Person,
    count_people,
    drop_phases,
    generalise,
    plan_suppression,
)

K = 5
GENDERS = (None, "v", "m")
BANDS = (None, "20-29", "30-39", "40-49")
people = st.lists(
    st.builds(
        Person,
        st.integers(0, 12).map(str),
        st.sampled_from(["klant", "klantmanager", "teamcoach"]),
        st.sampled_from([1, 2, 3]),
        st.sampled_from(GENDERS),
        st.sampled_from(BANDS),
    ),
    max_size=60,
)


@given(people, st.integers(2, 6))
def test_i19_no_combination_is_shared_by_fewer_than_k(
    listed: list[Person], k: int
) -> None:
    told = generalise(drop_phases(listed, k), k)

    assert all(number >= k for number in count_people(told).values())


@given(people, st.integers(2, 6))
def test_i19_role_and_phase_alone_are_shared_by_k(listed: list[Person], k: int) -> None:
    told = [Person(p.id, p.role, p.phase) for p in drop_phases(listed, k)]

    assert all(number >= k for number in count_people(told).values())


@given(people)
def test_i19_nothing_is_told_that_was_not_so(listed: list[Person]) -> None:
    known = {(p.id, p.role) for p in listed}

    assert {(p.id, p.role) for p in generalise(drop_phases(listed))} <= known


def test_i19_the_age_goes_before_the_gender_and_only_where_it_must() -> None:
    alike = [Person(str(n), "klant", 1, "v", "30-39") for n in range(5)]
    others = [Person(f"o{n}", "klant", 1, "m", f"{n}0-{n}9") for n in range(2, 7)]

    told = generalise([*alike, *others])

    assert told[:5] == alike
    assert {p.key for p in told[5:]} == {("klant", 1, "m", None)}


def test_i19_the_duo_interview_goes_out_whole() -> None:
    duo = [Person("1", "beleidsmedewerker", 3), Person("2", "teamcoach", 3)]

    assert drop_phases(duo) == []


def test_i19_small_phases_of_a_role_lose_their_phase_and_not_their_people() -> None:
    first = [Person(str(n), "klant", 1) for n in range(2)]
    third = [Person(str(n), "klant", 3) for n in range(2, 5)]

    assert {p.phase for p in drop_phases([*first, *third])} == {None}
    assert len(drop_phases([*first, *third])) == 5


# --- numbers in tables ---------------------------------------------------------------
Table = Mapping[str, Mapping[str, int]]


@st.composite
def tables(draw: st.DrawFn, *, linked: bool) -> dict[str, Table]:
    """One table, or two about the same rows with the same totals."""
    rows = draw(st.integers(1, 4))
    columns, others = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    shape = (rows, columns, others) if linked else (rows, columns, 1)
    number = st.sampled_from([0, 0, 1, 2, 4, 5, 6, 9, 30])
    flat = draw(st.lists(number, min_size=int(np.prod(shape)), max_size=200))
    cube = np.array(flat[: int(np.prod(shape))]).reshape(shape)
    found = {"by column": make_table(cube.sum(axis=2))}
    return found | ({"by other": make_table(cube.sum(axis=1))} if linked else {})


def make_table(numbers: np.ndarray) -> Table:
    return {
        f"r{r}": {f"c{c}": int(v) for c, v in enumerate(row)}
        for r, row in enumerate(numbers)
    }


class Outsider:
    """Somebody who knows all sums that are told, and that nobody counts below zero.

    A linear programme of its own, that shares nothing with what is tested.
    """

    def __init__(self, found: Mapping[str, Table], hidden: Mapping[str, set]) -> None:
        self.spots = [(n, r, c) for n in found for r in found[n] for c in found[n][r]]
        self.true = np.array([found[n][r][c] for n, r, c in self.spots])
        self.known, self.unknown = [], []
        for name in found:
            rows, columns = found[name], next(iter(found[name].values()))
            for cell in product([*rows, None], [*columns, None]):
                place = self.unknown if cell in hidden[name] else self.known
                place.append(self.sum(name, *cell))
        first, *others = found
        for name, row in product(others, found[first]):  # both have the same totals
            self.known.append(self.sum(first, row, None) - self.sum(name, row, None))

    def sum(self, name: str, row: str | None, column: str | None) -> np.ndarray:
        return np.array(
            [
                float(n == name and row in (None, r) and column in (None, c))
                for n, r, c in self.spots
            ]
        )

    def guess(self, number: np.ndarray) -> tuple[float, float]:
        """Return the least and the most that a number can be."""
        equations = np.array(self.known) if self.known else None
        values = None if equations is None else equations @ self.true
        ends = []
        for sign in (1, -1):
            made = linprog(sign * number, A_eq=equations, b_eq=values, method="highs")
            ends.append(sign * made.fun if made.status == 0 else sign * -np.inf)
        return ends[0], ends[1]


def check(found: Mapping[str, Table], k: int) -> None:
    hidden = plan_suppression(found, k)
    for name, table in found.items():
        for row, cells in table.items():
            for column, number in cells.items():
                assert (0 < number < k) <= ((row, column) in hidden[name])
    outsider = Outsider(found, hidden)
    for sums in outsider.unknown:
        number, (low, high) = sums @ outsider.true, outsider.guess(sums)
        assert high > low + 0.5, "a hidden number can be computed from the sums"
        assert number >= k or high >= k, "a hidden number can be seen to be small"


@given(tables(linked=False), st.integers(2, 6))
def test_i19_no_hidden_number_of_a_table_can_be_computed(found: dict, k: int) -> None:
    check(found, k)


@given(tables(linked=True), st.integers(2, 6))
def test_i19_no_hidden_number_of_two_tables_can_be_computed(
    found: dict, k: int
) -> None:
    check(found, k)


def test_i19_the_classic_case_one_small_number_takes_three_others_along() -> None:
    table = {"a": {"x": 2, "y": 20}, "b": {"x": 30, "y": 40}}

    assert plan_suppression({"t": table})["t"] == {
        ("a", "x"),
        ("a", "y"),
        ("b", "x"),
        ("b", "y"),
    }


def test_i19_a_table_without_small_numbers_is_told_whole() -> None:
    table = {"a": {"x": 12, "y": 20}, "b": {"x": 30, "y": 40}}

    assert plan_suppression({"t": table})["t"] == set()


@pytest.mark.parametrize("k", [3, 5, 10])
def test_i19_no_told_number_of_any_margin_is_below_k(k: int) -> None:
    table = {"a": {"x": 1, "y": 0}, "b": {"x": 0, "y": 2}}
    hidden = plan_suppression({"t": table}, k)["t"]

    assert {("a", None), ("b", None), (None, "x"), (None, "y")} <= hidden


def test_that_nobody_is_there_is_told() -> None:
    table = {"klant": {"1": 0, "3": 9}, "klantmanager": {"1": 8, "3": 7}}

    assert plan_suppression({"t": table})["t"] == set()


SOURCES = st.lists(
    st.sets(
        st.tuples(
            st.sampled_from(["klant", "klantmanager", "teamcoach"]),
            st.sampled_from([1, 2, 3]),
        )
    ),
    max_size=4,
)


@given(people, SOURCES)
def test_i19_who_speak_in_one_source_keep_or_lose_its_phase_together(
    listed: list[Person], together: list[set[tuple[str, int | None]]]
) -> None:
    told = drop_phases(listed, K, together)
    roles = {p.role for p in told}
    before = [p for p in listed if p.role in roles]
    lost = {
        (old.role, old.phase)
        for old, new in zip(before, told, strict=True)
        if new.phase is None
    }

    bare = [Person(p.id, p.role, p.phase) for p in told]
    assert all(number >= K for number in count_people(bare).values())
    for groups in together:
        here = groups & {(p.role, p.phase) for p in before}
        assert not here & lost or here <= lost
