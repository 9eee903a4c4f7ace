"""Two copies of a study, each with a history of its own, joined either way."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from merge_acts import ACTS, What, copy_of, fill, join, look, play

from vknz_research.store import create_store, open_store

ANY = st.tuples(st.sampled_from(ACTS), st.sampled_from("ABC"), st.integers(0, 7))
HISTORY = st.lists(ANY, max_size=12)
MANY = settings(
    max_examples=200,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def begin(folder: Path, before: list[What]) -> Path:
    """Make a study with a history."""
    path = folder / "begin.sqlite"
    store = create_store(path)
    fill(store)
    store.close()
    play(path, before)
    return path


@MANY
@given(before=HISTORY, ours=HISTORY, theirs=HISTORY, after=HISTORY)
def test_two_histories_joined_either_way_end_in_one_state(
    tmp_path_factory: pytest.TempPathFactory,
    before: list[What],
    ours: list[What],
    theirs: list[What],
    after: list[What],
) -> None:
    path = begin(tmp_path_factory.mktemp("m"), before)
    one, two = copy_of(path, "a"), copy_of(path, "b")
    play(one, ours)
    play(two, theirs)
    a, b = open_store(one), open_store(copy_of(two, "b1"))
    a2, b2 = open_store(copy_of(one, "a2")), open_store(two)

    join(a, b)
    join(b2, a2)
    look(a)
    look(b2)
    assert a.state_hash() == b2.state_hash()

    join(b, a)
    assert b.state_hash() == a.state_hash()
    assert not join(a, b)[1].is_new
    assert not join(b, a)[1].is_new
    # Two joinings that did not know of each other decided the same.
    join(a, b2)
    join(b2, a)
    assert a.state_hash() == b2.state_hash() == b.state_hash()
    a.close()

    play(one, after)
    a = open_store(one)
    look(a)
    join(b, a)
    assert b.state_hash() == a.state_hash()
    for store in (a, b, a2, b2):
        store.close()


SOME = settings(MANY, max_examples=60)


@SOME
@given(first=HISTORY, second=HISTORY, third=HISTORY, after=HISTORY)
def test_three_copies_that_pass_their_work_on_end_in_one_state(
    tmp_path_factory: pytest.TempPathFactory,
    first: list[What],
    second: list[What],
    third: list[What],
    after: list[What],
) -> None:
    path = begin(tmp_path_factory.mktemp("m"), [])
    paths = [copy_of(path, name) for name in "abc"]
    for each, history in zip(paths, (first, second, third), strict=True):
        play(each, history)
    a, b, c = (open_store(each) for each in paths)

    join(a, b)
    join(c, b)
    join(a, c)
    look(a)
    for store in (b, c):
        outcome, _ = join(store, a)
        assert outcome.settled == []  # whoever only listens is asked nothing
        assert store.state_hash() == a.state_hash()
    b.close()
    play(paths[1], after)
    b = open_store(paths[1])

    for store in (a, c):
        outcome, _ = join(store, b)
        assert outcome.settled == []
        assert store.state_hash() == b.state_hash()
    for store in (a, b, c):
        store.close()
