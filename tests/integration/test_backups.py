"""I4 and I8: a backup is whole, and forgets whoever withdraws."""

from pathlib import Path

import pytest
from withdrawal_world import fill, find_words

from vknz_research.errors import BackupError, LockedVaultError, StudyExistsError
from vknz_research.model.codings import Coding
from vknz_research.privacy.vault import VARIABLE
from vknz_research.project import Study, create_study, open_study
from vknz_research.project.backups import MANIFEST, PACKS, back_up, list_backups
from vknz_research.project.upkeep import check_study
from vknz_research.project.withdrawing import open_vault, purge, withdraw
from vknz_research.store.verify import verify_store


@pytest.fixture(autouse=True)
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keys of our own, and a home of our own."""
    monkeypatch.setenv("HOME", str(tmp_path / "thuis"))
    monkeypatch.setenv(VARIABLE, str(tmp_path / "sleutels"))
    (tmp_path / "thuis").mkdir()
    return tmp_path / "sleutels"


def make(tmp_path: Path, *, encrypted: bool = False) -> Study:
    ask = (lambda: "een lange zin") if encrypted else None
    return create_study(tmp_path / "studie", "Proef", ask=ask)


@pytest.mark.parametrize("encrypted", [False, True])
def test_opening_a_backup_gives_the_same_study(tmp_path: Path, encrypted: bool) -> None:
    with make(tmp_path, encrypted=encrypted) as study:
        fill(study, tmp_path / "in", 1)
        media = study.path / "media" / study.source("ander").id / "opname.mp4"
        media.parent.mkdir()
        media.write_bytes(b"beeld")
        state, acts = study.store.state_hash(), len(study.log())
        back_up(study, tmp_path / "kopie")

    with open_study(tmp_path / "kopie", lambda: "een lange zin") as again:
        assert again.store.state_hash() == state
        assert len(again.log()) == acts
        assert verify_store(again.store) == []
        inner = media.relative_to(tmp_path / "studie")
        assert (again.path / inner).read_bytes() == b"beeld"
        assert (again.path / "notebooks" / "eigen.ipynb").exists()
        again.undo()
    assert not (tmp_path / "kopie" / PACKS).exists()


def test_a_backup_holds_no_words_in_the_clear(tmp_path: Path) -> None:
    with make(tmp_path) as study:
        gone, stays = fill(study, tmp_path / "in", 2)
        back_up(study, tmp_path / "kopie")

    data = b"".join(p.read_bytes() for p in (tmp_path / "kopie").rglob("*.*"))
    assert not any(w[:12].encode() in data for w in [*gone, *stays])


def test_i04_a_backup_from_before_cannot_give_back_who_withdrew(
    tmp_path: Path, keys: Path
) -> None:
    with make(tmp_path) as study:
        gone, _ = fill(study, tmp_path / "in", 3)
        back_up(study, tmp_path / "kopie")
        ander = study.source("ander").id
        codings = study.codings()
        withdraw(study, "An", ["all"])
        states = [one["state"] for one in list_backups(open_vault(study))]
        assert states == ["shredded"]
    (keys / study.store.salt.hex()).mkdir()  # a stranger's folder changes nothing
    for noted in keys.rglob("withdrawn.open"):
        noted.unlink()  # even where nobody tells it of the withdrawal

    with open_study(tmp_path / "kopie") as again:
        assert find_words(again, gone) == []
        assert [s.id for s in again.sources] == [ander]
        kept = [c.id for c in again.codings()]
        assert kept == [c.id for c in codings if c.source_id == ander]
        assert [f for f in verify_store(again.store) if f.severity == "error"] == []
        with again.store.read() as reader:
            assert reader.count(Coding) == len(kept)


def test_i04_clearing_again_leaves_the_backups_made_since(tmp_path: Path) -> None:
    with make(tmp_path) as study:
        gone, _ = fill(study, tmp_path / "in", 5)
        withdraw(study, "An", ["all"])
        group = study.source("groep").id
        back_up(study, tmp_path / "kopie")
        purge(study)

    with open_study(tmp_path / "kopie") as again:
        assert group in {s.id for s in again.sources}
        assert find_words(again, gone) == []


def test_i08_a_backup_hears_of_withdrawals_when_it_is_opened(tmp_path: Path) -> None:
    with make(tmp_path) as study:
        fill(study, tmp_path / "in", 4)
        back_up(study, tmp_path / "kopie")
        withdraw(study, "An", ["all"])

    with open_study(tmp_path / "kopie") as again:
        assert "An" not in [p.label for p in again.participants]
        assert again.log()[-1].event.act == "end-withdrawal"


def test_a_backup_needs_the_passphrase_of_the_keys(tmp_path: Path) -> None:
    with make(tmp_path) as study:
        fill(study, tmp_path / "in", 5)
        open_vault(study).create("zin van de kluis", "NvD")
        back_up(study, tmp_path / "kopie")

    with pytest.raises(LockedVaultError):
        open_study(tmp_path / "kopie", ask_vault=lambda: "fout")
    assert (tmp_path / "kopie" / MANIFEST).exists()
    with open_study(tmp_path / "kopie", ask_vault=lambda: "zin van de kluis") as again:
        assert len(again.sources) == 3


@pytest.mark.parametrize("what", ["pack", "manifest", "missing"])
def test_f12_a_damaged_backup_is_refused_and_left_as_it_is(
    tmp_path: Path, what: str
) -> None:
    with make(tmp_path) as study:
        fill(study, tmp_path / "in", 6)
        back_up(study, tmp_path / "kopie")
    pack = max((tmp_path / "kopie" / PACKS).iterdir(), key=lambda p: p.stat().st_size)
    if what == "pack":
        data = bytearray(pack.read_bytes())
        data[40] ^= 1
        pack.write_bytes(bytes(data))
    elif what == "manifest":
        (tmp_path / "kopie" / MANIFEST).write_text("{", encoding="utf-8")
    else:
        pack.unlink()

    with pytest.raises(BackupError):
        open_study(tmp_path / "kopie")
    assert (tmp_path / "kopie" / MANIFEST).exists()
    assert not (tmp_path / "kopie" / "study.sqlite").exists()


def test_a_backup_is_not_written_over_something(tmp_path: Path) -> None:
    with make(tmp_path) as study:
        back_up(study, tmp_path / "kopie")
        with pytest.raises(StudyExistsError):
            back_up(study, tmp_path / "kopie")


def test_i04_keys_of_backups_from_before_are_named_and_later_ones_are_not(
    tmp_path: Path,
) -> None:
    with make(tmp_path) as study:
        fill(study, tmp_path / "in", 7)
        source = study.source("alleen").id
        back_up(study, tmp_path / "voor")
        withdraw(study, "An", ["all"])
        back_up(study, tmp_path / "na")
        assert "I4" not in {f.id for f in check_study(study)}
        vault = open_vault(study)
        first = list_backups(vault)[0]["id"]

        vault.write(f"keys/{source}/{first}", b"teruggezet")

        assert "I4" in {f.id for f in check_study(study) if f.severity == "error"}
