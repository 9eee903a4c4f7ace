"""A page beside the workbench: its module in a pane of Panel, and who answers it."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Final

import param
from panel.custom import JSComponent

from vknz_research.coding.messages import Args, is_text
from vknz_research.coding.session import shape_error
from vknz_research.dashboard.component import ADAPTER
from vknz_research.dashboard.frame import frame_page
from vknz_research.dashboard.pages import guard
from vknz_research.dashboard.stand import Stand
from vknz_research.errors import BadMessageError, VknzError
from vknz_research.language import current_language
from vknz_research.widgets.bundle import join_parts, join_styles

_OWN_EXPORT: Final = "export default { render };"
SHARED_PARTS: Final = ("dom.js", "dialog.js", "desk.js")
SHARED_STYLES: Final = ("tokens.css", "panels.css", "desk.css")
Answer = dict[str, Any]
Asks = Mapping[str, Callable[[Args], Any]]


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


def answer_with(asks: Asks) -> Callable[[Mapping[str, Any]], Answer]:
    """Return what answers messages by the functions in `asks`; a refusal says why."""

    def handle(message: Mapping[str, Any]) -> Answer:
        number = ""
        try:
            if not isinstance(message, Mapping) or not is_text(message.get("id")):
                raise BadMessageError(act="")
            number, act = message["id"], str(message.get("act"))
            if act not in asks:
                raise BadMessageError(act=act)
            args = Args(act, message.get("args"))
            return {"id": number, "ok": True, "result": asks[act](args)}
        except VknzError as error:
            return {"id": number, "ok": False, "error": shape_error(error)}

    return handle


def make_desk_page(stand: Stand, here: str, pane: type[DeskPane], asks: Asks) -> Any:
    """Return a page whose messages are answered as long as somebody may be there."""
    made = pane(
        guard(answer_with(asks), stand.admits, stand.visitor),
        language=current_language(),
        sizing_mode="stretch_both",
    )
    return frame_page(stand.study.title, stand.visitor, here, made)
