"""Suggestions on a study: what teaches, what is offered, what an answer does."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from consenting import GIVEN

from vknz_research.coding.acts import code_spans
from vknz_research.coding.codebook import add_code
from vknz_research.coding.describe import describe_event
from vknz_research.coding.desk import Suggesting
from vknz_research.coding.rounds import Plan, start_round
from vknz_research.coding.session import Session
from vknz_research.coding.sources import Arrival, add_sources
from vknz_research.coding.suggest import (
    Judged,
    Offer,
    answer_suggestion,
    list_suggestions,
)
from vknz_research.coding.textedit import edit_text
from vknz_research.errors import StaleTextError, TooFewPassagesError
from vknz_research.model.adjudication import Suggestion
from vknz_research.model.codings import Coder, Coding
from vknz_research.model.sources import Reading, Source, Span, Turn
from vknz_research.project import create_study, open_study
from vknz_research.store import Store
from vknz_research.store.verify import verify_store

Vknz = Callable[..., Any]
YES = ["Ik voelde me echt veilig.", "Zo veilig was het daar.", "Die veiligheid helpt."]
NO = ["De trein was te laat.", "Koffie in de pauze.", "Het formulier is lang."]
NEW = ["Was het er onveilig?", "De bus was ook te laat."]
CODE = "x/veilig"


def fill(store: Store, sources: int = 5) -> list[Source]:
    """Bring sources of eight turns in; the first three are about the code."""
    add_code(store, "vknz", CODE)
    made = []
    for n in range(sources):
        lines = [f"{line} {n}" for line in (*YES, *NO, *NEW)]
        turns, at = [], 0
        for line in lines:
            turns.append(Turn(at, at + len(line), speaker="An"))
            at += len(line) + 1
        reading = Reading("txt", "\n".join(lines), turns)
        made += add_sources(
            store, "vknz", Arrival(f"b{n}.txt", bytes([n]), [reading], consent=GIVEN)
        )
    return made


def teach(store: Store, sources: list[Source], who: str = "A") -> None:
    """Code what is about the code."""
    for source in sources:
        with store.read() as reader:
            places = reader.turn_places(source.revision_id)[:3]
        spans = [Span(*place) for place in places]
        code_spans(store, who, source.id, source.revision_id, spans, [CODE])


def offer(store: Store, who: str = "A") -> Offer:
    with store.read() as reader:
        return list_suggestions(reader, CODE, who)


def texts(made: Offer) -> list[str]:
    return [one.unit.text for one in made.found]


def judge(store: Store, made: Offer, answer: str, who: str = "A") -> None:
    unit = made.found[0].unit
    where = (unit.source_id, unit.revision_id, CODE)
    assert answer in {"accepted", "rejected"}
    judged = Judged(*where, Span(unit.start, unit.end), answer)  # type: ignore[arg-type]
    answer_suggestion(store, who, judged)


def test_what_is_like_the_coded_passages_comes_first_with_its_reason(
    store: Store,
) -> None:
    teach(store, fill(store)[:4])

    made = offer(store)

    assert made.passages == 12
    assert texts(made)[0] == "Ik voelde me echt veilig. 4"
    assert "veilig" in made.found[0].why
    assert made.figure.average_precision is not None
    coded = {f"{line} {n}" for line in YES for n in range(4)}
    assert not coded & set(texts(made))


def test_below_ten_passages_there_is_a_sentence_and_no_list(store: Store) -> None:
    teach(store, fill(store)[:3])

    with pytest.raises(TooFewPassagesError, match="9 passages"):
        offer(store)


def test_accepting_codes_in_the_own_layer_and_one_undo_takes_it_back(
    store: Store,
) -> None:
    teach(store, fill(store)[:4])
    before = store.state_hash()
    made = offer(store)

    judge(store, made, "accepted")

    with store.read() as reader:
        coder = reader.first(Coder, name="A")
        assert coder is not None
        assert reader.count(Coding, coder_id=coder.id) == 13
        (layer,) = reader.all(Coder, kind="suggestion")
        assert reader.count(Coding, coder_id=layer.id) == 0
        last = store.log()[-1].event
        words = describe_event(reader, last, reader.changes_of(last.seq), "nl")
    assert words.startswith("suggestie overgenomen: ‘veilig’ bij An")
    assert texts(made)[0] not in texts(offer(store))
    store.undo("A", of="A")
    assert store.state_hash() == before
    assert texts(offer(store)) == texts(made)
    assert verify_store(store) == []


def test_what_was_rejected_is_not_offered_again_to_who_rejected_it(
    store: Store,
) -> None:
    sources = fill(store)
    teach(store, sources[:4])
    teach(store, sources[:4], "B")
    made = offer(store)

    judge(store, made, "rejected")

    assert texts(made)[0] not in texts(offer(store))
    assert texts(made)[0] in texts(offer(store, "B"))
    with store.read() as reader:
        assert reader.count(Coding) == 24
        assert [s.state for s in reader.all(Suggestion)] == ["rejected"]


def test_a_changed_mind_is_one_answer(store: Store) -> None:
    teach(store, fill(store)[:4])
    made = offer(store)

    judge(store, made, "rejected")
    judge(store, made, "accepted")

    with store.read() as reader:
        assert [s.state for s in reader.all(Suggestion)] == ["accepted"]


def test_what_lies_below_a_code_teaches_it_too(store: Store) -> None:
    sources = fill(store)
    teach(store, sources[:4])
    add_code(store, "vknz", "x")
    with store.read() as reader:
        above = list_suggestions(reader, "x", "A")

    assert above.passages == 12
    assert texts(above) == texts(offer(store))


def test_the_layers_of_others_never_teach(store: Store) -> None:
    teach(store, fill(store), "B")

    with pytest.raises(TooFewPassagesError):
        offer(store)


def test_a_consensus_that_is_still_blind_does_not_teach(store: Store) -> None:
    sources = fill(store)
    teach(store, sources[:4], "B")
    with store.begin("vknz", "code") as work:
        layer = Coder("c", "Consensus", "consensus")
        work.add(layer, Coder("a", "A"))
        codings = work.all(Coding)
        work.add(*[Coding(f"k{c.id}", *_rest(c, layer)) for c in codings])
    assert offer(store).passages == 12

    start_round(store, "A", Plan("een", [sources[0].id], ["A", "B"]))

    with pytest.raises(TooFewPassagesError, match="9 passages"):
        offer(store)


def _rest(c: Coding, layer: Coder) -> tuple[Any, ...]:
    return (
        c.source_id,
        c.revision_id,
        c.code_id,
        layer.id,
        c.start,
        c.end,
        c.text_hash,
    )


def test_a_text_that_was_edited_since_is_refused(store: Store) -> None:
    teach(store, fill(store)[:4])
    made = offer(store)
    unit = made.found[0].unit
    edit_text(store, "B", unit.source_id, unit.revision_id, (0, 2), "Wij")

    with pytest.raises(StaleTextError):
        judge(store, made, "accepted")


# --- the session and the shell -------------------------------------------------------
def ask(session: Session, act: str, **args: Any) -> dict[str, Any]:
    return session.handle({"id": f"n-{act}-{len(args)}", "act": act, "args": args})


def test_the_session_offers_nothing_unless_it_is_on(store: Store) -> None:
    teach(store, fill(store)[:4])
    session = Session(store, "A")
    code = next(c for c in ask(session, "open")["result"]["codes"] if c["path"] == CODE)

    refused = ask(session, "suggestions", code=code["id"])
    also = ask(session, "answer-suggestion", code=code["id"], answer="accepted")

    assert ask(session, "open")["result"]["suggests"] is False
    assert refused["error"]["kind"] == also["error"]["kind"] == "SuggestionsOffError"


def test_the_session_offers_and_takes_an_answer(store: Store) -> None:
    teach(store, fill(store)[:4])
    session = Session(store, "A", suggesting=Suggesting())
    opened = ask(session, "open")["result"]
    code = next(c for c in opened["codes"] if c["path"] == CODE)["id"]
    made = ask(session, "suggestions", code=code)["result"]
    first = made["suggestions"][0]
    place = {name: first[name] for name in ("source", "revision", "start", "end")}

    done = ask(session, "answer-suggestion", **place, code=code, answer="accepted")
    bad = ask(session, "answer-suggestion", **place, code=code, answer="zeker", more=1)

    assert opened["suggests"] is True
    assert made["figure"]["precision_at_10"] == 1
    assert done["ok"]
    assert len(done["result"]["codings"]) == 1
    assert [c["kind"] for c in done["delta"]["coders"]].count("suggestion") == 1
    assert bad["error"]["kind"] == "BadMessageError"


def test_off_by_default_and_turned_on_and_off_in_the_shell(
    vknz: Vknz, tmp_path: Path
) -> None:
    folder = tmp_path / "studie"
    with create_study(folder, 'Een "titel"', frameworks=False) as study:
        teach(study.store, fill(study.store)[:4], "A")
    asked = ("suggest", folder, "--code", CODE, "--coder", "A", "--json")

    off = vknz(*asked)
    turned = vknz("suggest", folder, "--on")
    made = vknz(*asked, "--most", 3)
    told = vknz("suggest", folder, "--code", CODE, "--coder", "A")
    vknz("suggest", folder, "--off")

    assert (off.status, turned.status, made.status) == (1, 0, 0)
    assert "--on" in off.err
    assert [len(made.facts["suggestions"]), made.facts["passages"]] == [3, 12]
    assert told.out.startswith("Hier raak van de eerste tien: 10; blind gekozen: 3,8")
    assert vknz(*asked).status == 1
    with open_study(folder) as study:
        assert study.title == 'Een "titel"'
        assert study.suggesting is None
