"""The times of codings and observations that went along to another copy's text. Pure.

Two copies may have corrected the words or the time codes of one source: what stood in
the one text gets the times of the other, so that both its places agree there.
"""

from collections.abc import Callable, MutableMapping, Sequence, Set
from typing import Any

from vknz_research.coding.timing import keep_in_step, read_units, time_seen
from vknz_research.model.codings import Coding
from vknz_research.model.cycles import Observation
from vknz_research.model.timeline import Unit
from vknz_research.store.mapping import from_row, to_row
from vknz_research.store.unit import Reader

Key = tuple[str, str]
Row = dict[str, Any]
FindUnits = Callable[[str], Sequence[Unit]]
FindText = Callable[[str], str]


def units_of(*readers: Reader) -> FindUnits:
    """Return what finds the timed units of a text that one of the copies has."""
    known: dict[str, Sequence[Unit]] = {}

    def find_units(revision_id: str) -> Sequence[Unit]:
        if revision_id not in known:
            found = (read_units(reader, revision_id) for reader in readers)
            known[revision_id] = next((units for units in found if units), [])
        return known[revision_id]

    return find_units


def retime_rows(
    rows: MutableMapping[Key, Row], moved: Set[Key], text: FindText, find: FindUnits
) -> None:
    """Give the rows that moved to another text their times in it."""
    codings: dict[str, list[Coding]] = {}
    for key in sorted(moved & rows.keys()):
        if key[0] == "coding":
            coding = from_row(Coding, rows[key])
            codings.setdefault(coding.revision_id, []).append(coding)
        elif key[0] == "observation":
            seen = from_row(Observation, rows[key])
            rows[key] = to_row(time_seen(seen, find(seen.revision_id)))
    for revision_id, some in codings.items():
        _retime_codings(rows, some, text(revision_id), find(revision_id))


def _retime_codings(
    rows: MutableMapping[Key, Row],
    codings: Sequence[Coding],
    text: str,
    units: Sequence[Unit],
) -> None:
    for _, made in keep_in_step([(c, c) for c in codings], text, units):
        rows["coding", made.id] = to_row(made)
