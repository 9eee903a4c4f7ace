"""The demo study: what it holds, and that building it again loses nothing."""

from pathlib import Path

import pytest

from vknz_research.demo import build
from vknz_research.errors import StudyExistsError
from vknz_research.project import open_study
from vknz_research.project.upkeep import check_study
from vknz_research.snapshot import open_snapshot

WORDS = 14_000


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the person is told; reports are left out, since they have their own tests."""
    monkeypatch.setattr(build, "LANGUAGES", ())
    return []


def make(folder: Path, told: list[str]) -> None:
    build.build_demo(folder, lambda nl, _: told.append(nl))


def test_the_demo_has_the_design_of_the_evaluation(demo_snapshot: Path) -> None:
    snapshot = open_snapshot(demo_snapshot)
    sources = snapshot.sources

    per_phase = sources.groupby("phase").size().to_dict()
    assert per_phase == {1: 8, 2: 10, 3: 8}
    planned = snapshot.design.set_index("source_code")["sources"].to_dict()
    assert sources.groupby("source_code", observed=True).size().to_dict() == planned
    assert sources["words"].sum() >= WORDS


def test_two_coders_coded_all_sources_and_do_not_always_agree(demo: Path) -> None:
    with open_study(demo) as study:
        codings = [*study.codings("NvD"), *study.codings("TK")]
        per_source = {(c.coder_id, c.source_id) for c in codings}
    passages: dict[tuple[str, int, int], set[str]] = {}
    for c in codings:
        passages.setdefault((c.source_id, c.start, c.end), set()).add(c.code_id)

    assert len(codings) >= 350
    assert len(per_source) == 2 * 26
    assert sum(len(codes) > 1 for codes in passages.values()) >= 30


def test_one_source_has_a_consensus_and_another_is_still_discussed(
    demo_snapshot: Path,
) -> None:
    snapshot = open_snapshot(demo_snapshot)
    settled = snapshot.sources[snapshot.sources["is_adjudicated"]]
    agreed = snapshot.codings[snapshot.codings["coder"] == "Consensus"]

    assert settled["source"].tolist() == ["I1-K-2"]
    assert set(agreed["source"]) == {"I1-K-2", "V2-KM R8"}
    assert set(snapshot.decisions["outcome"]) == {"side", "both", "neither", "left"}
    assert snapshot.assignments["is_open"].all()
    assert set(snapshot.round_codings["number"]) == {1, 2}


def test_who_withdrew_is_not_in_the_snapshot(demo_snapshot: Path) -> None:
    snapshot = open_snapshot(demo_snapshot)

    assert "Desmond" not in set(snapshot.participants["label"])
    assert not any("Desmond:" in text for text in snapshot.texts.values())
    masked = snapshot.sources.set_index("source")["is_masked"]
    assert masked[masked].index.tolist() == ["F1-KM"]


def test_who_refused_to_be_quoted_is_counted_and_not_quotable(
    demo_snapshot: Path,
) -> None:
    snapshot = open_snapshot(demo_snapshot)
    codings = snapshot.codings[snapshot.codings["source"] == "I1-K-4"]

    assert len(codings) > 0
    assert not codings["is_quotable"].any()


def test_the_demo_is_in_order_and_its_labels_fit(demo: Path) -> None:
    with open_study(demo) as study:
        assert [f for f in check_study(study) if f.severity == "error"] == []
        assert study.audit_attribution().is_clean


def test_building_again_replaces_a_demo_that_nobody_touched(
    tmp_path: Path, told: list[str]
) -> None:
    make(tmp_path / "demo", told)
    make(tmp_path / "demo", told)

    assert [path.name for path in tmp_path.iterdir()] == ["demo"]


def test_building_again_puts_aside_a_demo_that_somebody_worked_in(
    tmp_path: Path, told: list[str]
) -> None:
    make(tmp_path / "demo", told)
    with open_study(tmp_path / "demo") as study:
        study.coder("IK").code("I1-K-1", "4r/reflectie", 0, 20)
    make(tmp_path / "demo", told)

    with open_study(tmp_path / "demo-1") as study:
        assert len(study.codings("IK")) == 1
    assert any("demo-1" in sentence for sentence in told)


def test_a_folder_that_is_no_demo_is_left_alone(
    tmp_path: Path, told: list[str]
) -> None:
    (tmp_path / "scriptie.docx").write_text("mijn werk", encoding="utf-8")

    with pytest.raises(StudyExistsError):
        make(tmp_path, told)

    assert (tmp_path / "scriptie.docx").exists()
