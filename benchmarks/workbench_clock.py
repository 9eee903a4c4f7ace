"""Clocks in the page: from the key or click itself until what it did is painted."""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

# Painted: true in a frame, and that frame is over.
ARM = """([kind, wanted, limit]) => {
  const tests = wanted.map(done => new Function('return ' + done));
  const frame = () => new Promise(requestAnimationFrame);
  const over = () => new Promise(resolve => {
    const channel = new MessageChannel();
    channel.port1.onmessage = resolve;
    requestAnimationFrame(() => channel.port2.postMessage(0));
  });
  window.vknzClock = new Promise((resolve, reject) => {
    addEventListener(kind, async event => {
      const began = event.timeStamp;
      const found = [];
      for (const isDone of tests) {
        while (!isDone()) {
          if (performance.now() - began > limit) { reject(new Error('never')); return; }
          await frame();
        }
        await over();
        found.push(performance.now() - began);
      }
      resolve(found);
    }, {capture: true, once: true});
  });
  window.vknzClock.catch(() => {});
}"""
SCROLL = """async ([find, frames, step]) => {
  const place = new Function('return ' + find)();
  const times = [];
  let last = await new Promise(requestAnimationFrame), way = 1;
  for (let n = 0; n < frames; n++) {
    place.scrollTop += way * step;
    const now = await new Promise(requestAnimationFrame);
    times.push(now - last);
    last = now;
    if (place.scrollTop + place.clientHeight >= place.scrollHeight - 2) way = -1;
  }
  return times;
}"""
LIMIT_MS = 30_000


@dataclass(frozen=True, slots=True)
class Times:
    """Measured seconds, and what is said of them."""

    seconds: Sequence[float]

    @property
    def p50(self) -> float:
        """Return the median."""
        return statistics.median(self.seconds)

    @property
    def p95(self) -> float:
        """Return what 95 of 100 stay under."""
        ranked = sorted(self.seconds)
        return ranked[min(len(ranked) - 1, int(len(ranked) * 0.95))]


def clock(
    page: Page, kind: str, act: Callable[[], Any], done: str, limit_ms: int = LIMIT_MS
) -> float:
    """Return the seconds from an event in the page until `done` is painted."""
    return clock_all(page, kind, act, [done], limit_ms)[0]


def clock_all(
    page: Page,
    kind: str,
    act: Callable[[], Any],
    wanted: Sequence[str],
    limit_ms: int = LIMIT_MS,
) -> list[float]:
    """Return the seconds from an event until each of these is painted, in turn.

    When one is there as soon as the one before it, it costs one frame more to see so.
    """
    page.evaluate(ARM, [kind, list(wanted), limit_ms])
    act()
    found: list[float] = page.evaluate("() => window.vknzClock")
    return [ms / 1000 for ms in found]


def scroll(page: Page, find: str, frames: int = 240, step: int = 140) -> Times:
    """Return the seconds that each frame takes while scrolling."""
    found: list[float] = page.evaluate(SCROLL, [find, frames, step])
    return Times([ms / 1000 for ms in found])
