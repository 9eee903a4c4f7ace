"""Coefficients against other implementations, on random data."""

import json
import warnings
from pathlib import Path
from typing import Any

import krippendorff
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import aggregate_raters, fleiss_kappa

from vknz_research.analysis import agreement

REFERENCES = json.loads((Path(__file__).parent / "irrcac.json").read_text())


def matrices(
    coders: st.SearchStrategy[int], *, missing: bool
) -> st.SearchStrategy[np.ndarray]:
    """Coders x units with few values, so that there is something to agree on."""
    values = [1.0, 2.0, 3.0, 5.0] + [float("nan")] * missing

    def fill(shape: tuple[int, int]) -> st.SearchStrategy[np.ndarray]:
        row = st.lists(st.sampled_from(values), min_size=shape[1], max_size=shape[1])
        return st.lists(row, min_size=shape[0], max_size=shape[0]).map(np.array)

    return st.tuples(coders, st.integers(2, 30)).flatmap(fill)


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "ratio"])
@settings(max_examples=60, deadline=None)
@given(values=matrices(st.integers(2, 5), missing=True))
def test_alpha_is_that_of_krippendorff(level: Any, values: np.ndarray) -> None:
    pairable = values[:, (~np.isnan(values)).sum(axis=0) > 1]
    assume(len(np.unique(pairable[~np.isnan(pairable)])) > 1)
    expected = krippendorff.alpha(values, level_of_measurement=level)
    assert agreement.alpha(values, level) == pytest.approx(expected, abs=1e-9)


@settings(max_examples=100, deadline=None)
@given(matrices(st.just(2), missing=False))
def test_cohen_is_that_of_scikit_learn(values: np.ndarray) -> None:
    assume(len(np.unique(values)) > 1)
    expected = cohen_kappa_score(values[0], values[1])
    assert agreement.cohen(values) == pytest.approx(expected, abs=1e-9)


@settings(max_examples=100, deadline=None)
@given(matrices(st.integers(2, 6), missing=False))
def test_fleiss_is_that_of_statsmodels(values: np.ndarray) -> None:
    assume(len(np.unique(values)) > 1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = fleiss_kappa(aggregate_raters(values.T)[0])
    assert agreement.fleiss(values) == pytest.approx(expected, abs=1e-9)


@settings(max_examples=100, deadline=None)
@given(matrices(st.just(2), missing=False))
def test_scott_is_fleiss_of_two_coders(values: np.ndarray) -> None:
    assume(len(np.unique(values)) > 1)
    assert agreement.scott(values) == pytest.approx(agreement.fleiss(values), abs=1e-9)


@pytest.mark.parametrize("case", REFERENCES["units"])
def test_percent_ac1_and_brennan_prediger_are_those_of_irrcac(
    case: dict[str, Any],
) -> None:
    found = {name: getattr(agreement, name)(case["values"]) for name in case["answers"]}
    assert found == pytest.approx(case["answers"], abs=1e-9)


@pytest.mark.parametrize("case", REFERENCES["sets"])
def test_alpha_of_sets_is_that_of_nltk(case: dict[str, Any]) -> None:
    found = {d: agreement.alpha_multi(case["values"], d) for d in case["answers"]}
    assert found == pytest.approx(case["answers"], abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(matrices(st.integers(2, 4), missing=True))
def test_the_kind_of_array_does_not_matter(values: np.ndarray) -> None:
    plain = [[None if np.isnan(v) else f"code {v}" for v in row] for row in values]
    assert agreement.alpha_nominal(plain) == pytest.approx(
        agreement.alpha_nominal(values), abs=1e-12
    )


def test_many_coders_and_values_are_counted_by_sorting() -> None:
    random = np.random.default_rng(3)
    values = random.integers(0, 60, (7, 500)).astype(float)
    values[1:][random.random((6, 500)) < 0.5] = np.nan
    values[1] = values[0]
    expected = krippendorff.alpha(values, level_of_measurement="nominal")
    assert agreement.alpha_nominal(values) == pytest.approx(expected, abs=1e-9)


def test_random_halves_agree_by_chance_only() -> None:
    random = np.random.default_rng(4)
    values = random.random((2, 200_000)) < 0.5
    for name in ("cohen", "ac1", "alpha_nominal", "scott", "brennan_prediger"):
        assert abs(getattr(agreement, name)(values)) < 0.01, name


def test_a_pandas_categorical_is_read_by_its_codes() -> None:
    pd = pytest.importorskip("pandas")
    one = pd.Series(["a", "b", None, "b"], dtype="category")
    two = pd.Series(["b", "b", "a", "c"], dtype="category")
    plain = [["a", "b", None, "b"], ["b", "b", "a", "c"]]
    assert agreement.alpha_nominal([one, two]) == agreement.alpha_nominal(plain)
