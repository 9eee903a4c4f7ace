"""The register of consent: who said what about each purpose, and what that closes."""

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from vknz_research.errors import GivenConsentError, NoPurposeError
from vknz_research.model.people import (
    PURPOSES,
    Consent,
    Participant,
    role_perspective,
)
from vknz_research.model.sources import Source, Voice
from vknz_research.privacy.consent import RESEARCHER, find_missing
from vknz_research.project.consent import Said, find_today
from vknz_research.project.records import record_consent
from vknz_research.project.study import Study
from vknz_research.store.erasing import WITHDRAWN
from vknz_research.store.unit import Reader, UnitOfWork

if TYPE_CHECKING:
    from pandas import DataFrame

Asked = tuple[str, str, str]  # date, letter, asked by


def describe_register(study: Study) -> dict[str, Any]:
    """Return participants with what they said, and the sources in quarantine."""
    with study.store.read() as reader:
        people = [p for p in reader.all(Participant) if p.role != RESEARCHER]
        consents = reader.all(Consent)
        said: dict[str, dict[str, Consent]] = defaultdict(dict)
        for consent in consents:
            said[consent.participant_id][consent.purpose] = consent
        sources = _list_sources(reader)
        rows = [
            _shape_person(p, said[p.id], sources.get(p.id, []))
            for p in sorted(people, key=lambda p: (p.label.casefold(), p.id))
        ]
        return {
            "purposes": list(PURPOSES),
            "people": rows,
            "closed": _list_closed(reader, {p.id: p.label for p in people}),
            "sources": reader.count(Source),
            "letters": sorted({c.letter for c in consents if c.letter}),
            "askers": sorted({c.asked_by for c in consents if c.asked_by}),
            "today": find_today(),
        }


def _list_sources(reader: Reader) -> dict[str, list[str]]:
    """Return the names of the sources in which each participant speaks."""
    names = {source.id: source.name for source in reader.all(Source)}
    found: dict[str, set[str]] = defaultdict(set)
    for voice in reader.all(Voice):
        if voice.participant_id:
            found[voice.participant_id].add(names[voice.source_id])
    return {who: sorted(heard) for who, heard in found.items()}


def _shape_person(
    person: Participant, said: dict[str, Consent], sources: list[str]
) -> dict[str, Any]:
    return {
        "id": person.id,
        "label": person.label,
        "role": person.role,
        "perspective": role_perspective(person.role),
        "sources": sources,
        "said": {
            purpose: {
                "state": one.state,
                "date": one.date,
                "letter": one.letter,
                "askedBy": one.asked_by,
            }
            for purpose, one in said.items()
        },
    }


def _list_closed(reader: Reader, labels: dict[str, str]) -> list[dict[str, Any]]:
    sources = {s.id: s for s in reader.all(Source) if s.format != WITHDRAWN}
    missing = find_missing(
        sources.values(),
        reader.all(Voice),
        reader.all(Participant),
        reader.all(Consent),
    )
    rows = [
        {
            "name": sources[source_id].name,
            "who": [
                {"id": who, "label": labels.get(who, ""), "purposes": sorted(lacking)}
                for who, lacking in people.items()
            ],
        }
        for source_id, people in missing.items()
    ]
    return sorted(rows, key=lambda row: str(row["name"]))


def record_purposes(study: Study, actor: str, label: str, said: Said) -> int:
    """Keep what a participant said about several purposes, in one act.

    Refusing what was given before is a withdrawal, and is not recorded here.
    """
    if not said.purposes:
        raise NoPurposeError
    act = "consent" if said.state == "given" else "withdraw"
    with study.store.begin(actor, act) as work:
        for purpose in said.listed:
            made = Consent(
                "",
                "",
                purpose,
                said.state,
                said.date or find_today(),
                said.letter or None,
                said.asked_by or None,
            )
            _need_not_given(work, label, made)
            record_consent(work, label, made)
        work.facts = {"purposes": len(said.listed), "state": said.state}
    return len(said.listed)


def _need_not_given(work: UnitOfWork, label: str, said: Consent) -> None:
    if said.state == "given":
        return
    old = work.first(Consent, participant_id=label, purpose=said.purpose)
    if old is not None and old.state == "given":
        raise GivenConsentError


def tabulate_register(study: Study) -> "DataFrame":
    """Return the register as a table: a row per participant, a column per purpose.

    A dash stands where nothing is recorded, which counts as no.
    """
    import pandas as pd  # noqa: PLC0415 - heavy

    register = describe_register(study)
    rows = {
        row["label"]: {"role": row["role"]}
        | {
            purpose: row["said"].get(purpose, {}).get("state", "–")
            for purpose in register["purposes"]
        }
        for row in register["people"]
    }
    table = pd.DataFrame.from_dict(
        rows, orient="index", columns=["role", *register["purposes"]]
    )
    return table.rename_axis("participant")


def tabulate_closed(study: Study) -> "DataFrame":
    """Return the sources in quarantine, and of whom which consent is missing."""
    import pandas as pd  # noqa: PLC0415 - heavy

    rows = [
        (source["name"], who["label"], ", ".join(who["purposes"]))
        for source in describe_register(study)["closed"]
        for who in source["who"] or [{"label": "–", "purposes": []}]
    ]
    return pd.DataFrame(rows, columns=["source", "participant", "missing"])


def show_form(study: Study, actor: str) -> Any:
    """Return a form for notebooks, in which consent is recorded in one act."""
    from vknz_research.widgets.consentform import make_form  # noqa: PLC0415 - Jupyter

    register = describe_register(study)
    people = [(row["label"], row["id"]) for row in register["people"]]

    def record(person: str, purposes: Sequence[str], state: str, asked: Asked) -> int:
        said = Said(purposes, state, *asked)
        return record_purposes(study, actor, person, said)

    return make_form(people, register["purposes"], register["today"], record)
