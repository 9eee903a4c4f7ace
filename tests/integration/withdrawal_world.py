"""A small study with words to withdraw, put wherever words end up; and a plain search."""

import json
import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from string import ascii_lowercase

from consenting import GIVEN

from vknz_research.coding.acts import Request, code_in_vivo, code_passage
from vknz_research.coding.memos import add_memo, remove_memo
from vknz_research.coding.textedit import edit_text
from vknz_research.model.codings import Memo
from vknz_research.model.sources import Span
from vknz_research.privacy.parts import list_parts
from vknz_research.project import Study
from vknz_research.project.importing import import_files
from vknz_research.store.rawbytes import read_raw

SYLLABLES = [
    "ka",
    "lo",
    "mi",
    "ren",
    "tus",
    "vop",
    "zil",
    "dra",
    "gem",
    "fus",
    "bor",
    "nix",
    "wal",
    "pek",
    "hof",
    "jur",
]
LETTERS = 12
HALF = LETTERS // 2
OTHERS = ("Interviewer", "Bo", "Cas")


def make_words(dice: random.Random, count: int) -> str:
    """Return words that nobody says by chance, so that what is found is found."""
    return " ".join(
        "".join(dice.choices(ascii_lowercase, k=dice.randint(4, 9)))
        for _ in range(count)
    )


def write_transcript(dice: random.Random, speakers: tuple[str, ...]) -> tuple[str, str]:
    """Return a transcript, and what An says in it."""
    lines: list[str] = []
    said: list[str] = []
    for number in range(dice.randint(3, 6)):
        who = speakers[number % len(speakers)]
        words = make_words(dice, dice.randint(6, 14))
        lines.append(f"{who}: {words}\n")
        if who == "An":
            said.append(words)
    return "\n".join(lines), "\n".join(said)


def fill(study: Study, folder: Path, seed: int) -> tuple[list[str], list[str]]:
    """Make sources with An alone and in a group, work on them; return An's words.

    Also returned are the words of others, which must stay.
    """
    dice = random.Random(seed)
    folder.mkdir()
    gone: list[str] = []
    casts = {
        "alleen": ("An", "Interviewer"),
        "groep": ("Bo", "An", "Cas"),
        "ander": ("Bo", "Interviewer"),
    }
    for name, cast in casts.items():
        text, said = write_transcript(dice, cast)
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        gone += [line for line in said.split("\n") if line]
    table = "file,kind,participants\n" + "".join(
        f"{name}.txt,interview,"
        + ";".join(
            f"{w}={'onderzoeker' if w == 'Interviewer' else 'klant'}" for w in cast
        )
        + "\n"
        for name, cast in casts.items()
    )
    (folder / "inventaris.csv").write_text(table, encoding="utf-8")
    import_files(study, [folder], folder / "inventaris.csv", consent=GIVEN)
    for path in folder.glob("*"):
        path.unlink()
    _import_and_undo(study, dice, gone, folder)
    _work(study, dice, gone)
    stays = [
        text[turn.start : turn.end]
        for source in study.sources
        for text in [study.text(source.id)]
        for turn in study.turns(source.id)
        if turn.speaker in OTHERS and source.name != "alleen"
    ]
    return gone, stays


def _import_and_undo(
    study: Study, dice: random.Random, gone: list[str], folder: Path
) -> None:
    """Bring in a file with An and take it back: its text is in no source any more."""
    text, said = write_transcript(dice, ("An", "Interviewer"))
    gone += [line for line in said.split("\n") if line]
    (folder / "terug.txt").write_text(text, encoding="utf-8")
    import_files(study, [folder / "terug.txt"], consent=GIVEN)
    study.undo()
    (folder / "terug.txt").unlink()


def _work(study: Study, dice: random.Random, gone: list[str]) -> None:
    """Code, undo, edit, note and freeze, at random places."""
    for number in range(8):
        source = dice.choice(study.sources)
        turn = dice.choice(study.turns(source.id))
        span = Span(turn.start, turn.end - number)
        where = (source.id, "4r/reflectie", span)
        code_passage(study.store, Request("LvH", *where))
        if dice.random() < 0.5:
            study.store.undo("LvH", of="LvH")
    alone = study.source("alleen")
    turn = next(t for t in study.turns(alone.id) if t.speaker == "An")
    code_in_vivo(study.store, "LvH", alone.id, Span(turn.start, turn.start + 14))
    edit_text(
        *(study.store, "LvH", alone.id, alone.revision_id),
        (turn.start, turn.start + 3),
        "bij",
    )
    quote = Memo("", "theoretical", "Los", f"Zij zei: {gone[0]} En verder gewoon.")
    add_memo(study.store, "LvH", quote, [])
    passing = Memo("", "theoretical", "Weg", f"Zij zei: {gone[0]}.")
    taken = add_memo(study.store, "LvH", passing, [])
    remove_memo(study.store, "LvH", taken.id)  # it stands in the history only
    about = Memo("", "theoretical", "Over An", "Een memo bij de bron.")
    add_memo(study.store, "LvH", about, [("source", alone.id)])
    with study.store.begin("LvH", "change-memo", why=f"om {gone[-1]}") as work:
        memo = next(m for m in work.all(Memo) if m.title == "Los")
        work.replace(Memo(memo.id, memo.kind, "Los nu", memo.body, memo.coder_id))
    study.freeze("v1")
    leave_traces(study.path, gone)


def leave_traces(path: Path, gone: list[str]) -> None:
    """Leave words where people and Jupyter leave them."""
    cell = {"cell_type": "code", "source": [f"zoek('{gone[0]}')"], "metadata": {}}
    output = {"output_type": "stream", "name": "stdout", "text": [gone[0]]}
    note = {"cell_type": "markdown", "source": "Eigen zin blijft.", "metadata": {}}
    cells = [{**cell, "outputs": [output], "execution_count": 1}, note]
    notebook = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4})
    book = path / "notebooks" / "eigen.ipynb"
    book.write_text(notebook, encoding="utf-8")
    (book.parent / ".ipynb_checkpoints").mkdir(exist_ok=True)
    (book.parent / ".ipynb_checkpoints" / book.name).write_text(notebook)
    (path / "aantekening.md").write_text(f"Mijn zin, lang genoeg.\n\n{gone[0][:30]}\n")
    (path / "wijd.csv").write_text(gone[0], encoding="utf-16")
    history = path / ".ipython" / "profile_default" / "history.sqlite"
    history.parent.mkdir(parents=True, exist_ok=True)
    link = sqlite3.connect(history)
    link.execute("CREATE TABLE IF NOT EXISTS history (source, source_raw)")
    link.execute("INSERT INTO history VALUES (?, ?)", (gone[0], gone[0]))
    link.commit()
    link.close()


def find_words(study: Study, gone: list[str]) -> list[str]:
    """Search for every stretch of twelve letters; return where one is found.

    A stretch of twelve holds a block of six that begins at a multiple of six: only
    where such a block is, is looked for the stretches around it.
    """
    blocks = [
        (word[at : at + HALF], word[max(0, at - HALF) : at + LETTERS])
        for word in gone
        for at in range(0, len(word) - HALF + 1, HALF)
    ]
    return [
        name
        for name, data in _read_everything(study)
        if any(
            block.encode(way) in data and _holds(data, around, way)
            for block, around in blocks
            for way in ("utf-8", "utf-16-le")
        )
    ]


def _holds(data: bytes, around: str, way: str) -> bool:
    stretches = (around[at : at + LETTERS] for at in range(len(around) - LETTERS + 1))
    return any(stretch.encode(way) in data for stretch in stretches)


def _read_everything(study: Study) -> Iterator[tuple[str, bytes]]:
    own = study.path / study.settings.store
    for path, data in read_raw(own, study.key):
        yield path.name, data
    for path in sorted(study.path.rglob("*")):
        if path.is_file() and not path.name.startswith(own.name):
            for part in list_parts(path):
                yield f"{path.name}:{part.name}", part.data
