"""Verbs for what goes out: release, study-from-release."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vknz_research.cli import show
from vknz_research.language import say

if TYPE_CHECKING:
    from vknz_research.project.release import Release

Words = Annotated[
    list[str],
    typer.Argument(
        metavar="SNAPSHOT OUT | approve OUT NAME | verify OUT",
        help=say(
            nl="momentopname en nieuwe map; of approve en verify van een uitgifte",
            en="snapshot and new folder; or approve and verify of a release",
        ),
    ),
]


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command(
        help=say(
            nl="Maak een geanonimiseerde uitgifte, keur haar goed of kijk haar na",
            en="Make an anonymised release, approve it or check it",
        )
    )(release)
    app.command(
        "study-from-release",
        help=say(
            nl="Maak van een uitgifte een studie om zelf te coderen",
            en="Make a study of a release, to code it yourself",
        ),
    )(study_from_release)


def release(
    words: Words,
    purpose: Annotated[
        str, typer.Option("--purpose", help=say(nl="doel", en="purpose"))
    ] = "onderwijs",
    k: Annotated[
        int, typer.Option("--k", help=say(nl="kleinste groep", en="smallest group"))
    ] = 5,
    approve: Annotated[
        list[str] | None,
        typer.Option("--approve", help=say(nl="wie keurt goed", en="who approves")),
    ] = None,
    study: Annotated[
        Path | None,
        typer.Option(
            "--study",
            help=say(nl="leg de uitgifte vast in deze studie", en="record it there"),
        ),
    ] = None,
    as_json: show.AsJson = False,
) -> None:
    """Make a release of a snapshot; or `approve` or `verify` one."""
    from vknz_research.cli.vault import ask_vault
    from vknz_research.project.release import (
        Asking,
        Terms,
        approve_release,
        make_release,
        verify_release,
    )

    match words:
        case ["approve", out, name]:
            made = approve_release(Path(out), name)
        case ["verify", out]:
            made = verify_release(Path(out))
        case [snapshot, out]:
            folder = Path(snapshot).resolve().parent.parent
            asking = Asking(partial(show.ask_passphrase, folder), ask_vault)
            made = make_release(Path(snapshot), Path(out), Terms(purpose, k), asking)
            for name in approve or ():
                made = approve_release(made.path, name)
        case _:
            raise typer.BadParameter("SNAPSHOT OUT | approve OUT NAME | verify OUT")
    if study is not None and not made.is_draft:
        _record(study, made)
    facts = {
        "release": str(made.path),
        "hash": made.hash,
        "approvals": list(made.approvals),
        "is_draft": made.is_draft,
    }
    show.print_facts(facts, as_json)


def _record(path: Path, made: "Release") -> None:
    from vknz_research.project.outgoing import record_release

    with show.open_folder(path) as study:
        record_release(study, made)


def study_from_release(
    path: Annotated[
        Path, typer.Argument(help=say(nl="map van de uitgifte", en="release folder"))
    ],
    to: Annotated[Path, typer.Argument(help=say(nl="nieuwe map", en="new folder"))],
    plain: Annotated[
        bool, typer.Option("--plain", help=say(nl="zonder sleutel", en="no key"))
    ] = False,
    as_json: show.AsJson = False,
) -> None:
    """Make a study of an approved release; the researchers are in it as A and B."""
    from vknz_research.project.classroom import make_study

    ask = None if plain else lambda: show.ask_passphrase(to, confirm=True)
    with make_study(path, to, ask) as study:
        facts = {"study": str(study.path), "sources": len(study.sources)}
        facts["codings"] = len(study.codings())
    show.print_facts(facts, as_json)
