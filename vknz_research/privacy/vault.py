"""The key folder of a study: what must not lie with the study itself.

It lies in the folder of the user, one per study. What is written is encrypted (age)
to everybody who may open it; writing needs no passphrase, reading does. Without
recipients, as in the demo study, files are kept as they are, for this account only.
"""

import json
import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from vknz_research.errors import (
    LockedVaultError,
    NoVaultError,
    RecipientError,
    TwoRecipientsError,
    VaultExistsError,
    VaultPlaceError,
)

VARIABLE: Final = "VKNZ_VAULTS"
RECIPIENTS: Final = "recipients.json"
IDENTITY: Final = "identity.age"
SEALED: Final = ".age"
OPEN: Final = ".open"
TRIES: Final = 5
PAUSE_S: Final = 0.5
# What may be lost for good when only one person can open it.
NEEDS_TWO: Final = ("register", "replacements/", "study-key")
Ask = Callable[[], str | None]


def find_vaults() -> Path:
    """Return the folder in which the key folders of all studies lie."""
    wanted = os.environ.get(VARIABLE)
    if wanted:
        return Path(wanted)
    from platformdirs import user_config_path  # noqa: PLC0415 - only where needed

    return user_config_path("vknz", appauthor=False) / "vaults"


class Vault:
    """The key folder of one study."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def of_study(cls, study_id: str, study: Path | None = None) -> "Vault":
        """Return the key folder of a study; refuse one that lies in the study."""
        folder = find_vaults() / study_id
        if study and folder.resolve().is_relative_to(study.resolve()):
            raise VaultPlaceError(path=folder)
        return cls(folder)

    @property
    def exists(self) -> bool:
        """Say whether somebody can open it with a passphrase."""
        return (self.folder / RECIPIENTS).exists()

    @property
    def recipients(self) -> dict[str, str]:
        """Return the public keys of who may open it, by name."""
        try:
            text = (self.folder / RECIPIENTS).read_text(encoding="utf-8")
        except FileNotFoundError:
            return {}
        try:
            return {str(name): str(key) for name, key in json.loads(text).items()}
        except (ValueError, AttributeError) as error:
            raise LockedVaultError from error

    # --- who may open it -----------------------------------------------------------
    def create(self, passphrase: str, name: str) -> str:
        """Make a key, sealed with a passphrase, for this person; return the public."""
        if self.exists:
            raise VaultExistsError
        public = make_identity(self._place(IDENTITY), passphrase)
        self._write_recipients({name: public})
        return public

    def add_recipient(self, name: str, public: str) -> None:
        """Let one more person open what is written from now on.

        What is there already stays as it was; `reseal` writes it again.
        """
        if not self.exists:
            raise NoVaultError
        known = self.recipients
        if name in known or public in known.values():
            there = {"reason_nl": "die is er al", "reason_en": "it is there already"}
            raise RecipientError(name=name, **there)
        _read_public(name, public)
        self._write_recipients({**known, name: public})

    def reseal(self, unlocked: "Unlocked") -> None:
        """Write everything again, so that all who may open it can."""
        for name in list(self.list_names()):
            if name != IDENTITY.removesuffix(SEALED):
                data = unlocked.read(name)
                if data is not None:
                    self.write(name, data)

    def unlock(self, ask: Ask, identity: Path | None = None) -> "Unlocked":
        """Open it with a passphrase; `identity` is the key file of somebody else."""
        if not self.exists:
            return Unlocked(self, None)
        return Unlocked(self, read_identity(identity or self._place(IDENTITY), ask))

    def _write_recipients(self, recipients: dict[str, str]) -> None:
        text = json.dumps(recipients, ensure_ascii=False, indent=1)
        write_private(self._place(RECIPIENTS), text.encode())

    # --- what is in it -------------------------------------------------------------
    def write(self, name: str, data: bytes) -> None:
        """Keep bytes under a name; nobody is asked for a passphrase."""
        keys = self.recipients
        if name.startswith(NEEDS_TWO) and len(keys) < 2:
            raise TwoRecipientsError if keys else NoVaultError
        if keys:
            import pyrage  # noqa: PLC0415 - only where something is kept

            readers = [_read_public(who, key) for who, key in sorted(keys.items())]
            write_private(self._place(name + SEALED), pyrage.encrypt(data, readers))
            self._place(name + OPEN).unlink(missing_ok=True)
        else:
            write_private(self._place(name + OPEN), data)

    def write_open(self, name: str, data: bytes) -> None:
        """Keep bytes that hold no words of people, to be read without a passphrase."""
        write_private(self._place(name + OPEN), data)

    def read_open(self, name: str) -> bytes | None:
        """Return what `write_open` kept under a name, or None when there is nothing."""
        path = self.folder / f"{name}{OPEN}"
        return path.read_bytes() if path.is_file() else None

    def list_names(self, under: str = "") -> Iterator[str]:
        """List the names of what is kept, or of what is kept below one."""
        base = self.folder / under if under else self.folder
        for path in sorted(base.rglob("*")) if base.is_dir() else ():
            if path.suffix in {SEALED, OPEN} and path.is_file():
                yield path.relative_to(self.folder).with_suffix("").as_posix()

    def destroy(self, name: str) -> None:
        """Destroy what is kept under a name, or below it, in this key folder."""
        for path in (self.folder / f"{name}{SEALED}", self.folder / f"{name}{OPEN}"):
            _shred(path)
        below = self.folder / name
        if below.is_dir():
            for path in sorted(below.rglob("*")):
                _shred(path)
            shutil.rmtree(below)

    def _place(self, name: str) -> Path:
        path = self.folder / name
        if not path.resolve().is_relative_to(self.folder.resolve()):
            raise LockedVaultError
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return path


class Unlocked:
    """A vault that is open for this session; nothing of its key touches the disk."""

    def __init__(self, vault: Vault, identity: Any) -> None:
        self.vault = vault
        self._identity = identity

    def read(self, name: str) -> bytes | None:
        """Return what is kept under a name, or None when there is nothing."""
        plain = self.vault.folder / f"{name}{OPEN}"
        if plain.exists():
            return plain.read_bytes()
        sealed = self.vault.folder / f"{name}{SEALED}"
        if not sealed.exists():
            return None
        import pyrage  # noqa: PLC0415 - only where something is read

        if self._identity is None:
            raise LockedVaultError
        try:
            found: bytes = pyrage.decrypt(sealed.read_bytes(), [self._identity])
        except pyrage.DecryptError as error:
            raise LockedVaultError from error
        return found

    def write(self, name: str, data: bytes) -> None:
        """Keep bytes under a name."""
        self.vault.write(name, data)


def make_identity(path: Path, passphrase: str) -> str:
    """Write a new secret key, sealed with a passphrase; return the public key."""
    import pyrage  # noqa: PLC0415

    if not passphrase:
        raise LockedVaultError
    made = pyrage.x25519.Identity.generate()
    write_private(path, pyrage.passphrase.encrypt(str(made).encode(), passphrase))
    return str(made.to_public())


def read_identity(path: Path, ask: Ask) -> Any:
    """Read a secret key that is sealed with a passphrase."""
    import pyrage  # noqa: PLC0415

    passphrase = ask()
    if not passphrase:
        raise LockedVaultError
    try:
        text = _open_patiently(path.read_bytes(), passphrase).decode()
        return pyrage.x25519.Identity.from_str(text)
    except (OSError, pyrage.DecryptError, pyrage.IdentityError) as error:
        raise LockedVaultError from error


def _open_patiently(data: bytes, passphrase: str) -> bytes:
    """Decrypt with a passphrase, again where a busy machine seemed too slow for it.

    age measures how fast the machine is, and refuses what it thinks would take long.
    """
    import pyrage  # noqa: PLC0415

    for left in reversed(range(TRIES)):
        try:
            found: bytes = pyrage.passphrase.decrypt(data, passphrase)
        except pyrage.DecryptError as error:
            if not left or "work" not in str(error):
                raise
            time.sleep(PAUSE_S)
        else:
            return found
    raise LockedVaultError


def _read_public(name: str, public: str) -> Any:
    import pyrage  # noqa: PLC0415

    try:
        return pyrage.x25519.Recipient.from_str(public.strip())
    except pyrage.RecipientError as error:
        bad = {"reason_nl": "dat is geen age-sleutel", "reason_en": "no age key"}
        raise RecipientError(name=name, **bad) from error


def write_private(path: Path, data: bytes) -> None:
    """Write a file that only this account can read, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    place = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(place, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    half.replace(path)


def _shred(path: Path) -> None:
    """Overwrite a file and take it away; a disk that copies only does the latter."""
    if not path.is_file():
        return
    with path.open("r+b") as stream:
        stream.write(secrets.token_bytes(path.stat().st_size))
        stream.flush()
        os.fsync(stream.fileno())
    path.unlink()
