"""Words in context, distinctive words, shares of a table, and learning goals."""

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from analysis_sample import Row, make_view
from hypothesis import given
from hypothesis import strategies as st

from vknz_research.analysis.context import list_contexts
from vknz_research.analysis.distinctive import list_top, rank_words, weigh_words
from vknz_research.analysis.goals import ask_said, set_against
from vknz_research.analysis.query import find
from vknz_research.analysis.shares import add_shares, mark_top, tell_small
from vknz_research.analysis.words import find_lemma, split_words
from vknz_research.errors import ByPersonError, NoAssessmentError, UnknownValueError

ROWS: list[Row] = [("a", 20, 35, "4r/reflectie", "klant")]
# Turns are of 20 signs: a researcher, a klant, a klantmanager, a klant.
TEXT = "Wat zie je in beeld?" + "Ik zie mij, ik zie. " + "Zij zien mij zitten." + "Nou."


def test_words_stand_in_their_own_turn_and_in_reading_order() -> None:
    view = make_view(ROWS, texts={"b": TEXT, "a": TEXT})
    found = list_contexts(view, "zie", width=7)

    assert found[["source", "start"]].to_numpy().tolist() == [
        ["Bron a", 23],
        ["Bron a", 35],
        ["Bron b", 23],
        ["Bron b", 35],
    ]
    first = found.iloc[0]
    assert (first["before"], first["found"], first["after"]) == (
        "Ik ",
        "zie",
        " mij, i",
    )
    assert len(find(view, '"zie"')) == len(found)


def test_all_forms_of_a_word_are_found_when_asked() -> None:
    view = make_view(ROWS, texts={"a": TEXT})

    found = list_contexts(view, "zien", lemma=True)

    assert found["found"].tolist() == ["zie", "zie", "zien"]
    assert len(find(view, "~zien")) == len(found)


def test_who_may_not_be_quoted_is_counted_and_not_shown() -> None:
    view = make_view(ROWS, texts={"a": TEXT}, refused=["p-klant"])
    found = list_contexts(view, "mij")

    assert found["is_quotable"].tolist() == [False, True]
    assert found[["before", "found", "after"]].iloc[0].tolist() == ["", "", ""]
    assert list_contexts(view, "onvindbaar").empty


def test_words_that_two_people_say_between_them_are_nobodys() -> None:
    view = make_view(ROWS, texts={"a": TEXT})  # a klant ends with "ik zie."

    assert list_contexts(view, "ik zie. Zij").empty
    assert list_contexts(view, "ik zie").empty is False


def test_words_are_split_with_their_places() -> None:
    assert [word for word, _, _ in split_words("Foto's, 2 ex-klanten: é")] == [
        "foto's",
        "ex-klanten",
        "é",
    ]
    assert find_lemma("geluisterd") == "luisteren"


@given(
    st.lists(
        st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=2, max_size=9
    ).filter(lambda rows: all(a + b for a, b in rows))
)
def test_the_weight_of_words_is_that_of_the_formula(
    rows: list[tuple[int, int]],
) -> None:
    own = np.array([a for a, _ in rows], dtype=float)
    other = np.array([b for _, b in rows], dtype=float)
    found = weigh_words(own, other, own + other, prior=20)

    total = sum(a + b for a, b in rows)
    for number, (a, b) in enumerate(rows):
        prior = 20 * (a + b) / total
        y, m = a + prior, b + prior
        rest, others = own.sum() + 20 - y, other.sum() + 20 - m
        odds = math.log(y / rest) - math.log(m / others)
        error = math.sqrt(1 / y + 1 / rest + 1 / m + 1 / others)
        assert found[number] == pytest.approx(odds / error)


def test_words_of_one_source_and_of_who_refused_are_left_out() -> None:
    texts = {"a": TEXT, "b": TEXT, "c": "x" * 20 + "uniek woord alleen. "}
    ranked = rank_words(make_view(ROWS, texts=texts), "perspective")

    assert list(ranked["group"].unique()) == ["klant", "klantmanager"]
    assert "uniek" not in set(ranked["word"])
    assert ranked["word"].iloc[0] == "ik"
    row = ranked[(ranked["group"] == "klant") & (ranked["word"] == "mij")].iloc[0]
    assert (row["number"], row["other"], row["sources"]) == (2, 2, 2)
    silent = rank_words(
        make_view(ROWS, texts=texts, refused=["p-klant"]), "perspective"
    )
    assert silent.empty


def test_groups_are_never_people() -> None:
    view = make_view(ROWS, texts={"a": TEXT})

    with pytest.raises(NoAssessmentError):
        rank_words(view, "speaker")
    with pytest.raises(UnknownValueError):
        rank_words(view, "coder")
    with pytest.raises(UnknownValueError):
        rank_words(view, "perspective", against="beleid")


def test_one_group_can_be_set_against_one_other() -> None:
    view = make_view(ROWS, texts={"a": TEXT, "b": TEXT})
    ranked = rank_words(view, "perspective", against="klant", lemma=True)

    assert list(ranked["group"].unique()) == ["klantmanager"]
    assert "zien" in set(ranked["word"])
    assert "zie" not in set(ranked["word"])
    assert list_top(ranked) == {}  # so few words are never above chance


def test_set_against_one_group_the_others_do_not_count() -> None:
    text = TEXT.replace("Nou.", "Mij.")
    view = make_view(ROWS, texts={"a": text, "b": text})
    roles = view.turns["turn"].map({2: "klant", 3: "klantmanager", 4: "tolk"})
    view = replace(view, turns=view.turns.assign(role=roles))

    def count_others(against: str | None) -> int:
        ranked = rank_words(view, "role", against)
        is_own = (ranked["group"] == "klant") & (ranked["word"] == "mij")
        return int(ranked.loc[is_own, "other"].iloc[0])

    assert count_others("klantmanager") == 2
    assert count_others(None) == 4


@given(st.lists(st.lists(st.integers(0, 60), min_size=3, max_size=3), min_size=1))
def test_shares_are_of_enough_and_add_up(values: list[list[int]]) -> None:
    codes = [f"x/c{number}" for number in range(len(values))]
    counts = pd.DataFrame(values, index=codes, columns=["klant", "km", "beleid"])
    shares = add_shares(counts)

    for number, row in enumerate(values):
        if sum(row) < 20:
            assert shares.of_rows.iloc[number].isna().all()
        else:
            assert shares.of_rows.iloc[number].sum() == pytest.approx(1)
    for column in counts.columns:
        total = int(counts[column].sum())
        found = shares.of_columns[column]
        assert found.isna().all() if total < 20 else found.sum() == pytest.approx(1)


def test_of_twenty_a_share_is_given_and_of_nineteen_not() -> None:
    counts = pd.DataFrame({"klant": [20], "beleid": [19]}, index=["x/p"])

    found = add_shares(counts).of_columns.iloc[0]

    assert found["klant"] == 1
    assert math.isnan(found["beleid"])
    assert tell_small(counts) == [
        "Van beleid zijn er 19 passages: te weinig voor een aandeel."
    ]


def test_what_lies_below_is_not_added_to_its_code() -> None:
    counts = pd.DataFrame({"klant": [30, 10, 10]}, index=["x/p", "x/p/q", "x/r"])

    assert mark_top(counts.index).tolist() == [True, False, True]
    assert add_shares(counts).of_columns["klant"].tolist() == [0.75, 0.25, 0.25]


def test_little_is_said_in_words() -> None:
    counts = pd.DataFrame({"klant": [1], "beleid": [25]}, index=["x/p"])
    assert tell_small(counts) == [
        "Van klant is er 1 passage: te weinig voor een aandeel."
    ]
    few = pd.DataFrame({"klant": [30, 4]}, index=["x/p", "x/q"])
    assert tell_small(few) == ["Minder dan 5 passages: x/q. Lees ze, tel ze niet."]
    assert tell_small(few.iloc[:0]) == ["Er zijn geen passages."]
    many = pd.DataFrame({"klant": [30, *[1] * 5]}, index=[f"x/{n}" for n in range(6)])
    assert tell_small(many) == [
        "5 codes hebben minder dan 5 passages: lees ze, tel ze niet."
    ]


def make_points(kinds: list[tuple[str, int, str, str]]) -> pd.DataFrame:
    columns = ["trajectory_id", "round", "kind", "code"]
    made = pd.DataFrame(kinds, columns=columns)
    made["point_id"] = [str(number) for number in range(len(made))]
    return made.assign(theme="themas/echtheid", body="").astype({"kind": "category"})


def test_goals_stand_beside_points_and_small_numbers_are_left_out() -> None:
    points = make_points(
        [("t", n, "room", "4r/reflectie/steun") for n in range(1, 13)]
        + [("u", 1, "tempo", "4r/routine")] * 3
    )
    goals = pd.DataFrame(
        [("t", n, "goal") for n in range(1, 7)] + [("t", 7, "doubt")],
        columns=["trajectory_id", "round", "kind"],
    )
    leerdoel = "4r/richting/leerdoelen"
    rows: list[Row] = [
        ("a", n, n + 5, leerdoel, "klantmanager") for n in range(0, 60, 10)
    ]
    rows += [("a", n, n + 3, "4r/reflectie", "klantmanager") for n in range(0, 60, 10)]
    rows += [("a", 3, 6, "4r/routine", "klantmanager")]
    view = make_view(rows)

    table = set_against(view, goals, points, source_codes=["F1/K"])

    assert table.loc["4r/reflectie"].tolist() == [12, 6, pd.NA, 6]
    assert table.loc["4r/routine"].isna().all()
    asked = ask_said("4r/reflectie", ["F1/K"])
    assert len(find(view, asked)) == table.loc["4r/reflectie", "said"]
    by_kind = set_against(view, goals, points, "kind")
    assert by_kind["named"].tolist() == [12, pd.NA]
    said = [
        ("a", n, n + 5, "themas/echtheid", "klantmanager") for n in range(0, 50, 10)
    ]
    by_theme = set_against(
        make_view([*rows, *said]), goals, points, "theme", source_codes=["F1/K"]
    )
    assert by_theme["said"].to_dict() == {"themas/echtheid": 5}  # five are enough
    with pytest.raises(ByPersonError):
        set_against(view, goals, points, "trajectory_id")
