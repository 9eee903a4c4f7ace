"""Verbs of coding passages: code, uncode, recode, in-vivo, memo, codings."""

from typing import Annotated

import typer

from vknz_research.cli import show
from vknz_research.language import say
from vknz_research.model.codings import MEMO_KINDS

CodePath = Annotated[
    str, typer.Option("--code", help=say(nl="codepad", en="code path"))
]
CodingId = Annotated[
    str, typer.Argument(help=say(nl="id van codering", en="coding id"))
]


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command(help=say(nl="Codeer een passage", en="Code a passage"))(code)
    app.command(help=say(nl="Haal een codering weg", en="Take a coding away"))(uncode)
    app.command(help=say(nl="Geef een andere code", en="Give another code"))(recode)
    app.command(
        "in-vivo",
        help=say(nl="Maak een code van de woorden zelf", en="A code of the words"),
    )(in_vivo)
    app.command(help=say(nl="Toon de coderingen", en="List the codings"))(codings)
    app.command(help=say(nl="Schrijf een memo", en="Write a memo"))(memo)


def code(
    path: show.Dir,
    source: show.SourceName,
    code_path: CodePath,
    start: show.Start,
    end: show.End,
    coder: show.CoderName,
    as_json: show.AsJson = False,
) -> None:
    """Give a code to a passage; offsets count Unicode characters from 0."""
    with show.open_folder(path) as study:
        made = study.coder(coder).code(source, code_path, start, end)
    show.print_facts({"coding_id": made.id}, as_json)


def uncode(
    path: show.Dir, coding: CodingId, coder: show.CoderName, why: show.Why = None
) -> None:
    """Take a coding away."""
    with show.open_folder(path) as study:
        study.coder(coder).uncode(coding, why)


def recode(
    path: show.Dir, coding: CodingId, code_path: CodePath, coder: show.CoderName
) -> None:
    """Give a coded passage another code."""
    with show.open_folder(path) as study:
        study.coder(coder).recode(coding, code_path)


def in_vivo(
    path: show.Dir,
    source: show.SourceName,
    start: show.Start,
    end: show.End,
    coder: show.CoderName,
    as_json: show.AsJson = False,
) -> None:
    """Make a code named after the words of a passage, and give it."""
    with show.open_folder(path) as study:
        made = study.coder(coder).code_in_vivo(source, start, end)
    show.print_facts({"coding_id": made.id}, as_json)


def codings(
    path: show.Dir,
    coder: Annotated[str | None, typer.Option("--coder")] = None,
    code_path: Annotated[str | None, typer.Option("--code")] = None,
    as_json: show.AsJson = False,
) -> None:
    """List codings with their words."""
    from vknz_research.project.listing import list_codings

    with show.open_folder(path) as study:
        facts = list_codings(study, coder, code_path)
    if as_json:
        show.print_json(facts)
        return
    heading = ("source", "code", "coder", "start", "end", "text")
    show.print_table(heading, [[row[h] for h in heading] for row in facts])
    if not facts:
        show.tell(
            nl="Nog niets gecodeerd. Codeer een passage met `vknz code`.",
            en="Nothing coded yet. Code a passage with `vknz code`.",
        )


def memo(  # noqa: PLR0917 - each is an option of the command
    path: show.Dir,
    title: Annotated[str, typer.Option("--title")],
    body: Annotated[str, typer.Option("--body")],
    coder: show.CoderName,
    kind: Annotated[
        str | None, typer.Option("--kind", help=", ".join(MEMO_KINDS))
    ] = None,
    section: Annotated[
        str | None,
        typer.Option(
            "--section",
            help=say(
                nl="onderdeel van het rapport: codepad of hoofdstuk",
                en="section of the report: code path or chapter",
            ),
        ),
    ] = None,
    about: Annotated[
        list[str] | None, typer.Option("--about", help="coding:ID, source:S, code:PATH")
    ] = None,
    as_json: show.AsJson = False,
) -> None:
    """Write a memo, on anything in the study or for a section of the report."""
    from vknz_research.coding.find import find_target
    from vknz_research.project.reporting import check_section

    with show.open_folder(path) as study:
        with study.store.read() as reader:
            targets = [find_target(reader, text) for text in about or ()]
        if section:
            check_section(study, section)
        kind = kind or ("report" if section else "theoretical")
        made = study.coder(coder).memo(
            title, body, kind=kind, section=section, about=targets
        )
    show.print_facts({"memo_id": made.id}, as_json)
