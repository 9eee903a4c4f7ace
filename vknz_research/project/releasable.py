"""Whether a snapshot may be given to people outside the study: what is refused."""

from typing import TYPE_CHECKING, Final

from vknz_research.errors import ConsentChangedError, ReleaseRefusedError
from vknz_research.privacy.consent import NEEDED_TO_ANALYSE, list_forbidden
from vknz_research.project.pseudonyms import count_open, list_poor
from vknz_research.project.study import Study
from vknz_research.snapshot import Snapshot

if TYPE_CHECKING:
    from vknz_research.report.releasing.frames import Contents
    from vknz_research.report.releasing.people import Cast

LEAST_K: Final = 3
READY: Final = "pseudonymised"


def check_ready(snapshot: Snapshot, study: Study | None, cast: "Cast", k: int) -> None:
    """Refuse what is not ready: too few people, minds changed, words undecided."""
    if k < LEAST_K:
        raise _refuse(f"k is minstens {LEAST_K}", f"k is at least {LEAST_K}")
    if not cast.phases:
        raise _refuse(
            f"er zijn geen {k} mensen in één rol die uitgifte aan studenten goedvonden",
            f"there are no {k} people in one role who allowed release to students",
        )
    bare = _list_bare(snapshot, set(cast.phases))
    if study is None:
        _check_bare(len(bare))
        _check_flags(snapshot.manifest.get("open_flags"))
        return
    _check_minds(snapshot, study, cast)
    _check_current(snapshot, study, cast)
    told = count_open(study)
    _check_flags(sum(told[source] for source in cast.phases))
    # In a text that was read, and in which nothing was found, nothing is replaced.
    poor = set(list_poor(study))
    names = {s.id for s in study.sources if s.name in poor}
    _check_bare(len(bare & names))


def _list_bare(snapshot: Snapshot, sources: set[str]) -> set[str]:
    """List the sources of a release of which the text is not pseudonymised."""
    texts = snapshot.read("texts")
    if "kind" not in texts.columns:  # a snapshot from before it was kept
        return sources
    ready = texts["source_id"][texts["kind"].astype(str) == READY]
    return sources - set(ready)


def _check_bare(count: int) -> None:
    if count:
        raise _refuse(
            f"{count} bron(nen) zijn niet gepseudonimiseerd (`vknz pseudonymise`)",
            f"{count} source(s) are not pseudonymised (`vknz pseudonymise`)",
        )


def _check_flags(flags: int | None) -> None:
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


def _check_minds(snapshot: Snapshot, study: Study, cast: "Cast") -> None:
    """Refuse a snapshot of which somebody withdrew or refused this since."""
    needed = NEEDED_TO_ANALYSE | {"quotation", "student_release"}
    count = len(cast.roles.keys() & list_forbidden(study.consents, needed))
    if count:
        raise ConsentChangedError(path=snapshot.path.name, count=count)


def _check_current(snapshot: Snapshot, study: Study, cast: "Cast") -> None:
    """Refuse texts that were pseudonymised further since they were frozen."""
    texts = snapshot.read("texts")
    frozen = dict(zip(texts["source_id"], texts["revision_id"], strict=True))
    now = {source.id: source.revision_id for source in study.sources}
    old = sum(frozen[source] != now.get(source) for source in cast.phases)
    if old:
        raise _refuse(
            f"{old} tekst(en) zijn na het bevriezen gewijzigd: bevries opnieuw",
            f"{old} text(s) were changed since they were frozen: freeze again",
        )


def check_names(snapshot: Snapshot, contents: "Contents") -> None:
    """Refuse texts that still hold the name of a participant."""
    from vknz_research.report.releasing.frames import find_names  # noqa: PLC0415

    named = find_names(snapshot, contents)
    if named:
        source, number = next(iter(named.items()))
        raise _refuse(
            f"in {len(named)} bron(nen) staat nog een naam van een deelnemer, {number} "
            f"keer in wat {source} zou worden (`vknz pseudonymise`)",
            f"{len(named)} source(s) still hold the name of a participant, {number} "
            f"times in what would be {source} (`vknz pseudonymise`)",
        )


def _refuse(nl: str, en: str) -> ReleaseRefusedError:
    return ReleaseRefusedError(reason_nl=nl, reason_en=en)
