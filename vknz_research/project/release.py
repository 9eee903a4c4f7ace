"""Making, approving and checking a release: a snapshot for people outside the study."""

import hashlib
import json
import random
import secrets
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from vknz_research.errors import (
    ChangedReleaseError,
    NoReleaseError,
    ReleaseExistsError,
    SameApproverError,
    UnapprovedReleaseError,
)
from vknz_research.model.exports import check_purpose
from vknz_research.privacy.disclosure import DEFAULT_K
from vknz_research.project.gate import check_export
from vknz_research.project.open import Ask, open_study
from vknz_research.project.places import refuse_shared
from vknz_research.project.releasable import check_names, check_ready
from vknz_research.project.resources import PACKAGE, find_resource
from vknz_research.project.settings import FILE
from vknz_research.project.study import Study
from vknz_research.snapshot import Snapshot, open_snapshot

NEEDED: Final = 2
ENDING: Final = "-concept"
LOCK: Final = "requirements.lock"
EXERCISES: Final = "studenten"


@dataclass(frozen=True, slots=True)
class Terms:
    """What a release is for, and the smallest group that may be in it."""

    purpose: str = "onderwijs"
    k: int = DEFAULT_K


@dataclass(frozen=True, slots=True)
class Asking:
    """How to ask for the passphrases of a study and of its vault."""

    study: Ask | None = None
    vault: Ask | None = None


@dataclass(frozen=True, slots=True)
class Release:
    """A release on disk: where it lies, what it is, and who approved it."""

    path: Path
    hash: str
    approvals: Sequence[str]

    @property
    def is_draft(self) -> bool:
        """Say whether it may not be passed on yet."""
        return len(self.approvals) < NEEDED


def make_release(
    snapshot: Path, out: Path, terms: Terms | None = None, asking: Asking | None = None
) -> Release:
    """Make a release of a snapshot, as a draft beside `out`.

    Order and numbers come from chance that is kept nowhere: nobody can compute which
    source or row was which, neither can we. Where the snapshot lies in a study, that is
    opened, to see who changed his mind since, what is undecided, and which words are
    in the register.
    """
    asked = terms or Terms()
    check_purpose(asked.purpose)
    refuse_shared(out)
    target = out.with_name(out.name + ENDING)
    for place in (out, target):
        if place.exists():
            raise ReleaseExistsError(path=place)
    opened = open_snapshot(snapshot)
    opened.verify()
    said = asking or Asking()
    study = _open_home(snapshot, said)
    try:
        return _make(opened, study, (target, asked, said.vault))
    finally:
        if study is not None:
            study.close()


def _open_home(snapshot: Path, asking: Asking) -> Study | None:
    folder = snapshot.resolve().parent.parent
    if not (folder / FILE).exists():
        return None
    return open_study(folder, asking.study, asking.vault)


def _make(
    snapshot: Snapshot, study: Study | None, how: tuple[Path, Terms, Ask | None]
) -> Release:
    from vknz_research.report.releasing.frames import make_contents  # noqa: PLC0415
    from vknz_research.report.releasing.people import choose_people  # noqa: PLC0415
    from vknz_research.report.releasing.write import Plan, write_release  # noqa: PLC0415

    target, terms, ask_vault = how
    cast = choose_people(snapshot, terms.k)
    check_ready(snapshot, study, cast, terms.k)
    dice = random.Random(secrets.randbits(256))  # noqa: S311 - order only
    contents = make_contents(snapshot, cast, dice)
    check_names(snapshot, contents)
    half = target.with_name(f".{target.name}-{uuid4().hex[:8]}")
    half.mkdir(parents=True, mode=0o700)
    try:
        exercises = find_resource("notebooks") / EXERCISES
        lock = PACKAGE.parent / LOCK
        plan = Plan(snapshot, terms.purpose, terms.k, lock, exercises)
        write_release(half, plan, cast, contents)
        check_export(study, [half], ask_vault)
        half.rename(target)
    finally:
        shutil.rmtree(half, ignore_errors=True)
    return read_release(target)


def read_release(folder: Path) -> Release:
    """Read a release and who approved exactly what it holds."""
    from vknz_research.report.releasing.write import APPROVALS, hash_release  # noqa: PLC0415

    try:
        found = json.loads((folder / APPROVALS).read_text(encoding="utf-8"))
        digest = hash_release(folder)
        listed = [a for a in found["approvals"] if a["hash"] == digest]
        names = {_fold(a["name"]): str(a["name"]) for a in listed}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NoReleaseError(path=folder) from error
    return Release(folder, digest, sorted(names.values()))


def approve_release(folder: Path, name: str) -> Release:
    """Keep that somebody approved exactly this; the second makes it a release."""
    from vknz_research.report.releasing.write import APPROVALS, DRAFT  # noqa: PLC0415

    release = read_release(_find_folder(folder))
    check_files(release.path)
    if not name.strip() or _fold(name) in {_fold(n) for n in release.approvals}:
        raise SameApproverError(name=name)
    approvals = json.loads((release.path / APPROVALS).read_text(encoding="utf-8"))
    listed = [a for a in approvals["approvals"] if a["hash"] == release.hash]
    listed.append(_make_approval(name, release.hash))
    text = json.dumps({"approvals": listed}, ensure_ascii=False, indent=1)
    (release.path / APPROVALS).write_text(text + "\n", encoding="utf-8")
    if len(listed) >= NEEDED:
        (release.path / DRAFT).unlink(missing_ok=True)
        release = read_release(_drop_ending(release.path))
    return read_release(release.path)


def _make_approval(name: str, digest: str) -> dict[str, Any]:
    at = datetime.now(UTC).isoformat(timespec="seconds")
    return {"name": name.strip(), "at": at, "hash": digest}


def _drop_ending(path: Path) -> Path:
    """Give a release its own name, now that it is no draft."""
    target = path.with_name(path.name.removesuffix(ENDING))
    if target == path or target.exists():
        return path
    return path.rename(target)


def _find_folder(folder: Path) -> Path:
    """Return the folder of a release, also when the name of its draft was meant."""
    draft = folder.with_name(folder.name + ENDING)
    return draft if not folder.exists() and draft.exists() else folder


def _fold(name: str) -> str:
    return " ".join(name.casefold().split())


def check_files(folder: Path) -> None:
    """Raise when a file of a release was changed, is gone or was added."""
    from vknz_research.report.releasing.write import SUMS, list_files  # noqa: PLC0415

    try:
        lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise NoReleaseError(path=folder) from error
    stated = {name: digest for digest, _, name in (x.partition("  ") for x in lines)}
    found = {
        path.relative_to(folder).as_posix(): hashlib.sha256(
            path.read_bytes()
        ).hexdigest()
        for path in list_files(folder)
    }
    different = sorted(
        n for n in stated.keys() | found.keys() if stated.get(n) != found.get(n)
    )
    if different:
        raise ChangedReleaseError(file=different[0], path=folder)


def verify_release(folder: Path) -> Release:
    """Return a release that two people approved as it is; refuse any other."""
    from vknz_research.report.releasing.write import DRAFT  # noqa: PLC0415

    release = read_release(_find_folder(folder))
    check_files(release.path)
    if release.is_draft or (release.path / DRAFT).exists():
        raise UnapprovedReleaseError(
            path=release.path, count=len(release.approvals), needed=NEEDED
        )
    return release
