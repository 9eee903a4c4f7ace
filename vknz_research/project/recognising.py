"""Letting a recogniser on this machine write out a recording.

The program is what `study.toml` names; nothing is sent anywhere. It gets the sound in a
folder of its own within the study, which goes when it is done or failed.
"""

import os
import shlex
import shutil
import subprocess
import tempfile
import time
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from vknz_research.coding.find import find_source
from vknz_research.coding.transcripts import PLAYER
from vknz_research.errors import (
    NoRecogniserError,
    RecogniserError,
    RecordingFileError,
    TranscriptError,
)
from vknz_research.ingest import load_bytes, read_bytes
from vknz_research.ingest.media import decode_sound, probe_recording
from vknz_research.language import say
from vknz_research.model.recordings import Recording
from vknz_research.model.sources import Reading, Source
from vknz_research.privacy.sealing import WORKPLACE, PlainReader, ReaderStream
from vknz_research.privacy.sealing import SeekableReader as Sound
from vknz_research.project.recordings import (
    MEDIA,
    link_recording,
    open_recording,
)
from vknz_research.project.study import Study
from vknz_research.project.transcribing import keep_reading

RATE: Final = 16_000
AUDIO: Final = "audio.wav"
OUT: Final = "transcript"
OLD_S: Final = 24 * 3600  # longer than any recogniser is at work
WRITTEN: Final = (".json", ".vtt", ".srt")
# Libraries that would fetch what they miss, or tell how they are used, are told not to.
OFFLINE: Final = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
}


def recognise(study: Study, wanted: str, actor: str = "vknz") -> Source:
    """Write out a recording; return the source with the transcript.

    `wanted` is a recording, a source that has one, or a file: that becomes a source of
    its own with the file linked. A transcript made here gets a new text; beside a
    source that was read from a file comes a new source.
    """
    if study.settings.recogniser is None:
        raise NoRecogniserError
    path = Path(wanted)
    if path.is_file():
        return _recognise_file(study, path, actor)
    recording, source = _find_recording(study, wanted)
    with open_recording(study, recording.id) as sound:
        reading = hear(study, sound, study.path / MEDIA / source.id)
    name = source.id if source.format == PLAYER else _name_beside(source)
    return keep_reading(study, actor, name, reading, recording.number)


def _recognise_file(study: Study, path: Path, actor: str) -> Source:
    probe_recording(path)
    with PlainReader(path) as sound:
        reading = hear(study, sound, study.path / MEDIA)
    made = keep_reading(study, actor, path.stem, reading)
    link_recording(study, made.id, path, actor=actor)
    return made


def _name_beside(source: Source) -> str:
    heard = say(nl="herkend", en="recognised")
    return f"{source.name} ({heard})"


def _find_recording(study: Study, wanted: str) -> tuple[Recording, Source]:
    with study.store.read() as reader:
        one = reader.first(Recording, id=wanted)
        source = find_source(reader, one.source_id if one else wanted)
        listed = [one] if one else reader.all(Recording, source_id=source.id)
    if len(listed) != 1:
        raise TranscriptError(
            what=source.name,
            reason_nl=f"deze bron heeft {len(listed)} opnamen: noem er een, of koppel "
            "er een (`vknz recording`).",
            reason_en=f"this source has {len(listed)} recordings: name one, or link "
            "one (`vknz recording`).",
        )
    return listed[0], source


def hear(study: Study, sound: Sound, beside: Path) -> Reading:
    """Return what the recogniser makes of a recording."""
    with open_workplace(study, beside) as folder:
        write_sound(sound, folder / AUDIO)
        run_recogniser(study.settings.recogniser or "", folder)
        return read_written(study.settings.recogniser or "", folder)


@contextmanager
def open_workplace(study: Study, beside: Path) -> Iterator[Path]:
    """Make a folder that only this account can open, and take it away afterwards.

    What a kill left of one of yesterday goes too.
    """
    for left in _list_left(study):
        if time.time() - left.stat().st_mtime > OLD_S:
            shutil.rmtree(left)
    beside.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder = Path(tempfile.mkdtemp(prefix=WORKPLACE, dir=beside))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def _list_left(study: Study) -> list[Path]:
    media = study.path / MEDIA
    return [*media.glob(f"{WORKPLACE}*"), *media.glob(f"*/{WORKPLACE}*")]


def write_sound(sound: Sound, target: Path) -> None:
    """Write the sound of a recording as recognisers want it: 16 kHz, one channel."""
    import av  # noqa: PLC0415 - heavy

    with av.open(_as_file(sound), "r") as found:
        if not found.streams.audio:
            raise RecordingFileError(
                file=target.name,
                reason_nl="er zit geen geluid in deze opname.",
                reason_en="there is no sound in this recording.",
            )
        _write_wav(target, decode_sound(found, RATE, "s16"))


def _write_wav(target: Path, sound: Iterator[Any]) -> None:
    with wave.open(str(target), "wb") as out:
        out.setparams((1, 2, RATE, 0, "NONE", ""))
        for samples in sound:
            out.writeframesraw(samples.tobytes())


def _as_file(sound: Sound) -> Any:
    return ReaderStream(sound)


def run_recogniser(command: str, folder: Path) -> None:
    """Run the program; what it prints may hold words, and is kept nowhere."""
    words = shlex.split(command, posix=os.name == "posix")
    places = {"audio": folder / AUDIO, "out": folder / OUT, "folder": folder}
    for name, place in places.items():
        words = [word.replace(f"{{{name}}}", str(place)) for word in words]
    if not words:
        raise NoRecogniserError
    environment = {**os.environ, **OFFLINE, "TMPDIR": str(folder)}
    try:
        ended = subprocess.run(  # noqa: S603 - the owner of the study chose it
            words,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
    except OSError as error:
        raise RecogniserError(
            program=words[0],
            reason_nl="het programma is niet gevonden of mag niet worden gestart.",
            reason_en="the program was not found, or may not be started.",
        ) from error
    if ended.returncode != 0:
        raise RecogniserError(
            program=words[0],
            reason_nl=f"het eindigde met status {ended.returncode}; draai het zelf "
            "om te zien waarom.",
            reason_en=f"it ended with status {ended.returncode}; run it yourself to "
            "see why.",
        )


def read_written(command: str, folder: Path) -> Reading:
    """Read what a recogniser wrote; JSON tells most."""
    found = [p for p in sorted(folder.iterdir()) if p.suffix.lower() in WRITTEN]
    if not found:
        program = shlex.split(command, posix=os.name == "posix")[0]
        raise RecogniserError(
            program=program,
            reason_nl="het schreef geen json-, vtt- of srt-bestand op de plek {out}.",
            reason_en="it wrote no json, vtt or srt file at the place {out}.",
        )
    best = min(found, key=lambda path: WRITTEN.index(path.suffix.lower()))
    return read_bytes(best.name, load_bytes(best))[0]
