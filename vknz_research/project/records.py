"""Bringing in tables that a researcher keeps: codings, people, consent, memos."""

import csv
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final
from uuid import uuid4

from vknz_research.coding.acts import Request, code_many
from vknz_research.coding.anchors import find_words
from vknz_research.coding.consent import find_open_source
from vknz_research.coding.find import ensure_coder, find_participant, find_source
from vknz_research.coding.places import Asked, find_quote
from vknz_research.coding.withdrawing import find_person
from vknz_research.exchange.memos import read_memo
from vknz_research.exchange.tables import Row, read_rows
from vknz_research.model.codes import Code
from vknz_research.model.codings import Memo, MemoLink
from vknz_research.model.people import Consent, Participant
from vknz_research.model.recordings import Moment
from vknz_research.model.sources import Span
from vknz_research.privacy.consent import is_overruled
from vknz_research.project.listing import list_codings
from vknz_research.project.study import Study
from vknz_research.project.withdrawing import withdraw
from vknz_research.store.unit import Reader, UnitOfWork

_PLACES: Final = (("quote",), ("start", "end"), ("begin_ms", "end_ms", "recording"))
_WRITTEN: Final = (
    *("coder", "source", "code", "start", "end"),
    *("recording", "begin_ms", "end_ms", "anchor"),
)


def import_codings(study: Study, path: Path) -> int:
    """Bring codings in, in one act; return how many were new.

    Columns: coder, source, code, and either start and end, or quote (and occurrence),
    or recording, begin_ms and end_ms. Where anchor is `time`, the times lead.
    """
    rows = read_rows(path, ("coder", "source", "code"))
    needs = next((names for names in _PLACES if rows and rows[0].get(names[0])), ())
    needs = needs or ("start", "end")
    rows = read_rows(path, ("coder", "source", "code", *needs))
    with study.store.read() as reader:
        requests = [_make_request(reader, row) for row in rows]
    return code_many(study.store, "vknz", requests)


def _make_request(reader: Reader, row: Row) -> Request:
    if row.get("begin_ms") and (row.get("anchor") == "time" or not row.get("start")):
        return _make_timed(reader, row)
    if row.get("quote"):
        source = find_source(reader, row.need("source"))
        asked = Asked(row.raw("quote"), row.occurrence())
        span = find_quote(reader, source, asked, (row.file, row.line))
    else:
        span = Span(row.number("start"), row.number("end"))
    return Request(row.need("coder"), row.need("source"), row.need("code"), span)


def _make_timed(reader: Reader, row: Row) -> Request:
    """Ask for a coding that is made on time."""
    times = (row.number("begin_ms"), row.number("end_ms"))
    moment = Moment(row.number("recording"), *times)
    source = find_open_source(reader, row.need("source"))
    span = find_words(reader, source, moment)
    return Request(row.need("coder"), source.id, row.need("code"), span, moment)


def write_codings(study: Study, path: Path) -> int:
    """Write all codings as a table that `import-codings` reads; return how many.

    Both places of each stand in it, in the text and in time, and none of its words.
    """
    listed = list_codings(study, with_words=False)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, _WRITTEN, extrasaction="ignore")
        writer.writeheader()
        writer.writerows({**row, "source": row["source_id"]} for row in listed)
    return len(listed)


def import_participants(study: Study, path: Path) -> int:
    """Bring in what is known of participants; columns label, role, age_band, gender."""
    rows = read_rows(path, ("label",))
    with study.store.begin("vknz", "import-participants") as work:
        known = {p.label: p for p in work.all(Participant)}
        for row in rows:
            label = row.need("label")
            old = known.get(label, Participant(str(uuid4()), label))
            new = replace(
                old,
                role=row.get("role") or old.role,
                age_band=row.get("age_band") or old.age_band,
                gender=row.get("gender") or old.gender,
            )
            if label not in known:
                known[label] = new
                work.add(new)
            elif new != old:
                work.replace(new)
        work.facts = {"participants": len(rows)}
    return len(rows)


def import_consent(study: Study, path: Path) -> int:
    """Bring in consent; columns participant, purpose, state, date, letter, asked_by.

    A participant may stand in it more than once for a purpose: the latest date counts.
    Who withdrew, withdraws: what they said goes, as with `vknz consent`.
    """
    rows = read_rows(path, ("participant", "purpose", "state"))
    rows.sort(key=lambda row: _read_date(row) or "")
    with study.store.begin("vknz", "import-consent") as work:
        for row in rows:
            label, said = row.need("participant"), _read_consent(row)
            if said.state != "withdrawn":
                record_consent(work, label, said, keep_later=True)
        work.facts = {"consents": len(rows)}
    for (label, day), purposes in _list_withdrawn(study, rows).items():
        withdraw(study, label, purposes, day)
    return len(rows)


def _read_consent(row: Row) -> Consent:
    facts = (row.need("purpose"), row.need("state"), _read_date(row))
    return Consent("", "", *facts, row.get("letter"), row.get("asked_by"))


def _list_withdrawn(
    study: Study, rows: Sequence[Row]
) -> dict[tuple[str, str | None], list[str]]:
    """List who withdrew last: (participant, date) -> purposes not withdrawn yet."""
    last: dict[tuple[str, str], Consent] = {}
    for row in rows:
        key, said = (row.need("participant"), row.need("purpose")), _read_consent(row)
        if key not in last or not is_overruled(said, last[key]):
            last[key] = said
    found: dict[tuple[str, str | None], list[str]] = {}
    with study.store.read() as reader:
        for (label, purpose), said in last.items():
            if said.state != "withdrawn":
                continue
            person = find_person(reader, label)
            old = reader.first(Consent, participant_id=person.id, purpose=purpose)
            if old and (old.state == "withdrawn" or is_overruled(said, old)):
                continue
            found.setdefault((label, said.date), []).append(purpose)
    return found


def _read_date(row: Row) -> str | None:
    found = row.get("date")
    if found and not is_date(found):
        raise row.error(
            nl=f"{found} is geen datum; schrijf 2031-04-05",
            en=f"{found} is not a date; write 2031-04-05",
        )
    return found


def is_date(text: str) -> bool:
    """Say whether a date is written so that dates can be compared: 2031-04-05."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def record_consent(
    work: UnitOfWork, label: str, said: Consent, *, keep_later: bool = False
) -> Consent:
    """Keep what a participant said about a purpose, in place of what stood there.

    With `keep_later` it does not take the place of what was said later.
    """
    person = find_participant(work, label)
    old = work.first(Consent, participant_id=person.id, purpose=said.purpose)
    new = replace(said, id=old.id if old else str(uuid4()), participant_id=person.id)
    if old is None:
        work.add(new)
        return new
    if keep_later and is_overruled(new, old):
        return old
    work.replace(new)
    return new


def import_memos(study: Study, paths: Sequence[Path]) -> int:
    """Bring memos in from Markdown files; a known title is brought up to date."""
    with study.store.begin("vknz", "import-memos") as work:
        known = {(m.section, m.language, m.title): m for m in work.all(Memo)}
        for path in paths:
            memo, links = _read_memo(work, path)
            old = known.get((memo.section, memo.language, memo.title))
            if old is None:
                work.add(memo, *links)
            elif replace(memo, id=old.id) != old:
                work.replace(replace(memo, id=old.id))
        work.facts = {"memos": len(paths)}
    return len(paths)


def _read_memo(work: UnitOfWork, path: Path) -> tuple[Memo, list[MemoLink]]:
    found = read_memo(path)
    coder = found.heading.get("coder")
    memo = Memo(
        id=str(uuid4()),
        kind=str(found.heading["kind"]),
        title=str(found.heading["title"]),
        body=found.body,
        coder_id=ensure_coder(work, str(coder)).id if coder else None,
        section=found.heading.get("section") or None,
        language=str(found.heading.get("language", "nl")),
    )
    targets: list[tuple[str, str]] = []
    if found.heading.get("source"):
        targets.append(("source", find_source(work, str(found.heading["source"])).id))
    code = work.first(Code, path=str(found.heading.get("code") or memo.section or ""))
    if code:
        targets.append(("code", code.id))
    links = [MemoLink(str(uuid4()), memo.id, kind, target) for kind, target in targets]
    return memo, links
