"""JupyterLab on a study, set so that it leaves no copies of what people said."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from vknz_research.project.here import VARIABLE

OPTIONS: Final = (
    "--FileContentsManager.delete_to_trash=False",
    "--ContentsManager.checkpoints_class="
    "vknz_research.project.checkpoints.NoCheckpoints",
    "--ServerApp.ip=127.0.0.1",
    "--LabApp.news_url=",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
)
SETTINGS: Final = ".jupyter"
# Both ask the network for something.
SILENCED: Final = (
    "@jupyterlab/apputils-extension:announcements",
    "@jupyterlab/extensionmanager-extension",
)


def start_lab(path: Path) -> int:
    """Run JupyterLab in the folder of the study until it is closed."""
    folder = path.resolve()
    environment = prepare_lab(folder)
    command = [sys.executable, "-m", "jupyterlab", *OPTIONS, f"--notebook-dir={folder}"]
    return subprocess.run(command, env=environment, check=False).returncode  # noqa: S603


def prepare_lab(folder: Path) -> dict[str, str]:
    """Write the settings of JupyterLab in the study; return its environment.

    IPython keeps no history of what was typed, nothing looks for news or extensions on
    the network, and what is deleted does not go to a trash.
    """
    profile = folder / ".ipython" / "profile_default"
    lab = folder / SETTINGS / "labconfig"
    for place in (profile, lab):
        place.mkdir(parents=True, exist_ok=True)
    (profile / "ipython_config.py").write_text(
        "c.HistoryManager.enabled = False\n", encoding="utf-8"
    )
    disabled = {"disabledExtensions": dict.fromkeys(SILENCED, True)}
    page = json.dumps(disabled, indent=1) + "\n"
    (lab / "page_config.json").write_text(page, encoding="utf-8")
    return {
        **os.environ,
        VARIABLE: str(folder),
        "IPYTHONDIR": str(folder / ".ipython"),
        "JUPYTER_CONFIG_PATH": str(folder / SETTINGS),
    }
