"""`vknz recording` and `vknz transcribe`, as a person uses them."""

import sys
from pathlib import Path

import pytest
from conftest import Vknz
from consenting import CONSENT
from mediafiles import make_recording


@pytest.fixture
def here(vknz: Vknz, tmp_path: Path) -> Path:
    folder = tmp_path / "studie"
    assert vknz("init", folder, "--title", "Proef", "--plain").status == 0
    (tmp_path / "gesprek.txt").write_text("Samira: Ja.\n", encoding="utf-8")
    assert vknz("import", folder, tmp_path / "gesprek.txt", *CONSENT).status == 0
    return folder


def test_a_recording_is_linked_listed_moved_and_unlinked(
    vknz: Vknz, here: Path, tmp_path: Path
) -> None:
    film = make_recording(tmp_path / "opname.wav", audio="pcm_s16le")
    word = "recording"
    linked = vknz(word, here, "link", "gesprek", film, "--reference", "--json").facts
    assert (linked["kept_as"], linked["state"]) == ("reference", "ok")
    assert (linked["source"], linked["seconds"]) == ("gesprek", 2.0)
    second = vknz(word, here, "link", "gesprek", film, "--number", 2, "--json").facts
    assert (second["kept_as"], second["place"]) == ("sealed", None)

    moved = film.rename(tmp_path / "verplaatst.wav")
    listed = vknz(word, here, "list", "--json").facts
    assert [(x["number"], x["state"]) for x in listed] == [(1, "missing"), (2, "ok")]
    shown = vknz(word, here, "list").out
    said = ("op zijn eigen plaats", "ontbreekt", "verzegeld", "aanwezig")
    assert all(word in shown for word in said)
    told = vknz("check", here)
    assert told.status == 0 or "R1" in told.out
    assert f"relink {linked['recording']}" in told.out

    again = vknz(word, here, "relink", linked["recording"], moved, "--json").facts
    assert again["state"] == "ok"
    gone = vknz(word, here, "unlink", second["recording"], "--delete", "--json").facts
    assert gone == {"recording": second["recording"], "removed": True}
    assert "verplaatst.wav" in vknz(word, here).out
    assert vknz("check", here).out.count("R2") == 0


def test_what_cannot_be_linked_is_said_in_one_line(
    vknz: Vknz, here: Path, tmp_path: Path
) -> None:
    (tmp_path / "film.avi").write_bytes(b"RIFF")
    refused = vknz("recording", here, "link", "gesprek", tmp_path / "film.avi")
    assert refused.status != 0
    assert "mp4" in refused.err
    assert vknz("recording", here, "link", "gesprek").status == 2
    assert vknz("recording", here, "relink", "weg", tmp_path / "film.avi").status == 1


def test_a_recogniser_writes_a_file_out(vknz: Vknz, here: Path, tmp_path: Path) -> None:
    film = make_recording(tmp_path / "nieuw.m4a", audio="aac")
    none = vknz("transcribe", here, film)
    assert none.status != 0
    assert "study.toml" in none.err

    program = tmp_path / "p.py"
    program.write_text(
        "import sys, pathlib\n"
        "pathlib.Path(sys.argv[1] + '.srt').write_text("
        "'1\\n00:00:00,000 --> 00:00:01,000\\nHallo.\\n')\n",
        encoding="utf-8",
    )
    with (here / "study.toml").open("a", encoding="utf-8") as settings:
        settings.write(
            f"\n[recogniser]\ncommand = \"{sys.executable} '{program}' {{out}}\"\n"
        )
    made = vknz("transcribe", here, film, "--coder", "NvD", "--json")
    assert (made.facts["source"], made.facts["turns"]) == ("nieuw", 1)
    assert "nieuw.m4a" in vknz("recording", here, "list", "nieuw").out
