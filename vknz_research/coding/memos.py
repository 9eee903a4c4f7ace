"""Memos: write, change, remove, and say what they are about."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final
from uuid import uuid4

from vknz_research.coding.doubts import remove_doubts
from vknz_research.coding.find import ensure_coder, read_passage, refuse_stale
from vknz_research.errors import StaleMemoError, UnknownThingError
from vknz_research.model.codes import Code
from vknz_research.model.codings import Coding, Memo, MemoLink
from vknz_research.model.people import Participant
from vknz_research.model.sources import Source, Span
from vknz_research.model.text import hash_text
from vknz_research.store import Store
from vknz_research.store.unit import Reader, UnitOfWork

# What a memo is about: a thing, or a passage of a source; whoever pointed that out in
# a revision says in which.
Target = (
    tuple[str, str] | tuple[str, str, int, int] | tuple[str, str, int, int, str | None]
)


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
        _check_targets(work, targets)
        work.add(kept, *[_make_link(kept, target) for target in targets])
        work.facts = {"memo": kept.id, "links": len(targets)}
    return kept


def _make_link(memo: Memo, target: Target) -> MemoLink:
    start, end, _ = _place_of(target)
    return MemoLink(str(uuid4()), memo.id, target[0], target[1], start, end)


def _place_of(target: Target) -> tuple[int | None, int | None, str | None]:
    if len(target) == 2:
        return None, None, None
    return target[2], target[3], target[4] if len(target) == 5 else None


def _check_targets(reader: Reader, targets: Iterable[Target]) -> None:
    """Refuse what is no longer there, and places in a text that was edited since."""
    for target in targets:
        kind, target_id = target[:2]
        start, end, seen = _place_of(target)
        cls = TARGETS.get(kind)
        found = None if cls is None else reader.first(cls, id=target_id)
        if cls is not None and found is None:
            raise UnknownThingError(kind=kind, name=target_id, list="log")
        if isinstance(found, Source) and start is not None and end is not None:
            if seen:
                refuse_stale(found, seen)
            read_passage(reader, found, Span(start, end))


TARGETS: Final[Mapping[str, type[Any]]] = {
    "source": Source,
    "code": Code,
    "coding": Coding,
    "participant": Participant,
    "memo": Memo,
}


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
    new = [
        target
        for target, link in zip(targets, wanted, strict=True)
        if not _is_among(link, links)
    ]
    _check_targets(work, new)
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


def remove_memo(
    store: Store, actor: str, memo_id: str, seen: str | None = None
) -> None:
    """Take a memo away, with its links; with `seen` only the state that was read."""
    with store.begin(actor, "remove-memo") as work:
        memo = _need_memo(work, memo_id)
        if seen is not None and seen != hash_memo(memo):
            raise StaleMemoError(memo=memo.id)
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
