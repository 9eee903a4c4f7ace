"""The rig itself: a widget of ten lines, on a bare page and in JupyterLab."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from driving import Bench, Notebook
from playwright.sync_api import Page

SCRIPT = """
function render({ model, el }) {
  const button = document.createElement("button");
  button.textContent = model.get("label") ?? "Tel";
  button.addEventListener("click", () => model.send({ id: "1", act: "add" }));
  model.on("msg:custom", answer => { button.textContent = answer.result; });
  el.append(button);
}
export default { render };
"""
STYLE = "button { color: rgb(31, 58, 95) }"
CELL = f"""
import anywidget
class Counter(anywidget.AnyWidget):
    _esm = {SCRIPT!r}
    def __init__(self):
        super().__init__()
        self.count = 0
        self.on_msg(self.answer)
    def answer(self, _, message, buffers):
        self.count += 1
        self.send({{"id": message["id"], "result": f"geteld: {{self.count}}"}})
counter = Counter()
counter
"""


def add(message: dict[str, Any]) -> dict[str, Any]:
    """Answer as a session does."""
    return {"id": message["id"], "ok": True, "result": "geteld: 👨‍👩‍👧"}


def test_a_widget_on_a_bare_page_speaks_with_python(
    bench_page: Callable[..., Bench],
) -> None:
    bench = bench_page((SCRIPT, STYLE), add, state={"label": "Druk"})

    bench.page.get_by_role("button", name="Druk").click()

    bench.page.get_by_role("button", name="geteld: 👨‍👩‍👧").wait_for()
    assert bench.sent == [{"id": "1", "act": "add"}]
    colour = "getComputedStyle(document.querySelector('button')).color"
    assert bench.page.evaluate(colour) == "rgb(31, 58, 95)"


def test_a_cut_line_loses_messages_until_it_is_mended(
    bench_page: Callable[..., Bench],
) -> None:
    bench = bench_page((SCRIPT, STYLE), add)
    button = bench.page.get_by_role("button")

    bench.cut()
    button.click()
    assert bench.sent == []
    bench.cut(is_cut=False)
    button.click()

    bench.page.get_by_role("button", name="geteld").wait_for()
    assert len(bench.sent) == 1


def test_a_message_nobody_asked_for_arrives(bench_page: Callable[..., Bench]) -> None:
    bench = bench_page((SCRIPT, STYLE), add)

    bench.push({"result": "nieuws"})

    assert bench.page.get_by_role("button").inner_text() == "nieuws"


def test_errors_and_far_requests_are_seen(open_page: Any) -> None:
    page: Page = open_page()
    page.route("http://elders.example/**", lambda route: route.abort())

    page.evaluate("() => { setTimeout(() => { throw new Error('stuk') }) }")
    page.evaluate("fetch('http://elders.example/x').catch(() => 0)")
    page.wait_for_timeout(50)

    seen = open_page.watches[0]
    assert any("stuk" in one for one in seen.surprises)
    assert any("elders.example" in one for one in seen.surprises)
    open_page.expect("")
    seen.far.clear()


def test_a_widget_in_jupyterlab_speaks_with_its_kernel(
    notebook: Callable[..., Notebook], kernel: Callable[[str], str]
) -> None:
    shown = notebook([CELL])

    shown.page.get_by_role("button", name="Tel", exact=True).click()
    shown.page.get_by_role("button", name="geteld: 1").wait_for()

    assert kernel("print(counter.count)") == "1\n"


def test_a_cell_that_fails_fails_the_test(notebook: Callable[..., Notebook]) -> None:
    with pytest.raises(AssertionError, match="ZeroDivisionError"):
        notebook(["1 / 0"])


def test_the_kernel_restarts_and_forgets(
    notebook: Callable[..., Notebook], lab_study: Path
) -> None:
    opening = (
        f"import vknz_research\nstudy = vknz_research.open_study({str(lab_study)!r})"
    )
    shown = notebook([opening])
    assert shown.kernel("print(len(study.sources))") == "26\n"

    shown.restart()
    with pytest.raises(Exception, match="NameError"):
        shown.kernel("study")

    shown.reload()
    shown.run_all()
    assert shown.kernel("print(len(study.sources))") == "26\n"


def test_jupyterlab_turns_dark(notebook: Callable[..., Notebook]) -> None:
    shown = notebook(["1"])

    shown.set_theme("JupyterLab Dark")

    background = (
        "getComputedStyle(document.body).getPropertyValue('--jp-layout-color1')"
    )
    assert shown.page.evaluate(background).strip() == "#212121"
