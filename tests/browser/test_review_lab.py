"""The review in JupyterLab: a real kernel, a copy of the demo study, keys alone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from driving import Notebook
from playwright.sync_api import expect

from vknz_research import open_study

SOURCE = "F2-KM"


@pytest.fixture
def review(notebook: Callable[..., Notebook], lab_study: Path) -> Notebook:
    """The review of NvD on a copy of the demo study."""
    cells = [
        f"from vknz_research import open_study\nstudy = open_study({str(lab_study)!r})",
        f"study.review_identifiers('NvD', {SOURCE!r})",
    ]
    made = notebook(cells, size=(1440, 1000))
    made.page.locator(".vk.herlezen[data-ready=true]").wait_for()
    return made


def test_i16_keys_decide_in_the_notebook_and_leave_its_cells_alone(
    review: Notebook, lab_study: Path
) -> None:
    page = review.page
    page.locator(".vk.herlezen .tekst").focus()
    cells = page.locator(".jp-CodeCell").count()
    left = page.locator(".herlezen .over")
    before = left.inner_text()

    for key in "rbgnpudd":  # d, d would delete a cell; b would add one below
        page.keyboard.press(key)

    expect(left).not_to_have_text(before)
    expect(page.locator(".herlezen .plek[data-state=replace]")).to_have_count(1)
    expect(page.locator(".jp-CodeCell")).to_have_count(cells)
    with open_study(lab_study) as study:
        assert page.locator(".herlezen .woorden").inner_text() in study.text(SOURCE)
