"""Verbs on texts: search, edit-text, worklist."""

from dataclasses import asdict
from typing import Annotated

import typer

from vknz_research.cli import show
from vknz_research.language import say

Mode = Annotated[
    str,
    typer.Option(
        "--mode",
        help=say(
            nl="word (hele woorden), lemma (alle vormen) of regex",
            en="word (whole words), lemma (all forms) or regex",
        ),
    ),
]
OneSource = Annotated[
    str | None,
    typer.Option("--source", help=say(nl="alleen deze bron", en="this source only")),
]
OneCoder = Annotated[
    str | None,
    typer.Option("--coder", help=say(nl="alleen deze codeur", en="this coder only")),
]


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command(help=say(nl="Zoek in de teksten", en="Search the texts"))(search)
    app.command(
        "edit-text",
        help=say(
            nl="Verbeter een fout in een transcript", en="Correct an error in a text"
        ),
    )(edit_text)
    app.command(
        help=say(
            nl="Toon wat opnieuw bekeken moet worden", en="List what to look at again"
        )
    )(worklist)


def search(
    path: show.Dir,
    query: Annotated[str, typer.Argument(help=say(nl="zoekwoorden", en="words"))],
    mode: Mode = "word",
    source: OneSource = None,
    as_json: show.AsJson = False,
) -> None:
    """Find words, all their forms, or a pattern, with what stands around them."""
    from vknz_research.coding.search import MOST_HITS
    from vknz_research.coding.search import search as run
    from vknz_research.model.sources import Source

    with show.open_folder(path) as study, study.store.read() as reader:
        hits = run(reader, query, mode, None if source is None else [source])
        names = {found.id: found.name for found in reader.all(Source)}
    if len(hits) == MOST_HITS:
        show.tell(
            nl=f"Gestopt na {MOST_HITS} treffers: zoek preciezer, of per bron.",
            en=f"Stopped after {MOST_HITS} hits: search closer, or by source.",
        )
    shown = ("source_id", "start", "end", "text", "before", "after")
    facts = [
        {"source": names[hit.source_id], **{name: getattr(hit, name) for name in shown}}
        for hit in hits
    ]
    if as_json:
        show.print_json(facts)
        return
    heading = ("source", "start", "end", "before", "text", "after")
    show.print_table(heading, [[row[name] for name in heading] for row in facts])


def edit_text(
    path: show.Dir,
    source: show.SourceName,
    start: Annotated[
        int, typer.Option("--start", help=say(nl="eerste teken, vanaf 0", en="first"))
    ],
    end: Annotated[
        int, typer.Option("--end", help=say(nl="na het laatste", en="after last"))
    ],
    text: Annotated[
        str, typer.Option("--text", help=say(nl="wat er moet staan", en="new words"))
    ],
    coder: show.CoderName,
    as_json: show.AsJson = False,
) -> None:
    """Replace words within one turn; codings move along. Equal places insert."""
    from vknz_research.coding.textedit import edit_text as run

    with show.open_folder(path) as study:
        found = study.source(source)
        made = run(study.store, coder, found.id, found.revision_id, (start, end), text)
    facts = {
        "revision": made.revision.number,
        "revision_id": made.revision.id,
        "moved": made.moved,
        "doubtful": len(made.doubts),
    }
    show.print_facts(facts, as_json)
    if made.doubts:
        show.tell(
            nl="Bekijk de onzekere passages met `vknz worklist`.",
            en="Look at the uncertain passages with `vknz worklist`.",
        )


def worklist(
    path: show.Dir, coder: OneCoder = None, as_json: show.AsJson = False
) -> None:
    """List passages in doubt after an edit, and codings under an older definition."""
    from vknz_research.coding.worklist import list_tasks

    with show.open_folder(path) as study, study.store.read() as reader:
        facts = [asdict(task) for task in list_tasks(reader, coder)]
    if as_json:
        show.print_json(facts)
        return
    heading = ("reason", "source", "code", "coder", "old_text", "text", "id")
    show.print_table(heading, [[row[name] for name in heading] for row in facts])
    if not facts:
        show.tell(
            nl="Er is niets om opnieuw te bekijken.",
            en="There is nothing to look at again.",
        )
