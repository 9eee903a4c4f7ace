"""The 4R as an instrument: where each R is spoken of, by whom, and what carries it.

A passage says what something *brings*, *needs* or what *holds it back* where it
overlaps a code whose path ends in opbrengst, voorwaarde or drempel. What it brings
speaks for a principle, what holds it back against it. Perspectives stand side by side;
nothing is counted per person.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Literal

import numpy as np
import pandas as pd

from vknz_research.analysis.passages import merge_passages, select_codings
from vknz_research.analysis.query import Vocabulary, find, write_code, write_value
from vknz_research.analysis.query.find import vocabulary_of
from vknz_research.analysis.query.relations import Stretches, mark_overlapping
from vknz_research.analysis.view import RESEARCH, View
from vknz_research.language import Language, current_language
from vknz_research.model.sources import PERSPECTIVES

Facet = Literal["opbrengst", "voorwaarde", "drempel"]
FACETS: Final[tuple[Facet, ...]] = ("opbrengst", "voorwaarde", "drempel")
FOR: Final[Facet] = "opbrengst"
AGAINST: Final[Facet] = "drempel"
ROOT: Final = "4r"
DISCUSSED_FROM: Final = 3
THIN_BELOW: Final = 3  # passages
PLURAL: Final[Mapping[str, tuple[str, str]]] = {
    "klant": ("klanten", "clients"),
    "klantmanager": ("klantmanagers", "case managers"),
    "leidinggevende": ("leidinggevenden", "managers"),
    "beleid": ("beleid en coaches", "policy and coaches"),
}


@dataclass(frozen=True, slots=True)
class Voice:
    """How one perspective speaks of a principle.

    `depth` has a number for each source in which that perspective speaks, in the order
    of the sources: 0 silent, 1 named, 2 discussed. `facets` counts passages. Whether
    it `is_asked` is known only where turns of researchers are coded.
    """

    perspective: str
    passages: int
    depth: tuple[int, ...]
    facets: Mapping[Facet, int]
    is_asked: bool | None

    @property
    def sources(self) -> int:
        """Return in how many sources it is spoken of."""
        return sum(level > 0 for level in self.depth)

    @property
    def total(self) -> int:
        """Return in how many sources this perspective speaks at all."""
        return len(self.depth)


@dataclass(frozen=True, slots=True)
class Principle:
    """One R: its marks and meaning, its voices, and on what it rests.

    `grid` counts passages by sub-code (rows) and facet (columns), for each perspective;
    `by_phase` and `by_municipality` count passages by perspective (columns). `thin`
    says in sentences where the ground is small.
    """

    code: str
    name: str
    meaning: str
    letters: str
    colour: str
    stroke: str
    voices: tuple[Voice, ...]
    grid: Mapping[str, pd.DataFrame]
    by_phase: pd.DataFrame
    by_municipality: pd.DataFrame | None
    thin: tuple[str, ...]
    memos: tuple[str, ...]

    @property
    def passages(self) -> int:
        """Return how many passages all perspectives have together."""
        return sum(voice.passages for voice in self.voices)


@dataclass(frozen=True, slots=True)
class Instrument:
    """The principles of a framework, in the order of the codebook."""

    root: str
    principles: tuple[Principle, ...]
    facets: tuple[Facet, ...] = FACETS


def read_instrument(
    view: View,
    root: str = ROOT,
    *,
    memos: pd.DataFrame | None = None,
    language: Language | None = None,
) -> Instrument:
    """Read the instrument on the sources and codings of a view.

    `memos` are those of the snapshot; a principle gets the ids of those written for it
    or for a code below it.
    """
    reader = _Reader(view, memos, language or current_language())
    top = view.codes[view.codes["parent"] == root].sort_values("position")
    return Instrument(root, tuple(reader.read(row) for _, row in top.iterrows()))


def list_facet_codes(paths: Iterable[str], facet: Facet) -> list[str]:
    """List the codes that say of a passage that it has a facet.

    >>> list_facet_codes(["kernelementen/vreemde-ogen/drempel", "4r/routine"], AGAINST)
    ['kernelementen/vreemde-ogen/drempel']
    """
    return sorted(path for path in paths if path.endswith("/" + facet))


def facet_query(
    codes: Iterable[str],
    code: str,
    facet: Facet | None = None,
    perspective: str | None = None,
    **equal: object,
) -> str:
    """Return the question behind a number of the instrument.

    >>> facet_query(["k/v/drempel"], "4r/routine", "drempel", "klant")
    '4r/routine OVERLAPT k/v/drempel EN perspectief:klant'
    """
    asked = write_code(code)
    if facet is not None:
        carriers = [write_code(path) for path in list_facet_codes(codes, facet)]
        joined = " OF ".join(carriers)
        asked += f" OVERLAPT {f'({joined})' if len(carriers) > 1 else joined}"
    limits = {"perspective": perspective, **equal}
    given = [write_value(n, v) for n, v in limits.items() if v is not None]
    return " EN ".join([asked, *given])


@dataclass(frozen=True)
class _Reader:
    view: View
    memos: pd.DataFrame | None
    language: Language

    @property
    def words(self) -> Vocabulary:
        return vocabulary_of(self.view)

    @property
    def perspectives(self) -> list[str]:
        spoken = set(self.view.pairs["perspective"]) - {RESEARCH}
        own = [p for p in PERSPECTIVES if p in spoken]
        return [*own, *sorted(spoken - set(own))]

    def say(self, nl: str, en: str) -> str:
        return en if self.language == "en" else nl

    def read(self, row: "pd.Series[Any]") -> Principle:
        code = str(row["code"])
        codings = select_codings(self.view.codings, code=code)
        found = find(self.view, write_code(code))
        voices = tuple(self.hear(code, codings, p) for p in self.perspectives)
        return Principle(
            code=code,
            name=self.text(row, "name") or code,
            meaning=self.text(row, "definition"),
            letters=str(row["letters"]),
            colour=str(row["colour"]),
            stroke=str(row["stroke"]),
            voices=voices,
            grid={p: self.make_grid(code, p) for p in self.perspectives},
            by_phase=_count(found, "phase", found["phase"], self.perspectives),
            by_municipality=self.count_municipalities(found),
            thin=tuple(self.tell_thin(voices)),
            memos=self.list_memos(code),
        )

    def text(self, row: "pd.Series[Any]", name: str) -> str:
        found = row.get(f"{name}_{self.language}") or row.get(f"{name}_nl")
        return found if isinstance(found, str) else ""

    def hear(self, code: str, codings: pd.DataFrame, perspective: str) -> Voice:
        own = select_codings(codings, perspectives=[perspective])
        merged = merge_passages(own)
        counts = merged["source_id"].astype(object).value_counts()
        pairs = self.view.pairs
        speaks = set(pairs.loc[pairs["perspective"] == perspective, "source_id"])
        order = [s for s in self.view.sources["source_id"] if s in speaks]
        return Voice(
            perspective,
            len(merged),
            tuple(_depth(int(counts.get(source, 0))) for source in order),
            dict(zip(FACETS, self.count_facets(codings, perspective), strict=True)),
            self.is_asked(code, set(order)),
        )

    def is_asked(self, code: str, sources: set[str]) -> bool | None:
        """Say whether a researcher spoke of it where this perspective speaks."""
        if RESEARCH not in set(self.view.codings["perspective"].astype(object)):
            return None
        asked = select_codings(self.view.codings, code=code, perspectives=[RESEARCH])
        return bool(asked["source_id"].isin(sources).any())

    @cached_property
    def carriers(self) -> Mapping[Facet, Stretches]:
        """Where each facet is said, by anybody."""
        paths = list(self.words.names)
        found: dict[Facet, Stretches] = {}
        for facet in FACETS:
            codes = list_facet_codes(paths, facet)
            rows = self.view.codings[self.view.codings["code"].isin(codes).to_numpy()]
            found[facet] = Stretches.of(merge_passages(rows), self.ranks)
        return found

    @cached_property
    def ranks(self) -> dict[str, int]:
        """The sources in the order in which merging leaves passages."""
        ids = self.view.codings["source_id"].astype("category").cat.categories
        return {str(name): rank for rank, name in enumerate(ids)}

    def count_facets(self, codings: pd.DataFrame, perspective: str) -> list[int]:
        """Count the passages of one perspective that have each facet."""
        own = merge_passages(select_codings(codings, perspectives=[perspective]))
        spans = Stretches.of(own, self.ranks)
        return [
            int(mark_overlapping(spans, self.carriers[facet]).sum()) for facet in FACETS
        ]

    def make_grid(self, code: str, perspective: str) -> pd.DataFrame:
        codes = self.view.codes
        below = codes[codes["parent"] == code].sort_values("position")
        paths = [str(path) for path in below["code"]]
        counted = [
            self.count_facets(select_codings(self.view.codings, code=path), perspective)
            for path in paths
        ]
        return pd.DataFrame(
            np.array(counted, dtype="int64").reshape(len(paths), len(FACETS)),
            index=pd.Index(paths, name="code"),
            columns=list(FACETS),
        )

    def count_municipalities(self, found: pd.DataFrame) -> pd.DataFrame | None:
        sources = self.view.sources.set_index("source_id")["municipality"]
        if sources.dropna().nunique() < 2:
            return None
        places = found["source_id"].astype(object).map(sources.astype(object))
        return _count(found, "municipality", places, self.perspectives)

    def tell_thin(self, voices: Sequence[Voice]) -> Iterable[str]:
        for voice in voices:
            nl, en = PLURAL.get(voice.perspective, (voice.perspective,) * 2)
            who = self.say(nl, en)
            if not voice.passages:
                yield self.tell_silent(who, is_asked=voice.is_asked)
            elif voice.sources == 1 < voice.total:
                yield self.say(
                    f"Bij {who} steunt dit op één bron.",
                    f"With {who} this rests on one source.",
                )
            elif voice.passages < THIN_BELOW:
                yield self.say(
                    f"Bij {who} {_number(voice.passages)}.",
                    f"With {who} {_number(voice.passages)}.",
                )
            elif not voice.facets[AGAINST]:
                yield self.say(
                    f"Bij {who} geen passage over wat tegenhoudt.",
                    f"With {who} no passage on what holds it back.",
                )
            elif not voice.facets[FOR]:
                yield self.say(
                    f"Bij {who} geen passage over wat het brengt.",
                    f"With {who} no passage on what it brings.",
                )

    def tell_silent(self, who: str, *, is_asked: bool | None) -> str:
        said = self.say(
            f"Van {who} is hier niets over gecodeerd",
            f"Nothing is coded on this from {who}",
        )
        if is_asked is None:
            return f"{said}."
        if is_asked:
            return said + self.say(
                ", hoewel ernaar is gevraagd.", ", though it was asked."
            )
        return said + self.say(
            ". Er is in de coderingen ook geen vraag ernaar te vinden.",
            ". The codings hold no question on it either.",
        )

    def list_memos(self, code: str) -> tuple[str, ...]:
        if self.memos is None:
            return ()
        sections = self.memos["section"].astype(object).fillna("")
        is_own = (sections == code) | sections.str.startswith(code + "/")
        return tuple(self.memos.loc[is_own, "memo_id"])


def _number(passages: int) -> str:
    return f"{passages} passage{'s' if passages > 1 else ''}"


def _depth(passages: int) -> int:
    return 0 if not passages else 2 if passages >= DISCUSSED_FROM else 1


def _count(
    found: pd.DataFrame, name: str, rows: "pd.Series[Any]", order: Sequence[str]
) -> pd.DataFrame:
    """Count passages by something (rows) and perspective (columns)."""
    who = found["perspective"].astype(object)
    table = pd.crosstab(rows.astype(object).rename(name), who)
    return table.reindex(columns=list(order), fill_value=0).astype("int64")
