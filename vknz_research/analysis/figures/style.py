"""The house style of figures: one template, light and dark, in the language asked.

Counts are shades of one ink-blue; other colours belong to codes, and never stand alone.
"""

from dataclasses import dataclass
from typing import Any, Final, Literal

from vknz_research.analysis.figures.palette import DARK, LIGHT
from vknz_research.language import Language, current_language

Theme = Literal["light", "dark"]
SANS: Final = "Segoe UI, Liberation Sans, Helvetica Neue, Arial, sans-serif"
CLEAR: Final = "rgba(0,0,0,0)"
LEAST: Final = 0.10  # shade of the smallest number; nothing has none
BLACK: Final = "#000000"
READABLE: Final = 4.5  # contrast of words, as WCAG asks
MOST: Final = 34  # signs of a name beside a figure; hovering shows all of it


@dataclass(frozen=True, slots=True)
class Style:
    """How figures look and speak; a report gives its own language."""

    theme: Theme = "light"
    language: Language | None = None
    has_paper: bool = True

    def say(self, nl: str, en: str) -> str:
        """Return the words in the language of the figure."""
        return en if (self.language or current_language()) == "en" else nl

    def colour(self, name: str) -> str:
        """Return a colour of the design by its name.

        >>> Style().colour("ink"), Style("dark").colour("ink")
        ('#1c1e21', '#e7e8ea')
        """
        return (DARK if self.theme == "dark" else LIGHT)[name]

    @property
    def paper(self) -> str:
        """Return what a figure stands on."""
        return self.colour("paper")


PLAIN: Final = Style()


def make_template(style: Style) -> dict[str, Any]:
    """Return the plotly template of the house."""
    axis = {
        "automargin": True,
        "gridcolor": style.colour("line"),
        "linecolor": style.colour("edge"),
        "zerolinecolor": style.colour("line"),
        "ticks": "",
        "title": {
            "font": {"size": 12, "color": style.colour("ink2")},
            "standoff": 8,
        },
        "tickfont": {"size": 12, "color": style.colour("ink")},
    }
    background = style.paper if style.has_paper else CLEAR
    return {
        "layout": {
            "font": {"family": SANS, "size": 12, "color": style.colour("ink")},
            "paper_bgcolor": background,
            "plot_bgcolor": background,
            "colorway": [style.colour(n) for n in ("accent", "edge", "ink3", "line")],
            "margin": {"l": 8, "r": 12, "t": 12, "b": 8},
            "xaxis": axis,
            "yaxis": axis,
            "title": {"x": 0, "xanchor": "left", "font": {"size": 15}},
            "hoverlabel": {
                "font": {"family": SANS, "size": 12, "color": style.colour("ink")},
                "bgcolor": style.colour("sunk"),
                "bordercolor": style.colour("edge"),
                "align": "left",
            },
            "bargap": 0.3,
            "showlegend": False,
            "separators": ",." if style.say("nl", "en") == "nl" else ".,",
        }
    }


def say_empty(figure: Any, style: Style) -> None:
    """Write in a figure that it has nothing to show, and hide its axes."""
    figure.add_annotation(
        text=style.say(
            "Niets om te laten zien bij deze keuze.", "Nothing to show for this choice."
        ),
        showarrow=False,
        x=0.5,
        y=0.5,
        xref="paper",
        yref="paper",
        font={"size": 13, "color": style.colour("ink2")},
    )
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)


def mix(low: str, high: str, part: float) -> str:
    """Return the colour at a part of the way from one to another.

    >>> mix("#ffffff", "#000000", 0.5)
    '#808080'
    """
    pairs = [(int(low[n : n + 2], 16), int(high[n : n + 2], 16)) for n in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in pairs)


def shade(number: float, top: float, style: Style = PLAIN) -> str:
    """Return the shade of a number on the ramp from paper to ink-blue.

    >>> shade(0, 9), shade(9, 9)
    ('#ffffff', '#1f3a5f')
    """
    if number <= 0 or top <= 0:
        return style.paper
    part = LEAST + (1 - LEAST) * number / top
    return mix(style.paper, style.colour("accent"), part)


def ink_on(background: str) -> str:
    """Return an ink that reads on a colour: the usual one, white, else black.

    >>> ink_on("#1f3a5f"), ink_on("#e3e8ef")
    ('#ffffff', '#1c1e21')
    """
    inks = (LIGHT["ink"], LIGHT["paper"], BLACK)
    return next(ink for ink in inks if measure_contrast(ink, background) >= READABLE)


def measure_contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21, as WCAG measures it.

    >>> round(measure_contrast("#000000", "#ffffff"))
    21
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [
        p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def make_safe(text: str) -> str:
    """Return words so that plotly shows them as they are: it reads a small HTML.

    >>> make_safe("a < b & c")
    'a &lt; b &amp; c'
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def shorten(name: str, most: int = MOST) -> str:
    """Return a name that fits beside a figure.

    >>> shorten("In wat de organisatie mogelijk maakt", 22)
    'In wat de organisatie…'
    """
    if len(name) <= most:
        return name
    cut = name[: most - 1].rstrip()
    return cut + "…"
