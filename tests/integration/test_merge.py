"""What joining two copies of a study does, act by act."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from consenting import GIVEN
from copying import copy_store
from merge_acts import TEXT, TURNS, fill, join, look

from vknz_research.coding.acts import code_spans, recode, uncode_many
from vknz_research.coding.codebook import (
    add_code,
    change_code,
    remove_code,
    rename_code,
)
from vknz_research.coding.describe import describe_event
from vknz_research.coding.memos import add_memo, change_memo
from vknz_research.coding.merging import merge_stores
from vknz_research.coding.sources import Arrival, add_sources
from vknz_research.coding.textedit import edit_text
from vknz_research.errors import UndoConflictError
from vknz_research.model.codes import Code
from vknz_research.model.codings import Coder, Coding, Doubt, Memo
from vknz_research.model.people import Consent, Participant
from vknz_research.model.sources import InventoryEntry, Reading, Revision, Source, Span
from vknz_research.store import Store, create_store, open_store
from vknz_research.store.merging.rule import Clash

Two = tuple[Store, Store]


@pytest.fixture
def two(store: Store, tmp_path: Path) -> Iterator[Two]:
    """A store of each kind with something in it, and its copy on another laptop."""
    fill(store)
    other = copy(store, tmp_path / "kopie.sqlite")
    yield store, other
    other.close()


def copy(store: Store, path: Path) -> Store:
    """Copy a store row by row, and open the copy."""
    copy_store(store, path)
    return open_store(path)


def source_of(store: Store) -> Source:
    with store.read() as reader:
        return reader.all(Source)[0]


def first(store: Store, cls: type[Any], **wanted: object) -> Any:
    with store.read() as reader:
        return reader.first(cls, **wanted)


def code(store: Store, who: str, start: int, path: str = "x/aap") -> Coding:
    found = source_of(store)
    where = (found.id, found.revision_id)
    return code_spans(store, who, *where, [Span(start, start + 3)], [path])[0]


def edit(store: Store, start: int, end: int, words: str) -> None:
    found = source_of(store)
    edit_text(store, "A", found.id, found.revision_id, (start, end), words)


def ask(ours: Store, theirs: Store) -> list[Clash]:
    """List what is to be decided; see that nothing was done."""
    before = ours.state_hash(), len(ours.log())
    outcome, _ = merge_stores(ours, theirs, "vknz", lambda clash: None)
    if outcome.clashes:
        assert (ours.state_hash(), len(ours.log())) == before
    return outcome.clashes


def answer(ours: Store, theirs: Store, choose: Callable[[Clash], str]) -> None:
    assert merge_stores(ours, theirs, "vknz", choose)[0].clashes == []


def test_work_of_both_is_there_once_and_the_log_says_of_whom(two: Two) -> None:
    ours, theirs = two
    head = ours.log()[-1].event
    code(ours, "A", 10)
    code(theirs, "B", 20)
    theirs_said = theirs.log()[-1].event

    join(ours, theirs)
    join(theirs, ours)

    assert ours.state_hash() == theirs.state_hash()
    look(ours)
    with ours.read() as reader:
        places = [c.start for c in reader.all(Coding)]
        last = reader.event(len(ours.log()))
        words = describe_event(reader, last, reader.changes_of(last.seq), "nl")
    assert sorted(places) == [4, 10, 20]
    assert words == "andere kopie samengevoegd: 1 handeling"
    log = [entry.event for entry in ours.log()]
    assert log[head.seq - 1] == head
    brought = log[-2]
    assert brought.origin == log[-1].id
    for name in ("id", "at", "actor", "act", "facts"):
        assert getattr(brought, name) == getattr(theirs_said, name)


def test_joining_again_writes_nothing(two: Two) -> None:
    ours, theirs = two
    code(theirs, "B", 20)
    join(ours, theirs)
    before = ours.log()

    join(ours, theirs)
    join(theirs, ours)
    join(ours, theirs)

    assert ours.log() == before


def test_the_reason_of_an_act_comes_along(two: Two) -> None:
    ours, theirs = two
    coding = first(theirs, Coding)
    with theirs.begin("B", "uncode", "dubbel") as work:
        work.remove(coding)

    join(ours, theirs)

    assert [e.why for e in ours.log() if e.why] == ["dubbel"]
    assert first(ours, Coding) is None


def test_a_code_renamed_on_both_sides_is_asked_and_the_answer_fits_both_ways(
    two: Two,
) -> None:
    ours, theirs = two
    rename_code(ours, "A", "x/aap", "Aapje", "nl")
    rename_code(theirs, "B", "x/aap", "Gorilla", "nl")

    asked, back = ask(ours, theirs), ask(theirs, ours)

    assert [c.id for c in asked] == [c.id for c in back]
    assert asked[0].facet == "texts.nl.name"
    wanted = next(c.name for c in asked[0].choices if c.actor == "B")
    assert {c.actor for c in asked[0].choices} == {"A", "B"}
    answer(ours, theirs, lambda clash: wanted)
    answer(theirs, ours, lambda clash: pytest.fail("it was decided already"))
    assert first(ours, Code, path="x/aap").name() == "Gorilla"
    assert ours.state_hash() == theirs.state_hash()


def test_what_each_changed_of_one_code_goes_together(two: Two) -> None:
    ours, theirs = two
    rename_code(ours, "A", "x/aap", "Aapje", "nl")
    found = first(theirs, Code, path="x/aap")
    change_code(theirs, "B", found.id, found.revision, {"definition": "klimt"}, "nl")

    assert ask(ours, theirs) == []
    join(ours, theirs)

    texts = first(ours, Code, path="x/aap").texts
    assert texts == {"nl": {"name": "Aapje", "definition": "klimt"}}


def test_a_definition_that_was_decided_makes_all_codings_be_looked_at(two: Two) -> None:
    ours, theirs = two
    for store, who in ((ours, "A"), (theirs, "B")):
        found = first(store, Code, path="x/aap")
        change_code(store, who, found.id, found.revision, {"definition": who}, "nl")
        code(store, who, 20)

    join(ours, theirs)

    with ours.read() as reader:
        assert reader.count_stale() == reader.count(Coding) == 3


def test_a_memo_changed_on_both_sides_is_asked_without_its_words(two: Two) -> None:
    ours, theirs = two
    for store, body in ((ours, "geheim een"), (theirs, "geheim twee")):
        change_memo(store, "A", first(store, Memo).id, "t", body)

    asked = ask(ours, theirs)

    assert [c.facet for c in asked] == ["words"]
    assert "geheim" not in repr(asked)


def test_a_coding_taken_away_here_and_recoded_there_is_asked(two: Two) -> None:
    ours, theirs = two
    coding = first(ours, Coding)
    uncode_many(ours, "A", [coding.id])
    recode(theirs, "A", coding.id, "x/beer")

    (clash,) = ask(ours, theirs)
    assert clash.facet == ""
    answer(ours, theirs, lambda clash: "-")
    answer(theirs, ours, lambda clash: "-")

    assert first(ours, Coding) is None
    assert ours.state_hash() == theirs.state_hash()


def test_a_code_that_the_other_came_to_use_comes_back(two: Two) -> None:
    ours, theirs = two
    remove_code(ours, "A", "x/beer")
    made = code(theirs, "B", 20, "x/beer")

    outcome, _ = join(ours, theirs)

    assert [(n.kind, n.key) for n in outcome.notices] == [
        ("back", ("code", made.code_id))
    ]
    join(theirs, ours)
    assert ours.state_hash() == theirs.state_hash()


def test_codings_follow_a_text_that_only_the_other_edited(two: Two) -> None:
    ours, theirs = two
    edit(theirs, 4, 6, "jawel")
    mine = code(ours, "A", 17)

    assert ask(ours, theirs) == []
    join(ours, theirs)

    moved = first(ours, Coding, id=mine.id)
    text = first(ours, Revision, id=source_of(ours).revision_id).text
    assert text[moved.start : moved.end] == TEXT[17:20]
    look(ours)


def test_of_a_text_edited_on_both_sides_one_goes_on_and_no_coding_is_lost(
    two: Two,
) -> None:
    ours, theirs = two
    edit(ours, 4, 6, "jawel")
    edit(theirs, 13, 17, "best wel goed")
    late, unsure = code(theirs, "B", 49), code(theirs, "B", 14, "x/beer")
    before = first(theirs, Revision, id=late.revision_id).text[49:52]

    (clash,) = ask(ours, theirs)
    assert clash.facet == "revision_id"
    kept = source_of(ours).revision_id
    wanted = next(c.name for c in clash.choices if c.value == kept)
    answer(ours, theirs, lambda clash: wanted)
    answer(theirs, ours, lambda clash: wanted)

    assert ours.state_hash() == theirs.state_hash()
    look(ours)
    assert source_of(ours).revision_id == kept
    text = first(ours, Revision, id=kept).text
    moved = first(ours, Coding, id=late.id)
    assert text[moved.start : moved.end] == before
    assert first(ours, Coding, id=unsure.id) is not None
    with ours.read() as reader:
        assert unsure.id in {doubt.target_id for doubt in reader.all(Doubt)}


def test_the_same_passage_coded_twice_by_one_coder_is_one_coding(two: Two) -> None:
    ours, theirs = two
    one, other = code(ours, "A", 20), code(theirs, "A", 20)
    add_memo(theirs, "B", Memo("", "theoretical", "t", "b"), [("coding", other.id)])

    join(ours, theirs)
    join(theirs, ours)

    with ours.read() as reader:
        assert [c.id for c in reader.all(Coding, start=20)] == [min(one.id, other.id)]
    look(ours)
    assert ours.state_hash() == theirs.state_hash()


def test_two_codes_of_one_name_made_apart_are_one_code(two: Two) -> None:
    ours, theirs = two
    for store in two:
        add_code(store, "A", "x/kat")
        code(store, "A" if store is ours else "B", 20, "x/kat")

    join(ours, theirs)
    join(theirs, ours)

    with theirs.read() as reader:
        (found,) = reader.all(Code, path="x/kat")
        assert reader.count(Coding, code_id=found.id) == 2
    assert ours.state_hash() == theirs.state_hash()


def test_of_two_codes_that_got_one_key_one_keeps_it_and_that_is_said(two: Two) -> None:
    ours, theirs = two
    for store, path in ((ours, "x/aap"), (theirs, "x/beer")):
        found = first(store, Code, path=path)
        change_code(store, "A", found.id, found.revision, {}, "nl", shortcut="q")

    outcome, _ = join(ours, theirs)
    join(theirs, ours)

    with ours.read() as reader:
        assert [c.shortcut for c in reader.all(Code)].count("q") == 1
    assert [n.kind for n in outcome.notices] == ["keyless"]
    assert ours.state_hash() == theirs.state_hash()


def test_what_forbids_most_counts_and_nobody_is_asked(two: Two) -> None:
    ours, theirs = two
    person = first(ours, Participant, role=None)
    for store, state in ((ours, "withdrawn"), (theirs, "given")):
        with store.begin("vknz", "consent") as work:
            old = work.first(Consent, participant_id=person.id, purpose="coding")
            work.replace(replace(old, state=state, date="2026-11-01"))

    assert ask(ours, theirs) == []
    join(ours, theirs)
    join(theirs, ours)

    said = first(theirs, Consent, participant_id=person.id, purpose="coding")
    assert said.state == "withdrawn"
    assert ours.state_hash() == theirs.state_hash()


def test_undo_passes_over_what_was_brought_and_goes_on_with_own_acts(two: Two) -> None:
    ours, theirs = two
    mine = code(ours, "A", 20)
    brought = code(theirs, "A", 10)
    join(ours, theirs)

    ours.undo("A", of="A")

    with ours.read() as reader:
        left = {c.id for c in reader.all(Coding)}
    assert mine.id not in left
    assert brought.id in left
    ours.redo("A", of="A")
    look(ours)


def test_an_act_on_which_something_brought_hangs_is_not_undone(two: Two) -> None:
    ours, theirs = two
    about = [("coding", first(theirs, Coding).id)]
    add_memo(theirs, "B", Memo("", "theoretical", "t", "b"), about)
    ours.undo("A")  # the memo of the beginning
    join(ours, theirs)

    with pytest.raises(UndoConflictError):
        ours.undo("A")
    look(ours)


def test_an_undo_of_the_other_counts_here_and_upsets_nothing(two: Two) -> None:
    ours, theirs = two
    theirs.undo("A")
    join(ours, theirs)

    assert first(ours, Memo) is None
    assert ours.state_hash() == theirs.state_hash()
    code(ours, "A", 20)
    ours.undo("A")
    look(ours)


def test_a_browser_that_looks_on_hears_of_it_as_one_act(two: Two) -> None:
    ours, theirs = two
    with ours.read() as reader:
        head = reader.head()[0]
    code(theirs, "B", 20)
    join(ours, theirs)

    assert [event.act for event, _ in ours.changes_since(head)] == ["merge"]


# --- begun apart ---------------------------------------------------------------------
def begin_apart(path: Path, file: str, who: str) -> Store:
    store = create_store(path)
    reading = Reading("txt", TEXT, TURNS)
    entry = InventoryEntry(file, participants={"An": "klant"})
    add_sources(store, "vknz", Arrival(file, b"1", [reading], entry, consent=GIVEN))
    add_code(store, who, "x/aap")
    return store


def test_studies_begun_apart_from_the_same_transcripts_are_matched(
    tmp_path: Path,
) -> None:
    ours = begin_apart(tmp_path / "a", "gesprek.txt", "A")
    theirs = begin_apart(tmp_path / "b", "gesprek.txt", "B")
    for store, who in ((ours, "A"), (theirs, "B"), (theirs, "A")):
        code(store, who, 20)
    edit(theirs, 4, 6, "jawel")

    assert ask(ours, theirs) == []
    join(ours, theirs)
    join(theirs, ours)

    assert ours.state_hash() == theirs.state_hash()
    for store in (ours, theirs):
        look(store)
        with store.read() as reader:
            (source,) = reader.all(Source)
            assert reader.all(Revision, id=source.revision_id)[0].text[4:9] == "jawel"
            assert sorted(c.name for c in reader.all(Coder)) == ["A", "B"]
            assert [c.start for c in reader.all(Coding)] == [23, 23]
            assert len(reader.all(Participant)) == 2
            assert [c.path for c in reader.all(Code)] == ["x/aap"]
        store.close()


def test_a_third_copy_meets_no_conflict_that_was_decided(
    two: Two, tmp_path: Path
) -> None:
    ours, theirs = two
    third = copy(ours, tmp_path / "derde.sqlite")
    rename_code(ours, "A", "x/aap", "Aapje", "nl")
    rename_code(theirs, "B", "x/aap", "Gorilla", "nl")
    answer(third, theirs, lambda clash: pytest.fail("only one changed it"))
    join(ours, theirs)

    answer(third, ours, lambda clash: pytest.fail("it was decided"))

    assert third.state_hash() == ours.state_hash()
    third.close()


def test_the_facts_of_a_merge_hold_no_words(two: Two) -> None:
    ours, theirs = two
    for store, body in ((ours, "geheim een"), (theirs, "geheim twee")):
        change_memo(store, "A", first(store, Memo).id, "t", body)
    join(ours, theirs)

    facts = ours.log()[-1].event.facts

    assert "geheim" not in facts
    assert json.loads(facts)["decided"]
