"""The colours of the design tokens, light and dark, as figures and reports use them.

The same values stand in `reports/templates/rapport/tokens.css`; a test compares them.
"""

import re
from typing import Final

# fmt: off
LIGHT: Final = {
    "canvas": "#f0f1f2", "paper": "#ffffff", "sunk": "#f6f7f7", "line": "#dddfe2",
    "edge": "#868c94", "ink": "#1c1e21", "ink2": "#4a4f56", "ink3": "#666c74",
    "accent": "#1f3a5f",
    "ri": "#2b6cc4", "ri-donkerder": "#174a94", "ri-lichter": "#4a86d8",
    "rf": "#8a2a66", "rf-donkerder": "#671a4a", "rf-lichter": "#ad4d88",
    "rs": "#b57200", "rs-donkerder": "#8a5500", "rs-lichter": "#c08212",
    "ro": "#2a8f74", "ro-donkerder": "#176b55", "ro-lichter": "#389a80",
    "zw": "#41577e", "vo": "#7d3a22", "kf": "#7d8a1a", "me": "#6b7178",
}
DARK: Final = {
    "canvas": "#121314", "paper": "#1a1b1d", "sunk": "#212325", "line": "#34373b",
    "edge": "#7b828a", "ink": "#e7e8ea", "ink2": "#b6bac0", "ink3": "#979da5",
    "accent": "#b4c9e8",
    "ri": "#86b8f8", "ri-donkerder": "#5f97e2", "ri-lichter": "#b3d4ff",
    "rf": "#cf6ba6", "rf-donkerder": "#b4528c", "rf-lichter": "#e79bc8",
    "rs": "#ecb14a", "rs-donkerder": "#cb8f22", "rs-lichter": "#f7cc82",
    "ro": "#7fdcb9", "ro-donkerder": "#52b896", "ro-lichter": "#abf0d6",
    "zw": "#9fb4dc", "vo": "#cc7a5a", "kf": "#d3de7d", "me": "#9aa0a8",
}
# fmt: on
TWINS: Final = {LIGHT[name]: DARK[name] for name in LIGHT}
STROKES: Final = ("solid", "double", "dashed", "dotted")
_HEX = re.compile(r"^#[0-9a-fA-F]{6}$")


def safe_colour(colour: str) -> str:
    """Return a colour if it is one, else the grey of a memo.

    >>> safe_colour("#2B6CC4"), safe_colour("red;}")
    ('#2b6cc4', '#6b7178')
    """
    return colour.lower() if _HEX.match(colour) else LIGHT["me"]


def dark_twin(colour: str) -> str:
    """Return the colour that stands for another on dark paper.

    >>> dark_twin("#2b6cc4")
    '#86b8f8'
    """
    known = TWINS.get(safe_colour(colour))
    if known:
        return known
    parts = [int(safe_colour(colour)[i : i + 2], 16) for i in (1, 3, 5)]
    return "#" + "".join(f"{p + (255 - p) * 2 // 5:02x}" for p in parts)


def safe_stroke(stroke: str) -> str:
    """Return a stroke if it is one of the four, else solid."""
    return stroke if stroke in STROKES else "solid"
