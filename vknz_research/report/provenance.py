"""The appendix on what a report rests on, and how it is made again."""

import platform
from collections.abc import Iterator
from datetime import datetime

from vknz_research.analysis.passages import merge_passages
from vknz_research.model.exports import describe_purpose
from vknz_research.model.sources import CYCLE_KINDS
from vknz_research.report.blocks import Block, Facts, Heading, Notice, Paragraph
from vknz_research.report.meta import format_moment, short_hash
from vknz_research.report.session import RESEARCH, Report
from vknz_research.version import VERSION


def show_provenance(report: Report) -> Iterator[Block]:
    """Say on what the report rests, and how it is made again."""
    say, manifest = report.say, report.snapshot.manifest
    yield Heading(
        1,
        say("Waar dit rapport op rust", "What this report rests on"),
        "E",
        "bijlage-e",
    )
    yield Paragraph(
        say(
            "Elk getal en elk citaat in dit rapport is bij het maken nagezocht in de "
            "momentopname hieronder. Zou er één niet te vinden zijn, dan was het "
            "rapport niet gemaakt.",
            "Each number and quotation in this report was looked up in the snapshot "
            "below. Had one not been there, the report would not have been made.",
        )
    )
    words = report.parameters.as_words()
    command = report.parameters.typed(f"snapshots/{report.snapshot.path.name}")
    forbidden = int((~report.snapshot.excerpts["is_allowed"].astype(bool)).sum())
    sources = len(report.material.sources)
    pairs = [
        (say("Momentopname", "Snapshot"), report.snapshot.name),
        (say("Kenmerk", "Hash"), short_hash(report.snapshot.hash)),
        (say("Bevroren", "Frozen"), _say_moment(report)),
        (say("Bronnen", "Sources"), _say_sources(report, sources)),
        (
            say("Codeboek", "Codebook"),
            say("revisie", "revision") + f" {manifest['codebook_revision']}",
        ),
        (say("Codeurs", "Coders"), ", ".join(manifest["coders"])),
        (say("Niet geciteerd", "Not quoted"), _say_forbidden(report, forbidden)),
        (say("Toestemming", "Consent"), _say_consent(report)),
        (
            say("Parameters", "Parameters"),
            " ".join(f"{k}={v}" for k, v in words.items()),
        ),
        (say("Opnieuw maken", "Make again"), command),
        (say("Doel", "Purpose"), _say_purpose(report)),
        (say("Programma", "Program"), f"vknz-research {VERSION}"),
        ("Python", platform.python_version()),
    ]
    is_code = {1, 8, 9}
    yield Facts(tuple(pairs), tuple(n in is_code for n in range(len(pairs))))
    if report.parameters.audience == "internal":
        yield Notice(
            say(
                "Bestemd voor de projectgroep; niet voor beoordeling van personen.",
                "Meant for the project group; not for the assessment of persons.",
            )
        )


def _say_purpose(report: Report) -> str:
    printed = describe_purpose(report.parameters.purpose, report.language)
    return printed.partition(": ")[2]


def _say_moment(report: Report) -> str:
    moment = datetime.fromisoformat(report.snapshot.manifest["frozen_at"])
    return f"{format_moment(moment, report.language)} (UTC)"


def _say_sources(report: Report, number: int) -> str:
    """Say how many of all sources this rests on, and what the others are."""
    say, known = report.say, report.snapshot.sources
    is_of_cycle = known["kind"].isin(CYCLE_KINDS) & known["source_code"].isna()
    cycle = int(is_of_cycle.sum())
    rest = len(known) - number - cycle
    said = [say(f"{number} van de {len(known)}", f"{number} of {len(known)}")]
    if cycle:
        said.append(
            say(
                f"{cycle} zijn gesprekken van trajecten en tellen niet mee",
                f"{cycle} are conversations of trajectories and do not count",
            )
        )
    if rest > 0:
        said.append(
            say(
                f"{rest} {'valt' if rest == 1 else 'vallen'} buiten de keuze van dit "
                "rapport",
                f"{rest} {'is' if rest == 1 else 'are'} outside what this report is "
                "about",
            )
        )
    return "; ".join(said)


def _say_consent(report: Report) -> str:
    """Say of whom consent is not known, who withdrew, and who is not quoted."""
    say, consent = report.say, report.snapshot.consent
    is_gone = (consent["state"] == "withdrawn") & (consent["purpose"] == "coding")
    # One of whom words are left, which no snapshot should hold, is not counted so.
    there = set(report.snapshot.turns["participant_id"].dropna())
    gone = set(consent["participant_id"][is_gone.to_numpy(dtype=bool)]) - there
    people, codings = report.snapshot.participants, report.material.codings
    is_kept = people["is_quotable"].astype(bool) | people["participant_id"].isin(gone)
    closed = set(people["participant_id"][~is_kept.to_numpy(dtype=bool)])
    counted = codings[codings["participant_id"].isin(closed).to_numpy(dtype=bool)]
    said = [_say_undecided(report)]
    if gone:
        said.append(
            say(
                f"ingetrokken door {len(gone)}: daarvan staat hier niets in",
                f"withdrawn by {len(gone)}: nothing of them is in here",
            )
        )
    if closed:
        passages = len(merge_passages(counted))
        said.append(
            say(
                f"{len(closed)} {'mag' if len(closed) == 1 else 'mogen'} niet worden "
                f"geciteerd: geteld, niet geciteerd ({passages} passages)",
                f"{len(closed)} may not be quoted: counted, not quoted "
                f"({passages} passages)",
            )
        )
    return "; ".join(said)


def _say_undecided(report: Report) -> str:
    """Say of how many participants nothing on consent is recorded."""
    people = report.snapshot.participants
    people = people[people["perspective"].astype(object) != RESEARCH]
    if people.empty:
        return report.say("geen deelnemers bekend", "no participants known")
    decided = set(report.snapshot.consent["participant_id"])
    missing = sum(person not in decided for person in people["participant_id"])
    if not missing:
        return report.say("van elke deelnemer vastgelegd", "recorded of everyone")
    return report.say(
        f"van {missing} van de {len(people)} deelnemers niets vastgelegd",
        f"nothing recorded of {missing} of {len(people)} participants",
    )


def _say_forbidden(report: Report, number: int) -> str:
    if not number:
        return report.say("geen gekozen citaat", "no chosen quotation")
    return report.say(
        f"{number} gekozen citaten, want er is geen toestemming",
        f"{number} chosen quotations, for want of consent",
    )
