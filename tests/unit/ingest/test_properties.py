"""What holds for any text at all."""

from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from vknz_research.errors import VknzError
from vknz_research.ingest import read_bytes
from vknz_research.model.sources import Reading
from vknz_research.model.text import make_canonical

ODD = [
    "👩‍👩‍👧‍👦",
    "e\u0301",
    "שלום",
    "\r\n",
    "\r",
    "\ufeff",
    "\u2028",
    "\x85",
    "\u202e",
    "ﬁ",
]
PIECES = [
    *ODD,
    *("KM: ", "K: ", "[00:01] ", "00:02:03 ", "#00:00:04-5#", "\n", "\n\n", " ", "\t"),
    *("00.13 ", "De klant zegt", "Video 2", "(18 maart 2021)", "?", ". ", "# Kop"),
    *("00:00:01.000 --> 00:00:02.000\n", "<v A>", "WEBVTT\n\n", '"', ";", ",", "-->"),
]
any_text = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8))).map(
    "".join
)
words = (
    st.lists(st.one_of(st.sampled_from(ODD), st.text("abé1 ?!,'", min_size=1)))
    .map(lambda parts: " ".join("".join(parts).split()))
    .filter(lambda text: text and not text.startswith(("\ufeff", "#")))
)
transcripts = st.lists(
    st.tuples(st.sampled_from(["KM", "K1", "דנה"]), words), min_size=2
)


def check(reading: Reading) -> None:
    assert reading.text == make_canonical(reading.text)
    for turn in reading.turns:
        piece = reading.text[turn.start : turn.end]
        assert piece
        assert piece == piece.strip()
        assert turn.end <= len(reading.text)
        assert turn.recording >= 1
    assert all(a.end <= b.start for a, b in pairwise(reading.turns))
    assert all(a.end <= b.start for a, b in pairwise(reading.cues))


@given(any_text, st.sampled_from(["a.txt", "a.md", "a.vtt", "a.srt", "a.csv"]))
@example("\ufeff\ufeffKM: a", "a.txt")
@example("".join(f"00.{n} De klant\n" for n in range(10, 20)), "a.txt")
def test_turns_are_trimmed_in_order_and_apart(text: str, name: str) -> None:
    try:
        readings = read_bytes(name, text.encode("utf-8", "surrogatepass"))
    except VknzError:
        return
    for reading in readings:
        check(reading)


@given(st.binary(), st.sampled_from(["a.txt", "a.vtt", "a.csv", "a.docx", "a.pdf"]))
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    try:
        readings = read_bytes(name, data)
    except VknzError:
        return
    for reading in readings:
        check(reading)


@given(transcripts, st.sampled_from(["\n", "\r\n", "\n\n", "\r"]), st.booleans())
def test_what_speakers_say_comes_back_unchanged(
    said: list[tuple[str, str]], end: str, has_mark: bool
) -> None:
    text = "\ufeff" * has_mark + end.join(f"{who}: {what}" for who, what in said)

    reading = read_bytes("a.txt", text.encode())[0]

    assert [(t.speaker, reading.text[t.start : t.end]) for t in reading.turns] == said


@given(transcripts)
def test_subtitles_say_what_was_said(said: list[tuple[str, str]]) -> None:
    cues = "\n\n".join(
        f"00:00:{n % 60:02}.000 --> 00:00:{n % 60:02}.900\n<v {who}>{what}</v>"
        for n, (who, what) in enumerate(said)
    )

    reading = read_bytes("a.vtt", f"WEBVTT\n\n{cues}\n".encode())[0]

    joined = " ".join(reading.text[t.start : t.end] for t in reading.turns)
    assert joined == " ".join(what for _, what in said)
