"""Playing recordings in a browser: any stretch of one by HTTP, piece by piece.

The same handler answers within the server of the workbench, and at a door of its own on
this machine for notebooks. An address holds a token of this run; nothing is kept by the
browser.
"""

import asyncio
import hmac
import re
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final, Self

from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop
from tornado.iostream import StreamClosedError
from tornado.netutil import bind_sockets
from tornado.web import Application, HTTPError, RequestHandler

from vknz_research.errors import (
    DamagedRecordingError,
    ReflectionError,
    UnknownThingError,
    VknzError,
)
from vknz_research.privacy.sealing import PIECE, SeekableReader
from vknz_research.project.recordings import find_recording, open_recording
from vknz_research.project.study import Study

HERE: Final = "127.0.0.1"
PATH: Final = "/media"
PATTERN: Final = rf"{PATH}/([^/]+)/([^/]+)"
TOKEN_BYTES: Final = 32
HEADERS: Final = {
    "Accept-Ranges": "bytes",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_RANGE: Final = re.compile(r"bytes=(\d*)-(\d*)")
PARTIAL, FORBIDDEN, ABSENT, UNSATISFIABLE = 206, 403, 404, 416


@dataclass(frozen=True, slots=True)
class MediaKey:
    """The token of one run, and where recordings are found with it."""

    token: str
    base: str = ""

    def url(self, recording_id: str) -> str:
        """Return the address of a recording."""
        return f"{self.base}{PATH}/{self.token}/{recording_id}"

    def fits(self, token: str) -> bool:
        """Say whether somebody has the token."""
        return hmac.compare_digest(token.encode(), self.token.encode())


def make_key(base: str = "") -> MediaKey:
    """Return a new token."""
    return MediaKey(secrets.token_urlsafe(TOKEN_BYTES), base)


def find_range(header: str | None, size: int) -> tuple[int, int] | None:
    """Return which bytes are asked for, half-open; None for all of them.

    What is no single range of bytes is passed over, as HTTP wants; one that lies
    outside the file is empty.

    >>> find_range("bytes=10-19", 100), find_range("bytes=-30", 100)
    ((10, 20), (70, 100))
    >>> find_range("bytes=90-", 100), find_range("bytes=5-2, 7-9", 100)
    ((90, 100), None)
    """
    found = _RANGE.fullmatch((header or "").strip())
    if not found or found[0] == "bytes=-":
        return None
    first, last = found[1], found[2]
    if not first:
        count = min(int(last), size)
        return size - count, size
    if last and int(last) < int(first):
        return None
    end = min(int(last) + 1, size) if last else size
    return (int(first), end) if int(first) < size else (size, size)


class MediaHandler(RequestHandler):
    """Gives a recording, or a stretch of it, to whoever may play it.

    `admits` says whether who asks may: at the workbench it looks at the login.
    """

    def initialize(
        self,
        study: Study,
        key: MediaKey,
        admits: Callable[[RequestHandler], bool] = lambda _: True,
    ) -> None:
        """Keep the study, the token and who may come in."""
        self.study = study
        self.key = key
        self.admits = admits

    def set_default_headers(self) -> None:
        """Keep recordings out of caches."""
        for header, value in HEADERS.items():
            self.set_header(header, value)

    async def head(self, token: str, recording_id: str) -> None:
        """Say what there is."""
        await self.get(token, recording_id)

    async def get(self, token: str, recording_id: str) -> None:
        """Give the bytes that are asked for."""
        if not self.key.fits(token):
            raise HTTPError(ABSENT)
        if not self.admits(self):
            raise HTTPError(FORBIDDEN)
        loop = IOLoop.current()
        try:
            found = await loop.run_in_executor(
                None, find_recording, self.study, recording_id
            )
            # Looks at consent each time: playing ends when it is withdrawn.
            reader = await loop.run_in_executor(
                None, open_recording, self.study, recording_id
            )
        except UnknownThingError as error:
            raise HTTPError(ABSENT) from error
        except ReflectionError as error:
            self._refuse(error)
            return
        with reader:
            self.set_header("Content-Type", found.media_type)
            self.set_header("Etag", f'"{found.sha256[:32]}"')
            await self._answer(reader)

    def _refuse(self, error: VknzError) -> None:
        missing = type(error).__name__ == "MissingRecordingError"
        self.set_status(ABSENT if missing else FORBIDDEN)
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(str(error))

    async def _answer(self, reader: SeekableReader) -> None:
        asked = find_range(self._read_range(), reader.size)
        start, end = asked or (0, reader.size)
        if asked and start >= end:
            self.set_status(UNSATISFIABLE)
            self.set_header("Content-Range", f"bytes */{reader.size}")
            return
        if asked:
            self.set_status(PARTIAL)
            self.set_header("Content-Range", f"bytes {start}-{end - 1}/{reader.size}")
        self.set_header("Content-Length", str(end - start))
        if self.request.method != "HEAD":
            await self._send(reader, start, end)

    def _read_range(self) -> str | None:
        """Return the range that is asked for, unless it is of another file."""
        known = self.request.headers.get("If-Range")
        if known is not None and known != self._headers.get("Etag"):
            return None
        return self.request.headers.get("Range")

    async def _send(self, reader: SeekableReader, start: int, end: int) -> None:
        """Send bytes as fast as they are taken; holds one piece at a time."""
        loop, at = IOLoop.current(), start
        while at < end:
            count = min(PIECE - at % PIECE, end - at)
            try:
                piece = await loop.run_in_executor(None, reader.read, at, count)
                self.write(piece)
                await self.flush()
            except (StreamClosedError, DamagedRecordingError):
                # The player went elsewhere; or what follows is damaged: no more comes.
                self.request.connection.stream.close()  # type: ignore[union-attr]
                return
            at += len(piece)

    def compute_etag(self) -> None:
        """Leave the tag as it was set: a stretch has that of the whole."""

    def log_exception(self, *_: Any) -> None:
        """Write nothing: an address holds the token."""


class MediaDoor:
    """Gives the recordings of a study to a browser on this machine, for notebooks."""

    def __init__(self, study: Study) -> None:
        self.study = study
        self._loop: asyncio.AbstractEventLoop | None = None
        self._sockets = bind_sockets(0, HERE)
        port = self._sockets[0].getsockname()[1]
        self.key = make_key(f"http://{HERE}:{port}")
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True, name="media")
        self._thread.start()
        self._ready.wait()

    def url(self, recording_id: str) -> str:
        """Return the address of a recording."""
        return self.key.url(recording_id)

    def close(self) -> None:
        """Close the door; nothing is given any more."""
        if self._loop is not None and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stop.set)
            self._thread.join()

    def __enter__(self) -> Self:
        """Use the door in a with block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the door."""
        self.close()

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        facts = {"study": self.study, "key": self.key, "admits": self._is_near}
        app = Application([(PATTERN, MediaHandler, facts)], log_function=lambda _: None)
        server = HTTPServer(app)
        server.add_sockets(self._sockets)
        self._ready.set()
        await self._stop.wait()
        server.stop()
        await server.close_all_connections()

    def _is_near(self, handler: RequestHandler) -> bool:
        """Refuse a page of elsewhere that calls itself by our address."""
        return bool(handler.request.host == self.key.base.removeprefix("http://"))
