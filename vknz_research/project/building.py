"""Composing a report: what there is to choose from, the file that keeps the choice.

What is chosen stands in `reports/<name>.yml` at once: there is no other draft. The
report itself, and each look at a section before it, is made by the same engine.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from vknz_research.analysis.layers import list_layers
from vknz_research.coding.rounds import list_hidden
from vknz_research.errors import (
    BlindReportError,
    ChangedParametersError,
    ParametersFileError,
)
from vknz_research.model.codings import Coder
from vknz_research.model.exports import EXPORT_PURPOSES
from vknz_research.project.resources import find_resource
from vknz_research.report.choices import check_name, is_name
from vknz_research.report.contents import Chapter, Section, list_reports
from vknz_research.report.meta import AUDIENCES
from vknz_research.report.parameterfile import read_parameters, write_parameters
from vknz_research.report.parameters import REPORT, Parameters
from vknz_research.report.session import Report
from vknz_research.snapshot.live import LiveSnapshot, read_live

if TYPE_CHECKING:
    from vknz_research.project.study import Study

FOLDER: Final = "reports"
FIRST: Final = "rapport"
Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Draft:
    """A parameters file as it was read; `seen` is the hash of what was in it."""

    parameters: Parameters
    seen: str


class Workshop:
    """The study as frames, and the parameters files that lie in it."""

    def __init__(self, study: "Study") -> None:
        self.study = study
        self._frames: LiveSnapshot | None = None

    @property
    def frames(self) -> LiveSnapshot:
        """Return the study as it is now; read again only when something changed."""
        with self.study.store.read() as reader:
            head = reader.head()[0]
        if self._frames is None or self._frames.manifest["event_head"]["seq"] != head:
            study = self.study
            self._frames = read_live(study.store, study.path, study.title)
        return self._frames

    def find_file(self, name: str) -> Path:
        """Return where a parameters file lies; a name cannot leave the folder."""
        return self.study.path / FOLDER / f"{check_name(name)}.yml"

    def list_names(self) -> list[str]:
        """List the parameters files by name."""
        found = (self.study.path / FOLDER).glob("*.yml")
        return sorted(p.stem for p in found if is_name(p.stem))

    def read(self, name: str) -> Draft:
        """Read a parameters file; one that is not there is a report with everything."""
        path = self.find_file(name)
        if not path.exists():
            return Draft(Parameters.make(REPORT, {"name": name}), "")
        return Draft(read_parameters(path), _hash_file(path))

    def save(self, name: str, given: Mapping[str, Any], seen: str) -> Draft:
        """Keep what was chosen; refused where the file says something else by now."""
        path = self.find_file(name)
        if (_hash_file(path) if path.exists() else "") != seen:
            raise ChangedParametersError(file=path.name)
        report = str(given.get("report") or REPORT)
        if report not in list_reports(find_resource("reports")):
            raise ParametersFileError(
                file=path.name,
                reason_nl=f"rapport {report!r} is er niet",
                reason_en=f"report {report!r} is not there",
            )
        rest = {key: value for key, value in given.items() if key != "report"}
        parameters = Parameters.make(report, {**rest, "name": name})
        path.parent.mkdir(exist_ok=True)
        write_parameters(parameters, path)
        return Draft(parameters, _hash_file(path))

    def open(self, parameters: Parameters) -> Report:
        """Open the report on the study as it is now."""
        return Report(self.frames, find_resource("reports"), parameters)

    def refuse_blind(self, actor: str) -> None:
        """Refuse a report to somebody who still codes sources blind."""
        with self.study.store.read() as reader:
            found = reader.first(Coder, name=actor)
            count = len(list_hidden(reader, found.id)) if found else 0
        if count:
            raise BlindReportError(
                sources_nl="1 bron" if count == 1 else f"{count} bronnen",
                sources_en="1 source" if count == 1 else f"{count} sources",
            )

    def describe(self, draft: Draft) -> Answer:
        """Return what the page shows: what there is, and what is chosen of it."""
        parameters = draft.parameters
        whole = self.open(Parameters.make(parameters.report, _keep_scope(parameters)))
        return {
            "name": parameters.name,
            "names": self.list_names(),
            "seen": draft.seen,
            "chosen": parameters.as_notebook(),
            "chapters": [
                _describe_chapter(whole, chapter) for chapter in whole.contents.chapters
            ],
            "known": self._list_known(),
        }

    def _list_known(self) -> Answer:
        frames = self.frames
        sources = frames.sources
        return {
            "phases": sorted(int(p) for p in sources["phase"].dropna().unique()),
            "perspectives": sorted(
                map(str, frames.turns["perspective"].dropna().unique())
            ),
            "municipalities": sorted(
                map(str, sources["municipality"].dropna().unique())
            ),
            "layers": list_layers(frames.coders),
            "audiences": list(AUDIENCES),
            "languages": ["nl", "en"],
            "purposes": list(EXPORT_PURPOSES),
        }


def _keep_scope(parameters: Parameters) -> Answer:
    """Return what limits the material, without what was chosen of it."""
    keys = ("language", "phases", "perspectives", "municipalities", "audience", "layer")
    given = parameters.as_notebook()
    return {key: given[key] for key in keys if key in given}


def _hash_file(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def _describe_chapter(report: Report, chapter: Chapter) -> Answer:
    title = chapter.title.get(report.language, chapter.title["nl"])
    return {
        "id": chapter.id,
        "title": title,
        "isText": chapter.is_text_only,
        "memos": _list_memos(report, chapter.id),
        "sections": [_describe_section(report, s) for s in chapter.sections],
    }


def _describe_section(report: Report, section: Section) -> Answer:
    return {
        "code": section.code,
        "name": report.places.names[section.code],
        "level": section.level,
        "memos": _list_memos(report, section.code),
        "quotations": list(_list_quotations(report, section.code)),
    }


def _list_memos(report: Report, section: str) -> list[Answer]:
    memos = report.snapshot.memos
    own = memos[(memos["section"] == section) & (memos["kind"] == "report")]
    return [
        {"title": str(m.title), "language": str(m.language)} for m in own.itertuples()
    ]


def _list_quotations(report: Report, section: str) -> Iterator[Answer]:
    for row in report.excerpts.values():
        if row.section == section and row.is_allowed:
            yield describe_quotation(row)


def describe_quotation(row: Any) -> Answer:
    """Return a quotation as the page shows it."""
    edited = row.edited if isinstance(row.edited, str) else None
    return {
        "key": str(row.key),
        "section": str(row.section),
        "quote": str(row.quote),
        "edited": edited,
        "label": row.label if isinstance(row.label, str) else None,
        "perspective": row.perspective if isinstance(row.perspective, str) else None,
        "source": str(row.source),
    }


def list_places(report: Report) -> Sequence[str]:
    """List the chapters and sections of a report by id and code."""
    contents = report.contents
    return [*(c.id for c in contents.chapters), *(s.code for s in contents.sections)]
