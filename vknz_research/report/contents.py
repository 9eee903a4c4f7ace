"""The contents of a report: chapters, sections, and the numbers of what stands in them.

Every section has one figure, so that figure numbers follow from the contents alone and
are the same in whichever notebook a section is made.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any

import yaml

from vknz_research.errors import UnknownReportError
from vknz_research.model.codes import is_within
from vknz_research.report.parameters import refuse


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a report; `code` is the path whose material it is about."""

    code: str
    number: str
    level: int
    has_below: bool = False
    figure: int | None = None
    of: str = ""  # the only perspective that can speak of it, if there is one

    @property
    def anchor(self) -> str:
        """Return the name by which links find the section."""
        return "s-" + self.number.replace(".", "-")


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of a report; `is_rest` takes what is written without a section."""

    id: str
    number: str
    title: Mapping[str, str]
    notebook: str
    sections: Sequence[Section] = ()
    is_rest: bool = False
    is_text_only: bool = False
    instrument: str = ""  # the code whose principles stand side by side at its end
    figure: int | None = None

    @property
    def has_instrument(self) -> bool:
        """Say whether principles stand side by side at its end."""
        return bool(self.instrument and len(self.sections) > 1)


@dataclass(frozen=True, slots=True)
class Contents:
    """A report as `report.yml` describes it."""

    id: str
    title: Mapping[str, str]
    perspectives: Sequence[str]
    chapters: Sequence[Chapter]
    appendices: str
    brief: str = ""  # the notebook of the page in front

    @property
    def notebooks(self) -> tuple[str, ...]:
        """Return the notebooks in order, the appendices last."""
        names = [chapter.notebook for chapter in self.chapters]
        return self._surround(names)

    def _surround(self, names: Sequence[str]) -> tuple[str, ...]:
        """Return notebooks with the page in front before them, the appendices last."""
        front = [self.brief] if self.brief else []
        return tuple(dict.fromkeys([*front, *names, self.appendices]))

    def list_notebooks(self, wanted: Sequence[str]) -> tuple[str, ...]:
        """Return the notebooks in the order in which sections are named."""
        if not wanted:
            return self.notebooks
        known = {c.id for c in self.chapters} | {s.code for s in self.sections}
        others = [Section(name, "", 2) for name in wanted if name not in known]
        filled = [
            replace(c, sections=tuple(others)) if c.is_rest else c
            for c in self.chapters
        ]
        names = [c.notebook for c in order_chapters(filled, wanted)]
        return self._surround(names)

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
        str(found.get("brief") or ""),
    )


def _read_chapter(entry: Mapping[str, Any]) -> Chapter:
    return Chapter(
        entry["id"],
        entry["number"],
        entry["title"],
        entry["notebook"],
        tuple(_read_sections(entry.get("sections") or (), entry["number"], 2)),
        bool(entry.get("rest")),
        bool(entry.get("text_only")),
        str(entry.get("instrument") or ""),
    )


def _read_sections(
    entries: Iterable[str | Mapping[str, Any]], number: str, level: int
) -> Iterator[Section]:
    for position, entry in enumerate(entries, start=1):
        own = f"{number}.{position}"
        if isinstance(entry, str):
            yield Section(entry, own, level)
            continue
        below = entry.get("sections") or ()
        only = str(entry.get("of") or "")
        yield Section(entry["code"], own, level, has_below=bool(below), of=only)
        yield from _read_sections(below, own, level + 1)


@dataclass(frozen=True, slots=True)
class Present:
    """What a snapshot has to show, as code paths.

    `used` are the codes about which something is there: text, quotation or coding, also
    below them. `written` are those that have a memo or a quotation of their own.
    """

    codes: Sequence[str]
    used: Set[str]
    written: Set[str]


def settle(contents: Contents, present: Present, wanted: Sequence[str]) -> Contents:
    """Return the contents for one snapshot, with figure numbers.

    `wanted` keeps chapters and sections by id or path (all, when empty), puts them in
    the order in which they are named, and numbers them from 1. A section goes when
    nothing is there about it; the chapter of the rest goes when it is empty.
    """
    unknown = set(wanted) - {c.id for c in contents.chapters} - set(present.codes)
    if unknown:
        known = [c.id for c in contents.chapters] + ["4r/reflectie …"]
        raise refuse("sections", ",".join(sorted(unknown)), known)
    chapters = [
        replace(chapter, sections=tuple(sections))
        for chapter in contents.chapters
        if (sections := _keep_sections(contents, chapter, present, wanted))
        or (not chapter.is_rest and (not wanted or chapter.id in wanted))
    ]
    if wanted:
        chapters = number_chapters(order_chapters(chapters, wanted))
    return replace(contents, chapters=_number_figures(chapters))


def _keep_sections(
    contents: Contents, chapter: Chapter, present: Present, wanted: Sequence[str]
) -> list[Section]:
    return [
        section
        for section in _list_sections(contents, chapter, present)
        if section.code in present.used and _is_wanted(chapter, section, wanted)
    ]


def _number_figures(chapters: Iterable[Chapter]) -> tuple[Chapter, ...]:
    figures = count(1)
    made: list[Chapter] = []
    for chapter in chapters:
        sections = [replace(s, figure=next(figures)) for s in chapter.sections]
        last = next(figures) if chapter.has_instrument else None
        made.append(replace(chapter, sections=tuple(sections), figure=last))
    return tuple(made)


def order_chapters(chapters: Sequence[Chapter], wanted: Sequence[str]) -> list[Chapter]:
    """Return chapters and their sections in the order in which they are named.

    A section stays with those below it, and a chapter stands where it, or the first of
    its sections, is named. What is not named itself follows in the order of the report.
    """
    ranks = {name: place for place, name in reversed(list(enumerate(wanted)))}

    def rank(names: Iterable[str]) -> int:
        return min((ranks[name] for name in names if name in ranks), default=len(ranks))

    ordered = [
        replace(
            chapter,
            sections=tuple(
                section
                for family in sorted(
                    _list_families(chapter.sections),
                    key=lambda family: rank(s.code for s in family),
                )
                for section in _order_family(family, rank)
            ),
        )
        for chapter in chapters
    ]
    return sorted(
        ordered, key=lambda c: min(rank([c.id]), rank(s.code for s in c.sections))
    )


def _list_families(sections: Sequence[Section]) -> list[list[Section]]:
    """Return each section of level 2 with those below it."""
    families: list[list[Section]] = []
    for section in sections:
        if families and is_within(section.code, families[-1][0].code):
            families[-1].append(section)
        else:
            families.append([section])
    return families


def _order_family(
    family: Sequence[Section], rank: Callable[[Iterable[str]], int]
) -> list[Section]:
    return [family[0], *sorted(family[1:], key=lambda s: rank([s.code]))]


def number_chapters(chapters: Sequence[Chapter]) -> list[Chapter]:
    """Give chapters and sections numbers from 1, so that none is left out."""
    return [
        replace(
            chapter,
            number=str(place),
            sections=tuple(_number_sections(chapter.sections, str(place))),
        )
        for place, chapter in enumerate(chapters, start=1)
    ]


def _number_sections(sections: Sequence[Section], number: str) -> Iterator[Section]:
    for place, family in enumerate(_list_families(sections), start=1):
        # One whose parent is left out takes the place of the parent.
        own = f"{number}.{place}"
        yield replace(family[0], number=own, level=2)
        for below, section in enumerate(family[1:], start=1):
            yield replace(section, number=f"{own}.{below}", level=3)


def _list_sections(
    contents: Contents, chapter: Chapter, present: Present
) -> Sequence[Section]:
    if not chapter.is_rest:
        return chapter.sections
    elsewhere = {section.code for section in contents.sections}
    own = [c for c in present.codes if c in present.written and c not in elsewhere]
    return [
        Section(path, f"{chapter.number}.{n}", 2) for n, path in enumerate(own, start=1)
    ]


def _is_wanted(chapter: Chapter, section: Section, wanted: Sequence[str]) -> bool:
    return not wanted or chapter.id in wanted or section.code in wanted
