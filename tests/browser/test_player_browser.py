"""In the real browser: play, seek, code, observe and transcribe by keyboard."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from player_driving import SEEK, await_sound, mark, now, press
from player_material import Desk, make_long, make_state
from player_recording import KLANT, KM, make_recording, serve_ranges
from playwright.sync_api import Page, expect

Start = Callable[..., Page]


def test_play_moves_the_clock_the_turn_and_the_timeline(
    desk: Desk, start: Start
) -> None:
    page = start(desk)
    await_sound(page)
    page.locator("video").evaluate(SEEK, 3.2)
    line = page.locator(".nulijn")
    before = float(line.get_attribute("x1") or 0)

    page.keyboard.press(" ")

    expect(page.locator(".beurt[aria-current]")).to_contain_text("De bus was op tijd")
    expect(page.locator(".ond")).to_contain_text("De bus was op tijd")
    assert float(line.get_attribute("x1") or 0) > before
    page.keyboard.press(" ")
    assert page.locator("video").evaluate("el => el.paused")


def test_each_place_is_found_from_wherever_it_was(desk: Desk, start: Start) -> None:
    page = start(desk)
    await_sound(page)
    places = (57, 2, 41, 13, 33, 8)

    found = [page.locator("video").evaluate(SEEK, at) for at in places]

    assert found == pytest.approx([at * 1000 for at in places], abs=50)


def test_a_click_on_a_turn_plays_it_and_the_pedal_goes_back(
    desk: Desk, start: Start
) -> None:
    page = start(desk)
    await_sound(page)
    page.locator(".beurt", has_text="plekken bij de kwekerij").click()
    page.wait_for_function("() => document.querySelector('video').currentTime >= 19")
    press(page, "F8")
    assert page.locator("video").evaluate("el => el.paused")
    here = now(page)

    press(page, "F4")
    assert here - now(page) == pytest.approx(2000, abs=60)
    press(page, "F9")
    assert now(page) == pytest.approx(here, abs=60)
    press(page, "F7")

    page.wait_for_function("() => !document.querySelector('video').paused")


def test_a_fragment_is_coded_while_it_plays(desk: Desk, start: Start) -> None:
    page = start(desk)
    await_sound(page)
    mark(page, 19, 23)
    page.keyboard.press(" ")
    page.keyboard.press("c")
    page.keyboard.type("resp")
    expect(page.locator(".opt")).to_have_count(1)
    page.keyboard.press("Enter")

    expect(page.locator(".codering")).to_have_count(1)
    assert not page.locator("video").evaluate("el => el.paused")
    (asked,) = desk.of("code")
    assert asked["code"] == "4r/responsiviteit"
    assert [asked["begin"], asked["finish"]] == pytest.approx([19_000, 23_000], abs=40)
    coded = page.locator("mark[data-code='4r/responsiviteit']")
    expect(coded).to_contain_text("plekken bij de kwekerij")
    style = coded.evaluate("el => getComputedStyle(el).textDecorationStyle")
    assert style == "dashed"
    expect(page.locator(".codering .letters")).to_have_text("Rs")


def test_a_digit_codes_the_turn_of_now_and_delete_in_the_timeline_takes_it_away(
    desk: Desk, start: Start
) -> None:
    page = start(desk)
    await_sound(page)
    page.locator("video").evaluate(SEEK, 9)
    page.keyboard.press("1")
    expect(page.locator(".codering")).to_have_count(1)
    (asked,) = desk.of("code")
    assert (asked["begin"], asked["finish"]) == (8000, 11_700)

    page.locator(".lijn").focus()
    press(page, "ArrowRight", "Delete")

    expect(page.locator(".codering")).to_have_count(0)


def test_chosen_words_are_coded_by_text(desk: Desk, start: Start) -> None:
    page = start(desk)
    page.locator(".beurt p").nth(6).evaluate(
        "el => { const text = el.firstChild, at = text.data.indexOf('uw zoon');"
        " document.getSelection().setBaseAndExtent(text, at, text, at + 7) }"
    )
    page.keyboard.press("c")
    page.keyboard.type("refl")
    page.keyboard.press("Enter")

    expect(page.locator("mark")).to_have_text("uw zoon")
    (asked,) = desk.of("codeText")
    turn = desk.state["turns"][6]
    begin = turn["start"] + turn["text"].index("uw zoon")
    assert (asked["start"], asked["end"]) == (begin, begin + 7)


def test_a_fragment_repeats_until_it_is_let_go(desk: Desk, start: Start) -> None:
    page = start(desk)
    await_sound(page)
    mark(page, 10, 10.8)
    press(page, "l", " ")
    page.wait_for_timeout(2500)

    assert 9_900 <= now(page) <= 11_100
    page.keyboard.press("l")
    page.wait_for_function("() => document.querySelector('video').currentTime > 11.3")


def test_an_observation_stands_in_the_transcript_and_on_the_timeline(
    desk: Desk, start: Start
) -> None:
    page = start(desk)
    await_sound(page)
    mark(page, 12.5, 18)
    page.keyboard.press("w")
    page.keyboard.press("Tab")
    page.keyboard.type("Na de stilte komt een voorstel.")
    page.get_by_label("Thema").select_option("themas/gezamenlijk-doel")
    page.get_by_label("Aan de klant", exact=True).fill("Wat ging er door u heen?")
    page.keyboard.press("Control+Enter")

    block = page.locator(".obs")
    expect(block).to_contain_text("Hapert")
    expect(block).to_contain_text("Gezamenlijk doel · 00:12–00:18")
    expect(block).to_contain_text("Wat ging er door u heen?")
    before = block.evaluate("el => el.previousElementSibling.textContent")
    assert "lang over nagedacht" in before
    expect(page.locator(".merkje.gezien text")).to_have_text("≈")


def test_nudges_go_as_one_message_and_move_the_turns_from_here_on(
    desk: Desk, start: Start
) -> None:
    page = start(desk)
    await_sound(page)
    page.locator("video").evaluate(SEEK, 20)
    press(page, ".", ".", ",", "Shift+.")

    expect(page.locator(".bericht")).to_contain_text("vanaf beurt 5: +110 ms")
    page.wait_for_timeout(700)
    (asked,) = desk.of("nudge")
    assert (asked["shift"], asked["turn"], asked["revision"]) == (110, 5, "V1")


def test_arrows_in_the_timeline_go_along_the_marks(desk: Desk, start: Start) -> None:
    for begin in (8_000, 28_000):
        desk.do_code(
            {
                "code": "4r/routine",
                "recording": 1,
                "begin": begin,
                "finish": begin + 3000,
            }
        )
    page = start(desk)
    await_sound(page)
    line = page.get_by_role("slider")
    line.focus()

    press(page, "ArrowRight", "ArrowRight")

    assert now(page) == 28_000
    assert line.get_attribute("aria-valuetext") == "Routine, 00:28–00:31"
    press(page, "ArrowLeft")
    assert now(page) == 8_000


def test_a_transcript_is_typed_with_times_and_speakers_and_kept(
    desk: Desk, start: Start
) -> None:
    desk.state |= {"turns": [], "source": None, "shares": []}
    page = start(desk)
    await_sound(page)
    page.keyboard.press("u")
    page.get_by_label("Naam van de bron").fill("I9")
    page.get_by_label("Sprekers").fill(f"{KM}, {KLANT}")
    page.get_by_label("Tekst van de beurt").click()
    page.keyboard.type("Fijn dat u er bent.")
    page.locator("video").evaluate(SEEK, 4)
    page.keyboard.press("Enter")
    page.keyboard.type("Goed.")
    page.keyboard.press("Alt+2")
    page.locator("video").evaluate(SEEK, 4.5)
    page.keyboard.press("Control+;")

    expect(page.locator(".uitwerken [role=status]")).to_contain_text("Bewaard om")
    asked = desk.of("write")[-1]
    assert asked["name"] == "I9"
    told = [(t["begin"], t["text"]) for t in asked["turns"]]
    assert told == [(0, "Fijn dat u er bent."), (4500, "Goed.")]
    assert asked["turns"][1]["speaker"] == KLANT
    page.keyboard.press("Escape")
    expect(page.locator(".beurt")).to_have_count(2)


def test_what_could_not_be_kept_stays_in_sight_with_the_reason(
    desk: Desk, start: Start
) -> None:
    desk.refuses["write"] = "De bron is gesloten."
    page = start(desk)
    page.keyboard.press("u")
    page.keyboard.type(" erbij")
    page.keyboard.press("Escape")

    expect(page.locator(".uitwerken [role=status]")).to_contain_text("gesloten")
    expect(page.get_by_label("Tekst van de beurt").first).to_be_visible()


def test_a_closed_recording_says_why_and_nothing_is_asked(
    recording: str, start: Start
) -> None:
    why = "De toestemming voor de opname is ingetrokken."
    desk = Desk(make_state(None, state="closed", reason=why, strip=None))
    page = start(desk)

    expect(page.locator(".beeld")).to_contain_text(why)
    expect(page.get_by_role("button", name="Afspelen")).to_be_disabled()
    assert page.locator("video").get_attribute("src") is None
    page.locator(".beurt").nth(3).click()
    expect(page.locator(".bed time")).to_have_text("00:12,5")


def test_without_a_recording_the_turns_make_the_timeline(start: Start) -> None:
    state = make_state(None)
    page = start(Desk(state | {"recordings": []}))

    expect(page.locator(".beeld")).to_contain_text("geen opname")
    expect(page.locator(".lijn .tijd")).not_to_have_count(0)
    page.locator(".beurt").nth(4).click()
    page.keyboard.press("1")
    expect(page.locator(".codering")).to_have_count(1)


def test_a_refusal_is_said_as_it_is(desk: Desk, start: Start) -> None:
    desk.refuses["code"] = "MdB wijzigde deze tekst."
    page = start(desk)
    page.keyboard.press("1")

    expect(page.locator(".bericht.fout")).to_have_text("MdB wijzigde deze tekst.")


def test_every_stop_of_the_keyboard_keeps_its_keys_from_jupyterlab(
    desk: Desk, start: Start
) -> None:
    desk.do_makeAgenda({})
    page = start(desk)
    for tab in "kvgp":
        page.keyboard.press(tab)
        open_ones = page.evaluate(
            "() => [...document.querySelectorAll('.speler :is(a[href], button, input,"
            " select, textarea, video, [tabindex])')]"
            ".filter(el => !el.dataset.lmSuppressShortcuts).map(el => el.outerHTML)"
        )
        assert open_ones == []


@pytest.mark.parametrize("size", [(1280, 764), (1920, 1044)])
def test_the_page_fits_without_scrolling(
    desk: Desk, start: Start, size: tuple[int, int]
) -> None:
    page = start(desk, size=size)
    box: Any = page.evaluate(
        "() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
    )
    assert (box[0], box[1]) <= size
    for part in (".tl", ".zijkant", ".kijk", ".midden"):
        found = page.locator(part).bounding_box()
        assert found
        assert found["x"] + found["width"] <= size[0] + 1
        assert found["y"] + found["height"] <= size[1] + 1


def test_each_key_is_answered_in_a_long_conversation(desk: Desk, start: Start) -> None:
    desk.state["turns"] = make_long(60)
    page = start(desk)
    await_sound(page)
    for n in range(10):
        press(page, "ArrowDown", "1")
        expect(page.locator(".codering")).to_have_count(n + 1)


@pytest.fixture
def sound(tmp_path: Path) -> Iterator[tuple[str, list[str]]]:
    """A recording without picture, served: its address, and what was asked of it."""
    path = make_recording(tmp_path / "geluid.webm", picture=False)
    with serve_ranges(path) as served:
        yield served


def test_sound_alone_plays_with_its_words(
    sound: tuple[str, list[str]], start: Start
) -> None:
    url, asked = sound
    page = start(Desk(make_state(url, hasPicture=False)))
    await_sound(page)
    page.keyboard.press(" ")
    expect(page.locator(".beeld")).to_contain_text("Alleen geluid")
    page.wait_for_function("() => document.querySelector('video').currentTime > 0.5")
    assert any(asked)
