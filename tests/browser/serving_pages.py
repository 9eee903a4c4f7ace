"""A dashboard with users that runs, and logging in to it in a browser."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from driving import ROOT, find_port
from playwright.sync_api import Page

PASSWORD = "vijf woorden zijn beter"


@contextmanager
def run_dashboard(folder: Path, *words: str) -> Iterator[str]:
    """Serve a study; gives the start of its address, or the link for one person."""
    command = [sys.executable, "-m", "vknz_research.cli", "serve", str(folder)]
    command += [f"--port={find_port()}", *words]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert process.stdout is not None
    try:
        address = process.stdout.readline().strip()
        assert address, "it stopped; what it said stands on standard error"
        yield address.rstrip("/")
    finally:
        process.terminate()
        process.wait(10)


def log_in(page: Page, root: str, name: str, password: str = PASSWORD) -> None:
    """Fill in the form."""
    page.goto(f"{root}/login")
    page.get_by_label("Naam").fill(name)
    page.get_by_label("Wachtwoord").fill(password)
    page.get_by_role("button", name="Inloggen").click()
