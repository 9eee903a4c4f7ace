"""The chain of acts: each event holds the hash of the one before.

An event holds ids, offsets, counts and digests, never words of a person; what a row was
before and after stands in the table `change`, which can be erased for one person
without breaking the chain.
"""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import uuid4

from vknz_research.store.tables import write_json

FIRST_HASH: Final = "0" * 64


@dataclass(frozen=True, slots=True)
class Change:
    """One row before and after an act, as canonical JSON; None means no row."""

    table_name: str
    row_id: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Event:
    """One act of a person: who, when, what, with which facts, in which place.

    `origin` is the id of the merge that brought an act of another copy of the study.
    """

    seq: int
    id: str
    at: str
    actor: str
    act: str
    target_seq: int | None
    facts: str
    digest: str
    hash: str
    origin: str | None = None


def make_event(
    previous: tuple[int, str],
    who_what: tuple[str, str],
    facts: dict[str, Any],
    digest: str,
    target_seq: int | None = None,
    event_id: str | None = None,
) -> Event:
    """Return the event that follows `previous` (its number and hash).

    It gets an id of its own, unless one was made before.
    """
    body: dict[str, Any] = {
        "seq": previous[0] + 1,
        "id": event_id or str(uuid4()),
        "at": datetime.now(UTC).isoformat(timespec="microseconds"),
        "actor": who_what[0],
        "act": who_what[1],
        "target_seq": target_seq,
        "facts": write_json(facts),
        "digest": digest,
    }
    return Event(**body, hash=chain_hash(previous[1], body))


def chain_hash(previous: str, body: dict[str, Any]) -> str:
    """Return SHA-256 over the previous hash and the event as canonical JSON."""
    return hashlib.sha256((previous + write_json(body)).encode()).hexdigest()


def digest_changes(salt: bytes, changes: Sequence[Change]) -> str:
    """Return a keyed digest of what an act changed (HMAC-SHA-256)."""
    made = hmac.new(salt, digestmod=hashlib.sha256)
    for item in changes:
        row = (item.table_name, item.row_id, item.before, item.after)
        made.update(write_json(row).encode())
    return made.hexdigest()


def is_linked(previous: str, event: Event) -> bool:
    """Say whether an event follows the one with hash `previous`."""
    body = asdict(event)
    stated: str = body.pop("hash")
    if event.origin is None:
        del body["origin"]
    return chain_hash(previous, body) == stated
