"""Transcripts made here: typed in the player, or heard by a program of this machine."""

import json
import sys
import wave
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from consenting import GIVEN
from mediafiles import make_recording

from vknz_research.coding.worklist import list_tasks
from vknz_research.errors import (
    EmptyFileError,
    NoRecogniserError,
    QuarantineError,
    RecogniserError,
    RecordingConsentError,
    RecordingFileError,
    TranscriptError,
)
from vknz_research.ingest import read_bytes
from vknz_research.model.people import Consent, Participant
from vknz_research.model.sources import Source, Voice
from vknz_research.project import Study, open_study
from vknz_research.project.recognising import OLD_S, open_workplace, recognise
from vknz_research.project.recordings import link_recording, list_recordings
from vknz_research.project.settings import FILE, read_settings, write_settings
from vknz_research.project.transcribing import write_transcript
from vknz_research.project.upkeep import check_study
from vknz_research.store.verify import verify_store

TURNS: list[dict[str, Any]] = [
    {"speaker": "Klantmanager", "begin": 0, "finish": 1500, "text": " Ga  zitten. "},
    {"speaker": "Greet", "begin": 1500, "finish": 3201, "text": "Dank je."},
    {"speaker": "Greet", "begin": None, "finish": None, "text": "  "},
    {"speaker": "", "begin": 4000, "finish": None, "text": "Zij lacht."},
]
# A stand-in for a recogniser: it takes the sound and writes what Whisper would.
STAND_IN = """
import json, pathlib, sys, wave
audio, out = map(pathlib.Path, sys.argv[1:3])
assert audio.stat().st_mode & 0o077 == 0 or audio.parent.stat().st_mode & 0o077 == 0
with wave.open(str(audio)) as sound:
    facts = sound.getframerate(), sound.getnchannels(), sound.getsampwidth()
    seconds = sound.getnframes() / sound.getframerate()
assert facts == (16000, 1, 2), facts
print("woorden die nergens mogen komen")
out.with_suffix(".json").write_text(json.dumps({"segments": [
    {"start": 0.0, "end": 1.0, "text": " Hallo daar.", "speaker": "SPEAKER_00"},
    {"start": 1.0, "end": round(seconds, 3), "text": " Dag.", "speaker": "SPEAKER_01"},
]}))
"""


def give_consent(study: Study) -> None:
    with study.store.begin("t", "consent") as work:
        known = {(c.participant_id, c.purpose) for c in work.all(Consent)}
        for person in study.participants:
            for purpose in GIVEN.purposes:
                if (person.id, purpose) not in known:
                    made = f"{person.id}-{purpose}"
                    work.add(Consent(made, person.id, purpose, "given", "2020-04-05"))


def name_program(study: Study, tmp_path: Path, code: str, more: str = "") -> Study:
    """Give a study a recogniser; return it opened again."""
    program = tmp_path / "herkenner.py"
    program.write_text(code, encoding="utf-8")
    path = study.path
    text = (path / FILE).read_text(encoding="utf-8")
    words = f"{sys.executable} '{program}' {{audio}} {{out}} {more}"
    command = json.dumps(words.strip())
    (path / FILE).write_text(f"{text}\n[recogniser]\ncommand = {command}\n")
    study.close()
    return open_study(path)


# --- typed ---------------------------------------------------------------------------
def test_what_was_typed_becomes_a_source_with_times(study: Study) -> None:
    made = write_transcript(study, "NvD", "gesprek 1", TURNS)
    give_consent(study)

    assert (made.name, made.format, made.kind) == ("gesprek 1", "player", "gesprek")
    assert study.text("gesprek 1") == "Ga zitten.\nDank je.\nZij lacht."
    assert [
        (t.speaker, t.begin_ms, t.end_ms, t.recording) for t in study.turns("gesprek 1")
    ] == [
        ("Klantmanager", 0, 1500, 1),
        ("Greet", 1500, 3201, 1),
        (None, 4000, None, 1),
    ]
    assert study.log()[0].event.actor != ""
    assert [e.event.act for e in study.log()].count("write-transcript") == 1
    assert verify_store(study.store) == []


def test_what_was_typed_needs_consent_as_all_does(study: Study, tmp_path: Path) -> None:
    made = write_transcript(study, "NvD", "gesprek 1", TURNS)
    with pytest.raises(QuarantineError, match="recording"):
        study.text("gesprek 1")
    write_transcript(study, "NvD", made.id, TURNS[:2])  # it waits, as it did

    give_consent(study)
    with study.store.begin("t", "consent") as work:
        said = work.all(Consent, purpose="recording")[0]
        work.replace(replace(said, state="refused"))
    with pytest.raises(RecordingConsentError):
        write_transcript(study, "NvD", made.id, TURNS)


def test_its_file_can_be_imported_again(study: Study) -> None:
    made = write_transcript(study, "NvD", "gesprek 1", TURNS)
    with study.store.read() as reader:
        data = reader.original_data(made.original_id)
    again = read_bytes(made.file, data)[0]

    assert again.text == "Ga zitten.\nDank je.\nZij lacht."
    assert [t.begin_ms for t in again.turns] == [0, 1500, 4000]


def test_writing_on_moves_codings_along(study: Study) -> None:
    made = write_transcript(study, "NvD", "gesprek 1", TURNS)
    give_consent(study)
    coding = study.coder("NvD").code("gesprek 1", "4r/reflectie", 11, 19)
    assert (coding.begin_ms, coding.end_ms) == (1500, 3201)
    longer = [
        {**TURNS[0], "text": "Welkom, ga zitten."},
        {**TURNS[1], "finish": 3000},
        {"speaker": "Klantmanager", "begin": 5000, "finish": 6000, "text": "Zo."},
    ]
    again = write_transcript(study, "NvD", made.id, longer)

    assert again.id == made.id
    text = study.text("gesprek 1")
    assert text == "Welkom, ga zitten.\nDank je.\nZo."
    moved = study.codings()[0]
    assert text[moved.start : moved.end] == "Dank je."
    assert (moved.begin_ms, moved.end_ms) == (1500, 3000)
    with study.store.read() as reader:
        assert list_tasks(reader, "NvD") == []
    assert verify_store(study.store) == []

    study.undo()
    back = study.codings()[0]
    assert (study.text("gesprek 1")[back.start : back.end]) == "Dank je."


def test_a_coded_turn_that_goes_is_kept_and_in_doubt(study: Study) -> None:
    made = write_transcript(study, "NvD", "gesprek 1", TURNS)
    give_consent(study)
    study.coder("NvD").code("gesprek 1", "4r/reflectie", 11, 19)
    write_transcript(study, "NvD", made.id, [TURNS[0], TURNS[3]])

    assert len(study.codings()) == 1
    with study.store.read() as reader:
        assert [task.reason for task in list_tasks(reader, "NvD")] == ["gone"]
    assert [f.severity for f in verify_store(study.store)] == ["notice"]


def test_the_same_again_is_no_act(study: Study) -> None:
    made = write_transcript(study, "NvD", "gesprek 1", TURNS)
    give_consent(study)
    acts = len(study.log())

    assert write_transcript(study, "NvD", made.id, TURNS) == made
    assert len(study.log()) == acts


def test_turns_of_another_recording_stay(study: Study) -> None:
    made = write_transcript(study, "NvD", "twee delen", TURNS)
    give_consent(study)
    second = [{"speaker": "Greet", "begin": 0, "finish": 900, "text": "Deel twee."}]
    write_transcript(study, "NvD", made.id, second, recording=2)
    write_transcript(study, "NvD", made.id, TURNS[:2], recording=1)

    assert study.text("twee delen") == "Ga zitten.\nDank je.\nDeel twee."
    assert [t.recording for t in study.turns("twee delen")] == [1, 1, 2]


def test_a_speaker_by_another_name_is_the_same_person(study: Study) -> None:
    first = [{**t, "speaker": f"S{n % 2}"} for n, t in enumerate(TURNS)]
    made = write_transcript(study, "NvD", "gesprek", first)
    give_consent(study)
    named = {"S0": "Klantmanager", "S1": "Greet"}
    again = [{**t, "speaker": named[t["speaker"]]} for t in first]
    write_transcript(study, "NvD", made.id, again)

    with study.store.read() as reader:
        voices = {v.speaker: v.participant_id for v in reader.all(Voice)}
    assert voices["S0"] == voices["Klantmanager"] != voices["S1"] == voices["Greet"]
    assert study.text("gesprek").startswith("Ga zitten")  # still open

    new = {"speaker": "Moeder", "begin": 9000, "finish": 9500, "text": "Hoi."}
    write_transcript(study, "NvD", made.id, [*again, new])
    with pytest.raises(QuarantineError):
        study.text("gesprek")  # she was not asked yet


def test_a_source_from_a_file_is_not_written_over(coded: Study) -> None:
    text = coded.text("gesprek")
    with pytest.raises(TranscriptError, match="uit een bestand gelezen"):
        write_transcript(coded, "NvD", "gesprek", TURNS)
    assert coded.text("gesprek") == text


@pytest.mark.parametrize(
    "turns",
    [
        [],
        [{"speaker": "A", "text": " "}],
        [{"speaker": "A", "text": 3}],
        [{"speaker": 3, "text": "Ja."}],
        [{"text": "Ja.", "begin": -1}],
        [{"text": "Ja.", "begin": "0"}],
        [{"text": "Ja.", "begin": True}],
        [{"text": "Ja.", "begin": 5, "finish": 4}],
        [{"text": "a" * 100_001}],
        [{"text": "a"}] * 20_001,
    ],
)
def test_what_is_no_transcript_is_refused(study: Study, turns: Any) -> None:
    with pytest.raises(TranscriptError):
        write_transcript(study, "NvD", "gesprek", turns)
    assert study.sources == []


@pytest.mark.parametrize("name", ["", "   ", "x" * 201])
def test_a_name_that_is_none_is_refused(study: Study, name: str) -> None:
    with pytest.raises(TranscriptError):
        write_transcript(study, "NvD", name, TURNS)


# --- recognised ----------------------------------------------------------------------
def list_media(study: Study) -> list[str]:
    return sorted(p.suffix for p in (study.path / "media").rglob("*") if p.is_file())


def test_a_file_is_written_out_and_linked(study: Study, tmp_path: Path) -> None:
    film = make_recording(tmp_path / "gesprek 1.mp4", "libx264", "aac")
    again = name_program(study, tmp_path, STAND_IN)
    with again:
        made = recognise(again, str(film), "NvD")
        give_consent(again)

        assert made.name == "gesprek 1"
        assert again.text("gesprek 1") == "Hallo daar.\nDag."
        turns = again.turns("gesprek 1")
        assert [(t.speaker, t.begin_ms) for t in turns] == [
            ("SPEAKER_00", 0),
            ("SPEAKER_01", 1000),
        ]
        assert abs((turns[1].end_ms or 0) - 2000) < 60
        assert [r.source_id for r in list_recordings(again)] == [made.id]
        assert list_media(again) == [".sealed", ".strip"]
        assert [f for f in check_study(again) if f.id.startswith("R")] == []


def test_a_transcript_of_a_source_made_here_is_written_again(
    study: Study, tmp_path: Path
) -> None:
    film = make_recording(tmp_path / "a.webm", "libvpx", "libopus")
    made = write_transcript(study, "NvD", "gesprek", TURNS)
    one = link_recording(study, made.id, film, keep="reference")
    with name_program(study, tmp_path, STAND_IN) as again:
        with pytest.raises(RecordingConsentError):
            recognise(again, one.id)
        give_consent(again)

        assert recognise(again, one.id).id == made.id
        with pytest.raises(QuarantineError):
            again.text("gesprek")  # who SPEAKER_01 is must be said
        named = [
            {
                "speaker": "Klantmanager",
                "begin": 0,
                "finish": 900,
                "text": "Hallo daar.",
            },
            {"speaker": "Greet", "begin": 1000, "finish": 1900, "text": "Dag."},
        ]
        write_transcript(again, "NvD", made.id, named)
        assert again.text("gesprek") == "Hallo daar.\nDag."
        recognise(again, one.id)
        give_consent(again)
        assert again.turns("gesprek")[0].speaker == "SPEAKER_00"


def test_beside_a_source_from_a_file_comes_a_source(
    coded: Study, tmp_path: Path
) -> None:
    film = make_recording(tmp_path / "a.wav", audio="pcm_s16le")
    link_recording(coded, "gesprek", film, number=2)
    with name_program(coded, tmp_path, STAND_IN) as again:
        made = recognise(again, "gesprek", "NvD")
        with again.store.read() as reader:
            turns = reader.turns(made.revision_id)
        assert {turn.recording for turn in turns} == {2}
        assert made.name == "gesprek (herkend)"
        assert "eerst eng" in again.text("gesprek")
        give_consent(again)
        assert recognise(again, "gesprek", "NvD").id == made.id


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("import sys; sys.exit(3)", RecogniserError),
        ("pass", RecogniserError),
        (
            "import sys, pathlib; pathlib.Path(sys.argv[2] + '.json').write_text('[]')",
            EmptyFileError,
        ),
    ],
)
def test_what_fails_leaves_no_sound_and_no_source(
    study: Study, tmp_path: Path, code: str, error: type[Exception]
) -> None:
    film = make_recording(tmp_path / "a.wav", audio="pcm_s16le")
    with name_program(study, tmp_path, code) as again:
        with pytest.raises(error):
            recognise(again, str(film))
        assert list_media(again) == []
        assert list((again.path / "media").iterdir()) == []
        assert again.sources == []


def test_subtitles_do_as_well(study: Study, tmp_path: Path) -> None:
    code = (
        "import sys, pathlib; pathlib.Path(sys.argv[2] + '.vtt').write_text("
        "'WEBVTT\\n\\n00:00.000 --> 00:01.250\\n<v An>Hoi.\\n')"
    )
    film = make_recording(tmp_path / "a.wav", audio="pcm_s16le")
    with name_program(study, tmp_path, code) as again:
        recognise(again, str(film))
        give_consent(again)
        assert again.turns("a")[0].end_ms == 1250


def test_what_cannot_be_recognised_is_said(study: Study, tmp_path: Path) -> None:
    film = make_recording(tmp_path / "a.wav", audio="pcm_s16le")
    silent = make_recording(tmp_path / "stil.mp4", "libx264")
    with pytest.raises(NoRecogniserError):
        recognise(study, str(film))
    made = write_transcript(study, "NvD", "gesprek", TURNS)
    with name_program(study, tmp_path, STAND_IN) as again:
        with pytest.raises(TranscriptError, match="0 opnamen"):
            recognise(again, made.id)
        with pytest.raises(RecordingFileError, match="geen geluid"):
            recognise(again, str(silent))
        again.settings = read_settings(again.path)
    lost = study.path
    text = (lost / FILE).read_text(encoding="utf-8").replace(sys.executable, "/is/weg")
    (lost / FILE).write_text(text, encoding="utf-8")
    with (
        open_study(lost) as again,
        pytest.raises(RecogniserError, match="niet gevonden"),
    ):
        recognise(again, str(film))


def test_the_program_is_kept_when_settings_are_written(
    study: Study, tmp_path: Path
) -> None:
    with name_program(study, tmp_path, STAND_IN) as again:
        before = again.settings
        write_settings(again.path, before)
        assert read_settings(again.path) == before
        assert before.recogniser is not None


def test_what_a_kill_left_is_told_and_goes(study: Study, tmp_path: Path) -> None:
    import os

    left = study.path / "media" / "bron" / ".recogniser-oud"
    left.mkdir(parents=True)
    with wave.open(str(left / "audio.wav"), "wb") as out:
        out.setparams((1, 2, 16_000, 0, "NONE", ""))
        out.writeframes(bytes(32_000))
    assert [f.id for f in check_study(study) if f.id.startswith("R")] == ["R3"]

    with open_workplace(study, study.path / "media"):
        assert left.exists()  # it may be at work just now
    os.utime(left, (1, 1 + OLD_S))
    with open_workplace(study, study.path / "media") as folder:
        assert folder.stat().st_mode & 0o777 == 0o700
        assert not left.exists()
    assert not folder.exists()


def test_sources_made_here_are_known_by_their_format(study: Study) -> None:
    made = write_transcript(study, "NvD", "gesprek", TURNS)

    with study.store.read() as reader:
        assert reader.first(Source, id=made.id) == made


def test_a_speaker_with_a_known_name_is_that_person(study: Study) -> None:
    person = Participant("p-1", "Greet", "klant")
    with study.store.begin("t", "import-participants") as work:
        work.add(person)

    for name in ("gesprek 1", "gesprek 2"):
        write_transcript(study, "t", name, TURNS)

    with study.store.read() as reader:
        voices = reader.all(Voice)
    assert {v.participant_id for v in voices if v.speaker == "Greet"} == {person.id}
    strangers = {v.participant_id for v in voices if v.speaker == "Klantmanager"}
    assert len(strangers) == 2
