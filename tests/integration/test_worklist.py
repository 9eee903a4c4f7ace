"""The work list: what is on it, in which order, with which words."""

from vknz_research.coding.acts import code_spans
from vknz_research.coding.codebook import change_code
from vknz_research.coding.memos import add_memo
from vknz_research.coding.textedit import edit_text
from vknz_research.coding.worklist import Task, list_tasks
from vknz_research.model.codings import Excerpt, Memo
from vknz_research.model.sources import Span
from vknz_research.model.text import hash_text
from vknz_research.project import Study

PATH = "x/aap"


def tasks(study: Study, coder: str | None = None) -> list[Task]:
    with study.store.read() as reader:
        return list_tasks(reader, coder)


def test_doubtful_places_come_first_and_older_definitions_after(coded: Study) -> None:
    source, text = coded.source("gesprek"), coded.text("gesprek")
    at, code = text.index("eerst"), coded.coder("LvH").add_code(PATH)
    where = (source.id, source.revision_id)
    code_spans(coded.store, "LvH", *where, [Span(at, at + 9)], [PATH])
    code_spans(coded.store, "TK", *where, [Span(0, 5)], [PATH])
    link = ("source", source.id, at, at + 9)
    add_memo(coded.store, "TK", Memo("", "reflexive", "t", "b"), [link])
    proof = hash_text(text[at : at + 9])
    quote = Excerpt("e", "C1", "x", *where, at, at + 9, proof)
    with coded.store.begin("TK", "import-excerpts") as work:
        work.add(quote)

    edit_text(coded.store, "LvH", *where, (at + 6, at + 12), "bang. ")
    worded = {"definition": "anders"}
    change_code(coded.store, "LvH", code.id, code.revision, worded, "nl")

    found = tasks(coded)
    doubts, stale = found[:3], found[3:]
    assert {(t.kind, t.reason, t.old_text, t.text) for t in doubts} == {
        ("coding", "edge", "eerst eng", "eerst ban"),
        ("memo_link", "edge", "eerst eng", "eerst ban"),
        ("excerpt", "edge", "eerst eng", "eerst ban"),
    }
    assert sorted((t.reason, t.coder, t.text) for t in stale) == [
        ("definition", "LvH", "eerst ban"),
        ("definition", "TK", text[:5]),
    ]
    assert all(t.before + t.text + t.after in coded.text("gesprek") for t in found)
    assert all(t.code == PATH for t in found if t.kind == "coding")
    assert {t.coder for t in tasks(coded, "TK")} == {None, "TK"}


def test_a_study_without_changes_has_nothing_on_the_list(coded: Study) -> None:
    coded.coder("LvH").add_code(PATH)
    coded.coder("LvH").code("gesprek", PATH, 0, 5)

    assert tasks(coded) == []
