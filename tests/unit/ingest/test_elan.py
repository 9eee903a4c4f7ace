"""Annotations of ELAN: tiers speak, comments are observations, parts are left out."""

import pytest

from vknz_research.errors import EmptyFileError, UnreadableFileError
from vknz_research.ingest import read_bytes
from vknz_research.model.sources import Reading

HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
SLOTS = (
    *(("ts1", 0), ("ts2", 1500), ("ts3", None), ("ts4", None), ("ts5", 4500)),
    ("ts6", None),
)
TYPES = """
<LINGUISTIC_TYPE LINGUISTIC_TYPE_ID="spraak" TIME_ALIGNABLE="true"/>
<LINGUISTIC_TYPE LINGUISTIC_TYPE_ID="noot" CONSTRAINTS="Symbolic_Association"/>
<LINGUISTIC_TYPE LINGUISTIC_TYPE_ID="woord" CONSTRAINTS="Symbolic_Subdivision"/>
"""


def said(number: str, begin: str, end: str, words: str) -> str:
    return (
        f'<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="{number}" '
        f'TIME_SLOT_REF1="{begin}" TIME_SLOT_REF2="{end}"><ANNOTATION_VALUE>{words}'
        "</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>"
    )


def about(number: str, target: str, words: str) -> str:
    return (
        f'<ANNOTATION><REF_ANNOTATION ANNOTATION_ID="{number}" ANNOTATION_REF="{target}">'
        f"<ANNOTATION_VALUE>{words}</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION>"
    )


def tier(facts: str, *annotations: str) -> str:
    return f"<TIER {facts}>{''.join(annotations)}</TIER>"


TIERS = (
    tier(
        'TIER_ID="KM" PARTICIPANT="Klantmanager" LINGUISTIC_TYPE_REF="spraak"',
        said("a1", "ts1", "ts2", "Ga  zitten &amp; vertel."),
        said("a3", "ts4", "ts5", "Mooi."),
    ),
    tier(
        'TIER_ID="Greet" LINGUISTIC_TYPE_REF="spraak"', said("a2", "ts2", "ts3", "Ja.")
    ),
    tier(
        'TIER_ID="zien" PARENT_REF="KM" LINGUISTIC_TYPE_REF="noot"',
        about("n1", "a1", "Wijst naar de stoel."),
        about("n2", "n1", "Glimlacht."),
    ),
    tier(
        'TIER_ID="woorden" PARENT_REF="KM" LINGUISTIC_TYPE_REF="woord"',
        about("w1", "a1", "Ga"),
    ),
)


def make(*tiers: str, slots: object = SLOTS, unit: str = "milliseconds") -> str:
    order = "".join(
        f'<TIME_SLOT TIME_SLOT_ID="{name}"'
        + ("/>" if value is None else f' TIME_VALUE="{value}"/>')
        for name, value in slots  # type: ignore[attr-defined]
    )
    return (
        f'{HEAD}<ANNOTATION_DOCUMENT><HEADER TIME_UNITS="{unit}"/><TIME_ORDER>{order}'
        f"</TIME_ORDER>{''.join(tiers)}{TYPES}</ANNOTATION_DOCUMENT>"
    )


def read(text: str) -> Reading:
    return read_bytes("a.eaf", text.encode())[0]


def test_tiers_speak_in_the_order_of_time() -> None:
    made = read(make(*TIERS))

    assert made.format == "eaf"
    assert [
        (made.text[t.start : t.end], t.kind, t.speaker, t.begin_ms, t.end_ms)
        for t in made.turns
    ] == [
        ("Ga zitten & vertel.", "speech", "Klantmanager", 0, 1500),
        ("Wijst naar de stoel.", "observation", None, 0, 1500),
        ("Glimlacht.", "observation", None, 0, 1500),
        ("Ja.", "speech", "Greet", 1500, 2500),
        ("Mooi.", "speech", "Klantmanager", 3500, 4500),
    ]
    assert "woorden" in made.warnings[0]


def test_a_slot_at_the_end_without_time_is_that_of_the_last() -> None:
    made = read(make(tier('TIER_ID="An"', said("a", "ts5", "ts6", "Dag."))))

    assert (made.turns[0].begin_ms, made.turns[0].end_ms) == (4500, 4500)


@pytest.mark.parametrize(
    "text",
    [
        "<html></html>",
        "geen xml",
        make(tier('TIER_ID="An"', said("a", "ts1", "ts99", "Dag."))),
        make(tier('TIER_ID="An"', about("a", "weg", "Dag."))),
        make(tier('TIER_ID="An"', about("a", "b", "Dag."), about("b", "a", "Dag."))),
        make(*TIERS, slots=[("ts1", "straks")]),
        make(*TIERS, unit="PAL-frames"),
        make(*TIERS)[:-20],
        make(*TIERS).replace("<ANNOTATION_DOC", "<!DOCTYPE x><ANNOTATION_DOC", 1),
    ],
)
def test_what_is_damaged_or_unsafe_is_refused(text: str) -> None:
    with pytest.raises(UnreadableFileError, match=r"a\.eaf"):
        read(text)


def test_no_annotations_is_an_empty_file() -> None:
    with pytest.raises(EmptyFileError):
        read(make(tier('TIER_ID="An"')))
