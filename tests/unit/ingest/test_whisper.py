"""The JSON of recognisers: four shapes, one reading; anything else is refused."""

import json
from typing import Any

import pytest

from vknz_research.errors import EmptyFileError, UnreadableFileError
from vknz_research.ingest import read_bytes
from vknz_research.model.sources import Reading

OPENAI = {
    "text": " Goedemorgen. Ga zitten.",
    "segments": [
        {"id": 0, "seek": 0, "start": 0.0, "end": 1.52, "text": " Goedemorgen."},
        {"id": 1, "seek": 0, "start": 1.52, "end": 2.9004, "text": " Ga zitten."},
    ],
    "language": "nl",
}
CPP = {
    "systeminfo": "AVX = 1",
    "model": {"type": "base"},
    "result": {"language": "nl"},
    "transcription": [
        {
            "timestamps": {"from": "00:00:00,000", "to": "00:00:01,520"},
            "offsets": {"from": 0, "to": 1520},
            "text": " Goedemorgen.",
        },
        {
            "timestamps": {"from": "00:00:01,520", "to": "00:00:02,900"},
            "offsets": {"from": 1520, "to": 2900},
            "text": " Ga zitten.",
        },
    ],
}
FASTER = [
    {
        "id": n + 1,
        "start": s["start"],
        "end": s["end"],
        "text": s["text"],
        "words": None,
    }
    for n, s in enumerate(OPENAI["segments"])  # type: ignore[arg-type]
]
WHISPERX = {
    "segments": [
        {
            "start": 0.031,
            "end": 3.2,
            "text": " Hoe gaat het? Goed, hoor.",
            "speaker": "SPEAKER_00",
            "words": [
                {"word": "Hoe", "start": 0.031, "end": 0.2, "speaker": "SPEAKER_00"},
                {"word": "gaat", "start": 0.2, "end": 0.4, "speaker": "SPEAKER_00"},
                {"word": "het?", "start": 0.4, "end": 0.9, "speaker": "SPEAKER_00"},
                {"word": "Goed,", "start": 1.104, "end": 1.8, "speaker": "SPEAKER_01"},
                {"word": "hoor."},
            ],
        },
        {"start": 3.5, "end": 4.0, "text": " Mooi.", "speaker": "SPEAKER_00"},
    ],
    "word_segments": [],
}


def read(found: Any) -> Reading:
    return read_bytes("a.json", json.dumps(found).encode())[0]


@pytest.mark.parametrize("found", [OPENAI, CPP, FASTER, {"segments": FASTER}])
def test_each_shape_gives_the_same_turns(found: Any) -> None:
    made = read(found)

    assert made.format == "json"
    assert made.text == "Goedemorgen.\nGa zitten."
    assert [(t.speaker, t.begin_ms, t.end_ms) for t in made.turns] == [
        (None, 0, 1520),
        (None, 1520, 2900),
    ]
    assert [(c.start, c.end, c.begin_ms, c.end_ms) for c in made.cues] == [
        (0, 12, 0, 1520),
        (13, 23, 1520, 2900),
    ]
    assert made.warnings == ()


def test_a_segment_of_two_speakers_becomes_two_turns() -> None:
    made = read(WHISPERX)
    words = [made.text[t.start : t.end] for t in made.turns]

    assert words == ["Hoe gaat het?", "Goed, hoor.", "Mooi."]
    assert [t.speaker for t in made.turns] == ["SPEAKER_00", "SPEAKER_01", "SPEAKER_00"]
    assert (made.turns[0].begin_ms, made.turns[0].end_ms) == (31, 900)
    assert (made.turns[1].begin_ms, made.turns[1].end_ms) == (1104, 3200)
    assert (made.turns[2].begin_ms, made.turns[2].end_ms) == (3500, 4000)


def test_who_comes_in_early_begins_where_the_other_ends() -> None:
    words = [
        {"word": "Goed", "start": 0.0, "end": 0.9, "speaker": "A"},
        {"word": "Ja", "start": 0.5, "end": 1.4, "speaker": "B"},
    ]
    made = read({"segments": [{"start": 0, "end": 2, "text": "x", "words": words}]})

    times = [(t.speaker, t.begin_ms, t.end_ms) for t in made.turns]
    assert times == [("A", 0, 900), ("B", 900, 1400)]


def test_numbers_and_question_marks_as_speakers() -> None:
    rows = [
        {"start": 0, "end": 1, "text": "Een.", "speaker": 0},
        {"start": 1, "end": 2, "text": "Twee.", "speaker": "?"},
        {"start": 2, "end": 3, "text": " ", "speaker": "1"},
    ]
    made = read({"segments": rows})

    assert [t.speaker for t in made.turns] == ["0", None]


@pytest.mark.parametrize("bad", [None, "x", -3, True, float("nan"), float("inf")])
def test_a_time_that_cannot_be_is_mended_and_told(bad: Any) -> None:
    made = read(
        [
            {"start": 0, "end": 1, "text": "Een."},
            {"start": bad, "end": bad, "text": "Twee."},
        ]
    )

    assert (made.turns[1].begin_ms, made.turns[1].end_ms) == (1000, 1000)
    assert "1 cue" in made.warnings[0]


@pytest.mark.parametrize(
    "data",
    [
        b"{",
        b"[" * 100_000,
        b"{}",
        b"3",
        b'"tekst"',
        b'{"segments": {}}',
        b'{"segments": [3]}',
        b'[{"text": 3, "start": 1}]',
        b'[{"text": "zonder tijd"}]',
        b'{"nodes": [], "nbformat": 4}',
    ],
)
def test_other_json_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFileError, match=r"a\.json.*spraakherkenner"):
        read_bytes("a.json", data)


@pytest.mark.parametrize("data", [b"[]", b'[{"start": 0, "end": 1, "text": " "}]'])
def test_silence_is_an_empty_file(data: bytes) -> None:
    with pytest.raises(EmptyFileError):
        read_bytes("a.json", data)
