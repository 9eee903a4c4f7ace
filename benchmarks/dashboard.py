"""How long it takes to go from one page of the dashboard to another, in Chromium.

The clock runs in the page, from the click on a link of the bar until the frame after
the other page stands there with its numbers and quotations. Measured on the demo study
after each page was opened once; the first opening is a row of its own. Beside it stands
the floor: a page of the same server with the same frame round it, loaded anew, which
shows nothing but the list of reports.
"""

import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks.timing import Result
from tests.browser.driving import launch
from tests.serving import run_dashboard
from vknz_research.demo.build import fill_study
from vknz_research.project import create_study

GOAL_S = 0.3
ROUNDS = 7
PAGES = (
    *("/overzicht", "/bronnen", "/themas", "/perspectieven"),
    "/passages",
)
SETTLED_MS = 1500  # what pages compute for one another is done by then
CLICK = """
path => new Promise((resolve) => {
  const find = (node, selector) => {
    const found = node.querySelector(selector);
    if (found) return found;
    for (const child of node.querySelectorAll("*")) {
      const within = child.shadowRoot && find(child.shadowRoot, selector);
      if (within) return within;
    }
    return null;
  };
  const started = performance.now();
  const look = () => {
    const room = find(document, ".vk.kijken");
    if (room?.dataset.ready !== path) return requestAnimationFrame(look);
    return requestAnimationFrame(() => resolve((performance.now() - started) / 1000));
  };
  find(document, `.vknz-bar a[href^="${path}"]`).click();
  look();
})
"""


def measure() -> list[Result]:
    """Measure on the demo study, served to one researcher."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder) / "studie"
        with create_study(path, "Voorbeeld") as study:
            fill_study(study)
        browser = launch(playwright)
        with run_dashboard(path, "--user", "NvD") as address:
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            rows = measure_pages(page, address)
        browser.close()
    return rows


def measure_pages(page: Page, address: str) -> list[Result]:
    """Measure each page, and loading one anew."""
    root = address.split("/login", maxsplit=1)[0]
    page.goto(address)
    page.locator(".vk").first.wait_for()
    first = load(page, root + "/overzicht", ".vk.kijken[data-ready]")
    page.wait_for_timeout(SETTLED_MS)
    firsts = {path: page.evaluate(CLICK, path) for path in PAGES[1:]}
    again: dict[str, list[float]] = {path: [] for path in PAGES}
    for _ in range(ROUNDS):
        for path in PAGES:
            again[path].append(page.evaluate(CLICK, path))
    other = [
        load(page, root + "/rapporten", ".vk.rapporten table, .vk.rapporten .leeg")
    ]
    other += [
        load(page, root + "/rapporten", ".vk.rapporten table, .vk.rapporten .leeg")
        for _ in range(ROUNDS)
    ]
    floor = statistics.median(other)
    bench = [load(page, root + "/", ".vk.wb[data-ready=true]") for _ in range(ROUNDS)]
    rows = [
        _row(f"to {path}, again, p50", statistics.median(times), floor)
        for path, times in again.items()
    ]
    rows += [_row(f"to {path}, first time", s, floor) for path, s in firsts.items()]
    rows.append(_row("a page loaded anew, p50", floor, floor))
    rows.append(_row("the workbench loaded anew, p50", statistics.median(bench), floor))
    opened = Result(
        "first page after the login", first, "reports anew", floor, "–", None
    )
    return [*rows, opened]


def load(page: Page, address: str, shown: str) -> float:
    """Load a page; return the seconds until what is in it is shown."""
    page.goto(address, wait_until="commit")
    page.locator(shown).first.wait_for()
    return float(page.evaluate("performance.now()")) / 1000


def _row(work: str, seconds: float, floor: float) -> Result:
    goal = f"< {GOAL_S * 1000:.0f} ms"
    return Result(work, seconds, "reports anew", floor, goal, seconds < GOAL_S)
