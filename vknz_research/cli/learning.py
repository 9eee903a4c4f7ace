"""The verb of the form for a talk of klant and klantmanager: samenleerwijzer."""

from pathlib import Path
from typing import Annotated

import typer

from vknz_research.cli import show
from vknz_research.language import say


def register(app: typer.Typer) -> None:
    """Add the verb of this module."""
    app.command(
        help=say(
            nl="Maak het formulier van de Samenleerwijzer, voor tablet en papier",
            en="Make the form of the Samenleerwijzer, for tablet and paper",
        )
    )(samenleerwijzer)


def samenleerwijzer(
    out: Annotated[
        Path, typer.Argument(help=say(nl="bestand .html", en="file .html"))
    ] = Path("samenleerwijzer.html"),
    as_json: show.AsJson = False,
) -> None:
    """Write the form; what is kept from it is read by `vknz import`."""
    from vknz_research.language import current_language
    from vknz_research.project.learningform import write_form

    show.print_facts({"form": str(write_form(out, current_language()))}, as_json)
