"""`vknz users`: roles, and the participant whose a login is."""

import json
from pathlib import Path

from conftest import Vknz

from vknz_research.dashboard.users import FILE, Users
from vknz_research.project import open_study

WORDS = "vijf woorden zijn beter\n"


def test_i12_somebody_is_added_with_a_role(demo: Path, vknz: Vknz) -> None:
    ran = vknz("users", demo, "add", "Eva", "--role", "evaluator", stdin=WORDS)
    listed = vknz("users", demo, "list", "--json")

    assert ran.status == 0
    assert listed.facts["roles"]["Eva"] == "evaluator"
    assert vknz("users", demo, "remove", "Eva").status == 0


def test_i12_a_klantmanager_is_found_by_label_and_kept_by_id(
    demo: Path, vknz: Vknz
) -> None:
    with open_study(demo) as study:
        people = {p.label: p for p in study.participants}
    klant = next(label for label, p in people.items() if p.role == "klant")
    add = ("users", demo, "add", "kim", "--role", "klantmanager")

    assert vknz(*add, stdin=WORDS).status == 1  # whose?
    assert vknz(*add, "--participant", klant, stdin=WORDS).status == 1
    assert vknz(*add, "--participant", "Niemand", stdin=WORDS).status == 1
    assert Users(demo).names == []
    assert vknz(*add, "--participant", "Aylin", stdin=WORDS).status == 0

    visitor = Users(demo).find("kim")
    assert visitor is not None
    assert visitor.participant_id == people["Aylin"].id
    assert "Aylin" not in json.dumps((demo / FILE).read_text(encoding="utf-8"))
    (demo / FILE).unlink()


def test_i12_a_role_that_is_none_asks_for_no_password(demo: Path, vknz: Vknz) -> None:
    ran = vknz("users", demo, "add", "kim", "--role", "directeur")

    assert ran.status == 1
    assert "researcher" in ran.err
    assert not (demo / FILE).exists()
