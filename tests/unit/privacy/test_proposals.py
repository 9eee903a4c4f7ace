"""What is offered in a text, and what is left alone."""

import pytest

from vknz_research.privacy.proposals import Proposal, has_few_capitals, merge, propose


def found(text: str, *, label: str = "", **more: object) -> list[str]:
    whole = label + text
    hits = propose(whole, [(len(label), len(whole))], **more)  # type: ignore[arg-type]
    return [whole[hit.start : hit.end] for hit in hits]


@pytest.mark.parametrize(
    "text",
    [
        "Dat zei ik. Toen ging hij weg. Kijk, zo zit dat.",
        "Wmo, UWV en de Participatiewet, in Nederland moet dat.",
        "Ik spreek Turks en een beetje Engels, mijn Marokkaanse buurvrouw ook.",
        "Elke Maandag in Mei, met Kerst, via Teams of WhatsApp.",
        "Zij zei: Kom maar. En U zei: Nee.",
        "ECHT NIET, zei hij, NOOIT.",
        "de roos in bloem, een storm, de vos, ik hoop het",
    ],
)
def test_capitals_that_say_nothing_are_left_alone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bij mevrouw van der Velden", ["van der Velden"]),
        ("ik zag Roos en Vos", ["Roos", "Vos"]),
        ("Roos zei niets", ["Roos"]),
        ("Tesfay belde", ["Tesfay"]),
        ("met J.P. van Dam", ["J.P. van Dam"]),
        ("op basisschool De Tjalk", ["basisschool De Tjalk"]),
        ("in Capelle aan den IJssel", ["Capelle aan den IJssel"]),
        ("Jan Steen en Piet de Wit.", ["Jan Steen", "Piet de Wit"]),
        ("bij Jumbo in de Leyweg", ["Jumbo", "Leyweg"]),
        ("Kerkstraat 12b, achter", ["Kerkstraat 12b"]),
        ("Fatima van de Kerkstraat 12", ["Fatima", "Kerkstraat 12"]),
        ("zoë, Zoë en Ayşe", ["zoë", "Zoë", "Ayşe"]),
        ("met 😀Fatima😀", ["Fatima"]),
        ("Fatima\u2028Ahmed", ["Fatima", "Ahmed"]),
    ],
)
def test_names_are_offered_whole(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_a_label_before_a_turn_is_left_alone_and_its_form_in_speech_is_not() -> None:
    assert found("dag Fatima", label="Fatima: ") == ["Fatima"]


def test_a_name_is_also_offered_where_it_begins_an_utterance() -> None:
    assert found("ik zag Hoop. Hoop lachte.") == ["Hoop", "Hoop"]


def test_tokens_that_stand_there_already_are_no_names() -> None:
    assert found("met [Persoon 3] in [Grote stad]", tokens=["[Grote stad]"]) == []


@pytest.mark.parametrize(
    "text", ["", " ", "…", "\u0301", "[", "'", "-", "A", "a\u0301"]
)
def test_odd_texts_are_read(text: str) -> None:
    assert found(text) in ([], ["A"])


def test_proposals_that_overlap_become_one_of_the_most_certain_kind() -> None:
    hits = [
        Proposal(0, 6, "name", "capital"),
        Proposal(4, 9, "bsn", "checked"),
        Proposal(9, 12, "name", "capital"),
    ]

    assert merge(hits) == [
        Proposal(0, 9, "bsn", "checked"),
        Proposal(9, 12, "name", "capital"),
    ]


def test_a_text_without_capitals_is_told() -> None:
    assert has_few_capitals("ja dat is zo " * 50, [(0, 650)])
    assert not has_few_capitals("Ja dat is zo.", [(0, 13)])
    assert not has_few_capitals("", [])
