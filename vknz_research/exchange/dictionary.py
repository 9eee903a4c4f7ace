"""Turns the data dictionary into Markdown pages; others read and check the YAML."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

LANGUAGES = ("nl", "en")
SECTIONS = (
    ("definition", "Betekenis", "Meaning"),
    ("when_to_use", "Wel", "Use it when"),
    ("when_not", "Niet", "Not when"),
    ("example", "Voorbeeld", "Example"),
)
POINTER = re.compile(r"→ (?P<path>[a-z0-9][a-z0-9-]*(?:/[a-z0-9][a-z0-9-]*)+)")
MADE = "<!-- Made from {source}: change that file, not this page. -->"

Entry = Mapping[str, Any]
Place = tuple[str, Entry, int]


def render_framework(framework: Entry) -> str:
    """Write one framework as a page: a table, then each code in Dutch and English."""
    owner = str(framework["id"])
    codes = list(walk_codes(framework.get("codes") or (), owner))
    lines = [
        MADE.format(source=f"../frameworks/{owner}.yml"),
        "",
        f"# {_name(framework)}",
        "",
        *_paragraphs(framework["description"]),
        f"Source: {_plain(framework['source'])}. "
        f"Form: {framework['form']}. Codes: {len(codes)}.",
        "",
        *_overview(codes),
    ]
    for path, code, _ in codes:
        lines += _describe(path, code)
    return "\n".join(lines).rstrip() + "\n"


def render_table(table: Entry) -> str:
    """Write one table or frame as a page: its meaning, then a row for each column."""
    name = str(table["table"])
    head = ("column", "meaning", "type", "unit", "values", "privacy")
    rows = [
        (
            f"`{_plain(column['name'])}`",
            _cell(column.get("meaning")),
            _cell(column.get("type")),
            _cell(column.get("unit")),
            _values(column.get("values")),
            _cell(column.get("privacy")),
        )
        for column in table["columns"]
    ]
    lines = [
        MADE.format(source=f"../tables/{name}.yml"),
        "",
        f"# {_plain(name)}",
        "",
        f"Kind: {table['kind']}. Columns: {len(rows)}.",
        "",
        *_paragraphs(table["meaning"]),
        *_grid(head, rows),
    ]
    return "\n".join(lines).rstrip() + "\n"


def walk_codes(codes: Sequence[Entry], path: str, depth: int = 0) -> Iterator[Place]:
    """Give each code with its path and depth, a parent before its sub-codes.

    >>> [path for path, _, _ in walk_codes([{"id": "a", "codes": [{"id": "b"}]}], "f")]
    ['f/a', 'f/a/b']
    """
    for code in codes:
        here = f"{path}/{code['id']}"
        yield here, code, depth
        yield from walk_codes(code.get("codes") or (), here, depth + 1)


def link_paths(text: str, owner: str) -> str:
    """Turn each path behind an arrow into a link to that code's place.

    A code of another framework is on the page of that framework.

    >>> link_paths("Vooruit → 4r/richting.", owner="4r")
    'Vooruit → [4r/richting](#4r-richting).'
    """

    def link(match: re.Match[str]) -> str:
        path = match["path"]
        other = path.partition("/")[0]
        page = "" if other == owner else f"{other}.md"
        return f"→ [{path}]({page}#{_anchor(path)})"

    return POINTER.sub(link, text)


def _overview(codes: Sequence[Place]) -> list[str]:
    head = ("path", "code", "letters", "key", "colour", "stroke")
    rows = [
        (
            f"[`{path}`](#{_anchor(path)})",
            "&emsp;" * depth + _cell(code["name"]),
            _cell(code.get("letters")),
            _cell(code.get("shortcut")),
            _cell(code.get("colour")),
            _cell(code.get("stroke")),
        )
        for path, code, depth in codes
    ]
    return _grid(head, rows)


def _describe(path: str, code: Entry) -> list[str]:
    owner, _, inner = path.partition("/")
    level = "#" * (2 + inner.count("/"))
    lines = [
        f'<a id="{_anchor(path)}"></a>',
        "",
        f"{level} {_name(code)}",
        "",
        f"`{path}`",
        "",
    ]
    for language, title in zip(LANGUAGES, ("Nederlands", "English"), strict=True):
        lines += [f"*{title}*", ""]
        for key, *labels in SECTIONS:
            label = labels[LANGUAGES.index(language)]
            text = _plain(code.get(key, {}).get(language, ""))
            if text:
                lines.append(f"- **{label}:** {link_paths(text, owner)}")
        lines.append("")
    return lines


def _grid(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    table = [head, ["---"] * len(head), *rows]
    return [*("| " + " | ".join(row) + " |" for row in table), ""]


def _paragraphs(text: object) -> list[str]:
    if isinstance(text, Mapping):
        said = [text.get(language) for language in LANGUAGES]
    else:
        said = [text]
    return [line for part in said if part for line in (_plain(part), "")]


def _name(entry: Entry) -> str:
    nl, en = (_plain(entry["name"].get(language, "")) for language in LANGUAGES)
    return " · ".join(dict.fromkeys(part for part in (nl, en) if part))


def _values(values: object) -> str:
    if isinstance(values, Sequence) and not isinstance(values, str):
        return ", ".join(f"`{_plain(value)}`" for value in values)
    return _cell(values)


def _cell(value: object) -> str:
    if isinstance(value, Mapping):
        said = [value[language] for language in LANGUAGES if value.get(language)]
        return " · ".join(_plain(part) for part in said)
    return "" if value is None else _plain(value)


def _plain(value: object) -> str:
    """Keep a text from acting as HTML or as the edge of a table cell."""
    flat = " ".join(str(value).split())
    return flat.replace("&", "&amp;").replace("<", "&lt;").replace("|", "\\|")


def _anchor(path: str) -> str:
    return path.replace("/", "-")
