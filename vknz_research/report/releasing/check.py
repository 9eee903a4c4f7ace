"""Makes every table and figure of a release again and compares them.

A release takes this file along; it uses the standard library only.
"""

import hashlib
import json
import sys
from pathlib import Path

from vknz_research.report.releasing.tables import make_outputs


def read_sums(folder: Path) -> dict[str, str]:
    """Return what the hash of each file should be."""
    lines = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, _, name in (x.partition("  ") for x in lines)}


def hash_bytes(data: bytes) -> str:
    """Return SHA-256 of bytes."""
    return hashlib.sha256(data).hexdigest()


def tell(text: str) -> None:
    """Say something on the screen, whatever characters it can show."""
    sys.stdout.buffer.write(text.encode() + b"\n")


def check_files(folder: Path, sums: dict[str, str]) -> bool:
    """Say of each file that is not what it was."""
    changed = [
        name
        for name, digest in sums.items()
        if not (folder / name).is_file()
        or hash_bytes((folder / name).read_bytes()) != digest
    ]
    for name in changed:
        tell(f"GEWIJZIGD  {name}")
    return not changed


def check_outputs(folder: Path, sums: dict[str, str]) -> bool:
    """Make everything again and say of each table and figure whether it is the same."""
    k = json.loads((folder / "disclosure.json").read_text(encoding="utf-8"))["k"]
    made = {
        n: hash_bytes(t.encode()) for n, t in make_outputs(folder / "data", k).items()
    }
    stated = {n: d for n, d in sums.items() if n.startswith(("tables/", "figures/"))}
    for name in sorted(made.keys() | stated.keys()):
        is_same = made.get(name) == stated.get(name)
        digest = made.get(name, "")
        tell(f"{'gelijk    ' if is_same else 'VERSCHILT '} {name}  {digest}")
    return made == stated


def check_approvals(folder: Path) -> bool:
    """Say whether two people approved exactly these files."""
    digest = hash_bytes((folder / "SHA256SUMS").read_bytes())
    approvals = json.loads((folder / "approvals.json").read_text(encoding="utf-8"))
    names = {
        a["name"].casefold() for a in approvals["approvals"] if a["hash"] == digest
    }
    is_draft = len(names) < 2 or (folder / "CONCEPT.txt").exists()
    if is_draft:
        tell("CONCEPT: nog niet door twee mensen goedgekeurd; geef deze map niemand.")
    return not is_draft


def main(folder: Path) -> int:
    """Check files, tables, figures and approvals; return the exit status."""
    sums = read_sums(folder)
    found = [
        check_files(folder, sums),
        check_outputs(folder, sums),
        check_approvals(folder),
    ]
    tell("Alles is gelijk." if all(found) else "Niet alles is in orde; zie hierboven.")
    return 0 if all(found) else 1
