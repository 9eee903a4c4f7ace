"""One block, in its JSON form, as a piece of HTML: for the notebook and the report."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any, Final

from vknz_research.language import Language
from vknz_research.report.colours import dark_twin, safe_colour, safe_stroke
from vknz_research.report.labels import get_words, name_chapter
from vknz_research.report.markup import Listing, Node, Para, Run, read_markdown

Data = Mapping[str, Any]
_SHORT: Final = 18  # characters


@dataclass(frozen=True, slots=True)
class Setting:
    """What a fragment must know of the whole: its words, and which anchors exist.

    `anchors` is None where nothing is known (a notebook): then every link stands.
    `origins` maps the anchor of a row in the appendix to that of its quotation.
    """

    words: Mapping[str, str]
    anchors: frozenset[str] | None = None
    origins: Mapping[str, str] = field(default_factory=dict)

    def has(self, anchor: str) -> bool:
        """Say whether a link to this anchor leads somewhere."""
        return self.anchors is None or anchor in self.anchors


def render_fragment(
    data: Data, language: Language, setting: Setting | None = None
) -> str:
    """Return the HTML of a block."""
    known = setting or Setting(get_words(language))
    return _RENDERERS[data["kind"]](data, known)


def _attribute(name: str, value: str | None) -> str:
    return f' {name}="{escape(value)}"' if value else ""


def _heading(data: Data, setting: Setting) -> str:
    level, number = data["level"], data["number"]
    tag = f"h{level + 1}"  # h1 is the title of the report
    start = f'<{tag} class="k{level}"{_attribute("id", data["anchor"])}>'
    if level == 1:
        small = name_chapter(number, setting.words)
        label = f'<span class="nr">{escape(small)}</span> ' if small else ""
    else:
        label = f'<span class="nr">{escape(number)}</span> ' if number else ""
    return f"{start}{label}{escape(data['text'])}</{tag}>"


def _paragraph(data: Data, setting: Setting) -> str:
    kind = ' class="in"' if data["is_lead"] else ""
    return render_nodes(read_markdown(data["markdown"]), setting, kind)


def render_nodes(nodes: Sequence[Node], setting: Setting, kind: str = "") -> str:
    """Return paragraphs and lists as HTML."""
    return "".join(_node(node, setting, kind) for node in nodes)


def _node(node: Node, setting: Setting, kind: str) -> str:
    if isinstance(node, Para):
        return f"<p{kind}>{''.join(_run(run, setting) for run in node.runs)}</p>"
    return _listing(node, setting)


def _listing(node: Listing, setting: Setting) -> str:
    tag = "ol" if node.is_ordered else "ul"
    items = "".join(f"<li>{render_nodes(item, setting)}</li>" for item in node.items)
    return f"<{tag}>{items}</{tag}>"


def _run(run: Run, setting: Setting) -> str:
    html = escape(run.text).replace("\n", "<br>")
    for is_set, tag in ((run.is_code, "code"), (run.is_em, "em")):
        html = f"<{tag}>{html}</{tag}>" if is_set else html
    html = f"<strong>{html}</strong>" if run.is_strong else html
    if not run.target or not setting.has(run.target):
        return html
    if run.is_note:
        more = f' id="terug-{escape(run.target)}" role="doc-noteref"'
        label = _attribute("aria-label", f"{setting.words['note']} {run.text}")
        return f'<sup class="nootcijfer">{_link(run.target, html, more + label)}</sup>'
    return _link(run.target, html, ' class="ref"')


def _link(anchor: str, html: str, more: str = "") -> str:
    return f'<a href="#{escape(anchor)}"{more}>{html}</a>'


def _quotation(data: Data, setting: Setting) -> str:
    said = "".join(_part(part, setting) for part in data["parts"])
    source = _source(data, setting) if data["source_code"] else ""
    anchor = _attribute("id", data["anchor"])
    return f"<blockquote{anchor}><p>‘{said}’{source}</p></blockquote>"


def _source(data: Data, setting: Setting) -> str:
    html = escape(data["source_code"])
    target = f"plaats-{data['key']}"
    if setting.has(target):
        html = _link(target, html, _attribute("title", data["place"]))
    return f'&nbsp;<span class="br">{html}</span>'


def _part(part: Data, setting: Setting) -> str:
    text = escape(part["text"])
    if part["kind"] == "plain":
        return text
    word = setting.words["left_out" if part["kind"] == "elision" else "original"]
    original = part["original"]
    title = _attribute("title", f"{word}: {original}" if original else None)
    return f'<span class="red"{title}>{text}</span>'


def _table(data: Data, setting: Setting) -> str:
    number = escape(data["number"] or "")
    label = f"<b>{setting.words['table']} {number}.</b> " if number else ""
    caption = f"<caption>{label}{escape(data['caption'])}</caption>"
    shown = caption if label or data["caption"] else ""
    note = f'<p class="noot">{escape(data["note"])}</p>' if data["note"] else ""
    return _grid(data, setting, shown) + note


def _grid(data: Data, setting: Setting, caption: str) -> str:
    kinds = [_cell_kind(data, place) for place in range(len(data["columns"]))]
    cells = zip(kinds, data["columns"], strict=True)
    head = "".join(f'<th scope="col"{k}>{escape(c["name"])}</th>' for k, c in cells)
    anchors = data.get("row_anchors") or [""] * len(data["rows"])
    pairs = zip(anchors, data["rows"], strict=False)
    body = "".join(_row(row, kinds, anchor, setting) for anchor, row in pairs)
    if not data["rows"]:
        words = setting.words["no_rows"]
        body = f'<tr><td class="leeg" colspan="{len(kinds)}">{words}</td></tr>'
    return (
        f'<div class="breed" style="--kolommen:{len(kinds)}">'
        f"<table{_attribute('id', data['anchor'])}>{caption}"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _cell_kind(data: Data, place: int) -> str:
    """Numbers stand to the right; a column of short words is not broken."""
    if data["columns"][place]["is_number"]:
        return ' class="g"'
    is_short = all(len(row[place]) <= _SHORT for row in data["rows"])
    return ' class="kort"' if is_short and data["rows"] else ""


def _row(
    row: Sequence[str], kinds: Sequence[str], anchor: str, setting: Setting
) -> str:
    origin = setting.origins.get(anchor)
    cells = [escape(cell).replace("\n", "<br>") for cell in row]
    if origin and cells:
        title = _attribute("title", setting.words["back"])
        cells[0] = _link(origin, cells[0], title)
    html = "".join(f"<td{k}>{c}</td>" for k, c in zip(kinds, cells, strict=True))
    return f"<tr{_attribute('id', anchor)}>{html}</tr>"


def _figure(data: Data, setting: Setting) -> str:
    """Set the place of a figure; a script draws it, the table always stands behind."""
    name, number = setting.words["figure"], escape(data["number"])
    behind = f"{setting.words['table_behind']} {number}"
    table = _grid(data["table"], setting, _hidden_caption(behind))
    return (
        f"<figure{_attribute('id', data['anchor'])}><figcaption><b>{name} {number}."
        f"</b> {escape(data['caption'])}</figcaption>"
        f'<div class="plot" role="img" aria-label="{escape(data["alt"])}" '
        f'style="height:{int(data["height_px"])}px"></div>'
        f'<div class="onder"><details><summary>{behind}</summary>{table}'
        "</details></div></figure>"
    )


def _hidden_caption(text: str) -> str:
    return f'<caption class="verborgen">{text}</caption>'


def _facts(data: Data, setting: Setting) -> str:  # noqa: ARG001 - one shape for all
    marks = list(data["is_code"]) + [False] * len(data["pairs"])
    rows = zip(data["pairs"], marks, strict=False)
    html = "".join(_fact(pair[0], pair[1], is_code=mark) for pair, mark in rows)
    return f'<dl class="her">{html}</dl>'


def _fact(name: str, value: str, *, is_code: bool) -> str:
    text = escape(value).replace("\n", "<br>")
    shown = f"<code>{text}</code>" if is_code else text
    return f"<dt>{escape(name)}</dt><dd>{shown}</dd>"


def _notice(data: Data, setting: Setting) -> str:  # noqa: ARG001 - one shape for all
    return f'<p class="stil">{escape(data["text"])}</p>'


def _passages(data: Data, setting: Setting) -> str:
    asked = f"{setting.words['asked']} <code>{escape(data['query'])}</code>"
    items = "".join(
        f'<li><q>{escape(row["words"])}</q> <span class="bron">{escape(row["place"])}'
        "</span></li>"
        for row in data["rows"]
    )
    shown = f"<ol>{items}</ol>" if items else ""
    return (
        f'<details class="achter"><summary>{escape(data["title"])}</summary>'
        f'<p class="stil">{asked}</p>{shown}</details>'
    )


def _notes(data: Data, setting: Setting) -> str:
    words = setting.words
    title = escape(words["notes"])
    items = "".join(_note(item, setting) for item in data["items"])
    return (
        f'<section class="noten" role="doc-endnotes" aria-label="{title}">'
        f'<p class="notenkop">{title}</p><ol>{items}</ol></section>'
    )


def _note(item: Data, setting: Setting) -> str:
    anchor = escape(item["anchor"])
    label = escape(f"{setting.words['to_text']} {item['number']}")
    back = (
        f' <a class="terug" href="#terug-{anchor}" role="doc-backlink" '
        f'aria-label="{label}">↩</a>'
    )
    nodes = render_nodes(read_markdown(item["markdown"]), setting)
    text = nodes.removesuffix("</p>")
    return f'<li id="{anchor}">{text}{back}</p></li>'


RESPONSES: Final = ("yes", "partly", "no")


def _response(data: Data, setting: Setting) -> str:
    words, anchor = setting.words, escape(data["anchor"])
    legend = f"{words['response_to']} ‘{data['title']}’"
    choices = "".join(
        f'<label><input type="radio" name="{anchor}" value="{value}"> '
        f"{escape(words[f'response_{value}'])}</label>"
        for value in RESPONSES
    )
    return (
        f'<fieldset class="reactie" id="{anchor}" '
        f'data-section="{escape(data["section"])}" '
        f'data-title="{escape(data["title"])}"><legend>{escape(legend)}</legend>'
        f'<div class="keuzes">{choices}</div>'
        f'<label class="vrij"><span>{escape(words["response_text"])}</span>'
        '<textarea rows="4"></textarea></label></fieldset>'
    )


def _code_card(data: Data, setting: Setting) -> str:
    colour = safe_colour(data["colour"])
    style = f"--kleur:{colour};--kleur-donker:{dark_twin(colour)}"
    form = "om" if data["form"] == "outlined" else "vol"
    mark = f"merk {form} {safe_stroke(data['stroke'])}"
    keys = ("definition", "when_to_use", "when_not", "example")
    facts = "".join(
        _fact(setting.words[key], data[key], is_code=False) for key in keys if data[key]
    )
    return (
        f'<section class="kaart n{min(int(data["level"]), 4)}" style="{style}">'
        f'<h4><span class="{mark}" aria-hidden="true">{escape(data["letters"])}</span>'
        f"{escape(data['name'])} <code>{escape(data['path'])}</code></h4>"
        f'<dl class="her">{facts}</dl></section>'
    )


_RENDERERS: Final[Mapping[str, Callable[[Data, Setting], str]]] = {
    "heading": _heading,
    "paragraph": _paragraph,
    "quotation": _quotation,
    "table": _table,
    "figure": _figure,
    "facts": _facts,
    "notice": _notice,
    "passages": _passages,
    "notes": _notes,
    "response": _response,
    "code_card": _code_card,
}
