"""The rows of a measurement: every coefficient on a set of cells or of sources."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import numpy as np

from vknz_research.analysis.agreement.bootstrap import (
    SOURCES,
    TURNS,
    Interval,
    draw_groups,
    find_interval,
)
from vknz_research.analysis.agreement.cells import Cells
from vknz_research.analysis.agreement.counts import MISSING, Floats, Patterns
from vknz_research.analysis.agreement.distances import alpha_distance, measure_sets
from vknz_research.analysis.agreement.family import OWN, resample_family
from vknz_research.analysis.agreement.nominal import MEASURES, Measure, alpha_nominal
from vknz_research.analysis.agreement.notes import Method, describe, warn_rare
from vknz_research.analysis.agreement.outcomes import Coefficient, Reason, explain
from vknz_research.analysis.agreement.unitizing import (
    Sums,
    Totals,
    find_cu,
    find_ku,
    find_u,
    find_u_binary,
    total_sums,
)
from vknz_research.analysis.agreement.values import (
    as_number,
    count_paired,
    find_reason,
)

NO_INTERVAL: Final[Interval] = (None, None)


@dataclass(frozen=True, slots=True)
class Drawing:
    """How intervals are made: how often, and from where the drawing begins."""

    replicates: int
    seed: int


def find_method(cells: Cells) -> Method:
    """Say what the interval of these cells is drawn from."""
    groups, sources = len(cells.sources), len(set(cells.sources.tolist()))
    if sources >= SOURCES and groups == sources:
        return "sources"
    return "turns" if groups >= TURNS else "none"


def measure_values(cells: Cells, drawing: Drawing) -> list[Coefficient]:
    """Return all coefficients on sets of codes, and coded or not."""
    gives = np.array([len(value) > 0 for value in _sets(cells)], dtype=np.int64)
    prevalence = find_prevalence(cells.patterns, gives)
    drawn = _draw(cells, drawing)
    rows = [
        _make_row(name, measure, cells.patterns, drawn, prevalence)
        for name, measure in MEASURES.items()
    ]
    coded = split_given(cells, gives)
    rows.append(
        _make_row(
            "alpha_binary",
            alpha_nominal,
            coded.patterns,
            _draw(coded, drawing),
            prevalence,
        )
    )
    apart = measure_sets(_sets(cells), "jaccard")
    rows.append(
        _make_row(
            "alpha_multi",
            lambda patterns, weights: alpha_distance(patterns, weights, apart),
            cells.patterns,
            drawn,
            prevalence,
        )
    )
    return rows


def measure_code(cells: Cells, code: str, drawing: Drawing) -> list[Coefficient]:
    """Return the coefficients of one code: given or not."""
    gives = np.array([code in value for value in _sets(cells)], dtype=np.int64)
    coded = split_given(cells, gives)
    prevalence = find_prevalence(cells.patterns, gives)
    drawn = _draw(coded, drawing)
    measures: Mapping[str, Measure] = {**MEASURES, "alpha_binary": alpha_nominal}
    return [
        _make_row(name, measure, coded.patterns, drawn, prevalence)
        for name, measure in measures.items()
    ]


def _sets(cells: Cells) -> Sequence[frozenset[str]]:
    return cells.patterns.categories  # type: ignore[return-value]


def split_given(
    cells: Cells, gives: "np.ndarray[tuple[int], np.dtype[np.int64]]"
) -> Cells:
    """Return the cells with 1 where a value is marked in `gives`, and 0 elsewhere."""
    rows = cells.patterns.rows
    marked = np.append(gives, 0)[rows]
    return cells.shrink(np.where(rows == MISSING, MISSING, marked), (False, True))


def find_prevalence(
    patterns: Patterns, gives: "np.ndarray[tuple[int], np.dtype[np.int64]]"
) -> float | None:
    """Return the share of judgements that are marked, over units that count."""
    kept = patterns.weights * patterns.is_paired
    every = float((kept * patterns.values).sum())
    return float(kept @ (patterns.given @ gives)) / every if every else None


def _draw(cells: Cells, drawing: Drawing) -> Floats | None:
    """Return replicates x patterns; None where nothing can be drawn."""
    if not drawing.replicates or find_method(cells) == "none":
        return None
    drawn = draw_groups(len(cells.sources), drawing.replicates, drawing.seed)
    return drawn @ cells.by_group


def _make_row(
    name: str,
    measure: Measure,
    patterns: Patterns,
    drawn: Floats | None,
    prevalence: float | None,
) -> Coefficient:
    n = count_paired(patterns)
    value = None
    if patterns.coders > 1 and len(patterns.rows):
        value = as_number(measure(patterns, patterns.weights[None, :]))
    if value is None:
        reason = find_reason(name, patterns)
        if reason == "one_code" and not prevalence:
            reason = "no_code"
        return Coefficient(
            name, None, n=n, note=explain(reason), reason=reason, prevalence=prevalence
        )
    low, high = (
        NO_INTERVAL if drawn is None else find_interval(measure(patterns, drawn))
    )
    note = " ".join(filter(None, [describe(name), warn_rare(prevalence)]))
    return Coefficient(name, value, low, high, n, note, None, prevalence)


FAMILY: Final[Mapping[str, Callable[[Totals], Fraction | None]]] = {
    "u_alpha": find_u,
    "u_alpha_binary": find_u_binary,
    "cu_alpha": find_cu,
    "ku_alpha": lambda totals: find_ku(totals, OWN),
}


def measure_family(
    names: Sequence[str], listed: Sequence[Sums], drawing: Drawing
) -> list[Coefficient]:
    """Return coefficients of the unitizing family over sources side by side.

    Intervals are drawn from whole sources only: a unit must not be cut.
    """
    totals = total_sums(listed)
    length = sum(sums.total // (sums.parts + 1) for sums in listed)
    prevalence = float(1 - totals.gap / totals.total) if totals.total else None
    intervals: Mapping[str, Interval] = {}
    if drawing.replicates and len(listed) >= SOURCES:
        drawn = draw_groups(len(listed), drawing.replicates, drawing.seed)
        intervals = resample_family(listed, drawn)
    rows = []
    for name in names:
        found = FAMILY[name](totals)
        if found is None:
            reason = _find_family_reason(name, totals)
            note = explain(reason)
            rows.append(
                Coefficient(
                    name,
                    None,
                    n=length,
                    note=note,
                    reason=reason,
                    prevalence=prevalence,
                )
            )
            continue
        low, high = intervals.get(name, NO_INTERVAL)
        note = " ".join(filter(None, [describe(name), warn_rare(prevalence)]))
        rows.append(
            Coefficient(name, float(found), low, high, length, note, None, prevalence)
        )
    return rows


def _find_family_reason(name: str, totals: Totals) -> Reason:
    if not totals.total:
        return "no_units"
    if totals.gap == totals.total:
        return "no_code"
    if name == "u_alpha_binary":
        return "all_coded"
    if name == "u_alpha":
        return "one_code"
    return "one_label" if sum(totals.pairs.values()) else "no_overlap"
