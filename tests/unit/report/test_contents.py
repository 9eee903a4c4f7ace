from pathlib import Path

import pytest

from vknz_research.errors import ParameterError, UnknownReportError
from vknz_research.project.resources import find_resource
from vknz_research.report.contents import (
    Contents,
    Present,
    list_reports,
    read_contents,
    settle,
)

REPORT = """
id: klein
title: {nl: Klein, en: Small}
perspectives: [klant]
chapters:
  - {id: begin, number: "1", title: {nl: Begin}, notebook: a.ipynb, text_only: true}
  - id: midden
    number: "2"
    title: {nl: Midden}
    notebook: a.ipynb
    sections:
      - k/een
      - code: k/twee
        sections: [k/twee/diep]
  - {id: rest, number: "3", title: {nl: Rest}, notebook: b.ipynb, rest: true}
appendices: z.ipynb
"""
CODES = ("k/een", "k/twee", "k/twee/diep", "x/los", "x/ander")


@pytest.fixture
def contents(tmp_path: Path) -> Contents:
    (tmp_path / "klein").mkdir()
    (tmp_path / "klein" / "report.yml").write_text(REPORT)
    return read_contents(tmp_path, "klein")


def present(*used: str, written: tuple[str, ...] = ()) -> Present:
    return Present(CODES, {*used, *written}, set(written))


def test_sections_are_numbered_by_their_place(contents: Contents) -> None:
    found = [(s.code, s.number, s.level, s.anchor) for s in contents.sections]

    assert found == [
        ("k/een", "2.1", 2, "s-2-1"),
        ("k/twee", "2.2", 2, "s-2-2"),
        ("k/twee/diep", "2.2.1", 3, "s-2-2-1"),
    ]
    assert contents.notebooks == ("a.ipynb", "b.ipynb", "z.ipynb")


def test_figures_are_numbered_over_chapters_without_gaps(contents: Contents) -> None:
    made = settle(contents, present("k/een", "k/twee/diep", written=("x/los",)), ())

    assert [(s.code, s.figure) for s in made.sections] == [
        ("k/een", 1),
        ("k/twee/diep", 2),
        ("x/los", 3),
    ]


def test_what_is_written_elsewhere_has_a_section_in_the_rest(
    contents: Contents,
) -> None:
    made = settle(contents, present("x/ander", written=("x/los", "k/een")), ())

    assert [s.code for s in made.chapter("rest").sections] == ["x/los"]


def test_a_rest_of_nothing_is_no_chapter(contents: Contents) -> None:
    made = settle(contents, present("k/een"), ())

    assert [chapter.id for chapter in made.chapters] == ["begin", "midden"]
    with pytest.raises(UnknownReportError):
        made.chapter("rest")


@pytest.mark.parametrize(
    ("wanted", "chapters", "sections"),
    [
        (("begin",), ["begin"], []),
        (("midden",), ["midden"], ["k/een", "k/twee"]),
        (("k/twee",), ["midden"], ["k/twee"]),
    ],
)
def test_chapters_and_sections_are_chosen_by_name(
    contents: Contents,
    wanted: tuple[str, ...],
    chapters: list[str],
    sections: list[str],
) -> None:
    made = settle(contents, present("k/een", "k/twee"), wanted)

    assert [chapter.id for chapter in made.chapters] == chapters
    assert [section.code for section in made.sections] == sections


def test_a_choice_that_is_nothing_is_refused(contents: Contents) -> None:
    with pytest.raises(ParameterError, match="k/nergens"):
        settle(contents, present("k/een"), ("k/nergens",))


def test_an_unknown_report_says_which_there_are(tmp_path: Path) -> None:
    with pytest.raises(UnknownReportError, match="procesevaluatie"):
        read_contents(find_resource("reports"), "verslag")
    assert list_reports(tmp_path) == []


def test_every_notebook_of_the_report_is_there() -> None:
    folder = find_resource("reports")
    made = read_contents(folder, "procesevaluatie")

    there = {path.name for path in (folder / "procesevaluatie").glob("*.ipynb")}
    assert set(made.notebooks) == there


def test_sections_stand_in_the_order_in_which_they_are_named(
    contents: Contents,
) -> None:
    wanted = ("x/los", "k/twee", "k/een", "begin")
    used = present("k/een", "k/twee/diep", "k/twee", written=("x/los",))

    made = settle(contents, used, wanted)

    assert [(c.id, c.number) for c in made.chapters] == [
        ("rest", "1"),
        ("midden", "2"),
        ("begin", "3"),
    ]
    assert [(s.code, s.number, s.figure) for s in made.sections] == [
        ("x/los", "1.1", 1),
        ("k/twee", "2.1", 2),
        ("k/een", "2.2", 3),
    ]
    names = contents.list_notebooks(wanted)
    assert names == ("b.ipynb", "a.ipynb", "z.ipynb")


def test_a_section_below_one_that_is_left_out_takes_its_place(
    contents: Contents,
) -> None:
    made = settle(contents, present("k/een", "k/twee/diep"), ("k/twee/diep", "k/een"))

    assert [(s.code, s.number, s.level) for s in made.sections] == [
        ("k/twee/diep", "1.1", 2),
        ("k/een", "1.2", 2),
    ]
