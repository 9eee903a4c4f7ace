"""Verbs for a study as a whole: init, demo, check, backup, consent, lab."""

from pathlib import Path
from typing import Annotated, Any

import typer

from vknz_research.cli import show
from vknz_research.language import say


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command(help=say(nl="Maak een nieuwe studie", en="Make a new study"))(init)
    app.command(
        help=say(
            nl="Bouw de voorbeeldstudie, codeer, bevries, maak de rapporten",
            en="Build the demo study, code it, freeze it, make its reports",
        )
    )(demo)
    app.command(help=say(nl="Kijk de studie na", en="Look the study over"))(check)
    app.command(help=say(nl="Maak een reservekopie", en="Make a backup"))(backup)
    app.command(help=say(nl="JupyterLab op deze studie", en="JupyterLab on the study"))(
        lab
    )


def init(
    path: show.Dir,
    title: Annotated[str | None, typer.Option(help=say(nl="titel", en="title"))] = None,
    store: Annotated[str | None, typer.Option(help="postgresql+psycopg://…")] = None,
    plain: Annotated[
        bool, typer.Option("--plain", help=say(nl="zonder sleutel", en="no key"))
    ] = False,
) -> None:
    """Make a new study, encrypted unless --plain."""
    from vknz_research.project import create_study

    ask = None if plain or store else lambda: show.ask_passphrase(path, confirm=True)
    create_study(path, title, store=store, ask=ask).close()
    if ask is not None:
        show.tell(
            nl="Schrijf de wachtwoordzin op waar een ander haar niet vindt: zonder "
            "haar is de studie weg. Een goede is lang, vijf woorden of meer.",
            en="Write the passphrase down where nobody else finds it: without it the "
            "study is gone. A good one is long, five words or more.",
        )
    kind_nl = "onversleuteld" if ask is None else "versleuteld"
    kind_en = "plain" if ask is None else "encrypted"
    show.tell(
        nl=f"Studie gemaakt in {path} ({kind_nl}). Volgende stap: vknz import {path} …",
        en=f"Study made in {path} ({kind_en}). Next step: vknz import {path} …",
    )


def demo(
    to: Annotated[Path, typer.Option("--to", help=say(nl="map", en="folder"))] = Path(
        "demo-study"
    ),
    as_json: show.AsJson = False,
) -> None:
    """Build the demo study from files and make everything of it."""
    from vknz_research.demo import build_demo

    made = build_demo(to, tell=lambda nl, en: show.tell(nl=nl, en=en))
    show.print_facts(made, as_json)


def check(
    path: show.Dir,
    repair: Annotated[
        bool,
        typer.Option(
            "--repair",
            help=say(nl="alles weer voor de eigenaar alleen", en="for the owner alone"),
        ),
    ] = False,
    as_json: show.AsJson = False,
) -> None:
    """Look over store, codings, consent, snapshots, end dates and places."""
    from vknz_research.project.places import repair_modes
    from vknz_research.project.upkeep import check_study

    with show.open_folder(path) as study:
        if repair:
            repair_modes(study.path)
        findings = check_study(study)
    facts: list[dict[str, Any]] = [
        {
            "id": f.id,
            "severity": f.severity,
            "where": f.where,
            "what": say(nl=f.what_nl, en=f.what_en),
            "do": say(nl=f.do_nl, en=f.do_en),
        }
        for f in findings
    ]
    is_ok = all(f.severity != "error" for f in findings)
    if as_json:
        show.print_json({"ok": is_ok, "findings": facts})
    else:
        for f in facts:
            print(f"{f['id']} {f['severity']}: {f['where']}: {f['what']}; {f['do']}")
        if is_ok and not facts:
            print(say(nl="De studie is in orde.", en="The study is in order."))
    if not is_ok:
        raise typer.Exit(1)


def backup(
    path: show.Dir,
    out: Annotated[Path, typer.Argument(help=say(nl="nieuwe map", en="new folder"))],
) -> None:
    """Copy the study to a new folder that opens as it is."""
    from vknz_research.project.backups import back_up

    with show.open_folder(path) as study:
        print(back_up(study, out))


def lab(path: show.Dir) -> None:
    """Open JupyterLab in the study's folder of notebooks."""
    from vknz_research.project.lab import start_lab

    show.open_folder(path).close()
    raise typer.Exit(start_lab(path))
