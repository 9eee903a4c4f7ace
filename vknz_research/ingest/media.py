"""What is in a recording: kind, length, picture, and how loud it is where.

Only what browsers show is taken: a film whose picture they leave black, without a word,
is refused here with the reason.
"""

import io
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from vknz_research.errors import RecordingFileError
from vknz_research.model.recordings import MEDIA_TYPES

if TYPE_CHECKING:
    from av.container import InputContainer

MEDIA_SUFFIXES: Final = tuple(MEDIA_TYPES)
STEP_MS: Final = 100
LOUDEST: Final = 9
RANGE_DB: Final = 40  # between the loud parts of a recording and its silence
_NO_SOUND_DB: Final = -120.0
_LOUD_SHARE: Final = 0.95
_RATE: Final = 8_000
_SHAPES: Final = {
    ".mp4": "mp4",
    ".m4a": "mp4",
    ".webm": "webm",
    ".mp3": "mp3",
    ".wav": "wav",
}
_SEEN: Final = {
    ".mp4": frozenset({"h264", "av1", "vp9"}),
    ".webm": frozenset({"vp8", "vp9", "av1"}),
}
_HEARD: Final = {
    ".mp4": frozenset({"aac", "mp3", "opus", "flac"}),
    ".m4a": frozenset({"aac", "mp3", "flac"}),
    ".webm": frozenset({"opus", "vorbis"}),
    ".mp3": frozenset({"mp3", "mp3float"}),
    ".wav": frozenset({"pcm_u8", "pcm_s16le", "pcm_s24le", "pcm_s32le", "pcm_f32le"}),
}


@dataclass(frozen=True, slots=True)
class Probed:
    """What a recording is: its type for browsers, its length, if it has a picture."""

    media_type: str
    duration_ms: int
    has_picture: bool


def probe_recording(path: Path) -> Probed:
    """Say what a file is; refuse what no browser would play or show."""
    suffix = path.suffix.lower()
    if suffix not in MEDIA_TYPES:
        raise _refuse(
            path,
            f"alleen {_list_suffixes()} zijn te koppelen: bewaar de opname als mp4 "
            "(H.264), of alleen het geluid als m4a.",
            f"only {_list_suffixes()} can be linked: save the recording as mp4 "
            "(H.264), or its sound alone as m4a.",
        )
    if not path.is_file():
        raise _refuse(
            path,
            "het bestand is er niet, of is niet te openen.",
            "the file is not there, or cannot be opened.",
        )
    import av  # noqa: PLC0415 - heavy

    try:
        with av.open(str(path)) as found:
            return _probe(path, suffix, found)
    except (av.FFmpegError, OSError, ValueError) as error:
        raise _broken(path) from error


def _list_suffixes() -> str:
    return ", ".join(suffix.removeprefix(".") for suffix in MEDIA_SUFFIXES)


def _probe(path: Path, suffix: str, found: "InputContainer") -> Probed:
    if _SHAPES[suffix] not in found.format.name.split(","):
        raise _refuse(
            path,
            f"dit is geen {suffix[1:]}, wat de naam ook zegt: geef het bestand de "
            "naam van wat het is, of bewaar het opnieuw.",
            f"this is no {suffix[1:]}, whatever its name says: name the file after "
            "what it is, or save it again.",
        )
    seen: list[Any] = [s for s in found.streams.video if not _is_cover(s)]
    heard: list[Any] = list(found.streams.audio)
    if not seen and not heard:
        raise _broken(path)
    for stream in seen:
        _need_codec(path, stream.codec_context.name, _SEEN.get(suffix, frozenset()))
    for stream in heard:
        _need_codec(path, stream.codec_context.name, _HEARD[suffix])
    _need_frame(path, found, (seen or heard)[0])
    duration = _find_duration(found)
    if duration <= 0:
        raise _broken(path)
    return Probed(MEDIA_TYPES[suffix], duration, bool(seen))


def _is_cover(stream: Any) -> bool:
    """Say whether a stream is the picture on the cover of a piece of music."""
    return bool(stream.disposition & stream.disposition.__class__.attached_pic)


def _need_codec(path: Path, codec: str, known: frozenset[str]) -> None:
    name = codec.removeprefix("lib")
    plain = {"dav1d": "av1", "vpx-vp9": "vp9", "vpx": "vp8"}.get(name, name)
    if plain in known:
        return
    shown = {"hevc": "HEVC (H.265)"}.get(plain, plain)
    raise _refuse(
        path,
        f"een browser speelt {shown} niet goed af (het beeld of geluid blijft weg): "
        "zet de opname om naar H.264 met AAC (mp4).",
        f"a browser does not play {shown} well (picture or sound stays away): convert "
        "the recording to H.264 with AAC (mp4).",
    )


def _need_frame(path: Path, found: "InputContainer", stream: Any) -> None:
    """Refuse a file of which nothing can be shown or heard."""
    if next(iter(found.decode(stream)), None) is None:
        raise _broken(path)


def _find_duration(found: "InputContainer") -> int:
    """Return the length in ms; a browser's own recordings do not tell it."""
    if found.duration:
        return round(found.duration / 1000)
    found.seek(0)
    ends = (
        float((packet.pts + (packet.duration or 0)) * packet.time_base)
        for packet in found.demux()
        if packet.pts is not None
    )
    return round(1000 * max(ends, default=0.0))


def _refuse(path: Path, nl: str, en: str) -> RecordingFileError:
    return RecordingFileError(file=path.name, reason_nl=nl, reason_en=en)


def _broken(path: Path) -> RecordingFileError:
    return _refuse(
        path,
        "het bestand is beschadigd, niet af, of geen opname: speel het af om het na "
        "te gaan, en bewaar het opnieuw.",
        "the file is damaged, not finished, or no recording: play it to see, and save "
        "it again.",
    )


# --- how loud ------------------------------------------------------------------------
def measure_levels(source: Path | io.RawIOBase) -> list[int]:
    """Return how loud each 0.1 s is, from 0 (silence) to 9; empty without sound.

    Told in steps of one scale that ends 40 dB under the loud parts, so that speech and
    silence differ in a soft recording too.
    """
    import av  # noqa: PLC0415 - heavy

    where: Any = str(source) if isinstance(source, Path) else source
    try:
        with av.open(where, "r") as found:
            loud = list(_list_decibels(found)) if found.streams.audio else []
    except (av.FFmpegError, ValueError) as error:
        name = source if isinstance(source, Path) else Path("opname")
        raise _broken(name) from error
    return _scale(loud)


def _scale(loud: list[float]) -> list[int]:
    """Return loudness as steps of 0 to 9.

    >>> _scale([-120.0, -60.0, -40.0, -20.0])
    [0, 0, 4, 9]
    """
    if not loud:
        return []
    ranked = sorted(loud)
    top = ranked[min(len(ranked) - 1, round(_LOUD_SHARE * (len(ranked) - 1)))]
    if top <= _NO_SOUND_DB:
        return [0] * len(loud)
    steps = (LOUDEST * (1 + (one - top) / RANGE_DB) for one in loud)
    return [min(LOUDEST, max(0, int(step))) for step in steps]


def _list_decibels(found: "InputContainer") -> Iterator[float]:
    import numpy as np  # noqa: PLC0415 - heavy

    count = _RATE * STEP_MS // 1000
    left = np.empty(0, np.float32)
    for samples in decode_sound(found, _RATE, "flt"):
        left = np.concatenate([left, samples])
        whole = len(left) // count
        for row in left[: whole * count].reshape(whole, count):
            yield _to_decibel(float(np.sqrt(np.mean(row * row))))
        left = left[whole * count :]
    if len(left):
        yield _to_decibel(float(np.sqrt(np.mean(left * left))))


def _to_decibel(level: float) -> float:
    return max(_NO_SOUND_DB, 20 * math.log10(level)) if level > 0 else _NO_SOUND_DB


def decode_sound(found: "InputContainer", rate: int, form: str) -> Iterator[Any]:
    """Give the sound of a recording as arrays of one channel, in order."""
    import av  # noqa: PLC0415 - heavy

    mono = av.AudioResampler(format=form, layout="mono", rate=rate)
    for frame in found.decode(audio=0):
        frame.pts = None
        for part in mono.resample(frame):
            yield part.to_ndarray().reshape(-1)
    for part in mono.resample(None):
        yield part.to_ndarray().reshape(-1)
