"""Answering the messages of a page by functions; a refusal is an answer too."""

from collections.abc import Callable, Mapping
from typing import Any

from vknz_research.coding.messages import Args, is_text
from vknz_research.coding.session import shape_error
from vknz_research.errors import BadMessageError, VknzError

Answer = dict[str, Any]
Asks = Mapping[str, Callable[[Args], Any]]


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
