"""Subtitles (VTT, SRT) of Teams, Stream and Zoom as turns with timed cues."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from vknz_research.errors import EmptyFileError
from vknz_research.ingest import refusal
from vknz_research.ingest.composition import Composition
from vknz_research.ingest.cues import SpokenCue, interpret_cues, scan_cues
from vknz_research.ingest.decoding import decode_text
from vknz_research.ingest.headers import read_header
from vknz_research.ingest.labels import is_notice
from vknz_research.ingest.paragraphs import ends_sentence
from vknz_research.language import say
from vknz_research.model.sources import Cue, Reading, Turn

_CONSISTENT = 0.8

Follows = Callable[[SpokenCue, SpokenCue], bool]


def read_vtt(name: str, data: bytes) -> list[Reading]:
    """Read WebVTT as Teams, Stream and Zoom write it."""
    return [_read_subtitles("vtt", name, data)]


def read_srt(name: str, data: bytes) -> list[Reading]:
    """Read SubRip."""
    return [_read_subtitles("srt", name, data)]


def _read_subtitles(suffix: str, name: str, data: bytes) -> Reading:
    decoded = decode_text(name, data)
    raw = scan_cues(decoded.text)
    if not raw:
        raise refusal.NO_TIMES.of(name)
    cues, mended = interpret_cues(raw)
    if not cues:
        raise EmptyFileError(file=name)
    warnings = (*decoded.warnings, *tell_mended(name, mended))
    return compose_cues(suffix, _name_speakers(cues), warnings)


def compose_cues(
    suffix: str, cues: Sequence[SpokenCue], warnings: tuple[str, ...] = ()
) -> Reading:
    """Return cues as a reading: a turn for each speaker, or else for each sentence."""
    has_speakers = any(cue.speaker for cue in cues)
    groups = group_cues(cues, _same_speaker if has_speakers else _same_sentence)
    return _compose(suffix, groups, warnings)


def group_cues(cues: Sequence[SpokenCue], follows: Follows) -> list[list[SpokenCue]]:
    """Put cues together that are one turn, in the order of the file."""
    groups: list[list[SpokenCue]] = []
    for cue in cues:
        if groups and follows(groups[-1][-1], cue):
            groups[-1].append(cue)
        else:
            groups.append([cue])
    return groups


def _same_speaker(before: SpokenCue, cue: SpokenCue) -> bool:
    is_speech = before.kind == cue.kind == "speech"
    return is_speech and before.speaker == cue.speaker


def _same_sentence(before: SpokenCue, cue: SpokenCue) -> bool:
    stems = find_stem(before.id), find_stem(cue.id)
    if stems[0] and stems[1]:
        return stems[0] == stems[1]
    return not ends_sentence(before.words)


def find_stem(cue_id: str) -> str:
    """Return what the ids of the cues of one turn share, or nothing.

    >>> find_stem("b05cbc69/19-1"), find_stem("12")
    ('b05cbc69/19', '')
    """
    stem, _, number = cue_id.rpartition("-")
    return stem if number.isdigit() else ""


def _name_speakers(cues: Sequence[SpokenCue]) -> list[SpokenCue]:
    """Take `Name: text` apart where most of the cues have it, as Zoom's do."""
    if any(cue.speaker for cue in cues):
        return list(cues)
    named = [_split_name(cue) for cue in cues]
    count = sum(1 for cue in named if cue.speaker)
    return named if count >= max(2, _CONSISTENT * len(cues)) else list(cues)


def _split_name(cue: SpokenCue) -> SpokenCue:
    header = read_header(cue.words)
    if not header or not header.speaker or is_notice(header.speaker):
        return cue
    words = cue.words[header.speech :].strip()
    return replace(cue, speaker=header.speaker, words=words) if words else cue


def _compose(
    suffix: str, groups: Sequence[Sequence[SpokenCue]], warnings: tuple[str, ...]
) -> Reading:
    text, turns, cues = Composition(), list[Turn](), list[Cue]()
    for group in groups:
        placed = list(_place_cues(text, group))
        cues.extend(placed)
        begin = min(cue.begin_ms for cue in group)
        end = max(cue.end_ms for cue in group)
        start, stop = placed[0].start, placed[-1].end
        first = group[0]
        turns.append(Turn(start, stop, first.kind, first.speaker, begin, end))
    return Reading(suffix, text.text, tuple(turns), tuple(cues), warnings=warnings)


def _place_cues(text: Composition, group: Sequence[SpokenCue]) -> Iterator[Cue]:
    for place, cue in enumerate(group):
        span = text.add(cue.words, " " if place else "\n")
        if span:
            yield Cue(span.start, span.end, cue.begin_ms, cue.end_ms)


def tell_mended(name: str, mended: int) -> tuple[str, ...]:
    """Return a warning about times that had to be mended, if there were any."""
    if not mended:
        return ()
    warning = say(
        nl=f"{name}: {mended} cue(s) met een tijd die niet kan (negatief, of einde "
        "voor begin): bijgesteld.",
        en=f"{name}: {mended} cue(s) with an impossible time (negative, or end before "
        "begin): adjusted.",
    )
    return (warning,)
