"""What a browser says to a session, also what no browser would say."""

import json
from collections.abc import Callable
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from consenting import GIVEN
from session_messages import BAD

from vknz_research.coding.acts import code_passage, code_spans
from vknz_research.coding.codebook import add_code, change_code, rename_code
from vknz_research.coding.memos import add_memo
from vknz_research.coding.session import Session
from vknz_research.coding.sources import Arrival, add_sources
from vknz_research.coding.textedit import edit_text
from vknz_research.errors import VknzError
from vknz_research.model.codes import Code
from vknz_research.model.codings import Coding, Doubt, Memo
from vknz_research.model.sources import Reading, Source, Span, Turn
from vknz_research.store import Store
from vknz_research.store.store import RequestDoneError
from vknz_research.store.unit import UnitOfWork

TEXT = "een twee drie vier vijf zes zeven acht"


class Desk:
    """A session with one source and two codes, spoken to as a browser does."""

    def __init__(self, store: Store, coder: str = "OE", **more: Any) -> None:
        self.store = store
        self.session = Session(store, coder, **more)
        self.count = 0

    @property
    def source(self) -> Source:
        with self.store.read() as reader:
            return reader.all(Source)[0]

    def code(self, path: str) -> Code:
        with self.store.read() as reader:
            found = reader.first(Code, path=path)
        assert found
        return found

    def codings(self) -> list[Coding]:
        with self.store.read() as reader:
            return sorted(reader.all(Coding), key=lambda c: (c.start, c.end))

    def say(self, act: str, **args: Any) -> dict[str, Any]:
        self.count += 1
        return self.send({"id": f"{id(self)}-{self.count}", "act": act, "args": args})

    def send(self, message: Any) -> dict[str, Any]:
        answer = self.session.handle(message)
        json.dumps(answer)  # it travels
        return answer

    def give(self, path: str, start: int, end: int, **more: Any) -> dict[str, Any]:
        self.count += 1
        return self.send(
            {
                "id": f"{id(self)}-{self.count}",
                "act": "code",
                "args": {
                    "source": self.source.id,
                    "revision": self.source.revision_id,
                    "spans": [[start, end]],
                    "codes": [self.code(path).id],
                },
                **more,
            }
        )


def fill(store: Store) -> Store:
    reading = Reading("txt", TEXT, [Turn(0, len(TEXT), speaker="An")])
    add_sources(store, "vknz", Arrival("een.txt", b"een", [reading], consent=GIVEN))
    for path in ("x/aap", "x/beer", "x/aap/b"):
        add_code(store, "vknz", path)
    return store


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(fill(store))


@pytest.fixture
def plain(open_empty: Callable[[Path], Store], tmp_path: Path) -> Desk:
    return Desk(fill(open_empty(tmp_path / "proef.sqlite")))


def head(desk: Desk) -> int:
    with desk.store.read() as reader:
        return reader.head()[0]


def test_two_acts_from_one_reading_are_counted_once_each(desk: Desk) -> None:
    seen = head(desk)
    counts: dict[str, int] = {}
    for span in ((0, 3), (4, 8)):
        counts |= desk.give("x/aap", *span, head=seen)["delta"]["counts"]

    assert counts == desk.say("open")["result"]["counts"]
    gone = desk.say("undo")
    desk.say("undo")
    assert gone["delta"]["counts"] == {desk.code("x/aap").id: 1}
    assert desk.say("news")["delta"]["counts"] == {}


def test_counts_are_those_of_the_layers_that_are_shown(desk: Desk) -> None:
    desk.give("x/aap", 0, 3)
    seen = head(desk)
    Desk(desk.store, "TK").give("x/aap", 0, 3)
    news = {"id": "n", "act": "news", "args": {}, "head": seen}
    aap = desk.code("x/aap").id

    own = desk.send(news)["delta"]
    both = desk.send({**news, "others": True})["delta"]

    assert (own["counts"], own["codings"], own["gone"]) == ({}, [], [])
    assert (both["counts"], len(both["codings"])) == ({aap: 2}, 1)
    assert desk.give("x/aap", 4, 8, head=seen)["delta"]["counts"] == {aap: 2}
    assert desk.say("open")["result"]["counts"] == {aap: 2}
    both = desk.send({**news, "act": "open", "others": True})
    assert both["result"]["counts"] == {aap: 3}


def test_a_merge_that_was_done_is_known_when_it_comes_again(desk: Desk) -> None:
    desk.give("x/beer", 0, 3)
    args = {"source": desk.code("x/beer").id, "target": desk.code("x/aap").id}
    message = {"id": "m", "act": "merge-codes", "args": args}

    assert desk.send(message)["ok"]
    assert desk.send({**message, "again": True})["ok"]
    assert not desk.send({**message, "id": "nog een"})["ok"]


def test_the_work_list_holds_ones_own_codings_only(desk: Desk) -> None:
    other = Desk(desk.store, "TK")
    for one in (desk, other):
        one.give("x/aap", 0, 3)
    code, revision = desk.code("x/aap"), desk.source.revision_id
    change_code(desk.store, "vknz", code.id, code.revision, {"definition": "d"}, "nl")
    edit_text(desk.store, "vknz", "een", revision, (2, 4), "m ")

    for one in (desk, other):
        found = one.say("worklist")["result"]
        assert {row["coder"] for rows in found.values() for row in rows} == {
            one.session.coder
        }
        assert one.say("work-count")["result"]["n"] == 2


def test_what_others_take_away_is_not_told_to_who_does_not_see_them(desk: Desk) -> None:
    other = Desk(desk.store, "TK")
    other.give("x/aap", 0, 3)
    seen = head(desk)
    other.say("undo")

    news = {"id": "n", "act": "news", "args": {}, "head": seen}

    assert desk.send(news)["delta"]["gone"] == []
    assert len(desk.send({**news, "others": True})["delta"]["gone"]) == 1


def refined(desk: Desk) -> Coding:
    desk.give("x/aap", 0, 3)
    made = desk.codings()[0]
    desk.say("refine", coding=made.id, code=desk.code("x/aap/b").id)
    return made


def test_a_refined_coding_goes_and_comes_back_as_a_whole(desk: Desk) -> None:
    refined(desk)
    state = desk.store.state_hash()

    assert desk.say("undo")["result"]["words"]
    assert desk.codings() == []
    desk.say("redo")
    assert desk.store.state_hash() == state


def test_only_the_coding_that_was_refined_goes_along(desk: Desk) -> None:
    desk.give("x/aap", 0, 3)
    first = desk.codings()[0]
    desk.give("x/beer", 4, 8)
    desk.say("refine", coding=first.id, code=desk.code("x/aap/b").id)

    desk.say("undo")

    beer, aap = desk.code("x/beer").id, desk.code("x/aap").id
    assert [c.code_id for c in desk.codings()] == [aap, beer]
    desk.say("redo")
    assert [c.code_id for c in desk.codings()] == [desk.code("x/aap/b").id, beer]


def test_half_of_a_refined_coding_is_never_taken_back(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    refined(desk)
    state, restore, done = desk.store.state_hash(), UnitOfWork.restore, []

    def break_off(work: UnitOfWork, *args: Any) -> None:
        done.append(args)
        if len(done) == 2:
            raise KeyboardInterrupt
        restore(work, *args)

    message = {"id": "weg", "act": "undo", "args": {}}
    monkeypatch.setattr(UnitOfWork, "restore", break_off)
    with pytest.raises(KeyboardInterrupt):
        desk.send(message)
    monkeypatch.undo()
    assert desk.store.state_hash() == state

    desk.send({**message, "again": True})
    assert desk.codings() == []


def test_a_request_that_is_sent_again_is_not_done_again(desk: Desk) -> None:
    links: list[Any] = []
    args = {"kind": "reflexive", "title": "t", "body": "b", "links": links}
    message = {"id": "memo-1", "act": "add-memo", "args": args, "head": head(desk)}
    first = desk.send(message)

    # Another window takes over what waits, while the first still sends it.
    answers = [desk.send(message), desk.send({**message, "again": True})]
    later = desk.send({**message, "again": True, "head": head(desk)})

    assert [a["result"]["made"] for a in answers] == [first["result"]["made"]] * 2
    assert later["ok"]
    with desk.store.read() as reader:
        assert reader.count(Memo) == 1


def test_one_request_of_two_windows_at_once_is_done_once(desk: Desk) -> None:
    start, answers = Barrier(4), []
    args: dict[str, Any] = {"kind": "reflexive", "title": "t", "body": "b", "links": []}
    message = {"id": "samen", "act": "add-memo", "args": args, "head": head(desk)}

    def send() -> None:
        start.wait()
        answers.append(Session(desk.store, "OE").handle(message))

    threads = [Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [answer["ok"] for answer in answers] == [True] * 4
    with desk.store.read() as reader:
        assert reader.count(Memo) == 1


def test_the_log_refuses_a_request_that_led_to_an_act(desk: Desk) -> None:
    def code(store: Store) -> None:
        span = [Span(0, 3)]
        code_spans(
            store, "OE", desk.source.id, desk.source.revision_id, span, ["x/aap"]
        )

    code(desk.store.for_request("n"))
    desk.say("undo")
    with pytest.raises(RequestDoneError):
        code(desk.store.for_request("n"))


def test_an_edge_in_a_text_that_was_corrected_is_refused(desk: Desk) -> None:
    desk.give("x/aap", 4, 8)
    coding = desk.codings()[0]
    edit_text(desk.store, "TK", "een", coding.revision_id, (0, 3), "eentje")
    args = {"coding": coding.id, "start": 4, "end": 13}

    answer = desk.say("resize", **args, revision=coding.revision_id)

    assert answer["error"]["kind"] == "StaleTextError"
    assert (desk.codings()[0].start, desk.codings()[0].end) == (7, 11)
    now = desk.codings()[0]
    assert desk.say("resize", **args, revision=now.revision_id)["ok"]


def test_a_memo_does_not_land_on_other_words_than_were_pointed_out(desk: Desk) -> None:
    source = desk.source
    place = {"kind": "source", "id": source.id, "start": 4, "end": 8}
    link = {**place, "revision": source.revision_id}
    args = {"kind": "reflexive", "title": "t", "body": "b"}
    edit_text(desk.store, "TK", "een", source.revision_id, (0, 3), "eentje")

    answer = desk.say("add-memo", **args, links=[link])

    assert answer["error"]["kind"] == "StaleTextError"
    link["revision"] = desk.source.revision_id
    assert desk.say("add-memo", **args, links=[link])["ok"]


@pytest.mark.parametrize(
    "link",
    [
        {"kind": "coding", "id": "weg"},
        {"kind": "code", "id": "weg"},
        {"kind": "source", "id": "weg", "start": 0, "end": 1},
        {"kind": "memo", "id": "weg"},
        {"kind": "iets", "id": "weg"},
    ],
)
def test_a_memo_about_what_is_gone_is_refused(
    plain: Desk, link: dict[str, Any]
) -> None:
    args = {"kind": "reflexive", "title": "t", "body": "b", "links": [link]}

    assert not plain.say("add-memo", **args)["ok"]
    past = {"kind": "source", "id": plain.source.id, "start": 1, "end": 9999}
    assert not plain.say("add-memo", **{**args, "links": [past]})["ok"]
    with plain.store.read() as reader:
        assert reader.count(Memo) == 0


def test_a_memo_that_was_changed_is_neither_overwritten_nor_removed(
    desk: Desk,
) -> None:
    args: dict[str, Any] = {"kind": "reflexive", "title": "t", "body": "b"}
    desk.say("add-memo", **args, links=[])
    memo = desk.say("memos")["result"]["memos"][0]
    other = Desk(desk.store, "TK")
    known = {"memo": memo["id"], "hash": memo["hash"]}
    assert other.say("change-memo", **args | known | {"body": "c"})["ok"]

    for answer in (
        desk.say("change-memo", **args | known | {"body": "d"}),
        desk.say("remove-memo", **known),
    ):
        assert answer["error"]["kind"] == "StaleMemoError"
    assert [m["body"] for m in desk.say("memos")["result"]["memos"]] == ["c"]


def test_a_name_that_was_changed_is_not_overwritten(desk: Desk) -> None:
    code = desk.code("x/aap")
    rename_code(desk.store, "TK", code.path, "Van TK", "nl")
    args = {"code": code.id, "name": "Van OE"}

    answer = desk.say("rename-code", **args, revision=code.revision)

    assert answer["error"]["kind"] == "StaleCodeError"
    assert desk.code("x/aap").name() == "Van TK"
    assert not desk.say("rename-code", **args | {"name": " "}, revision=2)["ok"]


def test_nobody_changes_or_confirms_the_layer_of_another(desk: Desk) -> None:
    coding = code_passage_of(desk, "TK")
    code = desk.code("x/aap")
    change_code(desk.store, "vknz", code.id, code.revision, {"definition": "d"}, "nl")
    before = desk.store.state_hash()

    beer = desk.code("x/beer").id
    answers = [
        desk.say("confirm", codings=[coding.id]),
        desk.say("uncode", codings=[coding.id]),
        desk.say("recode", coding=coding.id, code=beer),
        desk.say("refine", coding=coding.id, code=beer),
        desk.say(
            "resize", coding=coding.id, start=0, end=2, revision=coding.revision_id
        ),
    ]

    assert {answer["error"]["kind"] for answer in answers} == {"NotYoursError"}
    assert desk.store.state_hash() == before
    assert Desk(desk.store, "TK").say("confirm", codings=[coding.id])["ok"]


def code_passage_of(desk: Desk, coder: str) -> Coding:
    from vknz_research.coding.acts import Request

    return code_passage(desk.store, Request(coder, "een", "x/aap", Span(0, 3)))


def say_everything(desk: Desk, coding: Coding) -> str:
    """Ask all there is to ask, with the layers of others; return what came back."""
    aap, beer = desk.code("x/aap").id, desk.code("x/beer").id
    asked: list[tuple[str, dict[str, Any]]] = [
        ("open", {}),
        ("source", {"source": desk.source.id}),
        ("progress", {}),
        ("search", {"query": "een", "mode": "word", "scope": "all"}),
        ("passages", {"code": aap}),
        ("worklist", {}),
        ("work-count", {}),
        ("memos", {}),
        ("news", {}),
        ("plan", {"kind": "split", "code": aap}),
        ("plan", {"kind": "merge", "source": aap, "target": beer}),
        ("plan", {"kind": "remove", "code": aap}),
        ("plan", {"kind": "change", "code": aap, "texts": {"definition": "e"}}),
        ("confirm", {"codings": [coding.id]}),
    ]
    told = [
        desk.send(
            {"id": str(n), "act": act, "args": args, "others": True, "blind": False}
        )
        for n, (act, args) in enumerate(asked)
    ]
    opening = told[0]["result"]
    # Who take part is no secret, nor that they worked.
    opening["coders"] = []
    told[8]["result"] = told[8]["delta"]["coders"] = []
    told.pop()  # a refusal repeats the id that was asked for
    return json.dumps(told)


def test_a_blind_session_hears_nothing_of_another_layer(store: Store) -> None:
    desk = Desk(fill(store), blind=True)
    coding = code_passage_of(desk, "TK")
    code, source = desk.code("x/aap"), desk.source
    memo = Memo("", "reflexive", "Titel van TK", "Gedachte van TK")
    about = [("coding", coding.id), ("source", source.id, 0, 3)]
    kept = add_memo(store, "TK", memo, about)
    change_code(store, "vknz", code.id, code.revision, {"definition": "d"}, "nl")
    edit_text(store, "vknz", "een", source.revision_id, (2, 4), "m ")

    for words in (
        say_everything(desk, coding),
        say_everything(Desk(store, "nieuw", blind=True), coding),
    ):
        assert coding.id not in words
        assert kept.id not in words
        assert "TK" not in words
    seen = say_everything(Desk(store, "nieuw"), coding)
    assert coding.id in seen
    assert "Gedachte van TK" in seen


def test_a_memo_of_ones_own_and_of_nobody_is_there_in_a_blind_session(
    desk: Desk,
) -> None:
    blind = Desk(desk.store, "OE", blind=True)
    args = {"kind": "reflexive", "title": "t", "body": "van mij", "links": []}
    seen = head(blind)
    blind.say("add-memo", **args)
    Desk(desk.store, "TK").say("add-memo", **args | {"body": "van TK"})

    told = blind.send({"id": "n", "act": "news", "args": {}, "head": seen})

    assert [m["body"] for m in told["delta"]["memos"]] == ["van mij"]
    assert [m["body"] for m in blind.say("memos")["result"]["memos"]] == ["van mij"]


@pytest.mark.parametrize("message", BAD, ids=repr)
def test_what_is_no_message_is_refused_and_changes_nothing(
    plain: Desk, message: Any
) -> None:
    plain.give("x/aap", 0, 3)
    before, seen = plain.store.state_hash(), head(plain)

    answer = plain.send(message)

    assert answer["ok"] is False
    assert answer["error"]["message"]
    assert (plain.store.state_hash(), head(plain)) == (before, seen)


def test_an_error_of_the_database_does_not_repeat_what_was_written(
    store: Store,
) -> None:
    secret = "wat een deelnemer zei"
    try:
        with store.begin("OE", "add-memo") as work:
            work.add(Memo("1", "reflexive", secret, "b", coder_id="niemand"))
    except VknzError as error:
        told = f"{error} {error.__cause__!r} {error.__cause__}"
    assert secret not in told


def test_a_source_with_very_many_codings_opens(plain: Desk) -> None:
    text = "x" * 40_000
    reading = Reading("txt", text, [Turn(0, len(text), speaker="An")])
    big = add_sources(
        plain.store, "vknz", Arrival("veel.txt", b"v", [reading], consent=GIVEN)
    )[0]
    spans = [Span(at, at + 1) for at in range(len(text))]
    code_spans(plain.store, "OE", big.id, big.revision_id, spans, ["x/aap"])

    opened = plain.say("source", source=big.id)["result"]

    assert len(opened["codings"]) == len(spans)
    with plain.store.read() as reader:
        assert reader.count(Doubt) == 0
