"""What speech recognisers of the Whisper family write as JSON.

Read are the shapes of openai-whisper, faster-whisper, whisper.cpp and WhisperX:
segments with a begin, an end and words, and who speaks where that was recognised.
"""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, Final

from vknz_research.errors import EmptyFileError
from vknz_research.ingest import refusal
from vknz_research.ingest.cues import SpokenCue
from vknz_research.ingest.decoding import clean_text, decode_text
from vknz_research.ingest.subtitles import compose_cues, tell_mended
from vknz_research.model.sources import Reading

_SECOND: Final = 1000
_UNKNOWN: Final = frozenset({"", "?", "unknown"})
Segment = Mapping[str, Any]


def read_whisper(name: str, data: bytes) -> list[Reading]:
    """Read the JSON of a recogniser as turns with timed cues."""
    decoded = decode_text(name, data)
    try:
        found = json.loads(decoded.text)
    except (ValueError, RecursionError) as error:
        raise refusal.NO_SPEECH.of(name) from error
    cues, mended = list_cues(name, found)
    if not cues:
        raise EmptyFileError(file=name)
    warnings = (*decoded.warnings, *tell_mended(name, mended))
    return [compose_cues("json", cues, warnings)]


def list_cues(name: str, found: Any) -> tuple[list[SpokenCue], int]:
    """Return the cues in what a recogniser wrote, and how many times were mended."""
    cues: list[SpokenCue] = []
    mended = at = 0
    for segment in _find_segments(name, found):
        times = _read_times(segment)
        begin, end = (at if time is None else time for time in times)
        mended += None in times or end < begin
        end = max(begin, end)
        at = end
        cues += _split_segment(segment, begin, end)
    return cues, mended


def _find_segments(name: str, found: Any) -> Sequence[Segment]:
    listed = found
    if isinstance(found, dict):
        listed = found.get("segments", found.get("transcription"))
    is_right = isinstance(listed, list) and all(map(_is_segment, listed))
    if not is_right:
        raise refusal.NO_SPEECH.of(name)
    return list(listed)


def _is_segment(one: Any) -> bool:
    if not isinstance(one, dict) or not isinstance(one.get("text"), str):
        return False
    return "start" in one or isinstance(one.get("offsets"), dict)


def _read_times(one: Segment) -> tuple[int | None, int | None]:
    """Return begin and end in ms; whisper.cpp counts in ms, the others in seconds."""
    offsets = one.get("offsets")
    if isinstance(offsets, dict):
        return _to_ms(offsets.get("from"), 1), _to_ms(offsets.get("to"), 1)
    return _to_ms(one.get("start"), _SECOND), _to_ms(one.get("end"), _SECOND)


def _to_ms(value: Any, unit: int) -> int | None:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    return round(value * unit) if math.isfinite(value) and value >= 0 else None


def _split_segment(one: Segment, begin: int, end: int) -> Iterator[SpokenCue]:
    """Return a segment as a cue, or more where its words have other speakers."""
    whole = _read_speaker(one)
    words = one.get("words")
    listed = words if isinstance(words, list) else []
    spoken = [w for w in listed if isinstance(w, dict) and _is_word(w)]
    names = list(_name_words(spoken, whole))
    if len(set(names)) < 2:
        text = _clean(one["text"])
        if text:
            yield SpokenCue("", begin, end, whole or next(iter(names), None), text)
        return
    at = begin
    for speaker, group in groupby(
        zip(names, spoken, strict=True), lambda pair: pair[0]
    ):
        part = [word for _, word in group]
        first, last = _read_times(part[0])[0], _read_times(part[-1])[1]
        start = at if first is None else max(at, first)
        at = end if last is None else max(start, min(end, last))
        yield SpokenCue("", start, at, speaker, _join([w["word"] for w in part]))


def _name_words(words: Sequence[Segment], whole: str | None) -> Iterator[str | None]:
    """Say who speaks each word; one that was not placed goes with the one before."""
    last = whole
    for word in words:
        last = _read_speaker(word) or last
        yield last


def _is_word(word: Segment) -> bool:
    return isinstance(word.get("word"), str) and bool(word["word"].strip())


def _join(words: Sequence[str]) -> str:
    """Join words: some recognisers write the blank before each, others do not."""
    glue = "" if any(word.startswith(" ") for word in words) else " "
    return _clean(glue.join(words))


def _clean(text: str) -> str:
    return " ".join(clean_text(text).split())


def _read_speaker(one: Segment) -> str | None:
    speaker = one.get("speaker")
    if isinstance(speaker, int) and not isinstance(speaker, bool):
        speaker = str(speaker)
    if not isinstance(speaker, str) or _clean(speaker).lower() in _UNKNOWN:
        return None
    return _clean(speaker)
