"""Maak elke tabel en figuur van deze uitgifte opnieuw en vergelijk ze.

`python reproduce.py` (Python 3.11 of nieuwer) leest alleen wat in deze map staat. Er is
geen netwerk en geen ander pakket voor nodig. De uitkomst is 0 als alles gelijk is.

Make every table and figure of this release again and compare them: same command.
"""

import hashlib
import json
import sys
from pathlib import Path

sys.dont_write_bytecode = True
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "program"))

from tables import make_outputs  # type: ignore[import-not-found]  # noqa: E402


def read_sums() -> dict[str, str]:
    """Return what the hash of each file should be."""
    lines = (HERE / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, _, name in (x.partition("  ") for x in lines)}


def hash_bytes(data: bytes) -> str:
    """Return SHA-256 of bytes."""
    return hashlib.sha256(data).hexdigest()


def tell(text: str) -> None:
    """Say something on the screen, whatever characters it can show."""
    sys.stdout.buffer.write(text.encode() + b"\n")


def check_files(sums: dict[str, str]) -> bool:
    """Say of each file that is not what it was."""
    changed = [
        name
        for name, digest in sums.items()
        if not (HERE / name).is_file()
        or hash_bytes((HERE / name).read_bytes()) != digest
    ]
    for name in changed:
        tell(f"GEWIJZIGD  {name}")
    return not changed


def check_outputs(sums: dict[str, str]) -> bool:
    """Make everything again and say of each table and figure whether it is the same."""
    k = json.loads((HERE / "disclosure.json").read_text(encoding="utf-8"))["k"]
    made = {
        n: hash_bytes(t.encode()) for n, t in make_outputs(HERE / "data", k).items()
    }
    stated = {n: d for n, d in sums.items() if n.startswith(("tables/", "figures/"))}
    for name in sorted(made.keys() | stated.keys()):
        is_same = made.get(name) == stated.get(name)
        digest = made.get(name, "")
        tell(f"{'gelijk    ' if is_same else 'VERSCHILT '} {name}  {digest}")
    return made == stated


def check_approvals() -> bool:
    """Say whether two people approved exactly these files."""
    digest = hash_bytes((HERE / "SHA256SUMS").read_bytes())
    approvals = json.loads((HERE / "approvals.json").read_text(encoding="utf-8"))
    names = {
        a["name"].casefold() for a in approvals["approvals"] if a["hash"] == digest
    }
    is_draft = len(names) < 2 or (HERE / "CONCEPT.txt").exists()
    if is_draft:
        tell("CONCEPT: nog niet door twee mensen goedgekeurd; geef deze map niemand.")
    return not is_draft


def main() -> int:
    """Check files, tables, figures and approvals; return the exit status."""
    sums = read_sums()
    found = [check_files(sums), check_outputs(sums), check_approvals()]
    tell("Alles is gelijk." if all(found) else "Niet alles is in orde; zie hierboven.")
    return 0 if all(found) else 1


if __name__ == "__main__":
    sys.exit(main())
