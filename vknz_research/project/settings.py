"""`study.toml`: what a study is called, where its store is, how its key is made."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from vknz_research.errors import NoStudyError

FILE: Final = "study.toml"
STORE: Final = "study.sqlite"
# What NWO asks of data that are kept; recordings tell more and are kept shorter.
KEEP_YEARS: Final = 10
MEDIA_YEARS: Final = 1
MOST_YEARS: Final = 100
SMALLEST_GROUP: Final = 5  # of which something may be told without a name
LEAST_GROUP: Final = 3


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a study; `salt` is None when the store is not encrypted.

    `model` is the folder of a sentence embedding model for suggestions, if any.
    Sources are kept for `keep_years` and recordings for `media_years`, counted from the
    date of a source, unless a source has an end date of its own. `k` is the smallest
    group of which something may be told without a name. `recogniser` is the command
    of a program on this machine that writes recordings out.
    """

    title: str
    store: str = STORE
    salt: bytes | None = None
    language: str = "nl"
    suggestions: bool = False
    model: str | None = None
    keep_years: int = KEEP_YEARS
    media_years: int = MEDIA_YEARS
    k: int = SMALLEST_GROUP
    recogniser: str | None = None

    @property
    def is_server(self) -> bool:
        """Say whether the store is a database server and not a file."""
        return "://" in self.store


def read_settings(folder: Path) -> Settings:
    """Read the settings of the study in a folder."""
    try:
        found = tomllib.loads((folder / FILE).read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise NoStudyError(path=folder) from error
    suggestions = _read_part(folder, found, "suggestions")
    model = suggestions.get("model")
    retention = _read_part(folder, found, "retention")
    command = _read_part(folder, found, "recogniser").get("command")
    return Settings(
        title=str(found.get("title", folder.name)),
        store=str(found.get("store", STORE)),
        salt=_read_salt(folder, found.get("encryption", {})),
        language=str(found.get("language", "nl")),
        suggestions=suggestions.get("on") is True,
        model=None if model is None else str(model),
        keep_years=_read_years(folder, retention.get("years", KEEP_YEARS)),
        media_years=_read_years(folder, retention.get("media_years", MEDIA_YEARS)),
        k=_read_k(folder, _read_part(folder, found, "privacy").get("k")),
        recogniser=None if command is None else str(command),
    )


def _read_part(folder: Path, found: dict[str, Any], name: str) -> dict[str, Any]:
    part = found.get(name, {})
    if not isinstance(part, dict):
        raise NoStudyError(path=folder)
    return part


def _read_years(folder: Path, found: Any) -> int:
    if not isinstance(found, int) or not 0 <= found <= MOST_YEARS:
        raise NoStudyError(path=folder)
    return found


def _read_k(folder: Path, found: Any) -> int:
    if found is None:
        return SMALLEST_GROUP
    if not isinstance(found, int) or found < LEAST_GROUP:
        raise NoStudyError(path=folder)
    return found


def _read_salt(folder: Path, encryption: Any) -> bytes | None:
    try:
        salt = encryption.get("salt")
        return None if salt is None else bytes.fromhex(salt)
    except (AttributeError, TypeError, ValueError) as error:
        raise NoStudyError(path=folder) from error


def write_settings(folder: Path, settings: Settings) -> None:
    """Write the settings of a study."""
    lines = [
        f"title = {_quote(settings.title)}",
        f"store = {_quote(settings.store)}",
        f"language = {_quote(settings.language)}",
    ]
    if settings.suggestions or settings.model:
        lines += ["", "[suggestions]", f"on = {str(settings.suggestions).lower()}"]
        lines += [f"model = {_quote(settings.model)}"] if settings.model else []
    if (settings.keep_years, settings.media_years) != (KEEP_YEARS, MEDIA_YEARS):
        lines += ["", "[retention]", f"years = {settings.keep_years}"]
        lines += [f"media_years = {settings.media_years}"]
    if settings.k != SMALLEST_GROUP:
        lines += ["", "[privacy]", f"k = {settings.k}"]
    if settings.recogniser:
        lines += ["", "[recogniser]", f"command = {_quote(settings.recogniser)}"]
    if settings.salt is not None:
        lines += [
            "",
            "# The passphrase is nowhere. Without the salt it opens nothing.",
            "[encryption]",
            'kdf = "argon2id"',
            f'salt = "{settings.salt.hex()}"',
        ]
    (folder / FILE).write_text("\n".join(lines) + "\n", encoding="utf-8")


def _quote(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(" " if c < " " or c == "\x7f" else c for c in escaped) + '"'
