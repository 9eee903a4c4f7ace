"""Coding passages: code, uncode, recode, in vivo. Each is one act, undoable."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import uuid4

from vknz_research.coding.codebook import insert_code
from vknz_research.coding.consent import find_open_source
from vknz_research.coding.doubts import remove_doubts
from vknz_research.coding.find import (
    ensure_coder,
    find_code,
    hash_passage,
    hash_within,
    read_passage,
    refuse_stale,
)
from vknz_research.coding.paths import make_slug
from vknz_research.coding.timing import time_codings
from vknz_research.errors import (
    CodeExistsError,
    NotYoursError,
    SameCodingError,
    UnknownThingError,
)
from vknz_research.model.codes import IN_VIVO, Code
from vknz_research.model.codings import Coder, Coding, Excerpt, MemoLink
from vknz_research.model.recordings import Moment
from vknz_research.model.sources import Revision, Source, Span
from vknz_research.store import Store
from vknz_research.store.unit import IN_ONE_QUESTION, Reader, UnitOfWork

_FEW = 3  # as many passages are quicker looked up in the database one by one
Hit = tuple[str, str, Span]


@dataclass(frozen=True, slots=True)
class Request:
    """One coding as a person asks for it: coder, source, code path, span.

    With a `moment` it is made on time, and the span is that of the words heard there.
    """

    coder: str
    source: str
    code: str
    span: Span
    moment: Moment | None = None


def code_passage(store: Store, request: Request, why: str | None = None) -> Coding:
    """Give a code to a passage; return the coding."""
    with store.begin(request.coder, "code", why) as work:
        coder = ensure_coder(work, request.coder)
        source = find_open_source(work, request.source)
        code = find_code(work, request.code)
        coding = make_coding(work, (source, code, coder), request.span)
        refuse_same(work, coding, request.coder, code)
        work.add(coding)
        work.facts = {"coding": coding.id, "start": coding.start, "end": coding.end}
    return coding


def code_spans(
    store: Store,
    actor: str,
    source: str,
    revision_id: str,
    spans: Sequence[Span],
    paths: Sequence[str],
) -> list[Coding]:
    """Give codes to passages that were pointed out in a revision of a source.

    One act. Codings that are there already are passed over; when all are, it says so.
    """
    items = [(source, revision_id, span) for span in spans]
    return _code_all(store, (actor, "code"), items, paths)


def code_hits(
    store: Store, actor: str, items: Sequence[Hit], paths: Sequence[str]
) -> list[Coding]:
    """Give codes to what a search found: (source, revision id, span). One act."""
    return _code_all(store, (actor, "code-hits"), items, paths)


def _code_all(
    store: Store, who_what: tuple[str, str], items: Sequence[Hit], paths: Sequence[str]
) -> list[Coding]:
    with store.begin(*who_what) as work:
        coder = ensure_coder(work, who_what[0])
        codes = [find_code(work, path) for path in dict.fromkeys(paths)]
        wanted = [
            coding
            for source, spans in _group_hits(work, items)
            for coding in _make_all(work, (source, codes, coder), spans)
        ]
        new = _list_new(work, wanted, coder)
        if wanted and not new:
            _refuse_first(work, wanted[0], coder)
        new = time_codings(work, new)
        work.add(*new)
        work.facts = _facts_of(new)
    return new


def _group_hits(
    work: UnitOfWork, items: Sequence[Hit]
) -> list[tuple[Source, list[Span]]]:
    """Return the passages by source, each once, none in a text that was edited."""
    groups: dict[str, tuple[Source, list[Span]]] = {}
    for name, revision_id, span in dict.fromkeys(items):
        if name not in groups:
            groups[name] = (find_open_source(work, name), [])
        source, spans = groups[name]
        refuse_stale(source, revision_id)
        spans.append(span)
    return list(groups.values())


def _make_all(
    work: UnitOfWork, what: tuple[Source, list[Code], Coder], spans: Sequence[Span]
) -> list[Coding]:
    source, codes, coder = what
    is_many = len(spans) * len(codes) > _FEW
    text = _read_texts(work, [source])[source.id] if is_many else None
    return [
        make_coding(work, (source, code, coder), span, text)
        for span in spans
        for code in codes
    ]


def _list_new(work: UnitOfWork, wanted: Sequence[Coding], coder: Coder) -> list[Coding]:
    """Return the codings that are not there yet."""
    starts: dict[str, set[int]] = {}
    for coding in wanted:
        starts.setdefault(coding.source_id, set()).add(coding.start)
    taken: set[tuple[str, int, int, str, str]] = set()
    for source_id, places in starts.items():
        few = {"start": places} if len(places) <= IN_ONE_QUESTION else {}
        found = work.all(Coding, source_id=source_id, coder_id=coder.id, **few)
        taken |= {_key(coding) for coding in found}
    return [coding for coding in wanted if _key(coding) not in taken]


def _refuse_first(work: UnitOfWork, coding: Coding, coder: Coder) -> None:
    raise SameCodingError(
        coder=coder.name,
        code=work.all(Code, id=coding.code_id)[0].path,
        start=coding.start,
        end=coding.end,
        source=coding.source_id,
    )


def _facts_of(codings: Sequence[Coding]) -> dict[str, object]:
    """Return what the log keeps of codings: one with its place, many as a number."""
    if len(codings) != 1:
        return {"codings": len(codings)}
    coding = codings[0]
    return {"coding": coding.id, "start": coding.start, "end": coding.end}


def _each(requests: Sequence[Request], field: str) -> Iterable[str]:
    """Return the different names in requests, in their order."""
    return dict.fromkeys(str(getattr(request, field)) for request in requests)


def _read_texts(reader: Reader, sources: Iterable[Source]) -> dict[str, str]:
    return {
        source.id: reader.all(Revision, id=source.revision_id)[0].text
        for source in sources
    }


def make_coding(
    reader: Reader,
    who_what: tuple[Source, Code, Coder],
    span: Span,
    text: str | None = None,
) -> Coding:
    """Return a new coding whose passage was found in the text.

    Whoever makes many codings of a source gives its text, read once, and times them
    together.
    """
    source, code, coder = who_what
    made = Coding(
        id=str(uuid4()),
        source_id=source.id,
        revision_id=source.revision_id,
        code_id=code.id,
        coder_id=coder.id,
        start=span.start,
        end=span.end,
        text_hash=(
            hash_passage(reader, source, span)
            if text is None
            else hash_within(text, source, span)
        ),
        code_revision=code.revision,
    )
    return time_codings(reader, [made])[0] if text is None else made


def set_moment(coding: Coding, moment: Moment | None) -> Coding:
    """Return a coding that is made on time, where a moment is given."""
    if moment is None:
        return coding
    return replace(
        coding,
        recording=moment.recording,
        begin_ms=moment.begin_ms,
        end_ms=moment.end_ms,
        anchor="time",
    )


def refuse_same(work: UnitOfWork, coding: Coding, coder: str, code: Code) -> None:
    """Refuse a coding that its coder already gave to the same passage."""
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
        sources = {n: find_open_source(work, n) for n in _each(requests, "source")}
        codes = {path: find_code(work, path) for path in _each(requests, "code")}
        coders = {name: ensure_coder(work, name) for name in _each(requests, "coder")}
        taken = {_key(coding) for coding in work.all(Coding)}
        texts = _read_texts(work, sources.values())
        new: list[Coding] = []
        for r in requests:
            who_what = (sources[r.source], codes[r.code], coders[r.coder])
            coding = make_coding(work, who_what, r.span, texts[sources[r.source].id])
            coding = set_moment(coding, r.moment)
            if _key(coding) not in taken:
                taken.add(_key(coding))
                new.append(coding)
        work.add(*time_codings(work, new))
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


def uncode_many(
    store: Store, actor: str, coding_ids: Sequence[str], *, own: bool = False
) -> None:
    """Take codings away in one act; with `own`, only those of the actor's layer."""
    with store.begin(actor, "uncode") as work:
        codings = [_need_coding(work, key) for key in dict.fromkeys(coding_ids)]
        if own:
            refuse_others(work, actor, codings)
        remove_codings(work, codings)
        work.facts = _facts_of(codings)


def refuse_others(work: UnitOfWork, actor: str, codings: Iterable[Coding]) -> None:
    """Refuse to change codings of the layer of another coder, or of nobody."""
    coder = work.first(Coder, name=actor, kind="person")
    for coding in codings:
        if coder is None or coding.coder_id != coder.id:
            raise NotYoursError(coding=coding.id, coder=actor)


def remove_codings(work: UnitOfWork, codings: Sequence[Coding]) -> None:
    """Take codings away, with the links of memos to them."""
    ids = [coding.id for coding in codings]
    for at in range(0, len(ids), IN_ONE_QUESTION):
        some = set(ids[at : at + IN_ONE_QUESTION])
        work.remove(*work.all(MemoLink, target_kind="coding", target_id=some))
    remove_doubts(work, ids)
    work.remove(*codings)


def recode(
    store: Store,
    actor: str,
    coding_id: str,
    path: str,
    *,
    own: bool = False,
    act: str = "recode",
) -> Coding:
    """Give a coded passage another code; return the coding as it is now.

    The act is `refine` when a code that was just given becomes one of its sub-codes.
    """
    with store.begin(actor, act) as work:
        code = find_code(work, path)
        old = _need_coding(work, coding_id)
        if own:
            refuse_others(work, actor, [old])
        new = replace(old, code_id=code.id, code_revision=code.revision)
        refuse_same(work, new, _name_coder(work, new), code)
        work.replace(new)
        work.facts = {"coding": new.id, "code": code.id}
    return new


def resize(
    store: Store,
    actor: str,
    coding_id: str,
    span: Span,
    revision_id: str | None = None,
    *,
    own: bool = False,
) -> Coding:
    """Give a coding other edges; return the coding as it is now.

    Whoever pointed them out in a revision gives that: an edited text is refused.
    """
    with store.begin(actor, "resize") as work:
        old = _need_coding(work, coding_id)
        if own:
            refuse_others(work, actor, [old])
        source = find_open_source(work, old.source_id)
        if revision_id is not None:
            refuse_stale(source, revision_id)
        code = work.all(Code, id=old.code_id)[0]
        proof = hash_passage(work, source, span)
        new = replace(old, start=span.start, end=span.end, text_hash=proof, anchor=None)
        new = time_codings(work, [new])[0]
        remove_doubts(work, [old.id])  # whoever gives it edges has looked at them
        refuse_same(work, new, _name_coder(work, new), code)
        work.replace(new)
        work.facts = _facts_of([new])
    return new


def code_in_vivo(
    store: Store, coder: str, source: str, span: Span, revision_id: str | None = None
) -> Coding:
    """Make a code named after the words themselves and give it to the passage.

    Whoever pointed it out in a revision gives that: an edited text is refused.
    """
    with store.begin(coder, "code-in-vivo") as work:
        found = find_open_source(work, source)
        if revision_id is not None:
            refuse_stale(found, revision_id)
        words = " ".join(read_passage(work, found, span).split())
        code = _ensure_in_vivo(work, words)
        coding = make_coding(work, (found, code, ensure_coder(work, coder)), span)
        refuse_same(work, coding, coder, code)
        work.add(coding)
        work.facts = {"coding": coding.id, "code": code.id}
    return coding


def _ensure_in_vivo(work: UnitOfWork, words: str) -> Code:
    """Find the code that is named after these words, or make it.

    Other words that would give the same path get a number behind it.
    """
    slug = make_slug(words) or "code"
    for path in (f"{IN_VIVO}/{slug}", *(f"{IN_VIVO}/{slug}-{n}" for n in range(2, 99))):
        code = work.first(Code, path=path)
        if code is None:
            return insert_code(work, path, {"nl": {"name": words}})
        if code.name() == words:
            return code
    raise CodeExistsError(path=path)


def _name_coder(reader: Reader, coding: Coding) -> str:
    found = reader.first(Coder, id=coding.coder_id)
    return found.name if found else coding.coder_id


def remove_excerpt(store: Store, actor: str, key: str) -> None:
    """Take a chosen quotation away; the passage and its codings stay."""
    with store.begin(actor, "remove-excerpt") as work:
        found = work.first(Excerpt, key=key)
        if found is None:
            raise UnknownThingError(kind="citaat", name=key, list="audit-attribution")
        remove_doubts(work, [found.id])
        work.remove(found)
        work.facts = {"excerpt": found.id}


def _need_coding(reader: Reader, coding_id: str) -> Coding:
    found = reader.first(Coding, id=coding_id)
    if found is None:
        raise UnknownThingError(kind="codering", name=coding_id, list="codings")
    return found
