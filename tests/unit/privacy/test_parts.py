"""What lies hidden in a finished file comes out; nothing that is damaged raises."""

import base64
import bz2
import gzip
import io
import json
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vknz_research.privacy.parts import UNREAD, list_inner, list_parts

NAME = "Zwaluwstaart-Oké"  # stands nowhere else
PACKED = base64.b64encode(f"in beeld {NAME} en nog meer".encode() * 4).decode()


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + b"\x00" * 4


def png(*chunks: bytes) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks) + chunk(b"IEND", b"")


def zipped(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


def make_docx() -> bytes:
    document = docx.Document()
    paragraph = document.add_paragraph("Toen zei ")
    for piece in (NAME[:4], NAME[4:9], NAME[9:]):  # as Word cuts a word in runs
        paragraph.add_run(piece).bold = True
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def make_property() -> bytes:
    document = docx.Document()
    document.core_properties.author = NAME
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def make_xlsx(*, is_title: bool = False) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = NAME if is_title else "Blad"
    sheet["A1"] = "iets" if is_title else NAME
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def make_pdf(*, is_attached: bool = False) -> bytes:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    if is_attached:
        writer.add_attachment("bijlage.txt", zlib_text())
    else:
        writer.add_metadata({"/Title": NAME})
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def zlib_text() -> bytes:
    return zipped(a=NAME.encode())


def make_parquet() -> bytes:
    people = pa.array(
        [{"wie": ["x", NAME]}], pa.struct([("wie", pa.list_(pa.string()))])
    )
    stream = io.BytesIO()
    pq.write_table(pa.table({"n": [1], "mensen": people}), stream, compression="zstd")
    return stream.getvalue()


def make_tar() -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as archive:
        entry = tarfile.TarInfo("a.txt")
        entry.size = len(NAME.encode())
        archive.addfile(entry, io.BytesIO(NAME.encode()))
    return stream.getvalue()


def make_notebook(output: object) -> bytes:
    cell = {"cell_type": "code", "source": ["x\n"], "outputs": [{"data": output}]}
    return json.dumps({"cells": [cell], "nbformat": 4}).encode()


ENTITIES = "".join(f"&#{ord(letter)};" for letter in NAME)
SPLIT = f"<p>{NAME[:5]}<b>{NAME[5:]}</b></p>"
ESCAPED = json.dumps({"naam": NAME.replace("é", "\u00e9")})

FILES = {
    "plain": ("a.txt", NAME.encode()),
    "latin": ("a.csv", NAME.encode("cp1252")),
    "utf-16": ("a.txt", NAME.encode("utf-16")),
    "docx, a word in pieces": ("a.docx", make_docx()),
    "docx, its properties": ("a.docx", make_property()),
    "xlsx": ("a.xlsx", make_xlsx()),
    "xlsx, name of a sheet": ("a.xlsx", make_xlsx(is_title=True)),
    "zip in a zip": ("a.qdpx", zipped(b=zipped(c=NAME.encode()))),
    "zip, name of a member": ("a.zip", zipped(**{NAME: b"x"})),
    "zip under another name": ("a.bin", zipped(b=NAME.encode())),
    "gzip": ("a.gz", gzip.compress(NAME.encode())),
    "bzip2": ("a.bz2", bz2.compress(NAME.encode())),
    "xz": ("a.xz", lzma.compress(NAME.encode())),
    "tar": ("a.tar.gz", make_tar()),
    "pdf, its properties": ("a.pdf", make_pdf()),
    "pdf, a zip attached": ("a.pdf", make_pdf(is_attached=True)),
    "parquet, nested": ("a.parquet", make_parquet()),
    "png, text": ("a.png", png(chunk(b"tEXt", b"Author\x00" + NAME.encode("latin-1")))),
    "png, packed text": (
        "a.png",
        png(chunk(b"zTXt", b"Author\x00\x00" + zlib.compress(NAME.encode("latin-1")))),
    ),
    "png, packed Unicode": (
        "a.png",
        png(chunk(b"iTXt", b"T\x00\x01\x00nl\x00t\x00" + zlib.compress(NAME.encode()))),
    ),
    "png in a page": (
        "a.html",
        b"<img src='data:image/png;base64,"
        + base64.b64encode(
            png(chunk(b"zTXt", b"A\x00\x00" + zlib.compress(NAME.encode("latin-1"))))
        )
        + b"'>",
    ),
    "html, entities": ("a.html", f"<p>{ENTITIES}</p>".encode()),
    "html, a word in pieces": ("a.html", SPLIT.encode()),
    "html, in a script": ("a.html", f"<script>{ESCAPED}</script>".encode()),
    "html, in an address": ("a.html", b"<a href='/Zwaluwstaart-Ok%C3%A9'>x</a>"),
    "html, a data uri": ("a.html", f"<a href='data:text/plain;base64,{PACKED}'>".encode()),
    "svg": ("a.svg", f"<svg><text>{ENTITIES}</text></svg>".encode()),
    "json": ("a.json", ESCAPED.encode()),
    "json lines": ("a.jsonl", f'{{"a": 1}}\n{ESCAPED}\n'.encode()),
    "notebook, a picture": ("a.ipynb", make_notebook({"image/png": PACKED})),
    "notebook, a page": ("a.ipynb", make_notebook({"text/html": [SPLIT]})),
}  # fmt: skip


@pytest.mark.parametrize(("name", "data"), FILES.values(), ids=FILES)
def test_words_are_found_wherever_they_are_packed(
    tmp_path: Path, name: str, data: bytes
) -> None:
    (tmp_path / name).write_bytes(data)

    found = list(list_parts(tmp_path / name))

    assert any(NAME.encode() in part.data for part in found)
    assert UNREAD not in {part.name for part in found}
    assert found[1].data == data


def test_the_name_of_a_file_is_a_part(tmp_path: Path) -> None:
    (tmp_path / f"{NAME}.txt").write_bytes(b"x")

    assert (
        next(iter(list_parts(tmp_path / f"{NAME}.txt"))).data.decode() == f"{NAME}.txt"
    )


def damage_zip() -> bytes:
    return zipped(a=NAME.encode() * 99)[:-30]


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("a.docx", lambda: b"no zip at all"),
        ("a.zip", damage_zip),
        ("a.pdf", lambda: b"%PDF-1.7 broken"),
        ("a.parquet", lambda: b"PAR1 broken PAR1"),
        ("a.gz", lambda: b"\x1f\x8b\x00broken"),
        ("a.json", lambda: b"{broken"),
        ("a.json", lambda: b"[" * 200_000),
        ("a.docx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 locked"),
        ("a.xz", lambda: b"\xfd7zXZ\x00broken"),
    ],
)
def test_what_cannot_be_unpacked_is_said_and_its_bytes_are_given(
    tmp_path: Path, name: str, make: Callable[[], bytes]
) -> None:
    (tmp_path / name).write_bytes(make())

    found = list(list_parts(tmp_path / name))

    assert found[1].data == make()
    assert found[-1].name == UNREAD
    assert found[-1].data.decode() == name


def test_a_zip_that_unpacks_without_end_is_left_unread(tmp_path: Path) -> None:
    bomb = zipped(a=b"\x00" * 50_000_000)
    for _ in range(9):
        bomb = zipped(a=bomb, b=bomb)
    (tmp_path / "a.zip").write_bytes(bomb)

    parts = [(part.name, len(part.data)) for part in list_parts(tmp_path / "a.zip")]

    assert UNREAD in {name for name, _ in parts}
    assert sum(size for _, size in parts) < 2_500_000_000


@given(
    st.sampled_from([data for _, data in FILES.values()]),
    st.integers(0, 10_000),
    st.binary(min_size=1, max_size=9),
)
def test_damage_anywhere_raises_nothing(data: bytes, at: int, noise: bytes) -> None:
    at %= len(data)
    broken = data[:at] + noise + data[at + len(noise) :]

    for name in ("a.docx", "a"):
        assert all(part.name for part in list_inner(name, broken))
