"""The verb of feedback: what a klant allows to be passed on to a klantmanager."""

from typing import TYPE_CHECKING, Annotated

import typer

from vknz_research.cli import show
from vknz_research.language import say

if TYPE_CHECKING:
    from vknz_research.coding.feedback import Answer, Note
    from vknz_research.project import Study

ACTS = "list | add | permit | edit | pass | take-back | remove"
MODES = "none | anonymous | named"
Text = Annotated[
    str | None,
    typer.Option(
        "--wording", help=say(nl="de woorden, precies", en="the words, exactly")
    ),
]
Item = Annotated[
    str | None,
    typer.Option("--item", help=say(nl="id uit de lijst", en="id from the list")),
]


def register(app: typer.Typer) -> None:
    """Add the verb of this module."""
    app.command(
        help=say(
            nl="Wat een klant laat doorgeven aan de klantmanager: " + ACTS,
            en="What a klant lets pass on to the klantmanager: " + ACTS,
        )
    )(feedback)


def feedback(  # noqa: PLR0917 - typer has an option for each
    path: show.Dir,
    act: Annotated[str, typer.Argument(help=ACTS)] = "list",
    coder: show.CoderName = "vknz",
    source: Annotated[
        str | None, typer.Option("--source", help=say(nl="bron", en="source"))
    ] = None,
    klant: Annotated[
        str | None,
        typer.Option("--from", help=say(nl="klant: label", en="klant: label")),
    ] = None,
    recipient: Annotated[
        str | None,
        typer.Option(
            "--to", help=say(nl="klantmanager: label", en="klantmanager: label")
        ),
    ] = None,
    wording: Text = None,
    item: Item = None,
    mode: Annotated[str | None, typer.Option("--mode", help=MODES)] = None,
    date: Annotated[
        str | None, typer.Option("--date", help=say(nl="gevraagd op", en="asked on"))
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", help=say(nl="gevraagd door", en="asked by"))
    ] = None,
    as_json: show.AsJson = False,
) -> None:
    """Note, permit and pass on; each passing-on uses up one permission."""
    from vknz_research.coding.feedback import Answer, Note

    with show.open_folder(path) as study:
        if act == "list":
            _print_items(study, as_json)
        elif act == "add":
            note = Note(
                _need(source, "--source"),
                _need(klant, "--from"),
                _need(recipient, "--to"),
                _need(wording, "--wording"),
            )
            _add(study, coder, note, as_json)
        elif act == "permit":
            answer = Answer(_need(mode, "--mode"), date, by)
            _permit(study, coder, _need(item, "--item"), answer)
        else:
            _do(study, coder, act, _need(item, "--item"), wording)


def _need(value: str | None, name: str) -> str:
    if not value:
        raise typer.BadParameter(say(nl="ontbreekt", en="is missing"), param_hint=name)
    return value


def _print_items(study: "Study", as_json: bool) -> None:
    from vknz_research.project.feedback import list_feedback

    facts = list_feedback(study)
    if as_json:
        show.print_json(facts)
        return
    heading = ("item", "source", "klant", "recipient", "state", "mode", "wording")
    show.print_table(heading, [[row[h] for h in heading] for row in facts])


def _add(study: "Study", coder: str, note: "Note", as_json: bool) -> None:
    from vknz_research.project.feedback import add_feedback

    show.print_facts({"item": add_feedback(study, coder, note)}, as_json)


def _permit(study: "Study", coder: str, item: str, answer: "Answer") -> None:
    from vknz_research.project.feedback import permit_feedback

    permit_feedback(study, coder, item, answer)
    show.tell(
        nl="Vastgelegd, voor precies deze woorden en deze ontvanger.",
        en="Recorded, for exactly these words and this recipient.",
    )


def _do(study: "Study", coder: str, act: str, item: str, wording: str | None) -> None:
    from vknz_research.project import feedback as acts

    if act == "edit":
        acts.edit_feedback(study, coder, item, _need(wording, "--wording"))
        show.tell(
            nl="Gewijzigd. Wat voor de oude woorden mocht, is gesloten: vraag opnieuw.",
            en="Changed. What was permitted for the old words is closed: ask again.",
        )
    elif act == "pass":
        acts.pass_feedback(study, coder, item)
        show.tell(
            nl="Doorgegeven. De klantmanager leest het onder ‘Mijn terugkoppeling’.",
            en="Passed on. The klantmanager reads it under ‘My feedback’.",
        )
    elif act == "take-back":
        acts.take_back_feedback(study, coder, item)
        show.tell(nl="Teruggenomen.", en="Taken back.")
    elif act == "remove":
        acts.remove_feedback(study, coder, item)
        show.tell(nl="Weggehaald.", en="Taken away.")
    else:
        raise typer.BadParameter(ACTS)
