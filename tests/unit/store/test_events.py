import json
from dataclasses import replace

import pytest

from vknz_research.store.events import (
    FIRST_HASH,
    Change,
    Event,
    digest_changes,
    is_linked,
    make_event,
)
from vknz_research.store.tables import write_json

FIRST = make_event((0, FIRST_HASH), ("LvH", "code"), {"coding": "1"}, "d")
SALT = bytes(32)


def test_an_event_follows_the_one_before() -> None:
    second = make_event((FIRST.seq, FIRST.hash), ("TK", "undo"), {}, "e", 1)

    assert (FIRST.seq, second.seq, second.target_seq) == (1, 2, 1)
    assert is_linked(FIRST_HASH, FIRST)
    assert is_linked(FIRST.hash, second)
    assert not is_linked(FIRST_HASH, second)


@pytest.mark.parametrize(
    "changed",
    [
        replace(FIRST, seq=2),
        replace(FIRST, id="x"),
        replace(FIRST, at="2031-01-01"),
        replace(FIRST, actor="TK"),
        replace(FIRST, act="uncode"),
        replace(FIRST, target_seq=1),
        replace(FIRST, facts="{}"),
        replace(FIRST, digest="x"),
        replace(FIRST, hash=FIRST_HASH),
    ],
)
def test_i26_no_field_of_an_event_can_change(changed: Event) -> None:
    assert not is_linked(FIRST_HASH, changed)


def test_facts_are_kept_as_canonical_json() -> None:
    made = make_event((0, FIRST_HASH), ("A", "code"), {"b": 1, "a": "é"}, "d")

    assert made.facts == '{"a":"é","b":1}'
    assert json.loads(made.facts) == {"a": "é", "b": 1}
    assert made.at.endswith("+00:00")


def test_a_digest_is_of_all_changes_in_their_order_under_the_salt() -> None:
    one = Change("coding", "1", None, write_json({"start": 0}))
    two = Change("coding", "2", write_json({"start": 0}), None)
    digests = {
        digest_changes(SALT, changes)
        for changes in (
            [],
            [one],
            [one, two],
            [two, one],
            [replace(one, row_id="9")],
            [replace(one, table_name="memo")],
            [replace(one, before=one.after, after=None)],
        )
    }

    assert len(digests) == 7
    assert digest_changes(SALT, [one]) == digest_changes(SALT, [replace(one)])
    assert digest_changes(bytes([1]) * 32, [one]) != digest_changes(SALT, [one])
