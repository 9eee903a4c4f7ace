"""The raw bytes of a store's files, decrypted where they are encrypted.

SQLCipher 4 keeps each page as AES-256-CBC with its IV in the last 80 bytes; the first
page begins with the salt. Pages of the WAL are the same, after headers of their own.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

PAGE: Final = 4096
RESERVE: Final = 80
IV: Final = 16
SALT: Final = 16
WAL_HEADER: Final = 32
FRAME_HEADER: Final = 24
BESIDE: Final = ("", "-wal", "-shm", "-journal")


def list_files(path: Path) -> list[Path]:
    """List the files of a SQLite store that are there."""
    names = [path.with_name(path.name + end) for end in BESIDE]
    return [name for name in names if name.exists()]


def read_raw(path: Path, key: bytes | None) -> Iterator[tuple[Path, bytes]]:
    """Give the bytes of each file of a store, as they are when the key is known."""
    for file in list_files(path):
        data = file.read_bytes()
        if key is None:
            yield file, data
        elif file.name.endswith("-wal"):
            yield file, b"".join(_open_page(page, key) for page in _split_wal(data))
        else:
            yield file, b"".join(_open_page(page, key) for page in _split(data))


def _split(data: bytes) -> Iterator[bytes]:
    for at in range(0, len(data), PAGE):
        yield data[at : at + PAGE]


def _split_wal(data: bytes) -> Iterator[bytes]:
    for at in range(WAL_HEADER, len(data), FRAME_HEADER + PAGE):
        yield data[at + FRAME_HEADER : at + FRAME_HEADER + PAGE]


def _open_page(page: bytes, key: bytes) -> bytes:
    """Return a page decrypted; what is no whole page is returned as it is."""
    from cryptography.hazmat.primitives.ciphers import (  # noqa: PLC0415
        Cipher,
        algorithms,
        modes,
    )

    if len(page) < PAGE:
        return page
    iv = page[PAGE - RESERVE : PAGE - RESERVE + IV]
    opener = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
    whole = opener.update(page[: PAGE - RESERVE]) + opener.finalize()
    # The first page has its salt before it, so that its blocks stand 16 bytes on.
    first = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
    return whole + first.update(page[SALT : PAGE - RESERVE]) + first.finalize()
