"""Recordings for tests: a few seconds of grey and a tone that comes and goes."""

from pathlib import Path
from typing import Any

import av
import numpy as np

RATE = 48_000
SIZE = (120, 160, 3)


def make_recording(
    path: Path, video: str = "", audio: str = "", *, seconds: int = 2
) -> Path:
    """Write a recording: the tone sounds in each even second."""
    with av.open(str(path), "w") as out:
        seen: Any = out.add_stream(video, rate=10) if video else None
        heard: Any = out.add_stream(audio, rate=RATE, layout="mono") if audio else None
        if seen:
            seen.height, seen.width, seen.pix_fmt = *SIZE[:2], "yuv420p"
        if heard:
            heard.codec_context.open()
        if seen:
            for number in range(seconds * 10):
                grey = np.full(SIZE, number * 5 % 255, np.uint8)
                frame = av.VideoFrame.from_ndarray(grey, format="rgb24")
                frame.pts = number
                out.mux(seen.encode(frame))
            out.mux(seen.encode())
        if heard:
            _write_tone(out, heard, seconds)
    return path


def _write_tone(out: Any, heard: Any, seconds: int) -> None:
    at = np.arange(seconds * RATE) / RATE
    tone = 16_000 * np.sin(2 * np.pi * 300 * at) * (at % 2 < 1)
    whole = av.AudioFrame.from_ndarray(
        tone.astype(np.int16).reshape(1, -1), format="s16", layout="mono"
    )
    whole.rate = RATE
    context = heard.codec_context
    fit = av.AudioResampler(
        format=context.format.name,
        layout="mono",
        rate=RATE,
        frame_size=context.frame_size or 1024,
    )
    for frame in (*fit.resample(whole), *fit.resample(None)):
        out.mux(heard.encode(frame))
    out.mux(heard.encode())
