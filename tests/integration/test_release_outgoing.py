"""What lies ready to go out is looked over; what went out is recorded."""

import json
import shutil
from pathlib import Path

import pytest
from releasing import make_ready

from vknz_research.project import Study, open_study
from vknz_research.project.outgoing import check_outgoing, record_release
from vknz_research.project.publishing import list_publications
from vknz_research.project.release import approve_release, make_release, verify_release


@pytest.fixture
def home(demo: Path, demo_snapshot: Path, tmp_path: Path) -> Path:
    """A copy of the demo study with a draft of a release in it."""
    folder = Path(shutil.copytree(demo, tmp_path / "studie"))
    snapshot = make_ready(demo_snapshot, tmp_path / "klaar")
    make_release(snapshot, folder / "reports" / "uit")
    return folder


def find(folder: Path) -> list[tuple[str, str]]:
    with open_study(folder) as study:
        return [(f.id, f.where) for f in check_outgoing(study)]


def test_i18_a_draft_or_changed_release_is_a_finding(home: Path) -> None:
    assert find(home) == [("I18", "reports/uit-concept")]

    for name in ("Ans", "Ben"):
        made = approve_release(home / "reports" / "uit", name)
    assert find(home) == []

    (made.path / "README.md").write_text("iets anders")
    assert find(home) == [("I18", "reports/uit")]


def test_i19_a_small_group_in_a_release_is_a_finding(home: Path) -> None:
    place = home / "reports" / "uit-concept" / "data" / "people.csv"
    place.write_text(place.read_text("utf-8") + "B,beleid,3,v,40-49\n", "utf-8")

    assert ("I19", "reports/uit-concept") in find(home)


def test_i13_a_report_without_a_purpose_is_a_finding(coded: Study) -> None:
    place = coded.path / "reports" / "oud.json"
    place.write_text(json.dumps({"report": "procesevaluatie", "files": {}}))
    assert [f.id for f in check_outgoing(coded)] == ["I13"]

    place.write_text(json.dumps({"report": "p", "purpose": "evaluatierapport"}))
    assert list(check_outgoing(coded)) == []


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ('<script src="https://cdn.example/x.js"></script>', ["I30"]),
        ('<link rel=stylesheet href="//fonts.example/a.css">', ["I30"]),
        ("<style>b{background:url(http://x.example/a.png)}</style>", ["I30"]),
        ('<a href="https://example.org">lees verder</a>', []),
        ('<img src="data:image/png;base64,AA"><script>1</script>', []),
    ],
)
def test_i30_a_page_that_loads_from_the_network_is_a_finding(
    coded: Study, page: str, found: list[str]
) -> None:
    (coded.path / "reports" / "a.html").write_text(page)

    assert [f.id for f in check_outgoing(coded)] == found


def test_a_release_that_was_given_out_is_recorded_once(
    home: Path, tmp_path: Path
) -> None:
    for name in ("Ans", "Ben"):
        made = approve_release(home / "reports" / "uit", name)
    with open_study(home) as study:
        for _ in range(2):
            record_release(study, verify_release(made.path))
        listed = list_publications(study)

    assert [(p.kind, p.name, p.file_hash) for p in listed] == [
        ("release", "uit", made.hash)
    ]
    assert listed[0].snapshot_hash


def test_the_command_makes_approves_checks_and_records(
    vknz: object, demo: Path, demo_snapshot: Path, tmp_path: Path
) -> None:
    def run(*words: object) -> object:
        return vknz(*words, "--json")  # type: ignore[operator]

    folder = Path(shutil.copytree(demo, tmp_path / "studie"))
    snapshot = make_ready(demo_snapshot, tmp_path / "klaar")
    out = tmp_path / "uit"
    refused = run("release", snapshot, out, "--purpose", "beoordeling")
    assert refused.status == 1  # type: ignore[attr-defined]
    assert "nooit" in refused.err  # type: ignore[attr-defined]

    made = run("release", snapshot, out, "--k", "5", "--approve", "Ans").facts  # type: ignore[attr-defined]
    assert made["is_draft"]
    assert made["approvals"] == ["Ans"]
    assert run("release", "verify", out).status == 1  # type: ignore[attr-defined]
    assert run("release", "approve", out, "ans").status == 1  # type: ignore[attr-defined]
    made = run("release", "approve", out, "Ben", "--study", folder).facts  # type: ignore[attr-defined]
    assert made["release"] == str(out)
    assert run("release", "verify", out).status == 0  # type: ignore[attr-defined]
    facts = run("study-from-release", out, tmp_path / "les", "--plain").facts  # type: ignore[attr-defined]
    assert facts["sources"] == 19
    with open_study(folder) as study:
        assert [p.file_hash for p in list_publications(study)] == [made["hash"]]
