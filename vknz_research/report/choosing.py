"""What a parameters file chose, held against the snapshot."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from vknz_research.errors import AbsentChoiceError
from vknz_research.report.contents import Contents
from vknz_research.report.parameters import Parameters
from vknz_research.snapshot import Snapshot

_REMEDIES: dict[str, tuple[str, str]] = {
    "section": (
        "Kies een codepad of hoofdstuk van dit rapport waarover iets is gecodeerd of "
        "geschreven, of haal het uit het bestand.",
        "Choose a code path or chapter of this report about which something is coded "
        "or written, or take it out of the file.",
    ),
    "quotation": (
        "Bevries de studie opnieuw als het citaat er pas later bij kwam, of haal het "
        "uit het bestand.",
        "Freeze the study again if the quotation was added later, or take it out of "
        "the file.",
    ),
    "memo": (
        "Schrijf de titel zoals die in de studie staat, bevries opnieuw, of haal de "
        "memo uit het bestand.",
        "Write the title as it stands in the study, freeze again, or take the memo "
        "out of the file.",
    ),
}
_WHAT: dict[str, tuple[str, str]] = {
    "section": ("Onderdeel", "Section"),
    "quotation": ("Citaat", "Quotation"),
    "memo": ("Memo", "Memo"),
}


class Choices:
    """The quotations and memos that a file chose, by section."""

    def __init__(self, parameters: Parameters, snapshot: Snapshot) -> None:
        self.parameters = parameters
        self.snapshot = snapshot
        self.picks = dict(parameters.quotations)
        self.memos = dict(parameters.memos)
        self.edits = {
            pick.key: pick.edited for picks in self.picks.values() for pick in picks
        }

    @property
    def taken(self) -> set[str]:
        """Return the quotations that stand where the file says."""
        return set(self.edits)

    def check(self, contents: Contents) -> None:
        """Refuse a section, quotation or memo that is not there.

        `contents` has all that could be chosen: what was chosen of a section that is
        left out stays in the file, for when it comes back.
        """
        if not self.parameters.is_composed:
            return
        places = {c.id for c in contents.chapters} | {s.code for s in contents.sections}
        for name in (*self.parameters.sections, *self.parameters.without_figure):
            if name not in places:
                raise _refuse("section", name)
        for name in (*self.picks, *self.memos):
            if name not in places:
                raise _refuse("section", name)
        self._check_quotations()
        self._check_memos()

    def _check_quotations(self) -> None:
        known = set(self.snapshot.excerpts["key"].astype(str))
        for section, picks in self.picks.items():
            for pick in picks:
                if pick.key not in known:
                    raise _refuse("quotation", pick.key, section)

    def _check_memos(self) -> None:
        memos = self.snapshot.memos
        for section, titles in self.memos.items():
            own = memos[(memos["section"] == section) & (memos["kind"] == "report")]
            known = set(own["title"].astype(str))
            for title in titles:
                if title not in known:
                    raise _refuse("memo", title, section)

    def keys_of(self, section: str) -> Sequence[str] | None:
        """Return the chosen quotations of a section in order; None where all stand."""
        picks = self.picks.get(section)
        return None if picks is None else [pick.key for pick in picks]

    def shows(self, section: str, key: str) -> bool:
        """Say whether a quotation that a memo places stands there in this report."""
        chosen = self.keys_of(section)
        return key not in self.taken if chosen is None else key in chosen

    def keep_memos(self, section: str, memos: pd.DataFrame) -> pd.DataFrame:
        """Return the chosen memos of a section in order, or all."""
        titles = self.memos.get(section)
        if titles is None:
            return memos
        kept = memos[memos["title"].astype(str).isin(list(titles))]
        order = kept["title"].astype(str).map(list(titles).index)
        return kept.loc[order.sort_values(kind="stable").index]

    def edit(self, row: Any) -> Any:
        """Return a quotation with the reading that the file gives it, if any."""
        edited = self.edits.get(str(row.key))
        return row if edited is None else row._replace(edited=edited)


def _refuse(kind: str, name: str, section: str = "") -> AbsentChoiceError:
    nl, en = _WHAT[kind]
    remedy_nl, remedy_en = _REMEDIES[kind]
    return AbsentChoiceError(
        what_nl=nl,
        what_en=en,
        name=name,
        place_nl=f" bij {section}" if section else "",
        place_en=f" in {section}" if section else "",
        remedy_nl=remedy_nl,
        remedy_en=remedy_en,
    )
