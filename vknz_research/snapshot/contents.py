"""The hash of what a snapshot holds: over contents, not over files."""

import hashlib
import io
import json
from collections.abc import Mapping

import pyarrow as pa
import pyarrow.csv


def hash_content(table: pa.Table) -> str:
    """Return SHA-256 over the table as CSV: the same with any version of Parquet."""
    plain = table.cast(_plain_schema(table.schema))
    stream = io.BytesIO()
    pyarrow.csv.write_csv(plain, stream)
    return hashlib.sha256(stream.getbuffer()).hexdigest()


def hash_contents(contents: Mapping[str, str]) -> str:
    """Return the hash of a snapshot from the hash of each of its tables."""
    text = json.dumps(dict(contents), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain_schema(schema: pa.Schema) -> pa.Schema:
    return pa.schema(
        [
            pa.field(f.name, f.type.value_type if _is_dictionary(f) else f.type)
            for f in schema
        ]
    )


def _is_dictionary(field: pa.Field) -> bool:
    return bool(pa.types.is_dictionary(field.type))
