"""deduce, as one more reader of the same text; never in this process.

It takes seconds to start and a gigabyte, and it keeps its lists as pickles: these lie
in a folder of this account that nobody else can write, never beside the program.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from vknz_research.errors import DeduceError
from vknz_research.privacy.proposals import Proposal

WORKER: Final = Path(__file__).with_name("deduceworker.py")
LIMIT_S: Final = 600
_KINDS: Final = {
    "persoon": "person", "patient": "person", "locatie": "place",
    "instelling": "organisation", "ziekenhuis": "institution",
    "zorginstelling": "institution", "datum": "date", "leeftijd": "age", "bsn": "bsn",
    "id": "number", "telefoonnummer": "phone", "emailadres": "email", "url": "url",
}  # fmt: skip


def find_cache() -> Path:
    """Return the folder for what deduce keeps between two starts."""
    from platformdirs import user_cache_path  # noqa: PLC0415 - only where needed

    return user_cache_path("vknz", appauthor=False) / "deduce"


def find_with_deduce(
    texts: Sequence[str], tell_first: Callable[[], None], cache: Path | None = None
) -> list[list[Proposal]]:
    """Return what deduce finds in each text.

    `tell_first` is called before its first start, which takes a minute or two.
    """
    if find_spec("deduce") is None:
        raise DeduceError(
            reason_nl="het is niet geïnstalleerd", reason_en="it is absent"
        )
    folder = _make_cache(cache or find_cache())
    if not any(folder.iterdir()):
        tell_first()
    found = _run(list(texts), folder)
    return [
        [_read(text, *hit) for hit in hits]
        for text, hits in zip(texts, found, strict=True)
    ]


def _make_cache(folder: Path) -> Path:
    """Return the folder, made for this account only; refuse one others can write."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    state = folder.stat()
    uid = getattr(state, "st_uid", 0)
    is_mine = sys.platform == "win32" or uid == _own_uid()
    if not is_mine or (sys.platform != "win32" and state.st_mode & 0o022):
        raise DeduceError(
            reason_nl=f"anderen kunnen schrijven in {folder}",
            reason_en=f"others can write in {folder}",
        )
    return folder


def _own_uid() -> int:
    import os  # noqa: PLC0415 - there is none of this on Windows

    return os.getuid() if hasattr(os, "getuid") else 0


def _run(texts: list[str], folder: Path) -> Any:
    try:
        ended = subprocess.run(  # noqa: S603 - this Python, a file of this package
            [sys.executable, "-I", str(WORKER), str(folder)],
            input=json.dumps(texts).encode(),
            capture_output=True,
            timeout=LIMIT_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise DeduceError(
            reason_nl="het duurde te lang", reason_en="it took too long"
        ) from None
    if ended.returncode != 0:
        # Its own words may hold those of a participant.
        raise DeduceError(reason_nl="het liep vast", reason_en="it crashed")
    return json.loads(ended.stdout)


def _read(text: str, start: int, end: int, tag: str) -> Proposal:
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    end -= len(words) - len(words.rstrip())
    kind = next((kind for name, kind in _KINDS.items() if tag.startswith(name)), "name")
    return Proposal(start, end, kind, "deduce")
