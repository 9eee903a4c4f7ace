"""Which questions search what people said: those are guarded for who only reads."""

from dataclasses import replace

import pytest

from tests.unit.query.asking import make_view
from vknz_research.dashboard.looks.passages import asks_words

VIEW = replace(make_view([]), smart={"zegt": '"zo"', "code": "x/a"})


@pytest.mark.parametrize(
    "asked",
    [
        '"zo"',
        "~zo",
        '* EN "zo"',
        '* EN NIET "zo"',
        'NIET (x/a OF "zo")',
        'x/a OVERLAPT "zo"',
        '"zo" BINNEN x/a',
        'x/a EN (fase:1 OF fase:2) EN "zo"',
        "x/a EN NIET slim:zegt",
    ],
)
def test_words_are_seen_wherever_they_stand_in_a_question(asked: str) -> None:
    assert asks_words(VIEW, asked)


@pytest.mark.parametrize("asked", ["*", "x/a EN NIET x/b", "slim:code EN fase:1"])
def test_codes_and_conditions_search_no_words(asked: str) -> None:
    assert not asks_words(VIEW, asked)
