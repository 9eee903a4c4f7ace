"""The session behind the review: places, groups, drafts, and what may be applied."""

from pathlib import Path
from typing import Any

import pytest
from review_material import BSN, NAMES, Review, write_transcript

from vknz_research.coding.reviewing import fold
from vknz_research.model.sources import Revision, Source
from vknz_research.project import Study
from vknz_research.project.importing import import_files


def read_text(study: Study) -> str:
    """The text of the one source, which may be closed: reviewing is allowed then."""
    with study.store.read() as reader:
        source = reader.all(Source)[0]
        return reader.all(Revision, id=source.revision_id)[0].text


@pytest.fixture
def review(study: Study, tmp_path: Path) -> Review:
    """A review of a short transcript, in quarantine as it came in."""
    path = tmp_path / "lang.txt"
    path.write_text(write_transcript(600), encoding="utf-8")
    import_files(study, [path])
    return Review(study)


def choose(found: dict[str, Any], at: int = 0, **change: Any) -> dict[str, Any]:
    """Return a decision on a proposal, as the browser sends it."""
    place = {key: found["proposals"][at][key] for key in ("start", "end")}
    made = {"outcome": "replace", "token": None, "reason": None, "scope": "only"}
    return {**place, **made, **change}


def test_i20_the_pieces_are_the_text_and_each_proposal_has_its_own(
    review: Review,
) -> None:
    found = review.ask("open")
    text = read_text(review.study)

    for turn in found["turns"]:
        whole = "".join(piece[0] for piece in turn["pieces"])
        assert text[turn["start"] : turn["start"] + len(whole)] == whole
    numbered = {p[1]: p[0] for turn in found["turns"] for p in turn["pieces"] if p[1:]}
    assert len(numbered) == len(found["proposals"])
    for number, proposal in enumerate(found["proposals"]):
        assert numbered[number] == text[proposal["start"] : proposal["end"]]


def test_i16_the_same_words_are_one_group_whatever_their_capitals(
    review: Review,
) -> None:
    found = review.ask("open")
    text = read_text(review.study)
    groups: dict[int, set[str]] = {}
    for proposal in found["proposals"]:
        words = text[proposal["start"] : proposal["end"]]
        groups.setdefault(proposal["group"], set()).add(fold(words))

    assert all(len(forms) == 1 for forms in groups.values())
    assert len(groups) == len(NAMES) + 1
    assert fold("ZOË") == fold("zoe")


def test_i01_a_source_in_quarantine_can_be_reviewed(review: Review) -> None:
    assert review.ask("open", source="lang")["proposals"]


def test_i16_what_was_decided_is_there_when_the_page_is_loaded_anew(
    review: Review,
) -> None:
    found = review.ask("open")
    draft = [choose(found, token="[Persoon 3]"), choose(found, 1, outcome="keep")]
    review.ask("keep", revision=found["revision"], decisions=draft)

    assert review.ask("open")["draft"] == draft
    assert not any(name in str(draft) for name in NAMES)


def test_i20_what_is_applied_is_what_was_decided_with_its_words(
    review: Review,
) -> None:
    found = review.ask("open")
    wanted = [choose(found), choose(found, 1, outcome="keep", reason="een dier")]

    place = {"source": found["source"]["id"], "revision": found["revision"]}
    made = review.ask("apply", **place, decisions=wanted)

    ((coder, source, decided),) = review.applied
    assert (coder, source) == ("NvD", found["source"]["id"])
    assert [(d.words, d.category, d.choice.outcome) for d in decided] == [
        ("Fatima", "name", "replace"),
        ("Zoë", "name", "keep"),
    ]
    assert decided[1].choice.reason == "een dier"
    assert (made["applied"], made["draft"]) == (2, [])


def test_i16_what_no_rule_found_can_be_marked_and_decided(review: Review) -> None:
    found = review.ask("open")
    text = read_text(review.study)
    start = text.index("anders kon")
    place = {"source": found["source"]["id"], "revision": found["revision"]}
    draft = [choose(found)]
    made = {"start": start, "end": start + 6, "decisions": draft}

    opened = review.ask("mark", **place, **made, category="person")
    again = review.ask("mark", **place, **made, category="unique")

    (own,) = [p for p in opened["proposals"] if p["isOwn"]]
    assert (own["start"], own["category"]) == (start, "person")
    assert [p["category"] for p in again["proposals"] if p["isOwn"]] == ["unique"]
    assert again["draft"] == draft
    review.ask(
        "apply", **place, decisions=[{**draft[0], "start": start, "end": start + 6}]
    )
    assert review.applied[0][2][0].words == "anders"


@pytest.mark.parametrize(
    "wrong",
    [
        {"category": "beoordeling"},
        {"start": -1},
        {"end": 10**6},
        {"start": 5, "end": 5},
    ],
)
def test_i16_a_mark_that_is_no_place_is_refused(
    review: Review, wrong: dict[str, Any]
) -> None:
    found = review.ask("open")
    place = {"source": found["source"]["id"], "revision": found["revision"]}
    right = {"start": 0, "end": 4, "category": "person", "decisions": []}

    assert review.refuse("mark", **place, **{**right, **wrong}) == "BadMessageError"
    over = {**right, "start": found["proposals"][0]["start"] - 1}
    over["end"] = over["start"] + 3
    assert review.refuse("mark", **place, **over) == "BadMessageError"


def test_i17_the_passphrase_goes_to_the_register_and_is_not_kept(
    review: Review,
) -> None:
    found = review.ask("open")

    opened = review.ask("unlock", source=found["source"]["id"], passphrase="een zin")

    assert review.unlocked == ["een zin"]
    assert "een zin" not in str(opened) + str(vars(review.drafts))


@pytest.mark.parametrize(
    "change",
    [
        {"outcome": "weg"},
        {"scope": "overal"},
        {"token": "Persoon 3"},
        {"token": "[a]\n[b]"},
        {"token": "[" + "x" * 80 + "]"},
        {"start": 4},
        {"end": 10**6},
        {"start": "0"},
    ],
)
def test_i20_a_decision_that_means_nothing_is_refused_whole(
    review: Review, change: dict[str, Any]
) -> None:
    found = review.ask("open")
    place = {"source": found["source"]["id"], "revision": found["revision"]}
    wanted = [choose(found, 1), {**choose(found), **change}]

    assert review.refuse("apply", **place, decisions=wanted) == "BadMessageError"
    assert review.applied == []


def test_i20_a_place_that_is_decided_twice_is_refused(review: Review) -> None:
    found = review.ask("open")
    first = choose(found)
    second = {**first, "outcome": "keep"}
    place = {"source": found["source"]["id"], "revision": found["revision"]}

    assert review.refuse("apply", **place, decisions=[first, second]) == (
        "BadMessageError"
    )


def test_i14_a_citizen_service_number_cannot_be_kept(review: Review) -> None:
    found = review.ask("open")
    assert found["proposals"][-1]["isBlocked"]
    place = {"source": found["source"]["id"], "revision": found["revision"]}

    refused = review.refuse(
        "apply", **place, decisions=[choose(found, -1, outcome="keep")]
    )

    assert refused == "KeptNumberError"
    assert BSN in read_text(review.study)
    assert review.applied == []


def test_i22_decisions_on_a_text_that_was_edited_since_are_refused(
    review: Review,
) -> None:
    found = review.ask("open")
    place = {"source": found["source"]["id"], "revision": "een andere"}

    assert review.refuse("apply", **place, decisions=[choose(found)]) == (
        "StaleTextError"
    )
    assert review.applied == []


@pytest.mark.parametrize("message", [{}, {"id": "1"}, {"id": "1", "act": "weg"}, []])
def test_what_is_no_message_is_refused(review: Review, message: Any) -> None:
    assert not review.session.handle(message)["ok"]


def test_a_study_without_sources_has_nothing_to_review(study: Study) -> None:
    assert Review(study).ask("open") == {"sources": [], "source": None}
