"""The page Overeenstemming in a browser: from a number to the passages behind it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from driving import copy_study
from playwright.sync_api import Page, expect


@pytest.fixture
def address(demo: Path, tmp_path: Path, serve: Callable[..., str]) -> str:
    """The demo study, served."""
    folder = copy_study(demo, tmp_path / "studie")
    return serve(folder, "--user", "NvD")


def test_a_code_leads_to_its_passages_and_back_to_coding(
    address: str, page: Page
) -> None:
    page.goto(address)
    page.get_by_role("link", name="Overeenstemming").click()
    expect(page.get_by_role("heading", name="Welke codes zijn wankel?")).to_be_visible()
    shaky = page.locator("tr[data-row^='code:'] button").first
    name = shaky.locator(".naam").inner_text()
    path = shaky.locator(".code").get_attribute("title")
    assert shaky.locator(".zegel").inner_text()

    shaky.focus()
    page.keyboard.press("Enter")

    expect(page.locator("aside h2")).to_contain_text(name.rsplit("› ", 1)[-1])
    fragment = page.locator("aside .fragment").first
    expect(fragment.locator(f".code[title='{path}']").first).to_contain_text(name)
    page.get_by_role("link", name="Coderen").click()
    page.locator(".vk.wb[data-ready=true]").wait_for()


def test_the_map_of_a_source_leads_to_the_passage_of_a_mark(
    address: str, page: Page
) -> None:
    page.goto(address)
    page.get_by_role("link", name="Overeenstemming").click()
    bar = page.locator(".strook i").first
    bar.wait_for()
    title = bar.get_attribute("title") or ""

    bar.click()

    expect(page.locator("aside .fragment").first).to_be_visible()
    expect(page.locator("aside h2")).to_contain_text(title.split(" · ")[1])
    lane = page.locator(".baan button").first
    lane.focus()
    page.keyboard.press("Enter")
    expect(page.locator("aside h2")).to_contain_text(lane.inner_text())


def test_another_unit_gives_other_numbers(address: str, page: Page) -> None:
    page.goto(address)
    page.get_by_role("link", name="Overeenstemming").click()
    value = page.locator("main table").first.locator("tbody tr").nth(1).locator("td")
    expect(value.nth(1)).to_contain_text("0,")
    before = value.nth(1).inner_text()

    page.get_by_label("Vergelijken per").select_option("turn")

    expect(page.get_by_text("Vergeleken per beurt.")).to_be_visible()
    expect(value.nth(1)).not_to_have_text(before)
