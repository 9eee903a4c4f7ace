"""A coded transcript in a report or an analysis: from a snapshot, standing still."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from vknz_research.errors import UnknownThingError
from vknz_research.language import Language, current_language
from vknz_research.model.exports import describe_purpose
from vknz_research.model.text import MASK
from vknz_research.snapshot import Snapshot
from vknz_research.widgets.still import Transcript, render_still

if TYPE_CHECKING:
    import pandas as pd


def show_transcript(
    snapshot: Snapshot,
    source: str,
    coder: str | None = None,
    language: Language | None = None,
) -> Transcript:
    """Return the coded transcript of a source, by its id or name, as it was frozen.

    What a snapshot masks is said to be hidden, and so is what those said who may be
    counted and not quoted. Memos are not in it: a report has its own place for them.
    """
    spoken = language or current_language()
    rows = snapshot.sources
    found = rows[(rows["source_id"] == source) | (rows["source"] == source)]
    if len(found) != 1:
        raise UnknownThingError(kind="bron", name=source, list="sources")
    row = _records(found)[0]
    codings = snapshot.codings
    codings = codings[codings["source_id"] == row["source_id"]]
    if coder is not None:
        codings = codings[codings["coder"] == coder]
    doc = _describe(snapshot, row, codings[codings["is_quotable"]])
    doc["printed"] = describe_purpose("evaluatierapport", spoken)
    return Transcript(render_still(doc, _list_codes(snapshot, spoken), spoken))


def _records(frame: "pd.DataFrame") -> list[dict[str, Any]]:
    """Return rows as plain values, with None where nothing stands."""
    plain = frame.astype(object).where(frame.notna(), None)
    return [{str(k): v for k, v in row.items()} for row in plain.to_dict("records")]


def _list_codes(snapshot: Snapshot, language: Language) -> list[dict[str, Any]]:
    fields = ("letters", "colour", "stroke", "form", "position")
    return [
        {
            **{field: row[field] for field in fields},
            "id": row["code"],
            "path": row["code"],
            "name": row[f"name_{language}"] or row["name_nl"] or row["code"],
        }
        for row in _records(snapshot.codes)
    ]


def _describe(
    snapshot: Snapshot, row: Mapping[str, Any], codings: "pd.DataFrame"
) -> dict[str, Any]:
    people = snapshot.participants
    silent = set(people[~people["is_quotable"].astype(bool)]["participant_id"])
    text = snapshot.texts[row["source_id"]]
    turns = snapshot.turns[snapshot.turns["source_id"] == row["source_id"]]
    fields = ("kind", "phase", "perspective", "source_code")
    return {
        **{field: row[field] for field in fields},
        "id": row["source_id"],
        "name": row["source"],
        "revision": None,
        "turns": list(_describe_turns(_records(turns), text, silent)),
        "codings": [
            {"id": c["coding_id"], **{f: c[f] for f in ("code", "start", "end")}}
            for c in _records(codings)
        ],
        "memos": [],
    }


def _describe_turns(
    turns: Iterable[dict[str, Any]], text: str, silent: set[str]
) -> Iterable[dict[str, Any]]:
    for turn in turns:
        said = text[turn["start"] : turn["end"]]
        hidden = MASK in said or turn["participant_id"] in silent
        speaker = None if hidden else turn["speaker"]
        yield turn | {"text": said, "hidden": hidden, "speaker": speaker}
