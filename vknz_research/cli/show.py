"""What all commands share: opening a study, asking for a passphrase, printing facts."""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from vknz_research.language import say

if TYPE_CHECKING:
    from vknz_research.coding.places import Asked
    from vknz_research.project import Study

Dir = Annotated[
    Path, typer.Argument(help=say(nl="map van de studie", en="study folder"))
]
AsJson = Annotated[bool, typer.Option("--json", help=say(nl="als JSON", en="as JSON"))]
CoderName = Annotated[str, typer.Option("--coder", help=say(nl="codeur", en="coder"))]
SourceName = Annotated[
    str,
    typer.Option("--source", help=say(nl="bron: naam of id", en="source: name or id")),
]
Start = Annotated[
    int | None,
    typer.Option("--start", help=say(nl="eerste teken, vanaf 0", en="first")),
]
End = Annotated[
    int | None, typer.Option("--end", help=say(nl="na het laatste", en="after last"))
]
Quote = Annotated[
    str | None,
    typer.Option("--quote", help=say(nl="of: de woorden zelf", en="or: the words")),
]
Occurrence = Annotated[
    int, typer.Option("--occurrence", help=say(nl="de hoeveelste keer", en="which one"))
]
Why = Annotated[str | None, typer.Option("--why", help=say(nl="reden", en="reason"))]
KEYRING = "vknz-research"
# Key chains that are none, or write secrets in a file that anybody can read.
UNSAFE = ("keyring.backends.fail.", "keyring.backends.null.", "keyrings.alt.")
NO_LIMIT = 100_000


def open_folder(path: Path) -> "Study":
    """Open the study, asking for its passphrase when it has one."""
    from vknz_research.project import open_study

    return open_study(path, ask=lambda: ask_passphrase(path))


def find_span(
    study: "Study",
    source: str,
    places: tuple[int | None, int | None],
    asked: "Asked | None",
) -> tuple[int, int]:
    """Return the passage that is meant: by its offsets, or by its words."""
    from vknz_research.coding.consent import find_open_source
    from vknz_research.coding.places import find_quote

    if asked is not None:
        with study.store.read() as reader:
            span = find_quote(
                reader, find_open_source(reader, source), asked, ("--quote", 1)
            )
        return span.start, span.end
    start, end = places
    if start is None or end is None:
        raise typer.BadParameter("--start --end, --quote")
    return start, end


def ask_passphrase(path: Path, *, confirm: bool = False) -> str | None:
    """Ask for the passphrase: the key chain first, then a hidden prompt.

    Where there is no terminal, one line of standard input is taken.
    """
    stored = None if confirm else _from_key_chain(path)
    return stored or type_passphrase(confirm=confirm)


def type_passphrase(*, confirm: bool = False) -> str | None:
    """Ask for a passphrase by a hidden prompt, or take a line of standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n") or None
    asked = say(nl="Wachtwoordzin", en="Passphrase")
    answer: str = typer.prompt(asked, hide_input=True, confirmation_prompt=confirm)
    return answer


def _from_key_chain(path: Path) -> str | None:
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(KEYRING, str(path.resolve()))
    except KeyringError:
        return None  # a machine without a key chain asks, as said above


def find_key_chain() -> str:
    """Return the name of the key chain; refuse one that keeps secrets in the open."""
    import keyring

    from vknz_research.errors import NoKeyChainError

    kind = type(keyring.get_keyring())
    name = f"{kind.__module__}.{kind.__qualname__}"
    if name.startswith(UNSAFE):
        raise NoKeyChainError(found=name)
    return name


def remember_passphrase(path: Path, passphrase: str) -> None:
    """Keep the passphrase of a study in the key chain of this account."""
    import keyring
    from keyring.errors import KeyringError

    from vknz_research.errors import NoKeyChainError

    name = find_key_chain()
    try:
        keyring.set_password(KEYRING, str(path.resolve()), passphrase)
    except KeyringError as error:
        raise NoKeyChainError(found=name) from error


def forget_passphrase(path: Path) -> None:
    """Take the passphrase of a study out of the key chain; none there is well too."""
    import keyring
    from keyring.errors import KeyringError

    with suppress(KeyringError):
        keyring.delete_password(KEYRING, str(path.resolve()))


def print_json(facts: object) -> None:
    """Print facts as JSON."""
    print(json.dumps(facts, ensure_ascii=False, indent=1))


def tell(*, nl: str, en: str) -> None:
    """Say something to the person, on standard error."""
    print(say(nl=nl, en=en), file=sys.stderr)


def name_field(field: str) -> str:
    """Return how the interface calls a field."""
    from vknz_research.cli.fields import DUTCH

    return say(nl=DUTCH.get(field, field), en=field)


def print_table(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table: as wide as the terminal, or in a pipe as wide as it needs."""
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in heading:
        # What people copy into the next command is folded and not cut off.
        table.add_column(name_field(name), overflow="fold")
    for row in rows:
        table.add_row(*["" if cell is None else str(cell) for cell in row])
    width = None if sys.stdout.isatty() else NO_LIMIT
    console = Console(width=width, emoji=False, highlight=False)
    console.print(table, markup=False, soft_wrap=width is not None)


def print_facts(facts: Mapping[str, Any] | Sequence[Any], as_json: bool) -> None:
    """Print facts: as JSON, or a line each."""
    if as_json or not isinstance(facts, Mapping):
        print_json(facts)
        return
    for key, value in facts.items():
        shown = ", ".join(map(str, value)) if isinstance(value, list) else value
        if isinstance(shown, bool):
            shown = say(nl="ja" if shown else "nee", en="yes" if shown else "no")
        print(f"{name_field(key)}: {shown}")
