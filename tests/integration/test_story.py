"""The spreekkamerverhaal: whose voices are in it, in which words, and when it is not."""

from dataclasses import replace
from pathlib import Path

import pytest

from vknz_research.errors import (
    ParameterError,
    StoryConsentError,
    UnknownThingError,
)
from vknz_research.model.people import Consent, Participant
from vknz_research.model.privacy import FeedbackPermission
from vknz_research.project import Study
from vknz_research.project.reporting import check_section, make_report
from vknz_research.report.blocks import Block, Heading, Notice, Paragraph, Quotation
from vknz_research.report.story import STORY, open_story
from vknz_research.snapshot import Snapshot

ONE, TWO = "Traject 1", "Traject 2"


@pytest.fixture(scope="module")
def snapshot(cycled: Study) -> Snapshot:
    return cycled.freeze("v1")


def tell(snapshot: Snapshot, trajectory: str, language: str = "nl") -> list[Block]:
    return list(open_story(str(snapshot.path), trajectory, language=language).tell())


def words_of(blocks: list[Block]) -> str:
    said = [
        *(p.text for b in blocks if isinstance(b, Quotation) for p in b.parts),
        *(b.markdown for b in blocks if isinstance(b, Paragraph)),
        *(b.text for b in blocks if isinstance(b, Heading | Notice)),
        *(b.source_code or "" for b in blocks if isinstance(b, Quotation)),
    ]
    return "\n".join(said)


def test_a_story_tells_both_conversations_in_order(snapshot: Snapshot) -> None:
    heads = [b.text for b in tell(snapshot, ONE) if isinstance(b, Heading)]

    assert heads[:2] == [ONE, "Gesprek 1, 2 maart 2032"]
    assert "Gesprek 2, 6 april 2032" in heads
    assert heads.index("Wat er is geprobeerd") > heads.index("Gesprek 2, 6 april 2032")


def test_each_fragment_is_said_by_a_role_at_a_time(snapshot: Snapshot) -> None:
    quotes = [b for b in tell(snapshot, ONE) if isinstance(b, Quotation)]

    assert quotes[0].source_code == "de klant, 00:10"
    assert not any(n in words_of(tell(snapshot, ONE)) for n in ("Naima", "Rowan"))


def test_i9_of_an_interview_only_permitted_words_are_told(snapshot: Snapshot) -> None:
    words = words_of(tell(snapshot, TWO))

    assert "U vroeg wat ik wilde" in words
    assert "buikpijn" not in words
    assert "bleef lang hangen" not in words


def test_why_there_was_no_interview_is_told(snapshot: Snapshot) -> None:
    assert "Een tolk was nodig" in words_of(tell(snapshot, TWO))


def test_a_story_in_english_has_english_words_of_ours(snapshot: Snapshot) -> None:
    words = words_of(tell(snapshot, ONE, "en"))

    assert "Conversation 1" in words
    assert "Gesprek 1" not in words


def test_an_unknown_trajectory_names_those_that_are_there(snapshot: Snapshot) -> None:
    with pytest.raises(ParameterError, match=f"{ONE}, {TWO}"):
        tell(snapshot, "Traject 3")


@pytest.mark.no_cover
def test_files_are_made_of_a_story(snapshot: Snapshot, tmp_path: Path) -> None:
    pairs = [f"trajectory={ONE}", "purpose=terugkoppeling"]

    made = make_report(snapshot.path, "spreekkamerverhaal", pairs, out=tmp_path)

    assert [path.suffix for path in made] == [".html", ".docx", ".pdf", ".json"]
    html = made[0].read_text(encoding="utf-8")
    assert "Daar word ik rustig van" in html
    assert "Naima" not in html


@pytest.mark.parametrize("who", ["Rowan", "Naima"])
def test_i2_without_consent_to_be_quoted_there_is_no_story(
    cycled: Study, who: str
) -> None:
    with cycled.store.begin("vknz", "consent") as work:
        person = work.first(Participant, label=who)
        assert person is not None
        said = work.first(Consent, participant_id=person.id, purpose="quotation")
        assert said is not None
        work.replace(replace(said, state="refused"))
    frozen = cycled.freeze(f"zonder-{who.lower()}")
    cycled.undo()

    with pytest.raises(StoryConsentError) as refused:
        tell(frozen, ONE)

    assert who not in str(refused.value)


@pytest.mark.parametrize("who", ["Rowan", "Naima"])
def test_i3_of_a_trajectory_of_who_withdrew_no_words_are_frozen(
    cycled: Study, who: str
) -> None:
    with cycled.store.begin("vknz", "consent") as work:
        person = work.first(Participant, label=who)
        assert person is not None
        for said in work.all(Consent, participant_id=person.id):
            work.replace(replace(said, state="withdrawn"))
    frozen = cycled.freeze(f"ingetrokken-{who.lower()}")
    cycled.undo()

    assert set(frozen.steps["trajectory"].dropna()) == {TWO}
    names = set(frozen.steps["trajectory_id"][frozen.steps["trajectory"] == TWO])
    kept = frozen.attention_points.dropna(subset=["body"])
    assert set(kept["trajectory_id"]) == names
    is_gone = who == "Rowan"
    assert frozen.permitted["wording"].str.contains("tuin").any() != is_gone


def test_i10_words_that_are_let_say_anonymously_are_in_no_story(cycled: Study) -> None:
    with cycled.store.begin("vknz", "permit-feedback") as work:
        for said in work.all(FeedbackPermission, mode="named"):
            work.replace(replace(said, mode="anonymous"))
    frozen = cycled.freeze("anoniem")
    cycled.undo()

    assert len(frozen.permitted) == 0
    assert "Over de tuin kon ik" not in words_of(tell(frozen, ONE))


def test_a_story_begins_with_what_a_researcher_wrote(cycled: Study) -> None:
    check_section(cycled, f"{STORY}{ONE}")
    cycled.coder("NvD").memo(
        "Begin", "Zo begon het.", kind="report", section=f"{STORY}{ONE}"
    )
    frozen = cycled.freeze("met-begin")
    cycled.undo()

    blocks = tell(frozen, ONE)

    assert isinstance(blocks[1], Paragraph)
    assert blocks[1].markdown == "Zo begon het."


def test_a_section_of_no_trajectory_is_refused(cycled: Study) -> None:
    with pytest.raises(UnknownThingError):
        check_section(cycled, f"{STORY}Traject 9")
