"""Making a report from a parameters file in a process of its own: a page goes on."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from vknz_research.errors import ReportRunningError
from vknz_research.project.building import Workshop
from vknz_research.report.run import FORMATS

FOLDER: Final = "snapshots"


class Making:
    """The report that is being made for one page, if any."""

    def __init__(self, workshop: Workshop) -> None:
        self.workshop = workshop
        self._process: subprocess.Popen[str] | None = None

    def start(self, name: str, formats: list[str], passphrase: str = "") -> None:
        """Freeze the study as it is, and begin to make the report that a file tells."""
        if self._process is not None and self._process.poll() is None:
            raise ReportRunningError(name=name)
        path = self.workshop.find_file(name)
        self.workshop.open(self.workshop.read(name).parameters)  # refused: not begun
        snapshot = self.workshop.study.freeze(name).path
        kinds = ",".join(kind for kind in FORMATS if kind in formats)
        self._process = _run(snapshot, path, kinds, passphrase)

    def look(self) -> dict[str, Any]:
        """Say whether it is being made, is there, or why there is none."""
        process = self._process
        if process is None:
            return {"state": "none"}
        if process.poll() is None:
            return {"state": "busy"}
        self._process = None
        out, err = process.communicate()
        if process.returncode:
            return {"state": "failed", "why": _last_line(err)}
        files = [Path(one).name for one in json.loads(out)["files"]]
        return {"state": "made", "files": files}


def _run(
    snapshot: Path, path: Path, kinds: str, passphrase: str
) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "vknz_research.cli", "report", str(snapshot)]
    command += ["--parameters", str(path), "--to", kinds, "--json"]
    process = subprocess.Popen(  # noqa: S603 - our own command, no shell
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    if process.stdin is not None:
        process.stdin.write(f"{passphrase}\n")
        process.stdin.close()
        process.stdin = None
    return process


def _last_line(text: str) -> str:
    """Return the sentence of an error; the command writes nothing after it."""
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "?"
