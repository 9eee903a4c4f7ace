"""A case report read as a trajectory, on lines as people write them."""

import pytest

from vknz_research.reflection.caseplan import (
    choose_recording,
    find_points,
    find_stretches,
    plan_questions,
)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (
            "Kijk fragment minuut 6:00 — 6:30 en/of minuut 13:00 — 14.00.",
            [(360, 390), (780, 840)],
        ),
        ("Fragment minuut 11-14.", [(660, 840)]),
        ("Fragment 15— 15:30 laten zien.", [(900, 930)]),
        ("Fragment 16:30 — 1645 laten zien.", [(990, 1005)]),
        ("Fragment 2:45 — 6:30 laten zien.", [(165, 390)]),
        ("Fragment 6:30 - 2:45 laten zien.", []),
        ("In 2018 - 19 was dit anders.", []),
    ],
)
def test_fragments_are_read_in_each_way_of_writing(
    words: str, found: list[tuple[int, int]]
) -> None:
    seconds = [(begin // 1000, end // 1000) for begin, end in find_stretches(words)]
    assert seconds == found


def test_a_fragment_belongs_to_the_question_before_it() -> None:
    made = plan_questions(
        [
            "Waar twijfel je aan?",
            "Echtheid: wanneer werd het echter? Kijk fragment 1:00 - 2:00.",
            "Feedback van de klant: dit staat niet op de agenda.",
            "Gezamenlijk doel: wat wilden jullie?",
            "Fragment minuut 3-4.",
        ],
        {1: 600_000},
    )
    assert [q.theme for q in made] == [
        None,
        "themas/echtheid",
        "themas/gezamenlijk-doel",
    ]
    assert made[1].body == "Wanneer werd het echter?"
    assert made[2].fragments == [(1, 180_000, 240_000)]
    assert not any("niet op de agenda" in q.body for q in made)


def test_of_two_recordings_the_one_that_is_long_enough_is_meant() -> None:
    lengths = {2: 82_000, 3: 1_071_000}
    assert choose_recording([(15_000, 75_000)], lengths) == 2
    assert choose_recording([(15_000, 75_000), (165_000, 390_000)], lengths) == 3
    assert choose_recording([(9_000_000, 9_100_000)], lengths) == 3


def test_points_are_what_is_given_or_taken_along() -> None:
    assert find_points("Ze geven als tip om vaker te wachten. Dat is fijn.") == [
        "Vaker te wachten"
    ]
    assert find_points("Zij neemt zich voor om eerst te vragen.") == ["Eerst te vragen"]
    assert find_points('Hij zegt: "Goede tips, ga ik zeker doen!"') == []
