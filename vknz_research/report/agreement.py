"""The appendix on agreement: coefficients, rounds, decisions, passages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import pandas as pd

from vknz_research.analysis.agreement.measuring import Agreement, measure
from vknz_research.analysis.agreement.outcomes import Coefficient, explain
from vknz_research.analysis.coderstyle import measure_rounds
from vknz_research.analysis.confusion import (
    FEW,
    FIRM,
    WEAK,
    list_passages_behind,
    rank_shaky,
    tell_code,
)
from vknz_research.report.blocks import (
    Block,
    Column,
    Heading,
    Notice,
    Paragraph,
    Table,
)
from vknz_research.report.labels import format_count
from vknz_research.report.session import Report
from vknz_research.snapshot import Snapshot

SHOWN: Final = (
    "percent",
    "cohen",
    "fleiss",
    "brennan_prediger",
    "scott",
    "ac1",
    "holsti",
    "alpha_nominal",
    "alpha_binary",
    "alpha_multi",
    "u_alpha",
    "u_alpha_binary",
    "cu_alpha",
)
NAMES: Final = {
    "percent": ("Overeenstemming (aandeel)", "Agreement (share)"),
    "cohen": ("Kappa van Cohen", "Cohen’s kappa"),
    "fleiss": ("Kappa van Fleiss", "Fleiss’ kappa"),
    "brennan_prediger": ("Kappa van Brennan en Prediger", "Brennan–Prediger kappa"),
    "scott": ("Pi van Scott", "Scott’s pi"),
    "ac1": ("AC1 van Gwet", "Gwet’s AC1"),
    "holsti": ("CR van Holsti", "Holsti’s CR"),
    "alpha_nominal": ("Alfa: alle codes samen", "Alpha: all codes together"),
    "alpha_binary": ("Alfa: wel of niet gecodeerd", "Alpha: coded or not"),
    "alpha_multi": ("Alfa: deels gelijk telt mee", "Alpha: partly alike counts"),
    "u_alpha": ("uα: plaats en code", "uα: place and code"),
    "u_alpha_binary": ("|uα: alleen plaats", "|uα: place only"),
    "cu_alpha": ("cuα: alleen code", "cuα: code only"),
}
KINDS: Final = {
    "missing": ("één codeur gaf de code", "one coder gave the code"),
    "borders": ("andere grenzen", "other borders"),
    "code": ("andere code", "another code"),
}
OUTCOMES: Final = {
    "side": ("zoals één van hen", "as one of them"),
    "both": ("allebei", "both"),
    "neither": ("geen van beide", "neither"),
    "other": ("iets anders", "something else"),
    "left": ("opengelaten", "left open"),
}
SHAKY: Final = 5  # codes of which the appendix shows passages
PASSAGES: Final = 4  # of each
NONE: Final = "–"


@dataclass(frozen=True)
class Chosen:
    """The frames of a snapshot for the sources that a report is about."""

    snapshot: Snapshot
    sources: pd.DataFrame

    def __getattr__(self, name: str) -> Any:
        """Return any other frame as it is in the snapshot."""
        return getattr(self.snapshot, name)

    @cached_property
    def coding_rounds(self) -> pd.DataFrame:
        """Agreement per round of coding."""
        return measure_rounds(self)


def show_agreement(report: Report) -> Iterator[Block]:
    """Give the appendix on agreement; one sentence where there is none."""
    say = report.say
    yield Heading(
        1,
        say("Overeenstemming tussen codeurs", "Agreement between coders"),
        "F",
        "bijlage-f",
    )
    frames = Chosen(report.snapshot, report.material.sources)
    found = measure(frames, by=("code",))
    if not found.sources:
        yield Paragraph(
            say(
                "Er is geen bron die door twee codeurs is gecodeerd en die vergeleken "
                "mag worden; overeenstemming is dus niet berekend.",
                "There is no source that two coders coded and that may be compared; so "
                "no agreement was computed.",
            )
        )
        return
    yield Paragraph(_introduce(report, found, frames))
    yield _make_overall(report, found)
    yield _make_codes(report, found)
    yield from _show_rounds(report, frames.coding_rounds)
    yield from _show_decisions(report, frames)
    yield from _show_passages(report, frames, found)


def _introduce(report: Report, found: Agreement, frames: Chosen) -> str:
    names = ", ".join(found.coders)
    number = len(found.sources)
    n = format_count(found.find("percent").n, report.language)
    return report.say(
        f"{number} bronnen zijn door ten minste twee codeurs gecodeerd ({names}), "
        f"{_tell_blind(report, frames)} Vergeleken is per teken ({n} tekens). Een maat "
        "zegt hoe gelijk er gecodeerd is, niet of het goed "
        "is: twee mensen kunnen zich samen vergissen. Nul is toeval, één is volledig "
        "gelijk. Bij zeldzame codes zijn maten grillig: vrijwel alles is dan ‘niet "
        "gecodeerd’, zodat het aandeel hoog is en alfa toch laag kan zijn. Grenzen als "
        "0,667 en 0,800 (Krippendorff) zijn afspraken, en die van Landis en Koch zijn "
        "willekeurig gekozen. Lees daarom het interval en de fragmenten mee.",
        f"{number} sources were coded by at least two coders ({names}), "
        f"{_tell_blind(report, frames)} Compared by character ({n} characters). A "
        "coefficient says how alike the coding is, not whether it is "
        "right: two people can be wrong together. Zero is chance, one is fully alike. "
        "With rare codes coefficients are erratic: nearly everything is ‘not coded’ "
        "then, so that the share is high and alpha may still be low. Limits such as "
        ".667 and .800 (Krippendorff) are conventions, and those of Landis and Koch "
        "were chosen arbitrarily. So read the interval and the passages too.",
    )


def _tell_blind(report: Report, frames: Chosen) -> str:
    """Say whether coders saw each other's layers, as far as that is recorded."""
    here = frames.assignments
    here = here[here["source_id"].isin(frames.sources["source_id"])]
    blind = set(frames.rounds["number"][frames.rounds["is_blind"].to_numpy(dtype=bool)])
    covered = set(here["source_id"]) >= set(frames.sources["source_id"])
    is_done = bool((here["state"] == "done").all())
    is_early = bool(here["is_opened_early"].any())
    if covered and is_done and not is_early and set(here["number"]) <= blind:
        if _was_changed(report, frames):
            return report.say(
                "in rondes waarin zij elkaars werk niet zagen voor het ingeleverd was. "
                "Daarna zijn coderingen gewijzigd; deze getallen gaan over de lagen "
                "zoals ze nu zijn, die per ronde over wat werd ingeleverd.",
                "in rounds in which they did not see each other’s work before handing "
                "in. Codings were changed afterwards; these numbers are about the "
                "layers as they are now, those by round about what was handed in.",
            )
        return report.say(
            "in rondes waarin zij elkaars werk niet zagen voor het ingeleverd was.",
            "in rounds in which they did not see each other’s work before handing in.",
        )
    return report.say(
        "of zij elkaars werk zagen, is niet van elke bron vastgelegd.",
        "whether they saw each other’s work is not recorded of every source.",
    )


def _was_changed(report: Report, frames: Chosen) -> bool:
    """Say whether a layer is not as it was handed in last."""
    handed = report.snapshot.round_codings
    last = handed.groupby("source_id")["number"].transform("max")
    handed = handed[handed["number"] == last]
    names = ["source_id", "coder", "code", "start", "end"]
    known = set(frames.sources["source_id"]) & set(handed["source_id"])
    now = report.snapshot.codings
    coders = set(handed["coder"])
    places = [
        {
            row
            for row in frame[names].astype(object).itertuples(index=False, name=None)
            if row[0] in known and row[1] in coders
        }
        for frame in (now, handed)
    ]
    return places[0] != places[1]


def _make_overall(report: Report, found: Agreement) -> Table:
    say = report.say
    rows = [_overall_row(report, found.find(name)) for name in SHOWN]
    reasons = {r.reason for r in found.overall if r.reason and r.coefficient in SHOWN}
    return Table(
        number="F1",
        caption=say(
            "Overeenstemming over alle codes, met intervallen van 95 %.",
            "Agreement over all codes, with 95 % intervals.",
        ),
        columns=(
            Column(say("Maat", "Coefficient")),
            Column(say("Waarde", "Value"), is_number=True),
            Column(say("Interval", "Interval"), is_number=True),
        ),
        rows=tuple(rows),
        anchor="t-f1",
        note=" ".join(
            [
                _tell_method(report, found),
                *sorted(explain(reason, report.language) for reason in reasons),
            ]
        ),
    )


def _tell_method(report: Report, found: Agreement) -> str:
    drawing = found.drawing
    counts = format_count(drawing.replicates, report.language)
    how = {
        "sources": report.say("hele bronnen getrokken", "whole sources drawn"),
        "turns": report.say(
            "blokken van beurten getrokken, want er zijn minder dan vijf bronnen",
            "blocks of turns drawn, as there are fewer than five sources",
        ),
    }
    if found.interval not in how:
        return report.say(
            "Geen intervallen: te weinig bronnen en beurten.",
            "No intervals: too few sources and turns.",
        )
    return report.say(
        f"Bootstrap: {how[found.interval]}, {counts} keer, seed {drawing.seed}.",
        f"Bootstrap: {how[found.interval]}, {counts} times, seed {drawing.seed}.",
    )


def _overall_row(report: Report, row: Coefficient) -> tuple[str, ...]:
    name = NAMES[row.coefficient][report.language == "en"]
    return name, tell(report, row.value), _tell_interval(report, row.low, row.high)


def _make_codes(report: Report, found: Agreement) -> Table:
    say = report.say
    rows = []
    for code in rank_shaky(found)["code"]:
        row = found.find("alpha_binary", str(code))
        rows.append(
            (
                str(code),
                tell(report, row.value),
                _tell_interval(report, row.low, row.high),
                _tell_share(report, row.prevalence),
                _tell_short(report, row),
            )
        )
    return Table(
        number="F2",
        caption=say(
            "Overeenstemming per code (alfa: wel of niet gegeven), de wankelste eerst.",
            "Agreement per code (alpha: given or not), the shakiest first.",
        ),
        columns=(
            Column(say("Code", "Code")),
            Column(say("Alfa", "Alpha"), is_number=True),
            Column(say("Interval", "Interval"), is_number=True),
            Column(say("Deel van de tekst", "Share of the text"), is_number=True),
            Column(say("Wat het zegt", "What it says")),
        ),
        rows=tuple(rows),
        anchor="t-f2",
        note=say(
            "Zeldzaam: minder dan 0,5 % van de tekst; één fragment verandert zo’n "
            "getal veel.",
            "Rare: less than 0.5 % of the text; one passage changes such a number.",
        ),
    )


def _tell_short(report: Report, row: Coefficient) -> str:
    """Say in a few words what the number of a code means; in full where undefined."""
    if row.value is None:
        return tell_code(row, report.language)
    words = [
        report.say(nl, en)
        for top, nl, en in (
            (0.0, "als bij toeval", "as by chance"),
            (WEAK, "verschillend gelezen", "read differently"),
            (FIRM, "redelijk gelijk", "fairly alike"),
            (float("inf"), "gelijk gelezen", "read alike"),
        )
        if row.value < top or (top == 0 and row.value == 0)
    ][:1]
    if row.prevalence is not None and row.prevalence < FEW:
        words.append(report.say("zeldzaam", "rare"))
    return ", ".join(words)


def _show_rounds(report: Report, rounds: pd.DataFrame) -> Iterator[Block]:
    say = report.say
    if rounds.empty:
        yield Notice(
            say("Er is niet in rondes gecodeerd.", "Coding was not done in rounds.")
        )
        return
    yield Table(
        number="F3",
        caption=say(
            "Rondes van coderen, zoals ingeleverd (alfa: wel of niet gecodeerd).",
            "Rounds of coding, as handed in (alpha: coded or not).",
        ),
        columns=(
            Column(say("Ronde", "Round")),
            Column(say("Codeurs", "Coders")),
            Column(say("Bronnen", "Sources"), is_number=True),
            Column(say("Codeboek, revisie", "Codebook, revision"), is_number=True),
            Column(say("Alfa", "Alpha"), is_number=True),
            Column(say("Interval", "Interval"), is_number=True),
        ),
        rows=tuple(
            (
                f"{row.number}. {row.title}",
                str(row.coders),
                str(row.sources),
                str(row.code_revision),
                tell(report, row.value),
                _tell_interval(report, row.low, row.high),
            )
            for row in rounds.itertuples()
        ),
        anchor="t-f3",
        note=say(
            "Rondes kunnen over andere bronnen gaan: een verschil kan daaraan liggen.",
            "Rounds may be about other sources: a difference may be due to that.",
        ),
    )


def _show_decisions(report: Report, frames: Chosen) -> Iterator[Block]:
    say, english = report.say, report.language == "en"
    table = frames.decisions
    table = table[table["source_id"].isin(frames.sources["source_id"])]
    if table.empty:
        return
    counts = table.groupby(["kind", "outcome"], observed=True).size()
    order = [(k, o) for k in KINDS for o in OUTCOMES if (k, o) in counts.index]
    sources = table["source_id"].nunique()
    yield Table(
        number="F4",
        caption=say(
            f"Besluiten over verschillen: {len(table)}, in {sources} bronnen.",
            f"Decisions on differences: {len(table)}, in {sources} sources.",
        ),
        columns=(
            Column(say("Verschil", "Difference")),
            Column(say("Besluit", "Decision")),
            Column(say("Aantal", "Number"), is_number=True),
        ),
        rows=tuple(
            (KINDS[k][english], OUTCOMES[o][english], str(int(counts[(k, o)])))
            for k, o in order
        ),
        anchor="t-f4",
        note=say(
            "Van elk besluit is bewaard wie het nam, wanneer en waarom.",
            "Of each decision is kept who took it, when and why.",
        ),
    )


def _show_passages(report: Report, frames: Chosen, found: Agreement) -> Iterator[Block]:
    """List passages behind the shakiest codes: internal reports, who may be quoted."""
    if report.is_public:
        return
    ranked = rank_shaky(found)
    codes = [str(code) for code in ranked["code"][ranked["value"].notna()][:SHAKY]]
    rows: list[tuple[str, ...]] = []
    anchors: list[str] = []
    for number, code in enumerate(codes, start=1):
        behind = list_passages_behind(frames, code=code)
        behind = behind[behind["is_quotable"].to_numpy(dtype=bool)][:PASSAGES]
        columns = ["source_id", "start", "end", "source", "given"]
        listed = behind[columns].to_numpy(dtype=object).tolist()
        for place, (source_id, start, end, source, given) in enumerate(listed, 1):
            words = report.read(source_id, start, end)
            rows.append((code, str(source), _clean(words), str(given)))
            anchors.append(f"verschil-{number}-{place}")
    if rows:
        yield _make_passages(report, rows, anchors)


def _make_passages(
    report: Report, rows: Sequence[tuple[str, ...]], anchors: Sequence[str]
) -> Table:
    say = report.say
    return Table(
        number="F5",
        caption=say(
            f"Fragmenten achter de {SHAKY} wankelste codes: wie gaf welke code?",
            f"Passages behind the {SHAKY} shakiest codes: who gave which code?",
        ),
        columns=(
            Column(say("Code", "Code")),
            Column(say("Bron", "Source")),
            Column(say("Fragment", "Passage")),
            Column(say("Wie gaf wat", "Who gave what")),
        ),
        rows=tuple(rows),
        anchor="t-f5",
        note=say(
            f"Ten hoogste {PASSAGES} per code, alleen van wie geciteerd mag worden. "
            "Wat in een citaat is vervangen, is dat ook hier.",
            f"At most {PASSAGES} per code, only of those who may be quoted. What was "
            "replaced in a quotation is replaced here too.",
        ),
        row_anchors=tuple(anchors),
    )


def _clean(text: Any) -> str:
    return " ".join(str(text).split())


def tell(report: Report, value: Any, digits: int = 3) -> str:
    """Return a coefficient as the report writes numbers; a dash where undefined."""
    if value is None or pd.isna(value):
        return NONE
    written = f"{round(float(value), digits) + 0.0:.{digits}f}".replace("-", "−")
    return written if report.language == "en" else written.replace(".", ",")


def _tell_interval(report: Report, low: Any, high: Any) -> str:
    if low is None or high is None or pd.isna(low) or pd.isna(high):
        return NONE
    return f"{tell(report, low)} – {tell(report, high)}"


def _tell_share(report: Report, value: Any) -> str:
    if value is None or pd.isna(value):
        return NONE
    return f"{tell(report, 100 * value, 1)} %"
