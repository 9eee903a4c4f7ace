"""Verbs of history: undo, redo, log."""

from typing import Any

import typer

from vknz_research.cli import show
from vknz_research.language import say


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command(help=say(nl="Maak de laatste handeling ongedaan", en="Undo"))(undo)
    app.command(help=say(nl="Doe de laatste opnieuw", en="Redo"))(redo)
    app.command(help=say(nl="Toon alle handelingen", en="List all acts"))(log)


def undo(
    path: show.Dir, coder: show.CoderName = "vknz", as_json: show.AsJson = False
) -> None:
    """Take back the last act."""
    from vknz_research.store.acts import describe_act

    with show.open_folder(path) as study:
        act = study.undo(coder)
    words = describe_act(act.act)
    said = {"undone": act.seq, "act": act.act, "what": words}
    if as_json:
        show.print_json(said)
    else:
        print(say(nl=f"Ongedaan gemaakt: {words}.", en=f"Undone: {words}."))


def redo(
    path: show.Dir, coder: show.CoderName = "vknz", as_json: show.AsJson = False
) -> None:
    """Do the last act that was taken back again."""
    from vknz_research.store.acts import describe_act

    with show.open_folder(path) as study:
        act = study.redo(coder)
    words = describe_act(act.act)
    if as_json:
        show.print_json({"redone": act.seq, "act": act.act, "what": words})
    else:
        print(say(nl=f"Opnieuw gedaan: {words}.", en=f"Done again: {words}."))


def log(path: show.Dir, as_json: show.AsJson = False) -> None:
    """List all acts, oldest first."""
    import json

    from vknz_research.store.acts import describe_act

    with show.open_folder(path) as study:
        entries = study.log()
    facts = [
        {
            "seq": e.event.seq,
            "at": e.event.at,
            "actor": e.event.actor,
            "act": e.event.act,
            "what": describe_act(e.event.act),
            "target": e.event.target_seq,
            "facts": json.loads(e.event.facts),
            "why": e.why,
        }
        for e in entries
    ]
    if as_json:
        show.print_json(facts)
        return
    heading = ("seq", "at", "actor", "what", "why")
    show.print_table(heading, [_log_row(row) for row in facts])


def _log_row(row: dict[str, Any]) -> list[Any]:
    about = f" ({row['target']})" if row["target"] else ""
    at = row["at"][:19].replace("T", " ")
    return [row["seq"], at, row["actor"], row["what"] + about, row["why"]]
