"""The disclosure report as a page to read before approving."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any, Final

from vknz_research.report.releasing.risk import REASONS

STYLE: Final = """
body { font: 16px/1.55 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto;
  padding: 0 1rem; color: #1c1e21; background: #fff; }
h1, h2 { line-height: 1.25; } table { border-collapse: collapse; margin: 1rem 0; }
th, td { text-align: left; padding: .3rem .8rem .3rem 0; vertical-align: top;
  border-bottom: 1px solid #d5d8dc; }
q, .words { font-family: Georgia, serif; } .purpose { border-left: 4px solid #1f3a5f;
  padding-left: .8rem; }
@media (prefers-color-scheme: dark) { body { background: #16181b; color: #e8eaed; } }
"""
LABELS: Final[Mapping[str, str]] = {
    "k": "k: kleinste groep die mag bestaan",
    "people_who_allowed": "mensen die het goedvonden",
    "people_in_release": "mensen in de uitgifte",
    "people_left_out_as_too_few": "weggelaten omdat ze met te weinig zijn",
    "unique_combinations_before": "combinaties van één mens, vooraf",
    "combinations_below_k_before": "combinaties onder k, vooraf",
    "combinations_below_k": "combinaties onder k, nu",
    "smallest_combination": "kleinste combinatie, nu",
}
SUPPRESSED: Final[Mapping[str, str]] = {
    "age_bands": "leeftijden weggelaten",
    "genders": "gender weggelaten",
    "phases": "fasen weggelaten",
    "sources_left_out": "bronnen weggelaten",
    "codings_left_out": "coderingen weggelaten",
}


def render_page(facts: Mapping[str, Any], title: str, printed: str) -> str:
    """Return the disclosure report as one page of HTML that asks no network."""
    suppressed = facts["suppressed"]
    parts = [
        f"<h1>Herkenbaarheid: {escape(title)}</h1>",
        f"<p class='purpose'>{escape(printed)}</p>",
        "<p>Lees dit voordat je goedkeurt. De aantallen hieronder zijn berekend; of "
        "iemand aan een zin te herkennen is, kan alleen een mens zeggen.</p>",
        "<h2>Mensen</h2>",
        _grid(("wat", "aantal"), [(v, facts[k]) for k, v in LABELS.items()]),
        "<h2>Combinaties die erin staan</h2>",
        _grid(
            ("rol", "fase", "gender", "leeftijd", "mensen"),
            [tuple(row.values()) for row in facts["combinations"]],
        ),
        "<h2>Wat is weggelaten</h2>",
        _grid(
            ("wat", "aantal"),
            [(v, suppressed[k]) for k, v in SUPPRESSED.items()]
            + [(f"cellen in {k}", v) for k, v in suppressed["cells"].items()],
        ),
        "<h2>Passages om te lezen</h2>",
        _grid(
            ("waarom", "aantal"),
            [(REASONS[k][0], v) for k, v in facts["risks"].items()],
        ),
        *_list_quotations(facts["quotations_at_risk"]),
    ]
    return (
        '<!DOCTYPE html>\n<html lang="nl"><head><meta charset="utf-8">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body>\n"
        + "\n".join(parts)
        + "\n</body></html>\n"
    )


def _list_quotations(quotations: Sequence[Mapping[str, Any]]) -> Iterable[str]:
    for reason, (label, _) in REASONS.items():
        rows = [
            (q["source"], q["turn"], q["words"])
            for q in quotations
            if q["reason"] == reason
        ]
        if rows:
            yield f"<h3>{escape(label[0].upper() + label[1:])}</h3>"
            yield _grid(("bron", "beurt", "woorden"), rows)


def _grid(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    def cells(tag: str, row: Sequence[object]) -> str:
        shown = ("" if cell is None else escape(str(cell)) for cell in row)
        return "".join(f"<{tag}>{cell}</{tag}>" for cell in shown)

    body = "".join(f"<tr>{cells('td', row)}</tr>\n" for row in rows)
    heading = f"<thead><tr>{cells('th', head)}</tr></thead>"
    return f"<table>{heading}<tbody>{body}</tbody></table>"
