"""Where a study may lie: on a disk of one's own, for its owner only."""

import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePath
from typing import Final

from vknz_research.errors import SharedPlaceError
from vknz_research.project.study import Study
from vknz_research.store.verify import Finding

VARIABLE: Final = "VKNZ_ALLOW_SYNCED"
MOUNTS: Final = Path("/proc/self/mounts")
# Names of folders as these services make them; `OneDrive - Hogeschool` is one too.
SERVICES: Final[Mapping[str, str]] = {
    "OneDrive": r"onedrive(?: - .+|-.+)?",
    "Dropbox": r"dropbox(?: \(.+\))?",
    "Google Drive": r"google ?drive(?:-.+)?|gdrive|my drive|mijn drive",
    "iCloud": r"icloud ?drive|mobile documents|com~apple~clouddocs",
    "Nextcloud": r"nextcloud\d*|owncloud|surfdrive|research ?drive",
    "Box": r"box ?sync|boxdrive",
    "a synchronised folder": r"cloudstorage|pcloud ?drive|megasync|syncthing",
}
SYNC_VARIABLES: Final = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
NETWORK_TYPES: Final = frozenset(
    {
        *("afpfs", "afs", "beegfs", "ceph", "cifs", "davfs", "glusterfs", "lustre"),
        *("ncpfs", "nfs", "nfs4", "smb3", "smbfs"),
    }
)
NETWORK_FUSE: Final = re.compile(
    r"fuse\.(?:ceph|davfs|gcsfuse|glusterfs|google|gvfs|onedrive|rclone|s3fs|smb|sshfs)"
)
REMOTE_DRIVE: Final = 4  # what Windows calls a drive of another machine
OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
OWN_FILE: Final = 0o600
OWN_FOLDER: Final = 0o700


def find_shared(path: Path, mounts: str | None = None) -> str | None:
    """Say in what a path lies that sends copies to other machines, or None.

    `mounts` is what the system says of mounted disks, as in /proc/self/mounts.
    """
    for place in dict.fromkeys((path.absolute(), path.resolve())):
        found = find_service(place) or _find_by_variable(place)
        found = found or _find_drive(place) or _find_mount(place, mounts)
        if found:
            return found
    return None


def find_service(path: PurePath) -> str | None:
    r"""Return the service that keeps a copy of what lies here, by the name of a folder.

    >>> from pathlib import PureWindowsPath
    >>> find_service(PureWindowsPath(r"C:\Users\An\OneDrive - HAN\studie"))
    'OneDrive'
    >>> find_service(PureWindowsPath(r"C:\Users\An\studies\dropboxes"))
    """
    for part in path.parts:
        for name, pattern in SERVICES.items():
            if re.fullmatch(pattern, part, re.IGNORECASE):
                return name
    return None


def _find_by_variable(path: Path) -> str | None:
    for variable in SYNC_VARIABLES:
        root = os.environ.get(variable)
        if root and path.is_relative_to(root):
            return "OneDrive"
    return None


def _find_drive(path: Path) -> str | None:
    """Find a drive of another machine, as Windows has them."""
    if str(path).startswith(("\\\\", "//")):
        return "a network drive"
    if sys.platform != "win32":
        return None
    import ctypes  # noqa: PLC0415 - Windows only

    kind = ctypes.windll.kernel32.GetDriveTypeW(path.anchor)
    return "a network drive" if kind == REMOTE_DRIVE else None


def _find_mount(path: Path, mounts: str | None) -> str | None:
    """Find a network disk among the mounted ones: the deepest that holds the path."""
    text = _read_mounts() if mounts is None else mounts
    deepest, kind = -1, ""
    for line in text.splitlines():
        fields = line.split(" ")
        place = Path(_unescape(fields[1])) if len(fields) > 2 else path / "-"
        if path.is_relative_to(place) and len(place.parts) >= deepest:
            deepest, kind = len(place.parts), fields[2]
    is_network = kind in NETWORK_TYPES or bool(NETWORK_FUSE.match(kind))
    return "a network drive" if is_network else None


def _read_mounts() -> str:
    try:
        return MOUNTS.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""  # a system without such a list


def _unescape(place: str) -> str:
    r"""Return a path as it is: the list writes a blank as \040.

    >>> _unescape(r"/mnt/de\040schijf")
    '/mnt/de schijf'
    """
    return re.sub(r"\\([0-7]{3})", lambda m: chr(int(m[1], 8)), place)


_DUTCH: Final = {
    "a network drive": "een netwerkschijf",
    "a synchronised folder": "een gesynchroniseerde map",
}


def refuse_shared(path: Path) -> None:
    """Refuse to write where copies go to other machines, unless that was agreed."""
    found = None if os.environ.get(VARIABLE) == "1" else find_shared(path)
    if found:
        raise SharedPlaceError(
            path=path, kind_nl=_DUTCH.get(found, found), kind_en=found
        )


# --- what check finds ----------------------------------------------------------------
def check_places(study: Study) -> Iterator[Finding]:
    """Find a study that is copied to other machines, or that others can read."""
    found = find_shared(study.path)
    if found:
        yield Finding(
            "I28",
            "warning",
            ".",
            f"de studie ligt in {_DUTCH.get(found, found)}: er zijn kopieën elders",
            f"the study lies in {found}: there are copies elsewhere",
            "verplaats haar naar de eigen schijf en wis de kopieën",
            "move it to your own disk and erase the copies",
        )
    count = sum(1 for _ in list_open_paths(study.path))
    if count:
        yield Finding(
            "I28",
            "warning",
            f"{count}",
            f"anderen op deze machine kunnen bij {count} bestanden of mappen",
            f"others on this machine can reach {count} files or folders",
            "herstel met `vknz check STUDIE --repair`",
            "repair with `vknz check STUDY --repair`",
        )


def list_open_paths(folder: Path) -> Iterator[Path]:
    """List what others than the owner can reach; Windows has no such modes."""
    if os.name != "posix":
        return
    for path in (folder, *sorted(folder.rglob("*"))):
        if not path.is_symlink() and path.stat().st_mode & OTHERS:
            yield path


def repair_modes(folder: Path) -> int:
    """Take everything in a study away from others than its owner; return how many."""
    found = list(list_open_paths(folder))
    protect(found)
    return len(found)


def protect(paths: Iterable[Path]) -> None:
    """Give files and folders to their owner alone."""
    for path in paths:
        path.chmod(OWN_FOLDER if path.is_dir() else OWN_FILE)
