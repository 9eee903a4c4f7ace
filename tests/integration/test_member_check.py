"""The version for the project group, and what comes back of it."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from vknz_research.errors import ResponsesFileError, VknzError
from vknz_research.project import Study, open_study
from vknz_research.project.reporting import make_report
from vknz_research.project.resources import find_resource
from vknz_research.project.responding import (
    import_responses,
    import_text,
    list_responses,
    read_responses,
)
from vknz_research.report.blocks import Table
from vknz_research.report.parameters import Parameters
from vknz_research.report.responses import show_responses
from vknz_research.report.session import Report
from vknz_research.snapshot import open_snapshot

Vknz = Callable[..., Any]
FILE = "reacties-teamleider-2031-05-02.json"


def answers(**other: Any) -> dict[str, Any]:
    return {
        "kind": "vknz-membercheck",
        "version": 1,
        "report": "procesevaluatie",
        "name": "",
        "snapshot": "9f2c",
        "language": "nl",
        "who": {"role": "teamleider", "name": ""},
        "date": "2031-05-02",
        "responses": [
            {
                "section": "4r/reflectie",
                "title": "Reflectie",
                "agrees": "partly",
                "text": "Dit gold vooral in het begin.",
            },
            {
                "section": "aanleiding",
                "title": "Aanleiding",
                "agrees": "yes",
                "text": "",
            },
        ],
        **other,
    }


@pytest.fixture
def study(
    demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Study]:
    monkeypatch.setenv("VKNZ_VAULTS", str(tmp_path / "kluizen"))
    with open_study(shutil.copytree(demo, tmp_path / "studie")) as opened:
        yield opened


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / FILE
    path.write_text(json.dumps(answers()), encoding="utf-8")
    return path


def test_responses_become_memos_of_their_section(study: Study, file: Path) -> None:
    told = import_responses(study, "NvD", file)

    assert told == {"new": 2, "known": 0}
    found = list_responses(study.freeze("v9"))
    assert {
        "section": "4r/reflectie",
        "title": "teamleider, 2031-05-02",
        "body": "Dit herken ik deels.\n\nDit gold vooral in het begin.",
    } in found


def test_the_same_file_twice_adds_nothing_twice(
    study: Study, file: Path, vknz: Vknz
) -> None:
    import_responses(study, "NvD", file)
    study.close()

    made = vknz("import-responses", study.path, file, "--coder", "TK", "--json")

    assert made.status == 0, made.err
    assert made.facts == {"new": 0, "known": 2}
    assert len(list_responses(study.freeze("v9"))) == 2


def test_one_undo_takes_a_file_back(study: Study, file: Path) -> None:
    import_responses(study, "NvD", file)

    study.undo("NvD")

    assert list_responses(study.freeze("v9")) == []


def test_a_response_to_no_section_brings_nothing_in(study: Study) -> None:
    rows = [
        *answers()["responses"],
        {"section": "4r/nergens", "title": "x", "agrees": "no", "text": "x"},
    ]

    with pytest.raises(VknzError, match="4r/nergens"):
        import_text(study, "NvD", FILE, json.dumps(answers(responses=rows)))
    assert list_responses(study.freeze("v9")) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "[" * 100_000,
        json.dumps(answers()).replace("Dit gold", "\\ud800"),
        json.dumps({"kind": "iets"}),
        json.dumps(answers(who={})),
        json.dumps(answers(who="teamleider")),
        json.dumps(answers(date="gisteren")),
        json.dumps(answers(responses="x")),
        json.dumps(answers(responses=[{"agrees": "yes"}])),
        json.dumps(answers(responses=[{"section": "4r", "agrees": "soms"}])),
        json.dumps(answers(responses=[{"section": "4r", "text": " "}])),
        json.dumps(answers(responses=[{"section": "4r", "text": "x" * 20_001}])),
    ],
)
def test_what_is_no_file_of_responses_is_refused(text: str) -> None:
    with pytest.raises(ResponsesFileError, match="Er is niets ingelezen"):
        read_responses(FILE, text)


def test_a_name_is_only_there_when_it_is_given() -> None:
    told = read_responses(FILE, json.dumps(answers(who={"role": "lid", "name": "Bo"})))

    assert {answer.title for answer in told} == {"lid (Bo), 2031-05-02"}


def test_an_appendix_holds_what_was_answered_where_it_is_asked(
    study: Study, file: Path
) -> None:
    import_responses(study, "NvD", file)
    frozen = study.freeze("v9")

    def show(**given: Any) -> list[Any]:
        parameters = Parameters.make("procesevaluatie", given)
        return list(
            show_responses(Report(frozen, find_resource("reports"), parameters))
        )

    assert show() == []
    table = next(block for block in show(responses=True) if isinstance(block, Table))
    assert [row[0] for row in table.rows] == ["Reflectie", "Aanleiding"]


def test_the_version_for_the_project_group_asks_and_shows_no_originals(
    demo_snapshot: Path, tmp_path: Path
) -> None:
    from docx import Document
    from lxml import html

    made = make_report(
        demo_snapshot,
        "procesevaluatie",
        ["audience=membercheck", "sections=aanleiding,4r/reflectie"],
        ["html", "docx"],
        tmp_path,
    )
    files = {path.suffix: path for path in made}

    page = html.document_fromstring(files[".html"].read_bytes())
    boxes = [box.get("data-section") for box in page.xpath("//fieldset[@data-section]")]
    assert boxes == ["aanleiding", "4r/reflectie", "4r"]
    assert page.xpath("//blockquote")
    assert page.xpath("//blockquote//span[@title]") == []
    assert page.xpath("//fieldset[not(legend)]") == []
    document = Document(str(files[".docx"]))
    styles = [table.style.name for table in document.tables]
    assert styles.count("Reactievak") == len(boxes)


def test_an_internal_report_asks_nothing(demo_snapshot: Path) -> None:
    parameters = Parameters.make("procesevaluatie", {})
    report = Report(open_snapshot(demo_snapshot), find_resource("reports"), parameters)

    assert "response" not in {block.kind for block in report.chapter("4r")}
