"""Three copies of a study that pass their work on to one another."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
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
SOME = settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study to begin with, made once."""
    return make_template(tmp_path_factory.mktemp("begin"))


@pytest.mark.no_cover  # measuring doubles the time, and other tests pass here too
@SOME
@given(first=HISTORY, second=HISTORY, third=HISTORY, after=HISTORY)
def test_three_copies_that_pass_their_work_on_end_in_one_state(
    tmp_path_factory: pytest.TempPathFactory,
    template: Path,
    first: list[What],
    second: list[What],
    third: list[What],
    after: list[What],
) -> None:
    path = begin(template, tmp_path_factory.mktemp("m"), [])
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
