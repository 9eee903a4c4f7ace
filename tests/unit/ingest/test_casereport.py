"""Case reports."""

import pytest

from vknz_research.ingest import read_bytes
from vknz_research.model.sources import Reading

REPORT = """Inleiding over het project.

(18 maart 2021).

Vooraf is er even gesproken.

00.13 De klantmanager: “Vertel, hoe is het met je en met
alles?”
00.15 De cliént: "Goed."

De cliént zit actief in het gesprek. Hoe ervaart hij dit? Vraag voor de klant: voel je je
gehoord?

00.54. Cliënt knikt en zegt niets, hij
 wacht.
01:10 Beiden lachen.

De klantmanager vraagt daarna of het lukt.

01.20 Het beeld loopt vast en de klantmanager zucht.
01.30 De client: "Ik wil graag

gehoord worden."

(25 maart 2021)

Er volgt een interview. Waarom eigenlijk? Fragment 0:15 - 1:15 laten zien.
17.51 minuten duurt het.

Video 2

00.04 De klantmanager zegt: "Dag."
00.10 De cliënt zegt: "Dag."
"""


def read(text: str, name: str = "a.txt") -> Reading:
    return read_bytes(name, text.encode())[0]


def listed(reading: Reading) -> list[tuple[int, str, str | None, str]]:
    return [
        (t.recording, t.kind, t.speaker or t.addressee, reading.text[t.start : t.end])
        for t in reading.turns
    ]


def test_a_case_report_falls_apart_in_its_parts() -> None:
    reading = read(REPORT)

    assert reading.text == REPORT
    assert listed(reading) == [
        (1, "narration", None, "Inleiding over het project."),
        (1, "heading", None, "(18 maart 2021)."),
        (1, "narration", None, "Vooraf is er even gesproken."),
        (1, "speech", "klantmanager", "“Vertel, hoe is het met je en met\nalles?”"),
        (1, "speech", "klant", '"Goed."'),
        (1, "observation", None, "De cliént zit actief in het gesprek."),
        (1, "question", None, "Hoe ervaart hij dit?"),
        (1, "question", "klant", "Vraag voor de klant: voel je je\ngehoord?"),
        (1, "speech", "klant", "Cliënt knikt en zegt niets, hij\n wacht."),
        (1, "speech", "beiden", "Beiden lachen."),
        (1, "narration", None, "De klantmanager vraagt daarna of het lukt."),
        (1, "speech", "klantmanager", "Het beeld loopt vast en de klantmanager zucht."),
        (1, "speech", "klant", '"Ik wil graag\n\ngehoord worden."'),
        (1, "heading", None, "(25 maart 2021)"),
        (
            1,
            "narration",
            None,
            "Er volgt een interview. Waarom eigenlijk? Fragment 0:15 - 1:15 laten zien.\n"
            "17.51 minuten duurt het.",
        ),
        (1, "heading", None, "Video 2"),
        (2, "speech", "klantmanager", 'De klantmanager zegt: "Dag."'),
        (2, "speech", "klant", 'De cliënt zegt: "Dag."'),
    ]


def test_recordings_bear_the_name_of_the_nearest_heading() -> None:
    assert read(REPORT).recordings == ("18 maart 2021", "Video 2")


def test_a_turn_ends_where_the_next_of_its_recording_begins() -> None:
    timed = [
        (t.begin_ms, t.end_ms) for t in read(REPORT).turns if t.begin_ms is not None
    ]

    assert timed == [
        (13_000, 15_000),
        (15_000, 54_000),
        (54_000, 70_000),
        (70_000, 80_000),
        (80_000, 90_000),
        (90_000, None),
        (4_000, 10_000),
        (10_000, None),
    ]


def test_a_time_code_far_back_begins_a_recording_without_heading() -> None:
    codes = [*range(60, 180, 20), 0, 20, 40]
    lines = [f"{c // 60:02}.{c % 60:02} De klant praat." for c in codes]
    reading = read("\n".join(lines))

    assert reading.recordings == ("Opname 1", "Opname 2")
    assert [t.recording for t in reading.turns] == [1] * 6 + [2] * 3


def test_seven_time_codes_make_no_case_report() -> None:
    text = "\n".join(f"00.{n:02} De klant praat." for n in range(10, 17))

    assert read(text).recordings == ()


@pytest.mark.parametrize("sign", [":", "."])
def test_a_transcript_with_short_times_stays_a_transcript(sign: str) -> None:
    lines = [
        f"00{sign}{n:02} {'Ans' if n % 2 else 'Bert'}: zin {n}" for n in range(10, 20)
    ]
    speakers = read("\n".join(lines)).speakers

    assert speakers == (("Bert", "Ans") if sign == ":" else ())
