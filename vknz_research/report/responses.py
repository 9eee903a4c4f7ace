"""The answers of the project group in a report: an appendix, where it is asked for."""

from collections.abc import Iterator, Mapping
from typing import Final

from vknz_research.report.blocks import Block, Column, Heading, Notice, Table
from vknz_research.report.session import Report

KIND: Final = "membercheck"
# A memo that came from a file says who answered and when; its first line is the mark.
TITLE: Final = "{who}, {day}"
MARKS: Final[Mapping[str, tuple[str, str]]] = {
    "yes": ("Dit herken ik.", "I recognise this."),
    "partly": ("Dit herken ik deels.", "I recognise this partly."),
    "no": ("Dit herken ik niet.", "I do not recognise this."),
}


def show_responses(report: Report) -> Iterator[Block]:
    """Give what the project group answered, by section; nothing where not asked."""
    if not report.parameters.responses:
        return
    say = report.say
    title = say("Reacties van de projectgroep", "Responses of the project group")
    yield Heading(1, title, "H", "bijlage-h")
    memos = report.snapshot.memos
    own = memos[memos["kind"] == KIND]
    rows = tuple(
        (_name(report, str(m.section)), str(m.title), str(m.body))
        for m in own.itertuples()
    )
    if not rows:
        yield Notice(
            say(
                "Er is nog niet gereageerd. Lees reacties in met "
                "`vknz import-responses`.",
                "Nobody responded yet. Bring responses in with "
                "`vknz import-responses`.",
            )
        )
        return
    yield Table(
        number="H1",
        caption=say(
            "Wat de projectgroep op een eerdere versie antwoordde, per onderdeel.",
            "What the project group answered to an earlier version, by section.",
        ),
        columns=(
            Column(say("Onderdeel", "Section")),
            Column(say("Wie en wanneer", "Who and when")),
            Column(say("Reactie", "Response")),
        ),
        rows=rows,
        anchor="t-h1",
    )


def _name(report: Report, section: str) -> str:
    found = report.places.names.get(section)
    title = next((c.title for c in report.whole.chapters if c.id == section), {})
    return found or title.get(report.language) or title.get("nl") or section
