"""What a choice leaves of the material: sources, voices and codings."""

from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from analysis_sample import Row, make_view

from vknz_research.analysis.view import Choice, View, choose
from vknz_research.errors import UnknownValueError
from vknz_research.model.sources import CYCLE_KINDS

ROWS: list[Row] = [(name, 20, 35, "4r/reflectie", "klant") for name in ("a", "b", "c")]


def open_on(choice: Choice) -> View:
    """Choose from three sources: an interview, and two of the cycle, one coded for."""
    view = make_view([*ROWS, ("a", 160, 170, "4r/routine", "beleid")])
    sources = view.sources.assign(
        kind=["interview", min(CYCLE_KINDS), min(CYCLE_KINDS)],
        source_code=["F1/K", "F2/K", None],
        municipality=["Dam", None, "Oever"],
        is_adjudicated=False,
    )
    coders = [*"AAAB"]
    codings = view.codings.assign(coder=pd.Categorical(coders))
    snapshot: Any = SimpleNamespace(
        sources=sources,
        turns=view.all_turns,
        codings=codings,
        coders=pd.DataFrame({"name": ["A", "B"], "kind": ["person", "person"]}),
        codes=view.codes,
        participants=view.participants.assign(age_band=None, gender=None),
        texts=view.texts,
        smart_codes=pd.DataFrame({"name": ["x"], "query": ["*"]}),
    )
    return choose(snapshot, choice)


def test_sources_of_the_cycle_count_when_asked_or_when_they_have_a_code() -> None:
    plain = open_on(Choice())
    whole = open_on(Choice(with_cycle=True))

    assert plain.sources["source_id"].tolist() == ["a", "b"]
    assert whole.sources["source_id"].tolist() == ["a", "b", "c"]
    for view in (plain, whole):
        ids = set(view.sources["source_id"])
        assert set(view.codings["source_id"]) == ids
        assert set(view.turns["source_id"]) == ids


def test_researchers_speak_and_are_not_heard() -> None:
    view = open_on(Choice())

    assert set(view.turns["perspective"]) == {"klant", "klantmanager"}
    assert "onderzoek" in set(view.all_turns["perspective"])


def test_who_is_coded_speaks_there_though_no_turn_says_so() -> None:
    pairs = set(open_on(Choice()).pairs.itertuples(index=False, name=None))

    assert ("a", "beleid") in pairs
    assert ("b", "beleid") not in pairs
    assert ("b", "klantmanager") in pairs


@pytest.mark.parametrize(
    ("choice", "left"),
    [
        (Choice(layer="B"), [("a", "beleid")]),
        (Choice(perspectives=("beleid",)), [("a", "beleid")]),
        (Choice(municipalities=("Dam",)), [("a", "klant"), ("a", "beleid")]),
        (Choice(source_codes=("F2/K",)), [("b", "klant")]),
        (Choice(sources=("Bron b",), layer="B"), []),
    ],
)
def test_codings_are_those_of_the_choice(
    choice: Choice, left: list[tuple[str, str]]
) -> None:
    codings = open_on(choice).codings[["source_id", "perspective"]]

    assert sorted(codings.itertuples(index=False, name=None)) == sorted(left)


@pytest.mark.parametrize(
    "choice",
    [Choice(layer="C"), Choice(municipalities=("Elders",)), Choice(phases=(7,))],
)
def test_what_is_not_there_is_refused(choice: Choice) -> None:
    with pytest.raises(UnknownValueError):
        open_on(choice)
