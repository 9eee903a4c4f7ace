"""Who can open the key folder of a study, and the study when its passphrase is lost."""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from vknz_research.errors import (
    BackupError,
    LockedVaultError,
    StudyExistsError,
    WrongPassphraseError,
)
from vknz_research.privacy.vault import (
    Ask,
    Unlocked,
    Vault,
    find_vaults,
    make_identity,
    read_identity,
)
from vknz_research.project.open import open_with_key
from vknz_research.project.settings import read_settings, write_settings
from vknz_research.project.study import Study
from vknz_research.project.withdrawing import COPIES, open_vault
from vknz_research.store.connect import change_key
from vknz_research.store.key import derive_key, make_salt

STUDY_KEY: Final = "study-key"
STUDY_ID: Final = "study"
TWO: Final = 2


def create_vault(study: Study, name: str, passphrase: str) -> str:
    """Make a key folder with the key of one person; return the public key."""
    return open_vault(study).create(passphrase, name)


def add_second(study: Study, name: str, file: Path, passphrase: str, ask: Ask) -> None:
    """Make a key for a second person in a file of hers, and let her open everything."""
    if file.exists():
        raise StudyExistsError(path=file)
    public = make_identity(file, passphrase)
    add_recipient(study, name, public, ask)


def add_recipient(study: Study, name: str, public: str, ask: Ask) -> None:
    """Let somebody with this public key open the key folder and the study."""
    vault = open_vault(study)
    unlocked = vault.unlock(ask)
    vault.add_recipient(name, public)
    vault.reseal(unlocked)
    if study.key is not None and len(vault.recipients) >= TWO:
        vault.write(STUDY_KEY, study.key)
    vault.write_open(STUDY_ID, _describe_study(study))


def _describe_study(study: Study) -> bytes:
    return json.dumps(
        {"title": study.title, "path": str(study.path.resolve())}
    ).encode()


def copy_vault(study: Study, folder: Path) -> None:
    """Copy the key folder to another place, such as a stick in a safe, and note where.

    A withdrawal destroys keys in copies too, when it can reach them.
    """
    vault = open_vault(study)
    target = folder / vault.folder.name
    if target.exists():
        raise StudyExistsError(path=target)
    shutil.copytree(vault.folder, target)
    target.chmod(0o700)
    known = list_copies(vault)
    vault.write_open(COPIES, json.dumps([*known, str(target.resolve())]).encode())


def list_copies(vault: Vault) -> list[str]:
    """List where copies of the key folder were put."""
    data = vault.read_open(COPIES)
    found: list[str] = json.loads(data) if data else []
    return found


def describe_vault(study: Study) -> dict[str, Any]:
    """Return who can open the key folder and where it and its copies lie."""
    vault = open_vault(study)
    return {
        "vault": str(vault.folder),
        "names": sorted(vault.recipients),
        "copies": list_copies(vault),
        "complete": len(vault.recipients) >= TWO,
    }


def recover_study(path: Path, identity: Path, ask_identity: Ask, ask_new: Ask) -> None:
    """Give a study a new passphrase with somebody else's key; nothing else changes."""
    settings = read_settings(path)
    vault, key = _find_key(path, read_identity(identity, ask_identity))
    passphrase = ask_new()
    if not passphrase:
        raise LockedVaultError
    salt = make_salt()
    new = derive_key(passphrase, salt)
    vault.write(STUDY_KEY, new)
    change_key(path / settings.store, key, new)
    write_settings(path, replace(settings, salt=salt))


def _find_key(path: Path, secret: Any) -> tuple[Vault, bytes]:
    """Find the key folder whose key opens a study, and that key.

    The one that knows the study at this place is tried first; a study that was moved
    is known elsewhere, and its key opens it all the same.
    """
    is_opened = False
    for vault in _list_vaults(path):
        try:
            key = Unlocked(vault, secret).read(STUDY_KEY)
        except LockedVaultError:
            continue  # of other people
        is_opened = True
        if key is not None and _opens(path, key):
            return vault, key
    if not is_opened:
        raise LockedVaultError
    raise BackupError(
        path=path,
        reason_nl="in de kluis ligt geen sleutel van deze studie.",
        reason_en="there is no key of this study in the vault.",
    )


def _opens(path: Path, key: bytes) -> bool:
    try:
        open_with_key(path, key).close()
    except WrongPassphraseError:
        return False
    return True


def _list_vaults(path: Path) -> list[Vault]:
    """List the key folders, first the one that knows a study at this place."""
    found = [Vault(folder) for folder in sorted(find_vaults().glob("*"))]
    return sorted(found, key=lambda vault: _read_place(vault) != str(path.resolve()))


def _read_place(vault: Vault) -> str | None:
    data = vault.read_open(STUDY_ID)
    return json.loads(data)["path"] if data else None
