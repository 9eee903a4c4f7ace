"""Script and style of the form of the Samenleerwijzer, each as one text."""

from typing import Final

from vknz_research.widgets.bundle import join_parts, join_styles

FORM_JS: Final = join_parts("samenleerwijzer.js")
FORM_CSS: Final = join_styles("tokens.css", "samenleerwijzer.css")
