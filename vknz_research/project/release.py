"""Making, approving and checking a release: a snapshot for people outside the study."""

import hashlib
import json
import random
import secrets
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from vknz_research.errors import (
    ChangedReleaseError,
    ConsentChangedError,
    NoReleaseError,
    ReleaseExistsError,
    ReleaseRefusedError,
    SameApproverError,
    UnapprovedReleaseError,
)
from vknz_research.model.exports import check_purpose
from vknz_research.privacy.consent import NEEDED_TO_ANALYSE, list_forbidden
from vknz_research.privacy.disclosure import DEFAULT_K
from vknz_research.project.gate import check_files as check_residue
from vknz_research.project.gate import find_vault
from vknz_research.project.open import Ask, open_study
from vknz_research.project.places import refuse_shared
from vknz_research.project.resources import PACKAGE
from vknz_research.project.settings import FILE
from vknz_research.snapshot import Snapshot, open_snapshot

NEEDED: Final = 2
LEAST_K: Final = 3
ENDING: Final = "-concept"
READY: Final = "pseudonymised"


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
    snapshot: Path,
    out: Path,
    purpose: str = "onderwijs",
    k: int = DEFAULT_K,
    ask: Ask | None = None,
    ask_vault: Ask | None = None,
) -> Release:
    """Make a release of a snapshot, as a draft beside `out`.

    Order and numbers come from chance that is kept nowhere: nobody can compute which
    source or row was which, neither can we. `ask` opens the study that the snapshot
    lies in, to see whether somebody changed his mind since; `ask_vault` its register,
    of which no name may be in any file.
    """
    from vknz_research.report.releasing.frames import find_names, make_contents  # noqa: PLC0415
    from vknz_research.report.releasing.people import choose_people  # noqa: PLC0415
    from vknz_research.report.releasing.write import Plan, write_release  # noqa: PLC0415

    asked = check_purpose(purpose)
    refuse_shared(out)
    target = out.with_name(out.name + ENDING)
    for place in (out, target):
        if place.exists():
            raise ReleaseExistsError(path=place)
    opened = open_snapshot(snapshot)
    opened.verify()
    _check_ready(opened, k)
    cast = choose_people(opened, k)
    _check_minds(snapshot, set(cast.roles), ask)
    if not cast.phases:
        raise _refuse(
            f"er zijn geen {k} mensen in één rol die uitgifte aan studenten goedvonden",
            f"there are no {k} people in one role who allowed release to students",
        )
    contents = make_contents(opened, cast, random.Random(secrets.randbits(256)))  # noqa: S311 - order only
    _check_names(find_names(opened, contents))
    half = target.with_name(f".{target.name}-{uuid4().hex[:8]}")
    half.mkdir(parents=True, mode=0o700)
    try:
        plan = Plan(opened, asked, k, PACKAGE.parent / "requirements.lock")
        write_release(half, plan, cast, contents)
        check_residue(find_vault(snapshot), [half], ask_vault)
        half.rename(target)
    finally:
        shutil.rmtree(half, ignore_errors=True)
    return read_release(target)


def _check_names(named: Mapping[str, int]) -> None:
    """Refuse words in which a participant is still called by name."""
    if named:
        source, number = next(iter(named.items()))
        raise _refuse(
            f"in {len(named)} bron(nen) staat nog een naam van een deelnemer, {number} "
            f"keer in wat {source} zou worden (`vknz pseudonymise`)",
            f"{len(named)} source(s) still hold the name of a participant, {number} "
            f"times in what would be {source} (`vknz pseudonymise`)",
        )


def _check_ready(snapshot: Snapshot, k: int) -> None:
    """Refuse what was not pseudonymised to the end, and a k that protects nobody."""
    if k < LEAST_K:
        raise _refuse(f"k is minstens {LEAST_K}", f"k is at least {LEAST_K}")
    texts = snapshot.read("texts")
    kinds = texts["kind"].astype(str) if "kind" in texts.columns else texts["text"]
    bare = int((kinds != READY).sum())
    if bare:
        raise _refuse(
            f"{bare} bron(nen) zijn niet gepseudonimiseerd (`vknz pseudonymise`)",
            f"{bare} source(s) are not pseudonymised (`vknz pseudonymise`)",
        )
    flags = snapshot.manifest.get("open_flags")
    if flags is None:
        raise _refuse(
            "deze momentopname zegt niet of er iets openstaat: bevries opnieuw",
            "this snapshot does not say whether anything is open: freeze again",
        )
    if flags:
        raise _refuse(
            f"{flags} keer ‘mogelijk’ is nog niet besloten (`vknz pseudonymise`)",
            f"{flags} flags are not decided yet (`vknz pseudonymise`)",
        )


def _check_minds(snapshot: Path, people: set[str], ask: Ask | None) -> None:
    """Refuse a snapshot of which somebody withdrew or refused this since."""
    folder = snapshot.resolve().parent.parent
    if not (folder / FILE).exists():
        return
    with open_study(folder, ask) as study:
        consents = study.consents
    needed = NEEDED_TO_ANALYSE | {"quotation", "student_release"}
    count = len(people & list_forbidden(consents, needed))
    if count:
        raise ConsentChangedError(path=snapshot.name, count=count)


def _refuse(nl: str, en: str) -> ReleaseRefusedError:
    return ReleaseRefusedError(reason_nl=nl, reason_en=en)


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
