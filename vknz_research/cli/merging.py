"""The verb that joins two copies of a study."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from vknz_research.cli import show
from vknz_research.language import say

if TYPE_CHECKING:
    from vknz_research.project.merging import MergeReport

CONFLICTS: Final = 3  # the exit status when conflicts are left to decide
NEWEST: Final = "newest"


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command(
        help=say(
            nl="Voeg een andere kopie van de studie samen met deze",
            en="Join another copy of the study with this one",
        )
    )(merge)


def merge(
    path: show.Dir,
    other: Annotated[
        Path,
        typer.Argument(
            help=say(nl="map van de andere kopie", en="folder of the other copy")
        ),
    ],
    answers: Annotated[
        Path | None,
        typer.Option(
            "--answers",
            help=say(
                nl="CSV met per conflict de keuze; wordt gemaakt als hij er niet is",
                en="CSV with the choice for each conflict; made where it is not there",
            ),
        ),
    ] = None,
    take: Annotated[
        str | None,
        typer.Option(
            "--take",
            help=say(
                nl="newest: bij elk ander conflict telt wat het laatst is gedaan",
                en="newest: in any other conflict what was done last counts",
            ),
        ),
    ] = None,
    coder: Annotated[
        str, typer.Option("--coder", help=say(nl="wie dit doet", en="who does this"))
    ] = "vknz",
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run", help=say(nl="alleen vertellen", en="tell what would happen")
        ),
    ] = False,
    as_json: show.AsJson = False,
) -> None:
    """Join another copy of a study; the other is not changed. Twice is once."""
    from vknz_research.project.merging import make_chooser, merge_study, read_answers

    if take not in {None, NEWEST}:
        raise typer.BadParameter(
            say(nl="alleen newest kan", en="only newest"), param_hint="--take"
        )
    given = read_answers(answers) if answers and answers.exists() else {}
    choose = make_chooser(given, newest=take == NEWEST)
    with show.open_folder(path) as study:
        made = merge_study(
            study,
            other,
            ask=lambda: show.ask_passphrase(other),
            actor=coder,
            choose=choose,
            dry_run=dry_run,
        )
    if as_json:
        show.print_json(asdict(made))
    else:
        _print(made, dry_run=dry_run)
    if made.conflicts:
        _ask_to_choose(made, answers, given)
        raise typer.Exit(CONFLICTS)


def _print(made: "MergeReport", *, dry_run: bool) -> None:
    from vknz_research.project.merging import write_choice

    names = ("acts", "people", "added", "changed", "removed")
    show.print_facts({name: getattr(made, name) for name in names}, as_json=False)
    for notice in made.notices:
        print(notice["what"])
    for heading, found in (
        (say(nl="Beslist", en="Settled"), made.settled),
        (say(nl="Te beslissen", en="To decide"), made.conflicts),
    ):
        if found:
            print(f"\n{heading}:")
        for one in found:
            print(f"{one['conflict']}  {one['what']}")
            for choice in one["choices"]:
                is_taken = one.get("taken") == choice["choice"]
                mark = say(nl=" – dit telt", en=" – this counts") if is_taken else ""
                print(f"    {write_choice(choice)}{mark}")
    if made.backup:
        print(say(nl="\nSamengevoegd.", en="\nJoined."))
        print(say(nl=f"Zoals het was: {made.backup}", en=f"As it was: {made.backup}"))
    elif not made.conflicts:
        print(_tell_nothing(is_told=dry_run and bool(made.acts)))


def _tell_nothing(*, is_told: bool) -> str:
    if is_told:
        return say(
            nl="Alleen verteld: er is nog niets samengevoegd.",
            en="Only told: nothing was joined yet.",
        )
    return say(
        nl="Er is niets veranderd: alles van de andere kopie staat hier al.",
        en="Nothing was changed: all of the other copy is here already.",
    )


def _ask_to_choose(
    made: "MergeReport", answers: Path | None, given: dict[str, str]
) -> None:
    from vknz_research.project.merging import write_questions

    n = len(made.conflicts)
    for one in made.conflicts:
        if one["conflict"] in given:
            _refuse(one, given[one["conflict"]])
    show.tell(
        nl=f"Er is niets veranderd: {n} {'conflict' if n == 1 else 'conflicten'} te "
        "beslissen. Geef de keuzen met --answers BESTAND.csv, of laat met --take "
        "newest tellen wat het laatst is gedaan.",
        en=f"Nothing was changed: {n} {'conflict' if n == 1 else 'conflicts'} to "
        "decide. Give the choices with --answers FILE.csv, or let what was done last "
        "count with --take newest.",
    )
    if answers is None:
        return
    if answers.exists():
        show.tell(
            nl=f"In {answers} staat niet bij elk conflict een keuze: vul de kolom "
            "choice in. Staat een conflict er niet bij, geef dan een nieuw bestand op.",
            en=f"{answers} has not a choice for each conflict: fill in the column "
            "choice. If a conflict is not in it, name a new file.",
        )
    else:
        write_questions(answers, made.conflicts)
        show.tell(
            nl=f"De vragen staan in {answers}: vul de kolom choice in.",
            en=f"The questions are in {answers}: fill in the column choice.",
        )


def _refuse(one: Mapping[str, Any], answer: str) -> None:
    known = ", ".join(choice["choice"] for choice in one["choices"])
    show.tell(
        nl=f"{one['conflict']}: {answer!r} is geen keuze; kies uit {known}.",
        en=f"{one['conflict']}: {answer!r} is no choice; choose one of {known}.",
    )
