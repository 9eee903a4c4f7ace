"""What one person did last: codes used, the act that undo or redo comes to."""

import json

from sqlalchemy import select

from vknz_research.store import tables
from vknz_research.store.events import Event
from vknz_research.store.history import replay
from vknz_research.store.store import Store, read_log
from vknz_research.store.unit import Reader

_LOOKED_AT = 60


def list_last_codes(reader: Reader, coder_id: str, most: int) -> list[str]:
    """List the codes that somebody gave last, the latest first, each once."""
    asked = (
        select(tables.change.c.after)
        .where(
            tables.change.c.table_name == "coding", tables.change.c.after.is_not(None)
        )
        .order_by(tables.change.c.event_seq.desc(), tables.change.c.number.desc())
        .limit(_LOOKED_AT)
    )
    rows = map(json.loads, reader.connection.execute(asked).scalars())
    used = [row["code_id"] for row in rows if row["coder_id"] == coder_id]
    return list(dict.fromkeys(used))[:most]


def find_next_undo(store: Store, person: str) -> Event | None:
    """Find the act that an undo of this person takes back."""
    return _find(store, person, redo=False)


def find_next_redo(store: Store, person: str) -> Event | None:
    """Find the act that a redo of this person does again."""
    return _find(store, person, redo=True)


def _find(store: Store, person: str, *, redo: bool) -> Event | None:
    with store.read() as reader:
        stacks = replay(read_log(reader))
        seq = stacks.next_redo(person) if redo else stacks.next_undo(person)
        return None if seq is None else reader.event(seq)
