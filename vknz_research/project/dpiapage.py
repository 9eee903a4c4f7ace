"""A page of titles, paragraphs and tables, as HTML, Markdown or DOCX."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Final

from vknz_research.errors import UnknownValueError

STYLE: Final = """
body { font: 16px/1.55 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto;
  padding: 0 1rem; color: #1c1e21; background: #fff; }
h1, h2 { line-height: 1.25; }
table { border-collapse: collapse; margin: 1rem 0; }
th, td { text-align: left; padding: .3rem .8rem .3rem 0; vertical-align: top;
  border-bottom: 1px solid #d5d8dc; }
@media (prefers-color-scheme: dark) { body { background: #16181b; color: #e8eaed; } }
"""


@dataclass(frozen=True, slots=True)
class Title:
    """A title; level 0 is the page's own."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table."""

    head: Sequence[str]
    rows: Sequence[Sequence[object]]


Item = Title | Part | Grid


def write_page(items: Sequence[Item], out: Path, language: str = "nl") -> Path:
    """Write a page in the format that the end of its name says, for this account."""
    if out.suffix not in {".html", ".md", ".docx"}:
        known = ".html, .md, .docx"
        raise UnknownValueError(value=out.suffix, field="--out", known=known)
    out.touch(mode=0o600)
    if out.suffix == ".docx":
        _write_docx(items, out)
    else:
        is_html = out.suffix == ".html"
        text = render_html(items, language) if is_html else render_markdown(items)
        out.write_text(text, encoding="utf-8", newline="\n")
    return out


def render_html(items: Sequence[Item], language: str = "nl") -> str:
    """Return a page as HTML that needs nothing else."""
    title = next((i.text for i in items if isinstance(i, Title)), "")
    body = "\n".join(_tag(item) for item in items)
    return (
        f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head>"
        f"<body>\n{body}\n</body></html>\n"
    )


def _tag(item: Item) -> str:
    match item:
        case Title(level, text):
            return f"<h{level + 1}>{escape(text)}</h{level + 1}>"
        case Part(text):
            return f"<p>{escape(text)}</p>"
        case Grid(head, rows):
            body = "\n".join(_row("td", row) for row in rows)
            return (
                f"<table><thead>{_row('th', head)}</thead>"
                f"<tbody>\n{body}\n</tbody></table>"
            )


def _row(tag: str, cells: Sequence[object]) -> str:
    return "<tr>" + "".join(f"<{tag}>{escape(str(c))}</{tag}>" for c in cells) + "</tr>"


def render_markdown(items: Sequence[Item]) -> str:
    """Return a page as Markdown."""
    return "\n\n".join(_mark(item) for item in items) + "\n"


def _mark(item: Item) -> str:
    match item:
        case Title(level, text):
            return f"{'#' * (level + 1)} {text}"
        case Part(text):
            return text
        case Grid(head, rows):
            lines = [head, ["---"] * len(head), *rows]
            return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines)


def _cell(value: object) -> str:
    return str(value).replace("|", "\\|").replace("\n", " ")


def _write_docx(items: Sequence[Item], out: Path) -> None:
    from docx import Document  # noqa: PLC0415 - only for this format

    document = Document()
    for item in items:
        match item:
            case Title(level, text):
                document.add_heading(text, level)
            case Part(text):
                document.add_paragraph(text)
            case Grid(head, rows):
                table = document.add_table(rows=1, cols=len(head))
                table.style = "Table Grid"
                for line, cells in enumerate([head, *rows]):
                    row = table.rows[0] if line == 0 else table.add_row()
                    for cell, value in zip(row.cells, cells, strict=True):
                        cell.text = str(value)
    document.save(str(out))
