from pathlib import Path

import pytest

from vknz_research.exchange.codebook import read_frameworks
from vknz_research.exchange.doubts import list_doubts, measure_contrast
from vknz_research.model.codes import Code

TEXTS = {
    "nl": dict.fromkeys(
        ("name", "definition", "when_to_use", "when_not", "example"), "x"
    )
}
FRAMEWORKS = Path(__file__).parents[3] / "data_dictionary" / "frameworks"


def make(**given: object) -> Code:
    facts = {"colour": "#2b6cc4", "letters": "Wd", "texts": TEXTS, **given}
    return Code("1", "wijk/doorverwijzing", **facts)  # type: ignore[arg-type]


def test_a_code_that_is_complete_raises_no_doubt() -> None:
    assert list_doubts([make()], []) == []


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"letters": "Ri"}, "al van 4r/richting"),
        ({"colour": "#ffff00"}, "te licht"),
        ({"colour": "blauw"}, "#rrggbb"),
        ({"stroke": "golf"}, "solid, double"),
        ({"form": "rond"}, "filled, outlined"),
        ({"texts": {}}, "geen name, definition"),
        (
            {"texts": {"nl": {**TEXTS["nl"], "when_not": "→ effecten/onzin"}}},
            "er niet is",
        ),
    ],
)
def test_what_is_missing_taken_or_unclear_is_said(
    given: dict[str, object], said: str
) -> None:
    doubts = list_doubts([make(**given)], [Code("2", "4r/richting", letters="Ri")])

    assert len(doubts) == 1
    assert said in doubts[0]


def test_the_frameworks_that_come_along_raise_no_doubt() -> None:
    codes = [
        c for f in FRAMEWORKS.glob("*.yml") for d in read_frameworks(f) for c in d.codes
    ]

    assert list_doubts(codes, []) == []


def test_contrast_is_that_of_the_standard() -> None:
    assert measure_contrast("#777777") == pytest.approx(4.48, abs=0.01)
