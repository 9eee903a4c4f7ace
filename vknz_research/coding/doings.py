"""What the workbench does: each message is one act of the coder."""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from vknz_research.coding import acts, codebook, memos
from vknz_research.coding.codebook import Texts
from vknz_research.coding.confirm import confirm_codings
from vknz_research.coding.desk import Desk
from vknz_research.coding.find import need_code
from vknz_research.coding.messages import Args
from vknz_research.coding.paths import make_path, place_under
from vknz_research.coding.textedit import edit_text
from vknz_research.errors import BadMessageError, CodeExistsError
from vknz_research.model.codes import MEANING
from vknz_research.model.codings import Memo
from vknz_research.model.sources import Span
from vknz_research.store import Store
from vknz_research.store.events import Event


def _path_of(store: Store, code_id: str) -> str:
    with store.read() as reader:
        return need_code(reader, code_id).path


def _paths_of(store: Store, args: Args) -> list[str]:
    return [_path_of(store, code_id) for code_id in args.texts("codes")]


def code(desk: Desk, store: Store, args: Args) -> None:
    """Give codes to passages of one source."""
    spans = [Span(*args.row(pair, int, int)) for pair in args.items("spans")]
    where = (args.text("source"), args.text("revision"))
    acts.code_spans(store, desk.coder, *where, spans, _paths_of(store, args))


def code_hits(desk: Desk, store: Store, args: Args) -> None:
    """Give codes to what was found, in several sources."""
    rows = [args.row(item, str, str, int, int) for item in args.items("items")]
    items = [(source, revision, Span(s, e)) for source, revision, s, e in rows]
    acts.code_hits(store, desk.coder, items, _paths_of(store, args))


def uncode(desk: Desk, store: Store, args: Args) -> None:
    """Take codings of one's own away."""
    acts.uncode_many(store, desk.coder, args.texts("codings"), own=True)


def recode(desk: Desk, store: Store, args: Args) -> None:
    """Give a coding of one's own another code."""
    path = _path_of(store, args.text("code"))
    acts.recode(store, desk.coder, args.text("coding"), path, own=True)


def refine(desk: Desk, store: Store, args: Args) -> None:
    """Give a coding that was just made a sub-code; one undo takes back both."""
    path = _path_of(store, args.text("code"))
    acts.recode(store, desk.coder, args.text("coding"), path, own=True, act="refine")


def resize(desk: Desk, store: Store, args: Args) -> None:
    """Move the edges of a coding of one's own, in the text that was seen."""
    what = (args.text("coding"), args.span(), args.text("revision"))
    acts.resize(store, desk.coder, *what, own=True)


def in_vivo(desk: Desk, store: Store, args: Args) -> None:
    """Make a code of the words of a passage, and give it to the passage."""
    where = (args.text("source"), args.span(), args.text("revision"))
    acts.code_in_vivo(store, desk.coder, *where)


def add_code(desk: Desk, store: Store, args: Args) -> None:
    """Add a code below another one, or at the top."""
    parent = args.maybe("parent")
    above = None if parent is None else _path_of(store, parent)
    texts = args.named("texts", MEANING) if "texts" in args.given else {}
    name = args.text("name").strip()
    path = make_path(above, name)
    made: Texts = {desk.language: {**texts, "name": name}}
    codebook.add_code(store, desk.coder, path, made)


def change_code(desk: Desk, store: Store, args: Args) -> None:
    """Give a code other texts or another shortcut."""
    texts = args.named("texts", MEANING)
    known = (args.text("code"), args.whole("revision"))
    shortcut = args.text("shortcut") if "shortcut" in args.given else None
    codebook.change_code(store, desk.coder, *known, texts, desk.language, shortcut)


def rename_code(desk: Desk, store: Store, args: Args) -> None:
    """Give a code another name, unless somebody changed it meanwhile."""
    path = _path_of(store, args.text("code"))
    name = args.text("name").strip()
    seen = args.whole("revision")
    codebook.rename_code(store, desk.coder, path, name, desk.language, seen)


def move_code(desk: Desk, store: Store, args: Args) -> None:
    """Hang a code, with all below it, under another one or at the top."""
    path = _path_of(store, args.text("code"))
    parent = args.maybe("parent")
    above = None if parent is None else _path_of(store, parent)
    codebook.move_code(store, desk.coder, path, place_under(path, above))


def merge_codes(desk: Desk, store: Store, args: Args) -> None:
    """Fold one code into another."""
    source = _path_of(store, args.text("source"))
    target = _path_of(store, args.text("target"))
    codebook.merge_codes(store, desk.coder, source, target)


def split_code(desk: Desk, store: Store, args: Args) -> None:
    """Give chosen codings of a code new codes beside it."""
    path = _path_of(store, args.text("code"))
    parts = [item for item in args.items("into") if isinstance(item, dict)]
    rows = [Args(args.act, part) for part in parts]
    into = {make_path(path, row.text("name")): row.texts("codings") for row in rows}
    if len(into) < len(rows):
        raise CodeExistsError(path=next(reversed(into)))
    names = [row.text("name").strip() for row in rows]
    named = zip(into, names, strict=True)
    texts: dict[str, Texts] = {
        to: {desk.language: {"name": name}} for to, name in named
    }
    codebook.split_code(store, desk.coder, path, into, texts)


def remove_code(desk: Desk, store: Store, args: Args) -> None:
    """Take an unused code out of the codebook."""
    codebook.remove_code(store, desk.coder, _path_of(store, args.text("code")))


def _read_target(args: Args, link: Any) -> memos.Target:
    if not isinstance(link, dict):
        raise BadMessageError(act=args.act)
    row = Args(args.act, link)
    kind, target = row.text("kind"), row.text("id")
    if link.get("start") is None:
        return kind, target
    span = row.span()
    return kind, target, span.start, span.end, row.maybe("revision")


def add_memo(desk: Desk, store: Store, args: Args) -> None:
    """Write a memo about passages, codes, sources, participants or the study."""
    memo = Memo(
        "",
        args.text("kind"),
        args.text("title"),
        args.text("body"),
        section=args.maybe("section"),
        language=desk.language,
    )
    links = [_read_target(args, link) for link in args.items("links")]
    memos.add_memo(store, desk.coder, memo, links)


def change_memo(desk: Desk, store: Store, args: Args) -> None:
    """Change a memo; one that somebody changed meanwhile is not overwritten."""
    changed = Memo(
        args.text("memo"),
        args.text("kind"),
        args.text("title"),
        args.text("body"),
        section=args.maybe("section"),
        language=desk.language,
    )
    links = args.items("links") if "links" in args.given else None
    targets = None if links is None else [_read_target(args, link) for link in links]
    memos.rewrite_memo(store, desk.coder, changed, args.text("hash"), targets)


def remove_memo(desk: Desk, store: Store, args: Args) -> None:
    """Take a memo away, unless somebody changed it meanwhile."""
    memos.remove_memo(store, desk.coder, args.text("memo"), args.text("hash"))


def change_text(desk: Desk, store: Store, args: Args) -> None:
    """Correct the words of a turn; what is anchored in it moves along."""
    where = (args.text("source"), args.text("revision"))
    stretch = (args.whole("start"), args.whole("end"))  # empty where words are put in
    edit_text(store, desk.coder, *where, stretch, args.text("text"))


def confirm(desk: Desk, store: Store, args: Args) -> None:
    """Say that codings of one's own on the work list are right as they are."""
    confirm_codings(store, desk.coder, args.texts("codings"), own=True)


def undo(desk: Desk, store: Store, args: Args) -> None:
    """Take back one's own last act; a refined coding goes as a whole."""
    del args
    store.undo(desk.coder, of=desk.coder, joins=_is_refined)


def redo(desk: Desk, store: Store, args: Args) -> None:
    """Do again what was taken back last."""
    del args
    store.redo(desk.coder, of=desk.coder, joins=_is_refined)


def _is_refined(one: Event, other: Event) -> bool:
    """Say whether one of two acts refined the coding that the other made."""
    first, then = sorted((one, other), key=lambda event: event.seq)
    if (first.act, then.act) != ("code", "refine"):
        return False
    made, refined = json.loads(first.facts), json.loads(then.facts)
    return bool(made.get("coding") == refined.get("coding"))


Doing = Callable[[Desk, Store, Args], None]
DOINGS: Final[Mapping[str, Doing]] = {
    "code": code,
    "code-hits": code_hits,
    "uncode": uncode,
    "recode": recode,
    "refine": refine,
    "resize": resize,
    "in-vivo": in_vivo,
    "add-code": add_code,
    "change-code": change_code,
    "rename-code": rename_code,
    "move-code": move_code,
    "merge-codes": merge_codes,
    "split-code": split_code,
    "remove-code": remove_code,
    "add-memo": add_memo,
    "change-memo": change_memo,
    "remove-memo": remove_memo,
    "edit-text": change_text,
    "confirm": confirm,
    "undo": undo,
    "redo": redo,
}
