"""A page beside the workbench: its module in a pane of Panel, and who answers it."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Final

import param
from panel.custom import JSComponent

from vknz_research.coding.answering import Answer, Asks, answer_with
from vknz_research.dashboard.component import ADAPTER
from vknz_research.dashboard.frame import frame_page
from vknz_research.dashboard.pages import guard
from vknz_research.dashboard.stand import Stand
from vknz_research.language import current_language
from vknz_research.widgets.bundle import join_parts, join_styles

__all__ = ["DeskPane", "answer_with", "join_page", "make_desk_page"]
_OWN_EXPORT: Final = "export default { render };"
SHARED_PARTS: Final = ("dom.js", "dialog.js", "desk.js")
SHARED_STYLES: Final = ("tokens.css", "panels.css", "desk.css")


def join_page(*parts: str) -> str:
    """Return the module of a page: what all pages share, and its own parts."""
    return join_parts(*SHARED_PARTS, *parts).replace(_OWN_EXPORT, ADAPTER)


class DeskPane(JSComponent):
    """Shows a page; every message of the browser goes to `handle`."""

    language = param.String("nl")
    tall = param.String("100%")
    opens = param.String("")

    _stylesheets: ClassVar[list[str]] = [join_styles(*SHARED_STYLES)]

    def __init__(
        self, handle: Callable[[Mapping[str, Any]], Answer], **values: Any
    ) -> None:
        super().__init__(**values)  # type: ignore[no-untyped-call]
        self._handle = handle

    def _handle_msg(self, data: dict[str, Any]) -> None:
        self._send_msg(self._handle(data))


def make_desk_page(stand: Stand, here: str, pane: type[DeskPane], asks: Asks) -> Any:
    """Return a page whose messages are answered as long as somebody may be there."""
    made = pane(
        guard(answer_with(asks), stand.admits, stand.visitor),
        language=current_language(),
        sizing_mode="stretch_both",
    )
    return frame_page(stand.study.title, stand.visitor, here, made)
