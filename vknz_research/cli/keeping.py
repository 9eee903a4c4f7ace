"""Verbs for keeping with care: dpia, retention, passphrase."""

from pathlib import Path
from typing import Annotated

import typer

from vknz_research.cli import show
from vknz_research.language import say


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command(
        help=say(
            nl="Wat wordt verwerkt, waarom, waar, door wie en hoe lang: voor de FG",
            en="What is processed, why, where, by whom, how long: for the DPIA",
        )
    )(dpia)
    app.command(
        help=say(
            nl="Tot wanneer wordt elke bron bewaard? Zet een datum, of ruim op",
            en="Until when is each source kept? Set a date, or clear out",
        )
    )(retention)
    app.command(
        help=say(
            nl="Onthoud de wachtwoordzin in de sleutelhanger, of vergeet haar",
            en="Remember the passphrase in the key chain, or forget it",
        )
    )(passphrase)


def passphrase(
    path: show.Dir,
    act: Annotated[str, typer.Argument(help="remember | forget")],
) -> None:
    """Keep the passphrase in the key chain of this machine, or take it out again."""
    from vknz_research.project import open_study

    if act == "forget":
        show.forget_passphrase(path)
        show.tell(nl="De wachtwoordzin is vergeten.", en="The passphrase is forgotten.")
        return
    if act != "remember":
        raise typer.BadParameter("remember | forget")
    show.find_key_chain()
    asked: list[str] = []

    def ask() -> str | None:
        asked.append(show.type_passphrase() or "")
        return asked[-1]

    open_study(path, ask).close()  # one that does not open it is not worth keeping
    if asked:
        show.remember_passphrase(path, asked[-1])
        show.tell(
            nl="De wachtwoordzin staat in de sleutelhanger van dit account.",
            en="The passphrase is in the key chain of this account.",
        )
    else:
        show.tell(nl="Deze studie heeft er geen.", en="This study has none.")


def dpia(
    path: show.Dir,
    out: Annotated[Path | None, typer.Option("--out", help=".html, .md, .docx")] = None,
) -> None:
    """Write the DPIA page; without --out it is printed as Markdown."""
    from vknz_research.project.dpia import make_dpia, write_dpia
    from vknz_research.project.dpiapage import render_markdown

    with show.open_folder(path) as study:
        if out is not None:
            print(write_dpia(study, out))
        else:
            print(render_markdown(make_dpia(study)), end="")


def retention(
    path: show.Dir,
    source: Annotated[
        str | None, typer.Option("--source", help=say(nl="bron", en="source"))
    ] = None,
    until: Annotated[
        str | None,
        typer.Option("--until", help="2036-04-05 | -"),
    ] = None,
    delete: Annotated[
        bool,
        typer.Option("--delete", help=say(nl="haal weg wat te oud is", en="delete")),
    ] = False,
    as_json: show.AsJson = False,
) -> None:
    """List end dates; set one (`-`: by the settings again); delete what is past."""
    from vknz_research.project.retention import (
        delete_past,
        list_terms,
        say_today,
        set_until,
    )

    if bool(source) != bool(until):
        raise typer.BadParameter("--source --until")
    with show.open_folder(path) as study:
        if source and until:
            set_until(study, source, None if until == "-" else until)
        gone = [term.source_id for term in delete_past(study)] if delete else []
        terms = list_terms(study)
    facts = [
        {
            "source": term.source,
            "until": term.until,
            "media_until": term.media_until if term.has_media else None,
            "is_set": term.is_set,
            "is_past": term.is_past(say_today()) or term.is_media_past(say_today()),
        }
        for term in terms
    ]
    if as_json:
        show.print_json({"deleted": gone, "sources": facts})
        return
    for source_id in gone:
        print(say(nl=f"weggehaald: {source_id}", en=f"deleted: {source_id}"))
    heading = ("source", "until", "media_until", "is_set", "is_past")
    show.print_table(heading, [[row[h] for h in heading] for row in facts])
