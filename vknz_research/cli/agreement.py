"""The verb agreement: how alike coders coded, with intervals and in sentences."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated, Final

import typer

from vknz_research.cli import show
from vknz_research.language import current_language, say

if TYPE_CHECKING:
    from vknz_research.analysis.agreement.measuring import Agreement
    from vknz_research.analysis.agreement.outcomes import Coefficient

PARTS: Final = ("all", "code", "source", "pair")
OF_CODE: Final = ("alpha_binary", "u_alpha", "ku_alpha", "percent")
OF_OTHER: Final = ("alpha_nominal", "alpha_binary", "u_alpha", "percent")
NONE: Final = "–"


def register(app: typer.Typer) -> None:
    """Add the verb of this module."""
    app.command(
        help=say(
            nl="Hoe gelijk codeerden de codeurs? Ook van een momentopname",
            en="How alike did the coders code? Of a snapshot too",
        )
    )(agreement)


def agreement(  # noqa: PLR0917 - typer has an option for each
    path: show.Dir,
    coders: Annotated[
        str, typer.Option("--coders", help=say(nl="namen, A,B", en="names, A,B"))
    ] = "",
    by: Annotated[str, typer.Option("--by", help="code | source | pair")] = "all",
    unit: Annotated[
        str, typer.Option("--unit", help="character | turn | sentence | window:N | ms")
    ] = "character",
    code: Annotated[
        list[str] | None,
        typer.Option("--code", help=say(nl="codepad en eronder", en="code and below")),
    ] = None,
    level: Annotated[
        int | None,
        typer.Option(
            "--level",
            min=1,
            help=say(
                nl="tel subcodes bij hun code: zoveel niveaus",
                en="roll sub-codes up: so many levels",
            ),
        ),
    ] = None,
    round_number: Annotated[
        int | None,
        typer.Option(
            "--round", help=say(nl="zoals ingeleverd in ronde N", en="as handed in")
        ),
    ] = None,
    replicates: Annotated[int, typer.Option("--replicates", min=0)] = 1_000,
    seed: Annotated[int, typer.Option("--seed", min=0)] = 2026,
    gamma: Annotated[
        bool, typer.Option("--gamma", help=say(nl="ook gamma", en="gamma too"))
    ] = False,
    as_json: show.AsJson = False,
) -> None:
    """Say how alike coders coded: over all, per code, per source and per pair."""
    from vknz_research.project.agreement import (
        Question,
        measure_agreement,
        read_frames,
    )

    if by not in PARTS:
        raise typer.BadParameter(", ".join(PARTS), param_hint="--by")
    question = Question(
        coders=[name.strip() for name in coders.split(",") if name.strip()],
        unit=unit,
        codes=code or [],
        level=level,
        round=round_number,
        replicates=replicates,
        seed=seed,
        with_gamma=gamma,
    )
    frames = read_frames(path, lambda: show.ask_passphrase(path))
    found = measure_agreement(frames, question)
    if as_json:
        show.print_json(found.to_dict())
    else:
        _print(found, by)


def _print(found: "Agreement", by: str) -> None:
    if by == "all":
        heading = ["coefficient", "value", "interval", "n", "prevalence", "note"]
        show.print_table(heading, map(_tell_row, found.overall))
    else:
        groups = {
            "code": found.by_code,
            "source": found.by_source,
            "pair": found.by_pair,
        }[by]
        names = OF_CODE if by == "code" else OF_OTHER
        heading = [by, names[0], "interval", *names[1:], "n", "prevalence"]
        rows = (_tell_group(name, rows, names) for name, rows in groups.items())
        show.print_table(heading, rows)
    for sentence in found.sentences:
        print(sentence)
    for row in found.left_out:
        print(say(nl="Niet meegeteld", en="Left out") + f": {row.name}. {row.note}")


def _tell_row(row: "Coefficient") -> Sequence[object]:
    return [
        row.coefficient,
        tell_number(row.value),
        _tell_interval(row),
        row.n,
        tell_number(row.prevalence, 2),
        row.note,
    ]


def _tell_group(
    name: str, rows: Iterable["Coefficient"], names: Sequence[str]
) -> Sequence[object]:
    by_name = {row.coefficient: row for row in rows}
    first = by_name[names[0]]
    others = [tell_number(by_name[other].value) for other in names[1:]]
    return [
        name,
        tell_number(first.value),
        _tell_interval(first),
        *others,
        first.n,
        tell_number(first.prevalence, 3),
    ]


def _tell_interval(row: "Coefficient") -> str:
    if row.low is None or row.high is None:
        return NONE
    return f"{tell_number(row.low)} – {tell_number(row.high)}"


def tell_number(value: float | None, digits: int = 3) -> str:
    """Return a number as the interface writes it, or a dash for none."""
    if value is None:
        return NONE
    written = f"{value:z.{digits}f}".replace("-", "\N{MINUS SIGN}")
    return written.replace(".", ",") if current_language() == "nl" else written
