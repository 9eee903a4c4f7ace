from html.parser import HTMLParser
from typing import Any

import pytest

from vknz_research.widgets.still import cut_segments, render_still

NASTY = "<script>alert(1)</script>{{x}} \"'><img src=x onerror=alert(2)>"
CODES = [
    {
        "id": "a",
        "path": "4r/reflectie",
        "name": "Reflectie",
        "letters": "Rf",
        "colour": "#8a2a66",
        "stroke": "double",
        "form": "filled",
        "position": 1,
    },
    {
        "id": "b",
        "path": "kern/zien",
        "name": "Zien",
        "letters": "Zw",
        "colour": "#41577e",
        "stroke": "solid",
        "form": "outlined",
        "position": 2,
    },
]


def make_doc(text: str, codings: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    turn = {
        "start": 0,
        "end": len(text),
        "kind": "speech",
        "speaker": "Samira",
        "role": "klant",
        "begin_ms": 956_000,
        "recording": 1,
        "text": text,
    }
    return {
        "id": "s",
        "name": "F2-KM",
        "kind": "focusgroep",
        "phase": 2,
        "perspective": "klant",
        "source_code": "F2/KM",
        "revision": {"id": "r", "number": 3},
        "turns": [turn],
        "codings": codings,
        "memos": [],
        **more,
    }


def coding(code: str, start: int, end: int, name: str = "c") -> dict[str, Any]:
    return {"id": name, "code": code, "coder": "k", "start": start, "end": end}


class Seen(HTMLParser):
    """Notes what a browser would find: elements, handlers, the words in marks."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words: list[str] = []
        self.marks: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag == "mark":
            self.marks.append((dict(attrs)["title"] or "", ""))

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self.tags[-1] == "mark" and self.marks and not self.marks[-1][1]:
            self.marks[-1] = (self.marks[-1][0], data)


def test_a_coded_passage_is_a_mark_with_exactly_its_words() -> None:
    text = "Nou 👨‍👩‍👧 ja, e\u0301\u0301cht goed."
    start, end = text.index("👨"), text.index(" goed")

    seen = Seen(render_still(make_doc(text, [coding("a", start, end)]), CODES))

    assert seen.marks == [("Reflectie", text[start:end])]


def test_where_two_codes_overlap_both_are_named_and_the_inner_comes_first() -> None:
    doc = make_doc("een twee drie vier", [coding("a", 0, 18), coding("b", 4, 8, "d")])

    seen = Seen(render_still(doc, CODES))

    assert seen.marks == [
        ("Reflectie", "een "),
        ("Zien, Reflectie", "twee"),
        ("Reflectie", " drie vier"),
    ]


def test_one_code_of_two_coders_is_one_band() -> None:
    doc = make_doc("een twee", [coding("a", 0, 3), coding("a", 0, 3, "d")])

    html = render_still(doc, CODES)

    assert Seen(html).marks == [("Reflectie", "een")]
    assert 'class="filled"' in html


@pytest.mark.parametrize("place", ["text", "speaker", "code", "memo", "name", "kind"])
def test_hostile_words_are_words(place: str) -> None:
    doc = make_doc("een twee", [coding("a", 0, 3)])
    codes = [dict(CODES[0])]
    if place == "text":
        doc = make_doc(NASTY, [coding("a", 0, 9)])
    elif place == "speaker":
        doc["turns"][0] |= {"speaker": NASTY, "role": NASTY}
    elif place == "code":
        codes[0] |= {"name": NASTY, "letters": "<b>", "colour": 'red"}', "stroke": "x;"}
    elif place == "memo":
        doc["memos"] = [
            {"kind": "x", "title": NASTY, "body": NASTY, "coder": NASTY, "links": []}
        ]
    else:
        doc |= {place: NASTY, "source_code": NASTY}

    seen = Seen(render_still(doc, codes))

    assert not {"script", "img", "link", "iframe", "b><"} & set(seen.tags)
    assert not [name for name, _ in seen.attributes if name.startswith("on")]
    if place != "code":
        assert "<script>" in "".join(seen.words)


def test_nothing_is_fetched() -> None:
    html = render_still(make_doc("een twee", [coding("a", 0, 3)]), CODES)

    assert not any(word in html for word in ("http", "src=", "@import", "url("))


def test_a_hidden_turn_says_so_and_shows_nothing() -> None:
    doc = make_doc("███ ████", [])
    doc["turns"][0] |= {"hidden": True, "speaker": None}

    html = render_still(doc, CODES)

    assert "█" not in html
    assert "geen toestemming" in html


def test_a_memo_stands_in_the_turn_of_its_passage_and_else_on_top() -> None:
    memo = {"kind": "reflexive", "title": "Let op", "body": "x", "coder": "LvH"}
    at = {"kind": "source", "id": "s", "start": 2, "end": 5}
    doc = make_doc("een twee", [coding("a", 0, 3)])

    within = render_still(doc | {"memos": [memo | {"links": [at]}]}, CODES)
    above = render_still(doc | {"memos": [memo | {"links": []}]}, CODES)

    assert within.index("Let op") > within.index("vks-turns")
    assert above.index("Let op") < above.index('class="vks-turns"')


def test_the_page_speaks_english_when_asked() -> None:
    html = render_still(make_doc("een twee", []), CODES, "en")

    assert 'lang="en"' in html
    assert "Nothing coded yet." in html


def test_segments_cover_the_turn_without_gap_or_overlap() -> None:
    codings = [coding("a", 0, 40), coding("b", 12, 20), coding("a", 15, 90)]

    found = cut_segments(10, 60, codings)

    assert [(s.start, s.end) for s in found] == [
        (10, 12),
        (12, 15),
        (15, 20),
        (20, 40),
        (40, 60),
    ]
    assert [len(s.codings) for s in found] == [1, 2, 3, 2, 1]
