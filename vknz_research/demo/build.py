"""Building the demo study from its files: import, code, freeze, report."""

import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from vknz_research.demo.several import add_decisions, add_rounds
from vknz_research.demo.trajectories import add_trajectories
from vknz_research.errors import StudyError, StudyExistsError
from vknz_research.language import Language
from vknz_research.project import Study, create_study, open_study
from vknz_research.project.excerpts import import_excerpts
from vknz_research.project.importing import import_design, import_files
from vknz_research.project.records import (
    import_codings,
    import_consent,
    import_memos,
    import_participants,
)
from vknz_research.project.reporting import make_report
from vknz_research.project.resources import find_resource
from vknz_research.project.settings import FILE

FILES: Final = Path(__file__).parent / "study"
MARK: Final = "demo.txt"
TITLE: Final = "Van Kijken Naar Zien in Oeverstad"
REPORT: Final = "procesevaluatie"
LANGUAGES: Final[tuple[Language, ...]] = ("nl", "en")
Tell = Callable[[str, str], None]


def build_demo(folder: Path, tell: Tell) -> dict[str, Any]:
    """Build the demo study anew and make its reports; return the paths and counts.

    An earlier demo study is replaced, or put aside when somebody worked in it; any
    other folder is left alone.
    """
    folder = folder.resolve()
    _refuse_other(folder)
    half = folder.with_name(f".{folder.name}-{uuid4().hex[:8]}")
    tell("De voorbeeldstudie wordt gebouwd …", "Building the demo study …")
    with create_study(half, TITLE) as study:
        counts = fill_study(study) | add_trajectories(study)
        (half / MARK).write_text(_read_head(study), encoding="utf-8")
    copy_notebooks(half)
    _clear_place(folder, tell)
    half.rename(folder)
    return {**counts, **_freeze_and_report(folder, tell)}


def _refuse_other(folder: Path) -> None:
    is_ours = (folder / MARK).exists()
    if folder.exists() and not is_ours and any(folder.iterdir()):
        raise StudyExistsError(path=folder)


def _read_head(study: Study) -> str:
    with study.store.read() as reader:
        return reader.head()[1]


def _clear_place(folder: Path, tell: Tell) -> None:
    """Make room for the new study; work that somebody did in the old one is kept."""
    if not folder.exists():
        return
    if not (folder / MARK).exists() or _is_untouched(folder):
        shutil.rmtree(folder)
        return
    aside = next(
        place
        for number in count(1)
        if not (place := folder.with_name(f"{folder.name}-{number}")).exists()
    )
    folder.rename(aside)
    tell(
        f"In de vorige voorbeeldstudie is gewerkt; die staat nu in {aside}.",
        f"Somebody worked in the earlier demo study; it is in {aside} now.",
    )


def _is_untouched(folder: Path) -> bool:
    try:
        with open_study(folder) as study:
            return _read_head(study) == (folder / MARK).read_text(encoding="utf-8")
    except StudyError:
        return False


def fill_study(study: Study) -> dict[str, Any]:
    """Bring everything in: design, sources, people, codings, quotations, memos."""
    import_design(study, FILES / "design.csv")
    report = import_files(study, [FILES / "sources"], FILES / "inventory.csv")
    import_participants(study, FILES / "participants.csv")
    import_consent(study, FILES / "consent.csv")
    codings = import_codings(study, FILES / "codings.csv")
    excerpts = import_excerpts(study, FILES / "excerpts.csv", coder="NvD")
    memos = import_memos(study, sorted((FILES / "memos").rglob("*.md")))
    rounds = add_rounds(study, FILES / "rounds.csv")
    decisions = add_decisions(study, FILES / "decisions.csv")
    import_consent(study, FILES / "withdrawals.csv")
    return {
        "sources": len(report.imported),
        "codings": codings,
        "quotations": excerpts.excerpts,
        "memos": memos,
        "rounds": rounds,
        "decisions": decisions,
    }


def copy_notebooks(folder: Path) -> None:
    """Copy the notebooks into a study, to work in."""
    target = folder / "notebooks"
    target.mkdir(exist_ok=True)
    for path in sorted(find_resource("notebooks").glob("*.ipynb")):
        shutil.copyfile(path, target / path.name)


def _freeze_and_report(folder: Path, tell: Tell) -> dict[str, Any]:
    with open_study(folder) as study:
        snapshot = study.freeze("v1")
    tell("De rapporten worden gemaakt …", "Making the reports …")
    made = [
        path
        for language in LANGUAGES
        for path in make_report(snapshot.path, REPORT, [f"language={language}"])
    ]
    return {
        "study": str(folder / FILE),
        "snapshot": str(snapshot.path),
        **{
            f"{path.suffix[1:]} ({_language(path)})": str(path)
            for path in made
            if path.suffix != ".json"
        },
    }


def _language(path: Path) -> str:
    return path.stem.rsplit("-", 1)[-1]
