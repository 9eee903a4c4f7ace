"""The published quotations: their table by section and source code is the file's."""

from pathlib import Path

import pandas as pd

from vknz_research.analysis.crosstab import crosstab
from vknz_research.analysis.query import find, write_code, write_value
from vknz_research.project import Study
from vknz_research.project.excerpts import import_excerpts


def bring_in(study: Study, shared: Path) -> Path:
    quotes = shared / "data" / "published_quotes.csv"
    inventory = shared / "data" / "inventory_published.csv"
    import_excerpts(study, quotes, inventory=inventory)
    return quotes


def plain(name: str) -> str:
    """Return only the letters and digits of a section, as headings differ in form."""
    return "".join(sign for sign in name.casefold() if sign.isalnum())


def test_the_table_of_sections_and_source_codes_is_the_files(
    study: Study, shared: Path
) -> None:
    quotes = bring_in(study, shared)
    published = pd.read_csv(quotes)
    expected = pd.crosstab(published["section"].map(plain), published["source_code"])

    view = study.view()
    found = crosstab(view.codings, "source_code", with_below=False)

    named = view.codes.set_index("code")["name_nl"]
    found.index = pd.Index([plain(str(named[code])) for code in found.index])
    found = found.sort_index()
    assert found.index.tolist() == expected.index.tolist()
    assert found.columns.tolist() == expected.columns.tolist()
    assert (found.to_numpy() == expected.to_numpy()).all()
    assert published["source_code"].isna().sum() == (
        len(published) - expected.to_numpy().sum()
    )


def test_each_cell_is_what_its_question_finds(study: Study, shared: Path) -> None:
    bring_in(study, shared)
    view = study.view()

    for by in ("source_code", "perspective"):
        table = crosstab(view.codings, by)
        for code, row in table.iterrows():
            for group, number in row.items():
                asked = f"{write_code(str(code))} EN {write_value(by, group)}"
                assert len(find(view, asked)) == number
