"""The key folder in the shell: two people, a lost passphrase, copies (I4, I17, F16)."""

import shutil
from pathlib import Path

import pytest
from conftest import Vknz
from consenting import CONSENT

from vknz_research.privacy.vault import VARIABLE

WORDS = "Anna: Ik vertelde over mijn verhuizing naar het noorden.\n"


@pytest.fixture(scope="module")
def made(vknz: Vknz, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An encrypted study with one source, and a vault that two people can open."""
    folder = tmp_path_factory.mktemp("kluis")
    path, said = folder / "studie", "studiezin een twee\n"
    (folder / "a.txt").write_text(WORDS, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, str(folder / "sleutels"))
        for words, stdin in (
            (("init", path), said),
            (("import", path, folder / "a.txt", *CONSENT), said),
            (("vault", path, "create", "NvD"), said + "zin van nvd\n"),
            (
                ("vault", path, "recovery", "TK", folder / "tk.age"),
                said + "zin van tk\nzin van nvd\n",
            ),
        ):
            ran = vknz(*words, stdin=stdin)
            assert ran.status == 0, ran.err
    return folder


@pytest.fixture
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "sleutels"))
    return tmp_path / "sleutels"


@pytest.fixture
def here(made: Path, tmp_path: Path, keys: Path) -> Path:
    """A copy of that study, of its vault and of the key of the second person."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    assert keys.exists()
    return tmp_path / "studie"


def test_a_second_person_opens_a_study_whose_passphrase_was_lost(
    vknz: Vknz, here: Path, tmp_path: Path
) -> None:
    asked = vknz("recover", here, tmp_path / "tk.age", stdin="zin van tk\nnieuwe zin\n")

    assert asked.status == 0, asked.err
    assert vknz("sources", here, "--json", stdin="nieuwe zin\n").facts[0]["name"] == "a"
    old = vknz("sources", here, stdin="studiezin een twee\n")
    assert old.status == 1
    assert vknz("check", here, stdin="nieuwe zin\n").status == 0


def test_a_study_that_was_moved_is_opened_by_its_second_person_too(
    vknz: Vknz, here: Path, tmp_path: Path
) -> None:
    moved = here.rename(tmp_path / "verhuisd")

    asked = vknz(
        "recover", moved, tmp_path / "tk.age", stdin="zin van tk\nnieuwe zin\n"
    )

    assert asked.status == 0, asked.err
    assert vknz("check", moved, stdin="nieuwe zin\n").status == 0


def test_a_key_of_another_study_is_told_apart_from_a_wrong_passphrase(
    vknz: Vknz, here: Path, tmp_path: Path
) -> None:
    other = tmp_path / "andere"
    assert vknz("init", other, stdin="andere zin\n").status == 0

    asked = vknz("recover", other, tmp_path / "tk.age", stdin="zin van tk\nnieuw\n")

    assert asked.status == 1
    assert "geen sleutel van deze studie" in asked.err
    assert vknz("check", other, stdin="andere zin\n").status == 0


def test_f16_a_wrong_key_opens_nothing_and_changes_nothing(
    vknz: Vknz, here: Path, tmp_path: Path
) -> None:
    asked = vknz("recover", here, tmp_path / "tk.age", stdin="fout\nnieuwe zin\n")

    assert asked.status == 1
    assert "kluis" in asked.err
    assert vknz("sources", here, stdin="studiezin een twee\n").status == 0


def test_who_can_open_the_vault_is_told(vknz: Vknz, here: Path, keys: Path) -> None:
    found = vknz("vault", here, "--json", stdin="studiezin een twee\n").facts

    assert found["names"] == ["NvD", "TK"]
    assert found["complete"] is True
    assert Path(found["vault"]).parent == keys


def test_i17_keys_never_lie_in_the_study(
    vknz: Vknz, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(here / "sleutels"))

    asked = vknz("vault", here, "create", "NvD", stdin="studiezin een twee\nzin\n")

    assert asked.status == 1
    assert "VKNZ_VAULTS" in asked.err


def test_i04_keys_go_from_copies_of_the_vault_too(
    vknz: Vknz, here: Path, tmp_path: Path
) -> None:
    said = "studiezin een twee\n"
    assert vknz("backup", here, tmp_path / "kopie", stdin=said).status == 0
    assert vknz("vault", here, "copy", tmp_path / "stick", stdin=said).status == 0
    source = vknz("sources", here, "--json", stdin=said).facts[0]["source_id"]
    before = [p for p in (tmp_path / "stick").rglob("*") if source in p.parts]

    done = vknz("consent", here, "all", "withdrawn", "--source", "a", stdin=said)

    assert done.status == 0, done.err
    assert before != []
    assert not any(source in p.parts for p in tmp_path.rglob("*.age"))
    listed = vknz("backups", here, "--json", stdin=said).facts
    assert [one["state"] for one in listed] == ["shredded"]
