"""The colours of reports: those of figures, for a report shows both."""

from vknz_research.analysis.figures.palette import (
    DARK,
    LIGHT,
    STROKES,
    TWINS,
    dark_twin,
    safe_colour,
    safe_stroke,
)

__all__ = [
    "DARK",
    "LIGHT",
    "STROKES",
    "TWINS",
    "dark_twin",
    "safe_colour",
    "safe_stroke",
]
