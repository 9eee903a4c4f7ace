"""Agreement between coders: coefficients on plain values, segments and frames.

`percent` ... `alpha_multi` take coders x units; the unitizing family (`u_alpha`,
`u_alpha_binary`, `cu_alpha`, `ku_alpha`) takes a length and segments; `measure` takes a
snapshot. None means undefined; `judge` and `measure` say why.
"""

from vknz_research.analysis.agreement.bootstrap import resample_units
from vknz_research.analysis.agreement.continua import (
    cu_alpha,
    ku_alpha,
    u_alpha,
    u_alpha_binary,
)
from vknz_research.analysis.agreement.measuring import Agreement, measure
from vknz_research.analysis.agreement.outcomes import Coefficient
from vknz_research.analysis.agreement.values import (
    ac1,
    alpha,
    alpha_binary,
    alpha_multi,
    alpha_nominal,
    brennan_prediger,
    cohen,
    fleiss,
    holsti,
    judge,
    percent,
    scott,
)

__all__ = [
    "Agreement",
    "Coefficient",
    "ac1",
    "alpha",
    "alpha_binary",
    "alpha_multi",
    "alpha_nominal",
    "brennan_prediger",
    "cohen",
    "cu_alpha",
    "fleiss",
    "holsti",
    "judge",
    "ku_alpha",
    "measure",
    "percent",
    "resample_units",
    "scott",
    "u_alpha",
    "u_alpha_binary",
]
