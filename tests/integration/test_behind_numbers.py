"""Behind each number of the report stand its passages, and the question that asks."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from vknz_research.analysis.query import find
from vknz_research.project.resources import find_resource
from vknz_research.report.blocks import Block, Passages, from_json, to_json
from vknz_research.report.fragments import render_fragment
from vknz_research.report.instrument import give_chapter
from vknz_research.report.parameters import Parameters
from vknz_research.report.session import Report
from vknz_research.snapshot import open_snapshot

CHAPTER = "4r"


def open_report(path: Path, **given: object) -> Report:
    parameters = Parameters.make("procesevaluatie", given)
    return Report(open_snapshot(path), find_resource("reports"), parameters)


def list_behind(blocks: Iterator[Block]) -> list[Passages]:
    return [block for block in blocks if isinstance(block, Passages)]


@pytest.mark.parametrize("given", [{}, {"phases": "3"}, {"layer": "TK"}])
def test_the_passages_are_those_that_the_question_finds(
    demo_snapshot: Path, given: dict[str, str]
) -> None:
    report = open_report(demo_snapshot, **given)

    found = list_behind(give_chapter(report, CHAPTER))

    assert len(found) > 10
    for block in found:
        assert len(block.rows) == len(find(report.view, block.query))
        count = block.title.rpartition(": ")[2].split()[0]
        assert int(count) == len(block.rows)
        assert from_json(to_json(block)) == block


def test_the_numbers_of_a_section_are_those_of_its_passages(
    demo_snapshot: Path,
) -> None:
    report = open_report(demo_snapshot)
    blocks = list(give_chapter(report, CHAPTER))

    said = [b.text for b in blocks if to_json(b)["kind"] == "notice"]  # type: ignore[attr-defined]
    own = [b for b in list_behind(iter(blocks)) if not b.label]

    for block in own:
        total = block.title.split()[0]
        assert any(f"Steunt op {total} passage" in text for text in said) or any(
            f"({total} passage" in text for text in said
        )


def test_words_are_for_the_project_and_as_they_were_edited(demo_snapshot: Path) -> None:
    inside = list_behind(give_chapter(open_report(demo_snapshot), CHAPTER))
    words = [row.words for block in inside for row in block.rows]
    assert any("[een van ons]" in text for text in words)
    assert not any("Sheila" in text and "een tijd weg" in text for text in words)

    for audience in ("public", "membercheck"):
        report = open_report(demo_snapshot, audience=audience)
        outside = list_behind(give_chapter(report, CHAPTER))
        assert outside
        assert not any(block.rows for block in outside)


def test_who_may_not_be_quoted_is_counted_without_words(demo_snapshot: Path) -> None:
    report = open_report(demo_snapshot)

    found = list_behind(give_chapter(report, CHAPTER))
    every = [row.words for block in found for row in block.rows]
    closed = sum(
        int((~find(report.view, block.query)["is_quotable"]).sum()) for block in found
    )

    assert closed > 0
    assert every.count("(mag niet worden geciteerd)") == closed


def test_words_are_text_and_never_markup(demo_snapshot: Path) -> None:
    data = {"title": "<i>", "query": "<b>", "label": "", "kind": "passages"}
    row = {"place": "<u>", "words": "<script>"}

    html = render_fragment({**data, "rows": [row]}, "nl")

    for sign in ("<i>", "<b>", "<u>", "<script>"):
        assert sign not in html
