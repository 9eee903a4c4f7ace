"""The code space in JupyterLab: in depth, and flat where a browser cannot draw that."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from driving import Notebook, find_chromium
from playwright.sync_api import Browser, Page, expect, sync_playwright

DEPTH = (
    *("--headless=new", "--no-sandbox", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-sync", "--ignore-gpu-blocklist"),
    *("--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"),
)
SHOW = (
    "from vknz_research.project.codespace import show_code_space\n"
    "shown = show_code_space(study.view())\nshown"
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium that draws depth in software."""
    path = find_chromium()
    if path is None:
        pytest.skip("Chromium is not on this machine (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(DEPTH))
        yield started
        started.close()


def cells(study: Path) -> list[str]:
    opened = f"study = open_study({str(study)!r})\n"
    return ["from vknz_research.project import open_study", opened + SHOW]


def open_space(
    lab_study: Path, notebook: Callable[..., Notebook], *scripts: str
) -> Page:
    page = notebook(cells(lab_study)).page
    page.locator(".vk.coderuimte[data-ready=true]").wait_for()
    return page


def test_a_lasso_in_depth_shows_the_quotations_within(
    lab_study: Path,
    notebook: Callable[..., Notebook],
    kernel: Callable[[str], object],
) -> None:
    page = open_space(lab_study, notebook)
    panel = page.locator(".vk.coderuimte")
    canvas = page.locator(".jp-OutputArea canvas").first
    canvas.wait_for()
    page.wait_for_timeout(1500)  # the first picture is drawn in software
    box = canvas.bounding_box()
    assert box is not None

    page.keyboard.down("Control")
    corners = [(0.2, 0.2), (0.8, 0.2), (0.8, 0.85), (0.2, 0.85), (0.2, 0.25)]
    places = [(box["x"] + a * box["width"], box["y"] + b * box["height"]) for a, b in corners]
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place, steps=6)
    page.mouse.up()
    page.keyboard.up("Control")

    expect(panel.locator(".uitleg")).to_contain_text("gekozen van")
    expect(panel.locator("blockquote").first).to_be_visible()
    print(page.screenshot(path="/tmp/v/space.png"))
