"""Consent as commands and notebooks use it."""

from datetime import datetime
from typing import Any

from vknz_research.errors import UnknownValueError
from vknz_research.model.people import Consent, Participant
from vknz_research.project.records import is_date, record_consent
from vknz_research.project.study import Study
from vknz_research.project.withdrawing import withdraw


def set_consent(study: Study, label: str, said: tuple[str, str, str | None]) -> None:
    """Keep what a participant said: (purpose, state, date); without date, today.

    To withdraw is more than to note it: see `project.withdrawing`.
    """
    purpose, state, given = said
    today = datetime.now().astimezone().date().isoformat()
    if given and not is_date(given):
        raise UnknownValueError(value=given, field="date", known=today)
    date = given or today
    if state == "withdrawn":
        withdraw(study, label, [purpose], date)
        return
    act = "consent" if state == "given" else "withdraw"
    with study.store.begin("vknz", act) as work:
        now = Consent("", "", purpose, state, date)
        made = record_consent(work, label, now, keep_later=True)
        work.facts = {"consent": made.id, "purpose": purpose, "state": state}


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
        }
        for c in consents
    ]
    return sorted(rows, key=lambda row: (str(row["participant"]), str(row["purpose"])))
