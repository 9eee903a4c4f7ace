"""Turns the data dictionary into Markdown pages; others read and check the YAML.

`python -m vknz_research.exchange.dictionary` writes all pages of the checkout anew.
"""

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import yaml

LANGUAGES = ("nl", "en")
FOLDER: Final = Path(__file__).resolve().parents[2] / "data_dictionary"
KINDS: Final = {
    "store": ("", "Tabel van een studie", "Table of a study"),
    "frame": ("snapshot_", "Tabel van een momentopname", "Frame of a snapshot"),
    "file": ("file_", "CSV-bestand dat mensen maken", "CSV file that people make"),
}
COLUMNS: Final = ("column", "meaning", "type", "unit", "values", "empty", "privacy")
WHO: Final = {"samen": "samen (together)"}
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
    """Write one table, frame or file as a page: what a row is, then each column."""
    _, *kind = KINDS[table["kind"]]
    columns = table["columns"]
    lines = [
        MADE.format(source=f"../tables/{name_table(table)}.yml"),
        "",
        f"# {_plain(table['table'])}",
        "",
        f"{' · '.join(kind)}. Columns: {len(columns)}.",
        "",
        *_paragraphs(table["meaning"]),
        *_grid(COLUMNS, [_column(column) for column in columns]),
    ]
    return "\n".join(lines).rstrip() + "\n"


def name_table(table: Entry) -> str:
    """Return the name of a table's file and page: its kind goes before its name.

    >>> name_table({"table": "turns", "kind": "frame"})
    'snapshot_turns'
    """
    return KINDS[table["kind"]][0] + str(table["table"])


def render_kijkwijzer(guide: Entry) -> str:
    """Write the Kijkwijzer as a page: each part with its questions."""
    lines = _open_guide(guide)
    for part in sorted(guide["parts"], key=_order):
        lines += [f"## {part['order']}. {_name(part)}", ""]
        lines += _grid(
            ("question", "vraag · asked", "kind", "for", "theme"),
            [
                (
                    f"`{_plain(question['id'])}`",
                    _stack(question),
                    _cell(question["kind"]),
                    _cell(question["for"]),
                    _link_code(question.get("theme")),
                )
                for question in part["questions"]
            ],
        )
    return "\n".join(lines).rstrip() + "\n"


def render_samenleerwijzer(guide: Entry) -> str:
    """Write the Samenleerwijzer as a page: steps, conversation sheet, theme cards."""
    lines = [*_open_guide(guide), "## Stappen · Steps", ""]
    for step in sorted(guide["steps"], key=_order):
        who = WHO.get(step["who"], step["who"])
        lead = f"Wie het voortouw neemt · Who leads: {who}"
        title = f"### {step['order']}. {_name(step)}"
        lines += [title, "", lead, "", *_paragraphs(step)]
    lines += ["## Gespreksblad · Conversation sheet", ""]
    lines += _grid(
        ("field", "tekst · text", "filled by", "privacy"),
        [
            (
                f"`{_plain(field['id'])}`",
                _stack(field),
                _cell(field["filled_by"]),
                _cell(field["privacy"]),
            )
            for field in sorted(guide["sheet"], key=_order)
        ],
    )
    lines += ["## Themakaarten · Theme cards", ""]
    for card in sorted(guide["cards"], key=_order):
        lines += [f"### {card['order']}. {_name(card)}", ""]
        if card.get("path"):
            lines += [f"Code: {_link_code(card['path'])}", ""]
        lines += [f"- {_cell(question)}" for question in card["questions"]]
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def make_pages(folder: Path) -> dict[str, str]:
    """Make all pages of a data dictionary: the name of each file, and its text."""
    frameworks = _read_all(folder / "frameworks")
    pages = {f"{f['id']}.md": render_framework(f) for f in frameworks}
    tables = _read_all(folder / "tables")
    pages |= {f"{name_table(t)}.md": render_table(t) for t in tables}
    for name, render in (
        ("kijkwijzer", render_kijkwijzer),
        ("samenleerwijzer", render_samenleerwijzer),
    ):
        pages[f"{name}.md"] = render(_read(folder / f"{name}.yml"))
    return pages


def write_pages(folder: Path) -> list[Path]:
    """Write all pages anew, take away those of what is gone, and return their paths."""
    target = folder / "pages"
    target.mkdir(exist_ok=True)
    pages = make_pages(folder)
    for path in target.glob("*.md"):
        if path.name not in pages:
            path.unlink()
    for name, text in pages.items():
        (target / name).write_text(text, encoding="utf-8", newline="\n")
    return sorted(target / name for name in pages)


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


def _read_all(folder: Path) -> list[Entry]:
    return [_read(path) for path in sorted(folder.glob("*.yml"))]


def _read(path: Path) -> Entry:
    found: Entry = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def _open_guide(guide: Entry) -> list[str]:
    return [
        MADE.format(source=f"../{guide['id']}.yml"),
        "",
        f"# {_name(guide)}",
        "",
        *_paragraphs(guide["description"]),
        f"Source: {_plain(guide['source'])}.",
        "",
    ]


def _order(entry: Entry) -> int:
    return int(entry["order"])


def _link_code(path: str | None) -> str:
    """Return a link to a code's place on the page of its framework."""
    if not path:
        return ""
    return f"[`{path}`]({path.partition('/')[0]}.md#{_anchor(path)})"


def _column(column: Entry) -> tuple[str, ...]:
    return (
        f"`{_plain(column['name'])}`",
        _stack(column["meaning"]),
        _cell(column["type"]),
        _stack(column.get("unit")),
        "<br>".join(filter(None, (_values(column), _stack(column.get("others"))))),
        _emptiness(column),
        _cell(column["privacy"]),
    )


def _emptiness(column: Entry) -> str:
    if column.get("optional"):
        return "yes; the column may be left out"
    return "yes" if column["nullable"] else "no"


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


def _values(column: Entry) -> str:
    values = column.get("values")
    if isinstance(values, Sequence):
        return ", ".join(f"`{_plain(value)}`" for value in values)
    return _stack(values)


def _stack(said: Entry | None) -> str:
    """Return both languages, one below the other, in one cell of a table."""
    found = [said[language] for language in LANGUAGES if said and said.get(language)]
    return "<br>".join(dict.fromkeys(_plain(part) for part in found))


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


if __name__ == "__main__":
    write_pages(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
