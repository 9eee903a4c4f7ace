"""Questionnaires (csv, xlsx): one source for each respondent.

Its text is each answered question as a heading, and the answer under it. Dates and
time stamps of filling in are left out: they tell more of a person than of the answer.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from io import BytesIO
from typing import Final
from zipfile import BadZipFile

from vknz_research.errors import EmptyFileError
from vknz_research.ingest import refusal
from vknz_research.ingest.archive import open_archive
from vknz_research.ingest.composition import Composition
from vknz_research.ingest.decoding import decode_text
from vknz_research.ingest.paragraphs import trim_span
from vknz_research.ingest.tables import read_rows
from vknz_research.language import say
from vknz_research.model.sources import Reading, Turn

_IDS: Final = frozenset({
    "id", "nr", "no", "nummer", "number", "respondent", "respondentnummer", "naam",
    "name", "deelnemer", "participant", "code", "respondent id", "response id",
    "respondentid", "responseid", "respondent nr", "#",
})  # fmt: skip
# What openpyxl lets through on damaged files; SyntaxError is that of the XML parsers.
_DAMAGE = (
    SyntaxError, LookupError, ValueError, TypeError, AttributeError, OSError,
    BadZipFile,
)  # fmt: skip
_DATES: Final = frozenset({"date", "datum", "timestamp", "tijdstempel"})


def read_csv(name: str, data: bytes) -> list[Reading]:
    """Read a questionnaire from a table of text."""
    decoded = decode_text(name, data)
    rows = [cells for _, cells in read_rows(name, decoded.text)]
    return _read_respondents("csv", name, rows, decoded.warnings)


def read_xlsx(name: str, data: bytes) -> list[Reading]:
    """Read a questionnaire from the first sheet of a workbook."""
    rows = [cells for cells in _list_cells(name, data) if any(cells)]
    return _read_respondents("xlsx", name, rows)


def _read_respondents(
    suffix: str,
    name: str,
    rows: Sequence[Sequence[str]],
    warnings: tuple[str, ...] = (),
) -> list[Reading]:
    if len(rows) < 2:  # a header and somebody who answers
        raise EmptyFileError(file=name)
    header = [cell.strip() for cell in rows[0]]
    has_ids = header[0].lower().strip(":.") in _IDS
    parts, doubles = _name_parts([row[0] if has_ids else "" for row in rows[1:]])
    warnings = (*warnings, *_tell_doubles(name, doubles))
    readings = [
        _compose(
            suffix, part, _list_answers(header, row, skips_first=has_ids), warnings
        )
        for part, row in zip(parts, rows[1:], strict=True)
    ]
    answered = [reading for reading in readings if reading.turns]
    if not answered:
        raise EmptyFileError(file=name)
    return answered


def _name_parts(ids: Sequence[str]) -> tuple[list[str], int]:
    """Give each respondent a name of their own; also say how many had another's."""
    taken = {wanted.strip() for wanted in ids}
    parts: dict[str, None] = {}
    doubles = 0
    for number, wanted in enumerate(ids, start=1):
        part = wanted.strip() or str(number)
        if part in parts:
            doubles += 1
            part = _find_free(part, taken.union(parts))
        parts[part] = None
    return list(parts), doubles


def _find_free(part: str, taken: set[str]) -> str:
    sequence = 2
    while f"{part} ({sequence})" in taken:
        sequence += 1
    return f"{part} ({sequence})"


def _list_answers(
    header: Sequence[str], row: Sequence[str], *, skips_first: bool
) -> Iterator[tuple[str, str]]:
    for place, cell in enumerate(row):
        if not cell.strip() or (skips_first and place == 0):
            continue
        question = header[place] if place < len(header) else ""
        if question.lower() not in _DATES:
            yield question or say(nl=f"Vraag {place}", en=f"Question {place}"), cell


def _compose(
    suffix: str, part: str, answers: Iterable[tuple[str, str]], warnings: Sequence[str]
) -> Reading:
    text, spans = Composition(), list[tuple[int, int, str]]()
    for question, answer in answers:
        for words, joint, kind in (
            (question, "\n\n", "heading"),
            (answer, "\n", "answer"),
        ):
            span = text.add(words.strip(), joint)
            if span:
                spans.append((span.start, span.end, kind))
    composed = text.text
    turns = tuple(_make_turns(composed, spans, part))
    return Reading(suffix, composed, turns, part=part, warnings=tuple(warnings))


def _make_turns(
    text: str, spans: Iterable[tuple[int, int, str]], part: str
) -> Iterator[Turn]:
    for start, end, kind in spans:
        span = trim_span(text, start, end)
        if span:
            speaker = part if kind == "answer" else None
            yield Turn(span.start, span.end, kind, speaker)


def _tell_doubles(name: str, doubles: int) -> tuple[str, ...]:
    if not doubles:
        return ()
    warning = say(
        nl=f"{name}: {doubles} respondent(en) hadden een nummer dat al bestond en "
        "kregen er een volgnummer bij.",
        en=f"{name}: {doubles} respondent(s) had an id that existed already and were "
        "given a sequence number.",
    )
    return (warning,)


def _list_cells(name: str, data: bytes) -> list[list[str]]:
    open_archive(name, data).close()
    from openpyxl import load_workbook  # noqa: PLC0415 - heavy, and only needed here
    from openpyxl.utils.exceptions import (  # noqa: PLC0415 - the same
        InvalidFileException,
    )

    try:
        book = load_workbook(BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        return [
            [_write_cell(cell) for cell in row]
            for row in sheet.iter_rows(values_only=True)
        ]
    except (InvalidFileException, *_DAMAGE) as error:
        raise refusal.DAMAGED.of(name) from error


def _write_cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return say(nl="ja" if value else "nee", en="yes" if value else "no")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)
