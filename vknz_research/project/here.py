"""What a notebook needs first and last: its study, a progress bar, a summary file."""

import json
import os
from collections.abc import Callable, Mapping
from getpass import getpass
from pathlib import Path
from typing import Any, Final

from vknz_research.errors import NoStudyError
from vknz_research.language import say
from vknz_research.project.open import open_study
from vknz_research.project.settings import FILE
from vknz_research.project.study import Study

VARIABLE: Final = "VKNZ_STUDY"
DEMO: Final = "demo-study"
SUMMARIES: Final = "samenvattingen"


def find_study(given: str | Path = "") -> Path:
    """Find the study to work in.

    It is the folder that is given, else the one that `vknz lab` was started on, else
    the nearest one above this notebook, else the demo study of the checkout.
    """
    wanted = str(given) or os.environ.get(VARIABLE, "")
    if wanted:
        return Path(wanted)
    here = Path.cwd()
    for folder in (here, *here.parents):
        for candidate in (folder, folder / DEMO):
            if (candidate / FILE).exists():
                return candidate
    raise NoStudyError(path=here)


def open_here(given: str | Path = "") -> Study:
    """Open the study to work in; an encrypted one asks for its passphrase, hidden."""
    return open_study(
        find_study(given), ask=lambda: getpass(say(nl="Wachtwoordzin", en="Passphrase"))
    )


def show_progress() -> Callable[[int, int, str], None]:
    """Show a progress bar in the notebook and return the function that moves it."""
    import ipywidgets  # noqa: PLC0415 - notebooks only
    from IPython.display import display  # noqa: PLC0415

    bar = ipywidgets.IntProgress(min=0)
    label = ipywidgets.Label()
    display(ipywidgets.HBox([bar, label]))  # type: ignore[no-untyped-call]

    def step(number: int, total: int, name: str) -> None:
        bar.max, bar.value = total, number
        label.value = f"{number}/{total} {name}"

    return step


def write_summary(study: Study, notebook: str, facts: Mapping[str, Any]) -> Path:
    """Write what a notebook found to a small file in the study, and return its path.

    Numbers, names of codes and paths only: no words of participants.
    """
    folder = study.path / "notebooks" / SUMMARIES
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{notebook}.json"
    text = json.dumps(facts, indent=1, ensure_ascii=False, sort_keys=True, default=str)
    path.write_text(text + "\n", encoding="utf-8")
    return path
