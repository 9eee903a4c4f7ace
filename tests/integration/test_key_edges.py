"""Wrong key, lost key, key chain: what is said, and that nothing changes (F16)."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from vknz_research.errors import (
    LostSaltError,
    NoPassphraseError,
    WrongPassphraseError,
)
from vknz_research.project import create_study, open_study
from vknz_research.project.settings import FILE

GOOD = "vijf woorden die niemand raadt"
BACKEND = '''
import json, os
from pathlib import Path
from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

PLACE = Path(os.environ["KEY_CHAIN"])

class Chain(KeyringBackend):
    """A key chain in a file, for a test."""
    priority = 9
    def _read(self):
        return json.loads(PLACE.read_text()) if PLACE.exists() else {}
    def get_password(self, service, user):
        return self._read().get(service + user)
    def set_password(self, service, user, password):
        PLACE.write_text(json.dumps({**self._read(), service + user: password}))
    def delete_password(self, service, user):
        known = self._read()
        if known.pop(service + user, None) is None:
            raise PasswordDeleteError(user)
        PLACE.write_text(json.dumps(known))
'''


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    folder = tmp_path / "studie"
    create_study(folder, "Proef", ask=lambda: GOOD).close()
    return folder


def hash_all(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize(
    ("given", "error"),
    [("een andere", WrongPassphraseError), ("", NoPassphraseError)],
)
def test_a_wrong_or_empty_passphrase_changes_nothing(
    sealed: Path, given: str, error: type[Exception]
) -> None:
    before = hash_all(sealed)

    with pytest.raises(error) as refused:
        open_study(sealed, ask=lambda: given)
    assert hash_all(sealed) == before
    assert not given or given not in str(refused.value)


def test_a_lost_salt_is_named_and_not_taken_for_a_wrong_passphrase(
    sealed: Path,
) -> None:
    place = sealed / FILE
    text = place.read_text(encoding="utf-8")
    place.write_text(text.partition("# The passphrase")[0], encoding="utf-8")
    with pytest.raises(LostSaltError, match=r"zet study\.toml terug"):
        open_study(sealed, ask=lambda: GOOD)

    place.write_text(text, encoding="utf-8")
    open_study(sealed, ask=lambda: GOOD).close()


def test_a_plain_store_in_the_place_of_a_sealed_one_is_refused(
    sealed: Path, tmp_path: Path
) -> None:
    create_study(tmp_path / "open", "Proef").close()
    shutil.copy(tmp_path / "open" / "study.sqlite", sealed / "study.sqlite")

    with pytest.raises(WrongPassphraseError):
        open_study(sealed, ask=lambda: GOOD)


# --- key chain -----------------------------------------------------------------------
@pytest.fixture
def chain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A key chain for commands in other processes; gives the file that it is."""
    folder = tmp_path / "chain"
    folder.mkdir()
    (folder / "filechain.py").write_text(BACKEND)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "filechain.Chain")
    monkeypatch.setenv("KEY_CHAIN", str(folder / "kept.json"))
    root = Path(__file__).parents[2]
    monkeypatch.setenv("PYTHONPATH", f"{root}{os.pathsep}{folder}")
    return folder / "kept.json"


def run(*words: object, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "vknz_research.cli", *map(str, words)],
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_a_remembered_passphrase_opens_the_study_until_it_is_forgotten(
    sealed: Path, chain: Path
) -> None:
    assert run("sources", sealed).returncode == 1

    assert run("passphrase", sealed, "remember", stdin=GOOD + "\n").returncode == 0
    assert run("sources", sealed).returncode == 0
    assert GOOD not in "".join(
        path.read_text("utf-8", "ignore")
        for path in sealed.rglob("*")
        if path.is_file()
    )

    assert run("passphrase", sealed, "forget").returncode == 0
    assert json.loads(chain.read_text()) == {}
    assert run("sources", sealed).returncode == 1
    assert run("passphrase", sealed, "forget").returncode == 0


def test_a_passphrase_that_opens_nothing_is_not_remembered(
    sealed: Path, chain: Path
) -> None:
    ran = run("passphrase", sealed, "remember", stdin="een andere\n")

    assert ran.returncode == 1
    assert not chain.exists()


def test_without_a_safe_key_chain_nothing_is_asked_or_kept(
    sealed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")

    ran = run("passphrase", sealed, "remember", stdin=GOOD + "\n")

    assert ran.returncode == 1
    assert "sleutelhanger" in ran.stderr


def test_no_command_takes_a_passphrase_as_an_argument() -> None:
    from typer.main import get_command

    from vknz_research.cli import app

    found = [
        f"{name} {option}"
        for name, command in get_command(app).commands.items()  # type: ignore[attr-defined]
        for parameter in command.params
        for option in parameter.opts
        if re.search("pass|secret|geheim|wachtwoord", option)
    ]

    assert found == []
