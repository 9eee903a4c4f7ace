"""Verbs that bring files in, and list what is there."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vknz_research.cli import show
from vknz_research.language import say

if TYPE_CHECKING:
    from vknz_research.model.people import Given

Csv = Annotated[Path, typer.Argument(help="CSV")]
Letter = Annotated[
    str | None,
    typer.Option(help=say(nl="versie van de brief", en="version of the letter")),
]
AskedBy = Annotated[
    str | None, typer.Option("--by", help=say(nl="wie het vroeg", en="who asked"))
]
Inventory = Annotated[Path | None, typer.Option("--inventory", help="CSV")]


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command("import", help=say(nl="Importeer bronnen", en="Import sources"))(
        import_sources
    )
    app.command(help=say(nl="Toon de bronnen", en="List the sources"))(sources)
    app.command(help=say(nl="Toon de beurten van een bron", en="List turns"))(turns)
    app.command(help=say(nl="Toon de deelnemers", en="List the participants"))(people)
    app.command(
        "import-codings",
        help=say(nl="Importeer coderingen (CSV)", en="Import codings (CSV)"),
    )(import_codings)
    app.command(
        "import-excerpts",
        help=say(
            nl="Importeer citaten (CSV): als bronnen, of gekozen uit bronnen",
            en="Import quotations (CSV): as sources, or chosen from sources",
        ),
    )(import_excerpts)
    app.command(
        "import-memos", help=say(nl="Importeer memo's (md)", en="Import memos (md)")
    )(import_memos)
    app.command(
        "import-people",
        help=say(nl="Importeer deelnemers (CSV)", en="Import participants (CSV)"),
    )(import_people)
    app.command(
        "import-design",
        help=say(nl="Importeer de onderzoeksopzet (CSV)", en="Import the design (CSV)"),
    )(import_design)


def import_sources(
    path: show.Dir,
    files: Annotated[list[Path], typer.Argument(help=say(nl="bestanden", en="files"))],
    inventory: Inventory = None,
    *,
    consent: Annotated[
        str | None,
        typer.Option(
            "--consent",
            help=say(
                nl="doelen waar allen ja op zeiden: interview,coding of all",
                en="purposes that all said yes to: interview,coding or all",
            ),
        ),
    ] = None,
    letter: Letter = None,
    date: Annotated[str | None, typer.Option("--consent-date")] = None,
    asked_by: AskedBy = None,
    as_json: show.AsJson = False,
) -> None:
    """Import files or folders; a file that cannot be read stops no other."""
    from rich.console import Console
    from rich.progress import Progress

    from vknz_research.project.importing import import_files

    given = _read_given(consent, letter, date, asked_by)
    console = Console(stderr=True)
    with (
        show.open_folder(path) as study,
        Progress(
            console=console, transient=True, disable=not console.is_terminal
        ) as bar,
    ):
        task = bar.add_task("", total=None)

        def step(number: int, total: int, name: str) -> None:
            bar.update(task, completed=number - 1, total=total, description=name)

        report = import_files(study, files, inventory, step, given)
    if as_json:
        facts = {"imported": report.imported, "skipped": report.skipped}
        show.print_json({**facts, "warnings": report.warnings})
    else:
        heading = ("name", "format", "characters", "turns", "speakers")
        rows = [
            [*[entry[h] for h in heading[:-1]], ", ".join(entry["speakers"])]
            for entry in report.imported
        ]
        show.print_table(heading, rows)
        for entry in report.skipped:
            print(f"{entry['file']}: {entry['reason']}", file=sys.stderr)
        for warning in report.warnings:
            print(warning, file=sys.stderr)
    if report.failed:
        raise typer.Exit(1)


def _read_given(
    purposes: str | None, letter: str | None, date: str | None, asked_by: str | None
) -> "Given | None":
    """Return what all gave; consent without the version of the letter is none."""
    from vknz_research.model.people import PURPOSES, Given

    if purposes is None:
        return None
    if letter is None:
        raise typer.BadParameter(say(nl="--letter ontbreekt", en="--letter is missing"))
    listed = PURPOSES if purposes == "all" else tuple(purposes.split(","))
    return Given(tuple(purpose.strip() for purpose in listed), letter, date, asked_by)


def sources(path: show.Dir, as_json: show.AsJson = False) -> None:
    """List the sources with their place in the design."""
    from vknz_research.project.listing import list_sources

    with show.open_folder(path) as study:
        facts = list_sources(study)
    if as_json:
        show.print_json(facts)
        return
    heading = (
        "name",
        "source_code",
        "kind",
        "phase",
        "perspective",
        "date",
        "characters",
    )
    show.print_table(heading, [[row[h] for h in heading] for row in facts])
    if not facts:
        show.tell(
            nl="Nog geen bronnen. Importeer een bestand (docx, txt, vtt, srt) of map.",
            en="No sources yet. Import a transcript (docx, txt, vtt, srt) or a folder.",
        )


def turns(
    path: show.Dir, source: show.SourceName, as_json: show.AsJson = False
) -> None:
    """List the turns of a source: number, place, time, kind, speaker, words."""
    from vknz_research.project.listing import list_turns

    with show.open_folder(path) as study:
        facts = list_turns(study, source)
    if as_json:
        show.print_json(facts)
        return
    heading = ("turn", "start", "end", "begin_ms", "kind", "speaker", "text")
    show.print_table(heading, [[row[h] for h in heading] for row in facts])


def people(path: show.Dir, as_json: show.AsJson = False) -> None:
    """List participants with role, number of sources, and recorded consents."""
    from vknz_research.project.listing import list_people

    with show.open_folder(path) as study:
        facts = list_people(study)
    if as_json:
        show.print_json(facts)
        return
    heading = ("label", "role", "sources", "consents")
    show.print_table(heading, [[row[h] for h in heading] for row in facts])


def import_codings(path: show.Dir, table: Csv, as_json: show.AsJson = False) -> None:
    """Import codings: coder, source, code, start, end (or quote)."""
    from vknz_research.project.records import import_codings as run

    with show.open_folder(path) as study:
        new = run(study, table)
    show.print_facts({"codings": new}, as_json)


def import_excerpts(
    path: show.Dir,
    table: Csv,
    inventory: Inventory = None,
    sections: Annotated[
        Path | None, typer.Option("--sections", help="CSV: section, code")
    ] = None,
    coder: show.CoderName = "import",
    as_json: show.AsJson = False,
) -> None:
    """Import quotations with their section, source code and speaker's role."""
    from vknz_research.project.excerpts import import_excerpts as run

    with show.open_folder(path) as study:
        made = run(study, table, inventory, sections, coder)
    facts = {
        "excerpts": made.excerpts,
        "sources": made.sources,
        "codings": made.codings,
        "new_codes": list(made.new_codes),
        "unchanged": made.is_unchanged,
    }
    show.print_facts(facts, as_json)


def import_memos(
    path: show.Dir,
    files: Annotated[list[Path], typer.Argument(help="*.md")],
    as_json: show.AsJson = False,
) -> None:
    """Import memos from Markdown files with a YAML heading."""
    from vknz_research.project.records import import_memos as run

    with show.open_folder(path) as study:
        show.print_facts({"memos": run(study, files)}, as_json)


def import_people(path: show.Dir, table: Csv, as_json: show.AsJson = False) -> None:
    """Import what is known of participants: label, role, age_band, gender."""
    from vknz_research.project.records import import_participants

    with show.open_folder(path) as study:
        show.print_facts({"participants": import_participants(study, table)}, as_json)


def import_design(path: show.Dir, table: Csv, as_json: show.AsJson = False) -> None:
    """Import which source codes the design of the study has."""
    from vknz_research.project.importing import import_design as run

    with show.open_folder(path) as study:
        show.print_facts({"source_codes": run(study, table)}, as_json)
