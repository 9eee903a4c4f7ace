"""The player: a recording beside its transcript, and the cycle that it is part of.

Texts travel as messages and never as traits: traits are saved in the notebook's file.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

import anywidget
import traitlets

from vknz_research.widgets.bundle import join_parts, join_styles

PARTS: Final = (
    *("offsets.js", "segments.js", "colours.js", "ranking.js", "palette.js"),
    *("playerwords.js", "playertime.js", "playerkeys.js", "playermedia.js"),
    *("playerparts.js", "playertext.js", "playerline.js", "playerviewing.js"),
    *("playerseen.js", "playeragenda.js", "playerlearning.js", "playerpoints.js"),
    *("playersteps.js", "playershow.js", "playerwrite.js", "playerboard.js"),
    "player.js",
)
PLAYER_JS: Final = join_parts("dom.js", "dialog.js", "desk.js", *PARTS)
PLAYER_CSS: Final = join_styles(
    "tokens.css", "panels.css", "desk.css", "player.css"
).replace(":host {", ".vk-host {")

Handle = Callable[[Mapping[str, Any]], dict[str, Any]]


class Player(anywidget.AnyWidget):
    """Shows a conversation of a trajectory; messages of the browser go to `handle`.

    Without a trajectory it shows the board of all trajectories.
    """

    _esm = PLAYER_JS
    _css = PLAYER_CSS
    host = traitlets.Unicode("jupyterlab").tag(sync=True)
    language = traitlets.Unicode("nl").tag(sync=True)
    height = traitlets.Unicode("min(900px, 86vh)").tag(sync=True)
    trajectory = traitlets.Unicode("").tag(sync=True)
    round = traitlets.Int(1).tag(sync=True)

    def __init__(self, handle: Handle, **traits: Any) -> None:
        super().__init__(**traits)
        self._handle = handle
        self.on_msg(self._answer)

    def _answer(self, _widget: object, message: dict[str, Any], _buffers: Any) -> None:
        self.send(self._handle(message))
