"""The pages of trajectories as they are served: a real study, real recordings."""

from collections.abc import Callable
from pathlib import Path

import pytest
from driving import copy_study
from player_driving import SEEK
from playwright.sync_api import Page, expect

from vknz_research.demo.trajectories import add_trajectories
from vknz_research.model.codings import Coding
from vknz_research.project import open_study


@pytest.fixture(scope="module")
def folder(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo study with its two trajectories."""
    made = copy_study(demo, tmp_path_factory.mktemp("traject") / "studie")
    with open_study(made) as study:
        add_trajectories(study)
    return made


@pytest.fixture
def board(folder: Path, page: Page, serve: Callable[..., str]) -> Page:
    """The board, before a researcher."""
    page.goto(serve(folder, "--user", "LvH"))
    page.get_by_role("link", name="Trajecten").click()
    page.locator(".vk.speler[data-ready=true]").wait_for()
    return page


def open_first(board: Page) -> Page:
    """Open the first conversation of the first trajectory."""
    board.locator("a[data-round]").first.click()
    board.locator(".vk.speler[data-ready=true] .kijk").wait_for()
    board.locator(".vk.speler").focus()
    expect(board.locator("video")).to_be_visible()
    return board


def test_a_recording_of_the_study_plays_and_its_places_are_found(
    board: Page,
) -> None:
    page = open_first(board)
    video = page.locator("video")

    places = (40, 5, 31, 12, 22)
    found = [video.evaluate(SEEK, at) for at in places]

    assert found == pytest.approx([at * 1000 for at in places], abs=50)
    assert video.evaluate("el => el.videoWidth") > 0
    page.keyboard.press(" ")
    expect(page.locator(".beurt[aria-current]")).not_to_have_count(0)
    page.keyboard.press(" ")


def test_a_fragment_that_is_coded_stands_in_the_study_with_its_time(
    board: Page, folder: Path
) -> None:
    with open_study(folder) as study, study.store.read() as reader:
        before = {one.id for one in reader.all(Coding)}
    page = open_first(board)
    video = page.locator("video")
    for second, key in ((30.5, "i"), (33.0, "o")):
        video.evaluate(SEEK, second)
        page.keyboard.press(key)
    page.keyboard.press("1")
    expect(page.locator(".bericht")).to_contain_text("gelegd op 00:30–00:33")

    with open_study(folder) as study, study.store.read() as reader:
        (made,) = (one for one in reader.all(Coding) if one.id not in before)
    assert made.begin_ms == pytest.approx(30_500, abs=120)
    assert made.end_ms == pytest.approx(33_000, abs=120)
    assert made.start < made.end


def test_the_agenda_of_the_study_is_shown_in_the_conversation(board: Page) -> None:
    page = open_first(board)
    page.keyboard.press("g")
    first = page.locator(".pt p").first.inner_text()
    page.keyboard.press("t")
    shown = page.get_by_role("dialog")
    expect(shown.locator(".groot")).to_have_text(first)
    expect(shown.locator("video")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".beeld video")).to_be_visible()


def test_a_conversation_has_an_address_of_its_own(board: Page) -> None:
    page = open_first(board)
    heading = page.locator(".merk").inner_text()
    page.reload()
    page.locator(".vk.speler[data-ready=true] .kijk").wait_for()

    assert page.locator(".merk").inner_text() == heading
    page.get_by_role("link", name="Trajecten").last.click()
    expect(page.locator(".trajectvak")).not_to_have_count(0)
