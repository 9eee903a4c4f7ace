"""Making the recordings of the demo study: drawn scenes and voices that are no voices.

`python -m vknz_research.demo.recordings` writes them anew, with the transcripts that
belong to them, from `study/trajectories.yml`. Nobody is filmed and nobody speaks: two
figures at a table move their mouths while tones rise and fall in the rhythm of words.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import yaml

from vknz_research.model.recordings import Moment

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Picture = NDArray[np.uint8]

STUDY: Final = Path(__file__).parent / "study"
SCRIPT: Final = STUDY / "trajectories.yml"
FOLDER: Final = STUDY / "cycle"
WIDTH: Final = 640
HEIGHT: Final = 360
RATE: Final = 10  # pictures a second
SOUND: Final = 48_000  # samples a second
LETTER_MS: Final = 62  # how long a letter takes to say
TAIL_MS: Final = 1_500
PITCHES: Final = (132.0, 205.0)
Colour = tuple[int, int, int]
WALL: Final[Colour] = (218, 222, 219)
TABLE: Final[Colour] = (178, 148, 112)
SKINS: Final[tuple[Colour, Colour]] = ((214, 170, 130), (172, 118, 88))
SHIRTS: Final[tuple[Colour, Colour]] = ((74, 98, 118), (146, 96, 74))
HAIRS: Final[tuple[Colour, Colour]] = ((58, 42, 34), (28, 26, 28))


@dataclass(frozen=True, slots=True)
class Line:
    """What one speaker says: from when to when, in milliseconds."""

    speaker: str
    begin_ms: int
    end_ms: int
    text: str

    @property
    def moment(self) -> Moment:
        """Return the stretch of the recording in which it is said."""
        return Moment(1, self.begin_ms, self.end_ms)


def read_script() -> dict[str, Any]:
    """Return the trajectories of the demo study."""
    found: dict[str, Any] = yaml.safe_load(SCRIPT.read_text(encoding="utf-8"))
    return found


def time_lines(turns: Sequence[Sequence[Any]]) -> list[Line]:
    """Give each turn its time: the silence before it, and its letters."""
    lines: list[Line] = []
    at = 0
    for speaker, silence, text in turns:
        begin = at + round(float(silence) * 1_000)
        at = begin + LETTER_MS * len(text)
        lines.append(Line(str(speaker), begin, at, str(text)))
    return lines


def write_vtt(lines: Sequence[Line]) -> str:
    """Return the transcript of a conversation as WebVTT."""
    cues = [
        f"{_clock(line.begin_ms)} --> {_clock(line.end_ms)}\n"
        f"<v {line.speaker}>{line.text}</v>\n"
        for line in lines
    ]
    return "\n".join(["WEBVTT\n", *cues])


def _clock(ms: int) -> str:
    minutes, rest = divmod(ms, 60_000)
    return f"00:{minutes:02}:{rest // 1_000:02}.{rest % 1_000:03}"


def make_sound(lines: Sequence[Line], length_ms: int) -> "Floats":
    """Return tones for the lines: each speaker a pitch, each word a rise and fall."""
    import numpy as np  # noqa: PLC0415 - slow to start

    sound = np.zeros(length_ms * SOUND // 1_000, dtype=np.float32)
    speakers = list(dict.fromkeys(line.speaker for line in lines))
    for line in lines:
        pitch = PITCHES[speakers.index(line.speaker) % 2]
        at = line.begin_ms
        for word in line.text.split():
            long = LETTER_MS * (len(word) + 1)
            start, stop = (t * SOUND // 1_000 for t in (at, at + long - LETTER_MS))
            sound[start:stop] += _hum(stop - start, pitch, len(word))
            at += long
    return sound


def _hum(samples: int, pitch: float, letters: int) -> "Floats":
    """Return one word: harmonics under an arch, its pitch bent a little."""
    import numpy as np  # noqa: PLC0415

    t = np.arange(samples, dtype=np.float32) / SOUND
    bent = pitch * (1 + 0.06 * np.sin(np.pi * t * SOUND / max(samples, 1) + letters))
    phase = 2 * np.pi * np.cumsum(bent) / SOUND
    tone = sum(np.sin(k * phase) / k**1.4 for k in (1, 2, 3, 4, 6))
    syllables = 0.65 + 0.35 * np.sin(2 * np.pi * 4.2 * t)
    arch = np.sin(np.pi * np.arange(samples) / max(samples, 1)) ** 0.5
    made: Floats = (0.16 * tone * syllables * arch).astype(np.float32)
    return made


def draw_pictures(lines: Sequence[Line], length_ms: int) -> "Iterator[Picture]":
    """Give the pictures one after another, as rows of red, green and blue."""
    back = _draw_room()
    speakers = list(dict.fromkeys(line.speaker for line in lines))
    for number in range(length_ms * RATE // 1_000):
        at = number * 1_000 // RATE
        picture = back.copy()
        talking = next((x for x in lines if x.begin_ms <= at < x.end_ms), None)
        for side in (0, 1):
            is_own = talking is not None and speakers.index(talking.speaker) == side
            _draw_figure(picture, side, number if is_own else -1, number)
        _fill_box(picture, (0, 262), (WIDTH, HEIGHT), TABLE)
        _fill_box(picture, (286, 214), (354, 262), (52, 58, 66))
        yield picture


def _draw_room() -> "Picture":
    import numpy as np  # noqa: PLC0415

    picture = np.full((HEIGHT, WIDTH, 3), WALL, dtype=np.uint8)
    _fill_box(picture, (60, 30), (190, 118), (238, 244, 246))
    _fill_box(picture, (122, 30), (128, 118), (196, 202, 202))
    _fill_box(picture, (0, 236), (WIDTH, 262), (196, 202, 200))
    return picture


def _fill_box(
    picture: "Picture", first: tuple[int, int], last: tuple[int, int], colour: Colour
) -> None:
    picture[first[1] : last[1], first[0] : last[0]] = colour


def _fill_oval(
    picture: "Picture", middle: tuple[int, int], size: tuple[int, int], colour: Colour
) -> None:
    import numpy as np  # noqa: PLC0415

    (x, y), (wide, high) = middle, size
    rows = slice(max(0, y - high), min(HEIGHT, y + high + 1))
    columns = slice(max(0, x - wide), min(WIDTH, x + wide + 1))
    down, along = np.ogrid[rows, columns]
    inside = ((along - x) / wide) ** 2 + ((down - y) / high) ** 2 <= 1
    picture[rows, columns][inside] = colour


def _draw_figure(picture: "Picture", side: int, talks: int, number: int) -> None:
    """Draw somebody at the table; `talks` counts pictures of speech, or is -1."""
    sway = (0, 1, 2, 1)[number // 6 % 4] if talks >= 0 else 0
    x, y = (468 if side else 172), 132 - sway
    _fill_oval(picture, (x, 290), (86, 110), SHIRTS[side])
    _fill_oval(picture, (x, y - 10), (46, 50), HAIRS[side])
    _fill_oval(picture, (x, y), (40, 46), SKINS[side])
    look = 8 if side == 0 else -8
    for eye in (-14, 14):
        _fill_oval(picture, (x + eye + look // 2, y - 8), (4, 4), (30, 30, 34))
    is_open = talks >= 0 and talks % 3 != 2
    _fill_oval(
        picture, (x + look // 2, y + 20), (11, 8 if is_open else 2), (120, 52, 52)
    )


def write_recording(lines: Sequence[Line], out: Path) -> Path:
    """Write pictures and sound of a conversation as WebM (VP9, Opus)."""
    import av  # noqa: PLC0415 - slow to start

    length = lines[-1].end_ms + TAIL_MS
    with av.open(str(out), "w", format="webm") as container:
        video = container.add_stream("libvpx-vp9", rate=RATE)
        video.width, video.height, video.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        video.bit_rate = 60_000
        video.options = {"cpu-used": "6", "deadline": "good", "g": "20", "row-mt": "1"}
        audio = container.add_stream("libopus", rate=SOUND)
        audio.bit_rate = 20_000
        audio.layout = "mono"
        sound = make_sound(lines, length)
        each = SOUND // RATE
        for number, picture in enumerate(draw_pictures(lines, length)):
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, RATE)
            container.mux(video.encode(frame))
            _write_sound(container, audio, sound, number * each)
        container.mux(video.encode(None))
        container.mux(audio.encode(None))
    return out


def _write_sound(container: Any, stream: Any, sound: "Floats", start: int) -> None:
    """Write the sound that goes with one picture."""
    import av  # noqa: PLC0415

    piece = sound[start : start + SOUND // RATE].reshape(1, -1)
    frame = av.AudioFrame.from_ndarray(piece, format="flt", layout="mono")
    frame.sample_rate, frame.pts = SOUND, start
    frame.time_base = Fraction(1, SOUND)
    container.mux(stream.encode(frame))


def list_conversations() -> Iterator[tuple[str, list[Line]]]:
    """Give each recorded conversation with its lines."""
    for trajectory in read_script()["trajectories"]:
        for found in trajectory["rounds"]:
            yield found["conversation"], time_lines(found["turns"])


def write_all(folder: Path = FOLDER) -> list[Path]:
    """Write all recordings and their transcripts; return the files."""
    made: list[Path] = []
    for name, lines in list_conversations():
        transcript = folder / f"{name}.vtt"
        transcript.write_text(write_vtt(lines), encoding="utf-8", newline="\n")
        made += [transcript, write_recording(lines, folder / f"{name}.webm")]
    return made


if __name__ == "__main__":
    write_all()
