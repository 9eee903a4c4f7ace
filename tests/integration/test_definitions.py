"""Changing what codes mean: the work list, previews, and who was first."""

from typing import Any

import pytest

from vknz_research.coding.codebook import (
    change_code,
    import_codes,
    merge_codes,
    move_code,
    remove_code,
    rename_code,
    split_code,
)
from vknz_research.coding.confirm import confirm_codings
from vknz_research.coding.preview import (
    preview_change,
    preview_merge,
    preview_move,
    preview_remove,
    preview_split,
)
from vknz_research.coding.stale import list_stale
from vknz_research.errors import (
    ShortcutTakenError,
    StaleCodeError,
    UnknownThingError,
)
from vknz_research.model.codes import Code
from vknz_research.model.codings import Coding, MemoLink
from vknz_research.project import Study
from vknz_research.store.verify import verify_store

A, B, SUB = "x/aap", "x/beer", "x/aap/klein"


@pytest.fixture
def worked(coded: Study) -> Study:
    at = coded.coder("LvH")
    for path in (A, B, SUB):
        at.add_code(path)
    at.code("gesprek", A, 0, 12)
    at.code("gesprek", A, 13, 25)
    at.code("gesprek", B, 0, 12)
    coded.coder("TK").code("gesprek", A, 0, 12)
    at.memo("op code", "…", about=[("code", code(coded, A).id)])
    at.memo("sectie", "…", kind="report", section=SUB)
    return coded


def code(study: Study, path: str) -> Code:
    return next(c for c in study.codebook if c.path == path)


def change(study: Study, path: str, **texts: str) -> Code:
    found = code(study, path)
    return change_code(study.store, "LvH", found.id, found.revision, texts, "nl")


def stale(study: Study) -> list[tuple[int, str]]:
    with study.store.read() as reader:
        found = list_stale(reader)
    names = {c.id: c.path for c in study.codebook}
    return [(c.start, names[c.code_id]) for c in found]


def asked(study: Study, function: Any, *words: Any) -> dict[str, Any]:
    before = study.store.state_hash()
    with study.store.read() as reader:
        found: dict[str, Any] = function(reader, *words)
    assert study.store.state_hash() == before
    return found


def test_another_definition_sends_codings_to_the_work_list(worked: Study) -> None:
    change(worked, A, definition="Wat een aap doet.")

    assert stale(worked) == [(0, A), (0, A), (13, A)]


@pytest.mark.parametrize("field", ["when_to_use", "when_not", "example"])
def test_each_part_of_the_definition_counts(worked: Study, field: str) -> None:
    change(worked, B, **{field: "anders"})

    assert stale(worked) == [(0, B)]


def test_name_key_place_and_neighbours_do_not_make_a_coding_stale(
    worked: Study,
) -> None:
    rename_code(worked.store, "LvH", A, "Aapje", "nl")
    found = code(worked, A)
    change_code(
        worked.store, "LvH", found.id, found.revision, {"name": "Aap"}, "nl", "q"
    )
    move_code(worked.store, "LvH", A, "y/aap")

    assert stale(worked) == []
    assert code(worked, "y/aap").shortcut == "q"


def test_a_coding_made_after_the_change_is_not_stale(worked: Study) -> None:
    change(worked, A, definition="Wat een aap doet.")
    worked.coder("LvH").code("gesprek", A, 30, 40)
    move_code(worked.store, "LvH", A, "y/aap")

    assert stale(worked) == [(0, "y/aap"), (0, "y/aap"), (13, "y/aap")]


def test_a_framework_that_comes_in_again_with_another_text_counts_too(
    worked: Study,
) -> None:
    old = code(worked, A)
    other = Code(old.id, A, texts={"nl": {"definition": "nieuw"}})

    import_codes(worked.store, "LvH", [other])
    assert len(stale(worked)) == 3
    revision = code(worked, A).revision
    assert import_codes(worked.store, "LvH", [other]) == (0, 0)

    assert code(worked, A).revision == revision


def test_confirming_brings_codings_up_to_date_and_is_undone(worked: Study) -> None:
    change(worked, A, definition="Wat een aap doet.")
    before = worked.store.state_hash()
    with worked.store.read() as reader:
        ids = [c.id for c in list_stale(reader)]

    confirm_codings(worked.store, "LvH", ids[:2])

    assert stale(worked) == [(13, A)]
    worked.undo()
    assert worked.store.state_hash() == before


def test_confirming_what_is_not_there_is_refused(worked: Study) -> None:
    with pytest.raises(UnknownThingError):
        confirm_codings(worked.store, "LvH", ["niets"])


def test_a_change_on_an_older_reading_is_refused(worked: Study) -> None:
    seen = code(worked, A)
    change(worked, A, definition="van de een")

    with pytest.raises(StaleCodeError) as caught:
        change_code(
            worked.store, "TK", seen.id, seen.revision, {"definition": "x"}, "nl"
        )

    assert caught.value.facts["seen"] == seen.revision
    assert code(worked, A).texts["nl"]["definition"] == "van de een"


def test_changing_nothing_is_no_act(worked: Study) -> None:
    change(worked, A, definition="x")
    length = len(worked.log())

    change(worked, A, definition="x")

    assert len(worked.log()) == length


def test_a_key_belongs_to_one_code_among_its_neighbours(worked: Study) -> None:
    for path, key in ((A, "q"), (SUB, "q")):
        found = code(worked, path)
        change_code(worked.store, "LvH", found.id, found.revision, {}, "nl", key)
    other = code(worked, B)

    with pytest.raises(ShortcutTakenError):
        change_code(worked.store, "LvH", other.id, other.revision, {}, "nl", "q")
    first = code(worked, A)
    change_code(worked.store, "LvH", first.id, first.revision, {}, "nl", "")
    assert (code(worked, A).shortcut, code(worked, SUB).shortcut) == (None, "q")


def test_texts_in_another_language_stay(worked: Study) -> None:
    found = code(worked, A)
    changed = change_code(
        worked.store, "LvH", found.id, found.revision, {"definition": "ape"}, "en"
    )
    changed = change(worked, A, definition="aap")

    assert changed.texts == {"en": {"definition": "ape"}, "nl": {"definition": "aap"}}


# --- a preview says what the act does ----------------------------------------------------


def test_the_preview_of_a_merge_is_what_the_merge_does(worked: Study) -> None:
    said = asked(worked, preview_merge, A, B)

    plan = merge_codes(worked.store, "LvH", A, B)

    assert said == {
        "moved": 2,
        "doubled": 1,
        "memos": 1,
        "below": 1,
        "coders": {"LvH": 2, "TK": 1},
    }
    assert (len(plan.moved), len(plan.doubled)) == (2, 1)


def test_the_preview_of_a_move_is_what_the_move_does(worked: Study) -> None:
    said = asked(worked, preview_move, A, "y/aap")

    moved = move_code(worked.store, "LvH", A, "y/aap")

    assert said == {"codes": 2, "codings": 3, "sections": 1}
    assert len(moved) == 2


def test_the_preview_of_a_split_is_what_the_split_does(worked: Study) -> None:
    ids = [c.id for c in worked.codings(code=A) if c.start == 0]
    said = asked(worked, preview_split, A, {"x/kat": ids})

    split_code(worked.store, "LvH", A, {"x/kat": ids})

    assert said == {
        "moved": {"x/kat": 2},
        "left": 1,
        "coders": {"LvH": 1, "TK": 1},
    }
    assert len(worked.codings(code="x/kat")) == 2


def test_a_coding_chosen_for_two_new_codes_gets_the_last_and_can_go_back(
    worked: Study,
) -> None:
    before = worked.store.state_hash()
    chosen = [worked.codings(code=B)[0].id]

    split_code(worked.store, "LvH", B, {"x/een": chosen, "x/twee": chosen})

    assert [c.id for c in worked.codings(code="x/twee")] == chosen
    worked.undo()
    assert worked.store.state_hash() == before
    assert verify_store(worked.store) == []


def test_the_preview_of_removing_says_what_stands_in_the_way(worked: Study) -> None:
    said = asked(worked, preview_remove, A)

    assert (said["codings"], said["below"], said["possible"]) == (3, 1, False)
    assert asked(worked, preview_remove, SUB)["possible"]
    remove_code(worked.store, "LvH", SUB)


def test_the_preview_of_a_change_is_the_work_list_after_it(worked: Study) -> None:
    worded = {"definition": "anders"}
    said = asked(worked, preview_change, code(worked, A).id, worded, "nl")
    named = asked(worked, preview_change, code(worked, A).id, {"name": "Aap"}, "nl")

    change(worked, A, **worded)

    assert said == {"codings": 3, "stale": 0, "coders": {"LvH": 2, "TK": 1}}
    assert named == {"codings": 0, "stale": 0, "coders": {}}
    assert len(stale(worked)) == 3
    assert verify_store(worked.store) != []


def test_a_removed_memo_leaves_no_memo_on_it_behind(worked: Study) -> None:
    memo = worked.coder("LvH").memo("een", "…")
    worked.coder("LvH").memo("over de memo", "…", about=[("memo", memo.id)])

    worked.coder("LvH").remove_memo(memo.id)

    with worked.store.read() as reader:
        assert reader.all(MemoLink, target_id=memo.id) == []
        assert len(reader.all(Coding)) == 4
