"""Consent as commands, pages and notebooks use it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from vknz_research.coding.find import find_source
from vknz_research.coding.withdrawing import ALL
from vknz_research.errors import UnknownValueError
from vknz_research.model.people import PURPOSES, STATES, Consent, Participant
from vknz_research.model.sources import Voice
from vknz_research.privacy.consent import RESEARCHER
from vknz_research.project.records import is_date, record_consent
from vknz_research.project.study import Study
from vknz_research.project.withdrawing import WithdrawalReport, withdraw


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said about purposes; `all` is every purpose.

    Without date it was today.
    """

    purposes: Sequence[str]
    state: str
    date: str | None = None
    letter: str | None = None
    asked_by: str | None = None

    def __post_init__(self) -> None:
        """Refuse purposes, states and dates that do not exist."""
        for purpose in self.purposes:
            if purpose not in {*PURPOSES, ALL}:
                known = ", ".join((*PURPOSES, ALL))
                raise UnknownValueError(value=purpose, field="purpose", known=known)
        if self.state not in STATES:
            known = ", ".join(STATES)
            raise UnknownValueError(value=self.state, field="state", known=known)
        if self.date and not is_date(self.date):
            today = find_today()
            raise UnknownValueError(value=self.date, field="date", known=today)

    @property
    def listed(self) -> tuple[str, ...]:
        """Return the purposes, each by name."""
        return PURPOSES if ALL in self.purposes else tuple(self.purposes)


def find_today() -> str:
    """Return the date of today as it is written."""
    return datetime.now().astimezone().date().isoformat()


def set_consent(study: Study, label: str, said: Said) -> WithdrawalReport | None:
    """Keep what a participant said; a withdrawal is carried out and reported.

    To withdraw is more than to note it: see `project.withdrawing`.
    """
    if said.state == "withdrawn":
        return withdraw(study, label, said.listed, said.date)
    _record(study, [label], said)
    return None


def say_for_source(study: Study, source: str, said: Said) -> list[str]:
    """Keep what all who speak in a source said; return their labels.

    Researchers are not asked. Each withdrawal is one of its own.
    """
    with study.store.read() as reader:
        found = find_source(reader, source)
        heard = {v.participant_id for v in reader.all(Voice, source_id=found.id)}
        people = reader.all(Participant, id=heard)
    labels = sorted(p.label for p in people if p.role != RESEARCHER)
    if said.state == "withdrawn":
        for label in labels:
            withdraw(study, label, said.listed, said.date)
    else:
        _record(study, labels, said)
    return labels


def _record(study: Study, labels: Sequence[str], said: Said) -> None:
    act = "consent" if said.state == "given" else "withdraw"
    facts = (said.date or find_today(), said.letter, said.asked_by)
    with study.store.begin("vknz", act) as work:
        made = [
            record_consent(
                work,
                label,
                Consent("", "", purpose, said.state, *facts),
                keep_later=True,
            )
            for label in labels
            for purpose in said.listed
        ]
        work.facts = {"consents": len(made), "state": said.state}


def list_consent(study: Study) -> list[dict[str, Any]]:
    """List consent per participant and purpose."""
    with study.store.read() as reader:
        people = {p.id: p for p in reader.all(Participant)}
        consents = reader.all(Consent)
    rows = [
        {
            "participant": people[c.participant_id].label,
            "role": people[c.participant_id].role,
            "purpose": c.purpose,
            "state": c.state,
            "date": c.date,
            "letter": c.letter,
            "asked_by": c.asked_by,
        }
        for c in consents
    ]
    return sorted(rows, key=lambda row: (str(row["participant"]), str(row["purpose"])))
