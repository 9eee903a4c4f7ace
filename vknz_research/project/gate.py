"""The gate of every export: finished files are scanned before they are handed over.

Numbers are searched always. The register is searched as well where it can be opened:
it lies in the vault, and whoever exports is asked for the passphrase.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from vknz_research.errors import ResidueError, VknzError
from vknz_research.model.sources import Revision, Source
from vknz_research.privacy.numbers import find_checked
from vknz_research.privacy.parts import list_parts
from vknz_research.privacy.register import NAME, Register, read_register
from vknz_research.privacy.residue import (
    Found,
    count_residue,
    make_search,
    scan_parts,
)
from vknz_research.privacy.vault import Vault
from vknz_research.project.pseudonyms import count_open
from vknz_research.project.study import Study
from vknz_research.project.withdrawing import open_vault
from vknz_research.store.verify import Finding

Ask = Callable[[], str | None]


def check_export(
    study: Study | None, paths: Sequence[Path], ask: Ask | None = None
) -> None:
    """Refuse files that still say who somebody is; the words are never told.

    With a study and `ask`, which asks for the passphrase of its vault, the register is
    searched too. A study without a register asks nothing.
    """
    check_files(open_vault(study) if study else None, paths, ask)


def check_files(
    vault: Vault | None, paths: Sequence[Path], ask: Ask | None = None
) -> None:
    """Do the same where only the vault is known, as of a snapshot."""
    forms = read_forms(vault, ask) if vault and ask else []
    for found in scan_paths(paths, forms):
        raise ResidueError(
            file=found.file.name,
            part=found.part,
            category=found.category,
            count=found.count,
        )


def keep_or_remove(
    vault: Vault | None, made: Sequence[Path], ask: Ask | None = None
) -> None:
    """Check files that were just made; take all of them away when one is refused."""
    try:
        check_files(vault, made, ask)
    except VknzError:
        for path in made:
            path.unlink(missing_ok=True)
        raise


def find_vault(snapshot: Path) -> Vault:
    """Return the key folder of the study of which a snapshot was taken."""
    from vknz_research.snapshot import open_snapshot  # noqa: PLC0415 - pandas

    study_id = str(open_snapshot(snapshot).manifest["study_id"])
    return Vault.of_study(study_id)


def read_forms(vault: Vault, ask: Ask) -> list[str]:
    """Return all forms in the register of a vault; nobody is asked if it has none."""
    names = [n for n in vault.list_names() if n == NAME or n.startswith(f"{NAME}/")]
    return read_register(vault.unlock(ask), names).forms if names else []


def open_register(study: Study, ask: Ask) -> Register:
    """Return the register of a study; an empty one where there is none."""
    vault = open_vault(study)
    names = [n for n in vault.list_names() if n == NAME or n.startswith(f"{NAME}/")]
    return read_register(vault.unlock(ask), names) if names else Register()


def scan_paths(paths: Iterable[Path], forms: Sequence[str]) -> list[Found]:
    """Return what files and all files in folders hold, counted by part and kind."""
    search = make_search(forms)
    found: list[Found] = []
    for path in _list_files(paths):
        found += count_residue(path, scan_parts(list_parts(path), search))
    return found


def _list_files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.is_file())
        else:
            yield path


def list_findings(study: Study) -> list[Finding]:
    """List what `vknz check` says of identifiers: left over, and not decided on."""
    return [*_find_left(study), *_find_undecided(study)]


def _find_left(study: Study) -> Iterator[Finding]:
    """Find numbers that identify in texts that are marked pseudonymised."""
    with study.store.read() as reader:
        sources = reader.all(Source)
        texts = {r.id: r for r in reader.all(Revision, kind="pseudonymised")}
    for source in sources:
        revision = texts.get(source.revision_id)
        count = len(find_checked(revision.text)) if revision else 0
        if count:
            yield Finding(
                "I14",
                "warning",
                f"source ({source.name})",
                f"in een gepseudonimiseerde tekst staan nog {count} nummers",
                f"a pseudonymised text still holds {count} numbers",
                "bekijk ze met `vknz pseudonymise`",
                "look at them with `vknz pseudonymise`",
            )


def _find_undecided(study: Study) -> Iterator[Finding]:
    count = sum(count_open(study).values())
    if count:
        yield Finding(
            "I18",
            "notice",
            f"text ({count})",
            f"over {count} plekken die iemand kunnen aanwijzen is niet besloten",
            f"{count} places that may say who somebody is are undecided",
            "beslis met `vknz pseudonymise`",
            "decide with `vknz pseudonymise`",
        )
