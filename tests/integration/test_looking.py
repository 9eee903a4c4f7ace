"""What the pages that look at the material are told: every number has its passages."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from consenting import GIVEN

from vknz_research.coding.rounds import Plan, start_round
from vknz_research.dashboard.building import BuildingDesk
from vknz_research.dashboard.looking import Looking
from vknz_research.dashboard.pane import answer_with
from vknz_research.dashboard.stand import Stand
from vknz_research.dashboard.users import Visitor
from vknz_research.project import Study, open_study
from vknz_research.project.importing import import_files

Ask = Callable[..., Any]


@pytest.fixture(scope="module")
def looked_at(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Study]:
    """A copy of the demo study that tests only look at."""
    folder = tmp_path_factory.mktemp("kijken") / "studie"
    with open_study(shutil.copytree(demo, folder)) as study:
        yield study


def ask_as(study: Study, name: str = "NvD", role: str = "researcher") -> Ask:
    """Return what asks a page for somebody; the answer went through JSON."""
    handle = answer_with(Looking(Stand(study, Visitor(name, role), lambda: True)).asks)

    def ask(act: str, choice: dict[str, str] | None = None, **args: Any) -> Any:
        given = {"choice": choice or {}, "snapshot": "", **args}
        answer = handle({"id": "1", "act": act, "args": given})
        assert answer["ok"], answer["error"]
        return json.loads(json.dumps(answer["result"]))

    return ask


def refuse(study: Study, act: str, role: str = "researcher", **args: Any) -> str:
    """Return the kind of the refusal."""
    handle = answer_with(Looking(Stand(study, Visitor("NvD", role), lambda: True)).asks)
    given = {"choice": {}, "snapshot": "", **args}
    answer = handle({"id": "1", "act": act, "args": given})
    assert not answer["ok"]
    return str(answer["error"]["kind"])


def count(ask: Ask, query: str, choice: dict[str, str] | None = None) -> int:
    return int(ask("passages", choice, query=query, offset=0)["total"])


def list_to_quote(study: Study, name: str, code: str) -> list[tuple[int, int]]:
    """List the passages that somebody may choose from when composing a report."""
    desk = BuildingDesk(Stand(study, Visitor(name), lambda: True))
    given = {"code": code, "perspective": "", "words": "", "offset": 0}
    found = answer_with(desk.asks)({"id": "1", "act": "passages", "args": given})
    return [(one["start"], one["end"]) for one in found["result"]["passages"]]


def list_numbers(shape: Any) -> Iterator[tuple[int, str]]:
    """Give each number in an answer that has a question behind it."""
    if isinstance(shape, dict):
        if "n" in shape and "q" in shape:
            yield shape["n"], shape["q"]
        for value in shape.values():
            yield from list_numbers(value)
    elif isinstance(shape, list):
        for value in shape:
            yield from list_numbers(value)


CHOICES = [{}, {"fase": "1,3"}, {"perspectief": "klantmanager", "soort": "interview"}]


@pytest.mark.parametrize("choice", CHOICES)
@pytest.mark.parametrize("code", ["4r/reflectie", "4r/routine"])
def test_every_number_of_a_theme_finds_as_many_passages(
    looked_at: Study, choice: dict[str, str], code: str
) -> None:
    ask = ask_as(looked_at)
    numbers = list(list_numbers(ask("instrument", choice, code=code)["chosen"]))

    assert sum(n for n, _ in numbers) > 0
    wrong = [(n, q) for n, q in numbers if n and count(ask, q, choice) != n]
    assert wrong == []


@pytest.mark.parametrize("choice", CHOICES)
def test_every_cell_of_the_heat_map_finds_as_many_passages(
    looked_at: Study, choice: dict[str, str]
) -> None:
    ask = ask_as(looked_at)
    found = ask("perspectives", choice, code="")
    names = [column["perspective"] for column in found["columns"]]

    cells = [
        (n, f"{row['code']} EN perspectief:{name}")
        for row in found["rows"]
        for n, name in zip(row["cells"], names, strict=True)
    ]

    assert len(cells) > 20
    assert [(n, q) for n, q in cells if count(ask, q, choice) != n] == []


def test_every_section_opens_its_quotations(looked_at: Study) -> None:
    ask = ask_as(looked_at)
    sections = ask("perspectives", code="")["sections"]
    assert sections
    for row in sections:
        everything = ask("passages", section=row["section"], by="", offset=0)
        assert everything["total"] == sum(row["cells"]) + row["unknown"]
        assert row["cells"] == [
            ask("passages", section=row["section"], by=name, offset=0)["total"]
            for name in ("klant", "klantmanager", "leidinggevende", "beleid")
        ]


def test_the_sources_of_the_design_are_those_of_the_list(looked_at: Study) -> None:
    ask = ask_as(looked_at)
    found = ask("overview")
    for row in found["table"]:
        for phase, cell in zip(found["phases"], row["cells"], strict=False):
            choice = {"fase": str(phase), "perspectief": row["perspective"]}
            assert len(ask("sources", choice)["sources"]) == cell["n"]
    assert found["passages"]["n"] == count(ask, "*")


def test_each_source_counts_the_passages_that_its_number_opens(
    looked_at: Study,
) -> None:
    ask = ask_as(looked_at)
    for source in ask("sources")["sources"]:
        assert count(ask, "*", {"bron": source["name"]}) == source["passages"]


def test_what_may_not_be_quoted_is_counted_and_not_given(looked_at: Study) -> None:
    for role in ("researcher", "evaluator"):
        ask = ask_as(looked_at, role=role)
        hidden = ask("state")["hidden"]
        found, offset = [], 0
        while part := ask("passages", query="*", offset=offset)["passages"]:
            found += part
            offset += len(part)
        assert 0 < hidden == sum(one["text"] is None for one in found)


def test_a_page_shows_only_quotations_that_may_be_quoted(looked_at: Study) -> None:
    ask = ask_as(looked_at)
    found = ask("perspectives", code="")
    closed, shown = 0, []
    for row in found["rows"]:
        closed += ask("passages", query=row["code"], offset=0)["hidden"]
        sides = ask("perspectives", code=row["code"])["chosen"]["sides"]
        shown += [quote["text"] for side in sides for quote in side["quotes"]]

    assert closed > 0
    assert shown
    assert None not in shown


def test_an_evaluator_cannot_learn_by_searching_what_may_not_be_quoted(
    looked_at: Study,
) -> None:
    researcher, evaluator = ask_as(looked_at), ask_as(looked_at, role="evaluator")
    found = researcher("passages", query='"ik"', offset=0)
    assert found["hidden"] > 0

    guarded = evaluator("passages", query='"ik"', offset=0)

    assert guarded["hidden"] == 0
    assert guarded["total"] == found["total"] - found["hidden"]
    assert researcher("passages", query='* EN NIET "film"', offset=0)["hidden"] > 0
    assert evaluator("passages", query='* EN NIET "film"', offset=0)["hidden"] == 0


def test_an_evaluator_reads_and_does_nothing(looked_at: Study) -> None:
    for act in ("sources", "next", "csv", "save", "remove"):
        assert refuse(looked_at, act, "evaluator", query="*") == "BadMessageError"


def test_a_snapshot_is_looked_at_as_it_was(demo: Path, tmp_path: Path) -> None:
    with open_study(shutil.copytree(demo, tmp_path / "studie")) as study:
        ask = ask_as(study)
        before = count(ask, "4r/richting")
        text = study.text("I1-K-1")
        study.coder("NvD").code("I1-K-1", "4r/richting", 10, min(60, len(text)))

        assert count(ask, "4r/richting") == before + 1
        assert ask("passages", query="4r/richting", offset=0, snapshot="v1")[
            "total"
        ] == (before)
        assert refuse(study, "overview", snapshot="v9") == "UnknownValueError"


def test_while_a_source_is_coded_blind_others_layers_of_it_are_not_counted(
    coded: Study,
) -> None:
    for name in ("AA", "BB"):
        coded.coder(name).code("gesprek", "4r/routine", 13, 30)
    start_round(coded.store, "AA", Plan("Ronde", ["gesprek"], ["AA", "BB"]))
    coded.coder("BB").code("gesprek", "4r/richting", 40, 60)

    assert count(ask_as(coded, "AA"), "4r/richting") == 0
    assert count(ask_as(coded, "BB"), "4r/richting") == 1
    assert list_to_quote(coded, "AA", "4r/richting") == []
    assert list_to_quote(coded, "BB", "4r/richting") == [(40, 60)]


def test_a_theme_lists_no_memos_of_a_code_that_only_begins_the_same(
    coded: Study,
) -> None:
    coder = coded.coder("AA")
    coder.add_code("4r/routine2")
    ids = {code.path: code.id for code in coded.codebook}
    for path in ("4r/routine", "4r/routine2"):
        coder.memo(f"Bij {path}", "Iets.", about=[("code", ids[path])])

    chosen = ask_as(coded, "AA")("instrument", code="4r/routine")["chosen"]

    assert [memo["title"] for memo in chosen["memos"]] == ["Bij 4r/routine"]


def test_a_smart_code_is_kept_used_and_taken_away(coded: Study) -> None:
    coded.coder("AA").code("gesprek", "4r/routine", 13, 30)
    ask = ask_as(coded, "AA")
    ask("save", name="vast", query="4r/routine")
    assert ask("state")["smart"] == [{"name": "vast", "query": "4r/routine"}]
    assert count(ask, "slim:vast") == 1

    ask("remove", name="vast")

    assert ask("state")["smart"] == []
    assert refuse(coded, "save", name="x", query="4r/(") == "QueryError"


def test_a_csv_with_a_number_that_says_who_somebody_is_is_not_made(
    study: Study, tmp_path: Path
) -> None:
    path = tmp_path / "bel.txt"
    path.write_text("Samira: Mijn rekening is NL91ABNA0417164300.\n", encoding="utf-8")
    import_files(study, [path], consent=GIVEN)
    study.coder("AA").code("bel", "4r/routine", 8, 43)

    assert refuse(study, "csv", query="4r/routine") == "ResidueError"


def test_an_empty_study_has_empty_pages(study: Study) -> None:
    ask = ask_as(study)

    assert ask("overview")["sources"] == 0
    assert ask("sources")["sources"] == []
    assert ask("instrument", code="")["chosen"] is None
    assert ask("perspectives", code="")["rows"] == []
    assert count(ask, "*") == 0
    assert ask("next") == {"tasks": 0, "closed": 0, "undecided": []}


def test_a_notebook_opens_the_workbench_at_a_passage(coded: Study) -> None:
    assert coded.workbench("AA", "gesprek", at=(13, 30)).place == "13-30"
    assert coded.workbench("AA", "gesprek").place == ""


def test_the_overview_counts_sources_without_a_phase(cycled: Study) -> None:
    answer = ask_as(cycled)("overview", {"traject": "1"})

    assert None in answer["phases"]
    assert sum(row["loose"] for row in answer["table"]) > 0


def test_perspectives_are_asked_by_a_code_and_by_no_words(looked_at: Study) -> None:
    ask = ask_as(looked_at, role="evaluator")

    assert ask("perspectives", code='"ik"')["chosen"] is None
    assert ask("perspectives", code="4r/routine")["chosen"]["sides"]


def test_words_that_may_not_be_quoted_are_not_found_behind_a_relation_either(
    looked_at: Study,
) -> None:
    researcher, evaluator = ask_as(looked_at), ask_as(looked_at, role="evaluator")
    said = '"ik heb dat al eerder tegen die andere gezegd"'
    query = f'("de" OF "het" OF "ik") ZELFDE-BEURT {said}'
    after = f'(* OF "ik") NA9 {said}'
    assert count(researcher, query) > 0

    assert count(evaluator, query) == 0
    assert count(evaluator, after) == 0
