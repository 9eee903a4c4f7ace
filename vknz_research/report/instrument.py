"""The 4R side by side at the end of their chapter: who speaks, and what is thin."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pandas as pd

from vknz_research.analysis.figures import Style, draw_multiples, read_book
from vknz_research.analysis.instrument import (
    FACETS,
    Facet,
    Instrument,
    Principle,
    Voice,
    facet_query,
    read_instrument,
)
from vknz_research.report.behind import show_behind
from vknz_research.report.blocks import (
    Block,
    Column,
    Heading,
    Notice,
    Paragraph,
    Table,
)
from vknz_research.report.contents import Chapter
from vknz_research.report.drawings import make_block
from vknz_research.report.references import number_tables
from vknz_research.report.session import Report
from vknz_research.report.speaking import name_perspective

NAMES: dict[Facet, tuple[str, str]] = {
    "opbrengst": ("brengt", "brings"),
    "voorwaarde": ("nodig", "needs"),
    "drempel": ("tegen", "against"),
}
SOME: int = 2  # principles; of one there is nothing to put side by side


def give_chapter(report: Report, chapter_id: str) -> Iterator[Block]:
    """Give the blocks of a chapter that ends with its principles side by side."""
    return report.chapter(chapter_id, closing=show_instrument)


def show_instrument(report: Report, chapter: Chapter) -> Iterator[Block]:
    """Give the principles of a chapter in one table, one figure, and what is thin."""
    there = {section.code for section in report.contents.sections}
    found = read_instrument(report.view, chapter.instrument, language=report.language)
    principles = [one for one in found.principles if one.code in there]
    if len(principles) < SOME or chapter.id in report.parameters.without_figure:
        return
    say = report.say
    families = sum(section.level == 2 for section in chapter.sections)
    number = f"{chapter.number}.{families + 1}"
    title = say("De principes naast elkaar", "The principles side by side")
    yield Heading(2, title, number, "s-" + number.replace(".", "-"))
    yield Paragraph(_explain(report))
    place = number_tables(report.contents)["vier-r"]
    yield _make_table(report, principles, place)
    yield _draw(report, Instrument(found.root, tuple(principles)), str(chapter.figure))
    yield from _show_behind(report, principles)
    yield Paragraph(_tell_thin(report, principles))
    yield from _show_over(report, principles)


def _explain(report: Report) -> str:
    return report.say(
        "Een passage zegt wat een principe brengt, nodig heeft of tegenhoudt als zij "
        "een stuk tekst deelt met een code opbrengst, voorwaarde of drempel. Aantallen "
        "zeggen waar iets ter sprake komt, niet hoe zwaar het weegt.",
        "A passage says what a principle brings, needs or is held back by where it "
        "shares words with a code opbrengst, voorwaarde or drempel. Numbers say where "
        "something comes up, not how heavy it is.",
    )


def _make_table(report: Report, principles: Sequence[Principle], place: str) -> Table:
    say = report.say
    order = [voice.perspective for voice in principles[0].voices]
    rows = tuple(
        (one.name, *[_tell_voice(report, voice) for voice in one.voices])
        for one in principles
    )
    return Table(
        number=place,
        caption=say(
            "In hoeveel bronnen elk perspectief over een principe spreekt; tussen "
            "haakjes het aantal passages.",
            "In how many sources each perspective speaks of a principle; in brackets "
            "the number of passages.",
        ),
        columns=(
            Column(say("Principe", "Principle")),
            *[
                Column(name_perspective(name, report.language), is_number=True)
                for name in order
            ],
        ),
        rows=rows,
        anchor=f"t-{place}",
    )


def _tell_voice(report: Report, voice: Voice) -> str:
    of = report.say("van", "of")
    return f"{voice.sources} {of} {voice.total} ({voice.passages})"


def _draw(report: Report, instrument: Instrument, number: str) -> Block:
    paths = [str(path) for path in report.view.codes["code"]]

    def ask(row: str, column: object) -> str:
        facet = next(f for f in FACETS if report.say(*NAMES[f]) == column)
        return facet_query(paths, row, facet)

    order = [voice.perspective for voice in instrument.principles[0].voices]
    drawn = draw_multiples(
        {name: _count_facets(report, instrument, name) for name in order},
        read_book(report.view.codes, Style(language=report.language)),
        Style(language=report.language),
        ask=ask,
    )
    caption = report.say(
        "Passages over wat elk principe brengt, wat ervoor nodig is en wat er tegen "
        "spreekt, per perspectief. Alle vakken hebben dezelfde schaal; een getal "
        "onder 5 is niet vet.",
        "Passages on what each principle brings, what it needs and what speaks "
        "against it, by perspective. All panels have one scale; a number under 5 is "
        "not bold.",
    )
    made = make_block(drawn, number, caption)
    return replace(made, table=_name_rows(report, instrument, made.table))


def _name_rows(report: Report, instrument: Instrument, table: Table) -> Table:
    """Return the table behind the figure in the words of the report."""
    say = report.say
    heads = {
        "perspective": say("Perspectief", "Perspective"),
        "code": say("Principe", "Principle"),
    }
    names = {one.code: one.name for one in instrument.principles}
    order = {
        voice.perspective: name_perspective(voice.perspective, report.language)
        for voice in instrument.principles[0].voices
    }
    known = {**names, **order}
    return replace(
        table,
        columns=tuple(
            replace(column, name=heads.get(column.name, column.name))
            for column in table.columns
        ),
        rows=tuple(tuple(known.get(cell, cell) for cell in row) for row in table.rows),
    )


def _show_behind(report: Report, principles: Sequence[Principle]) -> Iterator[Block]:
    """Give the passages behind the numbers of the figure."""
    paths = [str(path) for path in report.view.codes["code"]]
    shown = [
        show_behind(
            report,
            facet_query(paths, one.code, facet, voice.perspective),
            f"{one.name}, {name_perspective(voice.perspective, report.language)}, "
            f"{report.say(*NAMES[facet])}",
        )
        for one in principles
        for facet in FACETS
        for voice in one.voices
        if voice.facets[facet]
    ]
    if shown:
        yield Notice(
            report.say(
                "Elk getal is een vraag, zoals deze bij "
                f"{shown[0].label}: {shown[0].query}",
                f"Each number is a question, such as this of {shown[0].label}: "
                f"{shown[0].query}",
            )
        )
    yield from shown


def _count_facets(
    report: Report, instrument: Instrument, perspective: str
) -> pd.DataFrame:
    counted = {
        one.code: {report.say(*NAMES[facet]): voice.facets[facet] for facet in FACETS}
        for one in instrument.principles
        for voice in one.voices
        if voice.perspective == perspective
    }
    return pd.DataFrame.from_dict(counted, orient="index")


def _tell_thin(report: Report, principles: Sequence[Principle]) -> str:
    lines = [
        f"- **{one.name}.** {' '.join(one.thin)}" for one in principles if one.thin
    ]
    if not lines:
        return report.say(
            "Elk principe steunt bij elk perspectief op meer dan één bron.",
            "Each principle rests on more than one source with each perspective.",
        )
    start = report.say("Waar het bewijs dun is:", "Where the evidence is thin:")
    return "\n".join([start, "", *lines])


def _show_over(report: Report, principles: Sequence[Principle]) -> Iterator[Block]:
    """Give how often each principle comes up over phases, and over municipalities."""
    tables = number_tables(report.contents)
    word = report.say("fase", "phase")
    phases = [one.by_phase for one in principles]
    yield _count_over(report, principles, phases, tables["vier-r-fasen"], word)
    places = [p for one in principles if (p := one.by_municipality) is not None]
    if len(places) == len(principles):
        number = f"{tables['vier-r-fasen']}b"
        word = report.say("gemeente", "municipality")
        yield _count_over(report, principles, places, number, word)


def _count_over(
    report: Report,
    principles: Sequence[Principle],
    counts: Sequence[pd.DataFrame],
    number: str,
    word: str,
) -> Table:
    sums = [frame.sum(axis=1) for frame in counts]
    table = pd.concat(sums, axis=1).fillna(0).astype(int).sort_index()
    say = report.say
    return Table(
        number=number,
        caption=say(
            f"Passages per principe en {word}.", f"Passages by principle and {word}."
        ),
        columns=(
            Column(say("Principe", "Principle")),
            *[Column(f"{word} {name}", is_number=True) for name in table.index],
        ),
        rows=tuple(
            (one.name, *[str(n) for n in column])
            for one, column in zip(principles, table.to_numpy().T, strict=True)
        ),
        anchor=f"t-{number}",
    )
