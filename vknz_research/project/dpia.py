"""The DPIA page: what is processed, why, where, by whom, how long, and what guards it.

It is made from the data dictionary, the settings and the study as it is, without a word
of a participant, to be pasted into the form of the institution.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import yaml

from vknz_research.language import current_language, say
from vknz_research.model.codings import Coder
from vknz_research.model.exports import EXPORT_PURPOSES, PROHIBITION
from vknz_research.model.people import PURPOSES, Consent, Participant
from vknz_research.privacy.vault import Vault
from vknz_research.project.dpiapage import Grid, Item, Part, Title, write_page
from vknz_research.project.resources import PACKAGE, find_resource
from vknz_research.project.retention import list_terms
from vknz_research.project.study import Study
from vknz_research.project.upkeep import check_study
from vknz_research.store.erasing import WITHDRAWN
from vknz_research.version import VERSION

RESEARCHER: Final = "onderzoeker"
CLASSES: Final = ("sensitive", "personal", "pseudonymous")
_TEST = re.compile(r"^def (test_i(\d{1,2})_\w+)", re.MULTILINE)


def write_dpia(study: Study, out: Path) -> Path:
    """Write the DPIA page as HTML, Markdown or DOCX, by the end of its name."""
    return write_page(make_dpia(study), out, current_language())


def make_dpia(study: Study) -> list[Item]:
    """Return the DPIA page as titles, paragraphs and tables."""
    return [
        Title(0, say(nl="Gegevensbescherming: ", en="Data protection: ") + study.title),
        Part(_say_made()),
        *_tell_what(study),
        *_tell_why(study),
        *_tell_where(study),
        *_tell_who(study),
        *_tell_how_long(study),
        *_tell_measures(study),
    ]


def _say_made() -> str:
    day = datetime.now().astimezone().date().isoformat()
    return say(
        nl=f"Gemaakt op {day} door vknz-research {VERSION} uit het "
        f"gegevenswoordenboek, "
        "de instellingen en de studie zelf. Wat hier niet in staat: wie de "
        "verwerkingsverantwoordelijke is en met wie wat is afgesproken. Leg dat voor "
        "aan "
        "de functionaris gegevensbescherming (FG).",
        en=f"Made on {day} by vknz-research {VERSION} from the data dictionary, the "
        "settings and the study itself. What is not in it: who the controller is and "
        "what was agreed with whom. Ask the privacy officer.",
    )


# --- what, why -----------------------------------------------------------------------
def _tell_what(study: Study) -> Iterable[Item]:
    with study.store.read() as reader:
        people = Counter(p.role or "?" for p in reader.all(Participant))
        coders = reader.count(Coder)
    kinds = Counter(s.kind or "?" for s in study.sources if s.format != WITHDRAWN)
    yield Title(1, say(nl="Wat wordt verwerkt", en="What is processed"))
    yield Grid(
        (say(nl="wat", en="what"), say(nl="aantal", en="number")),
        [
            *((say(nl=f"bronnen: {k}", en=f"sources: {k}"), n) for k, n in _by(kinds)),
            *((say(nl=f"mensen: {k}", en=f"people: {k}"), n) for k, n in _by(people)),
            (say(nl="codeurs", en="coders"), coders),
        ],
    )
    yield Part(
        say(
            nl="Elke kolom waarin iets van een mens staat, met haar klasse. Gevoelig: "
            "wat "
            "iemand zei of wat over hem gezegd is. Persoonlijk: wie iemand is. "
            "Pseudoniem: wijst iemand aan zonder te zeggen wie.",
            en="Each column that holds something of a person, with its class. "
            "Sensitive: "
            "what somebody said or was said of. Personal: who somebody is. "
            "Pseudonymous: "
            "points at somebody without saying who.",
        )
    )
    yield Grid(
        (
            say(nl="tabel", en="table"),
            say(nl="kolom", en="column"),
            say(nl="betekenis", en="meaning"),
            say(nl="klasse", en="class"),
        ),
        list_columns(),
    )


def _by(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items())


def list_columns() -> list[tuple[str, str, str, str]]:
    """List the columns of the store that hold something of a person."""
    language = current_language()
    names = {
        "sensitive": say(nl="gevoelig", en="sensitive"),
        "personal": say(nl="persoonlijk", en="personal"),
        "pseudonymous": say(nl="pseudoniem", en="pseudonymous"),
    }
    found = []
    for path in sorted(find_resource("data_dictionary/tables").glob("*.yml")):
        table = yaml.safe_load(path.read_text(encoding="utf-8"))
        if table["kind"] != "store":
            continue
        found += [
            (
                CLASSES.index(column["privacy"]),
                str(table["table"]),
                str(column["name"]),
                " ".join(str(column["meaning"][language]).split()),
                names[column["privacy"]],
            )
            for column in table["columns"]
            if column["privacy"] in CLASSES
        ]
    return [row[1:] for row in sorted(found, key=lambda row: row[0])]


def _tell_why(study: Study) -> Iterable[Item]:
    consents = study.consents
    with study.store.read() as reader:
        people = [p for p in reader.all(Participant) if p.role != RESEARCHER]
    yield Title(1, say(nl="Waarom", en="Why"))
    yield Part(
        say(
            nl="Grondslag is toestemming, per mens en per doel. Wat ontbreekt, telt "
            "als "
            "nee.",
            en="The ground is consent, per person and purpose. What is missing counts "
            "as "
            "no.",
        )
    )
    yield Grid(
        (
            say(nl="doel", en="purpose"),
            say(nl="gegeven", en="given"),
            say(nl="geweigerd", en="refused"),
            say(nl="ingetrokken", en="withdrawn"),
            say(nl="niets vastgelegd", en="nothing recorded"),
        ),
        [_count_consent(purpose, consents, len(people)) for purpose in PURPOSES],
    )
    language = current_language()
    yield Part(
        say(
            nl=f"Wat eruit gaat heeft een van deze doelen. {PROHIBITION['nl']}",
            en=f"What goes out has one of these purposes. {PROHIBITION['en']}",
        )
    )
    yield Grid(
        (say(nl="doel van een uitvoer", en="purpose of an export"), ""),
        [(name, words[language]) for name, words in EXPORT_PURPOSES.items()],
    )


def _count_consent(
    purpose: str, consents: Sequence[Consent], people: int
) -> tuple[object, ...]:
    states = Counter(c.state for c in consents if c.purpose == purpose)
    told = [states[state] for state in ("given", "refused", "withdrawn")]
    return (purpose, *told, max(0, people - sum(told)))


# --- where, who, how long ------------------------------------------------------------
def _tell_where(study: Study) -> Iterable[Item]:
    is_sealed = study.settings.salt is not None
    vault = _find_vault(study)
    yield Title(1, say(nl="Waar het ligt", en="Where it lies"))
    yield Grid(
        (say(nl="wat", en="what"), say(nl="waar en hoe", en="where and how")),
        [
            (say(nl="database", en="database"), _say_store(study, is_sealed=is_sealed)),
            (
                say(nl="momentopnamen en rapporten", en="snapshots and reports"),
                say(
                    nl="in de map van de studie, niet versleuteld, alleen voor de "
                    "eigenaar",
                    en="in the folder of the study, not encrypted, for the owner only",
                ),
            ),
            (
                say(nl="register en sleutels", en="register and keys"),
                say(
                    nl=f"in een kluis buiten de studie, te openen door {len(vault)} "
                    f"mensen",
                    en=f"in a vault outside the study, opened by {len(vault)} people",
                ),
            ),
            (
                say(nl="netwerk", en="network"),
                say(
                    nl="geen: niets gaat naar een andere machine",
                    en="none: nothing goes to another machine",
                ),
            ),
        ],
    )


def _say_store(study: Study, *, is_sealed: bool) -> str:
    if study.settings.is_server:
        return say(nl="op een databaseserver", en="on a database server")
    if is_sealed:
        return say(
            nl="in de map van de studie, versleuteld (SQLCipher, sleutel uit een "
            "wachtwoordzin met argon2id)",
            en="in the folder of the study, encrypted (SQLCipher, key of a passphrase "
            "by argon2id)",
        )
    return say(
        nl="in de map van de studie, NIET versleuteld",
        en="in the folder of the study, NOT encrypted",
    )


def _find_vault(study: Study) -> Mapping[str, str]:
    with study.store.read() as reader:
        study_id = reader.setting("study_id") or ""
    return Vault.of_study(study_id, study.path).recipients


def _read_words() -> Mapping[str, Any]:
    path = find_resource("data_dictionary/dpia.yml")
    found: Mapping[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def _tell_who(study: Study) -> Iterable[Item]:
    del study
    language = current_language()
    yield Title(1, say(nl="Wie wat ziet", en="Who sees what"))
    yield Grid(
        (say(nl="rol", en="role"), say(nl="ziet", en="sees")),
        [
            (role["name"][language], role["sees"][language])
            for role in _read_words()["roles"].values()
        ],
    )


def _tell_how_long(study: Study) -> Iterable[Item]:
    settings = study.settings
    yield Title(1, say(nl="Hoe lang", en="How long"))
    yield Part(
        say(
            nl=f"Bronnen {settings.keep_years} jaar en opnamen {settings.media_years} "
            f"jaar "
            "na de datum van de bron, tenzij er een datum bij staat die gekozen is. "
            "Daarna meldt `vknz check` een fout, en haalt `vknz retention --delete` ze "
            "weg; dat het gebeurde staat in het verslag, wat het was niet.",
            en=f"Sources {settings.keep_years} years and recordings "
            f"{settings.media_years} "
            "years after the date of the source, unless a date was chosen. Then `vknz "
            "check` reports an error, and `vknz retention --delete` takes them away; "
            "that "
            "it happened is logged, what it was is not.",
        )
    )
    yield Grid(
        (
            say(nl="bron", en="source"),
            say(nl="tot", en="until"),
            say(nl="opname tot", en="recording until"),
            say(nl="gekozen", en="chosen"),
        ),
        [
            (
                term.source_id[:8],
                term.until,
                term.media_until if term.has_media else "-",
                say(nl="ja", en="yes") if term.is_set else say(nl="nee", en="no"),
            )
            for term in list_terms(study)
        ],
    )


# --- measures ------------------------------------------------------------------------
def _tell_measures(study: Study) -> Iterable[Item]:
    language = current_language()
    findings = check_study(study)
    bad = Counter(f.id for f in findings)
    tests = count_tests(PACKAGE.parent / "tests")
    yield Title(1, say(nl="Welke maatregelen gelden", en="Which measures hold"))
    yield Part(
        say(
            nl="Elke belofte wordt bewaakt door tests die haar naam dragen, en "
            "nagegaan in "
            "deze studie door `vknz check`.",
            en="Each promise is guarded by tests that carry its name, and looked after "
            "in "
            "this study by `vknz check`.",
        )
    )
    yield Grid(
        (
            "",
            say(nl="belofte", en="promise"),
            say(nl="tests", en="tests"),
            say(nl="bevindingen nu", en="findings now"),
        ),
        [
            (name, words[language], tests.get(name, "-"), bad.get(name, 0))
            for name, words in _read_words()["promises"].items()
        ],
    )
    yield Title(1, say(nl="Wat nu aandacht vraagt", en="What asks for attention now"))
    if not findings:
        yield Part(say(nl="Geen bevindingen.", en="No findings."))
        return
    yield Grid(
        ("", say(nl="wat", en="what"), say(nl="wat te doen", en="what to do")),
        [
            (f.id, say(nl=f.what_nl, en=f.what_en), say(nl=f.do_nl, en=f.do_en))
            for f in findings
        ],
    )


def count_tests(folder: Path) -> dict[str, int]:
    """Count the tests of each promise, where the tests lie beside the package."""
    found: Counter[str] = Counter()
    for path in folder.rglob("test_*.py"):
        names = _TEST.findall(path.read_text(encoding="utf-8"))
        found.update(f"I{int(number)}" for _, number in names)
    return dict(found)
