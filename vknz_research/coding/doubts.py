"""Passages whose place an edit made uncertain: listed, confirmed, or gone with them."""

from collections.abc import Iterable

from vknz_research.model.codings import Doubt
from vknz_research.store.unit import IN_ONE_QUESTION, UnitOfWork


def remove_doubts(work: UnitOfWork, target_ids: Iterable[str]) -> int:
    """Take the doubts about these codings, links or quotations away; count them."""
    ids = list(target_ids)
    gone = 0
    for at in range(0, len(ids), IN_ONE_QUESTION):
        some = set(ids[at : at + IN_ONE_QUESTION])
        doubts = work.all(Doubt, target_id=some)
        work.remove(*doubts)
        gone += len(doubts)
    return gone
