"""Verbs on recordings: recording, transcribe."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from vknz_research.cli import show
from vknz_research.language import say

if TYPE_CHECKING:
    from vknz_research.model.recordings import Recording
    from vknz_research.project import Study

USAGE = "link SOURCE FILE | list [SOURCE] | relink ID FILE | unlink ID"


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command(
        help=say(
            nl="Opnamen van bronnen: link, list, relink of unlink",
            en="Recordings of sources: link, list, relink or unlink",
        )
    )(recording)
    app.command(
        help=say(
            nl="Laat de spraakherkenner van deze machine een opname uitschrijven",
            en="Let the recogniser of this machine write a recording out",
        )
    )(transcribe)


def recording(
    path: show.Dir,
    act: Annotated[str, typer.Argument(help="link | list | relink | unlink")] = "list",
    what: Annotated[
        str | None,
        typer.Argument(help=say(nl="bron, of id van opname", en="source, or id")),
    ] = None,
    file: Annotated[
        Path | None,
        typer.Argument(help=say(nl="bestand met de opname", en="file")),
    ] = None,
    *,
    number: Annotated[
        int,
        typer.Option(
            "--number",
            help=say(nl="de hoeveelste opname van de bron", en="which recording"),
        ),
    ] = 1,
    reference: Annotated[
        bool,
        typer.Option(
            "--reference",
            help=say(
                nl="laat het bestand waar het is; anders komt het verzegeld in de "
                "studie",
                en="leave the file where it is; else it is sealed in the study",
            ),
        ),
    ] = False,
    other: Annotated[
        bool,
        typer.Option(
            "--other",
            help=say(
                nl="bij relink: ook als het een ander bestand is dan het was",
                en="with relink: also where it is another file than it was",
            ),
        ),
    ] = False,
    delete: Annotated[
        bool,
        typer.Option(
            "--delete",
            help=say(
                nl="bij unlink: gooi het verzegelde bestand weg, voorgoed",
                en="with unlink: throw the sealed file away, for good",
            ),
        ),
    ] = False,
    as_json: show.AsJson = False,
) -> None:
    """List the recordings, or link, relink or unlink one."""
    from vknz_research.project import recordings

    with show.open_folder(path) as study:
        if act == "link" and what and file:
            keep = "reference" if reference else "sealed"
            made = recordings.link_recording(
                study, what, file, number=number, keep=keep
            )
            show.print_facts(_describe(study, made), as_json)
        elif act == "relink" and what and file:
            made = recordings.relink(study, what, file, other=other)
            show.print_facts(_describe(study, made), as_json)
        elif act == "unlink" and what:
            gone = recordings.unlink(study, what, delete=delete)
            show.print_facts({"recording": gone.id, "removed": True}, as_json)
        elif act == "list":
            _print_list(study, what, as_json)
        else:
            raise typer.BadParameter(USAGE)


def _print_list(study: "Study", source: str | None, as_json: bool) -> None:
    from vknz_research.project.recordings import list_recordings

    facts = [_describe(study, one) for one in list_recordings(study, source)]
    if as_json:
        show.print_json(facts)
        return
    heading = ("source", "number", "file", "seconds", "kept_as", "state", "recording")
    rows = [{**row, **_name_places(row)} for row in facts]
    show.print_table(heading, [[row[name] for name in heading] for row in rows])


def _name_places(row: dict[str, Any]) -> dict[str, str]:
    """Say in words how a recording is kept, and whether it is there."""
    kept = {
        "sealed": say(nl="verzegeld", en="sealed"),
        "reference": say(nl="op zijn eigen plaats", en="in its own place"),
    }
    states = {
        "ok": say(nl="aanwezig", en="there"),
        "missing": say(nl="ontbreekt", en="missing"),
        "changed": say(nl="is veranderd", en="was changed"),
    }
    return {"kept_as": kept[row["kept_as"]], "state": states[row["state"]]}


def _describe(study: "Study", one: "Recording") -> dict[str, Any]:
    from vknz_research.project.recordings import check_place

    return {
        "recording": one.id,
        "source": study.source(one.source_id).name,
        "number": one.number,
        "file": one.file,
        "seconds": None if one.duration_ms is None else one.duration_ms / 1000,
        "has_picture": bool(one.has_picture),
        "size": one.size,
        "kept_as": one.storage,
        "place": one.place,
        "state": check_place(study, one),
    }


def transcribe(
    path: show.Dir,
    wanted: Annotated[
        str,
        typer.Argument(
            help=say(
                nl="bron met één opname, of id van opname",
                en="source with one recording, or id of a recording",
            )
        ),
    ],
    coder: Annotated[
        str, typer.Option("--coder", help=say(nl="wie dit doet", en="who does this"))
    ] = "vknz",
    as_json: show.AsJson = False,
) -> None:
    """Write a recording out with the recogniser that `study.toml` names."""
    from vknz_research.project.recognising import recognise

    with show.open_folder(path) as study:
        made = recognise(study, wanted, coder)
        turns = len(study_turns(study, made.revision_id))
    facts = {"source": made.name, "source_id": made.id, "turns": turns}
    show.print_facts(facts, as_json)
    show.tell(
        nl="Lees het na bij de opname: een herkenner verstaat ook verkeerd.",
        en="Read it over with the recording: a recogniser mishears too.",
    )


def study_turns(study: "Study", revision_id: str) -> list[Any]:
    """List the turns of a text, also of one that waits for consent."""
    with study.store.read() as reader:
        return list(reader.turns(revision_id))
