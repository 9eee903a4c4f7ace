"""The workbench in JupyterLab, driven by its own keys and clicks."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from playwright.sync_api import Page

from benchmarks.workbench_clock import clock, clock_all
from benchmarks.workbench_texts import Talk
from tests.browser.driving import Notebook, open_notebook, run_lab
from vknz_research.coding.find import hash_within
from vknz_research.coding.sources import Arrival, add_sources
from vknz_research.ingest.formats import read_file
from vknz_research.model.codings import Coder, Coding
from vknz_research.model.people import PURPOSES, Given
from vknz_research.model.sources import Span
from vknz_research.project import Study, create_study

CODER = "LvH"
CELL = """
import vknz_research
study = vknz_research.open_study({folder!r})
study.workbench({coder!r}, source={source!r})
"""
CLEAR = """() => window.jupyterapp.commands.execute(
  'notebook:clear-all-cell-outputs')"""
# From the moment that the widget stands in the page until its text is painted.
MOUNT = """() => {
  window.vknzMount = new Promise(resolve => {
    const frame = () => new Promise(requestAnimationFrame);
    const seen = new MutationObserver(async () => {
      if (!document.querySelector('.vk.wb')) return;
      seen.disconnect();
      const began = performance.now();
      while (!document.querySelector('.vk.wb li mark')) await frame();
      await frame();
      await new Promise(done => {
        const channel = new MessageChannel();
        channel.port1.onmessage = done;
        channel.port2.postMessage(0);
      });
      resolve(performance.now() - began);
    });
    seen.observe(document.body, {childList: true, subtree: true});
  });
}"""
NOW = ".vk .bron[aria-current=true]"
ITEM = ".vk .beurten > li[data-i='{turn}']"
ROLL = "document.querySelector('.vk .rol')"


@dataclass
class Ours:
    """The workbench, open on one study."""

    notebook: Notebook
    talks: Sequence[Talk]
    ids: dict[str, str]

    @property
    def page(self) -> Page:
        """The page of JupyterLab."""
        return self.notebook.page

    def mount(self) -> float:
        """Show the widget anew; return seconds from its mount to its text painted."""
        self.page.bring_to_front()
        self.page.evaluate(CLEAR)
        self.page.evaluate(MOUNT)
        self.notebook.run_all()
        ms: float = self.page.evaluate("() => window.vknzMount")
        self.await_whole(self.talks[0])
        return ms / 1000

    def open(self, talk: Talk) -> tuple[float, float]:
        """Click on a source; return seconds to its first paint, and to all of it."""
        self.page.bring_to_front()
        wanted = f"document.querySelector('{NOW}')?.dataset.source === "
        first = wanted + f"'{self.ids[talk.name]}' && !!document.querySelector('mark')"
        whole = f"{first} && {self._has_all(talk)}"
        name = f".vk .bron[data-source='{self.ids[talk.name]}']"
        found = clock_all(
            self.page, "click", lambda: self.page.click(name), [first, whole]
        )
        return found[0], found[1]

    @staticmethod
    def _has_all(talk: Talk) -> str:
        count = "document.querySelectorAll('.vk .beurten > li').length"
        return f"{count} >= {len(talk.turns)}"

    def await_whole(self, talk: Talk) -> None:
        """Wait until the text is there to its end."""
        self.page.wait_for_function(self._has_all(talk))

    def code(self, turn: int) -> tuple[float, float]:
        """Code a turn by one key; return seconds until painted, and until kept too."""
        self.page.bring_to_front()
        item = ITEM.format(turn=turn)
        self.page.locator(item).scroll_into_view_if_needed()
        self.page.locator(f"{item} p").click(position={"x": 20, "y": 12})
        self.page.keyboard.press("b")
        mark = f'document.querySelector("{item} mark'
        painted, kept = f'!!{mark}")', f'!!{mark}:not(.wacht)")'
        found = clock_all(
            self.page, "keydown", lambda: self.page.keyboard.press("1"), [painted, kept]
        )
        return found[0], found[1]

    def list_passages(self, code: str, count: int) -> float:
        """List all passages of a code, from its card."""
        self.page.bring_to_front()
        line = self.page.locator(f".vk [role=treeitem][data-code='{code}']").first
        line.click()
        words = self.page.get_by_role("button", name="Alle passages")
        done = f"document.querySelectorAll('.vk .passages-row').length >= {count}"
        seconds = clock(self.page, "click", words.click, done)
        self.page.keyboard.press("Escape")
        return seconds


def make_study(folder: Path, talks: Sequence[Talk], codes: int) -> list[str]:
    """Make a study of these conversations, coded; return the ids of the codes."""
    with create_study(folder / "studie", "Meting") as study:
        found = [c for c in study.codebook if c.path.count("/") == 1]
        chosen = sorted(found, key=lambda c: c.shortcut or "x")[:codes]
        for talk in talks:
            _add(study, folder, talk, [code.id for code in chosen])
        return [code.id for code in chosen]


def _add(study: Study, folder: Path, talk: Talk, codes: Sequence[str]) -> None:
    path = folder / f"{talk.name}.txt"
    path.write_text(talk.as_text(), encoding="utf-8")
    data = path.read_bytes()
    add_sources(
        study.store,
        CODER,
        Arrival(path.name, data, read_file(path), consent=Given(PURPOSES, "brief-v1")),
    )
    source = study.source(talk.name)
    text, turns = study.text(talk.name), study.turns(talk.name)
    with study.store.begin(CODER, "import-codings") as work:
        if not work.all(Coder):
            work.add(Coder("k", CODER))
        for passage in talk.passages:
            start = turns[passage.turn].start + passage.start
            end = turns[passage.turn].start + passage.end
            work.add(
                Coding(
                    str(uuid4()),
                    source.id,
                    source.revision_id,
                    codes[passage.code],
                    "k",
                    start,
                    end,
                    hash_within(text, source, Span(start, end)),
                )
            )


@contextmanager
def run_ours(
    folder: Path, page: Page, talks: Sequence[Talk], codes: int
) -> Iterator[tuple[Ours, list[str]]]:
    """Run JupyterLab with the workbench on these conversations."""
    ids = make_study(folder, talks, codes)
    with run_lab(folder / "studie") as lab:
        cell = CELL.format(folder=str(lab.study), coder=CODER, source=talks[0].name)
        notebook = open_notebook(page, lab, [cell])
        said = "print(*[s.id for s in sorted(study.sources, key=lambda s: s.name)])"
        notebook.run_all()
        found = notebook.kernel(said).split()
        names = sorted(talk.name for talk in talks)
        yield Ours(notebook, talks, dict(zip(names, found, strict=True))), ids
