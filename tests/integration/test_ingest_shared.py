"""The real files that are shared beside the project."""

import time
from collections import Counter
from pathlib import Path

import pytest

from vknz_research.exchange.design import read_design
from vknz_research.ingest import read_file
from vknz_research.model.sources import Reading

SHARED = Path(__file__).parents[2].parent / "shared"
DATA = SHARED / "data"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is absent")


def read(path: Path) -> Reading:
    return read_file(path)[0]


def join_correct(path: Path) -> list[tuple[str, str]]:
    """Return the turns of an expected text; it cuts long ones over several rows."""
    turns: list[tuple[str, str]] = []
    for row in path.read_text().splitlines()[1:]:
        _, speaker, content = row.split("\t")
        words = " ".join(piece.strip() for piece in content.split("---"))
        if turns and turns[-1][0] == speaker.strip():
            words = f"{turns.pop()[1]} {words}"
        turns.append((speaker.strip(), words))
    return turns


@pytest.mark.parametrize("kind", ["teams", "zoom"])
def test_transcripts_agree_with_their_expected_text(kind: str) -> None:
    reading = read(DATA / "transcripts" / f"{kind}_transcript.vtt")

    found = [(t.speaker or "", reading.text[t.start : t.end]) for t in reading.turns]
    assert found == join_correct(
        DATA / "transcripts" / f"{kind}_transcript_correct.txt"
    )


@pytest.mark.parametrize(
    ("name", "turns", "cues", "speakers", "warnings"),
    [
        ("New Teams Format.vtt", 3, 4, (), 0),
        ("TeamsPremium.vtt", 10, 17, ("Charles", "Janaki"), 0),
        ("Test OneDrive Transcription 2022-11.vtt", 116, 270, (), 0),
        (
            "Test teams transcription_2022-11-15-from Teams.vtt",
            100,
            178,
            ("Hurst, Peter", "Wright, Steve"),
            1,
        ),
    ],
)
def test_every_kind_of_subtitles_is_read(
    name: str, turns: int, cues: int, speakers: tuple[str, ...], warnings: int
) -> None:
    reading = read(DATA / "transcripts" / name)

    assert (len(reading.turns), len(reading.cues)) == (turns, cues)
    assert reading.speakers == speakers
    assert len(reading.warnings) == warnings
    assert all((c.begin_ms or 0) <= (c.end_ms or 0) for c in reading.cues)


@pytest.mark.parametrize(("name", "turns"), [("P1", 95), ("P2", 166), ("P3", 123)])
def test_interviews_in_pdf_have_their_two_speakers(name: str, turns: int) -> None:
    reading = read(DATA / "pdf" / f"{name}.pdf")

    assert reading.speakers == ("Dan", "Participant")
    assert len(reading.turns) == turns
    assert "\t" not in reading.text


def test_a_survey_gives_a_source_for_each_respondent_in_good_time() -> None:
    begin = time.perf_counter()

    readings = read_file(DATA / "survey" / "pandemic_programming_English_recoded.csv")

    assert time.perf_counter() - begin < 10
    assert len({reading.part for reading in readings}) == 806
    assert "Timestamp" not in readings[0].text


def test_the_published_design_is_read() -> None:
    entries = read_design(DATA / "inventory_published.csv")

    assert [e.source_code for e in entries[:2]] == ["I1/KM", "F1/KM"]
    assert len(entries) == 11


def test_the_published_case_report_is_read_with_all_its_time_codes() -> None:
    reading = read(next((SHARED / "seeds").glob("001*")))

    timed = [turn for turn in reading.turns if turn.begin_ms is not None]
    assert reading.recordings == ("18 maart 2021", "Video 1", "Video 2")
    assert Counter(turn.recording for turn in timed) == {1: 51, 2: 4, 3: 35}
    assert {turn.speaker for turn in timed} == {"klantmanager", "klant", "beiden"}
    inside = Counter(turn.kind for turn in reading.turns)
    assert (inside["observation"], inside["question"]) == (30, 20)
