"""`vknz lab` leaves no copies: no history, no trash, no checkpoints (real processes)."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.manager import KernelManager

from vknz_research.project import Study
from vknz_research.project.lab import OPTIONS, prepare_lab

SAID = "zij vond het eerst eng"
TOKEN = "t" * 40
ROOT = Path(__file__).parents[2]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of its own, in which nothing lies yet."""
    folder = tmp_path / "thuis"
    folder.mkdir()
    for name in list(os.environ):
        if name.startswith(("JUPYTER", "IPYTHON", "XDG_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    return folder


def list_left(*folders: Path) -> list[str]:
    """List what holds the words, or is a place where Jupyter keeps copies."""
    kept = ("history.sqlite", ".ipynb_checkpoints", "Trash", ".Trash")
    return sorted(
        path.name
        for folder in folders
        for path in folder.rglob("*")
        if path.name in kept or (path.is_file() and SAID.encode() in path.read_bytes())
    )


def test_what_is_typed_in_a_kernel_is_kept_in_no_history(
    coded: Study, home: Path
) -> None:
    manager = KernelManager()
    manager.start_kernel(env=prepare_lab(coded.path))
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        found = client.execute_interactive(f"x = {SAID!r}", timeout=60)
        assert found["content"]["status"] == "ok"
    finally:
        client.stop_channels()
        manager.shutdown_kernel()

    assert list_left(coded.path, home) == []


@pytest.fixture
def lab(coded: Study, home: Path) -> Iterator[str]:
    """JupyterLab as `vknz lab` starts it, without a browser; gives its address."""
    del home
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "jupyterlab", *OPTIONS]
    command += [f"--notebook-dir={coded.path}", "--no-browser", "--allow-root"]
    command += [f"--ServerApp.port={port}", f"--IdentityProvider.token={TOKEN}"]
    server = subprocess.Popen(
        command,
        env=prepare_lab(coded.path),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}/api"
    try:
        wait_for(f"{address}/status")
        yield address
    finally:
        server.terminate()
        server.wait(30)


def wait_for(address: str) -> None:
    for _ in range(120):
        try:
            ask("GET", address)
        except OSError:
            time.sleep(0.5)
        else:
            return
    pytest.fail("JupyterLab did not start")


def ask(method: str, address: str, body: Any = None) -> Any:
    headers = {"Authorization": f"token {TOKEN}", "Content-Type": "application/json"}
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(address, data, headers, method=method)
    with urllib.request.urlopen(request, timeout=30) as answer:
        text = answer.read()
    return json.loads(text) if text else None


def make_notebook() -> dict[str, Any]:
    cell = {
        "cell_type": "markdown",
        "id": "a",
        "metadata": {},
        "source": SAID,
    }
    content = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return {"type": "notebook", "format": "json", "content": content}


def test_saving_and_deleting_in_the_lab_leaves_no_copy(
    lab: str, coded: Study, home: Path
) -> None:
    place = f"{lab}/contents/notebooks/proef.ipynb"
    ask("PUT", place, make_notebook())
    ask("POST", f"{place}/checkpoints")
    ask("PUT", place, make_notebook())
    assert list_left(coded.path, home) == ["proef.ipynb"]
    assert ask("GET", f"{place}/checkpoints") == []

    ask("DELETE", place)

    assert list_left(coded.path, home) == []
