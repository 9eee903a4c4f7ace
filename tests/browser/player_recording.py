"""A conversation to play: a drawn scene with tones, and a server that knows ranges.

All words are ours; nobody spoke them.
"""

import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import av
import numpy as np
from driving import draw_bench

KM, KLANT = "Klantmanager", "Klant"
RATE = 48_000
FRAMES = 10
# (speaker, begin in s, text); the last one ends with the recording.
SAID = (
    (KM, 0.0, "Fijn dat u er bent. Hoe was de weg hierheen?"),
    (KLANT, 4.0, "Goed. De bus was op tijd, dat scheelt."),
    (KM, 8.0, "U zei laatst dat u weer iets met uw handen wilt doen."),
    (KLANT, 12.5, "[4 s stil] Ik heb daar lang over nagedacht, hoor."),
    (KM, 19.0, "Er zijn plekken bij de kwekerij. Daar zoeken ze mensen."),
    (KLANT, 24.0, "Ja. De kwekerij. Dat is goed."),
    (KM, 28.0, "En hoe gaat het met uw zoon op de nieuwe school?"),
    (
        KLANT,
        32.0,
        "[lacht] Hij leest me nu voor. Elke avond een bladzijde. Dat is nieuw.",
    ),
    (KM, 40.0, "Wat mooi. En hoe laat bent u dan klaar met de dag?"),
    (KLANT, 45.0, "Om acht uur slaapt hij. Daarvoor kan ik niet weg."),
    (KM, 51.0, "Dus een ochtend past beter dan een avond."),
    (KLANT, 55.0, "Een ochtend, ja. Als het maar dichtbij is."),
)
SECONDS = 60


def draw_scene(second: float) -> Any:
    """Draw two people at a table; a bar at the bottom shows the time."""
    picture = np.full((188, 320, 3), (216, 220, 217), dtype=np.uint8)
    picture[16:74, 24:96] = (238, 243, 244)
    picture[128:] = (160, 132, 101)
    for x, skin, coat in ((96, (214, 169, 131), (77, 100, 114)),) * 1 + (
        (228, (185, 135, 98), (138, 95, 76)),
    ):
        picture[88:128, x - 30 : x + 30] = coat
        rows, columns = np.ogrid[:188, :320]
        picture[(rows - 70) ** 2 + (columns - x) ** 2 < 18**2] = skin
    picture[98:128, 136:182] = (44, 51, 56)
    picture[184:, : int(320 * (second % 60) / 60)] = (31, 58, 95)
    return picture


def make_tones(seconds: int) -> Any:
    """Make a tone for each turn, low or high by who speaks, and rests between."""
    at = np.arange(seconds * RATE) / RATE
    sound = np.zeros(len(at), dtype=np.float32)
    for n, (who, begin, _) in enumerate(SAID):
        end = SAID[n + 1][1] if n + 1 < len(SAID) else seconds
        own = (at >= begin) & (at < end - 0.8)
        pitch = 180 if who == KM else 240
        sound[own] = 0.3 * np.sin(2 * math.pi * pitch * at[own])
    return (sound * 32_000).astype(np.int16)


def _cut_sound(samples: Any, second: int) -> Any:
    part = np.ascontiguousarray(samples[:, second * RATE : (second + 1) * RATE])
    frame = av.AudioFrame.from_ndarray(part, format="s16", layout="mono")
    frame.sample_rate, frame.time_base = RATE, Fraction(1, RATE)
    frame.pts = second * RATE
    return frame


def make_recording(path: Path, *, seconds: int = SECONDS, picture: bool = True) -> Path:
    """Write a webm of the conversation, with or without picture."""
    with av.open(str(path), "w") as made:
        video = made.add_stream("libvpx", rate=FRAMES) if picture else None
        if video is not None:
            video.width, video.height, video.pix_fmt = 320, 188, "yuv420p"
            video.options = {"deadline": "realtime", "cpu-used": "8", "g": "10"}
        sound = made.add_stream("libopus", rate=RATE, layout="mono")
        samples = make_tones(seconds).reshape(1, -1)
        for second in range(seconds):
            for n in range(FRAMES if video is not None else 0):
                frame = av.VideoFrame.from_ndarray(draw_scene(second + n / FRAMES))
                made.mux(video.encode(frame))
            made.mux(sound.encode(_cut_sound(samples, second)))
        for stream in filter(None, (video, sound)):
            made.mux(stream.encode(None))
    return path


@contextmanager
def serve_ranges(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Serve one file by ranges on the loopback; gives its address and what was asked.

    Beside it stands the bare page, `bench_of(url)`: a page that truly comes from here.
    """
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            if "werkbank" in self.path:
                self.give_page("dark" if "dark" in self.path else "light")
            else:
                self.give_part()

        def give_page(self, theme: str) -> None:
            body = draw_bench(theme).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def give_part(self) -> None:
            size = path.stat().st_size
            wanted = self.headers.get("Range", "")
            asked.append(wanted)
            first, _, last = wanted.removeprefix("bytes=").partition("-")
            begin = int(first or 0)
            end = min(int(last) if last else size - 1, size - 1)
            self.send_response(206 if wanted else 200)
            self.send_header("Content-Type", "video/webm")
            self.send_header("Accept-Ranges", "bytes")
            self.send_header("Content-Length", str(end - begin + 1))
            if wanted:
                self.send_header("Content-Range", f"bytes {begin}-{end}/{size}")
            self.end_headers()
            with path.open("rb") as file:
                file.seek(begin)
                try:
                    self.wfile.write(file.read(end - begin + 1))
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/opname.webm", asked
    finally:
        server.shutdown()
        server.server_close()


def bench_of(url: str, theme: str = "light") -> str:
    """Return the address of the bare page beside a recording."""
    return url.replace("/opname.webm", f"/werkbank-{theme}")
