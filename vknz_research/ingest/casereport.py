"""Case reports (gespreksverslag): timed paragraphs, observations and questions.

A text is one when at least eight of its paragraphs begin with a time code `mm.ss`. A
time code more than a minute before the last, or a lower one under a new heading, or
any under a heading such as `Video 2`, begins another recording. How prose is judged
stands in `caseprose`, how lines become paragraphs in `caselayout`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from vknz_research.ingest.caselayout import DATE, RECORDING, TIME, Block, find_blocks
from vknz_research.ingest.caseprose import find_speaker, judge_prose, skip_label
from vknz_research.ingest.headers import WINDOW, read_header
from vknz_research.ingest.paragraphs import Shape, iterate_lines, trim_span
from vknz_research.model.sources import Span, Turn

_FEWEST = 8
_STEP_BACK_MS = 60_000


@dataclass(slots=True)
class CaseReport:
    """The turns of a case report and the names of its recordings, while it is read."""

    text: str
    width: int
    turns: list[Turn] = field(default_factory=list)
    recordings: list[str] = field(default_factory=list)
    last_ms: int = 0
    is_inside: bool = False
    announced: str | None = None

    @property
    def number(self) -> int:
        """Return the number of the recording that is being read, from 1."""
        return max(1, len(self.recordings))


def is_case_report(text: str) -> bool:
    """Say whether a text is a case report.

    Time codes with a colon also stand in plain transcripts (`03:12 Naam: tekst`): there
    the speakers must be klant and klantmanager.
    """
    lines = [
        text[start : min(end, start + WINDOW)].lstrip()
        for start, end in iterate_lines(text)
    ]
    timed = [(line, found) for line in lines if (found := TIME.match(line))]
    if len(timed) < _FEWEST:
        return False
    if 2 * sum(found["sign"] == "." for _, found in timed) >= len(timed):
        return True
    return 2 * sum(_is_of_transcript(line) for line, _ in timed) < len(timed)


def read_case_report(text: str, shape: Shape) -> CaseReport:
    """Return the turns of a case report, each with its recording."""
    blocks = find_blocks(text, shape)
    report = CaseReport(text, _measure_width(text, blocks))
    for block in blocks:
        if block.opening == "heading":
            _add_heading(report, block)
        elif block.begin_ms is not None:
            _add_timed(report, block, block.begin_ms)
        else:
            _add_prose(report, block)
    _set_ends(report.turns)
    return report


def _is_of_transcript(line: str) -> bool:
    header = read_header(line)
    return bool(header and header.speaker and not find_speaker(header.speaker))


def _measure_width(text: str, blocks: Sequence[Block]) -> int:
    """Return how long full lines of timed paragraphs are, or 0 if there are few."""
    lengths = sorted(
        len(line)
        for block in blocks
        if block.opening == "timed"
        for line in text[block.start : block.end].split("\n")[:-1]
    )
    return lengths[len(lengths) * 9 // 10] if len(lengths) >= _FEWEST else 0


def _add_heading(report: CaseReport, block: Block) -> None:
    words = report.text[block.start : block.end]
    report.turns.append(
        Turn(block.start, block.end, "heading", recording=report.number)
    )
    report.is_inside = False
    first = words.split("\n", 1)[0]
    date = DATE.match(first)
    if date or RECORDING.match(first):
        report.announced = date[1] if date else first


def _add_timed(report: CaseReport, block: Block, begin_ms: int) -> None:
    if _begins_recording(report, begin_ms):
        number = len(report.recordings) + 1
        report.recordings.append(report.announced or f"Opname {number}")
    report.announced, report.is_inside, report.last_ms = None, True, begin_ms
    words = report.text[block.words : block.end]
    start = block.words + skip_label(words)
    span = trim_span(report.text, start, block.end)
    span = span or Span(block.words, block.end)
    speaker = find_speaker(words)
    report.turns.append(
        Turn(
            *(span.start, span.end, "speech", speaker),
            begin_ms=begin_ms,
            recording=report.number,
        )
    )


def _begins_recording(report: CaseReport, begin_ms: int) -> bool:
    if not report.recordings or begin_ms < report.last_ms - _STEP_BACK_MS:
        return True
    if report.announced is None:
        return False
    return begin_ms < report.last_ms or bool(RECORDING.match(report.announced))


def _add_prose(report: CaseReport, block: Block) -> None:
    span = Span(block.start, block.end)
    passages = judge_prose(
        report.text, span, is_inside=report.is_inside, width=report.width
    )
    report.turns.extend(
        Turn(
            *(passage.span.start, passage.span.end, passage.kind),
            recording=report.number,
            addressee=passage.addressee,
        )
        for passage in passages
    )


def _set_ends(turns: list[Turn]) -> None:
    """Let each timed turn end where the next of its recording begins."""
    following: Turn | None = None
    for place in range(len(turns) - 1, -1, -1):
        turn = turns[place]
        if turn.begin_ms is None:
            continue
        if following and following.recording == turn.recording:
            turns[place] = _end_at(turn, following.begin_ms)
        following = turn


def _end_at(turn: Turn, end_ms: int | None) -> Turn:
    if end_ms is None or turn.begin_ms is None or end_ms < turn.begin_ms:
        return turn
    return replace(turn, end_ms=end_ms)
