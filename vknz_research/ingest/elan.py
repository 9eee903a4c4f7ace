"""Annotations of ELAN (.eaf): a tier is a speaker, its annotations are cues.

A tier that comments on another one (Symbolic_Association) becomes observations of the
researcher, at the time of what they are about. Tiers that cut another one up in words
say the same twice and are not read.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from vknz_research.errors import EmptyFileError
from vknz_research.ingest import refusal
from vknz_research.ingest.archive import judge_xml, parse_xml
from vknz_research.ingest.cues import SpokenCue
from vknz_research.ingest.subtitles import compose_cues
from vknz_research.language import say
from vknz_research.model.sources import Reading

_UNIT: Final = "milliseconds"
_NOTE: Final = "Symbolic_Association"
Times = Mapping[str, tuple[int, int]]


def read_elan(name: str, data: bytes) -> list[Reading]:
    """Read the annotations of ELAN as turns with timed cues."""
    judge_xml(name, data)
    root = parse_xml(name, data)
    if root.tag != "ANNOTATION_DOCUMENT":
        raise refusal.NO_ELAN.of(name)
    try:
        times = _find_times(root)
        kinds = {
            one.get("LINGUISTIC_TYPE_ID"): one.get("CONSTRAINTS")
            for one in root.iterfind("LINGUISTIC_TYPE")
        }
        cues, left = _list_all(root, times, kinds)
    except (KeyError, ValueError, TypeError) as error:
        raise refusal.DAMAGED.of(name) from error
    if not cues:
        raise EmptyFileError(file=name)
    cues.sort(key=lambda cue: (cue.begin_ms, cue.kind != "speech", cue.end_ms))
    return [compose_cues("eaf", cues, _tell(name, left))]


def _list_all(
    root: Any, times: Times, kinds: Mapping[str, str | None]
) -> tuple[list[SpokenCue], list[str]]:
    """Return the cues of all tiers, and the names of tiers that were left out."""
    cues: list[SpokenCue] = []
    left: list[str] = []
    for tier in root.iterfind("TIER"):
        name = " ".join((tier.get("TIER_ID") or "").split())
        is_below = tier.get("PARENT_REF") is not None
        is_note = is_below and kinds.get(tier.get("LINGUISTIC_TYPE_REF")) == _NOTE
        if is_below and not is_note:
            left.append(name)
            continue
        speaker = " ".join((tier.get("PARTICIPANT") or "").split()) or name or None
        who = (None, "observation") if is_note else (speaker, "speech")
        cues += _list_tier(tier, times, who)
    return cues, left


def _list_tier(
    tier: Any, times: Times, who: tuple[str | None, str]
) -> Iterator[SpokenCue]:
    for one in tier.iterfind("ANNOTATION/*"):
        words = " ".join((one.findtext("ANNOTATION_VALUE") or "").split())
        if words:
            begin, end = times[one.attrib["ANNOTATION_ID"]]
            yield SpokenCue("", begin, end, who[0], words, who[1])


def _find_times(root: Any) -> dict[str, tuple[int, int]]:
    """Return when each annotation is, also those that only refer to another one."""
    slots = _read_slots(root)
    times: dict[str, tuple[int, int]] = {}
    refers: dict[str, str] = {}
    for one in root.iterfind("TIER/ANNOTATION/*"):
        if one.tag == "ALIGNABLE_ANNOTATION":
            begin = slots[one.attrib["TIME_SLOT_REF1"]]
            end = slots[one.attrib["TIME_SLOT_REF2"]]
            times[one.attrib["ANNOTATION_ID"]] = begin, max(begin, end)
        elif one.tag == "REF_ANNOTATION":
            refers[one.attrib["ANNOTATION_ID"]] = one.attrib["ANNOTATION_REF"]
    for one, target in refers.items():
        seen = {one}
        while target in refers and target not in seen:
            seen.add(target)
            target = refers[target]  # noqa: PLW2901 - up to what has a time
        times[one] = times[target]
    return times


def _read_slots(root: Any) -> dict[str, int]:
    """Return the time of each slot; those without one lie evenly between others."""
    units = [head.get("TIME_UNITS", _UNIT) for head in root.iterfind("HEADER")]
    if any(unit != _UNIT for unit in units):
        raise ValueError(units)
    listed = [
        (one.attrib["TIME_SLOT_ID"], one.get("TIME_VALUE"))
        for one in root.iterfind("TIME_ORDER/TIME_SLOT")
    ]
    slots: dict[str, int] = {}
    waiting: list[str] = []
    last = 0
    for slot, text in listed:
        if text is None:
            waiting.append(slot)
            continue
        now = max(0, int(text))
        for place, one in enumerate(waiting, start=1):
            slots[one] = last + (now - last) * place // (len(waiting) + 1)
        slots[slot] = last = now
        waiting = []
    return slots | dict.fromkeys(waiting, last)


def _tell(name: str, left: list[str]) -> tuple[str, ...]:
    if not left:
        return ()
    listed = ", ".join(left)
    warning = say(
        nl=f"{name}: niet gelezen, want dit zijn delen van een andere laag: {listed}",
        en=f"{name}: not read, since these are parts of another tier: {listed}",
    )
    return (warning,)
