"""Quotations: passages of sources chosen for the report, or published ones as sources.

A table with a column `source` chooses passages of sources that are there. Without it,
each source code becomes a source that holds its quotations one below the other.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final
from uuid import uuid4

from vknz_research.coding.acts import make_coding
from vknz_research.coding.codebook import insert_code
from vknz_research.coding.consent import find_open_source
from vknz_research.coding.find import (
    ensure_coder,
    find_code,
    find_source,
    hash_passage,
)
from vknz_research.coding.places import Asked, find_quote, speaker_role_at
from vknz_research.coding.sources import Arrival, find_arrived, insert_sources
from vknz_research.errors import TableError
from vknz_research.exchange.tables import Row, read_rows
from vknz_research.model.codes import Code
from vknz_research.model.codings import Coding, Excerpt
from vknz_research.model.design import DesignEntry, parse_source_code
from vknz_research.model.people import role_perspective
from vknz_research.model.sources import Reading, Source, Span, Turn
from vknz_research.model.text import hash_text, make_canonical
from vknz_research.project.importing import import_design
from vknz_research.project.study import Study
from vknz_research.report.quotations import compare_edit
from vknz_research.store.unit import UnitOfWork

PUBLISHED: Final = ("id", "section", "quote", "source_code", "speaker_role")
CHOSEN: Final = ("id", "section", "source", "quote")
OWN_SECTIONS: Final = "secties"
UNLABELLED: Final = "zonder label"
GAP: Final = "\n\n"
_LEADING_NUMBER = re.compile(r"^\d+(?:\.\d+)*")
_NOT_IN_PATH = re.compile(r"[^a-z0-9à-ÿ._-]+")


class ExcerptExistsError(TableError):
    """An id of a quotation is used twice."""

    nl = (
        "{file}, regel {line}: id {key} is van een ander citaat; geef elk een eigen id."
    )
    en = "{file}, line {line}: id {key} is of another quotation; give each its own id."


@dataclass(frozen=True, slots=True)
class ExcerptReport:
    """What became of a table of quotations."""

    excerpts: int
    sources: int
    codings: int
    new_codes: Sequence[str]
    is_unchanged: bool = False


def import_excerpts(
    study: Study,
    path: Path,
    inventory: Path | None = None,
    sections: Path | None = None,
    coder: str = "import",
) -> ExcerptReport:
    """Bring a table of quotations in, in one act; the same table twice changes nothing.

    A chosen quotation with a known id at the same place is corrected: its section or
    its edit. At another place it is refused.

    `sections` maps what stands in the column section (or its leading number, such as
    3.1) to a code path; a section without one becomes a code of its own.
    """
    rows = read_rows(path, ("id", "section", "quote"))
    is_chosen = bool(rows) and "source" in rows[0].cells
    rows = read_rows(path, CHOSEN if is_chosen else PUBLISHED)
    mapping = _read_sections(sections) if sections else {}
    if inventory:
        import_design(study, inventory)
    with study.store.read() as reader:
        if not is_chosen and find_arrived(reader, path.read_bytes()):
            return ExcerptReport(0, 0, 0, (), is_unchanged=True)
    with study.store.begin(coder, "import-excerpts") as work:
        codes, new = _map_sections(work, rows, mapping)
        places = _choose(work, rows) if is_chosen else _make_sources(work, rows, path)
        excerpts = _add_excerpts(work, places, codes)
        codings = [] if is_chosen else _add_codings(work, coder, excerpts, codes)
        work.facts = {"excerpts": len(excerpts), "codings": len(codings)}
    made = 0 if is_chosen else len({place.source.id for place in places})
    return ExcerptReport(len(excerpts), made, len(codings), new)


def _read_sections(path: Path) -> dict[str, str]:
    rows = read_rows(path, ("section", "code"))
    return {row.need("section"): row.need("code") for row in rows}


@dataclass(frozen=True, slots=True)
class _Place:
    """A row of the table and the passage it stands for."""

    row: Row
    source: Source
    span: Span
    label: str | None
    role: str | None
    text_hash: str


def _map_sections(
    work: UnitOfWork, rows: Sequence[Row], mapping: Mapping[str, str]
) -> tuple[dict[str, Code], list[str]]:
    """Return the code of each section, and the paths of codes made for it."""
    codes: dict[str, Code] = {}
    new: list[str] = []
    for section in dict.fromkeys(row.need("section") for row in rows):
        number = _LEADING_NUMBER.match(section)
        path = mapping.get(section) or mapping.get(number[0] if number else "")
        if path is None and work.first(Code, path=section):
            path = section
        if path is not None:
            codes[section] = find_code(work, path)
            continue
        path = f"{OWN_SECTIONS}/{_slug(section)}"
        known = work.first(Code, path=path)
        codes[section] = known or insert_code(work, path, {"nl": {"name": section}})
        if not known:
            new.append(path)
    return codes, new


def _slug(section: str) -> str:
    return _NOT_IN_PATH.sub("-", section.lower()).strip("-.") or "sectie"


def _choose(work: UnitOfWork, rows: Sequence[Row]) -> list[_Place]:
    """Find each quotation in the source that the table names."""
    places: list[_Place] = []
    for row in rows:
        source = find_open_source(work, row.need("source"))
        asked = Asked(row.raw("quote"), row.occurrence())
        span = find_quote(work, source, asked, (row.file, row.line))
        role = row.get("speaker_role") or speaker_role_at(work, source, span.start)
        label = row.get("source_code") or source.source_code
        made = hash_passage(work, source, span)
        places.append(_Place(row, source, span, label, role, made))
    return places


def _make_sources(work: UnitOfWork, rows: Sequence[Row], path: Path) -> list[_Place]:
    """Make a source of each source code, with its quotations as turns."""
    design = work.all(DesignEntry)
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.get("source_code") or UNLABELLED, []).append(row)
    readings = [_make_reading(label, group) for label, group in groups.items()]
    arrival = Arrival(path.name, path.read_bytes(), readings)
    places: list[_Place] = []
    sources = insert_sources(work, arrival)
    for source, reading in zip(sources, readings, strict=True):
        described = _describe(source, reading.part, design)
        work.replace(described)
        for row, turn in zip(groups[reading.part], reading.turns, strict=True):
            words = reading.text[turn.start : turn.end]
            places.append(
                _Place(
                    row,
                    described,
                    Span(turn.start, turn.end),
                    row.get("source_code"),
                    row.get("speaker_role"),
                    hash_text(words),
                )
            )
    return places


def _make_reading(label: str, rows: Sequence[Row]) -> Reading:
    turns: list[Turn] = []
    text = ""
    for row in rows:
        quote = make_canonical(row.need("quote"))
        start = len(text) + (len(GAP) if text else 0)
        text = f"{text}{GAP if text else ''}{quote}"
        turns.append(Turn(start, start + len(quote)))
    return Reading("excerpts", text, turns, part=label)


def _describe(source: Source, label: str, design: Sequence[DesignEntry]) -> Source:
    """Return the source with its place in the design, as far as the design knows it."""
    entry = next((e for e in design if e.source_code == label), None)
    parsed = parse_source_code(label, design)
    return Source(
        **{
            **{name: getattr(source, name) for name in source.__dataclass_fields__},
            "name": label,
            "source_code": None if label == UNLABELLED else label,
            "kind": entry.kind if entry else None,
            "phase": entry.phase if entry else parsed.phase,
            "perspective": role_perspective(entry.role) if entry else None,
        }
    )


def _add_excerpts(
    work: UnitOfWork, places: Sequence[_Place], codes: Mapping[str, Code]
) -> list[Excerpt]:
    known = {excerpt.key: excerpt for excerpt in work.all(Excerpt)}
    made: list[Excerpt] = []
    seen: set[str] = set()
    for place in places:
        excerpt = _make_excerpt(place, codes)
        _check_edit(place)
        old = known.get(excerpt.key)
        if old is None:
            known[excerpt.key] = excerpt
            made.append(excerpt)
        elif excerpt.key in seen or not _is_same_place(excerpt, old):
            row = place.row
            raise ExcerptExistsError(file=row.file, line=row.line, key=excerpt.key)
        elif (corrected := replace(excerpt, id=old.id)) != old:
            work.replace(corrected)
        seen.add(excerpt.key)
    work.add(*made)
    return made


def _check_edit(place: _Place) -> None:
    """Refuse an edit that changes a word outside its square brackets."""
    edited = place.row.get("edited")
    if edited and compare_edit(place.row.raw("quote"), edited) is None:
        raise place.row.error(
            nl="edited verandert woorden buiten de vierkante haken",
            en="edited changes words outside the square brackets",
        )


def _is_same_place(new: Excerpt, old: Excerpt) -> bool:
    return (new.source_id, new.start, new.end) == (old.source_id, old.start, old.end)


def _make_excerpt(place: _Place, codes: Mapping[str, Code]) -> Excerpt:
    return Excerpt(
        id=str(uuid4()),
        key=place.row.need("id"),
        section=codes[place.row.need("section")].path,
        source_id=place.source.id,
        revision_id=place.source.revision_id,
        start=place.span.start,
        end=place.span.end,
        text_hash=place.text_hash,
        edited=place.row.get("edited"),
        label=place.label,
        speaker_role=place.role,
        position=place.row.line,
    )


def _add_codings(
    work: UnitOfWork, coder: str, excerpts: Sequence[Excerpt], codes: Mapping[str, Code]
) -> list[Coding]:
    by_path = {code.path: code for code in codes.values()}
    layer = ensure_coder(work, coder)
    sources = {e.source_id: find_source(work, e.source_id) for e in excerpts}
    made = [
        make_coding(
            work,
            (sources[e.source_id], by_path[e.section], layer),
            Span(e.start, e.end),
        )
        for e in excerpts
    ]
    work.add(*made)
    return made
