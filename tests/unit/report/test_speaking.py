import pandas as pd
import pytest

from vknz_research.language import Language
from vknz_research.report.contents import Section
from vknz_research.report.speaking import (
    Speaking,
    count_speaking,
    make_figure,
    name_perspective,
)

ORDER = ("klant", "klantmanager", "leidinggevende", "beleid")
PAIRS = pd.DataFrame(
    {
        "source_id": ["a", "b", "c", "d", "d"],
        "perspective": ["klant", "klant", "klantmanager", "klant", "klantmanager"],
    }
)


def codings(*rows: tuple[str, str, int]) -> pd.DataFrame:
    """Source, perspective and number of passages that lie apart."""
    spans = [(s, p, 10 * n, 10 * n + 5) for s, p, many in rows for n in range(many)]
    return pd.DataFrame(spans, columns=["source_id", "perspective", "start", "end"])


def count(language: Language = "nl") -> Speaking:
    rows = codings(("a", "klant", 3), ("b", "klant", 2))
    return count_speaking(rows, PAIRS, ORDER, language)


def test_sources_are_discussed_named_or_silent_per_perspective() -> None:
    assert count().counts.to_dict("index") == {
        "klant": {"discussed": 1, "named": 1, "absent": 1, "passages": 5},
        "klantmanager": {"discussed": 0, "named": 0, "absent": 2, "passages": 0},
    }
    assert count().silent() == ["klantmanager"]


def test_perspectives_stand_in_the_order_of_the_report() -> None:
    found = count_speaking(codings(), PAIRS, ("klantmanager", "klant"), "nl")

    assert list(found.counts.index) == ["klantmanager", "klant"]
    assert found.silent() == ["klantmanager", "klant"]


@pytest.mark.parametrize(
    ("language", "words"), [("nl", "2 van de 3"), ("en", "2 of 3")]
)
def test_a_figure_says_in_words_what_it_shows(language: Language, words: str) -> None:
    made = make_figure(
        Section("k/een", "2.1", 2, figure=4), "Rust", "#123456", count(language)
    )

    assert (made.number, made.anchor) == ("4", "f-4")
    assert words in made.alt
    assert [row[1:] for row in made.table.rows] == [
        ("1", "1", "1", "5"),
        ("0", "0", "2", "0"),
    ]
    blocks = {str(trace["name"]): len(trace["x"]) for trace in made.figure["data"]}
    assert sorted(blocks.values()) == [1, 1, 3]


def test_a_figure_of_nobody_can_be_drawn() -> None:
    nobody = count_speaking(codings(), PAIRS.iloc[:0], ORDER, "nl")

    assert (
        make_figure(
            Section("k", "1", 2, figure=1), "Rust", "#123456", nobody
        ).table.rows
        == ()
    )


def test_an_unknown_perspective_keeps_its_own_name() -> None:
    assert name_perspective("tolk", "nl") == "tolk"
    assert name_perspective("klant", "en") == "Clients"
