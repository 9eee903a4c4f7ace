"""The history that IPython keeps of what was typed, less some of its lines."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

COLUMNS: Final = (
    ("history", "source"),
    ("history", "source_raw"),
    ("output_history", "output"),
)


def cut_history(path: Path, is_gone: Callable[[str], bool]) -> None:
    """Delete the lines of which `is_gone` says so; a damaged file is left as it is."""
    from sqlcipher3 import dbapi2  # noqa: PLC0415 - a current SQLite

    link = dbapi2.connect(str(path), isolation_level=None)
    try:
        link.execute("PRAGMA secure_delete=ON")
        for table, column in COLUMNS:
            asked = link.execute(f"SELECT rowid, {column} FROM {table}")
            for row_id, text in asked.fetchall():
                if is_gone(str(text)):
                    link.execute(f"DELETE FROM {table} WHERE rowid = ?", (row_id,))
        link.execute("VACUUM")
    except dbapi2.DatabaseError:
        return
    finally:
        link.close()
