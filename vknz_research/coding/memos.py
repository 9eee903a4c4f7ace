"""Memos: write, change, remove, and say what they are about."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from uuid import uuid4

from vknz_research.coding.doubts import remove_doubts
from vknz_research.coding.find import ensure_coder
from vknz_research.errors import StaleMemoError, UnknownThingError
from vknz_research.model.codings import Memo, MemoLink
from vknz_research.model.text import hash_text
from vknz_research.store import Store
from vknz_research.store.unit import Reader, UnitOfWork

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


def rewrite_memo(
    store: Store,
    actor: str,
    memo: Memo,
    seen: str,
    targets: Sequence[Target] | None = None,
) -> Memo:
    """Keep another state of a memo: title, text, kind, section; its writer stays.

    `targets`, where given, is all that it is about from now on.

    `seen` is the hash of the memo as it was read (`hash_memo`): when it is another by
    now, the change is refused.
    """
    with store.begin(actor, "change-memo") as work:
        old = _need_memo(work, memo.id)
        if seen != hash_memo(old):
            raise StaleMemoError(memo=memo.id)
        changed = replace(memo, coder_id=old.coder_id)
        work.replace(changed)
        if targets is not None:
            _replace_links(work, changed, targets)
        work.facts = {"memo": memo.id}
    return changed


def _replace_links(work: UnitOfWork, memo: Memo, targets: Sequence[Target]) -> None:
    wanted = [_make_link(memo, target) for target in targets]
    links = work.all(MemoLink, memo_id=memo.id)
    gone = [link for link in links if not _is_among(link, wanted)]
    remove_doubts(work, [link.id for link in gone])
    work.remove(*gone)
    work.add(*[link for link in wanted if not _is_among(link, links)])


def _is_among(link: MemoLink, links: Iterable[MemoLink]) -> bool:
    return any(replace(link, id=other.id) == other for other in links)


def hash_memo(memo: Memo) -> str:
    """Return a hash of what can be changed in a memo.

    >>> one = Memo("1", "report", "t", "b")
    >>> hash_memo(one) == hash_memo(Memo("1", "report", "t", "b2"))
    False
    """
    parts = (memo.kind, memo.title, memo.body, memo.section or "", memo.language)
    return hash_text("\x1f".join(parts))


def remove_memo(store: Store, actor: str, memo_id: str) -> None:
    """Take a memo away, with its links."""
    with store.begin(actor, "remove-memo") as work:
        memo = _need_memo(work, memo_id)
        links = work.all(MemoLink, memo_id=memo.id)
        about = work.all(MemoLink, target_kind="memo", target_id=memo.id)
        remove_doubts(work, [link.id for link in links])
        work.remove(*dict.fromkeys([*links, *about]))
        work.remove(memo)
        work.facts = {"memo": memo_id}


def _need_memo(reader: Reader, memo_id: str) -> Memo:
    found = reader.first(Memo, id=memo_id)
    if found is None:
        raise UnknownThingError(kind="memo", name=memo_id, list="log")
    return found
