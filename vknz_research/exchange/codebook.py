"""Codebooks in YAML: a framework of the data dictionary, or a whole codebook."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from vknz_research.errors import TableError
from vknz_research.exchange.tables import make_absent
from vknz_research.model.codes import Code, make_code_id

TEXTS: Final = ("name", "definition", "when_to_use", "when_not", "example")
MARKS: Final = ("letters", "colour", "stroke", "form")
NO_COLOUR: Final = "#6b7178"


class CodebookFileError(TableError):
    """A YAML file is not a codebook."""

    nl = "{file}: {where} klopt niet ({what}); zie data_dictionary/README.md."
    en = "{file}: {where} is not right ({what}); see data_dictionary/README.md."


@dataclass(frozen=True, slots=True)
class Framework:
    """A family of codes that belongs together, such as the 4R."""

    id: str
    name: Mapping[str, str]
    description: Mapping[str, str]
    codes: Sequence[Code]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the tree a code is being read, and what it inherits from above."""

    file: str
    path: str
    marks: Mapping[str, str]
    is_top: bool


def read_frameworks(path: Path) -> list[Framework]:
    """Read one framework, or the list of them that `write_codebook` makes."""
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise make_absent(path) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CodebookFileError(
            file=path.name, where="YAML", what=type(error).__name__
        ) from error
    documents = found["frameworks"] if _is_many(found) else [found]
    return [_read_framework(path.name, document) for document in documents]


def _is_many(found: object) -> bool:
    return isinstance(found, dict) and isinstance(found.get("frameworks"), list)


def _read_framework(file: str, found: object) -> Framework:
    if not isinstance(found, dict) or not isinstance(found.get("id"), str):
        raise CodebookFileError(file=file, where="id", what="ontbreekt / missing")
    marks = {"form": str(found.get("form", "filled"))}
    place = _Place(file, found["id"], marks, is_top=True)
    codes = list(_read_codes(place, found.get("codes") or []))
    paths = [code.path for code in codes]
    if len(set(paths)) < len(paths):
        twice = next(path for path in paths if paths.count(path) > 1)
        raise CodebookFileError(file=file, where=twice, what="dubbel / twice")
    return Framework(
        found["id"], found.get("name") or {}, found.get("description") or {}, codes
    )


def _read_codes(place: _Place, entries: Any) -> Iterator[Code]:
    if not isinstance(entries, list):
        raise CodebookFileError(file=place.file, where=place.path, what="codes: - …")
    for number, entry in enumerate(entries):
        if not isinstance(entry, dict) or "id" not in entry:
            raise CodebookFileError(file=place.file, where=place.path, what="id")
        path = f"{place.path}/{entry['id']}"
        marks = {**place.marks, **{m: str(entry[m]) for m in MARKS if m in entry}}
        yield _read_code(place.file, path, entry, marks, number)
        below = _Place(place.file, path, marks, is_top=False)
        yield from _read_codes(below, entry.get("codes") or [])


def _read_code(
    file: str,
    path: str,
    entry: Mapping[str, Any],
    marks: Mapping[str, str],
    number: int,
) -> Code:
    texts: dict[str, dict[str, str]] = {}
    for field in TEXTS:
        found = entry.get(field) or {}
        if not isinstance(found, dict):
            what = "nl: …, en: …"
            raise CodebookFileError(file=file, where=f"{path}: {field}", what=what)
        for language, text in found.items():
            texts.setdefault(language, {})[field] = str(text)
    shortcut = entry.get("shortcut")
    return Code(
        id=str(entry.get("guid") or make_code_id(path)),
        path=path,
        shortcut=None if shortcut is None else str(shortcut),
        position=number,
        texts=texts,
        letters=marks.get("letters", ""),
        colour=marks.get("colour", NO_COLOUR),
        stroke=marks.get("stroke", "solid"),
        form=marks["form"],
    )


def write_codebook(codes: Iterable[Code]) -> str:
    """Return a codebook as YAML that `read_frameworks` reads back."""
    roots: dict[str, dict[str, Any]] = {}
    nodes: dict[str, dict[str, Any]] = {}
    for code in sorted(codes, key=lambda c: (c.path.count("/"), c.position, c.path)):
        parent, _, slug = code.path.rpartition("/")
        entry = _write_code(code, slug)
        nodes[code.path] = entry
        holder = nodes.get(parent) or roots.setdefault(
            parent, {"id": parent, "form": code.form, "codes": []}
        )
        holder.setdefault("codes", []).append(entry)
    return yaml.safe_dump(
        {"frameworks": list(roots.values())}, allow_unicode=True, sort_keys=False
    )


def _write_code(code: Code, slug: str) -> dict[str, Any]:
    entry: dict[str, Any] = {"id": slug, "guid": code.id}
    entry |= {mark: getattr(code, mark) for mark in MARKS}
    if code.shortcut:
        entry["shortcut"] = code.shortcut
    for field in TEXTS:
        found = {k: v[field] for k, v in code.texts.items() if field in v}
        if found:
            entry[field] = found
    return entry
