"""The player in JupyterLab: a recording plays, and keys stay out of the notebook."""

from collections.abc import Callable
from pathlib import Path

from driving import Notebook
from playwright.sync_api import expect

from vknz_research.demo.trajectories import add_trajectories
from vknz_research.project import open_study


def test_a_recording_plays_in_a_notebook_and_keys_stay_in_the_player(
    lab_study: Path, notebook: Callable[..., Notebook]
) -> None:
    with open_study(lab_study) as study:
        add_trajectories(study)
    cells = [
        "from vknz_research.project import open_study",
        f"study = open_study({str(lab_study)!r})\nstudy.player('LvH', 'Traject 1')",
    ]
    page = notebook(cells).page
    player = page.locator(".vk.speler[data-ready=true]")
    player.wait_for()
    player.locator(".beurt").nth(2).click()
    page.wait_for_function(
        "() => document.querySelector('.speler video').currentTime > 7"
    )
    player.focus()
    page.keyboard.press(" ")
    assert player.locator("video").evaluate("el => el.paused")

    for key in ("x", "v", "g", "b", "i", "k"):
        page.keyboard.press(key)

    assert page.locator(".jp-Notebook .jp-CodeCell").count() == len(cells)
    expect(player.locator(".fragmentnu b").first).to_have_text("00:05")
    player.get_by_role("link", name="Trajecten").click()
    expect(page.locator(".trajectvak")).to_have_count(2)
    page.get_by_role("button", name="Gesprek 2").first.click()
    expect(page.locator(".speler .merk")).to_contain_text("gesprek 2")
