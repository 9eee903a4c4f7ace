"""Making reports of a study's snapshots: where they come from and where they go."""

from collections.abc import Sequence
from pathlib import Path

from vknz_research.coding.find import find_code
from vknz_research.errors import ConsentChangedError, NoSnapshotError
from vknz_research.model.people import Consent
from vknz_research.privacy.consent import list_not_analysable, list_not_quotable
from vknz_research.project.gate import Ask, find_vault, keep_or_remove
from vknz_research.project.open import open_study
from vknz_research.project.resources import find_resource
from vknz_research.project.settings import FILE, read_settings
from vknz_research.project.study import Study
from vknz_research.reflection.find import find_trajectory
from vknz_research.report.contents import list_reports, read_contents
from vknz_research.report.parameterfile import read_parameters
from vknz_research.report.parameters import REPORT, Parameters, read_pairs, refuse
from vknz_research.report.run import ENGINE, FORMATS, Order, run_report
from vknz_research.report.story import STORY
from vknz_research.snapshot import Snapshot, open_snapshot
from vknz_research.snapshot.frames import MANIFEST


def make_report(
    snapshot: Path,
    report: str | Parameters,
    pairs: Sequence[str] = (),
    formats: Sequence[str] = FORMATS,
    out: Path | None = None,
    engine: str = ENGINE,
    ask_vault: Ask | None = None,
) -> list[Path]:
    """Make a report on a snapshot; `pairs` are `key=value` as after -p.

    `report` is its name, or parameters as a file holds them. Without `out` the files
    go to `reports/` of the study that the snapshot lies in.
    Finished files are scanned, with `ask_vault` for the names in the register too; when
    one says who somebody is, there is no report.
    """
    if not any(item.strip() for item in formats):
        raise refuse("to", "", FORMATS)
    _check_consent(snapshot)
    order = Order(
        snapshot=snapshot,
        reports=find_resource("reports"),
        parameters=report
        if isinstance(report, Parameters)
        else Parameters.make(report, read_pairs(pairs)),
        formats=[item.strip() for item in formats if item.strip()],
        out=out or _find_out(snapshot),
        engine=engine,
    )
    made = run_report(order)
    keep_or_remove(find_vault(snapshot), made, ask_vault)
    return made


def choose_parameters(
    name: str | None, pairs: Sequence[str], file: Path | None
) -> Parameters:
    """Return what a report is made with: from a file, or as it is typed.

    Without a name or a file it is the process evaluation. With a file `pairs` say what
    is different this once; a name must be that of its report.
    """
    given = read_pairs(pairs)
    if file is None:
        return Parameters.make(name or REPORT, given)
    found = read_parameters(file)
    if name and name != found.report:
        raise refuse("report", name, [found.report])
    return found.change(given)


def _check_consent(snapshot: Path) -> None:
    """Refuse a snapshot that holds somebody who withdrew or refused since.

    That can be looked up where the snapshot lies in a study that opens without a
    passphrase; of another the report says when it was frozen.
    """
    study = _find_study(snapshot)
    settings = read_settings(study) if study else None
    if study is None or settings is None or settings.salt or settings.is_server:
        return
    with open_study(study) as opened, opened.store.read() as reader:
        consents = reader.all(Consent)
    people = open_snapshot(snapshot).participants
    gone = set(people["participant_id"]) & list_not_analysable(consents)
    quotable = set(people["participant_id"][people["is_quotable"]])
    count = len(gone | (quotable & list_not_quotable(consents)))
    if count:
        raise ConsentChangedError(path=snapshot.name, count=count)


def latest_snapshot(study: Path) -> Path:
    """Return the snapshot of a study that was frozen last."""
    found = [open_snapshot(p.parent) for p in study.glob(f"snapshots/*/{MANIFEST}")]
    if not found:
        raise NoSnapshotError(path=study)
    # By the number of the last act first: clocks go back, and seconds are long.
    return max(found, key=_freezing).path


def _freezing(snapshot: Snapshot) -> tuple[int, str]:
    manifest = snapshot.manifest
    return int(manifest["event_head"]["seq"]), str(manifest["frozen_at"])


def _find_study(snapshot: Path) -> Path | None:
    folder = snapshot.resolve().parent.parent
    return folder if (folder / FILE).exists() else None


def check_section(study: Study, section: str) -> None:
    """Refuse a section that is no code, no chapter of a report, and no story."""
    folder = find_resource("reports")
    chapters = {
        chapter.id
        for name in list_reports(folder)
        for chapter in read_contents(folder, name).chapters
    }
    if section in chapters:
        return
    with study.store.read() as reader:
        if section.startswith(STORY):
            find_trajectory(reader, section.removeprefix(STORY))
        else:
            find_code(reader, section)


def _find_out(snapshot: Path) -> Path:
    return (_find_study(snapshot) or Path.cwd()) / "reports"
