"""Who may log in: names and hashes in a file that only this account can read."""

import json
import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Final

from vknz_research.errors import UnknownUserError, UserNameError, WeakPasswordError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

FILE: Final = "users.json"
SHORTEST: Final = 12
LONGEST: Final = 1024
LONGEST_NAME: Final = 60
# RFC 9106, second recommended option: 3 passes, 64 MiB, 4 lanes.
TIME_COST, MEMORY_KIB, LANES = 3, 65_536, 4


class Users:
    """The people who may log in to a study; a user's name is the coder's."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE

    @property
    def names(self) -> list[str]:
        """List who may log in."""
        return sorted(self._read())

    def add(self, name: str, password: str) -> None:
        """Let somebody in with this password, or give them another one."""
        if not name.strip() or name != name.strip() or len(name) > LONGEST_NAME:
            raise UserNameError(most=LONGEST_NAME)
        if not name.isprintable():
            raise UserNameError(most=LONGEST_NAME)
        if not SHORTEST <= len(password) <= LONGEST:
            raise WeakPasswordError(least=SHORTEST, most=LONGEST)
        self._write(self._read() | {name: _hasher().hash(password)})

    def remove(self, name: str) -> None:
        """Let somebody in no longer."""
        kept = self._read()
        if kept.pop(name, None) is None:
            raise UnknownUserError(name=name)
        self._write(kept)

    def mark(self, name: str) -> str | None:
        """Return what changes when a password changes; None for who may not log in."""
        return self._read().get(name)

    def is_right(self, name: str, password: str) -> bool:
        """Say whether a name and a password go together.

        A name that is not there takes as long, so that nobody learns who is.
        """
        from argon2.exceptions import Argon2Error, InvalidHashError  # noqa: PLC0415

        known = self._read().get(name)
        kept = known or _hasher().hash(secrets.token_hex())
        try:
            return _hasher().verify(kept, password[:LONGEST]) and known is not None
        except (Argon2Error, InvalidHashError):
            return False

    def _read(self) -> dict[str, str]:
        try:
            found = json.loads(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        return {str(name): str(kept) for name, kept in found.items()}

    def _write(self, users: dict[str, str]) -> None:
        """Write beside it first: whoever reads meanwhile finds the old or the new."""
        half = self.path.with_name(f".{FILE}-{secrets.token_hex(4)}")
        place = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(place, "w", encoding="utf-8") as stream:
            json.dump(users, stream, ensure_ascii=False, indent=1)
        half.replace(self.path)


def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher  # noqa: PLC0415 - only where one logs in

    return PasswordHasher(TIME_COST, MEMORY_KIB, LANES)
