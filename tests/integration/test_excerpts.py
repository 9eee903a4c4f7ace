"""Quotations: published ones become sources, chosen ones point into sources."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from vknz_research.errors import (
    CodingError,
    InvalidRowError,
    MissingColumnsError,
    QuoteNotFoundError,
    UnknownThingError,
)
from vknz_research.model.codings import Excerpt
from vknz_research.project import Study
from vknz_research.project.excerpts import ExcerptExistsError, import_excerpts
from vknz_research.store.verify import verify_store


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def excerpts_of(study: Study) -> dict[str, Excerpt]:
    with study.store.read() as reader:
        return {excerpt.key: excerpt for excerpt in reader.all(Excerpt)}


def write(folder: Path, name: str, *lines: str) -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def published(shared: Path) -> tuple[Path, Path]:
    data = shared / "data"
    return data / "published_quotes.csv", data / "inventory_published.csv"


# --- the published quotations --------------------------------------------------------


def test_every_published_quotation_stands_word_for_word_in_its_source(
    study: Study, published: tuple[Path, Path]
) -> None:
    rows = read(published[0])

    made = import_excerpts(study, *published)

    assert (made.excerpts, made.codings) == (108, 108) == (len(rows), len(rows))
    assert made.sources == len({row["source_code"] for row in rows})
    sources = {source.id: source for source in study.sources}
    found = excerpts_of(study)
    for row in rows:
        excerpt = found[row["id"]]
        source = sources[excerpt.source_id]
        words = study.text(source.id)[excerpt.start : excerpt.end]
        assert words == row["quote"].strip().replace("\r\n", "\n")
        assert (source.source_code or "") == row["source_code"].strip()
        assert excerpt.speaker_role == (row["speaker_role"].strip() or None)
    assert verify_store(study.store) == []


def test_the_audit_finds_what_a_plain_reading_of_the_tables_finds(
    study: Study, published: tuple[Path, Path]
) -> None:
    rows = read(published[0])
    design = {row["source_code"]: row["role"] for row in read(published[1])}
    policy = {"beleidsmedewerker", "teamcoach"}

    def fits(stated: str, designed: str) -> bool:
        allowed = set(designed.split(" en "))
        if allowed & {"klantmanager", "werkregisseur"}:
            allowed |= {"klantmanager", "werkregisseur"}
        if allowed & policy:
            allowed |= policy | {"beleidsmedewerker en teamcoach"}
        return not stated or stated == designed or stated in allowed

    import_excerpts(study, *published)
    found = study.audit_attribution()

    unlabelled = [r["id"] for r in rows if not r["source_code"].strip()]
    unknown = [r["id"] for r in rows if r["source_code"].strip() not in {*design, ""}]
    mismatch = [
        r["id"]
        for r in rows
        if r["source_code"] in design
        and not fits(r["speaker_role"], design[r["source_code"]])
    ]
    assert (list(found.unlabelled), len(unlabelled)) == (unlabelled, 8)
    assert (list(found.unknown_code), len(unknown)) == (unknown, 3)
    assert list(found.role_mismatch) == mismatch


def test_sections_map_by_title_or_leading_number_and_the_rest_gets_codes_of_its_own(
    study: Study, published: tuple[Path, Path], tmp_path: Path
) -> None:
    rows = read(published[0])
    titles = list(dict.fromkeys(row["section"] for row in rows))
    first, second = titles[0], titles[1]
    number = re.match(r"[\d.]*\d", first)
    assert number
    table = write(
        tmp_path,
        "secties.csv",
        "section,code",
        f"{number[0]},kernelementen/zien-wat-je-doet",
        f'"{second}",effecten/gespreksvoering',
    )

    made = import_excerpts(study, *published, table)

    found = excerpts_of(study)
    by_title = {
        title: {found[row["id"]].section for row in rows if row["section"] == title}
        for title in titles
    }
    assert by_title[first] == {"kernelementen/zien-wat-je-doet"}
    assert by_title[second] == {"effecten/gespreksvoering"}
    assert len(made.new_codes) == len(titles) - 2
    own = [sections for title, sections in by_title.items() if title not in titles[:2]]
    assert all(len(sections) == 1 for sections in own)
    assert {path for sections in own for path in sections} == set(made.new_codes)
    names = {code.path: code.name() for code in study.codebook}
    assert {names[path] for path in made.new_codes} == set(titles[2:])
    given = Counter(c.code_id for c in study.codings())
    assert sum(given.values()) == 108


def test_the_same_table_again_changes_nothing_and_undo_takes_all_back(
    study: Study, published: tuple[Path, Path]
) -> None:
    first = study.store.state_hash()
    import_excerpts(study, *published)
    before, log = study.store.state_hash(), len(study.log())

    again = import_excerpts(study, *published)

    assert (again.excerpts, again.is_unchanged) == (0, True)
    assert (study.store.state_hash(), len(study.log())) == (before, log)
    assert [study.undo().act, study.undo().act] == ["import-excerpts", "import-design"]
    assert study.store.state_hash() == first


# --- published, small ------------------------------------------------------------------

HEADING = "id,section,quote,source_code,speaker_role"


def test_a_section_that_is_a_code_path_is_that_code(
    study: Study, tmp_path: Path
) -> None:
    table = write(tmp_path, "c.csv", HEADING, "Q1,4r/reflectie,Ik keek.,I1/K,klant")

    made = import_excerpts(study, table)

    assert list(made.new_codes) == []
    assert excerpts_of(study)["Q1"].section == "4r/reflectie"


def test_a_section_that_is_mapped_to_no_code_is_refused(
    study: Study, tmp_path: Path
) -> None:
    table = write(tmp_path, "c.csv", HEADING, "Q1,3.1 X,Ik keek.,I1/K,klant")
    sections = write(tmp_path, "s.csv", "section,code", "3.1,4r/bestaat-niet")
    before = study.store.state_hash()

    with pytest.raises(UnknownThingError, match="bestaat-niet"):
        import_excerpts(study, table, sections=sections)

    assert study.store.state_hash() == before


def test_an_id_that_stands_twice_is_refused_with_its_line(
    study: Study, tmp_path: Path
) -> None:
    table = write(
        tmp_path,
        "c.csv",
        HEADING,
        "Q1,3.1 X,Een.,I1/K,klant",
        "Q1,3.1 X,Twee.,I1/K,klant",
    )
    before = study.store.state_hash()

    with pytest.raises(ExcerptExistsError, match="regel 3: id Q1"):
        import_excerpts(study, table)

    assert study.store.state_hash() == before


@pytest.mark.parametrize(
    ("line", "column"),
    [(",3.1 X,Een.,I1/K,klant", "id"), ("Q1,,Een.,I1/K,klant", "section"),
     ("Q1,3.1 X,,I1/K,klant", "quote")],
)  # fmt: skip
def test_an_empty_cell_is_named(
    study: Study, tmp_path: Path, line: str, column: str
) -> None:
    with pytest.raises(InvalidRowError, match=f"regel 2: {column} is leeg"):
        import_excerpts(study, write(tmp_path, "c.csv", HEADING, line))


def test_a_table_without_the_columns_says_which_are_missing(
    study: Study, tmp_path: Path
) -> None:
    with pytest.raises(MissingColumnsError, match="quote"):
        import_excerpts(study, write(tmp_path, "c.csv", "id,section", "Q1,3.1 X"))


def test_odd_words_stay_as_they_are(study: Study, tmp_path: Path) -> None:
    words = "Ja 👨‍👩‍👧 cafe\u0301 “zo” שלום"
    table = write(
        tmp_path,
        "c.csv",
        HEADING,
        f"Q1,3.1 X,{words},I1/K,klant",
        "Q2,3.1 X,Na,I1/K,klant",
    )

    import_excerpts(study, table)

    found = excerpts_of(study)
    assert study.text("I1/K") == f"{words}\n\nNa"
    assert (found["Q2"].start, found["Q2"].end) == (len(words) + 2, len(words) + 4)


# --- chosen from sources ---------------------------------------------------------------

CHOSEN = "id,section,source,quote,occurrence"


def test_a_chosen_quotation_has_the_label_of_its_source_and_the_role_of_its_speaker(
    demo: Path,
) -> None:
    from vknz_research.project import open_study

    with open_study(demo) as study:
        found = excerpts_of(study)["C04"]
        source = study.source(found.source_id)

    assert (source.name, found.label, found.speaker_role) == ("I1-K-3", "I1/K", "klant")
    assert found.edited is not None


def test_an_occurrence_chooses_the_next_place(coded: Study, tmp_path: Path) -> None:
    rows = ("C1,4r/reflectie,gesprek,eerst eng,", "C2,4r/reflectie,gesprek,eerst eng,2")

    import_excerpts(coded, write(tmp_path, "c.csv", CHOSEN, *rows))

    text, found = coded.text("gesprek"), excerpts_of(coded)
    first = text.index("eerst eng")
    assert found["C1"].start == first
    assert found["C2"].start == text.index("eerst eng", first + 1)
    assert coded.codings() == []


def test_words_that_are_not_there_are_named_by_file_and_line_only(
    coded: Study, tmp_path: Path
) -> None:
    rows = (
        "C1,4r/reflectie,gesprek,eerst eng,",
        "C2,4r/reflectie,gesprek,Zwijgplicht,",
    )
    before = coded.store.state_hash()

    with pytest.raises(QuoteNotFoundError) as refused:
        import_excerpts(coded, write(tmp_path, "keuze.csv", CHOSEN, *rows))

    said = str(refused.value)
    assert "keuze.csv, regel 3" in said
    assert "gesprek" in said
    assert "Zwijgplicht" not in said
    assert coded.store.state_hash() == before


def test_an_occurrence_that_is_not_there_is_refused(
    coded: Study, tmp_path: Path
) -> None:
    table = write(tmp_path, "c.csv", CHOSEN, "C1,4r/reflectie,gesprek,eerst eng,3")

    with pytest.raises(CodingError, match="regel 2"):
        import_excerpts(coded, table)


def test_the_same_choice_again_changes_nothing_and_another_place_is_refused(
    coded: Study, tmp_path: Path
) -> None:
    table = write(tmp_path, "c.csv", CHOSEN, "C1,4r/reflectie,gesprek,eerst eng,")
    import_excerpts(coded, table)
    log = len(coded.log())

    again = import_excerpts(coded, table)

    assert (again.excerpts, len(coded.log())) == (0, log)
    other = write(tmp_path, "d.csv", CHOSEN, "C1,4r/reflectie,gesprek,Daarna goed,")
    with pytest.raises(ExcerptExistsError):
        import_excerpts(coded, other)
