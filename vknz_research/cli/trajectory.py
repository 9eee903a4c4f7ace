"""The verbs of the video-reflection cycle: trajectory and agenda."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from vknz_research.cli import show
from vknz_research.language import say

if TYPE_CHECKING:
    from vknz_research.project import Study
    from vknz_research.project.reflectiondesk import ReflectionDesk

ACTS = (
    "list | add | show | round | step | skip | goal | observe | answer | hand-in | "
    "agree | agenda | point | look | import"
)
# What each act is called at the desk, and which options it takes there.
DESK: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "round": ("newRound", ("trajectory",)),
    "step": ("step", ("kind", "state", "date", "reason", "coders", "source")),
    "skip": ("step", ("kind", "reason")),
    "goal": ("goal", ("kind", "body", "id")),
    "observe": ("observe", ("source", "kind", "body", "theme", "part", "id")),
    "answer": ("answer", ("source", "question", "body", "id")),
    "hand-in": ("handIn", ("source",)),
    "agree": ("agree", ("source", "question", "body")),
    "agenda": ("makeAgenda", ()),
    "point": ("point", ("body", "kind", "theme", "code", "id")),
    "look": ("look", ("point", "tried", "effect", "outcome", "wording", "source")),
}
MORE: Final = ("position", "askKlant", "askKlantmanager")


def _text(name: str, nl: str, en: str) -> Any:
    return typer.Option(name, help=say(nl=nl, en=en))


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command(
        help=say(
            nl="Trajecten van video-reflectie: " + ACTS,
            en="Trajectories of video reflection: " + ACTS,
        )
    )(trajectory)
    app.command(
        help=say(
            nl="Schrijf de agenda van een reflectiegesprek, op één bladzijde",
            en="Write the agenda of a reflection conversation, on one page",
        )
    )(agenda)
    app.command(
        help=say(
            nl="Tel welke soorten aandachtspunten worden opgepakt, over alle trajecten",
            en="Count which kinds of points are taken up, over all trajectories",
        )
    )(points)


def trajectory(  # noqa: PLR0917 - typer has an option for each
    path: show.Dir,
    act: Annotated[str, typer.Argument(help=ACTS)] = "list",
    name: Annotated[
        str | None,
        typer.Argument(help=say(nl="traject, of bij import: bron", en="trajectory")),
    ] = None,
    coder: show.CoderName = "vknz",
    number: Annotated[int, _text("--round", "het hoeveelste gesprek", "which")] = 1,
    klantmanager: Annotated[
        str | None, _text("--klantmanager", "label van de klantmanager", "label")
    ] = None,
    klant: Annotated[
        str | None, _text("--klant", "label van de klant", "label")
    ] = None,
    kind: Annotated[str | None, _text("--kind", "soort", "kind")] = None,
    state: Annotated[
        str | None, _text("--state", "open, busy, done", "open, busy, done")
    ] = None,
    date: Annotated[str | None, _text("--date", "datum", "date")] = None,
    reason: Annotated[str | None, _text("--why", "reden", "reason")] = None,
    coders: Annotated[
        list[str] | None, _text("--on", "wie ermee bezig is", "who is on it")
    ] = None,
    source: Annotated[str | None, _text("--source", "bron", "source")] = None,
    position: Annotated[int | None, _text("--position", "plaats", "place")] = None,
    body: Annotated[str | None, _text("--body", "de woorden", "the words")] = None,
    question: Annotated[
        str | None, _text("--question", "vraag van de Kijkwijzer", "question")
    ] = None,
    theme: Annotated[str | None, _text("--theme", "leidend thema", "theme")] = None,
    part: Annotated[str | None, _text("--part", "deel van de agenda", "part")] = None,
    code: Annotated[str | None, _text("--code", "code van de 4R", "4R code")] = None,
    key: Annotated[str | None, _text("--id", "id van wat er al is", "its id")] = None,
    point: Annotated[str | None, _text("--point", "id van het punt", "point")] = None,
    tried: Annotated[
        str | None, _text("--tried", "yes, partly, no, unclear", "as listed")
    ] = None,
    effect: Annotated[str | None, _text("--effect", "effect", "effect")] = None,
    outcome: Annotated[
        str | None, _text("--outcome", "kept, changed, dropped", "as listed")
    ] = None,
    wording: Annotated[
        str | None, _text("--wording", "nieuwe woorden", "new words")
    ] = None,
    to_klant: Annotated[
        str | None, _text("--ask-klant", "vraag aan de klant", "to the klant")
    ] = None,
    to_manager: Annotated[
        str | None, _text("--ask-klantmanager", "vraag aan de klantmanager", "to whom")
    ] = None,
    begin: Annotated[str | None, _text("--begin", "begin, als 06:04", "begin")] = None,
    finish: Annotated[str | None, _text("--end", "einde, als 06:30", "end")] = None,
    recording: Annotated[
        int | None, _text("--recording", "welke opname van de bron", "which recording")
    ] = None,
    as_json: show.AsJson = False,
) -> None:
    """Do one act of the cycle, as the page of the player does."""
    given = {
        "kind": kind,
        "state": state,
        "date": date,
        "reason": reason,
        "coders": coders,
        "source": source,
        "position": position,
        "body": body,
        "question": question,
        "theme": theme,
        "part": part,
        "code": code,
        "id": key,
        "point": point,
        "tried": tried,
        "effect": effect,
        "outcome": outcome,
        "wording": wording,
        "recording": recording,
        "askKlant": to_klant,
        "askKlantmanager": to_manager,
        "trajectory": name,
        "begin": _read_clock(begin),
        "finish": _read_clock(finish),
    }
    with show.open_folder(path) as study:
        if act == "list":
            _list(study, as_json)
        elif act == "add":
            people = (_need(klantmanager, "--klantmanager"), klant)
            _add(study, coder, _need(name, "name"), people, as_json)
        elif act == "import":
            _import(study, coder, _need(name, "source"), as_json)
        elif act in DESK or act == "show":
            where = (_need(name, "trajectory"), number)
            _ask(study, coder, act, where, given, as_json)
        else:
            raise typer.BadParameter(ACTS)


def _need(value: str | None, name: str) -> str:
    if not value:
        raise typer.BadParameter(say(nl="ontbreekt", en="is missing"), param_hint=name)
    return value


def _read_clock(written: str | None) -> int | None:
    """Return milliseconds of `06:04`, `06:04.5` or `1:02:03`."""
    if written is None:
        return None
    total = 0.0
    try:
        for piece in written.replace(",", ".").split(":"):
            total = total * 60 + float(piece)
    except ValueError:
        raise typer.BadParameter(written) from None
    return round(total * 1000)


def _make_desk(study: "Study", coder: str) -> "ReflectionDesk":
    from vknz_research.project.reflectiondesk import ReflectionDesk

    return ReflectionDesk(study, coder)


def _list(study: "Study", as_json: bool) -> None:
    from vknz_research.coding.messages import Args

    found = _make_desk(study, "vknz").board(Args("board", {}))["trajectories"]
    if as_json:
        show.print_json(found)
        return
    rows = [[t["name"], t["klantmanager"], len(t["rounds"]), t["next"]] for t in found]
    show.print_table(("trajectory", "klantmanager", "conversations", "next"), rows)


def _add(
    study: "Study", coder: str, name: str, people: tuple[str, str | None], as_json: bool
) -> None:
    from vknz_research.reflection.trajectories import add_trajectory

    made = add_trajectory(study.store, coder, name, *people)
    show.print_facts({"trajectory": made.name, "id": made.id}, as_json)


def _import(study: "Study", coder: str, source: str, as_json: bool) -> None:
    from vknz_research.reflection.caseimport import import_case

    made = import_case(study.store, coder, source)
    counts = ("rounds", "observations", "agenda", "fragments", "points", "lost")
    facts = {name: getattr(made, name) for name in counts}
    show.print_facts({"trajectory": made.trajectory.name, **facts}, as_json)
    if made.withheld:
        show.tell(
            nl=f"{made.withheld} alinea's met terugkoppeling van de klant staan niet "
            "op de agenda: leg eerst vast dat het mag met `vknz feedback`.",
            en=f"{made.withheld} paragraphs with feedback of the klant are not on the "
            "agenda: ask permission first and record it with `vknz feedback`.",
        )


def _ask(
    study: "Study",
    coder: str,
    act: str,
    where: tuple[str, int],
    given: dict[str, Any],
    as_json: bool,
) -> None:
    from vknz_research.coding.messages import Args

    desk = _make_desk(study, coder)
    opened = {"trajectory": where[0], "round": where[1]}
    state = desk.asks["open"](Args("open", opened))
    if act != "show":
        called, names = DESK[act]
        wanted = (*names, *MORE, "begin", "finish", "recording")
        args = {n: given[n] for n in wanted if given.get(n) is not None}
        if "source" in names and "source" not in args and state["source"]:
            args["source"] = state["source"]["id"]
        if act == "skip":
            args["state"] = "skipped"
        if act == "goal":
            args.setdefault("kind", "goal")
        if "body" in names:
            args.setdefault("body", "")
        state = desk.asks[called](Args(called, args))
    _print_state(state, as_json)


def _print_state(state: dict[str, Any], as_json: bool) -> None:
    if as_json:
        show.print_json(state)
        return
    from vknz_research.model.cyclewords import name_value

    rows = [
        [
            name_value(step["kind"]),
            name_value(step["state"]),
            step["date"],
            ", ".join(step["coders"]),
            step["reason"] or "; ".join(step["missing"]),
        ]
        for step in state["steps"]
    ]
    show.print_table(("step", "state", "date", "coder", "note"), rows)
    for point in state["points"]:
        seen = [_tell_look(look) for look in point["looks"]]
        print(" → ".join([f"{point['round']}. {point['body']} [{point['id']}]", *seen]))


def _tell_look(look: dict[str, Any]) -> str:
    from vknz_research.model.cyclewords import name_value

    told = [name_value(look["tried"])]
    told += [name_value(look["outcome"])] if look["outcome"] else []
    told += [look["wording"]] if look["wording"] else []
    return f"{look['round']}. {', '.join(told)}"


def agenda(  # noqa: PLR0917 - typer has an option for each
    path: show.Dir,
    name: Annotated[
        str, typer.Argument(metavar="TRAJECTORY", help=say(nl="traject", en="name"))
    ],
    number: Annotated[
        int, typer.Argument(metavar="ROUND", help=say(nl="gesprek", en="conversation"))
    ] = 1,
    to: Annotated[str, _text("--to", "html,docx,pdf", "html,docx,pdf")] = "html",
    out: Annotated[Path, _text("--out", "map", "folder")] = Path(),
    whom: Annotated[
        str | None, _text("--for", "voor wie: label van een deelnemer", "for whom")
    ] = None,
    coder: show.CoderName = "vknz",
    as_json: show.AsJson = False,
) -> None:
    """Write the page; what a klant let pass on is passed on by it."""
    from vknz_research.cli.vault import ask_vault
    from vknz_research.project.agendapage import write_agenda

    kinds = [kind.strip().lstrip(".") for kind in to.split(",") if kind.strip()]
    out.mkdir(parents=True, exist_ok=True)
    paths = [out / f"agenda-{number}.{kind}" for kind in kinds]
    with show.open_folder(path) as study:
        made = write_agenda(
            study,
            coder,
            (name, number),
            paths,
            reader_label=whom,
            ask=ask_vault,
        )
    show.print_facts({"files": [str(one) for one in made]}, as_json)


def points(
    path: show.Dir,
    by: Annotated[
        str, _text("--by", "kind, theme of code", "kind, theme, code")
    ] = "kind",
    as_json: show.AsJson = False,
) -> None:
    """Count points of attention; small cells are left empty, people are not counted."""
    from vknz_research.analysis.points import count_points, show_points
    from vknz_research.snapshot.live import read_live

    with show.open_folder(path) as study:
        live = read_live(study.store, study.path, study.title)
        frames = (live.attention_points, live.attention_looks)
        table = count_points(*frames, by, k=study.settings.k)
    shown = table.astype("object").where(table.notna(), None)
    rows = [{by: str(name), **row} for name, row in shown.to_dict("index").items()]
    if as_json:
        show.print_json(rows)
        return
    told = show_points(table, study.settings.k)
    cells = [[name, *row] for name, row in zip(told.index, told.values, strict=True)]
    show.print_table((by, *told.columns), cells)
