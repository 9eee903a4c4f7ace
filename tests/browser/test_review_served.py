"""The page Pseudonimiseren as it is served: real proposals, a real vault, real words."""

from collections.abc import Callable
from pathlib import Path

import pytest
from driving import copy_study
from playwright.sync_api import Page, expect

from vknz_research.model.privacy import Identifier
from vknz_research.project import open_study
from vknz_research.project.withdrawing import open_vault

SOURCE = "F2-KM"
PASSPHRASE = "een zin die lang genoeg is"
OF_THE_OTHER = "age1y9fugdx6sqll4vpg0gys6cddjf224ecm2cwlm8endrequnclfyyq9mupuk"


@pytest.fixture
def folder(demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the demo study with a vault that two people can open."""
    monkeypatch.setenv("VKNZ_VAULTS", str(tmp_path / "kluizen"))
    made = copy_study(demo, tmp_path / "studie")
    with open_study(made) as study:
        vault = open_vault(study)
        vault.create(PASSPHRASE, "NvD")
        vault.add_recipient("TK", OF_THE_OTHER)
    return made


@pytest.fixture
def review_page(folder: Path, page: Page, serve: Callable[..., str]) -> Page:
    """The page of a researcher, on one source."""
    page.goto(serve(folder, "--user", "NvD"))
    page.get_by_role("link", name="Pseudonimiseren").click()
    ready = page.locator(".vk.herlezen[data-ready=true]")
    ready.wait_for()
    page.get_by_label("Bron").select_option(label=SOURCE)
    expect(page.locator(".beurt")).not_to_have_count(0)
    expect(page.locator(".kolom")).to_contain_text("Naima")
    return page


def read_text(folder: Path) -> str:
    with open_study(folder) as study:
        return study.text(SOURCE)


def test_i20_a_decision_by_key_changes_the_words_of_the_study(
    review_page: Page, folder: Path
) -> None:
    page = review_page
    before = read_text(folder)
    name = page.locator(".woorden").inner_text()
    place = page.locator(".plek[aria-current=true]")
    at = int(place.get_attribute("data-n") or "-1")
    assert at == 0
    page.keyboard.press("r")
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Control+Enter")

    expect(page.locator(".strook .melding")).to_have_text("1 besluit toegepast.")
    after = read_text(folder)
    assert after != before
    assert before.count(name) == after.count(name) + 1
    with open_study(folder) as study, study.store.read() as reader:
        (kept,) = reader.all(Identifier)
    assert kept.outcome == "replace"
    assert kept.token is not None
    assert kept.token in after
    assert name not in kept.token
    expect(page.locator(".kolom")).to_contain_text(kept.token)


def test_i17_the_register_reads_along_after_the_passphrase_and_not_before(
    review_page: Page,
) -> None:
    page = review_page
    page.get_by_role("button", name="Register openen").click()
    page.keyboard.type("verkeerd")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("De kluis gaat niet open")
    page.get_by_label("Wachtwoordzin van de kluis").fill(PASSPHRASE)
    page.keyboard.press("Enter")

    expect(page.locator(".strook .melding")).to_have_text("Het register leest mee.")
    expect(page.get_by_role("button", name="Register openen")).to_be_hidden()


def test_i14_without_a_second_person_nothing_is_replaced(
    folder: Path,
    page: Page,
    serve: Callable[..., str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("VKNZ_VAULTS", str(tmp_path / "leeg"))
    before = read_text(folder)
    page.goto(serve(folder, "--user", "NvD"))
    page.get_by_role("link", name="Pseudonimiseren").click()
    page.locator(".vk.herlezen[data-ready=true]").wait_for()
    page.keyboard.press("r")
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Control+Enter")

    expect(page.get_by_role("alert")).to_contain_text("vknz vault")
    assert read_text(folder) == before
