"""The rows of a snapshot: what stands in each table, from the values of the study."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import pyarrow as pa

from vknz_research.coding.consent import list_open
from vknz_research.model.codes import IN_VIVO, Code, is_within, parent_path
from vknz_research.model.codings import Coder, Coding, Excerpt, Memo, MemoLink
from vknz_research.model.design import DesignEntry
from vknz_research.model.people import Consent, role_perspective
from vknz_research.model.queries import SmartCode
from vknz_research.model.sources import Source, Turn
from vknz_research.model.text import MASK
from vknz_research.snapshot.cycle import read_cycle
from vknz_research.snapshot.rounds import list_adjudicated, read_rounds
from vknz_research.snapshot.schemas import LANGUAGES, SCHEMAS, TEXT_FIELDS
from vknz_research.snapshot.state import (
    Document,
    People,
    is_visible,
    read_document,
    read_people,
)
from vknz_research.store.unit import Reader

SPOKEN: Final = ("speech", "answer")


def read_tables(reader: Reader) -> dict[str, pa.Table]:
    """Read the whole study as the tables of a snapshot, in a fixed order."""
    people = read_people(reader)
    sources = sorted(list_open(reader), key=lambda s: (s.name, s.id))
    found = (read_document(reader, source, people) for source in sources)
    documents = {d.source.id: d for d in found if d is not None}
    adjudicated = list_adjudicated(reader)
    excerpts = reader.all(Excerpt)
    codings = list(_coding_rows(reader, documents, people, excerpts))
    memos = _list_memos(
        reader, documents, people, {row["coding_id"] for row in codings}
    )
    rows: dict[str, Iterable[Mapping[str, Any]]] = {
        "sources": [_source_row(d, adjudicated) for d in documents.values()],
        "texts": map(_text_row, documents.values()),
        "turns": (r for d in documents.values() for r in _turn_rows(d, people)),
        "participants": _participant_rows(documents.values(), people),
        "consent": _consent_rows(reader, people),
        "coders": [
            {"coder_id": c.id, "name": c.name, "kind": c.kind}
            for c in sorted(reader.all(Coder), key=lambda c: (c.name, c.id))
        ],
        "codes": map(_code_row, _list_codes(reader, {row["code"] for row in codings})),
        "codings": codings,
        "memos": _memo_rows(reader, memos),
        "memo_links": _link_rows(reader, memos),
        "excerpts": _excerpt_rows(excerpts, documents, people),
        "design": _design_rows(reader),
        "smart_codes": [
            {"name": one.name, "query": one.query}
            for one in sorted(reader.all(SmartCode), key=lambda one: one.name)
        ],
        **read_rounds(reader, documents),
        **read_cycle(reader, documents, people),
    }
    return {name: _make_table(name, rows[name]) for name in SCHEMAS}


def _make_table(name: str, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    listed = list(rows)
    columns = {
        column: pa.array([row[column] for row in listed], _plain(kind)).cast(kind)
        for column, kind in SCHEMAS[name].items()
    }
    return pa.table(columns)


def _plain(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def _source_row(document: Document, adjudicated: set[str]) -> dict[str, Any]:
    s = document.source
    return {
        "source_id": s.id,
        "source": s.name,
        "file": s.file,
        "format": s.format,
        "source_code": s.source_code,
        "kind": s.kind,
        "phase": s.phase,
        "perspective": s.perspective,
        "date": s.date,
        "characters": len(document.text),
        "words": sum(
            _count_words(document, turn)
            for turn in document.turns
            if turn.kind in SPOKEN
        ),
        "turns": len(document.turns),
        "is_masked": document.is_masked,
        "is_adjudicated": s.id in adjudicated,
        "municipality": s.municipality,
    }


def _text_row(document: Document) -> dict[str, Any]:
    return {
        "source_id": document.source.id,
        "revision_id": document.source.revision_id,
        "text_hash": document.text_hash,
        "text": document.text,
        "kind": document.text_kind,
    }


def _turn_rows(document: Document, people: People) -> Iterable[dict[str, Any]]:
    pairs = zip(document.turns, document.speakers, strict=True)
    for number, (turn, who) in enumerate(pairs, start=1):
        role = _role(who, people)
        yield {
            "source_id": document.source.id,
            "turn": number,
            "start": turn.start,
            "end": turn.end,
            "kind": turn.kind,
            "participant_id": who,
            "speaker": turn.speaker,
            "role": role,
            "perspective": _perspective(role, document.source),
            "begin_ms": turn.begin_ms,
            "end_ms": turn.end_ms,
            "recording": turn.recording,
            "addressee": turn.addressee,
            "words": _count_words(document, turn),
        }


def _count_words(document: Document, turn: Turn) -> int:
    words = document.text[turn.start : turn.end].split()
    return sum(MASK not in word for word in words)


def _role(participant_id: str | None, people: People) -> str | None:
    return people.by_id[participant_id].role if participant_id else None


def _perspective(role: str | None, source: Source) -> str | None:
    return role_perspective(role) or source.perspective


def _participant_rows(
    documents: Iterable[Document], people: People
) -> Iterable[dict[str, Any]]:
    seen = {who for d in documents for who in d.speakers if who}
    for p in sorted(people.by_id.values(), key=lambda p: (p.label, p.id)):
        if p.id in people.hidden or p.id not in seen:
            continue
        yield {
            "participant_id": p.id,
            "label": p.label,
            "role": p.role,
            "perspective": role_perspective(p.role),
            "age_band": p.age_band,
            "gender": p.gender,
            "is_quotable": p.id not in people.not_quotable,
        }


def _consent_rows(reader: Reader, people: People) -> Iterable[dict[str, Any]]:
    # Of those who withdrew, only that they did: no letter, no date.
    listed = reader.all(Consent)
    for c in sorted(listed, key=lambda c: (c.participant_id, c.purpose)):
        is_hidden = c.participant_id in people.hidden
        yield {
            "participant_id": c.participant_id,
            "purpose": c.purpose,
            "state": c.state,
            "date": None if is_hidden else c.date,
            "letter": None if is_hidden else c.letter,
        }


def _code_row(code: Code) -> dict[str, Any]:
    row: dict[str, Any] = {
        "code_id": code.id,
        "code": code.path,
        "framework": code.path.split("/", 1)[0],
        "parent": parent_path(code.path),
        "level": code.path.count("/"),
    }
    for field in ("position", "letters", "colour", "stroke", "form", "shortcut"):
        row[field] = getattr(code, field)
    row["revision"] = code.revision
    for field in TEXT_FIELDS:
        for lang in LANGUAGES:
            row[f"{field}_{lang}"] = code.texts.get(lang, {}).get(field)
    return row


def _coding_rows(
    reader: Reader,
    documents: Mapping[str, Document],
    people: People,
    excerpts: Sequence[Excerpt],
) -> Iterable[dict[str, Any]]:
    paths = {code.id: code.path for code in reader.all(Code)}
    coders = {coder.id: coder.name for coder in reader.all(Coder)}
    said = {(e.source_id, e.start, e.end): e.speaker_role for e in excerpts}
    order = sorted(
        reader.all(Coding),
        key=lambda c: (
            c.source_id,
            c.start,
            c.end,
            paths[c.code_id],
            coders[c.coder_id],
        ),
    )
    first = reader.list_first_made(Coding)
    rank = {name: number for number, name in enumerate(first, start=1)}
    for coding in order:
        document = documents.get(coding.source_id)
        if document is None or not is_visible(document, coding):
            continue
        named = said.get((coding.source_id, coding.start, coding.end))
        yield {
            "coding_id": coding.id,
            "code": paths[coding.code_id],
            "framework": paths[coding.code_id].split("/", 1)[0],
            "coder": coders[coding.coder_id],
            "code_revision": coding.code_revision,
            "coded_order": rank.get(coding.id),
            **_place_row(document, coding, people, named),
        }


def _place_row(
    document: Document, item: Coding | Excerpt, people: People, named: str | None
) -> dict[str, Any]:
    """Return where a passage stands and who says it."""
    source, index = document.source, document.turn_at(item.start)
    turn: Turn | None = None if index is None else document.turns[index]
    who = None if index is None else document.speakers[index]
    role = _role(who, people) or named
    return {
        "source_id": source.id,
        "source": source.name,
        "source_code": source.source_code,
        "kind": source.kind,
        "phase": source.phase,
        "perspective": _perspective(role, source),
        "role": role,
        "participant_id": who,
        "start": item.start,
        "end": item.end,
        "turn": None if index is None else index + 1,
        "begin_ms": turn.begin_ms if turn else None,
        "is_quotable": not (
            document.speakers_within(item.start, item.end) & people.not_quotable
        ),
    }


def _list_codes(reader: Reader, used: set[str]) -> list[Code]:
    """List the codes; an in vivo code goes with the last passage it was made of."""
    codes = sorted(reader.all(Code), key=lambda code: code.path)
    return [c for c in codes if not is_within(c.path, IN_VIVO) or c.path in used]


def _list_memos(
    reader: Reader, documents: Mapping[str, Document], people: People, codings: set[str]
) -> list[Memo]:
    """List the memos, without those that are about somebody or something hidden."""
    seen = {"source": set(documents), "coding": codings}
    seen["participant"] = people.by_id.keys() - people.hidden
    hidden = {
        link.memo_id
        for link in reader.all(MemoLink)
        if link.target_id not in seen.get(link.target_kind, {link.target_id})
    }
    memos = [memo for memo in reader.all(Memo) if memo.id not in hidden]
    return sorted(memos, key=lambda m: (m.section or "", m.title, m.id))


def _memo_rows(reader: Reader, memos: Sequence[Memo]) -> Iterable[dict[str, Any]]:
    coders = {coder.id: coder.name for coder in reader.all(Coder)}
    for m in memos:
        yield {
            "memo_id": m.id,
            "kind": m.kind,
            "title": m.title,
            "body": m.body,
            "coder": coders.get(m.coder_id or ""),
            "section": m.section,
            "language": m.language,
        }


def _link_rows(reader: Reader, memos: Sequence[Memo]) -> Iterable[dict[str, Any]]:
    kept = {memo.id for memo in memos}
    listed = sorted(reader.all(MemoLink), key=lambda x: (x.memo_id, x.target_id, x.id))
    return (
        {name: getattr(x, name) for name in SCHEMAS["memo_links"]}
        for x in listed
        if x.memo_id in kept
    )


def _excerpt_rows(
    excerpts: Sequence[Excerpt], documents: Mapping[str, Document], people: People
) -> Iterable[dict[str, Any]]:
    for e in sorted(excerpts, key=lambda e: (e.section, e.position, e.key)):
        document = documents.get(e.source_id)
        if document is None or not is_visible(document, e):
            yield _forbidden_row(e)
            continue
        place = _place_row(document, e, people, e.speaker_role)
        if not place["is_quotable"]:
            yield _forbidden_row(e)
            continue
        yield {
            **{n: place[n] for n in SCHEMAS["excerpts"] if n in place},
            **{n: getattr(e, n) for n in ("key", "section", "position", "edited")},
            "text_hash": e.text_hash,
            "quote": document.text[e.start : e.end],
            "label": e.label,
            "speaker_role": e.speaker_role,
            "is_allowed": True,
        }


def _forbidden_row(excerpt: Excerpt) -> dict[str, Any]:
    """Return an excerpt of which only stays that it was chosen."""
    row: dict[str, Any] = dict.fromkeys(SCHEMAS["excerpts"])
    row["key"], row["section"] = excerpt.key, excerpt.section
    row["position"], row["is_allowed"] = excerpt.position, False
    return row


def _design_rows(reader: Reader) -> Iterable[dict[str, Any]]:
    listed = sorted(
        reader.all(DesignEntry), key=lambda d: (d.phase or 0, d.source_code)
    )
    return ({name: getattr(d, name) for name in SCHEMAS["design"]} for d in listed)
