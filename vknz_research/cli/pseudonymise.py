"""Verbs that take out who somebody is: pseudonymise, scan."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vknz_research.cli import show
from vknz_research.language import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vknz_research.privacy.proposals import Proposal
    from vknz_research.privacy.register import Register
    from vknz_research.project import Study
    from vknz_research.project.pseudonyms import Offer

OneSource = Annotated[
    str | None,
    typer.Option("--source", help=say(nl="alleen deze bron", en="this source only")),
]


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command(
        help=say(
            nl="Toon, beslis over en vervang wat zegt wie iemand is",
            en="List, decide on and replace what says who somebody is",
        )
    )(pseudonymise)
    app.command(
        help=say(
            nl="Doorzoek bestanden, ook uitgepakt, op wat zegt wie iemand is",
            en="Scan files, also unpacked, for what says who somebody is",
        )
    )(scan)


def pseudonymise(
    path: show.Dir,
    source: OneSource = None,
    *,
    export: Annotated[
        Path | None,
        typer.Option(
            "--export",
            help=say(nl="schrijf ze naar een CSV", en="write them to a CSV file"),
        ),
    ] = None,
    apply: Annotated[
        Path | None,
        typer.Option(
            "--apply",
            help=say(nl="voer de besluiten in een CSV uit", en="apply a CSV file"),
        ),
    ] = None,
    original: Annotated[
        Path | None,
        typer.Option(
            "--original",
            help=say(
                nl="schrijf de oorspronkelijke tekst van --source hierheen",
                en="write the original text of --source here",
            ),
        ),
    ] = None,
    done: Annotated[
        bool,
        typer.Option(
            "--done",
            help=say(
                nl="merk bronnen waarin niets openstaat als gepseudonimiseerd",
                en="mark sources with nothing undecided as pseudonymised",
            ),
        ),
    ] = False,
    coder: Annotated[
        str | None,
        typer.Option("--coder", help=say(nl="wie beslist", en="who decides")),
    ] = None,
    with_register: Annotated[
        bool,
        typer.Option(
            "--register",
            help=say(
                nl="zoek ook met het register in de kluis (vraagt de wachtwoordzin)",
                en="search with the register in the vault (asks for the passphrase)",
            ),
        ),
    ] = False,
    deduce: Annotated[
        bool,
        typer.Option(
            "--deduce/--no-deduce",
            help=say(nl="laat deduce meelezen", en="let deduce read along"),
        ),
    ] = False,
    as_json: show.AsJson = False,
) -> None:
    """List what may say who somebody is; or apply decisions; or give the words back."""
    with show.open_folder(path) as study:
        if original is not None:
            _write_original(study, source, original)
        elif apply is not None:
            _apply_table(study, apply, _need_coder(coder), as_json)
        elif done:
            _finish(study, _need_coder(coder), as_json)
        else:
            known = _read_register(study) if with_register else None
            offers = _list(study, source, known, deduce)
            _print_offers(offers, export, as_json)
            _warn_of_poor(study, source)


def _list(
    study: "Study", source: str | None, known: "Register | None", deduce: bool
) -> "list[Offer]":
    from vknz_research.project.pseudonyms import list_offers

    return list_offers(study, source, known, _ask_deduce if deduce else None)


def _ask_deduce(texts: "Sequence[str]") -> "list[list[Proposal]]":
    from vknz_research.privacy.deducing import find_with_deduce

    return find_with_deduce(
        texts,
        lambda: show.tell(
            nl="deduce start voor het eerst: dat duurt een minuut of twee.",
            en="deduce starts for the first time: that takes a minute or two.",
        ),
    )


def _read_register(study: "Study") -> "Register":
    from vknz_research.cli.vault import ask_vault
    from vknz_research.project.gate import open_register

    return open_register(study, ask_vault)


def _print_offers(
    offers: "Sequence[Offer]", export: Path | None, as_json: bool
) -> None:
    from vknz_research.privacy.proposals import CATEGORIES, describe_reason
    from vknz_research.project.decisions import write_offers

    if export is not None:
        write_offers(offers, export)
        show.tell(
            nl=f"{len(offers)} plekken staan in {export}. Vul decision in (replace, "
            "generalise, keep) en doe --apply. Gooi het bestand daarna weg: de namen "
            "staan erin.",
            en=f"{len(offers)} places stand in {export}. Fill in decision (replace, "
            "generalise, keep) and do --apply. Then throw the file away: it holds the "
            "names.",
        )
        return
    facts = [
        {
            "source": offer.source,
            "start": offer.start,
            "end": offer.end,
            "text": offer.text,
            "category": offer.category,
            "reason": describe_reason(offer.reason),
        }
        for offer in offers
    ]
    if as_json:
        show.print_json(facts)
        return
    named = {key: say(nl=nl, en=en) for key, (nl, en) in CATEGORIES.items()}
    rows = [
        [*list(fact.values())[:4], named[str(fact["category"])], fact["reason"]]
        for fact in facts
    ]
    show.print_table(("source", "start", "end", "text", "category", "reason"), rows)


def _warn_of_poor(study: "Study", source: str | None) -> None:
    from vknz_research.project.pseudonyms import list_poor

    poor = list_poor(study, source)
    if poor:
        named = ", ".join(poor[:5]) + (" …" if len(poor) > 5 else "")
        show.tell(
            nl=f"In {len(poor)} bron(nen) staan bijna geen hoofdletters ({named}). "
            "Namen vallen daar niet op: lees ze zelf na.",
            en=f"{len(poor)} source(s) have hardly any capitals ({named}). Names do "
            "not stand out there: read them yourself.",
        )


def _apply_table(study: "Study", table: Path, coder: str, as_json: bool) -> None:
    from vknz_research.project.decisions import read_decisions
    from vknz_research.project.pseudonyms import decide

    done = decide(study, coder, read_decisions(study, table))
    names = {source.id: source.name for source in study.sources}
    rows = [
        {
            "source": names[one.source_id],
            "replaced": one.replaced,
            "kept": one.kept,
            "doubtful": len(one.doubts),
        }
        for one in done
    ]
    if as_json:
        show.print_json(rows)
        return
    heading = ("source", "replaced", "kept", "doubtful")
    show.print_table(heading, [[row[name] for name in heading] for row in rows])
    show.tell(
        nl=f"De namen staan nu in de kluis. Gooi {table} weg.",
        en=f"The names are in the vault now. Throw {table} away.",
    )


def _need_coder(coder: str | None) -> str:
    if coder is None:
        asked = say(nl="wie beslist?", en="who decides?")
        raise typer.BadParameter(asked, param_hint="--coder")
    return coder


def _finish(study: "Study", coder: str, as_json: bool) -> None:
    from vknz_research.project.pseudonyms import count_open, finish

    marked = finish(study, coder)
    names = {source.id: source.name for source in study.sources}
    still = [names[key] for key, count in count_open(study).items() if count]
    show.print_facts({"marked": marked, "open": still}, as_json)


def _write_original(study: "Study", source: str | None, target: Path) -> None:
    from vknz_research.cli.vault import ask_vault
    from vknz_research.privacy.vault import write_private
    from vknz_research.project.originals import restore_original
    from vknz_research.project.withdrawing import open_vault

    if source is None:
        asked = say(nl="welke bron?", en="which source?")
        raise typer.BadParameter(asked, param_hint="--source")
    unlocked = open_vault(study).unlock(ask_vault)
    write_private(target, restore_original(study, source, unlocked).encode())


def scan(
    paths: Annotated[
        list[Path],
        typer.Argument(help=say(nl="bestanden, mappen", en="files, folders")),
    ],
    study: Annotated[
        Path | None,
        typer.Option(
            "--study",
            help=say(
                nl="zoek ook met het register van deze studie",
                en="search with the register of this study too",
            ),
        ),
    ] = None,
    as_json: show.AsJson = False,
) -> None:
    """Say where files still hold numbers, or names in the register; never which."""
    from vknz_research.project.gate import scan_paths

    forms: list[str] = []
    if study is not None:
        with show.open_folder(study) as opened:
            forms = _read_register(opened).forms
    found = scan_paths(paths, forms)
    facts = [
        {
            "file": str(one.file),
            "part": one.part,
            "category": one.category,
            "count": one.count,
        }
        for one in found
    ]
    if as_json:
        show.print_json(facts)
    else:
        heading = ("file", "part", "category", "count")
        show.print_table(heading, [[row[name] for name in heading] for row in facts])
        if not facts:
            print(say(nl="Niets gevonden.", en="Nothing found."), file=sys.stderr)
    if facts:
        raise typer.Exit(1)
