"""`vknz merge` as a person uses it: two folders, questions, answers."""

import csv
import hashlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from consenting import GIVEN

from vknz_research.errors import DamagedStoreError
from vknz_research.project import create_study, open_study
from vknz_research.project.importing import import_files
from vknz_research.project.merging import merge_study
from vknz_research.store.merging.rule import choose_newest

Vknz = Callable[..., Any]
WORDS = (
    "An: Ja, dat was goed en fijn vandaag.\n\nBo: Nee, dat was het niet, geheimpje.\n"
)
PASSPHRASE = "een lange zin"
CODES = ("4r/reflectie", "4r/richting")


@pytest.fixture
def laptops(tmp_path: Path) -> tuple[Path, Path]:
    """Two copies of a study with one transcript."""
    return make_laptops(tmp_path, None)


def make_laptops(folder: Path, passphrase: str | None) -> tuple[Path, Path]:
    text = folder / "gesprek.txt"
    text.write_text(WORDS, encoding="utf-8")
    ask = (lambda: passphrase) if passphrase else None
    with create_study(folder / "a", ask=ask) as study:
        import_files(study, [text], consent=GIVEN)
    shutil.copytree(folder / "a", folder / "b")
    return folder / "a", folder / "b"


def work(folder: Path, who: str, name: str, start: int = 4) -> None:
    """Let somebody code a passage and rename a code."""
    from vknz_research.coding.codebook import rename_code

    with open_study(folder, ask=lambda: PASSPHRASE) as study:
        study.coder(who).code("gesprek", CODES[0], start, start + 8)
        rename_code(study.store, who, CODES[1], name, "nl")


def fingerprint(folder: Path) -> dict[str, tuple[str, int]]:
    return {
        str(path.relative_to(folder)): (
            hashlib.sha256(path.read_bytes()).hexdigest(),
            path.stat().st_mtime_ns,
        )
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def state(folder: Path) -> str:
    with open_study(folder, ask=lambda: PASSPHRASE) as study:
        return study.store.state_hash()


def test_questions_are_written_and_answers_taken_from_the_same_table(
    vknz: Vknz, laptops: tuple[Path, Path], tmp_path: Path
) -> None:
    ours, theirs = laptops
    work(ours, "IK", "Kompas")
    work(theirs, "TK", "Richtsnoer")
    before = state(ours)
    table = tmp_path / "vragen.csv"

    asked = vknz("merge", ours, theirs, "--answers", table)

    assert asked.status == 3
    assert "1 conflict te beslissen" in asked.err
    assert state(ours) == before
    assert not (ours / "backups").exists()
    with table.open(encoding="utf-8", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert row["what"] == "code 4r/richting: naam (nl)"
    by_name = {
        part.split(": ")[1].split(" (")[0]: part for part in row["choices"].split(" | ")
    }
    assert set(by_name) == {"Kompas", "Richtsnoer"}
    row["choice"] = by_name["Richtsnoer"].split(":")[0]
    with table.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(row))
        writer.writeheader()
        writer.writerow(row)

    joined = vknz("merge", ours, theirs, "--answers", table, "--json")
    back = vknz("merge", theirs, ours, "--json")

    assert (joined.status, back.status) == (0, 0)
    assert [one["what"] for one in joined.facts["settled"]] == [row["what"]]
    assert back.facts["conflicts"] == back.facts["settled"] == []
    assert state(ours) == state(theirs)
    names = {code["path"]: code["name"] for code in vknz("codes", ours, "--json").facts}
    assert names["4r/richting"] == "Richtsnoer"


def test_an_answer_that_is_no_choice_is_refused_and_named(
    vknz: Vknz, laptops: tuple[Path, Path], tmp_path: Path
) -> None:
    ours, theirs = laptops
    work(ours, "IK", "Kompas")
    work(theirs, "TK", "Richtsnoer")
    key = vknz("merge", ours, theirs, "--json").facts["conflicts"][0]["conflict"]
    table = tmp_path / "v.csv"
    table.write_text(f"conflict,what,choice\n{key},,wij\n", encoding="utf-8")

    ended = vknz("merge", ours, theirs, "--answers", table)

    assert ended.status == 3
    assert f"{key}: 'wij' is geen keuze" in ended.err


def test_the_newest_counts_and_the_same_either_way(
    vknz: Vknz, laptops: tuple[Path, Path], tmp_path: Path
) -> None:
    ours, theirs = laptops
    work(ours, "IK", "Kompas")
    work(theirs, "TK", "Richtsnoer")
    shutil.copytree(ours, tmp_path / "a2")

    first = vknz("merge", ours, theirs, "--take", "newest", "--json")
    second = vknz("merge", theirs, tmp_path / "a2", "--take", "newest", "--json")
    again = vknz("merge", ours, theirs, "--json")

    assert first.status == second.status == again.status == 0
    assert state(ours) == state(theirs)
    assert [first.facts["merged"], again.facts["merged"]] == [True, False]
    assert vknz("check", ours, "--json").facts["ok"]
    rows = vknz("log", ours, "--json").facts
    assert [row["act"] for row in rows if row["origin"]] == ["code", "rename-code"]
    assert "[andere kopie, " in vknz("log", ours).out


def test_a_dry_run_tells_and_changes_nothing(
    vknz: Vknz, laptops: tuple[Path, Path]
) -> None:
    ours, theirs = laptops
    work(theirs, "TK", "Richtsnoer")
    before = fingerprint(ours)

    told = vknz("merge", ours, theirs, "--dry-run", "--json").facts

    assert (told["acts"], told["people"], told["merged"]) == (2, ["TK"], False)
    assert fingerprint(ours) == before


def test_what_is_left_to_do_is_said(
    vknz: Vknz, laptops: tuple[Path, Path], tmp_path: Path
) -> None:
    ours, theirs = laptops
    with open_study(theirs) as study:
        study.coder("TK").code("gesprek", CODES[1], 4, 12)
    assert "nog niets samengevoegd" in vknz("merge", ours, theirs, "--dry-run").out
    assert vknz("merge", ours, theirs).status == 0
    assert "staat hier al" in vknz("merge", ours, theirs).out

    work(ours, "IK", "Kompas")
    work(theirs, "TK", "Koers")
    table = tmp_path / "vragen.csv"
    vknz("merge", ours, theirs, "--answers", table)
    again = vknz("merge", ours, theirs, "--answers", table)
    assert again.status == 3
    assert "niet bij elk conflict een keuze" in again.err


def test_the_other_folder_stays_as_it_is_to_the_byte(
    vknz: Vknz, laptops: tuple[Path, Path]
) -> None:
    ours, theirs = laptops
    work(ours, "IK", "Kompas")
    work(theirs, "TK", "Kompas", 20)
    before = fingerprint(theirs)

    assert vknz("merge", ours, theirs, "--take", "newest").status == 0

    assert fingerprint(theirs) == before
    assert list(ours.glob(".kopie-*")) == []


def test_acts_that_are_still_in_the_journal_of_the_other_are_joined(
    laptops: tuple[Path, Path],
) -> None:
    ours, theirs = laptops
    with open_study(theirs) as busy, open_study(ours) as study:
        busy.coder("TK").code("gesprek", CODES[0], 4, 8)
        assert merge_study(study, theirs).acts == 1


def test_the_study_as_it_was_can_be_opened(
    vknz: Vknz, laptops: tuple[Path, Path]
) -> None:
    ours, theirs = laptops
    work(theirs, "TK", "Richtsnoer")
    before = state(ours)

    made = vknz("merge", ours, theirs, "--json").facts

    assert state(Path(made["backup"])) == before != state(ours)
    assert (ours / "backups").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE event SET actor = 'ZZ' WHERE act = 'code'",
        "UPDATE change SET after = NULL WHERE table_name = 'coding'",
        "UPDATE coding SET start = start + 1",
    ],
)
def test_a_copy_that_is_not_as_its_log_says_is_refused(
    vknz: Vknz, laptops: tuple[Path, Path], change: str
) -> None:
    ours, theirs = laptops
    work(theirs, "TK", "Richtsnoer")
    with sqlite3.connect(theirs / "study.sqlite") as tampered:
        triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        for (name,) in tampered.execute(triggers).fetchall():
            tampered.execute(f"DROP TRIGGER {name}")
        assert tampered.execute(change).rowcount > 0
    tampered.close()
    before = state(ours)

    made = vknz("merge", ours, theirs, "--take", "newest")

    assert made.status == 1
    assert state(ours) == before
    with open_study(ours) as study, pytest.raises(DamagedStoreError):
        merge_study(study, theirs)


def test_an_encrypted_copy_asks_for_its_own_passphrase(
    vknz: Vknz, tmp_path: Path
) -> None:
    ours, theirs = make_laptops(tmp_path, PASSPHRASE)
    work(theirs, "TK", "Richtsnoer")

    made = vknz("merge", ours, theirs, "--json", stdin=f"{PASSPHRASE}\n" * 2)
    wrong = vknz("merge", ours, theirs, stdin=f"{PASSPHRASE}\nfout\n")

    assert made.facts["merged"]
    assert state(ours) == state(theirs)
    assert wrong.status == 1
    assert "wachtwoordzin" in wrong.err
    held = [p.read_bytes() for p in ours.rglob("*") if p.is_file()]
    assert not any(b"geheimpje" in data for data in held)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_study_is_not_joined_with_itself_or_with_nothing(
    vknz: Vknz, laptops: tuple[Path, Path], tmp_path: Path, language: str
) -> None:
    ours, _ = laptops

    for other in (ours, ours / ".." / "a", tmp_path / "leeg"):
        assert vknz("merge", ours, other, language=language).status == 1


def test_participants_words_are_not_printed(
    vknz: Vknz, laptops: tuple[Path, Path]
) -> None:
    ours, theirs = laptops
    place = WORDS.index("geheimpje")
    for folder, who in ((ours, "IK"), (theirs, "TK")):
        with open_study(folder) as study:
            study.coder(who).code_in_vivo("gesprek", place, place + 9)
            code = next(c for c in study.codebook if c.path == "in-vivo/geheimpje")
            study.coder(who).move_code(code.path, f"in-vivo/geheimpje-{who.lower()}")
            source = study.source("gesprek")
            from vknz_research.coding.textedit import edit_text

            words = {"IK": "geheimpjes", "TK": "geheimpje!"}[who]
            where = (source.id, source.revision_id)
            edit_text(study.store, who, *where, (place, place + 9), words)

    asked = vknz("merge", ours, theirs)

    assert asked.status == 3
    assert "geheimpje" not in asked.out + asked.err
    assert "bron gesprek: tekst" in asked.out


JOIN = """
import sys
from pathlib import Path
from vknz_research.project import open_study
from vknz_research.project.merging import merge_study
with open_study(sys.argv[1]) as study:
    print("ready", flush=True)
    merge_study(study, Path(sys.argv[2]))
"""


def test_a_merge_that_is_killed_has_done_nothing_or_all(
    laptops: tuple[Path, Path], tmp_path: Path
) -> None:
    ours, theirs = laptops
    with open_study(theirs) as study:
        layer = study.coder("TK")
        for start in range(60):
            layer.code(
                "gesprek", CODES[start % 2], start % 30, start % 30 + 5 + start % 40
            )
    before = state(ours)
    shutil.copytree(ours, tmp_path / "heel")
    with open_study(tmp_path / "heel") as study:
        merge_study(study, theirs, choose=choose_newest)
    whole = state(tmp_path / "heel")

    for number in range(8):
        shutil.copytree(ours, tmp_path / f"k{number}")
        kill_while_joining(tmp_path / f"k{number}", theirs, 0.05 * number)
        assert state(tmp_path / f"k{number}") in {before, whole}
        with open_study(tmp_path / f"k{number}") as study:
            merge_study(study, theirs)
        assert state(tmp_path / f"k{number}") == whole


def kill_while_joining(folder: Path, other: Path, wait_s: float) -> None:
    words = [sys.executable, "-c", JOIN, str(folder), str(other)]
    place = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(words, stdout=subprocess.PIPE, env=place) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(wait_s)
        process.send_signal(signal.SIGKILL)


@pytest.mark.postgres
def test_the_database_of_a_team_is_joined_and_an_older_one_is_left_alone(
    vknz: Vknz, laptops: tuple[Path, Path], tmp_path: Path, postgres_url: str
) -> None:
    from sqlalchemy import create_engine

    ours, _ = laptops
    with create_study(tmp_path / "team", store=postgres_url) as study:
        import_files(study, [tmp_path / "gesprek.txt"], consent=GIVEN)
        study.coder("TK").code("gesprek", CODES[0], 4, 8)

    joined = vknz("merge", ours, tmp_path / "team", "--json")
    back = vknz("merge", tmp_path / "team", ours, "--json")

    assert (joined.status, back.status) == (0, 0)
    assert state(ours) == state(tmp_path / "team")
    assert vknz("merge", tmp_path / "team", tmp_path / "team").status == 1
    engine = create_engine(postgres_url)
    with engine.begin() as link:
        link.exec_driver_sql("UPDATE alembic_version SET version_num = '0002'")
    older = vknz("merge", ours, tmp_path / "team")
    with engine.begin() as link:
        asked = link.exec_driver_sql("SELECT version_num FROM alembic_version")
        assert asked.scalar_one() == "0002"
    engine.dispose()
    assert (older.status, "oudere versie" in older.err) == (1, True)
