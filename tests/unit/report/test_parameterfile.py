from pathlib import Path

import pytest

from vknz_research.errors import ParameterError, ParametersFileError, ReportNameError
from vknz_research.report.choices import Pick
from vknz_research.report.parameterfile import read_parameters, write_parameters
from vknz_research.report.parameters import Parameters, read_pairs

WHOLE = """
report: procesevaluatie
language: en
phases: [2, 3]
sections: [4r/routine, 4r/reflectie]
quotations:
  4r/reflectie: [C79, {key: C74, edited: "[...] zo"}]
figures: {4r/routine: false, 4r/reflectie: true}
memos: {4r/reflectie: [Veilig]}
responses: true
"""


def read(folder: Path, text: str) -> Parameters:
    path = folder / "projectgroep.yml"
    path.write_text(text, encoding="utf-8")
    return read_parameters(path)


def test_a_file_says_what_stands_in_a_report_and_in_what_order(tmp_path: Path) -> None:
    made = read(tmp_path, WHOLE)

    assert made.name == "projectgroep"
    assert made.sections == ("4r/routine", "4r/reflectie")
    picks = (Pick("C79"), Pick("C74", "[...] zo"))
    assert made.quotations == (("4r/reflectie", picks),)
    assert made.without_figure == ("4r/routine",)
    assert made.memos == (("4r/reflectie", ("Veilig",)),)
    assert made.responses


def test_what_is_written_reads_back_and_is_written_the_same(tmp_path: Path) -> None:
    made = read(tmp_path, WHOLE)
    path = tmp_path / "projectgroep.yml"

    first = write_parameters(made, path).read_text("utf-8")
    again = read_parameters(path)

    assert again == made
    assert write_parameters(again, path).read_text("utf-8") == first
    assert [p.name for p in tmp_path.iterdir()] == ["projectgroep.yml"]


def test_notebooks_take_what_a_file_says(tmp_path: Path) -> None:
    made = read(tmp_path, WHOLE)
    given = made.as_notebook()

    assert Parameters.make(given.pop("report"), given) == made


@pytest.mark.parametrize(
    "text", ["", "- een", "language: nl", "report: [x]", "report: r\n\t: x", "{"]
)
def test_what_is_no_parameters_file_is_said(tmp_path: Path, text: str) -> None:
    with pytest.raises(ParametersFileError, match=r"projectgroep\.yml"):
        read(tmp_path, text)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(ParametersFileError, match="is er niet"):
        read_parameters(tmp_path / "weg.yml")


@pytest.mark.parametrize(
    "line",
    [
        "quotations: [C1]",
        "quotations: {4r/reflectie: C1}",
        "quotations: {4r/reflectie: [{edited: x}]}",
        "quotations: {4r/reflectie: [{key: C1, bewerkt: x}]}",
        "quotations: {a: [C1], b: [C1]}",
        "figures: [4r/reflectie]",
        "figures: {4r/reflectie: nee}",
        "memos: {4r/reflectie: titel}",
        "kleur: rood",
        "quotations: {4r/reflectie: [{key: [1]}]}",
        "quotations: {4r/reflectie: [{key: C1, edited: [x]}]}",
        "memos: {4r/reflectie: [1, null]}",
        "memos: {4r/reflectie: ['']}",
        "memos: [1, null]",
        "responses: maybe",
        "responses: {}",
        "layer: {}",
        "name: []",
        "trajectory: [x]",
        "purpose: false",
        "sections: [null]",
        "perspectives: [{a: b}]",
    ],
)
def test_a_choice_in_another_shape_is_refused(tmp_path: Path, line: str) -> None:
    with pytest.raises(ParameterError, match=r"kies uit|schrijf het zo|elders"):
        read(tmp_path, f"report: procesevaluatie\n{line}\n")


@pytest.mark.parametrize("name", ["../../evil", "a/b", "'.x'", "A", "x y"])
def test_a_file_has_no_name_that_leaves_the_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(ReportNameError, match="kleine letters"):
        read(tmp_path, f"report: procesevaluatie\nname: {name}\n")


@pytest.mark.parametrize(
    ("word", "wanted"), [("yes", True), ("ja", True), ("nee", False), ("", False)]
)
def test_responses_are_in_or_not(tmp_path: Path, word: str, wanted: bool) -> None:
    made = read(tmp_path, f"report: procesevaluatie\nresponses: {word}\n")

    assert made.responses == wanted


@pytest.mark.parametrize("key", ["name", "quotations", "figures", "memos"])
def test_what_only_a_file_can_say_is_not_typed(key: str) -> None:
    with pytest.raises(ParameterError):
        read_pairs([f"{key}=x"])


def test_the_command_names_the_file_or_what_was_typed(tmp_path: Path) -> None:
    composed = read(tmp_path, WHOLE)
    typed = Parameters.make("procesevaluatie", {"phases": "2"})

    assert composed.typed("v1") == "vknz report v1 --parameters projectgroep.yml"
    assert typed.typed("v1").endswith(
        "procesevaluatie -p language=nl -p audience=internal -p phases=2"
    )


@pytest.mark.parametrize(
    "line", ["phases: 2020-01-01", "perspectives: {a: b}", "sections: true"]
)
def test_what_is_no_list_is_refused(tmp_path: Path, line: str) -> None:
    with pytest.raises(ParameterError):
        read(tmp_path, f"report: procesevaluatie\n{line}\n")


def test_one_phase_and_nothing_are_read_as_lists(tmp_path: Path) -> None:
    made = read(tmp_path, "report: procesevaluatie\nphases: 3\nsections:\n")

    assert (made.phases, made.sections) == ((3,), ())
