"""People who ask a dashboard for pages as a browser would."""

import asyncio
import re
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from http.cookiejar import CookieJar

from serving import PASSWORD
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import websocket_connect


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: a test sees where it is sent."""

    def redirect_request(self, *_: object) -> None:
        return None


@dataclass
class Guest:
    """Somebody with cookies of their own."""

    root: str
    jar: CookieJar = field(default_factory=CookieJar)

    def ask(self, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        """Return the status, and the text or where one is sent."""
        keep = urllib.request.HTTPCookieProcessor(self.jar)
        opener = urllib.request.build_opener(keep, _Stay)
        data = urllib.parse.urlencode(form).encode() if form else None
        try:
            with opener.open(self.root + path, data, timeout=30) as answer:
                return answer.status, answer.read().decode("utf-8", "replace")
        except urllib.error.HTTPError as error:
            told = error.headers.get("Location") or error.read().decode("utf-8")
            return error.code, told

    def ask_header(self, path: str, name: str) -> str:
        """Return a header of what is given, or nothing."""
        keep = urllib.request.HTTPCookieProcessor(self.jar)
        opener = urllib.request.build_opener(keep, _Stay)
        with opener.open(self.root + path, timeout=30) as answer:
            return str(answer.headers.get(name, ""))

    def log_in(self, name: str, password: str = PASSWORD) -> tuple[int, str]:
        """Fill in the form; return the status, and where one is sent or what is said."""
        _, form = self.ask("/login")
        found = re.search(r'name="_xsrf" value="([^"]+)"', form)
        assert found is not None
        given = {"_xsrf": found[1], "name": name, "password": password}
        return self.ask("/login", given)

    def open_line(self, path: str, token: str = "x") -> int:
        """Open a web socket as a page does; return 101, or why it was refused."""
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.jar)
        address = self.root.replace("http", "ws", 1) + path
        headers = {"Cookie": cookies, "Origin": self.root}

        async def connect() -> int:
            request = HTTPRequest(address, headers=headers)
            line = await websocket_connect(request, subprotocols=["bokeh", token])
            line.close()
            return 101

        try:
            return asyncio.run(connect())
        except HTTPClientError as error:
            return error.code


def find_token(page: str) -> str:
    """Return the token with which a page opens its line."""
    found = re.search(r'"token":"([^"]+)"', page)
    assert found is not None
    return found[1]
