"""Findings on people: consent that is missing, withdrawals that are not complete."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from vknz_research.coding.consent import list_missing
from vknz_research.coding.withdrawing import (
    list_cuts_again,
    list_only_noted,
    list_withdrawals,
)
from vknz_research.model.adjudication import Suggestion
from vknz_research.model.codings import Coding, Excerpt, MemoLink
from vknz_research.model.people import Consent
from vknz_research.model.privacy import Identifier, Publication, Withdrawal
from vknz_research.model.rounds import RoundCoding
from vknz_research.model.sources import Source
from vknz_research.privacy.vault import Vault, find_vaults
from vknz_research.project.backups import list_backups
from vknz_research.project.keeping import list_copies
from vknz_research.project.study import Study
from vknz_research.project.sweeping import shows
from vknz_research.project.withdrawing import list_hidden, open_vault, read_noted
from vknz_research.snapshot.frames import MANIFEST
from vknz_research.store.erasing import WITHDRAWN
from vknz_research.store.verify import Finding

RECORD: Final = (
    "leg het vast met `vknz consent`",
    "record it with `vknz consent`",
)
PURGE: Final = ("doe `vknz purge`", "do `vknz purge`")


def check_people(study: Study) -> list[Finding]:
    """List what is not as was promised to those who take part."""
    return [
        *_check_quarantine(study),
        *_check_basis(study),
        *_check_withdrawals(study),
        *_check_snapshots(study),
        *_check_keys(study),
        *_check_hanging(study),
        *_check_publications(study),
    ]


def _check_quarantine(study: Study) -> Iterator[Finding]:
    """Say which sources are closed, since consent is missing (I1)."""
    with study.store.read() as reader:
        missing = list_missing(reader)
        names = sorted(
            s.name for s in reader.all(Source, id=set(missing)) if s.format != WITHDRAWN
        )
    for name in names:
        yield Finding(
            "I1",
            "warning",
            f"source ({name})",
            "in quarantaine: toestemming ontbreekt, dus niet te zoeken, te coderen of "
            "te delen",
            "in quarantine: consent is missing, so not to be searched, coded or shared",
            *RECORD,
        )


def _check_basis(study: Study) -> Iterator[Finding]:
    """Say how many consents do not say on which letter, when, and who asked (I2)."""
    with study.store.read() as reader:
        bare = sum(
            c.state == "given" and not (c.date and c.letter and c.asked_by)
            for c in reader.all(Consent)
        )
    if bare:
        yield Finding(
            "I2",
            "notice",
            f"consent ({bare})",
            f"gegeven toestemmingen zonder datum, brief of wie het vroeg: {bare}",
            f"given consents without date, letter or who asked: {bare}",
            *RECORD,
        )


def _check_withdrawals(study: Study) -> Iterator[Finding]:
    """Find withdrawals that are not complete, or that this copy has not heard of."""
    with study.store.read() as reader:
        listed = list_withdrawals(reader)
        again = {w.id for w in listed if list_cuts_again(reader, w)}
        noted = len(list_only_noted(reader)) if not again else 0
    unknown = {one["id"] for one in read_noted(open_vault(study))}
    unknown -= {w.id for w in listed}
    if noted:
        yield Finding(
            "I3",
            "error",
            f"participant ({noted})",
            "toestemming is ingetrokken, maar de woorden staan er nog",
            "consent was withdrawn, but the words are still there",
            *PURGE,
        )
    for one in listed:
        if one.state == "open" or one.id in again:
            yield Finding(
                "I3" if one.id in again else "I5",
                "error",
                f"withdrawal {one.id[:8]}",
                "een intrekking is niet voltooid",
                "a withdrawal is not complete",
                *PURGE,
            )
    for name in sorted(unknown):
        yield Finding(
            "I8",
            "error",
            f"withdrawal {name[:8]}",
            "deze kopie kent een intrekking nog niet",
            "this copy has not heard of a withdrawal",
            "open de studie opnieuw",
            "open the study again",
        )


def _check_snapshots(study: Study) -> Iterator[Finding]:
    """Find snapshots that show somebody who withdrew or refused since (I3)."""
    hidden = list_hidden(study)
    for manifest in sorted((study.path / "snapshots").glob(f"*/{MANIFEST}")):
        if _is_readable(manifest.parent) and shows(manifest.parent, hidden):
            yield Finding(
                "I3",
                "warning",
                f"snapshots/{manifest.parent.name}",
                "momentopname van voor een intrekking toont die deelnemer nog",
                "a snapshot from before a withdrawal still shows that participant",
                *PURGE,
            )


def _is_readable(folder: Path) -> bool:
    """Say whether a snapshot is whole: a damaged one is a finding of its own."""
    from vknz_research.errors import SnapshotError  # noqa: PLC0415
    from vknz_research.snapshot import open_snapshot  # noqa: PLC0415 - pandas

    try:
        open_snapshot(folder).verify()
    except SnapshotError:
        return False
    return True


def _check_hanging(study: Study) -> Iterator[Finding]:
    """Find codings, quotations and memos that hang on what was taken away (I6)."""
    with study.store.read() as reader:
        gone = {s.id for s in reader.all(Source, format=WITHDRAWN)}
        left = [
            row.id
            for cls in (Coding, Excerpt, RoundCoding, Suggestion, Identifier)
            for row in reader.all(cls, source_id=gone)
        ]
        left += [
            x.id for x in reader.all(MemoLink, target_kind="source", target_id=gone)
        ]
    if left:
        yield Finding(
            "I6",
            "error",
            f"rows ({len(left)})",
            "er hangt nog iets aan een bron die is ingetrokken",
            "something still hangs on a source that was withdrawn",
            *PURGE,
        )


def _check_publications(study: Study) -> Iterator[Finding]:
    """Name what was made public before a withdrawal (I7)."""
    with study.store.read() as reader:
        marked = [p for p in reader.all(Publication) if p.marks.get("marks")]
    for one in sorted(marked, key=lambda p: (p.at, p.id)):
        days = ", ".join(str(mark["at"]) for mark in one.marks["marks"])
        yield Finding(
            "I7",
            "notice",
            f"publication ({one.name})",
            f"openbaar sinds {one.at}; daarna is er ingetrokken op {days}",
            f"public since {one.at}; something was withdrawn after that, on {days}",
            "vermeld dat bij een nieuwe uitgave",
            "say so in a next edition",
        )


def _check_keys(study: Study) -> Iterator[Finding]:
    """Find keys of who withdrew that are left, and keys in the study itself."""
    vault = open_vault(study)
    with study.store.read() as reader:
        done = list_withdrawals(reader, "done")
    old = _list_old_keys(vault, done)
    copies = [Path(place) for place in list_copies(vault)]
    for place in (vault.folder, *copies):
        left = bool(old & set(Vault(place).list_names("keys")))
        if left or not (place.exists() or place == vault.folder):
            yield Finding(
                "I4",
                "error" if left else "warning",
                place.name,
                "een kopie van de sleutelmap kan nog openen wat werd ingetrokken, of "
                "is nu niet te bereiken",
                "a copy of the key folder can still open what was withdrawn, or is out "
                "of reach now",
                "sluit haar aan en doe `vknz purge`",
                "connect it and do `vknz purge`",
            )
    yield from _check_backups(study)
    inside = find_vaults().resolve().is_relative_to(study.path.resolve())
    sealed = [p for p in study.path.rglob("*.age") if p.is_file()]
    if inside or sealed:
        yield Finding(
            "I17",
            "error",
            sealed[0].name if sealed else find_vaults().name,
            "sleutels liggen in de map van de studie",
            "keys lie in the folder of the study",
            "verplaats ze naar een andere map",
            "move them to another folder",
        )


def _list_old_keys(vault: Vault, done: list[Withdrawal]) -> set[str]:
    """Return the keys that open, in backups of before, what was withdrawn since."""
    made = list_backups(vault)
    return {
        f"keys/{source_id}/{backup['id']}"
        for one in done
        for source_id in one.sources["ids"]
        for backup in made
        if backup["at"] < one.at
    }


def _check_backups(study: Study) -> Iterator[Finding]:
    """Say which backups were opened: those are copies of the study again."""
    for one in list_backups(open_vault(study)):
        if one["state"] == "opened" and Path(one["path"]) != study.path.resolve():
            yield Finding(
                "I4",
                "notice",
                Path(one["path"]).name,
                "deze reservekopie is geopend en is nu een gewone kopie van de studie",
                "this backup was opened and is an ordinary copy of the study now",
                "gooi haar weg als ze niet meer nodig is",
                "throw it away when it is not needed any more",
            )
