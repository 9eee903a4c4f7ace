"""Joining the copy of a study on another laptop into this one."""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from vknz_research.coding.merging import Counted, Outcome, merge_stores
from vknz_research.errors import (
    CopyInUseError,
    DamagedStoreError,
    NoStudyError,
    OlderCopyError,
    SameStudyError,
)
from vknz_research.exchange.tables import read_rows, write_rows
from vknz_research.language import say
from vknz_research.project.backups import back_up
from vknz_research.project.clashes import Naming, shape_clash
from vknz_research.project.open import Ask, open_study
from vknz_research.project.recordings import copy_sealed
from vknz_research.project.settings import FILE, read_settings
from vknz_research.project.study import Study
from vknz_research.project.withdrawing import replay
from vknz_research.store import Store
from vknz_research.store.connect import connect_server, translated_errors
from vknz_research.store.merging.rule import Choose, Clash, choose_newest
from vknz_research.store.migrate import HEAD, KNOWN, read_version
from vknz_research.store.verify import verify_store

BACKUPS: Final = "backups"
BESIDE: Final = ".kopie-"
HEADING: Final = ("conflict", "what", "choice", "choices")


@dataclass(frozen=True, slots=True)
class MergeReport:
    """What joining did, or would do: counts, conflicts left, conflicts settled.

    `conflicts`, `settled` and `notices` are in words; `backup` is the folder with the
    study as it was, or None when nothing was written.
    """

    merged: bool
    acts: int
    people: Sequence[str]
    added: int
    changed: int
    removed: int
    conflicts: Sequence[Mapping[str, Any]]
    settled: Sequence[Mapping[str, Any]]
    notices: Sequence[Mapping[str, str]]
    backup: str | None


def merge_study(
    study: Study,
    other: Path,
    ask: Ask | None = None,
    *,
    actor: str = "vknz",
    choose: Choose | None = None,
    dry_run: bool = False,
) -> MergeReport:
    """Join the study in another folder into this one; nothing is written there.

    `choose` decides conflicts; one that is left open means that nothing is done.
    Before anything changes the study is backed up in its folder `backups`. A copy that
    is damaged, or of which the log was changed, is refused with DamagedStoreError.
    """
    chosen = choose or _leave_open
    with open_copy(study, other, ask) as copy:
        _refuse_damaged(copy, other)
        outcome, counted = merge_stores(study.store, copy, actor, chosen, keep=False)
        backup = None
        if counted.is_new and not outcome.clashes and not dry_run:
            backup = back_up(study, _name_backup(study.path), folders=())
            outcome, counted = merge_stores(study.store, copy, actor, chosen)
            copy_sealed(study, other)
            replay(study)
        return _report((study.store, copy), outcome, counted, backup, chosen)


def _refuse_damaged(copy: Store, other: Path) -> None:
    """Refuse what is not as its log says: joined, nobody could see that any more."""
    for finding in verify_store(copy):
        if finding.severity == "error":
            what = f"{finding.id}, {finding.where}"
            raise DamagedStoreError(path=other, what=what)


def _leave_open(clash: Clash) -> str | None:
    del clash
    return None


def _name_backup(path: Path) -> Path:
    (path / BACKUPS).mkdir(exist_ok=True, mode=0o700)
    moment = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    return path / BACKUPS / f"voor-samenvoegen-{moment}"


# --- the other copy ------------------------------------------------------------------
@contextmanager
def open_copy(study: Study, other: Path, ask: Ask | None) -> Iterator[Store]:
    """Open a copy of a study for reading; its folder stays as it is to the byte."""
    settings = read_settings(other)
    if other.resolve() == study.path.resolve():
        raise SameStudyError(path=other)
    if settings.is_server:
        if settings.store == study.settings.store:
            raise SameStudyError(path=other)
        _refuse_older(other, settings.store)
        with open_study(other, ask) as found:
            yield found.store
        return
    for left in study.path.glob(f"{BESIDE}*"):  # of a process that was killed
        shutil.rmtree(left, ignore_errors=True)
    # Inside the study: its folder is as closed to others as the store is.
    with tempfile.TemporaryDirectory(prefix=BESIDE, dir=study.path) as name:
        folder = Path(name)
        _copy_files(other, settings.store, folder)
        with open_study(folder, ask) as found:
            yield found.store


def _refuse_older(other: Path, url: str) -> None:
    """Refuse a database that opening would bring up to date: it is not ours."""
    engine = connect_server(url)
    with translated_errors():
        found = read_version(engine)
    engine.dispose()
    if found in KNOWN and found != HEAD:
        raise OlderCopyError(path=other, found=found)


def _copy_files(other: Path, store: str, folder: Path) -> None:
    """Copy settings and store, with the acts that are still in its journal."""
    names = [FILE, *(f"{store}{end}" for end in ("", "-wal", "-journal"))]
    before = _look_at(other, names)
    if before[1] is None:
        raise NoStudyError(path=other)
    for name in names:
        if (other / name).exists():
            shutil.copyfile(other / name, folder / name)
    if _look_at(other, names) != before:
        raise CopyInUseError(path=other)


def _look_at(folder: Path, names: Sequence[str]) -> list[tuple[int, int] | None]:
    found: list[tuple[int, int] | None] = []
    for name in names:
        path = folder / name
        state = path.stat() if path.exists() else None
        found.append(state and (state.st_size, state.st_mtime_ns))
    return found


# --- conflicts -----------------------------------------------------------------------
def read_answers(path: Path) -> dict[str, str]:
    """Read which choice was made for which conflict; an empty choice is none."""
    rows = read_rows(path, ("conflict", "choice"))
    return {
        row.need("conflict"): row.need("choice") for row in rows if row.get("choice")
    }


def write_questions(path: Path, conflicts: Sequence[Mapping[str, Any]]) -> None:
    """Write the conflicts as a table, to be filled in and given back."""
    rows = [
        (
            one["conflict"],
            one["what"],
            "",
            " | ".join(map(write_choice, one["choices"])),
        )
        for one in conflicts
    ]
    write_rows(path, HEADING, rows)


def write_choice(choice: Mapping[str, Any]) -> str:
    """Return a choice as one line: what to fill in, the value, who and when."""
    when = str(choice["at"])[:16].replace("T", " ")
    who = ", ".join(part for part in (choice["actor"], when) if part)
    value = f" {choice['value']}" if choice["value"] else ""
    return f"{choice['choice']}:{value} ({who})"


def make_chooser(answers: Mapping[str, str], *, newest: bool) -> Choose:
    """Return what decides conflicts: the answers first, then what is newest, if asked.

    An answer that is none of the choices decides nothing.
    """

    def choose(clash: Clash) -> str | None:
        answer = answers.get(clash.id)
        if answer in {choice.name for choice in clash.choices}:
            return answer
        return choose_newest(clash) if newest else None

    return choose


# --- in words ------------------------------------------------------------------------
def _report(
    stores: tuple[Store, Store],
    outcome: Outcome,
    counted: Counted,
    backup: Path | None,
    choose: Choose,
) -> MergeReport:
    with stores[0].read() as ours, stores[1].read() as theirs:
        naming = Naming((ours, theirs), outcome.same)
        return MergeReport(
            merged=backup is not None,
            acts=counted.acts,
            people=counted.people,
            added=counted.added,
            changed=counted.changed,
            removed=counted.removed,
            conflicts=[shape_clash(naming, clash) for clash in outcome.clashes],
            settled=[
                {**shape_clash(naming, clash), "taken": choose(clash)}
                for clash in outcome.settled
            ],
            notices=[
                {"kind": n.kind, "what": f"{naming.name(n.key)} {tell_notice(n.kind)}"}
                for n in outcome.notices
            ],
            backup=None if backup is None else str(backup),
        )


NOTICES: Final[Mapping[str, Callable[[], str]]] = {
    "back": lambda: say(
        nl="kwam terug: de andere kopie gebruikt het",
        en="came back: the other copy uses it",
    ),
    "renamed": lambda: say(
        nl="kreeg een andere naam: die was bezet", en="got another name: it was taken"
    ),
    "keyless": lambda: say(
        nl="heeft geen toets meer: die was bezet",
        en="has no key any more: it was taken",
    ),
    "folded": lambda: say(
        nl="viel samen met een die hetzelfde zegt",
        en="fell together with one that says the same",
    ),
}


def tell_notice(kind: str) -> str:
    """Say what joining did to a row beside taking it over."""
    return NOTICES[kind]()
