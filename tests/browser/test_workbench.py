"""The workbench on a bare page, its messages going straight to a session."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from consenting import GIVEN
from driving import Bench
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page, expect

from vknz_research import open_study
from vknz_research.coding.session import Session
from vknz_research.language import Language
from vknz_research.model.codings import MemoLink
from vknz_research.model.people import Participant
from vknz_research.project import Study
from vknz_research.project.importing import import_files
from vknz_research.project.open import create_study
from vknz_research.widgets.workbench import WORKBENCH_CSS, WORKBENCH_JS

SCRIPTS = (WORKBENCH_JS, WORKBENCH_CSS)
STATE = {"height": "780px", "host": "jupyterlab"}


@pytest.fixture
def study(demo: Path, tmp_path: Path) -> Iterator[Study]:
    """A copy of the demo study."""
    shutil.copytree(demo, tmp_path / "studie")
    with open_study(tmp_path / "studie") as opened:
        yield opened


Opener = Callable[..., Bench]


@pytest.fixture
def opened(bench_page: Callable[..., Bench], study: Study) -> Opener:
    """Open the workbench of a coder on the demo study."""

    def make(
        coder: str = "OE", source: str = "F1-KM", language: Language = "nl", **more: Any
    ) -> Bench:
        session = Session(study.store, coder, title="Proef", language=language, **more)
        state = {**STATE, "source": source, "language": language}
        return mount(bench_page, session, state)

    return make


def mount(
    bench_page: Callable[..., Bench], session: Session, state: dict[str, Any]
) -> Bench:
    """Mount the workbench of a session and wait for its text."""
    bench = bench_page(SCRIPTS, session.handle, (1280, 800), state=state)
    bench.page.locator(".wb[data-ready]").wait_for()
    return bench


def told(page: Page, words: str) -> None:
    """Wait until the status line names the last act."""
    page.locator(".laatst", has_text=words).wait_for()


def acts(study: Study, coder: str = "OE") -> list[str]:
    return [e.event.act for e in study.log() if e.event.actor == coder]


def code_turn(page: Page, number: int, key: str) -> None:
    page.locator(".beurt").nth(number).focus()
    page.keyboard.press("b")
    page.keyboard.press(key)


def test_a_letter_refines_also_when_the_digit_was_answered(
    opened: Opener, study: Study
) -> None:
    page = opened().page
    code_turn(page, 1, "2")
    told(page, "Reflectie")
    page.locator(".melding", has_text="t Terugkijken").wait_for()
    page.keyboard.press("t")
    told(page, "Terugkijken")

    assert acts(study) == ["code", "refine"]


def test_two_codes_are_merged_after_a_preview_and_taken_back(
    opened: Opener, study: Study
) -> None:
    page = opened("NvD").page
    before = study.store.state_hash()
    page.get_by_placeholder("Zoek een code of omschrijving").fill("leercoach")
    page.get_by_role("treeitem", name="Leercoach").click()
    page.get_by_role("button", name="Bewerken").click()
    page.get_by_role("menuitem", name="Samenvoegen").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("combobox").fill("leerdoelen")
    page.keyboard.press("Enter")
    expect(dialog).to_contain_text("gaan mee")
    dialog.get_by_role("button", name="Samenvoegen").click()
    told(page, "samengevoegd")

    assert "4r/richting/leercoach" not in [c.path for c in study.codebook]

    page.locator(".beurt").nth(1).focus()
    page.keyboard.press("Control+z")
    page.locator(".melding", has_text="Ongedaan gemaakt").wait_for()
    assert study.store.state_hash() == before


def test_a_memo_on_a_passage_stands_in_the_margin_and_shows_no_html(
    opened: Opener, study: Study
) -> None:
    page = opened().page
    page.locator(".beurt").nth(1).focus()
    page.keyboard.press("s")
    page.keyboard.press("m")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox").first.fill("Stilte")
    body = dialog.locator("textarea")
    body.fill("**Waarom** wacht hij? <img src=x onerror=alert(1)> ![x](y.png)")
    body.press("Control+Enter")
    memo = page.locator(".marge .memo", has_text="Stilte")
    memo.wait_for()

    assert memo.locator("strong").inner_text() == "Waarom"
    assert memo.locator("img").count() == 0
    assert acts(study) == ["add-memo"]


def test_a_memo_can_be_about_the_participant_who_speaks(
    opened: Opener, study: Study
) -> None:
    page = opened().page
    page.locator(".beurt").nth(1).focus()
    page.keyboard.press("Shift+M")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="deelnemer Bram").click()
    dialog.locator("textarea").fill("Bram praat in voorbeelden.")
    dialog.locator("textarea").press("Control+Enter")
    told(page, "memo")

    with study.store.read() as reader:
        people = {p.id: p.label for p in reader.all(Participant)}
        links = [
            people[link.target_id]
            for link in reader.all(MemoLink, target_kind="participant")
        ]
    assert links == ["Bram"]


def test_undo_and_redo_say_in_words_what_they_did(opened: Opener, study: Study) -> None:
    page = opened().page
    code_turn(page, 1, "1")
    told(page, "‘Richting’ gezet bij Bram")
    page.keyboard.press("Control+z")
    page.locator(".melding", has_text="Ongedaan gemaakt: ‘Richting’").wait_for()
    page.keyboard.press("Control+Shift+Z")
    page.locator(".melding", has_text="Opnieuw gedaan: ‘Richting’").wait_for()

    assert acts(study) == ["code", "undo", "redo"]


def test_an_act_is_shown_as_saved_only_after_the_commit(
    opened: Opener, study: Study
) -> None:
    bench = opened()
    page = bench.page
    bench.cut()
    code_turn(page, 1, "1")

    expect(page.locator(".staat")).to_have_text("Bewaren …")
    page.locator(".lab.wacht").wait_for()
    assert acts(study) == []

    bench.cut(is_cut=False)
    page.locator(".staat.saved").wait_for(timeout=15000)
    assert acts(study) == ["code"]


def test_a_lost_answer_does_not_make_the_act_happen_twice(
    opened: Opener, study: Study
) -> None:
    bench = opened()
    page = bench.page
    lost = []
    answer = bench.handle

    def deaf(message: dict[str, Any]) -> dict[str, Any]:
        made = answer(message)
        if message["act"] == "add-memo" and not lost:
            lost.append(message["id"])
            made = {**made, "id": "never-arrives"}
        return made

    bench.handle = deaf
    page.locator(".beurt").nth(1).focus()
    page.keyboard.press("s")
    page.keyboard.press("m")
    page.get_by_role("dialog").locator("textarea").fill("Eens")
    page.get_by_role("dialog").locator("textarea").press("Control+Enter")
    page.locator(".marge .memo").wait_for(timeout=15000)

    assert lost
    assert acts(study) == ["add-memo"]


def test_a_code_is_given_by_dragging_the_selection_onto_the_tree(
    opened: Opener, study: Study
) -> None:
    page = opened().page
    words = page.locator(".lees").nth(1)
    box = words.bounding_box()
    assert box
    page.mouse.move(box["x"] + 2, box["y"] + 14)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 14, steps=4)
    page.mouse.up()
    target = page.get_by_role("treeitem", name="Routine").first
    spot = target.bounding_box()
    assert spot
    page.mouse.move(box["x"] + 60, box["y"] + 14)
    page.mouse.down()
    page.mouse.move(spot["x"] + 60, spot["y"] + 8, steps=8)
    page.mouse.up()
    told(page, "‘Routine’ gezet")

    assert acts(study) == ["code"]


def test_a_click_on_who_speaks_chooses_the_whole_turn(
    opened: Opener, study: Study
) -> None:
    page = opened().page
    page.locator(".beurt .wie").nth(3).click()
    page.keyboard.press("4")
    told(page, "‘Routine’ gezet")

    coding = study.codings("OE")[0]
    assert study.text("F1-KM")[coding.start : coding.end] == "Wat?"


def test_all_passages_of_a_code_lead_to_their_places(opened: Opener) -> None:
    page = opened("NvD").page
    page.get_by_placeholder("Zoek een code of omschrijving").fill("focus")
    page.get_by_role("treeitem", name="Focus").click()
    page.get_by_role("button", name="Alle passages").click()
    rows = page.locator(".passages-row")
    expect(rows).to_have_count(6)
    rows.last.click()
    rows.last.locator("mark").wait_for()
    words = rows.last.locator("mark").inner_text()
    page.wait_for_function(
        "() => [...CSS.highlights].some(([n, h]) => n.endsWith('keus') && h.size)"
    )

    seen = page.evaluate(
        "[...[...CSS.highlights].find(([n]) => n.endsWith('keus'))[1]]"
        ".map(r => r.toString()).join('\\n')"
    )
    assert seen == words


def test_an_edge_is_moved_by_mouse(opened: Opener, study: Study) -> None:
    page = opened().page
    page.locator(".beurt").nth(1).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("1")
    told(page, "‘Richting’ gezet")
    page.locator(".lab", has_text="Richting").click()
    handle = page.locator(".greep.end").bounding_box()
    assert handle
    page.mouse.move(handle["x"] + 4, handle["y"] + 10)
    page.mouse.down()
    page.mouse.move(handle["x"] + 90, handle["y"] + 10, steps=6)
    page.mouse.up()
    told(page, "grenzen van ‘Richting’ verlegd")

    coding = study.codings("OE")[0]
    assert study.text("F1-KM")[coding.start : coding.end].startswith("Dan begin")


def test_what_another_coder_does_is_seen_within_two_seconds_if_layers_are_shown(
    opened: Opener, study: Study
) -> None:
    page = opened("OE").page
    turn = study.turns("F1-KM")[1]
    study.coder("TK").code("F1-KM", "4r/routine", turn.start, turn.start + 9)
    page.locator(".melding", has_text="TK werkte in deze studie").wait_for(timeout=2000)
    assert page.locator(".lab").count() == 0

    page.get_by_label("Lagen van anderen").check()
    page.locator(".lab", has_text="Routine · TK").wait_for()


def test_in_a_blind_session_no_message_brings_a_layer_of_others(
    opened: Opener, study: Study
) -> None:
    bench = opened("OE", blind=True)
    page = bench.page
    expect(page.get_by_label("Lagen van anderen")).to_be_hidden()
    source = study.source("F1-KM").id

    answer = bench.handle(
        {"id": "1", "act": "source", "args": {"source": source}, "others": True}
    )

    assert answer["result"]["codings"] == []
    code = next(c.id for c in study.codebook if c.path == "4r/richting/focus")
    for act in ("passages", "plan"):
        args = {"code": code, "kind": "split"}
        told = bench.handle({"id": "2", "act": act, "args": args, "others": True})
        assert told["result"]["passages"] == []


def test_an_edit_on_a_text_that_was_corrected_meanwhile_is_refused(
    opened: Opener, study: Study
) -> None:
    page = opened().page
    page.locator(".beurt").nth(1).focus()
    page.keyboard.press("e")
    field = page.get_by_role("dialog").locator("textarea")
    field.fill("Mijn verbetering.")
    turn = study.turns("F1-KM")[1]
    revision = study.source("F1-KM").revision_id
    from vknz_research.coding.textedit import edit_text

    edit_text(study.store, "TK", "F1-KM", revision, (turn.start, turn.start + 3), "Nu")
    page.get_by_role("dialog").get_by_role("button").first.click()

    expect(page.get_by_role("dialog")).to_contain_text("Nu begin")
    expect(field).to_have_value("Mijn verbetering.")
    assert study.text("F1-KM")[turn.start : turn.start + 8] == "Nu begin"


def test_a_changed_definition_puts_older_codings_on_the_work_list(
    opened: Opener, study: Study
) -> None:
    page = opened("NvD").page
    code = next(c for c in study.codebook if c.path == "4r/richting/focus")
    session = Session(study.store, "TK", title="Proef")
    changed = session.handle(
        {
            "id": "d1",
            "act": "change-code",
            "args": {
                "code": code.id,
                "revision": code.revision,
                "texts": {"definition": "Anders dan eerst."},
            },
        }
    )
    assert changed["ok"], changed
    page.get_by_role("button", name="Werklijst 6").click(timeout=8000)
    page.get_by_role("button", name="klopt").first.click()
    page.get_by_role("button", name="Werklijst 5").wait_for(timeout=8000)

    assert acts(study, "NvD")[-1] == "confirm-codings"


@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_word_of_the_interface_is_missing(
    opened: Opener, language: Language
) -> None:
    page = opened(language=language).page
    page.locator(".beurt").nth(1).focus()
    seen = [page.locator("body").inner_text()]
    for key in ("?", "/", "w"):
        page.locator(".beurt").nth(1).focus()
        page.keyboard.press(key)
        page.wait_for_timeout(250)
        seen.append(page.locator("body").inner_text())
        page.keyboard.press("Escape")

    words = "\n".join(seen)
    for list_name in ("status.", "help.", "bar.", "search.", "codebook.", "dialog."):
        assert f"\n{list_name}" not in words


HOSTILE = [
    "<script>window.hacked = 1</script>",
    "</script><img src=x onerror='window.hacked = 2'>",
    "# kop **vet** [l](javascript:alert(1)) `code`",
    "{{ 7 * 7 }} ${7 * 7} {% raw %}",
    "&lt;b&gt; &amp;",
]


def small_study(folder: Path, lines: list[str]) -> Study:
    """Make a study of one transcript."""
    file = folder / "Vreemd.txt"
    file.write_text("\n\n".join(lines) + "\n", encoding="utf-8")
    study = create_study(folder / "studie", "Vreemd")
    import_files(study, [file], consent=GIVEN)
    return study


def test_hostile_text_stands_there_as_text(
    bench_page: Callable[..., Bench], tmp_path: Path
) -> None:
    with small_study(tmp_path, [f"Spreker: {line}" for line in HOSTILE]) as study:
        session = Session(study.store, "OE", title="<b>Proef</b>")
        page = mount(bench_page, session, {**STATE, "source": ""}).page
        shown = page.locator(".lees").all_inner_texts()
        code_turn(page, 0, "1")
        told(page, "gezet")

        assert all(any(line in text for text in shown) for line in HOSTILE)
        assert page.evaluate("window.hacked") is None
        assert page.locator(".lees img, .lees script, .lees a").count() == 0


def test_a_line_of_a_megabyte_and_fifty_thousand_turns_stay_usable(
    bench_page: Callable[..., Bench], tmp_path: Path
) -> None:
    lines = ["Een: " + "Woord en nog een woord. " * 42_000]
    lines += [f"Twee: ja, beurt {n}." for n in range(50_000)]
    with small_study(tmp_path, lines) as study:
        session = Session(study.store, "OE", title="Groot")
        page = mount(bench_page, session, {**STATE, "source": ""}).page
        page.locator(".beurt").nth(2).focus()
        page.keyboard.press("s")
        page.keyboard.press("1")
        told(page, "gezet")
        page.keyboard.press("g")
        page.keyboard.type("40000")
        page.keyboard.press("Enter")
        page.locator(".beurt[aria-current]", has_text="beurt 39998").wait_for()
        page.keyboard.press("2")
        told(page, "‘Reflectie’")

        text = study.text(study.sources[0].id)
        made = [text[c.start : c.end] for c in study.codings("OE")]
        assert made == ["Woord en nog een woord.", "ja, beurt 39998."]


CHARS = st.sampled_from(
    ["a", "é", "e\u0301", "👩‍👩‍👧", "🇳🇱", "𝔘", "ß", "ש", "ל", "ا", "ل", "\u200f", "-"]
)
WORDS = st.lists(
    st.lists(CHARS, min_size=1, max_size=4).map("".join), min_size=2, max_size=7
)


def test_any_characters_come_back_the_same_from_the_browser(
    bench_page: Callable[..., Bench], tmp_path: Path
) -> None:
    """Property: what is selected in the browser is what Python keeps, to the sign."""
    lines: list[str] = []

    @settings(max_examples=40, database=None, derandomize=True)
    @given(WORDS)
    def collect(words: list[str]) -> None:
        lines.append("S: x " + " ".join(words) + " y z")

    collect()
    with small_study(tmp_path, lines) as study:
        session = Session(study.store, "OE", title="Tekens")
        bench = mount(bench_page, session, {**STATE, "source": ""})
        page = bench.page
        source = study.sources[0]
        text = study.text(source.id)
        for number, turn in enumerate(study.turns(source.id)):
            row = page.locator(".beurt").nth(number)
            row.focus()
            for key in ("ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight"):
                page.keyboard.press(key)
            seen = page.evaluate(
                "[...[...CSS.highlights].find(([n]) => n.endsWith('keus'))[1]]"
                ".map(r => r.toString()).join('')"
            )
            page.keyboard.press("1")
            page.locator(".staat.saved").wait_for()
            kept = {text[c.start : c.end] for c in study.codings("OE")}
            assert seen in kept
            assert text[turn.start : turn.end] == row.locator(".lees").inner_text()
        made = {c.id: (c.start, c.end) for c in study.codings("OE")}
        again = Session(study.store, "OE").handle(
            {"id": "r", "act": "source", "args": {"source": source.id}}
        )
        shown = {c["id"]: (c["start"], c["end"]) for c in again["result"]["codings"]}
        assert shown == made
