"""Coding passages: code, uncode, recode, in vivo. Each is one act, undoable."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import uuid4

from vknz_research.coding.codebook import insert_code
from vknz_research.coding.find import (
    ensure_coder,
    find_code,
    find_source,
    hash_passage,
    read_passage,
)
from vknz_research.errors import SameCodingError, UnknownThingError
from vknz_research.model.codes import IN_VIVO, Code
from vknz_research.model.codings import Coder, Coding, MemoLink
from vknz_research.model.sources import Source, Span
from vknz_research.store import Store
from vknz_research.store.unit import Reader, UnitOfWork

_NAME_CHARS = 40


@dataclass(frozen=True, slots=True)
class Request:
    """One coding as a person asks for it: coder, source, code path, span."""

    coder: str
    source: str
    code: str
    span: Span


def code_passage(store: Store, request: Request, why: str | None = None) -> Coding:
    """Give a code to a passage; return the coding."""
    with store.begin(request.coder, "code", why) as work:
        coder = ensure_coder(work, request.coder)
        source = find_source(work, request.source)
        code = find_code(work, request.code)
        coding = make_coding(work, (source, code, coder), request.span)
        _refuse_same(work, coding, request.coder, code)
        work.add(coding)
        work.facts = {"coding": coding.id, "start": coding.start, "end": coding.end}
    return coding


def make_coding(
    reader: Reader, who_what: tuple[Source, Code, Coder], span: Span
) -> Coding:
    """Return a new coding whose passage was found in the text."""
    source, code, coder = who_what
    return Coding(
        id=str(uuid4()),
        source_id=source.id,
        revision_id=source.revision_id,
        code_id=code.id,
        coder_id=coder.id,
        start=span.start,
        end=span.end,
        text_hash=hash_passage(reader, source, span),
        code_revision=code.revision,
    )


def _refuse_same(work: UnitOfWork, coding: Coding, coder: str, code: Code) -> None:
    same = work.first(
        Coding,
        source_id=coding.source_id,
        coder_id=coding.coder_id,
        code_id=coding.code_id,
        start=coding.start,
        end=coding.end,
    )
    if same and same.id != coding.id:
        raise SameCodingError(
            coder=coder,
            code=code.path,
            start=coding.start,
            end=coding.end,
            source=coding.source_id,
        )


def code_many(store: Store, actor: str, requests: Sequence[Request]) -> int:
    """Give many codes in one act; return how many were new."""
    with store.begin(actor, "import-codings") as work:
        sources = {r.source: find_source(work, r.source) for r in requests}
        codes = {r.code: find_code(work, r.code) for r in requests}
        coders = {r.coder: ensure_coder(work, r.coder) for r in requests}
        taken = {_key(coding) for coding in work.all(Coding)}
        new: list[Coding] = []
        for r in requests:
            who_what = (sources[r.source], codes[r.code], coders[r.coder])
            coding = make_coding(work, who_what, r.span)
            if _key(coding) not in taken:
                taken.add(_key(coding))
                new.append(coding)
        work.add(*new)
        work.facts = {"codings": len(new)}
    return len(new)


def _key(coding: Coding) -> tuple[str, int, int, str, str]:
    return (
        coding.source_id,
        coding.start,
        coding.end,
        coding.code_id,
        coding.coder_id,
    )


def uncode(store: Store, actor: str, coding_id: str, why: str | None = None) -> None:
    """Take a coding away; memos on it lose that link and stay."""
    with store.begin(actor, "uncode", why) as work:
        coding = _need_coding(work, coding_id)
        remove_codings(work, [coding])
        work.facts = {"coding": coding.id}


def remove_codings(work: UnitOfWork, codings: Iterable[Coding]) -> None:
    """Take codings away, with the links of memos to them."""
    for coding in codings:
        work.remove(*work.all(MemoLink, target_kind="coding", target_id=coding.id))
        work.remove(coding)


def recode(store: Store, actor: str, coding_id: str, path: str) -> Coding:
    """Give a coded passage another code; return the coding as it is now."""
    with store.begin(actor, "recode") as work:
        code = find_code(work, path)
        old = _need_coding(work, coding_id)
        new = replace(old, code_id=code.id, code_revision=code.revision)
        _refuse_same(work, new, _name_coder(work, new), code)
        work.replace(new)
        work.facts = {"coding": new.id, "code": code.id}
    return new


def code_in_vivo(store: Store, coder: str, source: str, span: Span) -> Coding:
    """Make a code named after the words themselves and give it to the passage."""
    with store.begin(coder, "code-in-vivo") as work:
        found = find_source(work, source)
        words = " ".join(read_passage(work, found, span).split())
        slug = re.sub(r"[^a-z0-9à-ÿ]+", "-", words.lower())[:_NAME_CHARS].strip("-")
        path = f"{IN_VIVO}/{slug or 'code'}"
        code = work.first(Code, path=path) or insert_code(
            work, path, {"nl": {"name": words[:_NAME_CHARS]}}
        )
        coding = make_coding(work, (found, code, ensure_coder(work, coder)), span)
        _refuse_same(work, coding, coder, code)
        work.add(coding)
        work.facts = {"coding": coding.id, "code": code.id}
    return coding


def _name_coder(reader: Reader, coding: Coding) -> str:
    found = reader.first(Coder, id=coding.coder_id)
    return found.name if found else coding.coder_id


def _need_coding(reader: Reader, coding_id: str) -> Coding:
    found = reader.first(Coding, id=coding_id)
    if found is None:
        raise UnknownThingError(kind="codering", name=coding_id, list="codings")
    return found
