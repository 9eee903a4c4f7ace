"""Dividing the work in the workbench: rounds, blind layers, handing in, taking back."""

import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest
from comparing import SOURCE, Table, open_table
from driving import Bench, copy_study
from playwright.sync_api import expect

from vknz_research import open_study
from vknz_research.model.codings import Coder, Coding
from vknz_research.model.rounds import Assignment, Opening, Round, RoundCoding
from vknz_research.model.sources import Source
from vknz_research.project import Study
from vknz_research.project.workbench import make_session

Opener = Callable[..., Table]
BLIND = "Je codeert onafhankelijk. De laag van je collega zie je"


@pytest.fixture
def study(demo: Path, tmp_path: Path) -> Iterator[Study]:
    """A copy of the demo study in which no round was begun."""
    with open_study(copy_study(demo, tmp_path / "studie")) as opened:
        with opened.store.begin("OE", "start-round") as work:
            work.remove(*work.all(RoundCoding))
            work.remove(*work.all(Assignment))
            work.remove(*work.all(Round))
        yield opened


@pytest.fixture
def opened(bench_page: Callable[..., Bench], study: Study) -> Opener:
    """Open the workbench of a coder on the source."""
    return partial(open_table, bench_page, study)


def act(study: Study, coder: str, name: str, **args: object) -> None:
    """Let a coder do something in a workbench of their own."""
    session = make_session(study, coder)
    done = session.handle({"id": str(uuid4()), "act": name, "args": args})
    assert done["ok"], done


def start_blind(study: Study, *coders: str) -> None:
    """Begin a blind round on the source."""
    args = {"title": "Proef", "blind": True, "sources": [SOURCE]}
    act(study, "OE", "start-round", **args, coders=list(coders or ("NvD", "TK")))


def assignment(study: Study, name: str) -> Assignment:
    """Return what a coder was asked to do."""
    with study.store.read() as reader:
        coder = reader.all(Coder, name=name)[0]
        return reader.all(Assignment, coder_id=coder.id)[0]


def hand_in(study: Study, name: str) -> None:
    """Let a colleague hand in."""
    act(study, name, "hand-in", assignment=assignment(study, name).id)


def see_others(table: Table, name: str) -> list[str]:
    """List the codings of a coder that were ever sent to the browser."""
    with table.study.store.read() as reader:
        coder = reader.all(Coder, name=name)[0]
        source = reader.all(Source, name=SOURCE)[0]
        codings = reader.all(Coding, coder_id=coder.id, source_id=source.id)
    sent = json.dumps(table.bench.answers)
    return [coding.id for coding in codings if coding.id in sent]


def test_a_round_is_begun_by_keyboard(opened: Opener, study: Study) -> None:
    table = opened()
    table.press("a")
    expect(table.page.locator(".drawer")).to_contain_text("Nog geen ronde")
    table.press("Enter")
    dialog = table.page.get_by_role("dialog")
    expect(dialog.get_by_label("Naam van de ronde")).to_be_focused()
    table.page.keyboard.type("IJkronde")
    table.press("Control+Enter")
    expect(dialog.locator(".dialog-alert")).to_have_text("Kies minstens één bron.")
    dialog.get_by_label(SOURCE).check()
    dialog.get_by_label("TK").check()
    dialog.get_by_label("Andere codeur").fill("Wil, NvD")
    expect(dialog).to_contain_text("TK, Wil en NvD coderen elk 1 bron.")
    table.press("Control+Enter")
    expect(table.page.locator(".assignments-round h3")).to_contain_text("IJkronde")

    people = table.page.locator(".assignments-who")
    expect(people).to_have_text(["NvD", "TK (jij)", "Wil"])
    with study.store.read() as reader:
        assert [(r.title, r.is_blind) for r in reader.all(Round)] == [("IJkronde", 1)]
        assert len(reader.all(Assignment)) == 3


def test_a_new_definition_offers_the_sources_to_code_again(
    opened: Opener, study: Study
) -> None:
    coding = study.codings("NvD")[0]
    code = next(c for c in study.codebook if c.id == coding.code_id)
    worded = {"definition": "Scherper dan eerst."}
    act(study, "NvD", "change-code", code=code.id, revision=code.revision, texts=worded)
    stale = {c.source_id for c in study.codings() if c.code_id == code.id}
    names = {one.name for one in study.sources if one.id in stale}
    table = opened()
    table.press("a", "Enter")
    dialog = table.page.get_by_role("dialog")

    dialog.get_by_role("button", name=f"Nieuwe definitie ({len(stale)})").click()

    ticked = dialog.locator(".assignments-ticks label:has(input:checked)")
    assert set(ticked.all_inner_texts()) == names


def test_a_blind_source_shows_nothing_of_a_colleague_until_both_are_done(
    opened: Opener, study: Study
) -> None:
    start_blind(study)
    table = opened()
    line = table.page.locator(".blindregel")
    expect(line).to_contain_text(BLIND)
    expect(table.page.get_by_label("Lagen van anderen")).to_be_hidden()
    table.press("Shift+C")
    expect(table.stage).to_contain_text("NvD en TK zijn nog niet klaar.")
    expect(table.stage).to_contain_text("Lever eerst je eigen codering")
    expect(table.stage.get_by_role("button", name="Toch openen")).to_have_count(0)
    table.stage.get_by_role("button", name="Naar Afspraken").click()
    table.page.get_by_role("button", name="Inleveren").click()
    expect(table.page.get_by_role("dialog")).to_contain_text("Zijn alle codeurs klaar")
    table.press("Control+Enter")
    expect(line).to_contain_text("Je hebt deze bron ingeleverd.")
    assert see_others(table, "NvD") == []

    hand_in(study, "NvD")
    expect(line).to_be_hidden()
    compare = table.page.get_by_role("button", name=f"Vergelijken: {SOURCE}")
    compare.click()
    expect(table.stage).to_contain_text("codeerde")
    assert see_others(table, "NvD") != []
    with study.store.read() as reader:
        assert len({one.coder_id for one in reader.all(RoundCoding)}) == 2


def test_what_was_handed_in_is_taken_back_with_a_reason(
    opened: Opener, study: Study
) -> None:
    start_blind(study)
    hand_in(study, "TK")
    table = opened()
    table.press("a")
    table.page.get_by_role("button", name="Terugnemen").click()
    table.press("Control+Enter")
    expect(table.page.locator(".dialog-alert:visible")).to_contain_text(
        "Geef een reden"
    )
    table.page.keyboard.type("een deel vergeten")
    table.press("Control+Enter")
    expect(table.page.get_by_role("button", name="Inleveren")).to_be_focused()

    assert assignment(study, "TK").state == "open"
    with study.store.read() as reader:
        assert reader.all(RoundCoding) == []


def test_who_is_compared_can_no_longer_take_it_back(
    opened: Opener, study: Study
) -> None:
    start_blind(study)
    hand_in(study, "TK")
    hand_in(study, "NvD")
    table = opened()
    table.press("a")
    table.page.locator(".assignments-round summary").click()
    expect(table.page.locator(".assignments-far").last).to_be_visible()

    expect(table.page.get_by_role("button", name="Terugnemen")).to_have_count(0)


def test_somebody_else_opens_the_comparison_with_a_reason(
    opened: Opener, study: Study
) -> None:
    start_blind(study)
    table = opened("OE")
    table.press("Shift+C")
    table.stage.get_by_role("button", name="Toch openen").click()
    expect(table.page.get_by_role("dialog")).to_contain_text("niet meer onafhankelijk")
    table.page.keyboard.type("NvD is ziek")
    table.press("Control+Enter")
    table.page.locator(".adjudicate-case").wait_for()
    table.left(8)

    with study.store.read() as reader:
        assert len(reader.all(Opening)) == 1
    assert [e.why for e in table.log() if e.event.act == "open-comparison"] == [
        "NvD is ziek"
    ]


def test_two_rounds_of_one_source_are_opened_together(
    opened: Opener, study: Study
) -> None:
    start_blind(study)
    start_blind(study)
    table = opened("OE")
    table.press("Shift+C")
    table.stage.get_by_role("button", name="Toch openen").click()
    table.page.keyboard.type("samen oefenen")
    table.press("Control+Enter")
    table.page.locator(".adjudicate-case").wait_for()

    with study.store.read() as reader:
        assert len(reader.all(Opening)) == 2


def test_a_study_of_one_coder_says_what_comparing_needs(
    opened: Opener, study: Study
) -> None:
    with study.store.begin("OE", "uncode") as work:
        coder = work.all(Coder, name="NvD")[0]
        work.remove(*work.all(Coding, coder_id=coder.id))
    table = opened()
    table.press("Shift+C")

    expect(table.stage).to_contain_text("minstens twee codeurs")


def test_assignments_fit_a_narrow_place(opened: Opener, study: Study) -> None:
    name = "Wilhelmina van der Heijden-Oosterhuis (onderzoeksassistent)"
    start_blind(study, "TK", name)
    table = opened(size=(700, 700))
    table.press("a")
    expect(table.page.locator(".assignments-who")).to_have_count(2)

    body = table.page.locator(".drawer-body")
    assert body.evaluate("one => one.scrollWidth <= one.clientWidth")
    names = table.page.locator(".assignments-who")
    inside = "one => one.scrollWidth <= one.clientWidth + 1"
    assert [names.nth(i).evaluate(inside) for i in range(2)] == [True, True]
