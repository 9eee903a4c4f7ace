"""The contents of a report: chapters, sections, and the numbers of what stands in them.

Every section has one figure, so that figure numbers follow from the contents alone and
are the same in whichever notebook a section is made.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from vknz_research.errors import UnknownReportError


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a report; `code` is the path whose material it is about."""

    code: str
    number: str
    level: int
    has_below: bool = False
    figure: int | None = None

    @property
    def anchor(self) -> str:
        """Return the name by which links find the section."""
        return "s-" + self.number.replace(".", "-")


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of a report; `framework` takes its sections from the codebook."""

    id: str
    number: str
    title: Mapping[str, str]
    notebook: str
    sections: Sequence[Section] = ()
    framework: str | None = None
    is_text_only: bool = False


@dataclass(frozen=True, slots=True)
class Contents:
    """A report as `report.yml` describes it."""

    id: str
    title: Mapping[str, str]
    perspectives: Sequence[str]
    chapters: Sequence[Chapter]
    appendices: str

    @property
    def notebooks(self) -> tuple[str, ...]:
        """Return the notebooks in order, the appendices last."""
        names = [chapter.notebook for chapter in self.chapters] + [self.appendices]
        return tuple(dict.fromkeys(names))

    @property
    def sections(self) -> list[Section]:
        """Return all sections in order."""
        return [section for chapter in self.chapters for section in chapter.sections]

    def chapter(self, chapter_id: str) -> Chapter:
        """Find a chapter by its id."""
        found = next((c for c in self.chapters if c.id == chapter_id), None)
        if found is None:
            known = ", ".join(c.id for c in self.chapters)
            raise UnknownReportError(name=chapter_id, known=known)
        return found


def list_reports(folder: Path) -> list[str]:
    """List the reports that are there."""
    return sorted(path.parent.name for path in folder.glob("*/report.yml"))


def read_contents(folder: Path, name: str) -> Contents:
    """Read what a report is made of."""
    path = folder / name / "report.yml"
    if not path.exists():
        known = ", ".join(list_reports(folder))
        raise UnknownReportError(name=name, known=known)
    found = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Contents(
        found["id"],
        found["title"],
        tuple(found["perspectives"]),
        tuple(_read_chapter(entry) for entry in found["chapters"]),
        found["appendices"],
    )


def _read_chapter(entry: Mapping[str, Any]) -> Chapter:
    return Chapter(
        entry["id"],
        entry["number"],
        entry["title"],
        entry["notebook"],
        tuple(_read_sections(entry.get("sections") or (), entry["number"], 2)),
        entry.get("framework"),
        bool(entry.get("text_only")),
    )


def _read_sections(
    entries: Iterable[str | Mapping[str, Any]], number: str, level: int
) -> Iterator[Section]:
    for position, entry in enumerate(entries, start=1):
        own = f"{number}.{position}"
        if isinstance(entry, str):
            yield Section(entry, own, level)
            continue
        yield Section(entry["code"], own, level, has_below=True)
        yield from _read_sections(entry["sections"], own, level + 1)


def settle(
    contents: Contents, codes: Sequence[str], wanted: Sequence[str], used: Iterable[str]
) -> Contents:
    """Return the contents for one snapshot, with figure numbers.

    `codes` are the paths of the codebook: a chapter with a framework gets a section for
    each of that framework's codes. `wanted` keeps chapters and sections by id or path
    (all, when empty). A chapter of a framework that is not there goes; a section goes
    when it is not in `used`.
    """
    there = set(used)
    chapters: list[Chapter] = []
    figure = 0
    for chapter in contents.chapters:
        sections: list[Section] = []
        for section in _list_sections(chapter, codes):
            if section.code in there and _is_wanted(chapter, section, wanted):
                figure += 1
                sections.append(replace(section, figure=figure))
        if sections or (not chapter.framework and _is_chapter_wanted(chapter, wanted)):
            chapters.append(replace(chapter, sections=tuple(sections)))
    return replace(contents, chapters=tuple(chapters))


def _list_sections(chapter: Chapter, codes: Sequence[str]) -> Sequence[Section]:
    if not chapter.framework:
        return chapter.sections
    own = [path for path in codes if path.startswith(chapter.framework + "/")]
    return [
        Section(path, f"{chapter.number}.{n}", 2) for n, path in enumerate(own, start=1)
    ]


def _is_wanted(chapter: Chapter, section: Section, wanted: Sequence[str]) -> bool:
    return not wanted or chapter.id in wanted or section.code in wanted


def _is_chapter_wanted(chapter: Chapter, wanted: Sequence[str]) -> bool:
    return not wanted or chapter.id in wanted
