"""Research workbench for the evaluation of recorded conversations.

The package loads nothing heavy by itself: `open_study` and `open_snapshot` are
looked up when they are first asked for.
"""

from typing import TYPE_CHECKING, Any

from vknz_research.version import VERSION

if TYPE_CHECKING:
    from vknz_research.project import Study as Study
    from vknz_research.project import create_study as create_study
    from vknz_research.project import open_study as open_study
    from vknz_research.snapshot import Snapshot as Snapshot
    from vknz_research.snapshot import open_snapshot as open_snapshot

__version__ = VERSION

__all__ = ["Snapshot", "Study", "create_study", "open_snapshot", "open_study"]

_HOMES = {
    "Study": "project",
    "create_study": "project",
    "open_study": "project",
    "Snapshot": "snapshot",
    "open_snapshot": "snapshot",
}


def __getattr__(name: str) -> Any:
    """Import a public name from its module on first use."""
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from importlib import import_module  # noqa: PLC0415 - keeps the import light

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
