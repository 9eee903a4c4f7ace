"""Counting aandachtspunten: by what they are about, never by whose they are."""

import pandas as pd
import pytest

from vknz_research.analysis.points import count_points, show_points
from vknz_research.errors import ByPersonError


def make(count: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    points = pd.DataFrame(
        {
            "point_id": [f"p{n}" for n in range(count + 2)],
            "trajectory_id": "t",
            "round": 1,
            "kind": ["room"] * count + ["goal"] * 2,
            "theme": ["themas/echtheid"] * (count + 2),
            "code": ["4r/reflectie/veiligheid"] * count + [None] * 2,
        }
    )
    looks = pd.DataFrame(
        {
            "look_id": [f"l{n}" for n in range(count)] + ["m"],
            "point_id": [f"p{n}" for n in range(count)] + ["p0"],
            "round": [2] * count + [3],
            "tried": ["yes"] * (count // 2) + ["no"] * (count - count // 2) + ["yes"],
            "outcome": ["kept"] * count + ["dropped"],
        }
    )
    return points, looks


def test_points_are_counted_by_kind_with_their_last_outcome() -> None:
    table = count_points(*make(12), k=1)
    assert table.loc["room"].tolist() == [12, 6, 11, 0, 1]
    assert table.loc["goal"].tolist() == [2, 0, 0, 0, 0]


def test_codes_are_counted_by_their_principle() -> None:
    assert count_points(*make(12), "code", k=1).index.tolist() == ["4r/reflectie"]


def test_i19_small_cells_are_left_empty_and_what_tells_them() -> None:
    table = count_points(*make(12), k=5)
    assert table.loc["goal"].isna().all()
    assert table.loc["room", "named"] == 12
    assert table.loc["room", "tried"] == 6
    assert pd.isna(table.loc["room", "kept"])  # 11 of 12 tells the one
    assert pd.isna(table.loc["room", "dropped"])


@pytest.mark.parametrize(
    "by", ["klantmanager", "trajectory_id", "participant", "label"]
)
def test_i11_points_are_never_counted_by_person(by: str) -> None:
    with pytest.raises(ByPersonError):
        count_points(*make(12), by, k=1)


def test_no_points_make_an_empty_table() -> None:
    points, looks = make(12)
    assert count_points(points[:0], looks[:0]).empty


def test_what_is_left_out_is_told_in_words() -> None:
    shown = show_points(count_points(*make(12), k=99), 99)

    assert set(shown.to_numpy().ravel()) == {"minder dan 99"}
    assert next(iter(shown.columns)) == "benoemd"
