"""The exercises run on a release, know a right answer, and do not give it away."""

import ast
import json
import re
import subprocess
import sys
from itertools import combinations
from pathlib import Path

import pandas as pd
import pytest
from releasing import make_ready
from sklearn.metrics import cohen_kappa_score

from vknz_research.analysis.cooccurrence import count_together
from vknz_research.analysis.crosstab import crosstab
from vknz_research.analysis.passages import select_codings
from vknz_research.project.release import Terms, approve_release, make_release
from vknz_research.report.releasing.exercises import ANSWERS, EMPTY, check

CODE = "4r/reflectie"
ROOT = Path(__file__).parents[2]
EXERCISES = sorted((ROOT / "notebooks" / "studenten").glob("*.ipynb"))


@pytest.fixture(scope="module")
def release(demo_snapshot: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of the pseudonymised demo study, approved by two."""
    ready = make_ready(demo_snapshot, tmp_path_factory.mktemp("ready"))
    out = tmp_path_factory.mktemp("out") / "college"
    draft = make_release(ready, out, Terms(k=3)).path
    approve_release(draft, "Ans")
    return approve_release(draft, "Ben").path


@pytest.fixture(scope="module")
def codings(release: Path) -> pd.DataFrame:
    return pd.read_parquet(release / "data" / "codings.parquet")


def test_the_exercises_of_a_release_run_as_they_are(release: Path) -> None:
    names = [path.name for path in EXERCISES]
    options = ["--nbval-lax", "-p", "no:cacheprovider", "-c", "/dev/null"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--rootdir", str(release), *options, *names],
        cwd=release / "notebooks",
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout
    assert "passed" in done.stdout


def test_every_exercise_is_checked_and_is_in_the_table() -> None:
    table = (EXERCISES[0].parent / "README.md").read_text(encoding="utf-8")
    asked = []
    for path in EXERCISES:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        code = [c for c in cells if c["cell_type"] == "code"]
        assert all(c["outputs"] == [] and c["execution_count"] is None for c in code)
        assert code[1]["metadata"] == {"tags": ["parameters"]}
        assert f"[{path.stem}]({path.name})" in table
        for cell in code:
            source = "".join(cell["source"])
            ast.parse(source)
            asked += re.findall(r'check\("(\w+)", answer, release, code\)', source)
    assert sorted(asked) == sorted(ANSWERS)


def answer_all(release: Path, codings: pd.DataFrame) -> dict[str, object]:
    """Answer each exercise with the analyses of the workbench."""
    own = select_codings(codings, code=CODE)
    anybody = own.assign(anybody="all")
    voices = crosstab(own, "perspective").loc[CODE]
    klant = set(select_codings(codings, perspectives=["klant"])["code"])
    codes = pd.read_parquet(release / "data" / "codes.parquet")["code"]
    themes = sorted({"/".join(c.split("/")[:2]) for c in codes if c.startswith("4r/")})
    together = count_together(codings).reindex(index=themes, columns=themes)
    pairs = {pair: together.loc[pair] for pair in combinations(themes, 2)}
    alike, kappa = compare_layers(release, codings)
    return {
        "codings": len(own),
        "passages": int(crosstab(anybody, "anybody").loc[CODE, "all"]),
        "sources": own["source"].nunique(),
        "by_perspective": {str(name): int(n) for name, n in voices.items()},
        "silent": [
            t for t in themes if not any(f"{c}/".startswith(f"{t}/") for c in klant)
        ],
        "closest": max(pairs, key=lambda pair: pairs[pair]),
        "alike": alike,
        "kappa": kappa,
    }


def compare_layers(release: Path, codings: pd.DataFrame) -> tuple[float, float]:
    turns = pd.read_parquet(release / "data" / "turns.parquet")
    layers = [codings[codings["coder"] == name] for name in "AB"]
    shared = set(layers[0]["source_id"]) & set(layers[1]["source_id"])
    spoken = turns[turns["kind"].isin(["speech", "answer"])]
    spoken = spoken[spoken["source_id"].isin(shared)].set_index(["source_id", "turn"])
    given = [
        spoken.index.isin(
            pd.MultiIndex.from_frame(
                select_codings(own, code=CODE)[["source_id", "turn"]]
            )
        )
        for own in layers
    ]
    return float((given[0] == given[1]).mean()), float(cohen_kappa_score(*given))


def test_right_answers_are_right_and_wrong_ones_get_a_hint(
    release: Path, codings: pd.DataFrame
) -> None:
    answers = answer_all(release, codings)
    wrong: dict[str, object] = {
        **dict.fromkeys(("codings", "passages", "sources"), -1),
        "by_perspective": {"klant": -1},
        "silent": ["4r/niets"],
        "closest": ("4r/niets", "4r/iets"),
        "alike": 2.0,
        "kappa": -2.0,
    }

    assert answers.keys() == wrong.keys() == ANSWERS.keys()
    for exercise, answer in answers.items():
        assert check(exercise, answer, release, CODE) == "Klopt.", exercise
        assert check(exercise, None, release, CODE) == EMPTY
        hint = check(exercise, wrong[exercise], release, CODE)
        assert hint.startswith("Nog niet.")
        assert not re.search(r"\d", hint)


def test_the_release_takes_along_what_checks_the_answers(release: Path) -> None:
    program = (release / "program" / "exercises.py").read_text(encoding="utf-8")

    assert "vknz_research" not in program
    assert "program/exercises.py" in (release / "SHA256SUMS").read_text("utf-8")
