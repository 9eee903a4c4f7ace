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
        pytest.skip(
            "Chromium is not on this machine (Debian: apt-get install chromium)"
        )
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(DEPTH))
        yield started
        started.close()


def open_space(lab_study: Path, notebook: Callable[..., Notebook]) -> Page:
    opened = f"study = open_study({str(lab_study)!r})\n"
    page = notebook(
        ["from vknz_research.project import open_study", opened + SHOW]
    ).page
    page.locator(".vk.coderuimte[data-ready=true]").wait_for()
    return page


def draw_loop(
    page: Page, box: dict[str, float], corners: list[tuple[float, float]]
) -> None:
    places = [
        (box["x"] + a * box["width"], box["y"] + b * box["height"]) for a, b in corners
    ]
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place, steps=6)
    page.mouse.up()


def test_a_lasso_in_depth_shows_the_quotations_within(
    lab_study: Path,
    notebook: Callable[..., Notebook],
    kernel: Callable[[str], object],
) -> None:
    page = open_space(lab_study, notebook)
    panel = page.locator(".vk.coderuimte")
    canvas = page.locator(".jp-OutputArea canvas").first
    box = canvas.bounding_box()
    assert box is not None
    half = [(0.5, 0.05), (0.95, 0.05), (0.95, 0.95), (0.5, 0.95)]

    page.mouse.move(box["x"] + 40, box["y"] + 40)  # so that keys are heard
    page.keyboard.down("Control")
    draw_loop(page, dict(box), half)
    page.keyboard.up("Control")
    expect(panel.locator(".uitleg")).to_contain_text("gekozen van")

    expect(panel.locator("blockquote").first).to_be_visible()
    total = int(panel.get_attribute("data-total") or 0)
    assert 0 < total < len_of(kernel, "shown.cloud.points")
    assert total == len_of(kernel, "shown.chosen")
    assert len_of(kernel, within(0.12, 0.78)) > 0
    assert len_of(kernel, f"set({within(0.12, 0.78)}) - set(shown.chosen)") == 0
    assert len_of(kernel, f"set(shown.chosen) - set({within(-0.12, 1.02)})") == 0


def within(left: float, right: float) -> str:
    """Return code for the points that the figure puts between these, well inside."""
    return (
        "[n for n, (x, y) in enumerate(shown.figure.project(*shown.cloud.points.T)"
        f".T.tolist()) if {left} < x < {right} and abs(y) < {right}]"
    )


def len_of(kernel: Callable[[str], object], what: str) -> int:
    return int(str(kernel(f"print(len({what}))")).strip())


def test_a_colour_of_the_legend_shows_its_passages_by_keyboard(
    lab_study: Path, notebook: Callable[..., Notebook]
) -> None:
    page = open_space(lab_study, notebook)
    panel = page.locator(".vk.coderuimte")
    chip = panel.get_by_role("button", name="Reflectie")
    many = int((chip.locator(".stil").text_content() or "0").strip())

    chip.focus()
    page.keyboard.press("Enter")

    expect(chip).to_have_attribute("aria-pressed", "true")
    expect(panel.locator(".uitleg")).to_contain_text(f"{many} passages gekozen")
    assert panel.locator(".citaten li").count() == min(many, 60)
    page.keyboard.press("Enter")
    expect(panel.locator(".citaten li")).to_have_count(0)
    assert page.locator(".jp-Notebook .jp-CodeCell").count() == 2
