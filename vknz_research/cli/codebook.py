"""Verbs of the codebook: codes, codebook, add, move, merge, split, remove."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from vknz_research.cli import show
from vknz_research.language import current_language, say

Code = Annotated[str, typer.Argument(help=say(nl="codepad", en="code path"))]


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command(help=say(nl="Toon het codeboek", en="List the codebook"))(codes)
    app.command(
        help=say(
            nl="Codeboek in of uit: import, export of check",
            en="Codebook in or out: import, export or check",
        )
    )(codebook)
    app.command("add-code", help=say(nl="Voeg een code toe", en="Add a code"))(add_code)
    app.command("move-code", help=say(nl="Verplaats of hernoem", en="Move or rename"))(
        move_code
    )
    app.command("merge-codes", help=say(nl="Voeg codes samen", en="Merge codes"))(
        merge_codes
    )
    app.command("split-code", help=say(nl="Splits een code", en="Split a code"))(
        split_code
    )
    app.command("remove-code", help=say(nl="Haal een code weg", en="Remove a code"))(
        remove_code
    )


def codes(path: show.Dir, as_json: show.AsJson = False) -> None:
    """List the codes with how often each was given."""
    from vknz_research.project.listing import list_codes

    with show.open_folder(path) as study:
        facts = list_codes(study)
    if as_json:
        show.print_json(facts)
        return
    heading = ("path", "name", "codings", "revision")
    show.print_table(heading, [[row[h] for h in heading] for row in facts])


def codebook(
    path: show.Dir,
    act: Annotated[str, typer.Argument(help="import | export | check")],
    file: Annotated[Path, typer.Argument(help="YAML")],
    as_json: show.AsJson = False,
) -> None:
    """Import or export the codebook as YAML, or check a file without importing."""
    from vknz_research.cli.vault import ask_vault
    from vknz_research.coding.codebook import import_codes
    from vknz_research.exchange.codebook import read_frameworks, write_codebook
    from vknz_research.exchange.doubts import list_doubts
    from vknz_research.model.exports import describe_purpose
    from vknz_research.project.gate import keep_or_remove
    from vknz_research.project.withdrawing import open_vault

    if act not in {"import", "export", "check"}:
        raise typer.BadParameter("import | export | check")
    with show.open_folder(path) as study:
        if act == "export":
            said = f"# {describe_purpose('onderzoek', current_language())}\n"
            written = said + write_codebook(study.codebook)
            file.write_text(written, encoding="utf-8")
            keep_or_remove(open_vault(study), [file], ask_vault)
            show.print_facts({"codes": len(study.codebook)}, as_json)
            return
        found = [
            code for framework in read_frameworks(file) for code in framework.codes
        ]
        facts: dict[str, Any] = {"codes": len(found)}
        doubts = list_doubts(found, study.codebook)
        if act == "import":
            added, changed = import_codes(study.store, "vknz", found)
            facts |= {"added": added, "changed": changed}
    show.print_facts({**facts, "doubts": doubts} if as_json else facts, as_json)
    for doubt in () if as_json else doubts:
        print(doubt, file=sys.stderr)
    if act == "check" and doubts:
        raise typer.Exit(1)


def add_code(
    path: show.Dir,
    code: Code,
    coder: show.CoderName,
    name: Annotated[str | None, typer.Option("--name")] = None,
) -> None:
    """Add a code; it takes colour and letters from the code above it."""
    with show.open_folder(path) as study:
        study.coder(coder).add_code(code, name)


def move_code(path: show.Dir, code: Code, new: Code, coder: show.CoderName) -> None:
    """Give a code, with all below it, another place or name in the tree."""
    with show.open_folder(path) as study:
        study.coder(coder).move_code(code, new)


def merge_codes(
    path: show.Dir,
    source: Code,
    target: Code,
    coder: show.CoderName,
    as_json: show.AsJson = False,
) -> None:
    """Fold the first code into the second."""
    with show.open_folder(path) as study:
        plan = study.coder(coder).merge_codes(source, target)
    facts = {"moved": len(plan.moved), "doubled": len(plan.doubled)}
    show.print_facts(facts, as_json)


def split_code(
    path: show.Dir,
    code: Code,
    new: Code,
    chosen: Annotated[
        list[str], typer.Argument(help=say(nl="coderingen", en="codings"))
    ],
    coder: show.CoderName,
) -> None:
    """Give chosen codings of a code a new code."""
    with show.open_folder(path) as study:
        study.coder(coder).split_code(code, {new: chosen})


def remove_code(path: show.Dir, code: Code, coder: show.CoderName) -> None:
    """Take an unused code out of the codebook."""
    with show.open_folder(path) as study:
        study.coder(coder).remove_code(code)
