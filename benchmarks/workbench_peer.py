"""Taguette, the peer in a browser: its own server, its own page, its own interface.

It is installed in an environment of its own in `build/taguette`, and never with us.
Conversation, tags and the highlights that are there before the clock runs come in at
once, through its API and as the rows that its API writes.
"""

import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, TimeoutError

from benchmarks.workbench_clock import clock
from benchmarks.workbench_texts import Passage, Talk
from tests.browser.driving import ROOT, find_port, serving

VERSION = "1.5.2"
HOME = ROOT / "build" / "taguette"
PAGE = 50
TRIES = 5
SLOWEST_MS = 900_000
# In its own page and with its own cookie, as its page does it.
NEW_PROJECT = """async () => {
  const page = await (await fetch('/project/new')).text();
  const form = new DOMParser().parseFromString(page, 'text/html');
  const body = new URLSearchParams({name: 'Meting', description: ''});
  const token = form.querySelector('[name=_xsrf]');
  if (token) body.set('_xsrf', token.value);
  return (await fetch('/project/new', {method: 'POST', body})).url;
}"""
ADD_DOCUMENT = """async ([name, text]) => {
  const body = new FormData();
  body.append('name', name);
  body.append('description', '');
  body.append('file', new File([text], name + '.html', {type: 'text/html'}));
  const url = '/api/project/' + project_id + '/document/new?_xsrf=';
  const made = await fetch(url + encodeURIComponent(getCookie('_xsrf')),
    {method: 'POST', body});
  return (await made.json()).created;
}"""
ADD_TAG = """async path => (await postJSON(
  '/api/project/' + project_id + '/tag/new', {path, description: ''})).id"""
# Words of a turn as its page holds them, chosen as a mouse would.
SELECT = """([turn, start, end]) => {
  const place = document.querySelectorAll('#document-contents p')[turn];
  const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  let at = 0, node, begun = false;
  while ((node = walker.nextNode())) {
    const next = at + node.data.length;
    if (!begun && start < next) { range.setStart(node, start - at); begun = true; }
    if (begun && end <= next) { range.setEnd(node, end - at); break; }
    at = next;
  }
  place.scrollIntoView({block: 'center'});
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


MODAL = "#highlight-add-modal"
TAG_LIST = "[...document.querySelectorAll('#document-contents .highlight-entry')]"


@dataclass
class Peer:
    """Taguette at work: its page, its address, and its numbers of the conversations."""

    page: Page
    address: str
    documents: dict[str, int]

    def show_lists(self) -> None:
        """Show the project afresh, with its lists of documents and tags."""
        self.page.bring_to_front()
        self.page.goto(f"{self.address}/project/1", wait_until="domcontentloaded")
        self.page.wait_for_selector(".document-link")

    def open(self, talk: Talk) -> float:
        """Click on a document; return seconds until it is painted, coded."""
        self.show_lists()
        count = len({(p.turn, p.start) for p in talk.passages})
        marks = "document.querySelectorAll('#document-contents .highlight').length"
        name = f"#document-link-{self.documents[talk.name]} .document-link-a"
        act = self.page.locator(name).first.click
        # Overlapping ones are cut up: at least as many stretches as places.
        return clock(self.page, "click", act, f"{marks} >= {count}", SLOWEST_MS)

    def code(self, talk: Talk, passage: Passage) -> float:
        """Highlight a passage; return seconds from its Save to it being painted."""
        self.page.bring_to_front()
        before = len(talk.turns[passage.turn][0]) + 2  # the name, in its paragraph
        places = [passage.turn, before + passage.start, before + passage.end]
        self._open_dialog(places)
        self.page.check(f"{MODAL} li:first-child input")
        place = f"document.querySelectorAll('#document-contents p')[{passage.turn}]"
        save = self.page.locator("#highlight-add-form button[type=submit]")
        done = f"!!{place}.querySelector('.highlight')"
        seconds = clock(self.page, "click", save.click, done)
        self.page.wait_for_selector(MODAL, state="hidden")
        return seconds

    def _open_dialog(self, places: list[int]) -> None:
        """Select words and press its key; now and then it misses the selection."""
        for _ in range(TRIES):
            self.page.evaluate(SELECT, places)
            self.page.wait_for_function("() => current_selection !== null")
            self.page.keyboard.press("n")
            with suppress(TimeoutError):
                self.page.wait_for_selector(MODAL, timeout=2_000)
                return
        raise RuntimeError("its dialog did not open")

    def list_passages(self, tag: str, count: int) -> tuple[float, float]:
        """Click on a tag; return seconds to its first page, and to all pages."""
        self.show_lists()
        self.page.click("#tags-tab")
        link = self.page.locator("#tags-list .tag-name a", has_text=tag).first
        first = clock(self.page, "click", link.click, f"{TAG_LIST}.length > 0")
        whole = first
        for number in range(2, -(-count // PAGE) + 1):
            shown = f"{TAG_LIST}[0]?.id"
            old = self.page.evaluate(f"() => {shown}")
            to = self.page.locator(".pagination .page-link", has_text=f"{number}")
            act = to.filter(has_text=re.compile(rf"^{number}$")).first.click
            done = f"{shown} && {shown} !== '{old}'"
            whole += clock(self.page, "click", act, done)
        return first, whole


def install() -> Path:
    """Install Taguette once; return its command."""
    command = HOME / "bin" / "taguette"
    if not command.exists():
        subprocess.run([sys.executable, "-m", "venv", str(HOME)], check=True)
        pip = [str(HOME / "bin" / "pip"), "install", "--quiet"]
        subprocess.run([*pip, f"taguette=={VERSION}"], check=True)
    return command


@contextmanager
def run_peer(
    folder: Path, page: Page, talks: Sequence[Talk], tags: Sequence[str]
) -> Iterator[Peer]:
    """Run Taguette on these conversations, coded."""
    port, log = find_port(), folder / "taguette.log"
    address, database = f"http://localhost:{port}", folder / "taguette.sqlite3"
    command = [str(install()), "--no-browser", f"--port={port}"]
    command.append(f"--database={database}")
    environment = {"HOME": str(folder), "LANG": "C.UTF-8", "PYTHONUNBUFFERED": "1"}
    with serving(command, f"{address}/health", environment, log):
        found = re.search(r"token=\w+", log.read_text())
        page.goto(f"{address}/?{found[0] if found else ''}", wait_until="commit")
        page.wait_for_load_state("domcontentloaded")
        page.goto(page.evaluate(NEW_PROJECT), wait_until="domcontentloaded")
        documents = {
            talk.name: int(page.evaluate(ADD_DOCUMENT, [talk.name, talk.as_html()]))
            for talk in talks
        }
        ids = [int(page.evaluate(ADD_TAG, tag)) for tag in tags]
        for talk in talks:
            _fill(database, documents[talk.name], talk, ids)
        yield Peer(page, address, documents)


def _fill(database: Path, document: int, talk: Talk, tags: Sequence[int]) -> None:
    """Write highlights as its API does: bytes from the start, and the words."""
    with sqlite3.connect(database, timeout=30) as link:
        (kept,) = link.execute(
            "SELECT contents FROM documents WHERE id = ?", (document,)
        ).fetchone()
        text = re.sub(r"<[^>]*>", "", kept)
        starts = _find_turns(text, talk)
        for passage in talk.passages:
            start = starts[passage.turn] + passage.start
            end = starts[passage.turn] + passage.end
            made = link.execute(
                "INSERT INTO highlights (document_id, start_offset, end_offset,"
                " snippet) VALUES (?, ?, ?, ?)",
                (document, start, end, text[start:end]),
            )
            link.execute(
                "INSERT INTO highlight_tags (highlight_id, tag_id) VALUES (?, ?)",
                (made.lastrowid, tags[passage.code]),
            )


def _find_turns(text: str, talk: Talk) -> list[int]:
    starts, at = [], 0
    for _, words in talk.turns:
        at = text.index(words, at)
        starts.append(at)
    return starts
