"""A release for students: what is in it, who approves it, what a student does."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from lxml import etree
from releasing import make_ready, write_snapshot

from vknz_research.coding.consent import list_closed
from vknz_research.errors import (
    ChangedReleaseError,
    ForbiddenPurposeError,
    ReleaseExistsError,
    ReleaseRefusedError,
    SameApproverError,
    UnapprovedReleaseError,
)
from vknz_research.exchange.codebook import read_frameworks
from vknz_research.privacy.parts import list_parts
from vknz_research.project.agreement import Question, measure_agreement, read_frames
from vknz_research.project.classroom import make_study
from vknz_research.project.release import (
    Release,
    Terms,
    approve_release,
    make_release,
    verify_release,
)
from vknz_research.report.engine import ForkEngine, without_uri_grammar
from vknz_research.report.releasing.frames import COLUMNS
from vknz_research.report.releasing.write import FILES
from vknz_research.snapshot import open_snapshot

K = 5
NO_NETWORK = """
import runpy, socket, sys
def refuse(*_, **__):
    raise OSError("no network in this test")
socket.socket.connect = refuse
socket.create_connection = refuse
socket.getaddrinfo = refuse
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


@pytest.fixture(scope="module")
def ready(demo_snapshot: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_ready(demo_snapshot, tmp_path_factory.mktemp("ready"))


@pytest.fixture(scope="module")
def draft(ready: Path, tmp_path_factory: pytest.TempPathFactory) -> Release:
    return make_release(ready, tmp_path_factory.mktemp("out") / "uitgifte", Terms(k=K))


@pytest.fixture
def copy(draft: Release, tmp_path: Path) -> Path:
    """A copy of the draft, to approve or to damage."""
    return Path(shutil.copytree(draft.path, tmp_path / draft.path.name))


@pytest.fixture
def released(copy: Path) -> Path:
    approve_release(copy, "Ans")
    return approve_release(copy, "Ben").path


def read(folder: Path, name: str) -> pd.DataFrame:
    return pd.read_parquet(folder / "data" / f"{name}.parquet")


def run(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the one command as a student does: elsewhere, bare Python, no network."""
    return subprocess.run(
        [sys.executable, "-I", "-S", "-c", NO_NETWORK, "reproduce.py"],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        env={k: v for k, v in os.environ.items() if not k.startswith("PYTHON")},
        check=False,
    )


# --- what is in it -------------------------------------------------------------------
def test_i18_nothing_in_it_names_a_person(draft: Release, ready: Path) -> None:
    snapshot = open_snapshot(ready)
    people = snapshot.participants
    names = set(people["label"][people["role"] != "onderzoeker"])
    secret = {*names, *snapshot.coders["name"], *people["participant_id"]}
    secret |= {*snapshot.sources["source_id"], *snapshot.sources["file"]}
    secret |= {*snapshot.sources["date"].dropna(), *snapshot.codings["coding_id"]}
    # Shorter ones, as R4, stand in packed bytes by chance: those in the texts only.
    secret = {word for word in secret - {"Consensus"} if len(word) > 3}
    texts = "\n".join(read(draft.path, "texts")["text"])
    assert not re.search(r"\bR\d\b|\bTK\b", texts)
    found = [
        (path.name, word)
        for path in draft.path.rglob("*")
        if path.is_file()
        for part in list_parts(path)
        for word in secret
        if re.search(rf"\b{re.escape(word)}\b".encode(), part.data)
    ]

    assert found == []


@pytest.mark.parametrize("name", COLUMNS)
def test_parquet_and_csv_hold_the_same(draft: Release, name: str) -> None:
    parquet = read(draft.path, name)
    csv = pd.read_csv(
        draft.path / "data" / f"{name}.csv", dtype=str, keep_default_na=False
    )

    as_text = parquet.astype(object).where(parquet.notna(), "").astype(str)
    pd.testing.assert_frame_equal(as_text, csv, check_dtype=False)


def test_i18_speakers_are_role_codes_and_tokens_are_nobody(draft: Release) -> None:
    text = "\n".join(read(draft.path, "texts")["text"])

    assert set(read(draft.path, "turns")["role"].dropna()) <= {"K", "KM", "MT", "O"}
    assert not re.search(r"\[[^\]]*\d[^\]]*\]", text)
    assert not re.search(r"\d\d:\d\d", text)


def test_i02_only_those_who_allowed_it_are_in_it(draft: Release, ready: Path) -> None:
    snapshot = open_snapshot(ready)
    consent = snapshot.consent
    allowed = set(
        consent["participant_id"][
            (consent["purpose"] == "student_release") & (consent["state"] == "given")
        ]
    )
    turns = snapshot.turns[snapshot.turns["participant_id"].notna()]
    others = turns[
        ~turns["participant_id"].isin(allowed) & (turns["role"] != "onderzoeker")
    ]
    everything = "\n".join(read(draft.path, "texts")["text"])
    said = [
        snapshot.texts[row.source_id][row.start : row.end]
        for row in others.itertuples()
        if row.end - row.start > 30
    ]

    assert said
    assert not [words for words in said if words in everything]


def test_i18_codings_stand_on_the_words_they_stood_on(
    draft: Release, ready: Path
) -> None:
    texts = dict(
        read(draft.path, "texts")[["source_id", "text"]].itertuples(index=False)
    )
    codings = read(draft.path, "codings")
    snapshot = open_snapshot(ready)
    old = {
        (
            c.code,
            re.sub(r"\[P\w*\d\]", "", snapshot.texts[c.source_id][c.start : c.end]),
        )
        for c in snapshot.codings.itertuples()
    }

    for row in codings.itertuples():
        assert texts[row.source_id][row.start : row.end] == row.passage
    plain = codings[~codings["passage"].str.contains(r"\[|\n")]
    assert len(plain) > 300
    assert {(c.code, c.passage) for c in plain.itertuples()} <= old


def test_i19_each_combination_is_of_k_people(draft: Release) -> None:
    people = read(draft.path, "people")
    keys = ["role", "phase", "gender", "age_band"]

    assert people.groupby(keys, dropna=False).size().min() >= K
    assert people.groupby(["role", "phase"], dropna=False).size().min() >= K


def test_i19_a_phase_is_told_only_where_k_people_share_it(draft: Release) -> None:
    people, turns = read(draft.path, "people"), read(draft.path, "turns")
    sources = read(draft.path, "sources")[["source_id", "phase"]]
    heard = turns[turns["role"].notna() & (turns["role"] != "O")].merge(sources)

    told = set(heard[["role", "phase"]].astype(object).itertuples(index=False))
    shared = set(people[["role", "phase"]].astype(object).itertuples(index=False))
    assert {tuple(map(str, x)) for x in told} <= {tuple(map(str, x)) for x in shared}


def test_i19_no_number_below_k_stands_in_a_table(draft: Release) -> None:
    cells = [
        cell
        for path in (draft.path / "tables").glob("*.csv")
        for line in path.read_text(encoding="utf-8").splitlines()[1:]
        for cell in line.split(",")[1:]
    ]

    assert cells
    assert all(cell in {"x", "-"} or int(cell) >= K for cell in cells)


def test_i13_purpose_and_prohibition_stand_on_what_is_read_first(
    draft: Release,
) -> None:
    for name in (
        "README.md",
        "LICENCE.md",
        "codebook.yml",
        "data_dictionary.md",
        "disclosure.html",
        "disclosure.json",
        "ro-crate-metadata.json",
    ):
        text = (draft.path / name).read_text(encoding="utf-8")
        assert "Nooit om een persoon te beoordelen" in text, name


def test_the_codebook_goes_along_for_this_and_other_programs(
    draft: Release, shared: Path
) -> None:
    codes = [c for f in read_frameworks(draft.path / "codebook.yml") for c in f.codes]
    schema = etree.XMLSchema(etree.parse(shared / "data" / "refi" / "Codebook.xsd"))
    found = etree.parse(draft.path / "codebook.qdc")
    schema.assertValid(found)

    named = found.findall(".//{*}Code[@isCodable='true']")
    assert len(named) == len(codes) == len(read(draft.path, "codes"))


def test_every_column_stands_in_the_dictionary(draft: Release) -> None:
    text = (draft.path / "data_dictionary.md").read_text(encoding="utf-8")

    for name, columns in COLUMNS.items():
        part = text.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
        assert re.findall(r"^\| `(\w+)`", part, re.MULTILINE) == list(columns)


def test_the_crate_names_every_file(draft: Release) -> None:
    crate = json.loads((draft.path / "ro-crate-metadata.json").read_text("utf-8"))
    described = {e["@id"] for e in crate["@graph"] if e["@type"] == "File"}
    lines = (draft.path / "SHA256SUMS").read_text("utf-8").splitlines()
    summed = {line.partition("  ")[2] for line in lines}

    assert summed - described == {"ro-crate-metadata.json"}


# --- when it is refused --------------------------------------------------------------
def test_i18_texts_that_are_not_pseudonymised_stay_inside(
    demo_snapshot: Path, tmp_path: Path
) -> None:
    snapshot = write_snapshot(demo_snapshot, tmp_path / "s", kind="original")

    with pytest.raises(ReleaseRefusedError, match="niet gepseudonimiseerd"):
        make_release(snapshot, tmp_path / "uit")


def test_i18_a_participant_who_is_still_named_is_in_no_release(
    demo_snapshot: Path, tmp_path: Path
) -> None:
    snapshot = write_snapshot(demo_snapshot, tmp_path / "s")

    with pytest.raises(ReleaseRefusedError, match="naam van een deelnemer") as refused:
        make_release(snapshot, tmp_path / "uit")
    labels = open_snapshot(snapshot).participants["label"]
    assert not [name for name in labels if name in str(refused.value)]


@pytest.mark.parametrize("flags", [None, 1])
def test_i18_refused_while_a_flag_is_open_or_nobody_knows(
    demo_snapshot: Path, tmp_path: Path, flags: int | None
) -> None:
    snapshot = write_snapshot(demo_snapshot, tmp_path / "s", open_flags=flags)

    with pytest.raises(ReleaseRefusedError):
        make_release(snapshot, tmp_path / "uit")
    assert not list(tmp_path.glob("uit*"))


def test_i13_a_release_for_assessment_is_refused(ready: Path, tmp_path: Path) -> None:
    with pytest.raises(ForbiddenPurposeError):
        make_release(ready, tmp_path / "uit", Terms("beoordeling"))


def test_a_release_takes_the_place_of_nothing(ready: Path, tmp_path: Path) -> None:
    (tmp_path / "uit").mkdir()

    with pytest.raises(ReleaseExistsError):
        make_release(ready, tmp_path / "uit")


def test_nobody_can_compute_which_row_was_which(
    draft: Release, ready: Path, tmp_path: Path
) -> None:
    again = make_release(ready, tmp_path / "uit")

    assert again.hash != draft.hash
    one, other = read(draft.path, "codings"), read(again.path, "codings")
    assert len(one) == len(other)
    assert list(one["passage"]) != list(other["passage"])


# --- approving -----------------------------------------------------------------------
def test_i18_a_draft_says_so_and_is_refused(draft: Release) -> None:
    assert draft.path.name == "uitgifte-concept"
    assert "NIET VERSPREIDEN" in (draft.path / "CONCEPT.txt").read_text("utf-8")
    with pytest.raises(UnapprovedReleaseError, match="0 van de 2"):
        verify_release(draft.path)
    assert run(draft.path).returncode == 1


def test_i18_two_different_people_make_it_a_release(copy: Path) -> None:
    one = approve_release(copy, "Ans de Boer")
    assert one.is_draft
    assert one.path == copy

    two = approve_release(copy, "Ben")
    assert two.path.name == "uitgifte"
    assert verify_release(two.path).approvals == ["Ans de Boer", "Ben"]
    assert not (two.path / "CONCEPT.txt").exists()
    kept = json.loads((two.path / "approvals.json").read_text("utf-8"))["approvals"]
    assert all(a["at"] and a["hash"] == two.hash for a in kept)


@pytest.mark.parametrize("name", ["Ans", " ans ", "ANS", "", "  "])
def test_i18_nobody_approves_twice(copy: Path, name: str) -> None:
    approve_release(copy, "Ans")

    with pytest.raises(SameApproverError):
        approve_release(copy, name)


@pytest.mark.parametrize("act", ["change", "remove", "add"])
def test_i18_an_approval_is_of_exactly_these_files(released: Path, act: str) -> None:
    place = released / "data" / ("extra.csv" if act == "add" else "codings.csv")
    place.unlink() if act == "remove" else place.write_text("iets anders")

    with pytest.raises(ChangedReleaseError):
        verify_release(released)


def test_i18_changed_with_its_sums_it_needs_approval_anew(released: Path) -> None:
    sums = released / "SHA256SUMS"
    readme = released / "README.md"
    readme.write_text("iets anders")
    from vknz_research.report.releasing.write import _sum_files

    sums.write_text(_sum_files(released))

    with pytest.raises(UnapprovedReleaseError):
        verify_release(released)


# --- a student -----------------------------------------------------------------------
def test_a_student_makes_everything_again_offline(
    released: Path, tmp_path: Path
) -> None:
    home = Path(shutil.copytree(released, tmp_path / "ergens" / "anders"))
    shutil.rmtree(released)
    before = {p: p.read_bytes() for p in home.rglob("*") if p.is_file()}

    ended = run(home)

    assert ended.returncode == 0, ended.stdout + ended.stderr
    outputs = [*(home / "tables").iterdir(), *(home / "figures").iterdir()]
    assert ended.stdout.count("gelijk  ") == len(outputs) == 12
    assert {p: p.read_bytes() for p in home.rglob("*") if p.is_file()} == before


def test_a_student_sees_when_the_data_are_not_what_they_were(released: Path) -> None:
    place = released / "data" / "codings.csv"
    lines = place.read_text("utf-8").splitlines(keepends=True)
    place.write_text("".join(x.replace("4r/", "themas/") for x in lines), "utf-8")

    ended = run(released)

    assert ended.returncode == 1
    assert "VERSCHILT  tables/codes_phase.csv" in ended.stdout
    assert "GEWIJZIGD  data/codings.csv" in ended.stdout


def test_a_student_codes_it_and_compares_with_the_researchers(
    released: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "mijn-studie"
    rows = read(released, "codings")
    with make_study(released, folder) as study:
        mine = rows[rows["coder"] == "A"].iloc[0]
        study.coder("Noor").code(mine.source, mine.code, int(mine.start), int(mine.end))
        texts = {s.name: study.text(s.name) for s in study.sources}
        codings = study.codings("A")
        with study.store.read() as reader:
            assert list_closed(reader) == set()

    sources = read(released, "sources").merge(read(released, "texts"))
    assert texts == dict(sources[["source", "text"]].itertuples(index=False))
    assert len(codings) == (rows["coder"] == "A").sum()
    found = measure_agreement(read_frames(folder), Question(coders=("Noor", "A")))
    assert set(found.coders) == {"A", "Noor"}


def test_a_draft_is_no_study(draft: Release, tmp_path: Path) -> None:
    with pytest.raises(UnapprovedReleaseError):
        make_study(draft.path, tmp_path / "mijn-studie")
    assert not (tmp_path / "mijn-studie").exists()


def test_what_is_copied_in_is_there_in_the_package() -> None:
    assert {"reproduce.txt", "README.md", "LICENCE.md", "CONCEPT.txt"} <= {
        path.name for path in FILES.iterdir()
    }


def run_notebook(path: Path, folder: Path, parameters: dict[str, str]) -> None:
    with without_uri_grammar():
        import papermill
        from papermill.engines import papermill_engines
    papermill_engines.register("vknz", ForkEngine)
    papermill.execute_notebook(
        path,
        folder / "out.ipynb",
        parameters=parameters,
        engine_name="vknz",
        kernel_name="python3",
        progress_bar=False,
    )


def test_the_notebooks_of_a_release_run(released: Path, tmp_path: Path) -> None:
    notebooks = released / "notebooks"
    run_notebook(notebooks / "10_kijken.ipynb", tmp_path, {"release": str(released)})
    with make_study(released, tmp_path / "studie") as study:
        row = read(released, "codings").iloc[0]
        study.coder("student").code(
            row["source"], row["code"], int(row["start"]), int(row["end"])
        )
    mine = tmp_path / "studie" / "notebooks" / "20_zelf_coderen.ipynb"

    run_notebook(mine, tmp_path, {"study_path": str(tmp_path / "studie")})

    done = json.loads((tmp_path / "out.ipynb").read_text("utf-8"))
    shown = json.dumps(done["cells"][-1]["outputs"])
    assert "u_alpha" in shown
