"""Withdrawing as one act: what is recorded, what goes, and the search that ends it.

Each step can be done again. What a kill left half done is found in the list of open
withdrawals, and `purge` goes on with it.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from vknz_research.coding.withdrawing import (
    WithdrawalPlan,
    begin_withdrawal,
    end_withdrawal,
    is_whole,
    list_cuts_again,
    list_only_noted,
    list_withdrawals,
    record_noted,
)
from vknz_research.coding.withdrawing import plan_withdrawal as plan
from vknz_research.errors import ErasureError
from vknz_research.model.people import Consent
from vknz_research.model.privacy import Publication, Withdrawal
from vknz_research.model.sources import Voice
from vknz_research.privacy.consent import list_not_analysable, list_not_quotable
from vknz_research.privacy.needles import Needles
from vknz_research.privacy.vault import Vault
from vknz_research.project.known import list_known_words
from vknz_research.project.study import Study
from vknz_research.project.sweeping import (
    Swept,
    cut_words,
    remove_media,
    remove_snapshots,
    revise_parameters,
    scan_files,
    sweep_files,
)
from vknz_research.store.erasing import Cut, Erased, Eraser, list_lost, read_words

PENDING: Final = "pending/"
WITHDRAWN: Final = "withdrawn"
KEYS: Final = ("keys/", "replacements/")
COPIES: Final = "copies"  # where copies of the key folder were put


@dataclass(frozen=True, slots=True)
class WithdrawalReport:
    """What a withdrawal did: rows that went, files, and what is public already."""

    withdrawal_id: str
    participant_id: str
    purposes: tuple[str, ...]
    erased: Mapping[str, int]
    cut: int
    files: Sequence[Swept]
    published: Sequence[str]

    def as_facts(self) -> dict[str, Any]:
        """Return it for the shell."""
        return {
            "withdrawal": self.withdrawal_id,
            "participant": self.participant_id,
            "purposes": list(self.purposes),
            "erased": dict(self.erased),
            "cut": self.cut,
            "files": [{"path": f.path, "done": f.done} for f in self.files],
            "published": list(self.published),
        }


def plan_withdrawal(
    study: Study, label: str, purposes: Iterable[str]
) -> WithdrawalPlan:
    """Say what would go when somebody withdraws from purposes, or from `all`."""
    with study.store.read() as reader:
        return plan(reader, label, purposes)


def withdraw(
    study: Study, label: str, purposes: Iterable[str], date: str | None = None
) -> WithdrawalReport:
    """Withdraw somebody from purposes, or from `all`; ends when nothing is left.

    Doing it again changes nothing. After a kill, this or `purge` goes on.
    """
    today = datetime.now().astimezone().date().isoformat()
    found = plan_withdrawal(study, label, purposes)
    made = begin_withdrawal(study.store, found, date or today)
    return complete(study, made)


def purge(study: Study) -> list[WithdrawalReport]:
    """Go on with what is not complete; take away what shows who may not be shown."""
    with study.store.read() as reader:
        still_open = list_withdrawals(reader, "open")
        done = list_withdrawals(reader, "done")
    made = [complete(study, one) for one in still_open]
    made += _withdraw_noted(study)
    for one in done:
        _destroy_strays(open_vault(study), one)  # a copy may be in reach again
    swept = remove_snapshots(study, list_hidden(study))
    if swept:
        made.append(WithdrawalReport("", "", (), {}, 0, swept, ()))
    return made


def complete(study: Study, withdrawal: Withdrawal) -> WithdrawalReport:
    """Do all steps of a withdrawal that are not done; raise while words are left."""
    vault = open_vault(study)
    with study.store.read() as reader:
        cuts = list_cuts_again(reader, withdrawal)
    needles = _find_needles(study, vault, withdrawal, cuts)
    _note_outside(study, vault, withdrawal)
    _destroy_keys(vault, withdrawal)
    source_ids = withdrawal.sources["ids"]
    files = remove_snapshots(study, list_hidden(study))
    recorded = _list_recorded(study, withdrawal)
    files += remove_media(study, recorded)
    files += revise_parameters(study, needles)
    files += sweep_files(study, needles) if needles else []
    erased = _erase(study, withdrawal, (cuts, recorded), needles)
    study.store.compact()
    left = scan_files(study, needles) if needles else []
    if left:
        raise ErasureError(count=len(left), where=left[0].name)
    published = _mark_published(study, withdrawal, len(source_ids))
    if withdrawal.state != "done":
        end_withdrawal(study.store, withdrawal)
        study.store.compact()
    vault.destroy(PENDING + withdrawal.id)
    return WithdrawalReport(
        withdrawal.id,
        withdrawal.participant_id,
        tuple(withdrawal.purposes["purposes"]),
        erased.rows,
        erased.cut,
        files,
        published,
    )


def open_vault(study: Study) -> Vault:
    """Return the key folder of a study."""
    with study.store.read() as reader:
        study_id = reader.setting("study_id") or ""
    return Vault.of_study(study_id, study.path)


def list_hidden(study: Study) -> dict[str, str]:
    """Say of whom nothing may be shown (`all`), and who may not be quoted."""
    with study.store.read() as reader:
        consents = reader.all(Consent)
    quotable = dict.fromkeys(list_not_quotable(consents), "quotable")
    return quotable | dict.fromkeys(list_not_analysable(consents), "all")


def replay(study: Study) -> list[WithdrawalReport]:
    """Do withdrawals again where this copy of the study still holds words.

    So it is after joining another copy, or when an old backup is opened.
    """
    new = _take_over_noted(study)
    with study.store.read() as reader:
        known = list_withdrawals(reader)
        left = [w for w in known if w.id in new or list_cuts_again(reader, w)]
    return [complete(study, one) for one in left] + _withdraw_noted(study)


def _withdraw_noted(study: Study) -> list[WithdrawalReport]:
    """Carry out what was only noted: by an older version, or in another copy."""
    with study.store.read() as reader:
        noted = list_only_noted(reader)
    return [withdraw(study, who, purposes) for who, purposes in noted.items()]


def needs_replay(study: Study) -> bool:
    """Say whether withdrawals are noted outside the study that it does not know."""
    noted = {one["id"] for one in read_noted(open_vault(study))}
    if not noted:
        return False
    with study.store.read() as reader:
        return bool(noted - {one.id for one in list_withdrawals(reader)})


def _take_over_noted(study: Study) -> set[str]:
    """Record what this copy has not heard of; return the ids of those withdrawals."""
    noted = [Withdrawal(**one, state="open") for one in read_noted(open_vault(study))]
    return {one.id for one in noted if record_noted(study.store, one)}


# --- steps ---------------------------------------------------------------------------
def _find_needles(
    study: Study, vault: Vault, withdrawal: Withdrawal, cuts: Sequence[Cut]
) -> list[Needles]:
    """Return what to search for: of what is still there, and from before a kill."""
    name = PENDING + withdrawal.id
    old = vault.read_open(name)
    needles = [Needles.from_bytes(old)] if old else []
    with study.store.read() as reader:
        is_left = bool(cuts or list_lost(reader))
    if is_left:
        with study.store.read() as reader:
            gone, stays = read_words(reader, cuts)
        made = Needles.make(gone, [*stays, *list_known_words()])
        if len(made):
            if old is None:
                vault.write_open(name, made.to_bytes())
            needles.append(made)
    return needles


def _note_outside(study: Study, vault: Vault, withdrawal: Withdrawal) -> None:
    """Note the withdrawal outside the study, so that an old copy hears of it."""
    del study
    known = read_noted(vault)
    if withdrawal.id not in {one["id"] for one in known}:
        facts = {
            name: getattr(withdrawal, name)
            for name in ("id", "participant_id", "label_hmac", "at")
        }
        facts["purposes"] = dict(withdrawal.purposes)
        facts["sources"] = dict(withdrawal.sources)
        text = json.dumps([*known, facts], default=dict)
        vault.write_open(WITHDRAWN, text.encode())


def read_noted(vault: Vault) -> list[dict[str, Any]]:
    """Return the withdrawals that are noted outside the study."""
    data = vault.read_open(WITHDRAWN)
    found: list[dict[str, Any]] = json.loads(data) if data else []
    return found


def _destroy_keys(vault: Vault, withdrawal: Withdrawal) -> None:
    """Destroy what opens these sources in backups, and their replaced words.

    In every copy of the key folder that can be reached; `vknz check` names the others.
    """
    for place in (vault, *_list_copies(vault)):
        for name in _name_keys(withdrawal):
            place.destroy(name)


def _destroy_strays(vault: Vault, withdrawal: Withdrawal) -> None:
    """Destroy in copies of the key folder what the key folder has no more.

    What came since stays: a later backup holds nothing of who withdrew.
    """
    wanted = tuple(_name_keys(withdrawal))
    known = set(vault.list_names())
    for copy in _list_copies(vault):
        for name in copy.list_names():
            is_theirs = any(name == one or name.startswith(f"{one}/") for one in wanted)
            if is_theirs and name not in known:
                copy.destroy(name)


def _list_copies(vault: Vault) -> list[Vault]:
    data = vault.read_open(COPIES)
    copies = [Vault(Path(place)) for place in (json.loads(data) if data else [])]
    return [copy for copy in copies if copy.folder.exists()]


def _name_keys(withdrawal: Withdrawal) -> Iterator[str]:
    sources = withdrawal.sources
    for source_id in (*sources["ids"], *sources.get("lost", ())):
        for folder in KEYS:
            yield folder + source_id
    for source_id in sources.get("whole", ()):
        yield f"register/{source_id}"  # names that stood in this source


def _list_recorded(study: Study, withdrawal: Withdrawal) -> list[str]:
    """List the sources of which no recording may stay."""
    source_ids = withdrawal.sources["ids"]
    if "recording" not in withdrawal.purposes["purposes"] and not source_ids:
        return []
    with study.store.read() as reader:
        own = reader.all(Voice, participant_id=withdrawal.participant_id)
    return sorted({*source_ids, *(voice.source_id for voice in own)})


def _erase(
    study: Study,
    withdrawal: Withdrawal,
    goes: tuple[Sequence[Cut], Sequence[str]],
    needles: Sequence[Needles],
) -> Erased:
    """Take words out of the database, and the name of who withdrew from everything."""
    cuts, recorded = goes
    with study.store.begin("vknz", "withdraw") as work:
        eraser = Eraser(work, withdrawal.id, lambda text: cut_words(text, needles))
        if is_whole(work, withdrawal.participant_id):
            eraser.forget_person(withdrawal.participant_id)
        eraser.erase_recordings(recorded)
        return eraser.erase(cuts, withdrawal.participant_id)


def _mark_published(study: Study, withdrawal: Withdrawal, count: int) -> list[str]:
    """Mark what was made public before: it stays, and says what went since."""
    day = withdrawal.at[:10]
    mark = {"id": withdrawal.id, "at": day, "sources": count}
    with study.store.begin("vknz", "publish") as work:
        listed = [p for p in work.all(Publication) if p.at[:10] <= day]
        for one in listed:
            marks = list(one.marks.get("marks", ()))
            if withdrawal.id not in {m["id"] for m in marks}:
                marks.append(mark)
                work.replace(_with_marks(one, marks))
    return [one.name for one in listed]


def _with_marks(one: Publication, marks: list[dict[str, Any]]) -> Publication:
    from dataclasses import replace  # noqa: PLC0415

    return replace(one, marks={"marks": marks})
