"""A dashboard that runs, as `vknz serve` runs it, in a process of its own."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
PASSWORD = "vijf woorden zijn beter"


@contextmanager
def run_dashboard(folder: Path, *words: str) -> Iterator[str]:
    """Serve a study; gives the start of its address, or the link for one person."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "vknz_research.cli", "serve", str(folder)]
    command += [f"--port={port}", *words]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert process.stdout is not None
    try:
        address = process.stdout.readline().strip()
        assert address, "it stopped; what it said stands on standard error"
        yield address.rstrip("/")
    finally:
        process.terminate()
        process.wait(10)
