"""Driving the player in a browser: keys, places in the recording, fragments."""

from playwright.sync_api import Page

NOW = "el => Math.round(el.currentTime * 1000)"
# Go to a place, in seconds; where it then is, in milliseconds, once it is shown.
SEEK = """(el, to) => new Promise(done => {
  el.addEventListener('seeked', () => done(Math.round(el.currentTime * 1000)), {once: true});
  el.currentTime = to;
})"""


def await_sound(page: Page) -> None:
    """Wait until the recording can play."""
    page.wait_for_function("() => document.querySelector('video').readyState >= 2")


def now(page: Page) -> int:
    """Return where the recording is, in milliseconds."""
    return int(page.locator("video").evaluate(NOW))


def press(page: Page, *keys: str) -> None:
    """Press keys, one after the other."""
    for key in keys:
        page.keyboard.press(key)


def mark(page: Page, begin: float, finish: float) -> None:
    """Mark a fragment by keys, in seconds."""
    for second, key in ((begin, "i"), (finish, "o")):
        page.locator("video").evaluate(SEEK, second)
        page.keyboard.press(key)
