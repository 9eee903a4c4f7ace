"""Each notebook is run once on the demo study; what it found is asserted."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from vknz_research.project import open_study
from vknz_research.report.engine import ForkEngine, without_uri_grammar

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


@pytest.fixture(scope="module")
def study_copy(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo study that notebooks may change."""
    folder = tmp_path_factory.mktemp("notebooks") / "studie"
    shutil.copytree(demo, folder)
    return folder


def run(name: str, study: Path, tmp_path: Path) -> dict[str, Any]:
    """Run a notebook and return the summary that it wrote."""
    with without_uri_grammar():
        import papermill
        from papermill.engines import papermill_engines
    papermill_engines.register("vknz", ForkEngine)
    papermill.execute_notebook(
        NOTEBOOKS / f"{name}.ipynb",
        tmp_path / "out.ipynb",
        parameters={"study_path": str(study)},
        engine_name="vknz",
        kernel_name="python3",
        progress_bar=False,
    )
    path = study / "notebooks" / "samenvattingen" / f"{name}.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def test_the_first_notebook_counts_what_is_there(
    study_copy: Path, tmp_path: Path
) -> None:
    found = run("00_begin_hier", study_copy, tmp_path)

    assert found["sources"] == 26
    assert found["codings"] >= 350


def test_importing_names_the_broken_file_and_adds_nothing_twice(
    study_copy: Path, tmp_path: Path
) -> None:
    found = run("10_importeren", study_copy, tmp_path)

    assert found == {"imported": 26, "imported_again": 0, "skipped": ["kapot.docx"]}


def test_coding_is_taken_back_to_the_exact_state(
    study_copy: Path, tmp_path: Path
) -> None:
    found = run("25_coderen_vanuit_python", study_copy, tmp_path)

    assert found["same_after_undo"] is True
    assert found["moved"] > 0


def test_the_workbench_opens_and_leaves_the_study_as_it_was(
    study_copy: Path, tmp_path: Path
) -> None:
    found = run("20_coderen", study_copy, tmp_path)

    assert found == {"coder": "OE", "codings": 0}
    saved = (tmp_path / "out.ipynb").read_text(encoding="utf-8")
    assert "klantmanager" not in saved.split("werkbank")[1]  # no turn, no role


def test_freezing_twice_gives_one_snapshot(study_copy: Path, tmp_path: Path) -> None:
    found = run("30_bevriezen", study_copy, tmp_path)

    assert found["same"] is True
    assert Path(found["path"]).name == f"v1-{found['hash'][:12]}"


def test_agreement_is_measured_and_names_the_shakiest_code(
    study_copy: Path, tmp_path: Path
) -> None:
    found = run("35_overeenstemming", study_copy, tmp_path)

    assert 0.4 < found["alpha_nominal"] < 0.7
    assert found["cu_alpha"] > found["u_alpha"]
    assert "/" in found["shakiest"]


def test_analysing_finds_the_4r(study_copy: Path, tmp_path: Path) -> None:
    found = run("40_analyseren", study_copy, tmp_path)

    assert found["codes"] >= 15
    assert found["passages"] > 100


def test_reporting_makes_a_file_for_each_set_of_parameters(
    study_copy: Path, tmp_path: Path
) -> None:
    found = run("50_rapporteren", study_copy, tmp_path)

    names = [*found["files"], *found["part"]]
    assert len(set(names)) == 4
    assert all((study_copy / "reports" / name).exists() for name in names)


def test_the_notebook_on_consent_shows_what_goes_and_takes_nothing(
    study_copy: Path, tmp_path: Path
) -> None:
    with open_study(study_copy) as study:
        before = study.store.state_hash()

    found = run("12_toestemming", study_copy, tmp_path)

    assert found["participants"] >= 40
    assert found["goes"]["words"] > 0
    with open_study(study_copy) as study:
        assert study.store.state_hash() == before


def test_what_is_undecided_is_counted_and_no_word_is_kept(
    study_copy: Path, tmp_path: Path
) -> None:
    found = run("15_pseudonimiseren", study_copy, tmp_path)

    assert found["places"] > 50
    assert found["sources_open"] > 5
    saved = (tmp_path / "out.ipynb").read_text(encoding="utf-8")
    assert "Jolanda" not in saved


def test_video_reflection_begins_without_trajectories(
    study_copy: Path, tmp_path: Path
) -> None:
    found = run("45_videoreflectie", study_copy, tmp_path)

    assert found == {"trajectories": 0, "points": 0, "looks": 0}


def test_verbanden_finds_pairs_of_codes(study_copy: Path, tmp_path: Path) -> None:
    found = run("41_verbanden", study_copy, tmp_path)

    assert found["pairs"] > 20
    assert found["most"] >= 5


def test_verloop_follows_one_conversation(study_copy: Path, tmp_path: Path) -> None:
    found = run("42_verloop", study_copy, tmp_path)

    assert found["passages"] >= found["codes"] >= 20
    assert found["turns"] == 191


def test_perspectives_stand_side_by_side(study_copy: Path, tmp_path: Path) -> None:
    found = run("43_perspectieven", study_copy, tmp_path)

    assert list(found["passages"]) == [
        "beleid",
        "klant",
        "klantmanager",
        "leidinggevende",
    ]
    assert found["silent"] > 5


def test_words_are_counted_and_not_kept(study_copy: Path, tmp_path: Path) -> None:
    found = run("44_woorden", study_copy, tmp_path)

    assert found["places"] > 0
    assert all(number > 0 for number in found["distinctive"].values())


def test_saturation_stands_in_the_order_coded(study_copy: Path, tmp_path: Path) -> None:
    found = run("46_verzadiging", study_copy, tmp_path)

    assert found["in_order"] is True
    assert found["codes"] > 40


def test_each_r_is_read(study_copy: Path, tmp_path: Path) -> None:
    found = run("47_vier_r", study_copy, tmp_path)

    assert all(found[letters] > 0 for letters in ("Ri", "Rf", "Rs", "Ro"))


def test_questions_find_passages(study_copy: Path, tmp_path: Path) -> None:
    found = run("48_vragen", study_copy, tmp_path)

    assert found["passages"] == 35
    assert len(found["asked"]) == 4
