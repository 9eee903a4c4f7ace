"""The widget in which proposals for pseudonyms are reviewed, one key per decision.

Texts travel as messages and never as traits: traits are saved in the notebook's file.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

import anywidget
import traitlets

from vknz_research.widgets.bundle import join_parts, join_styles

PARTS: Final = ("pseudonymsdeck.js", "pseudonymswords.js", "pseudonyms.js")
REVIEW_JS: Final = join_parts("dom.js", "dialog.js", "desk.js", *PARTS)
REVIEW_CSS: Final = join_styles(
    "tokens.css", "panels.css", "desk.css", "pseudonyms.css"
).replace(":host {", ".vk-host {")

Handle = Callable[[Mapping[str, Any]], dict[str, Any]]


class IdentifierReview(anywidget.AnyWidget):
    """Shows a review; every message of the browser goes to `handle`."""

    _esm = REVIEW_JS
    _css = REVIEW_CSS
    host = traitlets.Unicode("jupyterlab").tag(sync=True)
    language = traitlets.Unicode("nl").tag(sync=True)
    height = traitlets.Unicode("min(900px, 86vh)").tag(sync=True)
    source = traitlets.Unicode("").tag(sync=True)

    def __init__(self, handle: Handle, **traits: Any) -> None:
        super().__init__(**traits)
        self._handle = handle
        self.on_msg(self._answer)

    def _answer(self, _widget: object, message: dict[str, Any], _buffers: Any) -> None:
        self.send(self._handle(message))
