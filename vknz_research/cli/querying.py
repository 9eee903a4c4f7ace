"""Verbs that ask: query, smart-codes, municipality."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from vknz_research.cli import show
from vknz_research.language import say

if TYPE_CHECKING:
    import pandas as pd

# What leaves the study of a passage; who said it does not.
COLUMNS = (
    *("source_id", "source", "source_code", "kind", "phase", "perspective", "role"),
    *("turn", "start", "end", "begin_ms", "is_quotable", "codings", "text"),
)
SHOWN = ("source", "source_code", "perspective", "turn", "start", "end", "text")
Filter = Annotated[
    list[str] | None,
    typer.Option(
        "-w",
        "--where",
        help=say(
            nl="beperking als sleutel=waarde: fase, perspectief, soort, bron, "
            "broncode, gemeente, laag, traject",
            en="limit as key=value: fase, perspectief, soort, bron, broncode, "
            "gemeente, laag, traject",
        ),
    ),
]
Csv = Annotated[
    Path | None,
    typer.Option("--csv", help=say(nl="schrijf als CSV", en="write as CSV")),
]
Save = Annotated[
    str | None,
    typer.Option(
        "--save",
        help=say(nl="bewaar als slimme code", en="keep as smart code"),
    ),
]
By = Annotated[str, typer.Option("--coder", help=say(nl="wie", en="who"))]


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command(
        help=say(
            nl="Vraag passages op: 4r/reflectie EN perspectief:klant",
            en="Ask for passages: 4r/reflectie AND perspective:klant",
        )
    )(query)
    app.command(
        "smart-codes",
        help=say(nl="Toon de slimme codes", en="List the smart codes"),
    )(smart_codes)
    app.command(
        help=say(
            nl="Zeg uit welke gemeente bronnen komen",
            en="Say of which municipality sources are",
        )
    )(municipality)


def query(
    path: show.Dir,
    question: Annotated[str, typer.Argument(help=say(nl="vraag", en="question"))],
    where: Filter = None,
    csv: Csv = None,
    save: Save = None,
    coder: By = "vknz",
    as_json: show.AsJson = False,
) -> None:
    """Find the passages that a question asks for, and show their words."""
    from vknz_research.analysis.view import Choice
    from vknz_research.project.passagetable import render_passages
    from vknz_research.project.querying import save_smart_code

    choice = Choice.read(_read_pairs(where or []))
    with show.open_folder(path) as study:
        found = study.passages(question, choice)
        if save is not None:
            save_smart_code(study, coder, save, question)
    facts = _list_rows(found)
    if csv is not None:
        text = render_passages(COLUMNS, facts, csv.name)
        csv.write_text(text, encoding="utf-8", newline="")
    if as_json:
        show.print_json(facts)
        return
    show.print_table(SHOWN, [[row[name] for name in SHOWN] for row in facts])
    show.tell(nl=f"{len(facts)} passages", en=f"{len(facts)} passages")


def _read_pairs(pairs: list[str]) -> dict[str, str]:
    from vknz_research.analysis.view import KEYS
    from vknz_research.errors import UnknownValueError

    found: dict[str, str] = {}
    for pair in pairs:
        key, sign, value = pair.partition("=")
        if not sign or key not in KEYS.values():
            known = ", ".join(KEYS.values())
            raise UnknownValueError(value=pair, field="--where", known=known)
        found[key] = value
    return found


def _list_rows(found: "pd.DataFrame") -> list[dict[str, Any]]:
    plain = found[list(COLUMNS)].astype(object).where(found.notna(), None)
    return [{str(k): v for k, v in row.items()} for row in plain.to_dict("records")]


def smart_codes(
    path: show.Dir,
    remove: Annotated[
        str | None,
        typer.Option("--remove", help=say(nl="haal weg", en="take away")),
    ] = None,
    coder: By = "vknz",
    as_json: show.AsJson = False,
) -> None:
    """List the questions that are kept under a name."""
    from vknz_research.project.querying import list_smart_codes, remove_smart_code

    with show.open_folder(path) as study:
        if remove is not None:
            remove_smart_code(study, coder, remove)
        rows = [{"name": o.name, "query": o.query} for o in list_smart_codes(study)]
    if as_json:
        show.print_json(rows)
        return
    show.print_table(("name", "query"), [list(row.values()) for row in rows])


def municipality(
    path: show.Dir,
    name: Annotated[
        str, typer.Argument(help=say(nl="gemeente; leeg haalt weg", en="name; or none"))
    ],
    source: Annotated[
        list[str], typer.Option("--source", help=say(nl="bron", en="source"))
    ],
    coder: By = "vknz",
    as_json: show.AsJson = False,
) -> None:
    """Say of which municipality sources are."""
    from vknz_research.coding.smartcodes import set_municipality

    with show.open_folder(path) as study:
        made = set_municipality(study.store, coder, source, name or None)
    rows = [{"source": s.name, "municipality": s.municipality} for s in made]
    if as_json:
        show.print_json(rows)
        return
    show.print_table(("source", "municipality"), [list(r.values()) for r in rows])
