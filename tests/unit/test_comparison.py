"""Layers are compared: every coding is in one case, and each case has the right kind."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vknz_research.model.comparison import Case, Mark, compare


def mark(coder: str, code: str, start: int, end: int, text_hash: str = "") -> Mark:
    return Mark(start, end, code, coder, f"{coder}{code}{start}", text_hash)


def kinds(*marks: Mark, coders: str = "AB") -> list[str]:
    return [case.kind for case in compare(marks, list(coders))]


def test_the_same_code_on_the_same_words_is_agreement() -> None:
    assert kinds(mark("A", "x", 0, 5), mark("B", "x", 0, 5)) == ["agreed"]


def test_other_borders_are_a_difference_of_borders() -> None:
    assert kinds(mark("A", "x", 0, 5), mark("B", "x", 3, 9)) == ["borders"]


def test_one_long_passage_against_two_short_ones_is_one_case() -> None:
    marks = [mark("A", "x", 0, 9), mark("B", "x", 0, 3), mark("B", "x", 6, 9)]

    assert kinds(*marks) == ["borders"]


def test_a_code_that_one_gave_alone_is_missing() -> None:
    assert kinds(mark("A", "x", 0, 5), mark("B", "x", 5, 9)) == ["missing", "missing"]


def test_another_code_on_the_same_words_is_one_case() -> None:
    assert kinds(mark("A", "x", 0, 10), mark("B", "y", 2, 10)) == ["code"]


def test_another_code_on_a_few_shared_words_are_two_cases() -> None:
    assert kinds(mark("A", "x", 0, 10), mark("B", "y", 8, 18)) == ["missing"] * 2


def test_two_codes_of_one_coder_are_no_difference_of_codes() -> None:
    assert kinds(mark("A", "x", 0, 5), mark("A", "y", 0, 5)) == ["missing", "missing"]


def test_each_code_is_paired_with_the_one_that_shares_most() -> None:
    marks = [mark("A", "x", 0, 10), mark("B", "y", 0, 6), mark("B", "z", 0, 10)]
    joined = next(c for c in compare(marks, ["A", "B"]) if c.kind == "code")

    assert {one.code_id for one in joined.marks} == {"x", "z"}


def test_three_coders_agree_only_when_all_do() -> None:
    two = [mark("A", "x", 0, 5), mark("B", "x", 0, 5)]

    assert kinds(*two, coders="ABC") == ["missing"]
    assert kinds(*two, mark("C", "x", 0, 5), coders="ABC") == ["agreed"]
    assert kinds(*two, mark("C", "y", 0, 5), coders="ABC") == ["code"]


def test_layers_that_were_not_asked_for_are_left_out() -> None:
    marks = [mark("A", "x", 0, 5), mark("B", "x", 0, 5), mark("C", "x", 1, 2)]

    assert kinds(*marks) == ["agreed"]


def test_the_key_changes_with_borders_words_and_code_and_with_nothing_else() -> None:
    a, b = mark("A", "x", 0, 5, "h1"), mark("B", "x", 0, 4, "h2")
    case = Case("borders", (a, b))

    assert Case("borders", (b, a)).key == case.key
    moved = Mark(7, 12, "x", "A", a.id, "h1")  # text was put in before it
    assert Case("borders", (moved, b)).key == case.key
    assert Case("borders", (mark("A", "x", 0, 5, "h3"), b)).key != case.key
    assert Case("borders", (Mark(0, 5, "y", "A", a.id, "h1"), b)).key != case.key


places = st.tuples(st.integers(0, 30), st.integers(1, 12))


@given(st.lists(st.tuples(st.sampled_from("ABC"), st.sampled_from("xyz"), places)))
def test_every_coding_is_in_exactly_one_case(rows: list[tuple]) -> None:
    marks = {
        Mark(start, start + length, code, coder, f"{n}")
        for n, (coder, code, (start, length)) in enumerate(rows)
    }
    cases = compare(marks, ["A", "B", "C"])

    assert sorted(m for case in cases for m in case.marks) == sorted(marks)
    for case in cases:
        assert (case.kind in {"agreed", "borders"}) == (
            case.coders == {"A", "B", "C"} and len({m.code_id for m in case.marks}) == 1
        )


@given(st.lists(st.tuples(st.sampled_from("xyz"), places), unique=True))
def test_layers_that_are_alike_differ_nowhere_but_where_one_overlaps_itself(
    rows: list[tuple],
) -> None:
    marks = [
        Mark(start, start + length, code, coder, f"{coder}{n}")
        for coder in "AB"
        for n, (code, (start, length)) in enumerate(rows)
    ]

    for case in compare(marks, ["A", "B"]):
        assert case.kind == "agreed" or len(case.marks) > 2


@pytest.mark.parametrize(
    ("end", "kinds"), [(25, ["code"]), (26, ["missing", "missing"])]
)
def test_codes_on_half_of_the_same_words_are_one_case(
    end: int, kinds: list[str]
) -> None:
    ours = Mark(0, 20, "x", "A", "1")
    theirs = Mark(end - 10, end, "y", "B", "2")

    assert [case.kind for case in compare([ours, theirs], ["A", "B"])] == kinds
