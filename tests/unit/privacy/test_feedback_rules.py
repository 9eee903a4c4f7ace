import pytest

from vknz_research.model.people import Consent, Participant
from vknz_research.model.privacy import FeedbackItem, FeedbackPermission
from vknz_research.model.sources import Voice
from vknz_research.privacy.feedback import (
    MOST_QUOTED,
    covers,
    find_traces,
    hash_wording,
    is_shown,
    list_klanten,
    may_pass,
)

SALT = bytes(range(16))
ITEM = FeedbackItem("i", "s", "klant", "km", "Zij laat mij uitpraten.", 0)
GIVEN = [Consent("c", "klant", "feedback", "given")]


def permit(
    item: FeedbackItem = ITEM, mode: str = "named", state: str = "used"
) -> FeedbackPermission:
    print_of = hash_wording(SALT, item.id, item.recipient_id, item.wording)
    return FeedbackPermission(
        "p", item.id, item.recipient_id, mode, print_of, None, None, state
    )


def reword(wording: str, recipient: str = "km") -> FeedbackItem:
    return FeedbackItem("i", "s", "klant", recipient, wording, 0)


def test_i09_a_permission_is_for_exactly_these_words_and_this_recipient() -> None:
    assert covers(permit(), ITEM, SALT)
    assert not covers(permit(), reword("Zij laat mij uitpraten"), SALT)
    assert not covers(permit(), reword(ITEM.wording, "ander"), SALT)
    assert not covers(permit(), ITEM, b"ander zout")
    assert not covers(permit(mode="none"), ITEM, SALT)


def test_i09_only_what_was_passed_on_is_shown_and_only_with_consent() -> None:
    assert is_shown(ITEM, [permit()], GIVEN, SALT) is not None
    for state in ("open", "closed"):
        assert is_shown(ITEM, [permit(state=state)], GIVEN, SALT) is None
    for state in ("refused", "withdrawn"):
        said = [Consent("c", "klant", "feedback", state)]
        assert is_shown(ITEM, [permit()], said, SALT) is None
    assert is_shown(ITEM, [permit()], [], SALT) is None
    assert not may_pass([Consent("c", "klant", "quotation", "given")], "klant")


@pytest.mark.parametrize(
    ("wording", "trace"),
    [
        ("Samira luistert nu beter.", "name"),
        ("SAMIRA’S vragen waren goed", "name"),
        ("Het was fijn dat Zoe meekeek.", "name"),
        ("Op dinsdag had zij geen tijd.", "date"),
        ("Het gesprek van 3 maart was fijn.", "date"),
        ("Op de derde maart ging het goed.", "date"),
        ("Dat was 2031-04-05.", "date"),
        ("Dat was op 5-4-31.", "date"),
        ("Rond 04:10 zei zij niets.", "date"),
        ("In 2031 ging het beter.", "date"),
        ("In I1-K-3 liep het stroef.", "conversation"),
        (
            "een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien",
            "quote",
        ),
        (
            "Een, twee; drie! Vier VIJF zes zeven acht negen tién elf twaalf dertien",
            "quote",
        ),
    ],
)
def test_i10_a_wording_that_leads_to_somebody_is_found(
    wording: str, trace: str
) -> None:
    text = "nul één twee drie vier vijf zes zeven acht negen tien elf twaalf dertien"
    labels = ["Samira (gesprek)", "Zoë", "R1 (vragen)"]

    assert find_traces(wording, labels, ["I1-K-3", "I1/K"], [text]) == [trace]


def test_i10_a_pseudonym_is_a_name() -> None:
    assert find_traces("Dat vond [Persoon 3] ook.", [], [], []) == ["name"]


def test_i10_a_wording_that_leads_to_nobody_is_let_through() -> None:
    said = " ".join(f"woord{n}" for n in range(30))
    short = " ".join(f"woord{n}" for n in range(MOST_QUOTED))

    for wording in (
        "Laat iets langere stiltes vallen, en vraag dan pas door.",
        "Ik mag eerst mijn verhaal doen; dat is fijn.",
        short,
    ):
        assert find_traces(wording, ["Samira", "R1", ""], ["I1-K-3"], [said]) == []


def test_i10_only_klanten_who_could_have_said_it_hide_one_another() -> None:
    people = [
        Participant(name, name, "klant")
        for name in ("deelt", "item", "zonder", "elders")
    ]
    people += [Participant("km", "km", "klantmanager")]
    consents = [
        Consent(p.id, p.id, "feedback", "given") for p in people if p.id != "zonder"
    ]
    voices = [
        Voice(f"{source}{who}", source, who, who)
        for source, who in (
            ("s", "km"),
            ("s", "deelt"),
            ("s", "zonder"),
            ("t", "elders"),
        )
    ]
    items = [FeedbackItem("i", "t", "item", "km", "x", 0)]

    assert list_klanten("km", people, consents, voices, items) == {"deelt", "item"}
