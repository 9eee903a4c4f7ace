"""Cross references and notes in memos: they are numbered by machine, like figures.

`{{figure 4r/reflectie}}`, `{{section 4r/reflectie}}`, `{{chapter 4r}}`,
`{{table gegevens}}` and `{{appendix codeboek}}` become links; `[^name]` with a line
`[^name]: …` becomes a note at the end of the chapter.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from vknz_research.errors import MissingReferenceError
from vknz_research.language import Language
from vknz_research.report.blocks import Note, Notes
from vknz_research.report.contents import Contents
from vknz_research.report.labels import get_words
from vknz_research.report.markup import NOTE_ANCHOR

_REFERENCE = re.compile(
    r"\{\{\s*(?P<kind>figure|section|chapter|table|appendix)\s+(?P<name>[^\s}]+)\s*\}\}",
    re.IGNORECASE,
)
_NOTE_TEXT = re.compile(r"^\[\^(?P<name>[\w-]+)\]:[ \t]*(?P<text>.+)$", re.MULTILINE)
_NOTE_MARK = re.compile(r"\[\^(?P<name>[\w-]+)\]")
# Tables in the text are numbered in the order of their chapters; those of appendices
# carry the letter.
TABLES_OF_CHAPTERS: Final[Mapping[str, tuple[str, ...]]] = {
    "aanpak": ("gegevens",),
    "4r": ("vier-r", "vier-r-fasen"),
}
TABLES: Final[Mapping[str, str]] = {
    "perspectieven": "B1",
    "citaten": "D1",
    "overeenstemming": "F1",
    "gehoord": "G1",
}
APPENDICES: Final[Mapping[str, tuple[str, str]]] = {
    "codeboek": ("bijlage-codeboek", "A"),
    "methode": ("bijlage-b", "B"),
    "herleiding": ("bijlage-c", "C"),
    "citaten": ("bijlage-d", "D"),
    "herkomst": ("bijlage-e", "E"),
    "overeenstemming": ("bijlage-f", "F"),
    "gehoord": ("bijlage-g", "G"),
}


@dataclass(frozen=True, slots=True)
class Places:
    """Where a memo can refer to: what is in this report, and what is in the whole."""

    there: Contents
    whole: Contents
    names: Mapping[str, str]  # of codes, in the language of the report
    without_figure: frozenset[str]
    language: Language

    @property
    def titles(self) -> dict[str, str]:
        """Return what sections are called; one name for two gets the parent's first."""
        codes = [section.code for section in self.there.sections]
        called = Counter(self.names.get(code, code) for code in codes)
        return {
            code: self._call(code)
            if called[self.names.get(code, code)] > 1
            else self.names.get(code, code)
            for code in codes
        }

    def _call(self, code: str) -> str:
        name = self.names.get(code, code)
        parent = self.names.get(code.rpartition("/")[0])
        return f"{parent}: {name[:1].lower()}{name[1:]}" if parent else name

    @property
    def tables(self) -> dict[str, str]:
        """Return the numbers of the tables that stand in chapters, by name."""
        return number_tables(self.there)

    def find(self, kind: str, name: str) -> tuple[str, str] | None:
        """Return the anchor and number of something in this report, or None."""
        if kind == "table":
            number = self.tables.get(name.lower()) or TABLES.get(name.lower())
            return (f"t-{number.lower()}", number) if number else None
        if kind == "appendix":
            return APPENDICES.get(name.lower())
        if kind == "chapter":
            chapter = next((c for c in self.there.chapters if c.id == name), None)
            return (f"h-{chapter.id}", chapter.number) if chapter else None
        return self._find_section(kind, name)

    def _find_section(self, kind: str, name: str) -> tuple[str, str] | None:
        section = next((s for s in self.there.sections if s.code == name), None)
        if section is None or (kind == "figure" and name in self.without_figure):
            return None
        if kind == "figure":
            return f"f-{section.figure}", str(section.figure)
        return section.anchor, section.number

    def knows(self, kind: str, name: str) -> str | None:
        """Return the name of what is in the whole report but left out of this one."""
        if kind == "table":
            known = {name for names in TABLES_OF_CHAPTERS.values() for name in names}
            is_known = name.lower() in known
            return get_words(self.language)["table"].lower() if is_known else None
        if kind == "chapter":
            chapter = next((c for c in self.whole.chapters if c.id == name), None)
            titles = chapter.title if chapter else {}
            return titles.get(self.language, titles.get("nl"))
        is_section = any(s.code == name for s in self.whole.sections)
        return self.names.get(name) if is_section else None


def number_tables(contents: Contents) -> dict[str, str]:
    """Return the numbers of the tables in the chapters of a report, by name."""
    there = [
        chapter.id
        for chapter in contents.chapters
        if not chapter.instrument or chapter.has_instrument
    ]
    names = [name for key in there for name in TABLES_OF_CHAPTERS.get(key, ())]
    return {name: str(number) for number, name in enumerate(names, start=1)}


def fill_references(text: str, places: Places, memo: str) -> str:
    """Return the text with each reference as a link; refuse one that leads nowhere.

    What stands in the whole report but was left out of this one is called by its name.
    """
    words = get_words(places.language)

    def refer(found: "re.Match[str]") -> str:
        typed, name = found["kind"], found["name"]
        kind = typed.lower()
        place = places.find(kind, name)
        if place is None:
            left_out = places.knows(kind, name)
            if left_out is None:
                raise MissingReferenceError(memo=memo, placeholder=found[0])
            return f"‘{left_out}’ ({words['not_here']})"
        word = words["section" if kind == "section" else kind]
        word = word if typed[0].isupper() else word.lower()
        return f"[{word} {place[1]}](#{place[0]})"

    return _REFERENCE.sub(refer, text)


@dataclass(slots=True)
class NoteBook:
    """The notes of a chapter, numbered in the order in which the text calls them."""

    chapter: str
    made: list[Note] = field(default_factory=list)

    def take(self, body: str, memo: str, fill: Callable[[str], str]) -> str:
        """Return a memo without its notes, and with a number where each is called."""
        texts = {found["name"]: found["text"] for found in _NOTE_TEXT.finditer(body)}
        called: list[str] = []

        def number(found: "re.Match[str]") -> str:
            name = found["name"]
            if name not in texts or name in called:
                raise MissingReferenceError(memo=memo, placeholder=found[0])
            called.append(name)
            return self._add(fill(texts[name]))

        text = _NOTE_MARK.sub(number, _NOTE_TEXT.sub("", body))
        forgotten = [name for name in texts if name not in called]
        if forgotten:
            raise MissingReferenceError(memo=memo, placeholder=f"[^{forgotten[0]}]")
        return text

    def _add(self, text: str) -> str:
        number = str(len(self.made) + 1)
        anchor = f"{NOTE_ANCHOR}{self.chapter}-{number}"
        self.made.append(Note(number, text, anchor))
        return f"[{number}](#{anchor})"

    def close(self) -> Sequence[Notes]:
        """Return the block of notes at the end of the chapter; none without notes."""
        return [Notes(tuple(self.made))] if self.made else []
