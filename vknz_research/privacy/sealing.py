"""Sealing a large file in pieces, so that any stretch of it opens by itself.

A sealed file is a head and pieces of 1 MiB, each AES-256-GCM. The key of a file is made
of its secret and a salt in its head: writing it again never uses a key twice. A piece
tells its number and whether it is the last, so that none can be moved or left out.
"""

import io
import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, Final, Protocol, Self

from vknz_research.errors import DamagedRecordingError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SEALED: Final = ".sealed"  # a recording
STRIP: Final = ".strip"  # how loud it is where
HALF: Final = ".part"  # what is being written
WORKPLACE: Final = ".recogniser-"  # how the folder of a recogniser begins
MAGIC: Final = b"VKNZ-SEAL-1\n"
SALT: Final = 16
SIZE: Final = 8
HEAD: Final = len(MAGIC) + SALT + SIZE
PIECE: Final = 1024 * 1024
TAG: Final = 16
SECRET: Final = 32
OWN_FILE: Final = 0o600
OWN_FOLDER: Final = 0o700


class SeekableReader(Protocol):
    """Gives any stretch of a file, whole in the open or sealed."""

    size: int

    def read(self, offset: int, length: int) -> bytes:
        """Return bytes from a place; fewer at the end of the file."""

    def close(self) -> None:
        """Let go of the file."""

    def __enter__(self) -> Self:
        """Use it in a with block."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let go of the file."""


class _Closing:
    """Closes its stream at the end of a with block."""

    stream: BinaryIO

    def close(self) -> None:
        """Let go of the file."""
        self.stream.close()

    def __enter__(self) -> Self:
        """Use it in a with block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let go of the file."""
        self.close()


class PlainReader(_Closing):
    """Gives stretches of a file that lies in the open."""

    def __init__(self, path: Path) -> None:
        self.stream = path.open("rb")
        self.size = os.fstat(self.stream.fileno()).st_size

    def read(self, offset: int, length: int) -> bytes:
        """Return bytes from a place; fewer at the end of the file."""
        self.stream.seek(offset)
        return self.stream.read(max(0, length))


class SealedReader(_Closing):
    """Gives stretches of a sealed file; holds no more than one piece of it."""

    def __init__(self, path: Path, secret: bytes, name: str) -> None:
        self.stream = path.open("rb")
        self.name = name
        try:
            salt, self.size = _read_head(self.stream, name)
        except DamagedRecordingError:
            self.close()
            raise
        self._cipher = _make_cipher(secret, salt, self.size, name)
        self._held: tuple[int, bytes] = (-1, b"")

    def read(self, offset: int, length: int) -> bytes:
        """Return bytes from a place; fewer at the end of the file."""
        end = min(offset + max(0, length), self.size)
        parts: list[bytes] = []
        while offset < end:
            number, within = divmod(offset, PIECE)
            piece = self._open_piece(number)[within : within + end - offset]
            parts.append(piece)
            offset += len(piece)
        return b"".join(parts)

    def _open_piece(self, number: int) -> bytes:
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415

        if self._held[0] == number:
            return self._held[1]
        self.stream.seek(HEAD + number * (PIECE + TAG))
        sealed = self.stream.read(PIECE + TAG)
        mark = _mark(number, is_last=number == count_pieces(self.size) - 1)
        try:
            piece = self._cipher.decrypt(_nonce(number), sealed, mark)
        except (InvalidTag, ValueError) as error:
            raise DamagedRecordingError(recording=self.name) from error
        self._held = (number, piece)
        return piece


class ReaderStream(io.RawIOBase):
    """A reader as a stream, for libraries that want a file."""

    def __init__(self, reader: SeekableReader) -> None:
        super().__init__()
        self.reader = reader
        self.at = 0

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def seekable(self) -> bool:
        """Say that one can go to any place in it."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self.at, io.SEEK_END: self.reader.size}
        self.at = max(0, start[whence] + offset)
        return self.at

    def tell(self) -> int:
        """Return the place."""
        return self.at

    def read(self, size: int = -1) -> bytes:
        """Return the bytes that follow."""
        left = self.reader.size - self.at
        data = self.reader.read(self.at, left if size < 0 else size)
        self.at += len(data)
        return data


def make_secret() -> bytes:
    """Return a new random secret."""
    return secrets.token_bytes(SECRET)


def count_pieces(size: int) -> int:
    """Return in how many pieces so many bytes are sealed.

    >>> count_pieces(0), count_pieces(1024 * 1024), count_pieces(1024 * 1024 + 1)
    (1, 1, 2)
    """
    return max(1, -(-size // PIECE))


def sealed_size(size: int) -> int:
    """Return how large so many bytes are when sealed."""
    return HEAD + size + TAG * count_pieces(size)


def seal_file(
    source: Path,
    target: Path,
    secret: bytes,
    name: str,
    watch: Callable[[bytes], None] = lambda _: None,
) -> None:
    """Seal a file, whole or not at all; `watch` sees the bytes as they pass.

    `name` is the id under which it is kept: under another one it does not open.
    """
    with source.open("rb") as stream:
        size = os.fstat(stream.fileno()).st_size
        _write(target, _seal(_read_pieces(stream, size, watch), size, secret, name))


def seal_bytes(data: bytes, target: Path, secret: bytes, name: str) -> None:
    """Seal bytes as a file."""
    pieces = _read_pieces(io.BytesIO(data), len(data), lambda _: None)
    _write(target, _seal(pieces, len(data), secret, name))


def open_bytes(path: Path, secret: bytes, name: str) -> bytes:
    """Return all bytes of a small sealed file."""
    with SealedReader(path, secret, name) as reader:
        return reader.read(0, reader.size)


def name_half(target: Path) -> Path:
    """Return where a file stands until all of it is written."""
    return target.with_name(f"{target.name}{HALF}")


def _read_pieces(
    stream: BinaryIO, size: int, watch: Callable[[bytes], None]
) -> Iterator[bytes]:
    for number in range(count_pieces(size)):
        piece = stream.read(min(PIECE, size - number * PIECE))
        watch(piece)
        yield piece


def _seal(
    pieces: Iterator[bytes], size: int, secret: bytes, name: str
) -> Iterator[bytes]:
    salt = secrets.token_bytes(SALT)
    cipher = _make_cipher(secret, salt, size, name)
    yield MAGIC + salt + size.to_bytes(SIZE, "big")
    last, done = count_pieces(size) - 1, 0
    for number, piece in enumerate(pieces):
        done += len(piece)
        mark = _mark(number, is_last=number == last)
        yield cipher.encrypt(_nonce(number), piece, mark)
    if done != size:  # it became shorter while it was read
        raise DamagedRecordingError(recording=name)


def _write(target: Path, parts: Iterator[bytes]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True, mode=OWN_FOLDER)
    half = name_half(target)
    half.unlink(missing_ok=True)
    place = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWN_FILE)
    try:
        with os.fdopen(place, "wb") as stream:
            for part in parts:
                stream.write(part)
            stream.flush()
            os.fsync(stream.fileno())
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)


def _read_head(stream: BinaryIO, name: str) -> tuple[bytes, int]:
    head = stream.read(HEAD)
    if len(head) != HEAD or not head.startswith(MAGIC):
        raise DamagedRecordingError(recording=name)
    salt = head[len(MAGIC) : -SIZE]
    return salt, int.from_bytes(head[-SIZE:], "big")


def _make_cipher(secret: bytes, salt: bytes, size: int, name: str) -> "AESGCM":
    from cryptography.hazmat.primitives import hashes  # noqa: PLC0415 - heavy
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF  # noqa: PLC0415

    info = f"vknz sealed file 1\n{name}\n{size}".encode()
    made = HKDF(hashes.SHA256(), SECRET, salt=salt, info=info)
    return AESGCM(made.derive(secret))


def _mark(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(8, "big") + bytes([is_last])


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")
