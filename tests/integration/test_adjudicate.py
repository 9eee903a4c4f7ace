"""Adjudication: every outcome, its consensus layer, and what happens when codings move."""

from collections.abc import Callable

import pytest
from consenting import GIVEN

from vknz_research.coding.acts import code_spans, recode, resize, uncode_many
from vknz_research.coding.adjudicate import (
    Ruling,
    decide,
    decide_borders,
    finish,
    reopen,
    reopen_adjudication,
)
from vknz_research.coding.codebook import add_code
from vknz_research.coding.comparing import Comparison, read_comparison
from vknz_research.coding.find import ensure_coder
from vknz_research.coding.rounds import Plan, start_round
from vknz_research.coding.session import Session
from vknz_research.coding.sources import Arrival, add_sources
from vknz_research.coding.textedit import edit_text
from vknz_research.errors import (
    ClosedComparisonError,
    MissingReasonError,
    SettledConsensusError,
    StaleCaseError,
    TooFewCodersError,
    UndecidedError,
    UnknownThingError,
    UnknownValueError,
)
from vknz_research.model.adjudication import Adjudication, Decision
from vknz_research.model.codes import Code
from vknz_research.model.codings import Coder, Coding
from vknz_research.model.comparison import Case
from vknz_research.model.sources import Reading, Source, Span, Turn
from vknz_research.store import Store
from vknz_research.store.verify import verify_store

TEXT = "An: een twee drie vier vijf zes zeven acht negen tien elf twaalf"
BY = ("LvH", "TK")


@pytest.fixture
def source(store: Store) -> Source:
    """A source that LvH and TK coded: alike, other borders, other code, one alone."""
    reading = Reading("txt", TEXT, [Turn(4, len(TEXT), speaker="An")])
    made = add_sources(store, "vknz", Arrival("a.txt", b"1", [reading], consent=GIVEN))[
        0
    ]
    for path in ("x/aap", "x/beer", "x/kip"):
        add_code(store, "vknz", path)
    for who, path, start, end in (
        ("LvH", "x/aap", 4, 12),  # alike
        ("TK", "x/aap", 4, 12),
        ("LvH", "x/aap", 13, 22),  # other borders
        ("TK", "x/aap", 18, 27),
        ("LvH", "x/beer", 28, 37),  # another code
        ("TK", "x/kip", 28, 37),
        ("LvH", "x/kip", 43, 53),  # one alone
    ):
        where = (made.id, made.revision_id)
        code_spans(store, who, *where, [Span(start, end)], [path])
    return made


def look(store: Store, source: Source) -> Comparison:
    with store.read() as reader:
        found = reader.all(Source, id=source.id)[0]
        return read_comparison(reader, found)


def ids(store: Store, *names: str) -> list[str]:
    with store.read() as reader:
        return [reader.all(Coder, name=name)[0].id for name in names]


def case_of(store: Store, source: Source, kind: str) -> Case:
    return next(c for c in look(store, source).cases if c.kind == kind)


def settle(store: Store, source: Source, kind: str, ruling: Ruling) -> Decision:
    key = case_of(store, source, kind).key
    return decide(store, "LvH", (source.id, ids(store, *BY)), key, ruling)


def consensus(store: Store) -> list[tuple[str, int, int]]:
    with store.read() as reader:
        layer = reader.first(Coder, kind="consensus")
        paths = {code.id: code.path for code in reader.all(Code)}
        found = reader.all(Coding, coder_id=layer.id) if layer else []
        return sorted((paths[c.code_id], c.start, c.end) for c in found)


ALIKE = ("x/aap", 4, 12)


def test_a_source_is_compared_case_by_case(store: Store, source: Source) -> None:
    found = look(store, source)

    assert [c.name for c in found.coders] == ["LvH", "TK"]
    kinds = [c.kind for c in found.cases]
    assert kinds == ["agreed", "borders", "code", "missing"]
    assert found.count() == {
        "agreed": 1,
        "undecided": 3,
        "decided": 0,
        "left": 0,
        "changed": 0,
    }


Outcome = Callable[[Store], Ruling]


@pytest.mark.parametrize(
    ("kind", "outcome", "expected"),
    [
        ("borders", "LvH", [("x/aap", 13, 22)]),
        ("borders", "TK", [("x/aap", 18, 27)]),
        ("borders", "both", [("x/aap", 13, 22), ("x/aap", 18, 27)]),
        ("borders", "neither", []),
        ("borders", "left", []),
        ("code", "LvH", [("x/beer", 28, 37)]),
        ("code", "both", [("x/beer", 28, 37), ("x/kip", 28, 37)]),
        ("missing", "LvH", [("x/kip", 43, 53)]),
        ("missing", "TK", []),
        ("missing", "other", [("x/beer", 43, 48)]),
    ],
)
def test_each_outcome_gives_its_consensus_beside_what_is_alike(
    store: Store,
    source: Source,
    kind: str,
    outcome: str,
    expected: list[tuple[str, int, int]],
) -> None:
    if outcome in BY:
        ruling = Ruling("side", BY, side=ids(store, outcome)[0])
    elif outcome == "other":
        with store.read() as reader:
            beer = reader.all(Code, path="x/beer")[0].id
        ruling = Ruling("other", BY, "iets anders", places=[(beer, 43, 48)])
    else:
        ruling = Ruling(outcome, BY, "na overleg")
    made = settle(store, source, kind, ruling)

    assert consensus(store) == sorted([ALIKE, *expected])
    assert (made.outcome, made.kind) == (ruling.outcome, kind)
    assert made.decided_by["names"] == list(BY)
    counts = look(store, source).count()
    assert counts["left" if outcome == "left" else "decided"] == 1
    assert counts["undecided"] == 2
    assert verify_store(store) == []


def test_layers_of_the_coders_are_left_alone(store: Store, source: Source) -> None:
    with store.read() as reader:
        before = reader.all(Coding, coder_id=set(ids(store, *BY)))
    settle(store, source, "borders", Ruling("neither", BY, "past niet"))
    with store.read() as reader:
        assert reader.all(Coding, coder_id=set(ids(store, *BY))) == before


def test_a_decision_is_replaced_and_reopened(store: Store, source: Source) -> None:
    both = settle(store, source, "code", Ruling("both", BY))
    one = settle(store, source, "code", Ruling("side", BY, side=ids(store, "TK")[0]))
    assert consensus(store) == [ALIKE, ("x/kip", 28, 37)]
    with pytest.raises(UnknownThingError):
        reopen(store, "TK", both.id, "was al vervangen")
    with pytest.raises(MissingReasonError):
        reopen(store, "TK", one.id, "")
    reopen(store, "TK", one.id, "nieuwe definitie")

    assert consensus(store) == [ALIKE]
    assert look(store, source).count()["undecided"] == 3
    assert store.log()[-1].why == "nieuwe definitie"


def test_undo_takes_a_decision_back_with_what_it_made(
    store: Store, source: Source
) -> None:
    settle(store, source, "code", Ruling("both", BY))
    store.undo("LvH", of="LvH")

    assert consensus(store) == []
    with store.read() as reader:
        assert reader.count(Decision) == reader.count(Adjudication) == 0
    store.redo("LvH", of="LvH")
    assert len(consensus(store)) == 3


def test_a_case_whose_coding_changed_is_decided_again(
    store: Store, source: Source
) -> None:
    settle(store, source, "missing", Ruling("side", BY, side=ids(store, "LvH")[0]))
    alone = case_of(store, source, "missing").marks[0]
    resize(store, "LvH", alone.id, Span(43, 58), source.revision_id)

    found = look(store, source)
    case = next(c for c in found.cases if c.kind == "missing")
    assert found.state_of(case) == "changed"
    assert len(found.find_old(case)) == 1
    settle(store, source, "missing", Ruling("side", BY, side=ids(store, "LvH")[0]))
    assert consensus(store) == [ALIKE, ("x/kip", 43, 58)]
    with store.read() as reader:
        assert reader.count(Decision) == 1


def test_a_case_that_was_shown_otherwise_is_refused(
    store: Store, source: Source
) -> None:
    case = case_of(store, source, "missing")
    resize(store, "LvH", case.marks[0].id, Span(43, 58), source.revision_id)
    before = store.state_hash()

    where = (source.id, ids(store, *BY))
    with pytest.raises(StaleCaseError):
        decide(store, "TK", where, case.key, Ruling("both", BY))
    assert store.state_hash() == before


def test_a_correction_elsewhere_in_the_text_leaves_decisions_standing(
    store: Store, source: Source
) -> None:
    settle(store, source, "missing", Ruling("side", BY, side=ids(store, "LvH")[0]))
    edit_text(store, "TK", source.id, source.revision_id, (13, 17), "driewerf")

    found = look(store, source)
    case = next(c for c in found.cases if c.kind == "missing")
    assert found.state_of(case) == "decided"
    assert ("x/kip", 47, 57) in consensus(store)


def test_what_became_alike_or_went_follows_at_the_next_decision(
    store: Store, source: Source
) -> None:
    settle(store, source, "code", Ruling("side", BY, side=ids(store, "LvH")[0]))
    borders = case_of(store, source, "borders")
    tk = next(m for m in borders.marks if m.coder_id == ids(store, "TK")[0])
    resize(store, "TK", tk.id, Span(13, 22), source.revision_id)
    alike = case_of(store, source, "agreed")
    uncode_many(store, "TK", [m.id for m in alike.marks if m.start == 4][1:])

    settle(store, source, "code", Ruling("side", BY, side=ids(store, "TK")[0]))
    assert consensus(store) == [("x/aap", 13, 22), ("x/kip", 28, 37)]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [("overlap", (18, 22)), ("union", (13, 27)), ("coder", (13, 22))],
)
def test_borders_are_decided_together(
    store: Store, source: Source, rule: str, expected: tuple[int, int]
) -> None:
    ruling = Ruling("side", BY, side=ids(store, "LvH")[0])
    where = (source.id, ids(store, *BY))

    assert decide_borders(store, "LvH", where, rule, ruling) == 1
    assert consensus(store) == [ALIKE, ("x/aap", *expected)]
    assert decide_borders(store, "LvH", where, rule, ruling) == 0
    with pytest.raises(UnknownValueError):
        decide_borders(store, "LvH", where, "munt", ruling)


def test_a_consensus_is_settled_when_everything_was_decided_or_left(
    store: Store, source: Source
) -> None:
    where = (source.id, ids(store, *BY))
    with pytest.raises(UndecidedError):
        finish(store, "LvH", where, BY)
    settle(store, source, "borders", Ruling("both", BY))
    settle(store, source, "code", Ruling("left", BY, "we komen er niet uit"))
    settle(store, source, "missing", Ruling("neither", BY, "staat er niet"))
    counts = finish(store, "LvH", where, BY)

    assert counts == {
        "agreed": 1,
        "undecided": 0,
        "decided": 2,
        "left": 1,
        "changed": 0,
    }
    with store.read() as reader:
        assert reader.all(Adjudication)[0].state == "done"
    with pytest.raises(SettledConsensusError):
        settle(store, source, "code", Ruling("both", BY))
    with pytest.raises(SettledConsensusError):
        decide_borders(store, "TK", where, "union", Ruling("side", BY))
    reopen_adjudication(store, "TK", source.name, "toch nog eens")
    with store.read() as reader:
        assert reader.all(Adjudication)[0].state == "open"


def test_a_source_that_coders_coded_alike_is_settled_at_once(store: Store) -> None:
    reading = Reading("txt", TEXT, [Turn(4, len(TEXT), speaker="An")])
    made = add_sources(store, "vknz", Arrival("b.txt", b"2", [reading], consent=GIVEN))[
        0
    ]
    add_code(store, "vknz", "x/aap")
    for who in BY:
        where = (made.id, made.revision_id)
        code_spans(store, who, *where, [Span(4, 12)], ["x/aap"])
    finish(store, "LvH", (made.id, ids(store, *BY)), BY)

    assert consensus(store) == [ALIKE]


def test_decisions_need_names_reasons_and_things_that_exist(
    store: Store, source: Source
) -> None:
    for ruling, error in (
        (Ruling("both", ()), TooFewCodersError),
        (Ruling("munt", BY), UnknownValueError),
        (Ruling("neither", BY), MissingReasonError),
        (Ruling("left", BY, "  "), MissingReasonError),
        (Ruling("other", BY, "r"), TooFewCodersError),
        (Ruling("side", BY, side="niemand"), UnknownThingError),
        (Ruling("side", BY), UnknownThingError),
        (Ruling("other", BY, "r", places=[("geen", 1, 2)]), UnknownThingError),
    ):
        with pytest.raises(error):
            settle(store, source, "code", ruling)
    assert consensus(store) == []
    where = (source.id, ids(store, "LvH"))
    with pytest.raises(TooFewCodersError):
        decide(store, "LvH", where, "k", Ruling("both", BY))


def test_blind_layers_are_not_compared_by_anybody(store: Store, source: Source) -> None:
    start_round(store, "OE", Plan("", [source.id], BY))

    with store.read() as reader, pytest.raises(ClosedComparisonError):
        read_comparison(reader, source, ids(store, *BY))


def test_three_coders(store: Store, source: Source) -> None:
    where = (source.id, source.revision_id)
    code_spans(store, "OE", *where, [Span(4, 12)], ["x/aap"])
    three = (source.id, ids(store, "LvH", "OE", "TK"))
    with store.read() as reader:
        found = read_comparison(reader, source, three[1])
    assert found.count()["agreed"] == 1
    case = next(c for c in found.cases if c.kind == "missing" and len(c.marks) == 2)
    oe = ids(store, "OE")[0]
    decide(store, "OE", three, case.key, Ruling("side", ["OE"], side=oe))

    assert consensus(store) == [ALIKE]


def test_a_code_that_goes_from_a_layer_makes_the_case_another(
    store: Store, source: Source
) -> None:
    settle(store, source, "code", Ruling("both", BY))
    mark = case_of(store, source, "code").marks[0]
    who = "LvH" if mark.coder_id == ids(store, "LvH")[0] else "TK"
    recode(store, who, mark.id, "x/aap")

    assert look(store, source).count()["changed"] == 1


def test_the_session_shows_both_codings_memos_and_the_decision(
    store: Store, source: Source
) -> None:
    case = case_of(store, source, "code")
    told = {"kind": "reflexive", "title": "twijfel", "body": "kip of beer?"}
    link = {"kind": "coding", "id": case.marks[0].id}
    session = Session(store, "LvH")
    memo = {"id": "m", "act": "add-memo", "args": {**told, "links": [link]}}
    assert session.handle(memo)["ok"]
    asked = {"id": "", "act": "comparison", "args": {"source": source.id}}

    before = session.handle(asked)["result"]
    assert (before["open"], before["pending"]) == (True, [])
    shown = next(c for c in before["cases"] if c["kind"] == "code")
    assert shown["text"] == TEXT[28:37]
    assert shown["before"].endswith("zes ") or TEXT[:28].endswith(shown["before"])
    assert [side["name"] for side in shown["sides"]] == ["LvH", "TK"]
    titles = [memo["title"] for side in shown["sides"] for memo in side["memos"]]
    assert titles == ["twijfel"]
    side = shown["sides"][1]
    args = {
        "source": source.id,
        "coders": [c["id"] for c in before["coders"]],
        "key": shown["key"],
        "outcome": "side",
        "side": side["coder"],
        "by": ["LvH", "TK"],
        "reason": "de definitie van TK past",
    }
    answer = session.handle({"id": "d", "act": "decide", "args": args})
    assert answer["ok"], answer
    assert "besluit over" in answer["result"]["words"]
    after = session.handle(asked)["result"]
    decided = next(c for c in after["cases"] if c["kind"] == "code")
    assert decided["state"] == "decided"
    assert decided["decision"]["side"] == side["coder"]
    assert decided["decision"]["by"] == ["LvH", "TK"]
    assert decided["decision"]["reason"] == "de definitie van TK past"
    places = [(c["start"], c["end"]) for c in decided["decision"]["result"]]
    assert places == [(28, 37)]


def test_a_person_named_like_the_layer_of_before_keeps_the_name(store: Store) -> None:
    with store.begin("vknz", "code") as work:
        assert ensure_coder(work, "LvH").kind == "person"


def test_a_decision_whose_outcome_left_the_consensus_is_taken_again(
    store: Store, source: Source
) -> None:
    settle(store, source, "missing", Ruling("both", ["LvH"]))
    where = (source.id, source.revision_id)
    other = code_spans(store, "TK", *where, [Span(50, 56)], ["x/kip"])[0]
    settle(store, source, "code", Ruling("neither", ["LvH"], "omdat"))
    assert consensus(store) == [ALIKE]
    uncode_many(store, "TK", [other.id])

    case = case_of(store, source, "missing")
    found = look(store, source)
    assert found.state_of(case) == "changed"
    assert found.count()["decided"] == 1
    decide_borders(
        store, "LvH", (source.id, ids(store, *BY)), "union", Ruling("side", ["LvH"])
    )
    with pytest.raises(UndecidedError):
        finish(store, "LvH", (source.id, ids(store, *BY)), ["LvH"])

    settle(store, source, "missing", Ruling("both", ["LvH"]))
    finish(store, "LvH", (source.id, ids(store, *BY)), ["LvH"])
    assert ("x/kip", 43, 53) in consensus(store)


def test_nobody_works_in_the_consensus_under_its_name(
    store: Store, source: Source
) -> None:
    settle(store, source, "missing", Ruling("both", ["LvH"]))
    with store.read() as reader:
        layer = reader.all(Coder, kind="consensus")[0]
        made = reader.all(Coding, coder_id=layer.id)[0]
    session = Session(store, layer.name)
    args = {"codings": [made.id]}

    answer = session.handle({"id": "1", "act": "uncode", "args": args})

    assert answer["error"]["kind"] == "NotYoursError"
    assert len(consensus(store)) == 2
