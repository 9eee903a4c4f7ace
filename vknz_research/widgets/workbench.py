"""The widget of the coding workbench: traits, and a line to whoever answers it.

Texts and codings travel as messages and never as traits: traits are saved in the
notebook's file.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

import anywidget
import traitlets

from vknz_research.widgets.bundle import join_parts, join_styles

PARTS: Final = (
    "dom.js",
    "dialog.js",
    "ranking.js",
    "offsets.js",
    "segments.js",
    "colours.js",
    "link.js",
    "state.js",
    "words.js",
    "keys.js",
    "transcript.js",
    "margin.js",
    "palette.js",
    "sources.js",
    "chrome.js",
    "actions.js",
    "edges.js",
    "counting.js",
    "passage.js",
    "passages.js",
    "suggest.js",
    "markdown.js",
    "card.js",
    "codepick.js",
    "codesplit.js",
    "codeforms.js",
    "codebook.js",
    "memoform.js",
    "memos.js",
    "search.js",
    "worklist.js",
    "textedit.js",
    "adjudicatewords.js",
    "adjudicatetext.js",
    "adjudicateside.js",
    "adjudicateform.js",
    "adjudicatecases.js",
    "adjudicatedialogs.js",
    "adjudicate.js",
    "assignments.js",
    "help.js",
    "workbench.js",
)
STYLES: Final = ("tokens.css", "workbench.css", "panels.css", "adjudicate.css")
WORKBENCH_JS: Final = join_parts(*PARTS)
WORKBENCH_CSS: Final = join_styles(*STYLES)

Handle = Callable[[Mapping[str, Any]], dict[str, Any]]


class Workbench(anywidget.AnyWidget):
    """Shows the workbench; every message of the browser goes to `handle`."""

    _esm = WORKBENCH_JS
    _css = WORKBENCH_CSS
    host = traitlets.Unicode("jupyterlab").tag(sync=True)
    language = traitlets.Unicode("nl").tag(sync=True)
    height = traitlets.Unicode("min(900px, 86vh)").tag(sync=True)
    source = traitlets.Unicode("").tag(sync=True)
    place = traitlets.Unicode("").tag(sync=True)  # of a passage: "120-340"

    def __init__(self, handle: Handle, **traits: Any) -> None:
        super().__init__(**traits)
        self._handle = handle
        self.on_msg(self._answer)

    def _answer(self, _widget: object, message: dict[str, Any], _buffers: Any) -> None:
        self.send(self._handle(message))
