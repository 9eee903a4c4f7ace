"""Agreement on frames: units, sources, coders, and what is left out."""

from typing import Any

import numpy as np
import pytest
from agreement_sample import TEXT, A, B, Fake, Row, make_sources

from vknz_research.analysis.agreement import measure, u_alpha
from vknz_research.analysis.agreement.bootstrap import draw_groups
from vknz_research.analysis.agreement.family import (
    lay_lines,
    resample_family,
    sum_values,
)
from vknz_research.analysis.agreement.layout import lay_sheets
from vknz_research.analysis.agreement.selection import Wanted, select_parts
from vknz_research.analysis.agreement.unitizing import find_u, total_sums
from vknz_research.errors import UnknownThingError, UnknownValueError


def values(found: Any, *names: str, code: str | None = None) -> list[float | None]:
    return [found.find(name, code).value for name in names]


ALL = (
    "percent", "holsti", "cohen", "fleiss", "brennan_prediger", "scott", "ac1",
    "alpha_nominal", "alpha_binary", "alpha_multi", "u_alpha", "u_alpha_binary",
)  # fmt: skip


@pytest.mark.parametrize("unit", ["character", "turn", "sentence", "window:5", "ms"])
def test_two_coders_who_code_the_same_half_agree_fully(unit: str) -> None:
    half = TEXT.index("\n")
    found = measure(Fake([("s", "AA", A, 0, half), ("s", "BB", A, 0, half)]), unit=unit)

    assert values(found, *ALL) == pytest.approx([1.0] * len(ALL))
    assert found.find("cu_alpha").reason == "one_label"
    assert found.find("alpha_binary", A).value == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("unit", "n"),
    [
        ("character", len(TEXT)),
        ("turn", 2),
        ("sentence", 4),
        ("window:10", 6),
        ("ms", 5000),
    ],
)
def test_n_is_the_number_of_units(unit: str, n: int) -> None:
    found = measure(Fake([("s", "AA", A, 0, 5), ("s", "BB", A, 0, 5)]), unit=unit)
    assert found.find("alpha_nominal").n == n


def test_a_character_counts_as_one_unit_each() -> None:
    rows: list[Row] = [
        ("s", "AA", A, 0, 10),
        ("s", "BB", A, 5, 15),
        ("s", "BB", B, 40, 44),
    ]
    found = measure(Fake(rows))
    plain = np.zeros((2, len(TEXT)), dtype=int)
    plain[0, 0:10], plain[1, 5:15], plain[1, 40:44] = 1, 1, 2

    from vknz_research.analysis import agreement

    for name in ("percent", "cohen", "fleiss", "scott", "ac1", "alpha_nominal"):
        assert found.find(name).value == pytest.approx(getattr(agreement, name)(plain))
    expected = u_alpha(len(TEXT), [(c, s, e, k) for _, c, k, s, e in rows])
    assert found.find("u_alpha").value == expected


def test_words_with_two_codes_have_the_set_as_value() -> None:
    rows: list[Row] = [
        ("s", "AA", A, 0, 20),
        ("s", "AA", B, 0, 20),
        ("s", "BB", A, 0, 20),
    ]
    found = measure(Fake(rows), unit="window:20")

    assert found.find("percent").value == pytest.approx(2 / 3)
    assert found.find("alpha_multi").value > found.find("alpha_nominal").value
    assert values(found, "percent", code=A) == [1.0]
    assert found.find("alpha_binary", B).value <= 0


def test_codings_of_one_code_that_overlap_are_one_unit() -> None:
    once: list[Row] = [("s", "AA", A, 0, 20), ("s", "BB", A, 5, 25)]
    twice: list[Row] = [("s", "AA", A, 0, 12), ("s", "AA", A, 8, 20), once[1]]
    assert values(measure(Fake(once)), "u_alpha") == values(
        measure(Fake(twice)), "u_alpha"
    )


def test_a_coder_who_did_not_code_a_source_is_missing_there() -> None:
    texts = {"s": TEXT, "t": TEXT, "u": TEXT}
    rows: list[Row] = [
        ("s", "AA", A, 0, 9), ("s", "BB", A, 0, 9), ("s", "CC", A, 0, 9),
        ("t", "AA", A, 0, 9), ("t", "BB", A, 0, 9), ("u", "AA", A, 0, 9),
    ]  # fmt: skip
    found = measure(Fake(rows, texts))

    assert found.sources == ("s", "t")
    assert found.find("alpha_nominal").value == pytest.approx(1.0)
    assert {(row.what, row.name, row.reason) for row in found.left_out} == {
        ("source", "u", "one_coder"),
        ("layer", "t · CC", "no_codings"),
    }
    assert list(found.by_pair) == ["AA · BB", "AA · CC", "BB · CC"]
    assert found.by_pair["AA · CC"][0].n == len(TEXT)


def test_an_empty_layer_counts_when_it_was_handed_in() -> None:
    done = [("r", 1, "s", "AA", "done", True), ("r", 1, "s", "BB", "done", True)]
    rows: list[Row] = [("s", "AA", A, 0, 9), ("t", "BB", A, 0, 9), ("t", "AA", A, 0, 9)]
    found = measure(Fake(rows, {"s": TEXT, "t": TEXT}, done))

    assert found.sources == ("s", "t")
    assert found.by_source["s"][0].value == pytest.approx(1 - 9 / len(TEXT))


def test_a_source_that_is_still_blind_is_left_out() -> None:
    one_open = [("r", 1, "s", "AA", "done", False), ("r", 1, "s", "BB", "open", False)]
    found = measure(
        Fake([("s", "AA", A, 0, 9), ("s", "BB", A, 0, 9)], assigned=one_open)
    )

    assert [row.reason for row in found.left_out] == ["not_done"]
    assert (found.find("percent").value, found.find("percent").reason) == (
        None,
        "no_units",
    )


def test_only_persons_count() -> None:
    rows: list[Row] = [("s", name, A, 0, 9) for name in ("AA", "BB", "Consensus")]
    kinds = {"Consensus": "consensus"}

    assert measure(Fake(rows, kinds=kinds)).coders == ("AA", "BB")
    named = measure(Fake(rows, kinds=kinds), coders=["AA", "BB", "Consensus"])
    assert named.coders == ("AA", "BB")
    assert [row.reason for row in named.left_out] == ["not_a_person"]


def test_masked_words_do_not_count() -> None:
    text = "ja nee █████ ███ ja nee\nja nee ja nee\n"
    found = measure(Fake([("s", "AA", A, 0, 6), ("s", "BB", A, 0, 6)], {"s": text}))

    assert found.find("percent").n == len(text) - len("█████ ███")
    assert [row.reason for row in found.left_out] == ["masked"]


def test_turns_without_times_are_left_out_of_time() -> None:
    rows: list[Row] = [("s", "AA", A, 0, 9), ("s", "BB", A, 0, 9)]
    found = measure(Fake(rows, times=False), unit="ms")
    assert [row.reason for row in found.left_out] == ["no_times"]
    assert found.find("alpha_nominal").value is None


def test_a_place_within_a_turn_is_timed_in_proportion() -> None:
    half = TEXT.index("\n")
    rows: list[Row] = [("s", "AA", A, 0, half), ("s", "BB", A, 0, half // 2)]
    found = measure(Fake(rows), unit="ms")
    late = 1000 - 1000 * (half // 2) // half
    assert found.find("percent").value == pytest.approx(1 - late / 5000)


def test_sub_codes_are_rolled_up_on_request() -> None:
    rows: list[Row] = [("s", "AA", "k/a/b", 0, 9), ("s", "BB", "k/a/c", 0, 9)]
    assert list(measure(Fake(rows)).by_code) == ["k/a/b", "k/a/c"]
    rolled = measure(Fake(rows), level=1)
    assert list(rolled.by_code) == ["k/a"]
    assert rolled.find("alpha_nominal").value == pytest.approx(1.0)


def test_a_round_compares_what_was_handed_in_then() -> None:
    then = [(1, "s", "AA", A, 0, 9, 60), (1, "s", "BB", A, 20, 29, 60)]
    frames = Fake([("s", "AA", A, 0, 9), ("s", "BB", A, 0, 9)], handed_in=then)

    assert measure(frames).find("alpha_nominal").value == pytest.approx(1.0)
    first = measure(frames, round=1)
    assert first.find("percent").value == pytest.approx(42 / 60)
    assert measure(frames, round=1, unit="turn").left_out[0].reason == "text_changed"


def test_random_halves_of_a_text_agree_by_chance_only() -> None:
    random = np.random.default_rng(5)
    text = "x" * 20_000 + "\n" + "y" * 20_000
    rows: list[Row] = [
        ("s", coder, A, int(at) * 10, int(at) * 10 + 10)
        for coder in ("AA", "BB")
        for at in np.flatnonzero(random.random(4_000) < 0.5)
    ]
    found = measure(Fake(rows, {"s": text}))
    for name in (
        "cohen",
        "ac1",
        "alpha_nominal",
        "alpha_binary",
        "u_alpha",
        "u_alpha_binary",
    ):
        assert abs(found.find(name).value) < 0.05, name


def test_intervals_are_drawn_from_sources_when_there_are_five() -> None:
    frames = make_sources(6)
    found = measure(frames, replicates=300)

    assert found.interval == "sources"
    row = found.find("alpha_nominal")
    assert row.low < row.value < row.high
    again = measure(frames, replicates=300)
    assert again.to_dict() == found.to_dict()
    assert measure(frames, replicates=300, seed=3).find("alpha_nominal").low != row.low


def test_few_sources_and_turns_give_no_interval() -> None:
    found = measure(make_sources(3))
    assert found.interval == "none"
    assert found.find("alpha_nominal").low is None


def test_the_family_resampled_once_as_it_is_gives_its_own_value() -> None:
    frames = make_sources(6)
    selection = select_parts(frames, Wanted())
    sheets, _ = lay_sheets(frames, selection.parts, "character")
    listed = sum_values(lay_lines(sheets, selection.coders), {})

    low, high = resample_family(listed, np.ones((1, 6)))["u_alpha"]
    assert low == high == pytest.approx(float(find_u(total_sums(listed))), abs=1e-12)
    assert (draw_groups(6, 50, 1).sum(axis=1) == 6).all()


def test_everything_coded_with_one_code_is_undefined_and_says_so() -> None:
    rows: list[Row] = [("s", coder, A, 0, len(TEXT)) for coder in ("AA", "BB")]
    found = measure(Fake(rows))
    assert found.find("percent").value == 1.0
    undefined = {
        row.coefficient: row.reason for row in found.overall if row.value is None
    }
    assert undefined["alpha_nominal"] == undefined["u_alpha"] == "one_code"
    assert undefined["u_alpha_binary"] == "all_coded"
    assert all(row.note for row in found.overall)


def test_a_coder_or_unit_that_does_not_exist_is_refused() -> None:
    frames = Fake([("s", "AA", A, 0, 9)])
    with pytest.raises(UnknownThingError):
        measure(frames, coders=["AA", "Niemand"])
    with pytest.raises(UnknownValueError):
        measure(frames, unit="alinea")


def test_who_gave_other_codes_counts_where_one_code_is_asked_for() -> None:
    frames = Fake([("s", "AA", A, 0, 5), ("s", "BB", B, 0, 5)])

    found = measure(frames, codes=[A], replicates=0)

    assert found.coders == ("AA", "BB")
    assert found.left_out == ()
    assert values(found, "percent") == [pytest.approx(1 - 5 / len(TEXT))]
    assert values(found, "cohen") == [0]
    nobody = measure(frames, codes=["kader/drie"], replicates=0).find("cohen")
    assert (nobody.value, nobody.reason) == (None, "no_code")


def test_a_coder_named_twice_is_no_second_coder() -> None:
    frames = Fake([("s", "AA", A, 0, 5), ("s", "BB", B, 0, 5)])

    found = measure(frames, ["AA", "AA"], replicates=0)

    assert found.coders == ("AA",)
    assert values(found, "percent", "u_alpha") == [None, None]


def test_a_round_that_was_never_begun_is_refused() -> None:
    frames = Fake([("s", "AA", A, 0, 5), ("s", "BB", B, 0, 5)])

    with pytest.raises(UnknownThingError):
        measure(frames, round=7, replicates=0)


def test_layers_handed_in_on_other_texts_are_not_compared() -> None:
    handed_in = [(1, "s", "AA", A, 0, 5, 60), (1, "s", "BB", A, 4, 9, 64)]
    now: list[Row] = [("s", "AA", A, 4, 9), ("s", "BB", A, 4, 9)]
    frames = Fake(now, handed_in=handed_in)

    found = measure(frames, round=1, replicates=0)

    assert [row.reason for row in found.left_out] == ["other_texts"]
    assert values(found, "percent") == [None]


def test_codings_of_one_code_that_touch_stay_two_units() -> None:
    two = [("s", "AA", A, 0, 5), ("s", "AA", A, 5, 12), ("s", "BB", A, 0, 12)]
    found = measure(Fake([*two, ("s", "BB", A, 30, 40)]), replicates=0)

    units = [(coder, start, end, code) for _, coder, code, start, end in two]
    expected = u_alpha(len(TEXT), [*units, ("BB", 30, 40, A)])
    assert values(found, "u_alpha") == [pytest.approx(expected)]
    whole = u_alpha(len(TEXT), [("AA", 0, 12, A), ("BB", 0, 12, A), ("BB", 30, 40, A)])
    assert expected != whole
