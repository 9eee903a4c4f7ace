"""Zip archives of office documents, opened only after their directory is judged."""

from io import BytesIO
from typing import Any, Final
from zipfile import BadZipFile, ZipFile, ZipInfo

from vknz_research.errors import FileTooLargeError
from vknz_research.ingest import refusal

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # also wraps encrypted documents
_MEGABYTE = 1_000_000
_LIMIT_MB: Final = 200
_MOST_MEMBERS = 10_000
_HIGHEST_RATIO = 200  # XML of real documents stays under 100
_ENCRYPTED = 0x1
_XML_SUFFIXES = (".xml", ".rels")
_XML_ENCODINGS = (b"utf-8", b"utf-16", b"us-ascii", b"ascii", b"iso-8859-1")
_UNPACK_ERRORS = (BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError)


def open_archive(name: str, data: bytes) -> ZipFile:
    """Return the archive of an office document that is safe to unpack in memory."""
    if data.startswith(_OLD_OFFICE):
        raise refusal.LOCKED.of(name)
    try:
        archive = ZipFile(BytesIO(data))
    except (BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise refusal.DAMAGED.of(name) from error
    _judge_directory(name, archive.infolist())
    for member in archive.infolist():
        if member.filename.lower().endswith(_XML_SUFFIXES):
            judge_xml(name, read_member(name, archive, member.filename))
    return archive


def read_member(name: str, archive: ZipFile, member: str) -> bytes:
    """Return one unpacked member; never more than its directory entry promised."""
    try:
        return archive.read(member)
    except (*_UNPACK_ERRORS, KeyError, ValueError) as error:
        raise refusal.DAMAGED.of(name) from error
    except Exception as error:
        # zlib.error and its like have no common parent; all say: damaged
        if type(error).__module__ not in {"zlib", "lzma", "_lzma", "bz2"}:
            raise
        raise refusal.DAMAGED.of(name) from error


def _judge_directory(name: str, members: list[ZipInfo]) -> None:
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise refusal.LOCKED.of(name)
    if len({member.filename for member in members}) < len(members):
        raise refusal.DAMAGED.of(name)
    if len(members) > _MOST_MEMBERS or any(_is_bomb(member) for member in members):
        raise refusal.BOMB.of(name)
    size_mb = -(-sum(member.file_size for member in members) // _MEGABYTE)
    if size_mb > _LIMIT_MB:
        raise FileTooLargeError(file=name, size_mb=size_mb, limit_mb=_LIMIT_MB)


def _is_bomb(member: ZipInfo) -> bool:
    unpacked, packed = member.file_size, max(1, member.compress_size)
    return unpacked > _MEGABYTE and unpacked > _HIGHEST_RATIO * packed


def judge_xml(name: str, xml: bytes) -> None:
    """Refuse declarations and encodings in which they could hide."""
    plain = xml.replace(b"\x00", b"")
    head = plain.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise refusal.ENTITIES.of(name)
    if head and not head.startswith(b"<"):
        raise refusal.ENTITIES.of(name)
    declaration = head[: head.find(b"?>")].lower() if head.startswith(b"<?xml") else b""
    if b"encoding" in declaration:
        encoding = declaration.split(b"encoding", 1)[1].strip(b" =\"'\t\r\n")
        if not encoding.startswith(_XML_ENCODINGS):
            raise refusal.ENTITIES.of(name)


def parse_xml(name: str, xml: bytes) -> Any:
    """Return the root of XML; nothing that it names is fetched or filled in."""
    from lxml import etree  # noqa: PLC0415 - heavy, and only needed here

    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False
    )
    try:
        return etree.fromstring(xml, parser)
    except (etree.LxmlError, ValueError) as error:
        raise refusal.DAMAGED.of(name) from error
