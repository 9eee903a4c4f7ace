"""A coded transcript that stands still: one HTML file, no script, nothing to fetch.

It takes the same shapes as the workbench in the browser, and escapes all of it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from vknz_research.widgets.bundle import join_styles

Shape = Mapping[str, Any]
STROKES: Final = ("solid", "double", "dashed", "dotted")
GREY: Final = "#6b7178"
RESEARCH: Final = "onderzoeker"
_HEX: Final = re.compile(r"#[0-9a-fA-F]{6}")
_CLOSE: Final = "</article></body></html>\n"
WORDS: Final = {
    "nl": {
        "codes": "Codes in dit transcript",
        "phase": "fase",
        "revision": "tekst revisie",
        "none": "Nog niets gecodeerd.",
        "hidden": "Niet getoond: voor deze beurt is geen toestemming.",
        "on": "loopt door",
        "memo": "Memo",
        "memos": "Memo’s bij dit transcript",
        "theoretical": "theoretisch",
        "methodological": "methodologisch",
        "reflexive": "reflexief",
        "report": "rapporttekst",
        "description": "beschrijving",
    },
    "en": {
        "codes": "Codes in this transcript",
        "phase": "phase",
        "revision": "text revision",
        "none": "Nothing coded yet.",
        "hidden": "Not shown: there is no consent for this turn.",
        "on": "continues",
        "memo": "Memo",
        "memos": "Memos on this transcript",
        "theoretical": "theoretical",
        "methodological": "methodological",
        "reflexive": "reflexive",
        "report": "report text",
        "description": "description",
    },
}


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text under the same codings, the innermost first."""

    start: int
    end: int
    codings: Sequence[Shape]


@dataclass(frozen=True, slots=True)
class Transcript:
    """A coded transcript: shows itself in a notebook, and can be written to a file."""

    html: str

    def write(self, path: str | Path) -> Path:
        """Write the page, for this account only; return its path."""
        target = Path(path)
        target.touch(mode=0o600)
        target.write_text(self.html, encoding="utf-8")
        target.chmod(0o600)
        return target

    def _repr_html_(self) -> str:
        """Show it in a frame of its own: its style stays within, and runs nothing."""
        return (
            '<iframe sandbox style="width:100%;height:640px;border:0" '
            f'srcdoc="{escape(self.html, quote=True)}"></iframe>'
        )


def cut_segments(start: int, end: int, codings: Iterable[Shape]) -> list[Segment]:
    """Cut a stretch where codings begin and end.

    >>> [(s.start, s.end, len(s.codings)) for s in cut_segments(
    ...     0, 9, [{"start": 2, "end": 5}, {"start": 4, "end": 30}])]
    [(0, 2, 0), (2, 4, 1), (4, 5, 2), (5, 9, 1)]
    """
    near = [c for c in codings if c["start"] < end and c["end"] > start]
    places = {start, end}
    for coding in near:
        places |= {max(start, coding["start"]), min(end, coding["end"])}
    return [Segment(a, b, _innermost(near, a, b)) for a, b in pairwise(sorted(places))]


def _innermost(codings: Iterable[Shape], start: int, end: int) -> list[Shape]:
    over = [c for c in codings if c["start"] <= start and end <= c["end"]]
    return sorted(over, key=lambda c: (c["end"] - c["start"], c["start"]))


def render_still(doc: Shape, codes: Iterable[Shape], language: str = "nl") -> str:
    """Return a coded transcript as one page of HTML that needs nothing else."""
    words = WORDS.get(language, WORDS["nl"])
    book = {code["id"]: code for code in codes}
    codings = [c for c in doc["codings"] if c["code"] in book]
    style = join_styles("still.css")
    parts = [
        f'<!doctype html><html lang="{escape(language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(_name(doc))}</title><style>{style}</style></head>"
        '<body><article class="vks">',
        _render_head(doc, words),
        _render_legend(codings, book, words),
        _render_memos(_list_loose(doc), words),
        '<div class="vks-turns">',
        *_render_turns(doc, codings, book, words),
        "</div>",
        _CLOSE,
    ]
    return "".join(parts)


def _name(doc: Shape) -> str:
    return str(doc.get("source_code") or doc["name"])


def _render_head(doc: Shape, words: Mapping[str, str]) -> str:
    facts = [doc["name"] if doc.get("source_code") else None, doc.get("kind")]
    facts.append(f"{words['phase']} {doc['phase']}" if doc.get("phase") else None)
    facts.append(doc.get("perspective"))
    if doc["revision"]:
        facts.append(f"{words['revision']} {doc['revision']['number']}")
    said = " · ".join(escape(str(fact)) for fact in facts if fact)
    printed = f"<p>{escape(doc['printed'])}</p>" if doc.get("printed") else ""
    return f"<header><h1>{escape(_name(doc))}</h1><p>{said}</p>{printed}</header>"


def _render_legend(
    codings: Sequence[Shape], book: Mapping[str, Shape], words: Mapping[str, str]
) -> str:
    if not codings:
        return f'<p class="vks-quiet">{words["none"]}</p>'
    counts = Counter(coding["code"] for coding in codings)
    used = sorted(counts, key=lambda c: book[c]["path"])
    rows = "".join(
        f"<li>{_render_label(book[code])} <b>{counts[code]}</b></li>" for code in used
    )
    heading = f"<h2>{words['codes']}</h2>"
    return f'<section class="vks-legend">{heading}<ul>{rows}</ul></section>'


def _render_label(code: Shape) -> str:
    letters = escape(str(code.get("letters") or "")[:3])
    form = "filled" if _is_filled(code) else "outlined"
    return (
        f'<span class="vks-seal {form}" style="--c:{_colour(code)}" '
        f'aria-hidden="true">{letters}</span><span>{escape(code["name"])}</span>'
    )


def _colour(code: Shape) -> str:
    found = str(code.get("colour") or "")
    return found.lower() if _HEX.fullmatch(found) else GREY


def _is_filled(code: Shape) -> bool:
    return bool(code.get("form") == "filled")


def _stroke(code: Shape) -> str:
    found = str(code.get("stroke"))
    return found if found in STROKES else "solid"


def _list_loose(doc: Shape) -> list[Shape]:
    """List the memos that are about no passage: they stand on top."""
    return [m for m in doc["memos"] if _place(m, doc) is None]


def _place(memo: Shape, doc: Shape) -> int | None:
    """Return where in the text a memo belongs: its passage, or its coding's."""
    starts = {coding["id"]: coding["start"] for coding in doc["codings"]}
    for link in memo.get("links", ()):
        if link["kind"] == "coding" and link["id"] in starts:
            return int(starts[link["id"]])
        if link.get("start") is not None and link["id"] == doc["id"]:
            return int(link["start"])
    return None


def _render_memos(memos: Sequence[Shape], words: Mapping[str, str]) -> str:
    if not memos:
        return ""
    shown = "".join(_render_memo(memo, words) for memo in memos)
    return f'<section class="vks-memos"><h2>{words["memos"]}</h2>{shown}</section>'


def _render_memo(memo: Shape, words: Mapping[str, str]) -> str:
    kind = words.get(memo["kind"], memo["kind"])
    by = f"<footer>{escape(memo['coder'])}</footer>" if memo.get("coder") else ""
    return (
        f'<aside class="vks-memo"><b>{words["memo"]} · {escape(kind)}: '
        f"{escape(memo['title'])}</b><p>{escape(memo['body'])}</p>{by}</aside>"
    )


def _render_turns(
    doc: Shape,
    codings: Sequence[Shape],
    book: Mapping[str, Shape],
    words: Mapping[str, str],
) -> Iterable[str]:
    order = sorted(
        codings, key=lambda c: (c["start"], c["end"], book[c["code"]]["path"])
    )
    placed = [(_place(memo, doc), memo) for memo in doc["memos"]]
    for turn in doc["turns"]:
        near = [c for c in order if _meets(c, turn)]
        memos = [m for at, m in placed if at is not None and _holds(turn, at)]
        quiet = " vks-research" if turn.get("role") == RESEARCH else ""
        yield (
            f'<section class="vks-turn vks-{escape(turn["kind"])}{quiet}">'
            f"{_render_who(turn)}{_render_text(turn, near, book, words)}"
            f"{_render_margin(turn, near, book, words, memos)}</section>"
        )


def _meets(coding: Shape, turn: Shape) -> bool:
    return bool(coding["start"] < turn["end"] and coding["end"] > turn["start"])


def _holds(turn: Shape, at: int) -> bool:
    return bool(turn["start"] <= at < turn["end"])


def _render_who(turn: Shape) -> str:
    parts = [f"<b>{escape(turn['speaker'])}</b>"] if turn.get("speaker") else []
    if turn.get("role"):
        parts.append(f"<span>{escape(turn['role'])}</span>")
    if turn.get("begin_ms") is not None:
        parts.append(f"<time>{format_time(turn['begin_ms'])}</time>")
    return f'<div class="vks-who">{"".join(parts)}</div>'


def format_time(ms: int) -> str:
    """Return a time as a recording shows it.

    >>> format_time(956_000), format_time(3_725_000)
    ('15:56', '1:02:05')
    """
    minutes, seconds = divmod(ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def _render_text(
    turn: Shape,
    codings: Sequence[Shape],
    book: Mapping[str, Shape],
    words: Mapping[str, str],
) -> str:
    if turn.get("hidden"):
        return f'<p class="vks-text vks-hidden">{words["hidden"]}</p>'
    begin, text = turn["start"], turn["text"]
    shown = "".join(
        _render_segment(s, text[s.start - begin : s.end - begin], book)
        for s in cut_segments(begin, turn["end"], codings)
    )
    return f'<p class="vks-text" dir="auto">{shown}</p>'


def _render_segment(segment: Segment, text: str, book: Mapping[str, Shape]) -> str:
    if not segment.codings:
        return escape(text)
    codes = list({c["code"]: book[c["code"]] for c in segment.codings}.values())
    inner, *others = codes
    names = escape(", ".join(code["name"] for code in codes))
    style, kind = f"--c:{_colour(inner)};--s:{_stroke(inner)}", ""
    if others:
        style += f";--d:{_colour(others[0])};--t:{_stroke(others[0])}"
        kind = " two" if _is_filled(others[0]) else " two below"
    form = "filled" if _is_filled(inner) else "outlined"
    marks = f'class="{form}{kind}" style="{style}" title="{names}"'
    return f"<mark {marks}>{escape(text)}</mark>"


def _render_margin(
    turn: Shape,
    codings: Sequence[Shape],
    book: Mapping[str, Shape],
    words: Mapping[str, str],
    memos: Sequence[Shape],
) -> str:
    """Name each code of a turn once; a memo stands where its passage begins."""
    rows: dict[str, str] = {}
    for coding in codings:
        goes_on = coding["start"] < turn["start"]
        note = f" <i>{words['on']}</i>" if goes_on else ""
        rows.setdefault(
            coding["code"],
            f'<li style="--c:{_colour(book[coding["code"]])}">'
            f"{_render_label(book[coding['code']])}{note}</li>",
        )
    listed = f"<ul>{''.join(rows.values())}</ul>" if rows else ""
    shown = "".join(_render_memo(memo, words) for memo in memos)
    return f'<div class="vks-margin">{listed}{shown}</div>'
