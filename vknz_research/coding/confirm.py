"""Confirming after a look that codings hold: under the definition, at their place."""

from collections.abc import Sequence
from dataclasses import replace

from vknz_research.coding.acts import refuse_others
from vknz_research.coding.doubts import remove_doubts
from vknz_research.errors import UnknownThingError
from vknz_research.model.codes import Code
from vknz_research.model.codings import Coding, Doubt
from vknz_research.store import Store
from vknz_research.store.unit import UnitOfWork


def confirm_codings(
    store: Store, actor: str, ids: Sequence[str], *, own: bool = False
) -> list[Coding]:
    """Say that codings hold; return those that are brought up to date.

    With `own`, only those of the actor's layer.
    They get the present revision of their code and lose their doubts. An id of a link
    of a memo or of a quotation that is in doubt only loses its doubt.
    """
    with store.begin(actor, "confirm-codings") as work:
        codings = [_find(work, key) for key in dict.fromkeys(ids)]
        if own:
            refuse_others(work, actor, [coding for coding in codings if coding])
        codes = {code.id: code for code in work.all(Code)}
        found = [
            replace(c, code_revision=codes[c.code_id].revision) for c in codings if c
        ]
        work.replace(*found)
        doubts = remove_doubts(work, dict.fromkeys(ids))
        work.facts = {"codings": len(ids), "doubts": doubts}
    return found


def _find(work: UnitOfWork, key: str) -> Coding | None:
    """Find a coding; None for anything else that is in doubt."""
    doubt = work.first(Doubt, target_id=key)
    if doubt is not None and doubt.target_kind != "coding":
        return None
    found = work.first(Coding, id=key)
    if found is None:
        raise UnknownThingError(kind="codering", name=key, list="codings")
    return found
