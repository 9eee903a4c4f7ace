"""Verbs of the key folder: who may open it, backups, a lost passphrase."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from vknz_research.cli import show
from vknz_research.language import say


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command(
        help=say(
            nl="De kluis met sleutels: show, create, recovery, add of copy",
            en="The vault with keys: show, create, recovery, add or copy",
        )
    )(vault)
    app.command(help=say(nl="Toon de reservekopieën", en="List the backups"))(backups)
    app.command(
        help=say(
            nl="Open een studie met de sleutel van de tweede persoon",
            en="Open a study with the key of the second person",
        )
    )(recover)


def ask_vault(*, confirm: bool = False, whose: str = "") -> str | None:
    """Ask for the passphrase of the key folder, hidden.

    Where there is no terminal, one line of standard input is taken.
    """
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n") or None
    asked = say(nl="Wachtwoordzin van de kluis", en="Passphrase of the vault")
    shown = f"{asked} ({whose})" if whose else asked
    answer: str = typer.prompt(shown, hide_input=True, confirmation_prompt=confirm)
    return answer


def vault(
    path: show.Dir,
    act: Annotated[
        str, typer.Argument(help="show | create | recovery | add | copy")
    ] = "show",
    name: Annotated[
        str | None, typer.Argument(help=say(nl="naam, of map", en="name, or folder"))
    ] = None,
    value: Annotated[
        str | None, typer.Argument(help=say(nl="sleutel, of bestand", en="key or file"))
    ] = None,
    as_json: show.AsJson = False,
) -> None:
    """Show or change who can open the key folder of a study."""
    from vknz_research.project import keeping

    with show.open_folder(path) as study:
        if act == "create" and name:
            keeping.create_vault(study, name, ask_vault(confirm=True) or "")
        elif act == "recovery" and name and value:
            secret = ask_vault(confirm=True, whose=name) or ""
            keeping.add_second(study, name, Path(value), secret, ask_vault)
        elif act == "add" and name and value:
            keeping.add_recipient(study, name, value, ask_vault)
        elif act == "copy" and name:
            keeping.copy_vault(study, Path(name))
        elif act != "show":
            raise typer.BadParameter(
                "create NAME | recovery NAME FILE | add NAME KEY | copy DIR"
            )
        show.print_facts(keeping.describe_vault(study), as_json)


def backups(path: show.Dir, as_json: show.AsJson = False) -> None:
    """List the backups that were made on this machine, with their state."""
    from vknz_research.project.backups import list_backups
    from vknz_research.project.withdrawing import open_vault

    with show.open_folder(path) as study:
        facts = list_backups(open_vault(study))
    if as_json:
        show.print_json(facts)
        return
    rows = [[row["at"][:16], row["path"], row["state"]] for row in facts]
    show.print_table(("at", "path", "state"), rows)


def recover(
    path: show.Dir,
    identity: Annotated[
        Path, typer.Argument(help=say(nl="sleutelbestand", en="key file"))
    ],
) -> None:
    """Give an encrypted study a new passphrase, with the key of the second person."""
    from vknz_research.project import keeping

    def ask_new() -> str | None:
        return show.ask_passphrase(path, confirm=True)

    keeping.recover_study(path, identity, ask_vault, ask_new)
    show.tell(
        nl="De studie heeft een nieuwe wachtwoordzin; de oude opent haar niet meer.",
        en="The study has a new passphrase; the old one does not open it any more.",
    )
