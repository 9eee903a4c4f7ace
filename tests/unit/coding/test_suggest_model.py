"""Passages are ranked by what was judged before, and the figure is honest."""

import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from vknz_research.coding.suggestmodel import (
    Features,
    Figure,
    Lesson,
    has_embeddings,
    rank_units,
)

YES = ("ik voelde me veilig", "zo veilig was het daar", "die veiligheid in de groep")
NO = ("de trein was te laat", "koffie in de pauze", "het formulier van de gemeente")


def lesson(
    sources: int, extra: tuple[str, ...] = ()
) -> tuple[list[str], list[bool], Lesson]:
    """Make judged units in some sources, and units to rank that nobody read."""
    texts = [f"{text} {n}" for n in range(sources) for text in (*YES, *NO)]
    labels = [True, True, True, False, False, False] * sources
    groups = [f"s{n}" for n in range(sources) for _ in (*YES, *NO)]
    known = list(range(len(texts)))
    asked = list(range(len(texts), len(texts) + len(extra)))
    return [*texts, *extra], labels, Lesson(known, labels, groups, asked)


def rank(sources: int, *extra: str) -> tuple[list[str], Figure]:
    texts, _, taught = lesson(sources, extra)
    ranked, figure = rank_units(Features(texts), taught)
    return [texts[item.index] for item in ranked], figure


def test_words_like_those_that_were_coded_come_first() -> None:
    found, _ = rank(
        4, "de bus kwam te laat", "het was onveilig daar", "nog een kop koffie"
    )

    assert found[0] == "het was onveilig daar"


def test_the_reason_is_the_words_that_weigh_most() -> None:
    texts, _, taught = lesson(4, ("de trein en de veiligheid",))

    ranked, _ = rank_units(Features(texts), taught)

    assert "veiligheid" in ranked[0].why


def test_a_unit_that_was_left_uncoded_is_not_ranked_by_its_own_no() -> None:
    texts, labels, taught = lesson(4)
    labels[0] = False  # forgotten: the other sources coded the same words
    again = Lesson(taught.known, labels, taught.groups, [0, 3, 4, 5])

    ranked, _ = rank_units(Features(texts), again)

    assert ranked[0].index == 0


def test_the_figure_is_near_one_where_words_tell_and_at_the_base_where_not() -> None:
    _, figure = rank(5)
    assert figure.average_precision is not None
    assert figure.average_precision > 0.95
    assert figure.precision == 1
    assert figure.base == 0.5

    texts = [f"{n * 7919 % 97}" for n in range(300)]
    labels = [n * 31 % 17 < 3 for n in range(300)]
    groups = [f"s{n % 6}" for n in range(300)]
    _, blind = rank_units(Features(texts), Lesson(range(300), labels, groups, []))
    assert blind.average_precision is not None
    assert blind.average_precision < 0.4


@pytest.mark.parametrize("sources", [1, 2])
def test_too_few_sources_give_no_figure_but_the_reason(sources: int) -> None:
    found, figure = rank(sources, "heel veilig")

    assert found == ["heel veilig"]
    assert figure.average_precision is None
    assert (figure.reason, figure.sources) == ("sources", sources)


def test_the_same_is_ranked_the_same() -> None:
    texts, _, taught = lesson(4, ("veilig", "koffie", "bus", "groep"))

    first, second = (rank_units(Features(texts), taught) for _ in range(2))

    assert first == second


def test_a_model_in_a_folder_is_used_and_only_from_there(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[Any] = []

    class SentenceTransformer:
        def __init__(self, folder: str, *, local_files_only: bool) -> None:
            asked.append((folder, local_files_only))

        def encode(self, texts: list[str], *, normalize_embeddings: bool) -> Any:
            assert normalize_embeddings
            return [
                [1.0 if "zeker" in text or "veilig" in text else -1.0] for text in texts
            ]

    fake = ModuleType("sentence_transformers")
    fake.SentenceTransformer = SentenceTransformer  # type: ignore[attr-defined]
    fake.__spec__ = sys.__spec__
    monkeypatch.setitem(sys.modules, "sentence_transformers", fake)
    texts, _, taught = lesson(4, ("ging alles", "zeker"))

    ranked, _ = rank_units(Features(texts, tmp_path), taught)

    assert has_embeddings(tmp_path)
    assert not has_embeddings(tmp_path / "weg")
    assert asked == [(str(tmp_path), True)]
    assert texts[ranked[0].index] == "zeker"
