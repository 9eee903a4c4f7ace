"""Turns of written transcripts."""

import pytest

from vknz_research.ingest import read_bytes
from vknz_research.model.sources import Reading

Spoken = tuple[str, str | None, str]


def read(text: str, name: str = "gesprek.txt") -> Reading:
    return read_bytes(name, text.encode())[0]


def spoken(reading: Reading) -> list[Spoken]:
    return [(t.kind, t.speaker, reading.text[t.start : t.end]) for t in reading.turns]


def times(reading: Reading) -> list[tuple[int | None, int | None]]:
    return [(turn.begin_ms, turn.end_ms) for turn in reading.turns]


def test_the_text_is_the_file_as_it_stands() -> None:
    assert read("KM: Hoi\r\nK: Dag  \r\n").text == "KM: Hoi\nK: Dag  \n"


@pytest.mark.parametrize(
    "text",
    [
        "[00:00:01] KM: Hoi daar\n[00:00:04] K: Dag",
        "00:00:01 KM: Hoi daar\n00:00:04 K: Dag",
        "(00:01) KM: Hoi daar\n(00:04) K: Dag",
        "KM (00:00:01): Hoi daar\nK (00:00:04): Dag",
        "KM [0:01]\nHoi daar\n\nK [0:04]\nDag\n",
        "KM   0:01\nHoi daar\nK   0:04\nDag",
        "#00:00:01-0# KM: Hoi daar\n#00:00:04-0# K: Dag",
        "0:0:1.0 --> 0:0:3.0\nKM\nHoi daar\n0:0:4.0 --> 0:0:5.0\nK\nDag",
    ],
)
def test_time_codes_are_read_and_stay_outside_the_turn(text: str) -> None:
    reading = read(text)

    assert spoken(reading) == [("speech", "KM", "Hoi daar"), ("speech", "K", "Dag")]
    assert times(reading) == [(1000, 4000), (4000, None)]


def test_a_time_code_at_the_end_is_the_end_of_the_turn() -> None:
    reading = read("KM: Hoi #00:00:02-5#\n\nK: Dag #00:00:04-0#\n")

    assert [text for *_, text in spoken(reading)] == ["Hoi", "Dag"]
    assert times(reading) == [(None, 2500), (2500, 4000)]


def test_labels_without_times_are_speakers_when_two_turns_have_one() -> None:
    assert spoken(read("Interviewer: Hoe gaat het?\nKlant: Goed.\n")) == [
        ("speech", "Interviewer", "Hoe gaat het?"),
        ("speech", "Klant", "Goed."),
    ]


def test_a_label_on_its_own_line_belongs_to_the_lines_below() -> None:
    assert spoken(read("Dan:\t\n\tOké.\nPiet:\n\tJa,\nhoor\n")) == [
        ("speech", "Dan", "Oké."),
        ("speech", "Piet", "Ja,\nhoor"),
    ]


def test_a_remark_in_prose_is_not_a_speaker() -> None:
    text = "Let op: dit is proza.\n\nGewone tekst.\n\nLet op: nog eens."

    assert {kind for kind, *_ in spoken(read(text))} == {"narration"}


def test_two_labels_among_much_prose_make_no_transcript() -> None:
    text = "\n\n".join(["Doel: leren.", "Middel: kijken.", *["Gewone zin."] * 10])

    assert read(text).speakers == ()


def test_a_remark_inside_a_turn_stays_inside_it() -> None:
    text = "KM: Hoi\nK: Dag\nLet op: deur gaat open\nKM: Ja\n"

    assert spoken(read(text))[1] == ("speech", "K", "Dag\nLet op: deur gaat open")


@pytest.mark.parametrize(
    "label",
    ["een klant", "Ja. Nee", "X" * 41, "Een twee drie vier vijf zes", "https"],
)
def test_what_cannot_be_a_name_is_no_speaker(label: str) -> None:
    assert label not in read(f"{label}: a\n{label}: b\n").speakers


@pytest.mark.parametrize(
    "label", ["R1", "1", "[naam klant]", "Dhr. De Vries", "P. Jansen", "Élodie", "דנה"]
)
def test_many_kinds_of_names_are_speakers(label: str) -> None:
    assert read(f"{label}: a\nKM: b\n{label}: c").speakers == (label, "KM")


def test_an_unlabelled_paragraph_continues_the_turn_in_a_transcript() -> None:
    assert spoken(read("KM: Hoi\n\nen nog iets\n\nK: Dag"))[0][2] == (
        "Hoi\n\nen nog iets"
    )


def test_prose_before_the_first_turn_is_narration() -> None:
    assert spoken(read("Een gesprek in mei.\n\nKM: Hoi\nK: Dag\n"))[0] == (
        "narration",
        None,
        "Een gesprek in mei.",
    )


def test_without_speakers_each_paragraph_is_narration() -> None:
    assert spoken(read("Een.\nTwee.\n\n\nDrie.")) == [
        ("narration", None, "Een.\nTwee."),
        ("narration", None, "Drie."),
    ]


def test_markdown_titles_are_headings() -> None:
    assert spoken(read("# Deel 1\n\nKM: Hoi\nK: Dag\n## Slot\n", "a.md")) == [
        ("heading", None, "Deel 1"),
        ("speech", "KM", "Hoi"),
        ("speech", "K", "Dag"),
        ("heading", None, "Slot"),
    ]


def test_a_time_code_alone_divides_a_long_turn() -> None:
    text = "[00:00:01] KM: Hoi\n[00:01:00]\nen verder\n[00:02:00] K: Dag"

    assert spoken(read(text)) == [
        ("speech", "KM", "Hoi"),
        ("speech", "KM", "en verder"),
        ("speech", "K", "Dag"),
    ]


def test_a_label_without_words_is_no_turn() -> None:
    assert spoken(read("KM:\nK: Dag\nKM:   \nK: Ja")) == [
        ("speech", "K", "Dag"),
        ("speech", "K", "Ja"),
    ]
