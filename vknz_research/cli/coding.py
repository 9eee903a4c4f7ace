"""Verbs of coding passages: code, uncode, recode, in-vivo, memo, codings."""

from pathlib import Path
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
    app.command(help=say(nl="Toon de memo's", en="List the memos"))(memos)
    app.command("remove-memo", help=say(nl="Haal een memo weg", en="Remove a memo"))(
        remove_memo
    )
    app.command(
        "remove-excerpt", help=say(nl="Haal een citaat weg", en="Remove a quotation")
    )(remove_excerpt)


def code(  # noqa: PLR0917 - each is an option of the command
    path: show.Dir,
    source: show.SourceName,
    code_path: CodePath,
    coder: show.CoderName,
    start: show.Start = None,
    end: show.End = None,
    quote: show.Quote = None,
    occurrence: show.Occurrence = 1,
    as_json: show.AsJson = False,
) -> None:
    """Give a code to a passage: by offsets (Unicode characters from 0) or its words."""
    from vknz_research.coding.places import Asked

    asked = Asked(quote, occurrence) if quote else None
    with show.open_folder(path) as study:
        span = show.find_span(study, source, (start, end), asked)
        made = study.coder(coder).code(source, code_path, *span)
        words = study.text(source)[made.start : made.end]
    show.print_facts({"coding_id": made.id, "text": words}, as_json)


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


def in_vivo(  # noqa: PLR0917 - each is an option of the command
    path: show.Dir,
    source: show.SourceName,
    coder: show.CoderName,
    start: show.Start = None,
    end: show.End = None,
    quote: show.Quote = None,
    occurrence: show.Occurrence = 1,
    as_json: show.AsJson = False,
) -> None:
    """Make a code named after the words of a passage, and give it."""
    from vknz_research.coding.places import Asked

    asked = Asked(quote, occurrence) if quote else None
    with show.open_folder(path) as study:
        span = show.find_span(study, source, (start, end), asked)
        made = study.coder(coder).code_in_vivo(source, *span)
    show.print_facts({"coding_id": made.id}, as_json)


def codings(
    path: show.Dir,
    coder: Annotated[str | None, typer.Option("--coder")] = None,
    code_path: Annotated[str | None, typer.Option("--code")] = None,
    csv: Annotated[
        Path | None,
        typer.Option(
            help=say(
                nl="schrijf ze als tabel voor import-codings, zonder woorden",
                en="write them as a table for import-codings, without words",
            )
        ),
    ] = None,
    as_json: show.AsJson = False,
) -> None:
    """List codings with their words, or write where they stand."""
    from vknz_research.project.listing import list_codings
    from vknz_research.project.records import write_codings

    with show.open_folder(path) as study:
        if csv is not None:
            show.print_facts({"codings": write_codings(study, csv)}, as_json)
            return
        facts = list_codings(study, coder, code_path)
    if as_json:
        show.print_json(facts)
        return
    heading = ("coding_id", "source", "code", "coder", "text")
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


def memos(path: show.Dir, as_json: show.AsJson = False) -> None:
    """List the memos: kind, section, title, coder."""
    from vknz_research.project.listing import list_memos

    with show.open_folder(path) as study:
        facts = list_memos(study)
    if as_json:
        show.print_json(facts)
        return
    heading = ("memo_id", "kind", "section", "language", "title", "coder")
    show.print_table(heading, [[row[h] for h in heading] for row in facts])


def remove_memo(
    path: show.Dir,
    memo_id: Annotated[str, typer.Argument(help=say(nl="id van memo", en="memo id"))],
    coder: show.CoderName,
) -> None:
    """Take a memo away."""
    with show.open_folder(path) as study:
        study.coder(coder).remove_memo(memo_id)


def remove_excerpt(
    path: show.Dir,
    key: Annotated[str, typer.Argument(help=say(nl="id van citaat", en="id"))],
    coder: show.CoderName,
) -> None:
    """Take a chosen quotation away; the passage and its codings stay."""
    from vknz_research.coding.acts import remove_excerpt as run

    with show.open_folder(path) as study:
        run(study.store, coder, key)
