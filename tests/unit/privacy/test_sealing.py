"""Sealed files: any stretch opens, nothing else than the whole true file does."""

import base64
import os
from pathlib import Path

import av
import pytest

from vknz_research.errors import DamagedRecordingError
from vknz_research.privacy.sealing import (
    HEAD,
    PIECE,
    TAG,
    PlainReader,
    ReaderStream,
    SealedReader,
    make_secret,
    name_half,
    open_bytes,
    seal_bytes,
    seal_file,
    sealed_size,
)

NAME = "opname-1"
DATA = os.urandom(2 * PIECE + 1000)
# "drie woorden hier", sealed by the first release.
KEPT = (
    "VktOWi1TRUFMLTEKpi6OcoaJolaeopA8SNxHYAAAAAAAAAARtvAy4J//bgUHc/WmS+bgRLX/3dyRtqOU"
    "+W9P85FtDecR"
)


@pytest.fixture
def sealed(tmp_path: Path) -> tuple[Path, bytes]:
    secret, target = make_secret(), tmp_path / "a" / "x.sealed"
    seal_bytes(DATA, target, secret, NAME)
    return target, secret


@pytest.mark.parametrize(
    ("offset", "length"),
    [
        (0, 10),
        (PIECE - 1, 2),
        (PIECE, 1),
        (PIECE - 5, PIECE + 10),
        (2 * PIECE, 5000),
        (0, len(DATA)),
        (len(DATA), 1),
        (len(DATA) + 7, 1),
        (5, 0),
        (5, -1),
    ],
)
def test_any_stretch_opens(
    sealed: tuple[Path, bytes], offset: int, length: int
) -> None:
    with SealedReader(*sealed, NAME) as reader:
        assert reader.size == len(DATA)
        assert reader.read(offset, length) == DATA[offset : offset + max(0, length)]


def test_an_earlier_stretch_opens_after_a_later_one(
    sealed: tuple[Path, bytes],
) -> None:
    with SealedReader(*sealed, NAME) as reader:
        for offset in (2 * PIECE, PIECE + 3, 0, PIECE):
            assert reader.read(offset, 50) == DATA[offset : offset + 50]


def test_pieces_with_the_same_content_are_sealed_otherwise(tmp_path: Path) -> None:
    path = tmp_path / "stil.sealed"
    seal_bytes(bytes(2 * PIECE), path, make_secret(), NAME)

    raw = path.read_bytes()[HEAD:]

    assert raw[:PIECE] != raw[PIECE + TAG : 2 * PIECE + TAG]


@pytest.mark.parametrize("size", [0, 1, PIECE, PIECE + 1])
def test_the_size_on_disk_is_known(tmp_path: Path, size: int) -> None:
    secret, plain = make_secret(), tmp_path / "plain"
    plain.write_bytes(os.urandom(size))
    seal_file(plain, tmp_path / "s", secret, NAME)

    assert (tmp_path / "s").stat().st_size == sealed_size(size)
    assert open_bytes(tmp_path / "s", secret, NAME) == plain.read_bytes()


def test_the_bytes_pass_a_watcher_once_and_in_order(tmp_path: Path) -> None:
    plain, seen = tmp_path / "plain", bytearray()
    plain.write_bytes(DATA)
    seal_file(plain, tmp_path / "s", make_secret(), NAME, seen.extend)

    assert bytes(seen) == DATA


def test_nothing_of_the_content_is_readable(sealed: tuple[Path, bytes]) -> None:
    raw = sealed[0].read_bytes()

    assert all(DATA[at : at + 16] not in raw for at in range(0, len(DATA), 4096))
    assert sealed[0].stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("change", ["bit", "swap", "cut", "head", "size"])
def test_a_changed_file_does_not_open(sealed: tuple[Path, bytes], change: str) -> None:
    path, secret = sealed
    raw = bytearray(path.read_bytes())
    whole = PIECE + TAG
    if change == "bit":
        raw[HEAD + whole + 7] ^= 1
    elif change == "swap":
        first = raw[HEAD : HEAD + whole]
        raw[HEAD : HEAD + whole] = raw[HEAD + whole : HEAD + 2 * whole]
        raw[HEAD + whole : HEAD + 2 * whole] = first
    elif change == "cut":
        del raw[HEAD + 2 * whole :]
    elif change == "head":
        raw[0] ^= 1
    else:
        raw[HEAD - 1] ^= 1
    path.write_bytes(raw)

    with pytest.raises(DamagedRecordingError):
        open_bytes(path, secret, NAME)


def test_another_key_or_name_opens_nothing(sealed: tuple[Path, bytes]) -> None:
    path, secret = sealed

    with pytest.raises(DamagedRecordingError):
        open_bytes(path, make_secret(), NAME)
    with pytest.raises(DamagedRecordingError):
        open_bytes(path, secret, "opname-2")


def test_what_was_sealed_years_ago_still_opens(tmp_path: Path) -> None:
    path = tmp_path / "oud.sealed"
    path.write_bytes(base64.b64decode(KEPT))

    assert open_bytes(path, bytes(range(32)), "r1") == b"drie woorden hier"


def test_sealing_again_under_one_secret_gives_other_bytes(tmp_path: Path) -> None:
    secret = make_secret()
    for name in ("a", "b"):
        seal_bytes(b"hetzelfde", tmp_path / name, secret, NAME)

    first, second = ((tmp_path / n).read_bytes()[HEAD:] for n in ("a", "b"))
    assert first != second


def test_what_fails_half_way_leaves_the_old_file(
    sealed: tuple[Path, bytes], tmp_path: Path
) -> None:
    path, secret = sealed
    plain = tmp_path / "plain"
    plain.write_bytes(DATA)

    def fail(_: bytes) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        seal_file(plain, path, secret, NAME, fail)
    assert open_bytes(path, secret, NAME) == DATA
    assert not name_half(path).exists()


def test_a_library_reads_it_as_a_stream(tmp_path: Path) -> None:
    with av.open(str(tmp_path / "a.wav"), "w") as out:
        stream = out.add_stream("pcm_s16le", rate=8000, layout="mono")
        frame = av.AudioFrame(format="s16", layout="mono", samples=8000)
        frame.rate = 8000
        out.mux(stream.encode(frame))
    secret = make_secret()
    seal_file(tmp_path / "a.wav", tmp_path / "s", secret, NAME)

    with (
        SealedReader(tmp_path / "s", secret, NAME) as reader,
        PlainReader(tmp_path / "a.wav") as plain,
    ):
        assert ReaderStream(reader).read() == ReaderStream(plain).read()
        with av.open(ReaderStream(reader), "r") as found:
            assert found.duration == 1_000_000
