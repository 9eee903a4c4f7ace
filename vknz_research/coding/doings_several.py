"""What the workbench does where several coders work: rounds and adjudication."""

from collections.abc import Mapping
from typing import Final

from vknz_research.coding import adjudicate, rounds
from vknz_research.coding.adjudicate import Place, Ruling
from vknz_research.coding.desk import Desk
from vknz_research.coding.doings import Doing
from vknz_research.coding.messages import Args
from vknz_research.errors import BadMessageError
from vknz_research.store import Store


def start_round(desk: Desk, store: Store, args: Args) -> None:
    """Begin a round of coding."""
    plan = rounds.Plan(
        args.maybe("title") or "",
        args.texts("sources"),
        args.texts("coders"),
        bool(args.given.get("blind")),
    )
    rounds.start_round(store, desk.coder, plan)


def hand_in(desk: Desk, store: Store, args: Args) -> None:
    """Hand in the own layer of a source."""
    rounds.hand_in(store, desk.coder, args.text("assignment"))


def take_back(desk: Desk, store: Store, args: Args) -> None:
    """Take back what was handed in."""
    what = (args.text("assignment"), args.text("reason"))
    rounds.take_back(store, desk.coder, *what)


def open_comparison(desk: Desk, store: Store, args: Args) -> None:
    """Let the layers of a source be compared before all have handed in."""
    what = (args.text("round"), args.text("source"), args.text("reason"))
    rounds.open_comparison(store, desk.coder, *what)


def decide(desk: Desk, store: Store, args: Args) -> None:
    """Decide about one difference."""
    given = args.items("codings") if "codings" in args.given else []
    ruling = Ruling(
        args.text("outcome"),
        args.texts("by"),
        args.maybe("reason") or "",
        args.maybe("side"),
        [_read_place(args, item) for item in given],
    )
    adjudicate.decide(store, desk.coder, _where(desk, args), args.text("key"), ruling)


def _read_place(args: Args, item: object) -> Place:
    row = Args(args.act, item)
    span = row.span()
    return row.text("code"), span.start, span.end


def _where(desk: Desk, args: Args) -> tuple[str, list[str]]:
    coders = args.texts("coders")
    if not coders or desk.blind:
        raise BadMessageError(act=args.act)
    return args.text("source"), coders


def decide_borders(desk: Desk, store: Store, args: Args) -> None:
    """Decide about all undecided differences of borders in a source."""
    reason = args.maybe("reason") or ""
    ruling = Ruling("side", args.texts("by"), reason, args.maybe("side"))
    where, rule = _where(desk, args), args.text("rule")
    adjudicate.decide_borders(store, desk.coder, where, rule, ruling)


def reopen(desk: Desk, store: Store, args: Args) -> None:
    """Take a decision back."""
    adjudicate.reopen(store, desk.coder, args.text("decision"), args.text("reason"))


def finish(desk: Desk, store: Store, args: Args) -> None:
    """Settle the consensus of a source."""
    by, reason = args.texts("by"), args.maybe("reason") or ""
    adjudicate.finish(store, desk.coder, _where(desk, args), by, reason)


def reopen_adjudication(desk: Desk, store: Store, args: Args) -> None:
    """Let the consensus of a source be worked on again."""
    what = (args.text("source"), args.text("reason"))
    adjudicate.reopen_adjudication(store, desk.coder, *what)


DOINGS: Final[Mapping[str, Doing]] = {
    "start-round": start_round,
    "hand-in": hand_in,
    "take-back": take_back,
    "open-comparison": open_comparison,
    "decide": decide,
    "decide-borders": decide_borders,
    "reopen": reopen,
    "finish-adjudication": finish,
    "reopen-adjudication": reopen_adjudication,
}
