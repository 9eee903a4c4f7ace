"""Conflicts between two copies in words: which row, what of it, who and when.

The words of participants are never in it: passages are named by their place, memos by
their id, codes that are named after what somebody said by theirs.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from vknz_research.language import say
from vknz_research.model.codes import IN_VIVO, Code, is_within
from vknz_research.model.codings import Coder, Coding
from vknz_research.model.rounds import Assignment, Round
from vknz_research.model.sources import Source
from vknz_research.store.merging.facets import EXISTS, Key
from vknz_research.store.merging.rule import Choice, Clash
from vknz_research.store.unit import Reader


@dataclass(frozen=True, slots=True)
class Naming:
    """Names rows as either copy knows them."""

    readers: Sequence[Reader]
    same: Mapping[str, str]

    def find(self, cls: type[Any], row_id: str) -> Any:
        """Return a row of either copy as it is, or as it last was."""
        ids = [row_id, *(old for old, new in self.same.items() if new == row_id)]
        found = (r.last_known(cls, one) for r in self.readers for one in ids)
        return next((value for value in found if value is not None), None)

    def name(self, key: Key) -> str:
        """Return a row in a few words."""
        table, row_id = key
        made = NAMES[table](self, row_id) if table in NAMES else row_id
        return f"{say(nl=THINGS[table][0], en=THINGS[table][1])} {made}"

    def code(self, code_id: str) -> str:
        """Return the path of a code, unless it is made of somebody's words."""
        found = self.find(Code, code_id)
        is_said = found is None or is_within(found.path, IN_VIVO)
        return code_id if is_said else str(found.path)

    def source(self, source_id: str) -> str:
        """Return the name of a source."""
        found = self.find(Source, source_id)
        return found.name if found else source_id

    def coder(self, coder_id: str) -> str:
        """Return the name of a coder."""
        found = self.find(Coder, coder_id)
        return found.name if found else coder_id

    def coding(self, coding_id: str) -> str:
        """Say whose coding it is, with which code, and where."""
        found = self.find(Coding, coding_id)
        if found is None:
            return coding_id
        where = f"{self.source(found.source_id)} {found.start}-{found.end}"
        code, who = self.code(found.code_id), self.coder(found.coder_id)
        return say(nl=f"{code} van {who} in {where}", en=f"{code} of {who} in {where}")

    def assignment(self, assignment_id: str) -> str:
        """Say who codes which source in which round."""
        found = self.find(Assignment, assignment_id)
        if found is None:
            return assignment_id
        number = self.find(Round, found.round_id).number
        who = self.coder(found.coder_id)
        return f"{number}: {who}, {self.source(found.source_id)}"


NAMES: Final[Mapping[str, Callable[[Naming, str], str]]] = {
    "code": Naming.code,
    "source": Naming.source,
    "coder": Naming.coder,
    "coding": Naming.coding,
    "assignment": Naming.assignment,
}
THINGS: Final = {
    "adjudication": ("consensus", "consensus"),
    "assignment": ("toewijzing in ronde", "assignment in round"),
    "code": ("code", "code"),
    "coder": ("codeur", "coder"),
    "coding": ("codering", "coding"),
    "coding_round": ("ronde", "round"),
    "consent": ("toestemming", "consent"),
    "decision": ("besluit", "decision"),
    "design_entry": ("broncode", "source code"),
    "doubt": ("twijfel", "doubt"),
    "excerpt": ("citaat", "quotation"),
    "memo": ("memo", "memo"),
    "memo_link": ("verwijzing van memo", "link of memo"),
    "opening": ("opening van vergelijking", "opening of comparison"),
    "participant": ("deelnemer", "participant"),
    "round_coding": ("ingeleverde codering", "coding handed in"),
    "source": ("bron", "source"),
    "suggestion": ("antwoord op suggestie", "answer to suggestion"),
    "voice": ("stem", "voice"),
}
FACETS: Final = {
    EXISTS: ("weggehaald of gewijzigd", "removed or changed"),
    "revision_id": ("tekst", "text"),
    "place": ("plaats", "place"),
    "code": ("code", "code"),
    "words": ("titel en tekst", "title and text"),
    "path": ("pad", "path"),
    "marks": ("kleur en vorm", "colour and form"),
    "shortcut": ("toets", "key"),
    "decision": ("besluit", "decision"),
    "name": ("naam", "name"),
    "definition": ("definitie", "definition"),
}


def shape_clash(naming: Naming, clash: Clash) -> dict[str, Any]:
    """Return a conflict in words, with its choices."""
    return {
        "conflict": clash.id,
        "table": clash.key[0],
        "id": clash.key[1],
        "facet": clash.facet,
        "what": f"{naming.name(clash.key)}: {name_facet(clash.facet)}",
        "choices": [_shape_choice(naming, clash, choice) for choice in clash.choices],
    }


def name_facet(facet: str) -> str:
    """Return what of a row is meant.

    >>> name_facet("texts.nl.definition") in {"definitie (nl)", "definition (nl)"}
    True
    """
    if facet.startswith("texts."):
        _, language, field = facet.split(".", 2)
        return f"{name_facet(field)} ({language})"
    nl, en = FACETS.get(facet, (facet, facet))
    return say(nl=nl, en=en)


def _shape_choice(naming: Naming, clash: Clash, choice: Choice) -> dict[str, Any]:
    return {
        "choice": choice.name,
        "value": _show(naming, clash, choice.value),
        "actor": choice.actor,
        "at": choice.at,
    }


def _show(naming: Naming, clash: Clash, value: Any) -> str | None:
    """Return a value where it cannot hold what a participant said."""
    if clash.facet == EXISTS:
        nl, en = ("weg", "gone") if value is None else ("blijft", "stays")
        return say(nl=nl, en=en)
    if value is None:
        return None
    if clash.key[0] == "coding":
        is_place = clash.facet == "place"
        return (
            f"{value['start']}-{value['end']}"
            if is_place
            else naming.code(value["code_id"])
        )
    is_said = naming.code(clash.key[1]) == clash.key[1]
    if clash.key[0] == "code" and not is_said:
        is_plain = clash.facet in {"path", "shortcut"} or clash.facet.endswith(".name")
        return str(value) if is_plain else None
    return None
