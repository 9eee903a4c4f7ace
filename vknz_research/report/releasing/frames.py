"""The tables of a release: sources, texts, turns, people, codes and codings."""

import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any, Final

from vknz_research.model.codes import IN_VIVO, is_within
from vknz_research.report.releasing.people import RESEARCH, Cast, name_role
from vknz_research.report.releasing.texts import Rewritten, Spoken, rewrite_text

if TYPE_CHECKING:
    import pandas as pd

    from vknz_research.snapshot import Snapshot

Row = dict[str, Any]
Rows = list[Row]
SETTINGS: Final = {
    "interview": "individueel",
    "vragenlijst": "vragenlijst",
}
GROUP: Final = "groep"
SHORT: Final = 2  # letters; shorter labels are initials, which words begin with
LETTERS: Final = {"individueel": "I", "vragenlijst": "V", GROUP: "F"}
PERSPECTIVES: Final = {
    "K": "klant",
    "KM": "klantmanager",
    "MT": "leidinggevende",
    "B": "beleid",
    "O": "onderzoek",
}
# What researchers write of what they saw is about somebody: not if that one is hidden.
ABOUT_PEOPLE: Final = frozenset({"narration", "observation"})
CODE_FIELDS: Final = (
    "code",
    "framework",
    "parent",
    "level",
    "position",
    "name_nl",
    "name_en",
    "definition_nl",
    "definition_en",
    "when_to_use_nl",
    "when_to_use_en",
    "when_not_nl",
    "when_not_en",
)
COLUMNS: Final[Mapping[str, Sequence[str]]] = {
    "sources": (
        "source_id",
        "source",
        "source_code",
        "setting",
        "phase",
        "perspective",
        "turns",
        "words",
    ),
    "texts": ("source_id", "text"),
    "turns": (
        "source_id",
        "turn",
        "start",
        "end",
        "kind",
        "role",
        "perspective",
        "is_hidden",
        "words",
    ),
    "people": ("role", "perspective", "phase", "gender", "age_band"),
    "coders": ("coder", "kind"),
    "codes": CODE_FIELDS,
    "codings": (
        "coding_id",
        "source_id",
        "source",
        "source_code",
        "phase",
        "perspective",
        "role",
        "code",
        "framework",
        "coder",
        "turn",
        "start",
        "end",
        "passage",
    ),
}


@dataclass(slots=True)
class Told:
    """A source of a release: its row, its text, and where its words went."""

    old_id: str
    row: Row
    text: Rewritten
    speakers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Contents:
    """The tables of a release, and what could not go along.

    `speakers` says who speaks in each source: for the disclosure report only.
    """

    tables: Mapping[str, Rows]
    speakers: Mapping[str, frozenset[str]]
    sources_left_out: int
    codings_left_out: int


def make_contents(snapshot: "Snapshot", cast: Cast, dice: random.Random) -> Contents:
    """Make the tables of a release; `dice` decides order and numbers, and is secret."""
    told = list(_tell_sources(snapshot, cast))
    dice.shuffle(told)
    _number_sources(told)
    coders = _name_coders(snapshot, dice)
    codings = list(_move_codings(snapshot, told, coders))
    dice.shuffle(codings)
    for number, row in enumerate(codings, start=1):
        row["coding_id"] = f"c{number:05d}"
    people = [_person_row(p) for p in dict.fromkeys(cast.rows)]
    dice.shuffle(people)
    tables = {
        "sources": [t.row for t in told],
        "texts": [_text_row(t) for t in told],
        "turns": [row for t in told for row in _turn_rows(t)],
        "people": people,
        "coders": sorted(_coder_rows(codings), key=lambda row: str(row["coder"])),
        "codes": _code_rows(snapshot),
        "codings": codings,
    }
    left_out = len(snapshot.codings) - len(codings)
    speakers = {str(t.row["source_id"]): t.speakers for t in told}
    return Contents(tables, speakers, len(snapshot.sources) - len(told), left_out)


def _tell_sources(snapshot: "Snapshot", cast: Cast) -> Iterator[Told]:
    roles = dict(
        zip(
            snapshot.participants["participant_id"],
            snapshot.participants["role"],
            strict=True,
        )
    )
    for row in plain_rows(snapshot.sources):
        source_id = str(row["source_id"])
        if source_id not in cast.phases:
            continue
        turns = plain_rows(snapshot.turns[snapshot.turns["source_id"] == source_id])
        spoken = list(_list_spoken(turns, roles, cast.roles))
        text = rewrite_text(snapshot.texts[source_id], spoken)
        made = _source_row(row, text, cast.phases[source_id])
        yield Told(source_id, made, text, frozenset(t["participant_id"] for t in turns))


def _list_spoken(
    turns: Sequence[Row], roles: Mapping[str, str], told: Mapping[str, str]
) -> Iterator[Spoken]:
    """Say under which role code each turn may be read."""
    heard = {turn["participant_id"] for turn in turns} - {None}
    others = {who for who in heard if roles.get(str(who)) != RESEARCH}
    is_whole = others <= told.keys()
    for turn in turns:
        role = _role_of(turn, roles, told, is_whole=is_whole)
        yield Spoken(int(turn["start"]), int(turn["end"]), str(turn["kind"]), role)


def _role_of(
    turn: Row, roles: Mapping[str, str], told: Mapping[str, str], *, is_whole: bool
) -> str | None:
    who, kind = turn["participant_id"], turn["kind"]
    if who is not None:
        is_research = roles.get(str(who)) == RESEARCH
        return name_role(RESEARCH) if is_research else told.get(str(who))
    if kind in ABOUT_PEOPLE:
        return "" if is_whole else None
    return "" if kind in {"heading", "question"} else None


def _source_row(row: Row, text: Rewritten, phase: int | None) -> Row:
    roles = sorted({t.role for t in text.turns if t.role} - {name_role(RESEARCH)})
    setting = SETTINGS.get(str(row["kind"]), GROUP)
    views = {PERSPECTIVES.get(role) for role in roles}
    return {
        "source_code": f"{LETTERS[setting]}{phase or ''}/{'+'.join(roles)}",
        "setting": setting,
        "phase": phase,
        "perspective": views.pop() if len(views) == 1 else None,
        "turns": len(text.turns),
        "words": sum(_count_words(text, t.start, t.end) for t in text.turns if t.role),
    }


def _count_words(text: Rewritten, start: int, end: int) -> int:
    return len(text.text[start:end].split())


def _number_sources(told: Sequence[Told]) -> None:
    """Name each source by its code and a number that says nothing."""
    seen: dict[str, int] = {}
    for number, t in enumerate(told, start=1):
        code = str(t.row["source_code"])
        seen[code] = seen.get(code, 0) + 1
        name = f"{code.replace('/', '-')}-{seen[code]}"
        t.row |= {"source_id": f"b{number:03d}", "source": name}


def _name_coders(snapshot: "Snapshot", dice: random.Random) -> dict[str, str]:
    """Give each coder a letter that does not follow from the name."""
    people = [
        str(r["name"]) for r in plain_rows(snapshot.coders) if r["kind"] == "person"
    ]
    dice.shuffle(people)
    letters = (f"{a}{b}" for a in ("", *ascii_uppercase) for b in ascii_uppercase)
    named = dict(zip(people, letters, strict=False))
    return {
        str(name): named.get(str(name), "consensus") for name in snapshot.coders["name"]
    }


def _move_codings(
    snapshot: "Snapshot", told: Sequence[Told], coders: Mapping[str, str]
) -> Iterator[Row]:
    by_source = {t.old_id: t for t in told}
    for row in plain_rows(snapshot.codings):
        found = by_source.get(str(row["source_id"]))
        # A code that is named after somebody's own words may name somebody.
        if found is None or is_within(str(row["code"]), IN_VIVO):
            continue
        place = found.text.move(int(row["start"]), int(row["end"]))
        if place is None:
            continue
        turn = next(n for n, t in enumerate(found.text.turns, 1) if t.end > place[0])
        role = found.text.turns[turn - 1].role
        yield {
            **{
                n: found.row[n] for n in ("source_id", "source", "source_code", "phase")
            },
            "perspective": PERSPECTIVES.get(role or "", found.row["perspective"]),
            "role": role or None,
            **{name: row[name] for name in ("code", "framework")},
            "coder": coders[str(row["coder"])],
            "turn": turn,
            "start": place[0],
            "end": place[1],
            "passage": found.text.text[place[0] : place[1]],
        }


def _person_row(person: Any) -> Row:
    return {
        "role": person.role,
        "perspective": PERSPECTIVES.get(person.role),
        "phase": person.phase,
        "gender": person.gender,
        "age_band": person.age_band,
    }


def _text_row(told: Told) -> Row:
    return {"source_id": told.row["source_id"], "text": told.text.text}


def _turn_rows(told: Told) -> Iterator[Row]:
    for number, turn in enumerate(told.text.turns, start=1):
        yield {
            "source_id": told.row["source_id"],
            "turn": number,
            "start": turn.start,
            "end": turn.end,
            "kind": turn.kind,
            "role": turn.role or None,
            "perspective": PERSPECTIVES.get(turn.role or ""),
            "is_hidden": turn.is_hidden,
            "words": 0
            if turn.is_hidden
            else _count_words(told.text, turn.start, turn.end),
        }


def _coder_rows(codings: Iterable[Row]) -> Rows:
    names = {str(row["coder"]) for row in codings}
    return [
        {"coder": name, "kind": "consensus" if name == "consensus" else "person"}
        for name in names
    ]


def _code_rows(snapshot: "Snapshot") -> Rows:
    return [
        {field: row[field] for field in CODE_FIELDS}
        for row in plain_rows(snapshot.codes)
        if not is_within(str(row["code"]), IN_VIVO)
    ]


def find_names(snapshot: "Snapshot", contents: Contents) -> dict[str, int]:
    """Say in how many places of each source a participant is still named.

    Of the labels that are names: a respondent's number is none, nor is a token.
    """
    people = snapshot.participants
    labels = people["label"][people["role"] != RESEARCH]
    names = sorted({str(x) for x in labels if _is_name(str(x))})
    if not names:
        return {}
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b")
    texts = {row["source_id"]: str(row["text"]) for row in contents.tables["texts"]}
    found = {
        str(row["source"]): len(pattern.findall(texts[row["source_id"]]))
        for row in contents.tables["sources"]
    }
    return {source: number for source, number in found.items() if number}


def _is_name(label: str) -> bool:
    """Say whether a label is a name that a text may hold.

    >>> [_is_name(x) for x in ("Henk-Jan", "R1", "[Persoon 3]", "A", "Respondent (b)")]
    [True, False, False, False, False]
    """
    bare = label.replace("-", "").replace(" ", "").replace("'", "")
    return bare.isalpha() and len(bare) > SHORT and label[0].isupper()


def plain_rows(frame: "pd.DataFrame") -> Rows:
    """Return the rows of a frame as plain values, with None where nothing stands."""
    plain = frame.astype(object).where(frame.notna(), None)
    return [{str(k): v for k, v in row.items()} for row in plain.to_dict("records")]
