"""Composing a report: the file that keeps it, and the report that is made of it."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from vknz_research.coding.answering import answer_with
from vknz_research.coding.rounds import (
    Plan,
    find_assignment,
    hand_in,
    start_round,
)
from vknz_research.dashboard.building import DRAWING, BuildingDesk
from vknz_research.dashboard.stand import Stand
from vknz_research.dashboard.users import Visitor
from vknz_research.errors import (
    AbsentChoiceError,
    ChangedParametersError,
    NotQuotableError,
    ReportNameError,
)
from vknz_research.model.codings import Excerpt
from vknz_research.model.people import Participant
from vknz_research.model.roles import BUILDING, ROLES, may
from vknz_research.model.sources import Voice
from vknz_research.project import Study, open_study
from vknz_research.project.building import Workshop
from vknz_research.project.quoting import (
    Place,
    Search,
    choose_quotation,
    find_passages,
)
from vknz_research.project.reporting import choose_parameters, make_report
from vknz_research.project.resources import find_resource
from vknz_research.project.withdrawing import withdraw
from vknz_research.report.parameterfile import read_parameters
from vknz_research.report.session import Report
from vknz_research.snapshot import open_snapshot

Vknz = Callable[..., Any]
SECTION = "4r/reflectie"


@pytest.fixture
def study(
    demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Study]:
    monkeypatch.setenv("VKNZ_VAULTS", str(tmp_path / "kluizen"))
    folder = shutil.copytree(demo, tmp_path / "studie")
    with open_study(folder) as opened:
        yield opened


@pytest.fixture
def desk(study: Study) -> BuildingDesk:
    return BuildingDesk(Stand(study, Visitor("NvD", "researcher"), lambda: True))


def ask(desk: BuildingDesk, act: str, **args: Any) -> Any:
    answer = answer_with(desk.asks)({"id": "1", "act": act, "args": args})
    assert answer["ok"], answer["error"]["message"]
    return answer["result"]


def write(folder: Path, **choices: Any) -> Path:
    path = folder / "proef.yml"
    facts = {"report": "procesevaluatie", **choices}
    path.write_text(yaml.safe_dump(facts, allow_unicode=True), encoding="utf-8")
    return path


# --- the file makes the report ------------------------------------------------------


def test_the_same_file_makes_the_same_report_again(
    demo_snapshot: Path, tmp_path: Path, vknz: Vknz
) -> None:
    sections = ["4r/routine", SECTION, "aanleiding"]
    words = str(open_snapshot(demo_snapshot).excerpts.set_index("key")["quote"]["C74"])
    edited = f"[...] {words.rsplit(maxsplit=1)[-1]}"
    path = write(
        tmp_path,
        sections=sections,
        quotations={SECTION: ["C79", {"key": "C74", "edited": edited}]},
        figures={"4r/routine": False},
    )

    texts = []
    for name in ("een", "twee"):
        made = vknz(
            *("report", demo_snapshot, "--parameters", path, "--to", "html"),
            *("--out", tmp_path / name, "--json"),
        )
        assert made.status == 0, made.err
        texts.append(Path(made.facts["files"][0]).read_bytes())

    assert texts[0] == texts[1]
    from lxml import html

    page = html.document_fromstring(texts[0])
    heads = [h.get("id") for h in page.xpath("//main//h2 | //main//h3")]
    assert heads[:4] == ["in-het-kort", "h-4r", "s-1-1", "s-1-2"]
    assert "h-aanleiding" in heads
    assert [f.get("id") for f in page.xpath("//figure")][:2] == ["f-2", "f-3"]
    quoted = [q.get("id") for q in page.xpath("//blockquote")]
    assert {"c-C79", "c-C74"} <= set(quoted)
    assert "c-C75" not in quoted
    assert "--parameters proef.yml" in page.text_content()


def test_plain_papermill_reads_the_file_too(
    demo_snapshot: Path, tmp_path: Path
) -> None:
    path = write(tmp_path, name="proef", sections=[SECTION], figures={SECTION: False})
    root = Path(__file__).parents[2]
    notebook = root / "reports" / "procesevaluatie" / "50_lerende_principes.ipynb"
    out = tmp_path / "uit.ipynb"
    command = [sys.executable, "-m", "papermill", str(notebook), str(out)]
    command += ["-f", str(path), "-p", "snapshot", str(demo_snapshot)]
    command += ["-p", "folder", str(root / "reports"), "-k", "python3"]
    subprocess.run(command, check=True, capture_output=True, cwd=root)

    text = out.read_text("utf-8")
    assert "s-1-1" in text
    assert "f-1-tabel" not in text


@pytest.mark.parametrize(
    ("choices", "part"),
    [
        ({"sections": ["4r/reflectie", "4r/richting/focus"]}, "4r/richting/focus"),
        ({"quotations": {SECTION: ["C9999"]}}, "C9999"),
        ({"quotations": {"nergens": []}}, "nergens"),
        ({"memos": {SECTION: ["Bestaat niet"]}}, "Bestaat niet"),
        ({"figures": {"nergens": False}}, "nergens"),
    ],
)
def test_what_is_not_there_is_refused_with_what_to_do(
    demo_snapshot: Path, tmp_path: Path, choices: dict[str, Any], part: str
) -> None:
    parameters = read_parameters(write(tmp_path, **choices))
    from vknz_research.project.resources import find_resource
    from vknz_research.report.session import Report

    with pytest.raises(AbsentChoiceError, match="uit het bestand") as told:
        Report(open_snapshot(demo_snapshot), find_resource("reports"), parameters)
    assert part in str(told.value)


def test_nothing_is_made_of_a_file_that_names_what_is_not_there(
    demo_snapshot: Path, tmp_path: Path, vknz: Vknz
) -> None:
    path = write(tmp_path, quotations={SECTION: ["C9999"]})

    made = vknz(
        "report", demo_snapshot, "--parameters", path, "--out", tmp_path / "uit"
    )

    assert made.status != 0
    assert "C9999" in made.err
    assert not list((tmp_path / "uit").glob("*.html"))


def test_an_edit_outside_brackets_is_refused(
    demo_snapshot: Path, tmp_path: Path
) -> None:
    path = write(
        tmp_path,
        sections=[SECTION],
        quotations={SECTION: [{"key": "C74", "edited": "Heel iets anders."}]},
    )

    with pytest.raises(Exception, match="vierkante haken"):
        make_report(
            demo_snapshot, choose_parameters(None, [], path), (), ["html"], tmp_path
        )


# --- the page keeps the file --------------------------------------------------------


def test_a_report_that_nobody_composed_has_everything(desk: BuildingDesk) -> None:
    state = ask(desk, "state", name="rapport")

    assert state["seen"] == ""
    assert state["chosen"]["sections"] == []
    ids = [chapter["id"] for chapter in state["chapters"]]
    assert ids[:3] == ["aanleiding", "aanpak", "kernelementen"]
    sections = [s for c in state["chapters"] for s in c["sections"]]
    assert sum(len(s["quotations"]) for s in sections) > 80


def test_each_change_stands_in_the_file_at_once(
    desk: BuildingDesk, study: Study
) -> None:
    state = ask(desk, "state", name="proef")
    chosen = {**state["chosen"], "sections": ["4r/routine", SECTION]}

    kept = ask(desk, "save", name="proef", chosen=chosen, seen="")

    path = study.path / "reports" / "proef.yml"
    assert read_parameters(path).sections == ("4r/routine", SECTION)
    again = ask(desk, "state", name="proef")
    assert (again["seen"], again["chosen"]) == (kept["seen"], kept["chosen"])
    assert again["names"] == ["proef"]


def test_a_file_that_another_changed_is_not_overwritten(
    desk: BuildingDesk, study: Study
) -> None:
    chosen = ask(desk, "state", name="proef")["chosen"]
    workshop = Workshop(study)
    seen = workshop.save("proef", chosen, "").seen
    workshop.save("proef", {**chosen, "language": "en"}, seen)

    with pytest.raises(ChangedParametersError):
        workshop.save("proef", chosen, seen)
    assert workshop.read("proef").parameters.language == "en"


@pytest.mark.parametrize("name", ["../x", "a/b", "", "A", ".x", "x" * 61])
def test_a_name_cannot_leave_the_folder(study: Study, name: str) -> None:
    with pytest.raises(ReportNameError):
        Workshop(study).find_file(name)


def test_a_preview_is_what_the_report_holds(desk: BuildingDesk) -> None:
    found = ask(desk, "preview", name="rapport", section=SECTION)

    assert found["mark"] == DRAWING
    assert DRAWING in found["html"]  # the library stands there once for a page
    assert len(found["html"]) < 200_000
    assert 'id="c-C74"' in found["html"]
    assert "f-" in found["html"]
    left_out = ask(desk, "preview", name="rapport", section="4r/nergens")
    assert left_out["html"] == ""


def test_an_edit_gets_its_brackets(desk: BuildingDesk) -> None:
    state = ask(desk, "state", name="rapport")
    quotes = [
        q for c in state["chapters"] for s in c["sections"] for q in s["quotations"]
    ]
    quote = next(q for q in quotes if q["edited"] is None)
    first, *rest = quote["quote"].split()

    found = ask(desk, "edit", key=quote["key"], typed=" ".join(["Iets", *rest]))

    assert found["edited"] == " ".join(["[Iets]", *rest])
    assert first != "Iets"


def test_who_still_codes_blind_composes_and_makes_no_report(coded: Study) -> None:
    for name in ("AA", "BB"):
        coded.coder(name).code("gesprek", "4r/routine", 13, 30)
    start_round(coded.store, "AA", Plan("Ronde", ["gesprek"], ["AA", "BB"]))
    blind, other = (
        BuildingDesk(Stand(coded, Visitor(name, "researcher"), lambda: True))
        for name in ("AA", "Nieuw")
    )
    told = (
        "Je codeert nog 1 bron blind; een rapport telt ook wat collega’s codeerden. "
        "Lever eerst in, of laat het een ander maken."
    )

    refused = [
        answer_with(blind.asks)({"id": "1", "act": act, "args": args})
        for act, args in (
            ("preview", {"name": "rapport", "section": "4r/routine"}),
            ("make", {"name": "rapport", "formats": ["html"]}),
        )
    ]

    assert [one["ok"] for one in refused] == [False, False]
    assert {one["error"]["message"] for one in refused} == {told}
    assert not list((coded.path / "snapshots").glob("rapport-*"))
    assert ask(blind, "making") == {"state": "none"}
    chosen = ask(blind, "state", name="proef")["chosen"]
    assert ask(blind, "save", name="proef", chosen=chosen, seen="")["seen"]
    assert ask(other, "preview", name="rapport", section="4r/routine")["html"]

    for name in ("AA", "BB"):
        with coded.store.read() as reader:
            own = find_assignment(reader, "gesprek", name)
        hand_in(coded.store, name, own.id)
    assert ask(blind, "preview", name="rapport", section="4r/routine")["html"]


# --- passages become quotations -----------------------------------------------------


def test_passages_are_found_by_code_perspective_and_words(study: Study) -> None:
    frames = Workshop(study).frames
    every = find_passages(frames, Search(SECTION))
    one = every["passages"][0]

    some = find_passages(
        frames, Search(SECTION, one["perspective"], one["quote"][3:20])
    )

    assert some["total"] < every["total"]
    assert one in some["passages"]
    assert all(p["perspective"] == one["perspective"] for p in some["passages"])


def test_a_chosen_passage_is_a_quotation_of_the_study(
    desk: BuildingDesk, study: Study
) -> None:
    passages = find_passages(desk.workshop.frames, Search(SECTION))["passages"]
    taken = {
        (e.source_id, e.start, e.end)
        for e in desk.workshop.frames.excerpts.itertuples()
        if e.is_allowed
    }
    free = next(
        p for p in passages if (p["sourceId"], p["start"], p["end"]) not in taken
    )
    place = {key: free[key] for key in ("sourceId", "start", "end")}

    made = ask(desk, "choose", name="rapport", section=SECTION, **place)
    again = ask(desk, "choose", name="rapport", section=SECTION, **place)

    assert again["key"] == made["key"]
    shown = [
        q["key"]
        for c in made["chapters"]
        for s in c["sections"]
        for q in s["quotations"]
    ]
    assert made["key"] in shown
    frozen = study.freeze("v9")
    row = frozen.excerpts.set_index("key").loc[made["key"]]
    assert (row["section"], row["quote"]) == (SECTION, free["quote"])
    assert bool(row["is_allowed"])


def test_who_may_not_be_quoted_is_counted_and_not_shown(study: Study) -> None:
    frames = Workshop(study).frames
    closed = frames.codings[~frames.codings["is_quotable"].astype(bool)]
    assert len(closed)
    row = next(closed.itertuples())

    found = find_passages(frames, Search(str(row.code)))

    assert found["closed"] > 0
    shown = {(p["sourceId"], p["start"]) for p in found["passages"]}
    assert (row.source_id, row.start) not in shown
    place = Place(str(row.source_id), int(row.start), int(row.end))
    with pytest.raises(NotQuotableError):
        choose_quotation(study, "NvD", frames, place, SECTION)


def test_researchers_and_evaluators_compose_reports() -> None:
    assert {role for role in ROLES if may(role, BUILDING)} == {
        "researcher",
        "evaluator",
    }


def test_i03_a_withdrawal_reaches_what_was_composed(study: Study) -> None:
    desk = BuildingDesk(Stand(study, Visitor("NvD", "researcher"), lambda: True))
    quotations = {
        "kernelementen/klantfeedback/samenleerwijzer": ["C18", "C21"],
        "4r/responsiviteit": [{"key": "C85", "edited": "Dat ze me [zo] noemt [...]"}],
    }
    ask(desk, "save", name="v", chosen={"quotations": quotations}, seen="")
    of = {e.key: e.source_id for e in _list_excerpts(study)}
    with study.store.read() as reader:
        who = {v.participant_id for v in reader.all(Voice, source_id=of["C85"])}
        klant = next(
            p for p in reader.all(Participant) if p.id in who and p.role == "klant"
        )

    withdraw(study, klant.label, ["quotation"])

    path = study.path / "reports" / "v.yml"
    assert "Dat ze me" not in path.read_text(encoding="utf-8")
    assert dict(read_parameters(path).quotations)["4r/responsiviteit"] == ()
    kept = dict(read_parameters(path).quotations)
    assert [p.key for p in kept["kernelementen/klantfeedback/samenleerwijzer"]] == [
        "C18",
        "C21",
    ]

    withdraw(study, klant.label, ["all"])

    assert read_parameters(path).report == "procesevaluatie"
    for excerpt in _list_excerpts(study):
        assert "ingetrokken" not in (excerpt.edited or "")
    report = Workshop(study).open(choose_parameters(None, [], path))
    allowed = [key for key, row in report.excerpts.items() if row.is_allowed]
    assert len([report.quotation(key) for key in allowed]) > 80


def _list_excerpts(study: Study) -> list[Excerpt]:
    with study.store.read() as reader:
        return reader.all(Excerpt)


# --- a report without a name --------------------------------------------------------


@pytest.mark.parametrize("typed", [[], ["-p", f"sections={SECTION}"]])
def test_a_report_without_a_name_is_the_process_evaluation(
    demo_snapshot: Path, tmp_path: Path, vknz: Vknz, typed: list[str]
) -> None:
    made = vknz(
        *("report", demo_snapshot, *typed, "--to", "html"),
        *("--out", tmp_path, "--json"),
    )

    assert made.status == 0, made.err
    names = [Path(path).name for path in made.facts["files"]]
    assert [name for name in names if name.startswith("procesevaluatie-v1")]


def test_a_file_says_of_which_report_it_is(tmp_path: Path) -> None:
    path = write(tmp_path, report="spreekkamerverhaal", trajectory="Traject 1")

    assert choose_parameters(None, [], path).report == "spreekkamerverhaal"
    assert choose_parameters(None, ["language=en"], path).report == (
        "spreekkamerverhaal"
    )


def test_what_was_chosen_of_a_section_that_is_left_out_stays_in_the_file(
    demo_snapshot: Path, tmp_path: Path
) -> None:
    path = write(
        tmp_path,
        sections=[SECTION],
        quotations={"kernelementen/zien-wat-je-doet": ["C02"]},
    )

    parameters = choose_parameters(None, [], path)
    report = Report(open_snapshot(demo_snapshot), find_resource("reports"), parameters)

    assert [s.code for s in report.contents.sections] == [SECTION]
    assert dict(read_parameters(path).quotations)
