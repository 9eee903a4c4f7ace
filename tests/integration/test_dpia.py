"""The DPIA page: made of the dictionary, the settings and the study."""

import os
from pathlib import Path

import pytest
import yaml
from docx import Document

from vknz_research.errors import UnknownValueError
from vknz_research.model.people import PURPOSES
from vknz_research.project import Study, open_study
from vknz_research.project.dpia import count_tests, list_columns, make_dpia, write_dpia
from vknz_research.project.dpiapage import Grid, Title, render_html, render_markdown
from vknz_research.project.resources import find_resource
from vknz_research.project.retention import set_until

ROOT = Path(__file__).parents[2]
WORDS = yaml.safe_load((ROOT / "data_dictionary" / "dpia.yml").read_text("utf-8"))


def grids(study: Study) -> dict[str, list[tuple[object, ...]]]:
    """The rows of all tables under each title."""
    found: dict[str, list[tuple[object, ...]]] = {}
    title = ""
    for item in make_dpia(study):
        if isinstance(item, Title):
            title = item.text
        elif isinstance(item, Grid):
            found.setdefault(title, []).extend(map(tuple, item.rows))
    return found


def test_every_column_with_something_of_a_person_stands_in_it() -> None:
    expected = {
        (table["table"], column["name"])
        for path in (ROOT / "data_dictionary" / "tables").glob("*.yml")
        for table in [yaml.safe_load(path.read_text("utf-8"))]
        if table["kind"] == "store"
        for column in table["columns"]
        if column["privacy"] != "none"
    }

    assert {row[:2] for row in list_columns()} == expected
    assert list_columns()[0][3] == "gevoelig"


def test_it_counts_consent_per_purpose_and_what_is_missing(demo: Path) -> None:
    with open_study(demo) as study:
        rows = {row[0]: row[1:] for row in grids(study)["Waarom"] if row[0] in PURPOSES}
        people = [p for p in study.participants if p.role != "onderzoeker"]

    assert rows.keys() == set(PURPOSES)
    assert all(sum(row) == len(people) for row in rows.values())
    assert rows["student_release"][0] == 30


def test_it_says_that_a_plain_study_is_not_encrypted(demo: Path) -> None:
    with open_study(demo) as study:
        assert "NIET versleuteld" in render_markdown(make_dpia(study))


def test_i29_end_dates_stand_in_it(coded: Study) -> None:
    set_until(coded, "gesprek", "2031-02-03")

    assert [row[1:] for row in grids(coded)["Hoe lang"]] == [("2031-02-03", "-", "ja")]


def test_it_says_of_each_promise_which_tests_guard_it(coded: Study) -> None:
    rows = {row[0]: row for row in grids(coded)["Welke maatregelen gelden"]}

    assert (
        list(rows)
        == [f"I{number}" for number in range(1, 31)]
        == list(WORDS["promises"])
    )
    assert rows["I19"][2] == count_tests(ROOT / "tests")["I19"] > 5


def test_a_finding_of_now_stands_in_it(coded: Study) -> None:
    set_until(coded, "gesprek", "2020-01-01")
    found = grids(coded)

    assert ("I29", 1) in {(r[0], r[3]) for r in found["Welke maatregelen gelden"]}
    assert "I29" in {row[0] for row in found["Wat nu aandacht vraagt"]}


def test_no_word_of_a_participant_and_no_label_stands_in_it(demo: Path) -> None:
    with open_study(demo) as study:
        page = render_html(make_dpia(study))
        kept = {row[0] for row in grids(study)["Hoe lang"]}
        labels = [p.label for p in study.participants if len(p.label) > 3]
        names = {s.name for s in study.sources}

    assert "<script" not in page
    assert not [label for label in labels if f">{label}<" in page]
    assert len(kept) == len(names)
    assert not kept & names


@pytest.mark.parametrize("suffix", [".html", ".md", ".docx"])
def test_it_is_written_in_three_formats_for_this_account_only(
    coded: Study, tmp_path: Path, suffix: str
) -> None:
    made = write_dpia(coded, tmp_path / f"dpia{suffix}")

    assert made.stat().st_size > 5_000
    if os.name == "posix":
        assert made.stat().st_mode & 0o077 == 0
    if suffix == ".docx":
        assert len(Document(str(made)).tables) >= 7


def test_another_format_is_refused(coded: Study, tmp_path: Path) -> None:
    with pytest.raises(UnknownValueError):
        write_dpia(coded, tmp_path / "dpia.exe")
    assert not (tmp_path / "dpia.exe").exists()


def test_the_command_prints_it_to_paste(vknz: object, demo: Path) -> None:
    ran = vknz("dpia", demo)  # type: ignore[operator]

    assert ran.status == 0
    assert ran.out.startswith("# Gegevensbescherming: Voorbeeld")
    assert "## Hoe lang" in ran.out


def test_the_words_come_along_with_the_package() -> None:
    assert find_resource("data_dictionary/dpia.yml").exists()
