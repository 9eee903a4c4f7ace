"""Suggestions: which passages may deserve a code, from what was coded before.

Nothing is applied by itself and nothing is stored but a person's answers. Only the own
layer and the consensus teach, in sources whose comparison is open; the layers of others
never do.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal
from uuid import uuid4

from vknz_research.coding.acts import make_coding
from vknz_research.coding.consent import find_open_source, list_open
from vknz_research.coding.find import (
    LAYER_NAMES,
    ensure_coder,
    find_code,
    hash_passage,
    refuse_stale,
)
from vknz_research.coding.rounds import list_hidden
from vknz_research.coding.suggestmodel import (
    MOST,
    Features,
    Figure,
    Lesson,
    has_embeddings,
    rank_units,
)
from vknz_research.coding.suggestunits import Unit, cut_units, is_coded
from vknz_research.errors import TooFewPassagesError
from vknz_research.model.adjudication import Suggestion
from vknz_research.model.codes import Code, is_within
from vknz_research.model.codings import Coder, Coding
from vknz_research.model.sources import Revision, Source, Span
from vknz_research.store import Store
from vknz_research.store.unit import Reader, UnitOfWork

LEAST: Final = 10  # passages of a code from which something can be learned
Answer = Literal["accepted", "rejected"]


@dataclass(frozen=True, slots=True)
class Suggested:
    """One passage that may deserve the code, its score, and the words that say so.

    The score has no unit: it only orders the passages of one code.
    """

    unit: Unit
    score: float
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """What is suggested for a code: the likeliest first, and how well it does here."""

    code: Code
    passages: int
    found: list[Suggested]
    figure: Figure


@dataclass(frozen=True, slots=True)
class Judged:
    """A passage that was suggested, and what a person says of it."""

    source: str
    revision: str
    code: str
    span: Span
    answer: Answer


def list_suggestions(
    reader: Reader, path: str, coder: str, model: Path | None = None, most: int = MOST
) -> Offer:
    """Rank the passages that may deserve a code, for one coder.

    Raises TooFewPassagesError where the coder and the consensus have fewer than ten
    passages with the code or one below it. What has such a code, or was answered
    before, is not in it.
    """
    code = find_code(reader, path)
    who = reader.first(Coder, name=coder)
    lessons = _read_lessons(reader, who)
    below = {one.id for one in reader.all(Code) if is_within(one.path, code.path)}
    own = [c for c in lessons if c.code_id in below]
    passages = len({(c.source_id, c.start, c.end) for c in own})
    if passages < LEAST:
        raise TooFewPassagesError(path=code.path, found=passages, least=LEAST)
    answers = _read_answers(reader, code, coder)
    units, lesson = _teach(reader, lessons, own, answers)
    texts = tuple(unit.text for unit in units)
    features = _make_features(texts, model if has_embeddings(model) else None)
    ranked, figure = rank_units(features, lesson)
    found = [Suggested(units[item.index], item.score, item.why) for item in ranked]
    return Offer(code, passages, found[:most], figure)


@lru_cache(maxsize=1)
def _make_features(texts: tuple[str, ...], model: Path | None) -> Features:
    return Features(texts, model)


def _read_lessons(reader: Reader, who: Coder | None) -> list[Coding]:
    """List the codings that may teach: the own ones, and the consensus where open."""
    if who is None:
        return []
    hidden = list_hidden(reader, who.id)
    agreed = {coder.id for coder in reader.all(Coder, kind="consensus")}
    codings = reader.all(Coding, coder_id={who.id, *agreed})
    return [c for c in codings if c.coder_id == who.id or c.source_id not in hidden]


def _read_answers(
    reader: Reader, code: Code, coder: str
) -> Mapping[str, set[tuple[int, int]]]:
    layer = reader.first(Coder, name=_name_layer(coder), kind="suggestion")
    found: dict[str, set[tuple[int, int]]] = defaultdict(set)
    if layer is not None:
        for one in reader.all(Suggestion, coder_id=layer.id, code_id=code.id):
            # After an edit the words may be others: then it is a new question.
            found[one.revision_id].add((one.start, one.end))
    return found


def _teach(
    reader: Reader,
    lessons: Iterable[Coding],
    own: Iterable[Coding],
    answered: Mapping[str, set[tuple[int, int]]],
) -> tuple[list[Unit], Lesson]:
    """Lay out the units; those of sources that nobody read yet teach nothing."""
    read = {coding.source_id for coding in lessons}
    coded: dict[str, list[Coding]] = defaultdict(list)
    for coding in own:
        coded[coding.source_id].append(coding)
    units: list[Unit] = []
    known: list[int] = []
    labels: list[bool] = []
    asked: list[int] = []
    for source in sorted(list_open(reader), key=lambda s: (s.name, s.id)):
        for unit in _read_units(reader, source):
            row, has_code = len(units), is_coded(unit, coded[source.id])
            is_new = (unit.start, unit.end) not in answered.get(unit.revision_id, ())
            units.append(unit)
            if source.id in read:
                known.append(row)
                labels.append(has_code)
            if not has_code and is_new:
                asked.append(row)
    groups = [units[row].source_id for row in known]
    return units, Lesson(known, labels, groups, asked)


def _read_units(reader: Reader, source: Source) -> list[Unit]:
    text = reader.all(Revision, id=source.revision_id)[0].text
    turns = reader.turns(source.revision_id)
    return cut_units(source.id, source.revision_id, text, turns)


# --- answers -------------------------------------------------------------------------
def answer_suggestion(store: Store, actor: str, judged: Judged) -> Suggestion:
    """Keep what somebody says of a suggested passage.

    Accepted, the passage gets the code in the layer of who accepts; rejected, it is
    not offered to them again. Either is one act that can be undone.
    """
    is_taken = judged.answer == "accepted"
    with store.begin(actor, f"{'accept' if is_taken else 'reject'}-suggestion") as work:
        source = find_open_source(work, judged.source)
        refuse_stale(source, judged.revision)
        code = find_code(work, judged.code)
        made = _make_answer(work, (source, code, actor), judged)
        known = _find_answer(work, made)
        if known is None:
            work.add(made)
        else:
            made = Suggestion(**{**_fields(made), "id": known.id})
            work.replace(made)
        if is_taken:
            _code(work, (source, code, ensure_coder(work, actor)), judged.span)
        work.facts = {"suggestion": made.id, "code": code.id, "source": source.id}
    return made


def _make_answer(
    work: UnitOfWork, where: tuple[Source, Code, str], judged: Judged
) -> Suggestion:
    source, code, actor = where
    span = judged.span
    return Suggestion(
        str(uuid4()),
        source.id,
        source.revision_id,
        code.id,
        _ensure_layer(work, actor).id,
        span.start,
        span.end,
        hash_passage(work, source, span),
        judged.answer,
    )


def _fields(made: Suggestion) -> dict[str, Any]:
    return {name: getattr(made, name) for name in made.__dataclass_fields__}


def _find_answer(reader: Reader, made: Suggestion) -> Suggestion | None:
    names = ("revision_id", "code_id", "coder_id", "start", "end")
    return reader.first(Suggestion, **{name: getattr(made, name) for name in names})


def _code(work: UnitOfWork, who_what: tuple[Source, Code, Coder], span: Span) -> None:
    source, code, coder = who_what
    place = {"source_id": source.id, "start": span.start, "end": span.end}
    if not work.first(Coding, code_id=code.id, coder_id=coder.id, **place):
        work.add(make_coding(work, who_what, span))


def _name_layer(coder: str) -> str:
    # One for each person: what one rejects is not kept from another who codes blind.
    return f"{LAYER_NAMES['suggestion']} {coder}"


def _ensure_layer(work: UnitOfWork, coder: str) -> Coder:
    found = work.first(Coder, name=_name_layer(coder), kind="suggestion")
    if found is None:
        found = Coder(str(uuid4()), _name_layer(coder), "suggestion")
        work.add(found)
    return found
