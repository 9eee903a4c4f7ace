"""The commands, gathered."""

from typing import Annotated

import typer

from vknz_research.cli import (
    agreement,
    codebook,
    coding,
    consent,
    exchange,
    feedback,
    history,
    keeping,
    learning,
    merging,
    pseudonymise,
    querying,
    recording,
    release,
    reports,
    serving,
    several,
    studies,
    suggest,
    texts,
    trajectory,
    vault,
)
from vknz_research.language import say
from vknz_research.version import VERSION

app = typer.Typer(
    name="vknz",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help=say(
        nl="Werkbank voor de evaluatie van gesprekken. Engels: VKNZ_LANGUAGE=en.",
        en="Workbench for the evaluation of conversations. Dutch: VKNZ_LANGUAGE=nl.",
    ),
)
for module in (
    studies,
    consent,
    vault,
    suggest,
    exchange,
    coding,
    texts,
    querying,
    codebook,
    history,
    agreement,
    merging,
    release,
    pseudonymise,
    reports,
    serving,
    several,
    keeping,
    feedback,
    learning,
    recording,
    trajectory,
):
    module.register(app)


def _print_version(value: bool) -> None:
    if value:
        print(VERSION)
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    del version
