"""The rows of a snapshot on several coders: rounds, what was handed in, decisions."""

from collections.abc import Iterable, Mapping
from typing import Any

from vknz_research.model.adjudication import Adjudication, Decision
from vknz_research.model.codes import Code
from vknz_research.model.codings import Coder
from vknz_research.model.rounds import (
    Assignment,
    Opening,
    Round,
    RoundCoding,
    list_closed,
)
from vknz_research.model.text import MASK
from vknz_research.snapshot.state import Document
from vknz_research.store.unit import Reader

Rows = list[dict[str, Any]]
BETWEEN = "|"


def read_rounds(reader: Reader, documents: Mapping[str, Document]) -> dict[str, Rows]:
    """Read the tables `rounds`, `assignments`, `round_codings` and `decisions`."""
    rounds = sorted(reader.all(Round), key=lambda one: one.number)
    coders = {coder.id: coder.name for coder in reader.all(Coder)}
    numbers = {one.id: one.number for one in rounds}
    return {
        "rounds": [
            {
                "round_id": one.id,
                "number": one.number,
                "title": one.title,
                "is_blind": bool(one.is_blind),
            }
            for one in rounds
        ],
        "assignments": list(_assignment_rows(reader, rounds, coders, documents.keys())),
        "round_codings": list(_coding_rows(reader, numbers, coders, documents)),
        "decisions": list(_decision_rows(reader, coders, documents)),
    }


def list_adjudicated(reader: Reader) -> set[str]:
    """List the sources of which the consensus was settled."""
    return {one.source_id for one in reader.all(Adjudication, state="done")}


def _assignment_rows(
    reader: Reader,
    rounds: list[Round],
    coders: Mapping[str, str],
    shown: Iterable[str],
) -> Iterable[dict[str, Any]]:
    assignments, kept = reader.all(Assignment), set(shown)
    openings = reader.all(Opening)
    closed = list_closed(rounds, assignments, openings)
    early = {(one.round_id, one.source_id) for one in openings}
    numbers = {one.id: one.number for one in rounds}
    order = sorted(
        assignments,
        key=lambda a: (numbers[a.round_id], a.source_id, coders[a.coder_id]),
    )
    for one in order:
        if one.source_id in kept:
            yield {
                "round_id": one.round_id,
                "number": numbers[one.round_id],
                "source_id": one.source_id,
                "coder": coders[one.coder_id],
                "state": one.state,
                "is_open": (one.round_id, one.source_id) not in closed,
                "is_opened_early": (one.round_id, one.source_id) in early,
            }


def _coding_rows(
    reader: Reader,
    numbers: Mapping[str, int],
    coders: Mapping[str, str],
    documents: Mapping[str, Document],
) -> Iterable[dict[str, Any]]:
    lengths = reader.text_lengths()
    order = sorted(
        reader.all(RoundCoding),
        key=lambda c: (
            numbers[c.round_id],
            c.source_id,
            c.start,
            c.end,
            c.code,
            coders[c.coder_id],
        ),
    )
    for one in order:
        if _is_shown(documents.get(one.source_id), one):
            yield {
                "round_id": one.round_id,
                "number": numbers[one.round_id],
                "source_id": one.source_id,
                "coder": coders[one.coder_id],
                "code": one.code,
                "start": one.start,
                "end": one.end,
                "characters": lengths[one.revision_id],
                "code_revision": one.code_revision,
            }


def _is_shown(document: Document | None, item: RoundCoding | Decision) -> bool:
    """Say whether nothing at a place is hidden, also when the text was edited since."""
    if document is None:
        return False
    if not document.is_masked:
        return True
    is_now = item.revision_id == document.source.revision_id
    return is_now and MASK not in document.text[item.start : item.end]


def _decision_rows(
    reader: Reader, coders: Mapping[str, str], documents: Mapping[str, Document]
) -> Iterable[dict[str, Any]]:
    sources = {one.id: one.source_id for one in reader.all(Adjudication)}
    paths = {code.id: code.path for code in reader.all(Code)}
    order = sorted(
        reader.all(Decision),
        key=lambda d: (sources[d.adjudication_id], d.start, d.end, d.key),
    )
    for one in order:
        source_id = sources[one.adjudication_id]
        if not _is_shown(documents.get(source_id), one):
            continue
        sides = one.sides["codings"]
        yield {
            "decision_id": one.id,
            "source_id": source_id,
            "kind": one.kind,
            "outcome": one.outcome,
            # A code that was folded into another one since has no path any more.
            "codes": _join(paths[s["code_id"]] for s in sides if s["code_id"] in paths),
            "coders": _join(coders[side["coder_id"]] for side in sides),
            "decided_by": _join(one.decided_by["names"]),
            "reason": one.reason,
            "start": one.start,
            "end": one.end,
            "at": one.at,
        }


def _join(names: Iterable[str]) -> str:
    return BETWEEN.join(sorted(set(names)))
