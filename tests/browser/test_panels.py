"""The panels of the workbench: codebook, memos, search, work list, corrected texts.

They run on a bare page with a real session and store behind it; what the store holds
at the end is what counts.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from driving import Bench, copy_study
from playwright.sync_api import Page, expect

from vknz_research import open_study
from vknz_research.analysis.view import Choice
from vknz_research.model.codings import Coding, Memo
from vknz_research.model.sources import Source
from vknz_research.project import Study
from vknz_research.project.workbench import make_session
from vknz_research.widgets.workbench import WORKBENCH_CSS, WORKBENCH_JS

STEUN, VEILIGHEID = "4r/reflectie/steun", "4r/reflectie/veiligheid"
PATIENCE_MS = 20


@dataclass
class Desk:
    """The workbench of TK on a page, the study behind it, and a colleague."""

    bench: Bench
    study: Study
    tell: Callable[..., dict[str, Any]]

    @property
    def page(self) -> Page:
        """The page."""
        return self.bench.page

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def write(self, text: str) -> None:
        """Type a text."""
        self.page.keyboard.type(text)

    def answer(self, act: str) -> dict[str, Any]:
        """Wait for the answer to the last message of this kind."""
        for _ in range(250):
            ids = [m["id"] for m in self.bench.sent if m["act"] == act]
            found = [a for a in self.bench.answers if ids and a["id"] == ids[-1]]
            if found:
                return found[-1]
            self.page.wait_for_timeout(PATIENCE_MS)
        raise AssertionError(f"no answer to {act!r}")

    def find(self, query: str) -> None:
        """Put the focus on the first code that answers to a query."""
        self.page.locator(".codebook > input").fill(query)
        self.press("ArrowDown")

    def choose(self, letters: str) -> None:
        """Choose a command of the menu by first letters; the code has the focus."""
        self.press("Shift+F10", *letters, "Enter")

    def ask(self, **args: Any) -> Any:
        """Ask the session directly."""
        name = args.pop("act")
        return self.tell({"id": f"ask-{name}", "act": name, "args": args})["result"]

    def paths(self) -> set[str]:
        """List the paths of the codebook."""
        return {code.path for code in self.study.codebook}

    def count(self, path: str) -> int:
        """Count the codings of a code, of all coders."""
        code = next(c for c in self.study.codebook if c.path == path)
        with self.study.store.read() as reader:
            return reader.count(Coding, code_id=code.id)

    def acts(self, coder: str = "TK") -> list[str]:
        """List the acts of a coder since the workbench opened."""
        mine = [e.event.act for e in self.study.log() if e.event.actor == coder]
        return mine[self.before :]

    before: int = 0


@pytest.fixture
def desk(
    bench_page: Callable[..., Bench], demo: Path, tmp_path: Path
) -> Iterator[Desk]:
    """The workbench of TK on a copy of the demo study, opened on F2-KM."""
    with open_study(copy_study(demo, tmp_path / "studie")) as study:
        session = make_session(study, "TK")
        state = {"host": "panel", "language": "nl", "height": "800px"}
        bench = bench_page(
            (WORKBENCH_JS, WORKBENCH_CSS),
            session.handle,
            state={**state, "source": "F2-KM"},
        )
        bench.page.locator(".wb[data-ready=true]").wait_for()
        made = Desk(bench, study, session.handle)
        made.before = len(made.acts())
        yield made


def test_a_code_is_made_named_and_removed_by_keys(desk: Desk) -> None:
    desk.find("Routine")
    desk.press("+")
    desk.write("Op de agenda 🙂")
    desk.press("Control+Enter")
    made = desk.answer("add-code")["result"]["code"]
    expect(desk.page.locator(f'.codebook-row[data-code="{made}"]')).to_be_focused()

    desk.press("F2")
    desk.write("Agenda")
    desk.press("Enter")
    desk.answer("rename-code")
    expect(desk.page.locator(".card h3")).to_contain_text("Agenda")
    assert any(code.name("nl") == "Agenda" for code in desk.study.codebook)

    desk.press("Delete")
    expect(desk.page.locator(".dialog")).to_contain_text("Geen passage heeft deze code")
    desk.press("Control+Enter")
    desk.answer("remove-code")

    assert made not in {code.id for code in desk.study.codebook}
    assert desk.acts() == ["add-code", "rename-code", "remove-code"]


def test_a_code_in_use_is_not_removed_but_can_be_merged(desk: Desk) -> None:
    desk.find("Steun")
    desk.press("Delete")
    expect(desk.page.locator(".dialog")).to_contain_text("kan hij niet weg")
    desk.press("Control+Enter")

    expect(desk.page.locator(".dialog h2")).to_have_text("‘Steun’ samenvoegen")
    desk.press("Escape")
    assert desk.acts() == []


def test_merging_says_what_moves_and_moves_that_and_undo_brings_it_back(
    desk: Desk,
) -> None:
    steun, veiligheid = desk.count(STEUN), desk.count(VEILIGHEID)
    desk.find("Steun")
    desk.choose("s")
    desk.write("veilig")
    desk.press("Enter")
    preview = f"‘Steun’ samenvoegen met ‘Veiligheid’? {steun} coderingen gaan mee"
    expect(desk.page.locator(".panel-question")).to_contain_text(preview)
    desk.press("Control+Enter")
    desk.answer("merge-codes")

    assert STEUN not in desk.paths()
    assert desk.count(VEILIGHEID) == steun + veiligheid

    desk.page.locator(".beurt").first.focus()
    desk.press("Control+z")
    desk.answer("undo")
    assert (desk.count(STEUN), desk.count(VEILIGHEID)) == (steun, veiligheid)


def test_a_code_is_moved_below_another(desk: Desk) -> None:
    desk.find("Steun")
    desk.choose("v")
    desk.write("routine")
    desk.press("Enter")
    expect(desk.page.locator(".panel-note")).to_contain_text("naar ‘Routine’")
    desk.press("Control+Enter")
    desk.answer("move-code")

    assert "4r/routine/steun" in desk.paths()


def test_chosen_passages_of_a_code_get_a_new_one(desk: Desk) -> None:
    total = desk.count(STEUN)
    desk.find("Steun")
    desk.choose("ss")
    desk.page.locator(".codesplit-row").first.wait_for()
    desk.write("Vragenlijst")
    desk.page.locator(".codesplit-row input").nth(0).check()
    desk.page.locator(".codesplit-row input").nth(2).check()
    words = f"2 coderingen gaan naar ‘Vragenlijst’, {total - 2} blijven bij ‘Steun’."
    expect(desk.page.locator(".panel-question")).to_contain_text(words)
    desk.press("Control+Enter")
    desk.answer("split-code")

    new = next(c for c in desk.study.codebook if c.name("nl") == "Vragenlijst")
    assert (desk.count(new.path), desk.count(STEUN)) == (2, total - 2)


def test_another_definition_makes_a_work_list_that_is_settled_by_keys(
    desk: Desk,
) -> None:
    desk.find("Veiligheid")
    desk.press("Shift+F2")
    desk.write("Ook in de groep: ")
    expect(desk.page.locator(".panel-note")).to_contain_text("op de werklijst")
    desk.press("Control+Enter")
    desk.answer("change-code")
    waiting = len(desk.ask(act="worklist")["stale"])
    assert waiting > 2

    desk.page.locator(".beurt").first.focus()
    desk.press("w")
    rows = desk.page.locator(".worklist-row")
    expect(rows).to_have_count(waiting)
    desk.press("k")
    desk.answer("confirm")
    expect(rows).to_have_count(waiting - 1)
    expect(rows.first).to_be_focused()
    desk.press("a")
    desk.write("routine")
    desk.press("Enter")
    desk.answer("recode")
    expect(rows).to_have_count(waiting - 2)
    desk.press("Delete")
    desk.answer("uncode")
    expect(rows).to_have_count(waiting - 3)

    desk.press("Control+z")
    desk.answer("undo")
    expect(rows).to_have_count(waiting - 2)

    made = ["change-code", "confirm-codings", "recode", "uncode", "undo"]
    assert desk.acts() == made


def test_a_definition_changed_meanwhile_is_shown_beside_ones_own(desk: Desk) -> None:
    code = next(c for c in desk.study.codebook if c.path == STEUN)
    desk.find("Steun")
    desk.press("Shift+F2")
    desk.write("Van mij. ")
    colleague = make_session(desk.study, "NvD")
    args = {"code": code.id, "revision": code.revision, "texts": {"definition": "NvD"}}
    colleague.handle({"id": "other", "act": "change-code", "args": args})
    desk.press("Control+Enter")

    theirs = desk.page.locator(".codeforms-theirs:visible")
    expect(theirs).to_contain_text("NvD")
    expect(desk.page.locator(".dialog-alert")).to_contain_text("terwijl jij typte")
    theirs.get_by_role("button").click()
    desk.write("Samen: ")
    desk.press("Control+Enter")
    expect(desk.page.locator(".dialog")).to_have_count(0)
    now = next(c for c in desk.study.codebook if c.path == STEUN)
    assert "NvD" in now.texts["nl"]["definition"]
    assert now.texts["nl"]["definition"] != "NvD"


def test_a_memo_on_a_passage_asks_before_it_is_thrown_away(desk: Desk) -> None:
    desk.page.locator(".beurt").nth(5).focus()
    desk.press("s", "m")
    desk.write("Wie <b>vraagt</b>")
    desk.press("Tab")
    desk.write("Niet de **wil**.")
    desk.press("Escape")
    expect(desk.page.locator(".dialog-alert")).to_contain_text("Nog niet bewaard")
    desk.press("Control+Enter")
    desk.answer("add-memo")
    expect(desk.page.locator(".dialog")).to_have_count(0)

    with desk.study.store.read() as reader:
        memo = reader.first(Memo, title="Wie <b>vraagt</b>")
    assert memo is not None
    assert (memo.kind, memo.body) == ("theoretical", "Niet de **wil**.")
    shown = desk.ask(act="memos", query="<b>vraagt</b>")["memos"]
    assert [link["kind"] for link in shown[0]["links"]] == ["source"]
    assert shown[0]["links"][0]["end"] > shown[0]["links"][0]["start"]


def test_a_memo_changed_meanwhile_is_not_overwritten(desk: Desk) -> None:
    memo = desk.ask(act="memos")["memos"][0]
    desk.page.get_by_role("button", name="Memo’s").click()
    desk.page.locator(".memos-row h3", has_text=memo["title"]).first.wait_for()
    desk.page.locator(".drawer input[type=search]").fill(memo["title"])
    desk.press("ArrowDown", "F2", "End")
    desk.write(" Van mij.")
    args = {"memo": memo["id"], "kind": memo["kind"], "hash": memo["hash"]}
    args |= {"title": memo["title"], "body": "NvD", "section": memo["section"]}
    colleague = make_session(desk.study, "NvD")
    colleague.handle({"id": "other", "act": "change-memo", "args": args})
    desk.press("Control+Enter")

    expect(desk.page.locator(".codeforms-theirs:visible")).to_contain_text("NvD")
    with desk.study.store.read() as reader:
        assert reader.all(Memo, id=memo["id"])[0].body == "NvD"


def test_chosen_hits_are_coded_in_one_act_and_undone_as_one(desk: Desk) -> None:
    before = desk.count("4r/routine")
    desk.page.locator(".beurt").first.focus()
    desk.press("/")
    desk.page.get_by_label("Alle vormen").check()
    desk.page.get_by_label("Alle bronnen").check()
    desk.page.locator(".search-form input[type=search]").fill("luisteren")
    desk.press("Enter")
    desk.page.locator(".search-hit").first.wait_for()
    found = {m.lower() for m in desk.page.locator(".search-hit mark").all_inner_texts()}
    assert {"luisteren", "luister"} <= found
    desk.press(" ", "ArrowDown", " ", "c")
    desk.write("routine")
    desk.press("Enter", "Enter")
    desk.answer("code-hits")
    expect(desk.page.locator(".search-status")).to_contain_text("2 treffers gecodeerd")
    assert desk.count("4r/routine") == before + 2

    desk.press("Control+z")
    desk.answer("undo")
    assert desk.count("4r/routine") == before
    assert desk.acts() == ["code-hits", "undo"]


def test_a_question_finds_passages_of_codes_and_words(desk: Desk) -> None:
    desk.page.locator(".beurt").first.focus()
    desk.press("/")
    desk.page.get_by_label("Vraag").check()
    desk.page.get_by_label("Alle bronnen").check()
    desk.page.locator(".search-form input[type=search]").fill("4r/reflectie EN ~kijken")
    desk.press("Enter")
    desk.page.locator(".search-hit").first.wait_for()

    hits = desk.answer("search")["result"]["hits"]
    own = desk.study.passages("4r/reflectie EN ~kijken", Choice(layer="TK"))
    assert [hit["text"] for hit in hits] == own["text"].tolist()
    assert len(hits) == desk.page.locator(".search-hit").count() > 0

    desk.page.locator(".search-form input[type=search]").fill("4r/reflectie EN")
    desk.press("Enter")
    expect(desk.page.locator(".drawer .dialog-alert")).to_contain_text("bij teken 16")


def test_a_wrong_pattern_is_said_and_the_drawer_stays(desk: Desk) -> None:
    desk.page.locator(".beurt").first.focus()
    desk.press("/")
    desk.page.get_by_label("Patroon").check()
    desk.page.locator(".search-form input[type=search]").fill("(wel")
    desk.press("Enter")

    expect(desk.page.locator(".drawer .dialog-alert")).to_contain_text("patroon")


def test_a_corrected_word_is_sent_alone_and_a_stale_turn_shows_both(
    desk: Desk,
) -> None:
    desk.page.locator(".beurt").nth(2).focus()
    desk.press("e")
    field = desk.page.locator(".textedit-field")
    first = field.input_value()
    field.fill(first.replace("echo", "galm"))
    expect(desk.page.locator(".panel-note")).to_contain_text("‘echo’ wordt ‘galm’")
    desk.press("Control+Enter")
    desk.answer("edit-text")
    expect(desk.page.locator(".dialog")).to_have_count(0)
    sent = [m["args"]["text"] for m in desk.bench.sent if m["act"] == "edit-text"]
    assert sent == ["galm"]

    expect(desk.page.locator(".beurt").nth(2)).to_contain_text("galm")
    desk.page.locator(".beurt").nth(2).focus()
    desk.press("e")
    field.fill(first.replace("echo", "ruis"))
    edit_turn(desk, first.replace("echo", "galm"), "galm", "brom")
    desk.press("Control+Enter")
    expect(desk.page.locator(".codeforms-theirs:visible")).to_contain_text("brom")


def edit_turn(desk: Desk, turn: str, old: str, new: str) -> None:
    """Let a colleague change a word of a turn."""
    with desk.study.store.read() as reader:
        source = reader.all(Source, name="F2-KM")[0]
    text = desk.study.text(source.id)
    start = text.index(turn) + turn.index(old)
    args = {"source": source.id, "revision": source.revision_id, "start": start}
    colleague = make_session(desk.study, "NvD")
    done = colleague.handle(
        {
            "id": "other",
            "act": "edit-text",
            "args": {**args, "end": start + len(old), "text": new},
        }
    )
    assert done["ok"]


def test_a_selection_dropped_on_a_code_is_coded(desk: Desk) -> None:
    before = desk.count("4r/routine")
    desk.page.locator(".beurt").nth(6).focus()
    desk.press("s")
    desk.page.locator(".codebook-row", has_text="Routine").first.evaluate(
        """row => {
          const data = new DataTransfer();
          data.setData("application/x-vknz-selection", "");
          const facts = {dataTransfer: data, bubbles: true, cancelable: true};
          row.dispatchEvent(new DragEvent("dragover", facts));
          row.dispatchEvent(new DragEvent("drop", facts));
        }"""
    )
    desk.answer("code")

    assert desk.count("4r/routine") == before + 1


def test_what_is_typed_in_a_dialog_codes_nothing(desk: Desk) -> None:
    desk.page.locator(".beurt").nth(5).focus()
    desk.press("s", "m")
    desk.write("1 2 3 c n v . Del")
    desk.press("Escape", "Escape")
    expect(desk.page.locator(".dialog")).to_have_count(0)

    assert desk.acts() == []


@pytest.mark.parametrize("keys", ["/", "w", "m", "M", "e", "?"])
def test_whatever_takes_the_focus_keeps_jupyters_keys_away(
    desk: Desk, keys: str
) -> None:
    desk.page.locator(".beurt").nth(5).focus()
    desk.press("s", keys)
    desk.page.locator(".dialog, .drawer").wait_for()
    bare = desk.page.locator(
        ".wb :is(a[href], button, input, select, textarea, [tabindex]):not("
        '[data-lm-suppress-shortcuts="true"])'
    )

    assert bare.evaluate_all("all => all.map(one => one.outerHTML)") == []
    desk.press("Escape")
    expect(desk.page.locator(".dialog, .drawer")).to_have_count(0)
    expect(desk.page.locator(".beurt").nth(5)).to_be_focused()


def test_tab_goes_round_in_a_dialog(desk: Desk) -> None:
    desk.page.locator(".beurt").nth(5).focus()
    desk.press("s", "m")
    for _ in range(30):
        desk.press("Tab")
        assert desk.page.evaluate("!!document.activeElement.closest('.dialog')")
