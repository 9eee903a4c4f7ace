"""Recordings over HTTP: any stretch, for who may, and never the whole in memory."""

import asyncio
import http.client
import json
import threading
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, create_signed_value

from vknz_research.dashboard.login import COOKIE, PasswordDoor, make_cookie
from vknz_research.dashboard.routes import Entrance, list_files
from vknz_research.dashboard.users import Users
from vknz_research.model.recordings import Recording
from vknz_research.model.roles import CODING, ROLES, may
from vknz_research.privacy.sealing import PIECE
from vknz_research.project import Study
from vknz_research.project.mediadoor import MediaDoor, MediaKey
from vknz_research.project.recordings import link_recording, sealed_path

LONG = 3 * PIECE  # of sound, and the head of the file
KEEP = ("sealed", "reference")
Answer = tuple[int, dict[str, str], bytes]


def write_wav(path: Path, size: int) -> Path:
    """Write a sound file of which each stretch differs."""
    with wave.open(str(path), "wb") as out:
        out.setparams((1, 2, 8000, 0, "NONE", ""))
        out.writeframes(bytes((n * 7 + n // 251) % 256 for n in range(size)))
    return path


def ask(url: str, method: str = "GET", **headers: str) -> Answer:
    at = urlsplit(url)
    line = http.client.HTTPConnection(at.hostname or "", at.port or 80, timeout=30)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    line.request(method, at.path, headers=named)
    answer = line.getresponse()
    data = answer.read()
    line.close()
    return answer.status, {k.lower(): v for k, v in answer.getheaders()}, data


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    return write_wav(tmp_path / "gesprek.wav", LONG)


@pytest.fixture
def door(coded: Study) -> Iterator[MediaDoor]:
    with MediaDoor(coded) as made:
        yield made


@pytest.mark.parametrize("keep", KEEP)
@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=0-1023", 0, 1024),
        (f"bytes={PIECE - 1}-{PIECE}", PIECE - 1, PIECE + 1),
        (f"bytes={PIECE}-{2 * PIECE - 1}", PIECE, 2 * PIECE),
        (f"bytes={PIECE - 3}-{2 * PIECE + 3}", PIECE - 3, 2 * PIECE + 4),
        ("bytes=3000000-", 3_000_000, None),
        ("bytes=-10", -10, None),
        ("bytes=-99999999", 0, None),
        ("bytes=3000000-99999999", 3_000_000, None),
    ],
)
def test_a_range_gives_just_those_bytes(
    coded: Study,
    door: MediaDoor,
    sound: Path,
    keep: str,
    asked: str,
    start: int,
    end: int | None,
) -> None:
    made = link_recording(coded, "gesprek", sound, keep=keep)
    data = sound.read_bytes()
    status, headers, got = ask(door.url(made.id), Range=asked)
    wanted = data[start:end]

    assert status == 206
    assert got == wanted
    first = start if start >= 0 else len(data) + start
    last = first + len(wanted) - 1
    assert headers["content-range"] == f"bytes {first}-{last}/{len(data)}"
    assert headers["content-length"] == str(len(wanted))
    assert headers["content-type"] == "audio/wav"


def test_without_a_range_all_is_given(
    coded: Study, door: MediaDoor, sound: Path
) -> None:
    made = link_recording(coded, "gesprek", sound)
    status, headers, got = ask(door.url(made.id))

    assert (status, got) == (200, sound.read_bytes())
    assert headers["accept-ranges"] == "bytes"
    assert headers["cache-control"] == "no-store"
    assert ask(door.url(made.id), Range="beurten=1-2")[0] == 200
    assert ask(door.url(made.id), Range="bytes=0-1,5-6")[0] == 200


def test_head_tells_and_gives_nothing(
    coded: Study, door: MediaDoor, sound: Path
) -> None:
    made = link_recording(coded, "gesprek", sound)
    status, headers, got = ask(door.url(made.id), "HEAD")
    assert (status, got) == (200, b"")
    assert headers["content-length"] == str(sound.stat().st_size)

    status, headers, _ = ask(door.url(made.id), "HEAD", Range="bytes=5-9")
    assert (status, headers["content-length"]) == (206, "5")


@pytest.mark.parametrize("asked", ["bytes=99999999-", "bytes=99999999-100000000"])
def test_a_range_outside_is_refused(
    coded: Study, door: MediaDoor, sound: Path, asked: str
) -> None:
    made = link_recording(coded, "gesprek", sound)
    status, headers, got = ask(door.url(made.id), Range=asked)

    assert (status, got) == (416, b"")
    assert headers["content-range"] == f"bytes */{sound.stat().st_size}"


def test_a_range_of_another_file_gives_the_whole(
    coded: Study, door: MediaDoor, sound: Path
) -> None:
    made = link_recording(coded, "gesprek", sound)
    tag = ask(door.url(made.id), "HEAD")[1]["etag"]

    assert ask(door.url(made.id), Range="bytes=0-9", If_Range=tag)[0] == 206
    assert ask(door.url(made.id), Range="bytes=0-9", If_Range='"x"')[0] == 200


def test_nothing_without_the_token(coded: Study, door: MediaDoor, sound: Path) -> None:
    made = link_recording(coded, "gesprek", sound)
    for token in ("x", door.key.token[:-1], door.key.token + "a"):
        wrong = replace(door.key, token=token)
        status, _, got = ask(wrong.url(made.id))
        assert (status, b"RIFF" in got) == (404, False)
    assert ask(door.url("onbekend"))[0] == 404
    assert ask(door.url(made.id), Host="elders.example")[0] == 403
    with MediaDoor(coded) as other:
        assert other.key.token != door.key.token


def test_no_playing_after_consent_went(
    coded: Study, door: MediaDoor, sound: Path
) -> None:
    from vknz_research.model.people import Consent

    made = link_recording(coded, "gesprek", sound)
    with coded.store.begin("t", "consent") as work:
        said = work.all(Consent, purpose="recording")
        work.replace(*[replace(one, state="withdrawn") for one in said])
    status, _, got = ask(door.url(made.id), Range="bytes=0-9")

    assert status == 403
    assert "ingetrokken" in got.decode()


def test_a_lost_file_says_so(coded: Study, door: MediaDoor, sound: Path) -> None:
    made = link_recording(coded, "gesprek", sound)
    sealed_path(coded, made).unlink()
    status, _, got = ask(door.url(made.id))

    assert status == 404
    assert "relink" in got.decode()


def test_what_is_damaged_breaks_off(coded: Study, door: MediaDoor, sound: Path) -> None:
    made = link_recording(coded, "gesprek", sound)
    path = sealed_path(coded, made)
    raw = bytearray(path.read_bytes())
    raw[-20] ^= 1
    path.write_bytes(raw)

    assert ask(door.url(made.id), Range="bytes=0-9")[0] == 206
    with pytest.raises(http.client.IncompleteRead):
        ask(door.url(made.id))


def test_a_closed_door_gives_nothing(coded: Study, sound: Path) -> None:
    made = link_recording(coded, "gesprek", sound)
    door = MediaDoor(coded)
    assert ask(door.url(made.id))[0] == 200
    door.close()
    door.close()
    with pytest.raises(ConnectionRefusedError):
        ask(door.url(made.id))


# --- at the workbench ----------------------------------------------------------------
@contextmanager
def serve_files(study: Study, entrance: Entrance) -> Iterator[MediaKey]:
    """Serve what the workbench serves beside its pages."""
    sockets = bind_sockets(0, "127.0.0.1")
    ready, loops = threading.Event(), []

    async def run() -> None:
        app = Application(list_files(study, entrance), cookie_secret=entrance.secret)
        server = HTTPServer(app)
        server.add_sockets(sockets)
        stop = asyncio.Event()
        loops.append((asyncio.get_running_loop(), stop))
        ready.set()
        await stop.wait()
        server.stop()

    thread = threading.Thread(target=lambda: asyncio.run(run()))
    thread.start()
    ready.wait()
    port = sockets[0].getsockname()[1]
    yield replace(entrance.media, base=f"http://127.0.0.1:{port}")
    loops[0][0].call_soon_threadsafe(loops[0][1].set)
    thread.join()


def test_at_the_workbench_only_who_may_see_sources_plays(
    coded: Study, sound: Path
) -> None:
    made = link_recording(coded, "gesprek", sound)
    users, secret = Users(coded.path), "s" * 32
    for role in ROLES:
        users.add(role, "vijf woorden zijn beter", role, coded.participants[0].id)
    door = PasswordDoor(users)

    with serve_files(coded, Entrance(door, secret, MediaKey("sleutel"))) as key:
        assert ask(key.url(made.id))[0] == 403
        for role in ROLES:
            text = make_cookie(role, door.mark(role) or "geen")
            signed = create_signed_value(secret, COOKIE, text).decode()
            status = ask(key.url(made.id), Cookie=f"{COOKIE}={signed}")[0]
            assert status == (200 if may(role, CODING) else 403), role
        signed = create_signed_value("x" * 32, COOKIE, json.dumps(["a", "b"])).decode()
        assert ask(key.url(made.id), Cookie=f"{COOKIE}={signed}")[0] == 403


# --- memory --------------------------------------------------------------------------
def read_memory() -> int:
    """Return how much memory this process has, in bytes."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(x for x in status.splitlines() if x.startswith("VmRSS"))
    return int(line.split()[1]) * 1024


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Linux tells it")
@pytest.mark.parametrize("keep", KEEP)
def test_a_large_recording_is_not_held_in_memory(
    coded: Study, door: MediaDoor, tmp_path: Path, keep: str
) -> None:
    large = tmp_path / "lang.wav"
    size = 160 * PIECE
    with wave.open(str(large), "wb") as out:
        out.setparams((1, 2, 44_100, 0, "NONE", ""))
        for _ in range(160):
            out.writeframesraw(bytes(PIECE))
    made: Recording = link_recording(coded, "gesprek", large, keep=keep)
    at = urlsplit(door.url(made.id))
    ask(door.url(made.id), Range="bytes=0-9")
    before, most, got = read_memory(), 0, 0
    line = http.client.HTTPConnection(at.hostname or "", at.port or 80, timeout=60)
    line.request("GET", at.path)
    answer = line.getresponse()
    while piece := answer.read(PIECE):
        got += len(piece)
        most = max(most, read_memory())
    line.close()

    assert got == large.stat().st_size > size
    assert most - before < 48 * PIECE
