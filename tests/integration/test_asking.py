"""Asking for passages: on the shell, in Python, in the workbench, under a name."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from consenting import GIVEN

from vknz_research.analysis.view import Choice
from vknz_research.dashboard.looking import Looking
from vknz_research.dashboard.pane import answer_with
from vknz_research.dashboard.stand import Stand
from vknz_research.dashboard.users import Visitor
from vknz_research.errors import InvalidPathError, QueryError, UnknownSmartCodeError
from vknz_research.project import Study, open_study
from vknz_research.project.importing import import_files
from vknz_research.project.querying import (
    list_smart_codes,
    remove_smart_code,
    save_smart_code,
)
from vknz_research.project.workbench import make_session
from vknz_research.snapshot.live import read_live

ASKED = "4r/reflectie EN perspectief:klantmanager EN NIET effecten"


@pytest.fixture
def worked(demo: Path, tmp_path: Path) -> Path:
    """A copy of the demo study to work in."""
    import shutil

    return shutil.copytree(demo, tmp_path / "studie")


def test_the_shell_python_and_the_workbench_find_the_same(
    worked: Path, vknz: Callable[..., Any]
) -> None:
    told = json.loads(
        vknz("query", worked, ASKED, "-w", "laag=NvD", "-w", "fase=1,2", "--json").out
    )
    with open_study(worked) as study:
        choice = Choice(layer="NvD", phases=(1, 2))
        found = study.passages(ASKED, choice)
        session = make_session(study, "NvD")
        args = {"query": ASKED, "mode": "ask", "scope": "all"}
        answer = session.handle({"id": "1", "act": "search", "args": args})

    places = [(row["source_id"], row["start"], row["end"]) for row in told]
    assert places == list(
        zip(found["source_id"], found["start"], found["end"], strict=True)
    )
    assert [row["text"] for row in told] == found["text"].tolist()
    assert len(places) > 5
    hits = {(h["source"], h["start"], h["end"]) for h in answer["result"]["hits"]}
    assert set(places) < hits  # the coder's own layer, in all phases


def test_a_csv_has_the_passages(
    worked: Path, tmp_path: Path, vknz: Callable[..., Any]
) -> None:
    path = tmp_path / "passages.csv"

    ran = vknz("query", worked, "4r/routine", "--csv", path)

    assert ran.status == 0
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("source_id,source,source_code")
    assert f"{len(lines) - 1} passages" in ran.err


def test_what_leaves_the_shell_does_not_say_who_spoke(
    worked: Path, tmp_path: Path, vknz: Callable[..., Any]
) -> None:
    path = tmp_path / "passages.csv"

    told = json.loads(vknz("query", worked, "4r/routine", "--csv", path, "--json").out)

    heading = path.read_text(encoding="utf-8").splitlines()[0].split(",")
    assert heading == list(told[0])
    assert "participant_id" not in heading
    with open_study(worked) as study:
        people = [person.id for person in study.participants]
    assert [who for who in people if who in path.read_text(encoding="utf-8")] == []


SAID = ("=1+1", "+2", "-3", "@4", "\t5")


@pytest.fixture
def typed(study: Study, tmp_path: Path) -> Study:
    """A study in which somebody says what a spreadsheet would compute."""
    path = tmp_path / "som.txt"
    path.write_text(f"Samira: Zo {' Ja '.join(SAID)}.\n", encoding="utf-8")
    import_files(study, [path], consent=GIVEN)
    text = study.text("som")
    for said in SAID:
        at = text.index(said)
        study.coder("AA").code("som", "4r/routine", at, at + len(said))
    return study


def test_no_cell_of_a_csv_is_a_formula(
    typed: Study, tmp_path: Path, vknz: Callable[..., Any]
) -> None:
    path = tmp_path / "passages.csv"
    assert vknz("query", typed.path, "4r/routine", "--csv", path).status == 0
    desk = Looking(Stand(typed, Visitor("AA", "researcher"), lambda: True))
    args = {"choice": {}, "snapshot": "", "query": "4r/routine"}
    shown = answer_with(desk.asks)({"id": "1", "act": "csv", "args": args})

    for text in (path.read_bytes().decode("utf-8"), shown["result"]["text"]):
        rows = csv.DictReader(io.StringIO(text, newline=""))
        assert [row["text"] for row in rows] == [f"'{said}" for said in SAID]


def test_the_shell_writes_no_number_that_says_who_somebody_is(
    study: Study, tmp_path: Path, vknz: Callable[..., Any]
) -> None:
    path = tmp_path / "bel.txt"
    path.write_text("Samira: Mijn rekening is NL91ABNA0417164300.\n", encoding="utf-8")
    import_files(study, [path], consent=GIVEN)
    study.coder("AA").code("bel", "4r/routine", 8, 43)
    out = tmp_path / "passages.csv"

    ran = vknz("query", study.path, "4r/routine", "--csv", out)

    assert ran.status == 1
    assert "passages.csv: in passages staat nog" in ran.err
    assert not out.exists()


def test_a_coder_asks_of_their_own_layer_only(worked: Path) -> None:
    with open_study(worked) as study:
        answers = {}
        for coder in ("NvD", "TK", "Nieuw"):
            session = make_session(study, coder)
            args = {"query": "*", "mode": "ask", "scope": "all"}
            answer = session.handle({"id": "1", "act": "search", "args": args})
            answers[coder] = len(answer["result"]["hits"])
        own = len(study.passages("*", Choice(layer="TK", with_cycle=True)))

    assert answers["TK"] == own
    assert answers["NvD"] != own
    assert answers["Nieuw"] == 0


def test_a_question_that_cannot_be_read_is_answered_with_a_sentence(
    worked: Path, vknz: Callable[..., Any]
) -> None:
    with open_study(worked) as study:
        session = make_session(study, "NvD")
        args = {"query": "4r EN", "mode": "ask", "scope": "all"}
        answer = session.handle({"id": "1", "act": "search", "args": args})
    ran = vknz("query", worked, "4r EN")

    assert "bij teken 6" in answer["error"]["message"]
    assert ran.status == 1
    assert "bij teken 6" in ran.err


@pytest.mark.parametrize("limit", ["fase", "wie=klant", "fase=x", "perspectief=buur"])
def test_a_limit_that_is_none_is_refused(
    worked: Path, vknz: Callable[..., Any], limit: str
) -> None:
    ran = vknz("query", worked, "4r", "--where", limit)

    assert ran.status == 1
    assert "kies uit" in ran.err


def test_a_smart_code_is_kept_asked_replaced_and_taken_away(
    worked: Path, vknz: Callable[..., Any]
) -> None:
    assert vknz("query", worked, ASKED, "--save", "stil", "--coder", "TK").status == 0
    whole = json.loads(vknz("query", worked, ASKED, "--json").out)
    again = json.loads(vknz("query", worked, "slim:stil", "--json").out)
    assert [row["start"] for row in again] == [row["start"] for row in whole]

    with open_study(worked) as study:
        save_smart_code(study, "NvD", "stil", "4r/routine")
        save_smart_code(study, "NvD", "beide", "slim:stil OF 4r/richting")
        assert [(o.name, o.query) for o in list_smart_codes(study)] == [
            ("beide", "slim:stil OF 4r/richting"),
            ("stil", "4r/routine"),
        ]
        study.undo("NvD")
        study.undo("NvD")
        assert [o.query for o in list_smart_codes(study)] == [ASKED]
        frozen = study.freeze("slim")
        assert frozen.smart_codes["query"].tolist() == [ASKED]
        assert study.view().smart == {"stil": ASKED}
        remove_smart_code(study, "TK", "stil")
        with pytest.raises(UnknownSmartCodeError, match="stil"):
            remove_smart_code(study, "TK", "stil")
    assert json.loads(vknz("smart-codes", worked, "--json").out) == []


def test_a_smart_code_that_could_not_be_asked_is_not_kept(worked: Path) -> None:
    with open_study(worked) as study:
        with pytest.raises(QueryError):
            save_smart_code(study, "TK", "stil", "4r EN")
        with pytest.raises(UnknownSmartCodeError):
            save_smart_code(study, "TK", "stil", "slim:stil")
        with pytest.raises(InvalidPathError):
            save_smart_code(study, "TK", "a:b", "4r")
        assert list_smart_codes(study) == []
        save_smart_code(study, "TK", "stil", "4r")
        with pytest.raises(UnknownSmartCodeError):
            save_smart_code(study, "TK", "stil", "slim:stil")
        assert [one.query for one in list_smart_codes(study)] == ["4r"]


def test_sources_get_a_municipality_and_lose_it_again(
    worked: Path, vknz: Callable[..., Any]
) -> None:
    sources = ("--source", "I1-K-1", "--source", "F3-K-1")
    assert vknz("municipality", worked, "Oeverstad", *sources).status == 0
    found = json.loads(vknz("query", worked, "* EN gemeente:Oeverstad", "--json").out)
    assert {row["source"] for row in found} == {"I1-K-1", "F3-K-1"}

    assert vknz("municipality", worked, "", "--source", "I1-K-1").status == 0

    with open_study(worked) as study:
        places = study.view().sources.set_index("source")["municipality"]
        assert places.dropna().to_dict() == {"F3-K-1": "Oeverstad"}


def test_the_inventory_says_of_which_municipality_a_file_is(
    study: Any, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("Ine: Ja, dat weet ik.\n", encoding="utf-8")
    inventory = tmp_path / "inventaris.csv"
    inventory.write_text("file,municipality\na.txt,Dam\n", encoding="utf-8")

    import_files(study, [tmp_path / "a.txt"], inventory=inventory)

    assert [source.municipality for source in study.sources] == ["Dam"]


def test_codings_know_the_order_in_which_they_were_made(worked: Path) -> None:
    with open_study(worked) as study:
        frames = read_live(study.store, study.path, study.title)
        before = frames.codings.set_index("coding_id")["coded_order"]
        made = study.coder("TK").code("I1-K-1", "4r/routine", 40, 44)
        study.undo("TK")
        study.redo("TK")
        after = read_live(study.store, study.path, study.title).codings
        order = after.set_index("coding_id")["coded_order"]

    assert sorted(before) == list(range(1, len(before) + 1))
    assert order[made.id] == len(before) + 1
    assert order.drop(made.id).equals(before)


def test_a_coding_that_comes_back_keeps_its_place_in_the_order(coded: Study) -> None:
    coder = coded.coder("TK")
    first, second = (coder.code("gesprek", "4r/routine", n, n + 9) for n in (13, 30))
    coder.uncode(first.id)
    coded.undo("TK")

    made = read_live(coded.store, coded.path, coded.title).codings

    order = made.set_index("coding_id")["coded_order"]
    assert order.to_dict() == {first.id: 1, second.id: 2}


def test_a_value_is_known_whatever_is_looked_at(demo: Path) -> None:
    with open_study(demo) as study:
        found = study.passages("perspectief:leidinggevenden", Choice(phases=(1,)))
        assert found.empty
        for asked in ("perspectief:buren", "fase:9", "codeur:XX", "gemeente:Dam"):
            with pytest.raises(QueryError, match="komt niet voor"):
                study.passages(f"* EN {asked}")
