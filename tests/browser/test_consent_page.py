"""The page Toestemming in a browser: by mouse and by keyboard."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from driving import ROOT, copy_study, find_port
from playwright.sync_api import Locator, Page, expect

from vknz_research.project import open_study

KLANT = "Willemien"


@pytest.fixture
def folder(demo: Path, tmp_path: Path) -> Path:
    """A copy of the demo study."""
    return copy_study(demo, tmp_path / "studie")


@pytest.fixture
def consent_page(folder: Path, page: Page) -> Iterator[Page]:
    """The page of a researcher."""
    command = [sys.executable, "-m", "vknz_research.cli", "serve", str(folder)]
    command += ["--user", "NvD", f"--port={find_port()}"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert process.stdout is not None
    page.goto(process.stdout.readline().strip())
    page.get_by_role("link", name="Toestemming").click()
    expect(page.get_by_role("heading", name="Toestemming")).to_be_visible()
    yield page
    process.terminate()
    process.wait(10)


def find_row(page: Page, label: str = KLANT) -> Locator:
    return page.locator("tr[data-id]").filter(has_text=label)


def read_consents(
    folder: Path, label: str = KLANT
) -> dict[str, tuple[str, str | None]]:
    with open_study(folder) as study:
        who = {p.label: p.id for p in study.participants}[label]
        return {
            c.purpose: (c.state, c.letter)
            for c in study.consents
            if c.participant_id == who
        }


def test_i02_the_table_says_each_state_in_a_sign_and_a_word(consent_page: Page) -> None:
    cells = find_row(consent_page, "Desta").locator("td.staat")

    expect(cells).to_have_count(9)
    words = {" ".join(text.split()) for text in cells.all_inner_texts()}
    assert words == {"✓ ja", "✕ nee", "– onbekend"}


def test_i02_consent_for_several_purposes_is_recorded_at_once(
    consent_page: Page, folder: Path
) -> None:
    find_row(consent_page).click()
    side = consent_page.locator("aside.zij")
    side.get_by_label("alle doelen").check()
    side.get_by_label("Versie van de brief").fill("v9")
    side.get_by_role("button", name="Vastleggen").click()

    expect(consent_page.locator(".blad .melding")).to_have_text(
        "Vastgelegd voor 9 doelen."
    )
    expect(find_row(consent_page).locator("td.staat.given")).to_have_count(9)
    assert set(read_consents(folder).values()) == {("given", "v9")}


def test_i02_the_register_is_kept_by_keyboard_alone(
    consent_page: Page, folder: Path
) -> None:
    keys = consent_page.keyboard
    consent_page.locator(".vk.desk").focus()
    keys.press("/")
    keys.type("samira")
    expect(consent_page.locator("tr[data-id]")).to_have_count(1)
    keys.press("Tab")
    expect(find_row(consent_page, "Samira")).to_be_focused()
    keys.press("Enter")
    side = consent_page.locator("aside.zij")
    expect(side.get_by_role("heading", name="Samira")).to_be_visible()
    expect(side.get_by_label("alle doelen")).to_be_focused()
    keys.press("Space")
    side.get_by_label("Gevraagd door").focus()
    keys.press("Enter")
    expect(consent_page.locator(".blad .melding")).to_contain_text("Vastgelegd")
    keys.press("Escape")

    expect(side).to_be_hidden()
    expect(find_row(consent_page, "Samira")).to_be_focused()
    assert {state for state, _ in read_consents(folder, "Samira").values()} == {"given"}


def test_i02_a_filter_shows_who_said_no_and_can_be_taken_away(
    consent_page: Page,
) -> None:
    rows = consent_page.locator("tr[data-id]")
    every = rows.count()
    consent_page.get_by_role("button", name="geweigerd of ingetrokken").click()
    assert 0 < rows.count() < every
    consent_page.get_by_placeholder("Zoek een deelnemer").fill("xyz")

    consent_page.get_by_role("button", name="Filter weghalen").click()

    expect(rows).to_have_count(every)
