"""Where a study may lie, and who can reach it: I28 and F17."""

import os
from pathlib import Path, PureWindowsPath

import pytest

from vknz_research.errors import SharedPlaceError
from vknz_research.project import Study, create_study, open_study
from vknz_research.project.places import (
    check_places,
    find_service,
    find_shared,
    list_open_paths,
    repair_modes,
)

MOUNTS = r"""overlay / overlay rw 0 0
/dev/sda1 /home ext4 rw 0 0
//server/deel /home/an/project cifs rw 0 0
server:/uit /mnt/nfs\040schijf nfs4 rw 0 0
an@elders:/ /home/an/elders fuse.sshfs rw 0 0
/dev/sdb1 /home/an/elders/usb vfat rw 0 0
portal /run/user/1000/doc fuse.portal rw 0 0
"""
NETWORK = "a network drive"
posix = pytest.mark.skipif(os.name != "posix", reason="Windows has no such modes")


@pytest.mark.parametrize(
    ("path", "service"),
    [
        (r"C:\Users\An\OneDrive\studie", "OneDrive"),
        (r"C:\Users\An\OneDrive - Hogeschool van A\studie", "OneDrive"),
        (r"C:\Users\An\Dropbox (Persoonlijk)\a", "Dropbox"),
        (r"G:\Mijn Drive\studie", "Google Drive"),
        ("/Users/an/Library/CloudStorage/Iets/studie", "a synchronised folder"),
        ("/Users/an/Library/Mobile Documents/com~apple~CloudDocs/x", "iCloud"),
        ("/home/an/SURFdrive/studie", "Nextcloud"),
        ("/home/an/Nextcloud2/studie", "Nextcloud"),
        ("/home/an/onedrives/studie", None),
        ("/home/an/mijn onedrive-notities.d/studie", None),
        ("/home/an/dropboxen", None),
    ],
)
def test_i28_a_synchronised_folder_is_known_by_its_name(
    path: str, service: str | None
) -> None:
    assert find_service(PureWindowsPath(path)) == service


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/home/an/project/studie", NETWORK),
        ("/mnt/nfs schijf/studie", NETWORK),
        ("/home/an/elders/studie", NETWORK),
        ("/home/an/elders/usb/studie", None),
        ("/home/an/projecten/studie", None),
        ("/home/an/studie", None),
        ("/run/user/1000/doc/studie", None),
        ("//server/deel/studie", NETWORK),
    ],
)
def test_i28_a_network_disk_is_known_by_its_mount(path: str, found: str | None) -> None:
    assert find_shared(Path(path), MOUNTS) == found


def test_i28_a_link_into_a_synchronised_folder_is_seen(tmp_path: Path) -> None:
    (tmp_path / "Dropbox" / "x").mkdir(parents=True)
    (tmp_path / "onschuldig").symlink_to(tmp_path / "Dropbox" / "x")

    assert find_shared(tmp_path / "onschuldig" / "studie") == "Dropbox"


def test_i28_a_folder_that_windows_names_in_a_variable_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path / "wolk"))

    assert find_shared(tmp_path / "wolk" / "studie", "") == "OneDrive"
    assert find_shared(tmp_path / "wolken" / "studie", "") is None


def test_i28_no_study_is_made_or_opened_in_a_synchronised_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "Dropbox" / "studie"
    with pytest.raises(SharedPlaceError, match="Dropbox"):
        create_study(place, "Proef")
    assert not place.exists()

    with create_study(tmp_path / "studie", "Proef"):
        pass
    place.parent.mkdir()
    (tmp_path / "studie").rename(place)
    with pytest.raises(SharedPlaceError, match="VKNZ_ALLOW_SYNCED"):
        open_study(place)

    monkeypatch.setenv("VKNZ_ALLOW_SYNCED", "1")
    with open_study(place) as study:
        assert [f.id for f in check_places(study) if f.where == "."] == ["I28"]


@posix
def test_i28_what_others_can_reach_is_found_and_repaired(coded: Study) -> None:
    repair_modes(coded.path)
    assert list(check_places(coded)) == []

    (coded.path / "notebooks").chmod(0o755)
    (coded.path / "study.toml").chmod(0o644)
    finding = next(check_places(coded))
    assert (finding.id, finding.where) == ("I28", "2")

    assert repair_modes(coded.path) == 2
    assert list(list_open_paths(coded.path)) == []
    assert (coded.path / "study.toml").stat().st_mode & 0o777 == 0o600
    assert (coded.path / "notebooks").stat().st_mode & 0o777 == 0o700
    coded.coder("LvH").code("gesprek", "4r/reflectie", 0, 5)


@posix
def test_i28_what_commands_make_is_for_the_owner_alone(
    vknz: object, tmp_path: Path
) -> None:
    before = os.umask(0o022)
    try:
        folder, file = tmp_path / "studie", tmp_path / "a.txt"
        file.write_text("A: ja\n\nB: nee\n")
        vknz("init", folder, "--plain")  # type: ignore[operator]
        vknz("import", folder, file)  # type: ignore[operator]
        vknz("freeze", folder, "v1")  # type: ignore[operator]
    finally:
        os.umask(before)

    assert list(list_open_paths(folder)) == []
    facts = vknz("check", folder, "--json").facts  # type: ignore[operator]
    assert "I28" not in {f["id"] for f in facts["findings"]}
    (folder / "study.toml").chmod(0o644)
    facts = vknz("check", folder, "--json").facts  # type: ignore[operator]
    assert "I28" in {f["id"] for f in facts["findings"]}
    facts = vknz("check", folder, "--repair", "--json").facts  # type: ignore[operator]
    assert "I28" not in {f["id"] for f in facts["findings"]}
