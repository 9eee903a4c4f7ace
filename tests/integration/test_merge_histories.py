"""Two copies of a study, each with a history of its own, joined either way."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from merge_acts import (
    ACTS,
    What,
    begin,
    copy_of,
    join,
    look,
    make_template,
    play,
)

from vknz_research.store import open_store

ANY = st.tuples(st.sampled_from(ACTS), st.sampled_from("ABC"), st.integers(0, 7))
HISTORY = st.lists(ANY, max_size=12)
MANY = settings(
    max_examples=200,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study to begin with, made once."""
    return make_template(tmp_path_factory.mktemp("begin"))


@pytest.mark.no_cover  # measuring doubles the time, and other tests pass here too
@MANY
@given(before=HISTORY, ours=HISTORY, theirs=HISTORY, after=HISTORY)
@example(
    before=[],
    ours=[("import", "A", 0)],
    theirs=[("import", "A", 0), ("import", "B", 0)],
    after=[],
)
def test_two_histories_joined_either_way_end_in_one_state(
    tmp_path_factory: pytest.TempPathFactory,
    template: Path,
    before: list[What],
    ours: list[What],
    theirs: list[What],
    after: list[What],
) -> None:
    path = begin(template, tmp_path_factory.mktemp("m"), before)
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
