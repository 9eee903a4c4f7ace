"""Looking after a study: check it, and back it up."""

from collections.abc import Iterator

from vknz_research.coding.comparing import list_outdated
from vknz_research.errors import SnapshotError
from vknz_research.model.people import Consent, Participant
from vknz_research.privacy.consent import list_not_analysable
from vknz_research.project.study import Study
from vknz_research.snapshot.frames import MANIFEST
from vknz_research.store.verify import Finding, verify_store


def check_study(study: Study) -> list[Finding]:
    """List what is wrong in the store, in consent, and in snapshots on disk."""
    return [
        *verify_store(study.store),
        *_check_consent(study),
        *_check_consensus(study),
        *_check_snapshots(study),
    ]


def _check_consent(study: Study) -> Iterator[Finding]:
    with study.store.read() as reader:
        decided = {consent.participant_id for consent in reader.all(Consent)}
        people = [p for p in reader.all(Participant) if p.role != "onderzoeker"]
    missing = sum(p.id not in decided for p in people)
    if missing:
        yield Finding(
            "I1",
            "warning",
            f"participant ({missing})",
            f"niets over toestemming vastgelegd; aantal deelnemers: {missing}",
            f"nothing on consent recorded; number of participants: {missing}",
            "leg het vast met `vknz consent`",
            "record it with `vknz consent`",
        )


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
    """Find snapshots that are damaged, or hold somebody who withdrew since."""
    from vknz_research.snapshot import open_snapshot  # noqa: PLC0415 - pandas

    with study.store.read() as reader:
        hidden = list_not_analysable(reader.all(Consent))
    for manifest in sorted((study.path / "snapshots").glob(f"*/{MANIFEST}")):
        where = f"snapshots/{manifest.parent.name}"
        try:
            snapshot = open_snapshot(manifest.parent)
            snapshot.verify()
            there = set(snapshot.participants["participant_id"])
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
            continue
        if hidden & there:
            yield Finding(
                "I3",
                "warning",
                where,
                "momentopname van voor een intrekking bevat die deelnemer nog",
                "a snapshot from before a withdrawal still holds that participant",
                "verwijder de map en de rapporten die ervan zijn gemaakt",
                "remove the folder and the reports made from it",
            )
