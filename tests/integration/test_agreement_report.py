"""The appendix on agreement: numbers with intervals, and words only where allowed."""

from pathlib import Path

import pytest

from vknz_research.model.people import Participant
from vknz_research.project import Study
from vknz_research.project.consent import set_consent
from vknz_research.project.resources import find_resource
from vknz_research.report.agreement import show_agreement
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
        set_consent(coded, person.label, ("quotation", "refused", None))

    after = tables(open_appendix(coded.freeze("v2").path))

    assert after["F1"].rows == before["F1"].rows
    assert "F5" not in after


def test_one_coder_gives_a_sentence_and_no_table(coded: Study) -> None:
    coded.coder("AA").code("gesprek", "4r/reflectie", 40, 60)
    blocks = open_appendix(coded.freeze("v1").path)
    assert [type(block) for block in blocks] == [Heading, Paragraph]
