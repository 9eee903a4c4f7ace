"""Silence, contrast, voices, profile and saturation, against plain loops."""

from dataclasses import replace

import pandas as pd
import pytest
from analysis_sample import Row, draw_rows, make_codings, make_view, naive_passages
from hypothesis import given, settings

from vknz_research.analysis.contrast import contrast
from vknz_research.analysis.profile import profile_source
from vknz_research.analysis.query import find
from vknz_research.analysis.saturation import trace_saturation
from vknz_research.analysis.silence import find_silence, tell_silence
from vknz_research.analysis.voices import share_voices
from vknz_research.errors import UnknownThingError

THEME = "4r/reflectie"
ROWS: list[Row] = [
    ("a", 20, 35, "4r/reflectie/steun", "klant"),
    ("a", 30, 38, "kernelementen/vreemde-ogen/drempel", "klant"),
    ("a", 40, 55, "4r/reflectie/terugkijken", "klantmanager"),
    ("b", 40, 55, "4r/reflectie/steun", "klantmanager"),
    ("b", 100, 110, "4r/routine", "klant"),
]


@settings(max_examples=30)
@given(draw_rows())
def test_silence_counts_as_a_plain_loop(rows: list[Row]) -> None:
    view = make_view(rows)
    found = find_silence(view)

    for row in found.itertuples():
        own = [
            r
            for r in rows
            if f"{r[3]}/".startswith(f"{row.code}/") and r[4] == row.perspective
        ]
        assert row.spoken == len({r[0] for r in own})
        assert row.passages == len(naive_passages(own, str(row.code)))
        asked = f"{row.code} EN perspectief:{row.perspective}"
        assert len(find(view, asked)) == row.passages
        assert pd.isna(row.asked)


def test_a_perspective_counts_in_the_sources_where_it_speaks() -> None:
    found = find_silence(make_view(ROWS), ["4r/routine"])

    assert found[["perspective", "sources", "spoken"]].to_numpy().tolist() == [
        ["klant", 2, 1],
        ["klantmanager", 2, 0],
    ]
    assert tell_silence(found) == [
        "4r/routine: van klantmanagers is hier niets over gecodeerd."
    ]


def test_a_question_of_a_researcher_says_that_it_was_asked() -> None:
    asked: list[Row] = [
        ("b", n, n + 10, "4r/routine", "onderzoek")
        for n in (0, 80)  # one source
    ]
    found = find_silence(make_view([*ROWS, *asked]), ["4r/routine", THEME])

    assert list(found["perspective"].unique()) == ["klant", "klantmanager"]
    assert found["asked"].tolist() == [1, 1, 0, 0]
    assert tell_silence(found) == [
        "4r/routine: van klantmanagers is hier niets over gecodeerd. "
        "In 1 bron is er wel naar gevraagd."
    ]


def test_perspectives_stand_side_by_side_with_what_only_one_says() -> None:
    view = make_view(ROWS)
    found = contrast(view, THEME)

    assert [(s.perspective, s.passages, s.sources, s.total) for s in found.sides] == [
        ("klant", 1, 1, 2),
        ("klantmanager", 2, 2, 2),
    ]
    assert found.only == {
        "klant": (),
        "klantmanager": ("4r/reflectie/terugkijken",),
    }
    assert found.shared == ("4r/reflectie/steun",)
    assert found.sentences == ("Bij klanten steunt dit op één gesprek of vragenlijst.",)


@settings(max_examples=15)
@given(draw_rows(8))
def test_each_number_of_a_contrast_is_that_of_its_query(rows: list[Row]) -> None:
    view = make_view([*rows, ("a", 0, 9, THEME, "klant")])
    found = contrast(view, THEME)

    for side in found.sides:
        assert len(find(view, side.query)) == side.passages
    for table in (found.parts, found.beside):
        for row in table.index:
            for voice in table.columns:
                asked = found.query(str(row), str(voice))
                assert len(find(view, asked)) == table.loc[row, voice]


def test_a_code_that_is_not_there_is_named() -> None:
    with pytest.raises(UnknownThingError, match="4r/niets"):
        contrast(make_view(ROWS), "4r/niets")


def test_voices_are_of_roles_and_of_one_conversation() -> None:
    text = "een twee drie vier. " + "een twee drie......." + "een twee............" * 2
    found = share_voices(make_view(ROWS, texts={"c": text * 2}), "c")

    assert list(found.index) == ["klant", "klantmanager", "onderzoek"]
    assert found["words"].tolist() == [10, 4, 8]
    assert found["turns"].tolist() == [4, 2, 2]
    assert found["share"].round(2).tolist() == [0.45, 0.18, 0.36]


def test_what_nobody_says_is_of_no_voice() -> None:
    view = make_view(ROWS)
    kinds = view.all_turns["turn"].map(lambda turn: "note" if turn == 2 else "speech")

    found = share_voices(
        replace(view, all_turns=view.all_turns.assign(kind=kinds)), "a"
    )

    assert found["turns"].to_dict() == {
        "klant": 4,
        "klantmanager": 2,
        "onderzoek": 3,
    }


def test_of_few_words_no_share_is_given() -> None:
    found = share_voices(make_view(ROWS, texts={"c": "kort"}), "c")

    assert found["share"].isna().all()
    with pytest.raises(UnknownThingError):
        share_voices(make_view(ROWS), "z")


@settings(max_examples=30)
@given(draw_rows())
def test_a_profile_counts_each_sign_once(rows: list[Row]) -> None:
    view = make_view([*rows, ("a", 0, 3, THEME, "klant")])
    length = len(view.texts["a"])
    table = profile_source(view, "a", bins=length)

    for code in table.index:
        own = {
            sign
            for s, start, end, c, _ in [*rows, ("a", 0, 3, THEME, "klant")]
            if s == "a" and c == code
            for sign in range(start, end)
        }
        assert set(table.columns[table.loc[code].to_numpy() > 0]) == own


def test_a_cell_of_a_profile_is_the_share_of_its_stretch() -> None:
    rows: list[Row] = [
        ("a", 0, 25, THEME, "klant"),
        ("a", 20, 30, THEME, "klantmanager"),
    ]

    table = profile_source(make_view(rows), "a", bins=4)  # 200 signs

    assert table.loc[THEME].round(2).tolist() == [0.6, 0, 0, 0]


def naive_facets(rows: list[Row]) -> set[tuple[str, str]]:
    found = set()
    for s, a, b, code, _ in rows:
        stem, _, last = code.rpartition("/")
        if last in ("drempel", "opbrengst"):
            found.add((stem, last))
            continue
        for t, c, d, other, _ in rows:
            end = other.rpartition("/")[2]
            if s == t and a < d and c < b and end in ("drempel", "opbrengst"):
                found.add((code, end))
    return found


@settings(max_examples=30)
@given(draw_rows())
def test_saturation_counts_what_each_next_source_added(rows: list[Row]) -> None:
    orders = list(range(len(rows), 0, -1))  # what stands last was coded first
    found = trace_saturation(make_view(rows, orders=orders))

    seen: list[Row] = []
    for row in found.itertuples():
        before = len({r[3] for r in seen}), len(naive_facets(seen))
        seen += [r for r in rows if r[0] == row.source_id]
        after = len({r[3] for r in seen}), len(naive_facets(seen))
        assert (row.all_codes, row.all_facets) == after
        assert (row.new_codes, row.new_facets) == (
            after[0] - before[0],
            after[1] - before[1],
        )
    first = {row[0]: order for row, order in zip(rows, orders, strict=True)}
    assert dict(zip(found["source_id"], found["order"], strict=True)) == first
    assert found["order"].is_monotonic_increasing
    assert set(found["source_id"]) == {row[0] for row in rows}


def test_without_the_order_sources_stand_by_phase_and_name() -> None:
    view = make_view(ROWS)
    older = replace(view, codings=make_codings(ROWS).drop(columns="coded_order"))

    found = trace_saturation(older)

    assert found["order"].isna().all()
    assert found["source"].tolist() == ["Bron a", "Bron b"]
    assert found["new_codes"].tolist() == [3, 1]
