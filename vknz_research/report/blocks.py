"""The blocks of a report: what a notebook shows, and what files are made of.

A block is a frozen value that becomes JSON and back without loss. Its text is data: the
makers of files escape it, and nothing in it is ever read as HTML or markup.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, ClassVar, Final, Literal, get_args, get_origin, get_type_hints

from vknz_research.errors import NotebookError, UnknownValueError
from vknz_research.language import current_language
from vknz_research.report.fragments import render_fragment
from vknz_research.report.plots import dress_figure

BLOCK_MIME: Final = "application/vnd.vknz.block+json"
PLOTLY_MIME: Final = "application/vnd.plotly.v1+json"


class Block:
    """What all blocks can: say their kind, and show themselves in a notebook."""

    __slots__ = ()
    kind: ClassVar[str] = ""

    def _repr_mimebundle_(
        self,
        include: object = None,  # noqa: ARG002 - the protocol of IPython
        exclude: object = None,  # noqa: ARG002
    ) -> dict[str, Any]:
        data = to_json(self)
        html = render_fragment(data, current_language())
        return {BLOCK_MIME: data, "text/html": html, **self._more_mimes()}

    def _more_mimes(self) -> dict[str, Any]:
        return {}


@dataclass(frozen=True, slots=True)
class Heading(Block):
    """A heading: level 1 is a chapter, or an appendix when its number is a letter."""

    kind: ClassVar[str] = "heading"
    level: int
    text: str
    number: str | None
    anchor: str

    def __post_init__(self) -> None:
        """Refuse a level that no file can set."""
        if self.level not in {1, 2, 3}:
            raise UnknownValueError(value=self.level, field="level", known="1, 2, 3")


@dataclass(frozen=True, slots=True)
class Paragraph(Block):
    """Running text in small Markdown (see `markup`)."""

    kind: ClassVar[str] = "paragraph"
    markdown: str
    is_lead: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a quotation: as spoken, edited, or left out."""

    text: str
    kind: Literal["plain", "edit", "elision"] = "plain"
    original: str | None = None


@dataclass(frozen=True, slots=True)
class Quotation(Block):
    """What somebody said, with its source code; its place is row `plaats-<key>`."""

    kind: ClassVar[str] = "quotation"
    key: str
    parts: tuple[Part, ...]
    source_code: str | None
    place: str | None
    anchor: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; numbers stand to the right."""

    name: str
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Table(Block):
    """A table; `row_anchors`, if given, are the anchors of its rows."""

    kind: ClassVar[str] = "table"
    number: str | None
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    anchor: str
    note: str | None = None
    row_anchors: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a table without columns, and rows that do not fit them."""
        if not self.columns:
            raise UnknownValueError(value=0, field="columns", known="1, 2, 3, ...")
        for row in self.rows:
            if len(row) != len(self.columns):
                raise UnknownValueError(
                    value=len(row), field="row", known=len(self.columns)
                )


@dataclass(frozen=True, slots=True)
class Figure(Block):
    """A plotly figure as JSON, with its alternative text and the table behind it."""

    kind: ClassVar[str] = "figure"
    number: str
    caption: str
    alt: str
    figure: dict[str, Any]
    table: Table
    anchor: str
    height_px: int = 320

    def _more_mimes(self) -> dict[str, Any]:
        return {PLOTLY_MIME: dress_figure(self.figure, self.height_px)}


@dataclass(frozen=True, slots=True)
class Facts(Block):
    """Names and values under each other; `is_code` says which are set as code."""

    kind: ClassVar[str] = "facts"
    pairs: tuple[tuple[str, str], ...]
    is_code: tuple[bool, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice(Block):
    """A quiet remark."""

    kind: ClassVar[str] = "notice"
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage behind a number: its source code and place, and its words."""

    place: str
    words: str


@dataclass(frozen=True, slots=True)
class Passages(Block):
    """The passages that a number counts, and the question that finds them.

    On paper stands the question only; one that has a label is part of a figure.
    """

    kind: ClassVar[str] = "passages"
    title: str
    query: str
    rows: tuple[Passage, ...] = ()
    label: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A note of the text; its number is called at `terug-<anchor>`."""

    number: str
    markdown: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Notes(Block):
    """The notes at the end of a chapter."""

    kind: ClassVar[str] = "notes"
    items: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Response(Block):
    """Room for an answer of the project group to a section, or to a chapter."""

    kind: ClassVar[str] = "response"
    section: str
    title: str
    anchor: str


@dataclass(frozen=True, slots=True)
class CodeCard(Block):
    """A code in the codebook: three marks (hue, letters, stroke) and what it means."""

    kind: ClassVar[str] = "code_card"
    letters: str
    colour: str
    stroke: str
    form: str
    name: str
    path: str
    definition: str
    when_to_use: str
    when_not: str
    example: str
    level: int


KINDS: Final[Mapping[str, type[Block]]] = {
    made.kind: made
    for made in (
        Heading,
        Paragraph,
        Quotation,
        Table,
        Figure,
        Facts,
        Notice,
        Passages,
        Notes,
        Response,
        CodeCard,
    )
}


def to_json(block: Block) -> dict[str, Any]:
    """Return a block as plain values for JSON, its kind first.

    >>> to_json(Notice("Van klanten is hier niets over gecodeerd."))
    {'kind': 'notice', 'text': 'Van klanten is hier niets over gecodeerd.'}
    """
    return {"kind": block.kind, **_lower(block)}


def from_json(data: Mapping[str, Any]) -> Block:
    """Return the block that `to_json` wrote.

    >>> from_json({"kind": "notice", "text": "Steunt op één gesprek."})
    Notice(text='Steunt op één gesprek.')
    """
    kind = str(data.get("kind"))
    if kind not in KINDS:
        raise UnknownValueError(value=kind, field="kind", known=", ".join(KINDS))
    made: Block = _raise_value(KINDS[kind], data)
    return made


def collect_blocks(notebooks: Sequence[Any]) -> list[Block]:
    """Return all blocks of executed notebooks in order; a failed cell raises."""
    found: list[Block] = []
    for notebook in notebooks:
        for place, cell in enumerate(notebook.get("cells", ()), start=1):
            for output in cell.get("outputs", ()):
                _refuse_failure(notebook, place, output)
                data = output.get("data", {}).get(BLOCK_MIME)
                if data is not None:
                    found.append(from_json(data))
    return found


def _refuse_failure(notebook: Any, place: int, output: Mapping[str, Any]) -> None:
    if output.get("output_type") == "error":
        name = notebook.get("metadata", {}).get("vknz", {}).get("name", "?")
        reason = str(output.get("ename", "?"))
        raise NotebookError(notebook=name, cell=place, reason=reason)


def _lower(value: Any) -> Any:
    """Make plain JSON values; a plotly figure is that already, and is not copied."""
    if is_dataclass(value):
        return {f.name: _lower(getattr(value, f.name)) for f in fields(value)}
    return [_lower(part) for part in value] if isinstance(value, tuple) else value


def _raise_value(hint: Any, value: Any) -> Any:
    """Make the value that a type hint asks for."""
    if isinstance(hint, type) and is_dataclass(hint):
        known = {name: h for name, h in _hints(hint).items() if name in value}
        return hint(**{name: _raise_value(h, value[name]) for name, h in known.items()})
    if get_origin(hint) is tuple:
        inner = get_args(hint)
        wanted = [inner[0]] * len(value) if inner[-1] is ... else inner
        return tuple(_raise_value(h, v) for h, v in zip(wanted, value, strict=True))
    if get_origin(hint) is UnionType and value is not None:
        return _raise_value(next(h for h in get_args(hint) if h is not NoneType), value)
    return value


@cache
def _hints(made: type) -> dict[str, Any]:
    """Return the type of each field; `kind` belongs to the class and is not one."""
    hints = get_type_hints(made)
    return {name: hints[name] for name in (f.name for f in fields(made))}
