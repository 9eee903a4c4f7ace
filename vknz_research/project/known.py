"""Words of the program itself: its frameworks, notebooks and reports.

Somebody may have said the same; these stay when somebody withdraws.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from vknz_research.project.resources import find_resource

FOLDERS: Final = ("data_dictionary", "notebooks", "reports")
TEXTS: Final = frozenset(
    {".yml", ".md", ".ipynb", ".html", ".css", ".toml", ".typ", ".json"}
)


def list_known_words() -> Iterator[str]:
    """Give the texts that the program brings along, and what it writes itself."""
    for name in FOLDERS:
        for path in sorted(find_resource(name).rglob("*")):
            if path.is_file() and path.suffix in TEXTS and _is_ours(path):
                yield path.read_text(encoding="utf-8", errors="replace")


def _is_ours(path: Path) -> bool:
    """Say whether a file is of the program, and not a report somebody made there."""
    return "out" not in path.parts and ".ipynb_checkpoints" not in path.parts
