"""The appendices of a report: codebook, method, audit, places, provenance."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from vknz_research.analysis.attribution import audit_attribution
from vknz_research.analysis.crosstab import crosstab, sort_codes
from vknz_research.analysis.layers import CONSENSUS, CONSENSUS_FIRST, PERSONS
from vknz_research.model.codes import is_within
from vknz_research.report.blocks import (
    Block,
    CodeCard,
    Column,
    Facts,
    Heading,
    Notice,
    Paragraph,
    Quotation,
    Table,
)
from vknz_research.report.labels import format_count
from vknz_research.report.references import number_tables
from vknz_research.report.session import Report
from vknz_research.report.speaking import name_perspective


def show_data(report: Report) -> Iterator[Block]:
    """Give the table of the data by phase and perspective, where the chapter stands."""
    place = number_tables(report.contents).get("gegevens")
    if place is None:
        return
    say, material = report.say, report.material
    turns = material.turns.drop(columns="kind").merge(
        material.sources[["source_id", "source_code", "kind", "phase"]], on="source_id"
    )
    design = report.snapshot.design.set_index("source_code")
    keys = ["phase", "source_code", "kind"]
    rows = []
    for (phase, code, kind), group in turns.groupby(keys, dropna=False, observed=True):
        rows.append(_data_row(report, (phase, code, kind), group, design))
    _, layer = _name_layer(report)
    yield Notice(say(f"Welke coderingen tellen: {layer}.", f"What counts: {layer}."))
    yield Table(
        number=place,
        caption=say(
            "De bronnen per fase, met wie er spreken. Tussen haakjes: de opzet.",
            "The sources by phase, with who speaks. In brackets: the design.",
        ),
        columns=(
            Column(say("Fase", "Phase")),
            Column(say("Broncode", "Source code")),
            Column(say("Soort", "Kind")),
            Column(say("Perspectief", "Perspective")),
            Column(say("Bronnen", "Sources"), is_number=True),
            Column(say("Deelnemers", "Participants"), is_number=True),
            Column(say("Woorden", "Words"), is_number=True),
        ),
        rows=tuple(rows),
        anchor=f"t-{place}",
        note=say(
            "Woorden van deelnemers, zonder die van interviewers.",
            "Words of participants, without those of interviewers.",
        ),
    )


def _data_row(
    report: Report, key: tuple[Any, ...], group: pd.DataFrame, design: pd.DataFrame
) -> tuple[str, ...]:
    phase, code, kind = key
    who = [p for p in report.contents.perspectives if p in set(group["perspective"])]
    planned = design.loc[code] if code in design.index else None
    sources = int(group["source_id"].nunique())
    people = int(group["participant_id"].nunique())
    return (
        _text(phase),
        _text(code),
        _text(kind),
        ", ".join(name_perspective(p, report.language).lower() for p in who),
        _with_plan(sources, planned, "sources"),
        _with_plan(people, planned, "participants") if people else "–",
        format_count(int(group["words"].sum()), report.language),
    )


def _with_plan(found: int, planned: Any, field: str) -> str:
    if planned is None or int(planned[field]) == found:
        return str(found)
    return f"{found} ({int(planned[field])})"


def _text(value: Any) -> str:
    return "–" if pd.isna(value) else str(value)


def show_codebook(report: Report) -> Iterator[Block]:
    """Give the codes that the report rests on, each with its meaning."""
    yield Heading(1, report.say("Codeboek", "Codebook"), "A", "bijlage-codeboek")
    revision = report.snapshot.manifest["codebook_revision"]
    yield Paragraph(
        report.say(
            f"Revisie {revision}. Codes die in deze momentopname zijn gebruikt, met "
            "wat erboven staat.",
            f"Revision {revision}. Codes that are used in this snapshot, with what "
            "stands above them.",
        )
    )
    used = {str(path) for path in report.material.codings["code"].unique()}
    for row in sort_codes(report.snapshot.codes).itertuples():
        if any(is_within(path, str(row.code)) for path in used):
            yield _make_card(row, report.language)


def _make_card(row: Any, language: str) -> CodeCard:
    def text(field: str) -> str:
        found = getattr(row, f"{field}_{language}")
        other = getattr(row, f"{field}_nl")
        return str(other if pd.isna(found) else found) if not pd.isna(other) else ""

    return CodeCard(
        letters=str(row.letters),
        colour=str(row.colour),
        stroke=str(row.stroke),
        form=str(row.form),
        name=text("name") or str(row.code),
        path=str(row.code),
        definition=text("definition"),
        when_to_use=text("when_to_use"),
        when_not=text("when_not"),
        example=text("example"),
        level=int(row.level),
    )


def show_method(report: Report) -> Iterator[Block]:
    """Say how was coded and counted, with the table of codes by perspective."""
    say = report.say
    yield Heading(
        1, say("Hoe is gecodeerd en geteld", "How it was coded"), "B", "bijlage-b"
    )
    codings = report.material.codings
    per_coder = codings["coder"].astype(object).value_counts().sort_index()
    coders = "; ".join(f"{name}: {number}" for name, number in per_coder.items())
    yield Paragraph(
        say(
            "Een passage is een stuk tekst dat ten minste één codeur deze code gaf; "
            "coderingen die elkaar overlappen tellen als één passage. Een code telt "
            "ook wat onder die code hangt. Aantallen zeggen waar iets ter sprake komt, "
            "niet hoe belangrijk het is.",
            "A passage is a stretch of text to which at least one coder gave the code; "
            "codings that overlap count as one passage. A code counts what hangs below "
            "it too. Numbers say where something comes up, not how important it is.",
        )
    )
    label = say("Coderingen per codeur", "Codings by coder")
    yield Facts(((label, coders or "–"), _name_layer(report)))
    yield _make_crosstab(report, codings)


def _name_layer(report: Report) -> tuple[str, str]:
    """Say whose codings the report rests on."""
    say, layer = report.say, report.parameters.layer
    sources = report.material.sources
    settled = int(sources["is_adjudicated"].sum())
    words = {
        PERSONS: say("de lagen van alle codeurs", "the layers of all coders"),
        CONSENSUS: say(
            f"alleen de consensus ({settled} van {len(sources)} bronnen)",
            f"the consensus only ({settled} of {len(sources)} sources)",
        ),
        CONSENSUS_FIRST: say(
            f"de consensus bij {settled} van {len(sources)} bronnen, bij de andere de "
            "lagen van alle codeurs",
            f"the consensus in {settled} of {len(sources)} sources, in the others the "
            "layers of all coders",
        )
        if settled
        else say("de lagen van alle codeurs", "the layers of all coders"),
    }
    alone = say(f"alleen de laag van {layer}", f"the layer of {layer} only")
    return say("Rust op", "Rests on"), words.get(layer, alone)


def _make_crosstab(report: Report, codings: pd.DataFrame) -> Table:
    say = report.say
    table = crosstab(codings, "perspective")
    codes = sort_codes(report.snapshot.codes)["code"]
    table = table.loc[[code for code in codes if code in table.index]]
    order = [p for p in report.contents.perspectives if p in table.columns]
    return Table(
        number="B1",
        caption=say("Passages per code en perspectief.", "Passages by code and voice."),
        columns=(
            Column(say("Code", "Code")),
            *[
                Column(name_perspective(p, report.language), is_number=True)
                for p in order
            ],
        ),
        rows=tuple(
            (str(code), *[str(int(row[p])) for p in order])
            for code, row in table.iterrows()
        ),
        anchor="t-b1",
    )


def show_audit(report: Report) -> Iterator[Block]:
    """List the quotations whose label does not fit the design or the speaker."""
    say = report.say
    yield Heading(
        1, say("Herleiding van de citaten", "Attribution audit"), "C", "bijlage-c"
    )
    rows = [row for row in report.excerpts.values() if row.is_allowed]
    if not rows or report.snapshot.design.empty:
        yield Paragraph(
            say("Er zijn geen citaten.", "There are no quotations.")
            if not rows
            else say(
                "Er is nog geen opzet van het onderzoek ingelezen, dus de labels zijn "
                "niet na te zien. Dat kan met `vknz import-design`.",
                "No design of the study was imported yet, so the labels cannot be "
                "checked. That is done with `vknz import-design`.",
            )
        )
        return
    found = audit_attribution(
        [_Quoted(row) for row in rows],
        [_Designed(d) for d in _rows(report.snapshot.design)],
    )
    if found.is_clean:
        yield Paragraph(
            say(
                f"Alle {len(rows)} labels passen bij de opzet van het onderzoek en bij "
                "de rol van de spreker.",
                f"All {len(rows)} labels fit the design and the role of the speaker.",
            )
        )
        return
    by_key = {str(row.key): row for row in rows}
    for number, (keys, caption) in enumerate(
        (
            (
                found.unknown_code,
                say("Broncodes die de opzet niet kent.", "Codes not in the design."),
            ),
            (
                found.role_mismatch,
                say(
                    "Labels die niet passen bij de rol van de spreker.",
                    "Labels that do not fit the role of the speaker.",
                ),
            ),
            (
                found.unlabelled,
                say("Citaten zonder label.", "Quotations without label."),
            ),
        ),
        start=1,
    ):
        yield _audit_table(report, f"C{number}", caption, [by_key[k] for k in keys])


class _Quoted:
    """A row of the excerpts as the audit takes it."""

    def __init__(self, row: Any) -> None:
        self.key = str(row.key)
        self.label = None if pd.isna(row.label) else str(row.label)
        self.speaker_role = None if pd.isna(row.speaker_role) else str(row.speaker_role)


class _Designed:
    """A row of the design as the audit takes it."""

    def __init__(self, row: Any) -> None:
        self.source_code = str(row.source_code)
        self.role = str(row.role)


def _rows(frame: pd.DataFrame) -> Iterator[Any]:
    yield from frame.itertuples()


def _audit_table(
    report: Report, number: str, caption: str, rows: Sequence[Any]
) -> Table:
    say = report.say
    design = report.snapshot.design.set_index("source_code")["role"]
    return Table(
        number=number,
        caption=caption,
        columns=(
            Column(say("Citaat", "Quotation")),
            Column(say("Onderdeel", "Section")),
            Column(say("Label", "Label")),
            Column(say("Rol volgens de tekst", "Role by the text")),
            Column(say("Rol volgens de opzet", "Role by the design")),
        ),
        rows=tuple(
            (
                str(row.key),
                str(row.section),
                _text(row.label),
                _text(row.speaker_role),
                _text(design.get(row.label)),
            )
            for row in rows
        ),
        anchor=f"t-{number.lower()}",
    )


def show_places(report: Report) -> Iterator[Block]:
    """List each quotation with its place and how it was edited."""
    say = report.say
    yield Heading(1, say("Citaten en hun plaats", "Quotations"), "D", "bijlage-d")
    rows = [row for row in report.excerpts.values() if row.is_allowed]
    rows.sort(key=lambda row: _natural(str(row.key)))
    cells = [_place_row(report, row) for row in rows]
    yield Table(
        number="D1",
        caption=say("De citaten, met hun plaats.", "The quotations, with their place."),
        columns=(
            Column(say("Citaat", "Quotation")),
            Column(say("Begint met", "Begins with")),
            Column(say("Bron", "Source")),
            Column(say("Plaats", "Place")),
            Column(say("Rol", "Role")),
            Column(say("Bewerkt", "Edited")),
        ),
        rows=tuple(cells),
        anchor="t-d1",
        row_anchors=tuple(f"plaats-{row.key}" for row in rows),
    )


def _natural(key: str) -> list[tuple[int, str]]:
    """Return a key that sorts C9 before C10."""
    return [
        (int(part) if part.isdigit() else -1, part) for part in re.split(r"(\d+)", key)
    ]


def _place_row(report: Report, row: Any) -> tuple[str, ...]:
    chosen = report.choose(row)
    quotation = report.quotation(chosen.key)
    edits = sum(part.kind == "edit" for part in quotation.parts)
    left_out = sum(part.kind == "elision" for part in quotation.parts)
    words = " ".join("".join(p.text for p in quotation.parts).split()[:5])
    return (
        chosen.key,
        f"{words} …",
        chosen.label or "–",
        chosen.place or f"{chosen.start}–{chosen.end}",
        _text(row.speaker_role),
        _say_edits(report, edits, left_out) + _say_spoken(report, quotation),
    )


def _say_edits(report: Report, edits: int, left_out: int) -> str:
    said = []
    if edits:
        said.append(report.say(f"{edits} vervangen", f"{edits} replaced"))
    if left_out:
        said.append(report.say(f"{left_out} weggelaten", f"{left_out} left out"))
    return ", ".join(said) or report.say("nee", "no")


def _say_spoken(report: Report, quotation: Quotation) -> str:
    """Say what was spoken where a quotation was edited; inside the project only."""
    spoken = [f"‘{part.original}’" for part in quotation.parts if part.original]
    if not spoken or report.parameters.audience != "internal":
        return ""
    return report.say("; gesproken: ", "; spoken: ") + ", ".join(spoken)
