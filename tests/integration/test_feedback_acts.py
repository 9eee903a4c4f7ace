"""Feedback in a real store: each passing-on has its permission, or does not happen."""

import json
from dataclasses import replace

import pytest
from conftest import Vknz

from vknz_research.coding.feedback import (
    Answer,
    Note,
    close_permissions,
    find_item,
)
from vknz_research.errors import (
    EmptyWordingError,
    NoFeedbackConsentError,
    NoPermissionError,
    NotSpeakingError,
    TooFewKlantenError,
    TracedWordingError,
    UndoConflictError,
    UnknownValueError,
    VknzError,
    WrongParticipantError,
)
from vknz_research.model.people import Consent, Participant
from vknz_research.model.privacy import FeedbackPermission
from vknz_research.model.sources import Source, Voice
from vknz_research.project import Study
from vknz_research.project.feedback import (
    add_feedback,
    edit_feedback,
    list_feedback,
    list_findings,
    list_passed,
    pass_feedback,
    permit_feedback,
    remove_feedback,
    take_back_feedback,
)
from vknz_research.project.records import record_consent

WORDS = "Zij laat mij uitpraten."
KLANTEN = [f"Klant {letter}" for letter in "ABCDE"]
MANAGERS = ["Manager X", "Manager Y"]


@pytest.fixture
def fed(coded: Study) -> Study:
    """A conversation of five klanten and two klantmanagers, all with consent."""
    with coded.store.begin("vknz", "import-participants") as work:
        source = work.all(Source)[0]
        people = [Participant(f"k{n}", name, "klant") for n, name in enumerate(KLANTEN)]
        people += [
            Participant(f"m{n}", name, "klantmanager")
            for n, name in enumerate(MANAGERS)
        ]
        work.add(*people)
        work.add(*[Voice(f"v{p.id}", source.id, p.label, p.id) for p in people])
        for person in work.all(Participant):
            for purpose in ("interview", "coding", "recording", "feedback"):
                record_consent(work, person.id, Consent("", "", purpose, "given"))
    return coded


def answer(fed: Study, label: str, state: str) -> None:
    """Record what a klant says now of passing on feedback, and nothing else."""
    with fed.store.begin("vknz", "consent") as work:
        record_consent(work, label, Consent("", "", "feedback", state))


def note(fed: Study, wording: str = WORDS, to: str = MANAGERS[0]) -> str:
    return add_feedback(fed, "NvD", Note("gesprek", KLANTEN[0], to, wording))


def pass_named(fed: Study, item: str) -> None:
    permit_feedback(fed, "NvD", item, Answer("named", "2031-04-05", "NvD"))
    pass_feedback(fed, "NvD", item)


def read_id(fed: Study, label: str) -> str:
    return {p.label: p.id for p in fed.participants}[label]


def read_passed(fed: Study, label: str = MANAGERS[0]) -> list[object]:
    return [
        (row["wording"], row["mode"], row["from"])
        for row in list_passed(fed, read_id(fed, label))
    ]


def test_i09_nothing_is_shown_before_it_was_permitted_and_passed_on(fed: Study) -> None:
    item = note(fed)
    assert read_passed(fed) == []
    with pytest.raises(NoPermissionError):
        pass_feedback(fed, "NvD", item)
    permit_feedback(fed, "NvD", item, Answer("named"))
    assert read_passed(fed) == []

    pass_feedback(fed, "NvD", item)

    assert read_passed(fed) == [(WORDS, "named", KLANTEN[0])]
    assert read_passed(fed, MANAGERS[1]) == []
    assert list_findings(fed) == []


def test_i09_a_permission_is_used_up_once(fed: Study) -> None:
    item = note(fed)
    pass_named(fed, item)

    with pytest.raises(NoPermissionError):
        pass_feedback(fed, "NvD", item)


def test_i09_other_words_close_what_was_permitted_and_what_was_passed_on(
    fed: Study,
) -> None:
    item = note(fed)
    pass_named(fed, item)
    permit_feedback(fed, "NvD", item, Answer("named"))

    edit_feedback(fed, "NvD", item, WORDS + " Meestal.")

    assert read_passed(fed) == []
    with pytest.raises(NoPermissionError):
        pass_feedback(fed, "NvD", item)
    edit_feedback(
        fed, "NvD", item, WORDS
    )  # the old words back: asked anew all the same
    with pytest.raises(NoPermissionError):
        pass_feedback(fed, "NvD", item)
    assert list_feedback(fed)[0]["state"] == "closed"


def test_i09_the_klants_no_closes_an_earlier_yes(fed: Study) -> None:
    item = note(fed)
    permit_feedback(fed, "NvD", item, Answer("named"))

    permit_feedback(fed, "NvD", item, Answer("none"))

    with pytest.raises(NoPermissionError):
        pass_feedback(fed, "NvD", item)
    assert list_feedback(fed)[0]["state"] == "refused"


@pytest.mark.parametrize("state", ["refused", "withdrawn"])
def test_i09_without_the_klants_consent_nothing_is_permitted_or_shown(
    fed: Study, state: str
) -> None:
    item, later = note(fed), note(fed, "Zij belt terug.")
    pass_named(fed, item)
    permit_feedback(fed, "NvD", later, Answer("named"))

    answer(fed, KLANTEN[0], state)

    assert read_passed(fed) == []
    with pytest.raises(NoFeedbackConsentError):
        permit_feedback(fed, "NvD", item, Answer("named"))
    with pytest.raises(NoFeedbackConsentError):
        pass_feedback(fed, "NvD", later)
    assert {finding.id for finding in list_findings(fed)} == {"I9"}


def test_i09_a_withdrawal_of_feedback_closes_all(fed: Study) -> None:
    passed, permitted, other = note(fed), note(fed), note(fed)
    pass_named(fed, passed)
    permit_feedback(fed, "NvD", permitted, Answer("named"))
    permit_feedback(fed, "NvD", other, Answer("none"))

    with fed.store.begin("vknz", "withdraw") as work:
        assert close_permissions(work, read_id(fed, KLANTEN[0])) == 2
        states = {p.state for p in work.all(FeedbackPermission)}

    assert states == {"closed"}
    assert read_passed(fed) == []


def test_i09_what_is_taken_back_or_taken_away_is_shown_to_nobody(fed: Study) -> None:
    kept, gone = note(fed), note(fed, "Zij belt terug.")
    pass_named(fed, kept)
    pass_named(fed, gone)
    assert len(read_passed(fed)) == 2

    take_back_feedback(fed, "NvD", kept)
    remove_feedback(fed, "NvD", gone)

    assert read_passed(fed) == []
    assert [row["item"] for row in list_feedback(fed)] == [kept]


def test_i09_a_permission_that_was_tampered_with_is_found_and_not_used(
    fed: Study,
) -> None:
    item = note(fed)
    pass_named(fed, item)
    with fed.store.begin("vknz", "edit-feedback") as work:
        work.replace(replace(find_item(work, item), wording="Heel iets anders."))

    assert read_passed(fed) == []
    assert [finding.id for finding in list_findings(fed)] == ["I9"]


def test_i10_anonymous_shows_the_words_and_nothing_of_whom_or_when(fed: Study) -> None:
    item = note(fed)
    permit_feedback(fed, "NvD", item, Answer("anonymous", "2031-04-05", "NvD"))
    pass_feedback(fed, "NvD", item)

    shown = list_passed(fed, read_id(fed, MANAGERS[0]))

    assert shown == [{"wording": WORDS, "mode": "anonymous", "from": None}]
    assert list_findings(fed) == []


def test_i10_anonymous_is_refused_with_fewer_than_k_klanten(fed: Study) -> None:
    item = note(fed)
    assert len(KLANTEN) == fed.settings.k
    answer(fed, KLANTEN[-1], "refused")

    with pytest.raises(TooFewKlantenError):
        permit_feedback(fed, "NvD", item, Answer("anonymous"))

    permit_feedback(fed, "NvD", item, Answer("named"))


def test_i10_what_was_anonymous_is_hidden_when_too_few_are_left(fed: Study) -> None:
    passed, permitted = note(fed), note(fed)
    for item in (passed, permitted):
        permit_feedback(fed, "NvD", item, Answer("anonymous"))
    pass_feedback(fed, "NvD", passed)

    answer(fed, KLANTEN[-1], "withdrawn")

    assert read_passed(fed) == []
    with pytest.raises(TooFewKlantenError):
        pass_feedback(fed, "NvD", permitted)
    assert [finding.id for finding in list_findings(fed)] == ["I10", "I10"]


@pytest.mark.parametrize(
    "wording",
    [
        f"{KLANTEN[0]} vindt het fijn.",
        "Op 3 april ging het goed.",
        "In gesprek liep het stroef.",
        "Hoe was het Samira Nou ja eerst eng Daarna goed Interviewer Hoe was het",
    ],
)
def test_i10_anonymous_is_refused_for_words_that_lead_to_somebody(
    fed: Study, wording: str
) -> None:
    item = note(fed, wording)

    with pytest.raises(TracedWordingError) as refused:
        permit_feedback(fed, "NvD", item, Answer("anonymous"))

    assert wording not in str(refused.value)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"klant": MANAGERS[0]}, WrongParticipantError),
        ({"recipient": KLANTEN[1]}, WrongParticipantError),
        ({"wording": "  "}, EmptyWordingError),
    ],
)
def test_i09_feedback_goes_from_a_klant_to_a_klantmanager(
    fed: Study, change: dict[str, str], error: type[VknzError]
) -> None:
    right = {"source": "gesprek", "klant": KLANTEN[0], "recipient": MANAGERS[0]}

    with pytest.raises(error):
        add_feedback(fed, "NvD", Note(**{**right, "wording": WORDS, **change}))


def test_i09_who_does_not_speak_in_a_source_said_nothing_in_it(fed: Study) -> None:
    with fed.store.begin("vknz", "import-participants") as work:
        work.add(Participant("stil", "Klant Stil", "klant"))

    with pytest.raises(NotSpeakingError):
        add_feedback(fed, "NvD", Note("gesprek", "Klant Stil", MANAGERS[0], WORDS))


def test_i09_a_mode_or_date_that_is_none_is_refused(fed: Study) -> None:
    item = note(fed)

    for answer in (Answer("misschien"), Answer("named", "gisteren")):
        with pytest.raises(UnknownValueError):
            permit_feedback(fed, "NvD", item, answer)


def test_i26_the_log_of_feedback_holds_no_words(fed: Study) -> None:
    pass_named(fed, note(fed))

    for entry in fed.log()[-3:]:
        assert WORDS not in entry.event.facts + str(entry.why)
        assert KLANTEN[0] not in entry.event.facts


def test_i09_an_edit_can_be_undone_and_passing_on_cannot(fed: Study) -> None:
    item = note(fed)
    permit_feedback(fed, "NvD", item, Answer("named"))
    edit_feedback(fed, "NvD", item, "Anders.")

    assert fed.undo("NvD").act == "edit-feedback"
    pass_feedback(fed, "NvD", item)

    with pytest.raises(UndoConflictError):
        fed.undo("NvD")
    assert read_passed(fed) == [(WORDS, "named", KLANTEN[0])]


def test_i09_the_command_notes_permits_and_passes_on(fed: Study, vknz: Vknz) -> None:
    path = fed.path
    fed.close()
    told = ("--source", "gesprek", "--from", KLANTEN[0], "--to", MANAGERS[0])
    added = vknz("feedback", path, "add", *told, "--wording", WORDS, "--json")
    item = json.loads(added.out)["item"]

    assert vknz("feedback", path, "pass", "--item", item).status == 1
    permitted = ("permit", "--item", item, "--mode", "anonymous", "--by", "NvD")
    assert vknz("feedback", path, *permitted).status == 0
    assert vknz("feedback", path, "pass", "--item", item).status == 0

    (row,) = vknz("feedback", path, "list", "--json").facts
    assert (row["state"], row["mode"]) == ("used", "anonymous")
    assert vknz("feedback", path, "take-back", "--item", item).status == 0
    (row,) = vknz("feedback", path, "--json").facts
    assert row["state"] == "closed"
    assert vknz("feedback", path, "weg", "--item", item).status == 2


def test_i09_no_act_works_on_an_item_that_is_not_there(fed: Study) -> None:
    for act in (pass_feedback, take_back_feedback, remove_feedback):
        with pytest.raises(VknzError):
            act(fed, "NvD", "elders")
