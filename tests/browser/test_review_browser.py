"""In the real browser: a transcript of 6,000 words reviewed by keyboard alone."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from driving import Bench
from playwright.sync_api import Page, expect
from review_material import NAMES, Review, write_transcript

from vknz_research.project import Study
from vknz_research.project.importing import import_files
from vknz_research.widgets.pseudonyms import REVIEW_CSS, REVIEW_JS

WORDS = 6_000
MOST_MS = 100  # for one key, from press to picture; a person presses four in a second


@pytest.fixture
def review(study: Study, tmp_path: Path) -> Review:
    """A review of a transcript of 6,000 words."""
    path = tmp_path / "lang.txt"
    path.write_text(write_transcript(WORDS + 200), encoding="utf-8")
    import_files(study, [path])
    return Review(study)


@pytest.fixture
def open_review(review: Review, bench_page: Callable[..., Bench]) -> Callable[[], Page]:
    """Open the review in a page of its own."""

    def start() -> Page:
        state = {"host": "panel", "language": "nl", "height": "800px", "source": ""}
        bench = bench_page((REVIEW_JS, REVIEW_CSS), review.session.handle, state=state)
        bench.page.locator(".vk.herlezen[data-ready=true]").wait_for()
        return bench.page

    return start


def test_i16_six_thousand_words_are_reviewed_by_keyboard_alone(
    review: Review, open_review: Callable[[], Page]
) -> None:
    found = review.ask("open")
    assert sum(len(p[0].split()) for t in found["turns"] for p in t["pieces"]) > WORDS
    page = open_review()
    left = page.locator(".over")
    expect(left).to_have_text(
        f"nog {len(found['proposals'])} van {len(found['proposals'])}"
    )

    for outcome in (
        "r",
        "g",
        "b",
        "r",
        "r",
        "r",
    ):  # a name each, with all of its places
        page.keyboard.press(outcome)
        page.keyboard.press("a")
    page.keyboard.press("b")  # the number: never kept
    expect(page.locator(".strook .melding")).to_contain_text("blijft nooit staan")
    page.keyboard.press("r")
    expect(left).to_have_text(f"alle {len(found['proposals'])} besloten")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("dialog")).to_contain_text("in alle bronnen")
    page.keyboard.press("Control+Enter")

    expect(page.locator(".strook .melding")).to_contain_text("toegepast")
    ((_, _, decided),) = review.applied
    assert len(decided) == len(found["proposals"])
    by_name = {one.words: one.choice.outcome for one in decided}
    assert {by_name[name] for name in NAMES} == {"replace", "generalise", "keep"}


def test_i16_one_key_is_one_decision_and_comes_at_once(
    review: Review, open_review: Callable[[], Page]
) -> None:
    page = open_review()
    took: list[float] = []

    for n in range(60):
        before = time.perf_counter()
        page.keyboard.press("r")
        took.append((time.perf_counter() - before) * 1000)
        assert page.locator(".plek[data-state=replace]").count() == n + 1

    assert sorted(took)[len(took) // 2] < MOST_MS


def test_i16_a_token_is_typed_once_and_undo_takes_it_back(
    review: Review, open_review: Callable[[], Page]
) -> None:
    page = open_review()
    name = page.locator(".woorden").inner_text()
    page.keyboard.press("t")
    page.keyboard.type("Persoon 3")
    page.keyboard.press("Enter")
    page.keyboard.press("a")
    mine = page.locator(".plek").filter(has_text=name)
    expect(page.locator(".plek[data-state=replace]")).to_have_count(mine.count())
    page.keyboard.press("d")
    expect(mine.first.locator("ins")).to_be_visible()
    expect(mine.first.locator("ins")).to_have_text("[Persoon 3]")

    page.keyboard.press("u")
    page.keyboard.press("u")

    expect(page.locator(".plek[data-state=replace]")).to_have_count(0)


def test_i16_the_view_shows_before_difference_and_after(
    open_review: Callable[[], Page],
) -> None:
    page = open_review()
    page.keyboard.press("r")
    mark = page.locator(".plek[data-state=replace]")
    before, after = mark.locator("del"), mark.locator("ins")

    expect(before).to_be_visible()
    expect(after).to_be_hidden()
    page.keyboard.press("d")
    expect(before).to_be_visible()
    expect(after).to_be_visible()
    page.keyboard.press("d")
    expect(before).to_be_hidden()
    expect(after).to_be_visible()


def test_i16_a_draft_is_there_after_loading_the_page_anew(
    review: Review, open_review: Callable[[], Page]
) -> None:
    page = open_review()
    page.keyboard.press("r")
    page.keyboard.press("b")
    page.wait_for_timeout(1_600)

    again = open_review()

    expect(again.locator(".plek[data-state=replace]")).to_have_count(1)
    expect(again.locator(".plek[data-state=keep]")).to_have_count(1)
    expect(again.locator(".over")).to_contain_text("nog")
    assert review.applied == []


def test_i16_the_sign_of_a_place_is_not_its_colour_alone(
    open_review: Callable[[], Page],
) -> None:
    page = open_review()
    mark = page.locator(".plek").first

    expect(mark.locator("sup")).to_have_text("Na")
    line = mark.evaluate("el => getComputedStyle(el).borderBottomStyle")
    assert line == "solid"
    page.emulate_media(forced_colors="active")
    assert mark.evaluate("el => getComputedStyle(el).borderBottomWidth") == "2px"


def test_i16_words_that_no_rule_found_are_marked_with_the_mouse(
    review: Review, open_review: Callable[[], Page]
) -> None:
    page = open_review()
    page.keyboard.press("r")
    turn = page.locator(".beurt p").nth(1)
    turn.evaluate(
        "el => { const text = el.firstChild, at = text.data.indexOf('anders');"
        " const range = document.createRange();"
        " range.setStart(text, at); range.setEnd(text, at + 7);"
        " const chosen = document.getSelection();"
        " chosen.removeAllRanges(); chosen.addRange(range) }"
    )
    page.keyboard.press("m")

    expect(page.locator(".woorden")).to_have_text("anders")
    expect(page.locator(".plek[data-state=replace]")).to_have_count(1)
    page.get_by_label("Wat is het").select_option("unique")
    expect(page.locator(".plek.indirect")).to_have_count(1)
    page.locator(".tekst").focus()
    page.keyboard.press("g")
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".strook .melding")).to_contain_text("2 besluiten toegepast")
    by_words = {d.words: d.choice.outcome for d in review.applied[0][2]}
    assert by_words["anders"] == "generalise"
