"""How long everything is kept: an end date for each source, and what happens then."""

import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import uuid4

from vknz_research.coding.find import find_source
from vknz_research.errors import ErasureError, SnapshotError, UnknownValueError
from vknz_research.model.recordings import Recording
from vknz_research.model.sources import Source
from vknz_research.privacy.needles import Needles
from vknz_research.project.known import list_known_words
from vknz_research.project.records import is_date
from vknz_research.project.study import Study
from vknz_research.project.sweeping import (
    cut_words,
    remove_media,
    revise_parameters,
    scan_files,
    sweep_files,
)
from vknz_research.project.withdrawing import KEYS, open_vault
from vknz_research.snapshot.frames import MANIFEST
from vknz_research.store.erasing import WITHDRAWN, Cut, Eraser, read_words
from vknz_research.store.verify import Finding

ACTOR: Final = "vknz"
ACT: Final = "keep-until"
MEDIA: Final = "media"


@dataclass(frozen=True, slots=True)
class Term:
    """Until when a source and its recordings are kept; dates as 2036-04-05.

    `is_set` says that somebody chose the date; else it follows from the settings.
    `has_media` says that there are recordings.
    """

    source_id: str
    source: str
    begins: str
    until: str
    media_until: str
    is_set: bool
    has_media: bool

    def is_past(self, today: str) -> bool:
        """Say whether the source should have gone."""
        return self.until < today

    def is_media_past(self, today: str) -> bool:
        """Say whether its recordings should have gone."""
        return self.has_media and min(self.media_until, self.until) < today


def say_today() -> str:
    """Return the date of today."""
    return datetime.now().astimezone().date().isoformat()


def add_years(day: str, years: int) -> str:
    """Return the same day so many years later; after 28 February where there is none.

    >>> add_years("2028-02-29", 1), add_years("2026-11-23", 10)
    ('2029-03-01', '2036-11-23')
    """
    found = date.fromisoformat(day)
    try:
        return found.replace(year=found.year + years).isoformat()
    except ValueError:
        later = found.replace(day=28, year=found.year + years)
        return (later + timedelta(days=1)).isoformat()


def list_terms(study: Study) -> list[Term]:
    """List the sources with their end dates, the first to go in front.

    A term begins on the date of a source; where none is known, on the day it came in.
    """
    arrived = _list_arrivals(study)
    terms = [
        _make_term(study, source, arrived.get(source.id, say_today()))
        for source in study.sources
        if source.format != WITHDRAWN
    ]
    return sorted(terms, key=lambda term: (term.until, term.source))


def _list_arrivals(study: Study) -> dict[str, str]:
    found: dict[str, str] = {}
    for entry in study.log():
        for source_id in _list_sources(entry.event.facts):
            found.setdefault(source_id, str(entry.event.at)[:10])
    return found


def _list_sources(facts: str) -> Sequence[str]:
    listed = json.loads(facts).get("sources")
    return [str(x) for x in listed] if isinstance(listed, list) else []


def _make_term(study: Study, source: Source, arrived: str) -> Term:
    begins = source.date if source.date and is_date(source.date) else arrived
    until = source.keep_until or add_years(begins, study.settings.keep_years)
    media = add_years(begins, study.settings.media_years)
    folder = study.path / MEDIA / source.id
    is_set = source.keep_until is not None
    has_media = folder.is_dir() and any(folder.iterdir())
    return Term(source.id, source.name, begins, until, media, is_set, has_media)


def set_until(study: Study, source: str, until: str | None) -> Term:
    """Choose until when a source is kept; None goes back to the settings."""
    if until is not None and not is_date(until):
        raise UnknownValueError(value=until, field="keep_until", known=say_today())
    with study.store.begin(ACTOR, ACT) as work:
        found = find_source(work, source)
        work.replace(replace(found, keep_until=until))
        work.facts = {"source": found.id, "until": until}
    return next(term for term in list_terms(study) if term.source_id == found.id)


def check_retention(study: Study, today: str | None = None) -> Iterator[Finding]:
    """Find sources and recordings that are kept longer than was agreed."""
    day = today or say_today()
    for term in list_terms(study):
        if term.is_past(day):
            yield _make_finding(term.source_id, "bron", "source", term.until)
        elif term.is_media_past(day):
            yield _make_finding(
                term.source_id,
                "opname van bron",
                "recording of source",
                term.media_until,
            )


def _make_finding(source_id: str, nl: str, en: str, until: str) -> Finding:
    return Finding(
        "I29",
        "error",
        f"source {source_id}",
        f"{nl} is bewaard tot na de einddatum {until}",
        f"{en} is kept beyond the end date {until}",
        "verwijder met `vknz retention STUDIE --delete`, of zet een andere datum",
        "remove with `vknz retention STUDY --delete`, or set another date",
    )


def delete_past(study: Study, today: str | None = None) -> list[Term]:
    """Take away what is past its date, everywhere; return what went.

    The same as at a withdrawal goes: words in database, files, snapshots, and the keys
    of backups. That it went is in the log, without what it was.
    """
    day = today or say_today()
    terms = list_terms(study)
    gone = [term for term in terms if term.is_past(day)]
    bare = [term for term in terms if term.is_media_past(day) and term not in gone]
    recorded = [term.source_id for term in (*gone, *bare)]
    remove_media(study, recorded)
    _erase_recordings(study, recorded)
    if gone:
        _delete_sources(study, gone, day)
    return [*gone, *bare]


def _erase_recordings(study: Study, source_ids: Sequence[str]) -> None:
    """Take recordings out of the database, and log only that they went."""
    with study.store.begin(ACTOR, ACT) as work:
        work.remove(*work.all(Recording, source_id=set(source_ids)))
        work.facts = {"deleted": list(source_ids), "what": "recording"}
    with study.store.begin(ACTOR, ACT) as work:
        Eraser(work, str(uuid4()), str).erase_recordings(source_ids)


def _delete_sources(study: Study, terms: Sequence[Term], day: str) -> None:
    cuts = [Cut(term.source_id, is_whole=True) for term in terms]
    with study.store.read() as reader:
        words, stays = read_words(reader, cuts)
    needles = [Needles.make(words, [*stays, *list_known_words()])]
    needles = [found for found in needles if len(found)]
    vault = open_vault(study)
    for cut in cuts:
        for folder in KEYS:
            vault.destroy(folder + cut.source_id)
    _remove_snapshots(study, {cut.source_id for cut in cuts})
    revise_parameters(study, needles)
    sweep_files(study, needles)
    _note_deletion(study, terms, day)
    _erase(study, cuts, needles)
    revise_parameters(study, needles)  # without the quotations that went
    study.store.compact()
    left = scan_files(study, needles)
    if left:
        raise ErasureError(count=len(left), where=left[0].name)


def _note_deletion(study: Study, terms: Sequence[Term], day: str) -> None:
    """Log which sources go, and nothing of what is in them."""
    ids = [term.source_id for term in terms]
    with study.store.begin(ACTOR, ACT) as work:
        for source in work.all(Source, id=set(ids)):
            work.replace(replace(source, keep_until=day))
        work.facts = {"deleted": ids}


def _erase(study: Study, cuts: Sequence[Cut], needles: Sequence[Needles]) -> None:
    with study.store.begin(ACTOR, ACT) as work:
        eraser = Eraser(work, str(uuid4()), lambda text: cut_words(text, needles))
        eraser.erase(cuts, "")


def _remove_snapshots(study: Study, source_ids: set[str]) -> None:
    """Take away the snapshots that hold one of these sources."""
    for manifest in sorted((study.path / "snapshots").glob(f"*/{MANIFEST}")):
        if _holds(manifest.parent, source_ids):
            shutil.rmtree(manifest.parent)


def _holds(folder: Path, source_ids: set[str]) -> bool:
    from vknz_research.snapshot import open_snapshot  # noqa: PLC0415 - pandas

    try:
        return bool(source_ids & set(open_snapshot(folder).sources["source_id"]))
    except SnapshotError:
        return True  # nobody can tell
