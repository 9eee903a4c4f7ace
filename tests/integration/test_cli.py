"""The commands, each in a process of its own, as a person types them."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from consenting import CONSENT, GIVEN

from vknz_research.project import create_study, open_study
from vknz_research.project.importing import import_files

Vknz = Callable[..., Any]
TEXT = "Interviewer: Hoe was het?\n\nSamira: Nou ja, 👨‍👩‍👧 eerst eng. Daarna goed.\n"
CODE, OTHER = "4r/reflectie", "4r/richting"
HEAVY = {"pandas", "papermill", "panel", "plotly", "pyarrow", "sklearn", "nbconvert"}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plain study with one transcript, of which each test takes a copy."""
    folder = tmp_path_factory.mktemp("cli")
    path = folder / "gesprek.txt"
    path.write_text(TEXT, encoding="utf-8")
    with create_study(folder / "studie", "Proef") as study:
        import_files(study, [path], consent=GIVEN)
        study.coder("LvH").code("gesprek", CODE, 0, 25)
    return folder / "studie"


@pytest.fixture
def here(template: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(template, tmp_path / "studie"))


def first_coding(vknz: Vknz, here: Path) -> str:
    return str(vknz("codings", here, "--json").facts[0]["coding_id"])


def test_a_study_begins_empty_and_says_the_next_step(
    vknz: Vknz, tmp_path: Path
) -> None:
    made = vknz("init", tmp_path / "s", "--plain", "--title", 'Eén & "twee"')

    assert (made.status, made.out) == (0, "")
    assert "vknz import" in made.err
    assert vknz("sources", tmp_path / "s", "--json").facts == []
    assert 'title = "Eén & \\"twee\\""' in (tmp_path / "s" / "study.toml").read_text()


def test_a_passphrase_comes_from_standard_input_where_no_terminal_is(
    vknz: Vknz, tmp_path: Path
) -> None:
    folder = tmp_path / "s"
    assert vknz("init", folder, stdin="een lange zin\n").status == 0

    assert vknz("sources", folder, "--json", stdin="een lange zin\n").facts == []
    wrong = vknz("sources", folder, "--json", stdin="een andere zin\n")
    none = vknz("sources", folder, "--json")

    assert (wrong.status, wrong.out) == (1, "")
    assert "wachtwoordzin past niet" in wrong.err
    assert "andere zin" not in wrong.err
    assert (none.status, none.out) == (1, "")
    assert "niet gegeven" in none.err
    assert not (folder / "study.sqlite").read_bytes().startswith(b"SQLite format")


def test_no_passphrase_makes_no_study(vknz: Vknz, tmp_path: Path) -> None:
    assert vknz("init", tmp_path / "s").status == 1
    assert not (tmp_path / "s").exists()


def test_a_plain_study_is_a_readable_database(vknz: Vknz, here: Path) -> None:
    assert (here / "study.sqlite").read_bytes().startswith(b"SQLite format 3")


@pytest.mark.parametrize(
    "address", ["mysql://x/y", "geen-adres://", "foo://x:geheim@y"]
)
def test_an_address_that_is_none_is_refused_without_saying_its_password(
    vknz: Vknz, tmp_path: Path, address: str
) -> None:
    made = vknz("init", tmp_path / "s", "--store", address)

    assert made.status == 1
    assert "postgresql+psycopg://" in made.err
    assert "geheim" not in made.err


def test_importing_says_what_became_of_each_file(
    vknz: Vknz, here: Path, tmp_path: Path
) -> None:
    good = tmp_path / "interview.txt"
    good.write_text("Interviewer: Ja?\n\nFarid: Nee.\n", encoding="utf-8")

    made = vknz("import", here, good, tmp_path / "weg.txt", "--json", *CONSENT)

    assert made.status == 1
    facts = made.facts
    assert set(facts) == {"imported", "skipped", "warnings"}
    only = facts["imported"][0]
    assert only["file"] == "interview.txt"
    assert only["name"] == "interview"
    assert (only["format"], only["characters"], only["turns"]) == ("txt", 30, 2)
    assert only["speakers"] == ["Interviewer", "Farid"]
    assert [entry["file"] for entry in facts["skipped"]] == ["weg.txt"]
    assert facts["warnings"] == []


def test_sources_turns_and_codes_are_listed(vknz: Vknz, here: Path) -> None:
    source = vknz("sources", here, "--json").facts[0]
    turns = vknz("turns", here, "--source", source["source_id"], "--json").facts
    codes = vknz("codes", here, "--json").facts

    assert (source["name"], source["characters"]) == ("gesprek", len(TEXT))
    assert [(t["turn"], t["speaker"], TEXT[t["start"] : t["end"]]) for t in turns] == [
        (1, "Interviewer", "Hoe was het?"),
        (2, "Samira", "Nou ja, 👨‍👩‍👧 eerst eng. Daarna goed."),
    ]
    assert {c["path"]: c["codings"] for c in codes}[CODE] == 1


def test_a_coding_has_the_shape_that_was_promised(vknz: Vknz, here: Path) -> None:
    made = vknz(
        *("code", here, "--source", "gesprek", "--code", OTHER, "--coder", "TK"),
        *("--start", 33, "--end", 36, "--json"),
    )
    found = vknz("codings", here, "--coder", "TK", "--json").facts

    assert found == [
        {
            "coding_id": made.facts["coding_id"],
            "source": "gesprek",
            "source_id": vknz("sources", here, "--json").facts[0]["source_id"],
            "code": OTHER,
            "coder": "TK",
            "start": 33,
            "end": 36,
            "text": TEXT[33:36],
        }
    ]
    assert vknz("codings", here, "--code", "4r", "--json").status == 1
    assert len(vknz("codings", here, "--code", CODE, "--json").facts) == 1


def test_acts_of_coding_change_what_is_listed(vknz: Vknz, here: Path) -> None:
    coding = first_coding(vknz, here)
    say = ("--coder", "LvH")

    assert vknz("recode", here, coding, "--code", OTHER, *say).status == 0
    assert vknz("codings", here, "--json").facts[0]["code"] == OTHER
    assert vknz("uncode", here, coding, *say, "--why", "vergissing").status == 0
    assert vknz("codings", here, "--json").facts == []
    made = vknz(
        *("in-vivo", here, "--source", "gesprek", *say),
        *("--start", TEXT.index("eerst"), "--end", TEXT.index(". Daar"), "--json"),
    )
    assert made.status == 0
    assert [c["code"] for c in vknz("codings", here, "--json").facts] == [
        "in-vivo/eerst-eng"
    ]
    assert [e["why"] for e in vknz("log", here, "--json").facts].count(
        "vergissing"
    ) == 1


def test_the_codebook_is_changed_from_the_shell(
    vknz: Vknz, here: Path, tmp_path: Path
) -> None:
    say = ("--coder", "LvH")
    coding = first_coding(vknz, here)

    def paths() -> set[str]:
        with open_study(here) as study:
            return {code.path for code in study.codebook}

    assert vknz("add-code", here, "eigen/nieuw", "--name", "Nieuw", *say).status == 0
    assert vknz("move-code", here, "eigen/nieuw", "eigen/oud", *say).status == 0
    assert "eigen/oud" in paths()
    assert vknz("split-code", here, CODE, "eigen/apart", coding, *say).status == 0
    merged = vknz("merge-codes", here, "eigen/apart", "eigen/oud", *say, "--json")
    assert merged.facts == {"moved": 1, "doubled": 0}
    refused = vknz("remove-code", here, "eigen/oud", *say)
    assert refused.status == 1
    assert "eigen/oud" in refused.err
    vknz("uncode", here, coding, *say)
    assert vknz("remove-code", here, "eigen/oud", *say).status == 0
    assert not {"eigen/oud", "eigen/apart", "eigen/nieuw"} & paths()

    file = tmp_path / "boek.yml"
    exported = vknz("codebook", here, "export", file, "--json").facts
    again = vknz("codebook", here, "import", file, "--json").facts
    assert again == {
        "codes": exported["codes"],
        "added": 0,
        "changed": 0,
        "doubts": [],
    }
    checked = vknz("codebook", here, "check", file, "--json").facts
    assert checked == {**exported, "doubts": []}


def test_memos_are_written_on_codings_and_for_sections(vknz: Vknz, here: Path) -> None:
    words = ("--title", "Twijfel", "--body", "Is dit veiligheid?", "--coder", "LvH")

    made = vknz(
        "memo", here, *words, "--about", f"coding:{first_coding(vknz, here)}", "--json"
    )
    odd = vknz("memo", here, *words, "--kind", "gedicht")

    assert made.facts["memo_id"]
    assert odd.status == 1
    assert "theoretical" in odd.err


def test_undo_redo_and_log_say_what_was_done(vknz: Vknz, here: Path) -> None:
    assert vknz("undo", here, "--coder", "TK").status == 1
    undone = vknz("undo", here, "--coder", "LvH", "--json").facts
    assert undone["act"] == "code"
    assert undone["what"] == "‘Reflectie’ gezet bij Interviewer in gesprek"
    assert vknz("codings", here, "--json").facts == []
    redone = vknz("redo", here, "--json").facts
    assert redone["redone"] == undone["undone"]
    assert vknz("redo", here, "--json").status == 1

    log = vknz("log", here, "--json").facts
    assert set(log[0]) == {
        *("seq", "at", "actor", "act", "what"),
        *("target", "facts", "why", "origin"),
    }
    assert [(e["act"], e["actor"], e["target"]) for e in log[-2:]] == [
        ("undo", "LvH", undone["undone"]),
        ("redo", "vknz", undone["undone"]),
    ]


def test_check_is_a_verdict_with_findings(
    vknz: Vknz, here: Path, tmp_path: Path
) -> None:
    assert vknz("check", here, "--json").facts == {"ok": True, "findings": []}
    (tmp_path / "los.txt").write_text("An: ja\n\nBo: nee\n", encoding="utf-8")
    assert vknz("import", here, tmp_path / "los.txt").status == 0

    facts = vknz("check", here, "--json").facts

    assert vknz("undo", here).status == 0
    assert facts["ok"] is True
    assert {f["id"] for f in facts["findings"]} == {"I1"}
    assert set(facts["findings"][0]) == {"id", "severity", "where", "what", "do"}


def test_check_fails_on_a_text_that_was_changed(vknz: Vknz, here: Path) -> None:
    from vknz_research.store.connect import connect_sqlite

    engine = connect_sqlite(here / "study.sqlite", None)
    with engine.begin() as link:
        link.exec_driver_sql("UPDATE revision SET text = replace(text, 'Hoe', 'Wie')")
    engine.dispose()

    made = vknz("check", here, "--json")

    assert made.status == 1
    assert made.facts["ok"] is False
    found = {f["id"] for f in made.facts["findings"] if f["severity"] == "error"}
    assert found == {"I21", "I22"}


def test_a_backup_opens_as_it_is(vknz: Vknz, here: Path, tmp_path: Path) -> None:
    (here / "notebooks" / "eigen.ipynb").write_text("{}")

    made = vknz("backup", here, tmp_path / "kopie")

    assert made.out.strip() == str(tmp_path / "kopie")
    ours, copy = (vknz("codings", p, "--json").out for p in (here, tmp_path / "kopie"))
    assert ours == copy
    assert (tmp_path / "kopie" / "notebooks" / "eigen.ipynb").exists()
    assert vknz("backup", here, tmp_path / "kopie").status == 1


def test_consent_is_recorded_and_listed(vknz: Vknz, here: Path, tmp_path: Path) -> None:
    label = "Samira (gesprek)"

    facts = vknz("consent", here, label, "deposit", "withdrawn", "--json").facts

    states = {(f["participant"], f["purpose"]): f["state"] for f in facts}
    assert states[label, "deposit"] == "withdrawn"
    assert states[label, "coding"] == "given"
    assert vknz("consent", here, label, "coding", "misschien").status == 1
    assert vknz("consent", here, "Niemand", "coding", "given").status == 1
    assert vknz("consent", here, label, "coding").status == 2
    table = tmp_path / "t.csv"
    table.write_text(
        f"participant,purpose,state,date\n{label},reuse,given,2031-01-01\n"
    )
    again = vknz("consent", here, "--from", table, "--json").facts
    assert [f["date"] for f in again if f["purpose"] == "reuse"] == ["2031-01-01"]


def test_tables_of_codings_people_design_and_memos_come_in(
    vknz: Vknz, here: Path, tmp_path: Path
) -> None:
    for name, text in {
        "codings.csv": f"coder,source,code,start,end\nTK,gesprek,{OTHER},33,36\n",
        "people.csv": "label,role\nSamira (gesprek),klantmanager\n",
        "design.csv": "source_code,kind,phase,role,participants,sources\n"
        "I1/KM,interview,1,klantmanager,1,1\n",
        "memo.md": "---\nkind: report\ntitle: Kort\n---\nTekst.\n",
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")

    made = [
        vknz(verb, here, tmp_path / name, "--json")
        for verb, name in (
            ("import-codings", "codings.csv"),
            ("import-people", "people.csv"),
            ("import-design", "design.csv"),
            ("import-memos", "memo.md"),
        )
    ]

    assert [m.facts for m in made] == [
        {"codings": 1},
        {"participants": 1},
        {"source_codes": 1},
        {"memos": 1},
    ]


def test_quotations_are_imported_audited_and_frozen(
    vknz: Vknz, here: Path, tmp_path: Path
) -> None:
    table = tmp_path / "citaten.csv"
    table.write_text(
        "id,section,quote,source_code,speaker_role\nQ1,3.1 KIJKEN,Ik keek.,X9/Z,klant\n"
        "Q2,3.1 KIJKEN,Zij keek.,,klant\n"
    )

    made = vknz("import-excerpts", here, table, "--json").facts
    audit = vknz("audit-attribution", here, "--json").facts
    frozen = vknz("freeze", here, "v1", "--json").facts

    assert made == {
        "excerpts": 2,
        "sources": 2,
        "codings": 2,
        "new_codes": ["secties/3.1-kijken"],
        "unchanged": False,
    }
    assert audit == {"unknown_code": ["Q1"], "role_mismatch": [], "unlabelled": ["Q2"]}
    assert set(frozen) == {"snapshot", "hash"}
    assert Path(frozen["snapshot"]).name == f"v1-{frozen['hash'][:12]}"
    assert vknz("freeze", here, "v1", "--json").facts == frozen
    assert vknz("freeze", here, "../v1").status == 1


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (("code", "--source", "gesprek", "--code", "4r/bestaat-niet"), "bestaat-niet"),
        (("code", "--source", "onbekend", "--code", CODE), "onbekend"),
    ],
)
def test_what_is_not_there_is_named(
    vknz: Vknz, here: Path, words: tuple[str, ...], part: str
) -> None:
    before = vknz("log", here, "--json").out

    made = vknz(
        *(
            words[0],
            here,
            *words[1:],
            "--start",
            0,
            "--end",
            5,
            "--coder",
            "A",
            "--json",
        )
    )

    assert (made.status, made.out) == (1, "")
    assert part in made.err
    assert made.err.count("\n") == 1
    assert vknz("log", here, "--json").out == before


@pytest.mark.parametrize(("start", "end"), [(0, 9999), (10, 10), (20, 10), (-1, 5)])
def test_a_span_outside_the_text_is_refused(
    vknz: Vknz, here: Path, start: int, end: int
) -> None:
    made = vknz(
        *("code", here, "--source", "gesprek", "--code", CODE, "--coder", "A"),
        *("--start", start, "--end", end),
    )

    assert (made.status, made.out) == (1, "")
    assert f"{start}-{end}" in made.err
    assert vknz("codings", here, "--json").facts[0]["coder"] == "LvH"


@pytest.mark.parametrize(
    "verb",
    [
        "sources", "codes", "codings", "log", "check", "consent", "undo", "redo",
        "audit-attribution",
    ],
)  # fmt: skip
def test_a_folder_without_a_study_is_said_to_be_one(
    vknz: Vknz, tmp_path: Path, verb: str
) -> None:
    made = vknz(verb, tmp_path / "leeg", "--json")

    assert (made.status, made.out) == (1, "")
    assert "vknz init" in made.err


@pytest.mark.parametrize(
    "words",
    [
        ("import-codings", "weg.csv"),
        ("import-excerpts", "weg.csv"),
        ("import-people", "weg.csv"),
        ("import-design", "weg.csv"),
        ("import-memos", "weg.md"),
        ("codebook", "import", "weg.yml"),
        ("codebook", "export", "weg/weg.yml"),
        ("consent", "--from", "weg.csv"),
    ],
)
def test_a_file_that_is_not_there_is_named_in_one_line(
    vknz: Vknz, here: Path, words: tuple[str, ...]
) -> None:
    made = vknz(words[0], here, *words[1:], "--json", cwd=here)

    assert (made.status, made.out) == (1, "")
    assert "weg" in made.err
    assert made.err.count("\n") == 1


def test_tables_in_a_pipe_are_whole_and_show_words_as_they_are(
    vknz: Vknz, here: Path, tmp_path: Path
) -> None:
    path = tmp_path / "lang.txt"
    words = "Ik zei tegen [Persoon 3] :smile: " + "en toen nog wat " * 20 + "klaar"
    path.write_text(words + "\n", encoding="utf-8")
    vknz("import", here, path, *CONSENT)
    vknz(
        *("code", here, "--source", "lang", "--code", CODE, "--coder", "A"),
        *("--start", 0, "--end", len(words)),
    )

    assert words in vknz("codings", here).out


@pytest.mark.parametrize(
    ("language", "words"),
    [("nl", "Maak een nieuwe studie"), ("en", "Make a new study")],
)
def test_help_speaks_both_languages(vknz: Vknz, language: str, words: str) -> None:
    assert words in vknz("--help", language=language).out


def test_errors_speak_both_languages(vknz: Vknz, tmp_path: Path) -> None:
    assert "There is no study" in vknz("log", tmp_path, language="en").err
    assert "staat geen studie" in vknz("log", tmp_path, language="nl").err


def test_every_command_has_help() -> None:
    from typer.main import get_command

    from vknz_research.cli import app

    commands = get_command(app).commands  # type: ignore[attr-defined]
    assert len(commands) >= 30
    assert [name for name, made in commands.items() if not made.help] == []


PROBE = """
import sys
from vknz_research.cli import main
sys.argv = ["vknz", *sys.argv[1:]]
try:
    main()
except SystemExit as ended:
    assert not ended.code, ended.code
print(",".join(sorted({name.split(".")[0] for name in sys.modules})), file=sys.stderr)
"""


@pytest.mark.parametrize(
    "words",
    [
        ("--help",),
        ("report", "--help"),
        ("sources",),
        ("codes", "--json"),
        ("codings", "--json"),
        (
            "code",
            "--source=gesprek",
            f"--code={OTHER}",
            "--start=0",
            "--end=5",
            "--coder=A",
        ),
        ("undo",),
        ("search", "eerst"),
        (
            "edit-text",
            "--source=gesprek",
            "--start=13",
            "--end=13",
            "--text=x",
            "--coder=A",
        ),
        ("worklist",),
        ("log",),
        ("check",),
        ("consent",),
        ("audit-attribution",),
        ("import", "GESPREK"),
    ],
    ids=lambda words: " ".join(words)[:30],
)
def test_plain_commands_load_nothing_heavy(here: Path, words: tuple[str, ...]) -> None:
    (here / "nieuw.txt").write_text("A: ja\n\nB: nee\n")
    typed = [str(here / "nieuw.txt") if w == "GESPREK" else w for w in words]
    if "--help" not in words:
        typed.insert(1, str(here))

    ended = subprocess.run(
        [sys.executable, "-c", PROBE, *typed],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "PYTHONUTF8": "1"},
    )

    assert ended.returncode == 0, ended.stderr
    loaded = set(ended.stderr.strip().splitlines()[-1].split(","))
    assert "vknz_research" in loaded
    assert loaded & HEAVY == set()
