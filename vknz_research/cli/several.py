"""Verbs for several coders: rounds, handing in, comparing, deciding, settling."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from vknz_research.cli import show
from vknz_research.language import say

if TYPE_CHECKING:
    from vknz_research.coding.comparing import Comparison
    from vknz_research.model.comparison import Case
    from vknz_research.project import Study
    from vknz_research.store.unit import Reader

Names = Annotated[
    list[str], typer.Option("--coder", help=say(nl="codeur (vaker)", en="coder, again"))
]
By = Annotated[
    list[str],
    typer.Option("--by", help=say(nl="wie besloot (vaker)", en="who decided, again")),
]
Sources = Annotated[
    list[str] | None,
    typer.Option(
        "--source",
        help=say(nl="bron (vaker); zonder: alle", en="source, again; without: all"),
    ),
]
Number = Annotated[int, typer.Option("--round", help=say(nl="ronde", en="round"))]
Actor = Annotated[
    str, typer.Option("--actor", help=say(nl="wie dit doet", en="who does this"))
]
Between = Annotated[
    list[str] | None,
    typer.Option(
        "--between", help=say(nl="welke codeurs (vaker)", en="which coders, again")
    ),
]


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    for verb, nl, en in (
        (start, "Begin een codeerronde", "Begin a round of coding"),
        (assign, "Wijs een bron toe in een ronde", "Assign a source in a round"),
        (hand_in, "Lever je codering van een bron in", "Hand in your coding"),
        (take_back, "Neem ingeleverde codering terug", "Take handed-in coding back"),
        (open_early, "Open een vergelijking eerder", "Open a comparison early"),
        (progress, "Wie codeert wat, en hoe ver", "Who codes what, and how far"),
        (compare, "Verschillen tussen codeurs", "Differences between coders"),
        (decide, "Besluit over een verschil", "Decide about a difference"),
        (reopen, "Heropen een besluit of consensus", "Reopen a decision or consensus"),
        (consensus, "Stel de consensus vast", "Settle the consensus"),
    ):
        name = NAMES.get(verb.__name__, verb.__name__.replace("_", "-"))
        app.command(name, help=say(nl=nl, en=en))(verb)


NAMES = {"start": "round", "open_early": "open-comparison"}


def start(
    path: show.Dir,
    coder: Names,
    source: Sources = None,
    title: Annotated[str, typer.Option(help=say(nl="titel", en="title"))] = "",
    blind: Annotated[
        bool, typer.Option(help=say(nl="lagen verborgen", en="layers hidden"))
    ] = True,
    stale: Annotated[
        bool,
        typer.Option(
            "--stale",
            help=say(
                nl="alleen bronnen met coderingen van voor een nieuwe definitie",
                en="only sources with codings from before a new definition",
            ),
        ),
    ] = False,
    as_json: show.AsJson = False,
) -> None:
    """Begin a round in which these coders each code these sources."""
    from vknz_research.coding.rounds import Plan, list_sources_to_recode, start_round

    with show.open_folder(path) as study:
        names = source or [one.id for one in study.sources]
        if stale:
            with study.store.read() as reader:
                kept = set(list_sources_to_recode(reader))
            names = [name for name in names if study.source(name).id in kept]
        made = start_round(study.store, coder[0], Plan(title, names, coder, blind))
    facts = {"round": made.number, "title": made.title, "sources": len(names)}
    show.print_facts(facts, as_json)


def assign(
    path: show.Dir, source: show.SourceName, coder: show.CoderName, number: Number
) -> None:
    """Let one more coder code a source in a round."""
    from vknz_research.coding.rounds import assign as give

    with show.open_folder(path) as study:
        give(study.store, coder, number, source, coder)


def hand_in(path: show.Dir, source: show.SourceName, coder: show.CoderName) -> None:
    """Hand in the own layer of a source."""
    from vknz_research.coding.rounds import hand_in as give

    with show.open_folder(path) as study:
        give(study.store, coder, _find_assignment(study, source, coder))


def take_back(
    path: show.Dir,
    source: show.SourceName,
    coder: show.CoderName,
    why: Annotated[str, typer.Option("--why", help=say(nl="reden", en="reason"))],
) -> None:
    """Take back what was handed in, as long as nobody could compare it."""
    from vknz_research.coding.rounds import take_back as take

    with show.open_folder(path) as study:
        take(study.store, coder, _find_assignment(study, source, coder), why)


def _find_assignment(study: "Study", source: str, coder: str) -> str:
    from vknz_research.coding.rounds import find_assignment

    with study.store.read() as reader:
        return find_assignment(reader, source, coder).id


def open_early(
    path: show.Dir,
    source: show.SourceName,
    number: Number,
    coder: show.CoderName,
    why: Annotated[str, typer.Option("--why", help=say(nl="reden", en="reason"))],
) -> None:
    """Let layers be compared before all have handed in; the reason is logged."""
    from vknz_research.coding.rounds import find_round, open_comparison

    with show.open_folder(path) as study:
        with study.store.read() as reader:
            round_id = find_round(reader, number).id
        open_comparison(study.store, coder, round_id, source, why)


def progress(path: show.Dir, as_json: show.AsJson = False) -> None:
    """List who codes what in which round, and how far each is."""
    from vknz_research.coding.asks_several import read_assignments

    with show.open_folder(path) as study, study.store.read() as reader:
        told = read_assignments(reader)
    if as_json:
        show.print_json(told)
        return
    numbers = {one["id"]: f"{one['number']} {one['title']}" for one in told["rounds"]}
    states = {"open": say(nl="bezig", en="busy"), "done": say(nl="klaar", en="done")}
    show.print_table(
        ("round", "source", "coder", "state", "coded"),
        [
            (
                numbers[one["round"]],
                one["source_name"],
                one["coder_name"],
                states[one["state"]],
                f"{one['coded']} %",
            )
            for one in told["assignments"]
        ],
    )


def compare(
    path: show.Dir,
    source: show.SourceName,
    between: Between = None,
    as_json: show.AsJson = False,
) -> None:
    """List where coders differ in a source, and what was decided."""
    with show.open_folder(path) as study, study.store.read() as reader:
        found = _read(reader, source, between)
        codes = {code.id: code.path for code in study.codebook}
    names = {coder.id: coder.name for coder in found.coders}
    rows = [_describe(found, case, names, codes) for case in found.differences]
    if as_json:
        show.print_json({"counts": found.count(), "cases": rows})
        return
    show.print_facts(found.count(), as_json)
    fields = ("case", "kind", "state", "start", "end")
    words = {
        "missing": say(nl="niet ieder codeerde", en="missing"),
        "borders": say(nl="andere randen", en="borders"),
        "code": say(nl="andere code", en="code"),
        "undecided": say(nl="te bespreken", en="undecided"),
        "decided": say(nl="besloten", en="decided"),
        "left": say(nl="opengelaten", en="left"),
        "changed": say(nl="gewijzigd", en="changed"),
    }
    coded = [
        "; ".join(f"{one['coder']}: {one['code']}" for one in row["codings"])
        for row in rows
    ]
    show.print_table(
        (*fields, "codings"),
        [
            (*[words.get(r[f], r[f]) for f in fields], c)
            for r, c in zip(rows, coded, strict=True)
        ],
    )


def _read(reader: "Reader", source: str, between: list[str] | None) -> "Comparison":
    from vknz_research.coding.comparing import read_comparison
    from vknz_research.coding.consent import find_open_source
    from vknz_research.coding.find import find_coder

    ids = [find_coder(reader, name).id for name in between or ()]
    return read_comparison(reader, find_open_source(reader, source), ids)


def _describe(
    found: "Comparison", case: "Case", names: dict[str, str], codes: dict[str, str]
) -> dict[str, Any]:
    decision = found.decided.get(case.key)
    return {
        "case": case.key[:12],
        "kind": case.kind,
        "state": found.state_of(case),
        "start": case.start,
        "end": case.end,
        "codings": [
            {
                "coder": names[mark.coder_id],
                "code": codes[mark.code_id],
                "start": mark.start,
                "end": mark.end,
            }
            for mark in case.marks
        ],
        "decision": decision
        and {
            "id": decision.id,
            "outcome": decision.outcome,
            "by": decision.decided_by["names"],
            "reason": decision.reason,
        },
    }


def decide(  # noqa: PLR0917 - each is an option of the command
    path: show.Dir,
    source: show.SourceName,
    actor: Actor,
    by: By,
    case: Annotated[str, typer.Option("--case", help=say(nl="verschil", en="case"))],
    outcome: Annotated[
        str, typer.Option(help="side, both, neither, other, left")
    ] = "side",
    side: Annotated[
        str | None, typer.Option(help=say(nl="zoals deze codeur", en="as this coder"))
    ] = None,
    code_path: Annotated[str | None, typer.Option("--code")] = None,
    start: show.Start = None,
    end: show.End = None,
    why: show.Why = None,
    between: Between = None,
) -> None:
    """Decide about one difference; `--code --start --end` belong to `other`."""
    from vknz_research.coding import adjudicate
    from vknz_research.coding.find import find_code, find_coder
    from vknz_research.errors import StaleCaseError

    with show.open_folder(path) as study:
        with study.store.read() as reader:
            found = _read(reader, source, between)
            key = next((c.key for c in found.cases if c.key.startswith(case)), None)
            coder = find_coder(reader, side).id if side else None
            places = []
            if code_path is not None and start is not None and end is not None:
                places = [(find_code(reader, code_path).id, start, end)]
        if key is None:
            raise StaleCaseError(source=found.source.name)
        ruling = adjudicate.Ruling(outcome, by, why or "", coder, places)
        where = (found.source.id, [coder.id for coder in found.coders])
        adjudicate.decide(study.store, actor, where, key, ruling)


def reopen(
    path: show.Dir,
    actor: Actor,
    why: Annotated[str, typer.Option("--why", help=say(nl="reden", en="reason"))],
    decision: Annotated[
        str | None, typer.Option(help=say(nl="id van besluit", en="decision id"))
    ] = None,
    source: Annotated[
        str | None, typer.Option(help=say(nl="of: de bron", en="or: the source"))
    ] = None,
) -> None:
    """Reopen one decision, or the consensus of a source."""
    from vknz_research.coding import adjudicate

    if (decision is None) == (source is None):
        raise typer.BadParameter("--decision | --source")
    with show.open_folder(path) as study:
        if decision is not None:
            adjudicate.reopen(study.store, actor, decision, why)
        elif source is not None:
            adjudicate.reopen_adjudication(study.store, actor, source, why)


def consensus(
    path: show.Dir,
    source: show.SourceName,
    actor: Actor,
    by: By,
    why: show.Why = None,
    between: Between = None,
    as_json: show.AsJson = False,
) -> None:
    """Settle the consensus of a source: reports use it from then on."""
    from vknz_research.coding.adjudicate import finish

    with show.open_folder(path) as study:
        with study.store.read() as reader:
            found = _read(reader, source, between)
        where = (found.source.id, [coder.id for coder in found.coders])
        counts = finish(study.store, actor, where, by, why or "")
    show.print_facts(counts, as_json)
