"""The workbench in JupyterLab beside Taguette, in one Chromium, on the same talk.

Both run at the same time and are measured in turns; each clock runs in the page, from
the event itself (its `timeStamp`) until the frame after the change is painted.

- *open*: from the click on a conversation in the list, until its first words and
  codings are painted, and until all of it is there. Taguette draws all at once, so both
  are one number. *Widget mount*: from the widget standing in the notebook until words
  and codings are painted; the run of the cell is before that.
- *painted*: from the key that codes the chosen turn until the coding is seen in the
  text. *Kept*: until Python has committed it, and the text shows so. Taguette: the
  words are chosen by script, `n` opens its dialog, a tag is ticked; the clock runs from
  the click on *Save & Close* until the highlight that its server sent back is painted.
  What the dialog costs a person is not counted.
- *scroll*: the time of each frame while scrolling 140 pixels a frame.
- *passages of a code*: from the click until they are listed. Ours: the list
  *Alle passages* with all of them. Taguette shows pages of 50: the first page, and
  all pages by its own links, the clock standing still between two clicks.

Taguette gets silence on its console, which it fills with a line for each highlight.
"""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.timing import Result
from benchmarks.workbench_clock import Times, scroll
from benchmarks.workbench_ours import ROLL, Ours, run_ours
from benchmarks.workbench_peer import Peer, run_peer
from benchmarks.workbench_texts import Passage, Talk, make_talk
from tests.browser.driving import launch

CODES = 9  # as many as have a digit
PEER = "taguette"
SIZE = {"width": 1600, "height": 900}
SILENCE = "console.log = () => {}"


@dataclass(frozen=True, slots=True)
class Scale:
    """How large a conversation is, how often it is measured, and what is meant."""

    words: int
    codings: int
    opens: int
    peer_opens: int
    keys: int
    peer_keys: int
    mount_goal_s: float
    kept_goal_s: float
    painted_goal_s: float | None = None
    scroll_goal_s: float | None = None

    @property
    def name(self) -> str:
        """Say the size as the table does."""
        return f"{self.words:,} words, {self.codings:,} codings"


SCALES = (
    Scale(20_000, 500, 7, 3, 60, 30, 0.3, 0.1, 0.05, 0.02),
    Scale(100_000, 2_500, 5, 1, 40, 8, 1.0, 0.2),
)
MANY = 4  # conversations of 2,500 codings each


@contextmanager
def run_both(
    browser: Browser, talks: list[Talk], codes: int = CODES
) -> Iterator[tuple[Ours, Peer, list[str]]]:
    """Run both programs on these conversations."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        tags = [f"code{n}" for n in range(codes)]
        there = _open_page(browser)
        peer = stack.enter_context(run_peer(folder, there, talks, tags))
        here = _open_page(browser)
        ours, ids = stack.enter_context(run_ours(folder, here, talks, codes))
        yield ours, peer, ids


def _open_page(browser: Browser) -> Page:
    page = browser.new_context(viewport=SIZE).new_page()  # type: ignore[arg-type]
    page.add_init_script(SILENCE)
    page.set_default_timeout(120_000)
    return page


def measure() -> list[Result]:
    """Measure both, at each size and at 10,000 codings."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        found = [row for scale in SCALES for row in measure_scale(browser, scale)]
        found += measure_passages(browser)
        browser.close()
    return found


def measure_scale(browser: Browser, scale: Scale) -> list[Result]:
    """Measure opening, coding and scrolling at one size."""
    talk = make_talk("a-lang", scale.words, scale.codings, CODES)
    small = make_talk("b-kort", 400, 5, CODES)
    with run_both(browser, [talk, small]) as (ours, peer, _):
        mounts = Times([ours.mount() for _ in range(scale.opens)])
        opens = measure_opening(ours, peer, talk, small, scale)
        keys = measure_coding(ours, peer, talk, scale)
        ours.page.bring_to_front()
        ours_roll = scroll(ours.page, ROLL)
        peer.page.bring_to_front()
        peer_roll = scroll(peer.page, "document.scrollingElement")
    rows = [
        _goal(
            f"widget mount to first paint, {scale.name}, p50",
            mounts.p50,
            scale.mount_goal_s,
        ),
        _beat(
            f"open to first paint, {scale.name}, p50",
            opens.first.p50,
            opens.peer.p50,
            0.5,
        ),
        _beat("open to all of it, p50", opens.whole.p50, opens.peer.p50, 0.5),
        _beat(
            f"key to kept and painted, {scale.name}, p50",
            keys.kept.p50,
            keys.peer.p50,
            1,
        ),
        _goal("key to kept and painted, p95", keys.kept.p95, scale.kept_goal_s),
    ]
    if scale.painted_goal_s:
        rows.append(
            _goal("key to painted, p95", keys.painted.p95, scale.painted_goal_s)
        )
    else:
        rows.append(_beat("key to painted, p95", keys.painted.p95, keys.peer.p95, 1))
    if scale.scroll_goal_s:
        rows.append(_goal("scroll, a frame, p95", ours_roll.p95, scale.scroll_goal_s))
    rows.append(_beat("scroll, a frame, p95", ours_roll.p95, peer_roll.p95, 1.1))
    return rows


@dataclass(frozen=True, slots=True)
class Opening:
    """Seconds to open: ours at first paint and whole, and the peer."""

    first: Times
    whole: Times
    peer: Times


def measure_opening(
    ours: Ours, peer: Peer, talk: Talk, small: Talk, scale: Scale
) -> Opening:
    """Open the conversation in both, in turns; between, ours shows the small one."""
    first, whole, other = [], [], []
    for number in range(scale.opens):
        ours.open(small)
        seconds = ours.open(talk)
        first.append(seconds[0])
        whole.append(seconds[1])
        if number < scale.peer_opens:
            other.append(peer.open(talk))
    return Opening(Times(first), Times(whole), Times(other))


@dataclass(frozen=True, slots=True)
class Coding:
    """Seconds to code: ours painted and kept, and the peer."""

    painted: Times
    kept: Times
    peer: Times


def measure_coding(ours: Ours, peer: Peer, talk: Talk, scale: Scale) -> Coding:
    """Code turns that have no coding yet in both, in turns."""
    coded = {passage.turn for passage in talk.passages}
    free = [turn for turn in range(len(talk.turns)) if turn not in coded]
    painted, kept, other = [], [], []
    for number, turn in enumerate(free[: scale.keys]):
        seconds = ours.code(turn)
        painted.append(seconds[0])
        kept.append(seconds[1])
        if number < scale.peer_keys:
            words = talk.turns[turn][1]
            other.append(peer.code(talk, Passage(turn, 0, len(words), 0)))
    return Coding(Times(painted), Times(kept), Times(other))


def measure_passages(browser: Browser) -> list[Result]:
    """List the passages of a code out of 10,000 codings."""
    talks = [make_talk(f"deel-{n}", 20_000, 2_500, CODES, seed=n) for n in range(MANY)]
    count = sum(p.code == 0 for talk in talks for p in talk.passages)
    with run_both(browser, talks) as (ours, peer, ids):
        ours_s, first_s, all_s = [], [], []
        for _ in range(5):
            ours_s.append(ours.list_passages(ids[0], count))
            page_s, whole_s = peer.list_passages("code0", count)
            first_s.append(page_s)
            all_s.append(whole_s)
    work = f"passages of a code ({count:,} of 10,000 codings)"
    mine = Times(ours_s).p50
    return [
        _beat(f"{work}, all", mine, Times(all_s).p50, 0.2, f"{PEER}, all its pages"),
        Result(
            "the same, all",
            mine,
            f"{PEER}, its first 50",
            Times(first_s).p50,
            "–",
            None,
        ),
    ]


def _goal(work: str, seconds: float, goal_s: float) -> Result:
    """Return a row against a time that was promised."""
    return Result(work, seconds, "the goal", goal_s, "≤ 1×", seconds <= goal_s)


def _beat(
    work: str, seconds: float, other_s: float, most: float, other: str = PEER
) -> Result:
    """Return a row against the peer: at most so many times its time."""
    return Result(
        work, seconds, other, other_s, f"≤ {most:g}×", seconds <= most * other_s
    )
