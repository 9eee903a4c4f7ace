"""Verbs of the dashboard: serve it, and say who may log in."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vknz_research.cli import show
from vknz_research.language import say
from vknz_research.model.roles import RESEARCHER, ROLES

if TYPE_CHECKING:
    from vknz_research.dashboard.users import Users

PORT = 5006


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command(
        help=say(
            nl="Werkbank in de browser, voor jou of achter een login",
            en="The workbench in a browser, for you or behind a login",
        )
    )(serve)
    app.command(
        help=say(
            nl="Wie mogen inloggen: add, remove of list",
            en="Who may log in: add, remove or list",
        )
    )(users)


def serve(
    path: show.Dir,
    user: Annotated[
        list[str] | None, typer.Option("--user", help=say(nl="codeur", en="coder"))
    ] = None,
    port: Annotated[int, typer.Option(help=say(nl="poort", en="port"))] = PORT,
    address: Annotated[
        str, typer.Option(help=say(nl="waar te luisteren", en="where to listen"))
    ] = "127.0.0.1",
    certificate: Annotated[Path | None, typer.Option(help="PEM")] = None,
    key: Annotated[Path | None, typer.Option(help="PEM")] = None,
    origin: Annotated[
        list[str] | None,
        typer.Option(help=say(nl="host van een proxy", en="host of a proxy")),
    ] = None,
) -> None:
    """Serve the study until Ctrl+C."""
    from vknz_research.dashboard import serve as dashboard

    place = dashboard.Place(port, address, certificate, key, tuple(origin or ()))
    with show.open_folder(path) as study:
        guests = dashboard.choose_guests(path, user or [], place)
        dashboard.serve(study, guests, place, _tell_address)


def _tell_address(address: str) -> None:
    show.tell(
        nl="De werkbank staat open. Stoppen: Ctrl+C. Het adres is alleen voor jou:",
        en="The workbench is open. To stop: Ctrl+C. The address is for you only:",
    )
    print(address, flush=True)


def users(
    path: show.Dir,
    act: Annotated[str, typer.Argument(help="add | remove | list")],
    name: Annotated[str | None, typer.Argument(help=say(nl="naam", en="name"))] = None,
    role: Annotated[str, typer.Option("--role", help=" | ".join(ROLES))] = RESEARCHER,
    participant: Annotated[
        str | None,
        typer.Option(
            "--participant",
            help=say(
                nl="wie een klantmanager in de studie is",
                en="who a klantmanager is in the study",
            ),
        ),
    ] = None,
    as_json: show.AsJson = False,
) -> None:
    """Say who may log in, and as what; the password is asked for and not shown."""
    from vknz_research.dashboard.users import Users, Visitor
    from vknz_research.project.settings import read_settings

    read_settings(path)
    kept = Users(path)
    if act == "add" and name:
        person = _find_person(path, role, participant)
        Visitor(name, role, person)  # refused before a password is asked for
        kept.add(name, _ask_password(name), role, person)
    elif act == "remove" and name:
        kept.remove(name)
    elif act != "list":
        raise typer.BadParameter("add NAME | remove NAME | list")
    _print_users(kept, as_json)


def _print_users(kept: "Users", as_json: bool) -> None:
    visitors = kept.visitors
    if as_json:
        roles = {one.name: one.role for one in visitors}
        show.print_json({"users": kept.names, "roles": roles})
    else:
        show.print_table(("name", "role"), [(one.name, one.role) for one in visitors])


def _find_person(path: Path, role: str, label: str | None) -> str | None:
    """Return the id of the participant whose a login is; names stay in the store."""
    if label is None:
        return None
    from vknz_research.project.feedback import find_recipient

    with show.open_folder(path) as study:
        return find_recipient(study, label, role)


def _ask_password(name: str) -> str:
    """Ask twice and hidden; without a terminal one line of standard input is taken."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    asked = say(nl=f"Wachtwoord voor {name}", en=f"Password of {name}")
    answer: str = typer.prompt(asked, hide_input=True, confirmation_prompt=True)
    return answer
