"""Acts on a small study, by number, for tests that join two copies of it."""

import shutil
from pathlib import Path

from vknz_research.coding.acts import code_spans, recode, resize, uncode_many
from vknz_research.coding.codebook import (
    add_code,
    change_code,
    merge_codes,
    move_code,
    remove_code,
    rename_code,
    split_code,
)
from vknz_research.coding.find import ensure_coder
from vknz_research.coding.memos import add_memo, change_memo, remove_memo
from vknz_research.coding.merging import Counted, Outcome, merge_stores
from vknz_research.coding.sources import Arrival, add_sources
from vknz_research.coding.textedit import edit_text
from vknz_research.errors import VknzError
from vknz_research.model.adjudication import Adjudication, Decision, Suggestion
from vknz_research.model.codes import Code
from vknz_research.model.codings import Coder, Coding, Memo
from vknz_research.model.rounds import Assignment, Opening, Round, RoundCoding
from vknz_research.model.sources import Reading, Source, Span, Turn
from vknz_research.store import Store, open_store
from vknz_research.store.merging.rule import choose_newest

TEXT = "An: ja, dat was goed 👨‍👩‍👧 en fijn.\nBo: nee, dat was 't niet.\n"
TURNS = [Turn(4, 33, speaker="An"), Turn(38, len(TEXT) - 1, speaker="Bo")]
CODES = ("x/aap", "x/beer", "x/kat")
ON_PASSAGES = ("code", "code", "code", "uncode", "recode", "resize", "edit", "import")
ON_CODES = ("add", "rename", "define", "move", "join", "split", "remove")
ON_MEMOS = ("memo", "memo", "reword", "unmemo")
IN_ROUNDS = ("round", "hand-in", "take-back", "open", "decide", "suggest")
STEPS = ("undo", "redo", "undo")
ACTS = (*ON_PASSAGES, *ON_CODES, *ON_MEMOS, *IN_ROUNDS, *STEPS)
What = tuple[str, str, int]


def fill(store: Store) -> None:
    """Bring one source, two codes, a coding and a memo in."""
    reading = Reading("txt", TEXT, TURNS)
    source = add_sources(store, "vknz", Arrival("a.txt", b"1", [reading]))[0]
    for path in CODES[:2]:
        add_code(store, "vknz", path)
    where = (source.id, source.revision_id)
    code_spans(store, "A", *where, [Span(4, 9)], ["x/aap"])
    add_memo(store, "A", Memo("", "theoretical", "t", "b"), [("source", source.id)])


def clone(store: Store, path: Path, other: Path) -> Store:
    """Close a store, copy its file, and open the copy."""
    store.close()
    shutil.copyfile(path, other)
    return open_store(other)


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
    elif act in ON_MEMOS:
        _change_memos(store, act, who, n)
    elif act in IN_ROUNDS:
        _work_in_rounds(store, act, who, n)
    else:
        _change_passages(store, act, who, n)


def _change_passages(store: Store, act: str, who: str, n: int) -> None:
    with store.read() as reader:
        sources, found = reader.all(Source), reader.all(Coding)
    if act == "import":
        turns = [Turn(0, 3 + n)]
        reading = Reading("txt", "abc" + "d" * n, turns)
        add_sources(store, who, Arrival(f"{n}.txt", bytes([n]), [reading]))
        return
    source = sources[n % len(sources)]
    where, path = (source.id, source.revision_id), CODES[n % 3]
    coding = found[n % len(found)].id if found else ""
    if act == "code":
        code_spans(store, who, *where, [Span(3 + n, 6 + n)], [path])
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
    """Write what rounds, adjudication and suggestions write, row by row."""
    with store.begin(who, "code") as work:
        source = work.all(Source)[n % work.count(Source)]
        rounds, coder = work.all(Round), ensure_coder(work, who)
        tasks = work.all(Assignment)
        if act == "round":
            made = Round(f"r{who}{n}", len(rounds) + 1, f"ronde {n % 2}")
            task = Assignment(f"a{who}{n}", made.id, source.id, coder.id)
            if not work.all(Round, id=made.id):
                work.add(made, task)
        elif act == "open" and tasks:
            place = (tasks[0].round_id, tasks[0].source_id)
            if not work.all(Opening, round_id=place[0], source_id=place[1]):
                work.add(Opening(f"o{who}{n}", *place))
        elif act == "hand-in" and tasks:
            _hand_in(work, tasks[n % len(tasks)])
        elif act == "take-back" and tasks:
            task = tasks[n % len(tasks)]
            handed = {"round_id": task.round_id, "coder_id": task.coder_id}
            work.remove(*work.all(RoundCoding, **handed))
            work.replace(Assignment(task.id, task.round_id, task.source_id, task.coder_id))
        elif act == "decide":
            _decide(work, source, who, n)
        elif act == "suggest":
            _suggest(work, source, who, n)


def _hand_in(work, task):  # type: ignore[no-untyped-def]
    handed = {"round_id": task.round_id, "coder_id": task.coder_id}
    if work.count(RoundCoding, **handed):
        return
    place = (task.round_id, task.source_id)
    own = work.all(Coding, source_id=task.source_id, coder_id=task.coder_id)
    for c in own:
        rest = (c.revision_id, c.coder_id, c.code_id, "x", c.start, c.end)
        work.add(RoundCoding(f"{task.id}{c.id}", *place, *rest))
    work.replace(Assignment(task.id, *place, task.coder_id, "done"))
