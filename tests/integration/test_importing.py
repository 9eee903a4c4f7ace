"""Files come into a study: each is one act, and a bad one stops no other."""

import io
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from consenting import CONSENT, GIVEN
from docx import Document
from pypdf import PdfWriter

from vknz_research.demo.build import FILES
from vknz_research.errors import (
    InvalidRowError,
    MissingFileError,
    UnknownValueError,
)
from vknz_research.model.people import Consent
from vknz_research.project import Study, create_study
from vknz_research.project.consent import Said, list_consent, set_consent
from vknz_research.project.importing import import_files
from vknz_research.project.records import import_codings, import_consent

Vknz = Callable[..., Any]
SECRET = "Tegenoverdrachtsgeheim"  # a word that no message may repeat


def write(folder: Path, **texts: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def labels(study: Study) -> dict[str, str | None]:
    return {person.label: person.role for person in study.participants}


def test_a_folder_is_imported_with_what_its_inventory_says(study: Study) -> None:
    report = import_files(study, [FILES / "sources"], FILES / "inventory.csv")

    assert (report.failed, report.skipped) == (0, [])
    assert len(study.sources) == len(report.imported) == 26
    found = {s.name: s for s in study.sources}
    one = found["F3-MT"]
    assert (one.source_code, one.kind, one.phase, one.perspective, one.date) == (
        "F3/MT",
        "groepsgesprek",
        3,
        "leidinggevende",
        "2033-05-19",
    )
    assert {s.phase for s in study.sources} == {1, 2, 3}
    assert sum(name.startswith("V2-KM ") for name in found) == 9


def test_who_the_inventory_names_is_one_person_in_all_sources(study: Study) -> None:
    import_files(study, [FILES / "sources"], FILES / "inventory.csv")

    people = labels(study)
    assert people["Samira"] == "klantmanager"
    assert people["Interviewer"] == "onderzoeker"
    assert len(people) == len(study.participants)
    assert [label for label in people if "(" in label] == []


def test_who_no_inventory_names_is_somebody_else_in_each_source(
    study: Study, tmp_path: Path
) -> None:
    words = "Interviewer: Ja?\n\nRespondent: Nee{}.\n"
    write(tmp_path / "a", een=words.format(1), twee=words.format(2))
    write(tmp_path / "b", een=words.format(3))
    inventory = tmp_path / "i.csv"
    inventory.write_text("file,participants\neen.txt,Interviewer=onderzoeker\n")

    import_files(study, [tmp_path / "a", tmp_path / "b"], inventory)

    assert labels(study) == {
        "Interviewer": "onderzoeker",
        "Interviewer (twee)": "onderzoeker",
        "Respondent (een)": None,
        "Respondent (twee)": None,
        "Respondent (een) 2": None,
    }


def test_importing_again_changes_nothing(study: Study) -> None:
    import_files(study, [FILES / "sources"], FILES / "inventory.csv")
    before, log = study.store.state_hash(), len(study.log())

    again = import_files(study, [FILES / "sources"], FILES / "inventory.csv")

    assert (study.store.state_hash(), len(study.log())) == (before, log)
    assert (again.imported, again.failed, len(again.skipped)) == ([], 0, 18)


def test_the_same_bytes_under_another_name_are_the_same_source(
    study: Study, tmp_path: Path
) -> None:
    write(tmp_path, een="A: ja\n\nB: nee\n", twee="A: ja\n\nB: nee\n")

    report = import_files(study, [tmp_path / "een.txt", tmp_path / "twee.txt"])

    assert len(report.imported) == len(study.sources) == 1
    assert "een" in report.skipped[0]["reason"]


def test_each_file_is_one_act_that_undo_takes_back_with_its_people(
    study: Study, tmp_path: Path
) -> None:
    before = study.store.state_hash()
    folder = write(tmp_path / "a", een="A: ja\n\nB: nee\n", twee="C: ja\n\nD: nee\n")
    import_files(study, [folder])

    assert [study.undo().act, study.undo().act] == ["import", "import"]
    assert study.store.state_hash() == before
    assert len(import_files(study, [folder]).imported) == 2


def test_an_inventory_that_lies_between_the_sources_is_no_source(
    study: Study, tmp_path: Path
) -> None:
    folder = write(tmp_path / "a", een="A: ja\n\nB: nee\n")
    (folder / "inventaris.csv").write_text("file,phase\neen.txt,2\n")
    (folder / ".~lock.een.txt").write_text("slot")
    (folder / "~$en.docx").write_bytes(b"slot")

    report = import_files(study, [folder], folder / "inventaris.csv")

    assert [(s.name, s.phase) for s in study.sources] == [("een", 2)]
    assert (report.failed, report.skipped) == (0, [])


def test_a_kind_of_file_in_a_folder_that_nobody_reads_is_named(
    study: Study, tmp_path: Path
) -> None:
    folder = write(tmp_path / "a", een="A: ja\n\nB: nee\n")
    (folder / "oud.doc").write_bytes(b"\xd0\xcf\x11\xe0")

    report = import_files(study, [folder])

    assert [entry["file"] for entry in report.skipped] == ["oud.doc"]
    assert (report.failed, len(report.imported)) == (1, 1)


def test_an_inventory_that_names_a_missing_file_changes_nothing(
    study: Study, tmp_path: Path
) -> None:
    folder = write(tmp_path / "a", een="A: ja\n\nB: nee\n")
    inventory = tmp_path / "i.csv"
    inventory.write_text("file,phase\neen.txt,1\nweg.txt,1\n")
    before = study.store.state_hash()

    with pytest.raises(MissingFileError, match=r"i\.csv noemt weg\.txt"):
        import_files(study, [folder], inventory)

    assert (study.store.state_hash(), study.sources) == (before, [])


# --- files that cannot be ----------------------------------------------------------


def make_bomb() -> bytes:
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", SECRET.encode() * 2_000_000)
    return stream.getvalue()


def make_docx(*paragraphs: str) -> bytes:
    document, stream = Document(), io.BytesIO()
    for words in paragraphs:
        document.add_paragraph(words)
    document.save(stream)
    return stream.getvalue()


def make_locked_pdf() -> bytes:
    writer, stream = PdfWriter(), io.BytesIO()
    writer.add_blank_page(width=72, height=72)
    writer.encrypt("geheim", algorithm="AES-256")
    writer.write(stream)
    return stream.getvalue()


BAD: dict[str, Callable[[], bytes]] = {
    "leeg.txt": lambda: b"",
    "witruimte.txt": lambda: b" \r\n\t\n",
    "binair.txt": lambda: bytes(range(256)) * 40 + SECRET.encode(),
    "nul.txt": f"Ja \x00 {SECRET}\n".encode,
    "surrogaat.txt": lambda: f"Ja {SECRET} ".encode() + b"\xed\xa0\xbd nee\n",
    "surrogaat16.txt": lambda: (
        f"\ufeffJa {SECRET}".encode("utf-16-le") + b"\x3d\xd8a\x00"
    ),
    "zonder.docx": make_docx,
    "bom.docx": make_bomb,
    "geen.docx": f"dit is geen docx {SECRET}".encode,
    "slot.pdf": make_locked_pdf,
    "geen.pdf": f"%PDF-1.7 {SECRET}".encode,
    "geen.vtt": f"WEBVTT\n\n{SECRET}\n".encode,
    "onbekend.xyz": SECRET.encode,
}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("slecht") / "studie"
    create_study(folder, "Proef").close()
    return folder


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_named_with_its_reason_and_the_others_come_in(
    template: Path, tmp_path: Path, name: str
) -> None:
    from vknz_research.project import open_study

    shutil.copytree(template, tmp_path / "s")
    (tmp_path / name).write_bytes(BAD[name]())
    write(tmp_path, goed="A: ja\n\nB: nee\n")
    with open_study(tmp_path / "s") as study:
        before = study.store.state_hash()

        alone = import_files(study, [tmp_path / name])
        unchanged = study.store.state_hash() == before
        both = import_files(study, [tmp_path / name, tmp_path / "goed.txt"])

    assert unchanged
    assert (alone.failed, alone.imported, len(alone.skipped)) == (1, [], 1)
    assert alone.skipped[0]["file"] == name
    assert name not in alone.skipped[0]["reason"]
    assert SECRET not in alone.skipped[0]["reason"]
    assert [entry["name"] for entry in both.imported] == ["goed"]


def test_bad_files_make_the_command_fail_and_are_named_on_its_error_output(
    vknz: Vknz, template: Path, tmp_path: Path
) -> None:
    here = shutil.copytree(template, tmp_path / "s")
    folder = write(tmp_path / "in", goed="A: ja\n\nB: nee\n")
    for name, make in BAD.items():
        (folder / name).write_bytes(make())
    with (folder / "groot.txt").open("wb") as stream:
        stream.truncate(200_000_000)  # sparse: takes no room on disk

    made = vknz("import", here, folder, *CONSENT)

    assert made.status == 1
    assert "goed" in made.out
    for name in (*BAD, "groot.txt"):
        assert f"{name}: " in made.err
    assert SECRET not in made.err + made.out
    assert [s["name"] for s in vknz("sources", here, "--json").facts] == ["goed"]
    assert vknz("check", here, "--json").facts["ok"]


def test_windows_text_comes_in_with_a_warning(study: Study, tmp_path: Path) -> None:
    path = tmp_path / "oud.txt"
    path.write_bytes("Respondent: Eén keer – ‘ja’ – voor € 5.\n".encode("cp1252"))

    report = import_files(study, [path], consent=GIVEN)

    assert "‘ja’ – voor € 5" in study.text("oud")
    assert report.failed == 0
    assert "Windows-1252" in report.warnings[0]


# --- tables --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("A,gesprek,4r/reflectie,x,9", "start is geen heel getal"),
        ("A,gesprek,4r/reflectie,,9", "start is leeg"),
    ],
)
def test_a_table_of_codings_names_the_line(
    coded: Study, tmp_path: Path, row: str, reason: str
) -> None:
    path = tmp_path / "c.csv"
    path.write_text(f"coder,source,code,start,end\nA,gesprek,4r/richting,0,5\n{row}\n")

    with pytest.raises(InvalidRowError, match=f"regel 3: {reason}"):
        import_codings(coded, path)

    assert coded.codings() == []


def test_an_occurrence_that_is_no_number_is_named_with_its_line(
    coded: Study, tmp_path: Path
) -> None:
    path = tmp_path / "c.csv"
    path.write_text(
        "coder,source,code,quote,occurrence\nA,gesprek,4r/richting,eerst,tweede\n"
    )

    with pytest.raises(InvalidRowError, match="regel 2: occurrence"):
        import_codings(coded, path)


def test_codings_by_quote_find_the_occurrence_and_come_in_once(
    coded: Study, tmp_path: Path
) -> None:
    path = tmp_path / "c.csv"
    path.write_text(
        "coder,source,code,quote,occurrence\n"
        "A,gesprek,4r/richting,eerst eng,2\nA,gesprek,4r/richting,eerst eng,\n"
    )

    assert (import_codings(coded, path), import_codings(coded, path)) == (2, 0)
    text = coded.text("gesprek")
    first = text.index("eerst eng")
    assert [c.start for c in coded.codings()] == [first, text.index("eerst", first + 1)]


# --- consent ---------------------------------------------------------------------------


def state_of(study: Study) -> str:
    return str(list_consent(study)[0]["state"])


def table_of(folder: Path, *rows: str) -> Path:
    path = folder / "toestemming.csv"
    lines = [f"Samira (gesprek),coding,{row}" for row in rows]
    path.write_text("\n".join(["participant,purpose,state,date", *lines]) + "\n")
    return path


@pytest.mark.parametrize(
    ("rows", "state"),
    [
        (("given,2031-04-05", "withdrawn,2032-09-14"), "withdrawn"),
        (("withdrawn,2032-09-14", "given,2031-04-05"), "withdrawn"),
        (("withdrawn,2031-04-05", "given,2032-09-14"), "given"),
        (("withdrawn,", "given,2032-09-14"), "withdrawn"),
        (("given,", "refused,"), "refused"),
    ],
)
def test_the_latest_word_on_consent_counts_and_without_dates_what_forbids(
    coded: Study, tmp_path: Path, rows: tuple[str, ...], state: str
) -> None:
    import_consent(coded, table_of(tmp_path, *rows))

    assert state_of(coded) == state


def test_an_old_table_does_not_undo_a_withdrawal(coded: Study, tmp_path: Path) -> None:
    table = table_of(tmp_path, "given,2020-04-05")
    import_consent(coded, table)
    set_consent(coded, "Samira (gesprek)", Said(["coding"], "withdrawn", None))

    import_consent(coded, table)

    assert state_of(coded) == "withdrawn"
    assert isinstance(coded.consents[0], Consent)


def test_a_date_that_cannot_be_compared_is_refused(
    coded: Study, tmp_path: Path
) -> None:
    with pytest.raises(InvalidRowError, match="regel 2: 14-09-2032"):
        import_consent(coded, table_of(tmp_path, "withdrawn,14-09-2032"))
    with pytest.raises(UnknownValueError):
        set_consent(coded, "Samira (gesprek)", Said(["coding"], "given", "20320914"))

    assert {consent.state for consent in coded.consents} == {"given"}
