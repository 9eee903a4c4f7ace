"""Recordings of sources: linked and sealed in the study, or known by their hash.

Beside each lies its strip: how loud each moment is, sealed too. A file is written
before its row, and a row goes before its file: a kill leaves a file without a row.
"""

import base64
import hashlib
import json
import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from vknz_research.coding.find import find_source
from vknz_research.coding.playing import (
    FORBIDDING,
    STATES,
    find_obstacle,
    need_playable,
)
from vknz_research.errors import (
    ChangedRecordingError,
    DamagedRecordingError,
    MissingRecordingError,
    NumberTakenError,
    RecordingConsentError,
    UnknownThingError,
    UnknownValueError,
)
from vknz_research.ingest.media import STEP_MS, measure_levels, probe_recording
from vknz_research.model.recordings import STORAGES, Recording
from vknz_research.model.sources import Source
from vknz_research.privacy.sealing import (
    HALF,
    PIECE,
    SEALED,
    STRIP,
    PlainReader,
    ReaderStream,
    SealedReader,
    SeekableReader,
    make_secret,
    open_bytes,
    seal_bytes,
    seal_file,
    sealed_size,
)
from vknz_research.project.study import Study
from vknz_research.store.unit import Reader

ACTOR: Final = "vknz"
MEDIA: Final = "media"
OK, MISSING, CHANGED = "ok", "missing", "changed"


@dataclass(frozen=True, slots=True)
class _Taken:
    """What was taken of a file: its hash and size."""

    sha256: str
    size: int


# --- linking -------------------------------------------------------------------------
def link_recording(
    study: Study,
    source: str,
    path: Path,
    *,
    number: int = 1,
    keep: str = "sealed",
    actor: str = ACTOR,
) -> Recording:
    """Link a file to a source: sealed in the study, or left where it is.

    `number` is the recording of the turns that it belongs to. Refused where somebody in
    it does not want to be recorded.
    """
    if keep not in STORAGES:
        known = ", ".join(STORAGES)
        raise UnknownValueError(value=keep, field="recording.storage", known=known)
    with study.store.read() as reader:
        found = find_source(reader, source)
        _need_free(reader, found, number)
        _need_welcome(reader, found)
    probed = probe_recording(path)
    made = Recording(
        id=str(uuid4()),
        source_id=found.id,
        number=number,
        name=path.stem,
        file=path.name,
        media_type=probed.media_type,
        sha256="",
        size=0,
        storage=keep,
        has_picture=int(probed.has_picture),
        duration_ms=probed.duration_ms,
        secret=base64.b64encode(make_secret()).decode(),
    )
    made = _take_in(study, made, path)
    with study.store.begin(actor, "link-recording") as work:
        _need_free(work, found, number)
        _need_welcome(work, found)
        work.add(made)
        work.facts = {"source": found.id, "recording": made.id}
    return made


def relink(
    study: Study, recording: str, path: Path, *, other: bool = False, actor: str = ACTOR
) -> Recording:
    """Link the file of a recording again, after it was moved or lost.

    Another file than it was is refused, unless `other` says that this is meant.
    """
    old = find_recording(study, recording)
    with study.store.read() as reader:
        _need_welcome(reader, find_source(reader, old.source_id))
    probed = probe_recording(path)
    if not other and _hash_file(path).sha256 != old.sha256:
        raise ChangedRecordingError(recording=old.name)
    new = replace(
        old,
        name=path.stem if other else old.name,
        file=path.name,
        media_type=probed.media_type,
        has_picture=int(probed.has_picture),
        duration_ms=probed.duration_ms,
    )
    new = _take_in(study, new, path)
    with study.store.begin(actor, "relink-recording") as work:
        work.replace(new)
        work.facts = {"source": new.source_id, "recording": new.id}
    return new


def unlink(
    study: Study, recording: str, *, delete: bool = False, actor: str = ACTOR
) -> Recording:
    """Take a recording away from its source; it can be undone unless `delete`.

    `delete` takes the sealed file away too. A file that stayed in its own place stays.
    """
    old = find_recording(study, recording)
    with study.store.begin(actor, "unlink-recording") as work:
        work.remove(old)
        work.facts = {"source": old.source_id, "recording": old.id}
    if delete:
        for path in (sealed_path(study, old), strip_path(study, old)):
            path.unlink(missing_ok=True)
    return old


def list_recordings(study: Study, source: str | None = None) -> list[Recording]:
    """List the recordings of a source or of all, by source and number."""
    with study.store.read() as reader:
        if source is None:
            found = reader.all(Recording)
        else:
            wanted = find_source(reader, source).id
            found = reader.all(Recording, source_id=wanted)
    return sorted(found, key=lambda one: (one.source_id, one.number))


def find_recording(study: Study, wanted: str) -> Recording:
    """Find a recording by its id."""
    with study.store.read() as reader:
        found = reader.first(Recording, id=wanted)
    if found is None:
        raise UnknownThingError(kind="opname", name=wanted, list="recording list")
    return found


def _need_free(reader: Reader, source: Source, number: int) -> None:
    if number < 1:
        raise UnknownValueError(value=number, field="recording.number", known="1, 2 …")
    if reader.first(Recording, source_id=source.id, number=number):
        raise NumberTakenError(source=source.name, number=number)


def _need_welcome(reader: Reader, source: Source) -> None:
    """Refuse to keep a recording of somebody who refused it, or withdrew from it."""
    found = find_obstacle(reader, source)
    if found in FORBIDDING:
        nl, en = STATES[found]
        raise RecordingConsentError(source=source.name, state=nl, state_en=en)


def _take_in(study: Study, made: Recording, path: Path) -> Recording:
    """Bring the file of a recording in, with its strip; tell its hash and size."""
    if made.storage == "sealed":
        taken = _seal(study, made, path)
    else:
        taken = _hash_file(path)
        made = replace(made, place=str(path.resolve()))
    made = replace(made, sha256=taken.sha256, size=taken.size)
    _write_strip(study, made, measure_levels(path), _stamp(path))
    return made


def _seal(study: Study, made: Recording, path: Path) -> _Taken:
    digest, size = hashlib.sha256(), 0

    def watch(piece: bytes) -> None:
        nonlocal size
        digest.update(piece)
        size += len(piece)

    seal_file(path, sealed_path(study, made), read_secret(made), made.id, watch)
    return _Taken(digest.hexdigest(), size)


def _hash_file(path: Path) -> _Taken:
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as stream:
        while piece := stream.read(PIECE):
            digest.update(piece)
            size += len(piece)
    return _Taken(digest.hexdigest(), size)


# --- opening -------------------------------------------------------------------------
def check_place(study: Study, recording: Recording) -> str:
    """Say whether the file of a recording is there: `ok`, `missing` or `changed`.

    A file in its own place is hashed again only when its size or time changed.
    """
    if recording.storage == "sealed":
        return _check_sealed(study, recording)
    path = Path(recording.place or "")
    if not path.is_file():
        return MISSING
    kept = _read_strip(study, recording)
    if kept is not None and kept["stamp"] == _stamp(path):
        return OK
    is_same = path.stat().st_size == recording.size
    if not is_same or _hash_file(path).sha256 != recording.sha256:
        return CHANGED
    levels = measure_levels(path) if kept is None else kept["levels"]
    _write_strip(study, recording, levels, _stamp(path))
    return OK


def _check_sealed(study: Study, recording: Recording) -> str:
    path = sealed_path(study, recording)
    if not path.is_file():
        return MISSING
    return OK if path.stat().st_size == sealed_size(recording.size) else CHANGED


def open_recording(study: Study, recording: str) -> SeekableReader:
    """Open a recording to play it; refuse one that not everybody lets be played."""
    found = find_recording(study, recording)
    with study.store.read() as reader:
        source = find_source(reader, found.source_id)
        need_playable(reader, source)
    return open_file(study, found)


def open_file(study: Study, recording: Recording) -> SeekableReader:
    """Open the file of a recording; say so when it is missing or another one."""
    state = check_place(study, recording)
    if state == MISSING:
        raise MissingRecordingError(recording=recording.id)
    if state == CHANGED:
        raise ChangedRecordingError(recording=recording.id)
    if recording.storage == "reference":
        return PlainReader(Path(recording.place or ""))
    path = sealed_path(study, recording)
    return SealedReader(path, read_secret(recording), recording.id)


def strip(study: Study, recording: str) -> dict[str, Any]:
    """Return how loud each moment is: `step_ms`, and `levels` from 0 to 9."""
    found = find_recording(study, recording)
    kept = _read_strip(study, found)
    if kept is None:
        with open_file(study, found) as reader:
            levels = measure_levels(ReaderStream(reader))
        stamp = _stamp(Path(found.place)) if found.place else []
        _write_strip(study, found, levels, stamp)
    else:
        levels = kept["levels"]
    return {"step_ms": STEP_MS, "levels": levels}


def read_secret(recording: Recording) -> bytes:
    """Return the key of a recording."""
    return base64.b64decode(recording.secret or "")


def _write_strip(
    study: Study, recording: Recording, levels: list[int], stamp: list[int]
) -> None:
    text = json.dumps({"levels": levels, "stamp": stamp}).encode()
    path = strip_path(study, recording)
    seal_bytes(text, path, read_secret(recording), recording.id + STRIP)


def _read_strip(study: Study, recording: Recording) -> dict[str, Any] | None:
    path, name = strip_path(study, recording), recording.id + STRIP
    try:
        data = open_bytes(path, read_secret(recording), name)
    except (FileNotFoundError, DamagedRecordingError):
        return None  # it is made again from the recording
    found: dict[str, Any] = json.loads(data)
    return found


def _stamp(path: Path) -> list[int]:
    """Return what changes when somebody writes to a file."""
    found = path.stat()
    return [found.st_size, found.st_mtime_ns]


def sealed_path(study: Study, recording: Recording) -> Path:
    """Return where the sealed file of a recording lies."""
    return study.path / MEDIA / recording.source_id / (recording.id + SEALED)


def copy_sealed(study: Study, other: Path) -> int:
    """Copy sealed recordings that another copy of the study has, and this one not."""
    copied = 0
    for one in list_recordings(study):
        for path in (sealed_path(study, one), strip_path(study, one)):
            there = other / path.relative_to(study.path)
            if path.exists() or not there.is_file():
                continue
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            half = path.with_name(path.name + HALF)
            shutil.copyfile(there, half)
            half.chmod(0o600)
            half.replace(path)
            copied += path.suffix == SEALED
    return copied


def strip_path(study: Study, recording: Recording) -> Path:
    """Return where the strip of a recording lies, also of one in its own place."""
    return study.path / MEDIA / recording.source_id / (recording.id + STRIP)
