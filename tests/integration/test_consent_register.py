"""The register of consent as the page shows it, and what it records."""

from pathlib import Path
from typing import Any

import pytest

from vknz_research.dashboard.consent import ConsentDesk
from vknz_research.dashboard.pane import answer_with
from vknz_research.dashboard.stand import Stand
from vknz_research.dashboard.users import Visitor
from vknz_research.model.people import PURPOSES
from vknz_research.project import Study
from vknz_research.project.consent import Said
from vknz_research.project.consenting import (
    describe_register,
    record_purposes,
    show_form,
    tabulate_closed,
    tabulate_register,
)
from vknz_research.project.importing import import_files

SPEAKER = "Samira (gesprek)"


class Page:
    """The page of one researcher: asks, and takes the answer apart."""

    def __init__(self, study: Study) -> None:
        stand = Stand(study, Visitor("LvH"), lambda: True)
        self.handle = answer_with(ConsentDesk(stand).asks)

    def ask(self, act: str, **args: Any) -> Any:
        answer = self.handle({"id": "1", "act": act, "args": args})
        assert answer["ok"], answer
        return answer["result"]

    def refuse(self, act: str, **args: Any) -> str:
        answer = self.handle({"id": "1", "act": act, "args": args})
        assert not answer["ok"]
        return str(answer["error"]["kind"])


@pytest.fixture
def untold(study: Study, tmp_path: Path) -> Study:
    """A study with a conversation of which nobody was asked for consent."""
    path = tmp_path / "gesprek.txt"
    path.write_text("Samira: Eerst was het eng.\n\nInterviewer: En nu?\n", "utf-8")
    import_files(study, [path])
    return study


@pytest.fixture
def page(untold: Study) -> Page:
    return Page(untold)


def find_person(register: dict[str, Any]) -> dict[str, Any]:
    """Return the only participant that is no researcher."""
    people = [row for row in register["people"] if row["label"].startswith("Samira")]
    assert len(people) == 1
    found: dict[str, Any] = people[0]
    return found


def test_i02_each_purpose_has_its_own_state_date_letter_and_asker(page: Page) -> None:
    person = find_person(page.ask("register"))
    given = {"state": "given", "date": "2031-04-05", "letter": "v2", "askedBy": "NvD"}

    register = page.ask(
        "record", participant=person["id"], purposes=["coding", "interview"], **given
    )

    said = find_person(register)["said"]
    assert said == {"coding": given, "interview": given}
    assert "quotation" not in said


def test_i01_a_source_is_closed_until_what_it_needs_is_given(page: Page) -> None:
    register = page.ask("register")
    person = find_person(register)
    (closed,) = register["closed"]
    assert closed["name"] == "gesprek"
    assert {"id": person["id"], "label": person["label"]}.items() <= (
        closed["who"][0].items()
    )
    assert closed["who"][0]["purposes"] == ["coding", "interview"]

    register = page.ask(
        "record",
        participant=person["id"],
        purposes=["coding", "interview"],
        state="given",
    )

    assert register["closed"] == []


def test_i02_several_purposes_are_one_act_in_the_name_of_who_records(
    untold: Study, page: Page
) -> None:
    person = find_person(page.ask("register"))
    before = len(untold.log())

    page.ask("record", participant=person["id"], purposes=list(PURPOSES), state="given")

    log = untold.log()
    assert len(log) == before + 1
    assert (log[-1].event.actor, log[-1].event.act) == ("LvH", "consent")
    assert SPEAKER not in log[-1].event.facts


def test_i07_refusing_what_was_given_is_a_withdrawal_and_not_recorded_here(
    page: Page,
) -> None:
    person = find_person(page.ask("register"))["id"]
    page.ask("record", participant=person, purposes=["quotation"], state="given")

    kind = page.refuse(
        "record", participant=person, purposes=["coding", "quotation"], state="refused"
    )

    assert kind == "GivenConsentError"
    said = find_person(page.ask("register"))["said"]
    assert list(said) == ["quotation"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"purposes": []},
        {"purposes": ["beoordeling"]},
        {"state": "misschien"},
        {"state": "withdrawn"},
        {"date": "5 april"},
        {"participant": "iemand"},
        {"purposes": "coding"},
    ],
)
def test_i02_what_cannot_be_recorded_changes_nothing(
    page: Page, wrong: dict[str, Any]
) -> None:
    before = page.ask("register")
    person = find_person(before)["id"]
    right = {"participant": person, "purposes": ["coding"], "state": "given"}

    page.refuse("record", **{**right, **wrong})

    assert page.ask("register") == before


def test_i01_an_empty_study_has_an_empty_register(study: Study) -> None:
    register = describe_register(study)

    assert (register["people"], register["closed"]) == ([], [])
    assert register["purposes"] == list(PURPOSES)


def test_i02_a_notebook_records_the_same(untold: Study) -> None:
    person = find_person(describe_register(untold))["id"]

    assert record_purposes(untold, "NvD", person, Said(["coding"], "given")) == 1


def test_i02_the_form_records_when_its_button_is_pressed_and_not_before(
    untold: Study,
) -> None:
    form = show_form(untold, "NvD")
    person, wanted, state, _, letter, _, button, told = form.children
    assert describe_register(untold)["people"][0]["said"] == {}
    button.click()
    assert "doel" in told.value
    wanted.value, state.value, letter.value = ("coding",), "given", "v3"

    button.click()

    said = describe_register(untold)["people"][0]["said"]
    assert (person.label, said["coding"]["letter"]) == (
        describe_register(untold)["people"][0]["label"],
        "v3",
    )
    assert told.value == "Vastgelegd voor 1 doel(en)."


def test_i01_the_tables_of_the_notebook_say_what_is_missing(untold: Study) -> None:
    register, closed = tabulate_register(untold), tabulate_closed(untold)

    assert set(register.loc[:, list(PURPOSES)].to_numpy().ravel()) == {"–"}
    assert list(closed["missing"]) == ["coding, interview"]
