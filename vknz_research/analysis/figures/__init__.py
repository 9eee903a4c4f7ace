"""Figures of the analyses in plotly: one restrained style, words beside numbers."""

from vknz_research.analysis.figures.drawn import Drawn
from vknz_research.analysis.figures.heatmap import draw_crosstab, draw_heatmap
from vknz_research.analysis.figures.margin import draw_margin
from vknz_research.analysis.figures.marks import Mark, read_book
from vknz_research.analysis.figures.multiples import draw_multiples
from vknz_research.analysis.figures.network import draw_network, draw_sankey
from vknz_research.analysis.figures.saturation import draw_saturation
from vknz_research.analysis.figures.style import PLAIN, Style
from vknz_research.analysis.figures.words import ask_both, ask_following, ask_turn

__all__ = [
    "PLAIN",
    "Drawn",
    "Mark",
    "Style",
    "ask_both",
    "ask_following",
    "ask_turn",
    "draw_crosstab",
    "draw_heatmap",
    "draw_margin",
    "draw_multiples",
    "draw_network",
    "draw_sankey",
    "draw_saturation",
    "read_book",
]
