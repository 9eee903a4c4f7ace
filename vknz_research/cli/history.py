"""Verbs of history: undo, redo, log."""

from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from vknz_research.cli import show
from vknz_research.language import current_language, say

if TYPE_CHECKING:
    from vknz_research.project import Study
    from vknz_research.store.events import Event

NOBODY: Final = "vknz"  # who acts where no coder is named


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command(help=say(nl="Maak de laatste handeling ongedaan", en="Undo"))(undo)
    app.command(help=say(nl="Doe de laatste opnieuw", en="Redo"))(redo)
    app.command(help=say(nl="Toon alle handelingen", en="List all acts"))(log)


Of = Annotated[
    str | None,
    typer.Option(
        "--coder",
        help=say(
            nl="alleen van deze codeur; zonder: van de hele studie",
            en="of this coder only; without it: of the whole study",
        ),
    ),
]


def undo(path: show.Dir, coder: Of = None, as_json: show.AsJson = False) -> None:
    """Take back the last act, of everybody or of one coder."""
    with show.open_folder(path) as study:
        act = study.store.undo(coder or NOBODY, of=coder)
        words = _tell(study, act)
    if as_json:
        show.print_json({"undone": act.seq, "act": act.act, "what": words})
    else:
        print(say(nl=f"Ongedaan gemaakt: {words}.", en=f"Undone: {words}."))


def redo(path: show.Dir, coder: Of = None, as_json: show.AsJson = False) -> None:
    """Do the last act that was taken back again, of everybody or of one coder."""
    with show.open_folder(path) as study:
        act = study.store.redo(coder or NOBODY, of=coder)
        words = _tell(study, act)
    if as_json:
        show.print_json({"redone": act.seq, "act": act.act, "what": words})
    else:
        print(say(nl=f"Opnieuw gedaan: {words}.", en=f"Done again: {words}."))


def _tell(study: "Study", act: "Event") -> str:
    from vknz_research.coding.describe import describe_event

    with study.store.read() as reader:
        changes = reader.changes_of(act.seq)
        return describe_event(reader, act, changes, current_language())


def log(path: show.Dir, as_json: show.AsJson = False) -> None:
    """List all acts, oldest first."""
    import json

    from vknz_research.store.acts import describe_act
    from vknz_research.store.history import MERGE

    with show.open_folder(path) as study:
        entries = study.log()
    merges = {e.event.id: e.event.seq for e in entries if e.event.act == MERGE}
    facts = [
        {
            "seq": e.event.seq,
            "at": e.event.at,
            "actor": e.event.actor,
            "act": e.event.act,
            "what": describe_act(e.event.act),
            "target": e.event.target_seq,
            "origin": merges.get(e.event.origin or ""),
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
    if row["origin"]:
        nr = row["origin"]
        about += say(nl=f" [andere kopie, {nr}]", en=f" [other copy, {nr}]")
    at = row["at"][:19].replace("T", " ")
    return [row["seq"], at, row["actor"], row["what"] + about, row["why"]]
