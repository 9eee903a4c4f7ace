"""What was acknowledged is kept, also when the process is killed in the middle."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from consenting import GIVEN

from vknz_research.project import Study, create_study, open_study
from vknz_research.project.importing import import_files
from vknz_research.project.upkeep import check_study

Vknz = Callable[..., Any]
ROOT = Path(__file__).parents[2]
ROUNDS = 10
MANY = 3000  # more acts than a round has time for
PASSPHRASE = "een lange zin"

CODE = """
import sys
from vknz_research.project import open_study

folder, number, many = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
with open_study(folder, ask=lambda: "een lange zin") as study:
    coder = study.coder(f"ronde-{number}")
    print("ready", flush=True)
    for start in range(many):
        coding = coder.code("lang", "4r/reflectie", start, start + 5)
        print(coding.id, flush=True)
"""

IMPORT = """
import sys
from pathlib import Path
from vknz_research.project import open_study
from vknz_research.project.importing import import_files

folder, number, many = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
with open_study(folder, ask=lambda: "een lange zin") as study:
    print("ready", flush=True)
    for count in range(many):
        path = folder.parent / f"bron-{number}-{count}.txt"
        path.write_text(f"A: ronde {number}\\n\\n" + f"B: beurt {count}.\\n\\n" * 400)
        report = import_files(study, [path])
        path.unlink()
        print(report.imported[0]["source_id"], flush=True)
"""


def kill_in_the_middle(
    script: str, folder: Path, number: int, wait_s: float
) -> list[str]:
    """Run acts in a process of its own, kill it, and return what it acknowledged."""
    with subprocess.Popen(
        [sys.executable, "-c", script, str(folder), str(number), str(MANY)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
    ) as child:
        assert child.stdout
        assert child.stdout.readline() == "ready\n"
        time.sleep(wait_s)
        child.send_signal(signal.SIGKILL)
        # A line that was cut off was not acknowledged.
        rest = child.stdout.read()
    assert child.returncode == -signal.SIGKILL
    return [line for line in rest.splitlines(keepends=True) if line.endswith("\n")]


def kept(study: Study) -> set[str]:
    return {c.id for c in study.codings()} | {s.id for s in study.sources}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kill -9 is of POSIX")
@pytest.mark.parametrize(
    ("script", "seed", "is_encrypted"),
    [(CODE, 4, True), (IMPORT, 5, False)],
    ids=["codings, encrypted", "imports, plain"],
)
def test_f1_ten_kills_lose_no_acknowledged_act(
    vknz: Vknz, tmp_path: Path, script: str, seed: int, is_encrypted: bool
) -> None:
    folder = tmp_path / "studie"
    ask = (lambda: PASSPHRASE) if is_encrypted else None
    text = tmp_path / "lang.txt"
    text.write_text("woord " * MANY)
    with create_study(folder, "Proef", ask=ask) as study:
        import_files(study, [text], consent=GIVEN)
        known = kept(study)
    delays = random.Random(seed)
    in_the_middle = 0

    for number in range(ROUNDS):
        said = kill_in_the_middle(script, folder, number, delays.uniform(0.01, 0.5))
        acknowledged = {line.strip() for line in said}
        with open_study(folder, ask=lambda: PASSPHRASE) as study:
            there = kept(study)
            errors = [f for f in check_study(study) if f.severity == "error"]

        assert known | acknowledged <= there
        # At most the act that was under way is there without having been said.
        assert len(there - known - acknowledged) <= 1
        assert errors == []
        in_the_middle += 0 < len(acknowledged) < MANY
        known = there

    assert in_the_middle >= ROUNDS * 0.8
    checked = vknz("check", folder, "--json", stdin=f"{PASSPHRASE}\n")
    assert (checked.status, checked.facts["ok"]) == (0, True)
    with open_study(folder, ask=lambda: PASSPHRASE) as study:
        study.undo()
        study.redo()
        assert kept(study) == known
