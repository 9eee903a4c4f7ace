"""Make the pictures of docs/werkbank.md: JupyterLab on the demo study, in Chromium.

Run it from the root of the repository: `python docs/make_screenshots.py`.
"""

import sys
import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "browser")]
import driving  # noqa: E402

from vknz_research.demo.build import fill_study  # noqa: E402
from vknz_research.project import create_study  # noqa: E402

SIZES = ((1280, 800), (1920, 1080))
THEMES = {"licht": "JupyterLab Light", "donker": "JupyterLab Dark"}
MOST_BYTES = 250_000
CODER = "NvD"
WORKING = """
from vknz_research.project.workbench import make_session
code = next(c for c in study.codebook if c.path == '4r/reflectie/terugkijken')
text = 'Opnieuw bekijken wat er gebeurde, en beschrijven wat je zelf deed.'
args = {'code': code.id, 'revision': code.revision, 'texts': {'definition': text}}
message = {'id': 's', 'act': 'change-code', 'args': args}
made = make_session(study, 'NvD').handle(message)
assert made['ok'], made
"""
Taker = Callable[[str], None]


def make_study(folder: Path) -> Path:
    """Fill a demo study without its reports."""
    with create_study(folder, "Oeverstad") as made:
        fill_study(made)
    return folder


def open_workbench(
    browser: Browser, lab: driving.Lab, size: tuple[int, int]
) -> driving.Notebook:
    """Open the workbench in a notebook, as large as the window allows."""
    width, height = size
    page = browser.new_page(
        viewport={"width": width, "height": height}, reduced_motion="reduce"
    )
    study = lab.copy_study()
    cells = [
        f"from vknz_research import open_study\nstudy = open_study({str(study)!r})",
        f"workbench = study.workbench({CODER!r}, 'F1-KM')\n"
        f"workbench.height = '{height - 190}px'\nworkbench",
    ]
    made = driving.open_notebook(page, lab, cells)
    page.evaluate("window.jupyterapp.commands.execute('application:toggle-left-area')")
    made.run_all()
    page.locator(".wb[data-ready]").wait_for()
    page.locator(".wb").evaluate("box => box.scrollIntoView({block: 'start'})")
    page.wait_for_timeout(400)
    return made


def press(page: Page, *keys: str) -> None:
    """Press keys, one after the other."""
    for key in keys:
        page.keyboard.press(key)


def code_twice(page: Page, take: Taker) -> None:
    """Choose a sentence, show the palette, give overlapping codes and a memo."""
    page.locator(".beurt").nth(1).focus()
    press(page, "s", "s", "c")
    page.keyboard.type("terug")
    take("kiezen")
    press(page, "Enter")
    page.locator(".laatst", has_text="Terugkijken").wait_for()
    press(page, "Shift+S", "1")
    page.locator(".laatst", has_text="Richting").wait_for()
    page.wait_for_timeout(1600)  # a letter would refine until now
    press(page, "m")
    page.keyboard.type("Praten of vragen")
    press(page, "Tab")
    page.keyboard.type("Hij ziet pas op beeld hoeveel hij zelf praat.")
    press(page, "Control+Enter")
    page.locator(".laatst", has_text="Praten of vragen").wait_for()
    take("overlap")


def search(page: Page, take: Taker) -> None:
    """Search in all sources."""
    press(page, "/")
    page.keyboard.type("luisteren")
    page.locator(".drawer").get_by_text("Alle bronnen").click()
    page.locator(".drawer").get_by_role("button", name="Zoeken").click()
    page.locator(".drawer").get_by_text("treffers in").wait_for()
    take("zoeken")
    press(page, "Escape")


def merge(page: Page, take: Taker) -> None:
    """Ask to merge two codes, and leave it."""
    page.get_by_placeholder("Zoek een code of omschrijving").fill("leercoach")
    press(page, "ArrowDown", "Shift+F10")
    page.get_by_role("menuitem", name="Samenvoegen").click()
    page.keyboard.type("leerdoelen")
    press(page, "Enter")
    page.locator(".panel-question", has_text="Ongedaan maken kan").wait_for()
    take("samenvoegen")
    press(page, "Escape")
    page.get_by_placeholder("Zoek een code of omschrijving").fill("")


def list_work(made: driving.Notebook, take: Taker) -> None:
    """Show the codings that a new definition made doubtful."""
    made.kernel(WORKING)
    made.page.wait_for_timeout(1500)
    made.page.locator(".balk").get_by_text("Werklijst").click()
    made.page.locator(".drawer").wait_for()
    take("werklijst")
    press(made.page, "Escape")


def compare(page: Page, take: Taker) -> None:
    """Show a difference between coders, and who codes what."""
    page.locator(".beurt").nth(1).focus()
    press(page, "Shift+C")
    page.locator(".adjudicate-case").wait_for()
    press(page, "b")
    take("vergelijken")
    press(page, "Escape", "a")
    page.locator(".assignments-round summary").last.click()
    page.locator(".assignments-source:visible").first.wait_for()
    take("afspraken")
    press(page, "Escape")


def save(picture: bytes, path: Path) -> None:
    """Save a picture in 256 colours: a third of the bytes, and no difference to see."""
    with Image.open(BytesIO(picture)) as read:
        read.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(
            path, optimize=True
        )
    if path.stat().st_size > MOST_BYTES:
        raise RuntimeError(f"{path.name} is larger than {MOST_BYTES} bytes")


def take_all(made: driving.Notebook, width: int, folder: Path) -> None:
    """Take every picture of one window, each in both themes."""
    page = made.page

    def take(subject: str) -> None:
        for word, theme in THEMES.items():
            made.set_theme(theme)
            page.wait_for_timeout(250)
            save(page.screenshot(), folder / f"{subject}-{width}-{word}.png")

    take("begin")
    code_twice(page, take)
    search(page, take)
    merge(page, take)
    list_work(made, take)
    compare(page, take)
    page.locator(".balk").get_by_text("Toetsen").click()
    take("toetsen")
    press(page, "Escape")
    page.evaluate("window.vknzPanel.sessionContext.session.kernel.shutdown()")
    page.locator(".storing:visible").wait_for()
    take("verbinding")


def main() -> None:
    """Make all pictures, light and dark, small and large."""
    folder = ROOT / "docs" / "screenshots"
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        study = make_study(Path(place) / "studie")
        with driving.run_lab(study) as lab:
            browser = driving.launch(playwright)
            for size in SIZES:
                made = open_workbench(browser, lab, size)
                take_all(made, size[0], folder)
                made.page.close()
            browser.close()


if __name__ == "__main__":
    main()
