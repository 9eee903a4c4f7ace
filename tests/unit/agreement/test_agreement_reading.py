"""Reading agreement: shaky codes, confusion, passages behind, style, rounds."""

import pandas as pd
import pytest
from agreement_sample import TEXT, Fake, Row, make_sources

from vknz_research.analysis.agreement import measure
from vknz_research.analysis.agreement.selection import Wanted
from vknz_research.analysis.coderstyle import (
    describe_style,
    measure_rounds,
    tell_style,
)
from vknz_research.analysis.confusion import (
    NOTHING,
    count_confusion,
    list_confused,
    list_passages_behind,
    rank_shaky,
)

A, B = "kader/een", "kader/twee"
APART: list[Row] = [
    ("s", "AA", A, 0, 10),
    ("s", "BB", B, 4, 10),
    ("s", "AA", A, 30, 40),
    ("s", "BB", A, 30, 40),
    ("s", "BB", B, 50, 55),
]


def test_the_shakiest_code_comes_first_with_a_sentence() -> None:
    ranked = rank_shaky(measure(Fake(APART)))

    assert ranked["code"].tolist() == [B, A]
    assert ranked["value"].is_monotonic_increasing
    assert all(ranked["sentence"])
    assert ranked["n"].tolist() == [len(TEXT)] * 2


def test_confusion_counts_characters_of_one_code_against_another() -> None:
    table = count_confusion(Fake(APART))

    assert table.loc[A, A] == 10
    assert (table.loc[A, B], table.loc[B, A]) == (6, 6)
    assert (table.loc[A, NOTHING], table.loc[B, NOTHING]) == (4, 5)
    assert list_confused(table).to_dict("records") == [
        {"code": A, "other": B, "characters": 6}
    ]


def test_a_code_beside_a_shared_one_is_set_against_nothing() -> None:
    rows: list[Row] = [
        ("s", "AA", A, 0, 10),
        ("s", "BB", A, 0, 10),
        ("s", "BB", B, 0, 10),
    ]
    table = count_confusion(Fake(rows))
    assert (table.loc[A, A], table.loc[B, NOTHING], table.loc[A, B]) == (10, 10, 0)


def test_each_number_leads_to_the_passages_behind_it() -> None:
    frames = Fake(APART)
    behind = list_passages_behind(frames, code=A)

    assert behind[["start", "end"]].to_numpy().tolist() == [[0, 10]]
    assert behind["text"].tolist() == [frames.texts["s"][0:10]]
    assert behind["given"].tolist() == ["AA: kader/een · BB: —"]
    confused = list_passages_behind(frames, code=A, other=B)
    assert confused[["start", "end"]].to_numpy().tolist() == [[4, 10]]
    unseen = list_passages_behind(frames, code=B, other=NOTHING)
    assert unseen[["start", "end"]].to_numpy().tolist() == [[50, 55]]
    both = list_passages_behind(frames, code=A, differ_only=False)
    assert both[["start", "end"]].to_numpy().tolist() == [[0, 10], [30, 40]]
    assert list_passages_behind(frames, source="anders").empty


def test_passages_of_who_may_not_be_quoted_are_marked() -> None:
    frames = Fake(APART, silent=True)
    behind = list_passages_behind(frames, code=B)
    assert behind["is_quotable"].tolist() == [False, True]
    assert behind["speaker"].tolist() == ["An", "Bo"]


def test_passages_of_a_source_that_is_still_blind_are_not_shown() -> None:
    still = [("r", 1, "s", "AA", "done", False), ("r", 1, "s", "BB", "open", False)]
    frames = Fake(APART, assigned=still)
    assert list_passages_behind(frames).empty
    assert count_confusion(frames).empty
    assert describe_style(frames)["codings"].sum() == 0


def test_style_says_how_much_and_how_long_in_order_of_name() -> None:
    rows: list[Row] = [
        ("s", "BB", A, 0, 30),
        ("s", "AA", A, 0, 10),
        ("s", "AA", B, 5, 15),
    ]
    style = describe_style(Fake(rows)).set_index("coder")

    assert style.index.tolist() == ["AA", "BB"]
    assert style.loc["AA", "share"] == pytest.approx(15 / len(TEXT))
    assert style.loc["BB", "median_length"] == 30
    assert style["codings"].tolist() == [2, 1]
    assert "verschillende lengte" in tell_style(style.reset_index())


def test_rounds_are_measured_as_they_were_handed_in() -> None:
    first = [(1, "s", "AA", A, 0, 9, 60, 1), (1, "s", "BB", A, 20, 29, 60, 1)]
    second = [(2, "s", "AA", A, 0, 9, 60, 3), (2, "s", "BB", A, 0, 9, 60, 2)]
    frames = Fake(APART, handed_in=[*first, *second])
    rounds = measure_rounds(frames, replicates=0)

    assert rounds["number"].tolist() == [1, 2]
    assert rounds["value"].tolist()[1] == pytest.approx(1.0)
    assert rounds["value"].tolist()[0] < 0
    assert rounds["code_revision"].tolist() == [1, 3]


def test_a_study_without_rounds_has_none_to_show() -> None:
    assert measure_rounds(Fake(APART)).empty


def test_parts_that_are_not_asked_for_are_not_measured() -> None:
    found = measure(make_sources(2), by=["pair"])
    assert (found.by_code, found.by_source) == ({}, {})
    assert list(found.by_pair) == ["AA · BB"]


def test_chosen_codes_narrow_the_confusion() -> None:
    table = count_confusion(Fake(APART), Wanted(codes=(A,)))
    assert isinstance(table, pd.DataFrame)
    assert table.index.tolist() == [A, NOTHING]
