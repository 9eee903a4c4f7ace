import pytest
from hypothesis import given
from hypothesis import strategies as st

from vknz_research.store.acts import ACTS, describe_act
from vknz_research.store.history import Stacks, replay

Log = list[tuple[int, str, int | None]]


@pytest.mark.parametrize(
    ("log", "done", "undone"),
    [
        ([], [], []),
        ([(1, "code", None), (2, "undo", 1)], [], [1]),
        ([(1, "code", None), (2, "undo", 1), (3, "redo", 1)], [1], []),
        ([(1, "code", None), (2, "undo", 1), (3, "uncode", None)], [3], []),
        (
            [(1, "a", None), (2, "b", None), (3, "undo", 2), (4, "undo", 1)],
            [],
            [2, 1],
        ),
        ([(1, "init", None), (2, "code", None)], [2], []),
    ],
)
def test_undo_takes_the_last_act_that_stands(
    log: Log, done: list[int], undone: list[int]
) -> None:
    assert replay(log) == Stacks(done, undone)


@given(st.lists(st.sampled_from(["act", "undo", "redo"]), max_size=30))
def test_replaying_a_log_gives_what_two_stacks_give(steps: list[str]) -> None:
    log: Log = []
    done: list[int] = []
    undone: list[int] = []
    for step in steps:
        seq = len(log) + 1
        if step == "act":
            log.append((seq, "code", None))
            done.append(seq)
            undone = []
        elif step == "undo" and done:
            log.append((seq, "undo", done[-1]))
            undone.append(done.pop())
        elif step == "redo" and undone:
            log.append((seq, "redo", undone[-1]))
            done.append(undone.pop())

    assert replay(log) == Stacks(done, undone)


def test_every_act_has_words_in_both_languages() -> None:
    assert all(nl and en and nl != en for nl, en in ACTS.values())
    assert describe_act("merge-codes") == "codes samengevoegd"
