"""Verbs of consent: record, list, withdraw, purge, note what is public."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from vknz_research.cli import show
from vknz_research.language import say

if TYPE_CHECKING:
    from vknz_research.project import Study
    from vknz_research.project.withdrawing import WithdrawalReport

Purpose = Annotated[
    str | None,
    typer.Argument(
        help=say(
            nl="doel, meer met komma's ertussen, of all",
            en="purpose, several with commas between, or all",
        )
    ),
]
State = Annotated[str | None, typer.Argument(help="given | refused | withdrawn")]
Letter = Annotated[
    str | None,
    typer.Option(help=say(nl="versie van de brief", en="version of the letter")),
]
AskedBy = Annotated[
    str | None, typer.Option("--by", help=say(nl="wie het vroeg", en="who asked"))
]


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command(
        help=say(
            nl="Toon toestemming, leg haar vast, of trek haar in",
            en="List, record or withdraw consent",
        )
    )(consent)
    app.command(
        help=say(
            nl="Maak intrekkingen af; haal weg wat niet meer getoond mag worden",
            en="Complete withdrawals; take away what may not be shown any more",
        )
    )(purge)
    app.command(
        help=say(
            nl="Leg vast dat een rapport of uitgifte openbaar is",
            en="Record that a report or release is public",
        )
    )(publish)


def consent(
    path: show.Dir,
    participant: Annotated[
        str | None, typer.Argument(help=say(nl="deelnemer", en="participant"))
    ] = None,
    purpose: Purpose = None,
    state: State = None,
    *,
    source: Annotated[
        str | None,
        typer.Option(
            help=say(
                nl="voor allen die in deze bron spreken: DOEL STAND",
                en="of all who speak in this source: PURPOSE STATE",
            )
        ),
    ] = None,
    date: Annotated[str | None, typer.Option(help="2026-11-22")] = None,
    letter: Letter = None,
    asked_by: AskedBy = None,
    table: Annotated[
        Path | None,
        typer.Option("--from", help="CSV: participant, purpose, state, date"),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=say(nl="alleen tonen", en="only tell"))
    ] = False,
    as_json: show.AsJson = False,
) -> None:
    """List consent, or record what a participant said about purposes."""
    from vknz_research.project.consent import Said, list_consent, say_for_source
    from vknz_research.project.records import import_consent

    words = [word for word in (participant, purpose, state) if word is not None]
    if source is not None and len(words) == 2:
        said = Said(words[0].split(","), words[1], date, letter, asked_by)
        with show.open_folder(path) as study:
            say_for_source(study, source, said)
            _print_consent(list_consent(study), as_json)
        return
    if len(words) not in {0, 3} or (source and words):
        raise typer.BadParameter("PARTICIPANT PURPOSE given|refused|withdrawn")
    with show.open_folder(path) as study:
        if table:
            import_consent(study, table)
        if participant and purpose and state:
            said = Said(purpose.split(","), state, date, letter, asked_by)
            if _tell(study, participant, said, dry_run=dry_run, as_json=as_json):
                return
        _print_consent(list_consent(study), as_json)


def _tell(
    study: "Study", participant: str, said: Any, *, dry_run: bool, as_json: bool
) -> bool:
    """Record what somebody said; say whether what was done has been printed."""
    from vknz_research.project.consent import set_consent
    from vknz_research.project.withdrawing import plan_withdrawal

    if said.state == "withdrawn" and dry_run:
        plan = plan_withdrawal(study, participant, said.purposes)
        facts = {"participant": plan.label, "sources": sorted(plan.names.values())}
        show.print_facts({**facts, "counts": dict(plan.counts)}, as_json)
        return True
    report = set_consent(study, participant, said)
    if report is not None:
        _tell_reports([report])
    return False


def _print_consent(facts: list[dict[str, Any]], as_json: bool) -> None:
    if as_json:
        show.print_json(facts)
        return
    heading = ("participant", "role", "purpose", "state", "date", "letter")
    show.print_table(heading, [[row[h] for h in heading] for row in facts])


def purge(path: show.Dir, as_json: show.AsJson = False) -> None:
    """Go on with withdrawals that are not complete, and take away what shows people."""
    from vknz_research.project.withdrawing import purge as run

    with show.open_folder(path) as study:
        _print_reports(run(study), as_json)


def _print_reports(reports: list["WithdrawalReport"], as_json: bool) -> None:
    if as_json:
        show.print_json({"withdrawals": [report.as_facts() for report in reports]})
        return
    _tell_reports(reports)
    if not reports:
        print(say(nl="Er was niets op te ruimen.", en="There was nothing to clear."))


def _tell_reports(reports: list["WithdrawalReport"]) -> None:
    """Say what was done, on standard error."""
    for report in reports:
        rows = sum(report.erased.values())
        files = sum(file.done in {"removed", "cut"} for file in report.files)
        show.tell(
            nl=f"Ingetrokken: {rows} rijen en {files} bestanden opgeruimd; een "
            "zoektocht door alle bytes vond niets meer.",
            en=f"Withdrawn: {rows} rows and {files} files cleared; a search of all "
            "bytes found nothing more.",
        )
        for name in report.published:
            show.tell(
                nl=f"Openbaar, dus niet gewijzigd maar gemerkt: {name}",
                en=f"Public, so not changed but marked: {name}",
            )


def publish(
    path: show.Dir,
    file: Annotated[Path, typer.Argument(help=say(nl="bestand", en="file"))],
    name: Annotated[str | None, typer.Option(help=say(nl="titel", en="title"))] = None,
    date: Annotated[str | None, typer.Option(help="2026-11-22")] = None,
    doi: Annotated[str | None, typer.Option(help="DOI")] = None,
    as_json: show.AsJson = False,
) -> None:
    """Record that a file is public: a withdrawal marks it from then, and keeps it."""
    from vknz_research.project.publishing import Release, publish_file

    with show.open_folder(path) as study:
        made = publish_file(study, file, Release(name, date, doi))
    show.print_facts(
        {"name": made.name, "hash": made.file_hash, "date": made.at}, as_json
    )
