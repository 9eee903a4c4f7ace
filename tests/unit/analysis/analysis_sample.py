"""Small views, made by hand or drawn at random, and plain loops to set beside ours."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from hypothesis import strategies as st

from vknz_research.analysis.view import Choice, View

Row = tuple[str, int, int, str, str]  # source, start, end, code, perspective
CODES = (
    "4r/reflectie",
    "4r/reflectie/steun",
    "4r/reflectie/terugkijken",
    "4r/routine",
    "kernelementen/vreemde-ogen/drempel",
    "kernelementen/vreemde-ogen/opbrengst",
)
TURN = 20  # signs in each turn
SPEAKERS = ("onderzoek", "klant", "klantmanager", "klant")
CATEGORIES = ("source_id", "code", "coder", "perspective", "source_code", "role")


def make_codings(rows: Sequence[Row], orders: Sequence[int] | None = None) -> Any:
    """Make codings as a snapshot holds them; a turn is 20 signs."""
    made = pd.DataFrame(
        rows, columns=["source_id", "start", "end", "code", "perspective"]
    )
    made["source"] = [f"Bron {name}" for name in made["source_id"]]
    made["source_code"] = "F1/K"
    made["kind"] = "interview"
    made["phase"] = pd.Series([1] * len(made), dtype="Int64")
    made["role"] = made["perspective"]
    made["participant_id"] = made["perspective"].map(lambda name: f"p-{name}")
    made["coder"] = "A"
    made["framework"] = [str(code).split("/")[0] for code in made["code"]]
    made["turn"] = pd.Series(made["start"] // TURN + 1, dtype="Int64")
    made["begin_ms"] = pd.Series([pd.NA] * len(made), dtype="Int64")
    made["is_quotable"] = True
    made["coded_order"] = list(orders) if orders else range(1, len(made) + 1)
    return made.astype(dict.fromkeys(CATEGORIES, "category"))


def make_view(
    rows: Sequence[Row],
    *,
    texts: dict[str, str] | None = None,
    orders: Sequence[int] | None = None,
    refused: Sequence[str] = (),
) -> View:
    """Make a view of codings; the speakers of a source take turns of 20 signs."""
    codings = make_codings(rows, orders)
    ids = sorted({row[0] for row in rows} | set(texts or {}))
    words = texts or {}
    said = {name: words.get(name, "abcdefghi jklmnopqrs" * 10) for name in ids}
    sources = pd.DataFrame(
        {
            "source_id": ids,
            "source": [f"Bron {name}" for name in ids],
            "source_code": ["F1/K"] * len(ids),
            "kind": ["interview"] * len(ids),
            "phase": pd.array([1] * len(ids), dtype="Int64"),
            "perspective": ["klant"] * len(ids),
            "municipality": [None] * len(ids),
        }
    )
    turns = pd.DataFrame(
        [turn for name in ids for turn in _list_turns(name, said[name])]
    ).astype({"turn": "int64"})
    people = [
        "p-klant",
        "p-klantmanager",
        "p-onderzoek",
        "p-beleid",
        "p-leidinggevende",
    ]
    participants = pd.DataFrame(
        {
            "participant_id": people,
            "label": people,
            "perspective": [name[2:] for name in people],
            "is_quotable": [name not in refused for name in people],
        }
    )
    codes = sorted({*CODES, *(str(row[3]) for row in rows)})
    book = pd.DataFrame(
        {
            "code": codes,
            "position": range(len(codes)),
            "level": [code.count("/") for code in codes],
            "name_nl": [code.rpartition("/")[2] for code in codes],
            "name_en": [code.rpartition("/")[2] for code in codes],
            "letters": ["Rf"] * len(codes),
            "colour": ["#8a2a66"] * len(codes),
            "stroke": ["solid"] * len(codes),
            "form": ["filled"] * len(codes),
        }
    )
    spoken = turns[turns["perspective"] != "onderzoek"]
    return View(Choice(), codings, spoken, sources, book, participants, said, {}, turns)


def _list_turns(name: str, text: str) -> list[dict[str, Any]]:
    return [
        {
            "source_id": name,
            "turn": number + 1,
            "start": start,
            "end": min(start + TURN, len(text)),
            "kind": "speech",
            "participant_id": f"p-{SPEAKERS[number % 4]}",
            "speaker": SPEAKERS[number % 4],
            "role": SPEAKERS[number % 4],
            "perspective": SPEAKERS[number % 4],
            "begin_ms": None,
            "words": len(text[start : start + TURN].split()),
        }
        for number, start in enumerate(range(0, len(text), TURN))
    ]


def draw_rows(most: int = 14) -> "st.SearchStrategy[list[Row]]":
    """Draw codings; sources are short, so that codings overlap."""
    row = st.tuples(
        st.sampled_from("ab"),
        st.integers(0, 120),
        st.integers(1, 40),
        st.sampled_from(CODES),
        st.sampled_from(["klant", "klantmanager", "beleid"]),
    )
    made = row.map(lambda r: (r[0], r[1], r[1] + r[2], r[3], r[4]))
    return st.lists(made, min_size=1, max_size=most)


def name_all(rows: Sequence[Row]) -> list[str]:
    """Name each code of the rows and all above it."""
    names = set()
    for *_, code, _ in rows:
        parts = code.split("/")
        names |= {"/".join(parts[:n]) for n in range(2, len(parts) + 1)}
    return sorted(names)


def naive_passages(rows: Sequence[Row], code: str) -> list[tuple[str, int, int]]:
    """Join the codings of a code and all below it by a plain loop."""
    found: list[tuple[str, int, int]] = []
    own = [row for row in rows if f"{row[3]}/".startswith(f"{code}/")]
    for source, start, end in sorted((s, a, b) for s, a, b, _, _ in own):
        if found and found[-1][0] == source and start < found[-1][2]:
            found[-1] = (source, found[-1][1], max(found[-1][2], end))
        else:
            found.append((source, start, end))
    return found
