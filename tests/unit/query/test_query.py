"""Questions in the query language: what they mean, and what is refused."""

import duckdb
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.query.asking import (
    CODERS,
    CODES,
    LENGTH,
    SOURCES,
    Mark,
    answer,
    make_view,
)
from vknz_research.analysis.query import Vocabulary, find, find_in, parse, quote
from vknz_research.analysis.query.tree import (
    Both,
    Coded,
    Condition,
    Either,
    Linked,
    Negated,
    Part,
)
from vknz_research.errors import QueryError, UnknownSmartCodeError

BOOK = Vocabulary(
    {"4r/reflectie": ("Reflectie",), "4r/routine": (), "x/routine": ()},
    {"stil": "reflectie EN NIET x", "rond": "slim:rond", "eerste": "fase:1"},
)


def spans(found: pd.DataFrame) -> list[tuple[str, int, int]]:
    rows = zip(found["source_id"], found["start"], found["end"], strict=True)
    return [(str(s), int(a), int(b)) for s, a, b in rows]


@st.composite
def marks(draw: st.DrawFn) -> list[Mark]:
    made = draw(
        st.lists(
            st.tuples(
                st.sampled_from(SOURCES),
                st.integers(0, LENGTH - 12),
                st.integers(1, 12),
                st.sampled_from(CODES),
                st.sampled_from(CODERS),
            ),
            max_size=14,
            unique=True,
        )
    )
    return [Mark(s, a, a + n, code, coder) for s, a, n, code, coder in made]


LEAVES = st.sampled_from(
    [Coded(), *(Coded((p,)) for p in ("x", "x/a", "x/b", "y/c")), Coded(("x/b", "y"))]
)
CONDITIONS = st.recursive(
    st.sampled_from(
        [
            Condition("perspective", ("klant",)),
            Condition("phase", (2,)),
            Condition("coder", ("NvD",)),
            Condition("age_band", ("30-39",)),
            Condition("municipality", ("Dam", "Elders")),
        ]
    ),
    lambda inner: st.one_of(
        inner.map(Negated),
        st.tuples(inner, inner).map(Either),
        st.tuples(inner).map(Both),
    ),
    max_leaves=3,
)


def widen(inner: st.SearchStrategy[Part]) -> st.SearchStrategy[Part]:
    links = st.sampled_from(
        ["overlaps", "inside", "before", "after", "turn", "speaker"]
    )
    return st.one_of(
        st.tuples(inner, inner).map(Either),
        st.tuples(inner, inner).map(Both),
        st.tuples(inner, CONDITIONS).map(Both),
        st.tuples(inner, inner.map(Negated)).map(Both),
        st.builds(Linked, links, inner, inner, st.integers(0, 3)),
    )


PARTS: st.SearchStrategy[Part] = st.recursive(LEAVES, widen, max_leaves=4)


@settings(max_examples=400, deadline=None)
@given(marks(), PARTS)
def test_a_question_is_answered_as_by_looking_at_each_pair(
    given_marks: list[Mark], part: Part
) -> None:
    found = find_in(make_view(given_marks), part)

    assert spans(found) == answer(part, given_marks)


MERGED = """
with m as (
  select source, "start", "end", turn, speaker, max("end") over (
    partition by source order by "start", "end" rows between unbounded preceding and 1 preceding
  ) as reach from {rows}
), g as (
  select *, sum(case when reach is null or "start" >= reach then 1 else 0 end) over (
    partition by source order by "start", "end" rows unbounded preceding
  ) as place from m
)
select source, min("start") as "start", max("end") as "end", first(turn order by "start", "end") as turn
from g group by source, place
"""
RELATIONS = {
    "overlaps": 'a."start" < b."end" and b."start" < a."end"',
    "inside": 'b."start" <= a."start" and a."end" <= b."end"',
    "before": 'a."end" <= b."start" and b.turn - a.turn <= {reach}',
    "after": 'b."end" <= a."start" and a.turn - b.turn <= {reach}',
    "turn": "a.turn = b.turn",
}


@settings(max_examples=60, deadline=None)
@given(marks(), st.sampled_from(sorted(RELATIONS)), st.integers(0, 2))
def test_a_relation_finds_what_a_database_finds(
    given_marks: list[Mark], link: str, reach: int
) -> None:
    table = pd.DataFrame(
        [(m.source, m.start, m.end, m.turn, m.speaker, m.code) for m in given_marks],
        columns=["source", "start", "end", "turn", "speaker", "code"],
    ).astype({"start": "int64", "end": "int64", "turn": "int64"})
    with duckdb.connect() as base:
        base.register(
            "mark", table.astype({"source": str, "speaker": str, "code": str})
        )
        a = MERGED.format(rows="(select * from mark where code like 'x/a%')")
        b = MERGED.format(rows="(select * from mark where code = 'x/b')")
        asked = RELATIONS[link].format(reach=reach)
        rows = base.execute(
            f'select a.source, a."start", a."end" from ({a}) a where exists '
            f"(select 1 from ({b}) b where a.source = b.source and {asked})"
        ).fetchall()

    part = Linked(link, Coded(("x/a",)), Coded(("x/b",)), reach)  # type: ignore[arg-type]
    found = find_in(make_view(given_marks), part)

    assert sorted(spans(found)) == sorted(rows)


THREE = [
    Mark("a", 0, 8, "x/a", "NvD"),
    Mark("a", 4, 12, "x/a/deep", "TK"),
    Mark("a", 6, 9, "x/b", "NvD"),
    Mark("b", 25, 30, "x/b", "TK"),
]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("x/a", [("a", 0, 12)]),
        ("*", [("b", 25, 30), ("a", 0, 12)]),
        ("x/a EN x/b", [("a", 6, 9)]),
        ("x/a EN NIET x/b", []),
        ("x/b EN NIET x/a", [("b", 25, 30)]),
        ("NIET x/a", [("b", 25, 30)]),
        ("x/b BINNEN x/a", [("a", 6, 9)]),
        ("x/a OVERLAPT x/b", [("a", 0, 12)]),
        ("x/a EN codeur:TK", [("a", 4, 12)]),
        ("* EN (fase:1 OF codeur:TK)", [("b", 25, 30), ("a", 4, 12)]),
        ('"fgh"', []),
        ('"abcdefghi" EN x/a', [("a", 0, 9), ("a", 10, 12)]),
        ('"abcdefghi" EN codeur:TK EN x/a', [("a", 4, 9), ("a", 10, 12)]),
        ("x/b AND phase:2", [("a", 6, 9)]),
    ],
)
def test_what_a_question_means(
    asked: str, expected: list[tuple[str, int, int]]
) -> None:
    assert spans(find(make_view(THREE), asked)) == expected


def test_a_passage_may_be_quoted_when_all_of_it_may() -> None:
    view = make_view(THREE)
    view.codings.loc[view.codings["coder"] == "TK", "is_quotable"] = False

    found = quote(view, find(view, "x"))

    assert found["text"].tolist() == ["", ""]
    assert found["codings"].tolist() == [1, 3]


def test_words_that_passages_share_may_be_quoted_where_both_may() -> None:
    view = make_view(THREE)
    view.codings.loc[view.codings["coder"] == "TK", "is_quotable"] = False

    for asked in ("x/a EN x/b", "x/b EN x/a"):
        assert find(view, asked)["is_quotable"].tolist() == [False]


def test_words_of_who_may_not_be_quoted_are_found_and_not_given() -> None:
    view = make_view([])
    view.participants["is_quotable"] = view.participants["participant_id"] != "q"

    found = quote(view, find(view, '"abcdefghi" EN fase:1'))

    assert found["participant_id"].tolist() == ["p", "p", "q", "p", "p", "q"]
    assert found["text"].tolist() == [*["abcdefghi"] * 2, ""] * 2


def test_a_code_is_known_by_its_last_part_before_its_name() -> None:
    book = Vocabulary({"a/steun": ("Hulp",), "b/hulp": (), "c/x": ("Steun",)})

    assert book.resolve("steun") == ("a/steun",)
    assert book.resolve("hulp") == ("b/hulp",)


def test_words_are_found_within_what_participants_say() -> None:
    view = make_view([])

    found = find(view, '"abcdefghi" EN perspectief:klant EN fase:1')

    assert spans(found) == [("b", n, n + 9) for n in (0, 10, 30, 40)]


@pytest.mark.parametrize(
    ("asked", "root"),
    [
        ("reflectie", Coded(("4r/reflectie",))),
        ("Reflectie", Coded(("4r/reflectie",))),
        ("[4r/reflectie]", Coded(("4r/reflectie",))),
        ("4r", Coded(("4r",))),
        ("4r of x", Either((Coded(("4r",)), Coded(("x",))))),
        ("4r VOOR 3 x", Linked("before", Coded(("4r",)), Coded(("x",)), 3)),
        ("4r VOOR[3] x", Linked("before", Coded(("4r",)), Coded(("x",)), 3)),
        ("4r NA x", Linked("after", Coded(("4r",)), Coded(("x",)), 1)),
        ("4r BEFORE2 x", Linked("before", Coded(("4r",)), Coded(("x",)), 2)),
        ("fase:1,2", Condition("phase", (1, 2))),
        ('bron:"F3, deel 2",b', Condition("source", ("F3, deel 2", "b"))),
        ("slim:eerste", Condition("phase", (1,))),
        (
            "4r EN x OF reflectie",
            Either((Both((Coded(("4r",)), Coded(("x",)))), Coded(("4r/reflectie",)))),
        ),
    ],
)
def test_how_a_question_is_read(asked: str, root: Part) -> None:
    assert parse(asked, BOOK).root == root


@pytest.mark.parametrize(
    ("asked", "at", "hint"),
    [
        ("", 1, "4r/reflectie"),
        ("refleksie", 1, "4r/reflectie"),
        ("routine", 1, "4r/routine, x/routine"),
        ("4r EN", 6, "niet af"),
        ("(4r", 1, "niet gesloten"),
        ("4r)", 3, "past"),
        (")", 1, "haakje"),
        ("4r x", 4, "EN, OF"),
        ("4r EN fase:", 7, "waarde"),
        ("wie:klant", 1, "perspectief"),
        ("fase:twee", 1, "getal"),
        ("4r OF fase:1", 1, "OF"),
        ("4r OF NIET x", 1, "OF"),
        ("4r VOOR fase:1", 4, "passages"),
        ('4r EN "', 7, "niet gesloten"),
        ('""', 1, "geen woorden"),
        ("slim:rond", 1, "zichzelf"),
        ("(" * 60 + "4r" + ")" * 60, 51, "in elkaar"),
        ("NIET " * 3000 + "4r", 251, "in elkaar"),
        ("4r" + " NA 4r" * 3000, 304, "in elkaar"),
        ("4r" + " OF 4r" * 3000, 3001, "te lang"),
    ],
)
def test_what_cannot_be_read_says_where_and_what_to_type(
    asked: str, at: int, hint: str
) -> None:
    with pytest.raises(QueryError, match=f"teken {at}: ") as refused:
        parse(asked, BOOK)

    assert hint in str(refused.value)


def test_an_unknown_smart_code_is_named_with_those_that_are_there() -> None:
    with pytest.raises(UnknownSmartCodeError, match="eerste, rond, stil"):
        parse("slim:weg", BOOK)


def test_smart_codes_that_double_each_other_are_too_long_to_ask() -> None:
    doubled = {f"s{n}": f"slim:s{n + 1} OF slim:s{n + 1}" for n in range(30)}
    with pytest.raises(QueryError, match="te lang"):
        parse("slim:s0", Vocabulary({"4r": ()}, {**doubled, "s30": "4r"}))


VALUES = Vocabulary(
    {"4r/reflectie": ()},
    {},
    {
        "perspective": ("klant", "klantmanager"),
        "phase": ("1", "2"),
        "source": ("F3 a",),
    },
)


@pytest.mark.parametrize(
    ("asked", "column", "values"),
    [
        ("perspectief:KLANTEN", "perspective", ("klant",)),
        ("perspectief:klant, klantmanagers", "perspective", ("klant", "klantmanager")),
        ("fase:2", "phase", (2,)),
        ('bron:"f3 A"', "source", ("F3 a",)),
        ("rol:wie-dan-ook", "role", ("wie-dan-ook",)),
    ],
)
def test_a_value_is_known_in_any_capitals_and_in_the_plural(
    asked: str, column: str, values: tuple[object, ...]
) -> None:
    assert parse(asked, VALUES).root == Condition(column, values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        ("4r EN perspectief:buren", "'buren' komt niet voor; kies uit klant,"),
        ("4r EN fase:9", "'9' komt niet voor; kies uit 1, 2"),
    ],
)
def test_a_value_that_is_nowhere_is_refused_with_those_that_are(
    asked: str, hint: str
) -> None:
    with pytest.raises(QueryError, match="teken 7: ") as refused:
        parse(asked, VALUES)

    assert hint in str(refused.value)
