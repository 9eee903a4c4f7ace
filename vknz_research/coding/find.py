"""Finding sources, codes, coders and passages by what people call them."""

from typing import Final
from uuid import uuid4

from vknz_research.errors import (
    AmbiguousNameError,
    ReservedCoderError,
    SpanOutsideTextError,
    StaleTextError,
    UnknownThingError,
)
from vknz_research.model.codes import Code
from vknz_research.model.codings import Coder, Coding, Memo
from vknz_research.model.people import Participant
from vknz_research.model.sources import Source, Span
from vknz_research.model.text import hash_text
from vknz_research.store.unit import Reader, UnitOfWork

LAYER_NAMES: Final = {"consensus": "Consensus", "suggestion": "Suggesties"}


def find_source(reader: Reader, wanted: str) -> Source:
    """Find a source by id, by name, or by file name."""
    by_id = reader.first(Source, id=wanted)
    if by_id:
        return by_id
    for field in ("name", "file"):
        found = reader.all(Source, **{field: wanted})
        if len(found) > 1:
            raise AmbiguousNameError(name=wanted, count=len(found))
        if found:
            return found[0]
    raise UnknownThingError(kind="bron", name=wanted, list="sources")


def find_code(reader: Reader, path: str) -> Code:
    """Find a code by its path, or by its id."""
    found = reader.first(Code, path=path.strip().strip("/").lower())
    found = found or reader.first(Code, id=path)
    if found is None:
        raise UnknownThingError(kind="code", name=path, list="codes")
    return found


def need_code(reader: Reader, code_id: str) -> Code:
    """Find a code by its id."""
    found = reader.first(Code, id=code_id)
    if found is None:
        raise UnknownThingError(kind="code", name=code_id, list="codes")
    return found


def find_coder(reader: Reader, name: str) -> Coder:
    """Find a coder by name."""
    found = reader.first(Coder, name=name)
    if found is None:
        raise UnknownThingError(kind="codeur", name=name, list="codings")
    return found


def find_participant(reader: Reader, wanted: str) -> Participant:
    """Find a participant by label or id; 'R1' finds the only 'R1 (vragen)'."""
    people = reader.all(Participant)
    for found in (
        [p for p in people if wanted in {p.id, p.label}],
        [p for p in people if p.label.startswith(f"{wanted} (")],
    ):
        if len(found) > 1:
            raise AmbiguousNameError(name=wanted, count=len(found))
        if found:
            return found[0]
    raise UnknownThingError(kind="deelnemer", name=wanted, list="people")


def ensure_coder(work: UnitOfWork, name: str) -> Coder:
    """Find a person by name, or add one; the consensus is nobody's own layer."""
    found = work.first(Coder, name=name)
    if found is None:
        found = Coder(str(uuid4()), name)
        work.add(found)
    if found.kind != "person" or name in LAYER_NAMES.values():
        raise ReservedCoderError(name=name)
    return found


def ensure_layer(work: UnitOfWork, kind: str) -> Coder:
    """Find the layer that is nobody's own (consensus, suggestion), or add it."""
    found = work.first(Coder, kind=kind)
    if found is None:
        found = Coder(str(uuid4()), LAYER_NAMES[kind], kind)
        work.add(found)
    return found


def read_passage(reader: Reader, source: Source, span: Span) -> str:
    """Return the words of a passage; refuse one that lies outside the text."""
    words, length = reader.passage(source.revision_id, span.start, span.end)
    if span.end > length:
        raise SpanOutsideTextError(
            start=span.start, end=span.end, source=source.name, length=length
        )
    return words


def hash_within(text: str, source: Source, span: Span) -> str:
    """Return the hash that proves a passage, from a text that was read before."""
    if span.end > len(text):
        raise SpanOutsideTextError(
            start=span.start, end=span.end, source=source.name, length=len(text)
        )
    return hash_text(text[span.start : span.end])


def hash_passage(reader: Reader, source: Source, span: Span) -> str:
    """Return the hash that proves a passage."""
    return hash_text(read_passage(reader, source, span))


def refuse_stale(source: Source, revision_id: str) -> None:
    """Refuse a place in a text that was edited since."""
    if source.revision_id != revision_id:
        raise StaleTextError(
            source=source.id, seen=revision_id, current=source.revision_id
        )


def find_target(reader: Reader, written: str) -> tuple[str, str]:
    """Find what a memo is about, written as kind:name (source:I1-K-1, code:4r/routine).

    Kinds are source, code, coding, participant and memo.
    """
    kind, _, name = written.partition(":")
    if kind == "source":
        return kind, find_source(reader, name).id
    if kind == "code":
        return kind, find_code(reader, name).id
    if kind == "participant":
        return kind, find_participant(reader, name).id
    found: Coding | Memo | None = None
    if kind == "coding":
        found = reader.first(Coding, id=name)
    elif kind == "memo":
        found = reader.first(Memo, id=name)
    if found is None:
        raise UnknownThingError(kind=kind, name=name, list="sources")
    return kind, found.id
