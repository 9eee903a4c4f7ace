"""Letting people in: by name and password, or by the link of one session.

A cookie says who somebody is and under which password they came in. It is signed with a
secret of this run: after a new start, or a new password, one logs in again.
"""

import hashlib
import hmac
import json
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from importlib.resources import files
from typing import Any, Final, Protocol

import jinja2
from bokeh.server.auth_provider import AuthProvider
from tornado.ioloop import IOLoop
from tornado.web import HTTPError, RequestHandler, decode_signed_value

from vknz_research.dashboard.pages import find_home, find_page
from vknz_research.dashboard.users import Users, Visitor
from vknz_research.errors import StudentLoginError, VknzError
from vknz_research.language import current_language, say
from vknz_research.model.roles import may

COOKIE: Final = "vknz_user"
LOGIN, LOGOUT = "/login", "/logout"
DAYS: Final = 1
TRIES: Final = 5
PAUSE_S: Final = 60.0
HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; "
    "img-src data:; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Door(Protocol):
    """Knows who may come in."""

    asks_password: bool

    def mark(self, name: str) -> str | None:
        """Return what a cookie of this person holds; None for who may not come in."""

    def find(self, name: str) -> Visitor | None:
        """Return in which role somebody comes in; None for who may not."""

    async def admit(self, given: Mapping[str, str]) -> str | None:
        """Return the name of who may come in with what was given."""


class LinkDoor:
    """One person on this machine, who got the link in the terminal."""

    asks_password = False

    def __init__(self, name: str, token: str) -> None:
        self.name = name
        self.token = token

    def mark(self, name: str) -> str | None:
        """Return what stands for the link."""
        return self.token if name == self.name else None

    def find(self, name: str) -> Visitor | None:
        """Return the one person: on their own machine, a researcher."""
        return Visitor(name) if name == self.name else None

    async def admit(self, given: Mapping[str, str]) -> str | None:
        """Let in whoever has the link."""
        token = given.get("token", "")
        is_right = hmac.compare_digest(token.encode(), self.token.encode())
        return self.name if is_right else None


class PasswordDoor:
    """People with a password; after some wrong ones a name has to wait a while."""

    asks_password = True

    def __init__(
        self,
        users: Users,
        only: Collection[str] = (),
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.users = users
        self.only = frozenset(only)
        self.now = now
        self._wrong: dict[str, list[float]] = defaultdict(list)

    def _may(self, name: str) -> bool:
        return not self.only or name in self.only

    def mark(self, name: str) -> str | None:
        """Return what stands for the password."""
        return self.users.mark(name) if self.find(name) else None

    def find(self, name: str) -> Visitor | None:
        """Return in which role somebody comes in; None where no page is open to it."""
        found = self.users.find(name) if self._may(name) else None
        return found if found and find_home(found.role) else None

    def must_wait(self, name: str) -> bool:
        """Say whether too many passwords were wrong just now."""
        recent = [at for at in self._wrong[name] if self.now() - at < PAUSE_S]
        self._wrong[name] = recent
        return len(recent) >= TRIES

    async def admit(self, given: Mapping[str, str]) -> str | None:
        """Let in whose name and password go together, if a page is open to them."""
        name, password = given.get("name", ""), given.get("password", "")
        if self.must_wait(name) or not self._may(name):
            return None
        self._wrong[name].append(self.now())  # at once: many tries at a time count too
        check = self.users.is_right
        loop = IOLoop.current()
        if not await loop.run_in_executor(None, check, name, password):
            return None
        self._wrong.pop(name, None)
        if self.find(name) is None:
            raise StudentLoginError
        return name


def make_cookie(name: str, mark: str) -> str:
    """Return what the cookie says: who, and a print of under which password."""
    made = hashlib.sha256(mark.encode()).hexdigest()
    return json.dumps([name, made], ensure_ascii=True)


def read_cookie(door: Door, text: bytes | None) -> str | None:
    """Return who a cookie stands for, if that person may still come in."""
    if text is None:
        return None
    name, _ = json.loads(text)
    mark = door.mark(name)
    if mark is None or not hmac.compare_digest(make_cookie(name, mark), text.decode()):
        return None
    return str(name)


def find_user(door: Door, secret: str, cookies: Mapping[str, str]) -> str | None:
    """Return who asked for a page, by its cookies."""
    kept = cookies.get(COOKIE)
    if kept is None:
        return None
    return read_cookie(door, decode_signed_value(secret, COOKIE, kept, DAYS))


def render_page(name: str, **values: object) -> str:
    """Return a page of our own: no font, no picture, nothing from elsewhere."""
    folder = files("vknz_research.dashboard") / "templates"
    source = (folder / name).read_text(encoding="utf-8")
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    return environment.from_string(source).render(
        language=current_language(), say=say, **values
    )


class LoginHandler(RequestHandler):
    """Shows the form, and lets in whoever the door lets in."""

    door: Door
    title: str
    is_secure: bool

    def set_default_headers(self) -> None:
        """Keep the page out of caches and frames, and run nothing in it."""
        for header, value in HEADERS.items():
            self.set_header(header, value)

    async def get(self) -> None:
        """Show the form; or let in whoever followed the link."""
        given = self.get_query_argument("token", "")
        if given and not self.door.asks_password:
            await self.knock({"token": given})
        else:
            self.show()

    async def post(self) -> None:
        """Let in whose name and password go together."""
        keys = ("name", "password")
        given = {key: self.get_body_argument(key, "", strip=False) for key in keys}
        await self.knock(given)

    async def knock(self, given: Mapping[str, str]) -> None:
        """Let somebody in, or say why not."""
        try:
            name = await self.door.admit(given)
        except VknzError as error:
            self.refuse(str(error))
            return
        if name is None:
            self.refuse(_refusal(self.door, given))
            return
        self.set_signed_cookie(
            COOKIE,
            make_cookie(name, self.door.mark(name) or ""),
            expires_days=None,
            httponly=True,
            samesite="Strict",
            secure=self.is_secure,
        )
        visitor = self.door.find(name)
        self.redirect((visitor and find_home(visitor.role)) or "/")

    def refuse(self, message: str) -> None:
        """Say why somebody does not come in."""
        self.set_status(403)
        self.show(message)

    def show(self, message: str = "") -> None:
        """Show the form."""
        form = self.xsrf_form_html() if self.door.asks_password else ""
        values = {"title": self.title, "door": self.door, "form": form}
        self.write(render_page("login.html", message=message, **values))


class LogoutHandler(RequestHandler):
    """Lets somebody out."""

    def get(self) -> None:
        """Forget who it was."""
        self.clear_cookie(COOKIE)
        self.redirect(LOGIN)


def _refusal(door: Door, given: Mapping[str, str]) -> str:
    if isinstance(door, PasswordDoor) and door.must_wait(given.get("name", "")):
        return say(
            nl="Te vaak een verkeerd wachtwoord. Wacht een minuut.",
            en="Too many wrong passwords. Wait a minute.",
        )
    return say(
        nl="Deze naam en dit wachtwoord horen niet bij elkaar.",
        en="This name and this password do not go together.",
    )


class Provider(AuthProvider):
    """Asks Bokeh's server to let in only who may come in, and only where they may."""

    get_user = None
    get_login_url = None
    login_url = LOGIN
    logout_url = LOGOUT
    logout_handler = LogoutHandler

    def __init__(self, door: Door, title: str, *, is_secure: bool) -> None:
        self.door = door
        facts = {"door": door, "title": title, "is_secure": is_secure}
        self._login_handler = type("Asking", (LoginHandler,), facts)
        super().__init__()

    @property
    def login_handler(self) -> type[RequestHandler]:
        """Return what shows the form."""
        return self._login_handler

    @property
    def get_user_async(self) -> Any:
        """Return what tells who sends a request; Bokeh asks before it does anything."""
        return self._find

    async def _find(self, handler: RequestHandler) -> str | None:
        cookie = handler.get_signed_cookie(COOKIE, max_age_days=DAYS)
        name = read_cookie(self.door, cookie)
        visitor = self.door.find(name) if name else None
        path = handler.request.path
        if visitor is None:
            return None
        page = find_page(path)
        if page is None or may(visitor.role, page.name):
            return visitor.name
        home = find_home(visitor.role)
        if path == "/" and home:
            handler.redirect(home)
            return visitor.name
        raise HTTPError(403)
