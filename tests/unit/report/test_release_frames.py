"""The tables of a release, made of a small snapshot in memory."""

import random
from types import SimpleNamespace
from typing import Any

import pandas as pd

from vknz_research.report.releasing.frames import CODE_FIELDS, Contents, make_contents
from vknz_research.report.releasing.people import choose_people

COUNT = 12
TOLD = "Die [Persoon 4] kwam op 3 mei 2031"


def make_snapshot(**changes: Any) -> Any:
    """Twelve interviews with one klant each, all of whom allow all of it."""
    ids = [f"p{n}" for n in range(COUNT)]
    text = f"I: Zo?\nA: {TOLD}\nnotitie over A"
    spans = [(3, 6, "speech", "i"), (10, 10 + len(TOLD), "speech", "")]
    spans.append((11 + len(TOLD), len(text), "narration", None))
    turns = [
        {
            "source_id": f"s{n}",
            "start": a,
            "end": b,
            "kind": kind,
            "participant_id": ids[n] if who == "" else who,
        }
        for n in range(COUNT)
        for a, b, kind, who in spans
    ]
    found = {
        "sources": pd.DataFrame(
            {
                "source_id": [f"s{n}" for n in range(COUNT)],
                "kind": "interview",
                "phase": 1,
            }
        ),
        "turns": pd.DataFrame(turns),
        "participants": pd.DataFrame(
            {
                "participant_id": [*ids, "i"],
                "label": [*(f"Naam{chr(97 + n)}" for n in range(COUNT)), "Interviewer"],
                "role": [*["klant"] * COUNT, "onderzoeker"],
                "age_band": [
                    *("30-39" if n % 2 else "40-49" for n in range(COUNT)),
                    None,
                ],
                "gender": [*("v" if n % 2 else "m" for n in range(COUNT)), None],
                "is_quotable": True,
            }
        ),
        "consent": pd.DataFrame(
            {"participant_id": ids, "purpose": "student_release", "state": "given"}
        ),
        "coders": pd.DataFrame(
            {
                "name": ["NvD", "TK", "Consensus"],
                "kind": ["person", "person", "consensus"],
            }
        ),
        "codes": pd.DataFrame({"code": ["4r/reflectie", "in-vivo/die-jan"]}),
        "codings": pd.DataFrame(
            {
                "source_id": [f"s{n}" for n in range(COUNT)] * 2,
                "start": 10,
                "end": 13,
                "code": ["4r/reflectie"] * COUNT + ["in-vivo/die-jan"] * COUNT,
                "framework": ["4r"] * COUNT + ["in-vivo"] * COUNT,
                "coder": ["NvD", "TK"] * COUNT,
            }
        ),
        "texts": {f"s{n}": text for n in range(COUNT)},
        **changes,
    }
    found["codes"] = found["codes"].reindex(columns=[*CODE_FIELDS])
    return SimpleNamespace(**found)


def make(snapshot: Any, seed: int = 1, k: int = 5) -> Contents:
    return make_contents(snapshot, choose_people(snapshot, k), random.Random(seed))


def column(contents: Contents, table: str, name: str) -> list[Any]:
    return [row[name] for row in contents.tables[table]]


def test_i18_a_source_is_told_with_codes_and_without_tokens() -> None:
    contents = make(make_snapshot())

    assert set(column(contents, "texts", "text")) == {
        "O: Zo?\n\nK: Die [persoon] kwam op [datum]\n\nnotitie over A\n\n"
    }
    assert sorted(column(contents, "sources", "source"))[:2] == ["I1-K-1", "I1-K-10"]


def test_i18_the_order_of_sources_people_and_codings_is_of_chance() -> None:
    snapshot = make_snapshot()
    snapshot.texts = {
        source: text.replace("Zo", chr(97 + number) * 2)
        for number, (source, text) in enumerate(snapshot.texts.items())
    }
    orders = {
        name: {
            tuple(map(str, column(make(snapshot, seed), table, field)))
            for seed in range(8)
        }
        for name, table, field in (
            ("sources", "texts", "text"),
            ("people", "people", "gender"),
            ("codings", "codings", "coder"),
        )
    }

    assert {name: len(found) > 1 for name, found in orders.items()} == dict.fromkeys(
        orders, True
    )


def test_i18_which_letter_a_coder_gets_is_of_chance() -> None:
    first = {
        str(
            sorted(
                zip(
                    column(c, "codings", "coder"),
                    column(c, "codings", "source_id"),
                    strict=True,
                )
            )
        )
        for c in (make(make_snapshot(), seed) for seed in range(8))
    }

    assert len(first) > 1
    assert set(column(make(make_snapshot()), "coders", "coder")) == {"A", "B"}


def test_i18_a_code_that_is_named_after_words_stays_inside() -> None:
    contents = make(make_snapshot())

    assert column(contents, "codes", "code") == ["4r/reflectie"]
    assert set(column(contents, "codings", "code")) == {"4r/reflectie"}
    assert contents.codings_left_out == COUNT


def test_i02_who_may_not_be_quoted_is_not_in_it() -> None:
    snapshot = make_snapshot()
    snapshot.participants.loc[0, "is_quotable"] = False

    assert len(make(snapshot).tables["sources"]) == COUNT - 1


def test_i02_missing_is_no() -> None:
    snapshot = make_snapshot()
    snapshot.consent = snapshot.consent.iloc[3:]

    contents = make(snapshot)
    assert len(contents.tables["sources"]) == contents.sources_left_out * 3 == COUNT - 3


def test_i18_what_was_seen_of_somebody_who_is_hidden_is_hidden() -> None:
    snapshot = make_snapshot()
    more = {
        "source_id": "s5",
        "start": 0,
        "end": 1,
        "kind": "speech",
        "participant_id": "p0",
    }
    snapshot.turns = pd.concat([pd.DataFrame([more]), snapshot.turns])
    snapshot.consent = snapshot.consent.iloc[1:]

    texts = column(make(snapshot), "texts", "text")
    assert sum("notitie" not in text for text in texts) == 1


def test_i19_with_too_few_people_there_is_nothing() -> None:
    assert choose_people(make_snapshot(), COUNT + 1).phases == {}
    assert len(choose_people(make_snapshot(), COUNT).phases) == COUNT
