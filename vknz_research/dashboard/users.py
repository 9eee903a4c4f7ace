"""Who may log in: names, roles and hashes in a file for this account only."""

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from vknz_research.errors import (
    NoParticipantError,
    UnknownUserError,
    UnknownValueError,
    UserNameError,
    VknzError,
    WeakPasswordError,
)
from vknz_research.model.roles import OF_A_PARTICIPANT, RESEARCHER, ROLES

if TYPE_CHECKING:
    from argon2 import PasswordHasher

FILE: Final = "users.json"
SHORTEST: Final = 12
LONGEST: Final = 1024
LONGEST_NAME: Final = 60
# RFC 9106, second recommended option: 3 passes, 64 MiB, 4 lanes.
TIME_COST, MEMORY_KIB, LANES = 3, 65_536, 4


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who is in: under which name and role, and as which participant."""

    name: str
    role: str = RESEARCHER
    participant_id: str | None = None

    def __post_init__(self) -> None:
        """Refuse a role that is not there, and one that needs a participant."""
        if self.role not in ROLES:
            raise UnknownValueError(
                value=self.role, field="role", known=", ".join(ROLES)
            )
        if self.role in OF_A_PARTICIPANT and not self.participant_id:
            raise NoParticipantError(role=self.role)


@dataclass(frozen=True, slots=True)
class _Kept:
    """A line of the file."""

    hash: str
    role: str = RESEARCHER
    participant: str | None = None

    def mark(self) -> str:
        """Return what changes when a password, a role or a participant changes."""
        return "\n".join((self.hash, self.role, self.participant or ""))


class Users:
    """The people who may log in to a study; a user's name is the coder's."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE

    @property
    def names(self) -> list[str]:
        """List who may log in."""
        return sorted(self._read())

    @property
    def visitors(self) -> list[Visitor]:
        """List who may log in, each with a role, by name."""
        found = (_visit(name, kept) for name, kept in sorted(self._read().items()))
        return [one for one in found if one is not None]

    def add(
        self,
        name: str,
        password: str,
        role: str = RESEARCHER,
        participant_id: str | None = None,
    ) -> None:
        """Let somebody in with this password and role, or give them others."""
        if not name.strip() or name != name.strip() or len(name) > LONGEST_NAME:
            raise UserNameError(most=LONGEST_NAME)
        if not name.isprintable():
            raise UserNameError(most=LONGEST_NAME)
        if not SHORTEST <= len(password) <= LONGEST:
            raise WeakPasswordError(least=SHORTEST, most=LONGEST)
        made = Visitor(name, role, participant_id)
        kept = _Kept(_hasher().hash(password), made.role, made.participant_id)
        self._write(self._read() | {name: kept})

    def remove(self, name: str) -> None:
        """Let somebody in no longer."""
        kept = self._read()
        if kept.pop(name, None) is None:
            raise UnknownUserError(name=name)
        self._write(kept)

    def mark(self, name: str) -> str | None:
        """Return what changes when a password or a role does; None for a stranger."""
        found = self._read().get(name)
        return found.mark() if found and _visit(name, found) else None

    def find(self, name: str) -> Visitor | None:
        """Return who logs in under a name, or None."""
        found = self._read().get(name)
        return _visit(name, found) if found else None

    def is_right(self, name: str, password: str) -> bool:
        """Say whether a name and a password go together.

        A name that is not there takes as long, so that nobody learns who is.
        """
        from argon2.exceptions import Argon2Error, InvalidHashError  # noqa: PLC0415

        known = self._read().get(name)
        kept = known.hash if known else _hasher().hash(secrets.token_hex())
        try:
            is_right = _hasher().verify(kept, password[:LONGEST])
        except (Argon2Error, InvalidHashError):
            return False
        return is_right and known is not None

    def _read(self) -> dict[str, _Kept]:
        try:
            found = json.loads(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        return {str(name): _read_line(line) for name, line in found.items()}

    def _write(self, users: dict[str, _Kept]) -> None:
        """Write beside it first: whoever reads meanwhile finds the old or the new."""
        half = self.path.with_name(f".{FILE}-{secrets.token_hex(4)}")
        place = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        lines = {name: asdict(kept) for name, kept in users.items()}
        with os.fdopen(place, "w", encoding="utf-8") as stream:
            json.dump(lines, stream, ensure_ascii=False, indent=1)
        half.replace(self.path)


def _visit(name: str, kept: _Kept) -> Visitor | None:
    """Return who a line stands for: nobody, where its role says nothing we know."""
    try:
        return Visitor(name, kept.role, kept.participant)
    except VknzError:
        return None


def _read_line(line: Any) -> _Kept:
    """Return a line; in the first versions it was a hash alone, of a researcher."""
    if not isinstance(line, dict):
        return _Kept(str(line))
    participant = line.get("participant")
    role = str(line.get("role", ""))  # without one: nobody, and not a researcher
    return _Kept(str(line["hash"]), role, participant and str(participant))


def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher  # noqa: PLC0415 - only where one logs in

    return PasswordHasher(TIME_COST, MEMORY_KIB, LANES)
