"""Correcting a text after coding: everything in it keeps its words, or is in doubt."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from consenting import GIVEN
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from vknz_research.coding.acts import code_spans, resize, uncode_many
from vknz_research.coding.codebook import add_code
from vknz_research.coding.confirm import confirm_codings
from vknz_research.coding.memos import add_memo
from vknz_research.coding.sources import Arrival, add_sources
from vknz_research.coding.textedit import EditResult, edit_text
from vknz_research.errors import (
    EditCrossesTurnError,
    StaleTextError,
    TextError,
    UndoConflictError,
)
from vknz_research.model.codings import Coding, Doubt, Excerpt, Memo, MemoLink
from vknz_research.model.sources import Cue, Reading, Revision, Source, Span, Turn
from vknz_research.model.text import hash_text
from vknz_research.store import Store
from vknz_research.store.verify import verify_store

TEXT = "An: ja dat 👨‍👩‍👧 was e\u0301e\u0301n.\nBo: nee שלום toch."
ONE = (4, TEXT.index("\n"))
TWO = (TEXT.index("Bo: ") + 4, len(TEXT))
CUES = [Cue(4, 11, 0, 900), Cue(11, ONE[1], 900, 2000), Cue(*TWO, 2000, 3000)]


def fill(store: Store) -> Source:
    turns = [Turn(*ONE, speaker="An"), Turn(*TWO, speaker="Bo")]
    arrival = Arrival("a.txt", b"1", [Reading("vtt", TEXT, turns, CUES)], consent=GIVEN)
    source = add_sources(store, "vknz", arrival)[0]
    add_code(store, "vknz", "x/aap")
    return source


@pytest.fixture
def source(store: Store) -> Source:
    return fill(store)


def code(store: Store, source: Source, *spans: tuple[int, int]) -> list[Coding]:
    wanted = [Span(*span) for span in spans]
    where = (source.id, source.revision_id)
    return code_spans(store, "LvH", *where, wanted, ["x/aap"])


def edit(store: Store, source: Source, start: int, end: int, text: str) -> EditResult:
    return edit_text(store, "LvH", source.id, source.revision_id, (start, end), text)


def everything(store: Store, cls: type[Any], **wanted: object) -> list[Any]:
    with store.read() as reader:
        return reader.all(cls, **wanted)


def words(store: Store, cls: type[Any] = Coding) -> dict[str, str]:
    text = {r.id: r.text for r in everything(store, Revision)}
    return {c.id: text[c.revision_id][c.start : c.end] for c in everything(store, cls)}


def test_a_correction_is_a_new_revision_and_passages_keep_their_words(
    store: Store, source: Source
) -> None:
    before, within, after = code(store, source, (4, 6), (7, 20), TWO)

    made = edit(store, source, 7, 10, "daarom")

    assert made.revision.number == 2
    assert made.revision.text == TEXT.replace("dat", "daarom")
    assert (made.moved, made.doubtful) == (2, [])
    assert words(store) == {
        before.id: "ja",
        within.id: "daarom" + TEXT[10:20],
        after.id: TEXT[slice(*TWO)],
    }
    assert everything(store, Source)[0].revision_id == made.revision.id
    assert verify_store(store) == []


def test_turns_and_cues_move_along(store: Store, source: Source) -> None:
    made = edit(store, source, 7, 10, "daarom")

    with store.read() as reader:
        turns = reader.turns(made.revision.id)
        cues = reader.cues(made.revision.id)
    shown = [made.revision.text[t.start : t.end] for t in turns]
    assert shown == [TEXT[slice(*ONE)].replace("dat", "daarom"), TEXT[slice(*TWO)]]
    assert [made.revision.text[c.start : c.end] for c in cues] == [
        "ja daarom ",
        TEXT[11 : ONE[1]],
        TEXT[slice(*TWO)],
    ]
    assert [(c.begin_ms, c.end_ms) for c in cues] == [
        (0, 900),
        (900, 2000),
        (2000, 3000),
    ]


@pytest.mark.parametrize(
    ("span", "text", "reason", "left"),
    [
        ((4, 8), "Xyz", "edge", "ja X"),  # ends within the replaced words
        ((8, 14), "Xyz", "edge", "yz " + TEXT[11:14]),  # begins within them
        ((8, 9), "Xyz", "gone", "Xyz"),
        ((7, 10), "Xyz", "gone", "Xyz"),
        ((8, 9), "", "gone", " "),
        ((4, 9), "", "edge", "ja "),
    ],
)
def test_what_the_edit_makes_uncertain_is_kept_near_and_listed(
    store: Store,
    source: Source,
    span: tuple[int, int],
    text: str,
    reason: str,
    left: str,
) -> None:
    coding = code(store, source, span)[0]

    made = edit(store, source, 7, 10, text)

    doubt = everything(store, Doubt)[0]
    assert words(store) == {coding.id: left}
    assert made.doubtful == [doubt.target_id] == [coding.id]
    assert (doubt.reason, doubt.revision_id, doubt.old_start, doubt.old_end) == (
        reason,
        source.revision_id,
        *span,
    )
    assert [f.severity for f in verify_store(store)] == ["notice"]


def test_memos_on_passages_and_quotations_move_along(
    store: Store, source: Source
) -> None:
    memo = Memo("", "theoretical", "t", "b")
    add_memo(
        store, "LvH", memo, [("source", source.id, *TWO), ("source", source.id, 4, 8)]
    )
    add_memo(store, "LvH", memo, [("source", source.id)])
    proof = hash_text(TEXT[slice(*TWO)])
    quote = Excerpt("e", "C1", "x", source.id, source.revision_id, *TWO, proof)
    with store.begin("LvH", "import-excerpts") as work:
        work.add(quote)

    made = edit(store, source, 7, 10, "daarom")

    links = sorted(everything(store, MemoLink), key=lambda link: link.start or 0)
    assert [(k.start, k.end) for k in links] == [
        (None, None),
        (4, 8),
        (TWO[0] + 3, TWO[1] + 3),
    ]
    assert words(store, Excerpt) == {"e": TEXT[slice(*TWO)]}
    assert [(d.target_kind, d.target_id) for d in made.doubts] == [
        ("memo_link", links[1].id)
    ]
    assert made.doubtful == []


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (0, 2, "Ans"),  # the label before the turn
        (ONE[1] - 2, TWO[0] + 1, "x"),  # over the border of turns
        (ONE[1], TWO[0], ""),
        (*ONE, ""),  # nothing left of the turn
        (7, 10, "twee\nregels"),
        (7, 10, "twee\r\nregels"),
        (9, 7, "x"),
        (-3, 2, "x"),
        (len(TEXT) + 1, len(TEXT) + 1, "x"),
    ],
)
def test_an_edit_stays_within_one_turn(
    store: Store, source: Source, start: int, end: int, text: str
) -> None:
    before = store.state_hash()

    with pytest.raises(EditCrossesTurnError) as caught:
        edit(store, source, start, end, text)

    assert caught.value.facts["source"] == source.id
    assert "text" not in caught.value.facts
    assert store.state_hash() == before
    assert len(everything(store, Revision)) == 1


def test_what_cannot_be_kept_as_text_is_refused(store: Store, source: Source) -> None:
    with pytest.raises(TextError):
        edit(store, source, 7, 10, "\x00")


def test_an_edit_of_an_older_text_is_refused_with_ids_only(
    store: Store, source: Source
) -> None:
    made = edit(store, source, 7, 10, "daarom")

    with pytest.raises(StaleTextError) as caught:
        edit(store, source, 7, 10, "dus")

    assert caught.value.facts == {
        "source": source.id,
        "seen": source.revision_id,
        "current": made.revision.id,
    }


def test_replacing_words_by_themselves_is_no_act(store: Store, source: Source) -> None:
    length = len(store.log())

    made = edit(store, source, 7, 10, "dat")

    assert (made.revision.id, made.moved) == (source.revision_id, 0)
    assert len(store.log()) == length


def test_a_second_edit_after_an_undo_gets_a_number_of_its_own(
    store: Store, source: Source
) -> None:
    before = store.state_hash()
    coding = code(store, source, (7, 9))[0]
    edit(store, source, 7, 10, "daarom")
    after = store.state_hash()
    store.undo("LvH", of="LvH")
    store.redo("LvH", of="LvH")
    assert store.state_hash() == after
    store.undo("LvH", of="LvH")

    made = edit(store, source, 7, 10, "dus")

    assert made.revision.number == 3
    assert words(store) == {coding.id: "dus"}
    store.undo("LvH")
    store.undo("LvH")
    assert store.state_hash() == before


def test_codings_made_on_the_new_text_keep_the_edit_in_place(
    store: Store, source: Source
) -> None:
    code(store, source, (4, 6))
    made = edit(store, source, 7, 10, "daarom")
    code_spans(store, "TK", source.id, made.revision.id, [Span(7, 13)], ["x/aap"])

    with pytest.raises(UndoConflictError):
        store.undo("LvH", of="LvH")
    store.undo("TK", of="TK")
    store.undo("LvH", of="LvH")
    with pytest.raises(UndoConflictError):
        store.redo("TK", of="TK")
    assert words(store) == {everything(store, Coding)[0].id: "ja"}


def test_doubts_end_by_confirming_resizing_or_removing(
    store: Store, source: Source
) -> None:
    one, two, three = code(store, source, (4, 8), (8, 14), (8, 9))
    made = edit(store, source, 7, 10, "Xyz")
    assert sorted(made.doubtful) == sorted([one.id, two.id, three.id])

    confirm_codings(store, "LvH", [one.id])
    resize(store, "LvH", two.id, Span(10, 14))
    uncode_many(store, "LvH", [three.id])

    assert everything(store, Doubt) == []
    for _ in range(3):
        store.undo("LvH")
    assert len(everything(store, Doubt)) == 3


def test_a_passage_already_in_doubt_keeps_its_first_doubt(
    store: Store, source: Source
) -> None:
    code(store, source, (4, 8))
    first = edit(store, source, 7, 10, "Xyz")

    edit_text(store, "LvH", source.id, first.revision.id, (7, 10), "dus")

    doubts = everything(store, Doubt)
    assert [(d.revision_id, d.old_end) for d in doubts] == [(source.revision_id, 8)]


def test_neighbours_of_one_code_pass_each_other_without_falling_together(
    store: Store, source: Source
) -> None:
    spans = [(n, n + 2) for n in range(8, 18)] + [(7, 10), (7, 12), (4, 7), (4, 10)]
    code(store, source, *spans)
    count = len(everything(store, Coding))

    for start, end, text in ((7, 8, ""), (7, 7, "X"), (7, 10, ""), (7, 7, "abc")):
        now = everything(store, Source)[0]
        edit(store, now, start, end, text)
        places = {(c.start, c.end) for c in everything(store, Coding)}
        assert len(places) == count
    assert [f.id for f in verify_store(store)] == ["I22"]


LETTERS = st.text("aé\u0301👨 \u200dש", max_size=4)
PLACES = st.tuples(st.integers(0, 40), st.integers(0, 40))


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    spans=st.lists(PLACES, min_size=1, max_size=8),
    edits=st.lists(st.tuples(PLACES, LETTERS), min_size=1, max_size=3),
)
@example(spans=[(4, 10), (4, 7), (7, 12), (10, 12)], edits=[((7, 10), "")])
def test_any_edit_leaves_the_words_of_what_it_does_not_touch(
    tmp_path_factory: pytest.TempPathFactory,
    open_empty: Callable[[Path], Store],
    spans: list[tuple[int, int]],
    edits: list[tuple[tuple[int, int], str]],
) -> None:
    store = open_empty(tmp_path_factory.mktemp("s") / "s.sqlite")
    source = fill(store)
    places = {(min(s), max(s)) for s in spans if s[0] != s[1] and max(s) <= len(TEXT)}
    made = code(store, source, *places) if places else []
    begin = store.state_hash()
    done = 0
    for place, text in edits:
        done += check_edit(store, (min(place), max(place)), text)

    assert len(everything(store, Coding)) == len(made)
    assert [f for f in verify_store(store) if f.severity == "error"] == []
    for _ in range(done):
        store.undo("LvH")
    assert store.state_hash() == begin
    store.close()


def check_edit(store: Store, place: tuple[int, int], text: str) -> bool:
    """Make an edit; hold every promise on it against a plain reckoning."""
    start, end = place
    source = everything(store, Source)[0]
    old = everything(store, Revision, id=source.revision_id)[0].text
    before, was = words(store), {c.id: c for c in everything(store, Coding)}
    try:
        result = edit(store, source, start, end, text)
    except EditCrossesTurnError:
        return False
    after = words(store)
    assert result.revision.text == old[:start] + text + old[end:]
    doubtful = {d.target_id for d in everything(store, Doubt)}
    for key, coding in was.items():
        if key in doubtful:
            continue
        if coding.end <= start or coding.start >= end:
            assert after[key] == before[key]
        else:
            head, tail = old[coding.start : start], old[end : coding.end]
            assert after[key] == head + text + tail
    with store.read() as reader:
        turns = reader.turns(result.revision.id)
        cues = reader.cues(result.revision.id)
    shown = [result.revision.text[t.start : t.end] for t in turns]
    for cue in cues:
        assert any(t.start <= cue.start < cue.end <= t.end for t in turns)
    assert [len(turns), old == result.revision.text] == [
        2,
        result.revision.id == source.revision_id,
    ]
    assert "\n".join(
        f"{t.speaker}: {w}" for t, w in zip(turns, shown, strict=True)
    ) == (result.revision.text)
    return result.revision.id != source.revision_id
