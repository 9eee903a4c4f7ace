"""Laying a source out: which stretch is compared, and where its units lie.

A `Ruler` leads from places in the text to places on the continuum. For characters it
skips what is masked; for time it puts the turns that have times one after the other,
each as long as it took, and a place within a turn in proportion to its characters.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from vknz_research.analysis.agreement.counts import Ints
from vknz_research.analysis.agreement.selection import LeftOut, Part
from vknz_research.analysis.agreement.sentences import split_sentences
from vknz_research.errors import UnknownValueError
from vknz_research.language import say

MASKED: Final = re.compile(r"█(?:[█\s]*█)?")
WINDOW: Final = re.compile(r"window:([1-9]\d{0,6})")
UNITS: Final = ("character", "turn", "sentence", "window:N", "ms")


@dataclass(frozen=True, slots=True)
class Ruler:
    """Pieces of text (from `low` to `high`) and where they lie on the continuum.

    All are whole numbers in reading order; `begin` to `finish` is in the unit of the
    continuum, and pieces follow each other without a gap.
    """

    low: Ints
    high: Ints
    begin: Ints
    finish: Ints

    @property
    def length(self) -> int:
        """Return the length of the continuum."""
        return int(self.finish[-1]) if len(self.finish) else 0

    def place(self, offsets: Ints) -> Ints:
        """Return where offsets lie; what lies between pieces moves to the next one."""
        if not len(self.low):
            return np.zeros(len(offsets), dtype=np.int64)
        piece = np.searchsorted(self.high, offsets, side="left")
        piece = np.minimum(piece, len(self.low) - 1)
        size = self.high[piece] - self.low[piece]
        inside = np.clip(offsets - self.low[piece], 0, size)
        whole = self.finish[piece] - self.begin[piece]
        return np.asarray(self.begin[piece] + inside * whole // size, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One source, laid out.

    Attributes
    ----------
    ruler
        From text to continuum.
    spans
        Start and end in the text of the units that are judged whole; None where the
        unit is the continuum's own (a character, a millisecond).
    cuts
        Places on the continuum where turns begin, for blocks of a bootstrap.
    """

    part: Part
    ruler: Ruler
    spans: tuple[Ints, Ints] | None
    cuts: Ints


def check_unit(unit: str) -> None:
    """Refuse a unit that does not exist."""
    if unit not in UNITS and not WINDOW.fullmatch(unit):
        raise UnknownValueError(value=unit, field="unit", known=", ".join(UNITS))


def lay_sheets(
    frames: Any, parts: Sequence[Part], unit: str
) -> tuple[list[Sheet], list[LeftOut]]:
    """Lay the sources out in a unit; also return what that leaves out."""
    check_unit(unit)
    turns = _read_turns(frames)
    texts = frames.texts
    sheets: list[Sheet] = []
    left: list[LeftOut] = []
    for part in parts:
        own = turns.get(part.source_id, np.zeros((0, 4), dtype=np.int64))
        text = texts.get(part.source_id, "") if part.is_now else ""
        if not part.is_now and unit not in ("character",):
            left.append(_leave_old(part))
            continue
        ruler, gone = _make_ruler(part, own, text, unit)
        left += gone
        if ruler.length:
            cuts = np.unique(ruler.place(own[:, 0]))
            spans = _find_spans(ruler, own, text, unit)
            sheets.append(Sheet(part, ruler, spans, cuts))
    return sheets, left


def _read_turns(frames: Any) -> dict[str, Ints]:
    """Return per source its turns: start, end, begin_ms, end_ms (-1 where unknown)."""
    table = frames.turns
    columns = ["start", "end", "begin_ms", "end_ms"]
    numbers = np.stack(
        [table[c].fillna(-1).astype("int64").to_numpy() for c in columns], axis=1
    )
    ids = table["source_id"].astype(str).to_numpy()
    found: dict[str, Ints] = {}
    order = np.argsort(ids, kind="stable")
    for group in np.split(order, np.flatnonzero(np.diff(_rank(ids[order]))) + 1):
        if len(group):
            rows = numbers[group]
            found[str(ids[group[0]])] = rows[np.argsort(rows[:, 0], kind="stable")]
    return found


def _rank(names: "np.ndarray[Any, Any]") -> Ints:
    return np.unique(names, return_inverse=True)[1].astype(np.int64)


def _make_ruler(
    part: Part, turns: Ints, text: str, unit: str
) -> tuple[Ruler, list[LeftOut]]:
    if unit == "ms":
        return _rule_time(part, turns)
    pieces, left = _list_pieces(part, text)
    sizes = pieces[:, 1] - pieces[:, 0]
    finish = np.cumsum(sizes)
    return Ruler(pieces[:, 0], pieces[:, 1], finish - sizes, finish), left


def _list_pieces(part: Part, text: str) -> tuple[Ints, list[LeftOut]]:
    masked = [match.span() for match in MASKED.finditer(text)]
    at, pieces = 0, []
    for start, end in masked:
        if start > at:
            pieces.append((at, start))
        at = end
    if part.characters > at:
        pieces.append((at, part.characters))
    array = np.array(pieces, dtype=np.int64).reshape(-1, 2)
    if not masked:
        return array, []
    hidden = sum(end - start for start, end in masked)
    note = say(
        nl=f"{hidden} tekens zijn onleesbaar gemaakt en tellen niet mee.",
        en=f"{hidden} characters are masked and do not count.",
    )
    return array, [LeftOut("stretch", part.name, "masked", note)]


def _rule_time(part: Part, turns: Ints) -> tuple[Ruler, list[LeftOut]]:
    """Measure turns by how long they took; one without an end lasts until the next."""
    begin, end = turns[:, 2], turns[:, 3].copy()
    following = np.append(begin[1:], -1)
    end = np.where(end < 0, following, end)
    timed = (begin >= 0) & (end > begin) & (turns[:, 1] > turns[:, 0])
    lasted = (end - begin)[timed]
    finish = np.cumsum(lasted)
    ruler = Ruler(turns[timed, 0], turns[timed, 1], finish - lasted, finish)
    missing = int((~timed).sum())
    if not missing and len(turns):
        return ruler, []
    if not timed.any():
        note = say(nl="Deze bron heeft geen tijden.", en="This source has no times.")
        return ruler, [LeftOut("source", part.name, "no_times", note)]
    note = say(
        nl=f"{missing} van {len(turns)} beurten hebben geen tijd en tellen niet mee.",
        en=f"{missing} of {len(turns)} turns have no time and do not count.",
    )
    return ruler, [LeftOut("stretch", part.name, "no_times", note)]


def _find_spans(
    ruler: Ruler, turns: Ints, text: str, unit: str
) -> tuple[Ints, Ints] | None:
    """Return the units on the continuum that are judged whole."""
    if unit in ("character", "ms"):
        return None
    window = WINDOW.fullmatch(unit)
    if window:
        edges = np.arange(0, ruler.length, int(window.group(1)), dtype=np.int64)
        return edges, np.append(edges[1:], ruler.length)
    spans = turns[:, :2]
    if unit == "sentence":
        spans = np.array(
            [
                (start + s, start + e)
                for start, end in turns[:, :2].tolist()
                for s, e in split_sentences(text[start:end])
            ],
            dtype=np.int64,
        ).reshape(-1, 2)
    start, end = ruler.place(spans[:, 0]), ruler.place(spans[:, 1])
    kept = end > start  # a turn that is masked has no length left
    return start[kept], end[kept]


def _leave_old(part: Part) -> LeftOut:
    note = say(
        nl="De tekst is na deze ronde gewijzigd: vergelijk deze ronde per teken.",
        en="The text was edited after this round: compare this round by character.",
    )
    return LeftOut("source", part.name, "text_changed", note)
