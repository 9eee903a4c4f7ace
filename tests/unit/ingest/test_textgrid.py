"""TextGrids in both forms and any encoding give one reading."""

import pytest

from vknz_research.errors import EmptyFileError, UnreadableFileError
from vknz_research.ingest import read_bytes
from vknz_research.model.sources import Reading

LONG = """File type = "ooTextFile"
Object class = "TextGrid"

xmin = 0
xmax = 5.5
tiers? <exists>
size = 3
item []:
    item [1]:
        class = "IntervalTier"
        name = "Greet"
        xmin = 0
        xmax = 5.5
        intervals: size = 3
        intervals [1]:
            xmin = 0
            xmax = 1.2344
            text = "Hij zei ""ja"" 1 keer."
        intervals [2]:
            xmin = 1.2344
            xmax = 3
            text = ""
        intervals [3]:
            xmin = 3
            xmax = 5.5
            text = "Één
café."
    item [2]:
        class = "IntervalTier"
        name = "Klantmanager"
        xmin = 0
        xmax = 5.5
        intervals: size = 1
        intervals [1]:
            xmin = 1.5
            xmax = 2.75
            text = "En toen?"
    item [3]:
        class = "TextTier"
        name = "lach"
        xmin = 0
        xmax = 5.5
        points: size = 1
        points [1]:
            number = 2
            mark = "lacht"
"""
SHORT = """File type = "ooTextFile"
"TextGrid"

0
5.5
<exists>
3
"IntervalTier"
"Greet"
0
5.5
3
0
1.2344
"Hij zei ""ja"" 1 keer."
1.2344
3
""
3
5.5
"Één
café."
"IntervalTier"
"Klantmanager"
0
5.5
1
1.5
2.75
"En toen?"
"TextTier"
"lach"
0
5.5
1
2
"lacht"
"""


def read(text: str, encoding: str = "utf-8") -> Reading:
    return read_bytes("a.TextGrid", text.encode(encoding))[0]


@pytest.mark.parametrize("text", [LONG, SHORT, LONG.replace("\n", "\r\n")])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_both_forms_in_each_encoding(text: str, encoding: str) -> None:
    made = read(text, encoding)

    assert made.format == "textgrid"
    assert [
        (made.text[t.start : t.end], t.speaker, t.begin_ms, t.end_ms)
        for t in made.turns
    ] == [
        ('Hij zei "ja" 1 keer.', "Greet", 0, 1234),
        ("En toen?", "Klantmanager", 1500, 2750),
        ("Één café.", "Greet", 3000, 5500),
    ]


def test_praat_itself_writes_utf_16_with_the_high_byte_first() -> None:
    data = b"\xfe\xff" + SHORT.encode("utf-16-be")

    assert read_bytes("a.TextGrid", data)[0].speakers == ("Greet", "Klantmanager")


def grid(*tiers: tuple[str, str]) -> str:
    parts = ['File type = "ooTextFile"', '"TextGrid"', "0 2 <exists>", str(len(tiers))]
    for name, words in tiers:
        parts.append(f'"IntervalTier" "{name}" 0 2 1 0 2 "{words}"')
    return "\n".join(parts)


def test_words_and_sounds_of_an_aligner_are_not_read_twice() -> None:
    made = read(grid(("An", "Ja."), ("An - words", "ja"), ("An - phones", "j")))
    assert (made.text, made.speakers) == ("Ja.", ("An",))
    assert "An - words, An - phones" in made.warnings[0]

    made = read(grid(("An - words", "ja"), ("An - phones", "j")))
    assert (made.text, made.speakers) == ("ja", ("An",))
    assert read(grid(("words", "ja"))).speakers == ()


@pytest.mark.parametrize(
    "text",
    [
        "Dit is gewone tekst.",
        SHORT[: len(SHORT) // 2],
        SHORT.replace("IntervalTier", "PitchTier"),
        SHORT.replace('"ooTextFile"', '"Praat chronological TextGrid text file"'),
        SHORT.replace("\n3\n0\n1.2344", "\n99999999999\n0\n1.2344"),
        SHORT.replace("1.2344\n3", '"x"\n3'),
        SHORT.replace('"En toen?"', "4"),
    ],
)
def test_what_is_no_textgrid_is_refused(text: str) -> None:
    with pytest.raises(UnreadableFileError, match=r"a\.TextGrid.*Praat"):
        read(text)


def test_a_grid_without_words_is_empty() -> None:
    with pytest.raises(EmptyFileError):
        read(grid(("An", " ")))
    with pytest.raises(EmptyFileError):
        read('File type = "ooTextFile" "TextGrid" 0 2 <absent> 0')
