"""The appendix on who is heard of what: a heat map, and where nobody speaks."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

import pandas as pd

from vknz_research.analysis.crosstab import crosstab
from vknz_research.analysis.figures import Style, draw_heatmap, read_book
from vknz_research.analysis.silence import find_silence
from vknz_research.report.blocks import Block, Column, Heading, Notice, Paragraph, Table
from vknz_research.report.drawings import make_block
from vknz_research.report.session import Report
from vknz_research.report.speaking import name_perspective

LEVEL: Final = 2  # sections of sections are heard where their section is


def show_heard(report: Report) -> Iterator[Block]:
    """Give passages by section and perspective, and who is not heard."""
    say = report.say
    title = say("Wie waarover wordt gehoord", "Who is heard of what")
    yield Heading(1, title, "G", "bijlage-g")
    sections = [s for s in report.contents.sections if s.level == LEVEL]
    names = {s.code: f"{s.number} {report.places.names[s.code]}" for s in sections}
    codes = list(names)
    if not codes or report.view.codings.empty:
        yield Notice(say("Er is nog niets gecodeerd.", "Nothing is coded yet."))
        return
    yield Paragraph(
        say(
            "Een leeg vak zegt dat er van dit perspectief niets over is gecodeerd. Of "
            "dat veel zegt, hangt ervan af of ernaar is gevraagd.",
            "An empty cell says that nothing on it is coded from this voice. How "
            "much that says depends on whether it was asked.",
        )
    )
    counts = crosstab(report.view.codings, "perspective")
    order = [p for p in report.contents.perspectives if p in counts.columns]
    counts = counts.reindex(index=codes, columns=order, fill_value=0)
    counts.columns.name = "perspective"
    style = Style(language=report.language)
    book = read_book(report.view.codes, style)
    numbered = {code: replace(book[code], name=names[code]) for code in codes}
    made = make_block(
        draw_heatmap(counts, numbered, style),
        "G1",
        say(
            "Passages per onderdeel en perspectief. Een getal onder 5 is niet vet.",
            "Passages by section and perspective. A number under 5 is not bold.",
        ),
    )
    yield replace(made, table=_make_table(report, counts, names))
    yield _list_silent(report, names)


def _make_table(
    report: Report, counts: pd.DataFrame, names: Mapping[str, str]
) -> Table:
    """Return the table behind the figure, with names as long as they are."""
    heads = [name_perspective(str(p), report.language) for p in counts.columns]
    return Table(
        None,
        "",
        (
            Column(report.say("Onderdeel", "Section")),
            *[Column(head, is_number=True) for head in heads],
        ),
        tuple(
            (names[str(code)], *[str(int(n)) for n in row])
            for code, row in zip(counts.index, counts.to_numpy(), strict=True)
        ),
        "f-g1-tabel",
    )


def _list_silent(report: Report, names: Mapping[str, str]) -> Block:
    say = report.say
    found = find_silence(report.view, list(names))
    silent = found[(found["spoken"] == 0).to_numpy(dtype=bool)]
    is_known = not bool(found["asked"].isna().any())
    rows = tuple(
        (
            names[str(row.code)],
            name_perspective(str(row.perspective), report.language),
            str(row.sources),
            *([_say_asked(report, int(str(row.asked)))] if is_known else []),
        )
        for row in silent.itertuples()
    )
    if not rows:
        return Notice(
            say(
                "Elk perspectief spreekt over elk onderdeel.",
                "Each perspective speaks of each section.",
            )
        )
    return Table(
        number="G1",
        caption=say(
            "Van wie over een onderdeel niets is gecodeerd, en of ernaar is gevraagd.",
            "From whom nothing is coded on a section, and whether it was asked.",
        )
        if is_known
        else say(
            "Van wie over een onderdeel niets is gecodeerd.",
            "From whom nothing is coded on a section.",
        ),
        columns=(
            Column(say("Onderdeel", "Section")),
            Column(say("Wie niet", "Who not")),
            Column(say("Bronnen", "Sources"), is_number=True),
            *([Column(say("Gevraagd", "Asked"))] if is_known else []),
        ),
        rows=rows,
        anchor="t-g1",
        note=_explain_asked(report, is_known=is_known),
    )


def _explain_asked(report: Report, *, is_known: bool) -> str:
    say = report.say
    sources = say(
        "Bronnen: waarin dit perspectief wel spreekt. ",
        "Sources: in which this perspective does speak. ",
    )
    if is_known:
        return sources + say(
            "Gevraagd: of een vraag van een onderzoeker daar deze code draagt.",
            "Asked: whether a question of a researcher carries this code there.",
        )
    return sources + say(
        "Vragen van onderzoekers zijn niet gecodeerd: of ernaar is gevraagd, is hier "
        "niet te zien.",
        "Questions of researchers are not coded: whether it was asked does not show "
        "here.",
    )


def _say_asked(report: Report, number: int) -> str:
    if not number:
        return report.say("nee", "no")
    return report.say(f"ja, in {number}", f"yes, in {number}")
