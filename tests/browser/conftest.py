"""Fixtures for tests in a real browser; all skip, and say so, where there is none.

- `open_page(width, height)` gives a page that is watched: at the end of the test it had
  no errors and asked nothing of another machine; what a test provokes it names with
  `open_page.expect("part of the message")`.
- `page` is one such page, 1280 by 800.
- `serve(folder, *words)` runs the dashboard of a study and gives its address; it stops
  after the pages have closed.
- `bench_page(scripts, handle)` mounts a widget on a bare page, its messages going
  straight to a function such as `Session.handle`: the fast way, for most tests.
- `start(desk)` opens the player on a `desk`, beside a `recording` that is served.
- `lab` is JupyterLab on a copy of the demo study; `notebook(cells)` opens a notebook in
  a page of its own, runs a script `before` it if asked, and runs it; `kernel(code)` runs code in the last one's kernel.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from driving import (
    Bench,
    Handle,
    Lab,
    Notebook,
    Watch,
    find_chromium,
    launch,
    open_bench,
    open_notebook,
    run_lab,
    watch,
)
from player_material import Desk, make_state
from player_recording import bench_of, make_recording, serve_ranges
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    expect,
    sync_playwright,
)
from serving import run_dashboard

from vknz_research.widgets.player import PLAYER_CSS, PLAYER_JS

# A busy machine is slow and not wrong.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, for the tests of one file.

    Not longer: its event loop is in the way of other tests that run one.
    """
    if find_chromium() is None:
        pytest.skip(
            "Chromium is not on this machine (Debian: apt-get install chromium)"
        )
    with sync_playwright() as playwright:
        started = launch(playwright)
        yield started
        started.close()


class Pages:
    """Makes pages and watches them."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.contexts: list[BrowserContext] = []
        self.watches: list[Watch] = []
        self.expected: list[str] = []

    def __call__(self, width: int = 1280, height: int = 800, **options: Any) -> Page:
        """Open a page in a context of its own: nothing is shared with another."""
        viewport: Any = {"width": width, "height": height}
        context = self.browser.new_context(
            viewport=viewport, reduced_motion="reduce", **options
        )
        page = context.new_page()
        self.contexts.append(context)
        self.watches.append(watch(page, self.expected))
        return page

    def expect(self, part: str) -> None:
        """Name an error that this test provokes."""
        self.expected.append(part)

    @property
    def surprises(self) -> list[str]:
        """List what went wrong in any page."""
        return [one for seen in self.watches for one in seen.surprises]


Serve = Callable[..., str]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Serve studies: `serve(folder, "--user", "LvH")` gives the address."""
    with ExitStack() as running:

        def start(folder: Path, *words: str) -> str:
            return running.enter_context(run_dashboard(folder, *words))

        yield start


@pytest.fixture
def open_page(browser: Browser, serve: Serve) -> Iterator[Pages]:
    """Open pages; at the end none had errors or asked other machines for anything.

    They close before what is served stops: a page that loads would find nobody there.
    """
    pages = Pages(browser)
    yield pages
    for context in pages.contexts:
        context.close()
    assert pages.surprises == []


@pytest.fixture
def page(open_page: Pages) -> Page:
    """One watched page."""
    return open_page()


@pytest.fixture
def bench_page(open_page: Pages) -> Callable[..., Bench]:
    """Mount a widget on a bare page of this size: `(js, css)`, and who answers."""

    def mount(
        scripts: tuple[str, str],
        handle: Handle,
        size: tuple[int, int] = (1280, 800),
        **options: Any,
    ) -> Bench:
        return open_bench(open_page(*size), scripts, handle, **options)

    return mount


@pytest.fixture(scope="session")
def lab(demo: Path) -> Iterator[Lab]:
    """JupyterLab on a copy of the demo study."""
    if find_chromium() is None:
        pytest.skip(
            "Chromium is not on this machine (Debian: apt-get install chromium)"
        )
    with run_lab(demo) as running:
        yield running


@pytest.fixture
def lab_study(lab: Lab) -> Path:
    """A copy of the demo study in JupyterLab's folder, for one test."""
    return lab.copy_study()


@pytest.fixture
def opened() -> list[Notebook]:
    """The notebooks that this test opened."""
    return []


@pytest.fixture
def notebook(
    lab: Lab, open_page: Pages, opened: list[Notebook]
) -> Callable[..., Notebook]:
    """Open a notebook of these cells in a page of its own, and run it."""

    def make(
        cells: Sequence[str], size: tuple[int, int] = (1280, 800), before: str = ""
    ) -> Notebook:
        page = open_page(*size)
        if before:
            page.add_init_script(before)
        made = open_notebook(page, lab, cells)
        opened.append(made)
        made.run_all()
        return made

    return make


@pytest.fixture
def kernel(opened: list[Notebook]) -> Callable[[str], str]:
    """Run code in the kernel of the notebook opened last; return what it printed."""

    def run(code: str) -> str:
        return opened[-1].kernel(code)

    return run


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test in this folder as one that needs a browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A recording with picture, served by ranges: its address."""
    path = make_recording(tmp_path_factory.mktemp("opname") / "opname.webm")
    with serve_ranges(path) as (url, _):
        yield url


@pytest.fixture
def desk(recording: str) -> Desk:
    """A desk with a conversation of a minute."""
    return Desk(make_state(recording))


@pytest.fixture
def start(bench_page: Callable[..., Bench], recording: str) -> Callable[..., Page]:
    """Open the player on a desk."""

    def make(
        desk: Desk, opens: str = "T7/2", size: tuple[int, int] = (1280, 800)
    ) -> Page:
        state = {"host": "panel", "language": "nl", "height": f"{size[1]}px"}
        bench = bench_page(
            (PLAYER_JS, PLAYER_CSS),
            desk.handle,
            size,
            state={**state, "source": opens},
            address=bench_of(recording),
        )
        page = bench.page
        page.locator(".vk.speler[data-ready=true]").wait_for()
        if opens:
            page.locator(".vk.speler").focus()
        return page

    return make
