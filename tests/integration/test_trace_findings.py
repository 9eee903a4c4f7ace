"""`vknz check` names what still leads to people (I6, I7, I11, I12, I15, I16, I20)."""

import json
from pathlib import Path

import pytest

from vknz_research.model.codings import Coder
from vknz_research.model.people import Participant
from vknz_research.model.privacy import Identifier, Publication
from vknz_research.privacy.replacing import hash_form
from vknz_research.project import Study
from vknz_research.project.upkeep import check_study


def findings(study: Study) -> dict[str, str]:
    return {f.id: f.where for f in check_study(study)}


def decide(study: Study, form: str, token: str, number: str) -> None:
    source = study.source("gesprek")
    with study.store.begin("LvH", "pseudonymise") as work:
        coder = work.first(Coder, name="LvH")
        if coder is None:
            coder = Coder("lvh", "LvH")
            work.add(coder)
        facts = (number, source.id, source.revision_id, 0, 3, "persoon", "replace")
        hashed = hash_form(study.store.salt, form)
        work.add(Identifier(*facts, token, hashed, None, coder.id))


def test_a_study_in_order_has_none_of_them(coded: Study) -> None:
    assert not {"I6", "I7", "I11", "I12", "I15", "I16", "I20"} & set(findings(coded))


def test_i15_a_finished_file_with_replaced_words_is_named(coded: Study) -> None:
    decide(coded, "Willemijn de Wit", "[Persoon 1]", "1")
    report = coded.path / "reports" / "oud.html"
    report.write_text("<p>Dat zei Willemijn de Wit toen.</p>", encoding="utf-8")
    other = coded.path / "reports" / "nieuw.html"
    other.write_text("<p>Dat zei [Persoon 1] toen, in De Wit.</p>", encoding="utf-8")

    wheres = [f.where for f in check_study(coded) if f.id == "I15"]

    assert wheres == ["reports/oud.html"]


def test_i16_words_with_two_tokens_are_counted(coded: Study) -> None:
    decide(coded, "Jan", "[Persoon 1]", "1")
    assert "I16" not in findings(coded)
    decide(coded, "Jan", "[Persoon 2]", "2")

    assert findings(coded)["I16"] == "identifier (1)"


def test_i20_a_source_whose_words_are_nowhere_is_named(coded: Study) -> None:
    decide(coded, "Jan", "[Persoon 1]", "1")

    assert findings(coded)["I20"] == "source (gesprek)"


@pytest.mark.parametrize(
    ("role", "is_named"), [("klant", True), ("klantmanager", False)]
)
def test_i12_a_login_of_somebody_in_another_role_is_named(
    coded: Study, role: str, is_named: bool
) -> None:
    with coded.store.begin("LvH", "import-participants") as work:
        work.add(Participant("p9", "Noor", role))
    users = {"Noor": {"hash": "x", "role": "klantmanager", "participant": "p9"}}
    (coded.path / "users.json").write_text(json.dumps(users), encoding="utf-8")

    assert ("I12" in findings(coded)) is is_named


@pytest.mark.parametrize(
    ("code", "is_named"),
    [
        ("codings.groupby('participant_id').size()", True),
        ("pd.crosstab(turns.speaker, turns.kind)", True),
        ("codings.groupby('perspective').size()", False),
    ],
)
def test_i11_a_notebook_that_counts_per_person_is_named(
    coded: Study, code: str, is_named: bool
) -> None:
    book = {"cells": [{"cell_type": "code", "source": [code]}]}
    path = coded.path / "notebooks" / "eigen.ipynb"
    path.write_text(json.dumps(book), encoding="utf-8")

    assert ("I11" in findings(coded)) is is_named


def test_i07_what_is_public_and_marked_is_named(coded: Study) -> None:
    marks = {"marks": [{"id": "w", "at": "2031-09-01", "sources": 1}]}
    facts = ("p", "h", "s", "Rapport", "report", "2031-06-01", None, marks)
    with coded.store.begin("LvH", "publish") as work:
        work.add(Publication(*facts))

    assert findings(coded)["I7"] == "publication (Rapport)"


def test_i06_what_hangs_on_a_withdrawn_source_is_counted(
    coded: Study, tmp_path: Path
) -> None:
    coded.coder("LvH").code("gesprek", "4r/reflectie", 0, 12)
    source = coded.source("gesprek")
    with coded.store.begin("LvH", "import") as work:
        work.connection.exec_driver_sql(
            f"UPDATE source SET format = 'withdrawn' WHERE id = '{source.id}'"
        )

    assert findings(coded)["I6"] == "rows (1)"
