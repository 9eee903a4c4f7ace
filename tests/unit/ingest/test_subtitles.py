"""Subtitles."""

import pytest

from vknz_research.errors import EmptyFileError, UnreadableFileError
from vknz_research.ingest import read_bytes
from vknz_research.model.sources import Reading


def read(text: str, name: str = "a.vtt") -> Reading:
    return read_bytes(name, text.encode())[0]


def spoken(reading: Reading) -> list[tuple[str | None, str, int | None, int | None]]:
    return [
        (t.speaker, reading.text[t.start : t.end], t.begin_ms, t.end_ms)
        for t in reading.turns
    ]


def test_cues_of_one_speaker_form_a_turn_and_are_kept() -> None:
    reading = read(
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v Hurst, Peter (x)>Ja\nhoor</v>\n\n"
        "00:00:02.000 --> 00:00:03.500\n<v Hurst, Peter (x)>dus</v>\n\n"
        "00:00:03.000 --> 00:00:04.000\n<v Jo>Nee</v>\n"
    )

    assert reading.text == "Ja hoor dus\nNee"
    assert spoken(reading) == [
        ("Hurst, Peter (x)", "Ja hoor dus", 1000, 3500),
        ("Jo", "Nee", 3000, 4000),
    ]
    assert [(reading.text[c.start : c.end], c.begin_ms) for c in reading.cues] == [
        ("Ja hoor", 1000),
        ("dus", 2000),
        ("Nee", 3000),
    ]


def test_names_before_a_colon_are_speakers_when_most_cues_have_one() -> None:
    cues = [f"{n}\n00:00:0{n}.000 --> 00:00:0{n}.900\nAn Na: zin {n}" for n in range(9)]
    reading = read(
        "WEBVTT\n\n" + "\n\n".join([*cues, "00:01:00.000 --> 00:01:01.000\nen"])
    )

    assert [speaker for speaker, *_ in spoken(reading)] == ["An Na", None]


def test_a_colon_now_and_then_is_no_speaker() -> None:
    reading = read(
        "WEBVTT\n\n00:01.000 --> 00:02.000\nDus: ja.\n\n00:02.000 --> 00:03.000\nNee.\n"
    )

    assert reading.speakers == ()


def test_without_speakers_an_id_stem_makes_the_turn() -> None:
    reading = read(
        "WEBVTT\n\nab/1-0\n00:01.000 --> 00:02.000\nEen.\n\n"
        "ab/1-1\n00:02.000 --> 00:03.000\ntwee\n\nab/2-0\n00:03.000 --> 00:04.000\ndrie\n"
    )

    assert [words for _, words, *_ in spoken(reading)] == ["Een. twee", "drie"]


def test_without_speakers_and_ids_a_sentence_makes_the_turn() -> None:
    reading = read(
        "1\n00:00:01,5 --> 00:00:02,000\nIk ga\n\n2\n00:00:02,000 --> 00:00:03,000\n"
        "naar huis.”\n\n3\n00:00:03,000 --> 00:00:04,000\nDag\n",
        "a.srt",
    )

    assert spoken(reading) == [
        (None, "Ik ga naar huis.”", 1500, 3000),
        (None, "Dag", 3000, 4000),
    ]


def test_unpadded_fractions_are_milliseconds() -> None:
    reading = read("WEBVTT\n\n0:0:10.20 --> 0:0:14.490\n<v A>Ja</v>\n")

    assert spoken(reading) == [("A", "Ja", 10020, 14490)]


def test_impossible_times_are_clamped_with_a_warning() -> None:
    reading = read(
        "WEBVTT\n\n0:0:-6.-820 --> 0:0:8.970\n<v A>Ja</v>\n\n"
        "0:0:9.0 --> 0:0:8.0\n<v A>Nee</v>\n"
    )

    assert [(c.begin_ms, c.end_ms) for c in reading.cues] == [(0, 8970), (9000, 9000)]
    assert "2 cue(s)" in reading.warnings[0]


def test_comments_styles_and_settings_are_left_out() -> None:
    reading = read(
        "\ufeffWEBVTT - titel\nKind: captions\n\nSTYLE\n::cue { color: red }\n\n"
        "NOTE\neen notitie\n\n00:01.000 --> 00:02.000 align:start\nJa.\n\nNOTE nog een\n"
    )

    assert reading.text == "Ja."


def test_entities_and_tags_become_words() -> None:
    reading = read(
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v.luid A &amp; B><i>3 &lt; 4</i> "
        "<00:01.500><c.geel>ja</c></v>\n"
    )

    assert spoken(reading) == [("A & B", "3 < 4 ja", 1000, 2000)]


def test_two_voices_in_one_cue_are_two_turns() -> None:
    reading = read("WEBVTT\n\n00:01.000 --> 00:02.000\n<v A>Ja</v>\n<v B>Nee</v>\n")

    assert [s[:2] for s in spoken(reading)] == [("A", "Ja"), ("B", "Nee")]


def test_speech_after_an_empty_line_is_not_lost() -> None:
    reading = read("1\n00:00:01,0 --> 00:00:02,0\nEen\n\ntwee\n", "a.srt")

    assert reading.text == "Een twee"


def test_an_hour_of_three_figures_is_possible() -> None:
    reading = read("WEBVTT\n\n100:00:01.000 --> 100:00:02.000\nJa\n")

    assert reading.turns[0].begin_ms == 360_001_000


def test_a_file_without_times_is_no_subtitle_file() -> None:
    with pytest.raises(UnreadableFileError):
        read("WEBVTT\n\nzomaar tekst\n")


def test_a_file_with_empty_cues_only_is_empty() -> None:
    with pytest.raises(EmptyFileError):
        read("WEBVTT\n\n00:01.000 --> 00:02.000\n<v A></v>\n")
