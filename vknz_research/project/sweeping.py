"""Files round a study that still hold words of somebody who withdrew.

Looked through is everything in the folder of the study, and what Jupyter leaves
elsewhere: the history of IPython and the trash. We write no temporary files outside
the study. What is made from the store goes; notes and notebooks that people wrote stay,
without the words.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from vknz_research.errors import ParameterError, ParametersFileError, SnapshotError
from vknz_research.language import say
from vknz_research.model.recordings import Recording
from vknz_research.privacy.lightedits import GONE
from vknz_research.privacy.needles import Needles
from vknz_research.privacy.parts import list_parts
from vknz_research.privacy.sealing import HALF, SEALED, STRIP
from vknz_research.project.study import Study
from vknz_research.store.cellhistory import cut_history
from vknz_research.store.rawbytes import BESIDE, read_raw

CHECKPOINTS: Final = ".ipynb_checkpoints"
HISTORY: Final = "history.sqlite"
# Text that people write: words are cut out of it, the rest stays.
NOTES: Final = frozenset({".md", ".txt", ".py", ".toml", ".yml", ".yaml"})
_HALF: Final = 2
ELSEWHERE: Final = "elsewhere"
# Nobody can read words in what is sealed, and a recording is large.
_CLOSED: Final = frozenset({SEALED, STRIP, f"{SEALED}{HALF}", f"{STRIP}{HALF}"})


@dataclass(frozen=True, slots=True)
class Swept:
    """What became of one file.

    It was removed or cut, kept since it was made public (`published`), or lies outside
    the study and is for its owner to take away (`elsewhere`).
    """

    path: str
    done: str


def name_put() -> str:
    """Return what comes in the place of words that were taken away."""
    return say(nl=GONE[0], en=GONE[1])


def list_study_files(study: Study) -> Iterator[Path]:
    """List the files of a study but for its database, which is looked at by itself."""
    own = {study.path / f"{study.settings.store}{end}" for end in BESIDE}
    for path in sorted(study.path.rglob("*")):
        if path.is_file() and not path.is_symlink() and path not in own:
            yield path


def list_outside_files(study: Study) -> Iterator[Path]:
    """List what Jupyter may have left outside the folder of a study."""
    home = Path.home()
    ipython = Path(os.environ.get("IPYTHONDIR") or home / ".ipython")
    if not ipython.is_relative_to(study.path):
        yield from sorted(ipython.glob(f"profile_*/{HISTORY}*"))
    data = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    for trash in (data / "Trash" / "files", home / ".Trash"):
        if trash.is_dir():
            yield from (p for p in sorted(trash.rglob("*")) if p.is_file())


def holds(path: Path, needles: Sequence[Needles]) -> bool:
    """Say whether a file holds words, also packed in it."""
    if not path.is_file() or "".join(path.suffixes[-2:]) in _CLOSED:
        return False
    return any(n.is_in(part.data) for part in list_parts(path) for n in needles)


def scan_files(study: Study, needles: Sequence[Needles]) -> list[Path]:
    """List all files in which words are left, the database too."""
    published = list_published(study)
    found = [
        path
        for path in (*list_study_files(study), *list_outside_files(study))
        if holds(path, needles) and _hash(path) not in published
    ]
    if study.settings.is_server:
        return found
    raw = read_raw(study.path / study.settings.store, study.key)
    return found + [p for p, data in raw if any(n.is_in(data) for n in needles)]


def sweep_files(study: Study, needles: Sequence[Needles]) -> list[Swept]:
    """Take words out of all files but the database; return what was done to which."""
    done: list[Swept] = []
    published = list_published(study)
    for path in list(list_study_files(study)):
        if not path.exists():
            continue
        inner = path.relative_to(study.path)
        if CHECKPOINTS in inner.parts or path.name.startswith(HISTORY):
            _remove(path)
            done.append(Swept(inner.as_posix(), "removed"))
        elif holds(path, needles):
            is_public = _hash(path) in published
            how = "published" if is_public else _clean(path, needles)
            done.append(Swept(inner.as_posix(), how))
    for path in list(list_outside_files(study)):
        if holds(path, needles):
            how = _clean_outside(path, needles)
            done.append(Swept(path.name, how))
    return done


def remove_media(study: Study, source_ids: Iterable[str]) -> list[Swept]:
    """Take away the recordings of sources: they lie in a folder named by its id.

    One that stayed in its own place is named: it is not ours to take away.
    """
    source_ids = list(source_ids)
    with study.store.read() as reader:
        listed = reader.all(Recording, source_id=set(source_ids))
    done = [Swept(one.place, ELSEWHERE) for one in listed if one.place]
    for source_id in source_ids:
        folder = study.path / "media" / source_id
        if folder.is_dir():
            shutil.rmtree(folder)
            done.append(Swept(f"media/{source_id}", "removed"))
    return done


def remove_snapshots(study: Study, hidden: Mapping[str, str]) -> list[Swept]:
    """Take away snapshots and reports that show what participants do not allow.

    `hidden` maps a participant to what must not be there: `all` of them, or what they
    said as `quotable`. What was published stays, and is named.
    """
    from vknz_research.snapshot.frames import MANIFEST  # noqa: PLC0415 - Arrow

    done: list[Swept] = []
    hashes: set[str] = set()
    for manifest in sorted((study.path / "snapshots").glob(f"*/{MANIFEST}")):
        folder = manifest.parent
        if shows(folder, hidden):
            hashes.add(_read_hash(manifest))
            shutil.rmtree(folder)
            done.append(Swept(f"snapshots/{folder.name}", "removed"))
    return done + _remove_reports(study, hashes)


def shows(folder: Path, hidden: Mapping[str, str]) -> bool:
    """Say whether a snapshot shows somebody, or lets somebody be quoted, who may not.

    One that cannot be read counts as showing: nobody can tell.
    """
    from vknz_research.snapshot import open_snapshot  # noqa: PLC0415 - pandas

    try:
        people = open_snapshot(folder).participants
    except SnapshotError:
        return bool(hidden)
    there = set(people["participant_id"])
    quotable = set(people["participant_id"][people["is_quotable"]])
    return any(
        who in (there if what == "all" else quotable) for who, what in hidden.items()
    )


def _read_hash(manifest: Path) -> str:
    try:
        return str(json.loads(manifest.read_text(encoding="utf-8")).get("hash"))
    except ValueError:
        return ""


def _remove_reports(study: Study, hashes: set[str]) -> list[Swept]:
    """Take away the reports that were made from snapshots which are gone."""
    done: list[Swept] = []
    published = list_published(study)
    for file in sorted((study.path / "reports").glob("*.json")):
        made = _read_made(file, hashes)
        for path in [*made, file] if made else []:
            how = "published" if _hash(path) in published else _remove(path)
            done.append(Swept(f"reports/{path.name}", how))
    return done


def _read_made(file: Path, hashes: set[str]) -> list[Path]:
    """Return the files that were made of one of these snapshots."""
    try:
        facts: Any = json.loads(file.read_text(encoding="utf-8"))
        if facts["snapshot"]["hash"] not in hashes:
            return []
        made = [file.parent / Path(name).name for name in facts["files"]]
    except (ValueError, KeyError, TypeError):
        return []
    return [path for path in made if path.exists()]


def list_published(study: Study) -> set[str]:
    """Return the hashes of files that were made public: they are never altered."""
    from vknz_research.model.privacy import Publication  # noqa: PLC0415

    with study.store.read() as reader:
        return {found.file_hash for found in reader.all(Publication)}


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


# --- one file ------------------------------------------------------------------------
def _clean(path: Path, needles: Sequence[Needles]) -> str:
    """Take words out of a file; one that cannot do without them goes."""
    if path.suffix == ".ipynb":
        _clean_notebook(path, needles)
    elif path.suffix in NOTES:
        _clean_note(path, needles)
    return _remove(path) if holds(path, needles) or not path.exists() else "cut"


def _clean_notebook(path: Path, needles: Sequence[Needles]) -> None:
    """Empty the outputs of a notebook, and cut words out of its cells."""
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        cells = notebook["cells"]
        notebook.get("metadata", {}).pop("widgets", None)
        for cell in cells:
            cell.pop("attachments", None)
            cell["source"] = cut_words("".join(cell["source"]), needles)
            if cell["cell_type"] == "code":
                cell["outputs"], cell["execution_count"] = [], None
    except (ValueError, KeyError, TypeError, AttributeError):
        return  # no notebook after all: what holds words goes whole
    _write(path, json.dumps(notebook, indent=1, ensure_ascii=False) + "\n")


def _clean_note(path: Path, needles: Sequence[Needles]) -> None:
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return  # in another encoding words cannot be cut out: the file goes
    new = cut_words(text, needles)
    if len(new) * _HALF >= len(text):
        _write(path, new)


def revise_parameters(study: Study, needles: Sequence[Needles]) -> list[Swept]:
    """Take out of parameters files what may not be quoted any more, and cut edits.

    A file that is none is left to the sweep, which cuts its words.
    """
    from vknz_research.report.parameterfile import (  # noqa: PLC0415 - YAML
        read_parameters,
        write_parameters,
    )
    from vknz_research.snapshot.live import read_live  # noqa: PLC0415 - Arrow

    paths = sorted((study.path / "reports").glob("*.yml"))
    if not paths:
        return []
    excerpts = read_live(study.store, study.path, study.title).excerpts
    allowed = set(excerpts["key"][excerpts["is_allowed"].astype(bool)])
    done: list[Swept] = []
    for path in paths:
        try:
            found = read_parameters(path)
        except (ParameterError, ParametersFileError):
            continue
        made = found.revise(allowed, lambda text: cut_words(text, needles))
        if made != found:
            write_parameters(made, path)
            done.append(Swept(f"reports/{path.name}", "cut"))
    return done


def cut_words(text: str, needles: Sequence[Needles]) -> str:
    """Return a text without the words, which are marked as taken away."""
    for some in needles:
        text = some.cut(text, name_put())
    return text


def _write(path: Path, text: str) -> None:
    half = path.with_name(f".{path.name}.half")
    half.write_text(text, encoding="utf-8")
    shutil.copymode(path, half)
    with half.open("rb+") as stream:
        os.fsync(stream.fileno())
    half.replace(path)


def _remove(path: Path) -> str:
    path.unlink(missing_ok=True)
    return "removed"


def _clean_outside(path: Path, needles: Sequence[Needles]) -> str:
    """Take lines with words out of a history that other work is in too."""
    if path.name == HISTORY:
        cut_history(path, lambda line: any(n.is_in(line.encode()) for n in needles))
    return _remove(path) if holds(path, needles) else "cut"
