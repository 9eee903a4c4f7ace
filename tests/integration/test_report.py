"""The report from end to end: what stands in it, and when there is none."""

import csv
import hashlib
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet
import pytest

from vknz_research.errors import (
    ForbiddenPurposeError,
    ParameterError,
    UnknownReportError,
    VknzError,
)
from vknz_research.model.exports import describe_purpose
from vknz_research.project import Study, create_study
from vknz_research.project.consent import Said, set_consent
from vknz_research.project.excerpts import import_excerpts
from vknz_research.project.reporting import make_report
from vknz_research.report.stills import find_browser
from vknz_research.snapshot import Snapshot, open_snapshot
from vknz_research.snapshot.contents import hash_content, hash_contents

Vknz = Callable[..., Any]
NAME = "procesevaluatie"
SECTION = "4r/reflectie"


def fold(text: str) -> str:
    return " ".join(text.split())


def parse(path: Path) -> Any:
    from lxml import html

    return html.document_fromstring(path.read_bytes())


def quotations_of(page: Any) -> list[tuple[str, str, str]]:
    """Each quotation: the name of the section it stands in, its words, its label."""
    found: list[tuple[str, str, str]] = []
    section = ""
    for element in page.iter("h2", "h3", "h4", "blockquote"):
        if element.tag != "blockquote":
            numbers = element.xpath("./span[@class='nr']")
            for number in numbers:
                number.drop_tree()
            section = fold(element.text_content())
            continue
        label = "".join(
            fold(x.text_content()) for x in element.xpath(".//*[@class='br']")
        )
        words = fold(element.text_content()).removesuffix(label).strip()
        found.append((section, words.removeprefix("‘").removesuffix("’"), label))
    return found


def html_of(made: list[Path]) -> Path:
    return next(path for path in made if path.suffix == ".html")


def report_on(snapshot: Path, out: Path, *pairs: str) -> Path:
    return html_of(make_report(snapshot, NAME, pairs, ["html"], out))


@pytest.fixture(scope="module")
def page_path(
    vknz: Vknz, demo_snapshot: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The report on the demo study, made from the shell."""
    out = tmp_path_factory.mktemp("uit")
    made = vknz("report", demo_snapshot, NAME, "--to", "html", "--out", out, "--json")
    assert made.status == 0, made.err
    return html_of([Path(path) for path in made.facts["files"]])


@pytest.fixture(scope="module")
def english_path(demo_snapshot: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same report in English, for the public."""
    out = tmp_path_factory.mktemp("engels")
    return report_on(demo_snapshot, out, "language=en", "audience=public")


def name_section(names: Any, code: str) -> str:
    """Return what a section is called: two of one name have their parent's before."""
    name = str(names[code])
    if name not in {"In hun eigen ogen", "Hoe anderen te winnen zijn"}:
        return name
    return f"{names[code.rpartition('/')[0]]}: {name[0].lower()}{name[1:]}"


@pytest.fixture(scope="module")
def expected(demo_snapshot: Path) -> list[tuple[str, str, str]]:
    """Section, words and label of each quotation that consent allows."""
    snapshot = open_snapshot(demo_snapshot)
    names = snapshot.codes.set_index("code")["name_nl"]
    rows = snapshot.excerpts[snapshot.excerpts["is_allowed"]]
    return [
        (
            name_section(names, str(row.section)),
            fold(str(row.quote if pd.isna(row.edited) else row.edited)),
            str(row.label),
        )
        for row in rows.itertuples()
    ]


# --- what stands in it -------------------------------------------------------------


def test_every_allowed_quotation_stands_in_its_section_with_its_source_code(
    page_path: Path, expected: list[tuple[str, str, str]]
) -> None:
    found = quotations_of(parse(page_path))

    assert len(expected) > 80
    assert sorted(found) == sorted(expected)


def test_no_placeholder_is_left(page_path: Path) -> None:
    assert "{{" not in "".join(
        paragraph.text_content() for paragraph in parse(page_path).xpath("//p")
    )


def test_each_section_has_its_figure_with_the_table_behind_it(page_path: Path) -> None:
    page = parse(page_path)
    sections = page.xpath("//h3[starts-with(@id,'s-')] | //h4[starts-with(@id,'s-')]")
    figures = page.xpath("//figure")

    # The instrument is a section with a figure too; the appendix has one of its own.
    assert len(figures) == len(sections) + 1 > 15
    assert all(figure.xpath(".//table") for figure in figures)
    numbers = [f"f-{n + 1}" for n in range(len(sections))]
    assert [f.get("id") for f in figures] == [*numbers, "f-g1"]


def test_the_data_table_counts_the_sources_of_the_snapshot(
    page_path: Path, demo_snapshot: Path
) -> None:
    sources = open_snapshot(demo_snapshot).sources
    rows = parse(page_path).xpath("//table[@id='t-1']/tbody/tr")
    cells = [[fold(td.text_content()) for td in row.xpath("./td")] for row in rows]

    found = {row[1]: int(row[4].split()[0]) for row in cells}

    assert found == sources["source_code"].astype(object).value_counts().to_dict()


def test_the_provenance_names_snapshot_files_and_purpose(
    page_path: Path, demo_snapshot: Path
) -> None:
    facts = json.loads(page_path.with_suffix(".json").read_text("utf-8"))
    snapshot = open_snapshot(demo_snapshot)

    assert facts["snapshot"] == {"name": "v1", "hash": snapshot.hash}
    digest = hashlib.sha256(page_path.read_bytes()).hexdigest()
    assert facts["files"] == {page_path.name: digest}
    assert facts["purpose"] == "evaluatierapport"
    assert "Nooit om een persoon te beoordelen" in facts["note"]
    assert snapshot.hash[:4] in parse(page_path).text_content()


def test_i13_purpose_and_prohibition_stand_in_front_at_the_end_and_at_the_foot(
    page_path: Path,
) -> None:
    printed = describe_purpose("evaluatierapport").partition(": ")[2]
    page = parse(page_path)

    for place in ("//header", "//footer", "//section[.//*[@id='bijlage-e']]"):
        found = page.xpath(place)
        assert printed in " ".join(found[-1].text_content().split()), place


@pytest.mark.parametrize("word", ["beoordeling", "functioneringsgesprek", "bewijs"])
def test_i13_a_report_for_assessment_is_refused(
    demo_snapshot: Path, tmp_path: Path, word: str
) -> None:
    with pytest.raises(ForbiddenPurposeError):
        make_report(demo_snapshot, NAME, [f"purpose={word}"], ["html"], tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_same_snapshot_gives_the_same_file_byte_for_byte(
    page_path: Path, demo_snapshot: Path, tmp_path: Path
) -> None:
    again = report_on(demo_snapshot, tmp_path)

    assert again.name == page_path.name
    assert again.read_bytes() == page_path.read_bytes()


def test_without_out_the_files_go_to_the_reports_of_the_study(small: Study) -> None:
    made = make_report(small.freeze("v1").path, NAME, [], ["html"])

    assert {path.parent for path in made} == {small.path.resolve() / "reports"}


# --- parameters ------------------------------------------------------------------------


def keys_of(page: Any) -> set[str]:
    return {str(x).removeprefix("c-") for x in page.xpath("//blockquote/@id")}


def allowed(snapshot: Snapshot, **equal: object) -> set[str]:
    rows = snapshot.excerpts.merge(
        snapshot.sources[["source_id", "phase"]], on="source_id", how="left"
    )
    keep = rows["is_allowed"].astype(bool)
    for column, value in equal.items():
        keep &= (rows[column] == value).fillna(value=False)
    return set(rows.loc[keep, "key"])


@pytest.mark.parametrize(
    ("pair", "equal"),
    [("phases=3", {"phase": 3}), ("perspectives=klant", {"perspective": "klant"})],
)
def test_a_report_on_a_part_quotes_that_part(
    demo_snapshot: Path, tmp_path: Path, pair: str, equal: dict[str, object]
) -> None:
    path = report_on(demo_snapshot, tmp_path, pair)

    found = keys_of(parse(path))
    assert found == allowed(open_snapshot(demo_snapshot), **equal)
    assert 0 < len(found) < 80
    assert path.name != f"{NAME}-{demo_snapshot.name}-nl.html"
    assert f"-p {pair}" in parse(path).text_content()


def test_sections_choose_what_is_in_it(demo_snapshot: Path, tmp_path: Path) -> None:
    page = parse(report_on(demo_snapshot, tmp_path, f"sections={SECTION}"))

    excerpts = open_snapshot(demo_snapshot).excerpts
    keys = excerpts.loc[
        (excerpts["section"] == SECTION) & excerpts["is_allowed"], "key"
    ]
    assert keys_of(page) == set(keys)
    assert [figure.get("id") for figure in page.xpath("//figure")] == ["f-1", "f-g1"]


def test_an_english_report_is_english(english_path: Path, demo_snapshot: Path) -> None:
    page = parse(english_path)

    assert page.get("lang") == "en"
    assert "Core elements" in page.text_content()
    assert "Kernelementen" not in [fold(h.text_content()) for h in page.xpath("//h2")]
    # What people said stays in their own language.
    assert keys_of(page) == allowed(open_snapshot(demo_snapshot))


def test_a_public_report_tells_no_times_in_recordings(
    page_path: Path, english_path: Path
) -> None:
    def times(path: Path) -> list[str]:
        page = parse(path)
        titles = page.xpath("//blockquote//@title")
        places = [x.text_content() for x in page.xpath("//table[@id='t-d1']//td[4]")]
        found = [fold(str(x)) for x in [*titles, *places]]
        return [x for x in found if re.fullmatch(r"\d+:\d\d", x)]

    assert times(page_path)
    assert times(english_path) == []
    assert "project group" not in parse(english_path).text_content()


@pytest.mark.parametrize(
    "pair",
    ["fase=3", "language=de", "audience=pers", "phases=x", "phases", "name=x"],
)
def test_an_unknown_parameter_is_refused_and_nothing_is_made(
    demo_snapshot: Path, tmp_path: Path, pair: str
) -> None:
    with pytest.raises(ParameterError):
        make_report(demo_snapshot, NAME, [pair], ["html"], tmp_path / "uit")

    assert not (tmp_path / "uit").exists()


def test_unknown_reports_formats_and_engines_are_refused(
    demo_snapshot: Path, tmp_path: Path
) -> None:
    with pytest.raises(UnknownReportError, match=NAME):
        make_report(demo_snapshot, "verslag", [], ["html"], tmp_path / "uit")
    with pytest.raises(ParameterError):
        make_report(demo_snapshot, NAME, [], ["odt"], tmp_path / "uit")
    with pytest.raises(ParameterError):
        make_report(demo_snapshot, NAME, [], ["html"], tmp_path / "uit", "snel")
    assert not (tmp_path / "uit").exists()


# --- when there is none ----------------------------------------------------------------


@pytest.fixture
def small(coded: Study, tmp_path: Path) -> Study:
    """One quotation of Samira, edited in brackets, and a memo that places it."""
    choose(coded, tmp_path, "C1", "Nou ja, 👨‍👩‍👧 eerst eng.", "[...] eerst eng.")
    coded.coder("A").code("gesprek", SECTION, 0, 25)
    write_memo(coded, "Zie dit.\n\n{{quote C1}}\n\nUit {{count sources}} bron.")
    return coded


def choose(study: Study, folder: Path, key: str, quote: str, edited: str) -> None:
    table = folder / f"{key}.csv"
    table.write_text(
        f'id,section,source,quote,edited\n{key},{SECTION},gesprek,"{quote}","{edited}"\n',
        encoding="utf-8",
    )
    import_excerpts(study, table)


def write_memo(study: Study, body: str) -> None:
    study.coder("A").memo("Duiding", body, kind="report", section=SECTION)


def tamper(study: Study, name: str, change: Callable[[pd.DataFrame], None]) -> Path:
    """Freeze, change a table, and make every hash agree: as a patient forger would."""
    path = study.freeze("v9").path
    frame = pd.read_parquet(path / name)
    change(frame)
    frame.to_parquet(path / name)
    manifest = json.loads((path / "manifest.json").read_text())
    digest = hashlib.sha256((path / name).read_bytes()).hexdigest()
    made = hash_content(pyarrow.parquet.read_table(path / name))
    manifest["files"][name] |= {"sha256": digest, "content": made}
    contents = {
        file.removesuffix(".parquet"): facts["content"]
        for file, facts in manifest["files"].items()
    }
    manifest["hash"] = hash_contents(contents)
    (path / "manifest.json").write_text(json.dumps(manifest))
    return path.rename(path.with_name(f"v9-{manifest['hash'][:12]}"))


def shift_text(study: Study, folder: Path) -> Path:
    def change(frame: pd.DataFrame) -> None:
        frame["text"] = frame["text"].str.replace("eerst eng", "eerst fijn")

    return tamper(study, "texts.parquet", change)


def shift_quote(study: Study, folder: Path) -> Path:
    def change(frame: pd.DataFrame) -> None:
        frame["quote"] = frame["quote"].str.replace("eng", "leuk")
        frame["edited"] = frame["edited"].str.replace("eng", "leuk")

    return tamper(study, "excerpts.parquet", change)


def edit_outside(study: Study, folder: Path) -> Path:
    def change(frame: pd.DataFrame) -> None:
        frame["edited"] = "Daarna slecht."

    choose(study, folder, "C2", "Daarna goed.", "Daarna [erg] goed.")
    return tamper(study, "excerpts.parquet", change)


def ask_forbidden(study: Study, folder: Path) -> Path:
    said = Said(["quotation"], "refused", "2031-01-01")
    set_consent(study, "Samira (gesprek)", said)
    return study.freeze("v9").path


def ask(body: str) -> Callable[[Study, Path], Path]:
    def freeze(study: Study, folder: Path) -> Path:
        write_memo(study, body)
        return study.freeze("v9").path

    return freeze


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (shift_text, ("C1", "niet meer zo op zijn plaats", "gesprek")),
        (shift_quote, ("C1", "niet meer zo op zijn plaats", "gesprek")),
        (edit_outside, ("C", "buiten de vierkante haken", "gesprek")),
        (ask_forbidden, ("C1", "mag niet worden geciteerd")),
        (ask("{{quote C7}}"), ("C7", "is er niet")),
        (
            ask("In {{count sources code=4r/bestaat-niet}}."),
            ("Duiding", "4r/bestaat-niet"),
        ),
        (ask("In {{count zinnen}}."), ("Duiding", "{{count zinnen}}")),
        (ask("In {{count words code=4r/reflectie}}."), ("Duiding", "count words")),
        (ask("In {{count sources phase=drie}}."), ("Duiding", "phase=drie")),
        (ask("In {{tel bronnen}}."), ("Duiding", "{{tel bronnen}}")),
        (ask("In {{count sources kleur=rood}}."), ("Duiding", "kleur=rood")),
        (ask("Midden {{quote C1}} in een zin."), ("Duiding", "{{quote C1}}")),
    ],
)
def test_there_is_no_report_when_something_cannot_be_true(
    small: Study,
    tmp_path: Path,
    spoil: Callable[[Study, Path], Path],
    said: tuple[str, ...],
) -> None:
    spoilt, out = spoil(small, tmp_path), tmp_path / "uit"
    out.mkdir()
    old = out / f"{NAME}-{spoilt.name}-nl.html"
    old.write_text("het vorige rapport")

    with pytest.raises(VknzError) as refused:
        make_report(spoilt, NAME, [], ["html"], out)

    sentence = str(refused.value)
    assert sentence.startswith("Rapport niet gemaakt")
    for part in said:
        assert part in sentence
    assert "Traceback" not in sentence
    assert "eng" not in sentence.replace("streng", "")
    assert [path.name for path in out.iterdir()] == [old.name]
    assert old.read_text() == "het vorige rapport"


def test_a_quotation_that_consent_forbids_and_no_memo_asks_for_is_left_out(
    coded: Study, tmp_path: Path
) -> None:
    choose(coded, tmp_path, "C1", "Nou ja, 👨‍👩‍👧 eerst eng.", "")
    choose(coded, tmp_path, "C2", "Hoe was het?", "")
    set_consent(coded, "Samira (gesprek)", Said(["quotation"], "refused", "2031-01-01"))

    page = parse(report_on(coded.freeze("v1").path, tmp_path / "uit"))

    assert keys_of(page) == {"C2"}
    assert "eerst eng" not in page.text_content()
    places = page.xpath("//table[@id='t-d1']/tbody/tr/td[1]")
    assert [fold(cell.text_content()) for cell in places] == ["C2"]


def test_numbers_in_a_memo_are_those_of_the_snapshot(
    small: Study, tmp_path: Path
) -> None:
    write_memo(
        small,
        "Uit {{count sources}} bron, {{count participants}} mens, {{count words}} "
        "woorden, {{count passages code=4r/reflectie}} passage.",
    )

    page = parse(report_on(small.freeze("v1").path, tmp_path / "uit"))

    words = (
        len(["Nou", "ja,", "👨\u200d👩\u200d👧", "eerst", "eng.", "Daarna", "goed."])
        * 2
    )
    assert f"Uit 1 bron, 1 mens, {words} woorden, 1 passage." in page.text_content()


def test_the_command_says_why_there_is_no_report(
    vknz: Vknz, small: Study, tmp_path: Path
) -> None:
    spoilt = shift_text(small, tmp_path)

    made = vknz("report", spoilt, NAME, "--to", "html", "--out", tmp_path / "uit")

    assert (made.status, made.out) == (1, "")
    assert made.err.startswith("vknz: Rapport niet gemaakt. Citaat C1")
    assert not (tmp_path / "uit").exists()


def test_a_folder_that_is_no_snapshot_is_named(vknz: Vknz, tmp_path: Path) -> None:
    made = vknz("report", tmp_path, NAME, "--json")

    assert (made.status, made.out) == (1, "")
    assert "geen momentopname" in made.err


def test_a_study_with_nothing_in_it_gives_a_report(
    study: Study, tmp_path: Path
) -> None:
    path = report_on(study.freeze("v1").path, tmp_path / "uit")

    assert quotations_of(parse(path)) == []
    assert parse(path).xpath("//h2")


def test_papermills_own_engine_gives_the_same_report(
    vknz: Vknz, small: Study, tmp_path: Path
) -> None:
    snapshot = small.freeze("v1").path
    ours = report_on(snapshot, tmp_path / "ons")

    made = vknz(
        *("report", snapshot, NAME, "--to", "html", "--out", tmp_path / "hun"),
        *("--engine", "default", "--json"),
    )

    assert made.status == 0, made.err
    theirs = html_of([Path(path) for path in made.facts["files"]])
    assert theirs.read_bytes() == ours.read_bytes()


# --- the published quotations ----------------------------------------------------------


@pytest.fixture(scope="module")
def published(
    shared: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[list[dict[str, str]], list[str], Any]]:
    """The rows of the table, the list of the design, and the page made of them."""
    data, folder = shared / "data", tmp_path_factory.mktemp("citaten")
    table = data / "published_quotes.csv"
    inventory = data / "inventory_published.csv"
    with create_study(folder / "s", "Gepubliceerd") as study:
        import_excerpts(study, table, inventory)
        path = report_on(study.freeze("v1").path, folder / "uit")
    with table.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    with inventory.open(encoding="utf-8-sig", newline="") as stream:
        design = [row["source_code"] for row in csv.DictReader(stream)]
    return rows, design, parse(path)


def test_all_published_quotations_stand_in_their_section_with_their_label(
    published: tuple[list[dict[str, str]], list[str], Any],
) -> None:
    rows, _, page = published

    found = quotations_of(page)

    assert len(found) == 108
    assert sorted(found) == sorted(
        (fold(row["section"]), fold(row["quote"]), row["source_code"].strip())
        for row in rows
    )


def test_the_appendix_lists_what_the_audit_of_the_published_labels_finds(
    published: tuple[list[dict[str, str]], list[str], Any],
) -> None:
    rows, design, page = published

    def listed(anchor: str) -> set[str]:
        cells = page.xpath(f"//table[@id='{anchor}']/tbody/tr/td[1]")
        return {fold(cell.text_content()) for cell in cells}

    unknown = {r["id"] for r in rows if r["source_code"] not in [*design, ""]}
    unlabelled = {r["id"] for r in rows if not r["source_code"]}
    assert (listed("t-c1"), len(unknown)) == (unknown, 3)
    assert (listed("t-c3"), len(unlabelled)) == (unlabelled, 8)
    assert not listed("t-c2") & (unknown | unlabelled)
    assert listed("t-d1") == {row["id"] for row in rows}


# --- paper -----------------------------------------------------------------------------


@pytest.mark.browser
def test_word_and_pdf_have_headings_tables_figures_and_language(
    demo_snapshot: Path, tmp_path: Path
) -> None:
    if find_browser() is None:
        pytest.skip("no Chrome, Chromium or Edge on this machine")
    from docx import Document
    from pypdf import PdfReader

    made = make_report(demo_snapshot, NAME, [], ["docx", "pdf"], tmp_path)

    by_kind = {path.suffix: path for path in made}
    word = Document(str(by_kind[".docx"]))
    headings = [
        p for p in word.paragraphs if (p.style.name or "").startswith("Heading")
    ]
    names = [shape._inline.docPr.get("descr") for shape in word.inline_shapes]
    pdf = PdfReader(by_kind[".pdf"])
    root = pdf.trailer["/Root"]
    assert len(headings) > 20
    assert len(word.tables) > 5
    assert len(names) > 15
    assert all(names)
    assert str(root["/Lang"]).startswith("nl")
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert len(pdf.pages) > 20
