import pytest

from vknz_research.coding.plans import (
    next_revision,
    plan_merge,
    plan_move,
    plan_split,
    rename_section,
)
from vknz_research.errors import CodeExistsError, SelfMergeError, UnknownThingError
from vknz_research.model.codes import Code
from vknz_research.model.codings import Coding

TEMPO, RITME = Code("t", "x/tempo"), Code("r", "x/ritme", revision=4)


def coding(key: str, code: Code, coder: str = "A", start: int = 0) -> Coding:
    return Coding(key, "bron", "rev", code.id, coder, start, start + 5, "h")


def test_merging_moves_only_the_codings_of_the_source() -> None:
    plan = plan_merge([coding("1", TEMPO), coding("2", RITME, start=9)], TEMPO, RITME)

    assert [(c.id, c.code_id, c.code_revision) for c in plan.moved] == [("1", "r", 4)]
    assert plan.doubled == []


def test_a_coding_that_has_both_codes_falls_together() -> None:
    codings = [coding("1", TEMPO), coding("2", RITME), coding("3", TEMPO, coder="B")]

    plan = plan_merge(codings, TEMPO, RITME)

    assert [c.id for c in plan.doubled] == ["1"]
    assert [c.id for c in plan.moved] == ["3"]


def test_a_code_is_not_merged_into_itself() -> None:
    with pytest.raises(SelfMergeError):
        plan_merge([], TEMPO, TEMPO)


def test_moving_takes_all_below_along_and_nothing_else() -> None:
    codes = [Code("1", "a/x"), Code("2", "a/x/y"), Code("3", "a/xx")]

    assert [c.path for c in plan_move(codes, "a/x", "b/z")] == ["b/z", "b/z/y"]


def test_moving_onto_a_code_or_into_itself_is_refused() -> None:
    codes = [Code("1", "a/x"), Code("2", "b/x")]

    with pytest.raises(CodeExistsError):
        plan_move(codes, "a/x", "b/x")
    with pytest.raises(SelfMergeError):
        plan_move(codes, "a/x", "a/x/y")


def test_splitting_moves_chosen_codings_and_names_an_unknown_one() -> None:
    codings = [coding("1", TEMPO), coding("2", TEMPO, start=9)]

    assert [c.id for c in plan_split(codings, ["2"], RITME)] == ["2"]
    with pytest.raises(UnknownThingError, match="zoek"):
        plan_split(codings, ["zoek"], RITME)


def test_each_act_on_the_codebook_is_a_new_revision() -> None:
    assert next_revision([]) == 1
    assert next_revision([TEMPO, RITME]) == 5


def test_sections_follow_their_code() -> None:
    assert rename_section("a/x/y", "a/x", "b") == "b/y"
    assert rename_section("a/xx", "a/x", "b") == "a/xx"
    assert rename_section(None, "a/x", "b") is None
