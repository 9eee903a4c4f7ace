"""Undo and redo of one person beside others, and of the whole study."""

from collections.abc import Callable
from pathlib import Path

import pytest
from consenting import GIVEN
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vknz_research.coding.acts import code_spans, recode, resize, uncode_many
from vknz_research.coding.codebook import (
    add_code,
    change_code,
    merge_codes,
    move_code,
    remove_code,
)
from vknz_research.coding.find import find_source
from vknz_research.coding.memos import add_memo
from vknz_research.coding.sources import Arrival, add_sources
from vknz_research.coding.textedit import edit_text
from vknz_research.errors import NothingToUndoError, UndoConflictError, VknzError
from vknz_research.model.codes import Code
from vknz_research.model.codings import Coding, Doubt, Memo, MemoLink
from vknz_research.model.sources import Reading, Source, Span, Turn
from vknz_research.store import Store
from vknz_research.store.verify import verify_store

TEXT = "An: ja, dat was goed 👨‍👩‍👧 en fijn.\n"


def fill(store: Store) -> Source:
    reading = Reading("txt", TEXT, [Turn(4, len(TEXT) - 1, speaker="An")])
    source = add_sources(
        store, "vknz", Arrival("a.txt", b"1", [reading], consent=GIVEN)
    )[0]
    for path in ("x/aap", "x/beer"):
        add_code(store, "vknz", path)
    return source


def code(store: Store, source: Source, who: str, start: int, path: str) -> list[Coding]:
    span = Span(start, start + 3)
    return code_spans(store, who, source.id, source.revision_id, [span], [path])


def codings(store: Store) -> list[int]:
    with store.read() as reader:
        return sorted(c.start for c in reader.all(Coding))


def test_each_takes_back_their_own_last_act(store: Store) -> None:
    source = fill(store)
    code(store, source, "LvH", 4, "x/aap")
    code(store, source, "TK", 5, "x/aap")
    code(store, source, "LvH", 6, "x/aap")

    assert store.undo("TK", of="TK").seq == 5
    assert codings(store) == [4, 6]
    store.undo("LvH", of="LvH")
    store.redo("TK", of="TK")
    assert codings(store) == [4, 5]
    store.redo("LvH", of="LvH")
    assert codings(store) == [4, 5, 6]
    assert verify_store(store) == []


def test_one_person_has_nothing_to_undo_while_another_has(store: Store) -> None:
    fill(store)

    with pytest.raises(NothingToUndoError):
        store.undo("LvH", of="LvH")
    with pytest.raises(NothingToUndoError):
        store.redo("LvH", of="LvH")


def test_redo_of_one_person_outlives_an_act_of_another(store: Store) -> None:
    source = fill(store)
    code(store, source, "LvH", 4, "x/aap")
    store.undo("LvH", of="LvH")
    code(store, source, "TK", 5, "x/aap")

    store.redo("LvH", of="LvH")

    assert codings(store) == [4, 5]


def test_an_act_on_which_another_hangs_is_not_taken_from_under_it(
    store: Store,
) -> None:
    source = fill(store)
    made = code(store, source, "LvH", 4, "x/aap")[0]
    memo = Memo("", "theoretical", "t", "b")
    add_memo(store, "TK", memo, [("coding", made.id)])
    before = store.state_hash()

    with pytest.raises(UndoConflictError):
        store.undo("LvH", of="LvH")

    assert store.state_hash() == before
    store.undo("TK", of="TK")
    store.undo("LvH", of="LvH")
    assert codings(store) == []


def test_a_change_that_was_put_back_by_others_is_still_between(store: Store) -> None:
    source = fill(store)
    made = code(store, source, "LvH", 4, "x/aap")[0]
    uncode_many(store, "TK", [made.id])
    with store.begin("TK", "code") as work:
        work.add(made)  # the same row again, as only another act can bring it

    with pytest.raises(UndoConflictError):
        store.undo("LvH", of="LvH")
    for _ in range(3):
        store.undo("vknz")
    assert codings(store) == []


def check_consistent(store: Store) -> None:
    """Everything hangs on something that is there, in the text that holds now."""
    with store.read() as reader:
        current = {source.revision_id for source in reader.all(Source)}
        codings = reader.all(Coding)
        there = {c.id for c in [*codings, *reader.all(Code)]}
        assert {c.revision_id for c in codings} <= current
        assert {link.target_id for link in reader.all(MemoLink)} <= there
        assert {doubt.target_id for doubt in reader.all(Doubt)} <= there


ACTS = ["code", "uncode", "recode", "resize", "edit", "memo"]
ON_CODES = ["add", "remove", "merge", "move", "define"]
STEPS = st.lists(
    st.tuples(
        st.sampled_from([*ACTS, *ON_CODES, "undo", "redo", "undo", "redo"]),
        st.sampled_from(["A", "B", None]),
        st.integers(0, 5),
    ),
    max_size=18,
)


def step(store: Store, source_id: str, what: tuple[str, str | None, int]) -> None:
    act, who, n = what
    actor, path = who or "C", f"x/{['aap', 'beer', 'kat'][n % 3]}"
    if act in {"undo", "redo"}:
        (store.undo if act == "undo" else store.redo)(actor, of=who)
        return
    with store.read() as reader:
        source = find_source(reader, source_id)  # undo may have taken it back too
        found = [c.id for c in reader.all(Coding)][n : n + 1]
        code_ids = [c.id for c in reader.all(Code, path=path)]
    if act == "code":
        code(store, source, actor, 4 + n, path)
    elif act == "edit":
        where = (source.id, source.revision_id)
        edit_text(store, actor, *where, (4 + n, 5 + n), "xy"[: n % 3])
    elif act == "memo":
        about = [("coding", key) for key in found] + [("code", key) for key in code_ids]
        add_memo(store, actor, Memo("", "theoretical", "t", "b"), about)
    elif act in ON_CODES:
        change_codebook(store, actor, act, path)
    elif found:
        change_coding(store, actor, act, (found[0], path, n))


def change_codebook(store: Store, actor: str, act: str, path: str) -> None:
    if act == "add":
        add_code(store, actor, path)
    elif act == "remove":
        remove_code(store, actor, path)
    elif act == "merge":
        merge_codes(store, actor, path, "x/aap")
    elif act == "move":
        move_code(store, actor, path, "x/kat")
    else:
        with store.read() as reader:
            found = reader.all(Code, path=path)
        for each in found:
            worded = {"definition": f"{each.revision}"}
            change_code(store, actor, each.id, each.revision, worded, "nl")


def change_coding(
    store: Store, actor: str, act: str, what: tuple[str, str, int]
) -> None:
    key, path, n = what
    if act == "uncode":
        uncode_many(store, actor, [key])
    elif act == "recode":
        recode(store, actor, key, path)
    else:
        resize(store, actor, key, Span(4, 6 + n))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_any_mixture_of_undo_by_two_and_for_all_can_be_undone_to_the_beginning(
    tmp_path_factory: pytest.TempPathFactory,
    open_empty: Callable[[Path], Store],
    steps: list[tuple[str, str | None, int]],
) -> None:
    store = open_empty(tmp_path_factory.mktemp("s") / "s.sqlite")
    begin = store.state_hash()
    source = fill(store)
    for what in steps:
        before = store.state_hash()
        try:
            step(store, source.id, what)
        except VknzError:
            assert store.state_hash() == before
        check_consistent(store)
    assert [f for f in verify_store(store) if f.severity == "error"] == []

    while True:
        try:
            store.undo("vknz")
        except NothingToUndoError:
            break
    assert store.state_hash() == begin
    store.close()


def test_a_request_is_found_back_by_its_exact_nonce(store: Store) -> None:
    source = fill(store)
    asked = store.for_request('n_1"%')
    code(asked, source, "LvH", 4, "x/aap")

    found = store.find_request('n_1"%')

    assert found is not None
    assert (found.act, found.actor) == ("code", "LvH")
    assert [store.find_request(n) for n in ('N_1"%', 'nx1"%', "n_1")] == [None] * 3


def test_what_happened_since_is_listed_with_its_rows(store: Store) -> None:
    source = fill(store)
    with store.read() as reader:
        head = reader.head()[0]
    made = code(store, source, "LvH", 4, "x/aap")[0]
    store.undo("LvH")

    news = store.changes_since(head)

    assert [(event.act, event.seq) for event, _ in news] == [
        ("code", head + 1),
        ("undo", head + 2),
    ]
    assert [(c.table_name, c.row_id) for c in news[0][1]][-1] == ("coding", made.id)
    assert store.changes_since(head + 2) == []
