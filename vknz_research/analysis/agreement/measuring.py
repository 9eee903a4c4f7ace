"""Agreement on a snapshot: over all, per code, per source and per pair of coders."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from vknz_research.analysis.agreement.bootstrap import REPLICATES, SEED, SOURCES
from vknz_research.analysis.agreement.cells import fill_cells
from vknz_research.analysis.agreement.family import (
    lay_lines,
    sum_code,
    sum_values,
    sum_without,
)
from vknz_research.analysis.agreement.gamma import measure_gamma
from vknz_research.analysis.agreement.layout import Sheet, check_unit, lay_sheets
from vknz_research.analysis.agreement.notes import (
    Method,
    describe_interval,
    describe_unit,
)
from vknz_research.analysis.agreement.outcomes import Coefficient, explain
from vknz_research.analysis.agreement.rows import (
    Drawing,
    find_method,
    measure_code,
    measure_family,
    measure_values,
)
from vknz_research.analysis.agreement.selection import (
    LeftOut,
    Part,
    Wanted,
    select_parts,
)
from vknz_research.errors import UnknownValueError
from vknz_research.language import say
from vknz_research.privacy.assessment import refuse_personal

BETWEEN = " · "
PARTS = ("code", "source", "pair")
OVERALL = ("u_alpha", "u_alpha_binary", "cu_alpha")


@dataclass(frozen=True, slots=True)
class Agreement:
    """What coders agree on, with intervals, and what was left out.

    Attributes
    ----------
    unit
        character, turn, sentence, window:N or ms; the unitizing family is always
        measured on the continuum itself (characters, or ms).
    interval
        What intervals are drawn from: sources, turns, or none.
    """

    unit: str
    coders: tuple[str, ...]
    sources: tuple[str, ...]
    overall: tuple[Coefficient, ...]
    by_code: dict[str, tuple[Coefficient, ...]]
    by_source: dict[str, tuple[Coefficient, ...]]
    by_pair: dict[str, tuple[Coefficient, ...]]
    left_out: tuple[LeftOut, ...]
    interval: Method
    drawing: Drawing
    round: int | None = None

    @property
    def sentences(self) -> list[str]:
        """Return what a reader has to know beside the numbers."""
        if len(self.coders) < 2:
            return [explain("one_coder")]
        return [
            _tell_extent(self),
            describe_unit(self.unit),
            describe_interval(self.interval),
            say(
                nl="Een getal zegt hoe gelijk er gecodeerd is, niet of het goed is. "
                "Grenzen als 0,667 en 0,800 zijn afspraken; kijk naar de fragmenten.",
                en="A number says how alike the coding is, not whether it is right. "
                "Limits such as .667 and .800 are conventions; look at the passages.",
            ),
        ]

    def find(self, coefficient: str, code: str | None = None) -> Coefficient:
        """Return a coefficient, over all or of a code; KeyError if it is not there."""
        rows = self.overall if code is None else self.by_code[code]
        return {row.coefficient: row for row in rows}[coefficient]

    def to_dict(self) -> dict[str, Any]:
        """Return the measurement as JSON has it."""
        return {
            "unit": self.unit,
            "coders": list(self.coders),
            "sources": list(self.sources),
            "round": self.round,
            "overall": [row.to_dict() for row in self.overall],
            "by_code": _as_rows(self.by_code),
            "by_source": _as_rows(self.by_source),
            "by_pair": _as_rows(self.by_pair),
            "left_out": [row.to_dict() for row in self.left_out],
            "interval": {
                "method": self.interval,
                "replicates": self.drawing.replicates,
                "seed": self.drawing.seed,
            },
            "sentences": self.sentences,
        }


def _as_rows(
    grouped: dict[str, tuple[Coefficient, ...]],
) -> dict[str, list[dict[str, Any]]]:
    return {name: [row.to_dict() for row in rows] for name, rows in grouped.items()}


def _tell_extent(found: Agreement) -> str:
    names, number = ", ".join(found.coders), len(found.sources)
    return say(
        nl=f"{len(found.coders)} codeurs ({names}), "
        f"{number} {'bron' if number == 1 else 'bronnen'}.",
        en=f"{len(found.coders)} coders ({names}), "
        f"{number} {'source' if number == 1 else 'sources'}.",
    )


def _check_by(by: Sequence[str]) -> None:
    refuse_personal(by)
    for name in by:
        if name not in PARTS:
            known = ", ".join(PARTS)
            raise UnknownValueError(value=name, field="by", known=known)


def measure(  # noqa: PLR0913 - each is one choice of the researcher
    frames: Any,
    coders: Sequence[str] | None = None,
    unit: str = "character",
    codes: Sequence[str] | None = None,
    *,
    level: int | None = None,
    round: int | None = None,
    replicates: int = REPLICATES,
    seed: int = SEED,
    with_gamma: bool = False,
    by: Sequence[str] = PARTS,
) -> Agreement:
    """Measure how alike coders coded.

    Parameters
    ----------
    frames
        A snapshot, or any object with the frames `codings`, `sources`, `turns` and
        `texts` (and `coders`, `assignments`, `round_codings` where there are any).
    coders
        Names; None for every person who coded.
    unit
        What is judged: character, turn, sentence, window:N (characters) or ms.
    codes
        Code paths, each with what lies below it; None for all.
    level
        Roll sub-codes up to so many parts below the framework.
    round
        Compare what was handed in for a round of coding, by its number.
    replicates, seed
        Of the bootstrap; 0 replicates for no intervals.
    with_gamma
        Compute gamma too, where pygamma-agreement is installed: takes minutes.
    by
        What to measure beside the whole: code, source, pair; all by default.

    Raises
    ------
    UnknownThingError
        When a coder does not exist.
    UnknownValueError
        When the unit does not exist, or what to measure by.
    NoAssessmentError
        When it would be measured per person who is studied.
    """
    check_unit(unit)
    _check_by(by)
    wanted = Wanted(tuple(coders or ()), tuple(codes or ()), level, round)
    selection = select_parts(frames, wanted)
    sheets, left = lay_sheets(frames, selection.parts, unit)
    drawing = Drawing(replicates, seed)
    names = selection.coders
    by_turns = len(sheets) < SOURCES
    cells = fill_cells(sheets, names, by_turns=by_turns)
    return Agreement(
        unit=unit,
        coders=names,
        sources=tuple(_name_sources(sheets)),
        overall=(
            *_measure_all(sheets, names, drawing),
            measure_gamma(sheets, names, wanted=with_gamma, seed=seed),
        ),
        by_code=_measure_codes(sheets, names, drawing) if "code" in by else {},
        by_source={
            name: _measure_all([sheet], names, drawing)
            for name, sheet in zip(_name_sources(sheets), sheets, strict=True)
            if "source" in by
        },
        by_pair={
            BETWEEN.join(pair): _measure_all(_share(sheets, pair), pair, drawing)
            for pair in combinations(names, 2)
            if "pair" in by
        },
        left_out=(*selection.left_out, *left),
        interval=find_method(cells) if replicates else "none",
        drawing=drawing,
        round=round,
    )


def _measure_all(
    sheets: Sequence[Sheet], coders: Sequence[str], drawing: Drawing
) -> tuple[Coefficient, ...]:
    cells = fill_cells(sheets, coders, by_turns=len(sheets) < SOURCES)
    listed = sum_values(lay_lines(sheets, coders), {})
    return (
        *measure_values(cells, drawing),
        *measure_family(OVERALL, listed, drawing),
    )


def _measure_codes(
    sheets: Sequence[Sheet], coders: Sequence[str], drawing: Drawing
) -> dict[str, tuple[Coefficient, ...]]:
    cells = fill_cells(sheets, coders, by_turns=len(sheets) < SOURCES)
    found: dict[str, tuple[Coefficient, ...]] = {}
    lines = lay_lines(sheets, coders)
    without = sum_without(lines)
    for code in sorted({mark.code for sheet in sheets for mark in sheet.part.marks}):
        alone, beside = sum_code(lines, without, code)
        found[code] = (
            *measure_code(cells, code, drawing),
            *measure_family(["u_alpha"], alone, drawing),
            *measure_family(["ku_alpha"], beside, drawing),
        )
    return found


def _share(sheets: Sequence[Sheet], pair: Sequence[str]) -> list[Sheet]:
    """Return the sources that both coded."""
    return [sheet for sheet in sheets if set(pair) <= set(sheet.part.coders)]


def _name_sources(sheets: Sequence[Sheet]) -> list[str]:
    names = [sheet.part.name for sheet in sheets]
    return [
        _tell_apart(sheet.part) if names.count(sheet.part.name) > 1 else name
        for sheet, name in zip(sheets, names, strict=True)
    ]


def _tell_apart(part: Part) -> str:
    return f"{part.name} ({part.source_id})"
