"""Suggestions in the drawer: by keys, one answer at a time, only where they are on."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from driving import Bench, copy_study
from playwright.sync_api import Page, expect

from vknz_research import open_study
from vknz_research.model.adjudication import Suggestion
from vknz_research.project import Study
from vknz_research.project.settings import read_settings, write_settings
from vknz_research.project.workbench import make_session
from vknz_research.widgets.workbench import WORKBENCH_CSS, WORKBENCH_JS

VEILIGHEID = "4r/reflectie/veiligheid"
Show = Callable[[bool], tuple[Bench, Study]]


@pytest.fixture
def show(bench_page: Callable[..., Bench], demo: Path, tmp_path: Path) -> Show:
    """The workbench of TK on a copy of the demo study, with suggestions on or off."""

    def made(on: bool) -> tuple[Bench, Study]:
        folder = copy_study(demo, tmp_path / "studie")
        write_settings(folder, replace(read_settings(folder), suggestions=on))
        study = open_study(folder)
        state = {"host": "panel", "language": "nl", "height": "800px"}
        bench = bench_page(
            (WORKBENCH_JS, WORKBENCH_CSS),
            make_session(study, "TK").handle,
            state={**state, "source": "F2-KM"},
        )
        bench.page.locator(".wb[data-ready=true]").wait_for()
        bench.page.locator(".codebook > input").fill("Veiligheid")
        bench.page.keyboard.press("ArrowDown")
        expect(bench.page.locator(".card h3")).to_contain_text("Veiligheid")
        return bench, study

    return made


def count(study: Study) -> tuple[int, list[str]]:
    with study.store.read() as reader:
        answers = sorted(one.state for one in reader.all(Suggestion))
    return len(study.codings("TK", VEILIGHEID)), answers


def settled(page: Page, left: int) -> None:
    expect(page.locator(".suggest-row")).to_have_count(left)
    expect(page.locator(".drawer [role=status]")).to_contain_text(f"Nog {left} sugg")


def test_suggestions_are_answered_by_keys_and_undone_as_any_act(show: Show) -> None:
    bench, study = show(True)
    page, (before, _) = bench.page, count(study)
    page.get_by_role("button", name="Suggesties").click()
    rows = page.locator(".suggest-row")
    expect(rows).to_have_count(30)
    expect(rows.first).to_be_focused()
    expect(page.locator(".suggest-figure")).to_contain_text("raak van de eerste tien")
    expect(page.locator(".suggest-figure")).to_contain_text("Niets wordt vanzelf")
    expect(rows.first).to_contain_text("Door: ")
    second = rows.nth(1).locator("mark").inner_text()

    page.keyboard.press("j")
    expect(rows.nth(1)).to_be_focused()
    page.keyboard.press("a")
    settled(page, 29)
    expect(rows.nth(1)).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("x")
    settled(page, 28)
    assert count(study) == (before + 1, ["accepted", "rejected"])
    assert second in [
        study.text(c.source_id)[c.start : c.end]
        for c in study.codings("TK", VEILIGHEID)
    ]

    page.keyboard.press("Enter")
    expect(rows.first).to_be_focused()
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    page.wait_for_timeout(500)
    assert count(study) == (before, [])
    page.keyboard.press("Escape")
    expect(page.locator(".drawer")).to_have_count(0)
    study.close()


def test_a_code_with_few_passages_says_so_in_the_drawer(show: Show) -> None:
    bench, study = show(True)
    page = bench.page
    page.locator(".codebook > input").fill("maatwerk")
    page.keyboard.press("ArrowDown")
    page.get_by_role("button", name="Suggesties").click()

    expect(page.locator(".drawer [role=alert]")).to_contain_text("vanaf 10")
    expect(page.locator(".suggest-row")).to_have_count(0)
    study.close()


def test_nothing_of_it_is_there_where_it_is_off(show: Show) -> None:
    bench, study = show(False)

    expect(bench.page.get_by_role("button", name="Alle passages")).to_be_visible()
    expect(bench.page.get_by_role("button", name="Suggesties")).to_have_count(0)
    study.close()
