"""The verb that suggests passages for a code, and turns suggesting on or off."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from vknz_research.cli import show
from vknz_research.language import say

if TYPE_CHECKING:
    from vknz_research.coding.shapes import Json
    from vknz_research.project import Study


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command(
        help=say(
            nl="Stel passages voor die een code kunnen verdienen (standaard uit)",
            en="Suggest passages that may deserve a code (off by default)",
        )
    )(suggest)


def suggest(
    path: show.Dir,
    code: Annotated[
        str | None, typer.Option("--code", help=say(nl="codepad", en="code path"))
    ] = None,
    coder: Annotated[
        str | None, typer.Option("--coder", help=say(nl="codeur", en="coder"))
    ] = None,
    on: Annotated[
        bool | None,
        typer.Option("--on/--off", help=say(nl="zet aan of uit", en="turn on or off")),
    ] = None,
    model: Annotated[
        Path | None,
        typer.Option(
            "--model",
            help=say(
                nl="map met een model voor zinnen, met --on; zonder gaat het ook",
                en="folder with a sentence model, with --on; it does without too",
            ),
        ),
    ] = None,
    most: Annotated[
        int,
        typer.Option("--most", help=say(nl="hoogstens zoveel", en="at most"), min=1),
    ] = 30,
    as_json: show.AsJson = False,
) -> None:
    """Suggest passages for a code from what is coded; nothing is applied by itself."""
    if on is not None:
        _turn(path, on, model)
    if code is None or coder is None:
        if on is None:
            raise typer.BadParameter("--code --coder, --on, --off")
        return
    with show.open_folder(path) as study:
        made = _list(study, path, (code, coder), most)
    if as_json:
        show.print_json(made)
    else:
        _print(made)


def _turn(path: Path, on: bool, model: Path | None) -> None:
    from dataclasses import replace

    from vknz_research.project.settings import read_settings, write_settings

    found = read_settings(path)
    kept = str(model.resolve()) if model else found.model
    write_settings(path, replace(found, suggestions=on, model=kept))
    if on:
        show.tell(nl="Suggesties staan aan.", en="Suggestions are on.")
    else:
        show.tell(nl="Suggesties staan uit.", en="Suggestions are off.")


def _list(study: "Study", path: Path, what: tuple[str, str], most: int) -> "Json":
    from vknz_research.coding.suggest import list_suggestions
    from vknz_research.coding.suggesting import shape_offer
    from vknz_research.errors import SuggestionsOffError

    if study.suggesting is None:
        raise SuggestionsOffError(path=path)
    with study.store.read() as reader:
        offer = list_suggestions(reader, *what, study.suggesting.model, most)
        return shape_offer(reader, offer)


def _print(made: dict[str, Any]) -> None:
    print(tell_figure(made["figure"]))
    heading = ("source", "start", "end", "why", "text")
    rows = [
        one | {"why": ", ".join(one["why"]), "source": one["source_name"]}
        for one in made["suggestions"]
    ]
    show.print_table(heading, [[row[name] for name in heading] for row in rows])


def tell_figure(figure: dict[str, Any]) -> str:
    """Say how well suggestions for this code do in this study."""
    if figure["average_precision"] is None:
        reason = say(
            nl=f"de code komt in {figure['sources']} bronnen voor, en 3 zijn nodig",
            en=f"the code is in {figure['sources']} sources, and it takes 3",
        )
        return say(
            nl=f"Hoe goed dit gaat, is niet te zeggen: {reason}.",
            en=f"How well this does cannot be said: {reason}.",
        )
    hits, base = (round(10 * figure[name], 1) for name in ("precision_at_10", "base"))
    area = round(figure["average_precision"], 2)
    nl = (
        f"Hier raak van de eerste tien: {hits:g}; blind gekozen: {base:g} (gemiddelde "
        f"precisie {area:g}; elke bron voorspeld uit andere bronnen)."
    )
    return say(
        nl=re.sub(r"(?<=\d)\.(?=\d)", ",", nl),
        en=f"Right here of the first ten: {hits:g}; chosen blindly: {base:g} (average "
        f"precision {area:g}; each source predicted from others).",
    )
