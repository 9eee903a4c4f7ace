"""TextGrids of Praat, long and short: a tier is a speaker, an interval is a cue.

Praat itself reads only what stands free in the file: numbers, texts in quotation marks
and flags. So the long and the short form are one, and so it is done here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from vknz_research.errors import EmptyFileError
from vknz_research.ingest import refusal
from vknz_research.ingest.cues import SpokenCue
from vknz_research.ingest.decoding import decode_text
from vknz_research.ingest.subtitles import compose_cues
from vknz_research.language import say
from vknz_research.model.sources import Reading

_FREE: Final = re.compile(
    r'"(?P<text>(?:[^"]|"")*)"'
    r"|<(?P<flag>\w+)>"
    r"|(?<!\S)(?P<number>-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)(?!\S)"
)
_INTERVALS: Final = "IntervalTier"
_POINTS: Final = "TextTier"
# What aligners add below what was said: sounds always, words beside whole sentences.
_SOUNDS: Final = re.compile(
    r"(?:^|[\s_-])(?:phone|phoneme|segment|foneem)(?:s|en)?$", re.I
)
_WORDS: Final = re.compile(r"(?:^|[\s_-]+)(?:words?|woord(?:en)?)$", re.I)


@dataclass(frozen=True, slots=True)
class _Tier:
    name: str
    cues: tuple[SpokenCue, ...]


def read_textgrid(name: str, data: bytes) -> list[Reading]:
    """Read a TextGrid as turns with timed cues."""
    decoded = decode_text(name, data)
    tokens = (_read_token(found) for found in _FREE.finditer(decoded.text))
    try:
        tiers = list(_read_tiers(tokens))
    except (ValueError, TypeError, OverflowError) as error:
        raise refusal.NO_GRID.of(name) from error
    used = _choose_tiers(tiers)
    cues = sorted(
        (cue for tier in used for cue in tier.cues),
        key=lambda c: (c.begin_ms, c.end_ms),
    )
    if not cues:
        raise EmptyFileError(file=name)
    left = [tier.name for tier in tiers if tier not in used and tier.cues]
    return [compose_cues("textgrid", cues, (*decoded.warnings, *_tell(name, left)))]


def _read_token(found: re.Match[str]) -> str | float | bool:
    if found["text"] is not None:
        return found["text"].replace('""', '"')
    if found["flag"] is not None:
        return found["flag"] == "exists"
    return float(found["number"])


def _read_tiers(tokens: Iterator[str | float | bool]) -> Iterator[_Tier]:
    if [next(tokens, None), next(tokens, None)] != ["ooTextFile", "TextGrid"]:
        raise ValueError("head")
    _, _, exists, count = (_take(tokens) for _ in range(4))
    for _ in range(int(count) if exists is True else 0):
        kind, tier = _take(tokens), str(_take(tokens)).strip()
        _, _, size = (_take(tokens) for _ in range(3))
        if kind not in {_INTERVALS, _POINTS}:
            raise ValueError("kind of tier")
        width = 3 if kind == _INTERVALS else 2
        rows = [[_take(tokens) for _ in range(width)] for _ in range(int(size))]
        spoken = rows if kind == _INTERVALS else []
        yield _Tier(tier, tuple(_list_cues(tier, spoken)))


def _take(tokens: Iterator[str | float | bool]) -> str | float | bool:
    found = next(tokens, None)
    if found is None:
        raise ValueError("too short")
    return found


def _list_cues(tier: str, rows: list[list[str | float | bool]]) -> Iterator[SpokenCue]:
    for begin, end, text in rows:
        if not isinstance(text, str) or isinstance(begin, str) or isinstance(end, str):
            raise ValueError("interval")  # noqa: TRY004 - any such file is refused
        words = " ".join(text.split())
        first, last = round(1000 * max(0.0, begin)), round(1000 * max(0.0, end))
        if words:
            speaker = _WORDS.sub("", tier).strip() or None
            yield SpokenCue("", first, max(first, last), speaker, words)


def _choose_tiers(tiers: list[_Tier]) -> list[_Tier]:
    """Return the tiers with what was said: words only where there are no sentences."""
    said = [t for t in tiers if t.cues and not _SOUNDS.search(t.name)]
    sentences = [t for t in said if not _WORDS.search(t.name)]
    return sentences or said


def _tell(name: str, left: list[str]) -> tuple[str, ...]:
    if not left:
        return ()
    listed = ", ".join(left)
    warning = say(
        nl=f"{name}: niet gelezen, want het zijn losse woorden of klanken: {listed}",
        en=f"{name}: not read, since these are single words or sounds: {listed}",
    )
    return (warning,)
