"""The facets of a row: what can be changed apart, and clash apart. Pure.

A facet is a column, or columns that only mean something together: the place of a
coding, the title and body of a memo. Each text of a code is a facet of its own.
"""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any, Final

from vknz_research.store.tables import write_json

Row = dict[str, Any]
Key = tuple[str, str]
Facets = dict[str, Any]

EXISTS: Final = ""  # the facet of being there at all
PLACE: Final = "place"
_PLACED: Final = ("revision_id", "start", "end", "text_hash")
_TIMED: Final = ("recording", "begin_ms", "end_ms")
GROUPS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "coding": {
        PLACE: (*_PLACED, *_TIMED, "anchor"),
        "code": ("code_id", "code_revision"),
    },
    "excerpt": {PLACE: _PLACED},
    "observation": {PLACE: ("revision_id", "start", "end", *_TIMED, "anchor")},
    "recording": {
        "file": (
            *("name", "file", "media_type", "sha256", "size", "storage"),
            *("has_picture", "duration_ms", "place", "secret"),
        ),
    },
    "memo_link": {PLACE: ("start", "end")},
    "consent": {"consent": ("state", "date", "letter", "asked_by")},
    "memo": {"words": ("title", "body", "language")},
    "code": {"marks": ("letters", "colour", "stroke", "form")},
    "decision": {
        "decision": (
            *("kind", "outcome", "sides", "result", "decided_by", "reason"),
            *("revision_id", "start", "end", "at"),
        ),
    },
}
_TEXTS: Final = "texts."


def split_row(table: str, row: Mapping[str, Any] | None) -> Facets:
    """Return the facets of a row; of no row there are none.

    >>> split_row("memo", {"id": "1", "title": "t", "body": "b", "language": "nl"})
    {'words': {'title': 't', 'body': 'b', 'language': 'nl'}}
    """
    if row is None:
        return {}
    groups = GROUPS.get(table, {})
    made: Facets = {
        name: {column: row.get(column) for column in columns}
        for name, columns in groups.items()
    }
    grouped = {column for columns in groups.values() for column in columns}
    for column, value in row.items():
        if column == "id" or column in grouped:
            continue
        if table == "code" and column == "texts":
            made |= dict(_spread(value))
        else:
            made[column] = value
    return made


def _spread(texts: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, str]]:
    for language, words in texts.items():
        for name, value in words.items():
            yield f"{_TEXTS}{language}.{name}", value


def build_row(table: str, row_id: str, facets: Mapping[str, Any]) -> Row:
    """Return the row that has these facets; a text that is None is left out.

    >>> build_row("coder", "1", {"name": "IK"})
    {'id': '1', 'name': 'IK'}
    """
    row: Row = {"id": row_id}
    texts: dict[str, dict[str, str]] = {}
    groups = GROUPS.get(table, {})
    for name, value in facets.items():
        if name in groups:
            row |= value
        elif table == "code" and name.startswith(_TEXTS):
            _, language, field = name.split(".", 2)
            if value is not None:
                texts.setdefault(language, {})[field] = value
        else:
            row[name] = value
    return row | ({"texts": texts} if table == "code" else {})


def hash_value(value: object) -> str:
    """Return eight digits that name a value without saying it.

    >>> hash_value("ja") == hash_value("ja"), len(hash_value("ja"))
    (True, 8)
    """
    return hashlib.sha256(write_json(value).encode()).hexdigest()[:8]
