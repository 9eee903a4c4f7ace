"""The page *Thema’s (4R)*: the instrument in panels, and one principle in full."""

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from vknz_research.analysis.instrument import (
    FACETS,
    Facet,
    Instrument,
    Principle,
    Voice,
    facet_query,
    list_facet_codes,
    read_instrument,
)
from vknz_research.analysis.query import write_code
from vknz_research.analysis.query.relations import Stretches, mark_overlapping
from vknz_research.dashboard.looks.frames import Looked
from vknz_research.dashboard.looks.perspectives import choose_quotes
from vknz_research.dashboard.looks.shapes import Shape
from vknz_research.language import current_language
from vknz_research.model.codes import is_within

if TYPE_CHECKING:
    import pandas as pd

    from vknz_research.analysis.view import Choice

OTHERS: Final = 2  # quotations without a facet, at once


def read_once(looked: Looked, choice: "Choice") -> Instrument:
    """Return the instrument of a choice, read when it is first asked for."""
    view, memos = looked.view(choice), looked.snapshot.memos
    return looked.keep(
        ("instrument", choice, current_language()),
        lambda: read_instrument(view, memos=memos),
    )


def describe_instrument(looked: Looked, choice: "Choice", code: str) -> Shape:
    """Return the panels, and the principle that is chosen, else the first in use."""
    principles = read_once(looked, choice).principles
    in_use = [one for one in principles if one.passages]
    chosen = next((one for one in principles if one.code == code), None)
    chosen = chosen or next(iter(in_use), None)
    return {
        "roots": [_shape_panel(one) for one in principles],
        "chosen": _Chosen(looked, choice, chosen).shape() if chosen else None,
    }


def _shape_panel(principle: Principle) -> Shape:
    return {
        "code": principle.code,
        "thin": list(principle.thin),
        "voices": [
            {
                "perspective": voice.perspective,
                "depth": list(voice.depth),
                "sources": voice.sources,
                "of": voice.total,
            }
            for voice in principle.voices
        ],
    }


class _Chosen:
    """One principle with its quotations, each number with the question behind it."""

    def __init__(self, looked: Looked, choice: "Choice", principle: Principle) -> None:
        self.looked = looked
        self.choice = choice
        self.principle = principle
        self.view = looked.view(choice)
        self.codes = [str(path) for path in self.view.codes["code"]]

    def ask(
        self,
        code: str,
        facet: Facet | None = None,
        who: str | None = None,
        **equal: Any,
    ) -> str:
        """Return the question behind a number."""
        return facet_query(self.codes, code, facet, who, **equal)

    def shape(self) -> Shape:
        """Return the principle as it is drawn."""
        one = self.principle
        return {
            "code": one.code,
            "voices": [self.shape_voice(voice) for voice in one.voices],
            "subs": self.shape_subs(),
            "phases": {"rows": self.shape_over(one.by_phase, "phase")},
            "municipalities": {
                "rows": []
                if one.by_municipality is None
                else self.shape_over(one.by_municipality, "municipality")
            },
            "memos": self.list_memos(),
        }

    def shape_voice(self, voice: Voice) -> Shape:
        """Return what one perspective says, by facet and else."""
        code, who = self.principle.code, voice.perspective
        facets = [self.shape_facet(name, voice) for name in FACETS]
        return {
            "perspective": who,
            "n": voice.passages,
            "q": self.ask(code, None, who),
            "sources": voice.sources,
            "of": voice.total,
            "asked": voice.is_asked,
            "facets": facets,
            "others": self.choose_others(facets, voice),
        }

    def shape_facet(self, facet: Facet, voice: Voice) -> Shape:
        """Return how many passages have a facet, with two of them."""
        number = voice.facets[facet]
        query = self.ask(self.principle.code, facet, voice.perspective)
        quotes: list[Shape] = []
        if number:
            said = self.find_said(voice)
            spans = Stretches.of(said, self.ranks)
            has_facet = mark_overlapping(spans, self.find_carriers(facet))
            quotes = choose_quotes(self.looked, self.choice, said[has_facet], OTHERS)
        return {"facet": facet, "n": number, "q": query, "quotes": quotes}

    @cached_property
    def ranks(self) -> dict[str, int]:
        """The sources in the order in which questions find."""
        return {str(name): at for at, name in enumerate(self.view.sources["source_id"])}

    def find_said(self, voice: Voice) -> "pd.DataFrame":
        """Return all that one perspective says of the principle."""
        query = self.ask(self.principle.code, None, voice.perspective)
        return self.looked.find(self.choice, query)

    def find_carriers(self, facet: Facet) -> Stretches:
        """Return where a facet is said, of whatever and by anybody."""
        codes = [write_code(path) for path in list_facet_codes(self.codes, facet)]
        found = self.looked.find(self.choice, " OF ".join(codes))
        return Stretches.of(found, self.ranks)

    def choose_others(self, facets: list[Shape], voice: Voice) -> list[Shape]:
        """Return passages that stand under no facet, where there is room for them."""
        shown = {(p["id"], p["start"]) for one in facets for p in one["quotes"]}
        if len(shown) >= 2 * OTHERS or not voice.passages:
            return []
        found = choose_quotes(
            self.looked, self.choice, self.find_said(voice), 3 * OTHERS
        )
        return [p for p in found if (p["id"], p["start"]) not in shown][:OTHERS]

    def shape_subs(self) -> list[Shape]:
        """Return sub-codes against facets for each perspective; empty rows go."""
        grid = self.principle.grid
        names = [voice.perspective for voice in self.principle.voices]
        if not names:
            return []
        rows = []
        for path in grid[names[0]].index:
            cells = [self.shape_cells(path, who, grid[who]) for who in names]
            rows.append({"code": str(path), "cells": cells})
        return rows

    def shape_cells(self, path: str, who: str, grid: "pd.DataFrame") -> Shape:
        """Return the cells of one sub-code and one perspective."""
        return {
            name: {"n": _count(grid, path, name), "q": self.ask(path, name, who)}
            for name in FACETS
        }

    def shape_over(self, table: "pd.DataFrame", column: str) -> list[Shape]:
        """Return the passages by phase or by municipality."""
        names = [voice.perspective for voice in self.principle.voices]
        rows = []
        for value in table.index:
            plain = int(value) if column == "phase" else str(value)
            cells = [
                {
                    "n": _count(table, value, who),
                    "q": self.ask(self.principle.code, None, who, **{column: plain}),
                }
                for who in names
            ]
            rows.append({"value": plain, "cells": cells})
        return rows

    def list_memos(self) -> list[Shape]:
        """Return the memos on this principle and on the codes below it."""
        memos, links = self.looked.snapshot.memos, self.looked.snapshot.memo_links
        codes = self.view.codes
        paths = map(str, codes["code"])
        is_own = [is_within(path, self.principle.code) for path in paths]
        keys = set(codes["code_id"][is_own])
        linked = set(links["memo_id"][links["target_id"].isin(keys).to_numpy()])
        wanted = linked | set(self.principle.memos)
        found = memos[memos["memo_id"].isin(wanted).to_numpy()]
        return [
            {"id": str(row.memo_id), "title": str(row.title), "kind": str(row.kind)}
            for row in found.itertuples()
        ]


def _count(table: "pd.DataFrame", row: Any, column: str) -> int:
    number: Any = table.loc[row, column]
    return int(number)
