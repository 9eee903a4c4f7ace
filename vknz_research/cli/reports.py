"""Verbs from store to paper: audit-attribution, freeze, report, transcript."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from vknz_research.cli import show
from vknz_research.language import say

Parameters = Annotated[
    list[str] | None, typer.Option("-p", "--parameter", help="key=value")
]

Purpose = Annotated[
    str,
    typer.Option(
        "--purpose",
        help=say(nl="waarvoor, van de lijst", en="what for, from the list"),
    ),
]


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command(
        "audit-attribution",
        help=say(nl="Welke citaten hebben een verkeerd label?", en="Audit the labels"),
    )(audit)
    app.command(help=say(nl="Bevries een momentopname", en="Freeze a snapshot"))(freeze)
    app.command(help=say(nl="Maak een rapport", en="Make a report"))(report)
    app.command(
        "import-responses",
        help=say(
            nl="Lees reacties van de projectgroep in als memo’s",
            en="Bring in responses of the project group as memos",
        ),
    )(import_responses)
    app.command(
        help=say(
            nl="Schrijf een gecodeerd transcript als HTML",
            en="Write a coded transcript as HTML",
        )
    )(transcript)


def audit(path: show.Dir, as_json: show.AsJson = False) -> None:
    """List quotations with an unknown, unfitting or missing label."""
    with show.open_folder(path) as study:
        found = study.audit_attribution()
    facts = {key: list(value) for key, value in asdict(found).items()}
    show.print_facts(facts, as_json)


def freeze(
    path: show.Dir,
    name: Annotated[str, typer.Argument(help=say(nl="naam", en="name"))],
    as_json: show.AsJson = False,
) -> None:
    """Freeze the study; the same state gives the same hash."""
    with show.open_folder(path) as study:
        made = study.freeze(name)
        if study.settings.salt:
            show.tell(
                nl="Let op: een momentopname is niet versleuteld. Bewaar haar waar "
                "alleen jij bij kunt, en gooi weg wat je niet meer nodig hebt.",
                en="Mind: a snapshot is not encrypted. Keep it where only you can "
                "reach it, and throw away what you do not need any more.",
            )
    show.print_facts({"snapshot": str(made.path), "hash": made.hash}, as_json)


def report(  # noqa: PLR0917 - typer has an option for each
    snapshot: Annotated[
        Path, typer.Argument(help=say(nl="momentopname", en="snapshot"))
    ],
    name: Annotated[
        str | None, typer.Argument(help="procesevaluatie", show_default=False)
    ] = None,
    parameter: Parameters = None,
    parameters: Annotated[
        Path | None,
        typer.Option(
            "--parameters",
            help=say(
                nl="bestand .yml met wat er in het rapport staat",
                en="file .yml with what stands in the report",
            ),
        ),
    ] = None,
    to: Annotated[str, typer.Option("--to", help="html,docx,pdf")] = "html,docx,pdf",
    out: Annotated[Path | None, typer.Option("--out")] = None,
    engine: Annotated[str, typer.Option("--engine", help="vknz | default")] = "vknz",
    purpose: Annotated[
        str | None,
        typer.Option(
            "--purpose",
            help=say(
                nl="waarvoor, van de lijst (evaluatierapport)",
                en="what for, from the list (evaluatierapport)",
            ),
        ),
    ] = None,
    as_json: show.AsJson = False,
) -> None:
    """Run the notebooks of a report on a snapshot and write its files."""
    from vknz_research.cli.vault import ask_vault
    from vknz_research.project.reporting import (
        choose_parameters,
        latest_snapshot,
        make_report,
    )

    if (snapshot / "study.toml").exists():
        snapshot = latest_snapshot(snapshot)
    pairs = [*([f"purpose={purpose}"] if purpose else []), *(parameter or [])]
    chosen = choose_parameters(name, pairs, parameters)
    made = make_report(
        snapshot,
        chosen,
        formats=to.split(","),
        out=out,
        engine=engine,
        ask_vault=ask_vault,
    )
    if as_json:
        show.print_json({"files": [str(path) for path in made]})
    else:
        for path in made:
            print(path)


def import_responses(
    path: show.Dir,
    file: Annotated[
        Path, typer.Argument(help=say(nl="bestand .json", en="file .json"))
    ],
    coder: show.CoderName,
    as_json: show.AsJson = False,
) -> None:
    """Bring in what was kept from the form; the same file twice adds nothing."""
    from vknz_research.project import responding

    with show.open_folder(path) as study:
        facts = responding.import_responses(study, coder, file)
    show.print_facts(facts, as_json)


def transcript(
    path: show.Dir,
    source: show.SourceName,
    out: Annotated[Path, typer.Option("--out", help="HTML")],
    coder: Annotated[
        str | None, typer.Option("--coder", help=say(nl="codeur", en="coder"))
    ] = None,
    purpose: Purpose = "onderzoek",
) -> None:
    """Write the coded transcript of a source: one file that needs nothing else."""
    from vknz_research.cli.vault import ask_vault
    from vknz_research.project.gate import keep_or_remove
    from vknz_research.project.withdrawing import open_vault

    with show.open_folder(path) as study:
        made = study.transcript(source, coder, purpose).write(out)
        keep_or_remove(open_vault(study), [made], ask_vault)
    show.tell(
        nl="Let op: dit bestand is niet versleuteld en bevat wat mensen zeiden.",
        en="Mind: this file is not encrypted and holds what people said.",
    )
    print(made)
