"""The head of a turn in a written transcript: who speaks, and when.

Known are `Naam: tekst` with or without a time code before it, `Naam (00:03:12):
tekst`, `Naam [3:12]` and `Naam   0:03` on a line of their own, a time code alone, and
the lines `0:0:0.0 --> 0:0:2.5` of older Teams documents.
"""

import re
from dataclasses import dataclass
from typing import Final

from vknz_research.ingest.labels import is_label, is_name, is_notice
from vknz_research.ingest.timecodes import CLOCK, parse_clock

WINDOW: Final = 200  # a head is never longer; lines can be
_TIME_FIRST = re.compile(
    rf"\s*(?:(?P<mark>[\[(#])(?P<marked>{CLOCK})[\])#]|(?P<bare>{CLOCK}))(?=[\s\w\[]|$)"
    r"\s*(?:[-–|]\s+)?"
)
_LABEL = re.compile(r"\s*(?P<label>[^:\n]{1,40}?)\s*:(?=\s|$)")
_TIME_AFTER = re.compile(
    rf"\s*(?P<label>[^:\n]{{1,60}}?)\s*[\[(](?P<time>{CLOCK})[\])]\s*(?::(?=\s|$)|$)"
)
_TIME_AT_END = re.compile(
    rf"\s*(?P<label>[^:\n]{{1,60}}?)(?P<gap>\s+)(?P<time>{CLOCK})\s*$"
)
_ARROW = re.compile(r"\s*(?P<begin>\d[\d:.,]*)\s*-->\s*(?P<end>\d[\d:.,]*)\s*$")
_END_MARK = re.compile(rf"\s*#(?P<time>{CLOCK})#\s*$")


@dataclass(frozen=True, slots=True)
class Header:
    """The head of a turn; `speech` is where in the line the speech begins.

    `is_sure` where a time code vouches for the label; `names_next` where the name
    stands on the next line.
    """

    speaker: str | None
    begin_ms: int | None
    speech: int
    is_sure: bool = False
    names_next: bool = False


def read_header(line: str) -> Header | None:
    """Return the head of a turn at the beginning of a line, or None."""
    if ":" not in line:
        return None
    return (
        _read_arrow(line)
        or _read_time_first(line)
        or _read_time_after(line)
        or _read_label(line)
    )


def find_end_mark(line: str) -> tuple[int, int] | None:
    """Return where a time code such as `#00:03:12-5#` ends a line, and its time.

    >>> find_end_mark("Ja. #00:00:02-5#")
    (3, 2500)
    """
    found = _END_MARK.search(line) if "#" in line else None
    return (found.start(), parse_clock(found["time"])) if found else None


def _read_arrow(line: str) -> Header | None:
    found = _ARROW.match(line) if "-->" in line else None
    if not found:
        return None
    begin = parse_arrow(found["begin"])
    return Header(None, begin, len(line), is_sure=True, names_next=True)


def parse_arrow(text: str) -> int:
    """Return the milliseconds of an unpadded Teams time: `0:0:2.5` is 2 s and 5 ms.

    >>> parse_arrow("0:1:10.20")
    70020
    """
    clock, _, fraction = text.replace(",", ".").partition(".")
    seconds = 0
    for part in clock.split(":"):
        seconds = seconds * 60 + int(part or 0)
    return seconds * 1000 + int(fraction.replace(".", "") or 0)


def _read_time_first(line: str) -> Header | None:
    found = _TIME_FIRST.match(line)
    if not found:
        return None
    time = found["marked"] or found["bare"]
    labelled = _read_label(line[found.end() :])
    if labelled and labelled.speaker and not is_notice(labelled.speaker):
        speech = found.end() + labelled.speech
        return Header(labelled.speaker, parse_clock(time), speech, is_sure=True)
    is_whole = time.count(":") == 2
    if found["mark"] or is_whole:
        return Header(None, parse_clock(time), found.end(), is_sure=bool(is_whole))
    return None


def _read_time_after(line: str) -> Header | None:
    found = _TIME_AFTER.match(line)
    if found and is_name(found["label"]):
        time = parse_clock(found["time"])
        return Header(found["label"], time, found.end(), is_sure=True)
    found = _TIME_AT_END.match(line)
    if found and is_name(found["label"].strip("[]")):
        label, gap = found["label"], found["gap"]
        is_sure = len(gap) > 1 or gap == "\t" or label.startswith("[")
        time = parse_clock(found["time"])
        return Header(label.strip("[]"), time, len(line), is_sure=is_sure)
    return None


def _read_label(line: str) -> Header | None:
    found = _LABEL.match(line)
    if not found or not is_label(found["label"]):
        return None
    return Header(found["label"], None, found.end())
