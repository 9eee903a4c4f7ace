"""Comparing coders in the workbench, by keyboard, with a real session and store.

What the store holds at the end is what counts.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from comparing import SOURCE, Place, Table, open_table
from driving import Bench, copy_study
from playwright.sync_api import expect

from vknz_research import open_study
from vknz_research.project import Study
from vknz_research.project.workbench import make_session

Opener = Callable[..., Table]


@pytest.fixture
def study(demo: Path, tmp_path: Path) -> Iterator[Study]:
    """A copy of the demo study."""
    with open_study(copy_study(demo, tmp_path / "studie")) as opened:
        yield opened


@pytest.fixture
def opened(bench_page: Callable[..., Bench], study: Study) -> Opener:
    """Open the workbench of a coder on the source."""
    return partial(open_table, bench_page, study)


@pytest.fixture
def table(opened: Opener) -> Table:
    """The workbench of TK with the comparison open."""
    made = opened()
    made.open()
    return made


def places(case: dict[str, Any], *names: str) -> set[Place]:
    """Return what these coders have in a case."""
    return {
        (c["code"], c["start"], c["end"])
        for side in case["sides"]
        if side["name"] in names
        for c in side["codings"]
    }


def test_a_source_is_adjudicated_by_keyboard_with_every_outcome(table: Table) -> None:
    table.left(8)
    wanted: set[Place] = set()

    first = table.find("code")
    table.press("a", "Enter")
    table.left(7)
    wanted |= places(first, "NvD")
    second = table.find("code")
    table.press("=", "Enter")
    table.left(6)
    wanted |= places(second, "NvD", "TK")
    third = table.find("borders")
    table.press("b", "r")
    table.page.keyboard.type("ruimer is beter")
    table.press("Control+Enter")
    table.left(5)
    wanted |= places(third, "TK")
    fourth = table.find("borders")
    table.press("0", "Enter")
    table.page.keyboard.type("geen van beide past")
    table.press("Control+Enter")
    table.left(4)
    fifth = table.find("missing")
    table.press("l", "Enter")
    table.page.keyboard.type("eerst de groep vragen")
    table.press("Control+Enter")
    table.left(3)
    sixth = table.find("missing")
    (old,) = places(sixth, "NvD", "TK")
    table.press("o", "Shift+ArrowRight", "ArrowLeft", "r")
    table.page.keyboard.type("korter")
    table.press("Control+Enter")
    table.left(2)
    table.press("a", "Enter")
    table.left(1)
    table.press("a", "Enter")
    table.left(0)

    outcomes = [
        table.decision(case["key"]).outcome
        for case in (first, second, third, fourth, fifth, sixth)
    ]
    assert outcomes == ["side", "both", "side", "neither", "left", "other"]
    assert table.decision(third["key"]).reason == "ruimer is beter"
    assert table.decision(fifth["key"]).reason == "eerst de groep vragen"
    assert {tuple(d.decided_by["names"]) for d in table.decisions()} == {("NvD", "TK")}
    now = table.consensus()
    assert wanted <= now
    assert not places(fourth, "NvD", "TK") & now
    (new,) = [p for p in now if p[0] == old[0] and old[1] < p[1] < p[2] < old[2]]
    assert new[2] - new[1] < old[2] - old[1]

    table.page.get_by_role("button", name="Consensus van deze bron").click()
    dialog = table.page.get_by_role("dialog")
    expect(dialog).to_contain_text("3 gelijk, 7 besloten, 1 opengelaten.")
    table.press("Control+Enter")
    expect(table.head).to_contain_text("De consensus van deze bron is vastgesteld.")
    begun = table.adjudication()
    assert begun is not None
    assert begun.state == "done"


def test_who_hurries_loses_no_decision(table: Table) -> None:
    for _ in range(8):
        table.press("b", "Enter")
    table.left(0)
    expect(table.page.locator(".staat")).to_contain_text("Opgeslagen")

    assert [d.outcome for d in table.decisions()] == ["side"] * 8


def test_a_decision_about_what_changed_meanwhile_is_refused_and_says_so(
    table: Table, study: Study
) -> None:
    case = table.find("borders")
    no_news = "Object.defineProperty(document, 'hidden', {get: () => true})"
    table.page.evaluate(no_news)
    mine = next(s for s in case["sides"] if s["name"] == "NvD")["codings"][0]
    gone = {"id": "u", "act": "uncode", "args": {"codings": [mine["id"]]}}
    assert make_session(study, "NvD").handle(gone)["ok"]
    table.press("a", "Enter")

    alert = table.page.locator(".dialog-alert:visible")
    expect(alert).to_contain_text("niet meer zoals je het zag")
    table.left(8)
    assert table.decisions() == []


def test_what_is_settled_is_changed_only_after_reopening_with_a_reason(
    table: Table,
) -> None:
    for n in range(7, -1, -1):
        table.press("a", "Enter")
        table.left(n)
    table.page.get_by_role("button", name="Consensus van deze bron").click()
    table.press("Control+Enter")
    expect(table.head).to_contain_text("vastgesteld")
    expect(table.stage).to_contain_text("Heropen eerst de consensus")
    table.press("n", "b", "Enter")
    expect(table.page.get_by_role("dialog")).to_have_count(0)

    table.head.get_by_role("button", name="Heropenen").click()
    table.press("Control+Enter")
    expect(table.page.locator(".dialog-alert:visible")).to_contain_text("Geef een")
    table.page.keyboard.type("nieuwe inzichten")
    table.press("Control+Enter")
    expect(table.head).not_to_contain_text("vastgesteld")
    table.press("n")
    table.page.keyboard.type("toch anders")
    table.press("Control+Enter")
    table.left(1)

    assert len(table.decisions()) == 7
    acts = [e for e in table.log() if e.event.act.startswith("reopen")]
    assert [(e.event.act, e.why) for e in acts] == [
        ("reopen-adjudication", "nieuwe inzichten"),
        ("reopen-decision", "toch anders"),
    ]


def test_a_decision_without_its_reason_is_not_sent(table: Table) -> None:
    table.press("Enter")
    alert = table.page.locator(".dialog-alert:visible")
    expect(alert).to_have_text("Kies eerst een besluit.")
    table.press("l", "Enter")

    expect(alert).to_contain_text("Geef een reden")
    expect(table.page.get_by_label("Reden")).to_be_focused()
    table.press("Escape")
    expect(table.stage).to_be_focused()
    assert table.decisions() == []


def test_a_coding_that_changed_shows_the_old_decision(
    table: Table, study: Study
) -> None:
    case = table.find("borders")
    table.press("a", "Enter")
    table.left(7)
    mine = next(s for s in case["sides"] if s["name"] == "NvD")["codings"][0]
    colleague = make_session(study, "NvD")
    source = colleague.handle(
        {"id": "s", "act": "source", "args": {"source": table.source}}
    )
    args = {"coding": mine["id"], "start": mine["start"] + 3, "end": mine["end"]}
    args["revision"] = source["result"]["revision"]["id"]
    assert colleague.handle({"id": "r", "act": "resize", "args": args})["ok"]

    table.page.get_by_role("button", name="Veranderd sinds besluit 1").click()
    expect(table.stage).to_contain_text("veranderd na dit besluit")
    expect(table.stage).to_contain_text("Eerder besloten: eens met NvD")
    table.stage.focus()
    table.press("b", "Enter")
    table.left(7)
    (decided,) = table.decisions()
    assert decided.result["side"] != mine["id"]
    assert [s["start"] for s in decided.sides["codings"] if s["id"] == mine["id"]] == [
        mine["start"] + 3
    ]


def test_all_border_differences_get_their_overlap_at_once(table: Table) -> None:
    cases = [c for c in table.compare()["cases"] if c["kind"] == "borders"]
    table.page.get_by_role("button", name="Randverschillen").click()
    dialog = table.page.get_by_role("dialog")
    expect(dialog).to_contain_text(f"{len(cases)} onbesproken randverschillen")
    dialog.get_by_label("Reden").fill("de kern telt")
    table.press("Control+Enter")
    table.left(8 - len(cases))

    overlaps = {
        (code, max(p[1] for p in found), min(p[2] for p in found))
        for found in (places(case, "NvD", "TK") for case in cases)
        for code in {p[0] for p in found}
    }
    assert overlaps <= table.consensus()
    table.press("Control+z")
    table.left(8)
    assert table.decisions() == []


def test_a_third_decides_and_is_named_until_the_sitting_ends(opened: Opener) -> None:
    table = opened("OE")
    table.open()
    expect(table.page.get_by_label("Naam van wie besluit")).to_have_value("OE")
    table.press("a", "Enter")
    table.left(7)
    table.press("b", "Enter")
    table.left(6)

    assert [d.decided_by["names"] for d in table.decisions()] == [["OE"], ["OE"]]
    assert {e.event.actor for e in table.log() if e.event.act == "decide"} == {"OE"}


def add_third(study: Study, table: Table) -> dict[str, Any]:
    """Let OE code what NvD and TK differ about, and return that case."""
    cases = table.compare()["cases"]
    case = next(c for c in cases if c["kind"] == "borders")
    coding = case["sides"][0]["codings"][0]
    study.coder("OE").code(
        SOURCE,
        next(c.path for c in study.codebook if c.id == coding["code"]),
        start=coding["start"],
        end=coding["end"],
    )
    return dict(case)


def test_three_coders_are_compared_or_two_of_them(opened: Opener, study: Study) -> None:
    table = opened()
    add_third(study, table)
    table.open()
    group = table.page.get_by_role("group", name="Codeurs")
    expect(group.get_by_role("button")).to_have_text(["NvD", "OE", "TK"])
    three = table.compare()
    assert [c["name"] for c in three["coders"]] == ["NvD", "OE", "TK"]
    expect(table.stage.locator(".adjudicate-side")).to_have_count(3)
    table.find("borders")
    table.press("c", "Enter")
    table.left(sum(c["state"] == "undecided" for c in three["cases"]) - 1)
    (decided,) = table.decisions()
    assert decided.result["side"] == three["coders"][2]["id"]

    group.get_by_role("button", name="OE").click()
    expect(table.stage.locator(".adjudicate-side")).to_have_count(2)
    group.get_by_role("button", name="TK").click()
    alert = table.page.locator(".dialog-alert:visible")
    expect(alert).to_have_text("Vergelijken kan vanaf twee codeurs.")


def test_another_code_is_picked_by_name(table: Table, study: Study) -> None:
    case = table.find("code")
    table.press("o", "o")
    table.page.keyboard.type("routine")
    table.press("Enter")
    expect(table.stage).to_be_focused()
    table.press("r")
    table.page.keyboard.type("gaat over routine")
    table.press("Control+Enter")
    table.left(7)

    routine = next(c for c in study.codebook if c.path == "4r/routine")
    assert routine.id in {place[0] for place in table.consensus()}
    assert table.decision(case["key"]).outcome == "other"


def test_one_passage_gets_two_codes_with_the_same_borders(table: Table) -> None:
    case = table.find("borders")
    table.press("o", "ArrowLeft")
    table.stage.get_by_role("button", name="Nog een code").click()
    table.page.keyboard.type("routine")
    table.press("Enter")
    expect(table.stage).to_be_focused()
    table.press("r")
    table.page.keyboard.type("allebei waar")
    table.press("Control+Enter")
    table.left(7)

    spans = [
        c for c in table.consensus() if c[1] == case["sides"][0]["codings"][0]["start"]
    ]
    assert len({code for code, _, _ in spans}) == 2
    assert len({(start, end) for _, start, end in spans}) == 1


def test_a_passage_dragged_in_the_text_becomes_the_other_borders(table: Table) -> None:
    table.press("o")
    turn = table.page.locator(".beurt").nth(1)
    turn.locator(".wie").click()
    words = turn.locator(".lees").inner_text().split()

    line = table.page.locator(".adjudicate-otherline")
    expect(line).to_contain_text(f"tot ‘{' '.join(words[-2:])}’, {len(words)} woorden")
    expect(table.stage).to_be_focused()


def test_definitions_stand_beside_each_other_and_can_be_sharpened(
    table: Table, study: Study
) -> None:
    case = table.find("code")
    cards = table.stage.locator(".card")
    expect(cards).to_have_count(2)
    table.press("t")
    expect(cards).to_have_count(0)
    table.press("t")
    code_id = case["sides"][0]["codings"][0]["code"]
    table.stage.get_by_role("button", name="Omschrijving aanscherpen").first.click()
    dialog = table.page.get_by_role("dialog")
    dialog.get_by_label("Wel").fill("Ook als het in de groep gebeurt.")
    table.press("Control+Enter")
    expect(dialog).to_have_count(0)
    expect(cards.first).to_contain_text("Ook als het in de groep gebeurt.")

    code = next(c for c in study.codebook if c.id == code_id)
    assert code.texts["nl"]["when_to_use"] == "Ook als het in de groep gebeurt."
    assert code_id in {item["code"] for item in table.ask("worklist")["stale"]}


def test_the_list_leads_to_a_difference_and_the_text_follows(table: Table) -> None:
    cases = table.compare()["cases"]
    table.press("i")
    rows = table.page.locator(".adjudicate-row")
    expect(rows).to_have_count(len(cases))
    table.press("j", "j", "Enter")
    expect(table.stage).to_be_focused()

    shown = table.page.locator(".adjudicate-case")
    assert shown.get_attribute("data-key") == cases[2]["key"]
    inside = """start => {
      const marked = [...CSS.highlights].find(([name]) => name.endsWith("-verg"))[1];
      const box = [...marked][0].getBoundingClientRect();
      const frame = document.querySelector(".rol").getBoundingClientRect();
      return box.top >= frame.top && box.bottom <= frame.bottom;
    }"""
    assert table.page.evaluate(inside)


def test_the_consensus_is_a_layer_with_a_name_in_the_margin(table: Table) -> None:
    case = table.find("missing")
    has = next(i for i, side in enumerate(case["sides"]) if side["codings"])
    table.press("ab"[has], "Enter")
    table.left(7)
    table.press("Escape")
    table.page.get_by_label("Lagen van anderen").check()

    names = table.page.locator(".lab", has_text="· Consensus")
    expect(names.first).to_be_attached()
    expect(table.page.locator(".st.consensus").first).to_be_attached()


def test_what_is_typed_as_a_reason_decides_nothing(table: Table) -> None:
    table.press("r")
    table.page.keyboard.type("ab=0 lo j k n i t")
    expect(table.page.get_by_label("Reden")).to_have_value("ab=0 lo j k n i t")
    pressed = table.stage.locator(".adjudicate-outcome[aria-pressed=true]")
    expect(pressed).to_have_count(0)

    table.press("Escape", "Escape")
    expect(table.page.locator(".drawer")).to_have_count(0)
    assert table.page.evaluate("!!document.activeElement.closest('.beurt')")
    assert table.decisions() == []


BARE = (
    ".wb :is(a[href], button, input, select, textarea, [tabindex]):not("
    '[data-lm-suppress-shortcuts="true"])'
)
NAMELESS = """() => [...document.querySelectorAll(
  '.drawer :is(button, input, select, textarea, [role=group])')]
  .filter(one => !(one.getAttribute('aria-label') || one.textContent.trim()
    || one.labels?.length)).map(one => one.outerHTML)"""


@pytest.mark.parametrize("keys", [["Shift+C"], ["Shift+C", "o"], ["Shift+C", "i"]])
def test_whatever_takes_the_focus_has_a_name_and_keeps_jupyters_keys_away(
    opened: Opener, keys: Sequence[str]
) -> None:
    table = opened()
    table.open()
    table.press(*keys[1:])

    assert table.page.locator(BARE).evaluate_all("all => all.length") == 0
    assert table.page.evaluate(NAMELESS) == []


@pytest.mark.parametrize("width", [700, 1000, 1280])
def test_a_comparison_fits_its_place(opened: Opener, width: int) -> None:
    table = opened(size=(width, 800))
    table.open()
    table.find("code")
    table.press("o")

    too_wide = """() => [...document.querySelectorAll('.drawer, .drawer *')]
      .filter(one => one.scrollWidth > one.clientWidth + 1
        && getComputedStyle(one).display !== 'inline'
        && !one.closest('select')).map(one => one.className)"""
    assert table.page.evaluate(too_wide) == []
