"""The appendix on agreement: numbers with intervals, and words only where allowed."""

from pathlib import Path

import pytest

from vknz_research.coding.rounds import (
    Plan,
    find_assignment,
    find_round,
    hand_in,
    open_comparison,
    start_round,
)
from vknz_research.model.people import Participant
from vknz_research.project import Study
from vknz_research.project.consent import Said, set_consent
from vknz_research.project.resources import find_resource
from vknz_research.report.agreement import show_agreement
from vknz_research.report.appendix import show_places
from vknz_research.report.blocks import Block, Heading, Paragraph, Table
from vknz_research.report.session import Report, open_report
from vknz_research.snapshot import Snapshot


def open_appendix(snapshot: Path, **given: object) -> list[Block]:
    return list(show_agreement(open_made(snapshot, **given)))


def open_made(snapshot: Path, **given: object) -> Report:
    folder = find_resource("reports")
    return open_report(str(snapshot), str(folder), "procesevaluatie", **given)


def tables(blocks: list[Block]) -> dict[str | None, Table]:
    return {block.number: block for block in blocks if isinstance(block, Table)}


@pytest.fixture
def demo_snapshot(demo: Path) -> Path:
    return next((demo / "snapshots").glob("v1-*"))


def test_the_appendix_prints_coefficients_with_intervals(demo_snapshot: Path) -> None:
    blocks = open_appendix(demo_snapshot)
    found = tables(blocks)

    assert isinstance(blocks[0], Heading)
    assert blocks[0].number == "F"
    overall = {row[0]: row[1:] for row in found["F1"].rows}
    value, interval = overall["Alfa: wel of niet gecodeerd"]
    low, high = (float(x.replace(",", ".")) for x in interval.split(" – "))
    assert low < float(value.replace(",", ".")) < high
    assert "seed 2026" in str(found["F1"].note)
    assert len(found["F2"].rows) > 30


def test_the_appendix_speaks_the_language_of_the_report(demo_snapshot: Path) -> None:
    blocks = open_appendix(demo_snapshot, language="en")
    words = " ".join(b.markdown for b in blocks if isinstance(b, Paragraph))

    assert "not whether it is right" in " ".join(words.split())
    assert "," not in tables(blocks)["F1"].rows[0][1]


def test_passages_are_for_internal_reports_only(demo_snapshot: Path) -> None:
    assert tables(open_appendix(demo_snapshot))["F5"].rows
    assert "F5" not in tables(open_appendix(demo_snapshot, audience="public"))


def test_a_report_on_one_phase_measures_that_phase_only(demo_snapshot: Path) -> None:
    def introduce(**given: object) -> str:
        blocks = open_appendix(demo_snapshot, **given)
        return next(b.markdown for b in blocks if isinstance(b, Paragraph))

    assert introduce(phases=[3]).split()[0] != introduce().split()[0]


def freeze_two_layers(coded: Study) -> Snapshot:
    length = len(coded.text("gesprek"))
    for coder, shift in (("AA", 0), ("BB", 4)):
        layer = coded.coder(coder)
        layer.code("gesprek", "4r/reflectie", 40 + shift, 60 + shift)
        layer.code("gesprek", "4r/richting", length - 20, length - 8 + shift)
    return coded.freeze("v1")


def test_who_may_not_be_quoted_is_counted_and_not_shown(coded: Study) -> None:
    before = tables(open_appendix(freeze_two_layers(coded).path))
    assert before["F5"].rows
    for person in coded.participants:
        assert isinstance(person, Participant)
        set_consent(coded, person.label, Said(["quotation"], "refused", None))

    after = tables(open_appendix(coded.freeze("v2").path))

    assert after["F1"].rows == before["F1"].rows
    assert "F5" not in after


def test_one_coder_gives_a_sentence_and_no_table(coded: Study) -> None:
    coded.coder("AA").code("gesprek", "4r/reflectie", 40, 60)
    blocks = open_appendix(coded.freeze("v1").path)
    assert [type(block) for block in blocks] == [Heading, Paragraph]


def introduce(study: Study, name: str) -> str:
    blocks = open_appendix(study.freeze(name).path)
    return next(b.markdown for b in blocks if isinstance(b, Paragraph))


@pytest.fixture
def rounds(coded: Study) -> Study:
    """A study with one source, coded by two in a blind round."""
    for coder in ("AA", "BB"):
        coded.coder(coder).code("gesprek", "4r/reflectie", 0, 10)
    plan = Plan("Een", [coded.source("gesprek").id], ["AA", "BB"])
    start_round(coded.store, "AA", plan)
    return coded


def give(study: Study, coder: str) -> None:
    with study.store.read() as reader:
        one = find_assignment(reader, "gesprek", coder)
    hand_in(study.store, coder, one.id)


def test_blind_rounds_are_named_and_changes_after_them_too(rounds: Study) -> None:
    for coder in ("AA", "BB"):
        give(rounds, coder)
    assert "elkaars werk niet zagen" in introduce(rounds, "v1")
    assert "Daarna zijn coderingen gewijzigd" not in introduce(rounds, "v1")

    rounds.coder("AA").code("gesprek", "4r/routine", 0, 10)
    assert "Daarna zijn coderingen gewijzigd" in introduce(rounds, "v2")


def test_a_round_that_was_opened_early_is_not_called_blind(rounds: Study) -> None:
    give(rounds, "AA")
    with rounds.store.read() as reader:
        number = find_round(reader, 1).id
    open_comparison(rounds.store, "AA", number, "gesprek", "BB is ziek")
    give(rounds, "BB")

    assert "niet van elke bron vastgelegd" in introduce(rounds, "v1")


def test_f5_shows_no_word_that_an_edited_quotation_replaced(
    demo_snapshot: Path,
) -> None:
    report = open_made(demo_snapshot)
    row = report.excerpts["C87"]
    assert "Sheila" in row.quote
    assert "Sheila" not in row.edited

    rows = tables(list(show_agreement(report)))["F5"].rows

    assert not any("Sheila" in cell for cells in rows for cell in cells)
    shown = report.read(row.source_id, row.start, row.end)
    assert " ".join(shown.split()) == " ".join(str(row.edited).split())


@pytest.mark.parametrize(
    ("audience", "is_told"), [("internal", True), ("public", False)]
)
def test_what_was_spoken_can_be_read_inside_the_project_only(
    demo_snapshot: Path, audience: str, *, is_told: bool
) -> None:
    report = open_made(demo_snapshot, audience=audience)
    rows = {row[0]: row[-1] for row in tables(list(show_places(report)))["D1"].rows}
    assert ("gesproken: ‘Sheila’" in rows["C87"]) is is_told
    assert "1 vervangen" in rows["C87"]
