"""What the workbench asks and does where suggestions are on."""

from collections.abc import Mapping
from typing import Final

from vknz_research.coding.asks import CONTEXT, Ask
from vknz_research.coding.deltas import View
from vknz_research.coding.desk import Desk
from vknz_research.coding.doings import Doing
from vknz_research.coding.find import need_code
from vknz_research.coding.messages import Args
from vknz_research.coding.shapes import Json
from vknz_research.coding.suggest import (
    Judged,
    Offer,
    Suggested,
    answer_suggestion,
    list_suggestions,
)
from vknz_research.errors import BadMessageError, SuggestionsOffError
from vknz_research.model.sources import Revision, Source
from vknz_research.store import Store
from vknz_research.store.unit import Reader

ANSWERS: Final = ("accepted", "rejected")


def ask_suggestions(desk: Desk, view: View, args: Args) -> Json:
    """Give the passages that may deserve a code, and how well that does here."""
    del view
    if desk.suggesting is None:
        raise SuggestionsOffError(path="…")
    with desk.store.read() as reader:
        code = need_code(reader, args.text("code"))
        offer = list_suggestions(reader, code.path, desk.coder, desk.suggesting.model)
        return shape_offer(reader, offer)


def shape_offer(reader: Reader, offer: Offer) -> Json:
    """Return suggestions as passages with their reasons, and the figure."""
    names = {source.id: source.name for source in reader.all(Source)}
    needed = {one.unit.revision_id for one in offer.found}
    texts = {r.id: r.text for r in reader.all(Revision, id=needed)} if needed else {}
    figure = offer.figure
    return {
        "code": offer.code.id,
        "path": offer.code.path,
        "passages": offer.passages,
        "suggestions": [_shape(one, names, texts) for one in offer.found],
        "figure": {
            "average_precision": figure.average_precision,
            "precision_at_10": figure.precision,
            "base": figure.base,
            "folds": figure.folds,
            "sources": figure.sources,
            "reason": figure.reason,
        },
    }


def _shape(one: Suggested, names: Mapping[str, str], texts: Mapping[str, str]) -> Json:
    unit = one.unit
    text = texts[unit.revision_id]
    return {
        "source": unit.source_id,
        "source_name": names[unit.source_id],
        "revision": unit.revision_id,
        "start": unit.start,
        "end": unit.end,
        "text": unit.text,
        "before": text[max(0, unit.start - CONTEXT) : unit.start],
        "after": text[unit.end : unit.end + CONTEXT],
        "why": list(one.why),
        "score": round(one.score, 6),
    }


def answer(desk: Desk, store: Store, args: Args) -> None:
    """Accept or reject a suggested passage."""
    if desk.suggesting is None:
        raise SuggestionsOffError(path="…")
    given = args.text("answer")
    if given not in ANSWERS:
        raise BadMessageError(act=args.act)
    judged = Judged(
        args.text("source"),
        args.text("revision"),
        args.text("code"),
        args.span(),
        "accepted" if given == "accepted" else "rejected",
    )
    answer_suggestion(store, desk.coder, judged)


ASKS: Final[Mapping[str, Ask]] = {"suggestions": ask_suggestions}
DOINGS: Final[Mapping[str, Doing]] = {"answer-suggestion": answer}
