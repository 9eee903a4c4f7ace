"""What the columns of the store are made of."""

import json
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Column, ForeignKey, Integer, MetaData, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

NAMES: Final = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMES)


class JsonText(TypeDecorator[Mapping[str, Any]]):
    """A mapping kept as canonical JSON, the same text in every database."""

    impl = Text
    cache_ok = True

    def process_bind_param(
        self, value: Mapping[str, Any] | None, dialect: Dialect
    ) -> str | None:
        """Write the mapping with sorted keys."""
        del dialect
        return None if value is None else write_json(value)

    def process_result_value(
        self, value: str | None, dialect: Dialect
    ) -> Mapping[str, Any] | None:
        """Read the mapping back."""
        del dialect
        if value is None:
            return None
        found: Mapping[str, Any] = json.loads(value)
        return found


def write_json(value: object) -> str:
    """Return canonical JSON: sorted keys, no blanks, no escapes for letters.

    >>> write_json({"b": 1, "a": "é"})
    '{"a":"é","b":1}'
    """
    return json.dumps(
        value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=dict
    )


def id_column() -> Column[str]:
    """Return the column of the id of a row."""
    return Column("id", Text, primary_key=True)


def refer_to(table: str, name: str, *, nullable: bool = False) -> Column[Any]:
    """Return a column that names a row of another table."""
    return Column(name, Text, ForeignKey(f"{table}.id"), nullable=nullable, index=True)


def text_column(name: str, *, nullable: bool = False) -> Column[Any]:
    """Return a column of text."""
    return Column(name, Text, nullable=nullable)


def number_column(name: str, *, nullable: bool = False) -> Column[Any]:
    """Return a column of whole numbers."""
    return Column(name, Integer, nullable=nullable)


def moment_columns() -> tuple[Column[Any], ...]:
    """Return the columns of a stretch of a recording, which may be absent."""
    names = ("recording", "begin_ms", "end_ms")
    return tuple(number_column(name, nullable=True) for name in names)
