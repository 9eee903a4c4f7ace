"""What the pages on feedback answer, and what a klantmanager's page never does."""

from typing import Any

import pytest

from vknz_research.coding.feedback import Answer, Note
from vknz_research.dashboard.feedback import FeedbackDesk, show_passed
from vknz_research.dashboard.pages import guard
from vknz_research.dashboard.pane import answer_with
from vknz_research.dashboard.stand import Stand
from vknz_research.dashboard.users import Visitor
from vknz_research.model.people import Consent, Participant
from vknz_research.model.sources import Source, Voice
from vknz_research.project import Study
from vknz_research.project.feedback import (
    add_feedback,
    pass_feedback,
    permit_feedback,
)
from vknz_research.project.records import record_consent

WORDS = "Zij laat mij uitpraten."


@pytest.fixture
def told(coded: Study) -> Study:
    """One klant who spoke of two klantmanagers; to one of them it was passed on."""
    with coded.store.begin("vknz", "import-participants") as work:
        source = work.all(Source)[0]
        people = [Participant("k", "Klant", "klant")]
        people += [Participant(x, f"Manager {x}", "klantmanager") for x in ("x", "y")]
        work.add(*people, Voice("v", source.id, "Klant", "k"))
        for person in work.all(Participant):
            for purpose in ("interview", "coding", "feedback"):
                record_consent(work, person.id, Consent("", "", purpose, "given"))
    for recipient in ("x", "y"):
        note = Note("gesprek", "Klant", f"Manager {recipient}", WORDS + recipient)
        item = add_feedback(coded, "NvD", note)
        permit_feedback(coded, "NvD", item, Answer("named"))
        if recipient == "x":
            pass_feedback(coded, "NvD", item)
    return coded


def stand(study: Study, participant: str) -> Stand:
    visitor = Visitor(f"login {participant}", "klantmanager", participant)
    return Stand(study, visitor, lambda: True)


def ask_own(study: Study, whose: str, act: str, **args: Any) -> dict[str, Any]:
    handle = answer_with({"passed": show_passed(stand(study, whose))})
    return handle({"id": "1", "act": act, "args": args})


def test_i09_a_klantmanager_gets_what_was_passed_on_to_that_person(
    told: Study,
) -> None:
    shown = ask_own(told, "x", "passed")["result"]

    assert shown == {
        "passed": [{"wording": WORDS + "x", "mode": "named", "from": "Klant"}]
    }
    assert ask_own(told, "y", "passed")["result"] == {"passed": []}


def test_i09_whose_feedback_it_is_does_not_come_from_the_browser(told: Study) -> None:
    for trick in ({"recipient": "x"}, {"participant": "x"}, {"recipient_id": "x"}):
        assert ask_own(told, "y", "passed", **trick)["result"] == {"passed": []}


def test_i09_a_klantmanagers_page_answers_nothing_else(told: Study) -> None:
    others = [*FeedbackDesk(stand(told, "x")).asks, "register", "open", "study", ""]

    for act in others:
        answer = ask_own(told, "x", act)
        assert not answer["ok"], act
        assert WORDS not in str(answer)


def test_i12_a_message_is_refused_as_soon_as_somebody_may_not_any_more() -> None:
    may = [True]
    visitor = Visitor("LvH")
    handle = guard(lambda _: {"ok": True, "words": WORDS}, lambda: may[0], visitor)
    assert handle({"id": "7"})["ok"]

    may[0] = False

    answer = handle({"id": "7"})
    assert (answer["id"], answer["ok"]) == ("7", False)
    assert WORDS not in str(answer)
    assert "onderzoeker" in answer["message"]


def test_i09_a_researcher_notes_permits_and_passes_on(told: Study) -> None:
    desk = Stand(told, Visitor("LvH"), lambda: True)
    handle = answer_with(FeedbackDesk(desk).asks)

    def ask(act: str, **args: str) -> dict[str, Any]:
        answer = handle({"id": "1", "act": act, "args": args})
        assert answer["ok"], answer
        result: dict[str, Any] = answer["result"]
        return result

    found = ask("items")
    choice = next(one for one in found["klanten"] if one["klant"] == "Klant")
    assert {one["label"] for one in found["recipients"]} == {"Manager x", "Manager y"}
    place = {"source": choice["source_id"], "klant": choice["klant_id"]}
    item = ask("add", **place, recipient="y", wording="Bel terug.")["items"][-1]["item"]
    ask("permit", item=item, mode="named", date="2031-04-05", askedBy="NvD")
    last = ask("pass", item=item)["items"][-1]

    assert (last["state"], last["asked_by"]) == ("used", "NvD")
    assert told.log()[-1].event.actor == "LvH"
    assert len(ask("remove", item=item)["items"]) == len(found["items"])
