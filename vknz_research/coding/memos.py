"""Memos: write, change, remove, and say what they are about."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import uuid4

from vknz_research.coding.find import ensure_coder
from vknz_research.errors import UnknownThingError
from vknz_research.model.codings import Memo, MemoLink
from vknz_research.store import Store
from vknz_research.store.unit import Reader

Target = tuple[str, str] | tuple[str, str, int, int]


def add_memo(
    store: Store, actor: str, memo: Memo, targets: Sequence[Target] = ()
) -> Memo:
    """Keep a memo and what it is about: (kind, id) or (kind, id, start, end)."""
    with store.begin(actor, "add-memo") as work:
        kept = replace(
            memo,
            id=memo.id or str(uuid4()),
            coder_id=memo.coder_id or ensure_coder(work, actor).id,
        )
        work.add(kept, *[_make_link(kept, target) for target in targets])
        work.facts = {"memo": kept.id, "links": len(targets)}
    return kept


def _make_link(memo: Memo, target: Target) -> MemoLink:
    kind, target_id, *span = target
    start, end = span if span else (None, None)
    return MemoLink(str(uuid4()), memo.id, kind, target_id, start, end)


def change_memo(store: Store, actor: str, memo_id: str, title: str, body: str) -> Memo:
    """Give a memo another title and text."""
    with store.begin(actor, "change-memo") as work:
        changed = replace(_need_memo(work, memo_id), title=title, body=body)
        work.replace(changed)
        work.facts = {"memo": memo_id}
    return changed


def remove_memo(store: Store, actor: str, memo_id: str) -> None:
    """Take a memo away, with its links."""
    with store.begin(actor, "remove-memo") as work:
        memo = _need_memo(work, memo_id)
        work.remove(*work.all(MemoLink, memo_id=memo.id))
        work.remove(memo)
        work.facts = {"memo": memo_id}


def _need_memo(reader: Reader, memo_id: str) -> Memo:
    found = reader.first(Memo, id=memo_id)
    if found is None:
        raise UnknownThingError(kind="memo", name=memo_id, list="log")
    return found
