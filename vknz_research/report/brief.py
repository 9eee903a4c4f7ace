"""The page in front: each section with what it says first, and what it rests on."""

from collections.abc import Iterator

from vknz_research.analysis.passages import merge_passages, select_codings
from vknz_research.report.blocks import Block, Heading, Paragraph
from vknz_research.report.contents import Chapter, Section
from vknz_research.report.session import Report

ANCHOR = "in-het-kort"


def show_brief(report: Report) -> Iterator[Block]:
    """Give per chapter its sections, each with its lead and its ground, as links.

    All of it is what the chapters say themselves. Who responds to a text reads it
    whole, so that the version for the project group has no such page.
    """
    chapters = [c for c in report.contents.chapters if c.sections]
    if report.parameters.audience == "membercheck" or not chapters:
        return
    yield Heading(1, report.say("In het kort", "In brief"), None, ANCHOR)
    for chapter in chapters:
        yield Paragraph(_tell_chapter(report, chapter))


def _tell_chapter(report: Report, chapter: Chapter) -> str:
    title = chapter.title.get(report.language, chapter.title["nl"])
    lines = [f"- {_tell_section(report, section)}" for section in chapter.sections]
    head = f"**[{chapter.number} {title}](#h-{chapter.id})**"
    return "\n".join([head, "", *lines])


def _tell_section(report: Report, section: Section) -> str:
    """Return a section as a link, with the titles of its memos and what it rests on."""
    name = report.places.titles[section.code]
    leads = [
        str(title).rstrip(".") for title in report.own_memos(section.code)["title"]
    ]
    said = [f"[{section.number} {name}](#{section.anchor})", *leads]
    ground = _tell_ground(report, section)
    return ". ".join([*said, ground] if ground else said) + "."


def _tell_ground(report: Report, section: Section) -> str:
    codings = select_codings(report.material.codings, code=section.code)
    passages = len(merge_passages(codings))
    if not passages:
        return ""
    sources = int(codings["source_id"].nunique())
    total = len(report.material.sources)
    word = "passage" if passages == 1 else "passages"
    return report.say(
        f"{passages} {word} uit {sources} van de {total} bronnen",
        f"{passages} {word} from {sources} of the {total} sources",
    )
