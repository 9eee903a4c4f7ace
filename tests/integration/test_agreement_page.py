"""What the page on agreement is told: numbers, the passages behind, and no more."""

import json
from typing import Any

import pytest

from vknz_research.dashboard.agreement import AgreementDesk
from vknz_research.project import Study
from vknz_research.project.consent import Said, set_consent

SPOKEN = "eerst eng"


@pytest.fixture
def desk(coded: Study) -> AgreementDesk:
    for coder, code in (("AA", "4r/reflectie/veiligheid"), ("BB", "4r/routine")):
        start = coded.text("gesprek").index(SPOKEN)
        coded.coder(coder).code("gesprek", code, start, start + len(SPOKEN))
    return AgreementDesk(coded)


def ask(desk: AgreementDesk, name: str, **more: Any) -> Any:
    answer = desk.handle({"id": 7, "ask": name, **more})
    assert (answer["id"], answer["ok"]) == (7, True)
    return json.loads(json.dumps(answer["result"]))


def test_a_number_leads_to_the_words_behind_it(desk: AgreementDesk) -> None:
    found = ask(desk, "agreement")
    assert found["coders"] == ["AA", "BB"]
    pair = found["confused"][0]
    assert pair["characters"] == len(SPOKEN)

    behind = ask(desk, "passages", code=pair["code"], other=pair["other"])

    assert [row["text"] for row in behind["passages"]] == [SPOKEN]
    assert behind["passages"][0]["given"] == (
        "AA: 4r/reflectie/veiligheid · BB: 4r/routine"
    )


def test_the_page_follows_the_study(desk: AgreementDesk) -> None:
    assert ask(desk, "agreement")["style"][0]["codings"] == 1
    desk.study.coder("AA").code("gesprek", "4r/richting", 0, 5)
    assert ask(desk, "agreement")["style"][0]["codings"] == 2


def test_sub_codes_are_counted_with_their_code(desk: AgreementDesk) -> None:
    codes = [row["code"] for row in ask(desk, "agreement", rolled=True)["codes"]]
    assert sorted(codes) == ["4r/reflectie", "4r/routine"]


def test_the_overlap_of_a_source_is_where_each_coder_coded(
    desk: AgreementDesk,
) -> None:
    source = ask(desk, "agreement")["sources"][0]
    overlap = ask(desk, "overlap", source=source["id"])
    assert overlap["coders"] == ["AA", "BB"]
    assert len(overlap["marks"]) == 2
    assert not desk.handle({"id": 1, "ask": "overlap", "source": "elders"})["ok"]


@pytest.mark.parametrize(
    "message",
    [
        {"ask": "alles"},
        {},
        {"ask": "agreement", "unit": "alinea"},
        {"ask": "agreement", "unit": ["turn"]},
        {"ask": "passages", "code": 4},
        {"ask": "passages", "round": "1"},
        {"ask": "passages", "round": True},
    ],
)
def test_what_cannot_be_understood_is_refused_in_words(
    desk: AgreementDesk, message: dict[str, Any]
) -> None:
    answer = desk.handle({"id": 1, **message})
    assert not answer["ok"]
    assert answer["message"]
    assert SPOKEN not in answer["message"]


def test_who_withdrew_is_in_nothing_that_is_shown(desk: AgreementDesk) -> None:
    person = next(p for p in desk.study.participants if "Samira" in p.label)
    set_consent(desk.study, person.label, Said(["coding"], "withdrawn", None))

    found = desk.handle({"id": 1, "ask": "passages"})

    assert SPOKEN not in json.dumps(found)
    assert SPOKEN not in json.dumps(desk.handle({"id": 1, "ask": "agreement"}))


def test_codes_are_shown_with_their_marks_and_counts(desk: AgreementDesk) -> None:
    found = ask(desk, "agreement")
    row = found["codes"][0]
    mark = found["marks"][row["code"]]

    assert row["codings"] > 0
    assert {"name", "letters", "colour", "stroke", "form"} <= mark.keys()
    assert mark["name"] != row["code"]


def test_a_coders_codings_lead_to_their_words(desk: AgreementDesk) -> None:
    coder = ask(desk, "agreement")["coders"][0]
    own = ask(desk, "passages", coder=coder, all=True)["passages"]

    assert own
    assert all(row["by_coder"][coder] for row in own)
    assert all(row["begin_ms"] is None or row["begin_ms"] >= 0 for row in own)
    for who in ("AA", "BB"):
        desk.study.coder(who).code("gesprek", "4r/richting", 0, 5)
    desk.study.coder("BB").code("gesprek", "4r/routine", 40, 60)  # not of AA
    everything = ask(desk, "passages", coder=coder, all=True)
    assert everything["total"] == len(own) + 1
    assert ask(desk, "passages", coder=coder)["passages"] == own


def test_a_difference_of_a_full_stop_is_no_passage(coded: Study) -> None:
    text = coded.text("gesprek")
    stop = text.index(".")
    start = text.rindex(" ", 0, stop) + 1
    coded.coder("AA").code("gesprek", "4r/routine", start, stop)
    coded.coder("BB").code("gesprek", "4r/routine", start, stop + 1)
    desk = AgreementDesk(coded)

    assert ask(desk, "passages", code="4r/routine")["passages"] == []
    everything = ask(desk, "passages", code="4r/routine", all=True)["passages"]
    assert [row["text"] for row in everything] == [text[start:stop]]
