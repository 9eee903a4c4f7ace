"""Correspondence analysis against a published table and another way; the code space."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tests.unit.query.asking import CODES, SOURCES, Mark, make_view
from vknz_research.analysis.figures.space import draw_space
from vknz_research.analysis.query import find
from vknz_research.analysis.space import analyse_correspondence, place_passages
from vknz_research.errors import TooLittleForSpaceError

# Smoking habits of five groups of staff: the example of Greenacre (1984, p. 55).
SMOKING = [[4, 2, 3, 2], [4, 3, 7, 4], [25, 10, 12, 4], [18, 24, 33, 13], [10, 6, 7, 2]]


def test_the_published_example_has_its_inertias_and_coordinates() -> None:
    found = analyse_correspondence(SMOKING)

    assert found.total == pytest.approx(0.0852, abs=5e-5)
    assert found.inertia == pytest.approx([0.0748, 0.0100, 0.0004], abs=5e-5)
    first = np.abs(found.rows[:, 0])
    assert first == pytest.approx([0.066, 0.259, 0.381, 0.233, 0.201], abs=5e-4)
    first = np.abs(found.columns[:, 0])
    assert first == pytest.approx([0.393, 0.099, 0.196, 0.294], abs=5e-4)


@settings(max_examples=80, deadline=None)
@given(
    arrays(
        np.int64,
        st.tuples(st.integers(2, 7), st.integers(2, 5)),
        elements=st.integers(1, 9),
    )
)
def test_distances_are_those_of_chi_square(counts: np.ndarray) -> None:
    found = analyse_correspondence(counts, min(counts.shape))

    share = counts / counts.sum()
    row, column = share.sum(axis=1), share.sum(axis=0)
    expected = np.outer(row, column)
    chi_square = (
        (counts - counts.sum() * expected) ** 2 / (counts.sum() * expected)
    ).sum()
    assert found.total * counts.sum() == pytest.approx(chi_square, abs=1e-9)
    assert found.inertia.sum() == pytest.approx(found.total, abs=1e-9)
    profiles = share / row[:, None]
    for one in range(len(row)):
        for other in range(one):
            apart = ((profiles[one] - profiles[other]) ** 2 / column).sum()
            gone = ((found.rows[one] - found.rows[other]) ** 2).sum()
            assert gone == pytest.approx(apart, abs=1e-7)


MARKS = [
    *(Mark("a", n, n + 3, CODES[n // 10 % 4], "NvD") for n in (0, 10, 20, 30)),
    *(Mark("b", n, n + 3, CODES[n // 10 % 3], "NvD") for n in (0, 10, 20, 40, 41)),
    *(Mark("a", n, n + 2, "x/b", "TK") for n in (1, 45)),
]


def test_too_few_sources_are_refused_with_what_to_do() -> None:
    view = make_view(MARKS)

    with pytest.raises(TooLittleForSpaceError, match="2 bronnen en 4 codes"):
        place_passages(view, "x")


def test_each_passage_has_a_place_its_codes_and_one_colour(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("vknz_research.analysis.space.MINIMUM", 2)
    view = make_view(MARKS)
    codes = view.codes.assign(
        letters="Ab", colour="#123456", stroke="solid", form="filled", name_nl="naam"
    )
    view = replace(view, codes=codes.assign(parent=["x", "x/a", "x", "y"]))

    space = place_passages(view, "x")
    found = space.passages.set_index(["source_id", "start"])

    assert len(found) == len(find(view, "*"))
    assert np.isfinite(found[["x", "y", "z"]].to_numpy()).all()
    assert found.loc[("a", 0), "codes"] == ("x/a", "x/b")
    assert found.loc[("a", 0), "group"] == "x/a"
    assert found.loc[("a", 30), "group"] == ""
    assert len({tuple(row) for row in found[["x", "y", "z"]].to_numpy()}) == len(found)
    drawn = draw_space(space)
    for label, query in drawn.queries.iloc[:, 0].items():
        assert drawn.table.loc[label].item() == len(find(view, query))


def test_a_passage_is_drawn_to_what_is_said_within_two_turns(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("vknz_research.analysis.space.MINIMUM", 2)
    places = [("a", 0, "x/a"), ("a", 20, "y/c"), ("a", 30, "y/c")]
    places += [("b", 0, "x/a"), ("b", 50, "y/c")]
    view = make_view([Mark(s, n, n + 3, code, "NvD") for s, n, code in places])

    found = place_passages(view, "x").passages.set_index(["source_id", "start"])

    axes = found[["x", "y", "z"]]
    apart = np.linalg.norm(axes - axes.loc[("b", 50)], axis=1)
    far = dict(zip(found.index, apart, strict=True))
    assert far["a", 0] < 0.8 * far["b", 0]


def test_the_same_view_gives_the_same_places(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vknz_research.analysis.space.MINIMUM", 2)

    one, two = (place_passages(make_view(MARKS), "x").passages for _ in range(2))

    assert one.equals(two)
    assert set(one["source_id"]) == set(SOURCES)
