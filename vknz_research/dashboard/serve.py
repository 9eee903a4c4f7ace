"""Serving a study: to one person on this machine, or to people who log in."""

import ipaddress
import secrets
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from vknz_research.dashboard.users import Users
from vknz_research.errors import (
    NoLoginError,
    OpenAddressError,
    PortTakenError,
    UnknownUserError,
)
from vknz_research.project import Study

HERE: Final = "127.0.0.1"
TOKEN_BYTES: Final = 32
LARGEST_MESSAGE: Final = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Place:
    """Where a dashboard listens, and with which certificate.

    `origins` are the hosts under which a proxy shows it to browsers.
    """

    port: int
    address: str = HERE
    certificate: Path | None = None
    key: Path | None = None
    origins: Sequence[str] = ()

    @property
    def is_near(self) -> bool:
        """Say whether only this machine can reach it."""
        try:
            return ipaddress.ip_address(self.address).is_loopback
        except ValueError:
            return self.address == "localhost"

    @property
    def is_secure(self) -> bool:
        """Say whether what travels is encrypted."""
        return self.certificate is not None


@dataclass(frozen=True, slots=True)
class Guests:
    """Who may come in: one person by a link, or users with a password."""

    names: Sequence[str]
    by_link: bool


def choose_guests(folder: Path, wanted: Sequence[str], place: Place) -> Guests:
    """Decide who may come in; refuse what would leave the door open.

    Without users it is for one person on this machine. Other machines only reach a
    dashboard with users, and never in the clear.
    """
    known = Users(folder).names
    if not place.is_near and not (known and place.is_secure):
        raise OpenAddressError(address=place.address, path=folder)
    if known:
        for name in wanted:
            if name not in known:
                raise UnknownUserError(name=name)
        return Guests(tuple(wanted), by_link=False)
    if len(wanted) != 1:
        raise NoLoginError(path=folder)
    return Guests(tuple(wanted), by_link=True)


def serve(
    study: Study, guests: Guests, place: Place, tell: Callable[[str], None]
) -> None:
    """Serve a study until it is stopped; `tell` gets the address to open."""
    server, address = make_server(study, guests, place)
    tell(address)
    server.run_until_shutdown()


def make_server(study: Study, guests: Guests, place: Place) -> tuple[Any, str]:
    """Make the server; return it with the address to open."""
    from panel.io.server import get_server  # noqa: PLC0415 - heavy

    from vknz_research.dashboard.login import (  # noqa: PLC0415 - Bokeh
        LinkDoor,
        PasswordDoor,
        Provider,
    )
    from vknz_research.dashboard.routes import (  # noqa: PLC0415 - Panel
        Entrance,
        list_files,
        list_routes,
    )
    from vknz_research.project.mediadoor import make_key  # noqa: PLC0415 - Tornado

    token, secret = secrets.token_urlsafe(TOKEN_BYTES), secrets.token_hex(TOKEN_BYTES)
    door: LinkDoor | PasswordDoor = (
        LinkDoor(guests.names[0], token)
        if guests.by_link
        else PasswordDoor(Users(study.path), guests.names)
    )
    entrance = Entrance(door, secret, make_key())
    try:
        server = get_server(
            list_routes(study, entrance),
            extra_patterns=list_files(study, entrance),
            address=place.address,
            port=place.port,
            websocket_origin=_list_origins(place),
            auth_provider=Provider(door, study.title, is_secure=place.is_secure),
            cookie_secret=secret,
            xsrf_cookies=True,
            generate_session_ids=True,
            sign_sessions=True,
            secret_key=secrets.token_hex(TOKEN_BYTES).encode(),
            ssl_options=_make_ssl(place),
            websocket_max_message_size=LARGEST_MESSAGE,
            title=study.title,
        )
    except OSError as error:
        raise PortTakenError(port=place.port) from error
    return server, _address(place, token if guests.by_link else None)


def _list_origins(place: Place) -> list[str]:
    """List the hosts whose pages may talk to the server: not those of other sites."""
    return [f"{place.address}:{place.port}", *place.origins]


def _make_ssl(place: Place) -> ssl.SSLContext | None:
    if place.certificate is None:
        return None
    made = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    made.load_cert_chain(place.certificate, place.key)
    return made


def _address(place: Place, token: str | None) -> str:
    scheme = "https" if place.is_secure else "http"
    start = f"{scheme}://{place.address}:{place.port}"
    return f"{start}/login?token={token}" if token else f"{start}/"
