"""What a reader of the report is told: in brief, who is silent, and whose consent."""

from collections.abc import Iterable
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from vknz_research.project.resources import find_resource
from vknz_research.report.appendix import show_data
from vknz_research.report.blocks import (
    Block,
    Facts,
    Figure,
    Heading,
    Notice,
    Paragraph,
    Table,
)
from vknz_research.report.brief import show_brief
from vknz_research.report.heard import show_heard
from vknz_research.report.instrument import give_chapter
from vknz_research.report.provenance import _say_sources, show_provenance
from vknz_research.report.session import Report, open_report


@pytest.fixture
def report(demo_snapshot: Path) -> Report:
    return open_made(demo_snapshot)


@pytest.fixture
def demo_snapshot(demo: Path) -> Path:
    return next((demo / "snapshots").glob("v1-*"))


def open_made(snapshot: Path, **given: object) -> Report:
    folder = find_resource("reports")
    return open_report(str(snapshot), str(folder), "procesevaluatie", **given)


def read_notices(blocks: Iterable[Block]) -> dict[str, str]:
    """The remark below each heading."""
    found: dict[str, str] = {}
    head = ""
    for block in blocks:
        if isinstance(block, Heading):
            head = block.text
        if isinstance(block, Notice):
            found.setdefault(head, block.text)
    return found


def test_in_brief_names_each_section_with_its_lead_and_its_ground(
    report: Report,
) -> None:
    blocks = list(show_brief(report))
    words = "\n".join(b.markdown for b in blocks if isinstance(b, Paragraph))

    assert blocks[0] == Heading(1, "In het kort", None, "in-het-kort")
    for section in report.contents.sections:
        line = next(x for x in words.splitlines() if f"(#{section.anchor})" in x)
        for title in report.own_memos(section.code)["title"]:
            assert str(title).rstrip(".") in line
        notice = read_notices(report.section(report.contents.chapters[0], section))
        ground = next(iter(notice.values())).split(". ")[0]
        assert line.endswith(ground.removeprefix("Steunt op ").rstrip(".") + ".")


def test_who_responds_gets_no_page_in_brief(demo_snapshot: Path) -> None:
    assert not list(show_brief(open_made(demo_snapshot, audience="membercheck")))


def test_nobody_is_silent_on_what_only_one_perspective_can_say(report: Report) -> None:
    said = read_notices(report.chapter("motivaties"))

    only = [s for s in report.contents.sections if s.of]
    assert len(only) == 4
    for section in only:
        assert "niets over" not in said[report.places.titles[section.code]]
    assert (
        "Van klanten is hier niets over gecodeerd."
        in said["Motivaties van klantmanagers: hoe anderen te winnen zijn"]
    )


def test_sections_of_one_name_carry_that_of_their_parent(report: Report) -> None:
    titles = list(report.places.titles.values())
    assert len(titles) == len(set(titles))

    captions = [
        b.caption for b in report.chapter("motivaties") if isinstance(b, Figure)
    ]
    assert any("‘Motivaties van klanten: in hun eigen ogen’" in c for c in captions)


def test_the_table_behind_the_principles_is_in_the_language_of_the_report(
    report: Report,
) -> None:
    figures = [b for b in give_chapter(report, "4r") if isinstance(b, Figure)]
    table = figures[-1].table

    assert [c.name for c in table.columns][:2] == ["Perspectief", "Principe"]
    assert {row[0] for row in table.rows} >= {"Klanten", "Beleid en coaches"}


def test_without_coded_questions_no_column_asks_whether_it_was_asked(
    report: Report,
) -> None:
    table = next(b for b in show_heard(report) if isinstance(b, Table))

    assert [c.name for c in table.columns] == ["Onderdeel", "Wie niet", "Bronnen"]
    assert "Vragen van onderzoekers zijn niet gecodeerd" in str(table.note)


def test_it_says_whose_codings_count_and_who_withdrew(report: Report) -> None:
    told = next(b for b in show_data(report) if isinstance(b, Notice)).text
    assert told.startswith("Welke coderingen tellen: ")

    facts = next(b for b in show_provenance(report) if isinstance(b, Facts))
    said = dict(facts.pairs)
    assert "ingetrokken door 1: daarvan staat hier niets in" in said["Toestemming"]
    assert "geteld, niet geciteerd (" in said["Toestemming"]
    assert said["Bronnen"] == "26 van de 26"


def test_conversations_of_trajectories_are_told_apart(report: Report) -> None:
    known = report.snapshot.sources
    more = known[:2].assign(kind="reflectiegesprek", source_code=None)
    whole = pd.concat([known.astype(object), more.astype(object)])
    snapshot = SimpleNamespace(sources=whole)

    told = _say_sources(SimpleNamespace(say=report.say, snapshot=snapshot), 25)  # type: ignore[arg-type]

    assert told == (
        "25 van de 28; 2 zijn gesprekken van trajecten en tellen niet mee; "
        "1 valt buiten de keuze van dit rapport"
    )
