"""In the real browser: agenda, Kijkwijzer, aandachtspunten, steps and the board."""

from collections.abc import Callable

import pytest
from player_driving import await_sound, now, press
from player_material import Desk
from playwright.sync_api import Page, expect

Start = Callable[..., Page]


def test_the_agenda_is_made_reordered_by_keys_and_played(
    desk: Desk, start: Start
) -> None:
    seen = {
        "kind": "moment",
        "theme": None,
        "part": "went_well",
        "body": "Hij praat door.",
    }
    desk.do_observe(seen | {"recording": 1, "begin": 32_000, "finish": 34_000})
    page = start(desk)
    await_sound(page)
    page.keyboard.press("g")
    page.get_by_role("button", name="Agenda maken").click()
    items = page.locator(".pt")
    expect(items).to_have_count(3)
    expect(page.locator(".ag")).to_contain_text("Hier staat alleen wat de klant")

    items.first.focus()
    press(page, "Alt+ArrowDown")
    expect(items.first).to_contain_text("Hij praat door.")
    expect(items.nth(1)).to_contain_text("‘Ze vroeg naar mijn zoon.’")
    items.first.get_by_role("button", name="Speel 00:32–00:34").click()

    page.wait_for_function("() => document.querySelector('video').currentTime > 32")
    page.wait_for_function("() => document.querySelector('video').paused")
    assert now(page) == pytest.approx(34_000, abs=250)


def test_the_agenda_is_shown_point_by_point_and_esc_goes_back(
    desk: Desk, start: Start
) -> None:
    seen = {"kind": "moment", "theme": None, "part": "unintended", "body": "Stil."}
    desk.do_observe(seen | {"recording": 1, "begin": 12_500, "finish": 14_000})
    desk.do_makeAgenda({})
    page = start(desk)
    await_sound(page)
    page.keyboard.press("t")
    shown = page.get_by_role("dialog")
    expect(shown.locator(".groot")).to_have_text("‘Ze vroeg naar mijn zoon.’")

    page.keyboard.press("ArrowRight")

    expect(shown.locator(".groot")).to_have_text("Stil.")
    expect(shown.locator("video")).to_be_visible()
    page.wait_for_function("() => document.querySelector('video').currentTime > 13")
    page.wait_for_function("() => document.querySelector('video').paused")
    size = shown.locator(".groot").evaluate(
        "el => parseFloat(getComputedStyle(el).fontSize)"
    )
    assert size >= 22
    page.keyboard.press("Escape")
    expect(shown).to_have_count(0)
    expect(page.locator(".beeld video")).to_be_visible()


def test_answers_of_the_other_come_after_handing_in_and_a_digit_agrees(
    desk: Desk, start: Start
) -> None:
    page = start(desk)
    page.keyboard.press("k")
    field = page.get_by_label("Antwoord op: Waar hapert het?")
    field.fill("Bij het voorstel")
    field.blur()
    expect(page.locator(".tabblad")).not_to_contain_text("Na de stilte")
    page.get_by_role("button", name="Inleveren").click()
    page.get_by_role("dialog").get_by_role("button", name="Inleveren").click()

    row = page.locator("[data-question=e2]")
    expect(row).to_contain_text("Bij het voorstel")
    expect(row).to_contain_text("Na de stilte")
    row.focus()
    page.keyboard.press("2")
    expect(row.locator(".samen")).to_have_text("Samen: Na de stilte")
    assert desk.of("code") == []


def test_what_is_typed_stays_while_another_answer_comes_back(
    desk: Desk, start: Start
) -> None:
    page = start(desk)
    page.get_by_label("Antwoord op: Waar hapert het?").fill("Bij het voorstel")
    other = page.get_by_label("Antwoord op: Van wie is het plan?")
    other.click()
    page.keyboard.type("Van haar", delay=30)

    expect(other).to_have_value("Van haar")
    expect(other).to_be_focused()
    assert [one["body"] for one in desk.of("answer")] == ["Bij het voorstel"]


def test_who_types_on_in_an_answer_that_was_sent_loses_nothing(
    desk: Desk, start: Start
) -> None:
    page = start(desk)
    label = "Antwoord op: Van wie is het plan?"
    page.get_by_label(label).fill("Van")
    page.get_by_label(label).evaluate("el => { el.blur(); el.focus(); }")
    page.keyboard.type(" haar", delay=30)

    expect(page.get_by_label(label)).to_have_value("Van haar")
    page.get_by_label(label).blur()
    expect(page.locator(".bericht")).not_to_be_empty()
    assert [one["body"] for one in desk.of("answer")] == ["Van", "Van haar"]
    assert [one["body"] for one in desk.state["viewing"]["mine"]] == ["Van haar"]


def test_an_answer_that_was_refused_stays_in_sight(desk: Desk, start: Start) -> None:
    page = start(desk)
    desk.refuses["answer"] = "Nu even niet."
    field = page.get_by_label("Antwoord op: Van wie is het plan?")
    field.fill("Van haar")
    field.blur()
    expect(page.locator(".bericht")).to_contain_text("Nu even niet.")

    del desk.refuses["answer"]
    page.keyboard.press("p")
    page.keyboard.press("k")
    expect(field).to_have_value("Van haar")
    field.focus()
    field.blur()

    expect(page.locator(".bericht")).not_to_contain_text("Nu even niet.")
    assert [one["body"] for one in desk.state["viewing"]["mine"]] == ["Van haar"]


def test_a_learning_goal_that_was_refused_stays_in_sight(
    desk: Desk, start: Start
) -> None:
    page = start(desk)
    desk.refuses["goal"] = "Nu even niet."
    page.keyboard.press("g")
    field = page.get_by_placeholder("In eigen woorden")
    field.fill("Vaker samenvatten")
    page.keyboard.press("Enter")

    expect(page.locator(".bericht")).to_contain_text("Nu even niet.")
    expect(field).to_have_value("Vaker samenvatten")


def test_a_step_is_skipped_only_with_a_reason(desk: Desk, start: Start) -> None:
    page = start(desk)
    page.locator("[data-step=points]").click()
    box = page.get_by_role("dialog")
    box.get_by_label("Stand").select_option("skipped")
    box.get_by_role("button", name="Bewaren").click()
    expect(box.get_by_role("alert")).to_contain_text("waarom")

    box.get_by_label("Reden").fill("er is geen tijd meer")
    page.keyboard.press("Control+Enter")

    expect(box).to_have_count(0)
    (asked,) = desk.of("step")
    assert (asked["kind"], asked["state"]) == ("points", "skipped")
    assert "position" not in asked


def test_the_board_shows_steps_and_what_is_missing_and_ranks_nobody(
    desk: Desk, start: Start
) -> None:
    page = start(desk, opens="")
    board = page.locator(".trajectvak")
    expect(board).to_contain_text("overgeslagen: de klant wilde dat niet")
    expect(board).to_contain_text("Ontbreekt: De agenda is nog niet gemaakt.")
    link = board.get_by_role("link", name="Gesprek 2")
    assert link.get_attribute("href") == "/traject?id=T7&ronde=2"
    assert page.get_by_role("combobox").count() == 0


def test_an_empty_board_says_what_to_do_and_a_trajectory_is_begun(
    desk: Desk, start: Start
) -> None:
    desk.state["trajectories"] = []
    page = start(desk, opens="")
    expect(page.locator(".leeg")).to_contain_text("Begin er een")
    page.get_by_role("button", name="Nieuw traject").click()
    page.get_by_label("Naam").fill("Traject 8")
    page.keyboard.press("Control+Enter")

    expect(page.locator(".trajectvak h2")).to_contain_text("Traject 8")


def test_a_learning_line_tells_what_became_of_a_point_and_leads_to_it(
    desk: Desk, start: Start
) -> None:
    page = start(desk)
    page.keyboard.press("p")
    line = page.locator(".lijnen tbody tr").first
    expect(line.locator("td").nth(0)).to_have_text("◇benoemd")
    expect(line.locator("td").nth(1)).to_have_text("·nog terugkijken")

    page.get_by_role("button", name="Terugkijken in gesprek 2").click()
    box = page.get_by_role("dialog")
    box.get_by_label("Geprobeerd").select_option("partly")
    box.get_by_label("Wat ermee gebeurt").select_option("changed")
    page.keyboard.press("Control+Enter")

    expect(line.locator("td").nth(1)).to_have_text("◐deels, anders")
    line.get_by_role("button").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-point]").first).to_be_focused()


def test_a_long_learning_line_shows_now_and_arrows_go_to_what_was(
    desk: Desk, start: Start
) -> None:
    desk.state["rounds"] = list(range(1, 7))
    desk.state["round"] = 6
    page = start(desk)
    await_sound(page)
    before = now(page)
    page.keyboard.press("p")
    heads = page.locator(".lijnen thead th")
    expect(heads).to_have_count(7)
    expect(heads.nth(6)).to_be_in_viewport(ratio=0.9)
    expect(heads.nth(1)).not_to_be_in_viewport(ratio=0.9)

    page.locator(".lijnen").focus()
    press(page, *["ArrowLeft"] * 20)

    expect(heads.nth(1)).to_be_in_viewport(ratio=0.9)
    assert now(page) == before
