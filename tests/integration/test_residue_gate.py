"""The gate of every export: a finished file that names somebody is refused."""

import base64
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pyrage
import pytest

from vknz_research.errors import LockedVaultError, ResidueError
from vknz_research.privacy.parts import Part
from vknz_research.privacy.register import make_piece
from vknz_research.privacy.residue import scan_file, scan_part
from vknz_research.privacy.vault import Vault
from vknz_research.project import Study
from vknz_research.project.gate import check_export, scan_paths
from vknz_research.project.withdrawing import open_vault

NAME = "Wojciechowska"
BSN = "999921575"
SECRET = "een lange zin van vijf woorden"


def write_docx(path: Path, words: str) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Toen zei ")
    for at in range(0, len(words), 4):  # as Word cuts a word in pieces
        paragraph.add_run(words[at : at + 4]).italic = at % 8 == 0
    document.save(str(path))


def write_property(path: Path, words: str) -> None:
    document = docx.Document()
    document.core_properties.comments = words
    document.save(str(path))


def write_xlsx(path: Path, words: str) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["wat", words])
    book.save(path)


def write_sheet_name(path: Path, words: str) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].title = words
    book.save(path)


def write_html(path: Path, words: str) -> None:
    escaped = "".join(f"&#{ord(letter)};" for letter in words)
    path.write_text(f"<p title='x'>zei <b>{escaped[:-1]};</b></p>", encoding="utf-8")


def write_script(path: Path, words: str) -> None:
    escaped = "".join(f"\\u{ord(letter):04x}" for letter in words)
    path.write_text(f'<script>const a = "{escaped}";</script>', encoding="utf-8")


def write_notebook(path: Path, words: str) -> None:
    page = base64.b64encode(f"<p>{words}</p>{' ' * 90}".encode()).decode()
    output = {"output_type": "display_data", "data": {"application/x-packed": page}}
    cell = {"cell_type": "code", "source": [], "outputs": [output]}
    path.write_text(json.dumps({"cells": [cell], "nbformat": 4}), encoding="utf-8")


def write_qdpx(path: Path, words: str) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("project.qde", f"<Project><Note>{words}</Note></Project>")


def write_png(path: Path, words: str) -> None:
    body = f"Author\0{words}".encode("latin-1")
    chunk = len(body).to_bytes(4, "big") + b"tEXt" + body + b"\0" * 4
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk)


def write_jpeg(path: Path, words: str) -> None:
    path.write_bytes(
        b"\xff\xd8\xff\xe1"
        + bytes(range(30)) * 9
        + words.encode()
        + bytes(range(30)) * 9
    )


def write_text(path: Path, words: str) -> None:
    path.write_text(f"iets, {words}, en meer", encoding="utf-16")


WRITERS: dict[str, tuple[str, Callable[[Path, str], None]]] = {
    "docx": ("a.docx", write_docx),
    "docx, a property": ("a.docx", write_property),
    "xlsx": ("a.xlsx", write_xlsx),
    "xlsx, name of a sheet": ("a.xlsx", write_sheet_name),
    "html": ("a.html", write_html),
    "html, in a script": ("a.html", write_script),
    "ipynb, packed": ("a.ipynb", write_notebook),
    "qdpx": ("a.qdpx", write_qdpx),
    "png": ("a.png", write_png),
    "jpeg": ("a.jpg", write_jpeg),
    "utf-16": ("a.csv", write_text),
}
EVERY = pytest.mark.parametrize(("name", "write"), WRITERS.values(), ids=WRITERS)


@EVERY
def test_i15_a_name_in_the_register_is_found_wherever_it_is_packed(
    tmp_path: Path, name: str, write: Callable[[Path, str], None]
) -> None:
    write(tmp_path / name, NAME)

    found = scan_file(tmp_path / name, [f"Agnieszka {NAME}", NAME])

    assert {residue.category for residue in found} == {"register"}
    assert NAME not in repr(found)


@EVERY
def test_i14_a_number_is_found_wherever_it_is_packed(
    tmp_path: Path, name: str, write: Callable[[Path, str], None]
) -> None:
    write(tmp_path / name, BSN)

    assert {residue.category for residue in scan_file(tmp_path / name)} == {"bsn"}


@EVERY
def test_a_file_in_which_nobody_is_named_passes(
    tmp_path: Path, name: str, write: Callable[[Path, str], None]
) -> None:
    write(tmp_path / name, "Samenwerking")

    assert scan_file(tmp_path / name, [NAME, "Roos", "06-48213377", "Jo"]) == []


@pytest.mark.parametrize(
    "words",
    [
        "WOJCIECHOWSKA",
        "wojciechowska",
        "Wojcieżhowska",
        "Wojciechowskas",
        "Wojchiechowska",
        "Wojciechovska",
    ],
)
def test_i15_capitals_accents_and_mishearing_hide_no_name(
    tmp_path: Path, words: str
) -> None:
    (tmp_path / "a.txt").write_text(f"bij {words}!", encoding="utf-8")

    assert len(scan_file(tmp_path / "a.txt", [NAME])) == 1


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("999921575", "bsn"),
        ("NL13 TEST 0123 4567 89", "iban"),
        ("06-48213377", "phone"),
        ("a.b@voorbeeld.nl", "email"),
        ("48-XRK-7", "plate"),
        ("klantnummer 2210447", "number"),
    ],
)
def test_i14_each_kind_of_number_is_residue(
    tmp_path: Path, words: str, kind: str
) -> None:
    (tmp_path / "a.txt").write_text(f"en {words} dus", encoding="utf-8")

    assert [r.category for r in scan_file(tmp_path / "a.txt")] == [kind]


@pytest.mark.parametrize(
    "words",
    [
        "999921576",
        "0.999921575",
        "een roos in een vaas",
        "b3f0c1d2-9999-4215-8575-0123456789ab",
        "sha256-999921575/abc",
        '<w:p w:rsidR="00FC693F" w:val="auto"/>',
        "[Persoon 3] in [Plaats 2]",
        "Kenmerk 5986 b965 a401 a5b4",  # the hash of a snapshot, as reports print it
    ],
)
def test_codes_and_common_words_are_no_residue(tmp_path: Path, words: str) -> None:
    (tmp_path / "a.txt").write_text(f"en {words} dus", encoding="utf-8")

    assert scan_file(tmp_path / "a.txt", ["Roos", "Persoonlijk"]) == []


@pytest.mark.parametrize(
    "words",
    [
        "bsn 999\u00a0921\u00a0575",
        "bsn 999\u2009921\u2009575",
        "bsn 99992\u200b1575",
        "tel. 06\u00a04821\u00a03377",
        "Wojcie\u00adchowska",
    ],
)
def test_i14_blanks_and_signs_that_nobody_sees_hide_nothing(
    tmp_path: Path, words: str
) -> None:
    (tmp_path / "a.txt").write_text(f"en {words} dus", encoding="utf-8")

    assert len(scan_file(tmp_path / "a.txt", [NAME])) == 1


def test_i14_the_name_of_a_file_is_scanned(tmp_path: Path) -> None:
    (tmp_path / f"verslag {BSN}.txt").write_text("niets", encoding="utf-8")

    assert [found.part for found in scan_paths([tmp_path], [])] == ["name"]


def test_what_cannot_be_unpacked_does_not_pass(tmp_path: Path) -> None:
    write_docx(tmp_path / "a.docx", "iets")
    data = (tmp_path / "a.docx").read_bytes()
    (tmp_path / "a.docx").write_bytes(data[: len(data) // 2])

    assert [found.category for found in scan_paths([tmp_path], [])] == ["unread"]


# --- the gate ------------------------------------------------------------------------
@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key folder for two people; sealing a key with a passphrase takes seconds."""
    made = Vault(tmp_path_factory.mktemp("sleutels") / "een")
    made.create(SECRET, "NvD")
    made.add_recipient("OE", str(pyrage.x25519.Identity.generate().to_public()))
    return made.folder


@pytest.fixture
def named(study: Study, keys: Path) -> Study:
    """A study with one name in its register."""
    vault = open_vault(study)
    shutil.copytree(keys, vault.folder, dirs_exist_ok=True)
    piece = make_piece([("person", "[Persoon 1]", NAME)])
    vault.write("register/bron/revisie", piece.to_json())
    return study


def never() -> str:
    raise AssertionError("nobody may be asked")


def test_i15_an_export_with_a_name_in_the_register_is_refused(
    named: Study, tmp_path: Path
) -> None:
    write_docx(tmp_path / "verslag.docx", NAME)

    with pytest.raises(ResidueError) as caught:
        check_export(named, [tmp_path / "verslag.docx"], lambda: SECRET)

    told = str(caught.value)
    assert "verslag.docx" in told
    assert "word/document.xml" in told
    assert NAME not in told
    assert caught.value.facts["category"] == "register"


def test_i14_an_export_with_a_number_is_refused_also_without_a_study(
    tmp_path: Path,
) -> None:
    write_xlsx(tmp_path / "a.xlsx", BSN)

    with pytest.raises(ResidueError) as caught:
        check_export(None, [tmp_path / "a.xlsx"])

    assert BSN not in str(caught.value)


def test_an_export_that_names_nobody_passes(named: Study, tmp_path: Path) -> None:
    write_docx(tmp_path / "a.docx", "[Persoon 1] in [Plaats 2]")

    check_export(named, [tmp_path / "a.docx"], lambda: SECRET)


def test_without_a_register_nobody_is_asked_for_a_passphrase(
    study: Study, tmp_path: Path
) -> None:
    write_docx(tmp_path / "a.docx", NAME)

    check_export(study, [tmp_path / "a.docx"], never)


def test_with_a_register_a_wrong_passphrase_lets_nothing_through(
    named: Study, tmp_path: Path
) -> None:
    write_docx(tmp_path / "a.docx", "niets")

    with pytest.raises(LockedVaultError):
        check_export(named, [tmp_path / "a.docx"], lambda: "verkeerd")


def test_the_shell_says_where_and_not_what(
    named: Study, tmp_path: Path, vknz: Callable[..., object]
) -> None:
    write_html(tmp_path / "a.html", NAME)
    named.close()

    clean = vknz("scan", tmp_path / "a.html")
    found = vknz(
        "scan",
        tmp_path / "a.html",
        "--study",
        named.path,
        "--json",
        stdin=f"{SECRET}\n",
    )

    assert clean.status == 0  # type: ignore[attr-defined]
    assert found.status == 1  # type: ignore[attr-defined]
    assert {row["category"] for row in found.facts} == {"register"}  # type: ignore[attr-defined]
    assert NAME not in found.out + found.err  # type: ignore[attr-defined]


def none_known(_: str) -> list[tuple[int, str]]:
    return []


@pytest.mark.parametrize(
    "text",
    [
        "Kenmerk c06e 0078 6594 6898",
        "Kenmerk bcdd b662\n4770 7cee",
        "Momentopname v1 (c06e 0078 6594 6898)",
    ],
)
def test_i14_the_hash_of_a_snapshot_is_nobodys_number(text: str) -> None:
    part = Part("bladzijde!text", text.encode())

    assert list(scan_part(part, none_known)) == []


@pytest.mark.parametrize(
    "text",
    ["klantnummer 0078 6594 6898 1234", "klantnummer 4770 8812", "bel 06 12345678"],
)
def test_i14_numbers_in_groups_are_still_found(text: str) -> None:
    part = Part("bladzijde!text", text.encode())

    assert list(scan_part(part, none_known))
