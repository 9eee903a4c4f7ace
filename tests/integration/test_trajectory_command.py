"""The verbs `trajectory` and `agenda`: the cycle from the shell."""

from pathlib import Path

import pytest
from conftest import Vknz
from cyclestudy import fill_cycle

from vknz_research.project import Study


@pytest.fixture
def folder(study: Study, tmp_path: Path) -> Path:
    fill_cycle(study, tmp_path)
    return study.path


def test_the_cycle_goes_from_the_shell(
    vknz: Vknz, folder: Path, tmp_path: Path
) -> None:
    people = ("--klantmanager", "Marit (gesprek)", "--klant", "Klant (gesprek)")
    assert vknz("trajectory", folder, "add", "Traject 7", *people).status == 0
    here = ("trajectory", folder)
    name = "Traject 7"
    step = (*here, "step", name, "--kind", "recording", "--source", "gesprek")
    assert vknz(*step, "--state", "done").status == 0
    assert vknz(*here, "goal", name, "--body", "Praat ik te veel?").status == 0
    where = ("--source", "gesprek", "--begin", "00:20", "--end", "00:40")
    seen = ("--kind", "falter", "--body", "Een stilte.", "--part", "unintended")
    assert vknz(*here, "observe", name, *where, *seen).status == 0
    skipped = vknz(*here, "skip", name, "--kind", "interview")
    assert skipped.status == 1
    assert "reden" in skipped.err
    made = vknz(*here, "agenda", name, "--json").facts
    assert [i["begin"] for i in made["agenda"]] == [20_000, None]
    listed = vknz(*here)
    assert "Traject 7" in listed.out
    files = ("--to", "html,docx", "--out", tmp_path / "uit")
    written = vknz("agenda", folder, name, 1, *files)
    assert written.status == 0
    assert (tmp_path / "uit" / "agenda-1.docx").is_file()


def test_i12_the_page_is_for_its_klantmanager(vknz: Vknz, folder: Path) -> None:
    people = ("--klantmanager", "Marit (gesprek)")
    vknz("trajectory", folder, "add", "Traject 7", *people)
    vknz("trajectory", folder, "goal", "Traject 7", "--body", "Vraag")
    vknz("trajectory", folder, "agenda", "Traject 7")
    refused = vknz("agenda", folder, "Traject 7", "--for", "Klant (gesprek)")
    assert refused.status == 1
    assert "alleen voor de klantmanager" in refused.err


def test_i11_points_are_not_compared_by_klantmanager(vknz: Vknz, folder: Path) -> None:
    refused = vknz("points", folder, "--by", "klantmanager")
    assert refused.status == 1
    assert "mensen naast elkaar" in refused.err
    vknz("trajectory", folder, "add", "T", "--klantmanager", "Marit (gesprek)")
    for n in range(6):
        vknz(
            "trajectory", folder, "point", "T", "--body", f"Punt {n}", "--kind", "room"
        )
    assert vknz("points", folder, "--json").facts == [
        {"kind": "room", "named": 6, "tried": 0, "kept": 0, "changed": 0, "dropped": 0}
    ]
