"""Codebooks as QDC, the exchange format of REFI-QDA that other programs read."""

from collections.abc import Iterable
from typing import Final
from xml.etree import ElementTree as ET

from vknz_research.model.codes import Code, make_code_id, parent_path

NAMESPACE: Final = "urn:QDA-XML:codebook:1.0"
ORIGIN: Final = "VKNZ research workbench"
LABELS: Final = {
    "definition": {"nl": "Betekenis", "en": "Meaning"},
    "when_to_use": {"nl": "Wel", "en": "Use it when"},
    "when_not": {"nl": "Niet", "en": "Not when"},
    "example": {"nl": "Voorbeeld", "en": "Example"},
}


def write_qdc(codes: Iterable[Code], language: str = "nl") -> bytes:
    """Return a codebook as QDC: one tree, in one language.

    The format has a name, a colour and one description a code: letters, strokes,
    shortcuts and the other language stay behind. A framework is a code that cannot be
    given.
    """
    ET.register_namespace("", NAMESPACE)
    root = ET.Element(_tag("CodeBook"), origin=ORIGIN)
    top = ET.SubElement(root, _tag("Codes"))
    nodes: dict[str, ET.Element] = {}
    for code in sorted(codes, key=lambda c: (c.path.count("/"), c.position, c.path)):
        holder = _find_holder(parent_path(code.path), nodes, top)
        nodes[code.path] = _add_code(holder, code, language)
    ET.indent(root, space=" ")
    made: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return made + b"\n"


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _find_holder(
    path: str | None, nodes: dict[str, ET.Element], top: ET.Element
) -> ET.Element:
    """Return the element of what lies above; a framework gets one when first met."""
    if path is None:
        return top
    if path not in nodes:
        above = _find_holder(parent_path(path), nodes, top)
        name = path.rsplit("/", 1)[-1]
        facts = {"guid": make_code_id(path), "name": name, "isCodable": "false"}
        nodes[path] = ET.SubElement(above, _tag("Code"), facts)
    return nodes[path]


def _add_code(holder: ET.Element, code: Code, language: str) -> ET.Element:
    facts = {"guid": code.id, "name": code.name(language), "isCodable": "true"}
    element = ET.SubElement(holder, _tag("Code"), facts | {"color": code.colour})
    described = _describe(code, language)
    if described:
        ET.SubElement(element, _tag("Description")).text = described
    return element


def _describe(code: Code, language: str) -> str:
    texts = code.texts.get(language) or code.texts.get("nl") or {}
    spoken = "en" if language == "en" else "nl"
    return "\n".join(
        f"{label[spoken]}: {texts[field]}"
        for field, label in LABELS.items()
        if texts.get(field)
    )
