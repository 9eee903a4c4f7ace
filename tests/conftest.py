"""What tests share: the files of others, small studies, and the demo study."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from consenting import GIVEN
from hypothesis import settings

from vknz_research.demo.build import fill_study
from vknz_research.privacy.vault import VARIABLE
from vknz_research.project import Study, create_study, open_study

# How long an example takes is the machine's business: no test is timed.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
TEXT = "Interviewer: Hoe was het?\n\nSamira: Nou ja, 👨‍👩‍👧 eerst eng. Daarna goed.\n"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with files of others; tests that need it skip where it is absent."""
    if not SHARED.exists():
        pytest.skip(
            "../shared is absent: it holds files that are not part of the project"
        )
    return SHARED


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty, plain study with the frameworks, made once; tests get a copy."""
    folder = tmp_path_factory.mktemp("leeg") / "studie"
    create_study(folder, "Proef").close()
    return folder


@pytest.fixture
def study(empty: Path, tmp_path: Path) -> Iterator[Study]:
    """An empty, plain study with the frameworks."""
    with open_study(shutil.copytree(empty, tmp_path / "studie")) as made:
        yield made


@pytest.fixture
def coded(study: Study, tmp_path: Path) -> Study:
    """A study with one transcript of two speakers."""
    from vknz_research.project.importing import import_files

    path = tmp_path / "gesprek.txt"
    path.write_text(TEXT * 2, encoding="utf-8")
    import_files(study, [path], consent=GIVEN)
    return study


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo study, filled and frozen as v1, made once; tests may not change it."""
    folder = tmp_path_factory.mktemp("demo") / "studie"
    with create_study(folder, "Voorbeeld") as made:
        fill_study(made)
        made.freeze("v1")
    return folder


@pytest.fixture(scope="session")
def demo_snapshot(demo: Path) -> Path:
    """The snapshot v1 of the demo study."""
    return next((demo / "snapshots").glob("v1-*"))


@pytest.fixture(scope="session", autouse=True)
def dutch() -> Iterator[None]:
    """The interface speaks Dutch in tests, whatever the machine says."""
    before = os.environ.pop("VKNZ_LANGUAGE", None)
    yield
    if before:
        os.environ["VKNZ_LANGUAGE"] = before


@pytest.fixture(scope="session", autouse=True)
def vaults(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Key folders of what is made once lie apart from those of whoever runs this."""
    before = os.environ.get(VARIABLE)
    os.environ[VARIABLE] = str(tmp_path_factory.mktemp("kluizen"))
    yield
    if before is None:
        del os.environ[VARIABLE]
    else:
        os.environ[VARIABLE] = before


@pytest.fixture(autouse=True)
def own_vaults(
    vaults: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Each test has key folders of its own: a withdrawal is known in no other test."""
    before = os.environ[VARIABLE]
    os.environ[VARIABLE] = str(tmp_path_factory.mktemp("kluis"))
    yield
    os.environ[VARIABLE] = before
