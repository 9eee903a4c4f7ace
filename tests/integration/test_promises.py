"""What the README promises, tried at the edges."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from consenting import GIVEN

from vknz_research.errors import (
    ChangedSnapshotError,
    ConsentChangedError,
    InvalidRowError,
    NothingToUndoError,
    PlaceholderError,
    UndoConflictError,
)
from vknz_research.model.codings import Memo
from vknz_research.project import Study
from vknz_research.project.consent import Said, list_consent, set_consent
from vknz_research.project.excerpts import import_excerpts
from vknz_research.project.importing import import_files
from vknz_research.project.listing import list_people
from vknz_research.project.reporting import latest_snapshot, make_report
from vknz_research.project.resources import find_resource
from vknz_research.project.upkeep import check_study
from vknz_research.report.blocks import Paragraph, Quotation
from vknz_research.report.session import open_report
from vknz_research.snapshot import open_snapshot

HEADING = "id,section,source,quote,edited\n"
REPORT = "procesevaluatie"
SAMIRA = "Samira (gesprek)"


def choose(study: Study, folder: Path, rows: str) -> None:
    path = folder / "citaten.csv"
    path.write_text(HEADING + rows + "\n", encoding="utf-8")
    import_excerpts(study, path)


def report_blocks(path: Path, chapter: str, **given: object) -> list[object]:
    folder = str(find_resource("reports"))
    return list(open_report(str(path), folder, REPORT, **given).chapter(chapter))


def test_an_edit_outside_brackets_is_refused_when_it_comes_in(
    coded: Study, tmp_path: Path
) -> None:
    with pytest.raises(InvalidRowError, match="regel 2"):
        choose(coded, tmp_path, "C1,4r/reflectie,gesprek,Daarna goed.,Daarna slecht.")

    assert coded.freeze("v1").excerpts.empty


def test_a_wrong_edit_is_put_right_by_the_same_id_at_the_same_place(
    coded: Study, tmp_path: Path
) -> None:
    choose(coded, tmp_path, "C1,4r/reflectie,gesprek,Daarna goed.,[Toen] goed.")
    choose(coded, tmp_path, "C1,4r/routine,gesprek,Daarna goed.,Daarna [heel] goed.")

    row = coded.freeze("v1").excerpts.iloc[0]
    assert (row["section"], row["edited"]) == ("4r/routine", "Daarna [heel] goed.")


@pytest.mark.parametrize(
    ("audience", "original"), [("internal", "Daarna"), ("public", None)]
)
def test_what_was_edited_out_is_not_for_the_public(
    coded: Study, tmp_path: Path, audience: str, original: str | None
) -> None:
    choose(coded, tmp_path, "C1,4r/reflectie,gesprek,Daarna goed.,[Toen] goed.")
    blocks = report_blocks(coded.freeze("v1").path, "4r", audience=audience)

    quoted = next(block for block in blocks if isinstance(block, Quotation))
    assert quoted.parts[0].original == original


def test_a_quotation_of_any_code_has_a_place_in_the_report(
    coded: Study, tmp_path: Path
) -> None:
    choose(coded, tmp_path, "C1,4r/reflectie/steun,gesprek,Daarna goed.,")
    blocks = report_blocks(coded.freeze("v1").path, "secties")

    assert [b.key for b in blocks if isinstance(b, Quotation)] == ["C1"]


def state_of_quoting(study: Study) -> str:
    states = {row["purpose"]: row["state"] for row in list_consent(study)}
    return str(states["quotation"])


def test_a_snapshot_from_before_a_withdrawal_makes_no_report(coded: Study) -> None:
    snapshot = coded.freeze("v1")
    shutil.copytree(snapshot.path, coded.path / "apart")
    set_consent(coded, SAMIRA, Said(["reuse", "quotation"], "withdrawn", "2031-01-01"))
    assert not snapshot.path.exists()
    shutil.move(coded.path / "apart", snapshot.path)  # somebody kept it

    with pytest.raises(ConsentChangedError, match="vknz freeze"):
        make_report(snapshot.path, REPORT, formats=["html"])

    assert not list((coded.path / "reports").iterdir())


def test_an_undo_does_not_take_a_withdrawal_back(coded: Study) -> None:
    set_consent(coded, SAMIRA, Said(["quotation"], "withdrawn", "2031-01-01"))

    with pytest.raises(UndoConflictError):
        coded.undo("iemand")  # the import, on which the withdrawal hangs

    assert state_of_quoting(coded) == "withdrawn"


def test_an_earlier_word_does_not_replace_a_later_one(coded: Study) -> None:
    set_consent(coded, SAMIRA, Said(["quotation"], "withdrawn", "2031-06-01"))
    set_consent(coded, SAMIRA, Said(["quotation"], "given", "2031-01-01"))

    assert state_of_quoting(coded) == "withdrawn"


def test_the_codebook_of_a_new_study_is_not_undone(study: Study) -> None:
    with pytest.raises(NothingToUndoError):
        study.undo("iemand")

    assert study.codebook


def test_a_damaged_snapshot_is_found_and_made_again(coded: Study) -> None:
    snapshot = coded.freeze("v1")
    damaged = snapshot.path / "turns.parquet"
    data = bytearray(damaged.read_bytes())
    data[len(data) // 2] ^= 255
    damaged.chmod(0o600)
    damaged.write_bytes(data)

    assert "I24" in {finding.id for finding in check_study(coded)}
    with pytest.raises(ChangedSnapshotError):
        open_snapshot(snapshot.path).verify()
    coded.freeze("v1").verify()
    assert "I24" not in {finding.id for finding in check_study(coded)}


def test_files_of_a_snapshot_are_for_the_owner_only(coded: Study) -> None:
    snapshot = coded.freeze("v1")

    assert {path.stat().st_mode & 0o777 for path in snapshot.path.iterdir()} == {0o600}
    assert snapshot.path.stat().st_mode & 0o777 == 0o700


def test_the_last_snapshot_is_the_one_that_was_frozen_last(coded: Study) -> None:
    coded.freeze("a")
    coded.coder("IK").code("gesprek", "4r/reflectie", 0, 20)
    second = coded.freeze("b")

    assert latest_snapshot(coded.path).name.startswith("b-")
    assert second.hash[:12] in latest_snapshot(coded.path).name


def write_memo(study: Study, body: str) -> None:
    with study.store.begin("IK", "add-memo") as work:
        work.add(Memo("m1", "report", "Duiding", body, section="4r"))


def numbered(study: Study, tmp_path: Path) -> Study:
    table = tmp_path / "inventaris.csv"
    rows = "a.txt,1,Samira=klant\nb.txt,2,Bo=klant\n"
    table.write_text("file,phase,participants\n" + rows, encoding="utf-8")
    for name, who in (("a", "Samira"), ("b", "Bo")):
        path = tmp_path / f"{name}.txt"
        path.write_text(f"Interviewer: Ja?\n\n{who}: Ja.\n\n{who}: Nee.\n", "utf-8")
    import_files(study, [tmp_path / "a.txt", tmp_path / "b.txt"], table, consent=GIVEN)
    return study


def test_a_number_of_another_phase_is_true_in_a_report_on_one_phase(
    study: Study, tmp_path: Path
) -> None:
    body = "{{count sources phase=1}} en {{count sources phase=2}}"
    write_memo(numbered(study, tmp_path), body)

    blocks = report_blocks(study.freeze("v1").path, "4r", phases=[2])

    assert [b.markdown for b in blocks if isinstance(b, Paragraph)] == [
        "Duiding.",
        "1 en 1",
    ]


@pytest.mark.parametrize(
    "body",
    ["{{count sources phase=9}}", "{{count sources role=klnt}}", "{{count sources"],
)
def test_a_number_of_what_is_not_there_stops_the_report(
    study: Study, tmp_path: Path, body: str
) -> None:
    write_memo(numbered(study, tmp_path), body)
    path = study.freeze("v1").path

    with pytest.raises(PlaceholderError):
        report_blocks(path, "4r")


def test_an_inventory_is_doubted_where_it_is_odd(study: Study, tmp_path: Path) -> None:
    for name in ("a", "b", "los"):
        (tmp_path / f"{name}.txt").write_text(f"An: Ja.\n\nAn: {name}.\n", "utf-8")
    table = tmp_path / "i.csv"
    rows = "a.txt,klantmanger,An=klant\nb.txt,klant,An=klantmanager;Stil=klant\n"
    table.write_text("file,perspective,participants\n" + rows, encoding="utf-8")

    warnings = " ".join(import_files(study, [tmp_path], table, consent=GIVEN).warnings)

    for part in (
        "klantmanger",
        "An heeft elders",
        "los.txt: staat niet",
        "woord: Stil",
    ):
        assert part in warnings


def test_participants_are_listed_with_what_is_known(coded: Study) -> None:
    set_consent(coded, SAMIRA, Said(["quotation"], "given", "2031-06-01"))

    people = {row["label"]: row for row in list_people(coded)}
    assert (people[SAMIRA]["sources"], people[SAMIRA]["consents"]) == (1, 9)
    assert people["Interviewer (gesprek)"]["role"] == "onderzoeker"


def test_two_who_freeze_the_same_state_at_once_both_get_it(coded: Study) -> None:
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: coded.freeze("v1"), range(4)))

    assert len({snapshot.path for snapshot in made}) == 1
    made[0].verify()
    assert [path.name for path in (coded.path / "snapshots").iterdir()] == [
        made[0].path.name
    ]
