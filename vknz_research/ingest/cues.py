"""Cues of subtitle files: their times, their words and who speaks them.

The readers of the trade refuse what Teams writes (`0:0:-6.-820`), so this is our own.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape

_TIME = r"-?\d+(?::-?\d+){1,2}(?:[.,]-?\d+)?"
_TIMING = re.compile(rf"^\s*({_TIME})\s*-->\s*({_TIME})(?:\s.*)?$")
_UNPADDED = re.compile(r":\d(?!\d)")
_COMMENT = re.compile(r"^(?:NOTE|STYLE|REGION)(?:\s|$)")
_VOICE = re.compile(r"<v(?:\.[^\s<>.]+)*[ \t]+([^<>]*)>")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|</>|<\d[\d:.]*>|\{\\[^{}]*\}")
_BREAK = re.compile(r"[\r\n\u2028\u2029\x85]")


@dataclass(slots=True)
class RawCue:
    """A cue as the file has it: its own id, times as written, lines as written."""

    id: str
    begin: str
    end: str
    lines: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class SpokenCue:
    """A cue as it was meant: milliseconds, one line of words, a speaker or None.

    `kind` is that of the turn it becomes: `speech`, or what a researcher noted.
    """

    id: str
    begin_ms: int
    end_ms: int
    speaker: str | None
    words: str
    kind: str = "speech"


def scan_cues(text: str) -> list[RawCue]:
    """Return the cues of a VTT or SRT file, in the order of the file."""
    cues: list[RawCue] = []
    before: list[str] = []  # lines since the last empty one that may hold an id
    is_comment = is_header = text.startswith("WEBVTT")
    for line in text.split("\n"):
        found = _TIMING.match(line)
        if found:
            cues.append(RawCue(_take_id(cues, before), found[1], found[2]))
            before, is_comment, is_header = [], False, False
        elif not line.strip():
            _keep_stray(cues, before)
            before, is_comment = [], False
            is_header = False
        elif is_comment or is_header or (not before and _COMMENT.match(line)):
            is_comment = True
        else:
            before.append(line.strip())
    _keep_stray(cues, before)
    return cues


def interpret_cues(raw: Sequence[RawCue]) -> tuple[list[SpokenCue], int]:
    """Give cues their times and speakers; also return how many times were mended.

    In an unpadded file the fraction is a number of milliseconds: Teams writes 10 s and
    20 ms as `0:0:10.20`. Read as a decimal, cues of the example would end before they
    begin, and no fraction of three figures there ends in a dropped zero (`.970`).
    """
    is_unpadded = any(_UNPADDED.search(cue.begin) for cue in raw)
    spoken: list[SpokenCue] = []
    mended = 0
    for cue in raw:
        begin, begin_mended = parse_time(cue.begin, is_unpadded=is_unpadded)
        end, end_mended = parse_time(cue.end, is_unpadded=is_unpadded)
        mended += begin_mended or end_mended or end < begin
        for speaker, words in _split_voices("\n".join(cue.lines)):
            spoken.append(SpokenCue(cue.id, begin, max(begin, end), speaker, words))
    return spoken, mended


def parse_time(text: str, *, is_unpadded: bool) -> tuple[int, bool]:
    """Return milliseconds, never below 0, and whether the time had to be mended.

    >>> parse_time("0:0:10.20", is_unpadded=True)
    (10020, False)
    >>> parse_time("0:0:-6.-820", is_unpadded=True)
    (0, True)
    """
    if "-" in text:
        return 0, True
    clock, _, fraction = text.replace(",", ".").partition(".")
    seconds = 0
    for part in clock.split(":"):
        seconds = seconds * 60 + int(part)
    digits = fraction or "0"
    return seconds * 1000 + int(
        digits if is_unpadded else digits[:3].ljust(3, "0")
    ), False


def _take_id(cues: Sequence[RawCue], before: list[str]) -> str:
    """Take the line above a timing as its id; what stands above that is speech."""
    cue_id = before.pop() if before else ""
    _keep_stray(cues, before)
    return cue_id


def _keep_stray(cues: Sequence[RawCue], before: list[str]) -> None:
    if cues:
        cues[-1].lines.extend(before)


def _split_voices(text: str) -> Iterator[tuple[str | None, str]]:
    pieces = _VOICE.split(text)
    for place in range(0, len(pieces), 2):
        words = _clean_words(pieces[place])
        if words:
            speaker = _clean_words(pieces[place - 1]) if place else ""
            yield speaker or None, words


def _clean_words(text: str) -> str:
    lines = _BREAK.split(unescape(_TAG.sub("", text)))
    words = " ".join(line.strip() for line in lines if line.strip())
    return words.lstrip("\ufeff").strip()
