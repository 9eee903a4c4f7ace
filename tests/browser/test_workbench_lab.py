"""The workbench in JupyterLab: what a day of coding needs, with a real kernel and store.

Each test looks at the database at the end: it holds exactly the acts, in their order.
"""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from driving import Notebook
from playwright.sync_api import Page

from vknz_research import open_study
from vknz_research.model.codings import Coder

READY = ".wb[data-ready]"


@pytest.fixture
def bench(notebook: Callable[..., Notebook], lab_study: Path) -> Notebook:
    """The workbench of OE on a copy of the demo study."""
    cells = [
        f"from vknz_research import open_study\nstudy = open_study({str(lab_study)!r})",
        "study.workbench('OE', 'F1-KM')",
    ]
    made = notebook(cells, size=(1440, 1000))
    made.page.locator(READY).wait_for()
    return made


def acts_of(study: Path, coder: str = "OE") -> list[str]:
    """List the acts of a coder as the store holds them."""
    with open_study(study) as opened:
        return [e.event.act for e in opened.log() if e.event.actor == coder]


def wait_saved(page: Page, words: str) -> None:
    """Wait until the status line speaks of the last act, and says that it is saved."""
    page.locator(".laatst", has_text=words).wait_for()
    page.locator(".staat.saved").wait_for()


def codings_of(study: Path) -> list[tuple[str, str]]:
    """List (code, words) of OE in reading order."""
    with open_study(study) as opened:
        paths = {code.id: code.path for code in opened.codebook}
        with opened.store.read() as reader:
            coders = {coder.id: coder.name for coder in reader.all(Coder)}
        text = {s.id: opened.text(s.id) for s in opened.sources}
        return [
            (paths[c.code_id], text[c.source_id][c.start : c.end])
            for c in opened.codings()
            if coders[c.coder_id] == "OE"
        ]


def test_a_passage_is_coded_by_keyboard_refined_and_taken_back(
    bench: Notebook, lab_study: Path
) -> None:
    page = bench.page
    page.locator(".beurt").nth(1).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("2")
    page.keyboard.press("t")  # the sub-code 4r/reflectie/terugkijken
    wait_saved(page, "Terugkijken")

    assert codings_of(lab_study) == [("4r/reflectie/terugkijken", "Dan begin")]

    page.keyboard.press("Control+z")
    wait = page.locator(".melding", has_text="Ongedaan gemaakt")
    wait.wait_for()
    page.wait_for_function("() => !document.querySelector('.lab.wacht')")

    assert codings_of(lab_study) == []
    assert acts_of(lab_study) == ["code", "refine", "undo", "undo"]


def test_no_key_pressed_in_the_widget_reaches_the_notebook(
    bench: Notebook, lab_study: Path
) -> None:
    page = bench.page
    cells = "window.vknzPanel.content.widgets.length"
    before = page.evaluate(cells)
    page.locator(".beurt").nth(1).focus()
    for key in ("x", "d", "d", "0", "0", "Escape", "a", "y", "i", "i"):
        page.keyboard.press(key)

    assert page.evaluate(cells) == before
    assert bench.kernel("print(study.title)").strip()  # not restarted by 0 0
    assert acts_of(lab_study) == []


def test_by_palette_by_mouse_and_search_and_code_all_reach_the_store(
    bench: Notebook, lab_study: Path
) -> None:
    page = bench.page
    page.locator(".beurt").nth(3).focus()
    page.keyboard.press("b")
    page.keyboard.press("c")
    page.keyboard.type("leerdoel")
    page.keyboard.press("Enter")
    wait_saved(page, "Leerdoelen")

    words = page.locator(".lees").nth(5)
    words.scroll_into_view_if_needed()
    box = words.bounding_box()
    assert box
    page.mouse.move(box["x"] + 1, box["y"] + 14)
    page.mouse.down()
    page.mouse.move(box["x"] + 600, box["y"] + 14, steps=5)
    page.mouse.up()
    page.keyboard.press("4")
    wait_saved(page, "Routine")

    page.keyboard.press("/")
    page.keyboard.type("gesprek")
    page.get_by_label("Alle vormen").check()
    page.get_by_role("button", name="Zoeken").click()
    page.locator(".search-list [role=option]").first.wait_for()
    glow = "[...CSS.highlights].find(([n]) => n.endsWith('tref'))?.[1].size"
    assert page.evaluate(glow) > 3
    page.get_by_role("button", name="Alle", exact=True).click()
    page.locator(".search-foot input").fill("zien wat je doet")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    wait_saved(page, "Zien wat je doet")

    made = codings_of(lab_study)
    assert ("4r/richting/leerdoelen", "Wat?") in made
    assert [words for code, words in made if code == "4r/routine"]
    hits = [w.lower() for code, w in made if code == "kernelementen/zien-wat-je-doet"]
    assert len(hits) > 3
    assert all("gesprek" in word for word in hits)
    assert acts_of(lab_study) == ["code", "code", "code-hits"]

    page.keyboard.press("Escape")
    page.locator(".beurt").nth(1).focus()
    page.keyboard.press("Control+z")
    page.locator(".melding", has_text="Ongedaan gemaakt").wait_for()
    assert len(codings_of(lab_study)) == 2


def test_a_kernel_restart_loses_nothing_and_undo_goes_on(
    bench: Notebook, lab_study: Path
) -> None:
    page = bench.page
    page.locator(".beurt").nth(1).focus()
    page.keyboard.press("s")
    page.keyboard.press("1")
    wait_saved(page, "Richting")

    bench.restart()
    page.locator(".storing").wait_for()
    page.keyboard.press("3")  # while nobody hears it
    page.locator(".storing", has_text="1 handeling wacht").wait_for()
    assert acts_of(lab_study) == ["code"]

    bench.run_all()
    page.locator(READY).wait_for()
    page.locator(".lab", has_text="Responsiviteit").first.wait_for()
    wait_saved(page, "Responsiviteit")
    assert acts_of(lab_study) == ["code", "code"]

    page.locator(".beurt").nth(1).focus()
    page.keyboard.press("Control+z")
    page.locator(".melding", has_text="‘Responsiviteit’").wait_for()
    page.keyboard.press("Control+z")
    page.locator(".melding", has_text="‘Richting’").wait_for()
    assert codings_of(lab_study) == []


def test_after_a_reload_the_page_shows_what_the_store_holds(
    bench: Notebook, lab_study: Path
) -> None:
    page = bench.page
    page.locator(".beurt").nth(1).focus()
    page.keyboard.press("s")
    page.keyboard.press("1")
    wait_saved(page, "Richting")

    bench.reload()
    bench.run_all()

    page.locator(READY).wait_for()
    page.locator(".lab", has_text="Richting").first.wait_for()
    assert acts_of(lab_study) == ["code"]


def test_two_notebooks_see_each_others_acts_within_two_seconds(
    bench: Notebook, notebook: Callable[..., Notebook], lab_study: Path
) -> None:
    cells = [
        f"from vknz_research import open_study\nstudy = open_study({str(lab_study)!r})",
        "study.workbench('OE', 'F1-KM')",
    ]
    other = notebook(cells, size=(1440, 1000))
    other.page.locator(READY).wait_for()
    bench.page.locator(".beurt").nth(1).focus()
    bench.page.keyboard.press("s")
    bench.page.keyboard.press("1")
    wait_saved(bench.page, "Richting")

    other.page.locator(".lab", has_text="Richting").first.wait_for(timeout=2000)


def test_the_notebook_file_holds_no_word_of_the_transcript(
    bench: Notebook, lab_study: Path
) -> None:
    bench.page.evaluate("() => window.vknzPanel.context.save()")

    saved = bench.path.read_text(encoding="utf-8")

    with open_study(lab_study) as study:
        words = study.turns("F1-KM")[1]
        text = study.text("F1-KM")[words.start : words.end]
    assert text[:40] not in saved
    assert "Moderator" not in saved
    assert json.loads(saved)["cells"]
