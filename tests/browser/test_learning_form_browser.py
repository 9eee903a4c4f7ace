"""The Samenleerwijzer filled in on a tablet, kept as a text, and printed."""

from collections.abc import Callable
from pathlib import Path

from consenting import GIVEN
from playwright.sync_api import Page, expect

from vknz_research.project import Study
from vknz_research.project.importing import import_files
from vknz_research.project.learningform import write_form

TABLET = (820, 1180)


def open_form(open_page: Callable[..., Page], folder: Path) -> Page:
    page = open_page(*TABLET, has_touch=True)
    page.goto(write_form(folder / "samenleerwijzer.html").as_uri())
    return page


def fill(page: Page) -> None:
    page.locator('[data-name="klant"]').fill("Rowan")
    page.locator('[data-name="klantmanager"]').fill("Samira")
    page.locator('[data-choose="klant:luisteren"]').tap()
    page.locator('[data-id="datum"]').fill("2031-05-12")
    page.locator('[data-id="goed"][data-role="klant"]').fill("Je belt altijd terug.")


def test_what_is_filled_in_becomes_a_source(
    open_page: Callable[..., Page], study: Study, tmp_path: Path
) -> None:
    page = open_form(open_page, tmp_path)
    fill(page)

    with page.expect_download() as waiting:
        page.locator("[data-keep]").tap()
    kept = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(kept)
    import_files(study, [kept], consent=GIVEN)

    assert kept.name == "samenleergesprek-2031-05-12.md"
    turns = study.turns(kept.name)
    text = study.text(kept.name)
    said = {t.speaker: text[t.start : t.end] for t in turns if t.speaker == "Rowan"}
    assert said == {"Rowan": "Je belt altijd terug."}
    assert "Luisteren" in text


def test_nothing_is_kept_without_a_pseudonym(
    open_page: Callable[..., Page], tmp_path: Path
) -> None:
    page = open_form(open_page, tmp_path)
    fill(page)
    page.locator('[data-name="klant"]').fill("")

    page.locator("[data-keep]").tap()

    expect(page.locator("[data-told]")).to_contain_text("schuilnaam")
    expect(page.locator('[data-name="klant"]')).to_be_focused()


def test_everything_is_large_enough_to_tap_and_nothing_runs_off(
    open_page: Callable[..., Page], tmp_path: Path
) -> None:
    page = open_form(open_page, tmp_path)

    small = page.evaluate(
        "() => [...document.querySelectorAll('button, input:not([type=checkbox]), "
        "textarea, label.vak')]"
        ".filter((e) => e.getBoundingClientRect().height < 44).length"
    )
    wide = page.evaluate("() => document.documentElement.scrollWidth")

    assert small == 0
    assert wide <= TABLET[0]


def test_cards_are_chosen_by_keyboard_and_say_so(
    open_page: Callable[..., Page], tmp_path: Path
) -> None:
    page = open_form(open_page, tmp_path)
    button = page.locator('[data-choose="klantmanager:doel"]')

    button.focus()
    page.keyboard.press("Enter")

    expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.locator('[data-shows="klantmanager"]')).to_have_text("Ons doel")
