"""The commands on texts, each in a process of its own: search, edit, work list."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from consenting import GIVEN

from vknz_research.project import create_study
from vknz_research.project.importing import import_files

Vknz = Callable[..., Any]
TEXT = (
    "Interviewer: Hoe was het?\n\nSamira: 👨‍👩‍👧 Nou ja, ik luisterde. Daarna goet.\n"
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plain study with one transcript and a coding on its last word."""
    folder = tmp_path_factory.mktemp("cli")
    path = folder / "gesprek.txt"
    path.write_text(TEXT, encoding="utf-8")
    with create_study(folder / "studie", "Proef") as study:
        import_files(study, [path], consent=GIVEN)
        text = study.text("gesprek")
        at = text.index("goet")
        study.coder("LvH").code("gesprek", "4r/reflectie", at - 7, at + 4)
    return folder / "studie"


@pytest.fixture
def here(template: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(template, tmp_path / "studie"))


def test_search_gives_places_and_what_stands_around_them(
    vknz: Vknz, here: Path
) -> None:
    facts = vknz("search", here, "ja", "--json").facts

    assert [set(fact) for fact in facts] == [
        {"source", "source_id", "start", "end", "text", "before", "after"}
    ]
    assert facts[0]["before"].endswith("👨‍👩‍👧 Nou ")
    assert facts[0]["after"] == ", ik luisterde. Daarna goet."


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("luisteren",), []),
        (("luisteren", "--mode", "lemma"), ["luisterde"]),
        (("^Hoe|\\w+t\\.$", "--mode", "regex"), ["Hoe", "goet."]),
        (("hoe", "--source", "gesprek"), ["Hoe"]),
    ],
)
def test_search_has_modes_and_a_source(
    vknz: Vknz, here: Path, words: tuple[str, ...], found: list[str]
) -> None:
    facts = vknz("search", here, *words, "--json").facts

    assert [fact["text"] for fact in facts] == found


def test_a_wrong_pattern_or_mode_is_said_in_one_sentence(
    vknz: Vknz, here: Path
) -> None:
    for words in (("(", "--mode", "regex"), ("a", "--mode", "fuzzy")):
        made = vknz("search", here, *words)
        assert (made.status, made.out, made.err.count("\n")) == (1, "", 1)


def test_a_correction_moves_codings_and_is_taken_back(vknz: Vknz, here: Path) -> None:
    hit = vknz("search", here, "goet", "--json").facts[0]
    place = ("--start", hit["end"] - 1, "--end", hit["end"], "--text", "d")
    who = ("--source", "gesprek", "--coder", "LvH", "--json")

    made = vknz("edit-text", here, *place, *who).facts

    assert (made["revision"], made["moved"], made["doubtful"]) == (2, 0, 0)
    assert vknz("codings", here, "--json").facts[0]["text"] == "Daarna goed"
    undone = vknz("undo", here, "--coder", "LvH").out
    assert undone == "Ongedaan gemaakt: tekst verbeterd bij Samira in gesprek.\n"
    assert vknz("codings", here, "--json").facts[0]["text"] == "Daarna goet"


def test_what_is_uncertain_is_on_the_work_list_until_it_is_taken_back(
    vknz: Vknz, here: Path
) -> None:
    hit = vknz("search", here, "Daarna", "--json").facts[0]
    place = ("--start", hit["start"] - 3, "--end", hit["end"], "--text", "Later")
    who = ("--source", "gesprek", "--coder", "LvH")

    said = vknz("edit-text", here, *place, *who)

    assert (said.status, "vknz worklist" in said.err) == (0, True)
    task = vknz("worklist", here, "--json").facts[0]
    assert (task["reason"], task["old_text"], task["text"]) == (
        "edge",
        "Daarna goet",
        "Later goet",
    )
    assert (task["code"], task["coder"]) == ("4r/reflectie", "LvH")
    assert "Daarna goet" in vknz("worklist", here).out
    assert vknz("worklist", here, "--coder", "TK", "--json").facts == []
    check = vknz("check", here, "--json").facts
    assert [f["severity"] for f in check["findings"] if f["id"] == "I22"] == ["notice"]
    vknz("undo", here)
    assert vknz("worklist", here, "--json").facts == []


def test_an_edit_over_turns_is_refused_without_words(vknz: Vknz, here: Path) -> None:
    who = ("--source", "gesprek", "--coder", "LvH", "--text", "Samira-geheim")

    made = vknz("edit-text", here, "--start", 15, "--end", 40, *who)

    assert (made.status, made.out) == (1, "")
    assert "beurt" in made.err
    assert "geheim" not in made.err
