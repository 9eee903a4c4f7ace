"""Who of a snapshot may be in a release, and what is told of them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from vknz_research.model.people import role_perspective
from vknz_research.privacy.disclosure import Group, Person, drop_phases, generalise

if TYPE_CHECKING:
    import pandas as pd

    from vknz_research.snapshot import Snapshot

RESEARCH: Final = "onderzoeker"
PURPOSE: Final = "student_release"
ROLE_CODES: Final[Mapping[str, str]] = {
    "klant": "K",
    "klantmanager": "KM",
    "leidinggevende": "MT",
    "beleid": "B",
    "onderzoek": "O",
}
OTHER: Final = "X"
_BAND = re.compile(r"(\d{1,3})\s*[-–]\s*(\d{1,3})")
_DECADE: Final = 10


@dataclass(frozen=True, slots=True)
class Cast:
    """The people of a release.

    `roles` maps a participant to a role code: who is not in it does not appear.
    `phases` maps a source to the phase that may be told of it. `people` are all who
    allowed it, once a phase; `kept` those of whom role and phase may be told; `rows`
    the same with what else may be told of them.
    """

    roles: Mapping[str, str]
    phases: Mapping[str, int | None]
    people: Sequence[Person]
    kept: Sequence[Person]
    rows: Sequence[Person]

    @property
    def hidden(self) -> list[Person]:
        """List those who allowed it and are too few to be in it."""
        return [p for p in self.people if p.id not in self.roles]


def name_role(role: str | None) -> str:
    """Return the code of a role, as source codes have it.

    >>> name_role("werkregisseur"), name_role("teamcoach"), name_role(None)
    ('KM', 'B', 'X')
    """
    return ROLE_CODES.get(role_perspective(role) or "", OTHER)


def band_age(age: str | None) -> str | None:
    """Return an age as a band of ten years; what is no age is not told.

    >>> band_age("43"), band_age("60-67"), band_age("born in spring"), band_age(None)
    ('40-49', '60-69', None, None)
    """
    found = _BAND.fullmatch((age or "").strip())
    first = found[1] if found else (age or "").strip()
    if not first.isdecimal():
        return None
    begin = int(first) // _DECADE * _DECADE
    return f"{begin}-{begin + _DECADE - 1}"


def list_allowing(snapshot: "Snapshot") -> set[str]:
    """Return the participants who allowed it and may be quoted; missing is no.

    What students get are the words themselves: who does not want to be quoted is not
    in it either.
    """
    consent, people = snapshot.consent, snapshot.participants
    said = consent[(consent["purpose"] == PURPOSE) & (consent["state"] == "given")]
    quotable = people[people["is_quotable"].astype(bool) & (people["role"] != RESEARCH)]
    return set(said["participant_id"]) & set(quotable["participant_id"])


def choose_people(snapshot: "Snapshot", k: int) -> Cast:
    """Say who appears in a release in which no group is smaller than k."""
    allowing = list_allowing(snapshot)
    told = snapshot.participants.set_index("participant_id")
    phases = dict(
        zip(snapshot.sources["source_id"], snapshot.sources["phase"], strict=True)
    )
    pairs = snapshot.turns[["source_id", "participant_id"]].drop_duplicates()
    spoken = [
        (str(source), _describe(str(who), told.loc[who], _whole(phases[source])))
        for source, who in pairs.itertuples(index=False)
        if who in allowing
    ]
    people = list(dict.fromkeys(person for _, person in spoken))
    together: dict[str, set[Group]] = {}
    for source, person in spoken:
        together.setdefault(source, set()).add((person.role, person.phase))
    kept = drop_phases(people, k, together.values())
    told_phase = {(p.id, old.phase): p.phase for p, old in _pair(kept, people)}
    shown = {
        source: told_phase[person.id, person.phase]
        for source, person in spoken
        if (person.id, person.phase) in told_phase
    }
    roles = {p.id: p.role for p in kept}
    return Cast(roles, shown, people, kept, generalise(kept, k))


def _pair(kept: list[Person], people: list[Person]) -> "list[tuple[Person, Person]]":
    """Return those who are kept beside what they were before: the order is the same."""
    ids = {p.id for p in kept}
    return list(zip(kept, [p for p in people if p.id in ids], strict=True))


def _describe(who: str, row: "pd.Series[Any]", phase: int | None) -> Person:
    return Person(
        who,
        name_role(_text(row["role"])),
        phase,
        _text(row["gender"]),
        band_age(_text(row["age_band"])),
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _whole(value: Any) -> int | None:
    import pandas as pd  # noqa: PLC0415 - loaded with the frames

    return None if pd.isna(value) else int(value)
