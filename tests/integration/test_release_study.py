"""A release of a study as it is really made: pseudonymised, frozen, and let out."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pyrage
import pytest

from vknz_research.demo.build import fill_study
from vknz_research.errors import (
    ConsentChangedError,
    LockedVaultError,
    ReleaseRefusedError,
    ResidueError,
)
from vknz_research.privacy.parts import list_parts
from vknz_research.project import Study, create_study, open_study
from vknz_research.project.consent import Said, set_consent
from vknz_research.project.gate import open_register
from vknz_research.project.pseudonyms import Decision, decide, list_offers
from vknz_research.project.release import Asking, make_release
from vknz_research.project.withdrawing import open_vault

SECRET = "een lange zin van vijf woorden"


def tell() -> str:
    return SECRET


@pytest.fixture(autouse=True)
def own_vaults() -> None:
    """The study of this module is made once, and so are its keys."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The demo study with all names replaced, and a vault for two people."""
    folder = tmp_path_factory.mktemp("echt")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VKNZ_VAULTS", str(folder / "kluizen"))
        with create_study(folder / "studie", "Echt") as study:
            fill_study(study)
            vault = open_vault(study)
            vault.create(SECRET, "NvD")
            vault.add_recipient(
                "TK", str(pyrage.x25519.Identity.generate().to_public())
            )
            study.freeze("vooraf")
            decide_all(study)
            study.freeze("v1")
        yield folder / "studie"


def decide_all(study: Study) -> None:
    """Replace what names somebody; keep what only might."""
    first = {(o.text, o.category): o for o in reversed(list_offers(study))}
    decisions = [
        Decision(
            *(o.source_id, o.start, o.end, o.text, o.category),
            "replace" if o.is_direct else "keep",
            why=None if o.is_direct else "zegt niet wie",
        )
        for o in first.values()
    ]
    decide(study, "NvD", decisions, open_vault(study))


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "studie"))


def frozen(home: Path, name: str = "v1") -> Path:
    return next((home / "snapshots").glob(f"{name}-*"))


def left(folder: Path) -> list[str]:
    return [path.name for path in folder.glob("*uit*")]


def test_i15_no_form_of_the_register_is_in_any_byte(home: Path, tmp_path: Path) -> None:
    release = make_release(frozen(home), tmp_path / "uit", None, Asking(None, tell))

    with open_study(home) as study:
        forms = [f.casefold() for f in open_register(study, tell).forms if len(f) > 3]
    assert len(forms) > 15
    parts = [
        part.data.decode("utf-8", "replace").casefold()
        for path in release.path.rglob("*")
        if path.is_file()
        for part in list_parts(path)
    ]
    assert len(parts) > 100
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, forms))})\b")
    assert [found for part in parts for found in pattern.findall(part)] == []


def test_i15_a_name_in_the_codebook_stops_it(home: Path, tmp_path: Path) -> None:
    with open_study(home) as study:
        name = next(f for f in open_register(study, tell).forms if len(f) > 5)
        study.coder("NvD").add_code("4r/reflectie/zoals", f"Zoals {name} het deed")
        snapshot = study.freeze("v2")

    with pytest.raises(ResidueError) as refused:
        make_release(snapshot.path, tmp_path / "uit", None, Asking(None, tell))
    assert name not in str(refused.value)
    assert left(tmp_path) == []


def test_i17_without_the_passphrase_of_the_vault_nothing_goes_out(
    home: Path, tmp_path: Path
) -> None:
    with pytest.raises(LockedVaultError):
        make_release(frozen(home), tmp_path / "uit", None, Asking(None, lambda: "nee"))
    assert left(tmp_path) == []


def test_i18_a_snapshot_from_before_the_decisions_stays_inside(
    home: Path, tmp_path: Path
) -> None:
    with pytest.raises(ReleaseRefusedError, match="na het bevriezen gewijzigd"):
        make_release(frozen(home, "vooraf"), tmp_path / "uit", None, Asking(None, tell))


def test_i18_while_a_decision_is_open_nothing_goes_out(
    demo: Path, tmp_path: Path
) -> None:
    home = Path(shutil.copytree(demo, tmp_path / "studie"))

    with pytest.raises(ReleaseRefusedError, match="nog niet besloten"):
        make_release(frozen(home), tmp_path / "uit", None, Asking(None, tell))
    assert left(tmp_path) == []


def test_i02_who_refused_since_it_was_frozen_is_in_no_release(
    home: Path, tmp_path: Path
) -> None:
    with open_study(home) as study:
        said = Said(["student_release"], "refused", "2040-01-02")
        set_consent(study, "Rachid", said)

    with pytest.raises(ConsentChangedError):
        make_release(frozen(home), tmp_path / "uit", None, Asking(None, tell))
    assert left(tmp_path) == []
