"""One coded transcript as a page that stands still, less what consent forbids."""

from collections.abc import Iterable, Mapping
from typing import Any

from vknz_research.coding.consent import find_open_source
from vknz_research.coding.find import find_coder
from vknz_research.errors import HiddenSourceError
from vknz_research.language import current_language
from vknz_research.model.codes import Code
from vknz_research.model.codings import Coder, Coding, Memo, MemoLink
from vknz_research.model.exports import describe_purpose
from vknz_research.model.sources import Revision, Source
from vknz_research.model.text import MASK
from vknz_research.snapshot.state import (
    Document,
    People,
    is_visible,
    read_document,
    read_people,
)
from vknz_research.store import Store
from vknz_research.store.unit import Reader
from vknz_research.widgets.still import Transcript, render_still


def make_transcript(
    store: Store, source: str, coder: str | None = None, purpose: str = "onderzoek"
) -> Transcript:
    """Make the coded transcript of a source, of all coders or of one.

    Who withdrew or does not want to be quoted is not in it, nor what was said of it.
    The purpose is printed on it.
    """
    language = current_language()
    printed = describe_purpose(purpose, language)
    with store.read() as reader:
        found = find_open_source(reader, source)
        only = find_coder(reader, coder).id if coder else None
        codes = [_describe_code(code, language) for code in reader.all(Code)]
        doc = _describe(reader, found, only)
    return Transcript(render_still(doc | {"printed": printed}, codes, language))


def _describe_code(code: Code, language: str) -> dict[str, Any]:
    fields = ("id", "path", "letters", "colour", "stroke", "form", "position")
    return {f: getattr(code, f) for f in fields} | {"name": code.name(language)}


def _describe(reader: Reader, source: Source, coder_id: str | None) -> dict[str, Any]:
    people = read_people(reader)
    hidden = people.hidden | people.not_quotable
    document = read_document(reader, source, People(people.by_id, hidden, hidden))
    if document is None:
        raise HiddenSourceError(source=source.name)
    revision = reader.all(Revision, id=source.revision_id)[0]
    chosen = {"coder_id": coder_id} if coder_id else {}
    codings = [
        c
        for c in reader.all(Coding, source_id=source.id, **chosen)
        if is_visible(document, c)
    ]
    fields = ("id", "name", "kind", "phase", "perspective", "source_code")
    return {
        **{field: getattr(source, field) for field in fields},
        "revision": {"id": revision.id, "number": revision.number},
        "turns": list(_describe_turns(document, people)),
        "codings": [_describe_coding(coding) for coding in codings],
        "memos": list(_describe_memos(reader, document, codings)),
    }


def _describe_turns(document: Document, people: People) -> Iterable[dict[str, Any]]:
    for turn, who in zip(document.turns, document.speakers, strict=True):
        text = document.text[turn.start : turn.end]
        role = people.by_id[who].role if who else None
        yield {
            "start": turn.start,
            "end": turn.end,
            "kind": turn.kind,
            "speaker": turn.speaker,
            "role": role,
            "begin_ms": turn.begin_ms,
            "recording": turn.recording,
            "text": text,
            "hidden": document.is_masked and _is_mask(text),
        }


def _is_mask(text: str) -> bool:
    return set("".join(text.split())) == {MASK}


def _describe_coding(coding: Coding) -> dict[str, Any]:
    return {
        "id": coding.id,
        "source": coding.source_id,
        "code": coding.code_id,
        "coder": coding.coder_id,
        "start": coding.start,
        "end": coding.end,
    }


def _describe_memos(
    reader: Reader, document: Document, codings: Iterable[Coding]
) -> Iterable[dict[str, Any]]:
    """List the memos about this source or what stands in it, if it may be seen."""
    source, shown = document.source.id, {c.id for c in codings}
    coders = {coder.id: coder.name for coder in reader.all(Coder)}
    links: dict[str, list[Mapping[str, Any]]] = {}
    for link in reader.all(MemoLink):
        if link.target_id == source or link.target_id in shown:
            links.setdefault(link.memo_id, []).append(_describe_link(link))
    for memo in reader.all(Memo, id=set(links)):
        if all(_may_show(document, link) for link in links[memo.id]):
            yield {
                "id": memo.id,
                "kind": memo.kind,
                "title": memo.title,
                "body": memo.body,
                "coder": coders.get(memo.coder_id or ""),
                "links": links[memo.id],
            }


def _describe_link(link: MemoLink) -> dict[str, Any]:
    return {
        "kind": link.target_kind,
        "id": link.target_id,
        "start": link.start,
        "end": link.end,
    }


def _may_show(document: Document, link: Mapping[str, Any]) -> bool:
    """Say whether a memo is not about words that are hidden."""
    if not document.is_masked or link["start"] is None:
        return True
    return MASK not in document.text[link["start"] : link["end"]]
