"""What a colleague, a hostile name or a hurried hand may break in the workbench."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from driving import Bench
from playwright.sync_api import Page, expect

from vknz_research import open_study
from vknz_research.coding.acts import code_spans
from vknz_research.coding.codebook import merge_codes
from vknz_research.coding.session import Session
from vknz_research.coding.textedit import edit_text
from vknz_research.model.codings import Coder, Coding
from vknz_research.model.sources import Span
from vknz_research.project import Study
from vknz_research.project.open import create_study
from vknz_research.widgets.workbench import WORKBENCH_CSS, WORKBENCH_JS

STATE = {"height": "780px", "host": "jupyterlab", "language": "nl"}
EVIL = '"><img src=x onerror="window.hit=1"><b>'


@pytest.fixture
def study(demo: Path, tmp_path: Path) -> Iterator[Study]:
    shutil.copytree(demo, tmp_path / "studie")
    with open_study(tmp_path / "studie") as opened:
        yield opened


Opener = Callable[..., Bench]


@pytest.fixture
def opened(bench_page: Callable[..., Bench]) -> Opener:
    def make(
        study: Study, coder: str = "OE", source: str = "F1-KM", **more: Any
    ) -> Bench:
        session = Session(study.store, coder, title=study.title, **more)
        state = {**STATE, "source": source}
        bench = bench_page((WORKBENCH_JS, WORKBENCH_CSS), session.handle, state=state)
        bench.page.locator(".wb[data-ready]").wait_for()
        return bench

    return make


def turn(page: Page, number: int) -> None:
    page.locator(".beurt").nth(number).focus()


def own(study: Study, coder: str = "OE") -> list[Coding]:
    with study.store.read() as reader:
        known = reader.first(Coder, name=coder)
        return reader.all(Coding, coder_id=known.id) if known else []


def test_many_acts_in_a_hurry_are_counted_once_each(
    opened: Opener, study: Study
) -> None:
    page = opened(study).page
    before = len(own(study))
    row = page.locator(".codebook-row[data-level='1']").first
    for number in (1, 3, 5, 7):
        turn(page, number)
        page.keyboard.press("b")
        page.keyboard.press("1")
    expect(page.locator(".wb")).to_have_attribute("data-link", "saved")
    assert len(own(study)) == before + 4
    hurried = row.get_attribute("aria-label")

    again = opened(study).page
    assert (
        again.locator(".codebook-row[data-level='1']").first.get_attribute("aria-label")
        == hurried
    )


def test_counts_follow_the_layers_that_are_shown(opened: Opener, study: Study) -> None:
    page = opened(study, "nieuw").page
    rows = page.locator(".codebook-row")
    own_labels = rows.evaluate_all("all => all.map(r => r.ariaLabel)")
    page.get_by_label("Lagen van anderen").check()
    page.locator(".lab").first.wait_for()

    both = rows.evaluate_all("all => all.map(r => r.ariaLabel)")
    page.get_by_label("Lagen van anderen").uncheck()
    expect(page.locator(".lab")).to_have_count(0)

    assert both != own_labels
    assert rows.evaluate_all("all => all.map(r => r.ariaLabel)") == own_labels


def test_an_edit_elsewhere_leaves_place_selection_and_focus(
    opened: Opener, study: Study
) -> None:
    page = opened(study).page
    page.locator(".beurt").nth(30).scroll_into_view_if_needed()
    turn(page, 30)
    page.keyboard.press("b")
    row = page.locator(".beurt").nth(30)
    height = "e => Math.round(e.getBoundingClientRect().top)"
    stood = row.evaluate(height)
    assert page.locator(".rol").evaluate("e => e.scrollTop") > 0
    elsewhere = study.source("F2-KM")
    at = study.turns("F2-KM")[1].start

    edit_text(study.store, "TK", "F2-KM", elsewhere.revision_id, (at, at + 1), "X")
    page.locator(".melding", has_text="TK werkte").wait_for(timeout=3000)
    page.wait_for_timeout(400)

    assert abs(row.evaluate(height) - stood) <= 2
    expect(row).to_be_focused()
    before = len(own(study))
    page.keyboard.press("1")
    expect(page.locator(".wb")).to_have_attribute("data-link", "saved")
    made = len(own(study)) - before
    assert made == 1


def test_a_text_corrected_while_the_palette_is_open_is_not_coded(
    opened: Opener, study: Study
) -> None:
    page = opened(study).page
    before = len(own(study))
    turn(page, 5)
    page.keyboard.press("b")
    page.keyboard.press("c")
    first = study.turns("F1-KM")[1].start
    revision = study.source("F1-KM").revision_id
    edit_text(study.store, "TK", "F1-KM", revision, (first, first + 1), "Heel ")
    page.keyboard.type("rout")
    page.keyboard.press("Enter")

    page.locator(".versie", has_text="2").wait_for()
    assert len(own(study)) == before


def test_edges_in_the_making_do_not_go_along_to_another_source(
    opened: Opener, study: Study
) -> None:
    page = opened(study).page
    turn(page, 5)
    page.keyboard.press("b")
    page.keyboard.press("1")
    expect(page.locator(".wb")).to_have_attribute("data-link", "saved")
    page.keyboard.press("k")
    page.keyboard.press("r")
    page.locator(f'.bron[data-source="{study.source("F2-KM").id}"]').click()
    expect(page.locator(".bronkop h1")).to_have_text("F2-KM")
    state = {c.id: (c.start, c.end) for c in own(study)}

    turn(page, 2)
    for key in ("ArrowRight", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    page.wait_for_timeout(300)

    assert {c.id: (c.start, c.end) for c in own(study)} == state


def test_the_coding_that_gets_other_edges_may_be_gone(
    opened: Opener, study: Study
) -> None:
    page = opened(study).page
    turn(page, 5)
    page.keyboard.press("b")
    page.keyboard.press("1")
    expect(page.locator(".wb")).to_have_attribute("data-link", "saved")
    page.keyboard.press("k")
    page.keyboard.press("r")
    study.store.undo("OE", of="OE")
    before = len(own(study))
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")

    page.locator(".melding", has_text="Niet bewaard").or_(
        page.locator(".melding", has_text="is er niet")
    ).wait_for()
    turn(page, 6)
    page.keyboard.press("b")
    page.keyboard.press("1")
    expect(page.locator(".wb")).to_have_attribute("data-link", "saved")
    assert len(own(study)) == before + 1


def test_a_focused_and_filtered_code_may_be_merged_away(
    opened: Opener, study: Study
) -> None:
    bench = opened(study)
    page = bench.page
    turn(page, 5)
    page.keyboard.press("b")
    page.keyboard.press("1")
    expect(page.locator(".wb")).to_have_attribute("data-link", "saved")
    page.get_by_role("button", name="Legenda").click()
    page.locator(".legenda input").first.check()
    page.keyboard.press("Escape")
    page.locator(".lab").first.wait_for()
    here = page.locator(".lab").first.get_attribute("data-coding")
    with study.store.read() as reader:
        used = reader.all(Coding, id=here)[0]
    path = next(c.path for c in study.codebook if c.id == used.code_id)
    target = next(
        c.path for c in study.codebook if c.path.split("/")[0] != path.split("/")[0]
    )

    merge_codes(study.store, "TK", path, target)

    page.locator(".melding", has_text="TK werkte").wait_for(timeout=3000)
    page.locator(".lab").first.wait_for()
    for key in ("]", ".", "M"):
        page.keyboard.press(key)


def test_an_empty_study_opens_and_takes_every_key_and_click(
    opened: Opener, tmp_path: Path
) -> None:
    with create_study(tmp_path / "leeg", EVIL) as study:
        page = opened(study, EVIL, source="").page
        for button in page.locator(".wb > header button, .bronkop button").all():
            if button.is_visible():
                button.click()
                page.keyboard.press("Escape")
        page.locator(".rol").focus()
        for key in "nbskrcvhmMeg./w?[]1z":
            page.keyboard.press(key)
            page.keyboard.press("Escape")
        assert page.evaluate("window.hit") is None


def test_names_like_markup_and_very_long_ones_are_names(
    opened: Opener, study: Study
) -> None:
    coder, long = EVIL, "lang " * 400
    bench = opened(study, coder)
    page = bench.page

    def say(act: str, **args: Any) -> dict[str, Any]:
        return bench.handle({"id": act + str(args)[:30], "act": act, "args": args})

    for name in (EVIL, long):
        made = say("add-code", name=name, texts={"definition": EVIL})
        assert made["ok"], made
    code = made["result"]["code"]
    source = study.source("F1-KM")
    first = study.turns("F1-KM")[1]
    say(
        "code",
        source=source.id,
        revision=source.revision_id,
        spans=[[first.start, first.end]],
        codes=[code],
    )
    body = f"{EVIL} [weg](https://voorbeeld.nl) ![x](https://voorbeeld.nl/x.png)"
    link = {"kind": "source", "id": source.id, "start": first.start, "end": first.end}
    assert say("add-memo", kind="reflexive", title=EVIL, body=body, links=[link])["ok"]

    page.locator(".memo").first.wait_for(timeout=3000)
    page.get_by_role("button", name=re.compile("Memo")).first.click()
    page.locator(".memos-row").first.wait_for()

    assert page.evaluate("window.hit") is None
    assert page.locator(".wb img").count() == 0
    anchors = page.locator(".wb a[href]")
    assert anchors.count() >= 2
    bare = page.locator('.wb a[href]:not([data-lm-suppress-shortcuts="true"])')
    assert bare.count() == 0
    assert page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )


def test_whatever_tab_reaches_keeps_jupyters_keys_away(
    opened: Opener, study: Study
) -> None:
    page = opened(study).page
    page.get_by_role("button", name="Memo’s").click()
    page.keyboard.press("Escape")
    page.locator(".beurt").nth(1).focus()
    missing = set()
    for _ in range(80):
        page.keyboard.press("Tab")
        missing.add(
            page.evaluate(
                "(() => { const a = document.activeElement;"
                " return a.closest('.wb') && !a.dataset.lmSuppressShortcuts"
                " ? a.outerHTML.slice(0, 120) : '' })()"
            )
        )
    assert missing == {""}


def test_going_from_source_to_source_leaves_nothing_behind(
    opened: Opener, study: Study
) -> None:
    page = opened(study).page
    link = page.context.new_cdp_session(page)
    link.send("Performance.enable")
    ids = [study.source(name).id for name in ("F1-KM", "F2-KM")]

    def switch(times: int) -> tuple[float, float]:
        for n in range(times):
            page.locator(f'.bron[data-source="{ids[n % 2]}"]').click()
            page.locator(f'.bron[data-source="{ids[n % 2]}"][aria-current]').wait_for()
        page.wait_for_timeout(300)
        link.send("HeapProfiler.collectGarbage")
        seen = link.send("Performance.getMetrics")["metrics"]
        found = {m["name"]: m["value"] for m in seen}
        return found["Nodes"], found["JSEventListeners"]

    first = switch(10)
    after = switch(40)

    assert after[0] < first[0] * 1.2
    assert after[1] < first[1] * 1.2


def test_ten_thousand_codings_open_and_stay_usable(
    opened: Opener, study: Study
) -> None:
    source = study.source("F2-KM")
    length = len(study.text("F2-KM"))
    codes = [c.path for c in study.codebook][:20]
    spans = [Span(at, at + 30) for at in range(0, length - 30, length // 500)]
    code_spans(study.store, "OE", source.id, source.revision_id, spans[:500], codes)

    page = opened(study, source="F2-KM").page

    painted = int(page.locator(".wb").get_attribute("data-painted") or 0)
    assert 0 < painted < 15_000  # 20 codes on every word; a machine may be busy
    turn(page, 3)
    page.keyboard.press("b")
    page.keyboard.press("1")
    expect(page.locator(".wb")).to_have_attribute("data-link", "saved")


def test_styles_stay_within_the_widget() -> None:
    plain = re.sub(r"/\*.*?\*/", "", WORKBENCH_CSS, flags=re.DOTALL)
    plain = re.sub(r"@(?:media|container|supports)[^{]*\{", "", plain)
    outside = [
        part.strip()
        for found in re.findall(r"([^{}]+)\{", plain)
        for part in re.split(r",(?![^()]*\))", found)
        if part.strip()
        and not re.search(r"\.vk\b|^@|^from$|^to$|^[\d.]+%$", part.strip())
    ]
    assert outside == []
