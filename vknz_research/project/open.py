"""Making and opening a study: folder, settings, key, store."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from vknz_research.coding.codebook import import_codes
from vknz_research.errors import (
    LostSaltError,
    NoPassphraseError,
    NoStudyError,
    StudyExistsError,
    WrongPassphraseError,
)
from vknz_research.exchange.codebook import read_frameworks
from vknz_research.project.backups import is_backup, restore
from vknz_research.project.places import protect, refuse_shared
from vknz_research.project.resources import find_resource
from vknz_research.project.settings import (
    FILE,
    Settings,
    read_settings,
    write_settings,
)
from vknz_research.project.study import Study
from vknz_research.store import Store, create_store, open_store
from vknz_research.store.key import derive_key, make_salt

FOLDERS: Final = ("media", "snapshots", "reports", "notebooks")
Ask = Callable[[], str | None]


def create_study(
    path: str | Path,
    title: str | None = None,
    *,
    store: str | None = None,
    ask: Ask | None = None,
    frameworks: bool = True,
) -> Study:
    """Make a study in a new or empty folder, with the frameworks in its codebook.

    `ask` returns the passphrase; without it the study is not encrypted. `store` is the
    URL of a PostgreSQL database, for a team.
    """
    folder = Path(path)
    refuse_shared(folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StudyExistsError(path=folder)
    settings = Settings(title or folder.name)
    if store:
        settings = replace(settings, store=store)
    key = None
    if ask and not settings.is_server:
        settings = replace(settings, salt=make_salt())
        key = _ask_key(folder, settings, ask)
    return _make(folder, settings, key, frameworks=frameworks)


def _make(
    folder: Path, settings: Settings, key: bytes | None, *, frameworks: bool
) -> Study:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    where = settings.store if settings.is_server else folder / settings.store
    made = create_store(where, key)
    if not settings.is_server:
        (folder / settings.store).chmod(0o600)
    for name in FOLDERS:
        (folder / name).mkdir(exist_ok=True, mode=0o700)
    # Last, so that a folder without it is no study and can be made again.
    write_settings(folder, settings)
    protect([folder, folder / FILE])
    study = Study(folder, settings, made, key)
    if frameworks:
        load_frameworks(made)
    return study


def load_frameworks(store: Store) -> None:
    """Bring the frameworks of the data dictionary into the codebook."""
    files = sorted(find_resource("data_dictionary/frameworks").glob("*.yml"))
    codes = [c for file in files for f in read_frameworks(file) for c in f.codes]
    import_codes(store, "vknz", codes, act="init")


def open_study(
    path: str | Path, ask: Ask | None = None, ask_vault: Ask | None = None
) -> Study:
    """Open the study in a folder; `ask` returns the passphrase of an encrypted one.

    A sealed backup is made a study again first; `ask_vault` returns the passphrase of
    the key folder, where it has one. Withdrawals that it has not heard of are done
    again before anything can be read.
    """
    folder = Path(path)
    settings = read_settings(folder)
    refuse_shared(folder)
    if is_backup(folder):
        return _open_backup(folder, settings, ask, ask_vault)
    if not settings.is_server and not (folder / settings.store).exists():
        raise NoStudyError(path=folder)
    key = _ask_key(folder, settings, ask) if settings.salt else None
    where = settings.store if settings.is_server else folder / settings.store
    try:
        store = open_store(where, key)
    except WrongPassphraseError as error:
        if key is None:
            raise LostSaltError(path=where) from error
        raise
    study = Study(folder, settings, store, key)
    _replay_withdrawals(study)
    return study


def open_with_key(path: Path, key: bytes) -> Study:
    """Open an encrypted study with its raw key, when the passphrase is lost."""
    settings = read_settings(path)
    return Study(path, settings, open_store(path / settings.store, key), key)


def _open_backup(
    folder: Path, settings: Settings, ask: Ask | None, ask_vault: Ask | None
) -> Study:
    key = _ask_key(folder, settings, ask) if settings.salt else None
    restore(folder, key, ask_vault or ask or (lambda: None))
    for name in FOLDERS:
        (folder / name).mkdir(exist_ok=True, mode=0o700)
    study = Study(folder, settings, open_store(folder / settings.store, key), key)
    _replay_withdrawals(study)
    return study


def _replay_withdrawals(study: Study) -> None:
    """Do again what this copy has not heard of, before anything of it is read."""
    from vknz_research.project.withdrawing import (  # noqa: PLC0415 - seldom needed
        needs_replay,
        replay,
    )

    if needs_replay(study):
        replay(study)


def _ask_key(folder: Path, settings: Settings, ask: Ask | None) -> bytes:
    passphrase = ask() if ask else None
    if not passphrase or settings.salt is None:
        raise NoPassphraseError(path=folder / FILE)
    return derive_key(passphrase, settings.salt)
