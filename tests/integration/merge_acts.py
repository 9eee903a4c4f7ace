"""Acts on a small study, by number, for tests that join two copies of it."""

import shutil
from pathlib import Path

from consenting import GIVEN

from vknz_research.coding.acts import code_spans, recode, resize, uncode_many
from vknz_research.coding.adjudicate import (
    Ruling,
    decide,
    decide_borders,
    finish,
    reopen,
)
from vknz_research.coding.codebook import (
    add_code,
    change_code,
    merge_codes,
    move_code,
    remove_code,
    rename_code,
    split_code,
)
from vknz_research.coding.comparing import read_comparison
from vknz_research.coding.memos import add_memo, change_memo, remove_memo
from vknz_research.coding.merging import Counted, Outcome, merge_stores
from vknz_research.coding.rounds import (
    Plan,
    hand_in,
    open_comparison,
    start_round,
    take_back,
)
from vknz_research.coding.sources import Arrival, add_sources
from vknz_research.coding.suggest import Judged, answer_suggestion
from vknz_research.coding.textedit import edit_text
from vknz_research.errors import VknzError
from vknz_research.model.adjudication import Decision
from vknz_research.model.codes import Code
from vknz_research.model.codings import Coder, Coding, Doubt, Memo, MemoLink
from vknz_research.model.rounds import Assignment
from vknz_research.model.sources import Reading, Source, Span, Turn
from vknz_research.store import Store, create_store, open_store
from vknz_research.store.merging.rule import choose_newest
from vknz_research.store.verify import verify_store

TEXT = "An: ja, dat was goed 👨‍👩‍👧 en fijn.\nBo: nee, dat was 't niet.\n"
TURNS = [Turn(4, 33, speaker="An"), Turn(38, len(TEXT) - 1, speaker="Bo")]
CODES = ("x/aap", "x/beer", "x/kat")
ON_PASSAGES = (
    "code",
    "code",
    "code",
    "uncode",
    "recode",
    "resize",
    "edit",
    "import",
    "judge",
)
ON_CODES = ("add", "rename", "define", "move", "join", "split", "remove")
ON_MEMOS = ("memo", "memo", "reword", "unmemo")
IN_ROUNDS = ("round", "hand-in", "take-back", "open")
IN_TALKS = ("decide", "decide", "settle", "finish", "reopen")
STEPS = ("undo", "redo", "undo")
ACTS = (*ON_PASSAGES, *ON_CODES, *ON_MEMOS, *IN_ROUNDS, *IN_TALKS, *STEPS)
What = tuple[str, str, int]


def fill(store: Store) -> None:
    """Bring one source, two codes, a coding and a memo in."""
    reading = Reading("txt", TEXT, TURNS)
    source = add_sources(
        store, "vknz", Arrival("a.txt", b"1", [reading], consent=GIVEN)
    )[0]
    for path in CODES[:2]:
        add_code(store, "vknz", path)
    where = (source.id, source.revision_id)
    code_spans(store, "A", *where, [Span(4, 9)], ["x/aap"])
    add_memo(store, "A", Memo("", "theoretical", "t", "b"), [("source", source.id)])


def make_template(folder: Path) -> Path:
    """Make a study with a source, a coding and a memo; return its file."""
    path = folder / "template.sqlite"
    store = create_store(path)
    fill(store)
    store.close()
    return path


def begin(template: Path, folder: Path, before: list[What]) -> Path:
    """Copy the study that all begin with, and give it a history."""
    path = Path(shutil.copyfile(template, folder / "begin.sqlite"))
    play(path, before)
    return path


def copy_of(path: Path, name: str) -> Path:
    """Copy the file of a store that is closed."""
    return Path(shutil.copyfile(path, path.with_name(name)))


def play(path: Path, history: list[What]) -> None:
    """Open a store, do these acts, and close it."""
    store = open_store(path)
    for what in history:
        do(store, what)
    store.close()


def join(store: Store, other: Store) -> tuple[Outcome, Counted]:
    """Join another copy into a store, what was done last first."""
    return merge_stores(store, other, "vknz", choose_newest)


def do(store: Store, what: What) -> None:
    """Do an act; what the study refuses is no act."""
    try:
        _do(store, *what)
    except VknzError:
        return


def _do(store: Store, act: str, who: str, n: int) -> None:
    if act in STEPS:
        (store.undo if act == "undo" else store.redo)(who, of=who if n % 2 else None)
    elif act in ON_CODES:
        _change_codebook(store, act, who, n)
    elif act != "import" and not _has_sources(store):
        return  # the import was undone
    elif act in ON_MEMOS:
        _change_memos(store, act, who, n)
    elif act in IN_ROUNDS:
        _work_in_rounds(store, act, who, n)
    elif act in IN_TALKS:
        _talk(store, act, who, n)
    else:
        _change_passages(store, act, who, n)


def _has_sources(store: Store) -> bool:
    with store.read() as reader:
        return reader.count(Source) > 0


def _change_passages(store: Store, act: str, who: str, n: int) -> None:
    with store.read() as reader:
        sources, found = reader.all(Source), reader.all(Coding)
    if act == "import":
        turns = [Turn(0, 3 + n)]
        reading = Reading("txt", "abc" + "d" * n, turns)
        add_sources(
            store, who, Arrival(f"{n}.txt", bytes([n]), [reading], consent=GIVEN)
        )
        return
    source = sources[n % len(sources)]
    where, path = (source.id, source.revision_id), CODES[n % 3]
    coding = found[n % len(found)].id if found else ""
    if act == "code":
        code_spans(store, who, *where, [Span(3 + n, 6 + n)], [path])
    elif act == "judge":
        answer = "accepted" if n % 2 else "rejected"
        answer_suggestion(store, who, Judged(*where, path, Span(3 + n, 6 + n), answer))
    elif act == "edit":
        edit_text(store, who, *where, (4 + n, 5 + n), "xyz"[: n % 4])
    elif act == "uncode":
        uncode_many(store, who, [coding])
    elif act == "recode":
        recode(store, who, coding, path)
    elif act == "resize":
        resize(store, who, coding, Span(1 + n, 7 + n))


def _change_codebook(store: Store, act: str, who: str, n: int) -> None:
    path, other = CODES[n % 3], CODES[(n + 1) % 3]
    with store.read() as reader:
        code = reader.first(Code, path=path)
        codings = reader.all(Coding, code_id=code.id) if code else []
    if act == "add":
        add_code(store, who, path, {"nl": {"name": f"{who}{n % 2}"}})
    elif act == "rename":
        rename_code(store, who, path, f"{who}{n}", "nl")
    elif act == "define" and code:
        words = {"definition": f"{who}{n}"}
        change_code(store, who, code.id, code.revision, words, "nl")
    elif act == "move":
        move_code(store, who, path, other if n % 2 else f"y/{n}")
    elif act == "join":
        merge_codes(store, who, path, other)
    elif act == "split":
        split_code(store, who, path, {f"x/{who.lower()}": [c.id for c in codings[:1]]})
    elif act == "remove":
        remove_code(store, who, path)


def _change_memos(store: Store, act: str, who: str, n: int) -> None:
    with store.read() as reader:
        memos, codings = reader.all(Memo), reader.all(Coding)
        source = reader.all(Source)[0]
    if act == "memo":
        about = [("coding", c.id) for c in codings[n % 4 : n % 4 + 1]]
        passage = ("source", source.id, n, n + 3)
        add_memo(store, who, Memo("", "theoretical", who, "b"), [*about, passage])
    elif memos:
        memo = memos[n % len(memos)]
        if act == "reword":
            change_memo(store, who, memo.id, memo.title, f"{who}{n}")
        else:
            remove_memo(store, who, memo.id)


def _work_in_rounds(store: Store, act: str, who: str, n: int) -> None:
    with store.read() as reader:
        source = reader.all(Source)[n % reader.count(Source)]
        tasks = reader.all(Assignment)
    task = tasks[n % len(tasks)] if tasks else None
    if act == "round":
        start_round(store, who, Plan(f"ronde {n % 2}", [source.id], ["A", who]))
    elif task and act == "open":
        open_comparison(store, who, task.round_id, task.source_id, "omdat")
    elif task and act == "hand-in":
        hand_in(store, _name(store, task), task.id)
    elif task and act == "take-back":
        take_back(store, _name(store, task), task.id, "te vroeg")


def _talk(store: Store, act: str, who: str, n: int) -> None:
    with store.read() as reader:
        source = reader.all(Source)[n % reader.count(Source)]
        made = reader.all(Decision)
        coders = [c.id for c in reader.all(Coder, kind="person")]
    where = (source.id, coders)
    if act == "settle" and coders:
        ruling = Ruling("side", [who], side=coders[n % len(coders)])
        decide_borders(store, who, where, ("overlap", "union", "coder")[n % 3], ruling)
    elif act == "finish":
        finish(store, who, where, [who])
    elif act == "reopen" and made:
        reopen(store, who, made[n % len(made)].id, "toch niet")
    elif act == "decide":
        with store.read() as reader:
            cases = read_comparison(reader, source, coders).differences
        if cases:
            ruling = Ruling(("both", "neither", "left")[n % 3], [who], "omdat")
            decide(store, who, where, cases[n % len(cases)].key, ruling)


def _name(store: Store, task: Assignment) -> str:
    with store.read() as reader:
        return reader.all(Coder, id=task.coder_id)[0].name


def look(store: Store) -> None:
    """See that all hangs on something that is there, and nothing is there twice."""
    assert [f for f in verify_store(store) if f.severity == "error"] == []
    with store.read() as reader:
        current = {source.revision_id for source in reader.all(Source)}
        codings, memos = reader.all(Coding), reader.all(Memo)
        things = [*codings, *reader.all(Code), *memos, *reader.all(Source)]
        links = reader.all(MemoLink)
        there = {thing.id for thing in [*things, *links]}
        assert {c.revision_id for c in codings} <= current
        assert {link.target_id for link in links} <= there
        doubted = [doubt.target_id for doubt in reader.all(Doubt)]
        assert set(doubted) <= there
        assert len(doubted) == len(set(doubted))
        lengths = reader.text_lengths()
        at = {s.id: lengths[s.revision_id] for s in reader.all(Source)}
        assert all((li.end or 0) <= at.get(li.target_id, 9**9) for li in links)
