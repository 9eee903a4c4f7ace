"""The code space where a browser draws no depth: flat, and asked in the same ways."""

from collections.abc import Callable
from pathlib import Path

from driving import Notebook
from playwright.sync_api import expect

NO_DEPTH = (
    "HTMLCanvasElement.prototype.getContext = (get => function (kind, ...more) "
    "{ return kind.startsWith('webgl') ? null : get.call(this, kind, ...more) })"
    "(HTMLCanvasElement.prototype.getContext)"
)
SHOW = (
    "from vknz_research.project.codespace import show_code_space\n"
    "shown = show_code_space(study.view())\nshown"
)


def test_without_depth_a_flat_figure_shows_the_same_passages(
    lab_study: Path, notebook: Callable[..., Notebook], kernel: Callable[[str], str]
) -> None:
    opened = f"study = open_study({str(lab_study)!r})\n"
    cells = ["from vknz_research.project import open_study", opened + SHOW]
    page = notebook(cells, before=NO_DEPTH).page
    panel = page.locator(".vk.coderuimte[data-ready=true]")
    panel.wait_for()
    plot = page.locator(".js-plotly-plot .nsewdrag").first
    plot.wait_for()
    box = plot.bounding_box()
    assert box is not None

    x, y, w, h = box["x"], box["y"], box["width"], box["height"]
    page.mouse.move(x + 2, y + 2)
    page.mouse.down()
    for a, b in ((0.99, 0.01), (0.99, 0.99), (0.01, 0.99), (0.01, 0.02)):
        page.mouse.move(x + a * w, y + b * h, steps=5)
    page.mouse.up()

    page.wait_for_timeout(1000)
    page.screenshot(path="/tmp/v/flat1.png")
    every = int(kernel("print(len(shown.cloud.points))"))
    expect(panel.locator(".uitleg")).to_contain_text(f"{every} passages gekozen van")
    expect(panel.locator("blockquote").first).to_be_visible()
