"""Stores to test on: a plain file, an encrypted file, and PostgreSQL where it is."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any
from uuid import uuid4

import pytest
from cyclestudy import fill_cycle
from ready import Ready

from vknz_research.demo.build import fill_study
from vknz_research.demo.trajectories import add_trajectories
from vknz_research.project import Study, create_study
from vknz_research.store import Store, create_store, open_store

KEY = bytes(range(32))
# A process that starts elsewhere finds the package too, installed or not.
PLACE = {"PYTHONUTF8": "1", "PYTHONPATH": str(Path(__file__).parents[2])}


@dataclass(frozen=True)
class Ran:
    """A command that ended: its status, and what it said on either side."""

    status: int
    out: str
    err: str

    @property
    def facts(self) -> Any:
        """What it printed, which must be JSON and nothing else."""
        return json.loads(self.out)


Vknz = Callable[..., Ran]


@pytest.fixture(scope="session")
def vknz() -> Iterator[Vknz]:
    """Run `vknz` as a person does: another process, no terminal."""
    waiting: dict[str, Ready] = {}

    def run(
        *words: object, stdin: str = "", language: str = "nl", cwd: Path | None = None
    ) -> Ran:
        here = {**os.environ, "VKNZ_LANGUAGE": language, **PLACE}
        if language not in waiting:
            waiting[language] = Ready(here)
        with TemporaryFile() as typed, TemporaryFile() as out, TemporaryFile() as err:
            typed.write(stdin.encode())
            typed.seek(0)
            streams = (typed, out, err)
            status = waiting[language].run(list(map(str, words)), streams, here, cwd)
            ran = Ran(status, *(_read(stream) for stream in streams[1:]))
        assert "Traceback" not in ran.err, ran.err
        return ran

    yield run
    for ready in waiting.values():
        ready.close()


def _read(stream: IO[bytes]) -> str:
    stream.seek(0)
    return stream.read().decode()


def find_postgres() -> Path | None:
    """Return the folder of PostgreSQL's programs."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return folders[-1].parent if folders else None


def as_user(command: list[str]) -> list[str]:
    """Return a command that runs as an ordinary user: PostgreSQL refuses root."""
    return (
        ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command
    )


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL server of our own on a socket; gives the start of its URL."""
    programs = find_postgres()
    if programs is None:
        pytest.skip(
            "PostgreSQL is not on this machine (Debian: apt-get install postgresql)"
        )
    folder = Path("/tmp") / f"vknz-pg-{uuid4().hex[:8]}"  # a socket path must be short
    folder.mkdir(mode=0o777)
    folder.chmod(0o777)
    data = folder / "data"
    made = [str(programs / "initdb"), "-D", str(data), "-U", "vknz", "-A", "trust"]
    subprocess.run(as_user([*made, "-E", "UTF8"]), check=True, capture_output=True)
    options = f"-k {folder} -c listen_addresses='' -c fsync=off"
    control = [str(programs / "pg_ctl"), "-D", str(data), "-w"]
    log = str(folder / "log")
    subprocess.run(
        as_user([*control, "-l", log, "-o", options, "start"]),
        check=True,
        capture_output=True,
    )
    yield f"postgresql+psycopg://vknz@/{{name}}?host={folder}"
    stop = as_user([*control, "-m", "immediate", "stop"])
    subprocess.run(stop, capture_output=True, check=False)
    shutil.rmtree(folder, ignore_errors=True)


def make_database(postgres: str, template: str = "template1") -> str:
    """Make a database like another one; return its URL."""
    from sqlalchemy import create_engine

    name = f"t{uuid4().hex}"
    engine = create_engine(
        postgres.format(name="postgres"), isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as link:
        link.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {template}")
    engine.dispose()
    return postgres.format(name=name)


@pytest.fixture
def postgres_url(postgres: str) -> str:
    """The URL of a new, empty database."""
    return make_database(postgres)


@pytest.fixture(scope="session")
def postgres_store(postgres: str) -> str:
    """The name of a database with an empty store, made once."""
    from sqlalchemy import make_url

    url = make_database(postgres)
    create_store(url).close()
    return str(make_url(url).database)


@pytest.fixture(scope="session")
def open_empty(
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[..., Store]:
    """Open an empty store in a file, plain or with a key: a copy of one made once."""
    folder = tmp_path_factory.mktemp("leeg")
    for name, key in (("plain", None), ("sealed", KEY)):
        create_store(folder / name, key).close()

    def open_(path: Path, key: bytes | None = None) -> Store:
        shutil.copyfile(folder / ("sealed" if key else "plain"), path)
        return open_store(path, key)

    return open_


@pytest.fixture(
    params=["plain", "encrypted", pytest.param("postgres", marks=pytest.mark.postgres)]
)
def store(
    request: pytest.FixtureRequest, open_empty: Callable[..., Store], tmp_path: Path
) -> Iterator[Store]:
    """An empty store of each kind."""
    if request.param == "postgres":
        postgres = request.getfixturevalue("postgres")
        template = request.getfixturevalue("postgres_store")
        made = open_store(make_database(postgres, template))
    else:
        key = KEY if request.param == "encrypted" else None
        made = open_empty(tmp_path / "proef.sqlite", key)
    yield made
    made.close()


@pytest.fixture
def cycle(study: Study, tmp_path: Path) -> Study:
    """A study with one conversation, its klantmanager and its klant."""
    return fill_cycle(study, tmp_path)


@pytest.fixture(scope="module")
def cycled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Study]:
    """The demo study with its two trajectories; a test takes back what it does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VKNZ_VAULTS", str(tmp_path_factory.mktemp("vaults")))
        folder = tmp_path_factory.mktemp("trajecten") / "studie"
        with create_study(folder, "Voorbeeld") as study:
            fill_study(study)
            add_trajectories(study)
            yield study
