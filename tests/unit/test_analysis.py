import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vknz_research.analysis.attribution import audit_attribution, fits_role
from vknz_research.analysis.crosstab import count_pairs, crosstab
from vknz_research.analysis.passages import merge_passages, select_codings
from vknz_research.model.codings import Excerpt
from vknz_research.model.design import DesignEntry

CATEGORIES = ["source_id", "code", "coder", "perspective"]


def frame(rows: list[tuple[object, ...]]) -> pd.DataFrame:
    columns = ["source_id", "start", "end", "code", "coder", "perspective", "phase"]
    made = pd.DataFrame(rows, columns=columns)
    return made.astype({**dict.fromkeys(CATEGORIES, "category"), "phase": "Int64"})


CODINGS = frame(
    [
        ("a", 0, 10, "4r/reflectie", "A", "klant", 1),
        ("a", 5, 12, "4r/reflectie", "B", "klant", 1),
        ("a", 12, 20, "4r/reflectie/steun", "A", "klantmanager", 1),
        ("b", 0, 10, "4r/reflectie/steun", "A", "klant", 2),
        ("b", 40, 50, "4r/routine", "B", "klant", 2),
    ]
)


def test_overlapping_codings_are_one_passage_and_touching_ones_are_two() -> None:
    found = merge_passages(CODINGS)[["source_id", "start", "end"]].to_numpy().tolist()

    assert found == [["a", 0, 12], ["a", 12, 20], ["b", 0, 10], ["b", 40, 50]]


def naive_passages(rows: list[tuple[str, int, int]]) -> list[list[object]]:
    merged: list[list[object]] = []
    for source, start, end in sorted(rows):
        if merged and merged[-1][0] == source and start < int(str(merged[-1][2])):
            merged[-1][2] = max(int(str(merged[-1][2])), end)
        else:
            merged.append([source, start, end])
    return merged


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.integers(0, 40), st.integers(1, 9)),
        min_size=1,
    )
)
def test_passages_are_those_of_a_plain_loop(rows: list[tuple[str, int, int]]) -> None:
    spans = [(source, start, start + length) for source, start, length in rows]
    codings = frame([(s, a, b, "x/y", "A", "klant", 1) for s, a, b in spans])

    found = merge_passages(codings)[["source_id", "start", "end"]].to_numpy().tolist()

    assert found == naive_passages(spans)


def test_a_code_selects_what_lies_below_it_and_not_its_namesakes() -> None:
    assert len(select_codings(CODINGS, code="4r/reflectie")) == 4
    assert len(select_codings(CODINGS, code="4r/ref")) == 0
    assert len(select_codings(CODINGS, phases=[2], perspectives=["klant"])) == 2


def test_a_crosstab_counts_passages_and_what_lies_below() -> None:
    table = crosstab(CODINGS, "perspective")

    assert table.to_dict("index") == {
        "4r/reflectie": {"klant": 2, "klantmanager": 1},
        "4r/reflectie/steun": {"klant": 1, "klantmanager": 1},
        "4r/routine": {"klant": 1, "klantmanager": 0},
    }


@pytest.mark.parametrize(("unit", "expected"), [("codings", 3), ("sources", 2)])
def test_a_crosstab_counts_in_the_unit_that_is_asked(unit: str, expected: int) -> None:
    table = crosstab(CODINGS, "perspective", unit=unit)  # type: ignore[arg-type]

    assert table.loc["4r/reflectie", "klant"] == expected


def test_phases_stand_in_order() -> None:
    assert list(crosstab(CODINGS, "phase").columns) == [1, 2]


def test_perspectives_stand_in_their_fixed_order() -> None:
    rows = [
        ("a", n, n + 1, "x/y", "A", p, 1) for n, p in enumerate(["beleid", "klant"])
    ]

    assert list(crosstab(frame(rows), "perspective").columns) == ["klant", "beleid"]


def test_codings_of_which_the_group_is_not_known_are_left_out() -> None:
    unknown = CODINGS.assign(perspective=pd.Series([None] * len(CODINGS), dtype=object))

    assert crosstab(unknown, "perspective").empty
    unknown.loc[0, "perspective"] = "klant"
    assert crosstab(unknown, "perspective").to_dict("index") == {
        "4r/reflectie": {"klant": 1}
    }


def test_a_crosstab_of_nothing_is_empty() -> None:
    assert crosstab(CODINGS.iloc[:0], "phase").empty


@given(st.lists(st.tuples(st.sampled_from("xyz"), st.sampled_from("pqr"))))
def test_counting_pairs_equals_pandas(rows: list[tuple[str, str]]) -> None:
    made = pd.DataFrame(rows, columns=["a", "b"], dtype=object)
    ours = count_pairs(made["a"], made["b"])

    expected = pd.crosstab(made["a"], made["b"])

    assert ours.to_numpy().tolist() == expected.to_numpy().tolist()
    assert np.array_equal(ours.index, expected.index)


def excerpt(key: str, label: str | None, role: str) -> Excerpt:
    return Excerpt(key, key, "s", "b", "r", 0, 1, "h", label=label, speaker_role=role)


def test_the_audit_finds_unknown_unfitting_and_missing_labels() -> None:
    design = [
        DesignEntry("1", "F3/MT", "groepsgesprek", 3, "leidinggevende", 6, 1),
        DesignEntry("2", "F3/duo", "duo", 3, "beleidsmedewerker en teamcoach", 2, 1),
    ]
    quoted = [
        excerpt("Q4", "F3/MK", "leidinggevende"),
        excerpt("Q3", None, "klant"),
        excerpt("Q2", "F3/MT", "klant"),
        excerpt("Q1", "F3/MT", "leidinggevende"),
        excerpt("Q0", "F3/duo", "teamcoach"),
    ]

    found = audit_attribution(quoted, design)

    assert (found.unknown_code, found.role_mismatch, found.unlabelled) == (
        ["Q4"],
        ["Q2"],
        ["Q3"],
    )
    assert not found.is_clean


def test_a_role_that_nobody_stated_fits() -> None:
    assert fits_role(None, "klant")
