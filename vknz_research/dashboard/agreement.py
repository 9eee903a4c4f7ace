"""The page *Overeenstemming*: how alike coders coded, and the passages behind."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from importlib.resources import files
from typing import Any, ClassVar, Final

import pandas as pd
import param
from panel.custom import JSComponent

from vknz_research.analysis.agreement import Agreement, Coefficient, measure
from vknz_research.analysis.agreement.selection import Part, Wanted, select_parts
from vknz_research.analysis.coderstyle import (
    describe_style,
    measure_rounds,
    tell_style,
)
from vknz_research.analysis.confusion import (
    count_confusion,
    list_confused,
    list_passages_behind,
    rank_shaky,
)
from vknz_research.dashboard.agreementwords import WORDS
from vknz_research.dashboard.frame import frame_page
from vknz_research.dashboard.pages import guard
from vknz_research.dashboard.stand import Stand
from vknz_research.errors import BadMessageError, VknzError
from vknz_research.language import current_language, say
from vknz_research.model.roles import AGREEMENT
from vknz_research.project import Study
from vknz_research.snapshot.live import LiveSnapshot, read_live
from vknz_research.widgets.bundle import join_parts, join_styles

UNITS: Final = ("character", "turn", "sentence", "window:200", "ms")
PASSAGES: Final = 100  # most passages in one answer
CONFUSED: Final = 20
TEMPLATES: Final = files("vknz_research.dashboard") / "templates"
Answer = dict[str, Any]


class AgreementDesk:
    """Answers the page; measures once for each state of the study and each choice."""

    def __init__(self, study: Study) -> None:
        self.study = study
        self._frames: LiveSnapshot | None = None
        self._answers: dict[tuple[str, bool], Answer] = {}
        self._rounds: list[Answer] = []

    def handle(self, message: Mapping[str, Any]) -> Answer:
        """Answer one message: `{"id", "ask", ...}`; what is refused says why."""
        asks: dict[str, Callable[[Mapping[str, Any]], Answer]] = {
            "agreement": self._measure,
            "passages": self._list_passages,
            "overlap": self._show_overlap,
        }
        number = message.get("id")
        ask = asks.get(str(message.get("ask")))
        try:
            if ask is None:
                raise BadMessageError(act=str(message.get("ask")))
            return {"id": number, "ok": True, "result": ask(message)}
        except VknzError as error:
            return {"id": number, "ok": False, "message": str(error)}

    @property
    def frames(self) -> LiveSnapshot:
        """Return the study as it is now; read again only when something changed."""
        with self.study.store.read() as reader:
            head = reader.head()[0]
        if self._frames is None or self._frames.manifest["event_head"]["seq"] != head:
            self._answers = {}
            self._frames = read_live(
                self.study.store, self.study.path, self.study.title
            )
            self._rounds = _as_records(measure_rounds(self._frames))
        return self._frames

    def _measure(self, message: Mapping[str, Any]) -> Answer:
        frames = self.frames
        key = _choose(message)
        if key not in self._answers:
            described = describe_agreement(frames, *key)
            self._answers[key] = {**described, "rounds": self._rounds}
        return self._answers[key]

    def _list_passages(self, message: Mapping[str, Any]) -> Answer:
        _, rolled = _choose(message)
        found = list_passages_behind(
            self.frames,
            code=_read_text(message, "code"),
            other=_read_text(message, "other"),
            source=_read_text(message, "source"),
            round=_read_number(message, "round"),
            by=_read_text(message, "coder"),
            level=1 if rolled else None,
            differ_only=message.get("all") is not True,
        )
        return {"total": len(found), "passages": _as_records(found[:PASSAGES])}

    def _show_overlap(self, message: Mapping[str, Any]) -> Answer:
        _, rolled = _choose(message)
        wanted = Wanted(level=1 if rolled else None)
        name = _read_text(message, "source")
        parts = select_parts(self.frames, wanted).parts
        part = next((p for p in parts if p.source_id == name), None)
        if part is None:
            raise BadMessageError(act="overlap")
        return {
            "characters": part.characters,
            "coders": list(part.coders),
            "marks": [
                {"coder": m.coder, "code": m.code, "start": m.start, "end": m.end}
                for m in part.marks
            ],
        }


def _choose(message: Mapping[str, Any]) -> tuple[str, bool]:
    unit = message.get("unit", UNITS[0])
    if unit not in UNITS:
        raise BadMessageError(act="agreement")
    return str(unit), message.get("rolled") is True


def _read_text(message: Mapping[str, Any], name: str) -> str | None:
    value = message.get(name)
    if value is not None and not isinstance(value, str):
        raise BadMessageError(act="passages")
    return value or None


def _read_number(message: Mapping[str, Any], name: str) -> int | None:
    value = message.get(name)
    if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
        raise BadMessageError(act="passages")
    return value


def describe_agreement(frames: Any, unit: str, rolled: bool) -> Answer:  # noqa: FBT001 - from a message
    """Return all that the page shows before somebody asks for passages."""
    level = 1 if rolled else None
    found = measure(frames, unit=unit, level=level, by=("code",))
    wanted = Wanted(level=level)
    parts = select_parts(frames, wanted).parts
    style = describe_style(frames, wanted)
    confused = list_confused(count_confusion(frames, wanted))[:CONFUSED]
    return {
        "coders": list(found.coders),
        "overall": [_tell(row) for row in found.overall],
        "codes": _rank(found, parts),
        "confused": _as_records(confused),
        "style": _as_records(style),
        "style_sentence": tell_style(style),
        "sources": [{"id": p.source_id, "name": p.name} for p in parts],
        "marks": _read_marks(frames),
        "left_out": [row.to_dict() for row in found.left_out],
        "sentences": _list_sentences(found),
    }


def _tell(row: Coefficient) -> Answer:
    return row.to_dict()


def _list_sentences(found: Agreement) -> list[str]:
    return [
        *found.sentences,
        say(
            nl="Bij zeldzame codes is bijna alles ‘niet gecodeerd’: het aandeel gelijk "
            "is dan hoog en alfa kan toch laag zijn.",
            en="With rare codes nearly everything is ‘not coded’: the share alike is "
            "high then, and alpha may still be low.",
        ),
    ]


def _as_records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows as JSON has them: empty values are null."""
    plain = frame.astype(object).where(frame.notna(), None)
    return [{str(k): v for k, v in row.items()} for row in plain.to_dict("records")]


def _rank(found: Agreement, parts: Iterable[Part]) -> list[Answer]:
    """Return the shakiest codes first, with the number of codings of each."""
    counts = Counter(mark.code for part in parts for mark in part.marks)
    rows = _as_records(rank_shaky(found))
    return [{**row, "codings": counts[row["code"]]} for row in rows]


def _read_marks(frames: Any) -> dict[str, Answer]:
    """Return how each code is shown: name, the one above it, and its three marks."""
    language = current_language()
    names = {
        str(row.code): str(getattr(row, f"name_{language}") or row.name_nl or row.code)
        for row in frames.codes.itertuples()
    }
    return {
        str(row.code): {
            "id": str(row.code),
            "name": names[str(row.code)],
            "above": names.get(str(row.parent), ""),
            "letters": str(row.letters or ""),
            **{key: str(getattr(row, key)) for key in ("colour", "stroke", "form")},
        }
        for row in frames.codes.itertuples()
    }


class AgreementPane(JSComponent):
    """Shows the page; every message of the browser goes to `handle`."""

    language = param.String("nl")
    words = param.Dict({})

    _esm = "\n".join(
        [
            join_parts("colours.js"),
            (TEMPLATES / "agreement.js").read_text(encoding="utf-8"),
        ]
    )
    _stylesheets: ClassVar[list[str]] = [
        join_styles("tokens.css"),
        (TEMPLATES / "agreement.css").read_text(encoding="utf-8"),
    ]

    def __init__(
        self, handle: Callable[[Mapping[str, Any]], Answer], **values: Any
    ) -> None:
        super().__init__(**values)  # type: ignore[no-untyped-call]
        self._handle = handle

    def _handle_msg(self, data: dict[str, Any]) -> None:
        self._send_msg(self._handle(data))


def make_agreement_page(stand: Stand) -> Any:
    """Return the page for somebody who may see how coders agree."""
    desk = AgreementDesk(stand.study)
    language = current_language()
    pane = AgreementPane(
        guard(desk.handle, stand.admits, stand.visitor),
        language=language,
        words={key: pair[language == "en"] for key, pair in WORDS.items()},
        sizing_mode="stretch_both",
    )
    return frame_page(stand.study.title, stand.visitor, AGREEMENT, pane)
