"""Looking a store over: file, references, chain of acts, places of codings."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from sqlalchemy import select

from vknz_research.model.codings import Doubt
from vknz_research.model.sources import Revision
from vknz_research.model.text import hash_text
from vknz_research.store import tables
from vknz_research.store.events import (
    FIRST_HASH,
    Change,
    Event,
    digest_changes,
    is_linked,
)
from vknz_research.store.store import Store
from vknz_research.store.unit import Reader


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it must be; `id` is the name of the promise."""

    id: str
    severity: str
    where: str
    what_nl: str
    what_en: str
    do_nl: str
    do_en: str


RESTORE = ("zet een reservekopie terug", "restore a backup")


def verify_store(store: Store) -> list[Finding]:
    """List what is wrong with a store; an empty list is a clean store."""
    with store.read() as reader:
        return [
            *_check_file(reader),
            *_check_chain(reader),
            *_check_digests(reader),
            *_check_places(reader),
            *_check_texts(reader),
            *_check_doubts(reader),
            *_check_definitions(reader),
        ]


def _check_file(reader: Reader) -> Iterator[Finding]:
    if reader.connection.dialect.name != "sqlite":
        return
    for name, pragma in (
        ("integrity_check", "integrity_check(1)"),
        ("foreign_key_check", "foreign_key_check"),
    ):
        rows = reader.connection.exec_driver_sql(f"PRAGMA {pragma}").all()
        if rows and rows[0][0] != "ok":
            yield Finding(
                "I24",
                "error",
                name,
                "database beschadigd",
                "database damaged",
                *RESTORE,
            )


def _check_chain(reader: Reader) -> Iterator[Finding]:
    previous = FIRST_HASH
    rows = reader.connection.execute(select(tables.event).order_by(tables.event.c.seq))
    for expected, row in enumerate(rows, start=1):
        made = Event(*row)
        if made.seq != expected or not is_linked(previous, made):
            yield Finding(
                "I26",
                "error",
                f"event {made.seq}",
                "de keten van handelingen is verbroken",
                "the chain of acts is broken",
                *RESTORE,
            )
            return
        previous = made.hash


def _check_digests(reader: Reader) -> Iterator[Finding]:
    salt = bytes.fromhex(reader.setting("salt") or "")
    asked = select(tables.event.c.seq, tables.event.c.digest)
    stated = {row[0]: row[1] for row in reader.connection.execute(asked)}
    found: dict[int, list[Change]] = {seq: [] for seq in stated}
    table = tables.change
    rows = reader.connection.execute(
        select(table).order_by(table.c.event_seq, table.c.number)
    )
    for row in rows.mappings():
        found[row["event_seq"]].append(
            Change(row["table_name"], row["row_id"], row["before"], row["after"])
        )
    erased = set(
        reader.connection.execute(select(tables.erasure.c.event_seq)).scalars()
    )
    for seq, changes in found.items():
        if seq not in erased and digest_changes(salt, changes) != stated[seq]:
            yield Finding(
                "I26",
                "error",
                f"event {seq}",
                "wat de handeling wijzigde is niet wat er staat",
                "what the act changed is not what is recorded",
                *RESTORE,
            )


def _check_places(reader: Reader) -> Iterator[Finding]:
    for table in (tables.coding, tables.excerpt):
        columns = (table.c.id, table.c.start, table.c.end, table.c.text_hash)
        asked = select(table.c.revision_id, *columns).order_by(table.c.revision_id)
        rows = reader.connection.execute(asked).all()
        for revision_id, group in groupby(rows, key=itemgetter(0)):
            text = reader.all(Revision, id=revision_id)[0].text
            for _, row_id, start, end, stated in group:
                if end > len(text) or hash_text(text[start:end]) != stated:
                    yield _misplaced(table.name, row_id)


def _misplaced(table: str, row_id: str) -> Finding:
    return Finding(
        "I21",
        "error",
        f"{table} {row_id}",
        "de passage is niet meer de tekst die werd gekozen",
        "the passage is not the text that was chosen any more",
        "wijs de passage opnieuw aan",
        "point the passage out again",
    )


def _check_texts(reader: Reader) -> Iterator[Finding]:
    table = tables.revision
    asked = select(table.c.id, table.c.text, table.c.text_hash)
    for row_id, text, stated in reader.connection.execute(asked):
        if hash_text(text) != stated:
            yield Finding(
                "I22",
                "error",
                f"revision {row_id}",
                "de brontekst is veranderd",
                "the text of a source was changed",
                *RESTORE,
            )


LOOK = ("bekijk ze met `vknz worklist`", "look at them with `vknz worklist`")


def _check_doubts(reader: Reader) -> Iterator[Finding]:
    """Say how many passages are uncertain since the text under them was edited."""
    doubts = reader.count(Doubt)
    if doubts:
        yield Finding(
            "I22",
            "notice",
            f"doubt ({doubts})",
            f"passages waarvan de plaats onzeker is na een verbetering: {doubts}",
            f"passages whose place is uncertain after an edit: {doubts}",
            *LOOK,
        )


def _check_definitions(reader: Reader) -> Iterator[Finding]:
    """Say how many codings were made under an older definition of their code."""
    stale = reader.count_stale()
    if stale:
        yield Finding(
            "W1",
            "notice",
            f"coding ({stale})",
            f"coderingen van voor een nieuwe definitie van hun code: {stale}",
            f"codings from before a new definition of their code: {stale}",
            *LOOK,
        )
