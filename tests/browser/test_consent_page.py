"""The page Toestemming in a browser: by mouse and by keyboard."""

from collections.abc import Callable
from pathlib import Path

import pytest
from driving import copy_study
from playwright.sync_api import Locator, Page, expect

from vknz_research.project import open_study

KLANT = "Willemien"


@pytest.fixture
def folder(demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the demo study, with a key folder of its own: that one remembers."""
    monkeypatch.setenv("VKNZ_VAULTS", str(tmp_path / "kluizen"))
    return copy_study(demo, tmp_path / "studie")


@pytest.fixture
def consent_page(folder: Path, page: Page, serve: Callable[..., str]) -> Page:
    """The page of a researcher."""
    page.goto(serve(folder, "--user", "NvD"))
    page.get_by_role("link", name="Toestemming").click()
    expect(page.get_by_role("heading", name="Toestemming")).to_be_visible()
    return page


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


class Steps:
    """Counts what a person does: each click and each key is one."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.count = 0

    def click(self, what: Locator) -> None:
        what.click()
        self.count += 1


def open_person(page: Page, steps: Steps) -> Locator:
    steps.click(find_row(page))
    return page.locator("aside.zij")


def test_i07_withdrawing_takes_no_more_steps_than_giving(
    consent_page: Page, folder: Path
) -> None:
    given, withdrawn = Steps(consent_page), Steps(consent_page)
    side = open_person(consent_page, given)
    given.click(side.get_by_role("checkbox", name="citeren in een rapport"))
    given.click(side.get_by_role("button", name="Vastleggen"))
    told = consent_page.locator(".blad .melding")
    expect(told).to_have_text("Vastgelegd voor 1 doel.")
    side.get_by_role("button", name="Sluiten").click()

    side = open_person(consent_page, withdrawn)
    quoting = side.locator("[data-purpose=quotation]")
    withdrawn.click(quoting.get_by_role("button", name="Intrekken"))
    dialog = consent_page.get_by_role("dialog")
    expect(dialog).to_contain_text("citeren in een rapport intrekken")
    withdrawn.click(dialog.get_by_role("button", name="Intrekken"))

    expect(told).to_contain_text("Ingetrokken.")
    assert withdrawn.count <= given.count
    assert read_consents(folder)["quotation"][0] == "withdrawn"
    assert read_consents(folder)["coding"][0] == "given"


def test_i07_all_is_withdrawn_as_easily_and_it_says_first_what_goes(
    consent_page: Page, folder: Path
) -> None:
    given, withdrawn = Steps(consent_page), Steps(consent_page)
    side = open_person(consent_page, given)
    given.click(side.get_by_label("alle doelen"))
    given.click(side.get_by_role("button", name="Vastleggen"))
    told = consent_page.locator(".blad .melding")
    expect(told).to_contain_text("Vastgelegd")
    side.get_by_role("button", name="Sluiten").click()

    side = open_person(consent_page, withdrawn)
    withdrawn.click(side.get_by_role("button", name="Alles intrekken"))
    dialog = consent_page.get_by_role("dialog")
    expect(dialog.locator("li").first).to_contain_text("1 bron")
    expect(dialog).to_contain_text("Ongedaan maken kan niet")
    withdrawn.click(dialog.get_by_role("button", name="Intrekken"))

    expect(told).to_contain_text("Ingetrokken.", timeout=60_000)
    expect(consent_page.get_by_text("geen bron in quarantaine")).to_be_visible()
    assert withdrawn.count <= given.count
    with open_study(folder) as study:
        assert KLANT not in {p.label for p in study.participants}
        assert "F3-K-2" not in {
            s.name for s in study.sources if s.format != "withdrawn"
        }


def test_i07_who_does_not_confirm_withdraws_nothing(
    consent_page: Page, folder: Path
) -> None:
    before = read_consents(folder)
    find_row(consent_page).click()
    consent_page.get_by_role("button", name="Alles intrekken").click()
    expect(consent_page.get_by_role("dialog").locator("li").first).to_be_visible()

    consent_page.keyboard.press("Escape")

    expect(consent_page.get_by_role("dialog")).to_have_count(0)
    assert read_consents(folder) == before
