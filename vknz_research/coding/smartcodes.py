"""Keeping questions under a name, and saying of which municipality sources are."""

from collections.abc import Iterable
from dataclasses import replace
from uuid import uuid4

from vknz_research.coding.find import ensure_coder, find_source
from vknz_research.errors import UnknownSmartCodeError
from vknz_research.model.queries import SmartCode
from vknz_research.model.sources import Source
from vknz_research.store import Store


def save_smart_code(store: Store, actor: str, name: str, query: str) -> SmartCode:
    """Keep a question under a name; one of that name is replaced."""
    with store.begin(actor, "save-smart-code") as work:
        coder = ensure_coder(work, actor)
        old = work.first(SmartCode, name=name)
        made = SmartCode(str(uuid4()) if old is None else old.id, name, query, coder.id)
        if old is None:
            work.add(made)
        else:
            work.replace(made)
        work.facts = {"smart_code": made.id}
    return made


def remove_smart_code(store: Store, actor: str, name: str) -> None:
    """Take a smart code away; what it finds stays as it is."""
    with store.begin(actor, "remove-smart-code") as work:
        known = work.all(SmartCode)
        found = next((one for one in known if one.name == name), None)
        if found is None:
            listed = ", ".join(sorted(one.name for one in known)) or "-"
            raise UnknownSmartCodeError(name=name, known=listed)
        work.remove(found)
        work.facts = {"smart_code": found.id}


def set_municipality(
    store: Store, actor: str, sources: Iterable[str], municipality: str | None
) -> list[Source]:
    """Say of which municipality sources are; None takes it away."""
    with store.begin(actor, "set-municipality") as work:
        found = [find_source(work, name) for name in sources]
        made = [replace(source, municipality=municipality) for source in found]
        for source in made:
            work.replace(source)
        work.facts = {"sources": len(made)}
    return made
