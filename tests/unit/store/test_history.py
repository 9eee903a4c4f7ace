import pytest
from hypothesis import given
from hypothesis import strategies as st

from vknz_research.store.acts import ACTS, describe_act
from vknz_research.store.events import Change
from vknz_research.store.footprint import find_footprint
from vknz_research.store.history import Logged, list_between, replay
from vknz_research.store.tables import write_json

Log = list[Logged]


@pytest.mark.parametrize(
    ("log", "done", "undone"),
    [
        ([], [], []),
        ([(1, "code", None, "A"), (2, "undo", 1, "A")], [], [1]),
        (
            [(1, "code", None, "A"), (2, "undo", 1, "A"), (3, "redo", 1, "A")],
            [1],
            [],
        ),
        (
            [(1, "code", None, "A"), (2, "undo", 1, "A"), (3, "uncode", None, "B")],
            [3],
            [],
        ),
        (
            [
                (1, "a", None, "A"),
                (2, "b", None, "A"),
                (3, "undo", 2, "A"),
                (4, "undo", 1, "A"),
            ],
            [],
            [2, 1],
        ),
        ([(1, "init", None, "A"), (2, "code", None, "A")], [2], []),
    ],
)
def test_undo_takes_the_last_act_that_stands(
    log: Log, done: list[int], undone: list[int]
) -> None:
    assert (replay(log).done, replay(log).undone) == (done, undone)


@given(st.lists(st.sampled_from(["act", "undo", "redo"]), max_size=30))
def test_replaying_a_log_gives_what_two_stacks_give(steps: list[str]) -> None:
    log: Log = []
    done: list[int] = []
    undone: list[int] = []
    for step in steps:
        seq = len(log) + 1
        if step == "act":
            log.append((seq, "code", None, "A"))
            done.append(seq)
            undone = []
        elif step == "undo" and done:
            log.append((seq, "undo", done[-1], "B"))
            undone.append(done.pop())
        elif step == "redo" and undone:
            log.append((seq, "redo", undone[-1], "C"))
            done.append(undone.pop())

    assert (replay(log).done, replay(log).undone) == (done, undone)


TWO: Log = [(1, "code", None, "A"), (2, "code", None, "B"), (3, "undo", 1, "A")]


def test_the_undo_of_one_person_passes_over_the_acts_of_others() -> None:
    stacks = replay(TWO[:2])

    assert (stacks.next_undo("A"), stacks.next_undo("B"), stacks.next_undo()) == (
        1,
        2,
        2,
    )
    assert stacks.next_undo("C") is None


def test_only_a_new_act_of_the_same_person_makes_their_undo_final() -> None:
    others = replay([*TWO, (4, "code", None, "B")])
    own = replay([*TWO, (4, "code", None, "A")])

    assert (others.next_redo("A"), others.next_redo()) == (1, None)
    assert (own.next_redo("A"), own.next_redo()) == (None, None)


def test_an_undo_by_somebody_else_counts_for_the_owner_of_the_act() -> None:
    stacks = replay([*TWO[:2], (3, "undo", 1, "B")])

    assert (stacks.next_undo("A"), stacks.next_redo("A")) == (None, 1)


def test_undo_crosses_what_came_after_and_redo_what_stands_since() -> None:
    log: Log = [*TWO, (4, "undo", 2, "B"), (5, "code", None, "B")]

    assert list_between(TWO[:2], 1, redo=False) == [2]
    assert list_between(log, 1, redo=True) == [2, 5]
    assert list_between(log[:3], 1, redo=True) == []


ROW = {"id": "k", "code_id": "c", "coder_id": "A", "source_id": "s", "revision_id": "r"}
PLACE = {"start": 0, "end": 4}


def coding(row_id: str = "k", **other: object) -> str:
    return write_json({**ROW, **PLACE, "id": row_id, **other})


def source(revision: str) -> str:
    return write_json({"id": "s", "revision_id": revision})


NEW = Change("coding", "k", None, coding())


@pytest.mark.parametrize(
    ("later", "clash"),
    [
        (Change("coding", "k", coding(), coding(start=1)), ("coding", "k")),
        (Change("coding", "m", None, coding("m", start=1)), None),
        # the same passage, code and coder: only one of them can be
        (Change("coding", "m", coding("m"), None), ("coding", "m")),
        (
            Change("memo_link", "l", None, '{"id":"l","target_id":"k"}'),
            ("row", "l"),
        ),
        (Change("code", "c", '{"id":"c","path":"a"}', None), ("row", "k")),
        (Change("source", "s", source("r"), source("r2")), ("row", "k")),
        (
            Change("code", "c", '{"id":"c","path":"a"}', '{"id":"c","path":"b"}'),
            None,
        ),
    ],
)
def test_an_act_stands_free_of_acts_that_do_not_touch_it(
    later: Change, clash: tuple[str, str] | None
) -> None:
    assert find_footprint([NEW]).find_clash(find_footprint([later])) == clash


def test_every_act_has_words_in_both_languages() -> None:
    assert all(nl and en and nl != en for nl, en in ACTS.values())
    assert describe_act("merge-codes") == "codes samengevoegd"
