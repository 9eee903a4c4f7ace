"""Coefficients against published examples with printed answers."""

import numpy as np
import pytest

from vknz_research.analysis import agreement

NAN = float("nan")


def read(*lines: str) -> np.ndarray:
    return np.array(
        [[NAN if v == "." else float(v) for v in line.split()] for line in lines]
    )


# Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, section C.
FOUR_CODERS = read(
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)
# The same, section A.
BINARY = read("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0")
# Widely used worked example with three coders.
THREE_CODERS = read(
    ". . . . . 3 4 1 2 1 1 3 3 . 3",
    "1 . 2 1 3 3 4 3 . . . . . . .",
    ". . 2 1 3 4 4 . 2 1 1 3 3 . 4",
)
# Fleiss 1971: 30 patients, 6 psychiatrists, 5 diagnoses; ratings per diagnosis.
FLEISS_1971 = """
0 0 0 6 0|0 3 0 0 3|0 1 4 0 1|0 0 0 0 6|0 3 0 3 0|2 0 4 0 0|0 0 4 0 2|2 0 3 1 0|2 0 0 4 0
0 0 0 0 6|1 0 0 5 0|1 1 0 4 0|0 3 3 0 0|1 0 0 5 0|0 2 0 3 1|0 0 5 0 1|3 0 0 1 2|5 1 0 0 0
0 2 0 4 0|1 0 2 0 3|0 0 0 0 6|0 1 0 5 0|0 2 0 1 3|2 0 0 4 0|1 0 0 4 1|0 5 0 1 0|4 0 0 0 2
0 2 0 4 0|1 0 5 0 0|0 0 0 0 6
"""
# The example most reprinted: 10 subjects, 14 raters, 5 categories.
FLEISS_14 = """
0 0 0 0 14|0 2 6 4 2|0 0 3 5 6|0 3 9 2 0|2 2 8 1 1|7 7 0 0 0|3 2 6 3 0|2 5 3 2 2|6 5 2 1 0
0 2 2 3 7
"""


def spread(table: str) -> np.ndarray:
    """Return coders x units of a table of counts; who said what does not matter."""
    rows = [row.split() for row in table.strip().replace("\n", "|").split("|")]
    return np.array([np.repeat(np.arange(5), [int(n) for n in row]) for row in rows]).T


@pytest.mark.parametrize(
    ("level", "answer"),
    [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)],
)
def test_alpha_of_four_coders_is_as_printed(level: str, answer: float) -> None:
    assert agreement.alpha(FOUR_CODERS, level) == pytest.approx(answer, abs=5e-4)


def test_alpha_of_two_coders_with_yes_and_no_is_as_printed() -> None:
    assert agreement.alpha_nominal(BINARY) == pytest.approx(0.095, abs=5e-4)
    assert agreement.alpha_binary(BINARY) == pytest.approx(0.095, abs=5e-4)


def test_alpha_of_three_coders_with_missing_values_is_as_printed() -> None:
    assert agreement.alpha_nominal(THREE_CODERS) == pytest.approx(0.691, abs=5e-4)


def test_cohen_of_a_two_by_two_table_is_as_printed() -> None:
    values = np.repeat([[0, 0, 1, 1], [0, 1, 0, 1]], [20, 5, 10, 15], axis=1)
    assert agreement.cohen(values) == pytest.approx(0.4, abs=1e-12)


@pytest.mark.parametrize(
    ("table", "answer"), [(FLEISS_1971, 0.430), (FLEISS_14, 0.210)]
)
def test_fleiss_is_as_printed(table: str, answer: float) -> None:
    assert agreement.fleiss(spread(table)) == pytest.approx(answer, abs=5e-4)


UNITS = [
    (1, 2, 5, "a"),
    (2, 2, 5, "a"),
    (2, 10, 20, "b"),
    (3, 2, 5, "b"),
    (3, 15, 20, "b"),
]


def test_the_unitizing_family_of_three_coders_is_as_worked_out() -> None:
    found = (
        agreement.u_alpha(60, UNITS),
        agreement.u_alpha_binary(60, UNITS),
        agreement.cu_alpha(60, UNITS),
        agreement.ku_alpha(60, UNITS, "a"),
        agreement.ku_alpha(60, UNITS, "b"),
    )
    assert found == pytest.approx((0.3983, 0.5238, 5 / 14, 0.3125, 0.390625), abs=5e-5)


def test_half_a_text_coded_alike_is_full_agreement() -> None:
    half = ["a"] * 50 + ["—"] * 50
    for name in (
        "percent",
        "holsti",
        "cohen",
        "fleiss",
        "scott",
        "ac1",
        "alpha_nominal",
    ):
        assert getattr(agreement, name)([half, half]) == pytest.approx(1.0), name


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ([["a", "a"], ["a", "a"]], "one_code"),
        ([["a", None], [None, "b"]], "no_units"),
        ([["a", "b"]], "one_coder"),
    ],
)
def test_an_undefined_alpha_says_why(values: list[list[str]], reason: str) -> None:
    found = agreement.judge("alpha_nominal", values)
    assert (found.value, found.reason) == (None, reason)
    assert found.note


def test_scott_is_for_two_coders_only() -> None:
    assert agreement.judge("scott", [["a", "b"]] * 3).reason == "two_coders"
