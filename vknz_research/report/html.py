"""The report as one HTML file: executed notebooks in, no network out."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from vknz_research.report.blocks import (
    BLOCK_MIME,
    Block,
    Figure,
    Response,
    collect_blocks,
    to_json,
)
from vknz_research.report.colours import TWINS
from vknz_research.report.fragments import Setting, render_fragment
from vknz_research.report.labels import front_facts, get_words, print_purpose
from vknz_research.report.meta import ReportMeta
from vknz_research.report.outline import (
    list_contents,
    list_figures,
    make_setting,
)
from vknz_research.report.plots import dress_figure
from vknz_research.report.templates import find_templates

TEMPLATE = "rapport"


def write_html(
    notebooks: Sequence[Any],
    meta: ReportMeta,
    path: Path,
    *,
    templates: Path | None = None,
) -> None:
    """Join executed notebooks and write what their blocks show as one HTML file.

    A cell that failed raises `NotebookError`. Only blocks are shown: no code, no
    printed text, no warning of a library.
    """
    body = render_html(notebooks, meta, templates=templates)
    path.write_text(body, encoding="utf-8", newline="\n")


def render_html(
    notebooks: Sequence[Any],
    meta: ReportMeta,
    *,
    templates: Path | None = None,
    more: Mapping[str, Any] | None = None,
) -> str:
    """Return the HTML of executed notebooks; `more` goes to the template."""
    folder = templates or find_templates()
    blocks = collect_blocks(notebooks)
    exporter = _make_exporter(folder, meta, make_setting(blocks, meta))
    parts = {**_list_parts(blocks, meta, folder / TEMPLATE), **(more or {})}
    body, _ = exporter.from_notebook_node(_join(notebooks), resources={"vknz": parts})
    return str(body)


def render_preview(blocks: Sequence[Block], meta: ReportMeta, drawing: str) -> str:
    """Return blocks as the report sets them, without front page and contents.

    `drawing` stands in the place of the library that draws figures, which a page that
    shows many previews keeps.
    """
    import nbformat  # noqa: PLC0415

    written: Any = nbformat.v4
    outputs = [
        written.new_output("display_data", data={BLOCK_MIME: to_json(block)})
        for block in blocks
    ]
    book = written.new_notebook(cells=[written.new_code_cell(outputs=outputs)])
    more: dict[str, Any] = {"contents": [], "is_preview": True}
    if list_figures(blocks):
        more["plotly"] = drawing
    return render_html([book], meta, more=more)


def _make_exporter(folder: Path, meta: ReportMeta, setting: Setting) -> Any:
    from nbconvert import HTMLExporter  # noqa: PLC0415 - slow to import
    from traitlets.config import Config  # noqa: PLC0415

    def render_block(data: Mapping[str, Any]) -> str:
        return render_fragment(data, meta.language, setting)

    config = Config()
    config.HTMLExporter.default_preprocessors = []  # they are for code and its colours
    config.HTMLExporter.template_name = TEMPLATE
    config.HTMLExporter.extra_template_basedirs = [str(folder)]
    maker: Any = HTMLExporter
    exporter = maker(config=config)
    exporter.register_filter("block", render_block)
    return exporter


def _join(notebooks: Sequence[Any]) -> Any:
    """Return one notebook with the cells of all."""
    import nbformat  # noqa: PLC0415

    written: Any = nbformat.v4
    return written.new_notebook(
        cells=[c for book in notebooks for c in book.get("cells", ())]
    )


def _list_parts(blocks: Sequence[Block], meta: ReportMeta, folder: Path) -> Any:
    """Return everything the template sets beside the blocks."""
    figures = list_figures(blocks)
    styles = (folder / name for name in ("tokens.css", "rapport.css"))
    return {
        "mime": BLOCK_MIME,
        "meta": meta,
        "words": get_words(meta.language),
        "facts": front_facts(meta),
        "purpose": print_purpose(meta),
        "contents": list_contents(blocks),
        "css": "".join(style.read_text("utf-8") for style in styles),
        "js": (folder / "rapport.js").read_text("utf-8"),
        "drawing": _embed(_dress(figures)) if figures else "",
        "plotly": read_plotly() if figures else "",
        **_list_form(blocks, meta, folder),
    }


def _list_form(
    blocks: Sequence[Block], meta: ReportMeta, folder: Path
) -> dict[str, str]:
    """Return what keeps the responses, where the report asks for them."""
    if not any(isinstance(block, Response) for block in blocks):
        return {"asks": "", "form": ""}
    words = get_words(meta.language)
    asked = {
        "report": meta.report,
        "name": meta.parameters.get("name", ""),
        "snapshot": meta.snapshot_hash[:16],
        "language": meta.language,
        "words": {key: words[f"response_{key}"] for key in ("kept", "none", "role")},
    }
    form = (folder / "membercheck.js").read_text("utf-8")
    return {"asks": _embed(asked), "form": form.replace("export function", "function")}


def _dress(figures: Sequence[Figure]) -> dict[str, Any]:
    made = [dress_figure(f.figure, f.height_px) for f in figures]
    names = [f.anchor or f"figuur-{f.number}" for f in figures]
    return {"figures": made, "names": names, "twins": TWINS}


def _embed(value: Any) -> str:
    """Return JSON that can stand inside a script element, whatever text it holds."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def read_plotly() -> str:
    """Return the library that draws figures, so that it can stand in a page."""
    import plotly  # noqa: PLC0415 - only a report with figures needs it

    path = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    return path.read_text("utf-8").replace("</script", "<\\/script")
