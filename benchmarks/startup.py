"""Starting the command."""

import subprocess
import sys

from benchmarks.timing import Result, at_most


def run(*arguments: str) -> None:
    """Start an interpreter and wait for it."""
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)


def measure() -> list[Result]:
    """Measure `vknz --help` against a bare interpreter."""
    return [
        at_most(
            "`vknz --help`",
            (
                lambda: run("-m", "vknz_research.cli", "--help"),
                lambda: run("-c", "pass"),
            ),
            "bare interpreter",
            13,
        )
    ]
