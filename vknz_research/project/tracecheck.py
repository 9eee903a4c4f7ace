"""Findings on traces of people: words in files, tokens, logs, roles, groupings.

The register is not opened for it: words are compared by the keyed hashes that decisions
on identifiers were kept under.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from vknz_research.model.people import Participant
from vknz_research.model.privacy import Identifier
from vknz_research.model.roles import OF_A_PARTICIPANT
from vknz_research.model.sources import Source
from vknz_research.privacy.parts import list_parts
from vknz_research.privacy.replacing import hash_form
from vknz_research.project.study import Study
from vknz_research.project.withdrawing import open_vault
from vknz_research.store.verify import Finding

MADE: Final = ("reports",)  # where finished files lie
LONGEST: Final = 4  # words of a name
USERS: Final = "users.json"
_WORDS: Final = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*")
# A grouping by person in a notebook: of pandas, and of our own functions.
_PER_PERSON: Final = re.compile(
    r"(groupby|pivot_table|crosstab)\([^)]*(participant_id|participant|speaker|label)\b"
)


def check_traces(study: Study) -> list[Finding]:
    """List what still leads to people, or sets them beside one another."""
    return [
        *_check_tokens(study),
        *_check_log(study),
        *_check_files(study),
        *_check_roles(study),
        *_check_notebooks(study),
    ]


def _check_tokens(study: Study) -> Iterator[Finding]:
    """Find words that got two tokens (I16)."""
    with study.store.read() as reader:
        replaced = reader.all(Identifier, outcome="replace")
    tokens: dict[str, set[str | None]] = defaultdict(set)
    for one in replaced:
        tokens[one.form_hmac].add(one.token)
    count = sum(len(found) > 1 for found in tokens.values())
    if count:
        yield Finding(
            "I16",
            "warning",
            f"identifier ({count})",
            f"dezelfde woorden kregen meer dan één teken: {count} keer",
            f"the same words got more than one token: {count} times",
            "bekijk ze op de pagina Pseudonimiseren",
            "look at them on the page Pseudonymise",
        )


def _check_log(study: Study) -> Iterator[Finding]:
    """Find sources whose replaced words are nowhere: nobody can put them back (I20)."""
    with study.store.read() as reader:
        replaced = {
            one.source_id for one in reader.all(Identifier) if one.outcome != "keep"
        }
        names = {s.id: s.name for s in reader.all(Source, id=replaced)}
    kept = set(open_vault(study).list_names("replacements"))
    for source_id, name in sorted(names.items(), key=lambda pair: pair[1]):
        if not any(source_id in entry.split("/") for entry in kept):
            yield Finding(
                "I20",
                "warning",
                f"source ({name})",
                "de vervangen woorden van deze bron staan niet in de kluis op deze "
                "machine",
                "the replaced words of this source are not in the vault on this "
                "machine",
                "zet de sleutelmap terug uit haar kopie",
                "put the key folder back from its copy",
            )


def _check_files(study: Study) -> Iterator[Finding]:
    """Find finished files with words that were replaced in the texts (I15)."""
    with study.store.read() as reader:
        forms = {
            one.form_hmac for one in reader.all(Identifier) if one.outcome != "keep"
        }
    if not forms:
        return
    for folder in MADE:
        for path in sorted((study.path / folder).glob("*")):
            if path.is_file() and _names(path, study.store.salt, forms):
                yield Finding(
                    "I15",
                    "warning",
                    f"{folder}/{path.name}",
                    "in dit bestand staan woorden die in de teksten zijn vervangen",
                    "this file holds words that were replaced in the texts",
                    "gooi het weg en maak het opnieuw",
                    "throw it away and make it again",
                )


def _names(path: Path, salt: bytes, forms: set[str]) -> bool:
    """Say whether a file holds one of the words that were replaced."""
    seen: set[str] = set()
    for part in list_parts(path):
        words = _WORDS.findall(part.data.decode("utf-8", "ignore"))
        for size in range(1, LONGEST + 1):
            seen |= {
                " ".join(words[at : at + size]) for at in range(len(words) - size + 1)
            }
    likely = (form for form in seen if form[:1].isupper())
    return any(hash_form(salt, form) in forms for form in likely)


def _check_roles(study: Study) -> Iterator[Finding]:
    """Find logins that are bound to nobody, or to somebody in another role (I12)."""
    try:
        found: Any = json.loads((study.path / USERS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return
    with study.store.read() as reader:
        roles = {p.id: p.role for p in reader.all(Participant)}
    for name, kept in sorted(found.items()):
        role = kept.get("role") if isinstance(kept, dict) else None
        if role in OF_A_PARTICIPANT and roles.get(kept.get("participant")) != role:
            yield Finding(
                "I12",
                "error",
                f"users.json ({name})",
                f"deze login is van een {role}, maar hoort niet bij een deelnemer in "
                "die rol",
                f"this login is of a {role}, but belongs to no participant in that "
                "role",
                "geef haar opnieuw met `vknz users add`",
                "give it again with `vknz users add`",
            )


def _check_notebooks(study: Study) -> Iterator[Finding]:
    """Find notebooks in which somebody counts per person (I11)."""
    for path in sorted((study.path / "notebooks").glob("*.ipynb")):
        if _PER_PERSON.search(path.read_text(encoding="utf-8", errors="replace")):
            yield Finding(
                "I11",
                "warning",
                f"notebooks/{path.name}",
                "dit notebook groepeert per persoon: opnamen en gesprekken zijn nooit "
                "om iemand te beoordelen",
                "this notebook groups by person: recordings and talks are never to "
                "assess anybody",
                "groepeer per perspectief, fase of bron",
                "group by perspective, phase or source",
            )
