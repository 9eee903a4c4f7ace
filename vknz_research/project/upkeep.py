"""Looking after a study: what is not as it must be."""

from collections.abc import Iterator

from vknz_research.coding.comparing import list_outdated
from vknz_research.errors import SnapshotError
from vknz_research.project import feedback, gate
from vknz_research.project.outgoing import check_outgoing
from vknz_research.project.peoplecheck import check_people
from vknz_research.project.places import check_places
from vknz_research.project.recordingcheck import check_recordings
from vknz_research.project.retention import check_retention
from vknz_research.project.study import Study
from vknz_research.project.timecheck import check_times
from vknz_research.project.tracecheck import check_traces
from vknz_research.snapshot.frames import MANIFEST
from vknz_research.store.verify import Finding, verify_store


def check_study(study: Study) -> list[Finding]:
    """List what is wrong in the store, in consent, and in snapshots on disk."""
    return [
        *verify_store(study.store),
        *check_people(study),
        *_check_consensus(study),
        *_check_snapshots(study),
        *check_retention(study),
        *feedback.list_findings(study),
        *gate.list_findings(study),
        *check_traces(study),
        *check_outgoing(study),
        *check_places(study),
        *check_recordings(study),
        *check_times(study),
    ]


def _check_consensus(study: Study) -> Iterator[Finding]:
    """Find settled consensus that rests on codings which were changed since."""
    with study.store.read() as reader:
        names = list_outdated(reader)
    for name in names:
        yield Finding(
            "W2",
            "notice",
            f"adjudication ({name})",
            "de consensus rust op coderingen die daarna zijn gewijzigd",
            "the consensus rests on codings that were changed since",
            "bekijk ze met `vknz compare` en heropen de consensus",
            "look at them with `vknz compare` and reopen the consensus",
        )


def _check_snapshots(study: Study) -> Iterator[Finding]:
    """Find snapshots that are damaged."""
    from vknz_research.snapshot import open_snapshot  # noqa: PLC0415 - pandas

    for manifest in sorted((study.path / "snapshots").glob(f"*/{MANIFEST}")):
        where = f"snapshots/{manifest.parent.name}"
        try:
            open_snapshot(manifest.parent).verify()
        except SnapshotError:
            yield Finding(
                "I24",
                "warning",
                where,
                "momentopname is gewijzigd of beschadigd",
                "snapshot was changed or damaged",
                "verwijder de map en bevries opnieuw",
                "remove the folder and freeze again",
            )
