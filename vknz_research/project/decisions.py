"""Proposals as a table in CSV, and the decisions that a person filled in there."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from vknz_research.coding.find import find_source
from vknz_research.exchange.tables import Row, read_rows, write_rows
from vknz_research.model.privacy import OUTCOMES
from vknz_research.privacy.proposals import CATEGORIES, describe_reason
from vknz_research.privacy.vault import write_private
from vknz_research.project.pseudonyms import Decision, Offer
from vknz_research.project.study import Study
from vknz_research.store.unit import Reader

COLUMNS: Final = (
    "source", "start", "end", "text", "category", "reason",
    "decision", "token", "why", "only",
)  # fmt: skip
_NEEDED: Final = ("source", "start", "end", "text", "category", "decision")
_YES: Final = frozenset(["x", "ja", "j", "yes", "y", "1", "only", "true", "alleen"])


def write_offers(offers: Sequence[Offer], target: Path) -> None:
    """Write proposals to a table that only this account can read."""
    write_private(target, b"")
    rows = [
        (
            offer.source,
            offer.start,
            offer.end,
            offer.text,
            offer.category,
            describe_reason(offer.reason),
            offer.decision,
            offer.token,
            None,
            None,
        )
        for offer in offers
    ]
    write_rows(target, COLUMNS, rows)


def read_decisions(study: Study, table: Path) -> list[Decision]:
    """Read the decisions in a table; rows without one are left for later."""
    rows = [row for row in read_rows(table, _NEEDED) if row.get("decision")]
    with study.store.read() as reader:
        return [_read(reader, row) for row in rows]


def _read(reader: Reader, row: Row) -> Decision:
    outcome = row.need("decision").lower()
    if outcome not in OUTCOMES:
        known = ", ".join(OUTCOMES)
        raise row.error(
            nl=f"decision moet zijn: {known}", en=f"decision must be one of: {known}"
        )
    category = row.need("category").lower()
    names = {nl: key for key, (nl, _) in CATEGORIES.items()}
    return Decision(
        find_source(reader, row.need("source")).id,
        row.number("start"),
        row.number("end"),
        row.raw("text"),
        names.get(category, category),
        outcome,
        row.get("token"),
        row.get("why"),
        only=(row.get("only") or "").lower() in _YES,
        line=row.line,
    )
