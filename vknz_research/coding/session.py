"""A coder at work: answers the messages of the workbench, one by one.

Python decides, the browser draws and reports. Every message is answered, with what it
asked for or with the reason why not, and with everything that changed meanwhile.
"""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final

from vknz_research.coding import (
    asks,
    asks_several,
    doings,
    doings_several,
    suggesting,
)
from vknz_research.coding.deltas import (
    News,
    View,
    find_own,
    list_others,
    list_rows,
    make_delta,
)
from vknz_research.coding.describe import describe_event
from vknz_research.coding.desk import Desk
from vknz_research.coding.messages import Args, is_text, is_whole
from vknz_research.coding.shapes import Json
from vknz_research.errors import BadMessageError, RequestDoneError, VknzError

ASKS: Final = {**asks.ASKS, **asks_several.ASKS, **suggesting.ASKS}
DOINGS: Final = {**doings.DOINGS, **doings_several.DOINGS, **suggesting.DOINGS}


class Session(Desk):
    """Answers what the browsers of one coder say."""

    def handle(self, message: Mapping[str, Any]) -> Json:
        """Answer a message of the browser; a refusal is an answer too."""
        number = ""
        try:
            if not isinstance(message, Mapping) or not is_text(message.get("id")):
                raise BadMessageError(act="")
            number = message["id"]
            return self._answer(message, number)
        except VknzError as error:
            # Who asks for what is not there gets a sentence and keeps what was typed.
            return {"id": number, "ok": False, "error": shape_error(error)}

    def _answer(self, message: Mapping[str, Any], number: str) -> Json:
        act, args = str(message.get("act")), message.get("args")
        if act in ASKS or act == "news":
            return self._ask(Args(act, args), message, number)
        if act in DOINGS:
            return self._do(Args(act, args), message, number)
        raise BadMessageError(act=act)

    def _ask(self, args: Args, message: Mapping[str, Any], number: str) -> Json:
        view = self.view(message)
        if args.act == "news":
            news = self._news(message)
            told = self._shape_news(view, news, message)
            result = {"others": list_others(news, self.coder)}
            return {"id": number, "ok": True, "result": result, **told}
        # An answer shows the state of now; the next news brings the browser there.
        return {
            "id": number,
            "ok": True,
            "result": ASKS[args.act](self, view, args),
        }

    def _do(self, args: Args, message: Mapping[str, Any], number: str) -> Json:
        if not number:
            raise BadMessageError(act=args.act)
        again = bool(message.get("again"))
        if not (again and self.store.find_request(number)):
            # Two windows may send one request at once; the log tells who was first.
            since = 0 if again else _read_head(message)
            with suppress(RequestDoneError):
                doing = DOINGS[args.act]
                doing(self, self.store.for_request(number, since), args)
        news = self._news(message)
        own = find_own(news, number)
        told = self._shape_news(self.view(message), news, message)
        return {"id": number, "ok": True, "result": self._result(own, told), **told}

    def _news(self, message: Mapping[str, Any]) -> News:
        return self.store.changes_since(_read_head(message))

    def _shape_news(self, view: View, news: News, message: Mapping[str, Any]) -> Json:
        head = news[-1][0].seq if news else _read_head(message)
        with self.store.read() as reader:
            delta = make_delta(reader, view, news)
        if delta is not None and any(e.actor == self.coder for e, _ in news):
            delta["last"] = self._last(news)
        return {"head": head, "delta": delta}

    def _last(self, news: News) -> Json | None:
        event, changes = news[-1]
        if event.actor == self.coder and event.act not in {"undo", "redo"}:
            return self.describe(event, changes)
        return asks.find_last(self)

    def _result(self, own: Any, told: Json) -> Json:
        """Say what an act made: ids by table, and the act in words."""
        if own is None:
            return {"codings": [], "made": {}}
        event, changes = own
        made = {
            table: [row["id"] for row in list_rows(changes, table)]
            for table in ("code", "coding", "memo")
        }
        codings = [{"id": coding_id} for coding_id in made["coding"]]
        last = (told["delta"] or {}).get("last")
        if last and last["seq"] == event.seq:
            words = last["words"]
        elif event.target_seq is not None:
            words = self._describe_target(event.target_seq)
        else:
            words = self.describe(event, changes)["words"]
        code = next(iter(made["code"]), None)
        facts = {"seq": event.seq, "made": made, "code": code, "words": words}
        return {**facts, "codings": codings}

    def _describe_target(self, seq: int) -> str:
        with self.store.read() as reader:
            event = reader.event(seq)
            changes = reader.changes_of(seq)
            return describe_event(reader, event, changes, self.language)


def _read_head(message: Mapping[str, Any]) -> int:
    """Return the number of the last act that the browser knows of."""
    head = message.get("head") or 0
    if not is_whole(head) or head < 0:
        raise BadMessageError(act=str(message.get("act")))
    return int(head)


def shape_error(error: VknzError) -> Json:
    """Return a refusal: which, in words, and the facts of it."""
    facts = {
        name: value if isinstance(value, str | int | float | None) else str(value)
        for name, value in error.facts.items()
    }
    return {"kind": type(error).__name__, "message": str(error), "facts": facts}
