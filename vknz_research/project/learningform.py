"""The Samenleerwijzer as one file to fill in together, on a tablet or on paper.

What is filled in stays on the device until somebody keeps it: a text with a heading for
each question, which `vknz import` reads as any other transcript.
"""

import json
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any, Final

import yaml

from vknz_research.language import Language
from vknz_research.project.resources import find_resource
from vknz_research.widgets.learningform import FORM_CSS, FORM_JS

FILE: Final = "samenleerwijzer.yml"
ROLES: Final = ("klant", "klantmanager")
ONE_LINE: Final = frozenset({"datum", "terugkomen"})
WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "nl": {
        "klant": "Klant",
        "klantmanager": "Klantmanager",
        "steps": "Zo doen we het",
        "cards": "Kies een kaart",
        "cardsHelp": "Kies er ieder één of twee. Lees de vragen. Vertel.",
        "sheet": "Ons gespreksblad",
        "names": "Wie praten er?",
        "nameHelp": "Gebruik een schuilnaam. Zet hier niet je echte naam.",
        "chosen": "Gekozen:",
        "none": "nog geen kaart",
        "print": "Afdrukken",
        "keep": "Bewaren als tekst",
        "needName": "Geef eerst een schuilnaam aan wie iets schreef.",
        "empty": "Er staat nog niets op het gespreksblad.",
        "kept": "Bewaard als {file}. Er is niets verstuurd.",
        "stem": "samenleergesprek",
        "title": "Samenleergesprek",
        "local": "Wat je schrijft blijft op dit apparaat. Er wordt niets verstuurd.",
    },
    "en": {
        "klant": "Klant",
        "klantmanager": "Klantmanager",
        "steps": "How we do it",
        "cards": "Choose a card",
        "cardsHelp": "Choose one or two each. Read the questions. Tell.",
        "sheet": "Our conversation sheet",
        "names": "Who are talking?",
        "nameHelp": "Use a pseudonym. Do not write your real name here.",
        "chosen": "Chosen:",
        "none": "no card yet",
        "print": "Print",
        "keep": "Keep as text",
        "needName": "First give a pseudonym to whoever wrote something.",
        "empty": "Nothing is on the sheet yet.",
        "kept": "Kept as {file}. Nothing was sent.",
        "stem": "samenleergesprek",
        "title": "Learning together",
        "local": "What you write stays on this device. Nothing is sent.",
    },
}


def read_guide() -> dict[str, Any]:
    """Return the steps, cards and sheet of the Samenleerwijzer."""
    path = find_resource("data_dictionary") / FILE
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def write_form(out: Path, language: Language = "nl") -> Path:
    """Write the form as one HTML file that needs nothing else."""
    out.write_text(render_form(language), encoding="utf-8", newline="\n")
    return out


def render_form(language: Language = "nl") -> str:
    """Return the form as HTML."""
    guide, words = read_guide(), WORDS[language]
    title = escape(guide["name"][language])
    cards = {card["id"]: card["name"][language] for card in guide["cards"]}
    told = json.dumps({**words, "cards": cards}, ensure_ascii=False)
    body = "\n".join(_list_body(guide, words, language))
    return (
        f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{FORM_CSS}</style></head>"
        f'<body class="vk"><main class="samen">\n{body}\n</main>'
        f'<script type="module">\n{FORM_JS}\n'
        f'startForm(document.querySelector(".samen"), {_guard(told)});\n'
        "</script></body></html>\n"
    )


def _guard(text: str) -> str:
    return text.replace("</", "<\\/")


def _list_body(
    guide: Mapping[str, Any], words: Mapping[str, str], language: str
) -> Iterator[str]:
    yield f"<h1>{escape(guide['name'][language])}</h1>"
    yield f'<p class="uitleg">{escape(guide["description"][language])}</p>'
    yield f'<p class="uitleg alleen-scherm">{escape(words["local"])}</p>'
    yield f'<h2>{escape(words["steps"])}</h2><ol class="stappen">'
    for step in _order(guide["steps"]):
        name, told = escape(step["name"][language]), escape(step[language])
        yield f"<li><div><b>{name}</b>{told}</div></li>"
    yield f'</ol><section class="kaartvak"><h2>{escape(words["cards"])}</h2>'
    yield f'<p class="uitleg">{escape(words["cardsHelp"])}</p><div class="kaarten">'
    for card in _order(guide["cards"]):
        yield _card(card, words, language)
    yield "</div></section>"
    yield from _list_sheet(guide, words, language)


def _order(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(entries, key=lambda entry: entry["order"])


def _card(card: Mapping[str, Any], words: Mapping[str, str], language: str) -> str:
    questions = "".join(f"<li>{escape(q[language])}</li>" for q in card["questions"])
    buttons = "".join(
        f'<button type="button" aria-pressed="false" data-choose="{role}:{card["id"]}">'
        f"{escape(words[role])}</button>"
        for role in ROLES
    )
    name = escape(card["name"][language])
    return (
        f'<article class="kaart"><h3>{name}</h3><ul>{questions}</ul>'
        f'<div class="kiezen" role="group" aria-label="{name}">{buttons}</div>'
        "</article>"
    )


def _list_sheet(
    guide: Mapping[str, Any], words: Mapping[str, str], language: str
) -> Iterator[str]:
    yield f'<section class="blad"><h2>{escape(words["sheet"])}</h2>'
    yield f'<p class="uitleg">{escape(words["names"])} {escape(words["nameHelp"])}</p>'
    yield '<div class="namen">'
    for role in ROLES:
        label = escape(words[role])
        yield f'<label>{label}<input data-name="{role}" autocomplete="off"></label>'
    yield "</div>"
    for field in _order(guide["sheet"]):
        yield _field(field, words, language)
    yield (
        '<div class="onder"><button type="button" class="vol" data-keep>'
        f"{escape(words['keep'])}</button>"
        f'<button type="button" data-print>{escape(words["print"])}</button>'
        '<span data-told role="status"></span></div></section>'
    )


def _field(field: Mapping[str, Any], words: Mapping[str, str], language: str) -> str:
    question, key = escape(field[language]), field["id"]
    roles = ROLES if field["filled_by"] == "samen" else (field["filled_by"],)
    if key in ONE_LINE:
        return _box(field, language, (_line(question, key),))
    inputs = tuple(_area(role, key, words, question) for role in roles)
    if "choices" in field:
        inputs = (_ticks(field, language), *inputs)
    return _box(field, language, inputs)


def _box(field: Mapping[str, Any], language: str, inputs: tuple[str, ...]) -> str:
    question = escape(field[language])
    return (
        f'<div class="veld" data-field="{field["id"]}" data-question="{question}">'
        f'<span class="vraag">{question}</span>{"".join(inputs)}</div>'
    )


def _ticks(field: Mapping[str, Any], language: str) -> str:
    """Return boxes to tick, on the screen or on paper."""
    named = [escape(one[language]) for one in field["choices"]]
    boxes = "".join(
        f'<label class="vak"><input type="checkbox" data-tick="{name}"> {name}</label>'
        for name in named
    )
    return f'<div class="vakken">{boxes}</div>'


def _line(question: str, key: str) -> str:
    return (
        f'<input type="date" required data-id="{key}" data-role="klantmanager" '
        f'aria-label="{question}">'
    )


def _area(role: str, key: str, words: Mapping[str, str], question: str) -> str:
    who = escape(words[role])
    cards, shown = "", ""
    if key == f"kaart-{role}":
        cards = f' data-cards="{role}"'
        shown = (
            f'<p class="gekozen">{escape(words["chosen"])} '
            f'<span data-shows="{role}"></span></p>'
        )
    return (
        f'<label><span class="wie">{who}</span>{shown}<textarea data-role="{role}" '
        f'data-id="{key}"{cards} aria-label="{question}, {who}"></textarea></label>'
    )
