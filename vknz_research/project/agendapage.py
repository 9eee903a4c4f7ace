"""Printing the agenda of a reflection conversation, for whom it is meant."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from vknz_research.coding.find import find_participant
from vknz_research.errors import EmptyAgendaError, ForeignAgendaError, UnknownValueError
from vknz_research.language import current_language, say
from vknz_research.model.cycles import PARTS, PILLARS, AgendaItem, Trajectory
from vknz_research.model.cyclewords import name_value
from vknz_research.model.exports import describe_purpose
from vknz_research.project.gate import Ask, keep_or_remove
from vknz_research.project.study import Study
from vknz_research.project.withdrawing import open_vault
from vknz_research.reflection.agenda import list_agenda
from vknz_research.reflection.find import find_step, find_trajectory
from vknz_research.reflection.permitted import pass_agenda
from vknz_research.report.agendasheet import WRITERS, Row, Sheet, SheetPart
from vknz_research.store.unit import Reader

PURPOSE: Final = "terugkoppeling"
FORMATS: Final = tuple(WRITERS)


def need_own(reader: Reader, trajectory: Trajectory, wanted: str | None) -> None:
    """Refuse an agenda to anybody but the klantmanager who learns from it.

    None is a researcher of the study, who prints it for the conversation.
    """
    if wanted is None:
        return
    if find_participant(reader, wanted).id != trajectory.klantmanager_id:
        raise ForeignAgendaError


def write_moment(begin_ms: int | None, end_ms: int | None) -> str:
    """Return a fragment as people say it.

    >>> write_moment(364_000, 390_000), write_moment(None, None)
    ('06:04–06:30', '')
    """
    if begin_ms is None or end_ms is None:
        return ""
    return f"{_clock(begin_ms)}–{_clock(end_ms)}"


def _clock(ms: int) -> str:
    minutes, seconds = divmod(ms // 1000, 60)
    return f"{minutes:02d}:{seconds:02d}"


def make_sheet(
    study: Study, trajectory: str, number: int, reader_label: str | None = None
) -> Sheet:
    """Return the page of an agenda, for its klantmanager or for researchers."""
    with study.store.read() as reader:
        found = find_trajectory(reader, trajectory)
        need_own(reader, found, reader_label)
        k = study.settings.k
        items = list_agenda(reader, found, number, study.store.salt, k)
        step = find_step(reader, found, number, "reflection")
    if not items:
        raise EmptyAgendaError
    talk = say(nl=f"gesprek {number}", en=f"conversation {number}")
    language = current_language()
    return Sheet(
        say(nl="Agenda van het reflectiegesprek", en="Agenda of the reflection"),
        " · ".join(filter(None, (found.name, talk, say_date(step.date)))),
        language,
        describe_purpose(PURPOSE, language),
        [(pillar, name_value(pillar)) for pillar in PILLARS],
        [_make_part(part, items) for part in PARTS],
    )


def say_date(written: str | None) -> str | None:
    """Return a date as it is read in the language of the interface.

    >>> say_date("2032-03-16") in {"16-3-2032", "2032-03-16"}
    True
    """
    if not written:
        return None
    year, month, day = written.split("-")
    return say(nl=f"{int(day)}-{int(month)}-{year}", en=written)


def _make_part(part: str, items: Sequence[AgendaItem]) -> SheetPart:
    rows = [_make_row(item) for item in items if item.part == part]
    empty = say(nl="Geen punten.", en="No points.")
    return SheetPart(name_value(part), rows, empty)


def _make_row(item: AgendaItem) -> Row:
    note = name_value(item.theme) if item.theme else ""
    fragment = write_moment(item.begin_ms, item.end_ms)
    if fragment and (item.recording or 1) > 1:
        told = say(nl=f"opname {item.recording}", en=f"recording {item.recording}")
        note = " · ".join(filter(None, (note, told)))
    return Row(item.pillar, item.body, note, fragment)


def write_agenda(
    study: Study,
    actor: str,
    where: tuple[str, int],
    paths: Sequence[Path],
    *,
    reader_label: str | None = None,
    ask: Ask | None = None,
) -> list[Path]:
    """Write the agenda in the format of each file name, checked as every export.

    What a klant let pass on is passed on by it: its permission is used up.
    """
    for path in paths:
        if path.suffix[1:] not in WRITERS:
            raise UnknownValueError(
                value=path.suffix, field="--to", known=", ".join(FORMATS)
            )
    sheet = make_sheet(study, *where, reader_label)
    for path in paths:
        WRITERS[path.suffix[1:]](sheet, path)
    keep_or_remove(open_vault(study), paths, ask)
    pass_agenda(study.store, actor, *where, study.settings.k)
    return list(paths)
