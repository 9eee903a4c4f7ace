"""The fixed words of a report in Dutch and English, and how its parts are called."""

from collections.abc import Mapping
from typing import Final

from vknz_research.language import Language
from vknz_research.model.exports import describe_purpose
from vknz_research.report.meta import ReportMeta, format_moment, short_hash

_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "chapter": ("Hoofdstuk", "Chapter"),
    "appendix": ("Bijlage", "Appendix"),
    "figure": ("Figuur", "Figure"),
    "table": ("Tabel", "Table"),
    "contents": ("Inhoud", "Contents"),
    "table_behind": ("Tabel bij figuur", "Table behind figure"),
    "skip": ("Naar de tekst", "Skip to the text"),
    "original": ("Oorspronkelijk", "Original"),
    "left_out": ("Weggelaten", "Left out"),
    "save_as": ("Bewaar figuur als", "Save figure as"),
    "no_rows": ("Er staat niets in deze tabel.", "There is nothing in this table."),
    "study": ("Studie", "Study"),
    "snapshot": ("Momentopname", "Snapshot"),
    "frozen": ("Bevroren op", "Frozen on"),
    "phases": ("Alleen fase", "Only phase"),
    "perspectives": ("Alleen perspectief", "Only perspective"),
    "sections": ("Alleen onderdelen", "Only sections"),
    "layer": ("Coderingen van", "Codings of"),
    "audience": ("Bestemd voor", "Meant for"),
    "purpose": ("Doel", "Purpose"),
    "internal": ("intern gebruik", "internal use"),
    "public": ("publicatie", "publication"),
    "definition": ("Betekenis", "Meaning"),
    "when_to_use": ("Wel", "Use for"),
    "when_not": ("Niet", "Not for"),
    "example": ("Voorbeeld", "Example"),
    "section": ("Paragraaf", "Section"),
    "not_here": ("niet in dit rapport", "not in this report"),
    "notes": ("Noten", "Notes"),
    "asked": ("Vraag:", "Question:"),
    "to_text": ("Naar de tekst bij noot", "To the text at note"),
    "note": ("Noot", "Note"),
    "membercheck": ("de projectgroep, om op te reageren", "the project group"),
    "municipalities": ("Alleen gemeente", "Only municipality"),
    "response": ("Jullie reactie", "Your response"),
    "response_to": ("Reactie op", "Response to"),
    "response_yes": ("Dit herken ik", "I recognise this"),
    "response_partly": ("Dit herken ik deels", "I recognise this partly"),
    "response_no": ("Dit herken ik niet", "I do not recognise this"),
    "response_text": (
        "Wat klopt er niet, wat ontbreekt er, wat zie jij anders?",
        "What is not right, what is missing, what do you see differently?",
    ),
    "response_who": ("Vanuit welke rol reageer je?", "From which role do you respond?"),
    "response_name": (
        "Naam (hoeft niet)",
        "Name (you may leave it out)",
    ),
    "response_local": (
        "Wat je schrijft blijft op dit apparaat tot je het bewaart. Er wordt niets "
        "verstuurd: het bestand geef je zelf aan de onderzoekers.",
        "What you write stays on this device until you keep it. Nothing is sent: you "
        "give the file to the researchers yourself.",
    ),
    "response_keep": ("Reacties bewaren", "Keep the responses"),
    "response_kept": (
        "Bewaard als {file}. Er is niets verstuurd.",
        "Kept as {file}. Nothing was sent.",
    ),
    "response_none": (
        "Er staat nog geen reactie in.",
        "There is no response in it yet.",
    ),
    "response_role": (
        "Vul eerst in vanuit welke rol je reageert.",
        "First say from which role you respond.",
    ),
    "page": ("Bladzijde", "Page"),
    "back": ("Naar het citaat", "To the quotation"),
}


def get_words(language: Language) -> dict[str, str]:
    """Return all fixed words in one language.

    >>> get_words("nl")["figure"]
    'Figuur'
    """
    return {key: pair[language == "en"] for key, pair in _WORDS.items()}


def name_chapter(number: str | None, words: Mapping[str, str]) -> str:
    """Return the small line above a chapter's title; letters make an appendix.

    >>> name_chapter("4", get_words("nl")), name_chapter("E", get_words("en"))
    ('Hoofdstuk 4', 'Appendix E')
    """
    if not number:
        return ""
    return f"{words['appendix' if is_appendix(number) else 'chapter']} {number}"


def is_appendix(number: str | None) -> bool:
    """Say whether a chapter's number is a letter."""
    return bool(number) and not str(number)[0].isdigit()


def front_facts(meta: ReportMeta) -> list[tuple[str, str]]:
    """Return the names and values that stand at the foot of the front page."""
    words = get_words(meta.language)
    name = f"{meta.snapshot_name} ({short_hash(meta.snapshot_hash)})"
    limits = [
        (words[key], meta.parameters[key].replace(",", ", "))
        for key in ("phases", "perspectives", "municipalities", "sections", "layer")
        if key in meta.parameters
        # What was composed from a file is told by the table of contents.
        and not (key == "sections" and "name" in meta.parameters)
    ]
    return [
        (words["study"], meta.study),
        *limits,
        (words["snapshot"], name),
        (words["frozen"], format_moment(meta.frozen_on, meta.language)),
        (words["audience"], words[meta.audience]),
        (words["purpose"], print_purpose(meta)),
    ]


def print_purpose(meta: ReportMeta) -> str:
    """Return what a report is for and never for, as it stands on it."""
    return describe_purpose(meta.purpose, meta.language).partition(": ")[2]


def format_count(number: int, language: Language) -> str:
    """Return a whole number as it is written in a language.

    >>> format_count(14244, "nl"), format_count(14244, "en"), format_count(7, "nl")
    ('14.244', '14,244', '7')
    """
    written = f"{number:,}"
    return written if language == "en" else written.replace(",", ".")
