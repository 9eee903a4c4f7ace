"""JupyterLab on a study, set so that it leaves no copies of what people said."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

OPTIONS: Final = (
    "--FileContentsManager.delete_to_trash=False",
    "--ServerApp.ip=127.0.0.1",
    "--LabApp.news_url=",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
)


def start_lab(path: Path) -> int:
    """Run JupyterLab in the folder of the study until it is closed.

    IPython keeps no history of what was typed, and deleted files do not go to a trash.
    """
    folder = path.resolve()
    environment = {
        **os.environ,
        "VKNZ_STUDY": str(folder),
        "IPYTHONDIR": str(folder / ".ipython"),
    }
    profile = folder / ".ipython" / "profile_default"
    profile.mkdir(parents=True, exist_ok=True)
    (profile / "ipython_config.py").write_text(
        "c.HistoryManager.enabled = False\n", encoding="utf-8"
    )
    command = [sys.executable, "-m", "jupyterlab", *OPTIONS, f"--notebook-dir={folder}"]
    return subprocess.run(command, env=environment, check=False).returncode  # noqa: S603
