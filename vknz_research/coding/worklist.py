"""The work list: codings to look at again, with their words as they stand and stood."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from vknz_research.coding.consent import list_closed
from vknz_research.coding.stale import list_stale
from vknz_research.model.codes import Code
from vknz_research.model.codings import Coder, Coding, Doubt, Excerpt, MemoLink
from vknz_research.model.sources import Source
from vknz_research.store.unit import Reader

CONTEXT: Final = 60


@dataclass(frozen=True, slots=True)
class Task:
    """A passage to look at, and why: `definition`, `edge` or `gone`.

    `kind` and `id` name the coding, the link of a memo or the quotation. `old_text` is
    what it was before an edit of the text; it is None where the definition changed.
    """

    kind: str
    id: str
    reason: str
    source_id: str
    source: str
    start: int
    end: int
    before: str
    text: str
    after: str
    old_text: str | None = None
    code: str | None = None
    coder: str | None = None


def list_tasks(reader: Reader, coder: str | None = None) -> list[Task]:
    """List what is to be looked at: first doubtful places, then older definitions.

    With a coder only codings of that layer, and whatever else is in doubt.
    """
    doubts = [_find_doubtful(reader, doubt) for doubt in reader.all(Doubt)]
    found = [(item, doubt) for item, doubt in doubts if item is not None]
    stale = [(coding, None) for coding in list_stale(reader)]
    names = {c.id: c.name for c in reader.all(Coder)}
    closed = list_closed(reader)
    kept = [
        (item, doubt)
        for item, doubt in [*_sort(found), *stale]
        if _place(item)[0] not in closed
        and (
            coder is None
            or not isinstance(item, Coding)
            or names[item.coder_id] == coder
        )
    ]
    return _make_tasks(reader, kept, names)


Item = Coding | MemoLink | Excerpt
Pair = tuple[Item, Doubt | None]


def _find_doubtful(reader: Reader, doubt: Doubt) -> tuple[Item | None, Doubt]:
    if doubt.target_kind == "coding":
        return reader.first(Coding, id=doubt.target_id), doubt
    if doubt.target_kind == "excerpt":
        return reader.first(Excerpt, id=doubt.target_id), doubt
    return reader.first(MemoLink, id=doubt.target_id), doubt


def _sort(pairs: Iterable[tuple[Item, Doubt]]) -> list[tuple[Item, Doubt]]:
    return sorted(pairs, key=lambda pair: (*_place(pair[0]), pair[0].id))


def _place(item: Item) -> tuple[str, int, int]:
    if isinstance(item, MemoLink):
        return item.target_id, item.start or 0, item.end or 0
    return item.source_id, item.start, item.end


def _make_tasks(
    reader: Reader, pairs: Sequence[Pair], names: dict[str, str]
) -> list[Task]:
    ids = {_place(item)[0] for item, _ in pairs}
    sources = {source_id: reader.all(Source, id=source_id)[0] for source_id in ids}
    paths = {code.id: code.path for code in reader.all(Code)}
    return [
        _make_task(reader, pair, sources[_place(pair[0])[0]], (paths, names))
        for pair in pairs
    ]


def _make_task(
    reader: Reader,
    pair: Pair,
    source: Source,
    words: tuple[dict[str, str], dict[str, str]],
) -> Task:
    item, doubt = pair
    _, start, end = _place(item)
    first = max(0, start - CONTEXT)
    stretch, _ = reader.passage(source.revision_id, first, end + CONTEXT)
    paths, names = words
    return Task(
        kind=doubt.target_kind if doubt else "coding",
        id=item.id,
        reason=doubt.reason if doubt else "definition",
        source_id=source.id,
        source=source.name,
        start=start,
        end=end,
        before=stretch[: start - first],
        text=stretch[start - first : end - first],
        after=stretch[end - first :],
        old_text=_read_old(reader, doubt) if doubt else None,
        code=paths[item.code_id] if isinstance(item, Coding) else None,
        coder=names[item.coder_id] if isinstance(item, Coding) else None,
    )


def _read_old(reader: Reader, doubt: Doubt) -> str:
    return reader.passage(doubt.revision_id, doubt.old_start, doubt.old_end)[0]
