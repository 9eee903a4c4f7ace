from pathlib import Path

import pytest

from vknz_research.errors import UnreadableFileError
from vknz_research.exchange.memos import MemoFileError, read_memo


def write(folder: Path, data: bytes) -> Path:
    path = folder / "memo.md"
    path.write_bytes(data)
    return path


def test_a_memo_has_a_heading_and_a_body(tmp_path: Path) -> None:
    text = "---\nkind: report\ntitle: Kort\n---\n\nEerste.\n\n---\n\nTweede.\n"

    made = read_memo(write(tmp_path, text.encode()))

    assert made.heading == {"kind": "report", "title": "Kort"}
    assert made.body == "Eerste.\n\n---\n\nTweede.\n"


def test_windows_ends_of_line_and_a_mark_make_no_difference(tmp_path: Path) -> None:
    text = "\ufeff---\r\nkind: report\r\ntitle: Kort\r\n---\r\nTekst é.\r\n"

    made = read_memo(write(tmp_path, text.encode()))

    assert (made.heading["title"], made.body) == ("Kort", "Tekst é.\n")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"Alleen tekst.\n",
        b"---\nkind: report\ntitle: Kort\n",
        b"---\nkind: report\n---\nGeen titel.\n",
        b"---\n- een\n- twee\n---\nTekst.\n",
        b"---\nkind: [\n---\nTekst.\n",
        b"vooraf\n---\nkind: report\ntitle: x\n---\n",
        b"---\nkind: report\ntitle: \xff\n---\n",
    ],
)
def test_a_memo_without_a_heading_is_named(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(MemoFileError, match=r"memo\.md"):
        read_memo(write(tmp_path, data))


def test_a_memo_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match=r"weg\.md"):
        read_memo(tmp_path / "weg.md")
