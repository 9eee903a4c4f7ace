"""Codings that were made under an older definition of their code."""

from collections.abc import Iterable, Mapping

from vknz_research.model.codes import Code
from vknz_research.model.codings import Coding
from vknz_research.store.unit import Reader


def is_stale(coding: Coding, code: Code) -> bool:
    """Say whether what the code means changed after the coding was made.

    >>> coding = Coding("1", "s", "r", "c", "A", 0, 3, "", code_revision=4)
    >>> is_stale(coding, Code("c", "a", revision=7, defined=3))
    False
    >>> is_stale(coding, Code("c", "a", revision=7, defined=5))
    True
    """
    return coding.code_revision < code.defined


def list_stale(reader: Reader) -> list[Coding]:
    """List the codings to look at again, in the order of sources and places."""
    codes = {code.id: code for code in reader.all(Code)}
    changed = {code.id for code in codes.values() if code.defined > 1}
    found = reader.all(Coding, code_id=changed) if changed else []
    return sort_codings(pick_stale(found, codes))


def pick_stale(codings: Iterable[Coding], codes: Mapping[str, Code]) -> list[Coding]:
    """Return the codings that are stale."""
    return [c for c in codings if is_stale(c, codes[c.code_id])]


def sort_codings(codings: Iterable[Coding]) -> list[Coding]:
    """Return codings in reading order."""
    return sorted(codings, key=lambda c: (c.source_id, c.start, c.end, c.id))
