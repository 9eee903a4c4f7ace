"""The small Markdown of a memo, read into plain values that every file type can set.

Known: paragraphs, *em*, **strong**, `code`, lists and [links](#anchor). Everything else
is kept as the letters that stand there: HTML is text, and a link to the network is its
own words.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

_CONTROLS: Final = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]"
)
_BREAKS: Final = {"softbreak": " ", "linebreak": "\n"}
NOTE_ANCHOR: Final = "noot-"
_CONTAINERS: Final = {"block_quote", "list_item"}


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one style; `target` is the anchor of a link."""

    text: str
    is_em: bool = False
    is_strong: bool = False
    is_code: bool = False
    target: str | None = None

    @property
    def is_note(self) -> bool:
        """Say whether it is the number of a note."""
        return bool(self.target and self.target.startswith(NOTE_ANCHOR))


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph."""

    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A list; each item is one or more paragraphs or lists."""

    is_ordered: bool
    items: "tuple[tuple[Para | Listing, ...], ...]"


Node = Para | Listing


def read_markdown(text: str) -> tuple[Node, ...]:
    """Return the paragraphs and lists of a text.

    >>> read_markdown("Een *klein* ding")[0].runs[1]
    Run(text='klein', is_em=True, is_strong=False, is_code=False, target=None)
    """
    return tuple(_read_nodes(_parser()(text)))


def printable(text: str) -> str:
    r"""Return a text without the control characters that no file may hold.

    >>> printable("a\x0bb\nc")
    'ab\nc'
    """
    return _CONTROLS.sub("", text)


def plain_text(text: str) -> str:
    """Return the words of a Markdown text without its marks."""
    return " ".join(_node_text(node) for node in read_markdown(text))


@cache
def _parser() -> Any:
    import mistune  # noqa: PLC0415 - a heavy import, needed by reports only

    return mistune.create_markdown(renderer=None)


def _read_nodes(tokens: Iterable[Mapping[str, Any]]) -> Iterable[Node]:
    for token in tokens:
        if token["type"] == "list":
            yield _read_list(token)
        elif token["type"] in _CONTAINERS:
            yield from _read_nodes(token["children"])
        elif "children" in token:
            yield Para(_read_runs(token["children"], _style_of(token["type"])))
        elif token.get("raw", "").strip():
            is_code = token["type"] == "block_code"
            yield Para((Run(token["raw"].rstrip("\n"), is_code=is_code),))


def _read_list(token: Mapping[str, Any]) -> Listing:
    items = tuple(tuple(_read_nodes(item["children"])) for item in token["children"])
    return Listing(bool(token["attrs"]["ordered"]), items)


def _style_of(kind: str) -> Run:
    return Run("", is_strong=kind == "heading")


def _read_runs(tokens: Sequence[Mapping[str, Any]], style: Run) -> tuple[Run, ...]:
    found: list[Run] = []
    for token in tokens:
        for run in _read_inline(token, style):
            if found and _style(found[-1]) == _style(run):
                found[-1] = replace(run, text=found[-1].text + run.text)
            else:
                found.append(run)
    return tuple(found)


def _style(run: Run) -> tuple[object, ...]:
    return run.is_em, run.is_strong, run.is_code, run.target


def _read_inline(token: Mapping[str, Any], style: Run) -> tuple[Run, ...]:
    kind = token["type"]
    if kind in _BREAKS:
        return (replace(style, text=_BREAKS[kind]),)
    if "children" not in token:
        raw = str(token.get("raw", ""))
        is_code = style.is_code or kind == "codespan"
        return (replace(style, text=raw, is_code=is_code),)
    return _read_runs(token["children"], _narrow(style, token))


def _narrow(style: Run, token: Mapping[str, Any]) -> Run:
    kind = token["type"]
    if kind == "emphasis":
        return replace(style, is_em=True)
    if kind == "strong":
        return replace(style, is_strong=True)
    url = str(token.get("attrs", {}).get("url", ""))
    if kind == "link" and url.startswith("#") and len(url) > 1:
        return replace(style, target=_decode(url[1:]))
    return style


def _decode(anchor: str) -> str:
    from urllib.parse import unquote  # noqa: PLC0415 - only where a link is

    return unquote(anchor)


def _node_text(node: Node) -> str:
    if isinstance(node, Para):
        return "".join(run.text for run in node.runs)
    return " ".join(_node_text(part) for item in node.items for part in item)
