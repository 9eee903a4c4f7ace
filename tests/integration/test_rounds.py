"""Rounds of coding: who codes what, blind until all have handed in."""

import pytest
from consenting import GIVEN

from vknz_research.coding.acts import code_spans, uncode_many
from vknz_research.coding.codebook import add_code, change_code, merge_codes
from vknz_research.coding.find import find_source
from vknz_research.coding.memos import add_memo
from vknz_research.coding.rounds import (
    Plan,
    assign,
    find_assignment,
    hand_in,
    list_hidden,
    list_pending,
    list_sources_to_recode,
    open_comparison,
    start_round,
    take_back,
)
from vknz_research.coding.session import Session
from vknz_research.coding.sources import Arrival, add_sources
from vknz_research.errors import (
    AssignedAlreadyError,
    ComparedRoundError,
    HandedInError,
    MissingReasonError,
    NotAssignedError,
    ReservedCoderError,
    TooFewCodersError,
    UnknownThingError,
)
from vknz_research.model.codes import Code
from vknz_research.model.codings import Coder, Coding, Memo
from vknz_research.model.rounds import Assignment, Round, RoundCoding
from vknz_research.model.sources import Reading, Source, Span, Turn
from vknz_research.store import Store
from vknz_research.store.verify import verify_store

TEXT = "An: een twee drie vier vijf zes\nBo: zeven acht negen tien"


@pytest.fixture
def source(store: Store) -> Source:
    """One source, two codes, coders LvH and TK, in a blind round."""
    turns = [Turn(4, 31, speaker="An"), Turn(36, len(TEXT), speaker="Bo")]
    reading = Reading("txt", TEXT, turns)
    made = add_sources(store, "vknz", Arrival("a.txt", b"1", [reading], consent=GIVEN))[
        0
    ]
    for path in ("x/aap", "x/beer"):
        add_code(store, "vknz", path)
    start_round(store, "LvH", Plan("Proefronde", [made.name], ["LvH", "TK"]))
    return made


def code(store: Store, who: str, source: Source, start: int, end: int) -> Coding:
    span = Span(start, end)
    where = (source.id, source.revision_id)
    return code_spans(store, who, *where, [span], ["x/aap"])[0]


def give(store: Store, who: str, source: Source) -> None:
    with store.read() as reader:
        one = find_assignment(reader, source.id, who)
    hand_in(store, who, one.id)


def hidden_from(store: Store, who: str) -> frozenset[str]:
    with store.read() as reader:
        coder = reader.first(Coder, name=who)
        assert coder
        return list_hidden(reader, coder.id)


def handed_in(store: Store) -> list[tuple[str, int, int, str]]:
    with store.read() as reader:
        names = {coder.id: coder.name for coder in reader.all(Coder)}
        rows = reader.all(RoundCoding)
        return sorted((names[r.coder_id], r.start, r.end, r.code) for r in rows)


def test_layers_are_blind_until_the_last_has_handed_in(
    store: Store, source: Source
) -> None:
    assert hidden_from(store, "TK") == hidden_from(store, "LvH") == {source.id}
    give(store, "LvH", source)
    assert hidden_from(store, "TK") == hidden_from(store, "LvH") == {source.id}
    with store.read() as reader:
        assert list_pending(reader, source.id) == ["TK"]
    give(store, "TK", source)
    assert hidden_from(store, "TK") == hidden_from(store, "LvH") == frozenset()


def test_who_is_not_assigned_sees_all_layers(store: Store, source: Source) -> None:
    code(store, "OE", source, 4, 7)

    assert hidden_from(store, "OE") == frozenset()


def test_what_was_handed_in_stays_as_it_was(store: Store, source: Source) -> None:
    kept = code(store, "LvH", source, 4, 7)
    code(store, "LvH", source, 8, 12)
    give(store, "LvH", source)
    uncode_many(store, "LvH", [kept.id])
    merge_codes(store, "LvH", "x/aap", "x/beer")

    assert handed_in(store) == [("LvH", 4, 7, "x/aap"), ("LvH", 8, 12, "x/aap")]
    assert verify_store(store) == []


def test_what_was_handed_in_can_be_taken_back_while_nobody_could_compare(
    store: Store, source: Source
) -> None:
    code(store, "LvH", source, 4, 7)
    give(store, "LvH", source)
    with store.read() as reader:
        one = find_assignment(reader, source.id, "LvH")
    with pytest.raises(MissingReasonError):
        take_back(store, "LvH", one.id, " ")
    take_back(store, "LvH", one.id, "een bladzijde vergeten")

    assert handed_in(store) == []
    give(store, "LvH", source)
    give(store, "TK", source)
    with pytest.raises(ComparedRoundError):
        take_back(store, "LvH", one.id, "spijt")
    assert handed_in(store) == [("LvH", 4, 7, "x/aap")]


def test_handing_in_cannot_be_undone_to_see_and_code_again(
    store: Store, source: Source
) -> None:
    code(store, "LvH", source, 4, 7)
    give(store, "LvH", source)
    give(store, "TK", source)

    assert store.undo("LvH", of="LvH").act == "code"
    assert handed_in(store) == [("LvH", 4, 7, "x/aap")]


def test_the_comparison_is_opened_early_with_a_reason_that_is_logged(
    store: Store, source: Source
) -> None:
    give(store, "LvH", source)
    with store.read() as reader:
        round_id = reader.all(Round)[0].id
    with pytest.raises(MissingReasonError):
        open_comparison(store, "LvH", round_id, source.name, "")
    open_comparison(store, "LvH", round_id, source.name, "TK is ziek")

    assert hidden_from(store, "LvH") == frozenset()
    assert store.log()[-1].why == "TK is ziek"
    seq = store.log()[-1].event.seq
    open_comparison(store, "LvH", round_id, source.name, "nog eens")
    assert store.log()[-1].event.seq == seq  # it was open already


def test_one_hands_in_ones_own_layer_and_once(store: Store, source: Source) -> None:
    with store.read() as reader:
        one = find_assignment(reader, source.id, "TK")
    with pytest.raises(NotAssignedError):
        hand_in(store, "LvH", one.id)
    with pytest.raises(UnknownThingError):
        hand_in(store, "LvH", "niets")
    hand_in(store, "TK", one.id)
    with pytest.raises(HandedInError, match="TK"):
        hand_in(store, "TK", one.id)
    with store.read() as reader, pytest.raises(NotAssignedError):
        find_assignment(reader, source.id, "OE")


def test_a_third_coder_is_assigned_later_and_then_is_waited_for(
    store: Store, source: Source
) -> None:
    assign(store, "LvH", 1, source.name, "OE")
    give(store, "LvH", source)
    give(store, "TK", source)

    assert hidden_from(store, "TK") == {source.id}
    with pytest.raises(AssignedAlreadyError):
        assign(store, "LvH", 1, source.name, "OE")


def test_an_open_round_hides_nothing(store: Store, source: Source) -> None:
    for who in ("LvH", "TK"):
        give(store, who, source)
    start_round(store, "LvH", Plan("", [source.id], ["LvH", "TK"], is_blind=False))

    assert hidden_from(store, "LvH") == frozenset()
    with store.read() as reader:
        assert [one.number for one in reader.all(Round, number=2)] == [2]
        assert find_assignment(reader, source.id, "LvH").state == "open"


def test_a_round_needs_coders_and_sources_that_exist(store: Store) -> None:
    with pytest.raises(TooFewCodersError):
        start_round(store, "LvH", Plan("", [], ["LvH"]))
    with pytest.raises(TooFewCodersError):
        start_round(store, "LvH", Plan("", ["a"], []))
    with pytest.raises(UnknownThingError):
        start_round(store, "LvH", Plan("", ["niets"], ["LvH"]))
    with store.read() as reader:
        assert reader.count(Round) == reader.count(Assignment) == 0


def test_nobody_codes_under_the_name_of_the_consensus(
    store: Store, source: Source
) -> None:
    with pytest.raises(ReservedCoderError):
        code(store, "Consensus", source, 4, 7)


def test_sources_with_codings_of_an_older_definition_are_offered(
    store: Store, source: Source
) -> None:
    code(store, "LvH", source, 4, 7)
    with store.read() as reader:
        assert list_sources_to_recode(reader) == []
        known = reader.all(Code, path="x/aap")[0]
    change_code(store, "LvH", known.id, known.revision, {"definition": "anders"}, "nl")

    with store.read() as reader:
        assert list_sources_to_recode(reader) == [source.id]
    assert ask(store, "TK", "assignments")["to_recode"] == [source.id]


def ask(store: Store, who: str, act: str, **args: object) -> dict:
    message = {"id": f"{who}{act}", "act": act, "args": args, "others": True}
    answer = Session(store, who).handle(message)
    assert answer["ok"], answer
    return answer["result"]


def test_a_session_never_sends_what_is_blind(store: Store, source: Source) -> None:
    ours = code(store, "LvH", source, 4, 7)
    theirs = code(store, "TK", source, 8, 12)
    memo = {"kind": "reflexive", "title": "geheim", "body": "geheim"}
    link = {"kind": "coding", "id": theirs.id}
    told = {"id": "m", "act": "add-memo", "args": {**memo, "links": [link]}}
    assert Session(store, "TK").handle(told)["ok"]
    with store.read() as reader:
        aap = reader.all(Code, path="x/aap")[0].id

    opened = ask(store, "LvH", "open", source=source.id)
    assert opened["hidden"] == [source.id]
    assert [c["id"] for c in opened["source"]["codings"]] == [ours.id]
    assert opened["counts"] == {aap: 1}
    assert opened["memos"] == []
    shown = ask(store, "LvH", "source", source=source.id)["codings"]
    passages = ask(store, "LvH", "passages", code=aap)["passages"]
    assert [c["id"] for c in shown] == [c["coding"] for c in passages] == [ours.id]
    compared = ask(store, "LvH", "comparison", source=source.id)
    assert (compared["open"], compared["pending"]) == (False, ["LvH", "TK"])
    assert compared["cases"] == []
    news = {"id": "n", "act": "news", "args": {}, "others": True, "head": 0}
    assert "geheim" not in str(Session(store, "LvH").handle(news))
    assert theirs.id not in str(Session(store, "LvH").handle(news))

    give(store, "LvH", source)
    give(store, "TK", source)
    opened = ask(store, "LvH", "open", source=source.id)
    assert {c["id"] for c in opened["source"]["codings"]} == {ours.id, theirs.id}
    assert [memo["title"] for memo in opened["memos"]] == ["geheim"]


def test_progress_is_told_per_coder_and_source(store: Store, source: Source) -> None:
    code(store, "LvH", source, 4, 7)
    give(store, "LvH", source)

    told = ask(store, "TK", "assignments")
    assert [one["title"] for one in told["rounds"]] == ["Proefronde"]
    assert [
        (one["coder_name"], one["state"], one["coded"], one["open"])
        for one in told["assignments"]
    ] == [("LvH", "done", 50, False), ("TK", "open", 0, False)]


def test_a_round_runs_through_the_session(store: Store, source: Source) -> None:
    session = Session(store, "LvH")
    given = {"sources": [source.id], "coders": ["LvH", "TK"]}
    args = {"title": "Twee", "blind": True, **given}
    answer = session.handle({"id": "1", "act": "start-round", "args": args})
    assert answer["ok"], answer
    assert answer["delta"]["comparison"]
    with store.read() as reader:
        one = find_assignment(reader, source.id, "LvH")
        assert find_source(reader, source.name).id == one.source_id
    for act in ("hand-in", "take-back"):
        args = {"assignment": one.id, "reason": "te vroeg"}
        assert session.handle({"id": act, "act": act, "args": args})["ok"]
    with store.read() as reader:
        assert find_assignment(reader, source.id, "LvH").state == "open"


def test_memos_stay_blind_when_what_they_were_about_is_gone(
    store: Store, source: Source
) -> None:
    theirs = code(store, "TK", source, 8, 12)
    first = Memo("", "reflexive", "geheim", "x")
    about = add_memo(store, "TK", first, [("coding", theirs.id)])
    add_memo(store, "TK", Memo("", "reflexive", "gehoord", "x"), [("memo", about.id)])
    add_memo(store, "TK", Memo("", "reflexive", "algemeen", "x"), [])
    uncode_many(store, "TK", [theirs.id])

    memos = ask(store, "LvH", "memos")["memos"]
    assert [memo["title"] for memo in memos] == ["algemeen"]
    news = {"id": "n", "act": "news", "args": {}, "others": True, "head": 0}
    told = str(Session(store, "LvH").handle(news))
    assert "algemeen" in told
    assert not {"geheim", "gehoord"} & set(told.replace("'", " ").split())


def test_who_codes_what_is_not_told_while_it_is_blind(
    store: Store, source: Source
) -> None:
    code(store, "TK", source, 8, 12)
    with store.read() as reader:
        aap = reader.all(Code, path="x/aap")[0].id

    assert "coders" not in ask(store, "LvH", "plan", kind="remove", code=aap)
    assert ask(store, "LvH", "comparison", source=source.id)["candidates"] == []
    for who in ("LvH", "TK"):
        give(store, who, source)
    planned = ask(store, "LvH", "plan", kind="remove", code=aap)
    assert planned["coders"] == {"TK": 1}
    told = ask(store, "LvH", "comparison", source=source.id)["candidates"]
    assert [one["name"] for one in told] == ["TK"]


def test_taking_back_is_not_undone(store: Store, source: Source) -> None:
    code(store, "LvH", source, 4, 7)
    give(store, "LvH", source)
    with store.read() as reader:
        one = find_assignment(reader, source.id, "LvH")
    take_back(store, "LvH", one.id, "een bladzijde vergeten")

    assert store.undo("LvH", of="LvH").act == "code"
    assert handed_in(store) == []
