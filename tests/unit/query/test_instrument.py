"""The 4R as an instrument: what it counts is what its questions find."""

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.query.asking import LENGTH, SOURCES, Mark, make_view
from vknz_research.analysis.instrument import FACETS, facet_query, read_instrument
from vknz_research.analysis.query import find
from vknz_research.analysis.view import View

PATHS = ("r/een", "r/een/a", "r/een/b", "r/twee", "k/x/opbrengst", "f/opbrengst")
CODES = (*PATHS, "f/voorwaarde", "f/drempel")


def open_view(marks: list[Mark]) -> View:
    view = make_view(marks)
    rows = [
        {
            "code": path,
            "parent": path.rpartition("/")[0],
            "position": place,
            "letters": "Ab",
            "colour": "#123456",
            "stroke": "solid",
            "name_nl": path.title(),
            "definition_nl": "Wat het is.",
        }
        for place, path in enumerate(CODES)
    ]
    return replace(view, codes=pd.DataFrame(rows))


@st.composite
def marks(draw: st.DrawFn) -> list[Mark]:
    place = st.tuples(st.sampled_from(SOURCES), st.integers(0, LENGTH - 9))
    made = draw(
        st.lists(
            st.tuples(place, st.integers(1, 9), st.sampled_from(CODES)), max_size=20
        )
    )
    return [Mark(s, a, a + n, code, "NvD") for (s, a), n, code in made]


@settings(max_examples=80, deadline=None)
@given(marks())
def test_every_number_of_the_instrument_is_what_its_question_finds(
    given_marks: list[Mark],
) -> None:
    view = open_view(given_marks)

    for principle in read_instrument(view, "r", language="nl").principles:
        for voice in principle.voices:
            asked = facet_query(CODES, principle.code, None, voice.perspective)
            assert voice.passages == len(find(view, asked))
            for facet in FACETS:
                asked = facet_query(CODES, principle.code, facet, voice.perspective)
                assert voice.facets[facet] == len(find(view, asked))
                for path, row in principle.grid[voice.perspective].iterrows():
                    asked = facet_query(CODES, str(path), facet, voice.perspective)
                    assert row[facet] == len(find(view, asked))
        assert principle.passages == sum(v.passages for v in principle.voices)
        by_phase = principle.by_phase.to_numpy().sum()
        assert by_phase == len(find(view, principle.code))


def test_depth_counts_sources_in_which_a_perspective_speaks() -> None:
    said = [Mark("a", n, n + 2, "r/een", "NvD") for n in (0, 3, 6)]
    view = open_view([*said, Mark("b", 21, 23, "r/een/a", "NvD")])

    one, two = read_instrument(view, "r", language="nl").principles

    assert [v.perspective for v in one.voices] == ["klant", "klantmanager"]
    assert [v.depth for v in one.voices] == [(0, 2), (1, 0)]
    assert [(v.sources, v.total) for v in one.voices] == [(1, 2), (1, 2)]
    assert [v.passages for v in two.voices] == [0, 0]


def test_what_is_thin_is_said_in_words() -> None:
    said = [Mark("a", n, n + 2, "r/een", "NvD") for n in (0, 3, 6)]
    view = open_view(said)

    one, _ = read_instrument(view, "r", language="nl").principles

    assert one.thin == (
        "Bij klanten steunt dit op één bron.",
        "Van klantmanagers is hier niets over gecodeerd.",
    )


def test_two_passages_in_a_source_name_it_and_three_discuss_it() -> None:
    said = [Mark("a", n, n + 2, "r/een", "NvD") for n in (0, 3)]
    view = open_view([*said, *(replace(m, source="b") for m in said)])

    one, _ = read_instrument(view, "r", language="nl").principles

    assert one.voices[0].depth == (1, 1)


def test_a_question_of_a_researcher_elsewhere_was_not_asked_of_them() -> None:
    view = open_view([Mark("a", 0, 2, "r/een", "NvD")])
    asked = view.codings.astype({"perspective": object})
    view = replace(view, codings=asked.assign(perspective="onderzoek"))
    in_b = (view.turns["source_id"] == "b").to_numpy()
    is_klant = (view.turns["perspective"] == "klant").to_numpy()
    view = replace(view, turns=view.turns[in_b | is_klant])

    one, _ = read_instrument(view, "r", language="nl").principles

    assert {v.perspective: v.is_asked for v in one.voices} == {
        "klant": True,
        "klantmanager": False,
    }
    assert one.thin == (
        "Van klanten is hier niets over gecodeerd, hoewel ernaar is gevraagd.",
        "Van klantmanagers is hier niets over gecodeerd. Er is in de coderingen ook "
        "geen vraag ernaar te vinden.",
    )


def test_a_missing_voice_for_a_principle_is_said() -> None:
    marks = [Mark(s, n, n + 2, "r/een", "NvD") for s in SOURCES for n in (0, 3)]
    view = open_view([*marks, Mark("a", 0, 2, "f/drempel", "NvD")])

    one, _ = read_instrument(view, "r", language="nl").principles

    assert one.thin[0] == "Bij klanten geen passage over wat het brengt."


def test_three_passages_in_two_sources_are_enough() -> None:
    marks = [Mark("a", n, n + 2, "r/een", "NvD") for n in (0, 3)]
    both = [Mark("a", 0, 2, "f/drempel", "NvD"), Mark("a", 0, 2, "f/opbrengst", "NvD")]

    def tell(*more: Mark) -> list[str]:
        view = open_view([*marks, *both, *more])
        one, _ = read_instrument(view, "r", language="nl").principles
        return [said for said in one.thin if "klanten" in said]

    assert tell() == ["Bij klanten steunt dit op één bron."]
    assert tell(Mark("b", 0, 2, "r/een", "NvD")) == []


def test_who_speaks_in_one_source_only_is_not_said_to_rest_on_one() -> None:
    marks = [Mark("a", n, n + 2, "r/een", "NvD") for n in (0, 3, 6)]
    view = open_view([*marks, *(replace(m, code="f/drempel") for m in marks)])
    view = replace(view, turns=view.turns[(view.turns["source_id"] == "a").to_numpy()])

    one, _ = read_instrument(view, "r", language="nl").principles

    assert one.thin[0] == "Bij klanten geen passage over wat het brengt."


def test_of_few_passages_the_number_is_said() -> None:
    marks = [Mark(s, 0, 2, "r/een", "NvD") for s in SOURCES]

    one, _ = read_instrument(open_view(marks), "r", language="nl").principles

    assert one.thin[0] == "Bij klanten 2 passages."


@pytest.mark.parametrize(
    ("language", "said"), [("nl", "drempel"), ("en", "what holds it back")]
)
def test_a_missing_counter_voice_is_said(language: str, said: str) -> None:
    marks = [Mark(s, n, n + 2, "r/een", "NvD") for s in SOURCES for n in (0, 3, 10)]
    view = open_view([*marks, Mark("a", 0, 2, "f/opbrengst", "NvD")])

    one, _ = read_instrument(view, "r", language=language).principles  # type: ignore[arg-type]

    expected = {"drempel": "Bij klanten geen passage over wat tegenhoudt."}
    assert any(expected.get(said, said) in sentence for sentence in one.thin)


def test_there_are_municipalities_when_there_are_several() -> None:
    view = open_view([Mark("a", 0, 2, "r/een", "NvD"), Mark("b", 0, 2, "r/een", "TK")])

    one, _ = read_instrument(view, "r").principles

    assert one.by_municipality is not None
    assert one.by_municipality["klant"].to_dict() == {"Dam": 1, "Oever": 1}


def test_of_one_municipality_nothing_is_set_side_by_side() -> None:
    view = open_view([Mark("a", 0, 2, "r/een", "NvD")])
    view = replace(view, sources=view.sources.assign(municipality=["Dam", None]))

    one, _ = read_instrument(view, "r").principles

    assert one.by_municipality is None


def test_memos_are_those_of_the_principle_and_of_what_lies_below_it() -> None:
    memos = pd.DataFrame(
        {"memo_id": ["1", "2", "3"], "section": ["r/een", "r/een/a", "r/eender"]}
    )

    one, two = read_instrument(open_view([]), "r", memos=memos).principles

    assert one.memos == ("1", "2")
    assert two.memos == ()
