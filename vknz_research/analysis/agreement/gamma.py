"""Gamma of Mathet, Widlöcher & Métivier (2015), through pygamma-agreement if installed.

The unified and holistic measure gamma for inter-annotator agreement and alignment,
*Computational Linguistics* 41, 437-479. The package is an optional extra (`gamma`): its
import alone takes seconds, and it computes for minutes on long texts.
"""

import importlib.util
from collections.abc import Sequence

import numpy as np

from vknz_research.analysis.agreement.family import cut_units
from vknz_research.analysis.agreement.layout import Sheet
from vknz_research.analysis.agreement.notes import describe
from vknz_research.analysis.agreement.outcomes import Coefficient, Reason, explain

MODULE = "pygamma_agreement"


def measure_gamma(
    sheets: Sequence[Sheet], coders: Sequence[str], *, wanted: bool, seed: int
) -> Coefficient:
    """Return gamma over all sources side by side, or the reason why not."""
    n = sum(sheet.ruler.length for sheet in sheets)
    reason: Reason | None = None
    if importlib.util.find_spec(MODULE) is None:
        reason = "not_installed"
    elif not wanted:
        reason = "not_asked"
    if reason is not None:
        return Coefficient("gamma", None, n=n, note=explain(reason), reason=reason)
    value = _compute(sheets, coders, seed)
    if value is None:
        return Coefficient(
            "gamma", None, n=n, note=explain("no_code"), reason="no_code"
        )
    return Coefficient("gamma", value, n=n, note=describe("gamma"))


def _compute(sheets: Sequence[Sheet], coders: Sequence[str], seed: int) -> float | None:
    import pygamma_agreement  # noqa: PLC0415 - seconds
    from pyannote.core import Segment  # noqa: PLC0415 - comes with it

    continuum = pygamma_agreement.Continuum()
    at = 0
    for sheet in sheets:
        for coder in coders:
            for start, end, codes in cut_units(sheet, coder):
                label = " + ".join(sorted(codes))
                continuum.add(coder, Segment(at + start, at + end), label)
        at += sheet.ruler.length
    if len(continuum.annotators) < 2:
        return None
    np.random.seed(seed)  # noqa: NPY002 - the package draws from the global generator
    found = continuum.compute_gamma(
        pygamma_agreement.CombinedCategoricalDissimilarity()
    )
    return float(found.gamma)
