"""The transcript that stands still, in a real browser: looked at, printed, dark."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from vknz_research.project import open_study

BANDS = """() => [...document.querySelectorAll('mark')].map(mark => {
  const style = getComputedStyle(mark);
  return [style.textDecorationStyle, style.borderBottomStyle];
})"""
COLOURS = """() => {
  const style = getComputedStyle(document.querySelector('.vks'));
  return [style.backgroundColor, style.color];
}"""


@pytest.fixture
def file(demo: Path, tmp_path: Path) -> Path:
    """The focus group of the demo study, as a file."""
    with open_study(demo) as study:
        return study.transcript("F2-KM").write(tmp_path / "f2.html")


def test_it_opens_from_a_file_and_shows_every_coded_passage(
    file: Path, page: Page, demo: Path
) -> None:
    page.goto(file.as_uri())

    with open_study(demo) as study:
        wanted = {
            c.code_id
            for c in study.codings()
            if c.source_id == study.source("F2-KM").id
        }
    assert page.locator(".vks-legend li").count() == len(wanted)
    assert page.locator("mark").count() > len(wanted)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_two_codes_on_one_passage_have_two_strokes(file: Path, page: Page) -> None:
    page.goto(file.as_uri())

    strokes = page.evaluate(BANDS)

    assert {first for first, _ in strokes} >= {"solid", "double", "dashed", "dotted"}
    assert any(second != "none" for _, second in strokes)


def test_it_is_dark_where_the_system_is_dark(file: Path, open_page: Any) -> None:
    seen = []
    for scheme in ("light", "dark"):
        page = open_page(color_scheme=scheme)
        page.goto(file.as_uri())
        seen.append(page.evaluate(COLOURS))

    assert seen == [
        ["rgb(255, 255, 255)", "rgb(28, 30, 33)"],
        ["rgb(26, 27, 29)", "rgb(231, 232, 234)"],
    ]


def test_it_fits_a_phone(file: Path, open_page: Any) -> None:
    page = open_page(width=360)

    page.goto(file.as_uri())

    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_it_prints_with_its_bands(file: Path, page: Page, tmp_path: Path) -> None:
    page.goto(file.as_uri())

    made = page.pdf(path=tmp_path / "f2.pdf", prefer_css_page_size=True)

    assert made.startswith(b"%PDF")
    page.emulate_media(media="print")
    exact = "getComputedStyle(document.querySelector('mark')).printColorAdjust"
    assert page.evaluate(exact) == "exact"
