"""The pages that look at the material, in a browser: from a number to the words."""

import csv
import re
import shutil
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from driving import copy_study
from logging_in import find_root, log_in
from playwright.sync_api import Locator, Page, expect
from serving import PASSWORD, run_dashboard

from vknz_research.dashboard.users import Users
from vknz_research.project import open_study
from vknz_research.project.excerpts import import_excerpts

CODE = "4r/reflectie"
SHOWN = ".vk.kijken[data-ready]"


@pytest.fixture(scope="module")
def served(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demo study, served to one researcher and one evaluator."""
    folder = shutil.copytree(demo, tmp_path_factory.mktemp("kijken") / "studie")
    for name, role in (("Onno", "researcher"), ("Eva", "evaluator")):
        Users(folder).add(name, PASSWORD, role)
    with run_dashboard(folder) as address:
        yield address


@pytest.fixture
def open_at(served: str, open_page: Any) -> Callable[..., Page]:
    """Open a path as somebody."""

    def start(path: str, name: str = "Onno", width: int = 1280) -> Page:
        page: Page = open_page(width)
        log_in(page, served, name)
        page.locator(".vknz-bar").wait_for()
        page.goto(served + path)
        page.locator(SHOWN).wait_for()
        return page

    return start


def await_page(page: Page, name: str) -> None:
    page.locator(f'.vk.kijken[data-page="{name}"]').wait_for()


def find_cell(page: Page, code: str, at: int) -> Locator:
    return page.locator(f'.warmte tr[data-row="{code}"] td.warm').nth(at)


def test_from_a_cell_of_the_heat_map_to_the_passages_to_the_transcript(
    open_at: Callable[..., Page],
) -> None:
    page = open_at("/perspectieven")
    number = find_cell(page, CODE, 1).locator("a")
    wanted = number.inner_text()
    number.click()

    await_page(page, "passages")
    expect(page.locator("[data-total]")).to_have_attribute("data-total", wanted)
    passage = page.locator(".passage").nth(2)
    words = passage.locator(".lees").inner_text()
    passage.locator("a.ster").click()

    page.locator(".vk.wb[data-ready=true]").wait_for()
    marked = page.locator(".vk.wb li").filter(has_text=words[:60])
    expect(marked).to_be_in_viewport()
    chosen = page.evaluate(
        "[...CSS.highlights].filter(([name]) => name.endsWith('-keus'))"
        ".flatMap(([, ranges]) => [...ranges].map(String)).join('')"
    )
    assert chosen.strip() == words.strip()


def test_the_filter_stands_in_the_address_and_survives_reload_and_going_back(
    open_at: Callable[..., Page],
) -> None:
    page = open_at("/themas")
    page.get_by_role("button", name="Fase 3").click()
    page.wait_for_url("**/themas?fase=3")
    page.get_by_role("button", name="Perspectief Klantmanagers").click()
    page.wait_for_url("**perspectief=klantmanager*")
    page.locator('.vk.kijken[data-ready*="perspectief=klantmanager"]').wait_for()
    told = page.locator(".filter .bereik")
    words = told.inner_text()

    page.reload()
    page.locator(SHOWN).wait_for()
    pressed = page.locator(".filter .chip[aria-pressed=true]")
    expect(pressed).to_have_text(["3 ×", "Klantmanagers ×"])
    expect(told).to_have_text(words)

    page.get_by_role("link", name="Perspectieven", exact=True).click()
    await_page(page, "perspectives")
    assert "fase=3&perspectief=klantmanager" in page.url
    page.get_by_role("link", name="Coderen", exact=True).click()
    page.locator(".vk.wb[data-ready=true]").wait_for()
    assert "fase=3&perspectief=klantmanager" in page.url
    page.get_by_role("link", name="Thema’s (4R)").click()
    await_page(page, "themes")
    expect(pressed).to_have_text(["3 ×", "Klantmanagers ×"])


def test_going_back_puts_the_filter_back(open_at: Callable[..., Page]) -> None:
    page = open_at("/perspectieven")
    page.get_by_role("button", name="Fase 1").click()
    page.wait_for_url("**?fase=1")
    expect(page.locator(".filter .chip[aria-pressed=true]")).to_have_count(1)

    page.go_back()

    expect(page.locator(".filter .chip[aria-pressed=true]")).to_have_count(0)


def test_all_is_cleared_at_once(open_at: Callable[..., Page]) -> None:
    page = open_at("/passages?vraag=*&fase=1&soort=interview&momentopname=v1")
    expect(page.locator(".filter .chip[aria-pressed=true]")).to_have_count(3)

    page.get_by_role("link", name="Alles wissen").first.click()

    page.wait_for_url("**/passages?vraag=*")
    expect(page.locator(".filter .chip[aria-pressed=true]")).to_have_count(0)


@pytest.mark.parametrize(
    "path", ["/perspectieven", f"/perspectieven?code={CODE}", f"/themas?code={CODE}"]
)
def test_every_number_opens_as_many_passages(
    open_at: Callable[..., Page], path: str
) -> None:
    page = open_at(path + ("&" if "?" in path else "?") + "fase=2,3")
    numbers = page.locator("a[data-n]")
    targets = {
        str(one.get_attribute("href")): str(one.get_attribute("data-n"))
        for one in numbers.all()
    }
    assert len(targets) > 5

    wrong = []
    for href, number in targets.items():
        page.evaluate("href => history.pushState({}, '', href)", href)
        page.evaluate("dispatchEvent(new PopStateEvent('popstate'))")
        page.locator(f'.vk.kijken[data-ready="{escape(href)}"]').wait_for()
        found = page.locator("[data-total]").get_attribute("data-total")
        if found != number:
            wrong.append((href, number, found))
    assert wrong == []


def escape(href: str) -> str:
    return href.replace("\\", "\\\\").replace('"', '\\"')


def test_a_question_that_cannot_be_read_says_where_and_is_mended_in_its_field(
    open_at: Callable[..., Page],
) -> None:
    page = open_at("/passages?vraag=4r/reflectie+EN")
    expect(page.get_by_role("alert")).to_contain_text("niet te lezen bij teken")
    field = page.get_by_label("Vraag", exact=True)
    expect(field).to_have_value("4r/reflectie EN")

    field.fill("4r/reflectie EN NIET 4r/reflectie/steun")
    field.press("Enter")

    page.wait_for_url("**NIET**")
    expect(page.locator("[data-total]")).not_to_have_attribute("data-total", "0")


def test_every_example_of_the_help_can_be_asked(open_at: Callable[..., Page]) -> None:
    page = open_at("/passages")
    page.get_by_text("Hoe vraag je iets?").click()
    examples = page.locator(".hulp li .tekstknop").all_inner_texts()
    assert len(examples) > 8
    for text in examples:
        field = page.get_by_label("Vraag", exact=True)
        field.fill(text)
        field.press("Enter")
        expect(page.locator("main.blad")).not_to_have_attribute("aria-busy", "true")
        expect(page.get_by_label("Vraag", exact=True)).to_have_value(text)
        expect(page.locator("[data-total]")).to_have_count(1)


def test_a_smart_code_is_saved_and_asked_by_its_name(
    open_at: Callable[..., Page],
) -> None:
    page = open_at(f"/passages?vraag={CODE}+EN+fase:3")
    total = page.locator("[data-total]").get_attribute("data-total")
    page.get_by_role("button", name="Bewaar als slimme code").click()
    page.get_by_role("dialog").get_by_label("Naam").fill("drie")
    page.get_by_role("dialog").get_by_role("button", name="Bewaren").click()

    page.get_by_role("button", name="slim:drie").click()

    page.wait_for_url("**slim:drie")
    expect(page.locator("[data-total]")).to_have_attribute("data-total", str(total))
    page.get_by_role("button", name="slimme code drie weghalen").click()
    expect(page.get_by_role("button", name="slim:drie")).to_have_count(0)


def test_passages_are_downloaded_as_a_table(open_at: Callable[..., Page]) -> None:
    page = open_at(f"/passages?vraag={CODE}")
    total = int(page.locator("[data-total]").get_attribute("data-total") or 0)

    with page.expect_download() as waiting:
        page.get_by_role("button", name="CSV").click()

    text = waiting.value.path().read_text(encoding="utf-8-sig")
    assert text.startswith(
        "source,label,phase,perspective,role,start,end,ms,codes,text"
    )
    assert text.count("4r/reflectie") >= total


def test_pages_are_reached_by_keyboard_and_the_content_takes_the_focus(
    open_at: Callable[..., Page],
) -> None:
    page = open_at("/overzicht")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Naar de inhoud")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main.blad")).to_be_focused()

    page.get_by_role("link", name="Bronnen", exact=True).focus()
    page.keyboard.press("Enter")

    await_page(page, "sources")
    expect(page.get_by_role("heading", name="Bronnen")).to_be_focused()
    expect(page).to_have_title(re.compile("^Bronnen · "))


@pytest.mark.parametrize("width", [1024, 1280, 1920])
def test_the_bar_and_the_pages_fit(open_at: Callable[..., Page], width: int) -> None:
    page = open_at("/overzicht", width=width)
    for path in ("/overzicht", "/bronnen", "/themas", "/perspectieven", "/passages"):
        page.locator(f'.vknz-bar nav a[href^="{path}"]').click()
        page.locator(f'.vk.kijken[data-ready="{path}"]').wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.locator(".vknz-bar nav").evaluate(
            "nav => nav.scrollWidth <= nav.clientWidth"
        )
        assert page.locator("main.blad").evaluate(
            "main => main.scrollWidth <= main.clientWidth"
        )


def test_an_evaluator_reads_numbers_and_quotations_and_opens_no_source(
    open_at: Callable[..., Page], open_page: Any
) -> None:
    page = open_at("/overzicht", "Eva")
    names = page.locator(".vknz-bar nav a").all_inner_texts()
    assert names == [
        *("Overzicht", "Thema’s (4R)", "Perspectieven", "Passages"),
        *("Overeenstemming", "Rapporten"),
    ]
    page.get_by_role("link", name="Passages", exact=True).click()
    await_page(page, "passages")
    expect(page.locator(".passage").first).to_be_visible()
    expect(page.locator("a.ster")).to_have_count(0)
    expect(page.locator('a[href^="/?"]')).to_have_count(0)
    expect(page.get_by_role("button", name="CSV")).to_have_count(0)
    open_page.expect("status of 403")
    answer = page.goto(page.url.split("/passages")[0] + "/bronnen")
    assert answer is not None
    assert answer.status == 403


def test_an_empty_study_says_what_to_do(
    empty: Path, tmp_path: Path, serve: Callable[..., str], page: Page
) -> None:
    address = serve(copy_study(empty, tmp_path / "leeg"), "--user", "NvD")
    page.goto(address)
    page.locator(".vknz-bar").wait_for()
    for path, words in (
        ("/overzicht", "vknz import"),
        ("/bronnen", "vknz import"),
        ("/themas", "Nog niets gecodeerd"),
        ("/perspectieven", "Nog niets gecodeerd"),
        ("/passages", "Geen passages gevonden"),
    ):
        page.goto(find_root(address) + path)
        expect(page.locator(".vk.kijken .leeg").first).to_contain_text(words)


def test_a_stripe_of_a_source_opens_its_passage(open_at: Callable[..., Page]) -> None:
    page = open_at("/bronnen")
    stripe = page.locator(".streep").first
    href = str(stripe.get_attribute("href"))
    stripe.click()

    page.locator(".vk.wb[data-ready=true]").wait_for()
    assert page.url.endswith(href)
    chosen = "[...CSS.highlights].some(([name, r]) => name.endsWith('-keus') && r.size)"
    page.wait_for_function(chosen)


def test_a_memo_about_a_theme_is_written_from_its_page(
    open_at: Callable[..., Page],
) -> None:
    page = open_at(f"/themas?code={CODE}")
    page.get_by_role("link", name="Memo schrijven").click()

    page.locator(".vk.wb[data-ready=true]").wait_for()
    expect(page.get_by_role("dialog")).to_contain_text("Reflectie")


def test_the_published_quotations_show_on_whom_each_section_rests(
    shared: Path, empty: Path, tmp_path: Path, serve: Callable[..., str], page: Page
) -> None:
    folder = copy_study(empty, tmp_path / "gepubliceerd")
    with open_study(folder) as study:
        data = shared / "data"
        quotes = data / "published_quotes.csv"
        import_excerpts(study, quotes, data / "inventory_published.csv")
    address = serve(folder, "--user", "NvD")
    page.goto(address)
    page.locator(".vknz-bar").wait_for()
    page.goto(find_root(address) + "/perspectieven")
    rows = page.locator(".paragrafen tbody tr")
    expect(rows.first).to_be_visible()

    told = Counter(
        (
            *map(read_cell, row.locator("td.warm").all()),
            row.locator(".zegt").inner_text(),
        )
        for row in rows.all()
    )

    assert told == read_published(quotes)
    assert sum("alleen op klanten." in row[-1] for row in told) > 0


def read_cell(cell: Locator) -> int:
    text = cell.inner_text()
    return 0 if text == "·" else int(text)


def read_published(quotes: Path) -> Counter[tuple[Any, ...]]:
    """Return on whom each section rests, counted from the file and nothing else."""
    names = ("klant", "klantmanager", "leidinggevende")
    found: dict[str, Counter[str]] = defaultdict(Counter)
    with quotes.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            found[row["section"]][row["speaker_role"]] += 1
    rows = []
    for counts in found.values():
        heard = [name for name in names if counts[name]]
        alone = len(counts) == 1 and len(heard) == 1
        plural = {"leidinggevende": "leidinggevenden"}.get(heard[0], heard[0] + "s")
        if heard[0] == "klant":
            plural = "klanten"
        said = f"Rust alleen op {plural}." if alone else ""
        rows.append((*(counts[name] for name in names), said))
    return Counter(rows)
