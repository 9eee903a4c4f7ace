"""Playing a recording of 1 GB: how long a seek takes, and how much memory it costs.

The film is noise of 20 seconds, put behind itself until it is 1 GB. Seeks go to places
drawn beforehand; in the browser one is over when the frame of that moment is shown.
"""

import http.client
import os
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import av
import numpy as np
from playwright.sync_api import sync_playwright

from vknz_research.model.people import Consent
from vknz_research.model.recordings import Recording
from vknz_research.project import Study, create_study
from vknz_research.project.mediadoor import MediaDoor
from vknz_research.project.recordings import link_recording
from vknz_research.project.transcribing import write_transcript

GIGABYTE = 1_000_000_000
SECONDS, RATE = 20, 25
KINDS = {
    "webm": ("libvpx", {"deadline": "realtime", "cpu-used": "8", "g": "50"}, "libopus"),
    "mp4": ("libx264", {"preset": "ultrafast", "g": "50"}, "aac"),
}
SEEKS = 30
PAGE = """<video id=v muted preload=metadata width=640></video><script>
const v = document.getElementById('v');
function ready(url) { v.src = url; return new Promise((ok, no) => {
  v.onloadeddata = () => ok(v.duration); v.onerror = () => no(v.error.message); }); }
function go(at) { const t = performance.now(); return new Promise(ok => {
  v.requestVideoFrameCallback((n, m) => ok([performance.now() - t, m.mediaTime]));
  v.currentTime = at; }); }
</script>"""


def make_clip(path: Path, codec: str, options: dict[str, str], audio: str) -> None:
    dice = np.random.default_rng(7)
    with av.open(str(path), "w") as out:
        seen: Any = out.add_stream(codec, rate=RATE, options=options)
        seen.width, seen.height, seen.pix_fmt = 640, 360, "yuv420p"
        seen.bit_rate = 8_000_000
        heard: Any = out.add_stream(audio, rate=48_000, layout="mono")
        for number in range(SECONDS * RATE):
            small = dice.integers(0, 255, (90, 160, 3), np.uint8)
            whole = np.repeat(np.repeat(small, 4, axis=0), 4, axis=1)
            frame = av.VideoFrame.from_ndarray(whole, format="rgb24")
            frame.pts = number
            out.mux(seen.encode(frame))
        out.mux(seen.encode())
        silence = np.zeros((1, SECONDS * 48_000), np.int16)
        sound = av.AudioFrame.from_ndarray(silence, format="s16", layout="mono")
        sound.rate = 48_000
        context = heard.codec_context
        fit = av.AudioResampler(
            format=context.format.name,
            layout="mono",
            rate=48_000,
            frame_size=context.frame_size or 960,
        )
        for part in (*fit.resample(sound), *fit.resample(None)):
            out.mux(heard.encode(part))
        out.mux(heard.encode())


def repeat_clip(clip: Path, path: Path, size: int = GIGABYTE) -> None:
    """Put a clip behind itself, as it is, until the file is large enough."""
    times = -(-size // clip.stat().st_size)
    with av.open(str(path), "w") as out:
        streams: dict[int, Any] = {}
        for turn in range(times):
            with av.open(str(clip)) as found:
                for one in found.streams:
                    if one.index not in streams:
                        streams[one.index] = out.add_stream_from_template(one)
                for packet in found.demux():
                    if packet.dts is None:
                        continue
                    unit = packet.stream.time_base
                    shift = round(turn * (SECONDS + 0.1) / unit)
                    packet.pts, packet.dts = packet.pts + shift, packet.dts + shift
                    packet.stream = streams[packet.stream.index]
                    out.mux(packet)


def read_memory(pid: int) -> int:
    """Return the memory of a process and of all that it started, in bytes."""
    total, waiting = 0, [pid]
    while waiting:
        one = Path(f"/proc/{waiting.pop()}")
        try:
            status = (one / "status").read_text(encoding="utf-8").splitlines()
            children = (one / "task" / one.name / "children").read_text()
        except OSError:
            continue  # it ended just now
        total += sum(int(x.split()[1]) for x in status if x.startswith("VmRSS")) * 1024
        waiting += [int(child) for child in children.split()]
    return total


def time_http(url: str, size: int) -> list[float]:
    """Return how long 256 kB from anywhere takes, on a new connection each time."""
    dice, at, times = random.Random(1), urlsplit(url), []
    for _ in range(SEEKS):
        start = dice.randrange(size - 262_144)
        began = time.perf_counter()
        line = http.client.HTTPConnection(at.hostname or "", at.port or 80)
        line.request(
            "GET", at.path, headers={"Range": f"bytes={start}-{start + 262_143}"}
        )
        answer = line.getresponse()
        assert len(answer.read()) == 262_144
        times.append(time.perf_counter() - began)
        line.close()
    return times


def time_browser(url: str) -> dict[str, Any]:
    """Return how long seeks take in Chromium, and what it and we then hold."""
    dice, own = random.Random(2), os.getpid()
    with sync_playwright() as playwright:
        found = next(p for p in ("/usr/bin/chromium", "") if not p or Path(p).exists())
        browser = playwright.chromium.launch(
            executable_path=found or None, args=["--no-sandbox"]
        )
        page = browser.new_page()
        page.set_content(PAGE)
        before = read_memory(own)
        began = time.perf_counter()
        duration = page.evaluate("url => ready(url)", url)
        opened = time.perf_counter() - began
        times, off = [], []
        for _ in range(SEEKS):
            at = dice.uniform(1, duration - 1)
            took, shown = page.evaluate("at => go(at)", at)
            times.append(took / 1000)
            off.append(abs(shown - at))
        page.evaluate("() => { v.play() }")
        page.wait_for_timeout(3000)
        after = read_memory(own)
        browser.close()
    return {
        "duration": duration,
        "opened": opened,
        "times": times,
        "off": max(off),
        "grown": after - before,
    }


def make_study(folder: Path) -> Study:
    study = create_study(folder, "Meting", ask=lambda: "een lange zin")
    turns = [{"speaker": "Klant", "begin": 0, "finish": 900, "text": "Ja."}]
    for name in KINDS:
        write_transcript(study, "NvD", name, turns)
    with study.store.begin("NvD", "consent") as work:
        for person in study.participants:
            for purpose in ("recording", "coding"):
                made = Consent(f"{person.id}{purpose}", person.id, purpose, "given")
                work.add(made)
    return study


def tell(times: list[float]) -> str:
    ranked = sorted(times)
    high = ranked[int(0.95 * (len(ranked) - 1))]
    return f"p50 {statistics.median(ranked) * 1000:.0f} ms, p95 {high * 1000:.0f} ms"


def list_cases(folder: Path) -> Iterator[tuple[str, Path]]:
    for kind, (codec, options, audio) in KINDS.items():
        clip, film = folder / f"clip.{kind}", folder / f"film.{kind}"
        make_clip(clip, codec, options, audio)
        repeat_clip(clip, film)
        yield kind, film


def print_figures() -> None:
    """Measure and print; nothing is promised but what the reader can see."""
    with tempfile.TemporaryDirectory(prefix="vknz-media-") as name:
        folder = Path(name)
        os.environ.setdefault("VKNZ_VAULTS", str(folder / "vaults"))
        with make_study(folder / "studie") as study, MediaDoor(study) as door:
            for kind, film in list_cases(folder):
                for number, keep in enumerate(("sealed", "reference"), start=1):
                    began = time.perf_counter()
                    made = link_recording(study, kind, film, number=number, keep=keep)
                    _print_one(door, made, time.perf_counter() - began)
                film.unlink()


def _print_one(door: MediaDoor, made: Recording, linked: float) -> None:
    url = door.url(made.id)
    before = read_memory(os.getpid())
    fast = time_http(url, made.size)
    held = read_memory(os.getpid()) - before
    seen = time_browser(url)
    print(
        f"{made.file} {made.storage}: {made.size / 1e9:.2f} GB, "
        f"{seen['duration']:.0f} s; linked in {linked:.1f} s; 256 kB over HTTP "
        f"{tell(fast)}, memory +{held / 1e6:.0f} MB; Chromium: opened in "
        f"{seen['opened'] * 1000:.0f} ms, seek {tell(seen['times'])}, "
        f"most {max(seen['times']) * 1000:.0f} ms, frame within {seen['off']:.3f} s; "
        f"memory of all +{seen['grown'] / 1e6:.0f} MB",
        flush=True,
    )


if __name__ == "__main__":
    print_figures()
