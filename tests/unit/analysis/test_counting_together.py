"""Co-occurrence, sequence and crosstabs, against plain loops and the query language."""

import numpy as np
import pandas as pd
import pytest
from analysis_sample import TURN, Row, draw_rows, make_view, naive_passages, name_all
from hypothesis import given, settings

from vknz_research.analysis import spans as spans_module
from vknz_research.analysis.cooccurrence import count_together, list_together
from vknz_research.analysis.crosstab import crosstab
from vknz_research.analysis.query import find
from vknz_research.analysis.sequence import count_following
from vknz_research.analysis.spans import count_passages, read_spans


def overlap(one: tuple[str, int, int], other: tuple[str, int, int]) -> bool:
    return one[0] == other[0] and one[1] < other[2] and other[1] < one[2]


@settings(max_examples=60)
@given(draw_rows())
def test_passages_that_overlap_are_those_of_two_plain_loops(rows: list[Row]) -> None:
    table = count_together(make_view(rows).codings)

    names = name_all(rows)
    assert list(table.index) == names
    for one in names:
        for other in names:
            a, b = naive_passages(rows, one), naive_passages(rows, other)
            pairs = sum(overlap(p, q) for p in a for q in b)
            assert table.loc[one, other] == (len(a) if one == other else pairs)


@settings(max_examples=12)
@given(draw_rows(10))
def test_each_number_is_that_of_the_passages_of_its_query(rows: list[Row]) -> None:
    view = make_view(rows)
    by_overlap = count_together(view.codings)
    by_turn = count_together(view.codings, "turn")
    after = count_following(view.codings, within=2)

    for one in by_overlap.index:
        for other in by_overlap.columns:
            if one != other:
                assert (
                    len(find(view, f"{one} EN {other}")) == by_overlap.loc[one, other]
                )
            asked = f"{one} ZELFDE-BEURT {other}"
            assert len(find(view, asked)) == by_turn.loc[one, other]
            assert len(find(view, f"{one} VOOR2 {other}")) == after.loc[one, other]


@settings(max_examples=40)
@given(draw_rows())
def test_what_follows_is_what_a_plain_loop_finds(rows: list[Row]) -> None:
    table = count_following(make_view(rows).codings, within=1)

    for one in table.index:
        for other in table.columns:
            found = sum(
                any(
                    q[0] == p[0] and q[1] >= p[2] and q[1] // TURN - p[1] // TURN <= 1
                    for q in naive_passages(rows, other)
                )
                for p in naive_passages(rows, one)
            )
            assert table.loc[one, other] == found


@settings(max_examples=40)
@given(draw_rows())
def test_single_codings_are_counted_in_pairs(rows: list[Row]) -> None:
    table = count_together(make_view(rows).codings, unit="codings", with_below=False)

    for one in table.index:
        for other in table.columns:
            pairs = sum(
                overlap(p[:3], q[:3])
                for p in rows
                for q in rows
                if (p[3], q[3]) == (one, other)
            )
            own = sum(row[3] == one for row in rows)
            assert table.loc[one, other] == (own if one == other else pairs)


@settings(max_examples=60)
@given(draw_rows())
def test_a_crosstab_counts_what_a_plain_loop_counts(rows: list[Row]) -> None:
    codings = make_view(rows).codings
    passages = crosstab(codings, "perspective")
    single = crosstab(codings, "perspective", unit="codings")
    sources = crosstab(codings, "perspective", unit="sources")

    for code in name_all(rows):
        for voice in passages.columns:
            own = [
                r for r in rows if f"{r[3]}/".startswith(f"{code}/") and r[4] == voice
            ]
            assert single.loc[code, voice] == len(own)
            assert passages.loc[code, voice] == len(naive_passages(own, code))
            assert sources.loc[code, voice] == len({row[0] for row in own})


@given(draw_rows())
def test_all_passages_are_those_over_all_codes(rows: list[Row]) -> None:
    anything = [(s, a, b, "x/y", p) for s, a, b, _, p in rows]

    assert count_passages(make_view(rows).codings) == len(
        naive_passages(anything, "x/y")
    )


def test_stretches_that_reach_far_are_counted_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows: list[Row] = [
        ("a", n, 200, "x/p" if n % 2 else "x/q", "klant") for n in range(99)
    ]
    codings = make_view(rows).codings
    plain = count_together(codings, unit="codings", with_below=False)
    monkeypatch.setattr(spans_module, "_LAGS", 2)
    monkeypatch.setattr(spans_module, "_PAIRS", 7)

    again = count_together(codings, unit="codings", with_below=False)

    assert plain.loc["x/p", "x/q"] == 49 * 50
    pd.testing.assert_frame_equal(plain, again)


def test_codes_and_sources_too_many_to_pack_are_sorted_all_the_same() -> None:
    far = np.array([2**40, 3, 2**40])
    start = np.array([2**20, 0, 5])

    assert spans_module.sort_places(far, start).tolist() == [1, 2, 0]


def test_pairs_are_listed_by_number_and_never_with_what_lies_below() -> None:
    rows: list[Row] = [
        ("a", 0, 10, "4r/reflectie/steun", "klant"),
        ("a", 5, 12, "4r/routine", "klant"),
        ("a", 30, 42, "4r/routine", "klant"),
    ]
    listed = list_together(count_together(make_view(rows).codings))

    assert listed.to_dict("records") == [
        {"code": "4r/reflectie", "other": "4r/routine", "number": 1},
        {"code": "4r/reflectie/steun", "other": "4r/routine", "number": 1},
    ]


def test_a_code_that_begins_as_another_is_not_below_it() -> None:
    rows: list[Row] = [("a", 0, 10, "x/p", "klant"), ("a", 5, 12, "x/pq", "klant")]

    listed = list_together(count_together(make_view(rows).codings))

    assert listed["other"].tolist() == ["x/pq"]


@pytest.mark.parametrize("turns", [[None, None], [None, 1], [1, None]])
def test_what_lies_in_no_turn_follows_nothing(turns: list[int | None]) -> None:
    rows: list[Row] = [("a", 0, 5, "x/p", "klant"), ("a", 6, 9, "x/q", "klant")]
    view = make_view(rows)
    view.codings["turn"] = pd.array(turns, dtype="Int64")

    assert count_following(view.codings).to_numpy().sum() == 0
    assert find(view, "x/p VOOR3 x/q").empty
    assert find(view, "x/q NA3 x/p").empty


def test_nothing_coded_is_an_empty_table() -> None:
    empty = make_view([("a", 0, 5, "x/y", "klant")]).codings.iloc[:0]

    assert count_together(empty).empty
    assert count_together(empty, "turn").empty
    assert count_following(empty).empty
    assert crosstab(empty, "phase").empty
    assert len(read_spans(empty).code) == 0


def test_what_is_shared_is_found_where_only_some_sources_have_times() -> None:
    rows: list[Row] = [
        (s, n, n + 9, code, "klant")
        for s in "abcd"
        for n, code in ((0, "x/q"), (4, "x/p"), (40, "x/p"), (44, "x/q"))
    ]
    view = make_view(rows)
    times = [None if row[0] in "bd" else row[1] * 1000 for row in rows]
    view.codings["begin_ms"] = pd.array(times, dtype="Int64")

    found = find(view, "x/p EN x/q")

    assert len(found) == count_together(view.codings).loc["x/p", "x/q"]
    assert found["begin_ms"].tolist()[:2] == [4000, 44000]
