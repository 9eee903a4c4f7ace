import pandas as pd
import pytest

from vknz_research.errors import PlaceholderError
from vknz_research.report.placeholders import Material, Piece, fill_numbers, split_memo

SOURCES = pd.DataFrame(
    {
        "source_id": ["a", "b", "c"],
        "phase": [1, 3, 3],
        "source_code": ["I1/K", "F3/KM", "F3/K"],
    }
)
TURNS = pd.DataFrame(
    {
        "source_id": ["a", "a", "b", "b", "c"],
        "participant_id": ["p", "p", "q", "r", "s"],
        "perspective": ["klant", "klant", "klantmanager", "klantmanager", "klant"],
        "role": ["klant", "klant", "klantmanager", "klantmanager", "klant"],
        "words": [600, 500, 10, 20, 7],
    }
)
CODINGS = pd.DataFrame(
    {
        "source_id": ["a", "a", "b", "b"],
        "start": [0, 5, 0, 50],
        "end": [10, 15, 10, 60],
        "code": ["4r/r", "4r/r/x", "4r/r", "4r/y"],
        "participant_id": ["p", "p", "q", None],
        "perspective": ["klant", "klant", "klantmanager", "klantmanager"],
        "role": ["klant", "klant", "klantmanager", "klantmanager"],
        "phase": [1, 1, 3, 3],
        "source_code": ["I1/K", "I1/K", "F3/KM", "F3/KM"],
    }
)
MATERIAL = Material(
    SOURCES, TURNS, pd.DataFrame(), CODINGS, ["4r/r", "4r/r/x", "4r/y", "4r/z"]
)


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ("sources", "3"),
        ("participants", "4"),
        ("words", "1.137"),
        ("sources phase=3", "2"),
        ("participants perspective=klantmanager", "2"),
        ("words source_code=F3/KM", "30"),
        ("sources phase=3 perspective=klant", "1"),
        ("sources code=4r/r", "2"),
        ("passages code=4r/r", "2"),
        ("passages code=4r/r/x", "1"),
        ("passages code=4r/r phase=3", "1"),
        ("participants code=4r/y", "0"),
        ("passages code=4r/z", "0"),
        ("passages", "3"),
    ],
)
def test_numbers_are_counted_in_the_material(asked: str, number: str) -> None:
    text = f"Uit {{{{count {asked}}}}}."

    assert fill_numbers(text, MATERIAL, "m") == f"Uit {number}."


@pytest.mark.parametrize(
    "asked",
    [
        "{{}}",
        "{{count}}",
        "{{count zinnen}}",
        "{{tel sources}}",
        "{{count words code=4r/r}}",
        "{{count sources code=4r/weg}}",
        "{{count sources phase=drie}}",
        "{{count sources kleur=rood}}",
        "{{count sources klant}}",
        "{{quote C1}}",
        "{{count\nzinnen}}",
    ],
)
def test_what_cannot_be_counted_stops_the_report(asked: str) -> None:
    with pytest.raises(PlaceholderError, match="memo Duiding"):
        fill_numbers(f"Uit {asked}.", MATERIAL, "Duiding")


def test_text_without_placeholders_stays_as_it_is() -> None:
    assert (
        fill_numbers("Geen {enkel} { } getal.", MATERIAL, "m")
        == "Geen {enkel} { } getal."
    )


def test_a_memo_is_cut_at_its_quotations() -> None:
    body = "Eerst.\n\n{{quote C1}}\n\n  {{ quote C2 }}  \nDaarna {{count sources}}.\n"

    assert list(split_memo(body)) == [
        Piece("Eerst."),
        Piece("", "C1"),
        Piece("", "C2"),
        Piece("Daarna {{count sources}}."),
    ]
    assert list(split_memo(" \n")) == []
